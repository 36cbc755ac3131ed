"""CellData: a cell as spreadsheets.get answers it, and as updateCells brings it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.emulator.errors import invalid
from tests.emulator.formulas.evaluating import effective
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import Cell, CellError, Effective, Entered, Formula, Json
from tests.emulator.grid.defaults import DEFAULT_FORMAT, with_colour_styles
from tests.emulator.grid.sheet import Sheet
from tests.emulator.values.locales import Locale
from tests.emulator.values.number_text import shown
from tests.emulator.values.writing import MAXIMUM_TEXT, TEXT_TOO_LONG, stored

HYPERLINK = re.compile(r'^=HYPERLINK\("([^"]+)"', re.IGNORECASE)
KEPT = ("textFormatRuns", "chipRuns", "pivotTable", "dataSourceTable", "dataSourceFormula")


def extended_value(value: Entered | Effective) -> dict[str, Any]:
    """ExtendedValue of a value that is there."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": value}
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, CellError):
        message = {"message": value.message} if value.message else {}
        return {"errorValue": {"type": value.kind} | message}
    return {"stringValue": value}


def cell_json(book: Book, sheet: Sheet, row: int, column: int, locale: Locale) -> dict[str, Any]:
    """CellData of a cell."""
    cell = sheet.cell(row, column)
    found: dict[str, Any] = {}
    if cell.value is not None:
        value = effective(book, sheet, row, column)
        found["userEnteredValue"] = extended_value(cell.value)
        found["effectiveValue"] = extended_value(value)
        found["formattedValue"] = shown(value, cell.shown_format, locale)
    if cell.format:
        found["userEnteredFormat"] = cell.format
    if cell.format or cell.value is not None:
        found["effectiveFormat"] = effective_format(cell)
    link = cell.link or linked(cell.value)
    if link:
        found["hyperlink"] = link
    if cell.note:
        found["note"] = cell.note
    if cell.validation:
        found["dataValidation"] = cell.validation
    return found | dict(cell.extra or {})


def linked(value: Entered) -> str | None:
    """Where a HYPERLINK formula leads, when it says so in so many words."""
    match = HYPERLINK.match(value.text) if isinstance(value, Formula) else None
    return match.group(1) if match else None


def effective_format(cell: Cell) -> dict[str, Any]:
    """The format that a cell shows: the spreadsheet's default under the cell's own."""
    own = cell.format or {}
    found = {**DEFAULT_FORMAT, **own}
    found["textFormat"] = {**DEFAULT_FORMAT["textFormat"], **own.get("textFormat", {})}
    found["padding"] = {**DEFAULT_FORMAT["padding"], **own.get("padding", {})}
    if cell.shown_format and "numberFormat" not in own:
        found["numberFormat"] = cell.shown_format
    found.setdefault("hyperlinkDisplayType", "LINKED" if cell.link else "PLAIN_TEXT")
    return found


def cell_as_json(cell: Cell) -> dict[str, Any]:
    """What a cell holds by the names of CellData, as far as a request can set it."""
    found: dict[str, Any] = dict(cell.extra or {})
    if cell.value is not None:
        found["userEnteredValue"] = extended_value(cell.value)
    if cell.format:
        found["userEnteredFormat"] = cell.format
    if cell.note:
        found["note"] = cell.note
    if cell.validation:
        found["dataValidation"] = cell.validation
    return found


def cell_from_json(data: Mapping[str, Any], old: Cell) -> Cell:
    """A cell from CellData; parts that only the service writes are passed over.

    Raises:
        ApiError: 400 for a text that is too long or a value of two kinds.
    """
    value = entered_value(data.get("userEnteredValue"))
    extra = {name: data[name] for name in KEPT if data.get(name)}
    same_value = value == old.value and type(value) is type(old.value)
    return Cell(
        value,
        with_colour_styles(data.get("userEnteredFormat")) or None,
        data.get("note") or None,
        data.get("dataValidation") or None,
        old.link if same_value else None,
        extra or None,
    )


def entered_value(value: Json | None) -> Entered:
    """The value of an ExtendedValue.

    Raises:
        ApiError: 400 for more than one kind, an error value, or too long a text.
    """
    if not value:
        return None
    if len(value) > 1:
        raise invalid("Only one kind of value can be set.")
    ((kind, content),) = value.items()
    reading = READERS.get(kind)
    if reading is None:
        raise invalid("Error values cannot be set.")
    return reading(content)


def _text(content: str) -> Entered:
    if len(content) > MAXIMUM_TEXT:
        raise invalid(TEXT_TOO_LONG)
    return content or None


def _formula(content: str) -> Entered:
    if not content.startswith("="):
        raise invalid(f"Invalid formula: {content}. A formula must begin with '='.")
    return Formula(content)


READERS: dict[str, Callable[[Any], Entered]] = {
    "stringValue": _text,
    "formulaValue": _formula,
    "numberValue": stored,
    "boolValue": bool,
}
