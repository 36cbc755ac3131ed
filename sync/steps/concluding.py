"""Beginning and ending: what is remembered of a run, and what its outcome is for those who asked for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from rules.core.text import Text
from sync import messages
from sync.alerts.lifecycle import Reason
from sync.backends.base import WorkbookError
from sync.closing import freeze
from sync.config import FILE_NAME
from sync.planning.plan import WorkbookPlan
from sync.results import RunResult, WorkbookResult
from sync.session import Session
from sync.sources import expected_departments
from sync.steps.accounting import account_of
from sync.steps.applying import held_finding, unwritten
from sync.steps.base import Outlook, Receipts
from sync.steps.gathering import workbook_finding
from sync.steps.notifying import digests
from sync.store.base import RunStatus


def begin(session: Session) -> str:
    """Note that a run begins, and return its name."""
    run = session.store.next_run_id(session.as_of)
    session.store.begin_run(run, "sync", session.as_of, session.now(), {FILE_NAME: session.office.digest})
    return run


def finish(session: Session, run: str, outlook: Outlook, result: RunResult, durations: Mapping[str, float]) -> None:
    """Remember closed periods and how the run ended, and forget what is too old to be asked for."""
    for department in session.departments():
        if department.closing is None or department.name in outlook.decision.unevaluated:
            continue
        table = department.closing.record.table.name
        stored, through = session.store.frozen(table), session.store.frozen_through(table)
        records = freeze(department.closing, outlook.reading.books, outlook.context, stored, through)
        until = department.closing.through(outlook.context)
        if records is not None and until is None:
            session.store.unfreeze(table)
        elif records is not None and until is not None:
            session.store.freeze(table, until, records)
    account = account_of(session, outlook, result, durations)
    session.store.finish_run(run, result.status, session.now(), summary(outlook, result), account)
    session.store.prune(session.as_of)


def summary(outlook: Outlook, result: RunResult) -> dict[str, object]:
    """Return a run in figures; no cell's content is among them."""
    told = sum(change.reason is not Reason.STILL_OPEN for change in outlook.changes)
    return {
        "rows": sum(one.rows for one in result.workbooks),
        "findings": len(result.findings),
        "cells_written": sum(one.cells for one in result.workbooks),
        "mails": len(result.mails),
        "alerts_changed": told,
        "workbooks_left_out": [one.name for one in result.workbooks if one.problem is not None],
    }


def result(
    session: Session,
    run: str,
    outlook: Outlook,
    receipts: Receipts,
    mails: Sequence[tuple[str, str]],
    seconds: float,
) -> RunResult:
    """Return the outcome of a run."""
    rows = {book.snapshot.workbook: sum(len(tab.rows) for tab in book.tabs) for book in outlook.reading.workbooks}
    workbooks = [
        WorkbookResult(
            name=source.name,
            location=source.config.written if source.name == source.config.name else source.name,
            status=receipts.statuses[source.name],
            rows=rows.get(source.name, 0),
            cells=receipts.cells.get(source.name, 0),
            requests=session.backend(source.config).spent(source.location),
            problem=receipts.problems.get(source.name),
        )
        for source in outlook.gathered.sources
    ]
    return RunResult(
        run=run,
        status=_status(workbooks, outlook.gathered.problems),
        as_of=session.as_of,
        seconds=seconds,
        workbooks=workbooks,
        findings=outlook.findings,
        mails=mails,
        paused=_not_checked(session, outlook),
    )


def _not_checked(session: Session, outlook: Outlook) -> tuple[Text, ...]:
    """Return the titles of the departments that were paused, but for those that nobody asked for."""
    departments = session.departments()
    skipped = expected_departments(outlook.gathered.skipped, departments).values()
    unasked = {name for names in skipped for name in names}
    return tuple(one.titles for one in departments if one.name in outlook.paused and one.name not in unasked)


def _status(workbooks: Sequence[WorkbookResult], unread: Collection[str]) -> RunStatus:
    """Return how a run ended.

    Workbooks that were read and not written, as those on hold or open, have been checked and their news was told.
    """
    if all(one.problem is None for one in workbooks):
        return "ok"
    return "failed" if all(one.name in unread for one in workbooks) else "partial"


def preview(session: Session, outlook: Outlook, plans: Sequence[WorkbookPlan], seconds: float) -> RunResult:
    """Return what a run would do, as the outcome of a dry run."""
    receipts = unwritten(outlook)
    held = session.store.held()
    for wanted in plans:
        name = wanted.workbook
        snapshot = outlook.gathered.snapshots[name]
        receipts.cells[name] = wanted.cells
        if name in held:
            receipts.leave_out(name, "held", held_finding(snapshot, held[name]))
        elif snapshot.obstacle is not None:
            error = WorkbookError(messages.LOCKED.code, location=snapshot.location, who=snapshot.obstacle)
            receipts.leave_out(name, "locked", workbook_finding(name, error))
        elif wanted:
            receipts.statuses[name] = "changed"
    mails = [(digest.reader, digest.subject) for digest in digests(session, outlook)]
    return replace(result(session, "", outlook, receipts, mails, seconds), plans=plans, planned=True)
