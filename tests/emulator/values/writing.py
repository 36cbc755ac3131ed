"""Writing values: RAW and USER_ENTERED, anchors and bounded ranges, null and "", and what is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from tests.emulator.errors import exceeds_grid, invalid
from tests.emulator.grid.a1 import box_name, column_letters, shown_title
from tests.emulator.grid.address import Place
from tests.emulator.grid.area import COLUMNS, Box
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import Cell, Entered
from tests.emulator.grid.protection import check_editable
from tests.emulator.grid.sheet import Sheet
from tests.emulator.values.locales import locale_named
from tests.emulator.values.typing import typed

RAW = "RAW"
USER_ENTERED = "USER_ENTERED"
MAXIMUM_TEXT = 50_000
TEXT_TOO_LONG = "Your input contains more than the maximum of 50000 characters in a single cell."


class Writer(NamedTuple):
    """Who writes, how, and on which day (typed dates without a year need it)."""

    user: str
    option: str
    today: date


class Written(NamedTuple):
    """What a write touched."""

    box: Box
    rows: int
    columns: int
    cells: int


def by_rows(values: list[list[Any]], major: str | None) -> list[list[Any]]:
    """Values as rows; columns become rows, with nothing (not "") where one is shorter."""
    if major != COLUMNS:
        return values
    height = max(map(len, values), default=0)
    return [[column[index] if index < len(column) else None for column in values] for index in range(height)]


def write_values(book: Book, place: Place, values: list[list[Any]], writer: Writer) -> Written:
    """Write values from the first cell of a place on.

    Raises:
        ApiError: 400 when they do not fit the range or the grid, hold a list or object, are too long or protected.
    """
    check_scalars(values)
    sheet, box = place.sheet, place.box
    width = max(map(len, values), default=0)
    target = Box(box.top, box.top + len(values), box.left, box.left + width)
    _check_fit(place, target)
    check_editable(book, sheet, target, writer.user)
    cells = _put(book, sheet, target, values, writer)
    if cells.cells:
        book.touch()
    return cells


def check_scalars(values: list[list[Any]]) -> None:
    """Refuse a list or an object where a value belongs, in the words of the service."""
    for row, items in enumerate(values):
        for column, item in enumerate(items):
            if isinstance(item, dict | list):
                kind = "list_value" if isinstance(item, list) else "struct_value"
                raise invalid(f"Invalid values[{row}][{column}]: {kind} {proto_text(item, 0)}\n")
            if isinstance(item, str) and len(item) > MAXIMUM_TEXT:
                raise invalid(TEXT_TOO_LONG)


def proto_text(value: Any, depth: int) -> str:
    """A list or object as the text form of protobuf prints it."""
    pad = "  " * (depth + 1)
    if isinstance(value, list):
        inner = "".join(f"{pad}values {{\n{_proto_value(item, depth + 1)}{pad}}}\n" for item in value)
    else:
        inner = "".join(
            f"{pad}fields {{\n{pad}  key: {json.dumps(name)}\n{pad}  value {{\n"
            f"{_proto_value(item, depth + 2)}{pad}  }}\n{pad}}}\n"
            for name, item in value.items()
        )
    return f"{{\n{inner}{'  ' * depth}}}"


def _proto_value(value: Any, depth: int) -> str:
    pad = "  " * (depth + 1)
    if isinstance(value, list | dict):
        kind = "list_value" if isinstance(value, list) else "struct_value"
        return f"{pad}{kind} {proto_text(value, depth + 1)}\n"
    if value is None:
        return f"{pad}null_value: NULL_VALUE\n"
    if isinstance(value, bool):
        return f"{pad}bool_value: {str(value).lower()}\n"
    kind = "string_value" if isinstance(value, str) else "number_value"
    return f"{pad}{kind}: {json.dumps(value, ensure_ascii=False)}\n"


def _check_fit(place: Place, target: Box) -> None:
    if not place.is_anchor:
        where = f"Requested writing within range [{place.quoted_name}], but tried writing to"
        if target.width > place.box.width:
            raise invalid(f"{where} column [{column_letters(place.box.right)}]")
        if target.height > place.box.height:
            raise invalid(f"{where} row [{place.box.bottom + 1}]")
    rows, columns = place.sheet.size
    if target.bottom > rows or target.right > columns:
        name = f"{shown_title(place.sheet.title)}!{box_name(target)}"
        raise exceeds_grid(name, rows, columns)


def _put(book: Book, sheet: Sheet, target: Box, values: list[list[Any]], writer: Writer) -> Written:
    touched_rows, touched_columns, count = 0, set(), 0
    for offset, items in enumerate(values):
        row = target.top + offset
        old = sheet.rows[row].cells
        changed: dict[int, Cell] = {}
        for index, item in enumerate(items):
            if item is None:
                continue
            column = target.left + index
            changed[column] = entered(book, old.get(column) or Cell(), item, writer)
            touched_columns.add(column)
        if changed:
            sheet.put_many(row, changed)
            touched_rows += 1
            count += len(changed)
    return Written(target, touched_rows, len(touched_columns), count)


def entered(book: Book, cell: Cell, item: Any, writer: Writer) -> Cell:
    """A cell after a value was entered into it; format, note and validation stay."""
    if not isinstance(item, str):
        return cell.with_value(stored(item))
    if not item:
        return cell.with_value(None)
    if writer.option != USER_ENTERED or (cell.number_format or {}).get("type") == "TEXT":
        return cell.with_value(item)
    found = typed(item, locale_named(book.locale), writer.today)
    cell = cell.with_value(found.value)._replace(link=found.link)
    if found.kind and found.kind != (cell.number_format or {}).get("type"):
        number_format = {"type": found.kind, "pattern": found.pattern}
        cell = cell._replace(format={**(cell.format or {}), "numberFormat": number_format})
    return cell


def stored(item: Any) -> Entered:
    """A number as the service keeps it: a double, shown without a fraction when it has none."""
    if isinstance(item, bool) or item is None:
        return item
    number = float(item)
    return int(number) if number.is_integer() and abs(number) < 2**63 else number


def cleared(book: Book, sheet: Sheet, box: Box, user: str) -> None:
    """Take the values out of a rectangle; formats, notes and validation stay."""
    check_editable(book, sheet, box, user)
    for row in range(box.top, min(box.bottom, len(sheet.rows))):
        cells = sheet.rows[row].cells
        gone = {
            column: cell.with_value(None)
            for column, cell in cells.items()
            if box.left <= column < box.right and cell.value is not None
        }
        if gone:
            sheet.put_many(row, gone)
    book.touch()


def counts(book: Book, place: Place, written: Written) -> Mapping[str, Any]:
    """The counts of an UpdateValuesResponse, zeros left out."""
    box = written.box
    empty = not written.box.height
    name = place.name if empty else f"{shown_title(place.sheet.title)}!{box_name(box)}"
    found: dict[str, Any] = {"spreadsheetId": book.book_id, "updatedRange": name}
    numbers = {"updatedRows": written.rows, "updatedColumns": written.columns, "updatedCells": written.cells}
    return found | {key: number for key, number in numbers.items() if number}
