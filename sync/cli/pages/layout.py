"""Headings and tables that every page shares."""

from __future__ import annotations

from rich import box
from rich.table import Table

from rules.core.text import Text
from sync.cli.terminal import Terminal


def heading(terminal: Terminal, title: Text) -> None:
    """Print a heading with a blank line above it."""
    terminal.console.print()
    terminal.console.print(terminal.text(title), style="bold")


def plain_table(*titles: str) -> Table:
    """Return a light table with left-aligned columns of these titles; more can be added."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    for title in titles:
        table.add_column(title, overflow="fold")
    return table
