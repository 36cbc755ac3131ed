"""Rules on single journal lines: date, amount, and what some accounts demand besides."""

from __future__ import annotations

from collections.abc import Iterator

from rules.core.finding import Finding
from rules.core.message import Message
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.finance.messages import BOTH_SIDES, FUTURE_DATE, NEGATIVE_AMOUNT, NO_AMOUNT, NO_INVOICE, NO_PARTNER
from rules.finance.records import JournalLine
from rules.finance.settings import FinanceSettings
from rules.finance.vouchers import bad_amounts, is_draft, once_a_row, posted_after


def dates_are_not_in_the_future(books: Books, context: Context) -> Iterator[Finding]:
    """Report posted lines dated after the day of the run. A draft may be planned for a later day."""
    journal = books.table(JournalLine)
    for row in once_a_row(journal, posted_after(journal, context.as_of)):
        yield journal.finding(FUTURE_DATE, row, "date", date=journal.columns["date"][row], as_of=context.as_of)


def amounts_are_present(books: Books, _context: Context) -> Iterator[Finding]:
    """Report lines without an amount on either side."""
    journal = books.table(JournalLine)
    for row in once_a_row(journal, bad_amounts(books).missing):
        yield journal.finding(NO_AMOUNT, row, "debit", voucher=journal.columns["voucher"][row])


def negative_amounts_are_reversals(books: Books, _context: Context) -> Iterator[Finding]:
    """Report negative amounts on lines that do not name the voucher which they reverse."""
    journal = books.table(JournalLine)
    for row in once_a_row(journal, bad_amounts(books).negative):
        column = "debit" if journal.columns["debit"][row] < 0 else "credit"
        yield journal.finding(NEGATIVE_AMOUNT, row, column, amount=journal.columns[column][row])


def lines_take_one_side(books: Books, _context: Context) -> Iterator[Finding]:
    """Report lines with both a debit and a credit."""
    journal = books.table(JournalLine)
    for row in bad_amounts(books).both_sides:
        debit, credit = journal.columns["debit"][row], journal.columns["credit"][row]
        yield journal.finding(BOTH_SIDES, row, "debit", debit=debit, credit=credit)


def receivables_and_payables_name_a_partner(books: Books, context: Context) -> Iterator[Finding]:
    """Report lines on accounts of the setting (131, 331, 138, 141, 338 unless changed) without a partner."""
    journal = books.table(JournalLine)
    needing = _accounts_of(journal, context.settings(FinanceSettings).partner_accounts)
    pairs = zip(journal.columns["account"], journal.columns["partner"], strict=True)
    rows = (row for row, (account, partner) in enumerate(pairs) if not partner and account in needing)
    yield from _missing(journal, rows, NO_PARTNER, "partner")


def value_added_tax_names_an_invoice(books: Books, context: Context) -> Iterator[Finding]:
    """Report lines on which tax arises (debit of 133, credit of 3331 unless changed) without an invoice number.

    Paying or offsetting the tax is on the other side and needs no invoice.
    """
    journal = books.table(JournalLine)
    needing = _accounts_of(journal, context.settings(FinanceSettings).invoice_accounts)
    pairs = zip(journal.columns["account"], journal.columns["invoice"], strict=True)
    rows = (row for row, (account, invoice) in enumerate(pairs) if not invoice and account in needing)
    yield from _missing(journal, (row for row in rows if _tax_arises(journal, row)), NO_INVOICE, "invoice")


def _accounts_of(journal: Table[JournalLine], listed: str) -> frozenset[str]:
    """Return the journal's accounts that begin with one of the listed prefixes."""
    prefixes = tuple(prefix for prefix in listed.replace(";", ",").replace(" ", ",").split(",") if prefix)
    return frozenset(account for account in set(journal.columns["account"]) if account.startswith(prefixes))


def _tax_arises(journal: Table[JournalLine], row: int) -> bool:
    side = "debit" if journal.columns["account"][row].startswith(("1", "2")) else "credit"
    return bool(journal.columns[side][row])


def _missing(journal: Table[JournalLine], rows: Iterator[int], message: Message, column: str) -> Iterator[Finding]:
    """Report posted lines that lack a value. A tab that does not have the column at all is kept that way on purpose."""
    kept = (row for row in rows if not is_draft(journal, row) and column in journal.part(row).columns)
    for row in once_a_row(journal, kept):
        yield journal.finding(message, row, column, account=journal.columns["account"][row])
