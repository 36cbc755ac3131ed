"""Profit and loss after form B02, from turnover without the entries that only carry balances over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rules.core.period import Month
from rules.core.report import Block, Chart, Report, ReportColumn, ReportRow, RowStyle
from rules.core.rule import Context
from rules.core.table import Books, Coverage
from rules.core.text import Text
from rules.finance.balances import balances_of
from rules.finance.closing_entries import carried_over
from rules.finance.fiscal_year import fiscal_year_of, months_of_year
from rules.finance.records import ZERO, EntryStatus, JournalLine
from rules.finance.settings import AccountingRegime, FinanceSettings
from rules.finance.wording import month_name, told


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of the statement.

    Attributes:
        code: its number on the form.
        titles: its title.
        adds: line numbers that are added, for a line that is computed from others.
        subtracts: line numbers that are subtracted.
        style: how it is shown.
    """

    code: str
    titles: Text
    adds: tuple[str, ...] = ()
    subtracts: tuple[str, ...] = ()
    style: RowStyle = "plain"


STATEMENT: Final = (
    StatementLine("01", Text(vi="Doanh thu bán hàng và cung cấp dịch vụ", en="Sales and service revenue")),
    StatementLine("02", Text(vi="Các khoản giảm trừ doanh thu", en="Deductions from revenue")),
    StatementLine("10", Text(vi="Doanh thu thuần", en="Net revenue"), ("01",), ("02",), "bold"),
    StatementLine("11", Text(vi="Giá vốn hàng bán", en="Cost of goods sold")),
    StatementLine("20", Text(vi="Lợi nhuận gộp", en="Gross profit"), ("10",), ("11",), "bold"),
    StatementLine("21", Text(vi="Doanh thu hoạt động tài chính", en="Financial income")),
    StatementLine("22", Text(vi="Chi phí tài chính", en="Financial expenses")),
    StatementLine("25", Text(vi="Chi phí bán hàng", en="Selling expenses")),
    StatementLine("26", Text(vi="Chi phí quản lý doanh nghiệp", en="Administrative expenses")),
    StatementLine(
        "30",
        Text(vi="Lợi nhuận thuần từ hoạt động kinh doanh", en="Operating profit"),
        ("20", "21"),
        ("22", "25", "26"),
        "bold",
    ),
    StatementLine("31", Text(vi="Thu nhập khác", en="Other income")),
    StatementLine("32", Text(vi="Chi phí khác", en="Other expenses")),
    StatementLine("40", Text(vi="Lợi nhuận khác", en="Other profit"), ("31",), ("32",)),
    StatementLine("50", Text(vi="Lợi nhuận kế toán trước thuế", en="Profit before tax"), ("30", "40"), (), "bold"),
    StatementLine("51", Text(vi="Chi phí thuế TNDN hiện hành", en="Current income tax")),
    StatementLine("52", Text(vi="Chi phí thuế TNDN hoãn lại", en="Deferred income tax")),
    StatementLine("60", Text(vi="Lợi nhuận sau thuế TNDN", en="Profit after tax"), ("50",), ("51", "52"), "total"),
)
"""The lines of form B02-DN (annex of Circular 99/2025/TT-BTC), in order; each is computed from lines above it."""

ACCOUNT_LINES: Final[Mapping[str, str]] = {
    "511": "01",
    "521": "02",
    "632": "11",
    "515": "21",
    "635": "22",
    "641": "25",
    "642": "26",
    "711": "31",
    "811": "32",
    "821": "51",
    "8212": "52",
}
"""Account prefix -> the line that its turnover belongs to; the longest prefix counts."""

_SMALL_ENTERPRISE_LINES: Final[Mapping[str, str]] = {**ACCOUNT_LINES, "6421": "25"}
"""The same under Circular 133/2016, where 642 holds selling (6421) and administrative expenses (6422)."""

_INCOME_LINES: Final = frozenset({"01", "21", "31"})
_RETAINED_EARNINGS: Final = "421"

Amounts = Mapping[str, Decimal]
"""Line number -> amount."""


def line_of(account: str, regime: AccountingRegime) -> str | None:
    """Return the number of the statement's line that an account belongs to, None where it belongs to none."""
    lines = ACCOUNT_LINES if regime is AccountingRegime.TT99 else _SMALL_ENTERPRISE_LINES
    return next((lines[account[:size]] for size in range(len(account), 2, -1) if account[:size] in lines), None)


def statement_of(turnover: Amounts) -> Amounts:
    """Return every line of the statement from the turnover of its account lines."""
    amounts: dict[str, Decimal] = {}
    for line in STATEMENT:
        if line.adds:
            added = sum((amounts[code] for code in line.adds), ZERO)
            amounts[line.code] = added - sum((amounts[code] for code in line.subtracts), ZERO)
        else:
            amounts[line.code] = turnover.get(line.code, ZERO)
    return amounts


@dataclass(frozen=True, slots=True)
class Turnover:
    """What the statement is drawn from.

    Attributes:
        by_month: month -> line number -> turnover.
        carried: month -> result that closing entries carried to retained earnings.
    """

    by_month: Mapping[Month, Amounts]
    carried: Mapping[Month, Decimal]

    def over(self, months: Iterable[Month]) -> Amounts:
        """Return the turnover of several months together."""
        summed: dict[str, Decimal] = {}
        for month in months:
            for code, amount in self.by_month.get(month, {}).items():
                summed[code] = summed.get(code, ZERO) + amount
        return summed


def turnover_of(books: Books, context: Context) -> Turnover:
    """Return the turnover of income and cost accounts by month, posted lines up to the day of the run."""
    regime = context.settings(FinanceSettings).regime
    return books.once(("finance.turnover", context.as_of, regime), lambda: _measure(books, context, regime))


def _measure(books: Books, context: Context, regime: AccountingRegime) -> Turnover:
    journal = books.table(JournalLine)
    columns = journal.columns
    lines = {account: line_of(account, regime) for account in set(columns["account"])}
    months = {day: Month.of(day) for day in set(columns["date"])}
    closing = carried_over(books)
    by_month: dict[Month, dict[str, Decimal]] = {month: {} for month in months.values()}
    carried: dict[Month, Decimal] = {}
    names = ("account", "date", "debit", "credit", "status")
    for row, (account, day, debit, credit, status) in enumerate(zip(*(columns[name] for name in names), strict=True)):
        if status is EntryStatus.DRAFT or day > context.as_of:
            continue
        if row in closing:
            if account.startswith(_RETAINED_EARNINGS):
                carried[months[day]] = carried.get(months[day], ZERO) + credit - debit
            continue
        code = lines[account]
        if code is None:
            continue
        if code == "01" and debit > 0 and regime is AccountingRegime.TT133:
            # Circular 133 has no account 521: deductions are debits of revenue.
            code, amount = "02", debit
        else:
            amount = credit - debit if code in _INCOME_LINES else debit - credit
        amounts = by_month[months[day]]
        amounts[code] = amounts.get(code, ZERO) + amount
    return Turnover(by_month, carried)


_SUBTITLE = Text(
    vi="Đến {as_of:date}; không tính bút toán kết chuyển và {drafts:integer} dòng nháp",
    en="Up to {as_of:date}; closing entries and {drafts:integer} draft lines are not counted",
)
_THIS_MONTH = Text(vi="Tháng {month:month}", en="{month:month}")
_CARRIED = Text(vi="Đã kết chuyển sang TK 421 (để đối chiếu với 60)", en="Carried to account 421 (compare with 60)")


def profit_and_loss(books: Books, context: Context) -> Report | None:
    """Return the profit and loss statement of the month and the fiscal year so far; None without a journal."""
    journal = books.table(JournalLine)
    if not journal.present:
        return None
    turnover = turnover_of(books, context)
    balances = balances_of(books, context)
    this_month = Month.of(context.as_of)
    year = months_of_year(fiscal_year_of(this_month, context.settings(FinanceSettings).fiscal_year_start))
    so_far = tuple(month for month in year if month <= this_month)
    return Report(
        name="profit_and_loss",
        titles=Text(vi="Kết quả kinh doanh", en="Profit and loss"),
        home=JournalLine,
        inputs=(JournalLine,),
        subtitle=told(_SUBTITLE, context.voice, as_of=context.as_of, drafts=balances.drafts),
        blocks=(_statement_block(turnover, this_month, so_far, context), _month_block(turnover, year, this_month)),
        coverage=Coverage(balances.used, len(journal.left_out) + balances.later),
    )


def _statement_block(turnover: Turnover, this_month: Month, so_far: tuple[Month, ...], context: Context) -> Block:
    last_month = this_month.plus(-1)
    periods = ((this_month,), (last_month,), so_far)
    statements = [statement_of(turnover.over(months)) for months in periods]
    carried = (sum((turnover.carried.get(month, ZERO) for month in months), ZERO) for months in periods)
    columns = (
        ReportColumn(Text(vi="Mã số", en="Line"), "code", 12),
        ReportColumn(Text(vi="Chỉ tiêu", en="Item"), width=46),
        ReportColumn(told(_THIS_MONTH, context.voice, month=this_month.first_day), "money", 20),
        ReportColumn(told(_THIS_MONTH, context.voice, month=last_month.first_day), "money", 20),
        ReportColumn(Text(vi="Lũy kế từ đầu năm", en="Year to date"), "money", 20),
    )
    rows = [
        ReportRow((line.code, line.titles, *(statement[line.code] for statement in statements)), line.style)
        for line in STATEMENT
    ]
    rows.append(ReportRow((None, _CARRIED, *carried), "plain"))
    return Block(Text(vi="Báo cáo kết quả hoạt động kinh doanh", en="Statement"), columns, rows, size=len(rows))


def _month_block(turnover: Turnover, year: tuple[Month, ...], this_month: Month) -> Block:
    columns = (
        ReportColumn(Text(vi="Tháng", en="Month"), width=12),
        ReportColumn(Text(vi="Doanh thu thuần", en="Net revenue"), "money", 46),
        ReportColumn(Text(vi="Lợi nhuận gộp", en="Gross profit"), "money", 20),
        ReportColumn(Text(vi="Lợi nhuận trước thuế", en="Profit before tax"), "money", 20),
        ReportColumn(Text(vi="Lợi nhuận sau thuế", en="Profit after tax"), "money", 20),
    )
    return Block(
        Text(vi="Doanh thu và lợi nhuận theo tháng", en="Revenue and profit by month"),
        columns,
        tuple(_month_rows(turnover, year, this_month)),
        size=12,
        chart=Chart(
            "column", Text(vi="Doanh thu và lợi nhuận theo tháng", en="Revenue and profit by month"), 0, (1, 4)
        ),
    )


def _month_rows(turnover: Turnover, year: tuple[Month, ...], this_month: Month) -> Iterator[ReportRow]:
    for month in year:
        if month > this_month:
            yield ReportRow((month_name(month), None, None, None, None))
        else:
            amounts = statement_of(turnover.over((month,)))
            yield ReportRow((month_name(month), *(amounts[code] for code in ("10", "20", "50", "60"))))
