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
        spelling: code as compared -> as the list writes it; where no list is kept, as the first row that uses it does.
    """

    rows: Mapping[str, int]
    left_out: frozenset[str]
    nameless: int
    kept: bool
    spelling: Mapping[str, str]

    def usable(self, code: str) -> str:
        """Return the code as compared where movements of it can be counted, else an empty text."""
        folded = fold(code)
        return folded if folded in self.rows or not self.kept else ""

    def unknown(self, code: str) -> bool:
        """Return whether the code is on no row of the list, read or left out."""
        folded = fold(code)
        return self.kept and folded not in self.rows and folded not in self.left_out

    def written(self, folded: str) -> str:
        """Return a code, given as compared, as people write it."""
        return self.spelling[folded]

    def all_missing(self, used: Iterable[str]) -> set[str]:
        """Return those of the used codes that are not on the list.

        A row of the list whose code could not be read may bear any code. Where such rows are as many as the missing
        codes, the rows alone may be to blame; they are reported where they stand, and nothing is said here.
        """
        missing = {code for code in used if code and self.unknown(code)}
        return missing if len({fold(code) for code in missing}) > self.nameless else set()


def known_items(books: Books) -> Known:
    """Return the items of the office."""
    return books.once(known_items, partial(_known, books, Item, "item"))


def known_warehouses(books: Books) -> Known:
    """Return the warehouses of the office."""
    return books.once(known_warehouses, partial(_known, books, Warehouse, "warehouse"))


def missing_items(books: Books) -> set[str]:
    """Return the item codes in use that are not on the list of items."""
    return known_items(books).all_missing(_used(books, "item"))


def missing_warehouses(books: Books) -> set[str]:
    """Return the warehouse codes in use that are not on the list of warehouses."""
    return known_warehouses(books).all_missing(_used(books, "warehouse"))


def _used(books: Books, column: str) -> dict[str, None]:
    """Return the codes in use, each once, in the order of their first use."""
    movements = books.table(Movement).columns
    used = dict.fromkeys((*books.table(OpeningStock).columns[column], *movements[column]))
    return used | dict.fromkeys(movements["to_warehouse"]) if column == "warehouse" else used


def _known(books: Books, record: type[Any], column: str) -> Known:
    table: Table[Any] = books.table(record)
    codes = table.columns["code"]
    rows: dict[str, int] = {}
    for row, code in enumerate(codes):
        rows.setdefault(fold(code), row)
    left_out = [row.values.get("code") for row in table.left_out]
    return Known(
        rows=rows,
        left_out=frozenset(fold(code) for code in left_out if isinstance(code, str) and code),
        nameless=sum(1 for code in left_out if not isinstance(code, str) or not code),
        kept=table.present,
        spelling=_spelling(codes if table.present else _used(books, column)),
    )


def _spelling(codes: Iterable[str]) -> dict[str, str]:
    spelling: dict[str, str] = {}
    for code in codes:
        spelling.setdefault(fold(code), code)
    return spelling
