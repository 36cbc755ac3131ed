"""Rules on the account of a journal line: it exists, is a leaf, is in use, and has not been retired by law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from rules.core.finding import Finding
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.finance.chart import Chart, chart_of
from rules.finance.messages import INACTIVE_ACCOUNT, NOT_A_LEAF, RETIRED_ACCOUNT, UNKNOWN_ACCOUNT
from rules.finance.records import Account, JournalLine
from rules.finance.settings import AccountingRegime, FinanceSettings

RETIRED_ACCOUNTS: Final = ("311", "417", "441", "611", "631")
"""Accounts of Circular 200/2014 that Circular 99/2025/TT-BTC no longer has."""

RETIRED_FROM: Final = dt.date(2026, 1, 1)
"""First day on which Circular 99/2025/TT-BTC applies."""

_LISTED_CHILDREN: Final = 5


def accounts_exist_and_take_postings(books: Books, _context: Context) -> Iterator[Finding]:
    """Report lines on an account that is unknown, a summary account, or no longer in use.

    Without a chart of accounts nothing can be said. Of several faults of one account only the first is reported.
    """
    journal = books.table(JournalLine)
    if not books.table(Account).rows:
        return
    chart = chart_of(books)
    faulty = {account for account in set(journal.columns["account"]) if _is_faulty(chart, account.casefold())}
    for row, account in enumerate(journal.columns["account"]):
        if account in faulty:
            yield _account_finding(journal, row, account, chart)


def _is_faulty(chart: Chart, account: str) -> bool:
    return account not in chart.known or account in chart.children or account in chart.inactive


def _account_finding(journal: Table[JournalLine], row: int, account: str, chart: Chart) -> Finding:
    folded = account.casefold()
    if folded not in chart.known:
        return journal.finding(UNKNOWN_ACCOUNT, row, "account", account=account)
    if folded in chart.children:
        children = tuple(child.upper() for child in chart.children[folded])
        shown = (*children[:_LISTED_CHILDREN], "…") if len(children) > _LISTED_CHILDREN else children
        return journal.finding(NOT_A_LEAF, row, "account", account=account, children=shown)
    return journal.finding(INACTIVE_ACCOUNT, row, "account", account=account, name=chart.names[folded])


def accounts_are_not_retired(books: Books, context: Context) -> Iterator[Finding]:
    """Report lines from 2026 on that use an account which Circular 99/2025/TT-BTC retired.

    An account that is not in the chart is reported as unknown and not here again.
    """
    if context.country != "vn" or context.settings(FinanceSettings).regime is not AccountingRegime.TT99:
        return
    journal = books.table(JournalLine)
    chart = chart_of(books)
    retired = {account for account in set(journal.columns["account"]) if account.startswith(RETIRED_ACCOUNTS)}
    if chart.known:
        retired = {account for account in retired if account.casefold() in chart.known}
    for row, account in enumerate(journal.columns["account"]):
        if account in retired and (day := journal.columns["date"][row]) >= RETIRED_FROM:
            yield journal.finding(RETIRED_ACCOUNT, row, "account", account=account, date=day)
