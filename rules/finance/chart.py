"""The chart of accounts as the rules ask it: what is known, what is a leaf, what an unknown child belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.core.table import Books, Table
from rules.core.text import fold
from rules.finance.records import Account


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of accounts, by folded code.

    Attributes:
        names: code -> name, of every account whose row is valid.
        known: all codes, also of rows that were left out because something else in them is wrong.
        inactive: codes of accounts no longer in use.
        children: code -> codes of the accounts below it that are in use, in order.
    """

    names: Mapping[str, str]
    known: frozenset[str]
    inactive: frozenset[str]
    children: Mapping[str, tuple[str, ...]]

    def name(self, account: str) -> str:
        """Return the name of an account, or of its longest known prefix; empty where there is none."""
        for length in range(len(account), 0, -1):
            if account[:length] in self.names:
                return self.names[account[:length]]
        return ""


def chart_of(books: Books) -> Chart:
    """Return the chart of accounts."""
    return books.once("finance.chart", lambda: _build(books.table(Account)))


def _build(accounts: Table[Account]) -> Chart:
    codes = [fold(code) for code in accounts.columns["code"]]
    left_out = {fold(str(row.values["code"])) for row in accounts.left_out if row.values.get("code")}
    inactive = {code for code, active in zip(codes, accounts.columns["active"], strict=True) if not active}
    known = frozenset(codes) | left_out
    children: dict[str, list[str]] = {}
    for code in sorted(known - inactive):
        for parent in (code[:length] for length in range(1, len(code))):
            if parent in known:
                children.setdefault(parent, []).append(code)
    return Chart(
        names=dict(zip(codes, accounts.columns["name"], strict=True)),
        known=known,
        inactive=frozenset(inactive),
        children={parent: tuple(below) for parent, below in children.items()},
    )
