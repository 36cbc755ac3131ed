"""Report tabs: one owned tab for each report, laid out as templates lay it out."""

from __future__ import annotations

from rules.core.finding import column_letters
from rules.core.message import Voice
from rules.core.owned import is_owned, owned
from rules.core.report import Report
from rules.core.report_layout import layout
from rules.core.text import Text, fold_header
from sync.backends.base import NewTab, Snapshot, Tab
from sync.planning.draft import Draft
from sync.planning.plan import Block
from sync.planning.values import cell_value


def owned_tab(snapshot: Snapshot, titles: Text) -> Tab | None:
    """Return the owned tab of some title in any language, None where the workbook has none."""
    wanted = {fold_header(title) for title in titles.all()}
    return next((tab for tab in snapshot.tabs if is_owned(tab.title) and fold_header(tab.title) in wanted), None)


def draft_report(draft: Draft, report: Report, voice: Voice) -> None:
    """Add to a draft what differs in a report's tab; what stood there and no longer does is emptied."""
    placed = layout(report, voice)
    wanted = {(cell.row, cell.column): (cell_value(cell.value, voice), cell.style) for cell in placed.cells}
    tab = owned_tab(draft.snapshot, report.titles)
    title = tab.title if tab else owned(report.titles, voice.language)
    if tab is None:
        draft.new_tab(NewTab(title, (), dict(placed.widths)))
    draft.laid_out(title, placed)
    present = {
        (number, index): value
        for number, row in enumerate(tab.rows if tab else (), 1)
        for index, value in enumerate(row, 1)
        if value not in (None, "")
    }
    by_column: dict[int, list[int]] = {}
    for row, column in sorted({*wanted, *present}):
        by_column.setdefault(column, []).append(row)
    for column, numbers in sorted(by_column.items()):
        cells = [wanted.get((row, column), (None, None)) for row in numbers]
        block = Block(
            tab=title,
            column=column,
            title="",
            rows=numbers,
            keys=[f"{column_letters(column)}{row}" for row in numbers],
            before=[present.get((row, column)) for row in numbers],
            after=[value for value, _ in cells],
            reasons=[report.titles.in_language(voice.language)] * len(numbers),
        )
        draft.add(block, [style for _, style in cells])
