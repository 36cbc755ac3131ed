"""Months, as offices count them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(
    r"(?<!\d)(?P<y1>20\d\d)[-_./ ]?(?P<m1>0[1-9]|1[0-2])(?!\d)"
    r"|(?<!\d)(?P<m2>0?[1-9]|1[0-2])(?:[-_./ ]+|,? ?n[ăa]m )(?P<y2>20\d\d)(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    Attributes:
        year: four digits.
        month: 1 to 12.
    """

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that ``day`` lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month | None:
        """Return the month named in a text such as ``"2026-11"``, ``"T11.2026"`` or ``"Tháng 11 năm 2026"``.

        None where it names none.
        """
        match = _MONTH.search(text)
        if match is None:
            return None
        return cls(int(match["y1"] or match["y2"]), int(match["m1"] or match["m2"]))

    @property
    def first_day(self) -> date:
        """Return the first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Return the last day of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def days(self) -> tuple[date, ...]:
        """Return all days of the month."""
        return tuple(date(self.year, self.month, day) for day in range(1, self.last_day.day + 1))

    def plus(self, months: int) -> Month:
        """Return the month so many months later (earlier if negative)."""
        count = self.year * 12 + self.month - 1 + months
        return Month(count // 12, count % 12 + 1)

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"
