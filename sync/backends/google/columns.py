"""What a write is to reach: cells by columns, where these columns stand now, and what is missing for them. Pure.

A column is known by its metadata (its anchor), which goes with it wherever people move it. An anchor is trusted only
where it stands on a column that is still ours: one that bears its title, or holds nothing but what we write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rules.core.owned import is_owned
from rules.core.text import fold_header
from sync.backends.base import ColumnCells, Edits, NewColumn, NewTab, Snapshot, Tab, TabEdits
from sync.backends.google.memo import Anchor, BookMemo, SheetMemo
from sync.backends.google.owned_cells import (
    alert_header,
    carries,
    is_alerts,
    is_all_owned,
    is_empty,
    owned_columns,
    owned_title,
    value_at,
)
from sync.backends.google.values import Chunk, ColumnValues, Place, chunks_of, comparable, same, sent


@dataclass(frozen=True, slots=True)
class Goal:
    """What a write is to reach.

    Attributes:
        snapshot: the spreadsheet as it was when the plan was made.
        edits: the plan.
        columns: the cells that are to be written, column by column; tabs that are ours come last.
        chunks: the cells of each request.
    """

    snapshot: Snapshot
    edits: Edits
    columns: Sequence[ColumnValues]
    chunks: Sequence[Chunk]

    @property
    def cells(self) -> int:
        """Return how many cells are to be written."""
        return sum(len(one.rows) for one in self.columns)


def goal_of(snapshot: Snapshot, edits: Edits, limit: int | None = None) -> Goal:
    """Return the goal of a plan."""
    columns = [*_columns(snapshot, edits)]
    columns.sort(key=lambda one: not one.anchored)  # tabs that are ours as a whole come last, whatever the limit
    return Goal(snapshot, edits, columns, chunks_of(columns, limit) if limit else chunks_of(columns))


def _columns(snapshot: Snapshot, edits: Edits) -> Iterator[ColumnValues]:
    for edit in edits.tabs:
        tab = snapshot.tab(edit.title)
        new = {one.column: one for one in edit.new_columns}
        cells = _cells(edit.columns)
        for one in edit.new_columns:
            cells.setdefault(one.column, {}).setdefault(one.header_row, one.title)
        for column, wanted in sorted(cells.items()):
            title = new[column].title if column in new else _title(tab, column)
            yield _column_values(tab, edit.title, column, title, wanted, new=column in new)
    for new_tab in edits.new_tabs:
        for column, wanted in sorted(_cells(new_tab.columns).items()):
            yield _column_values(None, new_tab.title, column, "", wanted, new=True)


def _title(tab: Tab | None, column: int) -> str:
    return owned_title(tab, column) if tab is not None and not is_all_owned(tab.title) else ""


def _cells(blocks: Sequence[ColumnCells]) -> dict[int, dict[int, Any]]:
    cells: dict[int, dict[int, Any]] = {}
    for block in blocks:
        cells.setdefault(block.column, {}).update(zip(block.rows, block.values, strict=True))
    return cells


def _column_values(
    tab: Tab | None, title: str, column: int, header: str, wanted: Mapping[int, Any], *, new: bool
) -> ColumnValues:
    rows = sorted(wanted)
    return ColumnValues(
        tab=title,
        column=column,
        title=header or (alert_header(wanted[row] for row in rows) if is_alerts(title) else ""),
        new=new,
        anchored=not is_all_owned(title),
        rows=rows,
        before=[comparable(value_at(tab, row, column) if tab is not None else None) for row in rows],
        after=[comparable(wanted[row]) for row in rows],
        values=[sent(wanted[row]) for row in rows],
    )


def memo_of(snapshot: Snapshot) -> BookMemo:
    """Return what reading learnt beside the cells."""
    if not isinstance(snapshot.memo, BookMemo):
        raise TypeError(snapshot.workbook)
    return snapshot.memo


# --- where columns stand


def places_of(goal: Goal, now: Snapshot) -> list[Place | None]:
    """Return where each column of a goal stands now; None for one that is not there, or not to be trusted."""
    return [_place(goal, one, now) for one in goal.columns]


def _place(goal: Goal, one: ColumnValues, now: Snapshot) -> Place | None:
    sheet, tab = memo_of(now).sheet(one.tab), now.tab(one.tab)
    if sheet is None or tab is None:
        return None
    if not one.anchored:
        return Place(sheet.sheet_id, one.column, None)
    known = memo_of(goal.snapshot).sheet(one.tab)
    if one.new or known is None:
        anchor = _reusable(sheet, tab, one)
    else:
        ids = [anchor.metadata_id for anchor in known.anchors if anchor.column == one.column]
        anchor = next(
            (
                anchor
                for anchor in sheet.anchors
                if (anchor.metadata_id in ids if ids else anchor.column == one.column)
                and _is_trusted(tab, anchor, one, goal.snapshot.tab(one.tab))
            ),
            None,
        )
    return Place(sheet.sheet_id, anchor.column, anchor.metadata_id) if anchor is not None else None


def may_be_made(goal: Goal, one: ColumnValues, tab: Tab | None) -> bool:
    """Return whether a column without a place is only still to be made, or to be given its anchor."""
    if one.new:
        return True
    known = memo_of(goal.snapshot).sheet(one.tab)
    had_anchor = known is not None and any(anchor.column == one.column for anchor in known.anchors)
    return not had_anchor and tab is not None and _is_ours(tab, one.column, one.title)


def _reusable(sheet: SheetMemo, tab: Tab, one: ColumnValues) -> Anchor | None:
    """Return the anchor of a column that was made for a title and holds it, or nothing at all yet."""
    fitting = [
        anchor
        for anchor in sheet.anchors
        if fold_header(anchor.title) == fold_header(one.title) and _is_trusted(tab, anchor, one)
    ]
    return min(fitting, key=lambda anchor: (not carries(tab, anchor.column, one.title), anchor.column), default=None)


def _is_trusted(tab: Tab, anchor: Anchor, one: ColumnValues, before: Tab | None = None) -> bool:
    """Return whether an anchor stands on a column of ours.

    It does where the column bears the title, or holds nothing but what was there before and what we write: the list of
    alerts may have been written down to the line above its header.
    """
    if _is_ours(tab, anchor.column, one.title):
        return True
    ours = dict(zip(one.rows, one.after, strict=True))
    return all(
        value in (None, "")
        or ours.get(row) == comparable(value)
        or (before is not None and same(value, value_at(before, row, one.column)))
        for row in range(1, len(tab.rows) + 1)
        for value in (value_at(tab, row, anchor.column),)
    )


def _is_ours(tab: Tab, column: int, title: str) -> bool:
    return (bool(title) and carries(tab, column, title)) or is_empty(tab, column)


def wrong_anchors(now: Snapshot) -> list[int]:
    """Return the ids of anchors that stand on columns of staff, because somebody edited when they were made."""
    wrong = []
    for tab, sheet in zip(now.tabs, memo_of(now).sheets, strict=True):
        if not is_owned(tab.title):
            own = owned_columns(tab)
            wrong += [
                anchor.metadata_id
                for anchor in sheet.anchors
                if anchor.column not in own and not is_empty(tab, anchor.column)
            ]
    return wrong


def row_columns(goal: Goal, now: Snapshot) -> frozenset[int]:
    """Return the anchors of the columns beside staff's rows that a goal writes, as far as they can be trusted."""
    return frozenset(
        place.metadata_id
        for one, place in zip(goal.columns, places_of(goal, now), strict=True)
        if one.anchored and not is_alerts(one.tab) and place is not None and place.metadata_id is not None
    )


# --- what the structure has to be made for


def edits_now(goal: Goal, now: Snapshot) -> Edits:
    """Return a plan's edits in terms of the spreadsheet as it is: what was made already is no longer to be made."""
    tabs = [_tab_now(goal, edit, now) for edit in goal.edits.tabs]
    new_tabs = []
    for new_tab in goal.edits.new_tabs:
        if now.tab(new_tab.title) is None:
            new_tabs.append(new_tab)
        else:
            tabs.append(_made(new_tab))
    return replace(goal.edits, tabs=tabs, new_tabs=new_tabs)


def _made(new_tab: NewTab) -> TabEdits:
    return TabEdits(new_tab.title, new_tab.columns, (), new_tab.layout)


def _tab_now(goal: Goal, edit: TabEdits, now: Snapshot) -> TabEdits:
    """Return the edits of one tab with the numbers that its columns have now."""
    numbers: dict[int, int] = {}
    missing: list[NewColumn] = []
    free = sorted(one.column for one in edit.new_columns)
    for one in goal.columns:
        if one.tab == edit.title:
            place = _place(goal, one, now)
            if place is not None:
                numbers[one.column] = place.column
            elif one.new:
                new = next(new for new in edit.new_columns if new.column == one.column)
                numbers[one.column] = free[len(missing)]
                missing.append(replace(new, column=free[len(missing)]))
    columns = [replace(block, column=numbers.get(block.column, block.column)) for block in edit.columns]
    return replace(edit, columns=columns, new_columns=tuple(missing))
