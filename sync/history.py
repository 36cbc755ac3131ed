"""History: the runs that were made, and what one of them did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from rules.core.finding import Finding
from rules.core.message import Severity, Voice
from rules.core.text import Text
from sync.planning.plan import Block, CellChange
from sync.results import (
    UnknownRunError,
    WorkbookResult,
    WorkbookStatus,
    change_to_json,
    finding_from_document,
    finding_to_json,
    moment_to_json,
    run_to_json,
    workbook_to_json,
)
from sync.session import Session
from sync.store.base import Run, RunMail, RunStatus

_LOOKED_BACK: Final = 20
"""Runs of which the workbooks are looked at: a run may be for a part of the office only."""


@dataclass(frozen=True, slots=True)
class RunList:
    """Runs, the latest first."""

    runs: Sequence[Run]

    def to_json(self, voice: Voice) -> dict[str, Any]:
        """Return the runs as JSON data."""
        del voice
        return {"runs": [run_to_json(run) for run in self.runs]}


@dataclass(frozen=True, slots=True)
class WrittenCells:
    """What a run wrote in one workbook, as it was journalled: the blocks, and how many cells they are."""

    workbook: str
    blocks: Sequence[Block]

    @property
    def cells(self) -> int:
        """Return the number of cells."""
        return sum(len(block) for block in self.blocks)

    def __iter__(self) -> Iterator[CellChange]:
        return chain.from_iterable(self.blocks)


@dataclass(frozen=True, slots=True)
class RunStory:
    """What one run did.

    Attributes:
        run: the run.
        workbooks: what became of each workbook; of a run that did not end, what it wrote.
        written: the cells that it wrote, by workbook.
        findings: what it found, the gravest first, so many as are kept.
        counts: (code, severity, number) of all that it found.
        mails: the mails that it made, and what became of them.
        durations: step -> seconds.
        seconds: how long it took; None where that is not known.
        paused: titles of the departments that were not checked.
    """

    run: Run
    workbooks: Sequence[WorkbookResult]
    written: Sequence[WrittenCells]
    findings: Sequence[Finding] = ()
    counts: Sequence[tuple[str, Severity, int]] = ()
    mails: Sequence[RunMail] = ()
    durations: Mapping[str, float] = field(default_factory=dict)
    seconds: float | None = None
    paused: Sequence[Text] = ()

    @property
    def requests(self) -> int:
        """Return how many requests all workbooks took together."""
        return sum(one.requests for one in self.workbooks)

    def to_json(self, voice: Voice) -> dict[str, Any]:
        """Return the run as JSON data; what is personal is told by its title only."""
        return {
            **run_to_json(self.run),
            "seconds": self.seconds,
            "durations": dict(self.durations),
            "requests": self.requests,
            "workbooks": [workbook_to_json(one, voice) for one in self.workbooks],
            "changes": [{"workbook": one.workbook, **change_to_json(change)} for one in self.written for change in one],
            "findings": [finding_to_json(finding, voice) for finding in self.findings],
            "finding_counts": [
                {"code": code, "severity": severity.word, "count": count} for code, severity, count in self.counts
            ],
            "mails": [
                {"to": mail.to, "subject": mail.subject, "state": mail.state, "sent_at": moment_to_json(mail.sent_at)}
                for mail in self.mails
            ],
            "not_checked": [title.in_language(voice.language) for title in self.paused],
        }


def list_runs(session: Session, limit: int | None, status: RunStatus | None = None, workbook: str = "") -> RunList:
    """Return the last runs, the latest first.

    Args:
        session: the opened office.
        limit: how many; None for all that are remembered.
        status: only those that ended so.
        workbook: only those that wrote this workbook.
    """
    return RunList(session.store.runs(limit, status=status, workbook=workbook))


def locations_of_runs(session: Session) -> dict[str, str]:
    """Return the name of each workbook of the latest runs -> its file, or the title of its spreadsheet."""
    stories = [session.store.details(run.run_id) or {} for run in session.store.runs(_LOOKED_BACK)]
    seen = [one for story in reversed(stories) for one in story.get("workbooks", ())]
    # The first versions kept only what the settings say.
    return {one["name"]: one.get("called", one["location"]) for one in seen}


def show_run(session: Session, run_id: str) -> RunStory:
    """Return what a run did: cell by cell, what it found, mailed and asked for, and how long it took.

    Raises:
        UnknownRunError: where there is no such run.
    """
    store = session.store
    run = store.run(run_id)
    if run is None:
        raise UnknownRunError(run_id)
    names = dict.fromkeys(write.workbook for write in store.writes(run_id) if write.state == "complete")
    written = [WrittenCells(name, store.journal(run_id, name)) for name in names]
    details = store.details(run_id) or {}
    return RunStory(
        run=run,
        workbooks=[_workbook(one) for one in details["workbooks"]]
        if details
        else [WorkbookResult(one.workbook, one.workbook, "changed", cells=one.cells) for one in written],
        written=written,
        findings=[finding_from_document(document) for document in details.get("findings", ())],
        counts=[(code, Severity(severity), count) for code, severity, count in details.get("counts", ())],
        mails=store.mails_of(run_id),
        durations=details.get("durations", {}),
        seconds=details.get("seconds", _seconds(run)),
        paused=[Text(*titles) for titles in details.get("paused", ())],
    )


def _seconds(run: Run) -> float | None:
    return None if run.finished_at is None else round((run.finished_at - run.started_at).total_seconds(), 3)


def _workbook(document: Mapping[str, Any]) -> WorkbookResult:
    status: WorkbookStatus = document["status"]
    problem = document["problem"]
    return WorkbookResult(
        name=document["name"],
        location=document["location"],
        status=status,
        rows=document["rows"],
        cells=document["cells"],
        requests=document["requests"],
        problem=None if problem is None else finding_from_document(problem),
    )
