"""A cheap look at a workbook before a reader touches it: is it safe, and what will the reader not tell?

Worksheets are streamed. Nothing here builds a tree of cells.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync.backends.excel.package.archive import Archive
from sync.backends.excel.package.celltexts import CellTexts
from sync.backends.excel.package.numberformats import code_styles
from sync.backends.excel.package.problems import Limits, PackageError
from sync.backends.excel.package.references import Range, parse_range
from sync.backends.excel.package.rowpattern import patterns_for
from sync.backends.excel.package.rowscan import RowScanner
from sync.backends.excel.package.sheetstream import SheetStream, prefetch
from sync.backends.excel.package.splice import Document
from sync.backends.excel.package.workbook import DefinedName, TabEntry, Workbook, read_relationships, read_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sync.backends.excel.package.splice import Element

_PREFETCH_FROM = 4 << 20


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A table (ListObject) of a tab: its part, its name, its range with the header row."""

    part: str
    name: str
    ref: str


@dataclass(frozen=True, slots=True)
class TabScan:
    """What a scan saw in one tab. Rows and columns are counted from 1.

    Attributes:
        title: the tab's name.
        part: the zip member that holds it.
        state: "visible", "hidden" or "veryHidden".
        kind: "worksheet", "chartsheet", "dialogsheet" or "xlMacrosheet"; only a worksheet has any of what follows.
        first_row, last_row, last_column: where there is content, 0 without any. Cells that are merely formatted do not
            count.
        hidden_rows: rows that are hidden or filtered out.
        merged: merged ranges as first row, first column, last row, last column.
        error_cells: cells whose value is an error, with its text ("#REF!").
        formulas_without_value: cells whose formula was never calculated, with the formula.
        formulas: the text of every formula, "" for a child of a shared formula (see `CellTexts.shared`).
        formula_shapes: the different formulas with all digits left out, as raw XML text: few even in a large tab.
        padded_codes: numbers in a format of zeros only, as Excel displays them ("007", "NV001").
        tables: the tables of the tab.
        auto_filter: the range of the tab's own filter.
        protected: whether the tab is protected against changes in Excel.
    """

    title: str
    part: str
    state: str
    kind: str
    first_row: int = 0
    last_row: int = 0
    last_column: int = 0
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    error_cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas_without_value: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas: CellTexts = field(default_factory=CellTexts)
    formula_shapes: frozenset[bytes] = frozenset()
    padded_codes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    tables: tuple[TableInfo, ...] = ()
    auto_filter: str | None = None
    protected: bool = False

    @property
    def row_count(self) -> int:
        """Rows from the first one with content to the last one."""
        return self.last_row - self.first_row + 1 if self.last_row else 0


@dataclass(frozen=True, slots=True)
class WorkbookScan:
    """What a scan saw in a workbook.

    Attributes:
        tabs: all tabs in the order of the workbook.
        date1904: whether dates count from 1904.
        defined_names: names given to ranges.
        has_macros: whether it holds a macro project.
        signed: whether it carries a digital signature, which a change would break.
        has_external_links: whether formulas refer to other workbooks.
        fingerprint: SHA-256 of the file, in hexadecimal.
    """

    tabs: tuple[TabScan, ...]
    date1904: bool
    defined_names: tuple[DefinedName, ...]
    has_macros: bool
    signed: bool
    has_external_links: bool
    fingerprint: str

    def tab(self, title: str) -> TabScan | None:
        """The tab of this title."""
        return next((tab for tab in self.tabs if tab.title == title), None)


def scan_workbook(path: Path, limits: Limits = Limits()) -> WorkbookScan:  # noqa: B008 - frozen
    """Scan a workbook and refuse what is not safe to read.

    Raises:
        PackageError: with one of the codes of `docs/xlsx-writing.md`.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file, ThreadPoolExecutor(1) as pool:
        archive = Archive(file, limits)
        fingerprint = pool.submit(_fingerprint, path)
        workbook = read_workbook(archive, limits)
        styles_part = workbook.related("styles")
        styles = Document(archive.read(styles_part), styles_part, limits) if styles_part else None
        codes = code_styles(styles)
        _check_shared_strings(archive, workbook, limits)
        tabs = tuple(_scan_tab(archive, entry, codes, limits) for entry in workbook.tabs)
        return WorkbookScan(
            tabs=tabs,
            date1904=workbook.date1904,
            defined_names=workbook.defined_names,
            has_macros=workbook.has_macros,
            signed=workbook.signed,
            has_external_links=workbook.has_external_links,
            fingerprint=fingerprint.result(),
        )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_shared_strings(archive: Archive, workbook: Workbook, limits: Limits) -> None:
    part = workbook.related("sharedStrings")
    if part is None:
        return
    count, overlap = 0, b""
    for number, piece in enumerate(archive.stream(part)):
        if number == 0 and (piece.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in piece[:200]):
            raise PackageError("utf16", "the part is written in UTF-16", part)
        text = overlap + piece
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise PackageError("entity", "the part declares entities, which workbooks never do", part)
        # The overlap is shorter than what is counted, so that nothing is counted twice.
        count += piece.count(b"si>")
        if count > 2 * limits.max_shared_strings:
            raise PackageError("too_large", f"the workbook has more than {limits.max_shared_strings} texts", part)
        overlap = text[-16:]


def _scan_tab(archive: Archive, entry: TabEntry, codes: Mapping[bytes, tuple[str, ...]], limits: Limits) -> TabScan:
    member = archive.member(entry.part)
    if entry.kind != "worksheet":
        return TabScan(entry.title, entry.part, entry.state, entry.kind)
    pieces = archive.stream(entry.part)
    stream = SheetStream(prefetch(pieces) if member.size > _PREFETCH_FROM else pieces, entry.part, limits)
    rows = RowScanner(patterns_for(stream.prefix), entry.part, codes, limits, member.packed)
    for chunk in stream.chunks():
        rows.feed(chunk)
    document, _ = stream.tail()
    root = document.root
    merged = root.child("mergeCells")
    ranges = (parse_range(each.get("ref")) for each in (merged.children if merged else ()))
    auto_filter, protection = root.child("autoFilter"), root.child("sheetProtection")
    return TabScan(
        title=entry.title,
        part=entry.part,
        state=entry.state,
        kind=entry.kind,
        first_row=rows.first_row,
        last_row=rows.last_row,
        last_column=rows.last_column,
        hidden_rows=frozenset(rows.hidden),
        merged=tuple(each for each in ranges if each is not None),
        error_cells=rows.errors,
        formulas_without_value=rows.valueless,
        formulas=rows.formulas,
        formula_shapes=frozenset(rows.shapes()),
        padded_codes=rows.codes,
        tables=_read_tables(archive, entry.part, limits),
        auto_filter=auto_filter.get("ref") or None if auto_filter else None,
        protected=_is_on(protection, "sheet"),
    )


def _is_on(element: Element | None, name: str) -> bool:
    return element is not None and element.get(name) in ("1", "true")


def _read_tables(archive: Archive, part: str, limits: Limits) -> tuple[TableInfo, ...]:
    relationships, _ = read_relationships(archive, part, limits)
    tables = []
    for each in relationships:
        if each.kind == "table" and not each.external:
            root = Document(archive.read(each.target), each.target, limits).root
            tables.append(TableInfo(each.target, root.get("displayName") or root.get("name"), root.get("ref")))
    return tuple(tables)
