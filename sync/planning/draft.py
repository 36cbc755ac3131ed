"""A draft of a workbook's plan: differences are gathered column by column, then joined into one plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rules.core.report_layout import ReportLayout
from sync.backends.base import ColumnCells, Edits, NewColumn, NewTab, Snapshot, TabEdits
from sync.backends.ownership import check_ownership
from sync.planning.plan import Block, WorkbookPlan
from sync.planning.values import same


@dataclass(slots=True)
class Draft:
    """Gathers what is to be written in one workbook.

    Attributes:
        snapshot: the workbook as it was read.
    """

    snapshot: Snapshot
    _blocks: list[Block] = field(default_factory=list)
    _cells: dict[str, list[ColumnCells]] = field(default_factory=dict)
    _new_columns: dict[str, list[NewColumn]] = field(default_factory=dict)
    _new_tabs: dict[str, NewTab] = field(default_factory=dict)
    _layouts: dict[str, ReportLayout] = field(default_factory=dict)

    def new_column(self, tab: str, column: NewColumn) -> None:
        """Append an owned column to a staff tab."""
        self._new_columns.setdefault(tab, []).append(column)

    def new_tab(self, tab: NewTab) -> None:
        """Append an owned tab; its cells are added by :meth:`add`."""
        self._new_tabs[tab.title] = tab

    def laid_out(self, tab: str, layout: ReportLayout) -> None:
        """Say which report a tab shows; it is handed on with the cells of the tab, if any differ."""
        self._layouts[tab] = layout

    def add(self, block: Block, styles: Sequence[str | None]) -> None:
        """Add those cells of a column that differ from what they should hold.

        Args:
            block: every cell of the column with what it holds and what it should hold.
            styles: the name of a style per cell, None to keep what is there.
        """
        changed = [
            index for index, (old, new) in enumerate(zip(block.before, block.after, strict=True)) if not same(old, new)
        ]
        if not changed:
            return
        if len(changed) < len(block):
            styles = [styles[index] for index in changed]
            block = Block(
                tab=block.tab,
                column=block.column,
                title=block.title,
                rows=[block.rows[index] for index in changed],
                keys=[block.keys[index] for index in changed],
                before=[block.before[index] for index in changed],
                after=[block.after[index] for index in changed],
                reasons=[block.reasons[index] for index in changed],
            )
        self._blocks.append(block)
        self._cells.setdefault(block.tab, []).append(ColumnCells(block.column, block.rows, block.after, styles))

    def plan(self, relies_on: frozenset[str] = frozenset()) -> WorkbookPlan:
        """Return the finished plan.

        Args:
            relies_on: titles of the tabs that the plan was made from, besides those that are written.

        Raises:
            NotOwnedError: where a cell does not belong to Sheetkeeper.
        """
        titles = dict.fromkeys([*self._new_columns, *self._cells])
        edits = Edits(
            tabs=[
                TabEdits(title, self._cells.get(title, ()), self._new_columns.get(title, ()), self._layouts.get(title))
                for title in titles
                if title not in self._new_tabs
            ],
            new_tabs=[
                replace(tab, columns=self._cells.get(tab.title, ()), layout=self._layouts.get(tab.title))
                for tab in self._new_tabs.values()
            ],
            relies_on=relies_on.union(titles),
        )
        check_ownership(self.snapshot, edits)
        return WorkbookPlan(
            self.snapshot.workbook, self.snapshot.location, self.snapshot.fingerprint, self._blocks, edits
        )
