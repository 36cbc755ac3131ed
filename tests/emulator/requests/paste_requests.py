"""Requests that copy and move cells: copyPaste, cutPaste, pasteData, autoFill, textToColumns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from tests.emulator.errors import exceeds_grid, invalid
from tests.emulator.formulas.references import Corner, Reference, rewritten
from tests.emulator.grid.a1 import box_name, shown_title
from tests.emulator.grid.area import Box
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import Cell, Formula
from tests.emulator.grid.protection import check_editable
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests.cell_requests import moved_formula
from tests.emulator.requests.dimension_requests import empty_box
from tests.emulator.requests.handling import Context, Handler
from tests.emulator.values.writing import USER_ENTERED, Writer, entered

Json = dict[str, Any]
NORMAL = "PASTE_NORMAL"
Block = dict[tuple[int, int], Cell]


def copy_paste(context: Context, body: Json) -> None:
    """copyPaste: the source is repeated as often as it fits the destination whole."""
    source_sheet, source = context.box(body.get("source"), editing=False)
    target_sheet, target = _destination(context, body.get("destination"))
    transposed = body.get("pasteOrientation") == "TRANSPOSE"
    height, width = (source.width, source.height) if transposed else (source.height, source.width)
    kind = body.get("pasteType") or NORMAL
    block = {
        (row - source.top, column - source.left): source_sheet.cell(row, column)
        for row in range(source.top, source.bottom)
        for column in range(source.left, source.right)
    }
    merges = [merge for merge in source_sheet.merges if source.holds(merge)]
    for top in _starts(target.top, target.height, height):
        for left in _starts(target.left, target.width, width):
            box = _checked(context, target_sheet, Box(top, top + height, left, left + width))
            _paste(target_sheet, box, block, (source.top, source.left), kind, transposed=transposed)
            if kind == NORMAL and not transposed:
                moved = [_shifted(merge, top - source.top, left - source.left) for merge in merges]
                target_sheet.merges = [merge for merge in target_sheet.merges if not merge.meets(box)] + moved


def _destination(context: Context, body: Json | None) -> tuple[Sheet, Box]:
    if body is None:
        raise invalid("No destination is specified.")
    return context.box(body, editing=False)


def _starts(start: int, room: int, length: int) -> range:
    return range(start, start + max(1, room // length) * length, length)


def _checked(context: Context, sheet: Sheet, box: Box) -> Box:
    rows, columns = sheet.size
    if box.bottom > rows or box.right > columns:
        raise exceeds_grid(f"{shown_title(sheet.title)}!{box_name(box)}", rows, columns)
    check_editable(context.book, sheet, box, context.user)
    return box


def _shifted(box: Box, rows: int, columns: int) -> Box:
    return Box(box.top + rows, box.bottom + rows, box.left + columns, box.right + columns)


def _paste(
    sheet: Sheet,
    box: Box,
    block: Mapping[tuple[int, int], Cell],
    origin: tuple[int, int],
    kind: str,
    *,
    transposed: bool,
) -> None:
    rows: dict[int, dict[int, Cell]] = {}
    for (down, right), cell in block.items():
        row, column = (box.top + right, box.left + down) if transposed else (box.top + down, box.left + right)
        here = moved_formula(cell, row - origin[0] - down, column - origin[1] - right)
        rows.setdefault(row, {})[column] = _pasted(sheet.cell(row, column), here, kind)
    for row, cells in rows.items():
        sheet.put_many(row, cells)


def _pasted(old: Cell, new: Cell, kind: str) -> Cell:
    """What a cell becomes when another is pasted over it, by the kind of pasting."""
    if kind == NORMAL:
        return new
    if kind in {"PASTE_VALUES", "PASTE_FORMULA"}:
        return old.with_value(new.value)
    if kind == "PASTE_FORMAT":
        return old._replace(format=new.format)
    if kind == "PASTE_NO_BORDERS":
        borders = (old.format or {}).get("borders")
        look = {name: value for name, value in (new.format or {}).items() if name != "borders"}
        return new._replace(format=(look | ({"borders": borders} if borders else {})) or None)
    if kind == "PASTE_DATA_VALIDATION":
        return old._replace(validation=new.validation)
    return old


def cut_paste(context: Context, body: Json) -> None:
    """cutPaste: cells move; formulas elsewhere that refer to them follow, their own stay as they are."""
    sheet, source = context.box(body.get("source"))
    to = body.get("destination") or {}
    target_sheet = context.book.sheet_of(to)
    top, left = to.get("rowIndex") or 0, to.get("columnIndex") or 0
    target = _checked(context, target_sheet, Box(top, top + source.height, left, left + source.width))
    kind = body.get("pasteType") or NORMAL
    block = {
        (row, column): sheet.cell(row, column)
        for row in range(source.top, source.bottom)
        for column in range(source.left, source.right)
    }
    merges = [merge for merge in sheet.merges if source.holds(merge)]
    sheet.merges = [merge for merge in sheet.merges if merge not in merges]
    empty_box(sheet, source)
    down, right = top - source.top, left - source.left
    for (row, column), cell in block.items():
        old = target_sheet.cell(row + down, column + right)
        target_sheet.put(row + down, column + right, _pasted(old, cell, kind))
    target_sheet.merges = [merge for merge in target_sheet.merges if not merge.meets(target)]
    target_sheet.merges += [_shifted(merge, down, right) for merge in merges]
    if target_sheet is sheet:
        _follow_cut(context.book, sheet, source, down, right)


def _follow_cut(book: Book, sheet: Sheet, source: Box, down: int, right: int) -> None:
    """References that lie wholly within what was moved go along."""

    def inside(corner: Corner) -> bool:
        if corner.row is None or corner.column is None:
            return False
        return source.holds(Box(corner.row, corner.row + 1, corner.column, corner.column + 1))

    def moved(corner: Corner) -> Corner:
        return corner._replace(row=(corner.row or 0) + down, column=(corner.column or 0) + right)

    for other in book.sheets:

        def change(old: Reference, *, own: bool = other is sheet) -> Reference:
            about = own if old.title is None else old.title.casefold() == sheet.title.casefold()
            if not about or not inside(old.first) or (old.last and not inside(old.last)):
                return old
            return old._replace(first=moved(old.first), last=moved(old.last) if old.last else None)

        for row, column, cell in list(other.cells_in(other.whole())):
            if isinstance(cell.value, Formula):
                other.put(row, column, cell._replace(value=Formula(rewritten(cell.value.text, change))))


def paste_data(context: Context, body: Json) -> None:
    """pasteData: delimited text as a person would paste it."""
    place = body.get("coordinate") or {}
    sheet = context.book.sheet_of(place)
    delimiter = body.get("delimiter") or "\t"
    rows = list(csv.reader(io.StringIO(body.get("data") or ""), delimiter=delimiter))
    top, left = place.get("rowIndex") or 0, place.get("columnIndex") or 0
    width = max(map(len, rows), default=0)
    _checked(context, sheet, Box(top, top + len(rows), left, left + width))
    _enter(context, sheet, top, left, rows)


def _enter(context: Context, sheet: Sheet, top: int, left: int, rows: Iterable[list[str]]) -> None:
    writer = Writer(context.user, USER_ENTERED, context.today)
    for row, items in enumerate(rows, top):
        cells = {
            column: entered(context.book, sheet.cell(row, column), item, writer)
            for column, item in enumerate(items, left)
        }
        sheet.put_many(row, cells)


def text_to_columns(context: Context, body: Json) -> None:
    """textToColumns: the texts of one column spread over the columns at its right."""
    sheet, box = context.box(body.get("source"))
    if box.width != 1:
        raise invalid("The source range must span exactly one column.")
    kind = body.get("delimiterType") or "AUTODETECT"
    marks = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " ", "CUSTOM": body.get("delimiter") or ","}
    for row in range(box.top, box.bottom):
        value = sheet.cell(row, box.left).value
        if isinstance(value, str):
            mark = marks.get(kind) or next((found for found in ",;. " if found in value), ",")
            parts = value.split(mark)
            _checked(context, sheet, Box(row, row + 1, box.left, box.left + len(parts)))
            _enter(context, sheet, row, box.left, [parts])


def auto_fill(context: Context, body: Json) -> None:
    """autoFill: a source is repeated onwards; whole numbers with an even step go on counting."""
    given = body.get("sourceAndDestination")
    if given is None:
        raise invalid("sourceAndDestination must be specified.")
    sheet, source = context.box(given.get("source"), editing=False)
    length = given.get("fillLength") or 0
    by_rows = given.get("dimension") == "ROWS"
    if not length:
        raise invalid("fillLength must not be 0.")
    lines = range(source.left, source.right) if by_rows else range(source.top, source.bottom)
    for line in lines:
        cells = _along(sheet, source, line, by_rows=by_rows)
        for step in range(abs(length)):
            index = len(cells) + step if length > 0 else -1 - step
            place = (source.top + index, line) if by_rows else (line, source.left + index)
            _checked(context, sheet, Box(place[0], place[0] + 1, place[1], place[1] + 1))
            origin = index % len(cells)
            moved = (index - origin, 0) if by_rows else (0, index - origin)
            sheet.put(*place, _continued(cells, index, moved))


def _along(sheet: Sheet, box: Box, line: int, *, by_rows: bool) -> list[Cell]:
    if by_rows:
        return [sheet.cell(row, line) for row in range(box.top, box.bottom)]
    return [sheet.cell(line, column) for column in range(box.left, box.right)]


def _continued(cells: list[Cell], index: int, moved: tuple[int, int]) -> Cell:
    values = [cell.value for cell in cells]
    cell = cells[index % len(cells)]
    numeric = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numeric) == len(values) > 1:
        steps = {later - earlier for earlier, later in pairwise(numeric)}
        if len(steps) == 1:
            return cell._replace(value=numeric[0] + index * steps.pop())
    return moved_formula(cell, *moved)


HANDLERS: dict[str, Handler] = {
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "pasteData": paste_data,
    "textToColumns": text_to_columns,
    "autoFill": auto_fill,
}
