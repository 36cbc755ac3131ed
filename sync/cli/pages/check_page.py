"""The page of ``check``: one line for each thing that has to be right, with what to do where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text as Line

from sync.cli.pages import words
from sync.cli.terminal import Terminal


def show_checks(terminal: Terminal, lines: Sequence[Any]) -> None:
    """Show the checks, those that failed with their fix."""
    terminal.console.print()
    for line in lines:
        mark = {"OK": "✓", "WARN": "!", "FAIL": "✗"}.get(line.status, "?")
        said = Line.assemble(
            (f"{mark} {line.status:<4}", words.CHECK_RESULT.get(line.status, "")),
            "  ",
            (line.name, "bold"),
            f"  {terminal.text(line.text)}",
        )
        terminal.console.print(said, soft_wrap=True)
        if line.fix is not None and line.status != "OK":
            terminal.console.print(Line(f"        → {terminal.text(line.fix)}", "dim"), soft_wrap=True)
    bad = sum(1 for line in lines if line.status == "FAIL")
    terminal.console.print()
    if bad:
        terminal.console.print(terminal.text(words.SOME_BAD).format(count=bad), style="bold red")
    else:
        terminal.console.print(terminal.text(words.ALL_GOOD), style="green")


def checks_document(lines: Sequence[Any], language: str) -> dict[str, Any]:
    """Return the checks as JSON data: ``status`` is the worst of them."""
    worst = next((status for status in ("FAIL", "WARN") if any(line.status == status for line in lines)), "OK")
    return {
        "status": worst,
        "checks": [
            {
                "status": line.status,
                "name": line.name,
                "text": line.text.in_language(language),
                "fix": line.fix.in_language(language) if line.fix is not None else None,
            }
            for line in lines
        ],
    }
