"""Rules on the rows of vouchers and of the opening stock: codes, transfers, dates, quantities, doubled vouchers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rules.core.finding import Finding
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.core.text import fold
from rules.inventory import messages
from rules.inventory.legs import transfer_legs
from rules.inventory.lookup import known_warehouses, missing_items, missing_warehouses
from rules.inventory.records import Movement, MovementType, OpeningStock
from rules.inventory.settings import InventorySettings


def unknown_items(books: Books, context: Context) -> Iterator[Finding]:  # noqa: ARG001  (every rule takes both)
    """Find movements and opening stock of items that are not on the list (INV101)."""
    missing = missing_items(books)
    if not missing:
        return
    tables: tuple[Table[Any], ...] = (books.table(Movement), books.table(OpeningStock))
    for table in tables:
        for row, code in enumerate(table.columns["item"]):
            if code in missing:
                yield table.finding(messages.UNKNOWN_ITEM, row, "item", code=code)


def unknown_warehouses(books: Books, context: Context) -> Iterator[Finding]:  # noqa: ARG001  (every rule takes both)
    """Find movements and opening stock in warehouses that are not on the list (INV102)."""
    missing = missing_warehouses(books)
    if not missing:
        return
    known = tuple(known_warehouses(books).spelling.values())
    tables: tuple[Table[Any], ...] = (books.table(Movement), books.table(OpeningStock))
    for table in tables:
        for row, code in enumerate(table.columns["warehouse"]):
            if code in missing:
                yield table.finding(messages.UNKNOWN_WAREHOUSE, row, "warehouse", code=code, known=known)
    movements = books.table(Movement)
    for row, (kind, code) in enumerate(_columns(movements, "type", "to_warehouse")):
        if kind is MovementType.TRANSFER and code in missing:
            yield movements.finding(messages.UNKNOWN_WAREHOUSE, row, "to_warehouse", code=code, known=known)


def incomplete_transfers(books: Books, context: Context) -> Iterator[Finding]:  # noqa: ARG001  (every rule takes both)
    """Find transfers that lead nowhere, or back to where they came from (INV103)."""
    movements = books.table(Movement)
    for row, (kind, here, there) in enumerate(_columns(movements, "type", "warehouse", "to_warehouse")):
        if kind is MovementType.TRANSFER and fold(there) in {"", fold(here)}:
            record = movements[row]
            yield movements.finding(
                messages.INCOMPLETE_TRANSFER,
                row,
                "to_warehouse",
                voucher=record.voucher,
                item=record.item,
                warehouse=here,
                to_warehouse=there,
            )


def future_dates(books: Books, context: Context) -> Iterator[Finding]:
    """Find movements dated after the day of the run (INV202)."""
    movements, as_of = books.table(Movement), context.as_of
    for row, day in enumerate(movements.columns["date"]):
        if day > as_of:
            voucher = movements.columns["voucher"][row]
            yield movements.finding(messages.FUTURE_DATE, row, "date", voucher=voucher, date=day, as_of=as_of)


def bad_quantities(books: Books, context: Context) -> Iterator[Finding]:  # noqa: ARG001  (every rule takes both)
    """Find quantities of zero or less; a count may find nothing (INV501)."""
    movements = books.table(Movement)
    for row, (kind, quantity) in enumerate(_columns(movements, "type", "quantity")):
        if quantity <= 0 and (quantity < 0 or kind is not MovementType.COUNT):
            voucher = movements.columns["voucher"][row]
            yield movements.finding(
                messages.BAD_QUANTITY, row, "quantity", voucher=voucher, type=kind.titles, quantity=quantity
            )


def duplicate_vouchers(books: Books, context: Context) -> Iterator[Finding]:
    """Find voucher numbers that stand for two vouchers: of different dates or types (INV401).

    One finding a voucher number, on its first row that differs; the further ones get the flag too. A row dated in the
    future is found for that and not once more for differing from the voucher's other rows.
    """
    movements, as_of = books.table(Movement), context.as_of
    dates, types, vouchers = (movements.columns[name] for name in ("date", "type", "voucher"))
    first_rows: dict[str, int] = {}
    differing: dict[str, list[int]] = {}
    for row, (voucher, day) in enumerate(zip(vouchers, dates, strict=True)):
        if day > as_of:
            continue
        number = voucher.casefold()
        first = first_rows.setdefault(number, row)
        if first != row and (types[first] is not types[row] or dates[first] != day):
            differing.setdefault(number, []).append(row)
    if not differing:
        return
    legs = transfer_legs(books)
    for number, rows in differing.items():
        first = first_rows[number]
        others = [row for row in rows if not (row in legs and dates[row] == dates[first])]
        if others:
            record = movements[others[0]]
            yield movements.finding(
                messages.DUPLICATE_VOUCHER,
                others[0],
                "voucher",
                also=others[1:],
                key=(vouchers[first],),
                voucher=record.voucher,
                type=record.type.titles,
                date=record.date,
                first_type=types[first].titles,
                first_date=dates[first],
                first_row=_row_name(movements, first),
            )


def duplicate_lines(books: Books, context: Context) -> Iterator[Finding]:
    """Find lines that look like the same goods entered under two voucher numbers (INV402).

    Only lines that name a partner are compared: in a shop the same goods leave for nobody in particular many times
    a day.
    """
    if not context.settings(InventorySettings).find_duplicates:
        return
    movements = books.table(Movement)
    first_rows: dict[tuple[object, ...], int] = {}
    vouchers = movements.columns["voucher"]
    names = ("date", "type", "item", "warehouse", "to_warehouse", "quantity", "partner")
    for row, values in enumerate(_columns(movements, *names)):
        if not values[-1]:
            continue
        first = first_rows.setdefault(values, row)
        if first != row and vouchers[first].casefold() != vouchers[row].casefold():
            record = movements[row]
            yield movements.finding(
                messages.DUPLICATE_LINE,
                row,
                "voucher",
                voucher=record.voucher,
                first=vouchers[first],
                first_row=_row_name(movements, first),
                date=record.date,
                type=record.type.titles,
                item=record.item,
                warehouse=record.warehouse,
                quantity=record.quantity,
                partner=record.partner,
            )


def _row_name(table: Table[Any], index: int) -> str:
    """Return the number of a row as people call it: a name, without separators of thousands."""
    return str(table.rows[index])


def _columns(table: Table[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(table.columns[name] for name in names), strict=True)
