"""Inventory: stock on hand, reorder points and the reorder list."""

from __future__ import annotations

from rules.core.rule import Department
from rules.core.text import Text
from rules.inventory.columns import COMPUTED
from rules.inventory.explain import explain_item
from rules.inventory.messages import MESSAGES
from rules.inventory.movement_rules import (
    bad_quantities,
    duplicate_lines,
    duplicate_vouchers,
    future_dates,
    incomplete_transfers,
    unknown_items,
    unknown_warehouses,
)
from rules.inventory.records import Item, Movement, OpeningStock, Warehouse
from rules.inventory.reorder_report import reorder_list
from rules.inventory.reorder_rules import items_to_order, missing_lead_times
from rules.inventory.settings import InventorySettings
from rules.inventory.stock_card import StockCard
from rules.inventory.stock_report import stock_status
from rules.inventory.stock_rules import count_differences, negative_stock

DEPARTMENT = Department(
    name="inventory",
    titles=Text(vi="Kho", en="Inventory"),
    records=(Item, Warehouse, OpeningStock, Movement),
    layouts=(StockCard,),
    rules=(
        unknown_items,
        unknown_warehouses,
        incomplete_transfers,
        negative_stock,
        future_dates,
        items_to_order,
        duplicate_vouchers,
        duplicate_lines,
        bad_quantities,
        missing_lead_times,
        count_differences,
    ),
    computed=COMPUTED,
    reports=(stock_status, reorder_list),
    messages=MESSAGES,
    settings=InventorySettings,
    explain=explain_item,
)
"""The inventory department."""
