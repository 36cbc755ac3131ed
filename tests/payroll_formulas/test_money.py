from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.core.money import minor_units, round_down, round_money, round_up


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("2.5", "3"), ("-2.5", "-3"), ("2.4999", "2"), ("-0.4", "0"), ("1e12", "1000000000000")],
)
def test_a_half_is_rounded_away_from_zero(amount, rounded):
    assert str(round_money(Decimal(amount))) == rounded


def test_an_exact_half_stays_a_half_after_a_division_that_does_not_end():
    assert Decimal(55) / 3 * Decimal("2.1") < Decimal("38.5")
    assert round_money(Decimal(55) / 3 * Decimal("2.1")) == 39


@pytest.mark.parametrize(("currency", "rounded"), [("VND", "2"), ("usd", "1.51"), ("KWD", "1.505"), ("EUR", "1.51")])
def test_each_currency_has_its_own_smallest_unit(currency, rounded):
    assert str(round_money(Decimal("1.505"), currency)) == rounded
    assert minor_units(currency) == len(rounded.partition(".")[2])


@given(
    wage=st.integers(-(10**12), 10**12),
    divisor=st.integers(1, 400),
    factor=st.sampled_from([Decimal(1), Decimal("1.5"), Decimal("2.1"), Decimal("0.005")]),
)
def test_rounding_a_quotient_is_rounding_the_exact_fraction(wage, divisor, factor):
    numerator, denominator = (abs(wage) * factor).as_integer_ratio()
    exact = (2 * numerator + denominator * divisor) // (2 * denominator * divisor)
    sign = -1 if wage < 0 else 1
    assert round_money(Decimal(wage) / divisor * factor) == sign * exact


@pytest.mark.parametrize(
    ("quantity", "step", "up", "down"),
    [("17", "5", "20", "15"), ("20", "5", "20", "20"), ("-3", "2", "-2", "-4"), ("7.2", "0", "7.2", "7.2")],
)
def test_quantities_go_up_or_down_to_a_multiple(quantity, step, up, down):
    assert round_up(Decimal(quantity), Decimal(step)) == Decimal(up)
    assert round_down(Decimal(quantity), Decimal(step)) == Decimal(down)


def test_a_whole_quantity_behind_a_division_is_not_pushed_up():
    assert Decimal(5) / 3 * 3 > 5
    assert round_up(Decimal(5) / 3 * 3) == 5
