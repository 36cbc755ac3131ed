"""Rules on what is to be ordered: out of stock, at or below the reorder point, and items that cannot be planned."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from rules.core.finding import Finding
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.inventory import messages
from rules.inventory.records import Item
from rules.inventory.reorder import ItemPlan, Need, plans_of

_LEVELS: Final = {Need.ORDER: Decimal(1), Need.ORDER_SOON: Decimal(2), Need.OUT_OF_STOCK: Decimal(3)}
"""How far an alert has gone; on a higher level it is mailed again."""


def items_to_order(books: Books, context: Context) -> Iterator[Finding]:
    """Find items that have run out (INV302) or have come down to their reorder point (INV301), never both."""
    items = books.table(Item)
    for plan in plans_of(books, context).values():
        if plan.need.is_order:
            yield _order_finding(items, plan)


def missing_lead_times(books: Books, context: Context) -> Iterator[Finding]:
    """Find items that are in demand but have no lead time, so that no reorder point follows from demand (INV502)."""
    items = books.table(Item)
    for plan in plans_of(books, context).values():
        if plan.demand.mean > 0 and plan.policy.lead_time is None:
            item = items[plan.row]
            yield items.finding(
                messages.NO_LEAD_TIME,
                plan.row,
                "lead_time",
                item=item.code,
                name=item.name,
                unit=item.unit,
                demand=rounded(plan.demand.mean),
            )


def _order_finding(items: Table[Item], plan: ItemPlan) -> Finding:
    item, policy = items[plan.row], plan.policy
    safety = None if policy.computed is None else rounded(policy.computed.safety_stock.amount)
    return items.finding(
        messages.OUT_OF_STOCK if plan.need is Need.OUT_OF_STOCK else messages.REORDER,
        plan.row,
        "code",
        level=_LEVELS[plan.need],
        item=item.code,
        name=item.name,
        unit=item.unit,
        pack=item.pack,
        on_hand=plan.on_hand,
        on_order=item.on_order,
        reserved=item.reserved,
        projected=plan.projected,
        reorder_point=policy.point,
        suggested=plan.suggested,
        basis=policy.basis.value,
        demand=rounded(plan.demand.mean),
        lead_time=policy.lead_time,
        safety_stock=safety,
        minimum=item.minimum,
    )


def rounded(quantity: Decimal) -> Decimal:
    """Return a quantity as it is shown: to two decimals, without digits that say nothing."""
    return quantity.quantize(Decimal("0.01"))
