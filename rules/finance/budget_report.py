"""Budget against actual: the year's months with a chart, then every budget line by department."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rules.core.message import Severity
from rules.core.period import Month
from rules.core.report import Block, Chart, Report, ReportColumn, ReportRow, RowStyle
from rules.core.rule import ComputedColumn, Context
from rules.core.table import Books, Table
from rules.core.text import Text, fold
from rules.finance.budget_rules import share_used, step_of
from rules.finance.budget_use import INCOME, BudgetUse, Heading, Use, budget_use
from rules.finance.chart import Chart as Accounts
from rules.finance.chart import chart_of
from rules.finance.fiscal_year import fiscal_year_of, months_of_year
from rules.finance.records import ZERO, Account, BudgetLine, JournalLine
from rules.finance.settings import FinanceSettings
from rules.finance.wording import month_name, told

_SUBTITLE = Text(
    vi="Năm tài chính từ {first:month}, tính đến {as_of:date}; gồm cả bút toán nháp",
    en="Fiscal year from {first:month}, as of {as_of:date}; drafts are counted in advance",
)
_NO_DEPARTMENT = Text(
    vi="Chỉ gồm các dòng ngân sách chi. Chi phí trong năm không ghi bộ phận: {amount:money}, không so được với ngân "
    "sách.",
    en="Budget lines for costs. Costs of the year that name no department: {amount:money}; they cannot be compared.",
)
_WITHIN = Text(vi="Trong ngân sách", en="Within budget")
_TARGET = Text(vi="Chỉ tiêu thu", en="Income target")
_WITHOUT_BUDGET = Text(vi="Chi không có ngân sách trong tháng", en="Spending of the month without a budget")
_NO_LINE = Text(vi="Không có ngân sách", en="No budget line")
_STYLES: Mapping[Severity, RowStyle] = {
    Severity.NOTICE: "notice",
    Severity.WARNING: "warning",
    Severity.ERROR: "error",
}
_TOTAL = Text(vi="Cộng {department}", en="Total {department}")


def budget_report(books: Books, context: Context) -> Report | None:
    """Return the budget against actual of the fiscal year; None where there is no budget."""
    budget, journal = books.table(BudgetLine), books.table(JournalLine)
    if not budget.present:
        return None
    this_month = Month.of(context.as_of)
    year = months_of_year(fiscal_year_of(this_month, context.settings(FinanceSettings).fiscal_year_start))
    return Report(
        name="budget",
        titles=Text(vi="Ngân sách và thực hiện", en="Budget and actual"),
        home=BudgetLine,
        inputs=(Account, JournalLine, BudgetLine),
        subtitle=told(_SUBTITLE, context.voice, first=year[0].first_day, as_of=context.as_of),
        blocks=(_year_block(books, context, year), _line_block(books, context, year, this_month)),
        coverage=budget.coverage + journal.coverage,
    )


def _year_block(books: Books, context: Context, year: tuple[Month, ...]) -> Block:
    use = budget_use(books, context)
    apart = sum((one.used for (_, _, month), one in use.without_department.items() if month in year), ZERO)
    columns = (
        ReportColumn(Text(vi="Tháng", en="Month"), width=44),
        ReportColumn(Text(vi="Ngân sách chi", en="Budget for costs"), "money", 18),
        ReportColumn(Text(vi="Thực hiện", en="Actual"), "money", 18),
        ReportColumn(Text(vi="Trong đó nháp", en="Of which draft"), "money", 18),
        ReportColumn(Text(vi="Tỷ lệ dùng", en="Share used"), "percent", 12),
        ReportColumn(Text(vi="Còn lại", en="Left"), "money", 18),
        ReportColumn(Text(vi="Chi không có ngân sách", en="Without a budget"), "money", 22),
    )
    return Block(
        Text(vi="Ngân sách và thực hiện theo tháng", en="Budget and actual by month"),
        columns,
        tuple(_year_rows(books.table(BudgetLine), use, year)),
        size=12,
        chart=Chart("column", Text(vi="Ngân sách và thực hiện", en="Budget and actual"), 0, (1, 2)),
        note=told(_NO_DEPARTMENT, context.voice, amount=apart),
    )


def _year_rows(budget: Iterable[BudgetLine], use: BudgetUse, year: tuple[Month, ...]) -> Iterator[ReportRow]:
    planned = dict.fromkeys(year, ZERO)
    used = {month: Use() for month in year}
    for line, one in zip(budget, use.by_line, strict=True):
        if line.month in used and not line.account.startswith(INCOME):
            planned[line.month] += line.amount
            used[line.month].add(one)
    apart = _by_month(use.without_line)
    for month in year:
        amount, one = planned[month], used[month]
        share = share_used(one.used, amount)
        left = amount - one.used
        yield ReportRow((month_name(month), amount, one.used, one.draft, share, left, apart.get(month, ZERO)))


def _by_month(without_line: Mapping[Heading, Use]) -> Mapping[Month, Decimal]:
    amounts: dict[Month, Decimal] = {}
    for (_, _, month), use in without_line.items():
        amounts[month] = amounts.get(month, ZERO) + use.used
    return amounts


_LINE_COLUMNS = (
    ReportColumn(Text(vi="Bộ phận, tài khoản", en="Department, account"), width=44),
    ReportColumn(Text(vi="Ngân sách tháng", en="Budget of the month"), "money", 18),
    ReportColumn(Text(vi="Đã dùng", en="Used"), "money", 18),
    ReportColumn(Text(vi="Trong đó nháp", en="Of which draft"), "money", 18),
    ReportColumn(Text(vi="Tỷ lệ dùng", en="Share used"), "percent", 12),
    ReportColumn(Text(vi="Còn lại", en="Left"), "money", 18),
    ReportColumn(Text(vi="Tình trạng", en="State"), width=22),
    ReportColumn(Text(vi="Lũy kế ngân sách", en="Budget to date"), "money", 18),
    ReportColumn(Text(vi="Lũy kế thực hiện", en="Actual to date"), "money", 18),
    ReportColumn(Text(vi="Tỷ lệ lũy kế", en="Share to date"), "percent", 12),
)
_LINES = Text(vi="Từng dòng ngân sách, tháng {month:month}", en="Budget lines, {month:month}")


@dataclass(slots=True)
class _Line:
    """One account of one department: this month and the year so far."""

    account: str
    budget: Decimal = ZERO
    use: Use = field(default_factory=Use)
    budget_to_date: Decimal = ZERO
    used_to_date: Decimal = ZERO

    def add(self, other: _Line) -> None:
        self.budget += other.budget
        self.use.add(other.use)
        self.budget_to_date += other.budget_to_date
        self.used_to_date += other.used_to_date

    def values(self, name: object, state: object) -> tuple[object, ...]:
        return (
            name,
            self.budget,
            self.use.used,
            self.use.draft,
            share_used(self.use.used, self.budget),
            self.budget - self.use.used,
            state,
            self.budget_to_date,
            self.used_to_date,
            share_used(self.used_to_date, self.budget_to_date),
        )


def _line_block(books: Books, context: Context, year: tuple[Month, ...], this_month: Month) -> Block:
    use = budget_use(books, context)
    accounts = chart_of(books)
    rows: list[ReportRow] = []
    for department, lines in _departments(books.table(BudgetLine), use, year, this_month).items():
        rows.append(_section(department))
        rows.extend(_line_row(line, accounts, context.settings(FinanceSettings)) for line in lines)
        rows.append(_total_row(department, lines, context))
    rows.extend(_unbudgeted_rows(books, use, this_month, accounts))
    return Block(told(_LINES, context.voice, month=this_month.first_day), _LINE_COLUMNS, rows)


def _departments(
    budget: Table[BudgetLine], use: BudgetUse, year: tuple[Month, ...], this_month: Month
) -> Mapping[str, list[_Line]]:
    """Return department, as first written -> its budget lines of the year so far, by account."""
    written: dict[str, str] = {}
    found: dict[str, dict[str, _Line]] = {}
    for line, one in zip(budget, use.by_line, strict=True):
        if line.month not in year or line.month > this_month:
            continue
        department = written.setdefault(fold(line.department), line.department)
        entry = found.setdefault(department, {}).setdefault(line.account, _Line(line.account))
        entry.budget_to_date += line.amount
        entry.used_to_date += one.used
        if line.month == this_month:
            entry.budget += line.amount
            entry.use.add(one)
    return {department: [lines[account] for account in sorted(lines)] for department, lines in found.items()}


def _section(title: object) -> ReportRow:
    return ReportRow((title, *[None] * (len(_LINE_COLUMNS) - 1)), "section")


def _line_row(line: _Line, accounts: Accounts, settings: FinanceSettings) -> ReportRow:
    name = f"{line.account} {accounts.name(line.account)}".strip()
    if line.account.startswith(INCOME):
        return ReportRow(line.values(name, _TARGET))
    step = step_of(line.use.used, line.budget, settings)
    return ReportRow(line.values(name, step.title if step else _WITHIN), _STYLES[step.severity] if step else "plain")


def _total_row(department: str, lines: Iterable[_Line], context: Context) -> ReportRow:
    """Return the sum of a department's costs; targets for income are not part of it."""
    total = _Line("")
    for line in lines:
        if not line.account.startswith(INCOME):
            total.add(line)
    return ReportRow(total.values(told(_TOTAL, context.voice, department=department), None), "total")


def _unbudgeted_rows(books: Books, use: BudgetUse, this_month: Month, accounts: Accounts) -> Iterator[ReportRow]:
    departments = books.table(JournalLine).columns["department"]
    found = {
        (departments[one.rows[0]], account): one
        for (_, account, month), one in use.without_line.items()
        if month == this_month and one.used
    }
    if found:
        yield _section(_WITHOUT_BUDGET)
    for department, account in sorted(found):
        name = f"{department} · {account} {accounts.name(account)}".strip()
        line = _Line(account, use=found[department, account])
        yield ReportRow((*line.values(name, _NO_LINE)[:7], None, None, None), "warning")


def _rows_of_tab(books: Books, context: Context) -> Iterator[tuple[list[int], Decimal, Decimal]]:
    """Yield the budget lines by the row that they stand in, with budget and use together.

    A row that holds a whole year unfolds into twelve lines; the columns beside it speak of the year.
    """
    budget = books.table(BudgetLine)
    uses = budget_use(books, context).by_line
    places: dict[tuple[str, str, int], list[int]] = {}
    for row, number in enumerate(budget.rows):
        part = budget.part(row)
        places.setdefault((part.workbook, part.tab, number), []).append(row)
    for rows in places.values():
        amount = sum((budget.columns["amount"][row] for row in rows), ZERO)
        yield rows, amount, sum((uses[row].used for row in rows), ZERO)


def used_amounts(books: Books, context: Context) -> dict[int, Decimal]:
    """Return what has been used of each budget row, by position."""
    return {row: used for rows, _, used in _rows_of_tab(books, context) for row in rows}


def used_shares(books: Books, context: Context) -> dict[int, Decimal]:
    """Return which share of each budget row has been used, by position; rows with a budget of zero are absent."""
    shares = ((rows, share_used(used, amount)) for rows, amount, used in _rows_of_tab(books, context))
    return {row: share for rows, share in shares if share is not None for row in rows}


BUDGET_COLUMNS = (
    ComputedColumn("used", BudgetLine, Text(vi="Đã dùng", en="Used"), "money", used_amounts, 18),
    ComputedColumn("share_used", BudgetLine, Text(vi="Tỷ lệ dùng", en="Share used"), "percent", used_shares, 12),
)
"""What stands beside each budget line."""
