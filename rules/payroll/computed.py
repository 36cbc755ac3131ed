"""What is computed beside each employee: days, income and net pay of the register's month, overtime of the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from rules.core.rule import ComputedColumn, Context
from rules.core.table import Books
from rules.core.text import Text
from rules.payroll.attendance import attendances
from rules.payroll.pay_run import PaidPerson, pay_run, register_month
from rules.payroll.records import Employee
from rules.payroll.staff import staff_of


def paid_days(books: Books, context: Context) -> Mapping[int, object]:
    """Return the paid days of everybody on the register whose pay is computed."""
    return _from_register(books, context, lambda person: person.attendance and person.attendance.paid_days)


def total_income(books: Books, context: Context) -> Mapping[int, object]:
    """Return the total income of the register's month, VND."""
    return _from_register(books, context, lambda person: person.payslip and person.payslip.total_income.amount)


def net_pay(books: Books, context: Context) -> Mapping[int, object]:
    """Return the net pay of the register's month, VND."""
    return _from_register(books, context, lambda person: person.payslip and person.payslip.net.amount)


def year_overtime(books: Books, context: Context) -> Mapping[int, object]:
    """Return everybody's hours of overtime in the year of the run."""
    rows = staff_of(books).rows
    hours: dict[int, object] = {}
    sums: dict[int, Decimal] = {}
    for (code, month), attendance in attendances(books, context).items():
        if month.year == context.as_of.year and code in rows:
            sums[rows[code]] = sums.get(rows[code], Decimal(0)) + attendance.overtime_hours
    hours.update(sums)
    return hours


def _from_register(books: Books, context: Context, value: Callable[[PaidPerson], object]) -> Mapping[int, object]:
    """Return a value of everybody whose pay is computed; a wrong figure beside a name is worse than none."""
    month = register_month(books, context)
    run = None if month is None else pay_run(books, context, month)
    people = () if run is None else run.people
    return {person.row: value(person) for person in people if person.payslip is not None}


COMPUTED: Final = (
    ComputedColumn("paid_days", Employee, Text(vi="Công hưởng lương", en="Paid days"), "number", paid_days, 10),
    ComputedColumn("total_income", Employee, Text(vi="Tổng thu nhập", en="Total income"), "money", total_income, 16),
    ComputedColumn("net_pay", Employee, Text(vi="Thực lĩnh", en="Net pay"), "money", net_pay, 16),
    ComputedColumn(
        "year_overtime",
        Employee,
        Text(vi="Tăng ca năm (giờ)", en="Overtime this year (hours)"),
        "number",
        year_overtime,
        12,
    ),
)
"""The computed columns, in the order in which they stand."""
