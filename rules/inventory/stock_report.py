"""The report on the state of the stock: what is urgent, the figures at a glance, and stock per item and warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from rules.core.money import round_money
from rules.core.report import Block, Chart, Report, ReportColumn, ReportRow, RowStyle
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.core.text import Text
from rules.inventory.lookup import known_items, known_warehouses
from rules.inventory.records import Item, Movement, OpeningStock, Warehouse
from rules.inventory.reorder import ItemPlan, Need, plans_of
from rules.inventory.stock import Position, Stock, stock_of
from rules.inventory.wording import filled

ZERO: Final = Decimal(0)
MOST_URGENT: Final = 10
"""How many items the first block and its chart show."""

NEED_STYLES: Final[dict[Need, RowStyle]] = {
    Need.OUT_OF_STOCK: "error",
    Need.ORDER_SOON: "warning",
    Need.ORDER: "notice",
    Need.ENOUGH: "plain",
    Need.NOT_PLANNED: "plain",
    Need.IN_DOUBT: "plain",
}
_URGENCY: Final = tuple(Need)
_VALUE: Final = 10
"""Index of the column with the value in the block by item and warehouse."""

_CODE: Final = ReportColumn(Text(vi="Mã hàng", en="Item code"), "code", 14)
_NAME: Final = ReportColumn(Text(vi="Tên hàng", en="Item name"), "text", 34)
_UNIT: Final = ReportColumn(Text(vi="ĐVT", en="Unit"), "text", 9)
_NEED: Final = ReportColumn(Text(vi="Tình trạng", en="State"), "text", 18)


def stock_status(books: Books, context: Context) -> Report | None:
    """Return the report "Tình hình tồn kho" / "Stock status"; None without items or movements."""
    if not (books.table(Item).present and books.table(Movement).present):
        return None
    stock, plans = stock_of(books, context), plans_of(books, context)
    rows = list(_place_rows(books, stock, plans, context.voice.currency))
    value = sum((amount for row in rows if isinstance(amount := row.values[_VALUE], Decimal)), ZERO)
    subtitle = Text(vi="Tồn kho đến hết ngày {as_of:date}", en="Stock at the end of {as_of:date}")
    return Report(
        name="stock_status",
        titles=Text(vi="Tình hình tồn kho", en="Stock status"),
        home=Item,
        inputs=(Item, Warehouse, OpeningStock, Movement),
        subtitle=filled(subtitle, context.voice, as_of=context.as_of),
        blocks=(
            _most_urgent(books.table(Item), plans),
            _at_a_glance(plans, stock, value),
            _per_place(rows, value),
        ),
        coverage=stock.coverage,
    )


def by_urgency(plans: Iterable[ItemPlan]) -> list[ItemPlan]:
    """Return the plans, the most urgent first: by need, then by how far the stock has come below its reorder point."""

    def urgency(plan: ItemPlan) -> tuple[int, Decimal, int]:
        point = plan.policy.point or ZERO
        return _URGENCY.index(plan.need), plan.projected / point if point else plan.projected, plan.row

    return sorted(plans, key=urgency)


def _most_urgent(items: Table[Item], plans: Mapping[int, ItemPlan]) -> Block:
    urgent = by_urgency(plan for plan in plans.values() if plan.need.is_order)[:MOST_URGENT]
    return Block(
        titles=Text(vi="Mặt hàng cần chú ý nhất", en="Items that need attention first"),
        note=Text(
            vi="Khả dụng = tồn − giữ chỗ + đang đặt. Từ điểm đặt hàng trở xuống là cần đặt.",
            en="Projected = on hand − reserved + on order. At or below the reorder point an order is due.",
        ),
        columns=(
            _CODE,
            _NAME,
            _UNIT,
            _NEED,
            ReportColumn(Text(vi="Tồn", en="On hand"), "quantity", 12),
            ReportColumn(Text(vi="Khả dụng", en="Projected"), "quantity", 12),
            ReportColumn(Text(vi="Điểm đặt hàng", en="Reorder point"), "quantity", 14),
            ReportColumn(Text(vi="Đủ dùng (ngày)", en="Days of cover"), "quantity", 14),
        ),
        rows=[_urgent_row(items[plan.row], plan) for plan in urgent],
        size=MOST_URGENT,
        chart=Chart(
            "column",
            Text(vi="Khả dụng so với điểm đặt hàng", en="Projected stock and reorder point"),
            categories=0,
            series=(5, 6),
        ),
    )


def _urgent_row(item: Item, plan: ItemPlan) -> ReportRow:
    values = (
        item.code,
        item.name,
        item.unit,
        plan.need.value,
        plan.on_hand,
        plan.projected,
        plan.policy.point,
        plan.days_of_cover,
    )
    return ReportRow(values, NEED_STYLES[plan.need])


def _at_a_glance(plans: Mapping[int, ItemPlan], stock: Stock, value: Decimal) -> Block:
    needs = [plan.need for plan in plans.values()]
    values = (
        len(plans),
        value,
        needs.count(Need.OUT_OF_STOCK),
        sum(1 for need in needs if need.is_order),
        sum(1 for plan in plans.values() if plan.on_hand > 0),
        sum(1 for position in stock.places.values() if position.on_hand < 0),
    )
    return Block(
        titles=Text(vi="Tổng quan", en="At a glance"),
        columns=(
            ReportColumn(Text(vi="Số mặt hàng", en="Items"), "integer", 14),
            ReportColumn(
                Text(vi="Giá trị tồn kho (hàng có giá vốn)", en="Value of stock (items with a cost)"), "money", 34
            ),
            ReportColumn(Text(vi="Hết hàng", en="Run out"), "integer", 9),
            ReportColumn(Text(vi="Cần đặt, gồm cả hết", en="To be ordered"), "integer", 18),
            ReportColumn(Text(vi="Còn hàng", en="In stock"), "integer", 12),
            ReportColumn(Text(vi="Kho đang âm", en="Below zero"), "integer", 12),
        ),
        rows=[ReportRow(values, "bold")],
        size=1,
    )


def _per_place(rows: Sequence[ReportRow], value: Decimal) -> Block:
    total = (Text(vi="Cộng", en="Total"), *(None,) * (_VALUE - 1), value)
    return Block(
        titles=Text(vi="Nhập – xuất – tồn theo mặt hàng và kho", en="Movements and stock by item and warehouse"),
        note=Text(
            vi="Tồn cuối = tồn đầu + nhập − xuất ± kiểm kê; chuyển kho là xuất ở kho đi và nhập ở kho đến.",
            en="Closing = opening + in − out ± counts; a transfer is out in one warehouse and in in the other.",
        ),
        columns=(
            _CODE,
            _NAME,
            _UNIT,
            _NEED,
            ReportColumn(Text(vi="Kho", en="Warehouse"), "code", 12),
            ReportColumn(Text(vi="Tồn đầu", en="Opening"), "quantity", 12),
            ReportColumn(Text(vi="Nhập", en="In"), "quantity", 14),
            ReportColumn(Text(vi="Xuất", en="Out"), "quantity", 14),
            ReportColumn(Text(vi="Kiểm kê ±", en="Counts ±"), "quantity", 12),
            ReportColumn(Text(vi="Tồn cuối", en="Closing"), "quantity", 12),
            ReportColumn(Text(vi="Giá trị", en="Value"), "money", 18),
        ),
        rows=[*rows, ReportRow(total, "total")],
    )


def _place_rows(books: Books, stock: Stock, plans: Mapping[int, ItemPlan], currency: str) -> Iterator[ReportRow]:
    items, rows, warehouses = books.table(Item), known_items(books).rows, known_warehouses(books)
    for (code, warehouse), position in stock.places.items():
        row = rows[code]
        yield _place_row(items[row], warehouses.written(warehouse), position, plans[row], currency)


def _place_row(item: Item, warehouse: str, position: Position, plan: ItemPlan, currency: str) -> ReportRow:
    below = position.on_hand < 0
    need = Text(vi="Âm kho", en="Below zero") if below else plan.need.value
    values = (
        item.code,
        item.name,
        item.unit,
        need,
        warehouse,
        position.opening,
        position.received,
        position.issued,
        position.adjusted,
        position.on_hand,
        None if item.unit_cost is None else round_money(item.unit_cost * position.on_hand, currency),
    )
    return ReportRow(values, "error" if below else NEED_STYLES[plan.need])
