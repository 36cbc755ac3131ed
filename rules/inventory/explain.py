"""``explain item HH001``: where an item's stock, its reorder point and the suggested order come from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

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

IN_WAREHOUSE: Final = "on_hand_in_warehouse"

TITLES: Final[Mapping[str, Text]] = {
    "on_hand": Text(vi="Tồn hiện tại", en="On hand"),
    IN_WAREHOUSE: Text(vi="Tồn của một kho", en="On hand in one warehouse"),
    "warehouse": Text(vi="Kho", en="Warehouse"),
    "opening": Text(vi="Tồn đầu", en="Opening"),
    "received": Text(vi="Nhập", en="Received"),
    "issued": Text(vi="Xuất", en="Issued"),
    "counts": Text(vi="Kiểm kê ±", en="Counts ±"),
    "demand_per_day": Text(vi="Nhu cầu một ngày", en="Demand a day"),
    "days": Text(vi="Số ngày", en="Days"),
    "deviation": Text(vi="Độ lệch chuẩn", en="Standard deviation"),
    "rounded_point": Text(vi="Điểm đặt hàng", en="Reorder point"),
    "reorder_point": Text(vi="Điểm đặt hàng theo nhu cầu", en="Reorder point from demand"),
    "minimum": Text(vi="Tồn tối thiểu", en="Minimum stock"),
    "lead_time": Text(vi="Thời gian giao (ngày)", en="Lead time (days)"),
    "lead_time_deviation": Text(vi="Độ lệch thời gian giao (ngày)", en="Lead time deviation (days)"),
    "service_level": Text(vi="Mức phục vụ", en="Service level"),
    "mean_demand": Text(vi="Nhu cầu trong thời gian chờ hàng", en="Demand over the lead time"),
    "safety_stock": Text(vi="Tồn an toàn", en="Safety stock"),
    "z": Text(vi="Hệ số z của mức phục vụ", en="Factor z of the service level"),
    "suggested_order": Text(vi="Đề nghị đặt", en="Suggested order"),
    "target": Text(vi="Mức cần đạt", en="Level to fill up to"),
    "pack": Text(vi="Quy cách đóng gói", en="Pack size"),
    "projected": Text(vi="Khả dụng", en="Available"),
    "reserved": Text(vi="Giữ chỗ", en="Reserved"),
    "on_order": Text(vi="Đang đặt", en="On order"),
}
"""Name of an amount or input -> what it is called for people."""


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
    return Explanation(Text(vi=title, en=title), lines, TITLES)


def _on_hand(books: Books, context: Context, item: Item) -> Traced:
    stock, warehouses = stock_of(books, context), known_warehouses(books)
    children = tuple(
        Traced(
            IN_WAREHOUSE,
            position.on_hand,
            (
                ("warehouse", warehouses.written(warehouse)),
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
            "rounded_point",
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
