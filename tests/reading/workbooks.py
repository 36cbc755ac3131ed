"""Small workbooks made in a test, and read as the product reads them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rules.core.record import Code, Integer, Money, Quantity, Record, TableInfo, column
from rules.core.rule import Department
from rules.core.text import Text
from rules.finance import DEPARTMENT as FINANCE
from sync.backends.excel import ExcelBackend
from sync.reading import OfficeReading, read_office

HEADER = ("Ngày", "Số chứng từ", "Dòng", "Diễn giải", "Tài khoản", "Phát sinh Nợ", "Phát sinh Có")
"""The header of a journal as the templates write it."""


class Part(Record):
    """A small table of the tests' own."""

    table: ClassVar[TableInfo] = TableInfo("parts", Text(vi="Linh kiện", en="Parts"), key=("code",), aliases=("Kho *",))

    code: Code = column(vi="Mã", en="Code")
    name: str = column(vi="Tên", en="Name")
    pieces: Quantity = column(Decimal(0), vi="Số lượng", en="Pieces", ge=0)
    price: Money = column(Decimal(0), vi="Đơn giá", en="Price")
    pack: Integer | None = column(None, vi="Đóng gói", en="Pack", gt=0)


PARTS = Department("stores", Text("Kho", "Stores"), (Part,), (), ())


def save(path: Path, fill: Callable[[Worksheet], None], title: str = "Nhật ký chung") -> Path:
    """Write a workbook of one tab."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    fill(sheet)
    book.save(path)
    return path


def rows_of(*rows: Sequence[Any]) -> Callable[[Worksheet], None]:
    """Return what fills a tab with rows from its first cell on."""

    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))

    return fill


def read(
    *paths: Path, departments: Sequence[Department] = (FINANCE,), locale: str = "vi_VN", **options: Any
) -> OfficeReading:
    """Return workbooks as the product reads them: by the Excel backend, then into tables."""
    backend = ExcelBackend(locale=locale, backups=paths[0].parent / "backups", now=lambda: datetime.now(UTC))
    return read_office([backend.read(path.stem, str(path)) for path in paths], departments, **options)


def told(reading: OfficeReading) -> list[tuple[str, str]]:
    """Return code and place of every finding."""
    return [(finding.code, str(finding.place)) for finding in reading.findings]


def alter_sheet(path: Path, change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml") -> Path:
    """Change the text of one part of a workbook, as another program would have written it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def with_cached(path: Path, values: Mapping[str, str]) -> Path:
    """Give formulas the results that a spreadsheet program would have stored: cell -> XML of the value."""

    def change(text: str) -> str:
        for cell, value in values.items():
            kind = 't="str"' if not re.fullmatch(r"-?[\d.]+", value) else ""
            kind = 't="e"' if value.startswith("#") else kind
            pattern = rf'<c r="{cell}"([^<>]*?)(?: t="\w+")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>'
            text, count = re.subn(pattern, rf'<c r="{cell}"\1 {kind}><f>\2</f><v>{value}</v></c>', text)
            assert count == 1, cell
        return text

    return alter_sheet(path, change)
