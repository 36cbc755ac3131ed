"""The same small office through files and through memory: equal findings, plans and mails, links and places masked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from sync import run
from sync.backends.memory import MemoryBackend
from sync.planning.values import same
from tests.promise.small_office import opened, write_small_office


@contextmanager
def in_memory(folder: Path, as_of: date) -> Iterator:
    """Open a copy of an office whose workbooks are grids with the values that its files hold."""
    with opened(folder, as_of=as_of) as session:
        grids = {}
        for workbook in session.office.workbooks:
            snapshot = session.backend(workbook).read(workbook.name, workbook.location)
            grids[workbook.location] = {tab.title: [list(row) for row in tab.rows] for tab in snapshot.tabs}
        memory = MemoryBackend(grids)
        yield replace(session, backend=lambda _: memory)


@pytest.fixture
def offices(tmp_path):
    office = write_small_office(tmp_path / "a" / "office")
    return office, Path(shutil.copytree(office, tmp_path / "b" / "office"))


def findings(result, voice):
    return [
        (one.code, tuple(one.place), one.key, one.column, one.text(voice), one.fix(voice)) for one in result.findings
    ]


def changes(result):
    return {
        (plan.workbook, change.tab, change.address): (change.title, change.key, change.reason, change.after)
        for plan in result.plans
        for change in plan
    }


def assert_equal_changes(first, second):
    assert first.keys() == second.keys()
    for place, (*words, after) in first.items():
        *other_words, other_after = second[place]
        assert words == other_words
        assert same(after, other_after), place


def letters(folder):
    """Return every mail with what may differ between backends masked: links, Message-IDs, moments, the audit."""
    found = []
    for path in (folder / "state/outbox").glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        parts = [
            re.sub(r'(href="[^"]*"|file://\S+|https?://\S+|\b\d+:[0-9a-f]{16}\b)', "LINK", part.get_content())
            for part in mail.walk()
            if part.get_content_maintype() == "text"
        ]
        found.append((mail["To"], mail["Subject"], parts))
    return sorted(found)


def test_files_and_memory_give_the_same_findings_plans_and_mails(offices):
    files, copy = offices
    day = date(2026, 11, 20)
    with opened(files, as_of=day) as session:
        voice = session.office.voice
        planned, done = run.plan(session), run.sync(session)
    with in_memory(copy, day) as session:
        planned_in_memory, done_in_memory = run.plan(session), run.sync(session)

    assert findings(done, voice) == findings(done_in_memory, voice)
    assert len(done.findings) >= 9
    assert_equal_changes(changes(planned), changes(planned_in_memory))
    assert [one.cells for one in done.workbooks] == [one.cells for one in done_in_memory.workbooks]
    assert letters(files) == letters(copy)
    assert len(letters(files)) == 3


def test_what_was_written_reads_the_same_so_that_the_next_run_rests_in_both(offices):
    files, copy = offices
    with opened(files) as session:
        run.sync(session)
        session.store.forget_digest()
        again = run.sync(session)
    with in_memory(copy, date(2026, 11, 20)) as session:
        run.sync(session)
        session.store.forget_digest()
        again_in_memory = run.sync(session)

    for result in (again, again_in_memory):
        assert [one.cells for one in result.workbooks] == [0, 0]
        assert result.mails == []
