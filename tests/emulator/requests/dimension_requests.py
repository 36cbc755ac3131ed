"""Requests about rows and columns: insert, delete, move, append, properties, automatic size, groups."""

from __future__ import annotations

from typing import Any

from tests.emulator.errors import invalid
from tests.emulator.fields import updated
from tests.emulator.formulas.evaluating import effective
from tests.emulator.grid.area import COLUMNS, ROWS, Box, dimension_range
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import BLANK
from tests.emulator.grid.protection import check_editable
from tests.emulator.grid.sheet import DEFAULT_HEIGHT, DEFAULT_WIDTH, Sheet
from tests.emulator.requests.handling import Context, Handler, mask_of
from tests.emulator.requests.inserting import check_columns, delete_lines, insert_lines, move_lines
from tests.emulator.values.locales import locale_named
from tests.emulator.values.number_text import shown

Json = dict[str, Any]

# A letter of the default font is about this wide; 1,024 capitals measured 9,483 pixels.
LETTER_WIDTH = 9.258
PADDING = 3


def lines_box(sheet: Sheet, dimension: str, start: int, end: int) -> Box:
    """The rectangle of whole rows or columns."""
    rows, columns = sheet.size
    return Box(start, end, 0, columns) if dimension == ROWS else Box(0, rows, start, end)


def insert_dimension(context: Context, body: Json) -> None:
    """insertDimension."""
    sheet, dimension, start, end = context.lines(body.get("range"))
    before = bool(body.get("inheritFromBefore"))
    if before and not start:
        raise invalid("inheritFromBefore cannot be true if inserting at the beginning of the sheet.")
    if start > len(sheet.lines(dimension)):
        noun = "row" if dimension == ROWS else "column"
        raise invalid(f"range.startIndex[{start}] must not be after the last {noun}.")
    insert_lines(context.book, sheet, dimension, start, end - start, from_before=before)


def delete_dimension(context: Context, body: Json) -> None:
    """deleteDimension."""
    sheet, dimension, start, end = context.lines(body.get("range"))
    check_editable(context.book, sheet, lines_box(sheet, dimension, start, end), context.user)
    delete_lines(context.book, sheet, dimension, start, end)


def move_dimension(context: Context, body: Json) -> None:
    """moveDimension."""
    sheet, dimension, start, end = context.lines(body.get("source"))
    check_editable(context.book, sheet, lines_box(sheet, dimension, start, end), context.user)
    move_lines(context.book, sheet, dimension, start, end, body.get("destinationIndex") or 0)


def append_dimension(context: Context, body: Json) -> None:
    """appendDimension."""
    book = context.book
    sheet = book.sheet_of(body)
    dimension, length = body.get("dimension"), body.get("length") or 0
    if dimension not in {ROWS, COLUMNS}:
        raise invalid("No dimension is specified.")
    if length < 1:
        raise invalid("length must be at least 1.")
    rows, columns = sheet.size
    book.check_cells(length * (columns if dimension == ROWS else rows))
    check_columns(columns + (length if dimension == COLUMNS else 0))
    sheet.lines(dimension).extend([BLANK] * length)


def insert_range(context: Context, body: Json) -> None:
    """insertRange: cells shift down or right; what is pushed over the edge makes the grid grow."""
    sheet, box = context.box(body.get("range"))
    book = context.book
    rows, columns = sheet.size
    if _dimension_of(body) == ROWS:
        used = max((row for row, _, _ in sheet.cells_in(Box(box.top, rows, box.left, box.right))), default=-1) + 1
        sheet.rows.extend([BLANK] * max(0, used + box.height - rows))
        shift_cells(book, sheet, Box(box.top, len(sheet.rows), box.left, box.right), box.height, 0)
    else:
        last = max((column for _, column, _ in sheet.cells_in(Box(box.top, box.bottom, box.left, columns))), default=-1)
        sheet.columns.extend([BLANK] * max(0, last + 1 + box.width - columns))
        shift_cells(book, sheet, Box(box.top, box.bottom, box.left, len(sheet.columns)), 0, box.width)


def delete_range(context: Context, body: Json) -> None:
    """deleteRange: cells below shift up, or cells at the right shift left."""
    sheet, box = context.box(body.get("range"))
    rows, columns = sheet.size
    if _dimension_of(body) == ROWS:
        shift_cells(context.book, sheet, Box(box.bottom, rows, box.left, box.right), -box.height, 0, emptied=box)
    else:
        shift_cells(context.book, sheet, Box(box.top, box.bottom, box.right, columns), 0, -box.width, emptied=box)


def _dimension_of(body: Json) -> str:
    dimension = body.get("shiftDimension")
    if dimension not in {ROWS, COLUMNS}:
        raise invalid("No dimension is specified.")
    return str(dimension)


def shift_cells(book: Book, sheet: Sheet, box: Box, down: int, right: int, emptied: Box | None = None) -> None:
    """Move the cells of a rectangle by rows and columns; those that leave the grid are dropped."""
    moved = [(row + down, column + right, cell) for row, column, cell in sheet.cells_in(box)]
    for area in (box, emptied):
        if area is not None:
            empty_box(sheet, area)
    rows, columns = sheet.size
    for row, column, cell in moved:
        if row < rows and column < columns:
            sheet.put(row, column, cell)
    book.touch()


def empty_box(sheet: Sheet, box: Box) -> None:
    """Take all cells out of a rectangle."""
    for row in range(box.top, min(box.bottom, len(sheet.rows))):
        line = sheet.rows[row]
        if line.cells:
            kept = {column: cell for column, cell in line.cells.items() if not box.left <= column < box.right}
            sheet.rows[row] = line._replace(cells=kept)


def update_dimension_properties(context: Context, body: Json) -> None:
    """updateDimensionProperties."""
    sheet, dimension, start, end = context.lines(body.get("range"))
    mask = mask_of(body, "DimensionProperties")
    properties = body.get("properties") or {}
    names = set(properties) if "*" in mask else set(mask)
    for index in range(start, min(end, len(sheet.lines(dimension)))):
        line = sheet.lines(dimension)[index]
        if "pixelSize" in names:
            line = line._replace(size=properties.get("pixelSize"))
        if "hiddenByUser" in names:
            line = line._replace(hidden=bool(properties.get("hiddenByUser")))
        sheet.set_line(dimension, index, line)


def auto_resize(context: Context, body: Json) -> None:
    """autoResizeDimensions: columns to their longest text, rows to their lines of text."""
    sheet, dimension, start, end = context.lines(body.get("dimensions"))
    end = min(end, len(sheet.lines(dimension)))
    longest = dict.fromkeys(range(start, end), 0)
    locale = locale_named(context.book.locale)
    for row, column, cell in sheet.cells_in(lines_box(sheet, dimension, start, end)):
        if cell.value is None:
            continue
        text = shown(effective(context.book, sheet, row, column), cell.number_format, locale)
        if dimension == ROWS:
            longest[row] = max(longest[row], text.count("\n") + 1)
        else:
            longest[column] = max(longest[column], *map(len, text.split("\n")))
    for index, length in longest.items():
        if dimension == ROWS:
            size = max(DEFAULT_HEIGHT, DEFAULT_HEIGHT * length)
        else:
            size = round(length * LETTER_WIDTH) + PADDING if length else DEFAULT_WIDTH
        sheet.set_line(dimension, index, sheet.lines(dimension)[index]._replace(size=size))


def add_group(context: Context, body: Json) -> Json:
    """addDimensionGroup: a group within another one is one level deeper."""
    sheet, dimension, start, end = context.lines(body.get("range"))
    groups = sheet.groups(dimension)
    around = [group for group in groups if _span(group)[0] <= start and end <= _span(group)[1]]
    inside = [group for group in groups if start <= _span(group)[0] and _span(group)[1] <= end and group not in around]
    new = {"range": dimension_range(sheet.sheet_id, dimension, start, end), "depth": len(around) + 1}
    others = [group | {"depth": group["depth"] + 1} if group in inside else group for group in groups]
    found = sorted([*others, new], key=lambda group: (_span(group)[0], group["depth"]))
    groups[:] = found
    # The service sets this mark with the first group and never takes it back.
    mark = "rowGroupControlAfter" if dimension == ROWS else "columnGroupControlAfter"
    sheet.properties = sheet.properties | {"gridProperties": sheet.properties.get("gridProperties", {}) | {mark: True}}
    return {"dimensionGroups": found}


def _span(group: Json) -> tuple[int, int]:
    return group["range"]["startIndex"], group["range"]["endIndex"]


def delete_group(context: Context, body: Json) -> Json:
    """deleteDimensionGroup: one level is taken off these lines; the answer tells the groups that are left."""
    sheet, dimension, start, end = context.lines(body.get("range"))
    groups = sheet.groups(dimension)
    hit = [group for group in groups if _span(group)[0] < end and start < _span(group)[1]]
    if not hit:
        noun = "row" if dimension == ROWS else "column"
        raise invalid(f"There is no {noun} group in the given range.")
    deepest = max(hit, key=lambda group: group["depth"])
    low, high = _span(deepest)
    rest = [part for part in ((low, min(high, start)), (max(low, end), high)) if part[0] < part[1]]
    pieces = [deepest | {"range": dimension_range(sheet.sheet_id, dimension, *part)} for part in rest]
    groups[:] = sorted([group for group in groups if group is not deepest] + pieces, key=_span)
    return {"dimensionGroups": list(groups)} if groups else {}


def update_group(context: Context, body: Json) -> None:
    """updateDimensionGroup: whether it is collapsed."""
    given = body.get("dimensionGroup") or {}
    sheet, dimension, start, end = context.lines(given.get("range"))
    mask = mask_of(body, "DimensionGroup")
    groups = sheet.groups(dimension)
    for index, group in enumerate(groups):
        if _span(group) == (start, end) and group["depth"] == given.get("depth", group["depth"]):
            groups[index] = updated(group, {**group, "collapsed": given.get("collapsed") or None}, mask)
            return
    raise invalid("There is no such group.")


HANDLERS: dict[str, Handler] = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "appendDimension": append_dimension,
    "insertRange": insert_range,
    "deleteRange": delete_range,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize,
    "addDimensionGroup": add_group,
    "deleteDimensionGroup": delete_group,
    "updateDimensionGroup": update_group,
}
