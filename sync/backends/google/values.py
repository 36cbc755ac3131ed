"""Values: how a cell's value is sent, when two are the same, and which cells go together in one request. Pure.

Values are sent RAW and typed: a text stays the text that it is, whatever it looks like, a date goes as the serial
number that the cell's format shows as a date, and an empty text empties a cell (``null`` would pass it over).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any, Final, NamedTuple

from sync.backends.base import CellError

LIMIT: Final = 1_900_000
"""Bytes of one request; the service asks for at most 2 MB."""

_EXACT: Final = 2**53
_NULL: Final = len("null,")
_FRAME: Final = 400
"""Bytes of a request around its columns, and of a column around its values."""


def compact(document: Any) -> bytes:
    """Return a body, or a part of it, as it is sent: without spaces, and with accents as they are."""
    # Half of a surrogate pair, which has no bytes of its own, goes as JSON writes it.
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def sent(value: Any) -> Any:
    """Return a value as it is sent: a text, a number or a truth value."""
    if value is None:
        return ""
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, (date, time, timedelta)):
        return _serial(value)
    if isinstance(value, (int, float, Decimal)):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < _EXACT else number
    return str(value)


def comparable(value: Any) -> Any:
    """Return what two values have in common that a cell cannot tell apart: numbers of 15 digits, dates as serials."""
    found = sent(value)
    if isinstance(found, bool):
        return ("bool", found)
    if isinstance(found, str):
        return found.replace("\r\n", "\n")
    return float(f"{found:.15g}")


def same(first: Any, second: Any) -> bool:
    """Return whether a cell that holds one value may as well be said to hold the other."""
    return (type(first) is type(second) and bool(first == second)) or bool(comparable(first) == comparable(second))


def _serial(value: date | time | timedelta) -> int | float:
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        return (datetime.combine(date(1900, 1, 1), value) - datetime(1900, 1, 1)) / timedelta(days=1)  # noqa: DTZ001
    days = value.toordinal() - date(1899, 12, 30).toordinal()
    return days + _serial(value.time()) if isinstance(value, datetime) else days


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """The cells of one column that are to be written.

    Attributes:
        tab: title of the tab.
        column: its number as the plan has it.
        title: title of the column; empty where the tab is ours as a whole.
        new: whether the column is to be made.
        anchored: whether it is addressed by its metadata.
        rows: row numbers in ascending order.
        before: what was there when the plan was made, as :func:`comparable` has it.
        after: what is to be there, the same way.
        values: the same as it is sent.
    """

    tab: str
    column: int
    title: str
    new: bool
    anchored: bool
    rows: Sequence[int]
    before: Sequence[Any]
    after: Sequence[Any]
    values: Sequence[Any]


class Place(NamedTuple):
    """Where a column stands: its sheet, its number from 1, and the metadata that it is addressed by, if any."""

    sheet_id: int
    column: int
    metadata_id: int | None


class Piece(NamedTuple):
    """Cells of one column that go together: index of the column, first cell, and the one behind the last."""

    column: int
    start: int
    end: int


Chunk = tuple[Piece, ...]
"""The cells of one request."""


def chunks_of(columns: Sequence[ColumnValues], limit: int = LIMIT) -> list[Chunk]:
    """Return the cells of each request, as few requests as the limit allows.

    Where it takes several, a tab is split between rows: what is written beside one row goes out together, so that an
    interruption leaves no row half told. The columns must come in the order of their tabs.
    """
    sizes = [list(accumulate((len(compact(value)) + 1 for value in one.values), initial=0)) for one in columns]
    whole = tuple(Piece(index, 0, len(one.rows)) for index, one in enumerate(columns))
    nulls = sum(_nulls(one, 0, len(one.rows)) + _FRAME for one in columns)
    if sum(size[-1] for size in sizes) + nulls <= limit:
        return [whole] if whole else []
    chunks: list[Chunk] = []
    pieces: list[Piece] = []
    room = limit
    for tab in dict.fromkeys(one.tab for one in columns):
        indexes = [index for index, one in enumerate(columns) if one.tab == tab]
        starts = dict.fromkeys(indexes, 0)
        while any(starts[index] < len(columns[index].rows) for index in indexes):
            found = _fitting(columns, sizes, starts, room if pieces else limit)
            if found is None and pieces:
                chunks.append(tuple(pieces))
                pieces, room = [], limit
                continue
            ends, cost = found if found is not None else _one_more(columns, sizes, starts, limit)
            pieces += [Piece(index, starts[index], ends[index]) for index in indexes if ends[index] > starts[index]]
            starts, room = ends, room - cost
    return [*chunks, tuple(pieces)] if pieces else chunks


def _cost(
    columns: Sequence[ColumnValues], sizes: Sequence[Sequence[int]], starts: Mapping[int, int], row: int
) -> tuple[dict[int, int], int]:
    """Return where each column's cells down to some row end, and how many bytes these cells take."""
    ends, cost = {}, 0
    for index, start in starts.items():
        one = columns[index]
        end = ends[index] = _upto(one.rows, row, start)
        if end > start:
            cost += sizes[index][end] - sizes[index][start] + _nulls(one, start, end) + _FRAME
    return ends, cost


def _fitting(
    columns: Sequence[ColumnValues], sizes: Sequence[Sequence[int]], starts: Mapping[int, int], room: int
) -> tuple[dict[int, int], int] | None:
    """Return the most rows of a tab that fit, None where not even one does."""
    rows = sorted({row for index, start in starts.items() for row in columns[index].rows[start:]})
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high + 1) // 2
        if _cost(columns, sizes, starts, rows[middle - 1])[1] <= room:
            low = middle
        else:
            high = middle - 1
    return _cost(columns, sizes, starts, rows[low - 1]) if low else None


def _one_more(
    columns: Sequence[ColumnValues], sizes: Sequence[Sequence[int]], starts: Mapping[int, int], limit: int
) -> tuple[dict[int, int], int]:
    """Return rows that go beyond the limit because of the rows above them, which have to be passed over one by one."""
    first = min(columns[index].rows[start] for index, start in starts.items() if start < len(columns[index].rows))
    above = _cost(columns, sizes, starts, first)[1]
    found = _fitting(columns, sizes, starts, above + limit // 2)
    return found if found is not None else _cost(columns, sizes, starts, first)


def _upto(rows: Sequence[int], row: int, start: int) -> int:
    low, high = start, len(rows)
    while low < high:
        middle = (low + high) // 2
        if rows[middle] <= row:
            low = middle + 1
        else:
            high = middle
    return low


def _nulls(one: ColumnValues, start: int, end: int) -> int:
    """Return the bytes that say which cells are passed over: from the top where a column has no other address."""
    if end == start:
        return 0
    first = 1 if one.anchored else one.rows[start]
    return (one.rows[end - 1] - first + 1 - (end - start)) * _NULL


def body_of(chunk: Chunk, columns: Sequence[ColumnValues], places: Sequence[Place]) -> dict[str, Any]:
    """Return the request that writes the cells of a chunk, for ``values:batchUpdateByDataFilter``."""
    data = [_data(columns[piece.column], piece, places[piece.column]) for piece in chunk]
    return {"valueInputOption": "RAW", "data": data}


def _data(one: ColumnValues, piece: Piece, place: Place) -> dict[str, Any]:
    rows, values = one.rows[piece.start : piece.end], one.values[piece.start : piece.end]
    first = 1 if place.metadata_id is not None else rows[0]
    line: list[Any] = [None] * (rows[-1] - first + 1)
    for row, value in zip(rows, values, strict=True):
        line[row - first] = value
    return {"dataFilter": _filter(place, first, rows[-1]), "majorDimension": "COLUMNS", "values": [line]}


def _filter(place: Place, first: int, last: int) -> dict[str, Any]:
    if place.metadata_id is not None:
        return by_metadata(place.metadata_id)
    return {
        "gridRange": {
            "sheetId": place.sheet_id,
            "startRowIndex": first - 1,
            "endRowIndex": last,
            "startColumnIndex": place.column - 1,
            "endColumnIndex": place.column,
        }
    }


def by_metadata(metadata_id: int) -> dict[str, Any]:
    """Return the data filter that means the column on which some metadata stands."""
    return {"developerMetadataLookup": {"metadataId": metadata_id}}
