"""Checking the runs: whether one was cut short, and whether they are made as the schedule says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sync.checking import messages as said
from sync.checking.messages import right, wrong
from sync.lateness import timetable
from sync.results import CheckLine
from sync.session import Session


def runs(session: Session) -> Iterator[CheckLine]:
    """Yield the run that never ended, while no other one can be under way."""
    last = session.store.last_run()
    if last is not None and last.status == "running":
        yield wrong(said.INTERRUPTED, "runs", run=last.run_id)


def schedule(session: Session) -> Iterator[CheckLine]:
    """Yield when the next run is due, or since when one is overdue."""
    times = timetable(session)
    if times.late_since is not None and times.last_success is not None:
        yield wrong(said.OVERDUE, "schedule", **_when(times.late_since), last=times.last_success.date())
        return
    coming = [one.moment for one in times.coming if one.moment is not None]
    if coming:
        yield right("schedule", said.NEXT_RUN, count=len(times.coming), **_when(min(coming)))


def _when(moment: datetime) -> dict[str, object]:
    return {"day": moment.date(), "time": f"{moment:%H:%M}"}
