"""The pay of one month: a payslip for everybody whose data is complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rules.core.money import round_money
from rules.core.period import Month
from rules.core.rule import Context
from rules.core.table import Books, Coverage
from rules.payroll.attendance import Attendance, PersonMonth, attendances, payroll_months
from rules.payroll.company_days import standard_days, working_days
from rules.payroll.overtime import Overtime
from rules.payroll.pay import WagePart
from rules.payroll.payslip import (
    Allowance,
    AllowanceKind,
    OvertimeItem,
    Payslip,
    PayslipInputs,
    Taken,
    WageItem,
    payslip,
)
from rules.payroll.records import Employee, TimesheetDay
from rules.payroll.settings import PayrollSettings, TaxScaleFirstHalf2026
from rules.payroll.staff import days_employed, staff_of, timesheet_gaps
from rules.statutory import PayrollLaw, TaxScaleOption, UnknownCountryError, UnknownPeriodError, payroll_law

ZERO: Final = Decimal(0)
BRIDGE_MONTHS: Final = (Month(2026, 1), Month(2026, 6))
"""First and last month in which tax may have been withheld by the old scale."""


@dataclass(frozen=True, slots=True)
class PaidPerson:
    """One person on the register.

    Attributes:
        row: position among the employees.
        attendance: the timesheet's month; None where there is none.
        payslip: None where the timesheet is missing or incomplete, so that no pay can be stated.
    """

    row: int
    attendance: Attendance | None
    payslip: Payslip | None


@dataclass(frozen=True, slots=True)
class PayRun:
    """The pay of one month.

    Attributes:
        month: the month.
        provisional: whether the month was not over on the day of the run, so that amounts are those up to it.
        standard_days: days by which a monthly wage is divided.
        people: everybody employed in the month, in the order of the employees' tab.
        coverage: rows used and left out.
    """

    month: Month
    provisional: bool
    standard_days: Decimal
    people: tuple[PaidPerson, ...]
    coverage: Coverage


def month_law(month: Month, context: Context) -> PayrollLaw | UnknownPeriodError | UnknownCountryError:
    """Return the figures of a month, or the error that says what is not known."""
    bridge = context.settings(PayrollSettings).first_half_2026_scale is TaxScaleFirstHalf2026.BRIDGE
    is_bridged = bridge and BRIDGE_MONTHS[0] <= month <= BRIDGE_MONTHS[1]
    option = TaxScaleOption.BRIDGE if is_bridged else TaxScaleOption.LAW
    try:
        return payroll_law(month.first_day, context.country, option)
    except UnknownCountryError as unknown:
        return unknown


def register_month(books: Books, context: Context) -> Month | None:
    """Return the month that the register shows.

    The one that staff set; else the latest with a timesheet that was over on the day of the run; else the latest with
    a timesheet. None without any.
    """
    chosen = context.settings(PayrollSettings).payroll_month
    if chosen is not None:
        return chosen
    months = payroll_months(books, context)
    over = [month for month in months if month.last_day <= context.as_of]
    return max(over or months, default=None)


def pay_run(books: Books, context: Context, month: Month) -> PayRun | None:
    """Return the pay of a month; None where no statutory figures are known for it."""
    law = month_law(month, context)
    if not isinstance(law, PayrollLaw):
        return None
    settings = context.settings(PayrollSettings)
    return books.once(
        ("payroll run", month, context.as_of, context.country, settings),
        lambda: _pay_run(books, context, month, law),
    )


def payslip_inputs(
    employee: Employee,
    attendance: Attendance,
    month: Month,
    context: Context,
    *,
    hours_within_limit: Decimal,
    advance: Decimal,
) -> PayslipInputs:
    """Return what one person's payslip is computed from.

    Args:
        employee: the person.
        attendance: their timesheet of the month.
        month: the month.
        context: the run.
        hours_within_limit: hours of overtime that are still within the limits of month and year.
        advance: wages already paid, taken from net pay.
    """
    settings = context.settings(PayrollSettings)
    insured = employee.salary + employee.insured_allowance
    paid = attendance.paid_days
    elapsed = [day for day in month.days() if day <= context.as_of]
    return PayslipInputs(
        insurance_base=insured if employee.insured else ZERO,
        standard_days=standard_days(month, settings),
        wages=(
            WageItem(
                "earned",
                tuple(
                    WagePart(monthly, paid, name)
                    for name, monthly in (
                        ("contract_salary", employee.salary),
                        ("insured_allowance", employee.insured_allowance),
                        ("other_allowance", employee.other_allowance),
                    )
                    if monthly
                ),
            ),
        ),
        overtime_monthly=insured,
        hours_per_day=settings.hours_per_day,
        overtime=_overtime_items(attendance.overtime()),
        hours_within_limit=hours_within_limit,
        night_hours=attendance.night_hours,
        allowances=_meal(employee.meal, attendance.worked_days, month, settings),
        unpaid_working_days=max(working_days(elapsed, settings.working_week) - paid, ZERO),
        region=employee.region,
        dependants=employee.dependents,
        union_member=employee.union_member,
        taken=(Taken("advance", advance),) if advance else (),
    )


def _overtime_items(worked: tuple[Overtime, ...]) -> tuple[OvertimeItem, ...]:
    return (OvertimeItem("overtime", worked),) if worked else ()


def _meal(monthly: Decimal, worked: Decimal, month: Month, settings: PayrollSettings) -> tuple[Allowance, ...]:
    """Return the month's cash meals: by the days worked, never more than the month's allowance, or in full."""
    if not monthly or not worked:
        return ()
    share = min(worked / standard_days(month, settings), Decimal(1)) if settings.meal_by_days_worked else Decimal(1)
    return (Allowance("meal", round_money(monthly * share), AllowanceKind.MEAL),)


def _pay_run(books: Books, context: Context, month: Month, law: PayrollLaw) -> PayRun:
    staff, gaps, attended = staff_of(books), timesheet_gaps(books), attendances(books, context)
    settings = context.settings(PayrollSettings)
    is_current = month == register_month(books, context)
    overtime_before = _overtime_before(attended, month)
    people: list[PaidPerson] = []
    used = 0
    for code, row in staff.rows.items():
        employee = staff.table[row]
        attendance = attended.get((code, month))
        if attendance is None:
            if days_employed(employee.joined, employee.left, month.first_day, min(month.last_day, context.as_of)):
                people.append(PaidPerson(row, None, None))
            continue
        used += len(attendance.rows)
        if attendance.unclear or gaps.name(code, month):
            people.append(PaidPerson(row, attendance, None))
            continue
        left_of_year = settings.overtime_year_limit - overtime_before.get(code, ZERO)
        inputs = payslip_inputs(
            employee,
            attendance,
            month,
            context,
            hours_within_limit=max(min(settings.overtime_month_limit, left_of_year), ZERO),
            advance=employee.advance if is_current else ZERO,
        )
        people.append(PaidPerson(row, attendance, payslip(inputs, law)))
    return PayRun(
        month,
        month.last_day > context.as_of,
        standard_days(month, settings),
        tuple(people),
        _coverage(books, month, len(staff.table) + used),
    )


def _overtime_before(attended: Mapping[PersonMonth, Attendance], month: Month) -> dict[str, Decimal]:
    """Return each person's hours of overtime in the months of the same year before this one."""
    hours: dict[str, Decimal] = {}
    for (code, when), attendance in attended.items():
        if when.year == month.year and when < month:
            hours[code] = hours.get(code, ZERO) + attendance.overtime_hours
    return hours


def _coverage(books: Books, month: Month, used: int) -> Coverage:
    """Return the rows used, and those of employees and of the month's timesheet that were left out."""
    timesheet = books.table(TimesheetDay)
    tabs = {(part.workbook, part.tab) for part in timesheet.parts if part.month in {None, month}}
    left_out = sum(1 for entry in timesheet.left_out if (entry.place.workbook, entry.place.tab) in tabs)
    return Coverage(used, len(books.table(Employee).left_out) + left_out)
