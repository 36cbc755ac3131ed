"""The budget: twelve months by department and account, wide enough for what was spent but for a few known months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from templates.sample.generator import names
from templates.sample.generator.ledger import MILLION, YEAR
from templates.sample.generator.model import Answer, Row
from templates.sample.generator.vouchers import Voucher

TAB: Final = "Ngân sách"
_WIDE: Final = Fraction(70, 100)
"""No month without a seeded case uses more of its budget than this; the first notice comes at 80 %."""

Heading = tuple[str, str]
"""Department and account."""

_CASES: Final = (
    ("FIN701", (names.STORE, "6417"), 10, Fraction(85, 100)),
    ("FIN702", (names.OFFICE, "6427"), 9, Fraction(94, 100)),
    ("FIN703", (names.SALES, "6417"), 10, Fraction(108, 100)),
)
"""Code, heading, month, and the part of the month's budget that was used."""


def spending(vouchers: Iterable[Voucher]) -> dict[Heading, dict[int, int]]:
    """Return what each department spent by account and month, drafts included."""
    spent: dict[Heading, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for voucher in vouchers:
        for line in voucher.lines:
            if line.department:
                spent[line.department, line.account][voucher.date.month] += line.debit - line.credit
    return spent


def make_budget(vouchers: Iterable[Voucher]) -> tuple[list[Row], list[Answer]]:
    """Return the budget's rows, one a department and account, and the findings that its tight months must lead to."""
    rows: dict[Heading, Row] = {}
    spent = spending(vouchers)
    for department, account in sorted(spent):
        highest = max(spent[department, account].values())
        amount = _rounded_up(highest / _WIDE, MILLION)
        months = {f"month_{month}": amount for month in range(1, 13)}
        rows[department, account] = {"department": department, "account": account, "year": YEAR, **months}
    answers = []
    for code, heading, month, used in _CASES:
        rows[heading][f"month_{month}"] = _rounded_up(spent[heading][month] / used, 10_000)
        answers.append(Answer(code, "finance", TAB, (*heading, f"{YEAR}-{month:02d}"), "amount"))
    return list(rows.values()), answers


def _rounded_up(amount: Fraction, step: int) -> int:
    return -int(-amount // step) * step
