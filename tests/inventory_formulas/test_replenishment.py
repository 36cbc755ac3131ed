from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.core.statistics import normal_quantile
from rules.inventory.replenishment import (
    LeadTimeDemand,
    MultipleRounding,
    lead_time_demand,
    order_at_or_below,
    order_to_maximum,
    order_up_to_level,
    reorder_point,
    service_factor,
)

quantities = st.decimals(-1000, 1000, places=2)
packs = st.decimals("0.5", 50, places=1)


@pytest.mark.parametrize(("level", "z"), [("0.5", "0"), ("0.95", "1.64485362695147"), ("0.999", "3.09023230616781")])
def test_the_service_factor_is_the_exact_quantile(level, z):
    assert service_factor(Decimal(level)) == Decimal(z)


@pytest.mark.parametrize("level", ["0", "1", "95"])
def test_a_service_level_is_a_fraction_between_nothing_and_certainty(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_quantile(Decimal(level))


def test_chance_in_demand_and_in_lead_time_both_count():
    assert lead_time_demand(Decimal(10), Decimal(3), Decimal(4), Decimal("0.8")) == LeadTimeDemand(
        Decimal(40), Decimal(10)
    )


def test_the_reorder_point_is_mean_demand_and_safety_stock_rounded_up():
    point = reorder_point(LeadTimeDemand(Decimal(40), Decimal(10)), Decimal("1.65"))
    assert (point.safety_stock.amount, point.level.amount, point.rounded) == (Decimal("16.5"), Decimal("56.5"), 57)
    assert point.level.children == (point.safety_stock,)


def test_the_order_up_to_level_covers_review_and_lead_time():
    assert order_up_to_level(Decimal(20), Decimal(3), Decimal(4), Decimal(2)).amount == 92


def test_the_order_up_to_level_counts_an_uncertain_lead_time():
    # √(4·3² + 2²·4²) = √(36 + 64) = 10, so 2·4 + 2·10.
    assert order_up_to_level(Decimal(2), Decimal(3), Decimal(4), Decimal(2), Decimal(4)).amount == 28


@pytest.mark.parametrize(
    ("projected", "level", "quantity", "order"),
    [(10, 10, 3, 3), (9, 10, 0, 1), (11, 10, 3, 0), (0, 0, 0, 0), (-4, 0, 0, 0), (-4, 0, 2, 4), (-4, 1, 0, 5)],
)
def test_stock_at_the_level_triggers_an_order(projected, level, quantity, order):
    assert order_at_or_below(Decimal(projected), Decimal(level), Decimal(quantity)) == order


@given(forecast=quantities, minimum=quantities, maximum=quantities, pack=packs)
def test_orders_are_whole_packs_on_the_right_side_of_the_maximum(forecast, minimum, maximum, pack):
    up = order_to_maximum(forecast, minimum, maximum, pack)
    down = order_to_maximum(forecast, minimum, maximum, pack, MultipleRounding.NOT_ABOVE_MAXIMUM)
    if forecast >= minimum:
        assert up == down == 0
        return
    top = max(minimum, maximum)
    assert up % pack == down % pack == 0
    assert forecast + down <= top <= forecast + up
    assert up - down in {0, pack}
