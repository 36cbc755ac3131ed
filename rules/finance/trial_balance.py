"""The trial balance: opening balance, turnover and closing balance of every account, and whether the sides agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from rules.core.period import Month
from rules.core.report import Block, Report, ReportColumn, ReportRow, RowStyle
from rules.core.rule import ComputedColumn, Context
from rules.core.table import Books, Coverage
from rules.core.text import Text, fold
from rules.finance.balances import Balance, Balances, balances_of
from rules.finance.chart import Chart, chart_of
from rules.finance.closing_sides import ClosingSide, allowed_closing_side
from rules.finance.fiscal_year import fiscal_year_of
from rules.finance.records import Account, JournalLine
from rules.finance.settings import FinanceSettings
from rules.finance.wording import told

_SUBTITLE = Text(
    vi="Từ {first:date} đến {as_of:date}; chưa gồm {drafts:integer} dòng nháp",
    en="From {first:date} to {as_of:date}; {drafts:integer} draft lines are not included",
)
_UNLIKE = Text(
    vi="Dư đầu kỳ của tài khoản tổng hợp {accounts:list} khác tổng các tài khoản chi tiết; báo cáo lấy theo chi tiết.",
    en="The opening balance of {accounts:list} differs from its sub-accounts together; the sub-accounts are used.",
)
_HOW_COUNTED = Text(
    vi="Tổng của các tài khoản chi tiết; tài khoản tổng hợp không cộng hai lần.",
    en="Sums of single accounts; summary accounts are not counted twice.",
)
_AGREES = Text(vi="Khớp", en="Agrees")
_DIFFERS = Text(vi="Lệch", en="Differs")
_NOT_IN_CHART = Text(vi="(chưa có trong danh mục tài khoản)", en="(not in the chart of accounts)")
_NO_CREDIT = Text(vi="Tài khoản này không được dư Có", en="This account must not close in credit")
_NO_DEBIT = Text(vi="Tài khoản này không được dư Nợ", en="This account must not close in debit")
_NOT_ZERO = Text(vi="Cuối năm phải hết số dư", en="Must be zero at the end of the year")

_CHECK_COLUMNS = (
    ReportColumn(Text(vi="Kiểm tra", en="Check"), width=14),
    ReportColumn(Text(vi="Kết quả", en="Result"), width=40),
    ReportColumn(Text(vi="Tổng Nợ", en="Debits"), "money", 18),
    ReportColumn(Text(vi="Tổng Có", en="Credits"), "money", 18),
    ReportColumn(Text(vi="Chênh lệch", en="Difference"), "money", 18),
)
_ACCOUNT_COLUMNS = (
    ReportColumn(Text(vi="Số hiệu TK", en="Account"), "code", 14),
    ReportColumn(Text(vi="Tên tài khoản", en="Account name"), width=40),
    ReportColumn(Text(vi="Dư Nợ đầu kỳ", en="Opening debit"), "money", 18),
    ReportColumn(Text(vi="Dư Có đầu kỳ", en="Opening credit"), "money", 18),
    ReportColumn(Text(vi="Phát sinh Nợ", en="Debit"), "money", 18),
    ReportColumn(Text(vi="Phát sinh Có", en="Credit"), "money", 18),
    ReportColumn(Text(vi="Dư Nợ cuối kỳ", en="Closing debit"), "money", 18),
    ReportColumn(Text(vi="Dư Có cuối kỳ", en="Closing credit"), "money", 18),
    ReportColumn(Text(vi="Ghi chú", en="Remark"), width=34),
)


def trial_balance(books: Books, context: Context) -> Report | None:
    """Return the trial balance of the fiscal year up to the day of the run; None without a journal."""
    journal = books.table(JournalLine)
    if not journal.present:
        return None
    balances = balances_of(books, context)
    first = fiscal_year_of(Month.of(context.as_of), context.settings(FinanceSettings).fiscal_year_start)
    unlike = balances.unlike_children
    # The note always stands there, so that the blocks below it never move.
    note = told(_UNLIKE, context.voice, accounts=unlike) if unlike else _HOW_COUNTED
    return Report(
        name="trial_balance",
        titles=Text(vi="Bảng cân đối phát sinh", en="Trial balance"),
        home=Account,
        inputs=(Account, JournalLine),
        subtitle=told(_SUBTITLE, context.voice, first=first.first_day, as_of=context.as_of, drafts=balances.drafts),
        blocks=(
            Block(
                Text(vi="Kiểm tra cân đối", en="Do the sides agree?"),
                _CHECK_COLUMNS,
                tuple(_check_rows(balances.total())),
                size=3,
                note=note,
            ),
            Block(
                Text(vi="Số dư và phát sinh từng tài khoản", en="Accounts"),
                _ACCOUNT_COLUMNS,
                tuple(_account_rows(balances, chart_of(books), _is_last_day(context.as_of, first))),
            ),
        ),
        coverage=Coverage(balances.used, len(journal.left_out) + balances.later),
    )


def _is_last_day(as_of: dt.date, first: Month) -> bool:
    return as_of == first.plus(11).last_day


def _check_rows(total: Balance) -> Iterator[ReportRow]:
    pairs = (
        (Text(vi="Đầu kỳ", en="Opening"), total.opening_debit, total.opening_credit),
        (Text(vi="Phát sinh", en="Turnover"), total.debit, total.credit),
        (Text(vi="Cuối kỳ", en="Closing"), total.closing_debit, total.closing_credit),
    )
    for titles, debit, credit in pairs:
        agrees = debit == credit
        result = _AGREES if agrees else _DIFFERS
        yield ReportRow((titles, result, debit, credit, debit - credit), "ok" if agrees else "error")


def _account_rows(balances: Balances, chart: Chart, year_ends: bool) -> Iterator[ReportRow]:
    """Yield the accounts in order, summary accounts with those below added up, and the total of single accounts."""
    summed = balances.with_children()
    shown = sorted(account for account in summed if account in chart.names or account in balances.by_account)
    parents = {prefix for account in shown for prefix in _prefixes(account)}
    for account in shown:
        balance = summed[account]
        if any(balance.amounts()):
            name = chart.names.get(account, _NOT_IN_CHART)
            remark = None if account in parents else _remark(account, balance, year_ends)
            style: RowStyle = "bold" if account in parents else "warning" if remark else "plain"
            amounts = (amount or None for amount in balance.amounts())
            yield ReportRow((account.upper(), name, *amounts, remark), style)
    yield ReportRow((Text(vi="Cộng", en="Total"), None, *balances.total().amounts(), None), "total")


def _prefixes(account: str) -> Iterator[str]:
    return (account[:size] for size in range(1, len(account)))


def _remark(account: str, balance: Balance, year_ends: bool) -> Text | None:
    """Return what is wrong with the side on which an account closes."""
    side = allowed_closing_side(account)
    if side is ClosingSide.DEBIT and balance.closing < 0:
        return _NO_CREDIT
    if side is ClosingSide.CREDIT and balance.closing > 0:
        return _NO_DEBIT
    return _NOT_ZERO if side is ClosingSide.ZERO_AT_YEAR_END and year_ends and balance.closing else None


def _closing_side(books: Books, context: Context, side: str) -> dict[int, Decimal]:
    summed = balances_of(books, context).with_children()
    amounts = {
        account.row: getattr(summed[fold(account.code)], side)
        for account in books.table(Account)
        if fold(account.code) in summed
    }
    return {row: amount for row, amount in amounts.items() if amount}


def closing_debits(books: Books, context: Context) -> dict[int, Decimal]:
    """Return the accounts' debit balances on the day of the run, by position; accounts without one are absent."""
    return _closing_side(books, context, "closing_debit")


def closing_credits(books: Books, context: Context) -> dict[int, Decimal]:
    """Return the accounts' credit balances on the day of the run, by position; accounts without one are absent."""
    return _closing_side(books, context, "closing_credit")


BALANCE_COLUMNS = (
    ComputedColumn(
        "closing_debit", Account, Text(vi="Dư Nợ hiện tại", en="Debit balance now"), "money", closing_debits, 18
    ),
    ComputedColumn(
        "closing_credit", Account, Text(vi="Dư Có hiện tại", en="Credit balance now"), "money", closing_credits, 18
    ),
)
"""What stands beside each account."""
