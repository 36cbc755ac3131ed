"""What runs over different backends have to have in common: findings, plans and mails."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

from sync.planning.values import same


def findings(result, voice):
    return [
        (one.code, tuple(one.place), one.key, one.column, one.text(voice), one.fix(voice)) for one in result.findings
    ]


def changes(result):
    return {
        (plan.workbook, change.tab, change.address): (change.title, change.key, change.reason, unlinked(change.after))
        for plan in result.plans
        for change in plan
    }


def unlinked(value):
    """Return a cell's value without the address that the list of alerts gives where there is one."""
    return re.sub(r" https://docs\.google\.com/\S+$", "", value) if isinstance(value, str) else value


def assert_equal_changes(first, second):
    assert first.keys() == second.keys()
    for place, (*words, after) in first.items():
        *other_words, other_after = second[place]
        assert words == other_words
        assert same(after, other_after), place


def masked(text):
    """Return what a mail says without its links, which only some places have, and without the head of the audit."""
    text = re.sub(r"<a [^>]*>(.*?)</a>", r"\1", text)
    text = re.sub(r"\r?\n[ \t]*(file|https?)://\S+[ \t]*(?=\r?\n)", "", text)
    return re.sub(r'(href="[^"]*"|file://\S+|https?://\S+|\b\d+:[0-9a-f]{16}\b)', "LINK", text)


def letters(folder):
    """Return every mail with what may differ between backends masked: links, Message-IDs, moments, the audit."""
    found = []
    for path in (folder / "state/outbox").glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        parts = [masked(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text"]
        found.append((mail["To"], mail["Subject"], parts))
    return sorted(found)
