"""Rules on timesheets: who is missing, who is unknown, days and marks that cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.core.finding import Finding
from rules.core.period import Month
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.core.text import fold
from rules.payroll import messages
from rules.payroll.attendance import attendances, impossible_days, payroll_months
from rules.payroll.company_days import working_days
from rules.payroll.records import Mark, TimesheetDay
from rules.payroll.settings import PayrollSettings
from rules.payroll.staff import days_employed, staff_of, timesheet_gaps


def check_missing_timesheets(books: Books, context: Context) -> Iterator[Finding]:
    """PAY102: somebody was employed in a month with timesheets, but has no row in them.

    Only months in which they had a working day so far count; a row that was left out for an error is not missing.
    """
    week = context.settings(PayrollSettings).working_week
    staff, gaps, attended = staff_of(books), timesheet_gaps(books), attendances(books, context)
    for month in payroll_months(books, context):
        last = min(month.last_day, context.as_of)
        for code, row in staff.rows.items():
            if (code, month) in attended or gaps.concern(code, month):
                continue
            joined, left = staff.table.columns["joined"][row], staff.table.columns["left"][row]
            if not working_days(days_employed(joined, left, month.first_day, last), week):
                continue
            own_code = staff.table.columns["code"][row]
            yield staff.table.finding(
                messages.NO_TIMESHEET,
                row,
                "code",
                key=(own_code, str(month)),
                employee=own_code,
                month=month.first_day,
            )


def check_unknown_employees(books: Books, context: Context) -> Iterator[Finding]:
    """PAY109: the timesheet has a code that no employee has; once for each code and month."""
    staff, table = staff_of(books), books.table(TimesheetDay)
    for (code, month), attendance in attendances(books, context).items():
        if not staff.is_unknown(code):
            continue
        first, *others = attendance.rows
        own_code = table.columns["employee"][first]
        yield table.finding(
            messages.UNKNOWN_EMPLOYEE,
            first,
            "employee",
            also=_other_rows(table, first, others),
            key=(own_code, str(month)),
            employee=own_code,
            month=month.first_day,
        )


def check_days_of_employment(books: Books, context: Context) -> Iterator[Finding]:
    """PAY110: somebody has timesheet days before joining or after leaving.

    One finding for each person and month, on the first such day; days off may well stand in the sheet.
    """
    staff, table = staff_of(books), books.table(TimesheetDay)
    days, marks, hours = table.columns["date"], table.columns["mark"], table.columns["hours"]
    for (code, _), attendance in attendances(books, context).items():
        row = staff.rows.get(code)
        if row is None:
            continue
        joined, left = staff.table.columns["joined"][row], staff.table.columns["left"][row]
        if joined is None and left is None:
            continue
        outside = [
            entry
            for entry in attendance.rows
            if ((joined is not None and days[entry] < joined) or (left is not None and days[entry] > left))
            and (hours[entry] or marks[entry] not in {None, Mark.OFF})
        ]
        if outside:
            first, *others = outside
            yield table.finding(
                messages.OUTSIDE_EMPLOYMENT,
                first,
                "date",
                also=_other_rows(table, first, others),
                employee=table.columns["employee"][first],
                days=len(outside),
                date=days[first],
                joined=joined,
                left=left,
            )


def check_marks(books: Books, context: Context) -> Iterator[Finding]:
    """PAY113: cells of a month matrix hold neither a mark nor hours; once for a person, a month and what is written."""
    del context
    table = books.table(TimesheetDay)
    impossible = impossible_days(table)
    unknown: dict[tuple[str, Month, str], list[int]] = {}
    for row, mark in enumerate(table.columns["mark"]):
        if mark is not None and not isinstance(mark, Mark) and row not in impossible:
            entry = table[row]
            unknown.setdefault((fold(entry.employee), Month.of(entry.date), fold(mark)), []).append(row)
    for first, *others in unknown.values():
        entry = table[first]
        yield table.finding(
            messages.UNKNOWN_MARK,
            first,
            "mark",
            also=_other_rows(table, first, others),
            employee=entry.employee,
            date=entry.date,
            days=1 + len(others),
            mark=entry.mark,
            marks=[known.titles for known in Mark],
        )


def check_days_of_month(books: Books, context: Context) -> Iterator[Finding]:
    """PAY114: a month matrix has an entry under a day that the month does not have."""
    del context
    table = books.table(TimesheetDay)
    for row, month in impossible_days(table).items():
        entry = table[row]
        last = month.last_day
        yield table.finding(
            messages.DAY_NOT_IN_MONTH,
            row,
            "date",
            employee=entry.employee,
            day=last.day + (entry.date - last).days,
            month=month.first_day,
            days=last.day,
        )


def check_night_overtime(books: Books, context: Context) -> Iterator[Finding]:
    """PAY115: more overtime at night than overtime in all."""
    del context
    table = books.table(TimesheetDay)
    columns = table.columns
    hours = zip(
        columns["overtime_night"],
        columns["overtime_weekday"],
        columns["overtime_rest_day"],
        columns["overtime_holiday"],
        strict=True,
    )
    for row, (night, *others) in enumerate(hours):
        if night and night > sum(others):
            yield table.finding(
                messages.NIGHT_OVER_ALL_OVERTIME,
                row,
                "overtime_night",
                employee=columns["employee"][row],
                date=columns["date"][row],
                night=night,
                hours=sum(others),
            )


def _other_rows(table: Table[TimesheetDay], first: int, others: Iterable[int]) -> list[int]:
    """Return those of the positions that stand in another row of the sheet than the first; a matrix row has many."""
    seen = {(table.part(first).start, table.rows[first])}
    found = []
    for row in others:
        place = (table.part(row).start, table.rows[row])
        if place not in seen:
            seen.add(place)
            found.append(row)
    return found
