"""A job of the schedule as a value: on which days, at which times, for what."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

MONDAY_TO_FRIDAY: Final = frozenset(range(5))
"""The working week where the settings name no other; Monday is 0."""

LAST: Final = -1
"""Counts from the end of a month: its last day, or its last working day."""


def no_holiday(_day: date) -> bool:
    """Return that a day is no public holiday: for a country of which none are known."""
    return False


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days on which an office works.

    Attributes:
        week: its working weekdays; Monday is 0.
        is_holiday: whether a day is a public holiday.
    """

    week: frozenset[int] = MONDAY_TO_FRIDAY
    is_holiday: Callable[[date], bool] = no_holiday

    def is_working_day(self, day: date) -> bool:
        """Return whether the office works on a day: a day of its week that is no public holiday."""
        return day.weekday() in self.week and not self.is_holiday(day)


@dataclass(frozen=True, slots=True)
class EveryDay:
    """Every day."""

    def includes(self, day: date, calendar: WorkCalendar) -> bool:  # noqa: ARG002  (the same question to each rule)
        """Return that the day counts."""
        return True


@dataclass(frozen=True, slots=True)
class WeekDays:
    """Some days of every week.

    Attributes:
        weekdays: Monday is 0; None for those of the office's working week.
    """

    weekdays: frozenset[int] | None = None

    def includes(self, day: date, calendar: WorkCalendar) -> bool:
        """Return whether the day is one of them."""
        return day.weekday() in (calendar.week if self.weekdays is None else self.weekdays)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """One day of every month.

    Attributes:
        number: 1 to 31, or :data:`LAST`; a month that is shorter has it on its last day.
    """

    number: int

    def includes(self, day: date, calendar: WorkCalendar) -> bool:  # noqa: ARG002  (the same question to each rule)
        """Return whether it is this day."""
        last = monthrange(day.year, day.month)[1]
        return day.day == (last if self.number == LAST else min(self.number, last))


@dataclass(frozen=True, slots=True)
class WorkingDayOfMonth:
    """One working day of every month; public holidays are none.

    Attributes:
        number: 1 for the first, or :data:`LAST`; a month with fewer working days has it on its last one.
    """

    number: int

    def includes(self, day: date, calendar: WorkCalendar) -> bool:
        """Return whether it is this day."""
        if not calendar.is_working_day(day):
            return False
        later = range(day.day + 1, monthrange(day.year, day.month)[1] + 1)
        is_last = not any(calendar.is_working_day(day.replace(day=number)) for number in later)
        if self.number == LAST:
            return is_last
        rank = sum(calendar.is_working_day(day.replace(day=number)) for number in range(1, day.day + 1))
        return rank == self.number or (is_last and rank < self.number)


Days = EveryDay | WeekDays | DayOfMonth | WorkingDayOfMonth
"""On which days a job is due."""


@dataclass(frozen=True, slots=True)
class Job:
    """When to run, and for what.

    Attributes:
        words: the job as the settings have it.
        name: by which it is remembered: its words without regard to case, accents and spacing.
        times: the times of a day, in order.
        days: the days.
        except_holidays: whether public holidays are passed over.
        only: names of workbooks or departments; empty for the whole office.
    """

    words: str
    name: str
    times: tuple[time, ...]
    days: Days = field(default_factory=EveryDay)
    except_holidays: bool = False
    only: tuple[str, ...] = ()

    def is_on(self, day: date, calendar: WorkCalendar) -> bool:
        """Return whether the job is due on a day."""
        return self.days.includes(day, calendar) and not (self.except_holidays and calendar.is_holiday(day))
