"""Calls the product's stock formulas with the inputs of a published case."""

from __future__ import annotations

from decimal import Decimal

from rules.inventory.replenishment import (
    LeadTimeDemand,
    MultipleRounding,
    deviation_over_lead_time,
    order_at_or_below,
    order_to_maximum,
    order_up_to_level,
    reorder_point,
    safety_stock,
    service_factor,
)
from tests.published.cases import Case, CaseFormatError
from tests.published.inputs import Inputs

ZERO = Decimal(0)


def safety_stock_of(case: Case) -> dict:
    inputs = Inputs(case)
    z, deviation = _service_factor(inputs), _deviation(inputs)
    computed = {"safety_stock": safety_stock(z, deviation).amount}
    if inputs.has("mean_lead_time_demand"):
        demand = LeadTimeDemand(inputs.number("mean_lead_time_demand"), deviation)
        computed["reorder_point"] = reorder_point(demand, z).level.amount
    return computed


def reorder_point_of(case: Case) -> dict:
    inputs = Inputs(case)
    mean = inputs.number("mean_lead_time_demand", None)
    if mean is None:
        mean = inputs.number("demand_mean") * inputs.number("lead_time")
    point = reorder_point(LeadTimeDemand(mean, _deviation(inputs)), _service_factor(inputs))
    return {
        "safety_stock": point.safety_stock.amount,
        "reorder_point": point.level.amount,
        "reorder_point_rounded": point.rounded,
    }


def order_up_to(case: Case) -> dict:
    inputs = Inputs(case)
    level = order_up_to_level(
        inputs.number("demand_mean_week"),
        inputs.number("demand_sd_week"),
        inputs.number("review_plus_lead_weeks"),
        inputs.number("z"),
    )
    return {"order_up_to": level.amount}


def z_value(case: Case) -> dict:
    return {"z": service_factor(Inputs(case).number("service_level"))}


def reorder_erpnext(case: Case) -> dict:
    inputs = Inputs(case)
    return {
        "order_qty": order_at_or_below(
            inputs.number("projected_qty"), inputs.number("reorder_level"), inputs.number("reorder_qty")
        )
    }


def reorder_minmax_multiple(case: Case) -> dict:
    inputs = Inputs(case)
    mode = inputs.text("mode", "up")
    if mode not in set(MultipleRounding):
        raise CaseFormatError(f"{case.id}: unknown mode {mode}")
    quantity = order_to_maximum(
        inputs.number("forecast"),
        inputs.number("minimum"),
        inputs.number("maximum"),
        inputs.number("multiple", ZERO),
        MultipleRounding(mode),
    )
    return {"order_qty": quantity}


def _service_factor(inputs: Inputs) -> Decimal:
    return inputs.number("z") if inputs.has("z") else service_factor(inputs.number("service_level"))


def _deviation(inputs: Inputs) -> Decimal:
    """Return the deviation over the lead time as given, or from demand and lead time.

    Without chance in the lead time its mean demand has no part in it; without chance at all there is none.
    """
    if inputs.has("sd_lead_time_demand"):
        return inputs.number("sd_lead_time_demand")
    is_reorder_point = inputs.case.topic == "reorder_point"
    demand_deviation = inputs.number("demand_sd", ZERO) if is_reorder_point else inputs.number("demand_sd")
    lead_time_deviation = inputs.number("lead_time_sd", ZERO)
    mean = inputs.number("demand_mean") if lead_time_deviation else ZERO
    lead_time = inputs.number("lead_time") if demand_deviation else ZERO
    return deviation_over_lead_time(mean, demand_deviation, lead_time, lead_time_deviation)


COVERED = {
    "safety_stock": safety_stock_of,
    "reorder_point": reorder_point_of,
    "order_up_to": order_up_to,
    "z_value": z_value,
    "reorder_erpnext": reorder_erpnext,
    "reorder_minmax_multiple": reorder_minmax_multiple,
}
