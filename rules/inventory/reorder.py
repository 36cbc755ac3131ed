"""When to order an item again, and how much: from its demand, its lead time and what is on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Final

from rules.core.money import round_up
from rules.core.rule import Context
from rules.core.table import Books
from rules.core.text import Text, fold
from rules.inventory.demand import Demand, days_measured, measure
from rules.inventory.lookup import known_items
from rules.inventory.records import Item, Movement
from rules.inventory.replenishment import (
    ReorderPoint,
    lead_time_demand,
    order_at_or_below,
    order_up_to_level,
    reorder_point,
    service_factor,
)
from rules.inventory.settings import InventorySettings
from rules.inventory.stock import Stock, stock_of

ZERO: Final = Decimal(0)


class Need(Enum):
    """How badly an item is needed; the value is the title that people read."""

    OUT_OF_STOCK = Text(vi="Hết hàng", en="Out of stock")
    ORDER_SOON = Text(vi="Dưới tồn an toàn", en="Below safety stock")
    ORDER = Text(vi="Cần đặt", en="Order now")
    ENOUGH = Text(vi="Đủ hàng", en="Enough")
    NOT_PLANNED = Text(vi="Không theo dõi", en="Not planned")
    IN_DOUBT = Text(vi="Chờ sửa lỗi", en="Data to be corrected")

    @property
    def is_order(self) -> bool:
        """Return whether something must be ordered, or pressed for."""
        return self in {Need.OUT_OF_STOCK, Need.ORDER_SOON, Need.ORDER}


class Basis(Enum):
    """What a reorder point stands on; the value is the wording in messages."""

    DEMAND = Text(vi="nhu cầu và thời gian giao", en="demand and lead time")
    MINIMUM = Text(vi="mức tồn tối thiểu", en="the minimum stock")
    NONE = Text(vi="chưa đủ dữ liệu", en="too little data")


@dataclass(frozen=True, slots=True)
class Policy:
    """When one item is to be ordered, whatever lies in stock.

    Attributes:
        basis: what the reorder point stands on.
        z: service factor used.
        lead_time: days used; None where neither the item nor the settings name one.
        computed: reorder point and safety stock from demand and lead time; None without a lead time or demand.
        point: the reorder point in whole units, or the minimum stock where that is higher; None where neither is known.
        target: the level that an order fills up to, unrounded.
    """

    basis: Basis
    z: Decimal
    lead_time: Decimal | None
    computed: ReorderPoint | None
    point: Decimal | None
    target: Decimal


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """What is known and advised about one item on the day of the run.

    Attributes:
        row: position of the item in its table.
        on_hand: stock in all warehouses together.
        projected: on hand, less reserved, plus on order.
        demand: demand per day.
        policy: when it is to be ordered.
        need: how badly it is needed.
        suggested: quantity to order, a multiple of the pack; zero where nothing is to be ordered.
    """

    row: int
    on_hand: Decimal
    projected: Decimal
    demand: Demand
    policy: Policy
    need: Need
    suggested: Decimal

    @property
    def days_of_cover(self) -> Decimal | None:
        """Return for how many days what is on hand lasts, to one decimal; None without demand."""
        if self.demand.mean == 0:
            return None
        return max(ZERO, self.on_hand / self.demand.mean).quantize(Decimal("0.1"))


def plans_of(books: Books, context: Context) -> Mapping[int, ItemPlan]:
    """Return the plan of every item by its position in the table, worked out once for these books.

    There is none where the office keeps no movements: nothing is known of its stock.
    """
    settings = context.settings(InventorySettings)
    key = ("plans", context.as_of, settings)
    return books.once(key, partial(_plans, books, context, settings))


def _plans(books: Books, context: Context, settings: InventorySettings) -> dict[int, ItemPlan]:
    if not books.table(Movement).present:
        return {}
    stock, items = stock_of(books, context), known_items(books)
    days = days_measured(context.as_of, stock.first_day, settings.demand_days)
    plans = {}
    for item in books.table(Item):
        code = fold(item.code)
        if items.rows[code] != item.row:
            continue  # a doubled code is found as such; its stock is planned once
        demand = measure(stock.issues.get(code, {}), context.as_of, days)
        plans[item.row] = plan_item(item, stock, demand, policy_of(item, demand, settings))
    return plans


def policy_of(item: Item, demand: Demand, settings: InventorySettings) -> Policy:
    """Return when an item is to be ordered.

    Args:
        item: the item.
        demand: its demand per day.
        settings: what holds where the item names nothing of its own.
    """
    lead_time = settings.default_lead_time if item.lead_time is None else item.lead_time
    z = service_factor(settings.service_level if item.service_level is None else item.service_level)
    minimum = item.minimum or ZERO
    if lead_time is None or demand.mean == 0:
        if minimum == 0:
            return Policy(Basis.NONE, z, lead_time, None, None, ZERO)
        return Policy(Basis.MINIMUM, z, lead_time, None, minimum, minimum)
    computed = reorder_point(lead_time_demand(demand.mean, demand.deviation, lead_time, item.lead_time_sd), z)
    periods = lead_time + settings.review_days
    up_to = order_up_to_level(demand.mean, demand.deviation, periods, z, item.lead_time_sd)
    rounded = Decimal(computed.rounded)
    basis = Basis.MINIMUM if minimum > rounded else Basis.DEMAND
    point = max(minimum, rounded)
    # A minimum that staff set can lie above the level of regular reviews.
    return Policy(basis, z, lead_time, computed, point, max(up_to.amount, point))


def plan_item(item: Item, stock: Stock, demand: Demand, policy: Policy) -> ItemPlan:
    """Return what is advised for one item.

    Args:
        item: the item.
        stock: the stock of the office.
        demand: the item's demand per day.
        policy: when it is to be ordered.
    """
    code = fold(item.code)
    on_hand = stock.on_hand.get(code, ZERO)
    projected = on_hand - item.reserved + item.on_order
    need = _need(on_hand, projected, demand, policy, stock.doubt.missing(code))
    # Below zero stands for a row that is missing in the books; to order goods for it would be to order them twice.
    suggested = _suggested(projected - min(on_hand, ZERO), policy, item.pack) if need.is_order else ZERO
    return ItemPlan(item.row, on_hand, projected, demand, policy, need, suggested)


def _need(on_hand: Decimal, projected: Decimal, demand: Demand, policy: Policy, missing: Decimal) -> Need:
    """Return how badly an item is needed, where so much more of it may be missing from the books."""
    sure = _sure_need(on_hand, projected, demand, policy)
    if not sure.is_order or missing == 0:
        return sure
    return sure if _sure_need(on_hand + missing, projected + missing, demand, policy) is sure else Need.IN_DOUBT


def _sure_need(on_hand: Decimal, projected: Decimal, demand: Demand, policy: Policy) -> Need:
    if on_hand <= 0 and demand.mean > 0:
        return Need.OUT_OF_STOCK
    if policy.point is None:
        return Need.NOT_PLANNED
    if projected > policy.point:
        return Need.ENOUGH
    if policy.computed is not None and projected <= policy.computed.safety_stock.amount:
        return Need.ORDER_SOON
    return Need.ORDER


def _suggested(projected: Decimal, policy: Policy, pack: Decimal) -> Decimal:
    """Return how much to order, in whole packs and at least one; nothing where enough is on order already."""
    if policy.point is None:
        return ZERO
    quantity = max(pack, policy.target - projected)
    return round_up(order_at_or_below(projected, policy.point, quantity), pack)
