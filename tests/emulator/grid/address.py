"""What an address of a request means in a spreadsheet: sheet titles, A1 and R1C1, named ranges, limits of the grid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.emulator.errors import exceeds_grid, unparseable
from tests.emulator.grid.a1 import box_name, parse_a1, quoted, shown_title
from tests.emulator.grid.area import Area, Box, area_of
from tests.emulator.grid.book import Book
from tests.emulator.grid.sheet import Sheet

ONE_TITLE = re.compile(r"^'(?:[^']|'')*'$")


class Place(NamedTuple):
    """A resolved address: the sheet, the rectangle asked for, and its part within the grid."""

    sheet: Sheet
    area: Area
    box: Box

    @property
    def name(self) -> str:
        """The resolved range as answers echo it, such as `Sheet1!A1:Z1000`."""
        return f"{shown_title(self.sheet.title)}!{box_name(self.box)}"

    @property
    def quoted_name(self) -> str:
        """The resolved range with its title always in quotes, as refused writes show it."""
        return f"{quoted(self.sheet.title)}!{box_name(self.box)}"

    @property
    def is_anchor(self) -> bool:
        """One cell, or a range that is open on some side: data begins there and may be of any size."""
        area = self.area
        if None in area:
            return True
        return area.bottom == (area.top or 0) + 1 and area.right == (area.left or 0) + 1


def resolve(book: Book, text: str) -> Place:
    """Find what an address means.

    Raises:
        ApiError: 400 for an address that names nothing or begins outside the grid.
    """
    sheet, area = _meaning(book, text)
    return placed(sheet, area)


def placed(sheet: Sheet, area: Area) -> Place:
    """A rectangle on a sheet, cut to the grid.

    Raises:
        ApiError: 400 when it begins outside the grid.
    """
    rows, columns = sheet.size
    if (area.top or 0) >= rows or (area.left or 0) >= columns:
        raise exceeds_grid(_unbounded_name(sheet, area), rows, columns)
    return Place(sheet, area, area.bounded(rows, columns))


def placed_range(book: Book, grid_range: Mapping[str, Any]) -> Place:
    """The place of a GridRange."""
    return placed(book.sheet_of(grid_range), area_of(grid_range))


def _unbounded_name(sheet: Sheet, area: Area) -> str:
    rows, columns = sheet.size
    top, left = area.top or 0, area.left or 0
    bottom = max(rows, top + 1) if area.bottom is None else area.bottom
    right = max(columns, left + 1) if area.right is None else area.right
    return f"{shown_title(sheet.title)}!{box_name(Box(top, bottom, left, right))}"


def _meaning(book: Book, text: str) -> tuple[Sheet, Area]:
    title, separator, rest = text.rpartition("!")
    if separator and not ONE_TITLE.match(text):
        sheet = _titled(book, title)
        if sheet is None:
            raise unparseable(text)
        area = parse_a1(rest)
        if area is not None:
            return sheet, area
        named = _named(book, rest)
        if named is None:
            raise unparseable(text)
        return named
    if text.startswith("'"):
        sheet = _titled(book, text)
        if sheet is None:
            raise unparseable(text)
        return sheet, Area()
    return _bare(book, text)


def _bare(book: Book, text: str) -> tuple[Sheet, Area]:
    area = parse_a1(text)
    if area is not None:
        return book.sheets[0], area
    named = _named(book, text)
    if named is not None:
        return named
    sheet = book.sheet_titled(text)
    if sheet is None:
        raise unparseable(text)
    return sheet, Area()


def _titled(book: Book, title: str) -> Sheet | None:
    if len(title) >= 2 and title.startswith("'") and title.endswith("'"):
        title = title[1:-1].replace("''", "'")
    return book.sheet_titled(title)


def _named(book: Book, name: str) -> tuple[Sheet, Area] | None:
    wanted = name.casefold()
    for named in book.named_ranges:
        if named["name"].casefold() == wanted:
            return book.sheet_of(named["range"]), area_of(named["range"])
    return None
