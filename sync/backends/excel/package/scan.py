"""A cheap look at a workbook before a reader touches it: is it safe, and what will the reader not tell?

Worksheets are streamed. Nothing here builds a tree of cells.
"""

from __future__ import annotations

import hashlib
import html
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync.backends.excel.package.archive import Archive
from sync.backends.excel.package.celltexts import CellTexts
from sync.backends.excel.package.numberformats import code_styles, show_code
from sync.backends.excel.package.problems import Limits, PackageError
from sync.backends.excel.package.references import Range, column_letters, column_number, parse_range
from sync.backends.excel.package.rowpattern import CellSpan, Patterns, RowReader, letters_after, patterns_for
from sync.backends.excel.package.sheetstream import SheetStream, prefetch
from sync.backends.excel.package.splice import Document
from sync.backends.excel.package.workbook import DefinedName, TabEntry, Workbook, read_relationships, read_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sync.backends.excel.package.splice import Element

_DIGITS = b"0123456789"
_PREFETCH_FROM = 4 << 20
_HIDDEN_ROW = re.compile(rb"<[\w.:-]*row r=\"([0-9]+)\"[^<>]*? hidden=\"(?:1|true)\"")
_SHAPE = re.compile(rb"<[\w.:-]*f(?: [^<>]*)?>([^<]*)")
_REFERENCE_LETTERS = re.compile(rb"<[\w.:-]*c r=\"([A-Z]{1,3})[0-9]")
_ROW_NUMBER = re.compile(rb"<[\w.:-]*row r=\"([0-9]+)\"")


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
    rows = RowScanner(patterns_for(stream.prefix), entry.part, codes, limits)
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


class RowScanner:
    """Takes the rows of one worksheet chunk by chunk and keeps what the scan reports.

    Raises:
        PackageError: far_cell, too_large and the row problems.
    """

    def __init__(
        self, patterns: Patterns, part: str, codes: Mapping[bytes, tuple[str, ...]], limits: Limits
    ) -> None:
        self._patterns = patterns
        self._part = part
        self._codes = codes
        self._limits = limits
        self._reader = RowReader(patterns.prefix, part)
        self._shapes: set[bytes] = set()
        self._beyond = _beyond(patterns, 0)
        self._widest = 0
        self._code_cell = _code_cell(patterns, codes)
        self.first_row = self.last_row = self.last_column = 0
        self.hidden: set[int] = set()
        self.errors: dict[tuple[int, int], str] = {}
        self.valueless: dict[tuple[int, int], str] = {}
        self.codes: dict[tuple[int, int], str] = {}
        self.formulas = CellTexts()

    def shapes(self) -> set[bytes]:
        """The different formula texts without digits."""
        return {found[1] for shape in self._shapes if (found := _SHAPE.search(shape)) is not None} - {b""}

    def feed(self, chunk: bytes) -> None:
        """Look at a chunk of whole rows."""
        numbers = self._usual_rows(chunk)
        if numbers is None:
            self._feed_slowly(chunk)
        elif numbers:
            self._reader.last_row = numbers[-1]
            self._feed_usual(chunk, numbers)
        if self.last_row > self._limits.max_rows:
            raise PackageError("far_cell", f"there is content in row {self.last_row}", self._part)
        if self.last_column > self._limits.max_columns:
            raise PackageError("far_cell", f"there is content in column {column_letters(self.last_column)}", self._part)
        if self.last_row * self.last_column > self._limits.max_cells:
            reach = f"{column_letters(self.last_column)}{self.last_row}"
            raise PackageError("far_cell", f"the content reaches to {reach}, too far for one tab", self._part)

    def _usual_rows(self, chunk: bytes) -> list[int] | None:
        """The row numbers when every byte of the chunk is of the usual form, else None.

        The expression admits no column beyond the last one seen, which spares a search of its own in most chunks.
        """
        numbers = self._match_rows(chunk) if self._widest else None
        if numbers is None:
            self._widest = max((self._widest, *map(column_number, set(_REFERENCE_LETTERS.findall(chunk)))))
            numbers = self._match_rows(chunk) if self._widest else None
        return numbers

    def _match_rows(self, chunk: bytes) -> list[int] | None:
        pattern = patterns_for(self._patterns.prefix, self._widest).row
        position = len(chunk) - len(chunk.lstrip())
        numbers = []
        for match in pattern.finditer(chunk, position):
            if match.start() != position:
                return None
            position = match.end()
            numbers.append(int(match[1]))
        return numbers if position == len(chunk) else None

    def _feed_usual(self, chunk: bytes, numbers: list[int]) -> None:
        self._note_columns(chunk)
        self._note_rows(chunk, numbers)
        formula_start = b"<" + self._patterns.prefix + b"f"
        if formula_start + b">" in chunk or formula_start + b" " in chunk:
            self._note_formulas(chunk)
        if b' t="e"' in chunk:
            self._note_errors(chunk)
        if b' hidden="' in chunk:
            self.hidden.update(map(int, _HIDDEN_ROW.findall(chunk)))
        if self._code_cell is not None:
            for letters, row, style, raw in self._code_cell.findall(chunk):
                self._note_code(int(row), column_number(letters), style, raw)

    def _note_columns(self, chunk: bytes) -> None:
        """Find the last column with content: look only for columns beyond the last one known."""
        while self.last_column < self._widest and (found := self._beyond.search(chunk)) is not None:
            self.last_column = column_number(found[1])
            self._beyond = _beyond(self._patterns, self.last_column)

    def _note_rows(self, chunk: bytes, numbers: list[int]) -> None:
        filled = re.compile(rb"<%b(?:v|f|is)[ />]" % re.escape(self._patterns.prefix))
        first = filled.search(chunk)
        if first is None:
            return
        row_start = self._patterns.row_start + b" "
        top = chunk.rfind(row_start, 0, first.start())
        end = len(chunk)
        bottom = chunk.rfind(row_start)
        while filled.search(chunk, bottom, end) is None:
            bottom, end = chunk.rfind(row_start, 0, bottom), bottom
        first_row, last_row = (self._row_at(chunk, place) for place in (top, bottom))
        if len(numbers) > 1 and any(after <= before for before, after in zip(numbers, numbers[1:], strict=False)):
            # Rows out of order: only a damaged or hostile file has them, so take the widest reading.
            first_row, last_row = min(numbers), max(numbers)
        self.first_row = min(self.first_row or first_row, first_row)
        self.last_row = max(self.last_row, last_row)

    def _row_at(self, chunk: bytes, position: int) -> int:
        match = _ROW_NUMBER.match(chunk, position)
        assert match is not None  # noqa: S101 - every row of the chunk was matched with a number
        return int(match[1])

    def _note_formulas(self, chunk: bytes) -> None:
        fragments = self._patterns.formula.findall(chunk)
        shapes = {fragment.translate(None, _DIGITS) for fragment in fragments}
        self._shapes.update(shapes)
        self.formulas.add_fragments(b"".join(fragments))
        value = b"<" + self._patterns.prefix + b"v>"
        if not all(value in shape for shape in shapes):
            for letters, row, attributes, text in self._patterns.valueless.findall(chunk):
                if b' t="str"' not in attributes:
                    self.valueless[int(row), column_number(letters)] = unescape(text)

    def _note_errors(self, chunk: bytes) -> None:
        p = re.escape(self._patterns.prefix)
        pattern = rb"<%bc r=\"([A-Z]+)([0-9]+)\"[^<>]*? t=\"e\"[^<>]*>(?:<%bf[^<>]*(?:/>|>[^<]*</%bf>))?<%bv>([^<]*)<"
        for letters, row, text in re.findall(pattern % (p, p, p, p), chunk):
            self.errors[int(row), column_number(letters)] = unescape(text)

    def _note_code(self, row: int, column: int, style: bytes, raw: bytes) -> None:
        shown = show_code(raw, self._codes[style])
        if shown is not None:
            self.codes[row, column] = shown

    def _feed_slowly(self, chunk: bytes) -> None:
        for row in self._reader.rows(chunk):
            if row.attributes.get(b"hidden") in (b"1", b"true"):
                self.hidden.add(row.number)
            for cell in row.cells:
                if cell.filled:
                    self._note_cell(cell)

    def _note_cell(self, cell: CellSpan) -> None:
        place = cell.row, cell.column
        self.first_row = min(self.first_row or cell.row, cell.row)
        self.last_row = max(self.last_row, cell.row)
        self.last_column = max(self.last_column, cell.column)
        if cell.formula is not None:
            self.formulas.add(place, unescape(cell.formula))
            self._shapes.add(b"<f>" + cell.formula.translate(None, _DIGITS))
            if not cell.value and cell.kind != b"str":
                self.valueless[place] = unescape(cell.formula)
        if cell.kind == b"e" and cell.value:
            self.errors[place] = unescape(cell.value)
        if cell.kind == b"n" and cell.value and cell.style in self._codes:
            self._note_code(cell.row, cell.column, cell.style, cell.value)


def unescape(text: bytes) -> str:
    """The characters of a raw XML text."""
    plain = text.decode("utf-8", "replace")
    return html.unescape(plain) if "&" in plain else plain


def _beyond(patterns: Patterns, column: int) -> re.Pattern[bytes]:
    """Cells with content in a column after this one."""
    letters = letters_after(column)
    prefix = re.escape(patterns.prefix)
    return re.compile(rb"<%bc r=\"(%b)[0-9]++\"[^<>]*+(?<!/)>(?!</%bc>)" % (prefix, letters, prefix))


def _code_cell(patterns: Patterns, codes: Mapping[bytes, tuple[str, ...]]) -> re.Pattern[bytes] | None:
    if not codes:
        return None
    p = re.escape(patterns.prefix)
    styles = b"|".join(codes)
    pattern = (
        rb"<%bc r=\"([A-Z]+)([0-9]+)\" s=\"(%b)\"(?: t=\"n\")?>(?:<%bf[^<>]*(?:/>|>[^<]*</%bf>))?<%bv>([^<]+)</%bv>"
    )
    return re.compile(pattern % (p, styles, p, p, p, p))
