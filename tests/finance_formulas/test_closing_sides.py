from __future__ import annotations

import pytest

from rules.finance.closing_sides import ClosingSide, allowed_closing_side


@pytest.mark.parametrize(
    ("account", "side"),
    [
        ("1111", ClosingSide.DEBIT),
        ("156", ClosingSide.DEBIT),
        ("2141", ClosingSide.CREDIT),
        ("131", ClosingSide.EITHER),
        ("3388", ClosingSide.EITHER),
        ("64228", ClosingSide.ZERO_AT_YEAR_END),
        ("4212", None),
        ("", None),
    ],
)
def test_an_account_takes_the_side_of_its_longest_known_prefix(account, side):
    assert allowed_closing_side(account) is side
