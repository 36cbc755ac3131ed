"""Checking the settings, the workbooks and their headers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from rules.core.finding import Finding
from sync import steps
from sync.backends.base import WorkbookError
from sync.checking import messages as said
from sync.checking.messages import right, wrong
from sync.checking.protection import closed_areas
from sync.messages import ALERTS_HEADER_GONE, CREDENTIALS, KEY_FILE, STRUCTURE
from sync.results import CheckLine
from sync.session import Session
from sync.sources import Source
from sync.steps.base import Gathered


def settings(session: Session) -> CheckLine:
    """Return the line about the settings, which are valid where an office is open."""
    office = session.office
    shown = f"{office.name} · {office.country.upper()} · {office.voice.currency} · {office.timezone}"
    return right("office.toml", said.AS_IT_IS, said=shown)


def probe(session: Session, gathered: Gathered) -> Mapping[str, str | Finding]:
    """Return in whose name each workbook that was read could be written, or what keeps it from being written."""
    read = [source for source in gathered.sources if source.name in gathered.snapshots]
    return {source.name: _probe(session, source) for source in read}


def workbooks(session: Session, gathered: Gathered, probes: Mapping[str, str | Finding]) -> Iterator[CheckLine]:
    """Yield a line about the account of the service, if there is one, and about each workbook: can it be written?"""
    unsigned = [problem for problem in gathered.problems.values() if problem.message in CREDENTIALS]
    yield from _account(session, {name for name in probes.values() if isinstance(name, str)} - {""}, unsigned[:1])
    for source in gathered.sources:
        # What keeps the account from signing in is one matter, however many workbooks wait for it.
        if gathered.problems.get(source.name) not in unsigned:
            yield _workbook(source, gathered, probes.get(source.name, ""))


def headers(session: Session, gathered: Gathered, probes: Mapping[str, str | Finding]) -> Iterator[CheckLine]:
    """Yield a line about each table that was recognised, about each that is wrong, and about what keeps us out."""
    outlook = steps.consider(session, gathered)
    problems = [finding for finding in outlook.findings if finding.message in (*STRUCTURE, ALERTS_HEADER_GONE)]
    for problem in problems:
        yield _problem(str(problem.place), problem)
    for book in outlook.reading.workbooks:
        name = book.snapshot.workbook
        for tab in book.tabs:
            fields = {"row": tab.header.row, "columns": len(tab.header.columns), "rows": len(tab.rows)}
            yield right(f"{name} · {tab.tab.title}", said.HEADER, **fields)
        if not book.tabs and not any(problem.place.workbook == name for problem in problems):
            yield wrong(said.NO_TABLE, name)
        if isinstance(account := probes.get(name, ""), str):
            yield from closed_areas(book, account)


def _problem(name: str, finding: Finding) -> CheckLine:
    return wrong(finding.message, name, **finding.fields)


def _account(session: Session, names: Collection[str], unsigned: Sequence[Finding]) -> Iterator[CheckLine]:
    """Yield a line for the key file and one for signing in, as far as anything is known of them."""
    key = session.office.google.credentials
    bad_key = any(problem.message in KEY_FILE for problem in unsigned)
    if key is not None and not bad_key and (names or unsigned):
        yield right("key", said.KEY, path=str(key))
    for name in names:
        yield right("google", said.SIGNED_IN, account=name)
    for problem in unsigned:
        yield _problem("key" if bad_key else "google", problem)


def _probe(session: Session, source: Source) -> str | Finding:
    try:
        return session.backend(source.config).probe(source.location)
    except WorkbookError as error:
        return steps.workbook_finding(source.name, error)


def _workbook(source: Source, gathered: Gathered, found: str | Finding) -> CheckLine:
    snapshot = gathered.snapshots.get(source.name)
    if snapshot is None:
        return _problem(source.name, gathered.problems[source.name])
    location = snapshot.location
    if snapshot.obstacle is not None:
        return wrong(said.OPEN, source.name, location=location, who=snapshot.obstacle)
    if isinstance(found, Finding):
        return _problem(source.name, found)
    return right(source.name, said.TABS, location=location, count=len(snapshot.tabs))
