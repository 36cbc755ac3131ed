"""Which codes are known: the lists of items and warehouses, as the movements refer to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from rules.core.table import Books, Table
from rules.core.text import fold
from rules.inventory.records import Item, Movement, OpeningStock, Warehouse


@dataclass(frozen=True, slots=True)
class Known:
    """A list of codes, as compared and as written.

    Attributes:
        rows: code as compared -> position of its record, the first where a code is doubled.
        left_out: codes of rows that are not in the table because of errors: known, though nothing else is.
        nameless: how many rows were left out without a readable code.
        kept: whether the office keeps this list at all; if not, any code is taken as it is.
        codes: position of the record -> the code as written.
    """

    rows: Mapping[str, int]
    left_out: frozenset[str]
    nameless: int
    kept: bool
    codes: tuple[str, ...]

    def usable(self, code: str) -> str:
        """Return the code as compared where movements of it can be counted, else an empty text."""
        folded = fold(code)
        return folded if folded in self.rows or not self.kept else ""

    def unknown(self, code: str) -> bool:
        """Return whether the code is on no row of the list, read or left out."""
        folded = fold(code)
        return self.kept and folded not in self.rows and folded not in self.left_out

    def written(self, folded: str) -> str:
        """Return a code as the list writes it."""
        row = self.rows.get(folded)
        return folded if row is None else self.codes[row]

    def all_missing(self, used: Iterable[str]) -> set[str]:
        """Return those of the used codes that are not on the list.

        A row of the list whose code could not be read may bear any code. Where such rows are as many as the missing
        codes, the rows alone may be to blame; they are reported where they stand, and nothing is said here.
        """
        missing = {code for code in used if code and self.unknown(code)}
        return missing if len({fold(code) for code in missing}) > self.nameless else set()


def known_items(books: Books) -> Known:
    """Return the items of the office."""
    return books.once(known_items, partial(_known, books.table(Item)))


def known_warehouses(books: Books) -> Known:
    """Return the warehouses of the office."""
    return books.once(known_warehouses, partial(_known, books.table(Warehouse)))


def missing_items(books: Books) -> set[str]:
    """Return the item codes in use that are not on the list of items."""
    return known_items(books).all_missing(_used(books, "item"))


def missing_warehouses(books: Books) -> set[str]:
    """Return the warehouse codes in use that are not on the list of warehouses."""
    used = _used(books, "warehouse").union(books.table(Movement).columns["to_warehouse"])
    return known_warehouses(books).all_missing(used)


def _used(books: Books, column: str) -> set[str]:
    return {*books.table(Movement).columns[column], *books.table(OpeningStock).columns[column]}


def _known(table: Table[Any]) -> Known:
    codes = tuple(table.columns["code"])
    rows: dict[str, int] = {}
    for row, code in enumerate(codes):
        rows.setdefault(fold(code), row)
    left_out = [row.values.get("code") for row in table.left_out]
    return Known(
        rows=rows,
        left_out=frozenset(fold(code) for code in left_out if isinstance(code, str) and code),
        nameless=sum(1 for code in left_out if not isinstance(code, str) or not code),
        kept=table.present,
        codes=codes,
    )
