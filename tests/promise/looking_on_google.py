"""Looks at spreadsheets from outside the product, cell by cell in the emulator: whose they are, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sync.backends.google.memo import KEY
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import Cell
from tests.emulator.grid.sheet import LISTS, Sheet
from tests.promise.looking import MARK

# The service numbers these as it likes, so that they differ where something was made again.
NUMBERED_AT_RANDOM = ("chartId", "protectedRangeId", "filterViewId")


def everything(book: Book) -> dict[str, Any]:
    """Return all that a spreadsheet holds: values, formats, notes, sizes, metadata, protections, charts, filters."""

    def metadata(numbers: Iterable[int]) -> list[tuple[str, str]]:
        return sorted((book.entries[number].key, book.entries[number].value) for number in numbers)

    return {
        "properties": book.properties,
        "named ranges": book.named_ranges,
        "metadata": metadata(book.entries),
        "sheets": {
            sheet.title: {
                "properties": sheet.properties,
                "rows": [row._replace(metadata=metadata(row.metadata)) for row in sheet.rows],
                "columns": [column._replace(metadata=metadata(column.metadata)) for column in sheet.columns],
                "filter": sheet.basic_filter,
                "metadata": metadata(sheet.metadata),
                **{name: [_without_number(one) for one in getattr(sheet, name)] for name in LISTS},
            }
            for sheet in book.sheets
        },
        "order": [sheet.title for sheet in book.sheets],
    }


def _without_number(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    return {name: value for name, value in entry.items() if name not in NUMBERED_AT_RANDOM}


def staff_cells(book: Book) -> dict[str, dict[tuple[int, int], Cell]]:
    """Return the cells of staff by row and by place among their own columns, with formats, notes and choices."""
    return {
        sheet.title: {
            (number, place): row.cells[column]
            for number, row in enumerate(sheet.rows)
            for place, column in enumerate(_staff_columns(book, sheet))
            if column in row.cells
        }
        for sheet in book.sheets
        if not sheet.title.startswith(MARK)
    }


def _staff_columns(book: Book, sheet: Sheet) -> list[int]:
    return [column for column in range(len(sheet.columns)) if not _title_of(book, sheet, column)]


def _title_of(book: Book, sheet: Sheet, column: int) -> str:
    """Return the title under which the product keeps a column; empty for one of staff."""
    entries = (book.entries[number] for number in sheet.columns[column].metadata)
    return next((entry.value for entry in entries if entry.key == KEY), "")


def owned_rows(book: Book) -> dict[tuple[str, int], dict[str, Any]]:
    """Return tab and row -> what stands in the owned columns of that row, by their titles; nothing of empty cells."""
    return {
        (sheet.title, number): found
        for sheet in book.sheets
        for number, found in enumerate(_owned_cells(book, sheet))
        if found
    }


def _owned_cells(book: Book, sheet: Sheet) -> Iterator[dict[str, Any]]:
    ours = sheet.title.startswith(MARK)
    titles = {
        column: title
        for column in range(len(sheet.columns))
        if (title := _title_of(book, sheet, column) or (str(column) if ours else ""))
    }
    for row in sheet.rows:
        cells = ((titles[column], cell.value) for column, cell in row.cells.items() if column in titles)
        yield {title: value for title, value in cells if value not in (None, "")}
