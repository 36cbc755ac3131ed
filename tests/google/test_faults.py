"""Every request of two runs goes wrong once, in every way: spreadsheet and mails are as if nothing had happened."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from sync.alerts.base import OutgoingMail
from sync.backends.google import GoogleBackend
from tests.emulator.web import faults
from tests.emulator.web.messages import Request
from tests.support.google import client_for
from tests.support.google_office import OfficeOnGoogle, office_on_google

FIRST = ("sign in", "read", "guard", "make columns and tabs", "look", "write", "read back")
"""What a run asks that meets a spreadsheet for the first time."""
LATER = ("sign in", "read", "guard", "write", "read back")
"""What the next one asks, in a process of its own, after staff edited."""
REQUESTS = tuple(f"{what}, {when}" for when, asked in (("first", FIRST), ("later", LATER)) for what in asked)
FAULTS = {
    "429": faults.error(429),
    "500": faults.error(500),
    "503 in HTML": faults.html(503),
    "silence, nothing done": faults.timeout(1_000),
    "silence, done": faults.timeout(1_000, applied=True),
    "half an answer": faults.truncated(),
    "refused connection": faults.refused_connection(),
    "lost answer": faults.lost_answer(),
}
WRITES = 3
AUDIT = r"\b\d+:[0-9a-f]{16}\b"
CASES = [
    pytest.param(
        number,
        name,
        # A sample has each request and each fault at least once.
        marks=() if (number - 1) % len(FAULTS) == place else pytest.mark.long,
        id=f"{request}: {name}",
    )
    for number, request in enumerate(REQUESTS, start=1)
    for place, name in enumerate(FAULTS)
]


@dataclass
class Outcome:
    """What two runs left: everything in the spreadsheet, all mails, and what the runs said."""

    book: dict[str, Any]
    mails: list[Any]
    said: list[Any]


def whole(office: OfficeOnGoogle) -> dict[str, Any]:
    """Return everything in the spreadsheet: cells with formats, notes and rules, anchors, protections, charts."""
    parts = office.person.book.snapshot()
    return parts | {"sheets": [vars(sheet) for sheet in parts["sheets"]]}


def two_runs(office: OfficeOnGoogle) -> Outcome:
    """Run for the first time; let staff edit; run again as a new process does."""
    said = [summary(office.sync())]
    office.person.type("'Hàng'!B3:B4", [[9], [-1]])
    office.person.type("'Hàng'!A8:B8", [["E5", -3]])
    said.append(summary(afresh(office).sync()))
    return Outcome(whole(office), [letter(mail) for mail in office.mail.sent], said)


def letter(mail: OutgoingMail) -> tuple[Any, ...]:
    """Return a mail but for its Message-ID and the head of the audit, which differ from office to office."""
    content = message_from_bytes(mail.mime, policy=default)
    texts = [part.get_content() for part in content.walk() if part.get_content_maintype() == "text"]
    return mail.to, mail.subject, mail.date, [re.sub(AUDIT, "AUDIT", text) for text in texts]


def afresh(office: OfficeOnGoogle) -> OfficeOnGoogle:
    backend = GoogleBackend(client_for(office.emulator))
    return replace(office, backend=backend, session=replace(office.session, backend=lambda _: backend))


def summary(result: Any) -> tuple[Any, ...]:
    """Return what a run said, but for the requests that it took, which are more where some are repeated."""
    return (
        result.status,
        [(one.status, one.rows, one.cells, one.problem) for one in result.workbooks],
        list(result.findings),
        list(result.mails),
    )


def every(_request: Request) -> bool:
    """The exchange of tokens too."""
    return True


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    with office_on_google(tmp_path_factory.mktemp("undisturbed"), quick=True) as office:
        return two_runs(office)


def test_the_requests_of_both_runs_are_these(tmp_path):
    names = {"sign in": "token", "write": "values:batchUpdateByDataFilter", "make columns and tabs": "structure"}
    with office_on_google(tmp_path, quick=True) as office:
        two_runs(office)
        asked = [
            ("structure" if entry.path.endswith(":batchUpdate") else entry.path.rsplit("/", 1)[-1])
            if entry.method == "POST"
            else "get"
            for entry in office.emulator.journal.entries
        ]
    assert asked == [names.get(what, "get") for what in (*FIRST, *LATER)]
    print(f"{len(REQUESTS)} requests x {len(FAULTS)} faults = {len(CASES)} cases")
    print("requests:", *REQUESTS, sep="\n  ")
    print("faults:", *FAULTS, sep="\n  ")


def test_both_runs_have_something_to_write_and_to_tell(expected):
    assert [status for status, *_ in expected.said] == ["ok", "ok"]
    assert all(workbooks[0][2] > 0 and mails for _, workbooks, _, mails in expected.said)
    sheets = expected.book["sheets"]
    assert any(sheet["charts"] for sheet in sheets)
    assert any(sheet["protected"] for sheet in sheets)
    assert any(sheet["conditional"] for sheet in sheets)
    assert expected.book["entries"]


@pytest.mark.parametrize(("number", "name"), CASES)
def test_after_a_fault_all_is_as_if_nothing_had_happened(tmp_path, expected, number, name):
    with office_on_google(tmp_path, quick=True) as office:
        office.emulator.faults.at(number, FAULTS[name], every)
        outcome = two_runs(office)

        (hit,) = [entry for entry in office.emulator.journal.entries if entry.fault]
        assert hit.fault == FAULTS[name].name
        again = hit.kind == "write" and not FAULTS[name].applied
        assert len(office.emulator.journal.of_kind("write")) == WRITES + again, "what took effect is not sent again"
        assert outcome.said == expected.said
        assert outcome.mails == expected.mails
        assert outcome.book == expected.book
        third = afresh(office).sync()
        assert (third.workbooks[0].cells, third.mails) == (0, [])
        assert whole(office) == expected.book
