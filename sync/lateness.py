"""Whether runs are made as the schedule says: when the next ones are, and since when one is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sync.schedule import NextRun, WorkCalendar, late_since, next_runs, parse_jobs, public_holiday
from sync.session import Session

ALLOWANCE: Final = timedelta(minutes=30)
"""How long after its moment, and the time that a run may take, a run counts as overdue."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """How an office stands to its schedule.

    Attributes:
        coming: when each job is due next.
        last_success: when a run last ended well; None where that is not known.
        late_since: the moment of the first run that should have been made since; None where none is overdue.
    """

    coming: tuple[NextRun, ...] = ()
    last_success: datetime | None = None
    late_since: datetime | None = None


def timetable(session: Session) -> Timetable:
    """Return how the office stands to its schedule.

    Runs count as overdue only where a daemon has been at work: without one, whoever starts the runs knows when.
    """
    office, now = session.office, session.now()
    succeeded = last_success(session)
    jobs = parse_jobs(office.jobs)
    if not jobs:
        return Timetable(last_success=succeeded)
    calendar = WorkCalendar(office.working_week, public_holiday(office.country))
    coming = tuple(next_runs(jobs, now, calendar))
    if succeeded is None or not session.store.job_marks():
        return Timetable(coming, succeeded)
    allowance = ALLOWANCE + timedelta(minutes=office.deadline)
    return Timetable(coming, succeeded, late_since(jobs, succeeded, now, calendar, allowance))


def missed_runs(session: Session) -> tuple[datetime, datetime] | None:
    """Return when the run before this one ended well and since when runs were missed; None where none was."""
    if not session.office.jobs:
        return None
    times = timetable(session)
    if times.last_success is None or times.late_since is None:
        return None
    return times.last_success, times.late_since


def last_success(session: Session) -> datetime | None:
    """Return when a run last ended well, in the office's zone: one that wrote its name, or one of the schedule."""
    run = session.store.last_success()
    moments = [mark.succeeded_at for mark in session.store.job_marks().values() if mark.succeeded_at is not None]
    if run is not None:
        moments.append(run.finished_at or run.started_at)
    last = max((moment.astimezone(UTC) for moment in moments), default=None)
    return last if last is None else last.astimezone(session.now().tzinfo)
