"""The journal's lines by voucher, and which vouchers cannot be judged because rows were left out.

Voucher numbers compare without regard to case. All functions work on whole columns: a journal has 100,000 lines.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rules.core.finding import Place
from rules.core.table import Books, Table
from rules.core.text import clean
from rules.finance.records import ZERO, EntryStatus, JournalLine


@dataclass(frozen=True, slots=True)
class Vouchers:
    """The journal by voucher.

    Attributes:
        names: the voucher of each line, as :func:`voucher_name` gives it.
        rows: voucher -> positions of its lines, in the journal's order.
    """

    names: list[str]
    rows: Mapping[str, Sequence[int]]


def voucher_name(voucher: str) -> str:
    """Return the form in which voucher numbers compare: without regard to case and stray spaces."""
    return clean(voucher).upper()


def vouchers_of(books: Books) -> Vouchers:
    """Return the journal by voucher."""
    return books.once("finance.vouchers", lambda: _by_voucher(books.table(JournalLine)))


def _by_voucher(journal: Table[JournalLine]) -> Vouchers:
    column = journal.columns["voucher"]
    # Vouchers are nearly always written in capitals; one look at the whole column saves folding each of them.
    together = "\n".join(column)
    names = list(column) if together == together.upper() else [voucher_name(voucher) for voucher in column]
    # The lines of a voucher nearly always stand together, and a range costs a fraction of a list.
    starts = [0, *(row for row, (above, name) in enumerate(pairwise(names), 1) if above != name), len(names)]
    rows: dict[str, Sequence[int]] = {}
    for start, end in pairwise(starts if names else ()):
        lines = rows.setdefault(names[start], range(start, end))
        if lines[0] != start:
            if not isinstance(lines, list):
                lines = rows[names[start]] = list(lines)
            lines.extend(range(start, end))
    return Vouchers(names, rows)


@dataclass(frozen=True, slots=True)
class Totals:
    """Debits and credits by voucher name, in the order of the journal."""

    debits: Mapping[str, Decimal]
    credits: Mapping[str, Decimal]


def totals_of(books: Books) -> Totals:
    """Return the debits and credits of every voucher."""
    return books.once("finance.totals", lambda: _add_up(books))


def _add_up(books: Books) -> Totals:
    columns = books.table(JournalLine).columns
    vouchers = vouchers_of(books)
    debits, credits_ = dict.fromkeys(vouchers.rows, ZERO), dict.fromkeys(vouchers.rows, ZERO)
    for name, debit, credit in zip(vouchers.names, columns["debit"], columns["credit"], strict=True):
        if debit:
            debits[name] += debit
        if credit:
            credits_[name] += credit
    return Totals(debits, credits_)


@dataclass(frozen=True, slots=True)
class BadAmounts:
    """Positions of the lines whose amount cannot be right, by what is wrong with it.

    Attributes:
        missing: neither side has an amount.
        negative: an amount is negative and no reversed voucher is named.
        both_sides: debit and credit both have an amount.
    """

    missing: list[int]
    negative: list[int]
    both_sides: list[int]

    def __iter__(self) -> Iterator[int]:
        yield from self.missing
        yield from self.negative
        yield from self.both_sides


def bad_amounts(books: Books) -> BadAmounts:
    """Return the lines whose amount cannot be right."""
    return books.once("finance.bad_amounts", lambda: _find_bad_amounts(books.table(JournalLine)))


def _find_bad_amounts(journal: Table[JournalLine]) -> BadAmounts:
    bad = BadAmounts([], [], [])
    reverses = journal.columns["reverses"]
    for row, (debit, credit) in enumerate(zip(journal.columns["debit"], journal.columns["credit"], strict=True)):
        if debit:
            if credit:
                bad.both_sides.append(row)
        elif not credit:
            bad.missing.append(row)
        if (debit < ZERO or credit < ZERO) and not reverses[row]:
            bad.negative.append(row)
    return bad


def unsure_vouchers(books: Books) -> frozenset[str]:
    """Return the names of the vouchers of which a line was left out of the table because something in it is wrong.

    A line left out without a voucher number is taken to belong to its neighbours, the nearest lines above and below.
    What such a voucher lacks is the fault of the row that has its own finding already.
    """
    return books.once("finance.unsure_vouchers", lambda: frozenset(_find_unsure_vouchers(books)))


def _find_unsure_vouchers(books: Books) -> Iterator[str]:
    journal = books.table(JournalLine)
    names = vouchers_of(books).names
    for left_out in journal.left_out:
        voucher = left_out.values.get("voucher")
        if voucher:
            yield voucher_name(str(voucher))
        else:
            yield from (names[row] for row in neighbours(journal, left_out.place))


def neighbours(journal: Table[JournalLine], place: Place) -> Iterator[int]:
    """Yield the positions of the nearest lines above and below a place in the same tab."""
    starts = [part.start for part in journal.parts] + [len(journal)]
    for part, end in zip(journal.parts, starts[1:], strict=True):
        if (part.workbook, part.tab) == (place.workbook, place.tab) and place.row is not None:
            below = bisect_left(journal.rows, place.row, part.start, end)
            if below > part.start:
                yield below - 1
            if below < end:
                yield below


def once_a_row(journal: Table[JournalLine], rows: Iterable[int]) -> Iterator[int]:
    """Yield the positions, but of two lines that stand in one row of the tab (an entry's two halves) only the first."""
    last: int | None = None
    for row in rows:
        second_half = last == row - 1 and in_one_row(journal, row)
        last = None if second_half else row
        if not second_half:
            yield row


def in_one_row(journal: Table[JournalLine], row: int) -> bool:
    """Return whether the line at ``row`` and the one before it stand in one row of one tab."""
    return journal.rows[row - 1] == journal.rows[row] and journal.part(row - 1) == journal.part(row)


def is_draft(journal: Table[JournalLine], row: int) -> bool:
    """Return whether the line at ``row`` is still being prepared, so that it may be incomplete."""
    return journal.columns["status"][row] is EntryStatus.DRAFT


def posted_after(journal: Table[JournalLine], as_of: dt.date) -> Iterator[int]:
    """Yield the positions of posted lines dated after ``as_of``."""
    late = (row for row, day in enumerate(journal.columns["date"]) if day > as_of)
    return (row for row in late if not is_draft(journal, row))
