"""The company's working days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from rules.core.period import Month
from rules.payroll.settings import PayrollSettings, WorkingWeek

SATURDAY: Final = 5

_LAST_WEEKDAY: Final = {
    WorkingWeek.MONDAY_TO_FRIDAY: 4,
    WorkingWeek.MONDAY_TO_SATURDAY_NOON: SATURDAY,
    WorkingWeek.MONDAY_TO_SATURDAY: SATURDAY,
}


def working_days(days: Iterable[date], week: WorkingWeek) -> Decimal:
    """Return how many working days there are among some days; a Saturday morning is half a day.

    Paid public holidays on a working day are counted: the timesheet has them as paid days.
    """
    half_saturday = week is WorkingWeek.MONDAY_TO_SATURDAY_NOON
    halves = sum(
        1 if half_saturday and day.weekday() == SATURDAY else 2 for day in days if day.weekday() <= _LAST_WEEKDAY[week]
    )
    return Decimal(halves) / 2


def standard_days(month: Month, settings: PayrollSettings) -> Decimal:
    """Return by how many days the monthly wage is divided: the fixed number, or the month's working days."""
    if settings.fixed_standard_days is not None:
        return settings.fixed_standard_days
    return working_days(month.days(), settings.working_week)
