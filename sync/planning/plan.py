"""Plans: lists of cell changes, each with what was there before and why it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rules.core.finding import column_letters
from sync.backends.base import Edits


class CellChange(NamedTuple):
    """One cell that changes.

    Attributes:
        tab: title of the tab.
        row: row number at the time of the plan; a position for people, not an identity.
        column: column number at the time of the plan.
        title: title of the owned column, or of a column of the alerts tab; empty in a report.
        key: key of the row as text; in the alerts tab the alert's id; elsewhere in owned tabs the cell's address.
        before: the value that is there.
        after: the value that will be there.
        reason: why, for people: the code of a message, or the title of what is computed.
    """

    tab: str
    row: int
    column: int
    title: str
    key: str
    before: Any
    after: Any
    reason: str

    @property
    def address(self) -> str:
        """Return the cell's address, such as ``"L17"``."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Block:
    """Changes of one column of one tab, kept in columns: a hundred thousand objects would cost too much.

    All sequences have one entry per changed cell, in ascending order of rows.
    """

    tab: str
    column: int
    title: str
    rows: Sequence[int]
    keys: Sequence[str]
    before: Sequence[Any]
    after: Sequence[Any]
    reasons: Sequence[str]

    def __iter__(self) -> Iterator[CellChange]:
        for row, key, before, after, reason in zip(
            self.rows, self.keys, self.before, self.after, self.reasons, strict=True
        ):
            yield CellChange(self.tab, row, self.column, self.title, key, before, after, reason)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class WorkbookPlan:
    """What a run wants to write in one workbook.

    Attributes:
        workbook: name of the workbook in the configuration.
        location: its location.
        fingerprint: fingerprint of the snapshot that the plan was made from.
        blocks: the cell changes.
        edits: the same for the backend, with structure and styles.
    """

    workbook: str
    location: str
    fingerprint: str
    blocks: Sequence[Block]
    edits: Edits

    @property
    def cells(self) -> int:
        """Return the number of cells that change."""
        return sum(map(len, self.blocks))

    def __iter__(self) -> Iterator[CellChange]:
        for block in self.blocks:
            yield from block

    def __bool__(self) -> bool:
        return bool(self.edits)
