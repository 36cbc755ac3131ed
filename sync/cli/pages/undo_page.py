"""The pages of ``undo`` and ``resume``."""

from __future__ import annotations

from collections.abc import Sequence

from rules.core.message import format_value
from sync.cli.pages import words
from sync.cli.terminal import Terminal
from sync.results import UndoResult


def show_undo(terminal: Terminal, result: UndoResult) -> None:
    """Show what was put back, which cells stay because somebody edited them, and what is on hold now."""
    cells = format_value(result.cells, "integer", terminal.voice)
    terminal.console.print(terminal.text(words.PUT_BACK).format(cells=cells, run=result.run), style="green")
    if result.conflicts:
        terminal.console.print(terminal.text(words.KEPT).format(count=len(result.conflicts)), style="yellow")
        for conflict in result.conflicts:
            terminal.console.print(
                f"  {conflict.tab}!{conflict.address}  {conflict.title}  {conflict.key}", soft_wrap=True
            )
    for problem in result.problems:
        said = f"{problem.code} {problem.text(terminal.voice)}"
        terminal.console.print(said, style="yellow", soft_wrap=True)
        terminal.console.print(f"  → {problem.fix(terminal.voice)}", style="dim", soft_wrap=True)
    if result.held:
        terminal.console.print(terminal.text(words.HELD_NOW).format(workbooks=", ".join(result.held)), soft_wrap=True)


def show_resumed(terminal: Terminal, released: Sequence[str]) -> None:
    """Show which workbooks may be written again."""
    if released:
        terminal.console.print(terminal.text(words.RESUMED).format(workbooks=", ".join(released)), style="green")
    else:
        terminal.console.print(terminal.text(words.NOTHING_HELD))
