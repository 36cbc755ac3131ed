"""Computed columns beside the items: stock on hand, reorder point, suggested order."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.rule import ComputedColumn, Context
from rules.core.table import Books
from rules.core.text import Text
from rules.inventory.records import Item
from rules.inventory.reorder import plans_of


def _on_hand(books: Books, context: Context) -> Mapping[int, object]:
    return {row: plan.on_hand for row, plan in plans_of(books, context).items()}


def _reorder_points(books: Books, context: Context) -> Mapping[int, object]:
    plans = plans_of(books, context)
    return {row: plan.policy.point for row, plan in plans.items() if plan.policy.point is not None}


def _suggested(books: Books, context: Context) -> Mapping[int, object]:
    return {row: plan.suggested for row, plan in plans_of(books, context).items() if plan.suggested > 0}


COMPUTED = (
    ComputedColumn("on_hand", Item, Text(vi="Tồn hiện tại", en="On hand"), "quantity", _on_hand, 13),
    ComputedColumn(
        "reorder_point", Item, Text(vi="Điểm đặt hàng", en="Reorder point"), "quantity", _reorder_points, 14
    ),
    ComputedColumn("suggested_order", Item, Text(vi="Đề nghị đặt", en="Suggested order"), "quantity", _suggested, 13),
)
