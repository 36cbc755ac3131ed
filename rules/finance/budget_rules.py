"""Rules on the budget: how much of each line is used, and what is spent without one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from rules.core.finding import Finding
from rules.core.message import Message
from rules.core.period import Month
from rules.core.rule import Context
from rules.core.table import Books
from rules.finance.budget_use import INCOME, Use, budget_use, may_be_covered
from rules.finance.fiscal_year import fiscal_year_of
from rules.finance.messages import BUDGET_EXCEEDED, BUDGET_NOTICE, BUDGET_WARNING, NO_BUDGET
from rules.finance.records import BudgetLine, JournalLine
from rules.finance.settings import FinanceSettings

STEPS = (BUDGET_NOTICE, BUDGET_WARNING, BUDGET_EXCEEDED)
"""The steps of a budget that is used up, mildest first."""

_TENTH_OF_A_PERCENT = Decimal("0.001")


def share_used(used: Decimal, budget: Decimal) -> Decimal | None:
    """Return used over budget as a fraction; None where the budget is zero, since no share of it can be told.

    Cut to tenths of a percent, so that 99.99 % never reads as a budget used up.
    """
    return (used / budget).quantize(_TENTH_OF_A_PERCENT, rounding=ROUND_DOWN) if budget else None


def step_of(used: Decimal, budget: Decimal, settings: FinanceSettings) -> Message | None:
    """Return the highest step that a budget line has reached, or None.

    Args:
        used: posted and draft amounts, in the office's currency.
        budget: the month's budget. Anything spent on a budget of zero uses it up.
        settings: the thresholds.
    """
    if used <= 0:
        return None
    limits = (settings.budget_error, settings.budget_warning, settings.budget_notice)
    reached = zip(limits, reversed(STEPS), strict=True)
    return next((message for limit, message in reached if used >= limit * budget), None)


def budgets_are_kept(books: Books, context: Context) -> Iterator[Finding]:
    """Report the highest step that each budget line of costs has reached. For income a budget is a target, no limit."""
    if not books.table(BudgetLine).rows:
        return
    settings = context.settings(FinanceSettings)
    this_month = Month.of(context.as_of)
    uses = budget_use(books, context).by_line
    for line, use in zip(books.table(BudgetLine), uses, strict=True):
        if not line.account.startswith(INCOME):
            message = step_of(use.used, line.amount, settings)
            past = line.month < this_month and not settings.budget_past_months
            if message is not None and not (past and message is not BUDGET_EXCEEDED):
                yield _budget_finding(books, line.row, use, message)


def _budget_finding(books: Books, row: int, use: Use, message: Message) -> Finding:
    budget = books.table(BudgetLine)
    line = budget[row]
    return budget.finding(
        message,
        row,
        "amount",
        level=Decimal(STEPS.index(message) + 1),
        department=line.department,
        account=line.account,
        month=line.month.first_day,
        used=use.used,
        draft=use.draft,
        budget=line.amount,
        share=share_used(use.used, line.amount),
        left=line.amount - use.used,
        over=use.used - line.amount,
    )


def spending_has_a_budget(books: Books, context: Context) -> Iterator[Finding]:
    """Report costs of a department for which no budget line exists in that month.

    Looked at are the fiscal years for which there is a budget at all, and only lines that name a department.
    """
    budget, journal = books.table(BudgetLine), books.table(JournalLine)
    if not budget.rows:
        return
    settings = context.settings(FinanceSettings)
    start = settings.fiscal_year_start
    budgeted_years = {fiscal_year_of(month, start) for month in set(budget.columns["month"])}
    for heading, use in budget_use(books, context).without_line.items():
        _, account, month = heading
        counts = fiscal_year_of(month, start) in budgeted_years and use.used > settings.unbudgeted_minimum
        if counts and not may_be_covered(heading, budget.left_out):
            department = journal.columns["department"][use.rows[0]]
            yield journal.finding(
                NO_BUDGET,
                use.rows[0],
                "account",
                key=(department, account, str(month)),
                department=department,
                account=account,
                month=month.first_day,
                used=use.used,
                draft=use.draft,
            )
