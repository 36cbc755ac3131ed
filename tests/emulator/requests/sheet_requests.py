"""Requests about whole sheets and the spreadsheet's own properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.emulator.errors import invalid
from tests.emulator.fields import updated
from tests.emulator.formulas.references import Reference, rewritten
from tests.emulator.grid.area import COLUMNS, ROWS
from tests.emulator.grid.book import Book, Metadata
from tests.emulator.grid.cell import BLANK, Formula, Line
from tests.emulator.grid.defaults import with_colour_styles
from tests.emulator.grid.sheet import DEFAULT_COLUMNS, DEFAULT_ROWS, LISTS, Sheet
from tests.emulator.requests.handling import Context, Handler, mask_of
from tests.emulator.requests.inserting import check_columns, delete_lines
from tests.emulator.sheets.spreadsheet_json import sheet_properties

Json = dict[str, Any]
OWN_IDS = {
    "charts": "chartId",
    "filter_views": "filterViewId",
    "protected": "protectedRangeId",
    "banding": "bandedRangeId",
    "slicers": "slicerId",
    "tables": "tableId",
}


def add_sheet(context: Context, body: Json) -> Json:
    """addSheet."""
    book = context.book
    properties = body.get("properties") or {}
    title = properties.get("title") or _free_title(book)
    book.check_title(title)
    number = properties.get("sheetId")
    if number is None:
        number = book.new_sheet_id()
    elif any(sheet.sheet_id == number for sheet in book.sheets):
        raise invalid(f"A sheet with id {number} already exists.")
    grid = properties.get("gridProperties") or {}
    rows, columns = grid.get("rowCount") or DEFAULT_ROWS, grid.get("columnCount") or DEFAULT_COLUMNS
    check_columns(columns)
    book.check_cells(rows * columns)
    sheet = Sheet(number, title, rows, columns)
    _set_properties(sheet, properties)
    index = properties.get("index")
    book.sheets.insert(len(book.sheets) if index is None else _checked_index(book, index), sheet)
    return {"properties": sheet_properties(book, sheet)}


def _free_title(book: Book) -> str:
    number = len(book.sheets) + 1
    while book.sheet_titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _checked_index(book: Book, index: int) -> int:
    if not 0 <= index <= len(book.sheets):
        raise invalid(f"Sheet index {index} is out of range.")
    return index


def _set_properties(sheet: Sheet, properties: Mapping[str, Any]) -> None:
    properties = with_colour_styles(properties)
    for name in ("hidden", "rightToLeft", "tabColor", "tabColorStyle"):
        if properties.get(name):
            sheet.properties[name] = properties[name]
    grid = {
        name: value
        for name, value in (properties.get("gridProperties") or {}).items()
        if name not in {"rowCount", "columnCount"} and value
    }
    if grid:
        sheet.properties["gridProperties"] = grid


def delete_sheet(context: Context, body: Json) -> None:
    """deleteSheet."""
    book = context.book
    sheet = book.sheet(body.get("sheetId"), "sheet")
    visible = [other for other in book.sheets if other is not sheet and not other.is_hidden]
    if not visible:
        raise invalid("You can't remove all the sheets in a document.")
    book.forget_sheet(sheet)
    book.sheets.remove(sheet)
    book.named_ranges = [named for named in book.named_ranges if (named["range"].get("sheetId") or 0) != sheet.sheet_id]


def update_sheet_properties(context: Context, body: Json) -> None:
    """updateSheetProperties."""
    book = context.book
    properties = body.get("properties") or {}
    sheet = book.sheet(properties.get("sheetId"), "sheet")
    mask = mask_of(body, "SheetProperties")
    if "*" in mask:
        mask = {name: {} for name in properties}
    old = sheet_properties(book, sheet)
    new = updated(old, properties, mask)
    if new.get("title") != sheet.title:
        _rename(book, sheet, new.get("title") or "")
    _resize(book, sheet, old["gridProperties"], new.get("gridProperties") or {})
    _check_hiding(book, sheet, new)
    sheet.properties = {name: sheet.properties[name] for name in ("sheetId", "title", "sheetType")}
    if "tabColorStyle" in mask and "tabColor" not in mask:
        new.pop("tabColor", None)
    if "tabColor" in mask and "tabColorStyle" not in mask:
        new.pop("tabColorStyle", None)
    _set_properties(sheet, new)
    if "index" in mask:
        _reorder(book, sheet, properties.get("index") or 0)


def _rename(book: Book, sheet: Sheet, title: str) -> None:
    if not title:
        raise invalid("Sheet title cannot be empty.")
    book.check_title(title, besides=sheet)
    old = sheet.title
    sheet.properties = sheet.properties | {"title": title}
    rename_in_formulas(book, old, title)


def rename_in_formulas(book: Book, old: str, new: str) -> None:
    """Let formulas follow a sheet to its new title."""

    def change(reference: Reference) -> Reference:
        same = reference.title is not None and reference.title.casefold() == old.casefold()
        return reference._replace(title=new) if same else reference

    for sheet in book.sheets:
        for row, column, cell in list(sheet.cells_in(sheet.whole())):
            if isinstance(cell.value, Formula) and old.casefold() in cell.value.text.casefold():
                sheet.put(row, column, cell._replace(value=Formula(rewritten(cell.value.text, change))))


def _check_hiding(book: Book, sheet: Sheet, new: Mapping[str, Any]) -> None:
    if new.get("hidden") and not sheet.is_hidden and all(other.is_hidden for other in book.sheets if other != sheet):
        raise invalid("You can't hide all the sheets in a document.")


def _resize(book: Book, sheet: Sheet, old: Json, new: Json) -> None:
    rows, columns = new.get("rowCount", 0), new.get("columnCount", 0)
    if rows < 1 or columns < 1:
        raise invalid("The number of rows and columns must be at least 1.")
    if rows <= (new.get("frozenRowCount") or 0) and (new.get("frozenRowCount") or 0):
        raise invalid("You can't freeze all visible rows on the sheet.")
    if columns <= (new.get("frozenColumnCount") or 0) and (new.get("frozenColumnCount") or 0):
        raise invalid("You can't freeze all visible columns on the sheet.")
    check_columns(columns)
    book.check_cells(rows * columns - old["rowCount"] * old["columnCount"])
    for dimension, count in ((ROWS, rows), (COLUMNS, columns)):
        lines = sheet.lines(dimension)
        if count < len(lines):
            delete_lines(book, sheet, dimension, count, len(lines))
        else:
            lines.extend([BLANK] * (count - len(lines)))


def _reorder(book: Book, sheet: Sheet, index: int) -> None:
    """The index counts as before the move; the sheet's own place and the next one change nothing."""
    now = book.index_of(sheet)
    _checked_index(book, index)
    if index not in {now, now + 1}:
        book.sheets.remove(sheet)
        book.sheets.insert(index if index < now else index - 1, sheet)


def duplicate_sheet(context: Context, body: Json) -> Json:
    """duplicateSheet."""
    book = context.book
    sheet = book.sheet(body.get("sourceSheetId"), "sheet")
    title = body.get("newSheetName") or free_copy_title(book, sheet.title)
    book.check_title(title)
    number = body.get("newSheetId")
    if number is None:
        number = book.new_sheet_id()
    elif any(other.sheet_id == number for other in book.sheets):
        raise invalid(f"A sheet with id {number} already exists.")
    twin = copied_sheet(book, sheet, book, number, title)
    book.sheets.insert(_checked_index(book, body.get("insertSheetIndex") or 0), twin)
    return {"properties": sheet_properties(book, twin)}


def free_copy_title(book: Book, title: str) -> str:
    """`Copy of X`, with a number when that is taken."""
    found, number = f"Copy of {title}", 2
    while book.sheet_titled(found):
        found = f"Copy of {title} {number}"
        number += 1
    return found


def copied_sheet(source: Book, sheet: Sheet, target: Book, number: int, title: str) -> Sheet:
    """A copy of a sheet for a spreadsheet: its objects and metadata get numbers of their own."""
    twin = sheet.snapshot()
    twin.properties = {name: value for name, value in sheet.properties.items() if name != "hidden"} | {
        "sheetId": number,
        "title": title,
    }
    for name in LISTS:
        if name != "merges":
            items = [_renumbered(item, sheet.sheet_id, number) for item in getattr(sheet, name)]
            key = OWN_IDS.get(name)
            if key:
                items = [item | {key: _same_kind(item[key], target.new_number(set()))} for item in items]
            setattr(twin, name, items)
    if sheet.basic_filter is not None:
        twin.basic_filter = _renumbered(sheet.basic_filter, sheet.sheet_id, number)

    def copies(numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(_copied_entry(source, target, old) for old in numbers)

    def copied_line(line: Line) -> Line:
        return line._replace(metadata=copies(line.metadata)) if line.metadata else line

    twin.metadata = copies(sheet.metadata)
    twin.rows = [copied_line(line) for line in sheet.rows]
    twin.columns = [copied_line(line) for line in sheet.columns]
    return twin


def _same_kind(old: Any, new: int) -> Any:
    return str(new) if isinstance(old, str) else new


def _copied_entry(source: Book, target: Book, number: int) -> int:
    new = target.new_number(set(target.entries))
    target.entries[new] = Metadata(new, *source.entries[number][1:])
    return new


def _renumbered(value: Any, old: int, new: int) -> Any:
    """A copy of an object whose ranges name the new sheet."""
    if isinstance(value, list):
        return [_renumbered(item, old, new) for item in value]
    if not isinstance(value, Mapping):
        return value
    found = {name: _renumbered(item, old, new) for name, item in value.items()}
    marks = {
        "startRowIndex",
        "startColumnIndex",
        "endRowIndex",
        "endColumnIndex",
        "rowIndex",
        "columnIndex",
        "dimension",
    }
    if marks & found.keys() and (found.get("sheetId") or 0) == old:
        found = {"sheetId": new} | {name: item for name, item in found.items() if name != "sheetId"}
    return found


def update_spreadsheet_properties(context: Context, body: Json) -> None:
    """updateSpreadsheetProperties."""
    book = context.book
    mask = mask_of(body, "SpreadsheetProperties")
    new = updated(book.properties, with_colour_styles(body.get("properties") or {}), mask)
    if not new.get("title"):
        raise invalid("The spreadsheet title cannot be empty.")
    for name in ("locale", "timeZone"):
        if not new.get(name):
            raise invalid(f"Unsupported {name}: ")
    book.properties = {name: new[name] for name in book.properties if name in new} | new


HANDLERS: dict[str, Handler] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "updateSheetProperties": update_sheet_properties,
    "duplicateSheet": duplicate_sheet,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
