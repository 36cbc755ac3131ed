"""What the timesheets say of each person and month: days paid and worked, overtime by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rules.core.period import Month
from rules.core.rule import Context
from rules.core.table import Books, Part, Table
from rules.core.text import fold
from rules.payroll.overtime import DayKind, Overtime
from rules.payroll.records import Mark, TimesheetDay
from rules.payroll.settings import PayrollSettings
from rules.payroll.timesheet_month import OVERTIME_COLUMNS, is_matrix

ZERO: Final = Decimal(0)
HALF: Final = Decimal("0.5")
ONE: Final = Decimal(1)

PAID_AND_WORKED: Final[Mapping[str | None, tuple[Decimal, Decimal]]] = {
    Mark.FULL_DAY: (ONE, ONE),
    Mark.HALF_DAY: (HALF, HALF),
    Mark.PAID_LEAVE: (ONE, ZERO),
    Mark.HALF_LEAVE: (ONE, HALF),
    Mark.HOLIDAY: (ONE, ZERO),
    Mark.BUSINESS_TRIP: (ONE, ONE),
    Mark.TRAINING: (ONE, ONE),
    Mark.COMPENSATORY: (ONE, ZERO),
    Mark.SICK: (ZERO, ZERO),
    Mark.SICK_CHILD: (ZERO, ZERO),
    Mark.MATERNITY: (ZERO, ZERO),
    Mark.UNPAID: (ZERO, ZERO),
    Mark.HALF_UNPAID: (HALF, HALF),
    Mark.OFF: (ZERO, ZERO),
}
"""The part of a day that is paid by the company, and that is worked. Sick days are paid by social insurance."""

PersonMonth = tuple[str, Month]
"""A folded employee code and a month."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person's month as the timesheet has it, up to the day of the run.

    Attributes:
        rows: positions in the timesheet.
        paid_days: days that the company pays: work, paid leave, paid holidays.
        worked_days: days worked.
        weekday: hours of overtime on normal days, night hours included.
        rest_day: hours of overtime on weekly rest days, night hours included.
        holiday: hours of overtime on public holidays, night hours included.
        night: how many of these hours were at night.
        night_by_kind: the night hours by kind of day.
        unclear: whether a mark could not be understood or a day is entered twice, so that the days are not certain.
        night_hours: normal hours, not overtime, at night.
    """

    rows: tuple[int, ...]
    paid_days: Decimal
    worked_days: Decimal
    weekday: Decimal
    rest_day: Decimal
    holiday: Decimal
    night_by_kind: Mapping[DayKind, Decimal]
    unclear: bool = False
    night_hours: Decimal = ZERO

    @property
    def overtime_hours(self) -> Decimal:
        """Return all hours of overtime."""
        return self.weekday + self.rest_day + self.holiday

    @property
    def night(self) -> Decimal:
        """Return the hours of overtime at night."""
        return sum(self.night_by_kind.values(), ZERO)

    def overtime(self) -> tuple[Overtime, ...]:
        """Return the hours by kind of day, day hours apart from night hours, without empty kinds."""
        hours = ((DayKind.WEEKDAY, self.weekday), (DayKind.REST_DAY, self.rest_day), (DayKind.HOLIDAY, self.holiday))
        parts: list[Overtime] = []
        for kind, all_hours in hours:
            night = self.night_by_kind[kind]
            parts += [Overtime(kind, all_hours - night), Overtime(kind, night, night=True)]
        return tuple(part for part in parts if part.hours > 0)


def attendances(books: Books, context: Context) -> Mapping[PersonMonth, Attendance]:
    """Return the attendance of every person and month of the timesheets, up to the day of the run."""
    hours_per_day = context.settings(PayrollSettings).hours_per_day
    return books.once(
        ("payroll attendance", context.as_of, hours_per_day),
        lambda: _attendances(books.table(TimesheetDay), context, hours_per_day),
    )


def payroll_months(books: Books, context: Context) -> tuple[Month, ...]:
    """Return the months that have timesheets up to the day of the run, in order."""
    return tuple(sorted({month for _, month in attendances(books, context)}))


def impossible_days(table: Table[TimesheetDay]) -> dict[int, Month]:
    """Return the positions of matrix entries under a day that their month does not have, with that month."""
    found: dict[int, Month] = {}
    dates = table.columns["date"]
    for part, rows in tabs_of(table):
        if part.month is not None and is_matrix(part):
            month, last = part.month, part.month.last_day
            found.update((row, month) for row in rows if dates[row] > last)
    return found


def tabs_of(table: Table[TimesheetDay]) -> list[tuple[Part, range]]:
    """Return the tabs of the timesheet, each with the positions of its records."""
    ends = [*(part.start for part in table.parts), len(table)][1:]
    return [(part, range(part.start, end)) for part, end in zip(table.parts, ends, strict=True)]


def split_night(weekday: Decimal, rest_day: Decimal, holiday: Decimal, night: Decimal) -> dict[DayKind, Decimal]:
    """Return which kind of day the night hours belong to.

    A sheet has one column of night hours for all kinds of days: they are taken from the weekday hours first, then from
    those of rest days, then of holidays, which is certain where a day has overtime of one kind.
    """
    by_kind: dict[DayKind, Decimal] = {}
    for kind, hours in ((DayKind.WEEKDAY, weekday), (DayKind.REST_DAY, rest_day), (DayKind.HOLIDAY, holiday)):
        by_kind[kind] = min(hours, night)
        night -= by_kind[kind]
    return by_kind


class _Sums:
    """Running sums of one person and month."""

    __slots__ = ("days", "holiday", "night", "night_hours", "paid", "rest_day", "rows", "unclear", "weekday", "worked")

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.days: set[int] = set()
        self.paid = self.worked = self.weekday = self.rest_day = self.holiday = self.night_hours = ZERO
        self.night = dict.fromkeys(DayKind, ZERO)
        self.unclear = False

    def add_overtime(self, weekday: Decimal, rest_day: Decimal, holiday: Decimal, night: Decimal) -> None:
        self.weekday += weekday
        self.rest_day += rest_day
        self.holiday += holiday
        if night:
            for kind, hours in split_night(weekday, rest_day, holiday, night).items():
                self.night[kind] += hours

    def attendance(self) -> Attendance:
        return Attendance(
            tuple(self.rows),
            self.paid,
            self.worked,
            self.weekday,
            self.rest_day,
            self.holiday,
            self.night,
            self.unclear,
            self.night_hours,
        )


def _attendances(
    table: Table[TimesheetDay], context: Context, hours_per_day: Decimal
) -> Mapping[PersonMonth, Attendance]:
    impossible = impossible_days(table)
    sums: dict[tuple[str, int, int], _Sums] = {}
    columns = table.columns
    days = zip(*(columns[name] for name in ("employee", "date", "mark", "hours", "night_hours")), strict=True)
    overtime = zip(*(columns[name] for name in OVERTIME_COLUMNS), strict=True)
    for row, ((employee, day, mark, hours, night_hours), extra) in enumerate(zip(days, overtime, strict=True)):
        if day > context.as_of or row in impossible:
            continue
        # A tuple of plain values is hashed several times faster than a Month, once for each of 100,000 rows.
        key = (fold(employee), day.year, day.month)
        if (found := sums.get(key)) is None:
            found = sums[key] = _Sums()
        found.rows.append(row)
        if day.day in found.days:
            # Which of the two is right only staff can tell, and the doubled row is a finding of its own.
            found.unclear = True
            continue
        found.days.add(day.day)
        if mark is not None:
            parts = PAID_AND_WORKED.get(mark)
            if parts is None:
                found.unclear = True
            else:
                found.paid += parts[0]
                found.worked += parts[1]
        elif hours:
            part = min(hours / hours_per_day, ONE)
            found.paid += part
            found.worked += part
        if night_hours:
            found.night_hours += night_hours
        if any(extra):
            found.add_overtime(*extra)
    return {(code, Month(year, month)): found.attendance() for (code, year, month), found in sums.items()}
