"""Where journalled cells are: by tab, column title and key, wherever staff moved rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rules.core.owned import is_owned
from rules.core.text import fold_header
from sync.backends.base import Snapshot, Tab
from sync.planning.alerts_tab import read_alert_rows
from sync.planning.plan import Block
from sync.reading import TabReading


def whereabouts(block: Block, snapshot: Snapshot, reading: TabReading | None) -> Sequence[tuple[int, int] | None]:
    """Return row and column of each of a journalled column's cells as a tab is now, None where it is gone.

    Args:
        block: the journalled cells of one column.
        snapshot: the workbook as it is.
        reading: the tab as it was read, None where it is no table.
    """
    if snapshot.tab(block.tab) is None:
        return [None] * len(block)
    if is_owned(block.tab):
        alerts = read_alert_rows(snapshot)
        return [
            (change.row, change.column) if change.key == change.address else alerts.place(change.title, change.key)
            for change in block
        ]
    title = fold_header(block.title)
    owned = reading.header.owned.items() if reading is not None else ()
    column = next((number for text, number in owned if fold_header(text) == title), None)
    if reading is None or column is None:
        return [None] * len(block)
    rows = {" · ".join(key): row for key, row in zip(reading.keys, reading.rows, strict=True)}
    # A cell that was emptied beside a row without data has no key. Where there are data by now, its flag is not theirs.
    taken = set(reading.rows)
    found = (
        rows.get(key) if key else None if row in taken else row for key, row in zip(block.keys, block.rows, strict=True)
    )
    return [None if row is None else (row, column) for row in found]


def value_at(tab: Tab | None, row: int, column: int) -> Any:
    """Return the value of a cell, None where nothing stands."""
    rows = tab.rows if tab is not None else ()
    line: Sequence[Any] = rows[row - 1] if row <= len(rows) else ()
    return line[column - 1] if column <= len(line) else None
