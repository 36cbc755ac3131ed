"""What is due at a moment, and why. The moment is an input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from sync.schedule.job import Job, WorkCalendar
from sync.schedule.moments import moments_on

_DAY: Final = timedelta(days=1)

LATE: Final = timedelta(minutes=5)
"""From here on a run counts as made up, not as on time."""

JUMP: Final = timedelta(minutes=15)
"""A clock that went back further than this was wrong before: what it had served counts no more. A smaller step is
waited for, so that nothing is run twice."""

LOOK_BACK: Final = 100
"""Days over which missed runs are looked for: every job comes at least once a month."""

LOOK_AHEAD: Final = 400
"""Days over which the next run is looked for."""


class Reason(StrEnum):
    """Why a job is due."""

    ON_TIME = "on time"
    MADE_UP = "made up"


@dataclass(frozen=True, slots=True)
class Due:
    """A job that is due.

    Attributes:
        job: the job.
        moment: the latest moment at which it was due, in UTC.
        missed: how many moments passed since it was served, this one included.
        reason: on time, or made up for runs that were missed.
    """

    job: Job
    moment: datetime
    missed: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class NextRun:
    """When a job is due next, in the zone of the question; None where it never is."""

    job: Job
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Jobs that one run serves.

    Attributes:
        dues: the jobs that are due.
        only: the workbooks or departments that the run is for; empty for the whole office.
    """

    dues: tuple[Due, ...]
    only: tuple[str, ...] = ()


def due(jobs: Sequence[Job], marks: Mapping[str, datetime], now: datetime, calendar: WorkCalendar) -> list[Due]:
    """Return the jobs that are due, each once, however many of its moments were missed.

    Args:
        jobs: the jobs.
        marks: name of a job -> the moment up to which it was served; see :func:`marks_at`. A job without one is not
            due: nothing before its first day is made up.
        now: the moment, in the office's time zone.
        calendar: the office's working days.
    """
    moment = now.astimezone(UTC)
    found = []
    for job in jobs:
        mark = marks.get(job.name)
        missed = [] if mark is None else list(_between(job, mark, moment, _zone(now), calendar))
        if missed:
            on_time = len(missed) == 1 and moment - missed[-1] <= LATE
            found.append(Due(job, missed[-1], len(missed), Reason.ON_TIME if on_time else Reason.MADE_UP))
    return found


def marks_at(jobs: Sequence[Job], marks: Mapping[str, datetime], now: datetime) -> dict[str, datetime]:
    """Return up to which moment each job counts as served, in UTC.

    A new job begins now; one that was served in what is the future by now, because the clock was wrong, begins anew.
    """
    moment = now.astimezone(UTC)
    known = {job.name: marks.get(job.name, moment).astimezone(UTC) for job in jobs}
    return {name: moment if mark > moment + JUMP else mark for name, mark in known.items()}


def next_runs(jobs: Sequence[Job], now: datetime, calendar: WorkCalendar) -> list[NextRun]:
    """Return when each job is due next, in the order of the jobs and in the zone of ``now``."""
    return [NextRun(job, _next(job, now, calendar)) for job in jobs]


def late_since(
    jobs: Sequence[Job], served: datetime, now: datetime, calendar: WorkCalendar, allowance: timedelta
) -> datetime | None:
    """Return the moment of the first run that should have been made since, None where none is overdue.

    Args:
        jobs: the jobs.
        served: when the last run ended well.
        now: the moment, in the office's time zone.
        calendar: the office's working days.
        allowance: how long after its moment a run may still come.
    """
    expected = [moment for job in jobs if (moment := _next(job, served.astimezone(_zone(now)), calendar)) is not None]
    overdue = [moment for moment in expected if moment.astimezone(UTC) + allowance < now.astimezone(UTC)]
    return min(overdue, key=lambda moment: moment.astimezone(UTC), default=None)


def batches(dues: Sequence[Due]) -> list[Batch]:
    """Return the runs that serve what is due: one for the whole office serves all, else one for each set of names."""
    if any(not one.job.only for one in dues):
        return [Batch(tuple(dues))]
    by_names: dict[frozenset[str], list[Due]] = {}
    for one in dues:
        by_names.setdefault(frozenset(one.job.only), []).append(one)
    return [Batch(tuple(group), group[0].job.only) for group in by_names.values()]


def _zone(now: datetime) -> tzinfo:
    return now.tzinfo or UTC


def _between(job: Job, after: datetime, until: datetime, zone: tzinfo, calendar: WorkCalendar) -> Iterator[datetime]:
    """Yield the moments after one moment and up to another, both in UTC, in order."""
    last = until.astimezone(zone).date()
    day = max(after.astimezone(zone).date() - _DAY, last - LOOK_BACK * _DAY)
    while day <= last:
        yield from (moment for moment in moments_on(job, day, zone, calendar) if after < moment <= until)
        day += _DAY


def _next(job: Job, now: datetime, calendar: WorkCalendar) -> datetime | None:
    zone, moment = _zone(now), now.astimezone(UTC)
    # A day earlier: where a whole day is jumped over, its times lie on the day after it.
    first = now.date() - _DAY
    for index in range(LOOK_AHEAD):
        for candidate in moments_on(job, first + _DAY * index, zone, calendar):
            if candidate > moment:
                return candidate.astimezone(zone)
    return None
