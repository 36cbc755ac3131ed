"""Values of a range, rendered and trimmed as the values endpoints answer them."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.emulator.formulas.evaluating import effective
from tests.emulator.grid.address import Place
from tests.emulator.grid.area import COLUMNS
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import Cell, CellError, Formula
from tests.emulator.grid.sheet import Sheet
from tests.emulator.values.locales import Locale, locale_named
from tests.emulator.values.number_text import is_date_format, shown

FORMATTED = "FORMATTED_VALUE"
UNFORMATTED = "UNFORMATTED_VALUE"
FORMULA = "FORMULA"

# Values of these types are answered as they are, without asking further.
TEXT_ONLY = frozenset({str})
AS_THEY_ARE = frozenset({str, int, float, bool})
PLAIN_TYPES = {FORMATTED: TEXT_ONLY, UNFORMATTED: AS_THEY_ARE, FORMULA: AS_THEY_ARE}


class Rendering(NamedTuple):
    """How values are wanted."""

    values: str = FORMATTED
    dates: str = "SERIAL_NUMBER"
    major: str = "ROWS"


def value_range(book: Book, place: Place, rendering: Rendering) -> dict[str, Any]:
    """A ValueRange: the resolved range, and its values without trailing empty cells and rows."""
    found: dict[str, Any] = {"range": place.name, "majorDimension": rendering.major}
    values = read_values(book, place, rendering)
    if values:
        found["values"] = values
    return found


def read_values(book: Book, place: Place, rendering: Rendering) -> list[list[Any]]:
    """The values of a range, trimmed."""
    sheet, box = place.sheet, place.box
    locale = locale_named(book.locale)
    plain = PLAIN_TYPES[rendering.values] if rendering.dates == "SERIAL_NUMBER" else TEXT_ONLY
    rows: list[list[Any]] = []
    for row in range(box.top, box.bottom):
        cells = sheet.rows[row].cells
        line: list[Any] = []
        for column in sorted(cells):
            cell = cells[column]
            value: Any = cell.value
            if value is None or not box.left <= column < box.right:
                continue
            if type(value) not in plain:
                value = rendered(book, sheet, row, column, cell, rendering, locale)
                if value == "" and isinstance(value, str):
                    continue
            gap = column - box.left - len(line)
            if gap:
                line.extend([""] * gap)
            line.append(value)
        rows.append(line)
    while rows and not rows[-1]:
        rows.pop()
    return _transposed(rows) if rendering.major == COLUMNS else rows


def _transposed(rows: list[list[Any]]) -> list[list[Any]]:
    width = max(map(len, rows), default=0)
    columns: list[list[Any]] = [[] for _ in range(width)]
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "" or not isinstance(value, str):
                columns[column].extend([""] * (index - len(columns[column])))
                columns[column].append(value)
    return columns


def rendered(book: Book, sheet: Sheet, row: int, column: int, cell: Cell, rendering: Rendering, locale: Locale) -> Any:
    """One value as wanted; an empty cell is the empty text in every rendering."""
    if rendering.values == FORMULA and isinstance(cell.value, Formula):
        return cell.value.text
    value = effective(book, sheet, row, column)
    if value is None:
        return ""
    if rendering.values == FORMATTED:
        return shown(value, cell.shown_format, locale)
    if isinstance(value, CellError):
        return value.shown
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and rendering.dates == "FORMATTED_STRING" and is_date_format(cell.shown_format):
        return shown(value, cell.shown_format, locale)
    return value
