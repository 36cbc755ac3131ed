"""Series of voucher numbers and the gaps in them.

A voucher number is taken apart into text and runs of digits: ``PT2026-0012`` is ``PT``, 2026, ``-``, 12. Of the runs
one counts the vouchers; those that follow the voucher's date (its year, its month) tell series apart. Numbers with
one text around the counter and equal other runs form a series.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rules.core.finding import Finding
from rules.core.rule import Context
from rules.core.table import Books, LeftOut, Table
from rules.finance.messages import VOUCHER_GAP
from rules.finance.records import JournalLine
from rules.finance.settings import FinanceSettings
from rules.finance.vouchers import voucher_name, vouchers_of

_RUNS: Final = re.compile(r"(\d+)")
_SHARE_FOLLOWING_DATES: Final = (9, 10)
"""A run follows the date if it does so in nine of ten vouchers; slips must not hide it."""
_LISTED: Final = 5


Days = Mapping[str, dt.date | None]
"""Voucher name -> the voucher's date; None where it could not be read."""

Parts = Sequence[str]
"""One voucher number taken apart: text and runs of digits in turn, text first."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers missing between two vouchers of a series.

    Attributes:
        before: the last voucher before the gap.
        after: the first voucher after it, folded.
        counter: which part of a voucher number counts the vouchers.
        first: the first missing number, in as many digits as the vouchers have.
        last: the last missing number.
        count: how many are missing.
    """

    before: str
    after: str
    counter: int
    first: str
    last: str
    count: int


def voucher_numbers_have_no_gaps(books: Books, context: Context) -> Iterator[Finding]:
    """Report numbers missing within a series of vouchers, one finding a gap.

    A jump over more numbers than the setting allows begins a new series. A gap that a row left out without a voucher
    number may explain is not reported.
    """
    settings = context.settings(FinanceSettings)
    if not settings.voucher_gaps:
        return
    journal = books.table(JournalLine)
    rows = vouchers_of(books).rows
    days = _days(books)
    for gap in find_gaps(days, settings.voucher_gap_limit):
        if gap.after in rows and not _explained(gap, days, journal.left_out):
            before = journal.columns["voucher"][rows[gap.before][0]] if gap.before in rows else gap.before
            yield _gap_finding(journal, gap, before, rows[gap.after][0])


def _gap_finding(journal: Table[JournalLine], gap: Gap, before: str, row: int) -> Finding:
    voucher = journal.columns["voucher"][row]
    written = _RUNS.split(voucher)
    prefix, suffix = "".join(written[: gap.counter]), "".join(written[gap.counter + 1 :])
    width, start = len(gap.first), int(gap.first)
    listed = range(start, start + min(gap.count, _LISTED))
    missing = [f"{prefix}{number:0{width}d}{suffix}" for number in listed]
    if gap.count > _LISTED:
        missing += ["…", f"{prefix}{gap.last}{suffix}"]
    return journal.finding(
        VOUCHER_GAP,
        row,
        "voucher",
        key=(f"{prefix}*{suffix}" if suffix else prefix, *dict.fromkeys((gap.first, gap.last))),
        previous=before,
        voucher=voucher,
        count=gap.count,
        missing=missing,
    )


def _explained(gap: Gap, days: Days, left_out: Iterable[LeftOut]) -> bool:
    """Return whether a row left out without a voucher number lies, or may lie, where numbers are missing."""
    around = [day for day in (days[gap.before], days[gap.after]) if day is not None]
    for row in left_out:
        if not row.values.get("voucher"):
            day = row.values.get("date")
            if day is None or not around or min(around) <= day <= max(around):
                return True
    return False


def _days(books: Books) -> Days:
    """Return every voucher with its date, also of rows left out: a voucher with an error is not missing."""
    journal = books.table(JournalLine)
    dates = journal.columns["date"]
    days: dict[str, dt.date | None] = {name: dates[rows[0]] for name, rows in vouchers_of(books).rows.items()}
    for left_out in journal.left_out:
        days.setdefault(voucher_name(str(left_out.values.get("voucher") or "")), left_out.values.get("date"))
    return days


def find_gaps(days: Days, limit: int) -> Iterator[Gap]:
    """Yield the gaps of at most ``limit`` numbers in all series, in order of the series' first appearance."""
    templates: defaultdict[tuple[str, ...], list[Parts]] = defaultdict(list)
    for name in days:
        parts = _RUNS.split(name)
        templates[tuple(parts[::2])].append(parts)
    for template, members in templates.items():
        if len(template) > 1:
            yield from _gaps_of_template(members, days, limit)


def _gaps_of_template(members: Sequence[Parts], days: Days, limit: int) -> Iterator[Gap]:
    last = len(members[0]) - 2
    if last == 1:
        gaps = list(_gaps_of_series(members, 1, limit))
        # The only run follows the date where one voucher a month bears the month's number: nothing is counted.
        if gaps and not _follows_dates(members, 1, days):
            yield from gaps
        return
    counter = next((index for index in range(last, 0, -2) if not _follows_dates(members, index, days)), None)
    if counter is not None:
        for series in _series(members, counter).values():
            yield from _gaps_of_series(series, counter, limit)


def _series(members: Iterable[Parts], counter: int) -> Mapping[tuple[str, ...], list[Parts]]:
    series: defaultdict[tuple[str, ...], list[Parts]] = defaultdict(list)
    for parts in members:
        series[(*parts[:counter], *parts[counter + 1 :])].append(parts)
    return series


def _gaps_of_series(series: Iterable[Parts], counter: int, limit: int) -> Iterator[Gap]:
    by_count = {int(parts[counter]): parts for parts in series}
    for before, after in pairwise(sorted(by_count)):
        if 1 < after - before <= limit + 1:
            width = len(by_count[before][counter])
            yield Gap(
                before="".join(by_count[before]),
                after="".join(by_count[after]),
                counter=counter,
                first=f"{before + 1:0{width}d}",
                last=f"{after - 1:0{width}d}",
                count=after - before - 1,
            )


def _follows_dates(members: Iterable[Parts], index: int, days: Days) -> bool:
    """Return whether a run of digits is part of the voucher's date (its year or month) throughout."""
    dated = [(parts[index], day) for parts in members if (day := days["".join(parts)]) is not None]
    following = sum(run in _date_forms(day) for run, day in dated)
    share, whole = _SHARE_FOLLOWING_DATES
    return following * whole >= len(dated) * share


@lru_cache(maxsize=4_096)
def _date_forms(day: dt.date) -> frozenset[str]:
    """Return how a voucher number may spell the year, month or day of its date."""
    year, month, number = f"{day:%Y}", f"{day:%m}", f"{day:%d}"
    short = year[2:]
    return frozenset(
        (
            year, short, month, str(day.month), year + month, short + month, month + year, month + short,
            number + month, year + month + number, short + month + number, number + month + year,
            number + month + short, number,
        )
    )  # fmt: skip
