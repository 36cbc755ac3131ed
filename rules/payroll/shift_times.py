"""When a planned shift begins and ends, and whether it is a night shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

NIGHT_BEGINS: Final = time(22)
NIGHT_ENDS: Final = time(6)
"""The night of the Labour Code 2019, article 106."""

HOURS_OF_A_NIGHT_SHIFT: Final = 3
"""From so many hours in the night on, a shift counts as a night shift."""

_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class PlannedShift:
    """One person's shift on the clock.

    Attributes:
        begins: when it begins.
        ends: when it ends.
        row: position in the roster.
    """

    begins: datetime
    ends: datetime
    row: int

    def overlaps(self, other: PlannedShift) -> bool:
        """Tell whether both run at some moment; one that begins when the other ends does not overlap."""
        return self.begins < other.ends and other.begins < self.ends

    @property
    def is_night_shift(self) -> bool:
        """Tell whether at least three hours of the shift lie in the night."""
        return night_hours(self.begins, self.ends) >= HOURS_OF_A_NIGHT_SHIFT


def planned(day: date, start: time, end: time, row: int) -> PlannedShift:
    """Return the shift that begins on ``day``; one that ends at or before its start ends on the next day."""
    begins = datetime.combine(day, start)
    ends = datetime.combine(day, end)
    return PlannedShift(begins, ends if ends > begins else ends + _ONE_DAY, row)


def hours_between(earlier: datetime, later: datetime) -> Decimal:
    """Return the hours from one moment to another, to the minute."""
    return Decimal(int((later - earlier).total_seconds()) // 60) / 60


def night_hours(begins: datetime, ends: datetime) -> Decimal:
    """Return how many hours of a shift lie between 22:00 and 06:00."""
    total = Decimal(0)
    evening = datetime.combine(begins.date() - _ONE_DAY, NIGHT_BEGINS)
    while evening < ends:
        morning = datetime.combine(evening.date() + _ONE_DAY, NIGHT_ENDS)
        first, last = max(begins, evening), min(ends, morning)
        if first < last:
            total += hours_between(first, last)
        evening += _ONE_DAY
    return total
