"""The page of a plan: every cell that a sync would write, with what is there, what will be there and why."""

from __future__ import annotations

from collections.abc import Sequence

from rules.core.message import format_value
from rules.core.rule import Department
from sync.cli.pages import words
from sync.cli.pages.cells import is_hidden, show_cells
from sync.cli.pages.run_page import show_findings, show_mails, show_paused, show_workbooks
from sync.cli.terminal import Terminal
from sync.config.office import Office
from sync.results import RunResult


def show_plan(
    terminal: Terminal, office: Office, result: RunResult, departments: Sequence[Department], *, limit: int
) -> None:
    """Show what a sync would write and mail.

    Args:
        terminal: where to show it.
        office: the office.
        result: the run's result with its plans.
        departments: all departments.
        limit: how many cells of each workbook are shown; 0 for all.
    """
    show_findings(terminal, office, result.findings, departments)
    show_paused(terminal, result.paused)
    if left_out := [workbook for workbook in result.workbooks if workbook.problem is not None]:
        show_workbooks(terminal, left_out, words.CELLS_TO_WRITE)
    for plan in result.plans:
        if plan.cells:
            cells = format_value(plan.cells, "integer", terminal.voice)
            title = f"{plan.location}  ({terminal.text(words.CELLS_TO_WRITE)}: {cells})"
            hide = is_hidden(office, plan.workbook, departments)
            show_cells(terminal, title, plan, plan.cells, limit, hide=hide)
    if not any(plan.cells for plan in result.plans):
        terminal.console.print()
        terminal.console.print(terminal.text(words.NO_CHANGES), style="green")
    show_mails(terminal, result.mails, words.MAILS_TO_SEND)
