"""The overtime summary: hours by month of the year, and who is near or over the limits."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from rules.core.message import format_value
from rules.core.period import Month
from rules.core.report import Block, Chart, Report, ReportColumn, ReportRow, RowStyle
from rules.core.rule import Context
from rules.core.table import Books
from rules.core.text import Text, fold
from rules.payroll.attendance import ZERO, Attendance, attendances, payroll_months
from rules.payroll.records import Employee, TimesheetDay
from rules.payroll.register_report import TOTAL, said
from rules.payroll.settings import PayrollSettings
from rules.payroll.staff import staff_of

MONTHS_OF_A_YEAR: Final = 12
SUBTITLE: Final = Text(
    vi="Năm {year} · chi tiết tháng {month:month}, đến {day:date} · tối đa {limit:number} giờ một tháng, "
    "{year_limit:number} giờ một năm",
    en="{year} · details of {month:month}, up to {day:date} · at most {limit:number} hours a month, "
    "{year_limit:number} hours a year",
)
WITHIN: Final = Text(vi="Trong mức", en="Within limits")
NEAR: Final = Text(vi="Gần mức tối đa", en="Near the limit")
OVER: Final = Text(vi="Vượt mức tối đa", en="Over the limit")

MONTH_COLUMNS: Final = (
    ReportColumn(Text(vi="Tháng", en="Month"), width=28),
    ReportColumn(Text(vi="Ngày thường (giờ)", en="Weekdays (hours)"), "number", 16),
    ReportColumn(Text(vi="Ngày nghỉ (giờ)", en="Rest days (hours)"), "number", 16),
    ReportColumn(Text(vi="Ngày lễ (giờ)", en="Holidays (hours)"), "number", 14),
    ReportColumn(Text(vi="Trong đó ban đêm", en="Of these at night"), "number", 16),
    ReportColumn(Text(vi="Cộng (giờ)", en="Total (hours)"), "number", 12),
    ReportColumn(Text(vi="Số người", en="People"), "integer", 10),
)
PERSON_COLUMNS: Final = (
    ReportColumn(Text(vi="Họ và tên", en="Name"), width=28),
    ReportColumn(Text(vi="Mã NV", en="Employee code"), "code", 16),
    ReportColumn(Text(vi="Bộ phận", en="Department"), width=16),
    ReportColumn(Text(vi="Ngày thường", en="Weekdays"), "number", 14),
    ReportColumn(Text(vi="Ngày nghỉ", en="Rest days"), "number", 16),
    ReportColumn(Text(vi="Ngày lễ", en="Holidays"), "number", 12),
    ReportColumn(Text(vi="Ban đêm", en="At night"), "number", 10),
    ReportColumn(Text(vi="Cộng tháng", en="Month"), "number", 12),
    ReportColumn(Text(vi="% mức tháng", en="% of monthly limit"), "percent", 12),
    ReportColumn(Text(vi="Lũy kế năm", en="Year to date"), "number", 12),
    ReportColumn(Text(vi="% mức năm", en="% of yearly limit"), "percent", 12),
    ReportColumn(Text(vi="Tình trạng", en="State"), width=16),
)


def overtime_summary(books: Books, context: Context) -> Report | None:
    """Return the overtime of the year of the latest timesheet; None where the office keeps no timesheets."""
    timesheet = books.table(TimesheetDay)
    if not timesheet.present or not books.table(Employee).present:
        return None
    settings = context.settings(PayrollSettings)
    month = max(payroll_months(books, context), default=Month.of(context.as_of))
    return Report(
        name="overtime_summary",
        titles=Text(vi="Tăng ca", en="Overtime"),
        home=Employee,
        inputs=(Employee, TimesheetDay),
        subtitle=said(
            SUBTITLE,
            context,
            year=str(month.year),
            month=month.first_day,
            day=min(month.last_day, context.as_of),
            limit=settings.overtime_month_limit,
            year_limit=settings.overtime_year_limit,
        ),
        blocks=(_months(books, context, month.year), _people(books, context, month)),
        coverage=timesheet.coverage,
    )


def _months(books: Books, context: Context, year: int) -> Block:
    """Return the hours of all people by month, with a chart."""
    by_month: dict[Month, list[Attendance]] = {Month(year, number): [] for number in range(1, MONTHS_OF_A_YEAR + 1)}
    people = staff_of(books).rows
    for (code, month), attendance in attendances(books, context).items():
        if month in by_month and code in people:
            by_month[month].append(attendance)
    return Block(
        Text(vi="Theo tháng", en="By month"),
        MONTH_COLUMNS,
        tuple(_month_row(month, found, context) for month, found in by_month.items()),
        size=MONTHS_OF_A_YEAR,
        chart=Chart("column", Text(vi="Giờ tăng ca theo tháng", en="Hours of overtime by month"), 0, (1, 2, 3)),
    )


def _month_row(month: Month, found: list[Attendance], context: Context) -> ReportRow:
    title = format_value(month.first_day, "month", context.voice)
    if not found:
        return ReportRow((title, *[None] * (len(MONTH_COLUMNS) - 1)))
    return ReportRow(
        (title, *_sums(found), sum(1 for attendance in found if attendance.overtime_hours)),
    )


def _sums(found: list[Attendance]) -> tuple[Decimal, ...]:
    """Return the hours on weekdays, rest days and holidays, those at night, and all."""
    return (
        sum((one.weekday for one in found), ZERO),
        sum((one.rest_day for one in found), ZERO),
        sum((one.holiday for one in found), ZERO),
        sum((one.night for one in found), ZERO),
        sum((one.overtime_hours for one in found), ZERO),
    )


def _people(books: Books, context: Context, month: Month) -> Block:
    """Return everybody with overtime in the month, most hours first, and the total."""
    attended = attendances(books, context)
    staff = staff_of(books)
    year_hours: dict[str, Decimal] = {}
    for (code, when), attendance in attended.items():
        if when.year == month.year:
            year_hours[code] = year_hours.get(code, ZERO) + attendance.overtime_hours
    found = [
        (staff.rows[code], code, attendance)
        for (code, when), attendance in attended.items()
        if when == month and attendance.overtime_hours and code in staff.rows
    ]
    found.sort(key=lambda item: (-item[2].overtime_hours, fold(item[1])))
    settings = context.settings(PayrollSettings)
    columns = staff.table.columns
    rows = [
        _person_row(
            tuple(columns[name][row] for name in ("name", "code", "department")), attendance, year_hours[code], settings
        )
        for row, code, attendance in found
    ]
    if rows:
        weekday, rest_day, holiday, night, total = _sums([attendance for *_, attendance in found])
        rows.append(
            ReportRow(
                (TOTAL, None, None, weekday, rest_day, holiday, night, total, None, None, None, None),
                "total",
            )
        )
    return Block(
        Text(vi="Từng người trong tháng", en="By person in the month"),
        PERSON_COLUMNS,
        tuple(rows),
    )


def _person_row(
    who: tuple[object, ...], attendance: Attendance, year_hours: Decimal, settings: PayrollSettings
) -> ReportRow:
    hours = attendance.overtime_hours
    share = hours / settings.overtime_month_limit
    year_share = year_hours / settings.overtime_year_limit
    state, style = _state(max(share, year_share), settings.overtime_warning)
    return ReportRow(
        (
            *who,
            attendance.weekday,
            attendance.rest_day,
            attendance.holiday,
            attendance.night,
            hours,
            share,
            year_hours,
            year_share,
            state,
        ),
        style,
    )


def _state(share: Decimal, warning: Decimal) -> tuple[Text, RowStyle]:
    if share > 1:
        return OVER, "error"
    return (NEAR, "warning") if share >= warning else (WITHIN, "plain")
