"""Safety stock, reorder point and order quantity: quantities in the item's unit, times in one unit throughout."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.core.money import round_down, round_up
from rules.core.statistics import normal_quantile
from rules.core.trace import Traced

ZERO = Decimal(0)


class MultipleRounding(StrEnum):
    """How an order is brought to a multiple of the pack: up, or to the largest that keeps within the maximum."""

    UP = "up"
    NOT_ABOVE_MAXIMUM = "not_above_max"


@dataclass(frozen=True, slots=True)
class LeadTimeDemand:
    """Demand over the lead time: its mean and its standard deviation, in units."""

    mean: Decimal
    deviation: Decimal


@dataclass(frozen=True, slots=True)
class ReorderPoint:
    """When to order.

    Attributes:
        safety_stock: Stock held against chance, unrounded.
        level: Mean demand over the lead time and the safety stock, unrounded.
        rounded: The level rounded up to a whole unit.
    """

    safety_stock: Traced
    level: Traced
    rounded: int


def service_factor(service_level: Decimal) -> Decimal:
    """Return z, the exact normal quantile of a service level: 0.95 gives 1.6448536...

    Args:
        service_level: The share of lead times without a shortage, a fraction strictly between 0 and 1.

    Raises:
        ValueError: The service level is not strictly between 0 and 1.
    """
    return normal_quantile(service_level)


def deviation_over_lead_time(
    demand_mean: Decimal, demand_deviation: Decimal, lead_time: Decimal, lead_time_deviation: Decimal = ZERO
) -> Decimal:
    """Return the standard deviation of demand over the lead time: √(L·σ² + μ²·σ_L²), units.

    Args:
        demand_mean: μ, units a period.
        demand_deviation: σ, units a period.
        lead_time: L, periods.
        lead_time_deviation: σ_L, periods.
    """
    variance = lead_time * demand_deviation**2 + demand_mean**2 * lead_time_deviation**2
    return variance.sqrt()


def lead_time_demand(
    demand_mean: Decimal, demand_deviation: Decimal, lead_time: Decimal, lead_time_deviation: Decimal = ZERO
) -> LeadTimeDemand:
    """Return demand over the lead time; arguments as in `deviation_over_lead_time`."""
    deviation = deviation_over_lead_time(demand_mean, demand_deviation, lead_time, lead_time_deviation)
    return LeadTimeDemand(demand_mean * lead_time, deviation)


def safety_stock(z: Decimal, deviation: Decimal) -> Traced:
    """Return the stock held against chance: z times the deviation of demand over the lead time, unrounded."""
    return Traced(
        "safety_stock",
        z * deviation,
        (("z", z), ("deviation", deviation)),
        formula_vi="z × độ lệch chuẩn của nhu cầu trong thời gian chờ hàng",
        formula_en="z × standard deviation of demand over the lead time",
    )


def reorder_point(demand: LeadTimeDemand, z: Decimal) -> ReorderPoint:
    """Return when to order.

    Args:
        demand: Demand over the lead time.
        z: Service factor.
    """
    safety = safety_stock(z, demand.deviation)
    level = Traced(
        "reorder_point",
        demand.mean + safety.amount,
        (("mean_demand", demand.mean), ("safety_stock", safety.amount)),
        formula_vi="nhu cầu trung bình trong thời gian chờ hàng + tồn kho an toàn",
        formula_en="mean demand over the lead time + safety stock",
        children=(safety,),
    )
    return ReorderPoint(safety, level, int(round_up(level.amount)))


def order_up_to_level(
    demand_mean: Decimal,
    demand_deviation: Decimal,
    periods: Decimal,
    z: Decimal,
    lead_time_deviation: Decimal = ZERO,
) -> Traced:
    """Return the level to order up to where stock is reviewed at fixed intervals, unrounded.

    Args:
        demand_mean: Units a period.
        demand_deviation: Units a period.
        periods: Review interval and lead time together, periods.
        z: Service factor.
        lead_time_deviation: Standard deviation of the lead time, periods; a late delivery is late with the whole order.
    """
    demand = lead_time_demand(demand_mean, demand_deviation, periods, lead_time_deviation)
    safety = safety_stock(z, demand.deviation)
    return Traced(
        "order_up_to",
        demand.mean + safety.amount,
        (("mean_demand", demand.mean), ("safety_stock", safety.amount), ("periods", periods)),
        formula_vi="nhu cầu trong chu kỳ kiểm tra và thời gian chờ hàng + tồn kho an toàn",
        formula_en="demand over review interval and lead time + safety stock",
        children=(safety,),
    )


def order_at_or_below(projected: Decimal, level: Decimal, quantity: Decimal) -> Decimal:
    """Return how much to order where stock at or below the level triggers an order.

    Args:
        projected: On hand, less reserved, plus on order.
        level: Reorder level.
        quantity: Usual order quantity; where neither it nor the level is set, nothing is ordered.
    """
    is_set = level != 0 or quantity != 0
    return max(quantity, level - projected) if is_set and projected <= level else ZERO


def order_to_maximum(
    forecast: Decimal,
    minimum: Decimal,
    maximum: Decimal,
    multiple: Decimal,
    rounding: MultipleRounding = MultipleRounding.UP,
) -> Decimal:
    """Return how much to order where stock strictly below the minimum is filled to the maximum.

    Args:
        forecast: Stock expected at the end of the lead time.
        minimum: Below this an order is due.
        maximum: Level to fill up to; the minimum where that is higher.
        multiple: Pack size; zero: any quantity.
        rounding: How the order is brought to the multiple.
    """
    if forecast >= minimum:
        return ZERO
    missing = max(minimum, maximum) - forecast
    return round_up(missing, multiple) if rounding is MultipleRounding.UP else round_down(missing, multiple)
