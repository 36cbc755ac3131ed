"""Edits of one worksheet as a stream of rows, each with the cells to be written in it."""

from __future__ import annotations

import operator
from bisect import bisect_left
from functools import reduce
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from sync.backends.excel.package.cellvalues import Renderer, remembered
from sync.backends.excel.package.edits import CellEdit, CellValue, ColumnEdits
from sync.backends.excel.package.problems import PackageError
from sync.backends.excel.package.references import column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sync.backends.excel.package.references import Range

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class Block(NamedTuple):
    """What the cells of a row edit have in common with those of many other rows.

    Attributes:
        columns: ascending.
        openings: `<c r="M` for each column.
        keeps: for each column, whether the present style is kept.
        keeps_any: whether any of them is.
    """

    columns: tuple[int, ...]
    openings: tuple[bytes, ...]
    keeps: tuple[bool, ...]
    keeps_any: bool


class RowEdit(NamedTuple):
    """The cells to be written in one row.

    Attributes:
        row: counted from 1.
        block: the columns.
        pieces: for each column what follows the cell's reference, and then the opening of the next column's cell. So
            the row number joins them to the bytes of all cells.
    """

    row: int
    block: Block
    pieces: Sequence[bytes]

    def whole(self) -> bytes:
        """All cells as they are written where none of them exists yet and each has a style."""
        number = b"%d" % self.row
        return self.block.openings[0] + number + number.join(self.pieces)

    def suffixes(self) -> list[bytes]:
        """For each column what follows the cell's reference."""
        following = (*self.block.openings[1:], b"")
        return [piece.removesuffix(opening) for piece, opening in zip(self.pieces, following, strict=True)]


class Bounds(NamedTuple):
    """The rectangle around all edits of a tab."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class _Stream(NamedTuple):
    """Row edits in ascending order, and their first and last row."""

    first: int
    last: int
    edits: Iterator[RowEdit]


class EditSet:
    """All edits of one worksheet, sorted and checked.

    Raises:
        PackageError: bad_edit, when rows are not ascending, a cell is outside the sheet or written twice.
    """

    def __init__(self, cells: Iterable[CellEdit | ColumnEdits]) -> None:
        self._columns: list[ColumnEdits] = []
        self._single: dict[tuple[int, int], CellEdit] = {}
        self.count = 0
        for each in cells:
            if isinstance(each, ColumnEdits):
                self._add_column(each)
            else:
                self._add_single(CellEdit(*each))
        self.columns = tuple(sorted({each.column for each in self._columns} | {key[1] for key in self._single}))
        self.bounds = self._bounds()

    def _add_column(self, edits: ColumnEdits) -> None:
        if len(edits.rows) != len(edits.values):
            raise PackageError("bad_edit", "a column has another number of rows than of values")
        if not (isinstance(edits.style, str) or edits.style is None):
            if len(edits.style) != len(edits.rows):
                raise PackageError("bad_edit", "a column has another number of rows than of styles")
            if None in edits.style:
                for row, value, style in zip(edits.rows, edits.values, edits.style, strict=True):
                    self._add_single(CellEdit(row, edits.column, value, style))
                return
        if not edits.rows:
            return
        if not all(map(operator.lt, edits.rows, islice(edits.rows, 1, None))):
            raise PackageError("bad_edit", "the rows of a column are not ascending")
        _check_place(edits.rows[0], edits.column)
        _check_place(edits.rows[-1], edits.column)
        self.count += len(edits.rows)
        self._columns.append(edits)

    def _add_single(self, edit: CellEdit) -> None:
        _check_place(edit.row, edit.column)
        if (edit.row, edit.column) in self._single:
            raise PackageError("bad_edit", f"the cell {column_letters(edit.column)}{edit.row} is written twice")
        self._single[edit.row, edit.column] = edit
        self.count += 1

    def _bounds(self) -> Bounds | None:
        rows = [key[0] for key in self._single]
        rows += [row for each in self._columns for row in (each.rows[0], each.rows[-1])]
        if not rows:
            return None
        return Bounds(min(rows), self.columns[0], max(rows), self.columns[-1])

    def styles(self) -> set[str]:
        """The names of all styles used."""
        names = {each.style for each in self._single.values()}
        for each in self._columns:
            names |= {each.style} if isinstance(each.style, str) or each.style is None else set(each.style)
        return {name for name in names if name is not None}

    def touches(self, area: Range) -> bool:
        """Whether a cell of the range is edited."""
        first_row, first_column, last_row, last_column = area
        for row, column in self._single:
            if first_row <= row <= last_row and first_column <= column <= last_column:
                return True
        for each in self._columns:
            if first_column <= each.column <= last_column:
                index = bisect_left(each.rows, first_row)
                if index < len(each.rows) and each.rows[index] <= last_row:
                    return True
        return False

    def value_at(self, row: int, column: int) -> tuple[bool, object]:
        """Whether the cell is written, and with which value."""
        if (edit := self._single.get((row, column))) is not None:
            return True, edit.value
        for each in self._columns:
            if each.column == column and each.rows[0] <= row <= each.rows[-1] and row in each.rows:
                return True, each.values[each.rows.index(row)]
        return False, None

    def rows(self, renderer: Renderer, styles: Mapping[str, int]) -> Iterator[RowEdit]:
        """One edit for each row, in ascending order.

        Raises:
            PackageError: bad_edit, bad_value, text_too_long.
        """
        streams = [*self._single_streams(renderer, styles), *self._column_streams(renderer, styles)]
        streams.sort(key=lambda stream: stream.first)
        if all(before.last < after.first for before, after in pairwise(streams)):
            return chain.from_iterable(stream.edits for stream in streams)
        return reduce(_merged, (stream.edits for stream in streams))

    def _single_streams(self, renderer: Renderer, styles: Mapping[str, int]) -> list[_Stream]:
        rows = sorted({key[0] for key in self._single})
        return [_Stream(rows[0], rows[-1], self._single_rows(renderer, styles))] if rows else []

    def _single_rows(self, renderer: Renderer, styles: Mapping[str, int]) -> Iterator[RowEdit]:
        blocks: dict[tuple[tuple[int, ...], tuple[bool, ...]], Block] = {}
        by_row: dict[int, list[CellEdit]] = {}
        for key in sorted(self._single):
            by_row.setdefault(key[0], []).append(self._single[key])
        for row, edits in by_row.items():
            columns = tuple(each.column for each in edits)
            keeps = tuple(each.style is None for each in edits)
            block = blocks.get((columns, keeps))
            if block is None:
                block = blocks[columns, keeps] = _block(columns, keeps, renderer)
            following = (*block.openings[1:], b"")
            yield RowEdit(
                row,
                block,
                [
                    _style_bytes(each.style, styles) + renderer.content(each.value) + opening
                    for each, opening in zip(edits, following, strict=True)
                ],
            )

    def _column_streams(self, renderer: Renderer, styles: Mapping[str, int]) -> list[_Stream]:
        """A stream for each set of columns with the same rows."""
        groups: list[list[ColumnEdits]] = []
        for each in sorted(self._columns, key=lambda edits: edits.column):
            for group in groups:
                same = group[0].rows is each.rows or tuple(group[0].rows) == tuple(each.rows)
                if same and group[-1].column < each.column:
                    group.append(each)
                    break
            else:
                groups.append([each])
        return [_Stream(group[0].rows[0], group[0].rows[-1], _group_rows(group, renderer, styles)) for group in groups]


def _check_place(row: int, column: int) -> None:
    if not (0 < row <= _LAST_ROW and 0 < column <= _LAST_COLUMN):
        raise PackageError("bad_edit", f"row {row}, column {column} is outside every worksheet")


def _block(columns: tuple[int, ...], keeps: tuple[bool, ...], renderer: Renderer) -> Block:
    openings = tuple(b"<" + renderer.prefix + b'c r="' + column_letters(each).encode() for each in columns)
    return Block(columns, openings, keeps, any(keeps))


def _style_bytes(style: str | None, styles: Mapping[str, int]) -> bytes:
    return b'"' if style is None else b'" s="%d"' % styles[style]


def _group_rows(group: list[ColumnEdits], renderer: Renderer, styles: Mapping[str, int]) -> Iterator[RowEdit]:
    block = _block(tuple(each.column for each in group), tuple(each.style is None for each in group), renderer)
    following = (*block.openings[1:], b"")
    columns = [_pieces(each, opening, renderer, styles) for each, opening in zip(group, following, strict=True)]
    pieces = zip(*columns, strict=True)
    return (RowEdit(row, block, each) for row, each in zip(group[0].rows, pieces, strict=True))


def _pieces(edits: ColumnEdits, opening: bytes, renderer: Renderer, styles: Mapping[str, int]) -> Iterator[bytes]:
    """What follows the reference of each cell, and the opening of the next cell."""
    if isinstance(edits.style, str) or edits.style is None:
        style = _style_bytes(edits.style, styles)
        return remembered(lambda value: style + renderer.content(value) + opening, edits.values, edits.values)
    starts = {name: _style_bytes(name, styles) for name in dict.fromkeys(edits.style)}
    keys: Iterable[tuple[str | None, CellValue]] = zip(edits.style, edits.values, strict=True)
    return remembered(lambda key: starts[key[0]] + renderer.content(key[1]) + opening, keys, edits.values)


def _merged(one: Iterator[RowEdit], other: Iterator[RowEdit]) -> Iterator[RowEdit]:
    """Two streams as one; edits of the same row become one edit."""
    left, right = next(one, None), next(other, None)
    while left is not None and right is not None:
        if left.row < right.row:
            yield left
            left = next(one, None)
        elif right.row < left.row:
            yield right
            right = next(other, None)
        else:
            yield _joined(left, right)
            left, right = next(one, None), next(other, None)
    yield from (edit for edit in (left, right) if edit is not None)
    yield from one
    yield from other


def _joined(one: RowEdit, other: RowEdit) -> RowEdit:
    """Two edits of the same row as one."""
    cells = sorted(
        [
            *zip(one.block.columns, one.block.openings, one.block.keeps, one.suffixes(), strict=True),
            *zip(other.block.columns, other.block.openings, other.block.keeps, other.suffixes(), strict=True),
        ],
        key=lambda cell: cell[0],
    )
    columns, openings, keeps, suffixes = zip(*cells, strict=True)
    if len(set(columns)) != len(columns):
        raise PackageError("bad_edit", f"a cell of row {one.row} is written twice")
    following = (*openings[1:], b"")
    pieces = [suffix + opening for suffix, opening in zip(suffixes, following, strict=True)]
    return RowEdit(one.row, Block(columns, openings, keeps, any(keeps)), pieces)
