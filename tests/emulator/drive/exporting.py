"""Spreadsheets as files of other kinds, and CSV as a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile
from html import escape
from typing import Any

import openpyxl

from tests.emulator.errors import ApiError, DriveReason
from tests.emulator.formulas.evaluating import effective
from tests.emulator.grid.address import placed
from tests.emulator.grid.area import Area
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import BLANK, CellError, Formula
from tests.emulator.grid.sheet import DEFAULT_COLUMNS, DEFAULT_ROWS, Sheet
from tests.emulator.values.reading import Rendering, read_values
from tests.emulator.values.writing import USER_ENTERED, Writer, entered

CSV = "text/csv"
TSV = "text/tab-separated-values"
PDF = "application/pdf"
ZIP = "application/zip"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODS_OLD = "application/x-vnd.oasis.opendocument.spreadsheet"


def exported(book: Book, mime: str) -> bytes:
    """The content of an export.

    Raises:
        ApiError: 400 for a kind that spreadsheets are not exported to.
    """
    if mime in {CSV, TSV}:
        return delimited(book, "," if mime == CSV else "\t").encode()
    if mime == EXCEL:
        return _workbook(book)
    if mime == ZIP:
        return _zipped({f"{sheet.title}.html": _page(book, sheet) for sheet in book.sheets})
    if mime in {ODS, ODS_OLD}:
        return _zipped({"mimetype": ODS, "content.xml": "<office:document-content/>"})
    if mime == PDF:
        return b"%PDF-1.4\n%" + book.title.encode() + b"\n%%EOF\n"
    reason = DriveReason("badRequest")
    raise ApiError(400, "The requested conversion is not supported.", "INVALID_ARGUMENT", drive=reason)


def _shown_rows(book: Book, sheet: Sheet) -> list[list[Any]]:
    rows = read_values(book, placed(sheet, Area()), Rendering())
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def delimited(book: Book, mark: str) -> str:
    """The first sheet: rows of one length ended by CR LF, but none at the end; quotes only where needed."""
    lines = [mark.join(_field(str(value), mark) for value in row) for row in _shown_rows(book, book.sheets[0])]
    return "\r\n".join(lines)


def _field(text: str, mark: str) -> str:
    if mark == "\t":
        return text.replace("\t", " ").replace("\n", " ")
    if any(character in text for character in (mark, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text


def _workbook(book: Book) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in book.sheets:
        target = workbook.create_sheet(sheet.title)
        for row, column, cell in sheet.cells_in(sheet.whole()):
            value = cell.value
            if isinstance(value, Formula):
                target.cell(row + 1, column + 1, value.text)
            elif value is not None:
                shown = effective(book, sheet, row, column)
                item = target.cell(row + 1, column + 1)
                item.value = shown.shown if isinstance(shown, CellError) else shown
                if isinstance(shown, str):
                    item.data_type = "s"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _page(book: Book, sheet: Sheet) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>"
        for row in _shown_rows(book, sheet)
    )
    return f"<html><table>{rows}</table></html>"


def _zipped(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def import_csv(book: Book, content: bytes, writer: Writer) -> None:
    """Replace all sheets by one with the rows of a CSV file, read as if typed; it has the spreadsheet's title.

    The time zone falls back to Google's own, as recorded.
    """
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    width = max(map(len, rows), default=0)
    sheet = Sheet(book.new_sheet_id(), book.title, max(DEFAULT_ROWS, len(rows)), max(DEFAULT_COLUMNS, width))
    for old in book.sheets:
        book.forget_sheet(old)
    book.sheets = [sheet]
    book.named_ranges = []
    book.properties = book.properties | {"timeZone": "America/Los_Angeles"}
    writer = writer._replace(option=USER_ENTERED)
    for row, items in enumerate(rows):
        sheet.rows[row] = BLANK
        sheet.put_many(
            row,
            {column: entered(book, sheet.cell(row, column), item, writer) for column, item in enumerate(items) if item},
        )
    book.touch()
