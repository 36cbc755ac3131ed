"""The page of ``why-not``: each reason with what to do about it and the facts that show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text as Line

from rules.core.message import Voice, format_value
from sync.cli.pages import words
from sync.cli.terminal import Terminal
from sync.why_not import Answer

SHOWN = 20
"""How many reasons the page shows; the JSON has all."""


def show_answers(terminal: Terminal, answers: Sequence[Answer]) -> None:
    """Show the reasons why no alert came; of very many the first."""
    voice = terminal.voice
    for answer in answers[:SHOWN]:
        terminal.console.print()
        terminal.console.print(
            Line.assemble((answer.item, "bold"), "  ", (terminal.text(answer.message.title), "yellow")), soft_wrap=True
        )
        terminal.console.print(Line(f"  {answer.text(voice)}"), soft_wrap=True)
        terminal.console.print(Line(f"  → {answer.fix(voice)}", "dim"), soft_wrap=True)
        for fact in answer.evidence:
            terminal.console.print(Line(f"    {terminal.text(fact.name)}: {fact.shown(voice)}", "dim"), soft_wrap=True)
    if len(answers) > SHOWN:
        count = format_value(len(answers) - SHOWN, "integer", voice)
        terminal.console.print(f"\n{terminal.text(words.MORE_FINDINGS).format(count=count)}", style="dim")


def answers_document(answers: Sequence[Answer], voice: Voice) -> dict[str, Any]:
    """Return the reasons as JSON data."""
    return {"answers": [answer.to_json(voice) for answer in answers]}
