"""The report that a buyer orders from: what, of whom, how much, and why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from rules.core.money import round_money
from rules.core.report import Block, Report, ReportColumn, ReportRow
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.core.text import Text
from rules.inventory.records import Item, Movement, OpeningStock, Warehouse
from rules.inventory.reorder import ItemPlan, plans_of
from rules.inventory.reorder_rules import rounded
from rules.inventory.settings import InventorySettings
from rules.inventory.stock import stock_of
from rules.inventory.stock_report import NEED_STYLES, by_urgency
from rules.inventory.wording import filled

ZERO: Final = Decimal(0)

_COLUMNS: Final = (
    ReportColumn(Text(vi="Nhà cung cấp", en="Supplier"), "text", 26),
    ReportColumn(Text(vi="Mã hàng", en="Item code"), "code", 14),
    ReportColumn(Text(vi="Tên hàng", en="Item name"), "text", 34),
    ReportColumn(Text(vi="ĐVT", en="Unit"), "text", 9),
    ReportColumn(Text(vi="Tình trạng", en="State"), "text", 18),
    ReportColumn(Text(vi="Đề nghị đặt", en="Order"), "quantity", 13),
    ReportColumn(Text(vi="Quy cách", en="Pack"), "quantity", 10),
    ReportColumn(Text(vi="Thành tiền dự kiến", en="Expected cost"), "money", 18),
    ReportColumn(Text(vi="Tồn", en="On hand"), "quantity", 11),
    ReportColumn(Text(vi="Giữ chỗ", en="Reserved"), "quantity", 11),
    ReportColumn(Text(vi="Đang đặt", en="On order"), "quantity", 11),
    ReportColumn(Text(vi="Khả dụng", en="Projected"), "quantity", 11),
    ReportColumn(Text(vi="Điểm đặt hàng", en="Reorder point"), "quantity", 14),
    ReportColumn(Text(vi="Nhu cầu/ngày", en="Demand a day"), "quantity", 13),
    ReportColumn(Text(vi="Giao (ngày)", en="Lead time (days)"), "quantity", 12),
    ReportColumn(Text(vi="Tồn an toàn", en="Safety stock"), "quantity", 12),
    ReportColumn(Text(vi="Đủ dùng (ngày)", en="Days of cover"), "quantity", 14),
)
_COST: Final = 7
"""Index of the column with the expected cost."""


def reorder_list(books: Books, context: Context) -> Report | None:
    """Return the report "Đề nghị đặt hàng" / "Reorder list", by supplier; None without items or movements."""
    items = books.table(Item)
    if not (items.present and books.table(Movement).present):
        return None
    settings = context.settings(InventorySettings)
    subtitle = Text(
        vi="Ngày {as_of:date}; nhu cầu tính theo {days:integer} ngày gần nhất, mỗi lần đặt đủ dùng thêm "
        "{review:integer} "
        "ngày sau khi hàng về",
        en="As of {as_of:date}; demand of the last {days:integer} days, each order covers {review:integer} days beyond "
        "the lead time",
    )
    return Report(
        name="reorder_list",
        titles=Text(vi="Đề nghị đặt hàng", en="Reorder list"),
        home=Item,
        inputs=(Item, Warehouse, OpeningStock, Movement),
        subtitle=filled(
            subtitle, context.voice, as_of=context.as_of, days=settings.demand_days, review=settings.review_days
        ),
        blocks=(_orders(items, plans_of(books, context), context.voice.currency),),
        coverage=stock_of(books, context).coverage,
    )


def _orders(items: Table[Item], plans: Mapping[int, ItemPlan], currency: str) -> Block:
    urgent = by_urgency(plan for plan in plans.values() if plan.need.is_order)
    suppliers = items.columns["supplier"]
    # Sorting keeps the urgency within a supplier; items without one come last.
    urgent.sort(key=lambda plan: (not suppliers[plan.row], suppliers[plan.row].casefold()))
    rows = [_row(items[plan.row], plan, currency) for plan in urgent]
    cost = sum((amount for row in rows if isinstance(amount := row.values[_COST], Decimal)), ZERO)
    before, after = (None,) * (_COST - 1), (None,) * (len(_COLUMNS) - _COST - 1)
    if rows:
        rows.append(ReportRow((Text(vi="Cộng", en="Total"), *before, cost, *after), "total"))
    else:
        nothing = Text(vi="Không có mặt hàng nào cần đặt.", en="There is nothing to be ordered.")
        rows.append(ReportRow((nothing, *before, None, *after), "plain"))
    return Block(
        titles=Text(vi="Hàng cần đặt, theo nhà cung cấp", en="What to order, by supplier"),
        note=Text(
            vi="Đặt hàng khi tồn − giữ chỗ + đang đặt ≤ điểm đặt hàng; điểm đặt hàng = nhu cầu × thời gian giao + tồn "
            "an "
            "toàn, không thấp hơn tồn tối thiểu.",
            en="An order is due when on hand − reserved + on order ≤ reorder point; the reorder point is demand × "
            "lead time "
            "+ safety stock, and never below the minimum.",
        ),
        columns=_COLUMNS,
        rows=rows,
    )


def _row(item: Item, plan: ItemPlan, currency: str) -> ReportRow:
    computed = plan.policy.computed
    values = (
        item.supplier or None,
        item.code,
        item.name,
        item.unit,
        plan.need.value,
        plan.suggested,
        item.pack,
        None if item.unit_cost is None else round_money(item.unit_cost * plan.suggested, currency),
        plan.on_hand,
        item.reserved,
        item.on_order,
        plan.projected,
        plan.policy.point,
        rounded(plan.demand.mean),
        plan.policy.lead_time,
        None if computed is None else rounded(computed.safety_stock.amount),
        plan.days_of_cover,
    )
    return ReportRow(values, NEED_STYLES[plan.need])
