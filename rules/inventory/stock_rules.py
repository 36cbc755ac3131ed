"""Rules on the stock that the movements add up to: never below zero, and counts that confirm it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rules.core.finding import Finding
from rules.core.rule import Context
from rules.core.table import Books
from rules.inventory import messages
from rules.inventory.lookup import known_items, known_warehouses
from rules.inventory.records import Item, Movement
from rules.inventory.settings import InventorySettings
from rules.inventory.stock import CountResult, stock_of


def negative_stock(books: Books, context: Context) -> Iterator[Finding]:
    """Find the movement that first takes an item in a warehouse below zero (INV201), one finding for the two."""
    stock, movements = stock_of(books, context), books.table(Movement)
    items, warehouses = known_items(books), known_warehouses(books)
    for (item, warehouse), position in stock.places.items():
        shortage = position.shortage
        if shortage is None:
            continue
        movement = movements[shortage.row]
        code, place = items.written(item), warehouses.written(warehouse)
        name, unit = name_and_unit(books, item)
        yield movements.finding(
            messages.NEGATIVE_STOCK,
            shortage.row,
            "quantity",
            key=(code, place),
            item=code,
            name=name,
            unit=unit,
            warehouse=place,
            date=movement.date,
            voucher=movement.voucher,
            quantity=movement.quantity,
            before=shortage.before,
            after=shortage.after,
        )


def count_differences(books: Books, context: Context) -> Iterator[Finding]:
    """Find counts that differ from the books by more than the tolerated share (INV601)."""
    tolerance = context.settings(InventorySettings).count_tolerance
    stock, movements = stock_of(books, context), books.table(Movement)
    items, warehouses = known_items(books), known_warehouses(books)
    for (item, warehouse), position in stock.places.items():
        if stock.doubt.touches(item, warehouse):
            continue
        for count in position.counts:
            if _differs(count, tolerance):
                yield movements.finding(
                    messages.COUNT_DIFFERENCE,
                    count.row,
                    "quantity",
                    item=items.written(item),
                    warehouse=warehouses.written(warehouse),
                    date=movements.columns["date"][count.row],
                    unit=name_and_unit(books, item)[1],
                    counted=count.counted,
                    book=count.book,
                    difference=count.counted - count.book,
                )


def _differs(count: CountResult, tolerance: Decimal) -> bool:
    return abs(count.counted - count.book) > tolerance * abs(count.book)


def name_and_unit(books: Books, item: str) -> tuple[str, str]:
    """Return the name and unit of an item by its code as compared; empty where the office keeps no list."""
    row = known_items(books).rows.get(item)
    if row is None:
        return "", ""
    columns = books.table(Item).columns
    return columns["name"][row], columns["unit"][row]
