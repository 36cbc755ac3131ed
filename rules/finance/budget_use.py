"""How much of each budget line has been used: one pass over the journal, shared by rules, columns and reports.

A journal line counts against the budget line of its department and month with the longest account prefix, so that
every amount counts once. Drafts count in advance. Lines that only carry balances over do not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from rules.core.period import Month
from rules.core.rule import Context
from rules.core.table import Books, LeftOut, Table
from rules.core.text import fold
from rules.finance.closing_entries import carried_over
from rules.finance.records import ZERO, BudgetLine, EntryStatus, JournalLine

INCOME: Final = ("5", "7")
"""Classes of income, where the budget is a target and credits count."""

EXPENSES: Final = ("6", "8")
"""Classes of cost, where spending without a budget line is reported."""


@dataclass(slots=True)
class Use:
    """What was spent (or earned) under one heading.

    Attributes:
        posted: amount of the posted lines.
        draft: amount of the lines still in draft.
        rows: positions of the journal lines counted.
    """

    posted: Decimal = ZERO
    draft: Decimal = ZERO
    rows: list[int] = field(default_factory=list)

    @property
    def used(self) -> Decimal:
        """Return posted and draft amounts together."""
        return self.posted + self.draft

    def add(self, other: Use) -> None:
        """Count another heading's use here too."""
        self.posted += other.posted
        self.draft += other.draft
        self.rows += other.rows


Heading = tuple[str, str, Month]
"""Folded department, account, month."""


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """How the budget has been used.

    Attributes:
        by_line: one entry per budget line, by position.
        without_line: folded department, account and month -> costs that no budget line covers.
        without_department: the same without the department -> costs of lines that name no department.
    """

    by_line: list[Use]
    without_line: Mapping[Heading, Use]
    without_department: Mapping[Heading, Use]


def budget_use(books: Books, context: Context) -> BudgetUse:
    """Return how the budget has been used, posted lines up to the day of the run and all drafts."""
    return books.once(("finance.budget_use", context.as_of), lambda: _measure(books, context.as_of))


def _measure(books: Books, as_of: dt.date) -> BudgetUse:
    budget = books.table(BudgetLine)
    by_line = [Use() for _ in range(len(budget))]
    lines = _lines_by_heading(budget)
    without_line: dict[Heading, Use] = {}
    without_department: dict[Heading, Use] = {}
    for (department, account, month), use in _turnover(books, as_of).items():
        found = _longest_prefix(lines.get((department, month), {}), account)
        if found is not None:
            by_line[found].add(use)
        elif account.startswith(EXPENSES):
            unbudgeted = without_line if department else without_department
            unbudgeted[department, account, month] = use
    return BudgetUse(by_line, without_line, without_department)


def _lines_by_heading(budget: Table[BudgetLine]) -> Mapping[tuple[str, Month], Mapping[str, int]]:
    """Return department and month -> account prefix -> position of the budget line, the first where one is doubled."""
    lines: dict[tuple[str, Month], dict[str, int]] = {}
    for row, (department, account, month) in enumerate(
        zip(budget.columns["department"], budget.columns["account"], budget.columns["month"], strict=True)
    ):
        lines.setdefault((fold(department), month), {}).setdefault(account, row)
    return lines


def _longest_prefix(lines: Mapping[str, int], account: str) -> int | None:
    return next((lines[account[:size]] for size in range(len(account), 0, -1) if account[:size] in lines), None)


def _turnover(books: Books, as_of: dt.date) -> Mapping[Heading, Use]:
    """Return the turnover of every department, account and month, as a cost or, for income, as an earning."""
    journal = books.table(JournalLine)
    columns = journal.columns
    folded = {name: fold(name) for name in set(columns["department"])}
    # Months are counted as whole numbers until the end: a heading is looked up for every line of the journal.
    months = {day: day.year * 12 + day.month - 1 for day in set(columns["date"])}
    carried = carried_over(books)
    turnover: dict[tuple[str, str, int], Use] = {}
    names = ("department", "account", "date", "debit", "credit", "status")
    rows = zip(*(columns[name] for name in names), strict=True)
    for row, (department, account, day, debit, credit, status) in enumerate(rows):
        draft = status is EntryStatus.DRAFT
        if row in carried or (day > as_of and not draft):
            continue
        heading = (folded[department], account, months[day])
        use = turnover.get(heading)
        if use is None:
            use = turnover[heading] = Use()
        amount = credit - debit if account.startswith(INCOME) else debit - credit
        if draft:
            use.draft += amount
        else:
            use.posted += amount
        use.rows.append(row)
    return {
        (department, account, Month(month // 12, month % 12 + 1)): use
        for (department, account, month), use in turnover.items()
    }


def may_be_covered(heading: Heading, left_out: Iterable[LeftOut]) -> bool:
    """Return whether a budget row that was left out may cover this heading; what it lacks may be anything."""
    department, account, month = heading
    return any(
        fold(str(row.values.get("department", department))) == department
        and account.startswith(str(row.values.get("account", "")))
        and row.values.get("month", month) == month
        and row.values.get("year", month.year) == month.year
        for row in left_out
    )
