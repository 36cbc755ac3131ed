"""Stock on hand per item and warehouse: the opening stock, and every movement up to the day of the run in order."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from rules.core.rule import Context
from rules.core.table import Books, Coverage, Table
from rules.inventory.doubt import Doubt, doubt_doubled, doubt_of
from rules.inventory.legs import transfer_legs
from rules.inventory.lookup import Known, known_items, known_warehouses
from rules.inventory.records import Movement, MovementType, OpeningStock

ZERO: Final = Decimal(0)

_INWARD, _OUTWARD, _COUNTED = 0, 1, 2
"""The order within a day: what comes in may go out on the same day, and a count is taken at its end."""

Entry = tuple[dt.date, int, int, Decimal]
"""Day, order within the day, position of the movement, and the change (for a count: the quantity counted)."""

PlaceKey = tuple[str, str]
"""Item and warehouse, both as compared."""


class Shortage(NamedTuple):
    """The first moment at which the books hold less than nothing: the movement, and the stock before and after it."""

    row: int
    before: Decimal
    after: Decimal


class CountResult(NamedTuple):
    """One count: the movement, what the books held before it and what was counted."""

    row: int
    book: Decimal
    counted: Decimal


@dataclass(frozen=True, slots=True)
class Position:
    """One item in one warehouse; ``on_hand`` is ``opening + received - issued + adjusted``.

    Attributes:
        opening: stock before the first movement.
        received: all that came in, by receipt or from another warehouse.
        issued: all that went out, by issue or to another warehouse.
        adjusted: what counts have added, or taken where negative.
        on_hand: stock at the end of the day of the run.
        shortage: when the stock first went below zero, if ever, with the benefit of the doubt.
        counts: counts of something that the books knew before.
    """

    opening: Decimal
    received: Decimal
    issued: Decimal
    adjusted: Decimal
    on_hand: Decimal
    shortage: Shortage | None
    counts: tuple[CountResult, ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock of the office on the day of the run.

    Attributes:
        places: (item, warehouse) -> position, by item and warehouse in the order of their lists.
        on_hand: item -> stock in all warehouses together.
        issues: item -> day -> quantity issued; what merely changed warehouses is not in it.
        first_day: day of the first movement counted; None where there is none.
        doubt: what rows that were not counted leave open.
        coverage: movements and opening rows that were counted, and those that were not.
    """

    places: Mapping[PlaceKey, Position]
    on_hand: Mapping[str, Decimal]
    issues: Mapping[str, Mapping[dt.date, Decimal]]
    first_day: dt.date | None
    doubt: Doubt
    coverage: Coverage


def stock_of(books: Books, context: Context) -> Stock:
    """Return the stock at the end of the day of the run, worked out once for these books."""
    return books.once(("stock", context.as_of), partial(_stock, books, context.as_of))


def _stock(books: Books, as_of: dt.date) -> Stock:
    items, warehouses = known_items(books), known_warehouses(books)
    movements, openings = books.table(Movement), books.table(OpeningStock)
    opening, unused_openings = _opening(openings, items, warehouses)
    ledger = _Ledger(movements, items, warehouses, transfer_legs(books))
    ledger.enter_until(as_of)
    uncounted = [*_values(movements, ledger.unused), *_values(openings, unused_openings)]
    uncounted += [left_out.values for table in (movements, openings) for left_out in table.left_out]
    doubt = doubt_of(uncounted, items, warehouses)
    doubled = [*_doubled(movements, ledger.unused), *_doubled(openings, unused_openings)]
    doubt_doubled(doubt, doubled, items, warehouses)
    places = {
        place: _position(opening.get(place), ledger.entries.get(place, []), doubt.missing_at(*place))
        for place in sorted({*opening, *ledger.entries}, key=partial(_list_order, items, warehouses))
    }
    on_hand: dict[str, Decimal] = defaultdict(Decimal)
    for (item, _), position in places.items():
        on_hand[item] += position.on_hand
    all_rows = len(movements) + len(openings) + len(movements.left_out) + len(openings.left_out)
    return Stock(
        places=places,
        on_hand=on_hand,
        issues=ledger.issues,
        first_day=min((entries[0][0] for entries in ledger.entries.values()), default=None),
        doubt=doubt,
        coverage=Coverage(all_rows - len(uncounted), len(uncounted)),
    )


def _values(table: Table[Any], rows: Iterable[int]) -> list[Mapping[str, Any]]:
    """Return the rows as field name -> value."""
    return [{name: values[row] for name, values in table.columns.items()} for row in rows]


def _doubled(table: Table[Any], unused: Iterable[int]) -> list[Mapping[str, Any]]:
    """Return the counted rows that bear the key of another: a further part of their keys tells them apart."""
    parts = len(table.record.table.key)
    return _values(table, {row for row, key in enumerate(table.keys) if len(key) > parts}.difference(unused))


def _opening(table: Table[OpeningStock], items: Known, warehouses: Known) -> tuple[dict[PlaceKey, Decimal], list[int]]:
    """Return the opening stock by place, and the rows that could not be counted."""
    opening: dict[PlaceKey, Decimal] = defaultdict(Decimal)
    unused = []
    columns = table.columns
    for row, (code, at, quantity) in enumerate(
        zip(columns["item"], columns["warehouse"], columns["quantity"], strict=True)
    ):
        item, here = items.usable(code), warehouses.usable(at)
        if item and here:
            opening[item, here] += quantity
        else:
            unused.append(row)
    return opening, unused


class _Ledger:
    """Sorts the movements into one list of entries per item and warehouse."""

    def __init__(self, movements: Table[Movement], items: Known, warehouses: Known, legs: frozenset[int]) -> None:
        self.entries: dict[PlaceKey, list[Entry]] = defaultdict(list)
        self.issues: dict[str, dict[dt.date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self.unused: list[int] = []
        self._columns = movements.columns
        self._legs = legs
        # Codes repeat, so each distinct one is looked up once.
        self._items = {code: items.usable(code) for code in set(self._columns["item"])}
        places = {*self._columns["warehouse"], *self._columns["to_warehouse"]}
        self._warehouses = {code: warehouses.usable(code) for code in places}

    def enter_until(self, as_of: dt.date) -> None:
        """Enter every movement that can be counted, and put each place's entries in order."""
        receipt, issue, count = MovementType.RECEIPT, MovementType.ISSUE, MovementType.COUNT
        entries, issues, items, warehouses = self.entries, self.issues, self._items, self._warehouses
        names = ("date", "type", "item", "warehouse", "quantity")
        for row, (day, kind, code, at, quantity) in enumerate(
            zip(*(self._columns[name] for name in names), strict=True)
        ):
            item, here = items[code], warehouses[at]
            if not (item and here) or day > as_of or not (quantity > 0 or (kind is count and quantity == 0)):
                self.unused.append(row)
            elif kind is receipt:
                entries[item, here].append((day, _INWARD, row, quantity))
            elif kind is issue:
                entries[item, here].append((day, _OUTWARD, row, -quantity))
                if row not in self._legs:
                    issues[item][day] += quantity
            elif kind is count:
                entries[item, here].append((day, _COUNTED, row, quantity))
            else:
                self._enter_transfer(row, day, item, here, quantity)
        for place_entries in entries.values():
            place_entries.sort()

    def _enter_transfer(self, row: int, day: dt.date, item: str, here: str, quantity: Decimal) -> None:
        there = self._warehouses[self._columns["to_warehouse"][row]]
        if not there or there == here:
            self.unused.append(row)
            return
        self.entries[item, here].append((day, _OUTWARD, row, -quantity))
        self.entries[item, there].append((day, _INWARD, row, quantity))


def _position(opening: Decimal | None, entries: list[Entry], missing: Decimal) -> Position:
    """Return what became of one item in one warehouse, where so much more may be missing from the books."""
    balance = ZERO if opening is None else opening
    received = issued = adjusted = ZERO
    shortage = None
    counts = []
    known_before = opening is not None
    for _, order, row, change in entries:
        if order == _COUNTED:
            # The first count of something never seen before is its opening stock.
            if known_before:
                counts.append(CountResult(row, balance, change))
            adjusted += change - balance
            balance = change
        else:
            before, balance = balance, balance + change
            if order == _INWARD:
                received += change
            else:
                issued -= change
                if shortage is None and balance + missing < 0:
                    shortage = Shortage(row, before, balance)
        known_before = True
    return Position(opening or ZERO, received, issued, adjusted, balance, shortage, tuple(counts))


def _list_order(items: Known, warehouses: Known, place: PlaceKey) -> tuple[int, str, int, str]:
    item, warehouse = place
    return items.rows.get(item, 0), item, warehouses.rows.get(warehouse, 0), warehouse
