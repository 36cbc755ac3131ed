"""Rules on whole vouchers: balanced, one date, not entered twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rules.core.finding import Finding
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.core.text import fold
from rules.finance.messages import DUPLICATE_VOUCHER, SAME_ACCOUNT, UNBALANCED, VOUCHER_DATES
from rules.finance.records import JournalLine
from rules.finance.vouchers import (
    bad_amounts,
    in_one_row,
    is_draft,
    totals_of,
    unsure_vouchers,
    voucher_name,
    vouchers_of,
)


def vouchers_balance(books: Books, _context: Context) -> Iterator[Finding]:
    """Report vouchers whose debits and credits differ.

    Not judged are drafts, vouchers of which a line was left out or has an amount that cannot be right, and vouchers
    that differ only because a row stands there twice: each of these has its own finding.
    """
    journal = books.table(JournalLine)
    vouchers = vouchers_of(books)
    totals = totals_of(books)
    unequal = [name for name, debit in totals.debits.items() if debit != totals.credits[name]]
    reported = {vouchers.names[row] for row in bad_amounts(books)} | unsure_vouchers(books)
    for name in unequal:
        rows = vouchers.rows[name]
        drafted = all(is_draft(journal, row) for row in rows)
        if not (drafted or name in reported or _balances_without_doubles(journal, rows)):
            yield _unbalanced(journal, rows, totals.debits[name], totals.credits[name])


def _balances_without_doubles(journal: Table[JournalLine], rows: Sequence[int]) -> bool:
    """Return whether the voucher balances once rows with one line number and equal content count only once."""
    names = ("line", "account", "debit", "credit")
    lines = [tuple(journal.columns[name][row] for name in names) for row in rows]
    single = {line for line in lines if line[0] is not None}
    unnumbered = [line for line in lines if line[0] is None]
    return sum((debit - credit for _, _, debit, credit in (*single, *unnumbered)), Decimal(0)) == 0


def _unbalanced(journal: Table[JournalLine], rows: Sequence[int], debit: Decimal, credit: Decimal) -> Finding:
    voucher = journal.columns["voucher"][rows[0]]
    return journal.finding(
        UNBALANCED,
        rows[0],
        "debit",
        also=rows[1:],
        key=(voucher,),
        voucher=voucher,
        debit=debit,
        credit=credit,
        difference=abs(debit - credit),
    )


def entries_have_two_accounts(books: Books, _context: Context) -> Iterator[Finding]:
    """Report entries (a debit account, a credit account and an amount in one row) whose two accounts are the same."""
    journal = books.table(JournalLine)
    rows, accounts = journal.rows, journal.columns["account"]
    for row in range(1, len(journal)):
        if rows[row] == rows[row - 1] and accounts[row] == accounts[row - 1] and in_one_row(journal, row):
            yield journal.finding(
                SAME_ACCOUNT, row - 1, "account", voucher=journal.columns["voucher"][row], account=accounts[row]
            )


def vouchers_have_one_date(books: Books, context: Context) -> Iterator[Finding]:
    """Report voucher numbers whose lines bear different dates. A date in the future is reported by its own rule."""
    journal = books.table(JournalLine)
    vouchers = vouchers_of(books)
    first_dates: dict[str, dt.date] = {}
    differing = {
        name: None
        for name, day in zip(vouchers.names, journal.columns["date"], strict=True)
        if first_dates.setdefault(name, day) != day
    }
    for name in differing:
        rows = [row for row in vouchers.rows[name] if not _is_future(journal, row, context.as_of)]
        yield from _differing_dates(journal, rows)


def _is_future(journal: Table[JournalLine], row: int, as_of: dt.date) -> bool:
    return journal.columns["date"][row] > as_of and not is_draft(journal, row)


def _differing_dates(journal: Table[JournalLine], rows: Sequence[int]) -> Iterator[Finding]:
    dates = journal.columns["date"]
    other = next((row for row in rows if dates[row] != dates[rows[0]]), None)
    if other is not None:
        voucher = journal.columns["voucher"][rows[0]]
        yield journal.finding(
            VOUCHER_DATES,
            other,
            "date",
            also=[row for row in rows if row != other],
            key=(voucher,),
            voucher=voucher,
            date=dates[rows[0]],
            other=dates[other],
        )


def vouchers_are_entered_once(books: Books, _context: Context) -> Iterator[Finding]:
    """Report vouchers that repeat an earlier one under another number.

    The same are date, accounts, amounts, partners and invoice numbers; where there is no invoice, the descriptions.
    Vouchers that reverse one another, and those of which a line was left out, are not compared.
    """
    journal = books.table(JournalLine)
    vouchers = vouchers_of(books)
    apart = unsure_vouchers(books) | _reversals(journal, vouchers.names)
    seen: dict[tuple[object, ...], str] = {}
    for name in _candidates(books):
        if name not in apart:
            rows = vouchers.rows[name]
            first = seen.setdefault(_content(journal, rows), name)
            if first != name:
                yield _duplicate(books, name, vouchers.rows[first][0])


def _reversals(journal: Table[JournalLine], names: list[str]) -> set[str]:
    """Return the vouchers that reverse another, and those that they reverse."""
    reversing = [row for row, reversed_voucher in enumerate(journal.columns["reverses"]) if reversed_voucher]
    return {names[row] for row in reversing} | {voucher_name(journal.columns["reverses"][row]) for row in reversing}


def _candidates(books: Books) -> Iterator[str]:
    """Yield, in the journal's order, the vouchers that share date and amount with another, as few of a journal do."""
    rows, debits = vouchers_of(books).rows, totals_of(books).debits
    dates = books.table(JournalLine).columns["date"]
    signs = [(dates[lines[0]], debits[name]) for name, lines in rows.items()]
    frequency = Counter(signs)
    return (name for name, sign in zip(rows, signs, strict=True) if frequency[sign] > 1)


def _content(journal: Table[JournalLine], rows: Sequence[int]) -> tuple[object, ...]:
    columns = journal.columns
    lines = sorted(
        (columns["account"][row], columns["debit"][row], columns["credit"][row], fold(columns["partner"][row]))
        for row in rows
    )
    invoices = frozenset(fold(columns["invoice"][row]) for row in rows if columns["invoice"][row])
    descriptions = frozenset() if invoices else frozenset(fold(columns["description"][row]) for row in rows)
    return (columns["date"][rows[0]], tuple(lines), invoices, descriptions)


def _duplicate(books: Books, name: str, first: int) -> Finding:
    journal = books.table(JournalLine)
    rows = vouchers_of(books).rows[name]
    voucher = journal.columns["voucher"][rows[0]]
    return journal.finding(
        DUPLICATE_VOUCHER,
        rows[0],
        "voucher",
        also=rows[1:],
        key=(voucher,),
        voucher=voucher,
        first=journal.columns["voucher"][first],
        date=journal.columns["date"][rows[0]],
        amount=totals_of(books).debits[name],
    )
