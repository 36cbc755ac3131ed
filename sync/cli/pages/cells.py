"""Cells that are written, or would be: where, what was there, what is there then, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice

from rich.padding import Padding
from rich.text import Text as Line

from rules.core.message import format_value
from rules.core.rule import Department
from rules.core.text import Text
from sync.cli.pages import words
from sync.cli.pages.layout import heading, plain_table
from sync.cli.terminal import Terminal
from sync.config.office import Office
from sync.planning.plan import CellChange
from sync.sources import is_confidential


def show_cells(
    terminal: Terminal, title: str, changes: Iterable[CellChange], count: int, limit: int, *, hide: bool
) -> None:
    """Show the cells of one workbook.

    Args:
        terminal: where to show them.
        title: what stands above them.
        changes: the cells.
        count: how many there are.
        limit: how many are shown; 0 for all.
        hide: whether values stay hidden, since the workbook is confidential.
    """
    heading(terminal, Text(vi=title, en=title))
    titles = (words.CELL, words.KEY, words.COLUMN, words.BEFORE, words.AFTER, words.REASON)
    table = plain_table(*map(terminal.text, titles))
    for change in islice(changes, limit or None):
        table.add_row(
            f"{change.tab}!{change.address}",
            change.key,
            change.title,
            _value(terminal, change.before, hide=hide),
            _value(terminal, change.after, hide=hide),
            Line(change.reason, "dim"),
        )
    terminal.console.print(Padding(table, (0, 0, 0, 2), expand=False))
    if limit and count > limit:
        rest = format_value(count - limit, "integer", terminal.voice)
        terminal.console.print(f"  {terminal.text(words.MORE_CELLS).format(count=rest)}", style="dim")


def is_hidden(office: Office, workbook: str, departments: Sequence[Department]) -> bool:
    """Return whether the values of a workbook are not for every screen; so are those of one that is not known.

    A file of a pattern bears the name of its workbook before a slash, as ``"timesheets/2026-11.xlsx"``.
    """
    config = office.workbook(workbook) or office.workbook(workbook.split("/", 1)[0])
    return config is None or is_confidential(config, departments)


def _value(terminal: Terminal, value: object, *, hide: bool) -> str:
    """Return a cell's value as people write it; of a confidential workbook it stays hidden, as texts quote wages."""
    if value is None or value == "":
        return "–"
    if hide:
        return words.HIDDEN_VALUE
    return format_value(Decimal(str(value)) if isinstance(value, float) else value, "number", terminal.voice)
