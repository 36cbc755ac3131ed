"""Undo: the inverse of a run, for those cells that still hold what it wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rules.core.finding import Finding, Place
from rules.core.owned import is_owned
from rules.core.text import fold_header
from sync import messages, steps
from sync.backends.base import Snapshot, Tab, WorkbookError
from sync.planning.alerts_tab import read_alert_rows
from sync.planning.draft import Draft
from sync.planning.plan import Block, CellChange, WorkbookPlan
from sync.planning.values import same
from sync.reading import TabReading, read_office
from sync.results import UndoResult
from sync.session import Session
from sync.sources import Source, departments_of, find_sources
from sync.writing import write_workbook


class UnknownRunError(Exception):
    """There is no run of that name, or it wrote nothing."""


def undo(session: Session, run_id: str) -> UndoResult:
    """Put back every cell that still holds what a run wrote, and hold the workbooks that it wrote.

    Structure stays and is emptied; nothing is mailed. Rows are found by their keys, wherever they are now.

    Raises:
        UnknownRunError: where there is no such run.
    """
    if session.store.run(run_id) is None:
        raise UnknownRunError(run_id)
    undo_run = session.store.next_run_id(session.as_of)
    session.store.begin_run(undo_run, f"undo {run_id}", session.as_of, session.now())
    cells = 0
    conflicts: list[CellChange] = []
    held: list[str] = []
    problems: list[Finding] = []
    sources = {source.name: source for source in find_sources(session)}
    written = dict.fromkeys(write.workbook for write in session.store.writes(run_id) if write.state == "complete")
    for number, workbook in enumerate(written):
        session.progress.step("undo", number, len(written))
        session.store.hold(workbook, run_id)
        held.append(workbook)
        source = sources.get(workbook)
        if source is None:
            fields = {"location": workbook}
            problems.append(Finding(messages.NOT_FOUND, Place(workbook), "", (workbook,), fields))
            continue
        try:
            snapshot = session.backend(source.config).read(source.name, source.location)
            plan, kept = _inverse(session, source, snapshot, run_id)
            conflicts += kept
            if plan:
                cells += write_workbook(session, undo_run, source, snapshot, plan).cells
        except WorkbookError as error:
            problems.append(steps.workbook_finding(workbook, error))
    session.progress.step("undo", len(written), len(written))
    session.store.forget_digest()
    summary = {"cells_restored": cells, "conflicts": len(conflicts), "workbooks_left_out": len(problems)}
    session.store.finish_run(undo_run, "partial" if problems else "ok", session.now(), summary)
    return UndoResult(run_id, cells, conflicts, held, problems)


def _inverse(
    session: Session, source: Source, snapshot: Snapshot, run_id: str
) -> tuple[WorkbookPlan, list[CellChange]]:
    """Return the plan that puts a run's cells back, and the changes that were overwritten since."""
    departments = session.departments()
    expected = departments_of(source.config, departments)
    reading = read_office(
        [snapshot],
        departments,
        {source.name: source.config.tables},
        {source.name: expected} if expected else None,
    )
    tabs = {tab.tab.title: tab for book in reading.workbooks for tab in book.tabs}
    conflicts: list[CellChange] = []
    columns: dict[tuple[str, int], dict[int, CellChange]] = {}
    for block in session.store.journal(run_id, source.name):
        for change, place in zip(block, _places(block, snapshot, tabs.get(block.tab)), strict=True):
            if place is None:
                # An alert that an earlier undo took off its tab is not found by its name any more.
                here = _value(snapshot.tab(block.tab), change.row, change.column)
                if not (is_owned(block.tab) and same(here, change.before)):
                    conflicts.append(change)
            else:
                row, column = place
                cells = columns.setdefault((block.tab, column), {})
                # A run that had to start again wrote the cell twice: what it found first comes back.
                cells[row] = change._replace(before=cells[row].before) if row in cells else change
    draft = Draft(snapshot)
    for (title, column), cells in columns.items():
        present = {row: _value(snapshot.tab(title), row, column) for row in sorted(cells)}
        ours = [row for row, value in present.items() if same(value, cells[row].after)]
        # A cell that holds what was there before was put back already, by an undo that was cut short.
        conflicts += [
            cells[row]
            for row, value in present.items()
            if not same(value, cells[row].after) and not same(value, cells[row].before)
        ]
        if ours:
            inverse = Block(
                tab=title,
                column=column,
                title=cells[ours[0]].title,
                rows=ours,
                keys=[cells[row].key for row in ours],
                before=[present[row] for row in ours],
                after=[None if cells[row].before == "" else cells[row].before for row in ours],
                reasons=[f"undo {run_id}"] * len(ours),
            )
            draft.add(inverse, [None] * len(ours))
    return draft.plan(), conflicts


def _places(block: Block, snapshot: Snapshot, reading: TabReading | None) -> Sequence[tuple[int, int] | None]:
    """Return row and column of each of a journalled column's cells as the tab is now, None where it is gone."""
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


def _value(tab: Tab | None, row: int, column: int) -> Any:
    rows = tab.rows if tab is not None else ()
    line: Sequence[Any] = rows[row - 1] if row <= len(rows) else ()
    return line[column - 1] if column <= len(line) else None
