"""A Spreadsheet resource: properties, sheets with what is laid over them, and grid data where it is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.emulator.fields import Mask, Selected, below, wants
from tests.emulator.grid.address import Place
from tests.emulator.grid.area import COLUMNS, ROWS, Box, grid_range
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import Formula, Line
from tests.emulator.grid.protection import may_edit
from tests.emulator.grid.sheet import DEFAULT_HEIGHT, DEFAULT_WIDTH, Sheet
from tests.emulator.sheets.cell_json import CellReader
from tests.emulator.sheets.metadata import Anchor, line_metadata, metadata_json
from tests.emulator.values.locales import locale_named

Json = dict[str, Any]


def spreadsheet_json(
    book: Book, places: Sequence[Place] | None, *, with_grid: bool, mask: Mask | None, user: str
) -> Json:
    """A spreadsheet as it is answered.

    Args:
        book: The spreadsheet.
        places: Ranges asked for; only their sheets are answered. None asks for every sheet in full.
        with_grid: Is grid data wanted? A mask decides it alone.
        mask: Fields that are wanted, to spare what would be cut off again.
        user: Who asks: tells whether they may edit a protected range.
    """
    found: Json = {"spreadsheetId": book.book_id, "properties": book.properties}
    if mask is not None:
        with_grid = "sheets" in mask and wants(mask, "sheets", "data") and _names_data(mask)
    sheets = []
    for sheet in book.sheets:
        mine = None if places is None else [place.box for place in places if place.sheet is sheet]
        if mine == []:
            continue
        boxes = [sheet.whole()] if mine is None else mine
        sheets.append(sheet_json(book, sheet, boxes if with_grid else None, mask, user))
    found["sheets"] = sheets
    if book.named_ranges:
        found["namedRanges"] = book.named_ranges
    found["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.book_id}/edit"
    if book.metadata:
        found["developerMetadata"] = [
            metadata_json(book, Anchor(number, None, "SPREADSHEET", 0)) for number in book.metadata
        ]
    return found


def _names_data(mask: Mask) -> bool:
    """Does a mask name the grid, and not only the sheets as a whole?"""
    below = mask["sheets"]
    return not below or "data" in below or "*" in below


def sheet_properties(book: Book, sheet: Sheet) -> Json:
    """SheetProperties: what the model tells, and what was set."""
    rows, columns = sheet.size
    own = sheet.properties
    found = {"sheetId": own["sheetId"], "title": own["title"], "index": book.index_of(sheet)}
    found["sheetType"] = own["sheetType"]
    if own["sheetType"] == "GRID":
        found["gridProperties"] = {"rowCount": rows, "columnCount": columns} | own.get("gridProperties", {})
    rest = ("hidden", "tabColor", "tabColorStyle", "rightToLeft")
    return found | {name: own[name] for name in rest if own.get(name)}


def sheet_json(book: Book, sheet: Sheet, boxes: list[Box] | None, mask: Mask | None, user: str) -> Json:
    """A Sheet, with grid data for these rectangles."""
    found: Json = {"properties": sheet_properties(book, sheet)}
    if boxes is not None:
        found["data"] = [grid_json(book, sheet, box, mask) for box in boxes]
    if sheet.merges:
        found["merges"] = [grid_range(sheet.sheet_id, box) for box in sorted(sheet.merges)]
    protections = [protection_json(book, protection, user) for protection in sheet.protected]
    laid: Mapping[str, Any] = {
        "conditionalFormats": sheet.conditional,
        "filterViews": sheet.filter_views,
        "protectedRanges": protections,
        "basicFilter": sheet.basic_filter,
        "charts": sheet.charts,
        "bandedRanges": sheet.banding,
        "developerMetadata": [metadata_json(book, Anchor(number, sheet, "SHEET", 0)) for number in sheet.metadata],
        "rowGroups": sheet.row_groups,
        "columnGroups": sheet.column_groups,
        "slicers": sheet.slicers,
        "tables": sheet.tables,
    }
    return found | {name: value for name, value in laid.items() if value}


def protection_json(book: Book, protection: Json, user: str) -> Json:
    """A ProtectedRange as one person sees it: its editors are shown only to those who may edit."""
    if may_edit(book, protection, user):
        return protection | {"requestingUserCanEdit": True}
    return {name: value for name, value in protection.items() if name != "editors"}


def grid_json(book: Book, sheet: Sheet, box: Box, mask: Mask | None) -> Json:
    """GridData of a rectangle."""
    found: Json = {}
    if box.top:
        found["startRow"] = box.top
    if box.left:
        found["startColumn"] = box.left
    if wants(mask, "sheets", "data", "rowData"):
        rows = _row_data(book, sheet, box, below(mask, "sheets", "data", "rowData", "values"))
        if rows:
            found["rowData"] = rows
    if wants(mask, "sheets", "data", "rowMetadata"):
        found["rowMetadata"] = _line_data(book, sheet, ROWS, box.top, box.bottom)
    if wants(mask, "sheets", "data", "columnMetadata"):
        found["columnMetadata"] = _line_data(book, sheet, COLUMNS, box.left, box.right)
    return found


def _row_data(book: Book, sheet: Sheet, box: Box, mask: Mask | None) -> list[Json]:
    cells = CellReader(book, sheet, locale_named(book.locale), mask)
    wanted = (box.left, box.right, book.locale, repr(mask))
    known = book.answered.setdefault(sheet.sheet_id, {})
    rows: list[Json] = []
    for row in range(box.top, box.bottom):
        line = sheet.rows[row]
        if not line.cells:
            rows.append({})
            continue
        found = known.get(row)
        if found is None or found[0] is not line or found[1] != wanted:
            found = (line, wanted, _row_json(cells, line, row, box))
            if not any(isinstance(cell.value, Formula) for cell in line.cells.values()):
                known[row] = found
        rows.append(found[2])
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _row_json(cells: CellReader, line: Line, row: int, box: Box) -> Json:
    columns = [column for column in line.cells if box.left <= column < box.right]
    if not columns:
        return {}
    wanted = set(columns)
    shown = range(box.left, max(columns) + 1)
    return Selected(values=[cells.json(row, column) if column in wanted else {} for column in shown])


def _line_data(book: Book, sheet: Sheet, dimension: str, start: int, end: int) -> list[Json]:
    default = DEFAULT_HEIGHT if dimension == ROWS else DEFAULT_WIDTH
    plain = {"pixelSize": default}
    found = []
    for index in range(start, end):
        line = sheet.lines(dimension)[index]
        if line.size is None and not (line.hidden or line.filtered or line.metadata):
            found.append(plain)
            continue
        item: Json = {}
        if line.filtered:
            item["hiddenByFilter"] = True
        if line.hidden:
            item["hiddenByUser"] = True
        item["pixelSize"] = default if line.size is None else line.size
        if line.metadata:
            item["developerMetadata"] = line_metadata(book, sheet, dimension, index)
        found.append(item)
    return found
