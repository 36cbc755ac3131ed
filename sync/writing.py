"""One write of one workbook: made ready, journalled, completed; and what became of one that was not."""

from __future__ import annotations

from collections.abc import Mapping

from sync.backends.base import Backend, ExternallyChangedError, Prepared, Snapshot, WorkbookError, Written
from sync.planning.plan import WorkbookPlan
from sync.session import Session
from sync.sources import Source
from sync.store.base import Write
from sync.uninterrupted import uninterrupted


def write_workbook(
    session: Session, run: str, source: Source, snapshot: Snapshot, plan: WorkbookPlan, *, last_try: bool
) -> Written:
    """Write in one atomic step what a plan says, journalled before the workbook is touched.

    Args:
        session: the opened office.
        run: name of the run.
        source: the workbook.
        snapshot: the workbook as it was read.
        plan: what is to be written.
        last_try: whether nobody will put it right in this run if staff moved rows in the moment of writing; what was
            written beside them is then emptied.

    Raises:
        WorkbookError: where it cannot be written; the workbook is as it was.
        ExternallyChangedError: where it is no longer what the snapshot shows.
    """
    backend = session.backend(source.config)
    prepared = backend.prepare(snapshot, source.location, plan.edits)
    with uninterrupted():
        try:
            number = session.store.prepare_write(
                run, source.name, source.location, prepared.before, prepared.after, prepared.token, plan
            )
        except BaseException:
            backend.discard(source.location, prepared)
            raise
        try:
            written = backend.complete(source.location, prepared)
        except WorkbookError as error:
            _settle(session, backend, number, source.location, prepared)
            if last_try and isinstance(error, ExternallyChangedError):
                backend.withdraw(source.location, prepared)
            raise
        session.store.complete_write(number)
        if written.moved and last_try:
            backend.withdraw(source.location, prepared)
    return written


def settle_write(session: Session, write: Write, sources: Mapping[str, Source]) -> bool:
    """Find out what became of an interrupted write and close its journal; return whether that was possible.

    A write that was made is complete, whatever staff did to the workbook since; one that was not is forgotten, and
    the run that follows plans anew. It is looked for where the workbook is now, since an office may have been moved or
    copied: another one's files are none of ours.

    Args:
        session: the opened office.
        write: the interrupted write.
        sources: name -> workbook file, as the office has them now.
    """
    source = sources.get(write.workbook)
    if source is None:
        session.store.abandon_write(write.write_id)
        return True
    prepared = Prepared(write.before, write.after, write.token, write.cells)
    return _settle(session, session.backend(source.config), write.write_id, source.location, prepared)


def _settle(session: Session, backend: Backend, number: int, location: str, prepared: Prepared) -> bool:
    try:
        made = backend.settle(location, prepared)
    except WorkbookError:
        return False  # out of reach: what became of it is seen when it is back
    if made:
        session.store.complete_write(number)
    else:
        session.store.abandon_write(number)
    return True
