"""Rules on overtime: the limits of a month, of a year and of a day."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from rules.core.finding import Finding
from rules.core.rule import Context
from rules.core.table import Books
from rules.core.text import Text
from rules.payroll import messages
from rules.payroll.attendance import attendances, impossible_days, tabs_of
from rules.payroll.records import Mark, TimesheetDay
from rules.payroll.settings import PayrollSettings
from rules.payroll.staff import staff_of
from rules.payroll.timesheet_month import is_matrix
from rules.statutory import OvertimeLaw, UnknownCountryError, UnknownPeriodError, overtime_law

ZERO: Final = Decimal(0)
LEVEL_STEP: Final = 10
"""Hours over a limit after which an alert counts as worse."""

OVERTIME_ON_A_NORMAL_DAY: Final = Text(
    vi="tăng ca trong ngày làm việc bình thường", en="overtime on a normal working day"
)
WORK_IN_ALL: Final = Text(vi="làm việc cả ngày, kể cả tăng ca", en="work in all, overtime included")


class DayHours(NamedTuple):
    """The hours of one timesheet row: worked normally, and overtime by kind of day."""

    normal: Decimal
    weekday: Decimal
    rest_day: Decimal
    holiday: Decimal


def check_month_overtime(books: Books, context: Context) -> Iterator[Finding]:
    """PAY103 and PAY104: the overtime of a month is over its limit, or near it."""
    law = known_overtime_law(context)
    if law is None:
        return
    settings = context.settings(PayrollSettings)
    limit = settings.overtime_month_limit
    staff = staff_of(books)
    for (code, month), attendance in attendances(books, context).items():
        hours, row = attendance.overtime_hours, staff.rows.get(code)
        if row is None or hours < limit * settings.overtime_warning:
            continue
        is_over = hours > limit
        own_code = staff.table.columns["code"][row]
        yield staff.table.finding(
            messages.OVERTIME_OVER_MONTH_LIMIT if is_over else messages.OVERTIME_NEAR_MONTH_LIMIT,
            row,
            "code",
            key=(own_code, str(month)),
            level=_level(hours - limit) if is_over else None,
            employee=own_code,
            month=month.first_day,
            hours=hours,
            limit=limit,
            share=hours / limit,
            left=limit - hours,
            law=law.limits.source,
        )


def check_year_overtime(books: Books, context: Context) -> Iterator[Finding]:
    """PAY105: the overtime of a year is over its limit."""
    law = known_overtime_law(context)
    if law is None:
        return
    limit = context.settings(PayrollSettings).overtime_year_limit
    staff = staff_of(books)
    hours_by_year: dict[tuple[str, int], Decimal] = {}
    for (code, month), attendance in attendances(books, context).items():
        year = (code, month.year)
        hours_by_year[year] = hours_by_year.get(year, ZERO) + attendance.overtime_hours
    for (code, number), hours in hours_by_year.items():
        row = staff.rows.get(code)
        if row is None or hours <= limit:
            continue
        own_code = staff.table.columns["code"][row]
        yield staff.table.finding(
            messages.OVERTIME_OVER_YEAR_LIMIT,
            row,
            "code",
            key=(own_code, str(number)),
            level=_level(hours - limit),
            employee=own_code,
            year=str(number),
            hours=hours,
            limit=limit,
            law=law.limits.source,
        )


def check_long_days(books: Books, context: Context) -> Iterator[Finding]:
    """PAY106: more overtime on a normal day than half its hours, or more hours in a day than the law allows.

    The overtime of a month matrix is that of the whole month and says nothing of a day; its hours do.
    """
    law = known_overtime_law(context)
    if law is None:
        return
    limits = law.limits.value
    normal_day = context.settings(PayrollSettings).hours_per_day
    overtime_limit, day_limit = normal_day * limits["day_share"], limits["day_total"]
    table = books.table(TimesheetDay)
    impossible = impossible_days(table)
    matrix_rows = {row for part, rows in tabs_of(table) if is_matrix(part) for row in rows}
    columns = table.columns
    entries = zip(
        columns["hours"],
        columns["mark"],
        columns["overtime_weekday"],
        columns["overtime_rest_day"],
        columns["overtime_holiday"],
        strict=True,
    )
    for row, (stated, mark, *overtime) in enumerate(entries):
        if (not stated and not any(overtime)) or row in impossible:
            continue
        worked = normal_day if stated is None and mark is Mark.FULL_DAY else stated or ZERO
        day = DayHours(worked, *((ZERO, ZERO, ZERO) if row in matrix_rows else overtime))
        if (found := long_day(day, overtime_limit, day_limit)) is not None:
            column, hours, limit = found
            yield table.finding(
                messages.TOO_LONG_DAY,
                row,
                column,
                employee=columns["employee"][row],
                date=columns["date"][row],
                hours=hours,
                what=OVERTIME_ON_A_NORMAL_DAY if limit == overtime_limit else WORK_IN_ALL,
                limit=limit,
                law=law.limits.source,
            )


def long_day(day: DayHours, overtime_limit: Decimal, day_limit: Decimal) -> tuple[str, Decimal, Decimal] | None:
    """Return the column at fault, the hours and the limit that they pass; None for a day within the limits.

    Args:
        day: the hours of the day.
        overtime_limit: most overtime on a normal working day, hours.
        day_limit: most hours of a day, overtime included.
    """
    if day.weekday > overtime_limit:
        return "overtime_weekday", day.weekday, overtime_limit
    if sum(day) <= day_limit:
        return None
    overtime = {"overtime_weekday": day.weekday, "overtime_rest_day": day.rest_day, "overtime_holiday": day.holiday}
    column = max(overtime, key=lambda name: overtime[name])
    return (column if overtime[column] else "hours"), sum(day, ZERO), day_limit


def known_overtime_law(context: Context) -> OvertimeLaw | None:
    """Return the law's figures on overtime as of the run, or None where none are known (which PAY108 says)."""
    try:
        law = overtime_law(context.as_of, context.country)
    except UnknownCountryError:
        return None
    return None if isinstance(law, UnknownPeriodError) else law


def _level(hours_over: Decimal) -> Decimal:
    """Return the level of an alert: it rises with every ten hours over the limit, not with each single one."""
    return Decimal(hours_over // LEVEL_STEP)
