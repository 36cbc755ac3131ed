"""Inserting, deleting and moving rows and columns."""

from __future__ import annotations

from collections.abc import Callable

from tests.emulator.errors import invalid
from tests.emulator.grid.area import COLUMNS, ROWS
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import BLANK, EMPTY, Cell, Line
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests.following import Delete, Insert, Move, follow

MAXIMUM_COLUMNS = 18278


def insert_lines(book: Book, sheet: Sheet, dimension: str, at: int, count: int, *, from_before: bool) -> None:
    """Insert rows or columns; they look like the line before or after them.

    Raises:
        ApiError: 400 when the spreadsheet would grow over its limits.
    """
    rows, columns = sheet.size
    book.check_cells(count * (columns if dimension == ROWS else rows))
    check_columns(columns + (count if dimension == COLUMNS else 0))
    lines = sheet.lines(dimension)
    neighbour = at - 1 if from_before else at
    model = lines[neighbour] if 0 <= neighbour < len(lines) else BLANK
    if dimension == COLUMNS:
        formats = _column_formats(sheet, neighbour)
        remap_columns(sheet, lambda column: column + count if column >= at else column)
        for row, cell in formats.items():
            sheet.put_many(row, {at + offset: cell for offset in range(count)})
    new = model.look()._replace(cells=_formats(model)) if dimension == ROWS else model.look()
    lines[at:at] = [new] * count
    follow(book, sheet, dimension, Insert(at, count))


def check_columns(columns: int) -> None:
    """Refuse more columns than a sheet can have.

    Raises:
        ApiError: 400.
    """
    if columns > MAXIMUM_COLUMNS:
        raise invalid(f"This action would increase the number of columns above the limit of {MAXIMUM_COLUMNS}.")


def _formats(line: Line) -> dict[int, Cell]:
    return {
        column: Cell(format=cell.format, validation=cell.validation)
        for column, cell in line.cells.items()
        if cell.format or cell.validation
    }


def _column_formats(sheet: Sheet, column: int) -> dict[int, Cell]:
    found = {}
    for row, line in enumerate(sheet.rows):
        cell = line.cells.get(column, EMPTY)
        if cell.format or cell.validation:
            found[row] = Cell(format=cell.format, validation=cell.validation)
    return found


def delete_lines(book: Book, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Delete rows or columns with all that is attached to them.

    Raises:
        ApiError: 400 when nothing would be left.
    """
    lines = sheet.lines(dimension)
    end = min(end, len(lines))
    if start >= len(lines):
        raise invalid(
            f"Cannot delete a {_noun(dimension)} that doesn't exist. Tried to delete {_noun(dimension)}"
            f" index {start} but there are only {len(lines)} {_noun(dimension)}s."
        )
    if end - start >= len(lines):
        raise invalid(f"You can't delete all the {_noun(dimension)}s on the sheet.")
    book.forget(lines[start:end])
    if dimension == COLUMNS:
        count = end - start
        remap_columns(sheet, lambda column: None if start <= column < end else column - count * (column >= end))
    del lines[start:end]
    follow(book, sheet, dimension, Delete(start, end))


def _noun(dimension: str) -> str:
    return "row" if dimension == ROWS else "column"


def move_lines(book: Book, sheet: Sheet, dimension: str, start: int, end: int, destination: int) -> None:
    """Move rows or columns; the destination counts as before the move.

    Raises:
        ApiError: 400 for a place within the lines or outside the grid.
    """
    lines = sheet.lines(dimension)
    if end > len(lines) or not 0 <= destination <= len(lines):
        raise invalid(f"destinationIndex[{destination}] must lie within the grid.")
    if start <= destination <= end:
        if start < destination < end:
            raise invalid(f"destinationIndex[{destination}] must not lie within the source.")
        return
    block = lines[start:end]
    del lines[start:end]
    landed = destination if destination <= start else destination - len(block)
    lines[landed:landed] = block
    move = Move(start, end, destination)
    if dimension == COLUMNS:
        remap_columns(sheet, lambda column: _single(move, column))
    follow(book, sheet, dimension, move)


def _single(move: Move, index: int) -> int | None:
    span = move.span(index, index + 1)
    return span[0] if span else None


def remap_columns(sheet: Sheet, new: Callable[[int], int | None]) -> None:
    """Give the cells of every row their new columns; None drops a cell."""
    known: dict[int, int | None] = {}
    for row, line in enumerate(sheet.rows):
        if not line.cells:
            continue
        cells = {}
        for column, cell in line.cells.items():
            if column not in known:
                known[column] = new(column)
            place = known[column]
            if place is not None:
                cells[place] = cell
        sheet.rows[row] = line._replace(cells=cells)
