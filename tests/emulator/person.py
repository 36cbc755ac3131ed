"""A person at the keyboard: edits a spreadsheet directly, between any two requests, without log, quota or fault."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from tests.emulator.drive.files import Files
from tests.emulator.grid.address import Place, resolve
from tests.emulator.grid.area import COLUMNS, ROWS, dimension_range, grid_range
from tests.emulator.grid.book import Book
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests.batch import apply_batch
from tests.emulator.values.reading import FORMATTED, FORMULA, UNFORMATTED, Rendering, read_values
from tests.emulator.values.writing import USER_ENTERED, Writer, cleared, write_values

Json = dict[str, Any]
OWNER = ""


class Person:
    """Edits one spreadsheet as its owner would; rows and columns are numbered from zero, ends exclusive."""

    def __init__(self, files: Files, book: Book) -> None:
        self.files = files
        self.book = book

    # --- looking

    def values(self, address: str, render: str = UNFORMATTED) -> list[list[Any]]:
        """The values of a range: as numbers and texts, or FORMATTED as shown."""
        return read_values(self.book, resolve(self.book, address), Rendering(render))

    def shown(self, address: str) -> list[list[Any]]:
        """The values of a range as people see them."""
        return self.values(address, FORMATTED)

    def formulas(self, address: str) -> list[list[Any]]:
        """The formulas of a range, and the values of other cells."""
        return self.values(address, FORMULA)

    def sheet(self, title: str) -> Sheet:
        """The sheet of this title.

        Raises:
            LookupError: There is none.
        """
        found = self.book.sheet_titled(title)
        if found is None:
            raise LookupError(title)
        return found

    def titles(self) -> list[str]:
        """The tabs from left to right."""
        return [sheet.title for sheet in self.book.sheets]

    # --- editing

    def type(self, address: str, rows: Sequence[Sequence[Any]] | Any) -> None:
        """Type values from a cell on, read in the spreadsheet's locale; `""` clears a cell, None leaves it."""
        self._write(address, rows, USER_ENTERED)

    def put(self, address: str, rows: Sequence[Sequence[Any]] | Any) -> None:
        """Set values as they are, without reading texts."""
        self._write(address, rows, "RAW")

    def _write(self, address: str, rows: Any, option: str) -> None:
        values = [list(row) for row in rows] if isinstance(rows, list | tuple) else [[rows]]
        write_values(self.book, self._place(address), values, Writer(OWNER, option, self._today()))
        self.files.edited(self.book)

    def _place(self, address: str) -> Place:
        return resolve(self.book, address)

    def _today(self) -> date:
        return datetime.fromtimestamp(self.files.clock(), UTC).date()

    def clear(self, address: str) -> None:
        """Press delete on a range."""
        place = self._place(address)
        cleared(self.book, place.sheet, place.box, OWNER)
        self.files.edited(self.book)

    def batch(self, *requests: Json) -> list[Json]:
        """Apply any requests of batchUpdate."""
        replies = apply_batch(self.book, requests, OWNER, self._today())
        self.files.edited(self.book)
        return replies

    def _range(self, address: str) -> Json:
        place = self._place(address)
        return grid_range(place.sheet.sheet_id, place.box)

    def sort(self, address: str, column: int, *, descending: bool = False) -> None:
        """Sort the rows of a range by a column of the sheet."""
        order = "DESCENDING" if descending else "ASCENDING"
        spec = {"dimensionIndex": column, "sortOrder": order}
        self.batch({"sortRange": {"range": self._range(address), "sortSpecs": [spec]}})

    def _lines(self, title: str, dimension: str, start: int, count: int) -> Json:
        return dimension_range(self.sheet(title).sheet_id, dimension, start, start + count)

    def insert_rows(self, title: str, at: int, count: int = 1) -> None:
        """Insert empty rows before a row."""
        body = {"range": self._lines(title, ROWS, at, count), "inheritFromBefore": at > 0}
        self.batch({"insertDimension": body})

    def insert_columns(self, title: str, at: int, count: int = 1) -> None:
        """Insert empty columns before a column."""
        body = {"range": self._lines(title, COLUMNS, at, count), "inheritFromBefore": at > 0}
        self.batch({"insertDimension": body})

    def delete_rows(self, title: str, at: int, count: int = 1) -> None:
        """Delete rows."""
        self.batch({"deleteDimension": {"range": self._lines(title, ROWS, at, count)}})

    def delete_columns(self, title: str, at: int, count: int = 1) -> None:
        """Delete columns."""
        self.batch({"deleteDimension": {"range": self._lines(title, COLUMNS, at, count)}})

    def move_rows(self, title: str, at: int, count: int, before: int) -> None:
        """Drag rows before another row, counted as before the move."""
        body = {"source": self._lines(title, ROWS, at, count), "destinationIndex": before}
        self.batch({"moveDimension": body})

    def move_columns(self, title: str, at: int, count: int, before: int) -> None:
        """Drag columns before another column, counted as before the move."""
        body = {"source": self._lines(title, COLUMNS, at, count), "destinationIndex": before}
        self.batch({"moveDimension": body})

    def copy(self, source: str, target: str) -> None:
        """Copy and paste."""
        self.batch({"copyPaste": {"source": self._range(source), "destination": self._range(target)}})

    def cut(self, source: str, target: str) -> None:
        """Cut and paste at a cell."""
        place = self._place(target)
        coordinate = {"sheetId": place.sheet.sheet_id, "rowIndex": place.box.top, "columnIndex": place.box.left}
        self.batch({"cutPaste": {"source": self._range(source), "destination": coordinate}})

    def rename(self, title: str, new: str) -> None:
        """Give a tab another name."""
        self._update(title, {"title": new}, "title")

    def hide(self, title: str) -> None:
        """Hide a tab."""
        self._update(title, {"hidden": True}, "hidden")

    def _update(self, title: str, properties: Json, fields: str) -> None:
        own = {"sheetId": self.sheet(title).sheet_id}
        self.batch({"updateSheetProperties": {"properties": own | properties, "fields": fields}})

    def add_sheet(self, title: str, rows: int = 1000, columns: int = 26) -> None:
        """Add a tab."""
        grid = {"rowCount": rows, "columnCount": columns}
        self.batch({"addSheet": {"properties": {"title": title, "gridProperties": grid}}})

    def delete_sheet(self, title: str) -> None:
        """Delete a tab."""
        self.batch({"deleteSheet": {"sheetId": self.sheet(title).sheet_id}})

    def protect(self, address: str, *users: str) -> None:
        """Protect a range so that only these people (and the owner) may edit it."""
        editors = {"users": list(users)}
        self.batch({"addProtectedRange": {"protectedRange": {"range": self._range(address), "editors": editors}}})

    def set_locale(self, locale: str) -> None:
        """Change the spreadsheet's locale."""
        body = {"properties": {"locale": locale}, "fields": "locale"}
        self.batch({"updateSpreadsheetProperties": body})
