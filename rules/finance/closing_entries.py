"""Which journal lines only carry balances over at the end of a period, and so say nothing about income or cost.

Closing against 911 turns every income and cost account back to zero; whoever sums these accounts over the whole
journal reads zero for a closed period. The same goes for deductions carried from 521 to 511, and for production costs
carried from 62x to 154 or 631.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from rules.core.table import Books, Table
from rules.finance.records import JournalLine
from rules.finance.vouchers import vouchers_of

INCOME_SUMMARY: Final = "911"
DEDUCTIONS: Final = "521"
_PRODUCTION_COSTS: Final = "62"
_WORK_IN_PROGRESS: Final = ("154", "631")
_MAY_CARRY_OVER: Final = (INCOME_SUMMARY, DEDUCTIONS, *_WORK_IN_PROGRESS)


def carried_over(books: Books) -> frozenset[int]:
    """Return the positions of the lines that belong to an entry which only carries balances over."""
    return books.once("finance.carried_over", lambda: frozenset(_find(books)))


def _find(books: Books) -> Iterator[int]:
    journal = books.table(JournalLine)
    vouchers = vouchers_of(books)
    candidates = {account for account in set(journal.columns["account"]) if account.startswith(_MAY_CARRY_OVER)}
    names = {
        name: None
        for name, account in zip(vouchers.names, journal.columns["account"], strict=True)
        if account in candidates
    }
    for name in names:
        for entry in entries_of(journal, vouchers.rows[name]):
            if _carries_over(journal, entry):
                yield from entry


def entries_of(journal: Table[JournalLine], rows: Iterable[int]) -> Iterator[list[int]]:
    """Yield the entries of one voucher: its lines, cut wherever debits and credits have come out even.

    A voucher may record the tax of a year and close it in one go; only the second entry is a closing one.
    """
    entry: list[int] = []
    difference = Decimal(0)
    for row in rows:
        entry.append(row)
        difference += journal.columns["debit"][row] - journal.columns["credit"][row]
        if difference == 0:
            yield entry
            entry = []
    if entry:
        yield entry


def _carries_over(journal: Table[JournalLine], entry: list[int]) -> bool:
    accounts = [journal.columns["account"][row] for row in entry]
    if any(account.startswith(INCOME_SUMMARY) for account in accounts):
        return True
    credited = [journal.columns["account"][row] for row in entry if journal.columns["credit"][row]]
    debited = [journal.columns["account"][row] for row in entry if journal.columns["debit"][row]]
    return (_all(credited, (DEDUCTIONS,)) and _all(debited, ("511",))) or (
        _all(credited, (_PRODUCTION_COSTS,)) and _all(debited, _WORK_IN_PROGRESS)
    )


def _all(accounts: list[str], prefixes: tuple[str, ...]) -> bool:
    return bool(accounts) and all(account.startswith(prefixes) for account in accounts)
