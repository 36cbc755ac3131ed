"""Cells that hold more than a value: errors, formulas without a value, padded codes, merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rules.core.record import Column
from sync.backends.base import CellError, Tab
from sync.reading.cells import AMOUNTS, MERGED, NO_VALUE, is_blank

Grid = Mapping[str, list[Any]]
"""Field name -> cells of its column below the header."""


def with_all_rows(tab: Tab) -> Tab:
    """Return a tab whose rows reach down to its last error or formula without a value.

    Those have no value to be read, so that a backend's rows may end above them; they are no blanks all the same.
    """
    last = max((row for row, _ in (*tab.errors, *tab.without_value)), default=0)
    if last <= len(tab.rows):
        return tab
    return replace(tab, rows=[*tab.rows, *([()] * (last - len(tab.rows)))])


def put_special_cells(tab: Tab, first: int, columns: Mapping[int, Column], raw: Grid) -> None:
    """Put error cells, formulas without a value, padded codes and merged cells where they stand.

    Args:
        tab: the tab.
        first: row number of the header, above the first row of ``raw``.
        columns: column number -> the column that was recognised there.
        raw: the cells, which are changed in place.
    """
    _put(raw, first, columns, ((cell, CellError(text)) for cell, text in tab.errors.items()))
    _put(raw, first, columns, ((cell, NO_VALUE) for cell in tab.without_value))
    codes = {number: column for number, column in columns.items() if column.kind in ("code", "text")}
    _put(raw, first, codes, tab.padded.items())
    _fill_merged(tab, first, columns, raw)


def _put(raw: Grid, first: int, columns: Mapping[int, Column], cells: Iterable[tuple[tuple[int, int], Any]]) -> None:
    for (row, number), value in cells:
        column = columns.get(number)
        if column is not None and row > first and row - first <= len(raw[column.name]):
            raw[column.name][row - first - 1] = value


def _fill_merged(tab: Tab, first: int, columns: Mapping[int, Column], raw: Grid) -> None:
    """Give the rows of a merged cell its text or date, and mark its amount as one that belongs to no single row.

    A row that holds nothing of its own belongs to the record above it (a record that takes two rows of the sheet).
    """
    count = len(next(iter(raw.values()), ()))
    spans = [span for span in tab.merged if span[0] > first and span[0] - first <= count]
    below = {index for top, _, bottom, _ in spans for index in range(top - first, min(bottom - first, count))}
    own = {index for index in below if not all(is_blank(cells[index]) for cells in raw.values())}
    changes: list[tuple[str, int, Any]] = []
    for top, left, bottom, right in spans:
        start = top - first - 1
        value = raw[columns[left].name][start] if left in columns else _cell(tab.rows, top, left)
        rows = [index for index in range(start + 1, min(bottom - first, count)) if index in own]
        if not is_blank(value):
            for column in (columns[number] for number in range(left, right + 1) if number in columns):
                changes += _filled(column, value, start, rows, is_left=columns.get(left) is column)
    for name, index, value in changes:
        raw[name][index] = value


def _filled(
    column: Column, value: Any, start: int, rows: Sequence[int], *, is_left: bool
) -> Iterator[tuple[str, int, Any]]:
    """Yield what the cells of one column hold under a merged cell: field name, position, value."""
    if column.kind in AMOUNTS:
        # Text may lie over figures that are blank; a figure may belong to any row or column that it lies over.
        if rows if is_left else not isinstance(value, str):
            yield from ((column.name, index, MERGED) for index in (start, *rows))
    elif is_left:
        yield from ((column.name, index, value) for index in rows)


def _cell(rows: Sequence[Sequence[Any]], row: int, column: int) -> Any:
    line = rows[row - 1]
    return line[column - 1] if column <= len(line) else None
