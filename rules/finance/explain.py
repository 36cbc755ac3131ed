"""``explain account 1111`` and ``explain budget "Hành chính" 642 2026-11``: where their figures come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rules.core.period import Month
from rules.core.rule import Context, Explanation
from rules.core.table import Books
from rules.core.text import Text, fold, fold_header
from rules.core.trace import Traced
from rules.finance.balances import balances_of
from rules.finance.budget_use import INCOME, budget_use
from rules.finance.chart import chart_of
from rules.finance.records import BudgetLine, JournalLine

ACCOUNT_WORDS = frozenset({"account", "taikhoan", "tk"})
"""The words after which an account is expected, folded as header titles are."""

BUDGET_WORDS = frozenset({"budget", "ngansach"})
"""The words after which a department, an account and a month are expected."""

TITLES: Final[Mapping[str, Text]] = {
    "closing": Text(vi="Số dư cuối", en="Closing balance"),
    "as_of": Text(vi="Đến ngày", en="As of"),
    "opening": Text(vi="Số dư đầu kỳ", en="Opening balance"),
    "opening_debit": Text(vi="Dư Nợ đầu kỳ", en="Opening debit"),
    "opening_credit": Text(vi="Dư Có đầu kỳ", en="Opening credit"),
    "turnover": Text(vi="Phát sinh trong kỳ", en="Turnover"),
    "debit": Text(vi="Phát sinh Nợ", en="Debits"),
    "credit": Text(vi="Phát sinh Có", en="Credits"),
    "left": Text(vi="Còn lại", en="Left"),
    "budget": Text(vi="Ngân sách", en="Budget"),
    "used": Text(vi="Đã dùng", en="Used"),
    "posted": Text(vi="Đã ghi", en="Posted"),
    "draft": Text(vi="Nháp", en="Draft"),
    "date": Text(vi="Ngày", en="Date"),
    "account": Text(vi="Tài khoản", en="Account"),
    "place": Text(vi="Vị trí", en="Place"),
    "status": Text(vi="Trạng thái", en="Status"),
}
"""Name of an amount or input -> what it is called for people."""


def explain_finance(books: Books, context: Context, words: tuple[str, ...]) -> Explanation | None:
    """Return where an account's balance or a budget line's use comes from; None where the words name neither.

    Args:
        books: the books.
        context: the day of the run and the settings.
        words: ``("account", CODE)`` or ``("budget", DEPARTMENT, ACCOUNT, MONTH)``.
    """
    if not words:
        return None
    subject, rest = fold_header(words[0]), words[1:]
    if subject in ACCOUNT_WORDS and len(rest) == 1:
        return _explain_account(books, context, rest[0])
    if subject in BUDGET_WORDS and len(rest) == 3:
        month = Month.parse(rest[2])
        return _explain_budget(books, context, rest[0], rest[1], month) if month is not None else None
    return None


def _explain_account(books: Books, context: Context, account: str) -> Explanation | None:
    balance = balances_of(books, context).with_children().get(fold(account))
    if balance is None:
        return None
    title = f"{account} {chart_of(books).name(fold(account))}".strip()
    opening = Traced(
        "opening",
        balance.opening_debit - balance.opening_credit,
        (("opening_debit", balance.opening_debit), ("opening_credit", balance.opening_credit)),
        formula_vi="dư Nợ − dư Có đầu kỳ, gồm các bút toán trước năm tài chính",
        formula_en="opening debit − opening credit, entries before the fiscal year included",
    )
    turnover = Traced(
        "turnover",
        balance.debit - balance.credit,
        (("debit", balance.debit), ("credit", balance.credit)),
        formula_vi="phát sinh Nợ − phát sinh Có đã ghi trong năm tài chính",
        formula_en="debits − credits posted in the fiscal year",
    )
    closing = Traced(
        "closing",
        balance.closing,
        (("as_of", context.as_of),),
        formula_vi="đầu kỳ + phát sinh; số âm là dư Có",
        formula_en="opening + turnover; a negative amount is a credit balance",
        children=(opening, turnover),
    )
    return Explanation(Text(vi=title, en=title), (closing,), TITLES)


def _explain_budget(books: Books, context: Context, department: str, account: str, month: Month) -> Explanation | None:
    wanted = (fold(department), fold(account), month)
    lines = (
        line for line in books.table(BudgetLine) if (fold(line.department), fold(line.account), line.month) == wanted
    )
    line = next(lines, None)
    if line is None:
        return None
    use = budget_use(books, context).by_line[line.row]
    used = Traced(
        "used",
        use.used,
        (("posted", use.posted), ("draft", use.draft)),
        formula_vi="các dòng nhật ký của bộ phận, tài khoản và tháng này, gồm cả nháp",
        formula_en="the journal lines of this department, account and month, drafts included",
        children=tuple(_journal_lines(books, context, use.rows)),
    )
    left = Traced(
        "left",
        line.amount - use.used,
        (("budget", line.amount),),
        formula_vi="ngân sách − đã dùng",
        formula_en="budget − used",
        children=(used,),
    )
    title = f"{line.department} · {line.account} · {month}"
    return Explanation(Text(vi=title, en=title), (left,), TITLES)


def _journal_lines(books: Books, context: Context, rows: Iterable[int]) -> Iterable[Traced]:
    """Yield the journal lines that count against a budget line, each with its place and date."""
    journal = books.table(JournalLine)
    for row in rows:
        line = journal[row]
        income = line.account.startswith(INCOME)
        yield Traced(
            line.voucher,
            line.credit - line.debit if income else line.debit - line.credit,
            (
                ("date", line.date),
                ("account", line.account),
                ("place", str(journal.place(row, "account"))),
                ("status", line.status.titles.in_language(context.voice.language)),
            ),
        )
