"""CellData: a cell as spreadsheets.get answers it, and as updateCells brings it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from tests.emulator.errors import invalid
from tests.emulator.fields import Mask, Selected, below, select, wants
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


class CellReader:
    """Reads CellData of one sheet, and no more of it than was asked for: a grid may have a hundred thousand cells."""

    def __init__(self, book: Book, sheet: Sheet, locale: Locale, mask: Mask | None) -> None:
        self._book, self._sheet, self._locale = book, sheet, locale
        self._mask = mask
        self._looks: dict[tuple[int, int, bool], Any] = {}
        self._blanks: dict[tuple[int, int], dict[str, Any]] = {}

    def json(self, row: int, column: int) -> dict[str, Any]:
        """CellData of a cell, as far as the mask names it."""
        cell = self._sheet.cell(row, column)
        if cell.value is not None or cell.link or cell.note or cell.extra:
            return self._json(cell, row, column)
        # A grid has many cells with nothing but one look.
        look = (id(cell.format), id(cell.validation))
        if look not in self._blanks:
            self._blanks[look] = self._json(cell, row, column)
        return self._blanks[look]

    def _json(self, cell: Cell, row: int, column: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if cell.value is not None:
            if self._wants("userEnteredValue"):
                found["userEnteredValue"] = extended_value(cell.value)
            if self._wants("effectiveValue") or self._wants("formattedValue"):
                value = effective(self._book, self._sheet, row, column)
                found["effectiveValue"] = extended_value(value)
                found["formattedValue"] = shown(value, cell.shown_format, self._locale)
        if cell.format:
            found["userEnteredFormat"] = cell.format
        if (cell.format or cell.value is not None) and self._wants("effectiveFormat"):
            found["effectiveFormat"] = self._look(cell)
        link = cell.link or linked(cell.value)
        if link:
            found["hyperlink"] = link
        if cell.note:
            found["note"] = cell.note
        if cell.validation:
            found["dataValidation"] = cell.validation
        found |= dict(cell.extra or {})
        return found if self._mask is None else Selected(select(found, self._mask))

    def _wants(self, part: str) -> bool:
        return wants(self._mask, part)

    def _look(self, cell: Cell) -> dict[str, Any]:
        """The format that a cell shows; many cells share one."""
        shown_format = cell.shown_format
        key = (id(cell.format), id(shown_format), bool(cell.link))
        if key not in self._looks:
            look = effective_format(cell)
            self._looks[key] = look if self._mask is None else select(look, below(self._mask, "effectiveFormat") or {})
            if self._mask is not None:
                self._looks[key] = Selected(self._looks[key])
        return self._looks[key]  # type: ignore[no-any-return]


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
        _kept_format(data.get("userEnteredFormat")),
        data.get("note") or None,
        data.get("dataValidation") or None,
        old.link if same_value else None,
        extra or None,
    )


def _kept_format(look: Mapping[str, Any] | None) -> Json | None:
    """A format as it is kept; equal ones are kept once."""
    return _format_once(json.dumps(look)) if look else None


@lru_cache(maxsize=4096)
def _format_once(look: str) -> Json | None:
    return with_colour_styles(json.loads(look)) or None


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
