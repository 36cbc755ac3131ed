"""Undo: the inverse of a run, for those cells that still hold what it wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rules.core.finding import Finding, Place
from rules.core.owned import is_owned
from rules.core.text import fold_header
from sync import messages, steps
from sync.backends.base import Snapshot, Tab, WorkbookError
from sync.planning.draft import Draft
from sync.planning.plan import Block, CellChange, WorkbookPlan
from sync.planning.values import same
from sync.reading import TabReading, read_office
from sync.results import UndoResult
from sync.steps_base import Source
from sync.wiring import Session


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
    sources = {source.name: source for source in steps.find_sources(session)}
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
            plan, kept = _inverse(session, source, run_id)
            conflicts += kept
            if plan:
                cells += _write(session, undo_run, source, plan)
        except WorkbookError as error:
            problems.append(steps.workbook_finding(workbook, error))
    session.progress.step("undo", len(written), len(written))
    session.store.forget_digest()
    summary = {"cells_restored": cells, "conflicts": len(conflicts), "workbooks_left_out": len(problems)}
    session.store.finish_run(undo_run, "partial" if problems else "ok", session.now(), summary)
    return UndoResult(run_id, cells, conflicts, held, problems)


def _inverse(
    session: Session, source: Source, run_id: str
) -> tuple[tuple[WorkbookPlan, Snapshot] | None, list[CellChange]]:
    """Return the plan that puts a run's cells back, and the changes that were overwritten since."""
    snapshot = session.backend(source.config).read(source.name, source.location)
    departments = session.departments()
    expected = steps.departments_of(source.config, departments)
    reading = read_office(
        [snapshot],
        departments,
        {source.name: source.config.tables},
        {source.name: expected} if expected else None,
    )
    tabs = {tab.tab.title: tab for book in reading.workbooks for tab in book.tabs}
    draft = Draft(snapshot)
    conflicts: list[CellChange] = []
    for block in session.store.journal(run_id, source.name):
        tab = snapshot.tab(block.tab)
        if tab is None:
            conflicts += list(block)
            continue
        found = _locate(block, tabs.get(block.tab))
        restored: dict[tuple[int, int], CellChange] = {}
        for change in block:
            place = found.get(change.key)
            if place is None or not same(_value(tab, place), change.after):
                conflicts.append(change)
            else:
                restored[place] = change
        for column in sorted({column for _, column in restored}):
            rows = sorted(row for row, other in restored if other == column)
            changes = [restored[row, column] for row in rows]
            inverse = Block(
                tab=block.tab,
                column=column,
                title=block.title,
                rows=rows,
                keys=[change.key for change in changes],
                before=[_value(tab, (row, column)) for row in rows],
                after=[None if change.before == "" else change.before for change in changes],
                reasons=[f"undo {run_id}"] * len(rows),
            )
            draft.add(inverse, [None] * len(rows))
    plan = draft.plan()
    return ((plan, snapshot) if plan else None), conflicts


def _locate(block: Block, reading: TabReading | None) -> Mapping[str, tuple[int, int]]:
    """Return key -> row and column of a journalled column's cells as the tab is now."""
    if is_owned(block.tab):
        return {key: (row, block.column) for key, row in zip(block.keys, block.rows, strict=True)}
    if reading is None:
        return {}
    title = fold_header(block.title)
    column = next((number for text, number in reading.header.owned.items() if fold_header(text) == title), None)
    if column is None:
        return {}
    found = {" · ".join(key): (row, column) for key, row in zip(reading.keys, reading.rows, strict=True)}
    # Cells that were emptied beside rows without data have no key; their row is all that is known of them.
    return found | {"": (block.rows[block.keys.index("")], column)} if "" in block.keys else found


def _value(tab: Tab, place: tuple[int, int]) -> Any:
    row, column = place
    line: Sequence[Any] = tab.rows[row - 1] if row <= len(tab.rows) else ()
    return line[column - 1] if column <= len(line) else None


def _write(session: Session, run: str, source: Source, planned: tuple[WorkbookPlan, Snapshot]) -> int:
    plan, snapshot = planned
    backend = session.backend(source.config)
    prepared = backend.prepare(snapshot, source.location, plan.edits)
    write = session.store.prepare_write(
        run, source.name, source.location, prepared.before, prepared.after, prepared.token, plan
    )
    try:
        written = backend.complete(source.location, prepared)
    except WorkbookError:
        session.store.abandon_write(write)
        raise
    session.store.complete_write(write)
    return written.cells
