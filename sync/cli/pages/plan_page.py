"""The page of a plan: every cell that a sync would write, with what is there, what will be there and why."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import islice

from rich.padding import Padding
from rich.text import Text as Line

from rules.core.message import format_value
from rules.core.rule import Department
from rules.core.text import Text
from sync.cli.pages import words
from sync.cli.pages.layout import heading, plain_table
from sync.cli.pages.run_page import show_findings, show_mails, show_paused
from sync.cli.terminal import Terminal
from sync.config.office import Office
from sync.planning.plan import WorkbookPlan
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
    confidential = {department.name for department in departments if department.confidential}
    for plan in result.plans:
        if plan.cells:
            _show_workbook(terminal, plan, limit, hide=_is_confidential(office, plan.workbook, confidential))
    if not any(plan.cells for plan in result.plans):
        terminal.console.print()
        terminal.console.print(terminal.text(words.NO_CHANGES), style="green")
    show_mails(terminal, result.mails, words.MAILS_TO_SEND)


def _is_confidential(office: Office, name: str, departments: set[str]) -> bool:
    workbook = office.workbook(name)
    if workbook is None or workbook.confidential is None:
        return bool(departments.intersection(workbook.departments if workbook else ()))
    return workbook.confidential


def _show_workbook(terminal: Terminal, plan: WorkbookPlan, limit: int, *, hide: bool) -> None:
    cells = format_value(plan.cells, "integer", terminal.voice)
    title = f"{plan.location}  ({terminal.text(words.CELLS_TO_WRITE)}: {cells})"
    heading(terminal, Text(vi=title, en=title))
    titles = (words.CELL, words.KEY, words.COLUMN, words.BEFORE, words.AFTER, words.REASON)
    table = plain_table(*map(terminal.text, titles))
    for change in islice(plan, limit or None):
        table.add_row(
            f"{change.tab}!{change.address}",
            change.key,
            change.title,
            _value(terminal, change.before, hide=hide),
            _value(terminal, change.after, hide=hide),
            Line(change.reason, "dim"),
        )
    terminal.console.print(Padding(table, (0, 0, 0, 2), expand=False))
    if limit and plan.cells > limit:
        rest = format_value(plan.cells - limit, "integer", terminal.voice)
        terminal.console.print(f"  {terminal.text(words.MORE_CELLS).format(count=rest)}", style="dim")


def _value(terminal: Terminal, value: object, *, hide: bool) -> str:
    """Return a cell's value as people write it; numbers of a confidential workbook stay hidden."""
    if value is None or value == "":
        return "–"
    if hide and isinstance(value, (Decimal, int, float)):
        return words.HIDDEN_VALUE
    return format_value(Decimal(str(value)) if isinstance(value, float) else value, "number", terminal.voice)
