"""The page of ``check``: one line for each thing that has to be right, with what to do where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text as Line

from rules.core.message import Voice, render
from sync.cli.pages import words
from sync.cli.terminal import Terminal
from sync.results import CheckLine


def show_checks(terminal: Terminal, lines: Sequence[CheckLine]) -> None:
    """Show the checks, those that failed with their fix."""
    terminal.console.print()
    for line in lines:
        mark = {"OK": "✓", "WARN": "!", "FAIL": "✗"}[line.status]
        said = Line.assemble(
            (f"{mark} {line.status:<4}", words.CHECK_RESULT[line.status]),
            "  ",
            (line.name, "bold"),
            f"  {render(line.text, line.fields, terminal.voice)}",
        )
        terminal.console.print(said, soft_wrap=True)
        if line.fix is not None and line.status != "OK":
            terminal.console.print(
                Line(f"        → {render(line.fix, line.fields, terminal.voice)}", "dim"), soft_wrap=True
            )
    bad = sum(1 for line in lines if line.status == "FAIL")
    terminal.console.print()
    if bad:
        terminal.console.print(terminal.text(words.SOME_BAD).format(count=bad), style="bold red")
    elif warnings := sum(1 for line in lines if line.status == "WARN"):
        terminal.console.print(terminal.text(words.SOME_WARNINGS).format(count=warnings), style="yellow")
    else:
        terminal.console.print(terminal.text(words.ALL_GOOD), style="green")


def checks_document(lines: Sequence[CheckLine], voice: Voice) -> dict[str, Any]:
    """Return the checks as JSON data: ``status`` is the worst of them."""
    worst = next((status for status in ("FAIL", "WARN") if any(line.status == status for line in lines)), "OK")
    return {
        "status": worst,
        "checks": [
            {
                "status": line.status,
                "code": line.code or None,
                "name": line.name,
                "text": render(line.text, line.fields, voice),
                "fix": render(line.fix, line.fields, voice) if line.fix is not None else None,
            }
            for line in lines
        ],
    }
