"""What the commands get back: the outcome of a run, an undo, a check, in values that pages and JSON are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from rules.core.finding import Finding, Place, column_letters
from rules.core.message import Message, Severity, Voice
from rules.core.text import LANGUAGES, Text
from sync.mailbox import Mailbox
from sync.planning.plan import CellChange, WorkbookPlan
from sync.store.base import Run, RunStatus

WorkbookStatus = Literal["ok", "changed", "unchanged", "locked", "held", "failed"]
LEFT_OUT: tuple[WorkbookStatus, ...] = ("locked", "held", "failed")


class UnknownRunError(Exception):
    """There is no run of that name."""


@dataclass(frozen=True, slots=True)
class WorkbookResult:
    """What became of one workbook in a run.

    Attributes:
        name: its name in the configuration.
        location: its file name or address.
        status: ``"changed"`` or ``"unchanged"`` where it was served; else why it was left out.
        rows: data rows that were read.
        cells: cells written, or to be written.
        requests: requests that it took.
        problem: what kept it from being read or written.
    """

    name: str
    location: str
    status: WorkbookStatus
    rows: int = 0
    cells: int = 0
    requests: int = 0
    problem: Finding | None = None


@dataclass(frozen=True, slots=True)
class RunResult:
    """The outcome of a run, or of a plan.

    Attributes:
        run: name of the run; empty for a plan.
        status: ``"ok"``; ``"partial"`` where workbooks were left out; ``"failed"`` where none could be read.
        as_of: the day for which it was made.
        seconds: how long it took.
        workbooks: what became of each workbook.
        findings: everything found.
        mails: (recipient, subject) of each mail.
        plans: the cell changes of each workbook.
        planned: whether nothing was written, because it was a dry run.
        paused: titles of the departments that were not checked, since a table or workbook of theirs was not read.
    """

    run: str
    status: RunStatus
    as_of: date
    seconds: float
    workbooks: Sequence[WorkbookResult]
    findings: Sequence[Finding]
    mails: Sequence[tuple[str, str]]
    plans: Sequence[WorkbookPlan] = ()
    planned: bool = False
    paused: Sequence[Text] = ()

    def to_json(self, voice: Voice) -> dict[str, Any]:
        """Return the run as JSON data; what is personal is told by its title only."""
        document: dict[str, Any] = {
            "run": self.run,
            "status": self.status,
            "as_of": self.as_of.isoformat(),
            "seconds": round(self.seconds, 3),
            "workbooks": [self._workbook(one, voice) for one in self.workbooks],
            "findings": [finding_to_json(finding, voice) for finding in self.findings],
            "mails": [{"to": to, "subject": subject} for to, subject in self.mails],
            "not_checked": [title.in_language(voice.language) for title in self.paused],
        }
        if self.planned:
            document["changes"] = [
                {"workbook": plan.workbook, **change_to_json(change)} for plan in self.plans for change in plan
            ]
        return document

    def _workbook(self, one: WorkbookResult, voice: Voice) -> dict[str, Any]:
        return workbook_to_json(one, voice, "cells_to_write" if self.planned else "cells_written")


def workbook_to_json(one: WorkbookResult, voice: Voice, cells: str = "cells_written") -> dict[str, Any]:
    """Return what became of a workbook as JSON data; ``cells`` is what the number of its cells is called."""
    return {
        "name": one.name,
        "location": one.location,
        "status": one.status,
        "rows": one.rows,
        cells: one.cells,
        "requests": one.requests,
        "problem": finding_to_json(one.problem, voice) if one.problem else None,
    }


def finding_to_json(finding: Finding, voice: Voice) -> dict[str, Any]:
    """Return a finding as JSON data. A column is given by its letters, as people see it."""
    place = finding.place
    personal = finding.message.personal
    return {
        "code": finding.code,
        "severity": finding.severity.word,
        "workbook": place.workbook,
        "tab": place.tab,
        "row": place.row,
        "column": column_letters(place.column) if place.column else None,
        "field": finding.column,
        "table": finding.table,
        "key": " · ".join(finding.key),
        "message": finding.message.title.in_language(voice.language) if personal else finding.text(voice),
    }


def change_to_json(change: CellChange) -> dict[str, Any]:
    """Return a cell change as JSON data; values as text, since wages and books are decimal."""
    return {
        "tab": change.tab,
        "cell": change.address,
        "column": change.title,
        "key": change.key,
        "before": None if change.before in (None, "") else str(change.before),
        "after": None if change.after is None else str(change.after),
        "reason": change.reason,
    }


def finding_to_document(finding: Finding, voice: Voice) -> dict[str, Any]:
    """Return a finding as it is remembered: said in every language, since who asks later may read another one.

    Args:
        finding: the finding.
        voice: how the office is spoken to; its currency and numbers are kept in every language.
    """
    message = finding.message
    voices = [replace(voice, language=language) for language in LANGUAGES]
    return {
        "code": finding.code,
        "severity": int(finding.severity),
        "title": list(message.title.all()),
        "text": [finding.text(one) for one in voices],
        "fix": [finding.fix(one) for one in voices],
        "alert": message.alert,
        "urgent": finding.urgent,
        "personal": message.personal,
        "place": list(finding.place),
        "table": finding.table,
        "key": list(finding.key),
        "column": finding.column,
    }


def finding_from_document(document: Mapping[str, Any]) -> Finding:
    """Return a remembered finding; it says in each language what it said when it was found."""
    message = Message(
        code=document["code"],
        severity=Severity(document["severity"]),
        title=_in_every_language(document["title"]),
        text=Text("{text}", "{text}"),
        fix=Text("{fix}", "{fix}"),
        alert=document["alert"],
        urgent=document.get("urgent", False),
        personal=document["personal"],
    )
    return Finding(
        message=message,
        place=Place(*document["place"]),
        table=document["table"],
        key=tuple(document["key"]),
        fields={name: _in_every_language(document[name]) for name in ("text", "fix")},
        column=document["column"],
    )


def _in_every_language(said: str | Sequence[str]) -> Text:
    """Return a remembered text; the first versions kept it in the office's language only."""
    return Text(said, said) if isinstance(said, str) else Text(*said)


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What an undo did.

    Attributes:
        run: the run that was undone.
        cells: cells put back.
        conflicts: cells that no longer held what the run wrote, and were left as they are.
        held: workbooks that are on hold now.
        problems: workbooks that could not be put back, and why.
    """

    run: str
    cells: int
    conflicts: Sequence[CellChange]
    held: Sequence[str]
    problems: Sequence[Finding] = ()

    def to_json(self, voice: Voice) -> dict[str, Any]:
        """Return the undo as JSON data."""
        return {
            "run": self.run,
            "cells_restored": self.cells,
            "conflicts": [change_to_json(change) for change in self.conflicts],
            "held": list(self.held),
            "problems": [finding_to_json(problem, voice) for problem in self.problems],
        }


def run_to_json(run: Run) -> dict[str, Any]:
    """Return a run with its figures as JSON data."""
    return {
        "run": run.run_id,
        "command": run.command,
        "as_of": run.as_of.isoformat(),
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "status": run.status,
        "summary": dict(run.summary or {}),
    }


def moment_to_json(moment: datetime | None) -> str | None:
    """Return a moment to the second, or None."""
    return None if moment is None else moment.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class StatusResult:
    """How an office stands.

    Attributes:
        runs: the last runs, the latest first.
        open_alerts: number of open alerts by severity.
        held: workbook -> the run whose undo put it on hold.
        mailbox: mails that were not delivered yet, and those that were given up.
        jobs: the schedule in plain words.
        coming: each job with the moment at which it is due next.
        last_success: when a run last ended well.
        late_since: the moment of the first run that is overdue; None where none is.
    """

    runs: Sequence[Run]
    open_alerts: Mapping[Severity, int]
    held: Mapping[str, str]
    mailbox: Mailbox = field(default_factory=Mailbox)
    jobs: Sequence[str] = ()
    coming: Sequence[tuple[str, datetime | None]] = ()
    last_success: datetime | None = None
    late_since: datetime | None = None

    def to_json(self, voice: Voice) -> dict[str, Any]:
        """Return the status as JSON data."""
        return {
            "runs": [run_to_json(run) for run in self.runs],
            "open_alerts": {severity.word: count for severity, count in self.open_alerts.items()},
            "held": dict(self.held),
            "pending_mails": len(self.mailbox.waiting),
            "mail": self.mailbox.to_json(voice),
            "jobs": list(self.jobs),
            "next_runs": [{"job": job, "at": moment_to_json(at)} for job, at in self.coming],
            "last_success": moment_to_json(self.last_success),
            "late_since": moment_to_json(self.late_since),
        }


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing that has to be right: what was looked at, how it is, what to do, and the code of what is wrong."""

    status: Literal["OK", "WARN", "FAIL"]
    name: str
    text: Text
    fix: Text | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    code: str = ""
