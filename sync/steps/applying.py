"""Planning and applying: the cells that differ, and writing them. The only step that changes a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from rules.core.finding import Finding, Place
from sync import messages
from sync.backends.base import ExternallyChangedError, Snapshot, WorkbookError
from sync.planning.plan import WorkbookPlan
from sync.planning.planner import plan_office
from sync.results import WorkbookStatus
from sync.session import Session
from sync.sources import Source
from sync.steps.base import Outlook, Receipts
from sync.steps.gathering import workbook_finding
from sync.writing import write_workbook


def plan(session: Session, outlook: Outlook) -> list[WorkbookPlan]:
    """Return the cells of each workbook that differ from what they should hold."""
    session.progress.step("plan", 0, 1)
    paused = {record for one in session.departments() if one.name in outlook.paused for record in one.records}
    plans = plan_office(
        outlook.reading,
        outlook.findings,
        outlook.decision.computed,
        outlook.reports,
        list(outlook.alerts.values()),
        session.as_of,
        session.office.voice,
        paused,
    )
    session.progress.step("plan", 1, 1)
    return plans


def apply(session: Session, run: str, outlook: Outlook, plans: Sequence[WorkbookPlan], *, last_try: bool) -> Receipts:
    """Write what the plans say, each workbook in one atomic step that is journalled first.

    Args:
        session: the opened office.
        run: name of the run.
        outlook: what the plans were made from.
        plans: one plan for each workbook that was read.
        last_try: whether a workbook that moved meanwhile is left for the next run, instead of starting again.
    """
    gathered = outlook.gathered
    receipts = unwritten(outlook)
    wanted = {one.workbook: one for one in plans}
    for write in session.store.writes(run):
        if write.state == "complete" and write.workbook in receipts.cells:
            receipts.cells[write.workbook] += write.cells
            receipts.statuses[write.workbook] = "changed"
    for number, source in enumerate(gathered.sources):
        session.progress.step("apply", number, len(gathered.sources))
        if source.name in gathered.snapshots and wanted[source.name]:
            snapshot = gathered.snapshots[source.name]
            _apply_one(session, run, source, snapshot, wanted[source.name], receipts, last_try=last_try)
    session.progress.step("apply", len(gathered.sources), len(gathered.sources))
    receipts.moved = receipts.moved and not last_try
    return receipts


def unwritten(outlook: Outlook) -> Receipts:
    """Return the receipts before anything is written: what was read, and what could not be."""
    receipts = Receipts()
    for source in outlook.gathered.sources:
        name = source.name
        snapshot = outlook.gathered.snapshots.get(name)
        receipts.cells[name] = 0
        if snapshot is None:
            receipts.leave_out(name, "failed", outlook.gathered.problems[name])
        else:
            receipts.statuses[name] = "unchanged"
            receipts.fingerprints[source.location] = snapshot.fingerprint
    return receipts


def _apply_one(
    session: Session,
    run: str,
    source: Source,
    snapshot: Snapshot,
    wanted: WorkbookPlan,
    receipts: Receipts,
    *,
    last_try: bool,
) -> None:
    name = source.name
    if (undone := session.store.held().get(name)) is not None:
        receipts.leave_out(name, "held", held_finding(snapshot, undone))
        return
    receipts.touched.add(name)
    try:
        written = write_workbook(session, run, source, snapshot, wanted, last_try=last_try)
        if written.moved:
            raise ExternallyChangedError(messages.CHANGED_MEANWHILE.code, location=snapshot.location)  # noqa: TRY301
    except ExternallyChangedError as error:
        receipts.moved = True
        receipts.leave_out(name, "failed", workbook_finding(name, error))
    except WorkbookError as error:
        status: WorkbookStatus = "locked" if error.code == messages.LOCKED.code else "failed"
        receipts.leave_out(name, status, workbook_finding(name, error))
    else:
        receipts.statuses[name] = "changed"
        receipts.cells[name] += wanted.cells
        receipts.fingerprints[source.location] = written.fingerprint


def held_finding(snapshot: Snapshot, undone: str) -> Finding:
    """Return what it means that a workbook is on hold, because the run ``undone`` was undone in it."""
    fields = {"location": snapshot.location, "run": undone}
    return Finding(messages.HELD, Place(snapshot.workbook), "", (snapshot.workbook,), fields)
