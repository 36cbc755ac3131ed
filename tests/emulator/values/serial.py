"""Dates as numbers: days since 30 December 1899, the time of day as the fraction."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

EPOCH = datetime(1899, 12, 30)
SECONDS = 86_400


def serial_of(day: date) -> int:
    """The number of a day; 2020-01-01 is 43831."""
    return (day - EPOCH.date()).days


def serial_of_time(moment: time) -> float:
    """The fraction of a day."""
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) / SECONDS


def serial_of_moment(moment: datetime) -> float:
    """The number of a moment."""
    return serial_of(moment.date()) + serial_of_time(moment.time())


def moment_of(serial: float) -> datetime | None:
    """The moment of a number, to the millisecond; None outside the calendar."""
    try:
        return EPOCH + timedelta(milliseconds=round(serial * SECONDS * 1000))
    except OverflowError:
        return None
