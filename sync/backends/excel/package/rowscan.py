"""What a scan keeps from the rows of one worksheet."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from sync.backends.excel.package.celltexts import CellTexts
from sync.backends.excel.package.numberformats import show_code
from sync.backends.excel.package.problems import Limits, PackageError
from sync.backends.excel.package.references import column_letters, column_number
from sync.backends.excel.package.rowpattern import CellSpan, Patterns, RowReader, letters_after, patterns_for

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = b"0123456789"
_HIDDEN_ROW = re.compile(rb"<[\w.:-]*row r=\"([0-9]+)\"[^<>]*? hidden=\"(?:1|true)\"")
_SHAPE = re.compile(rb"<[\w.:-]*f(?: [^<>]*)?>([^<]*)")
_REFERENCE_LETTERS = re.compile(rb"<[\w.:-]*c r=\"([A-Z]{1,3})[0-9]")
_ROW_NUMBER = re.compile(rb"<[\w.:-]*row r=\"([0-9]+)\"")


class RowScanner:
    """Takes the rows of one worksheet chunk by chunk and keeps what the scan reports.

    Raises:
        PackageError: far_cell, too_large and the row problems.
    """

    def __init__(
        self, patterns: Patterns, part: str, codes: Mapping[bytes, tuple[str, ...]], limits: Limits, packed: int
    ) -> None:
        self._patterns = patterns
        self._part = part
        self._codes = codes
        self._limits = limits
        self._reader = RowReader(patterns.prefix, part)
        self._shapes: set[bytes] = set()
        self._beyond = _beyond(patterns, 0)
        self._widest = 0
        self._unusual_left = limits.unusual_bytes + limits.unusual_ratio * packed
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
            seen = f"{column_letters(self.last_column)}{self.last_row}"
            raise PackageError("far_cell", f"there is content in row {self.last_row}", self._part, seen)
        if self.last_column > self._limits.max_columns:
            seen = column_letters(self.last_column)
            raise PackageError("far_cell", f"there is content in column {seen}", self._part, seen)
        if self.last_row * self.last_column > self._limits.max_cells:
            reach = f"{column_letters(self.last_column)}{self.last_row}"
            raise PackageError("far_cell", f"the content reaches to {reach}, too far for one tab", self._part, reach)

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
        if any(after <= before for before, after in pairwise(numbers)):
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
        self._unusual_left -= len(chunk)
        if self._unusual_left < 0:
            raise PackageError("too_large", "too much of the worksheet is written in an unusual form", self._part)
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
        if cell.kind == b"n" and cell.value and cell.style is not None and cell.style in self._codes:
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
