"""The payroll register: totals of the month, cost by department, and one line a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from rules.core.message import render
from rules.core.report import Block, Chart, Report, ReportColumn, ReportRow, RowStyle
from rules.core.rule import Context
from rules.core.table import Books, Coverage, Table
from rules.core.text import Text, fold
from rules.payroll.pay_run import PaidPerson, PayRun, pay_run, register_month
from rules.payroll.payslip import Payslip
from rules.payroll.records import Employee, TimesheetDay
from rules.payroll.terms import TERMS

ZERO: Final = Decimal(0)
DEPARTMENTS_SHOWN: Final = 8
"""Rows of the block by department, the last of which gathers further departments where there are more."""

TITLES: Final = Text(vi="Bảng lương", en="Payroll register")
TOTAL: Final = Text(vi="Tổng cộng", en="Total")
OTHER_DEPARTMENTS: Final = Text(vi="Các bộ phận khác", en="Other departments")
NO_DEPARTMENT: Final = Text(vi="(chưa có bộ phận)", en="(no department)")
NO_MONTH: Final = Text(vi="Chưa có chấm công của tháng nào", en="No timesheet yet")
NO_LAW: Final = Text(
    vi="Tháng {month:month}: chưa có số liệu pháp luật nên chưa tính lương",
    en="{month:month}: no statutory figures are known, so that no pay is computed",
)
MONTH: Final = Text(
    vi="Tháng {month:month} · công chuẩn {days:number} ngày · {people:integer} người",
    en="{month:month} · {days:number} standard days · {people:integer} people",
)
PROVISIONAL: Final = Text(vi="tạm tính đến {day:date}", en="provisional, up to {day:date}")
NOT_COMPUTED: Final = Text(
    vi="{people:integer} người chưa tính được vì thiếu hoặc lỗi chấm công",
    en="{people:integer} people not computed, their timesheet being missing or wrong",
)


class Line(NamedTuple):
    """The amounts of one payslip as the register shows them, VND."""

    earned: Decimal
    overtime: Decimal
    night: Decimal
    meal: Decimal
    total_income: Decimal
    social: Decimal
    health: Decimal
    unemployment: Decimal
    taxable: Decimal
    income_tax: Decimal
    union_dues: Decimal
    advance: Decimal
    net: Decimal
    employer_cost: Decimal


SUMMARY_COLUMNS: Final = (
    ReportColumn(Text(vi="Chỉ tiêu", en="Item"), width=30),
    ReportColumn(Text(vi="Số tiền", en="Amount"), "money", 16),
)
DEPARTMENT_COLUMNS: Final = (
    ReportColumn(Text(vi="Bộ phận", en="Department"), width=30),
    ReportColumn(Text(vi="Số người", en="People"), "integer", 16),
    ReportColumn(Text(vi="Tổng thu nhập", en="Total income"), "money", 18),
    ReportColumn(Text(vi="Thực lĩnh", en="Net pay"), "money", 16),
    ReportColumn(Text(vi="Chi phí công ty", en="Employer's cost"), "money", 16),
)
REGISTER_COLUMNS: Final = (
    ReportColumn(Text(vi="Họ và tên", en="Name"), width=30),
    ReportColumn(Text(vi="Mã NV", en="Employee code"), "code", 16),
    ReportColumn(Text(vi="Bộ phận", en="Department"), width=18),
    ReportColumn(Text(vi="Công", en="Paid days"), "number", 9),
    *(
        ReportColumn(titles, "money", 15)
        for titles in (
            TERMS["earned"],
            TERMS["overtime"],
            TERMS["night_premium"],
            TERMS["meal"],
            TERMS["total_income"],
            Text(vi="BHXH", en="Social insurance"),
            Text(vi="BHYT", en="Health insurance"),
            Text(vi="BHTN", en="Unemployment insurance"),
            Text(vi="TN tính thuế", en="Taxable income"),
            Text(vi="Thuế TNCN", en="Income tax"),
            Text(vi="Đoàn phí", en="Union dues"),
            TERMS["advance"],
            TERMS["net"],
            TERMS["employer_cost"],
        )
    ),
)


def payroll_register(books: Books, context: Context) -> Report | None:
    """Return the register of the latest payroll month; None where the office keeps no employees."""
    employees = books.table(Employee)
    if not employees.present:
        return None
    month = register_month(books, context)
    run = None if month is None else pay_run(books, context, month)
    if run is not None:
        subtitle = _subtitle(run, context)
    else:
        subtitle = NO_MONTH if month is None else said(NO_LAW, context, month=month.first_day)
    people = () if run is None else run.people
    return Report(
        name="payroll_register",
        titles=TITLES,
        home=Employee,
        inputs=(Employee, TimesheetDay),
        subtitle=subtitle,
        blocks=(_summary(people), _by_department(people, employees), _register(people, employees)),
        coverage=Coverage(0, len(employees.left_out)) if run is None else run.coverage,
    )


def register_line(slip: Payslip) -> Line:
    """Return a payslip's amounts as the register shows them."""
    return Line(
        earned=slip.earned("earned"),
        overtime=slip.earned("overtime"),
        night=slip.earned("night_premium"),
        meal=slip.earned("meal"),
        total_income=slip.total_income.amount,
        social=slip.insurance.social.amount,
        health=slip.insurance.health.amount,
        unemployment=slip.insurance.unemployment.amount,
        taxable=slip.taxable.amount,
        income_tax=slip.income_tax.amount,
        union_dues=slip.union_dues.amount,
        advance=sum((item.amount for item in slip.taken), ZERO),
        net=slip.net.amount,
        employer_cost=slip.employer_cost.amount,
    )


def total_line(lines: Sequence[Line]) -> Line:
    """Return the sums of the lines, column by column; nothing is rounded again."""
    if not lines:
        return Line(*[ZERO] * len(Line._fields))
    return Line(*(sum(amounts, ZERO) for amounts in zip(*lines, strict=True)))


def said(template: Text, context: Context, **fields: object) -> Text:
    """Return a template with its fields filled in, in the office's language."""
    text = render(template, fields, context.voice)
    return Text(vi=text, en=text)


def _subtitle(run: PayRun, context: Context) -> Text:
    parts = [said(MONTH, context, month=run.month.first_day, days=run.standard_days, people=len(run.people))]
    if run.provisional:
        parts.append(said(PROVISIONAL, context, day=context.as_of))
    if missing := sum(1 for person in run.people if person.payslip is None):
        parts.append(said(NOT_COMPUTED, context, people=missing))
    return Text(" · ".join(part.vi for part in parts), " · ".join(part.en for part in parts))


def _lines(people: Sequence[PaidPerson]) -> list[Line]:
    return [register_line(person.payslip) for person in people if person.payslip is not None]


def _summary(people: Sequence[PaidPerson]) -> Block:
    """Return what the month comes to: what people get, what is owed to insurance and tax, what it costs."""
    total = total_line(_lines(people))
    insurance = total.social + total.health + total.unemployment
    rows: tuple[tuple[Text, Decimal, RowStyle], ...] = (
        (TERMS["total_income"], total.total_income, "plain"),
        (TERMS["insurance"], insurance, "plain"),
        (TERMS["income_tax"], total.income_tax, "plain"),
        (TERMS["union_dues"], total.union_dues, "plain"),
        (TERMS["advance"], total.advance, "plain"),
        (TERMS["net"], total.net, "bold"),
        (
            Text(vi="Bảo hiểm, KPCĐ công ty đóng", en="Employer's insurance, union fee"),
            total.employer_cost - total.total_income,
            "plain",
        ),
        (TERMS["employer_cost"], total.employer_cost, "total"),
    )
    return Block(
        Text(vi="Tổng hợp", en="Summary"),
        SUMMARY_COLUMNS,
        tuple(ReportRow((titles, amount), style) for titles, amount, style in rows),
        size=len(rows),
    )


def _by_department(people: Sequence[PaidPerson], employees: Table[Employee]) -> Block:
    """Return the pay by department, the costliest first."""
    groups: dict[str, list[Line]] = {}
    names: dict[str, object] = {}
    for person in people:
        if person.payslip is not None:
            name = employees.columns["department"][person.row]
            names.setdefault(fold(name), name or NO_DEPARTMENT)
            groups.setdefault(fold(name), []).append(register_line(person.payslip))
    ordered = sorted(groups.items(), key=lambda item: (-total_line(item[1]).employer_cost, item[0]))
    shown = [(names[name], lines) for name, lines in ordered]
    if len(shown) > DEPARTMENTS_SHOWN:
        others = [line for _, lines in shown[DEPARTMENTS_SHOWN - 1 :] for line in lines]
        shown = [*shown[: DEPARTMENTS_SHOWN - 1], (OTHER_DEPARTMENTS, others)]
    return Block(
        Text(vi="Theo bộ phận", en="By department"),
        DEPARTMENT_COLUMNS,
        tuple(_department_row(name, lines) for name, lines in shown),
        size=DEPARTMENTS_SHOWN,
        chart=Chart("column", Text(vi="Chi phí lương theo bộ phận", en="Payroll cost by department"), 0, (3, 4)),
    )


def _department_row(name: object, lines: Sequence[Line]) -> ReportRow:
    total = total_line(lines)
    return ReportRow((name, len(lines), total.total_income, total.net, total.employer_cost))


def _register(people: Sequence[PaidPerson], employees: Table[Employee]) -> Block:
    """Return one line a person, by department and code, and the total; who cannot be paid yet has no amounts."""
    columns = employees.columns
    ordered = sorted(
        people, key=lambda person: (fold(columns["department"][person.row]), fold(columns["code"][person.row]))
    )
    rows = [_register_row(person, columns) for person in ordered]
    if rows:
        days = [person.attendance.paid_days for person in ordered if person.attendance and person.payslip]
        rows.append(ReportRow((TOTAL, None, None, sum(days, ZERO), *total_line(_lines(ordered))), "total"))
    return Block(Text(vi="Chi tiết từng người", en="By person"), REGISTER_COLUMNS, tuple(rows))


def _register_row(person: PaidPerson, columns: Mapping[str, Sequence[object]]) -> ReportRow:
    who = tuple(columns[name][person.row] for name in ("name", "code", "department"))
    if person.payslip is None or person.attendance is None:
        return ReportRow((*who, *[None] * (len(Line._fields) + 1)), "warning")
    line = register_line(person.payslip)
    return ReportRow((*who, person.attendance.paid_days, *line), "error" if line.net < 0 else "plain")
