"""Ownership: nothing is ever written that Sheetkeeper does not own. The planner asks, and each backend asks again."""

from __future__ import annotations

from rules.core.owned import ALERT_COLUMNS, ALERTS, is_owned
from rules.core.text import fold_header
from sync.backends.base import Edits, Snapshot, Tab, TabEdits


class NotOwnedError(Exception):
    """A plan would write a cell that belongs to staff. This is a mistake in the product; nothing is written."""


def check_ownership(snapshot: Snapshot, edits: Edits) -> None:
    """Check that every cell of some edits is Sheetkeeper's own in the workbook as it was read.

    Owned are the tabs whose titles begin with the mark (without the columns that staff fill in the alerts tab), the
    columns whose header does, and columns that are appended where nothing stands yet.

    Raises:
        NotOwnedError: for the first cell that is not.
    """
    for edit in edits.tabs:
        tab = snapshot.tab(edit.title)
        if tab is None:
            raise NotOwnedError(f"{snapshot.workbook}: no tab “{edit.title}”")
        if is_owned(edit.title):
            _check_owned_tab(tab, edit)
        else:
            _check_columns(tab, edit)
    for new_tab in edits.new_tabs:
        if not is_owned(new_tab.title) or snapshot.tab(new_tab.title) is not None:
            raise NotOwnedError(f"{snapshot.workbook}: tab “{new_tab.title}”")


def _check_owned_tab(tab: Tab, edit: TabEdits) -> None:
    if fold_header(tab.title) not in {fold_header(title) for title in ALERTS.all()}:
        return
    staff = {fold_header(title) for column in ALERT_COLUMNS if column.staff for title in column.titles.all()}
    for block in edit.columns:
        if any(fold_header(text) in staff for text in _texts_above(tab, block.column, max(block.rows, default=1))):
            raise NotOwnedError(f"{tab.title}: column {block.column}")


def _check_columns(tab: Tab, edit: TabEdits) -> None:
    new = {column.column: column for column in edit.new_columns}
    widest = max(map(len, tab.rows), default=0)
    for number, column in new.items():
        # Nearly always the column lies at the right of everything, and no row has to be looked at.
        taken = number <= widest and any(number <= len(row) and row[number - 1] not in (None, "") for row in tab.rows)
        if taken or not is_owned(column.title):
            raise NotOwnedError(f"{tab.title}: column {number}")
    for block in edit.columns:
        above = _texts_above(tab, block.column, min(block.rows, default=1))
        if block.column not in new and not any(map(is_owned, above)):
            raise NotOwnedError(f"{tab.title}: column {block.column}")


def _texts_above(tab: Tab, column: int, row: int) -> list[str]:
    """Return the texts that stand in a column above some row, as far down as a header may be."""
    rows = tab.rows[: min(row - 1, 60)]
    return [line[column - 1] for line in rows if column <= len(line) and isinstance(line[column - 1], str)]
