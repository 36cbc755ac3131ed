"""Tokens: what is remembered of a write, to tell after an interruption whether it was made. Pure.

A token is a sample of the cells that change, each with its place and short digests of what was there and what is to
be there. Whether the write was made is seen from these places; where rows were moved since, from how many of the
digests are found anywhere in their columns.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from sync.backends.base import Snapshot, Tab
from sync.backends.google.owned_cells import carries, value_at
from sync.backends.google.values import ColumnValues, comparable

SAMPLE: Final = 200
"""Most cells of a token."""


class _Cell(NamedTuple):
    row: int
    before: str
    after: str


def token_of(columns: Sequence[ColumnValues]) -> str:
    """Return the token of a write of some columns."""
    total = sum(len(one.rows) for one in columns)
    step = -(-total // SAMPLE) or 1
    passed, sample = 0, []
    for one in columns:
        start = -passed % step
        passed += len(one.rows)
        cells = [
            [one.rows[index], _digest(one.before[index]), _digest(one.after[index])]
            for index in range(start, len(one.rows), step)
        ]
        if cells:
            sample.append([one.tab, one.title, one.column, cells])
    return json.dumps(sample, ensure_ascii=False, separators=(",", ":"))


def was_made(token: str, now: Snapshot) -> bool:
    """Return whether the write of a token has reached a spreadsheet."""
    total = made = unmade = moved_made = moved_unmade = 0
    for tab, column, cells in _columns(token, now):
        here = {cell.row: _digest(comparable(value_at(tab, cell.row, column))) for cell in cells}
        total += len(cells)
        made += sum(here[cell.row] == cell.after for cell in cells)
        unmade += sum(here[cell.row] == cell.before for cell in cells)
        present = Counter(_digest(comparable(value_at(tab, row, column))) for row in range(1, len(tab.rows) + 1))
        moved_made += _found(present, [cell.after for cell in cells])
        moved_unmade += _found(present, [cell.before for cell in cells])
    # A write in several requests may be made in part: what there is of it has to be known to an undo.
    return made > 0 or (unmade < total and moved_made > moved_unmade)


def _columns(token: str, now: Snapshot) -> Iterator[tuple[Tab, int, list[_Cell]]]:
    for title, header, column, cells in _read(token):
        tab = now.tab(title)
        if tab is None:
            continue
        width = max(map(len, tab.rows), default=0)
        place = next((number for number in range(1, width + 1) if header and carries(tab, number, header)), column)
        yield tab, place, [_Cell(*cell) for cell in cells]


def _read(token: str) -> Any:
    try:
        return json.loads(token)
    except ValueError:
        return []


def _found(present: Counter[str], wanted: Sequence[str]) -> int:
    return (present & Counter(wanted)).total()


def _digest(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]
