"""Requests that look at values: sort, find and replace, trim, duplicates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from tests.emulator.errors import invalid
from tests.emulator.formulas.evaluating import effective
from tests.emulator.grid.area import Box
from tests.emulator.grid.cell import Cell, CellError, Effective, Formula
from tests.emulator.grid.protection import check_editable
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests.cell_requests import moved_formula
from tests.emulator.requests.dimension_requests import shift_cells
from tests.emulator.requests.handling import Context, Handler
from tests.emulator.values.locales import locale_named
from tests.emulator.values.number_text import shown
from tests.emulator.values.writing import USER_ENTERED, Writer, entered

Json = dict[str, Any]
Key = tuple[int, Any]


def sort_range(context: Context, body: Json) -> None:
    """sortRange: cells of the range move by rows; row metadata goes along with the values, blanks go last."""
    sheet, box = context.box(body.get("range"))
    specs = body.get("sortSpecs") or []
    if not specs:
        raise invalid("At least one sort spec must be specified.")
    if any(merge.meets(box) for merge in sheet.merges):
        raise invalid("Can't sort a range that includes merged cells.")
    order = list(range(box.top, box.bottom))
    for spec in reversed(specs):
        _sort_by(context, sheet, order, spec)
    reorder(sheet, box, order)


def _sort_by(context: Context, sheet: Sheet, order: list[int], spec: Json) -> None:
    column = spec.get("dimensionIndex") or 0
    descending = spec.get("sortOrder") == "DESCENDING"
    keys: dict[int, Key] = {}
    for row in order:
        value = effective(context.book, sheet, row, column)
        if value is not None and value != "":
            keys[row] = sort_key(value)
    filled = sorted((row for row in order if row in keys), key=keys.__getitem__)
    if descending:
        filled = [row for row in order if row in keys]
        filled.sort(key=keys.__getitem__, reverse=True)
    order[:] = filled + [row for row in order if row not in keys]


def sort_key(value: Effective) -> Key:
    """Numbers before texts before booleans before errors; texts without regard to case."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, int | float):
        return 0, value
    if isinstance(value, CellError):
        return 3, value.kind
    return 1, unicodedata.normalize("NFC", str(value)).casefold()


def reorder(sheet: Sheet, box: Box, order: list[int]) -> None:
    """Put the rows of a rectangle into a new order: `order` names the old row for each place."""
    old_lines = {row: sheet.rows[row] for row in order}
    for place, row in enumerate(order, box.top):
        source, target = old_lines[row], sheet.rows[place] if place not in old_lines else old_lines[place]
        outside = {column: cell for column, cell in target.cells.items() if not box.left <= column < box.right}
        inside = {
            column: moved_formula(cell, place - row, 0)
            for column, cell in source.cells.items()
            if box.left <= column < box.right
        }
        sheet.rows[place] = target._replace(cells=outside | inside, metadata=source.metadata)


def randomize_range(context: Context, body: Json) -> None:
    """randomizeRange: in an order that is the same every time, so that tests can be repeated."""
    sheet, box = context.box(body.get("range"))
    order = list(range(box.top, box.bottom))
    reorder(sheet, box, order[1::2] + order[::2])


def find_replace(context: Context, body: Json) -> Json:
    """findReplace: counts what it changed; zero counts are left out."""
    find = body.get("find")
    if not find:
        raise invalid("find must not be empty.")
    change = _replacer(body)
    found = {"valuesChanged": 0, "formulasChanged": 0, "rowsChanged": 0, "sheetsChanged": 0, "occurrencesChanged": 0}
    for sheet, box in _searched(context, body):
        rows = set()
        for row, column, cell in list(sheet.cells_in(box)):
            new, count = _replaced(
                context, sheet, (row, column, cell), change, formulas=bool(body.get("includeFormulas"))
            )
            if new is None:
                continue
            check_editable(context.book, sheet, Box(row, row + 1, column, column + 1), context.user)
            sheet.put(row, column, new)
            rows.add(row)
            found["occurrencesChanged"] += count
            found["formulasChanged" if isinstance(cell.value, Formula) else "valuesChanged"] += 1
        found["rowsChanged"] += len(rows)
        found["sheetsChanged"] += bool(rows)
    return {name: number for name, number in found.items() if number}


def _searched(context: Context, body: Json) -> list[tuple[Sheet, Box]]:
    if body.get("allSheets"):
        return [(sheet, sheet.whole()) for sheet in context.book.sheets]
    if body.get("range") is not None:
        return [context.box(body["range"], editing=False)]
    if body.get("sheetId") is not None:
        sheet = context.book.sheet(body["sheetId"])
        return [(sheet, sheet.whole())]
    raise invalid("Must specify a range, a sheet or all sheets.")


def _replacer(body: Json) -> Callable[[str], tuple[str, int]]:
    pattern = body["find"] if body.get("searchByRegex") else re.escape(body["find"])
    if body.get("matchEntireCell"):
        pattern = f"^(?:{pattern})$"
    flags = re.NOFLAG if body.get("matchCase") else re.IGNORECASE
    try:
        compiled = re.compile(pattern, flags)
    except re.error:
        raise invalid(f"Invalid regular expression: {body['find']}") from None
    replacement = body.get("replacement") or ""
    if body.get("searchByRegex"):
        template = re.sub(r"\$(\d)", r"\\\1", replacement.replace("\\", "\\\\"))
        return lambda text: compiled.subn(template, text)
    return lambda text: compiled.subn(lambda _: replacement, text)


def _replaced(
    context: Context,
    sheet: Sheet,
    place: tuple[int, int, Cell],
    change: Callable[[str], tuple[str, int]],
    *,
    formulas: bool,
) -> tuple[Cell | None, int]:
    row, column, cell = place
    if cell.value is None or (isinstance(cell.value, Formula) and not formulas):
        return None, 0
    if isinstance(cell.value, Formula):
        text = cell.value.text
    else:
        value = effective(context.book, sheet, row, column)
        text = shown(value, cell.number_format, locale_named(context.book.locale))
    new, count = change(text)
    if not count:
        return None, 0
    writer = Writer(context.user, USER_ENTERED, context.today)
    if isinstance(cell.value, str) and not new.startswith("="):
        return cell.with_value(new or None), count
    return entered(context.book, cell, new, writer), count


def trim_whitespace(context: Context, body: Json) -> Json:
    """trimWhitespace: at both ends, and runs of spaces within."""
    sheet, box = context.box(body.get("range"))
    changed = 0
    for row, column, cell in list(sheet.cells_in(box)):
        if isinstance(cell.value, str):
            text = re.sub(r"\s+", " ", cell.value).strip()
            if text != cell.value:
                sheet.put(row, column, cell.with_value(text or None))
                changed += 1
    return {"cellsChangedCount": changed} if changed else {}


def delete_duplicates(context: Context, body: Json) -> Json:
    """deleteDuplicates: the first of equal rows stays, later rows move up."""
    sheet, box = context.box(body.get("range"))
    columns = range(box.left, box.right)
    compared = [
        column
        for column in columns
        if not body.get("comparisonColumns")
        or any(
            found.get("startIndex", 0) <= column < found.get("endIndex", box.right)
            for found in body["comparisonColumns"]
        )
    ]
    seen = set()
    removed = 0
    row = box.top
    bottom = box.bottom
    while row < bottom:
        key = tuple(_compared(effective(context.book, sheet, row, column)) for column in compared)
        if key in seen:
            emptied = Box(row, row + 1, box.left, box.right)
            shift_cells(context.book, sheet, Box(row + 1, bottom, box.left, box.right), -1, 0, emptied=emptied)
            bottom -= 1
            removed += 1
            continue
        seen.add(key)
        row += 1
    return {"duplicatesRemovedCount": removed} if removed else {}


def _compared(value: Effective) -> Any:
    return value.casefold() if isinstance(value, str) else value


HANDLERS: dict[str, Handler] = {
    "sortRange": sort_range,
    "randomizeRange": randomize_range,
    "findReplace": find_replace,
    "trimWhitespace": trim_whitespace,
    "deleteDuplicates": delete_duplicates,
}
