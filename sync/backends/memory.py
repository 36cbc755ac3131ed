"""Workbooks in memory: the fake that stands beside the real backends and passes the same contract."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Callable, Collection, Sequence
from copy import deepcopy
from typing import Any

from rules.core.text import Text
from sync.backends.base import (
    ColumnCells,
    Edits,
    ExternallyChangedError,
    Prepared,
    Snapshot,
    Tab,
    WorkbookError,
    Written,
)
from sync.backends.ownership import check_ownership

Grid = list[list[Any]]


class MemoryBackend:
    """Workbooks as dictionaries: location -> tab title -> grid of values.

    Attributes:
        workbooks: the workbooks; a test edits them as a person would.
        locale: Babel locale in which staff type.
        opened_by: location -> who has it open.
        read_only: locations that cannot be written.
        before_step: called with the name of each step before it happens, so that a test can interfere.
    """

    def __init__(self, workbooks: dict[str, dict[str, Grid]], locale: str = "vi_VN") -> None:
        """Keep ``workbooks``, which stay the caller's to edit."""
        self.workbooks = workbooks
        self.locale = locale
        self.opened_by: dict[str, Text] = {}
        self.read_only: set[str] = set()
        self.before_step: Callable[[str, str], None] = lambda step, location: None  # noqa: ARG005  (named in calls)
        self._prepared: dict[str, dict[str, Grid]] = {}

    def find(self, location: str) -> Sequence[str]:
        """Return the locations that a pattern matches."""
        if "*" not in location:
            return [location]
        return sorted(name for name in self.workbooks if fnmatch.fnmatchcase(name, location))

    def fingerprint(self, location: str) -> str:
        """Return a digest of everything in the workbook.

        Raises:
            WorkbookError: where there is none.
        """
        return hashlib.sha256(repr(self._grids(location)).encode()).hexdigest()

    def read(self, workbook: str, location: str) -> Snapshot:
        """Return a copy of the workbook.

        Raises:
            WorkbookError: where there is none.
        """
        self.before_step("read", location)
        tabs = [Tab(title, deepcopy(grid), tab_id=title) for title, grid in self._grids(location).items()]
        return Snapshot(
            workbook, location, self.fingerprint(location), tabs, self.locale, obstacle=self.opened_by.get(location)
        )

    def prepare(self, snapshot: Snapshot, location: str, edits: Edits) -> Prepared:
        """Make the new version in memory.

        Raises:
            WorkbookError: where somebody has it open.
            ExternallyChangedError: where it is no longer what the snapshot shows.
        """
        self.before_step("prepare", location)
        check_ownership(snapshot, edits)
        if location in self.opened_by:
            raise WorkbookError("WBK106", location=location, who=self.opened_by[location])
        if self.fingerprint(location) != snapshot.fingerprint:
            raise ExternallyChangedError("WBK107", location=location)
        grids = deepcopy(self._grids(location))
        cells = 0
        for tab in edits.tabs:
            for column in tab.new_columns:
                _put(grids[tab.title], ColumnCells(column.column, [column.header_row], [column.title]))
                cells += 1
            cells += sum(_put(grids[tab.title], block) for block in tab.columns)
        for new_tab in edits.new_tabs:
            grids[new_tab.title] = []
            cells += sum(_put(grids[new_tab.title], block) for block in new_tab.columns)
        after = hashlib.sha256(repr(grids).encode()).hexdigest()
        self._prepared[after] = grids
        return Prepared(snapshot.fingerprint, after, after, cells)

    def complete(self, location: str, prepared: Prepared) -> Written:
        """Put the new version in place.

        Raises:
            ExternallyChangedError: where somebody changed the workbook meanwhile.
        """
        self.before_step("complete", location)
        if self.fingerprint(location) != prepared.before:
            raise ExternallyChangedError("WBK107", location=location)
        self.workbooks[location] = self._prepared.pop(prepared.token)
        return Written(prepared.after, prepared.cells)

    def withdraw(self, location: str, prepared: Prepared) -> None:
        """Do nothing: nobody edits in the moment of writing."""

    def probe(self, location: str) -> str:
        """Return that nobody's name is needed.

        Raises:
            WorkbookError: where the workbook is read-only.
        """
        if location in self.read_only:
            raise WorkbookError("WBK109", location=location, detail="read-only")
        return ""

    def discard(self, location: str, prepared: Prepared) -> None:
        """Forget what was prepared for ``location``."""
        del location
        self._prepared.pop(prepared.token, None)

    def settle(self, location: str, prepared: Prepared) -> bool:
        """Return whether a write was made: the workbook is no longer what it was made for.

        Raises:
            WorkbookError: where there is no such workbook.
        """
        made = self.fingerprint(location) != prepared.before and prepared.token not in self._prepared
        self.discard(location, prepared)
        return made

    def tidy(self, location: str, keep: Collection[str]) -> None:
        """Forget everything that was prepared, but for the tokens to keep; there is one place for all."""
        del location
        self._prepared = {token: grids for token, grids in self._prepared.items() if token in keep}

    def spent(self, location: str) -> int:
        """Return 0: no request is needed."""
        del location
        return 0

    def _grids(self, location: str) -> dict[str, Grid]:
        if location not in self.workbooks:
            raise WorkbookError("WBK101", location=location)
        return self.workbooks[location]


def _put(grid: Grid, block: ColumnCells) -> int:
    for row, value in zip(block.rows, block.values, strict=True):
        while len(grid) < row:
            grid.append([])
        line = grid[row - 1]
        line.extend([None] * (block.column - len(line)))
        line[block.column - 1] = value
    return len(block.rows)
