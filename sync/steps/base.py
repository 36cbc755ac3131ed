"""What the steps of a run hand to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rules.core.finding import Finding
from rules.core.report import Report
from rules.core.rule import Context
from sync.alerts.lifecycle import Alert, Change
from sync.backends.base import Snapshot
from sync.deciding import Decision
from sync.reading import OfficeReading
from sync.results import WorkbookStatus
from sync.sources import Source


@dataclass(frozen=True, slots=True)
class Gathered:
    """The workbooks as they were read.

    Attributes:
        sources: every workbook file, in the order of the settings.
        snapshots: workbook name -> its cells, of those that could be read.
        problems: workbook name -> why it could not be read.
        skipped: the workbook files that a run for a part of the office does not look at.
    """

    sources: Sequence[Source]
    snapshots: Mapping[str, Snapshot]
    problems: Mapping[str, Finding]
    skipped: Sequence[Source] = ()

    @property
    def unread(self) -> frozenset[str]:
        """Return the names of the workbooks of which nothing is known in this run."""
        return frozenset((*self.problems, *(source.name for source in self.skipped)))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from the workbooks as they were read.

    Attributes:
        gathered: the workbooks.
        reading: the typed tables.
        context: the day, the settings and the voice.
        decision: what the rules say.
        findings: everything found: in reading, by the rules, and about workbooks.
        changes: what became of each alert.
        alerts: all alerts after this run.
        reports: workbook name -> the reports that land in it.
        paused: departments whose tables could not be read as a whole; nothing is decided or written for them but
            the list of alerts.
        first_looks: the tables that were read and judged for the first time.
    """

    gathered: Gathered
    reading: OfficeReading
    context: Context
    decision: Decision
    findings: Sequence[Finding]
    changes: Sequence[Change]
    alerts: Mapping[str, Alert]
    reports: Mapping[str, Sequence[Report]]
    paused: frozenset[str]
    first_looks: frozenset[str] = frozenset()


@dataclass(slots=True)
class Receipts:
    """What applying did.

    Attributes:
        statuses: workbook name -> what became of it.
        cells: workbook name -> cells written in this run.
        problems: workbook name -> what kept it from being written.
        fingerprints: location -> fingerprint after the run.
        moved: whether a workbook changed between reading and writing, so that the run must try again.
        touched: names of the workbooks that were written, or were to be.
    """

    statuses: dict[str, WorkbookStatus] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)
    problems: dict[str, Finding] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    moved: bool = False
    touched: set[str] = field(default_factory=set)

    def leave_out(self, workbook: str, status: WorkbookStatus, problem: Finding) -> None:
        """Note that a workbook was not written, and why."""
        self.statuses[workbook] = status
        self.problems[workbook] = problem
