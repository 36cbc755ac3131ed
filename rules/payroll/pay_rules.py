"""Rules on pay: minimum wage, net pay, days paid, and months whose law is not known."""

from __future__ import annotations

from collections.abc import Iterator

from rules.core.finding import Finding, Place
from rules.core.period import Month
from rules.core.rule import Context
from rules.core.table import Books
from rules.payroll import messages
from rules.payroll.attendance import attendances, payroll_months
from rules.payroll.company_days import standard_days, working_days
from rules.payroll.pay_run import month_law, pay_run, register_month
from rules.payroll.records import Employee, TimesheetDay
from rules.payroll.settings import PayrollSettings
from rules.payroll.staff import staff_of
from rules.statutory import PayrollLaw


def check_minimum_wages(books: Books, context: Context) -> Iterator[Finding]:
    """PAY101: the contract salary of somebody employed today is below the minimum wage of their region."""
    law = month_law(Month.of(context.as_of), context)
    if not isinstance(law, PayrollLaw):
        return
    minimum = law.minimum_wage_monthly
    staff = staff_of(books)
    for row in staff.rows.values():
        employee = staff.table[row]
        lowest = minimum.value[str(employee.region)]
        if employee.salary < lowest and not _has_left(employee, context):
            yield staff.table.finding(
                messages.BELOW_MINIMUM_WAGE,
                row,
                "salary",
                employee=employee.code,
                salary=employee.salary,
                region=str(employee.region),
                minimum=lowest,
                law=minimum.source,
            )


def check_statutory_figures(books: Books, context: Context) -> Iterator[Finding]:
    """PAY108: no statutory figures are known for a month with a timesheet, or for the month of the run."""
    employees, timesheet = books.table(Employee), books.table(TimesheetDay)
    if not employees.parts:
        return
    for month in sorted({*payroll_months(books, context), Month.of(context.as_of)}):
        if isinstance(month_law(month, context), PayrollLaw):
            continue
        first = next((found.rows[0] for (_, when), found in attendances(books, context).items() if when == month), None)
        part = employees.parts[0] if first is None else timesheet.part(first)
        yield Finding(
            messages.NO_STATUTORY_FIGURES,
            Place(part.workbook, part.tab),
            (Employee if first is None else TimesheetDay).table.name,
            key=(str(month),),
            fields={"month": month.first_day},
        )


def check_net_pay(books: Books, context: Context) -> Iterator[Finding]:
    """PAY107: what is taken from somebody's pay in the month of the register is more than the pay.

    A month that is not over yet has too few days paid to be judged.
    """
    month = register_month(books, context)
    run = None if month is None or month.last_day > context.as_of else pay_run(books, context, month)
    if run is None:
        return
    employees = books.table(Employee)
    for person in run.people:
        slip = person.payslip
        if slip is None or slip.net.amount >= 0:
            continue
        advance = sum(line.amount for line in slip.taken)
        code = employees.columns["code"][person.row]
        yield employees.finding(
            messages.NEGATIVE_NET_PAY,
            person.row,
            "advance",
            key=(code, str(run.month)),
            employee=code,
            month=run.month.first_day,
            income=slip.total_income.amount,
            advance=advance,
            other=slip.total_deductions.amount - advance,
            net=slip.net.amount,
        )


def check_paid_days(books: Books, context: Context) -> Iterator[Finding]:
    """PAY111: somebody has more paid days than the month has working days.

    With a fixed number of standard days, a month may well have more working days; those are no mistake.
    """
    settings = context.settings(PayrollSettings)
    staff = staff_of(books)
    for (code, month), attendance in attendances(books, context).items():
        row = staff.rows.get(code)
        if row is None or attendance.unclear:
            continue
        most = max(standard_days(month, settings), working_days(month.days(), settings.working_week))
        if attendance.paid_days > most:
            own_code = staff.table.columns["code"][row]
            yield staff.table.finding(
                messages.MORE_THAN_STANDARD_DAYS,
                row,
                "code",
                key=(own_code, str(month)),
                employee=own_code,
                month=month.first_day,
                paid=attendance.paid_days,
                standard=most,
            )


def _has_left(employee: Employee, context: Context) -> bool:
    return employee.left is not None and employee.left <= context.as_of
