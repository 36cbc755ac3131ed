"""Times of a day in a time zone as moments, also on the days on which clocks are put forward or back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from sync.schedule.job import Job, WorkCalendar

_MINUTE: Final = timedelta(minutes=1)


def moment_of(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment of a time in a zone, in UTC.

    A time that the clocks jump over is the moment right after the jump; one that comes twice is the first of the two.
    """
    local = datetime.combine(day, at, zone)
    moment = local.astimezone(UTC)
    while moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        local += _MINUTE
        moment = local.astimezone(UTC)
    return moment


def moments_on(job: Job, day: date, zone: tzinfo, calendar: WorkCalendar) -> list[datetime]:
    """Return the moments at which a job is due on a day, in order and in UTC.

    Moments are compared in UTC, since two times of one zone compare by what the clock shows, which is wrong in the
    hour that comes twice.
    """
    if not job.is_on(day, calendar):
        return []
    return sorted({moment_of(day, at, zone) for at in job.times})
