"""Finance: the journal, the budget and their reports."""

from __future__ import annotations

import datetime as dt

from rules.core.rule import Closing, Context, Department
from rules.core.text import Text
from rules.finance.account_rules import accounts_are_not_retired, accounts_exist_and_take_postings
from rules.finance.budget_report import BUDGET_COLUMNS, budget_report
from rules.finance.budget_rules import budgets_are_kept, spending_has_a_budget
from rules.finance.explain import explain_finance
from rules.finance.layouts import BudgetYear, JournalEntry
from rules.finance.line_rules import (
    amounts_are_present,
    dates_are_not_in_the_future,
    lines_take_one_side,
    negative_amounts_are_reversals,
    receivables_and_payables_name_a_partner,
    value_added_tax_names_an_invoice,
)
from rules.finance.messages import CLOSED_ADDED, CLOSED_CHANGED, CLOSED_REMOVED, MESSAGES
from rules.finance.profit_and_loss import profit_and_loss
from rules.finance.records import Account, BudgetLine, JournalLine
from rules.finance.settings import FinanceSettings
from rules.finance.trial_balance import BALANCE_COLUMNS, trial_balance
from rules.finance.voucher_rules import (
    entries_have_two_accounts,
    vouchers_are_entered_once,
    vouchers_balance,
    vouchers_have_one_date,
)
from rules.finance.voucher_series import voucher_numbers_have_no_gaps


def _closed_through(context: Context) -> dt.date | None:
    return context.settings(FinanceSettings).closed_through


DEPARTMENT = Department(
    name="finance",
    titles=Text(vi="Kế toán", en="Finance"),
    records=(Account, JournalLine, BudgetLine),
    layouts=(JournalEntry, BudgetYear),
    rules=(
        vouchers_balance,
        entries_have_two_accounts,
        accounts_exist_and_take_postings,
        accounts_are_not_retired,
        dates_are_not_in_the_future,
        voucher_numbers_have_no_gaps,
        vouchers_have_one_date,
        vouchers_are_entered_once,
        amounts_are_present,
        negative_amounts_are_reversals,
        lines_take_one_side,
        receivables_and_payables_name_a_partner,
        value_added_tax_names_an_invoice,
        budgets_are_kept,
        spending_has_a_budget,
    ),
    messages=MESSAGES,
    computed=(*BALANCE_COLUMNS, *BUDGET_COLUMNS),
    reports=(trial_balance, profit_and_loss, budget_report),
    settings=FinanceSettings,
    closing=Closing(JournalLine, "date", _closed_through, CLOSED_CHANGED, CLOSED_ADDED, CLOSED_REMOVED),
    explain=explain_finance,
)
