"""The guards' roster: three shifts a day, two guards each, in a cycle of seven days."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

from templates.sample.generator.ledger import YEAR
from templates.sample.generator.model import Row

MORNING, EVENING, NIGHT, OFFICE_HOURS = "SANG", "CHIEU", "DEM", "HC"
COVER: Final = 2

SHIFTS: Final[tuple[Row, ...]] = (
    {"code": MORNING, "name": "Ca sáng", "start": time(6), "end": time(14), "required_weekday": 2, "required_weekend": 2},
    {"code": EVENING, "name": "Ca chiều", "start": time(14), "end": time(22), "required_weekday": 2, "required_weekend": 2},
    {"code": NIGHT, "name": "Ca đêm", "start": time(22), "end": time(6), "required_weekday": 2, "required_weekend": 2},
    {"code": OFFICE_HOURS, "name": "Giờ hành chính", "start": time(8), "end": time(17)},
)  # fmt: skip

CYCLE: Final = (MORNING, MORNING, EVENING, EVENING, NIGHT, NIGHT, None)
"""One guard's shifts day by day; after the second night follows a day off."""

FIRST: Final = date(YEAR, 10, 1)
LAST: Final = date(YEAR, 11, 30)
"""The roster is planned to the end of the month under way."""


def shift_of(guard: int, day: date) -> str | None:
    """Return the shift of a guard, counted from 0, on a day; None for a day off."""
    return CYCLE[((day - FIRST).days + guard) % len(CYCLE)]


def make_roster(guards: list[str]) -> list[Row]:
    """Return the roster of October and November by day and shift.

    Args:
        guards: employee codes of the seven guards.
    """
    rows: list[Row] = []
    for day in (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)):
        for shift in (MORNING, EVENING, NIGHT):
            on_duty = [code for number, code in enumerate(guards) if shift_of(number, day) == shift]
            rows += [{"date": day, "shift": shift, "employee": code} for code in on_duty]
    return rows


def duty_days(roster: list[Row]) -> dict[str, set[date]]:
    """Return the days on which each guard has a shift."""
    duty: dict[str, set[date]] = {}
    for row in roster:
        day = row["date"]
        if isinstance(day, date):
            duty.setdefault(str(row["employee"]), set()).add(day)
    return duty
