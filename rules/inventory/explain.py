"""``explain item HH001``: where an item's stock, its reorder point and the suggested order come from."""

from __future__ import annotations

from decimal import Decimal

from rules.core.rule import Context, Explanation
from rules.core.table import Books
from rules.core.text import Text, fold
from rules.core.trace import Traced, TracedInput
from rules.inventory.lookup import known_items, known_warehouses
from rules.inventory.records import Item
from rules.inventory.reorder import ItemPlan, plans_of
from rules.inventory.settings import InventorySettings
from rules.inventory.stock import stock_of

WORDS = frozenset({"item", "mat hang", "hang", "inventory"})
"""The words after which an item's code is expected."""


def explain_item(books: Books, context: Context, words: tuple[str, ...]) -> Explanation | None:
    """Return where the figures of one item come from; None where the words name no item.

    Args:
        books: the books.
        context: the day of the run and the settings.
        words: ``("item", CODE)``, or the code alone.
    """
    if len(words) > 1 and words[0].casefold() in WORDS:
        words = words[1:]
    row = known_items(books).rows.get(fold(" ".join(words)))
    plan = None if row is None else plans_of(books, context).get(row)
    if plan is None:
        return None
    item = books.table(Item)[plan.row]
    title = f"{item.code} – {item.name} ({item.unit})"
    lines = (_on_hand(books, context, item), *_point(plan, item, context), _suggested(plan, item))
    return Explanation(Text(vi=title, en=title), lines)


def _on_hand(books: Books, context: Context, item: Item) -> Traced:
    stock, warehouses = stock_of(books, context), known_warehouses(books)
    children = tuple(
        Traced(
            f"on_hand {warehouses.written(warehouse)}",
            position.on_hand,
            (
                ("opening", position.opening),
                ("received", position.received),
                ("issued", position.issued),
                ("counts", position.adjusted),
            ),
            formula_vi="tồn đầu + nhập − xuất ± kiểm kê",
            formula_en="opening + received − issued ± counts",
        )
        for (code, warehouse), position in stock.places.items()
        if code == fold(item.code)
    )
    amount = sum((child.amount for child in children), Decimal(0))
    return Traced("on_hand", amount, formula_vi="tồn của các kho", formula_en="all warehouses", children=children)


def _point(plan: ItemPlan, item: Item, context: Context) -> tuple[Traced, ...]:
    policy = plan.policy
    if policy.point is None:
        return ()
    demand = Traced(
        "demand_per_day",
        plan.demand.mean,
        (("days", plan.demand.days), ("deviation", plan.demand.deviation)),
        formula_vi="lượng xuất của các ngày gần nhất ÷ số ngày",
        formula_en="issues of the last days ÷ number of days",
    )
    inputs: list[tuple[str, TracedInput]] = [("minimum", item.minimum or Decimal(0))]
    if policy.lead_time is not None:
        inputs += [("lead_time", policy.lead_time), ("lead_time_deviation", item.lead_time_sd)]
    level = context.settings(InventorySettings).service_level if item.service_level is None else item.service_level
    inputs.append(("service_level", level))
    computed = () if policy.computed is None else (policy.computed.level,)
    return (
        Traced(
            "reorder_point",
            policy.point,
            tuple(inputs),
            formula_vi="làm tròn lên đơn vị; không thấp hơn tồn tối thiểu",
            formula_en="rounded up to a whole unit; never below the minimum stock",
            children=(demand, *computed),
        ),
    )


def _suggested(plan: ItemPlan, item: Item) -> Traced:
    projected = Traced(
        "projected",
        plan.projected,
        (("on_hand", plan.on_hand), ("reserved", item.reserved), ("on_order", item.on_order)),
        formula_vi="tồn − giữ chỗ + đang đặt",
        formula_en="on hand − reserved + on order",
    )
    return Traced(
        "suggested_order",
        plan.suggested,
        (("target", plan.policy.target), ("pack", item.pack)),
        formula_vi="khi khả dụng không cao hơn điểm đặt hàng: mức cần đạt − khả dụng (tồn âm coi như 0), làm tròn lên "
        "theo quy cách",
        formula_en="once projected is not above the reorder point: target − projected (stock below zero counts as "
        "none), "
        "rounded up to the pack",
        children=(projected,),
    )
