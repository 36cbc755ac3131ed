"""Checking the settings, the workbooks and their headers."""

from __future__ import annotations

import os
from collections.abc import Iterator

from rules.core.finding import Finding
from sync import steps
from sync.checking import messages as said
from sync.checking.messages import right, wrong
from sync.messages import ALERTS_HEADER_GONE, STRUCTURE
from sync.results import CheckLine
from sync.session import Session
from sync.sources import Source
from sync.steps.base import Gathered


def settings(session: Session) -> CheckLine:
    """Return the line about the settings, which are valid where an office is open."""
    office = session.office
    shown = f"{office.name} · {office.country.upper()} · {office.voice.currency} · {office.timezone}"
    return right("office.toml", said.AS_IT_IS, said=shown)


def workbooks(gathered: Gathered) -> Iterator[CheckLine]:
    """Yield a line about each workbook: whether it can be read and written."""
    return (_workbook(source, gathered) for source in gathered.sources)


def headers(session: Session, gathered: Gathered) -> Iterator[CheckLine]:
    """Yield a line about each table that was recognised, and about each that is wrong."""
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


def _problem(name: str, finding: Finding) -> CheckLine:
    return wrong(finding.message, name, **finding.fields)


def _workbook(source: Source, gathered: Gathered) -> CheckLine:
    snapshot = gathered.snapshots.get(source.name)
    if snapshot is None:
        return _problem(source.name, gathered.problems[source.name])
    location = snapshot.location
    if snapshot.obstacle is not None:
        return wrong(said.OPEN, source.name, location=location, who=snapshot.obstacle)
    if source.config.backend == "excel" and not os.access(source.location, os.W_OK):
        return wrong(said.READ_ONLY, source.name, location=location)
    return right(source.name, said.TABS, location=location, count=len(snapshot.tabs))
