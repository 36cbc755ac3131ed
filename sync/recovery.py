"""What an interrupted run left behind: writes that were prepared, temporary files, mail that waits."""

from __future__ import annotations

from sync.backends.base import Prepared, WorkbookError
from sync.store.base import Write
from sync.wiring import Session


def recover(session: Session) -> None:
    """Finish or undo what a crash left, so that every workbook is either as before the write or as after it.

    1. A prepared write whose workbook already has its new fingerprint was made: the journal is closed.
    2. Any other prepared write was not made: its temporary files go, and the journal forgets it. Whatever staff did
       to the workbook meanwhile stays; the run that follows plans anew.
    3. Runs that never ended are noted as failed.
    4. Mail that was stored and not sent is sent.
    """
    for write in session.store.unfinished_writes():
        _settle(session, write)
    for run in session.store.runs(20):
        if run.status == "running":
            session.store.finish_run(run.run_id, "failed", session.now(), {"interrupted": True})
    if session.store.pending_mails():
        from sync.alerts.outbox import deliver  # noqa: PLC0415  (only where mail waits)

        deliver(session.store, session.transport(), session.now())


def _settle(session: Session, write: Write) -> None:
    workbook = next((one for one in session.office.workbooks if one.name == write.workbook.partition("/")[0]), None)
    if workbook is None:
        session.store.abandon_write(write.write_id)
        return
    backend = session.backend(workbook)
    try:
        present = backend.fingerprint(write.location)
    except WorkbookError:
        return  # out of reach: what became of it is seen when it is back
    backend.discard(write.location, Prepared(write.before, write.after, write.token, write.cells))
    if present == write.before:
        session.store.abandon_write(write.write_id)
    else:
        # Written, and perhaps edited by staff since. Undo restores only cells that still hold what was written.
        session.store.complete_write(write.write_id)
