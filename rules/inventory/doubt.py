"""What rows that could not be counted might have brought: the benefit of the doubt.

A receipt whose quantity cannot be read is one mistake. Without this module it would also come up as negative stock,
as an item to order and as a count that is off. So a finding about an item is held back as long as rows of that very
item, which are reported where they stand, could explain it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from rules.inventory.lookup import Known
from rules.inventory.records import MovementType

ANYWHERE: Final = ""
"""Stands for a warehouse that could not be told."""

_NOTHING: Final = Decimal(0)
_ANY_QUANTITY: Final = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Quantities that may be missing from the stock, by item as compared.

    Attributes:
        by_place: (item, warehouse) -> how much more there may be; infinite where no quantity could be read.
        by_item: item -> how much more there may be in all warehouses together.
        touched: (item, warehouse) of every row that was not counted, inward or outward.
    """

    by_place: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    by_item: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    touched: set[tuple[str, str]] = field(default_factory=set)

    def missing_at(self, item: str, warehouse: str) -> Decimal:
        """Return how much more of an item there may be in a warehouse than was counted."""
        return self.by_place.get((item, warehouse), _NOTHING) + self.by_place.get((item, ANYWHERE), _NOTHING)

    def missing(self, item: str) -> Decimal:
        """Return how much more of an item there may be in all warehouses together."""
        return self.by_item.get(item, _NOTHING)

    def touches(self, item: str, warehouse: str) -> bool:
        """Return whether any row of the item in the warehouse was not counted."""
        return (item, warehouse) in self.touched or (item, ANYWHERE) in self.touched


def doubt_of(rows: Iterable[Mapping[str, Any]], items: Known, warehouses: Known) -> Doubt:
    """Return what rows that were not counted leave open.

    Rows whose item is unknown or unreadable are passed over: they could belong to any item, and to hold back every
    finding because of them would hide more than it spares.

    Args:
        rows: field name -> value, as far as it could be read.
        items: the list of items.
        warehouses: the list of warehouses.
    """
    doubt = Doubt()
    for values in rows:
        item = _code(values, "item", items)
        if item:
            _add(doubt, item, values, warehouses)
    return doubt


def _add(doubt: Doubt, item: str, values: Mapping[str, Any], warehouses: Known) -> None:
    kind, quantity = _kind_and_quantity(values)
    here = _code(values, "warehouse", warehouses) or ANYWHERE
    doubt.touched.add((item, here))
    if kind is MovementType.ISSUE:
        return
    if kind is MovementType.TRANSFER:
        there = _code(values, "to_warehouse", warehouses)
        arrival = there if there and there != here else ANYWHERE
        doubt.touched.add((item, arrival))
        doubt.by_place[item, arrival] += quantity
        return
    doubt.by_place[item, here] += quantity
    doubt.by_item[item] += quantity


def _kind_and_quantity(values: Mapping[str, Any]) -> tuple[MovementType | None, Decimal]:
    """Return what the row says it is, and how much it may have brought at most.

    Opening stock has no type, nor has a row of a stock card that was left out: its quantity is the received one.
    """
    kind, quantity = values.get("type"), values.get("quantity")
    if kind is None and "quantity" in values and not quantity:
        kind = MovementType.ISSUE  # a stock card's row whose column of receipts is blank brought nothing
    if kind is MovementType.COUNT or not isinstance(quantity, Decimal) or quantity <= 0:
        return kind, _ANY_QUANTITY
    return kind, quantity


def doubt_doubled(doubt: Doubt, rows: Iterable[Mapping[str, Any]], items: Known, warehouses: Known) -> None:
    """Add what was taken out by counted rows that bear another row's key, and so may have been entered twice."""
    for values in rows:
        item, here, kind = items.usable(values["item"]), warehouses.usable(values["warehouse"]), values.get("type")
        doubt.touched.add((item, here))
        if kind in (MovementType.ISSUE, MovementType.TRANSFER):
            doubt.by_place[item, here] += values["quantity"]
        if kind is MovementType.ISSUE:
            doubt.by_item[item] += values["quantity"]


def _code(values: Mapping[str, Any], name: str, known: Known) -> str:
    value = values.get(name)
    return known.usable(value) if isinstance(value, str) else ""
