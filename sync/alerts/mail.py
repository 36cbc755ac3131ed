"""Renders digests as mails: text and HTML from the templates, and headers that no content can break."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from rules.core.message import SEVERITY_TITLES, Severity, Voice, format_value
from rules.core.owned import ALERTS, SNOOZE_UNTIL, owned
from sync.addresses import header_text, parse_address, tidy
from sync.alerts import wording
from sync.alerts.base import OutgoingMail
from sync.alerts.digest import Digest, Section

if TYPE_CHECKING:
    from jinja2 import Environment

_SUBJECT_LENGTH: Final = 150
_TEXT_LENGTH: Final = 600
_NAME_LENGTH: Final = 80
_HASH_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all mails of one run have in common.

    Attributes:
        office_id: names the office for good; part of Message-IDs and threads.
        office_name: what the office is called.
        sender: the address that mails come from, as ``"Sổ sách <so@example.com>"``.
        run_id: the run.
        moment: the moment of the run, with its time zone.
        voice: the office's language.
        late: when the run before this one ended well, and since when runs of the schedule were missed; None where
            none was.
        audit: the end of the audit chain, by which a mail that was kept shows whether it was cut off; empty for none.
    """

    office_id: str
    office_name: str
    sender: str
    run_id: str
    moment: datetime
    voice: Voice
    late: tuple[datetime, datetime] | None = None
    audit: str = ""


def render_mail(digest: Digest, letterhead: Letterhead) -> OutgoingMail:
    """Return the mail of one digest. Equal input gives equal bytes.

    Raises:
        InvalidAddressError: where reader or sender is not exactly one address.
    """
    reader, sender = parse_address(digest.reader), parse_address(letterhead.sender)
    unique = _fingerprint(letterhead.office_id, letterhead.run_id, reader.addr_spec.casefold(), *_news(digest))
    message_id = f"<{_word(letterhead.run_id)}.{unique}@{sender.domain}>"
    # One thread for an office and the departments that a reader reads of; its first mail was never sent.
    thread = f"<thread.{_fingerprint(letterhead.office_id, *digest.desks)}@{sender.domain}>"
    subject = header_text(digest.subject, _SUBJECT_LENGTH)

    message = _begun(message_id, letterhead, sender, reader, subject)
    message["In-Reply-To"] = thread
    message["References"] = thread
    words = _words(digest, letterhead, reader)
    message.set_content(_render("digest.txt.j2", words), cte="quoted-printable")
    message.add_alternative(_render("digest.html.j2", words), subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_sheetkeeper_{unique}")
    urgent = any(item.urgent for part in digest.parts for section in part.sections for item in section.items)
    return OutgoingMail(message_id, reader.addr_spec, subject, letterhead.moment, message.as_bytes(), urgent)


def render_trial(letterhead: Letterhead, reader: str, server: str) -> OutgoingMail:
    """Return a mail that only tries whether mails arrive; no two moments make the same one.

    Args:
        letterhead: what all mails of the office have in common; ``run_id`` is not used.
        reader: the address that it goes to.
        server: by which way it goes.

    Raises:
        InvalidAddressError: where reader or sender is not exactly one address.
    """
    to, sender = parse_address(reader), parse_address(letterhead.sender)
    unique = _fingerprint(letterhead.office_id, letterhead.moment.isoformat(), to.addr_spec.casefold())
    office = tidy(letterhead.office_name, _NAME_LENGTH)
    figures = {"office": office, "reader": to.addr_spec, "server": tidy(server, _NAME_LENGTH)}
    subject, text = (
        wording.filled(words.in_language(letterhead.voice.language), figures)
        for words in (wording.TRIAL_SUBJECT, wording.TRIAL_TEXT)
    )
    subject = header_text(subject, _SUBJECT_LENGTH)
    message = _begun(f"<test.{unique}@{sender.domain}>", letterhead, sender, to, subject)
    message.set_content(text, cte="quoted-printable")
    return OutgoingMail(message["Message-ID"], to.addr_spec, subject, letterhead.moment, message.as_bytes())


def _begun(message_id: str, letterhead: Letterhead, sender: Address, reader: Address, subject: str) -> EmailMessage:
    """Return a message with the headers that every mail has, and no content."""
    message = EmailMessage(policy=_POLICY)
    message["Message-ID"] = message_id
    message["Date"] = format_datetime(letterhead.moment)
    message["From"] = _named(sender, letterhead.office_name)
    message["To"] = reader
    message["Subject"] = subject
    message["List-Id"] = f"<{_fingerprint(letterhead.office_id)}.sheetkeeper.{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    return message


class _WholeSubjects(EmailPolicy):
    """Folds a long subject so that readers see every space of it.

    The standard library loses a space that falls between two encoded words, as every second Vietnamese subject has.
    """

    def fold(self, name: str, value: Any) -> str:
        if name.lower() != "subject":
            folded: str = super().fold(name, value)
            return folded
        encoded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        return self.fold(name, value).encode("ascii", "surrogateescape")


_POLICY: Final = _WholeSubjects(linesep=SMTP.linesep)


def _news(digest: Digest) -> Iterator[str]:
    """Yield what a mail tells, as far as it tells mails of one run and reader apart.

    After a restore a run bears the name of an earlier one. What it tells may differ, and a mail server that knows the
    Message-ID would drop it.
    """
    yield digest.summary
    for part in digest.parts:
        for section in part.sections:
            yield f"{section.name} {section.count}"
            for item in section.items:
                yield f"{item.alert} {item.severity} {item.since} {item.what}"
            for tally in section.tallies:
                yield f"{tally.code} {tally.count}"


def _fingerprint(*parts: str) -> str:
    text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_HASH_LENGTH]


def _word(text: str) -> str:
    """Return a text as it may stand in a Message-ID."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign == "-") else "-" for sign in text)


def _named(sender: Address, office_name: str) -> Address:
    if sender.display_name:
        return sender
    return Address(header_text(office_name, _NAME_LENGTH), sender.username, sender.domain)


def _words(digest: Digest, letterhead: Letterhead, reader: Address) -> dict[str, Any]:
    """Return everything that the templates show."""
    voice = letterhead.voice
    language = voice.language
    labels = {name: text.in_language(language) for name, text in wording.LABELS.items()}
    figures = {
        "tab": owned(ALERTS, language),
        "snooze": SNOOZE_UNTIL.in_language(language),
        "date": format_value(digest.as_of, "date", voice),
        "reader": reader.addr_spec,
        "office": tidy(letterhead.office_name, _NAME_LENGTH),
        "desks": ", ".join(digest.desk_titles) or wording.GENERAL.in_language(language),
        "run": tidy(letterhead.run_id, _NAME_LENGTH),
        "second": ", ".join(digest.second),
        "head": letterhead.audit,
    }
    footer = (
        *(("footer_why",) if digest.desks or not digest.second else ()),
        *(("footer_second",) if digest.second else ()),
        "footer_snooze",
        "footer_run",
        *(("footer_audit",) if letterhead.audit else ()),
    )
    return {
        "language": language,
        "subject": tidy(digest.subject, _SUBJECT_LENGTH),
        "office": figures["office"],
        "summary": digest.summary[:1].upper() + digest.summary[1:],
        "parts": digest.parts,
        "notice": _late(letterhead, labels["late"]),
        "first_check": any(section.name == "baseline" for part in digest.parts for section in part.sections),
        "labels": {name: wording.filled(text, figures) for name, text in labels.items()},
        "footer": [wording.filled(labels[name], figures) for name in footer],
        "heading": lambda section: _heading(section, voice),
        "severity": lambda severity: SEVERITY_TITLES[severity].in_language(language),
        "colour": lambda severity: _COLOURS[severity],
        "urgent": wording.URGENT.in_language(language),
        "day": lambda value: format_value(value, "date", voice),
        "days": lambda count: _days(count, labels),
        "number": lambda count: format_value(count, "integer", voice),
        "fill": lambda text, count: text.replace("{count}", format_value(count, "integer", voice)),
    }


def _late(letterhead: Letterhead, label: str) -> str:
    """Return what is said of runs that were missed; nothing where none was."""
    if letterhead.late is None:
        return ""
    before, since = (
        f"{format_value(moment.date(), 'date', letterhead.voice)} {moment:%H:%M}" for moment in letterhead.late
    )
    return wording.filled(label, {"before": before, "since": since})


def _heading(section: Section, voice: Voice) -> str:
    title = wording.SECTIONS[section.name].in_language(voice.language)
    return f"{title} ({format_value(section.count, 'integer', voice)})"


def _days(count: int, labels: dict[str, str]) -> str:
    if count == 0:
        return labels["today"]
    return f"{count} {labels['day' if count == 1 else 'days']}"


_COLOURS: Final = {Severity.ERROR: "#b42318", Severity.WARNING: "#b54708", Severity.NOTICE: "#175cd3"}
# Dark enough to read on white: contrast above 4.5 to 1.


def load_templates() -> None:
    """Load and compile the templates ahead of the first mail, for a run that has a moment to spare."""
    for template in _TEMPLATES:
        _environment().get_template(template)


_TEMPLATES: Final = ("digest.txt.j2", "digest.html.j2")


def _render(template: str, words: dict[str, Any]) -> str:
    return _environment().get_template(template).render(words)


@cache
def _environment() -> Environment:
    from jinja2 import (  # noqa: PLC0415  (loaded with the first mail)
        Environment,
        FunctionLoader,
        StrictUndefined,
        select_autoescape,
    )

    folder = files("templates").joinpath("mail")
    environment = Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text(encoding="utf-8")),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tidy"] = lambda text: tidy(text, _TEXT_LENGTH)
    return environment
