"""The guards' roster: three shifts a day, two guards each, in a cycle of seven days."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

from templates.sample.generator.ledger import YEAR
from templates.sample.generator.model import Row

MORNING, EVENING, NIGHT, OFFICE_HOURS = "SANG", "CHIEU", "DEM", "HC"
COVER: Final = 2

SHIFTS: Final[tuple[Row, ...]] = tuple(
    {"code": code, "name": name, "start": start, "end": end, "required_weekday": cover, "required_weekend": cover}
    for code, name, start, end, cover in (
        (MORNING, "Ca sáng", time(6), time(14), COVER),
        (EVENING, "Ca chiều", time(14), time(22), COVER),
        (NIGHT, "Ca đêm", time(22), time(6), COVER),
        (OFFICE_HOURS, "Giờ hành chính", time(8), time(17), None),
    )
)

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
