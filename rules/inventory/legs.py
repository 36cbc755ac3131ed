"""Transfers that staff enter as two lines: an issue and a receipt under one voucher number."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from rules.core.table import Books, Table
from rules.core.text import fold
from rules.inventory.records import Movement, MovementType


def transfer_legs(books: Books) -> frozenset[int]:
    """Return the positions of lines that together are a transfer.

    An issue and a receipt of the same voucher, date, item and quantity in different warehouses moved goods from one
    to the other, as a stock card without a transfer type has it. They are no demand and no doubled voucher.
    """
    return books.once(transfer_legs, partial(_legs, books.table(Movement)))


def _legs(movements: Table[Movement]) -> frozenset[int]:
    columns = movements.columns
    vouchers: dict[MovementType, set[str]] = {kind: set() for kind in MovementType}
    for voucher, kind in zip(columns["voucher"], columns["type"], strict=True):
        vouchers[kind].add(voucher)
    both = vouchers[MovementType.ISSUE] & vouchers[MovementType.RECEIPT]
    if not both:
        return frozenset()
    open_issues: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row, kind in enumerate(columns["type"]):
        if kind is MovementType.ISSUE and columns["voucher"][row] in both:
            open_issues[_goods(movements, row)].append(row)
    legs: set[int] = set()
    for row, kind in enumerate(columns["type"]):
        if kind is MovementType.RECEIPT and columns["voucher"][row] in both:
            issues = open_issues.get(_goods(movements, row), [])
            other = next((issue for issue in issues if _elsewhere(movements, issue, row)), None)
            if other is not None:
                issues.remove(other)
                legs |= {row, other}
    return frozenset(legs)


def _goods(movements: Table[Movement], row: int) -> tuple[object, ...]:
    columns = movements.columns
    return columns["voucher"][row], columns["date"][row], fold(columns["item"][row]), columns["quantity"][row]


def _elsewhere(movements: Table[Movement], row: int, other: int) -> bool:
    warehouses = movements.columns["warehouse"]
    return fold(warehouses[row]) != fold(warehouses[other])
