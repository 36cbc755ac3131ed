"""Answers ``explain payroll NV001 2026-11``: one payslip with the origin of every amount."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from rules.core.period import Month
from rules.core.rule import Context, Explanation
from rules.core.table import Books
from rules.core.text import Text, fold, fold_header
from rules.core.trace import Traced
from rules.payroll.pay_run import pay_run, register_month
from rules.payroll.payslip import Payslip
from rules.payroll.register_report import said
from rules.payroll.staff import staff_of
from rules.payroll.terms import TERMS

WORDS: Final = frozenset({"payroll", "payslip", "luong", "bangluong", "phieuluong"})
"""First words that ask for a payslip, folded."""

PAYSLIP: Final = Text(
    vi="Phiếu lương {code} · {name} · tháng {month:month}", en="Payslip of {code} · {name} · {month:month}"
)
PROVISIONAL_PAYSLIP: Final = Text(
    vi="Phiếu lương {code} · {name} · tháng {month:month} (tạm tính đến {day:date})",
    en="Payslip of {code} · {name} · {month:month} (provisional, up to {day:date})",
)
NOT_COMPUTED: Final = Text(
    vi="{code} · {name}: chưa tính được lương tháng {month:month} vì thiếu chấm công hoặc chấm công còn lỗi",
    en="{code} · {name}: no pay is computed for {month:month}; the timesheet is missing or has errors",
)
NO_LAW: Final = Text(
    vi="Chưa tính được lương tháng {month:month}: chưa có số liệu thuế, bảo hiểm và lương tối thiểu của kỳ này",
    en="No pay is computed for {month:month}: no tax, insurance and minimum-wage figures are known for it",
)


def explain_payslip(books: Books, context: Context, words: tuple[str, ...]) -> Explanation | None:
    """Return where every amount of a payslip comes from.

    Args:
        books: the office's tables.
        context: the run.
        words: ``("payroll", code)`` or ``("payroll", code, month)``; without a month that of the register.

    Returns:
        The payslip, or a heading that says why there is none; None where the words do not name an employee's payslip.
    """
    if len(words) not in {2, 3} or fold_header(words[0]) not in WORDS:
        return None
    staff = staff_of(books)
    row = staff.rows.get(fold(words[1]))
    month = Month.parse(words[2]) if len(words) == 3 else register_month(books, context)
    if row is None or month is None:
        return None
    run = pay_run(books, context, month)
    employee = staff.table[row]
    if run is None:
        return Explanation(said(NO_LAW, context, month=month.first_day), ())
    slip = next((person.payslip for person in run.people if person.row == row), None)
    template = NOT_COMPUTED if slip is None else PROVISIONAL_PAYSLIP if run.provisional else PAYSLIP
    title = said(template, context, code=employee.code, name=employee.name, month=month.first_day, day=context.as_of)
    return Explanation(title, () if slip is None else payslip_lines(slip), TERMS)


def payslip_lines(slip: Payslip) -> tuple[Traced, ...]:
    """Return a payslip's amounts in the order in which they are worked out, each with its parts once."""
    return (
        slip.total_income,
        slip.exempt,
        replace(slip.taxable_income, children=()),
        slip.insurance.total,
        slip.deductions,
        slip.taxable,
        slip.income_tax,
        slip.union_dues,
        *slip.taken,
        replace(slip.net, children=()),
        replace(slip.employer_cost, children=slip.employer_cost.children[1:]),
    )
