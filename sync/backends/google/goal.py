"""The goal of a write, and the next step towards it from the spreadsheet as it is now. Pure.

A write is never a list of commands that are sent one after the other: between any two requests somebody may edit, and
an answer may be lost. So the spreadsheet is looked at again after whatever was sent, and :func:`next_step` says what is
left to do. Nothing has to be remembered of a request whose answer was lost, and a look after the last request is the
read-back.

Two comparisons keep the promise that no flag stands beside another row:

- the **guard**, before anything is sent: what staff typed, and the owned cells that are to be written, are as they were
  when the plan was made;
- the **read-back**, after anything was sent: what staff typed is still the same, and every owned column holds what it
  should.

Results of formulas are not compared: they change by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
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
from sync.backends.google.reading import staff_rows
from sync.backends.google.values import Chunk, ColumnValues, Place, chunks_of, comparable, same, sent

StructureFor = Callable[[BookMemo, Snapshot, Edits], list[dict[str, Any]]]


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


class Structure(Enum):
    """What is known of the request that changes the structure."""

    UNSENT = auto()
    UNCERTAIN = auto()
    MADE = auto()


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent so far.

    Attributes:
        structure: whether owned columns and tabs were made.
        chunks: how many chunks of values were certainly written.
        anything: whether any request was sent, whatever became of it.
    """

    structure: Structure = Structure.UNSENT
    chunks: int = 0
    anything: bool = False


@dataclass(frozen=True, slots=True)
class Refuse:
    """The spreadsheet is not what the plan was made for; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Staff edited in the very moment of writing: plan again from what is there."""


@dataclass(frozen=True, slots=True)
class MakeStructure:
    """Owned columns, tabs or anchors are missing: send these requests."""

    requests: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Write:
    """Write a chunk of values to these places."""

    number: int
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Done:
    """Everything is as it should be."""


Step = Refuse | Moved | MakeStructure | Write | Done


def goal_of(snapshot: Snapshot, edits: Edits, limit: int | None = None) -> Goal:
    """Return the goal of a plan."""
    columns = [*_columns(snapshot, edits)]
    columns.sort(key=lambda one: not one.anchored)  # tabs that are ours as a whole come last, whatever the limit
    return Goal(snapshot, edits, columns, chunks_of(columns, limit) if limit else chunks_of(columns))


def next_step(goal: Goal, now: Snapshot, done: Sent, structure_for: StructureFor) -> Step:
    """Return what is to be done next, from the spreadsheet as it is now.

    Args:
        goal: what is to be reached.
        now: the spreadsheet as it was just read.
        done: what was sent so far.
        structure_for: the requests that make the structure that some edits need; empty where nothing is missing.
    """
    if not done.anything and not guard(goal, now):
        return Refuse()
    if done.anything and not read_back(goal, now, done):
        return Moved()
    if done.structure is not Structure.MADE and (requests := structure_for(memo_of(now), now, edits_now(goal, now))):
        return MakeStructure(requests)
    if (number := _first_missing(goal, now, done)) is None:
        return Done()
    places = places_of(goal, now)
    if any(place is None for place in places):
        return Moved() if done.anything else Refuse()
    return Write(number, [place for place in places if place is not None])


def guard(goal: Goal, now: Snapshot) -> bool:
    """Return whether a spreadsheet is still what the plan was made for, so that writing may begin."""
    return (
        undisturbed(goal, now)
        and all(now.tab(one.title) is None for one in goal.edits.new_tabs)
        and all(_cells_known(goal, now))
    )


def read_back(goal: Goal, now: Snapshot, done: Sent) -> bool:
    """Return whether what was sent stands where it should, beside what staff typed, which must be the same."""
    return (
        undisturbed(goal, now, formulas_moved=True)
        and all(_cells_known(goal, now))
        and _owned_columns_kept(goal, now)
        and all(_is_written(goal, now, number) for number in range(done.chunks))
    )


def memo_of(snapshot: Snapshot) -> BookMemo:
    """Return what reading learnt beside the cells."""
    if not isinstance(snapshot.memo, BookMemo):
        raise TypeError(snapshot.workbook)
    return snapshot.memo


# --- what staff typed


def undisturbed(goal: Goal, now: Snapshot, *, formulas_moved: bool = False) -> bool:
    """Return whether the tabs that a plan relied on hold what staff typed, where they typed it.

    Args:
        goal: the plan, and the spreadsheet that it was made from.
        now: the spreadsheet as it is.
        formulas_moved: whether the texts of formulas may differ, because columns were inserted that they refer to.
    """
    before, after = memo_of(goal.snapshot), memo_of(now)
    relied = goal.edits.relies_on
    new = {tab.title for tab in goal.edits.new_tabs}
    if relied is None and {one.title for one in before.sheets} | new != {one.title for one in after.sheets} | new:
        return False
    for tab, sheet in zip(goal.snapshot.tabs, before.sheets, strict=True):
        if relied is not None and tab.title not in relied:
            continue
        here, here_memo = now.tab(tab.title), after.sheet(tab.title)
        if here is None or here_memo is None or here_memo.sheet_id != sheet.sheet_id:
            return False
        if is_all_owned(tab.title):
            continue
        ours = _ours(goal, tab.title, now) if is_alerts(tab.title) else ([], [])
        first = typed(tab, sheet, ours[0], formulas_moved=formulas_moved)
        if first != typed(here, here_memo, ours[1], formulas_moved=formulas_moved):
            return False
    return True


def _ours(goal: Goal, title: str, now: Snapshot) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the cells that a goal writes in a tab: where they stood, and where they stand now."""
    pairs = [(one, place) for one, place in zip(goal.columns, places_of(goal, now), strict=True) if one.tab == title]
    before = [(row, one.column) for one, _ in pairs for row in one.rows]
    return before, [(row, place.column if place else one.column) for one, place in pairs for row in one.rows]


def typed(
    tab: Tab, sheet: SheetMemo, without: Sequence[tuple[int, int]] = (), *, formulas_moved: bool = False
) -> list[tuple[Any, ...]]:
    """Return what staff typed into a tab: values and the texts of formulas, not the results of these.

    Args:
        tab: the tab.
        sheet: what reading learnt beside its cells.
        without: cells (row, column) that are not theirs, beside the columns that are ours by their titles.
        formulas_moved: whether the texts of formulas are left out.
    """
    rows = [[("is", value) if isinstance(value, bool) else value for value in row] for row in tab.rows]
    for (row, column), text in tab.formulas.items():
        _put(rows, row, column, ("=",) if formulas_moved else ("=", text))
    for row, column in (*sheet.computed, *without):
        _put(rows, row, column, None)
    return staff_rows(rows, owned_columns(tab))


def _put(rows: list[list[Any]], row: int, column: int, value: Any) -> None:
    while len(rows) < row:
        rows.append([])
    rows[row - 1].extend([None] * (column - len(rows[row - 1])))
    rows[row - 1][column - 1] = value


# --- the cells that are to be written


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


def _first_missing(goal: Goal, now: Snapshot, done: Sent) -> int | None:
    """Return the first chunk that is not written yet; None where all are."""
    return next((number for number in range(done.chunks, len(goal.chunks)) if not _is_written(goal, now, number)), None)


def _is_written(goal: Goal, now: Snapshot, number: int) -> bool:
    places = places_of(goal, now)
    for piece in goal.chunks[number]:
        one, place = goal.columns[piece.column], places[piece.column]
        tab = now.tab(one.tab)
        if place is None or tab is None:
            return False
        here = (comparable(value_at(tab, row, place.column)) for row in one.rows[piece.start : piece.end])
        if any(value != wanted for value, wanted in zip(here, one.after[piece.start : piece.end], strict=True)):
            return False
    return True


def _cells_known(goal: Goal, now: Snapshot) -> Iterator[bool]:
    """Yield for each column whether each of its cells holds what was there, or what is to be there."""
    for one, place in zip(goal.columns, places_of(goal, now), strict=True):
        tab = now.tab(one.tab)
        if place is None or tab is None:
            yield _may_be_made(goal, one, tab)
            continue
        here = (comparable(value_at(tab, row, place.column)) for row in one.rows)
        yield all(value in (before, after) for value, before, after in zip(here, one.before, one.after, strict=True))


def _may_be_made(goal: Goal, one: ColumnValues, tab: Tab | None) -> bool:
    """Return whether a column without a place is only still to be made, or to be given its anchor."""
    if one.new:
        return True
    known = memo_of(goal.snapshot).sheet(one.tab)
    had_anchor = known is not None and any(anchor.column == one.column for anchor in known.anchors)
    return not had_anchor and tab is not None and _is_ours(tab, one.column, one.title)


def _owned_columns_kept(goal: Goal, now: Snapshot) -> bool:
    """Return whether the cells of owned columns that are not to be written are as they were."""
    written = {(one.tab, one.column): frozenset(one.rows) for one in goal.columns if not one.new}
    for title in dict.fromkeys(one.tab for one in goal.columns if one.anchored):
        tab, here = goal.snapshot.tab(title), now.tab(title)
        if tab is None or here is None:
            continue
        places = _by_title(here)
        for header, columns in _by_title(tab).items():
            found = places.get(header, [])
            if len(found) < len(columns):
                return False
            for column, place in zip(columns, found, strict=False):
                if not _column_kept(tab, column, here, place, written.get((title, column), frozenset())):
                    return False
    return True


def _by_title(tab: Tab) -> dict[str, list[int]]:
    """Return the numbers of owned columns by their titles; staff may have copied one."""
    found: dict[str, list[int]] = {}
    for column in sorted(owned_columns(tab)):
        found.setdefault(fold_header(owned_title(tab, column)), []).append(column)
    return found


def _column_kept(tab: Tab, column: int, here: Tab, place: int, passed: frozenset[int]) -> bool:
    return all(
        row in passed or same(value_at(tab, row, column), value_at(here, row, place))
        for row in range(1, max(len(tab.rows), len(here.rows)) + 1)
    )


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
