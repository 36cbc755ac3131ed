"""The balance and turnover of every account: one pass over the journal, shared by the report and the columns.

Posted lines up to the day of the run count. The period is the fiscal year of that day; what was posted before it is
part of the opening balance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rules.core.period import Month
from rules.core.rule import Context
from rules.core.table import Books
from rules.core.text import fold
from rules.finance.fiscal_year import fiscal_year_of
from rules.finance.records import ZERO, Account, EntryStatus, JournalLine
from rules.finance.settings import FinanceSettings


@dataclass(slots=True)
class Balance:
    """One account, or several added up. All amounts in the office's currency.

    Attributes:
        opening_debit: balance on the debit side at the beginning of the period.
        opening_credit: balance on the credit side at the beginning of the period.
        debit: turnover of the period on the debit side.
        credit: turnover of the period on the credit side.
        closing_debit: balance on the debit side on the day of the run.
        closing_credit: balance on the credit side on the day of the run.
    """

    opening_debit: Decimal = ZERO
    opening_credit: Decimal = ZERO
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    closing_debit: Decimal = ZERO
    closing_credit: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        """Return the closing balance, credit as a negative amount."""
        return self.closing_debit - self.closing_credit

    def amounts(self) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal, Decimal]:
        """Return the six amounts in the order of the trial balance."""
        return (
            self.opening_debit,
            self.opening_credit,
            self.debit,
            self.credit,
            self.closing_debit,
            self.closing_credit,
        )

    def __add__(self, other: Balance) -> Balance:
        return Balance(*(own + others for own, others in zip(self.amounts(), other.amounts(), strict=True)))


@dataclass(frozen=True, slots=True)
class Balances:
    """Every account with its balance.

    Attributes:
        by_account: folded code -> the account's own balance, without that of accounts below it.
        used: journal lines counted.
        drafts: journal lines not counted because they are drafts.
        later: posted journal lines not counted because they are dated after the day of the run.
        unlike_children: summary accounts whose opening balance differs from the sum of the accounts below.
    """

    by_account: Mapping[str, Balance]
    used: int
    drafts: int
    later: int
    unlike_children: tuple[str, ...] = ()

    def total(self) -> Balance:
        """Return all accounts added up; each amount counts once."""
        return sum(self.by_account.values(), Balance())

    def with_children(self) -> Mapping[str, Balance]:
        """Return every account and every prefix of one, each with the accounts below it added up."""
        summed: dict[str, Balance] = {}
        for account, balance in self.by_account.items():
            for size in range(1, len(account) + 1):
                prefix = account[:size]
                summed[prefix] = summed[prefix] + balance if prefix in summed else balance
        return summed


def balances_of(books: Books, context: Context) -> Balances:
    """Return every account's balance on the day of the run."""
    start = context.settings(FinanceSettings).fiscal_year_start
    first = fiscal_year_of(Month.of(context.as_of), start)
    return books.once(("finance.balances", context.as_of, first), lambda: _measure(books, context, first))


def _measure(books: Books, context: Context, first: Month) -> Balances:
    journal = books.table(JournalLine)
    columns, as_of, begin = journal.columns, context.as_of, first.first_day
    # Account -> movement before the period, debits and credits within it.
    moved: dict[str, list[Decimal]] = {account: [ZERO, ZERO, ZERO] for account in set(columns["account"])}
    drafts = later = 0
    names = ("account", "date", "debit", "credit", "status")
    for account, day, debit, credit, status in zip(*(columns[name] for name in names), strict=True):
        if status is EntryStatus.DRAFT:
            drafts += 1
        elif day > as_of:
            later += 1
        elif day < begin:
            moved[account][0] += debit - credit
        else:
            amounts = moved[account]
            amounts[1] += debit
            amounts[2] += credit
    openings, unlike = _openings(books)
    by_account: dict[str, Balance] = {}
    for account in dict.fromkeys((*openings, *moved)):
        opening = openings.get(fold(account), (ZERO, ZERO))
        own = _balance(opening, *moved.get(account, (ZERO, ZERO, ZERO)))
        by_account[fold(account)] = by_account.get(fold(account), Balance()) + own
    return Balances(by_account, len(journal) - drafts - later, drafts, later, unlike)


def _balance(opening: tuple[Decimal, Decimal], before: Decimal, debit: Decimal, credit: Decimal) -> Balance:
    opening_debit, opening_credit = opening
    if before:
        opening_debit, opening_credit = _sides(opening_debit - opening_credit + before)
    closing = _sides(opening_debit - opening_credit + debit - credit)
    return Balance(opening_debit, opening_credit, debit, credit, *closing)


def _sides(balance: Decimal) -> tuple[Decimal, Decimal]:
    return (balance, ZERO) if balance >= 0 else (ZERO, -balance)


def _openings(books: Books) -> tuple[Mapping[str, tuple[Decimal, Decimal]], tuple[str, ...]]:
    """Return folded code -> opening debit and credit, and the summary accounts that say otherwise than those below.

    Where both a summary account and accounts below it have an opening balance, the summary account repeats theirs:
    only the accounts below count, or the balance would be counted twice.
    """
    entered = {fold(account.code): (account.opening_debit, account.opening_credit) for account in books.table(Account)}
    with_amount = {code: sides for code, sides in entered.items() if any(sides)}
    below: dict[str, Decimal] = {}
    repeats = {code[:size] for code in with_amount for size in range(1, len(code))} & with_amount.keys()
    for code in with_amount.keys() - repeats:
        debit, credit = with_amount[code]
        for parent in (code[:size] for size in range(1, len(code))):
            below[parent] = below.get(parent, ZERO) + debit - credit
    unlike = sorted(code for code in repeats if below[code] != with_amount[code][0] - with_amount[code][1])
    return {code: sides for code, sides in entered.items() if code not in repeats}, tuple(unlike)
