"""Reads and changes .xlsx packages byte by byte: a scan before reading, and writing in place.

It knows nothing of the rest of the product. `docs/xlsx-writing.md` says what is touched and what is refused.
"""

from sync.backends.excel.package.celltexts import CellTexts
from sync.backends.excel.package.edits import (
    CellEdit,
    CellValue,
    ColumnEdits,
    ListChoice,
    NewColumn,
    NewTab,
    PackageEdits,
    RewriteReport,
    TabEdits,
)
from sync.backends.excel.package.formulas import refers_to
from sync.backends.excel.package.problems import Limits, PackageError
from sync.backends.excel.package.references import column_letters, column_number, parse_range
from sync.backends.excel.package.rewrite import rewrite
from sync.backends.excel.package.scan import TableInfo, TabScan, WorkbookScan, scan_workbook
from sync.backends.excel.package.styles import STYLES, Style
from sync.backends.excel.package.workbook import DefinedName

__all__ = [
    "STYLES",
    "CellEdit",
    "CellTexts",
    "CellValue",
    "ColumnEdits",
    "DefinedName",
    "Limits",
    "ListChoice",
    "NewColumn",
    "NewTab",
    "PackageEdits",
    "PackageError",
    "RewriteReport",
    "Style",
    "TabEdits",
    "TabScan",
    "TableInfo",
    "WorkbookScan",
    "column_letters",
    "column_number",
    "parse_range",
    "refers_to",
    "rewrite",
    "scan_workbook",
]
