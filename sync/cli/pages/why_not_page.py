"""The page of ``why-not``: each reason with what to do about it and the facts that show it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text as Line

from rules.core.message import Voice
from sync.cli.terminal import Terminal
from sync.why_not import Answer


def show_answers(terminal: Terminal, answers: Sequence[Answer]) -> None:
    """Show every reason why no alert came."""
    voice = terminal.voice
    for answer in answers:
        terminal.console.print()
        terminal.console.print(
            Line.assemble((answer.item, "bold"), "  ", (terminal.text(answer.message.title), "yellow")), soft_wrap=True
        )
        terminal.console.print(Line(f"  {answer.text(voice)}"), soft_wrap=True)
        terminal.console.print(Line(f"  → {answer.fix(voice)}", "dim"), soft_wrap=True)
        for fact in answer.evidence:
            terminal.console.print(Line(f"    {terminal.text(fact.name)}: {fact.shown(voice)}", "dim"), soft_wrap=True)


def answers_document(answers: Sequence[Answer], voice: Voice) -> dict[str, Any]:
    """Return the reasons as JSON data."""
    return {"answers": [answer.to_json(voice) for answer in answers]}
