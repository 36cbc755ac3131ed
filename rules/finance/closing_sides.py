"""On which side an account may close, by the first digits of its number.

After the balance checks that bookkeepers run before the financial statements: assets never close in credit,
depreciation, provisions, loans and capital never in debit, accounts with partners on either side, and income and cost
accounts are empty at the end of the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class ClosingSide(StrEnum):
    """The side on which an account may close."""

    DEBIT = "debit"
    CREDIT = "credit"
    EITHER = "either"
    ZERO_AT_YEAR_END = "zero at year end"


ALLOWED_SIDES: Final[Mapping[str, ClosingSide]] = MappingProxyType(
    dict.fromkeys(("111", "112", "121", "128", "133", "15", "211", "213", "242"), ClosingSide.DEBIT)
    | dict.fromkeys(("214", "229", "341", "411"), ClosingSide.CREDIT)
    | dict.fromkeys(("131", "138", "141", "331", "333", "334", "338"), ClosingSide.EITHER)
    | dict.fromkeys(("5", "6", "7", "8", "9"), ClosingSide.ZERO_AT_YEAR_END)
)
"""First digits of an account number -> the side on which it may close."""


def allowed_closing_side(account: str) -> ClosingSide | None:
    """Return the side on which an account may close, by its longest known first digits; None where no rule is known."""
    prefixes = (account[:length] for length in range(len(account), 0, -1))
    return next((ALLOWED_SIDES[prefix] for prefix in prefixes if prefix in ALLOWED_SIDES), None)
