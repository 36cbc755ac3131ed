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

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from rules.core.text import fold_header
from sync.backends.base import Edits, Snapshot, Tab
from sync.backends.google.columns import Goal, edits_now, may_be_made, memo_of, places_of
from sync.backends.google.memo import BookMemo, SheetMemo
from sync.backends.google.owned_cells import is_alerts, is_all_owned, owned_columns, owned_title, value_at
from sync.backends.google.reading import staff_rows
from sync.backends.google.values import ColumnValues, Place, comparable, same

StructureFor = Callable[[BookMemo, Snapshot, Edits], list[dict[str, Any]]]
"""The requests that make the structure that some edits need."""


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
    """Return the cells of ours in a tab that a goal writes: where they stood, and where they stand now."""
    longest = max((len(tab.rows) for tab in (goal.snapshot.tab(title), now.tab(title)) if tab is not None), default=0)
    before, after = [], []
    for one, place in zip(goal.columns, places_of(goal, now), strict=True):
        if one.tab == title:
            # A column whose title goes is ours down to its end, though it no longer says so.
            rows = range(1, longest + 1) if _loses_title(one) else one.rows
            before += [(row, one.column) for row in rows]
            after += [(row, place.column if place else one.column) for row in rows]
    return before, after


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
            yield may_be_made(goal, one, tab)
            continue
        here = (comparable(value_at(tab, row, place.column)) for row in one.rows)
        yield all(value in (before, after) for value, before, after in zip(here, one.before, one.after, strict=True))


def _owned_columns_kept(goal: Goal, now: Snapshot) -> bool:
    """Return whether the cells of owned columns that are not to be written are as they were."""
    written = {(one.tab, one.column): frozenset(one.rows) for one in goal.columns if not one.new}
    untitled = {
        (one.tab, one.column): place.column
        for one, place in zip(goal.columns, places_of(goal, now), strict=True)
        if not one.new and place is not None and _loses_title(one)
    }
    for title in dict.fromkeys(one.tab for one in goal.columns if one.anchored):
        tab, here = goal.snapshot.tab(title), now.tab(title)
        if tab is None or here is None:
            continue
        places = _by_title(here)
        for header, columns in _by_title(tab).items():
            found = places.get(header, [])
            titled = [column for column in columns if (title, column) not in untitled]
            if len(found) < len(titled):
                return False
            gone = [(column, untitled[title, column]) for column in columns if (title, column) in untitled]
            for column, place in (*zip(titled, found, strict=False), *gone):
                if not _column_kept(tab, column, here, place, written.get((title, column), frozenset())):
                    return False
    return True


def _loses_title(one: ColumnValues) -> bool:
    """Return whether a plan takes the title of a column away, as an undo does in the list of alerts that a run made."""
    return any(
        isinstance(before, str) and fold_header(before) == fold_header(one.title) and after != before
        for before, after in zip(one.before, one.after, strict=True)
    )


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
