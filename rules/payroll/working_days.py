"""Working days of a month and days off in lieu, for a company's own week and holidays."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """The working weekdays.

    Attributes:
        weekdays: Weekdays on which the company works; Monday is 0.
    """

    weekdays: frozenset[int]

    @classmethod
    def parse(cls, text: str) -> WorkingWeek:
        """Read a week written as its first and last working weekday, such as ``"Mon-Fri"`` or ``"Mon-Sat"``.

        Raises:
            ValueError: The text does not name two weekdays.
        """
        names = [name.strip()[:3].title() for name in text.split("-")]
        if len(names) != 2 or any(name not in WEEKDAYS for name in names):
            raise ValueError(f"a week such as Mon-Fri was expected, not {text!r}")
        first, last = (WEEKDAYS.index(name) for name in names)
        length = (last - first) % len(WEEKDAYS) + 1
        return cls(frozenset((first + day) % len(WEEKDAYS) for day in range(length)))

    def works_on(self, day: date) -> bool:
        """Tell whether a day is a working weekday, holidays not considered."""
        return day.weekday() in self.weekdays


def standard_working_days(
    year: int, month: int, week: WorkingWeek, holidays: Iterable[date] = (), *, subtract_holidays: bool = True
) -> int:
    """Return the normal working days of a month.

    Args:
        year: Calendar year.
        month: 1 to 12.
        week: The company's working week.
        holidays: Paid holidays; one on a day off changes nothing.
        subtract_holidays: Whether a paid holiday on a working day is left out. A company that counts holidays as paid
            days keeps them in.
    """
    days_off = frozenset(holidays) if subtract_holidays else frozenset()
    return sum(1 for day in _days_of(year, month) if week.works_on(day) and day not in days_off)


def days_in_lieu(holidays: Iterable[date], week: WorkingWeek) -> tuple[date, ...]:
    """Return the working days that are off because a holiday fell on a weekly rest day (Labour Code 2019 art. 111).

    Each such holiday moves to the next working day that is not off already.
    """
    taken = set(holidays)
    moved = []
    for holiday in sorted(taken):
        if week.works_on(holiday):
            continue
        day = holiday + timedelta(days=1)
        while not week.works_on(day) or day in taken:
            day += timedelta(days=1)
        taken.add(day)
        moved.append(day)
    return tuple(moved)


def _days_of(year: int, month: int) -> Iterator[date]:
    for number in range(1, calendar.monthrange(year, month)[1] + 1):
        yield date(year, month, number)
