"""Puts edits into the rows of a worksheet: whole chunks are copied, and of a touched row only cells change."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sync.backends.excel.package.problems import PackageError
from sync.backends.excel.package.references import column_letters, parse_range
from sync.backends.excel.package.rowpattern import (
    CellSpan,
    Patterns,
    RowReader,
    RowSpan,
    attributes_of,
    cells_in_usual_form,
    edited_row,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sync.backends.excel.package.references import Range
    from sync.backends.excel.package.rowedits import RowEdit

_SPANS = re.compile(rb"\sspans\s*=\s*[\"']([0-9: ]*)[\"']")
_ARRAY = re.compile(rb"<[\w.:-]*f\s[^<>]*?\bt\s*=\s*[\"'](?:array|dataTable)[\"'][^<>]*>")
_ARRAY_KINDS = (b"array", b"dataTable")


class RowWriter:
    """Writes one worksheet's rows.

    Args:
        patterns: the expressions for the worksheet's prefix.
        edits: the edits by row, ascending.
        touches: whether a range holds a cell that is edited.
        column_styles: the style index of a column whose cells have one by default.
        first_column: the first column that is edited in any row.
        part: the zip member, for messages.

    Attributes:
        removed_formulas: cells (row, column) that held a formula of their own and now hold a value.
    """

    def __init__(
        self,
        patterns: Patterns,
        edits: Iterator[RowEdit],
        touches: Callable[[Range], bool],
        column_styles: Callable[[int], bytes | None],
        first_column: int,
        part: str,
    ) -> None:
        self._patterns = patterns
        self._pattern = edited_row(patterns.prefix, first_column)
        self._cell_start = patterns.cell_start
        self._formula = b"<" + patterns.prefix + b"f"
        self._row_end = b"</" + patterns.prefix + b"row>"
        self._edits = edits
        self._edit = next(edits, None)
        self._touches = touches
        self._column_styles = column_styles
        self._part = part
        self._reader = RowReader(patterns.prefix, part)
        self._row_number = re.compile(re.escape(patterns.row_start) + rb" r=\"([1-9][0-9]{0,6})\"")
        self._last_row = 0
        self.removed_formulas: list[tuple[int, int]] = []

    def write(self, chunk: bytes) -> bytes:
        """The chunk with the edits of its rows.

        Raises:
            PackageError: array_formula, shared_formula_master, malformed and the row problems.
        """
        self._refuse_arrays(chunk)
        if self._passes_by(chunk):
            return chunk
        pieces: list[bytes] = []
        position = self._write_usual(chunk, pieces)
        if position < len(chunk):
            self._write_unusual(chunk[position:], pieces)
        return b"".join(pieces)

    def finish(self) -> bytes:
        """The rows below the last one."""
        pieces: list[bytes] = []
        while self._edit is not None:
            self._add_row(pieces)
        return b"".join(pieces)

    def _refuse_arrays(self, chunk: bytes) -> None:
        if not any(mark in chunk for mark in _ARRAY_KINDS):
            return
        for match in _ARRAY.finditer(chunk):
            area = parse_range(attributes_of(match[0]).get(b"ref", b"").decode("ascii", "replace"))
            if area is not None and self._touches(area):
                raise PackageError("array_formula", "a cell to be written is part of an array formula", self._part)

    def _passes_by(self, chunk: bytes) -> bool:
        """Whether no edit falls into the chunk."""
        first = self._row_number.match(chunk, len(chunk) - len(chunk.lstrip()))
        last = self._row_number.match(chunk, chunk.rfind(self._patterns.row_start))
        if first is None or last is None:
            return False
        if self._edit is not None and self._edit.row <= int(last[1]):
            return False
        self._in_order(int(first[1]))
        self._in_order(int(last[1]) + 1)
        self._last_row = self._reader.last_row = int(last[1])
        return True

    def _in_order(self, number: int) -> None:
        if number <= self._last_row:
            raise PackageError("malformed", f"row {number} comes after row {self._last_row}", self._part)

    def _write_usual(self, chunk: bytes, pieces: list[bytes]) -> int:
        """Go through rows of the usual form; return where they end."""
        position = copied = len(chunk) - len(chunk.lstrip())
        pieces.append(chunk[:position])
        last_row, edit = self._last_row, self._edit
        add = pieces.append
        for match in self._pattern.finditer(chunk, position):
            start, end = match.span()
            if start != position:
                break
            number, position = int(match[1]), end
            if number <= last_row:
                self._last_row = last_row
                self._in_order(number)
            last_row = number
            if edit is None or edit.row > number:
                continue
            if edit.row < number:
                add(chunk[copied:start])
                copied = start
                while edit is not None and edit.row < number:
                    edit = self._add_row(pieces)
                if edit is None or edit.row > number:
                    continue
            digits, attributes, tail = match.group(1, 2, 3)
            block = edit.block
            if tail is None or block.keeps_any or (tail and not self._replaces_all(tail, digits, edit)):
                add(chunk[copied:start])
                self._write_usual_row(chunk, match, edit, pieces)
                copied = end
            else:
                if attributes:
                    add(chunk[copied : match.start(2)])
                    add(_widened(attributes, block.columns[-1]))
                    copied = match.end(2)
                # This is `edit.whole()`, written out because it is done for every row.
                pieces += (chunk[copied : match.start(3)], block.openings[0], digits, digits.join(edit.pieces))
                copied = match.end(3)
            edit = self._edit = next(self._edits, None)
        add(chunk[copied:position])
        self._last_row = self._reader.last_row = last_row
        return position

    def _add_row(self, pieces: list[bytes]) -> RowEdit | None:
        """Write a row that is not there yet; return the next edit."""
        edit = self._edit
        assert edit is not None  # noqa: S101 - asked by the callers
        cells = b"".join(self._merged(b"", (), 0, 0, edit, None)) if edit.block.keeps_any else edit.whole()
        if cells:
            row = self._patterns.prefix + b"row"
            pieces.append(b'<%b r="%d">%b</%b>' % (row, edit.row, cells, row))
        self._edit = next(self._edits, None)
        return self._edit

    def _write_usual_row(self, chunk: bytes, match: re.Match[bytes], edit: RowEdit, pieces: list[bytes]) -> None:
        """A row in which cells are replaced one by one."""
        tag_end = match.end(2)
        pieces += [chunk[match.start() : match.start(2)], _widened(match[2], edit.block.columns[-1])]
        if match[3] is None:
            cells = self._merged(b"", (), 0, 0, edit, match[2])
            pieces += [b">", *cells, self._row_end, chunk[tag_end + 2 : match.end()]]
            return
        begin, end = match.span(3)
        present = cells_in_usual_form(chunk, begin, end, edit.row, self._patterns)
        pieces += [chunk[tag_end:begin], *self._merged(chunk, present, begin, end, edit, match[2])]
        pieces.append(chunk[end : match.end()])

    def _replaces_all(self, cells: bytes, number: bytes, edit: RowEdit) -> bool:
        """Whether the cells at the end of a row are exactly those that are written anew, none with a formula."""
        openings = edit.block.openings
        if cells.count(self._cell_start) != len(openings) or self._formula in cells:
            return False
        return all([opening + number + b'"' in cells for opening in openings])  # noqa: C419 - a list is faster here

    def _write_unusual(self, chunk: bytes, pieces: list[bytes]) -> None:
        copied = 0
        for row in self._reader.rows(chunk):
            self._in_order(row.number)
            self._last_row = row.number
            if self._edit is None or self._edit.row > row.number:
                continue
            pieces.append(chunk[copied : row.start])
            copied = row.start
            while self._edit is not None and self._edit.row < row.number:
                self._add_row(pieces)
            if self._edit is not None and self._edit.row == row.number:
                self._write_unusual_row(chunk, row, self._edit, pieces)
                copied = row.end
                self._edit = next(self._edits, None)
        pieces.append(chunk[copied:])

    def _write_unusual_row(self, chunk: bytes, row: RowSpan, edit: RowEdit, pieces: list[bytes]) -> None:
        tag = chunk[row.start : row.open_end]
        pieces.append(_widened(tag[:-2].rstrip() + b">" if row.closes_itself else tag, edit.block.columns[-1]))
        pieces += self._merged(chunk, row.cells, row.open_end, row.cells_end, edit, tag)
        pieces.append(self._row_end if row.closes_itself else chunk[row.cells_end : row.end])

    def _merged(
        self, chunk: bytes, cells: Sequence[CellSpan], start: int, end: int, edit: RowEdit, tag: bytes | None
    ) -> list[bytes]:
        """The bytes of a row from start to end with the edited cells replaced or inserted."""
        pieces: list[bytes] = []
        present = iter(cells)
        cell = next(present, None)
        copied, previous = start, 0
        number = b"%d" % edit.row
        block = edit.block
        for column, opening, keep, suffix in zip(
            block.columns, block.openings, block.keeps, edit.suffixes(), strict=True
        ):
            while cell is not None and cell.column < column:
                previous = self._after(previous, cell, edit.row)
                cell = next(present, None)
            place = cell.start if cell is not None else end
            replaces = cell is not None and cell.column == column
            style = b""
            if keep:
                index = cell.style if replaces and cell is not None else self._default_style(tag, column)
                style = b'" s="' + index if index is not None else b""
            if keep and not replaces and suffix == b'"/>':
                continue
            pieces += [chunk[copied:place], opening, number, style, suffix]
            copied = place
            if cell is not None and replaces:
                self._take_formula(cell, edit.row)
                previous = self._after(previous, cell, edit.row)
                copied = cell.end
                cell = next(present, None)
        while cell is not None:
            previous = self._after(previous, cell, edit.row)
            cell = next(present, None)
        pieces.append(chunk[copied:end])
        return pieces

    def _after(self, previous: int, cell: CellSpan, row: int) -> int:
        if cell.column <= previous or cell.row != row:
            place = f"{column_letters(cell.column)}{cell.row}"
            raise PackageError("malformed", f"the cell {place} stands in the wrong place", self._part)
        return cell.column

    def _take_formula(self, cell: CellSpan, row: int) -> None:
        """Note that a formula goes away; refuse when others depend on its text."""
        if cell.formula is None:
            return
        place = f"{column_letters(cell.column)}{row}"
        if cell.formula_kind in _ARRAY_KINDS:
            raise PackageError("array_formula", f"the cell {place} is part of an array formula", self._part)
        if cell.formula_kind == b"shared" and (cell.formula or cell.formula_range):
            raise PackageError("shared_formula_master", f"the formula in {place} is shared by other cells", self._part)
        self.removed_formulas.append((row, cell.column))

    def _default_style(self, tag: bytes | None, column: int) -> bytes | None:
        """The style that a cell has before it exists: that of its row, else that of its column."""
        attributes: Mapping[bytes, bytes] = attributes_of(tag) if tag else {}
        if attributes.get(b"customFormat") in (b"1", b"true") and b"s" in attributes:
            return attributes[b"s"]
        return self._column_styles(column)


@lru_cache(maxsize=4096)
def _widened(attributes: bytes, last_column: int) -> bytes:
    """A row's attributes (or whole start tag) whose spans, where it has any, reach to a column."""
    match = _SPANS.search(attributes)
    if match is None:
        return attributes
    spans = match[1].split()
    if not spans or not all(re.fullmatch(rb"[0-9]+:[0-9]+", each) for each in spans):
        return attributes
    first, last = spans[-1].split(b":")
    if int(last) >= last_column:
        return attributes
    spans[-1] = b"%b:%d" % (first, last_column)
    return attributes[: match.start(1)] + b" ".join(spans) + attributes[match.end(1) :]
