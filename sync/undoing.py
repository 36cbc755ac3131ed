"""Undo: the inverse of a run, for those cells that still hold what it wrote."""

from __future__ import annotations

from rules.core.finding import Finding, Place
from rules.core.owned import is_owned
from sync import messages, steps
from sync.backends.base import ExternallyChangedError, Snapshot, WorkbookError
from sync.planning.draft import Draft
from sync.planning.plan import Block, CellChange, WorkbookPlan
from sync.planning.values import same
from sync.planning.whereabouts import value_at, whereabouts
from sync.reading import read_office
from sync.results import UndoResult, UnknownRunError
from sync.session import Session
from sync.sources import Source, departments_of, find_sources
from sync.writing import write_workbook

TRIES = 4
"""How often an undo begins again because staff edited between reading and writing."""


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
            restored, kept = _undo_in(session, undo_run, source, run_id)
            conflicts += kept
            cells += restored
        except WorkbookError as error:
            problems.append(steps.workbook_finding(workbook, error))
    session.progress.step("undo", len(written), len(written))
    session.store.forget_digest()
    summary = {"cells_restored": cells, "conflicts": len(conflicts), "workbooks_left_out": len(problems)}
    session.store.finish_run(undo_run, "partial" if problems else "ok", session.now(), summary)
    return UndoResult(run_id, cells, conflicts, held, problems)


def _undo_in(session: Session, undo_run: str, source: Source, run_id: str) -> tuple[int, list[CellChange]]:
    """Put a run's cells in one workbook back; return how many, and the changes that were overwritten since.

    Raises:
        WorkbookError: where it cannot be read or written, or staff keep editing it.
    """
    for left in reversed(range(TRIES)):  # pragma: no branch - the last try always ends it
        snapshot = session.backend(source.config).read(source.name, source.location)
        plan, conflicts = _inverse(session, source, snapshot, run_id)
        if not plan:
            return 0, conflicts
        try:
            # What stood beside each row is not told a second time: where rows move now, the columns are emptied.
            written = write_workbook(session, undo_run, source, snapshot, plan, last_try=True)
        except ExternallyChangedError:
            if not left:
                raise
            continue
        if written.moved:
            raise ExternallyChangedError(messages.CHANGED_MEANWHILE.code, location=snapshot.location)
        return plan.cells, conflicts
    raise AssertionError  # pragma: no cover - the last try returns or raises


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
        for change, place in zip(block, whereabouts(block, snapshot, tabs.get(block.tab)), strict=True):
            if place is None:
                # An alert that an earlier undo took off its tab is not found by its name any more.
                here = value_at(snapshot.tab(block.tab), change.row, change.column)
                if not (is_owned(block.tab) and same(here, change.before)):
                    conflicts.append(change)
            else:
                row, column = place
                cells = columns.setdefault((block.tab, column), {})
                # A run that had to start again wrote the cell twice: what it found first comes back.
                cells[row] = change._replace(before=cells[row].before) if row in cells else change
    draft = Draft(snapshot)
    for (title, column), cells in columns.items():
        present = {row: value_at(snapshot.tab(title), row, column) for row in sorted(cells)}
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
