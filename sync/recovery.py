"""What an interrupted run left behind: writes that were prepared, temporary files, mail that waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sync.session import Session
from sync.store.base import Write

_WROTE: Final = frozenset({"cells_written", "cells_restored"})
"""Figures of a run and of an undo that are above 0 where a workbook was written."""


def recover(session: Session) -> None:
    """Finish or undo what a crash left, so that every workbook is either as before the write or as after it.

    1. Each prepared write is settled: noted as complete where it had reached its workbook, else forgotten.
    2. Temporary files that never got as far as the journal are removed, and those that a write could not remove.
    3. Runs that never ended are noted as failed.
    4. Mail that was stored and not sent is sent, where its next try has come.
    """
    last = session.store.last_run()
    unfinished = session.store.unfinished_writes()
    if unfinished or (last is not None and last.status != "ok"):
        _clear_away(session, unfinished)
    elif last is not None and not _WROTE.isdisjoint(name for name, count in (last.summary or {}).items() if count):
        # What ended well may have been kept from removing a file: looking for one costs next to nothing.
        _clear_folders(session)
    for run in session.store.runs(20):
        if run.status == "running":
            session.store.finish_run(run.run_id, "failed", session.now(), {"interrupted": True})
    if session.store.pending_mails():
        from sync.delivery import deliver_mail  # noqa: PLC0415  (only where mail waits)

        deliver_mail(session)


def _clear_folders(session: Session) -> None:
    from sync.sources import find_sources  # noqa: PLC0415  (only after a run that wrote)

    for source in find_sources(session):
        if source.config.backend == "excel":
            session.backend(source.config).tidy(source.location, ())


def _clear_away(session: Session, unfinished: Sequence[Write]) -> None:
    from sync.sources import find_sources  # noqa: PLC0415  (only after trouble)
    from sync.writing import settle_write  # noqa: PLC0415

    sources = {source.name: source for source in find_sources(session)}
    unsettled = {write.token for write in unfinished if not settle_write(session, write, sources)}
    for source in sources.values():
        session.backend(source.config).tidy(source.location, unsettled)
