"""The page of ``explain``: a tree of amounts, each with its inputs, formula, rate and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.text import Text as Line
from rich.tree import Tree

from rules.core.message import Voice, format_value
from rules.core.rule import Explanation
from rules.core.text import Text
from rules.core.trace import Traced, TracedInput
from sync.cli.pages import words
from sync.cli.terminal import Terminal

Titles = Mapping[str, Text]
"""Name of an amount or input -> what it is called for people."""


def show_explanations(terminal: Terminal, explanations: Sequence[Explanation]) -> None:
    """Show every explanation as a tree."""
    for explanation in explanations:
        tree = Tree(Line(terminal.text(explanation.title), "bold"))
        for line in explanation.lines:
            _add(terminal, tree, line, explanation.titles)
        terminal.console.print()
        terminal.console.print(tree)


def _add(terminal: Terminal, parent: Tree, line: Traced, titles: Titles) -> None:
    amount = "" if line.is_statement else format_value(line.amount, "number", terminal.voice)
    branch = parent.add(Line.assemble((_title(terminal.voice, line.name, titles), "bold"), "  ", amount))
    for note in _notes(terminal, line, titles):
        branch.add(Line(note, "dim"))
    for child in line.children:
        _add(terminal, branch, child, titles)


def _title(voice: Voice, name: str, titles: Titles) -> str:
    return titles[name].in_language(voice.language) if name in titles else name


def _notes(terminal: Terminal, line: Traced, titles: Titles) -> list[str]:
    """Return the lines below an amount: how it was computed, from what, and by which law."""
    notes: list[str] = []
    formula = line.formula_vi if terminal.voice.language == "vi" else line.formula_en
    if formula:
        notes.append(formula if line.is_statement else f"{terminal.text(words.FORMULA)}: {formula}")
    if line.inputs:
        voice = terminal.voice
        notes.append(
            ", ".join(f"{_title(voice, name, titles)} = {_input(value, voice)}" for name, value in line.inputs)
        )
    if line.rate is not None:
        notes.append(f"{terminal.text(words.RATE)}: {format_value(line.rate, 'percent', terminal.voice)}")
    if line.law:
        valid = ""
        if line.effective_from is not None:
            day = format_value(line.effective_from, "date", terminal.voice)
            valid = f" ({terminal.text(words.VALID_FROM).format(day=day)})"
        notes.append(f"{terminal.text(words.LAW)}: {line.law}{valid}")
    return notes


def _input(value: TracedInput, voice: Voice) -> str:
    return format_value(value, "number", voice)


def explanations_document(explanations: Sequence[Explanation], voice: Voice) -> dict[str, Any]:
    """Return the explanations as JSON data, amounts as text so that no digit is lost."""
    return {
        "explanations": [
            {
                "title": explanation.title.in_language(voice.language),
                "lines": [_line_document(line, voice, explanation.titles) for line in explanation.lines],
            }
            for explanation in explanations
        ]
    }


def _line_document(line: Traced, voice: Voice, titles: Titles) -> dict[str, Any]:
    return {
        "name": line.name,
        "title": _title(voice, line.name, titles),
        "amount": None if line.is_statement else str(line.amount),
        "formula": line.formula_vi if voice.language == "vi" else line.formula_en,
        # A list: a line of overtime names several multipliers.
        "inputs": [
            {
                "name": name,
                "title": _title(voice, name, titles),
                "value": str(value) if isinstance(value, Decimal) else value,
            }
            for name, value in line.inputs
        ],
        "rate": str(line.rate) if line.rate is not None else None,
        "law": line.law,
        "effective_from": line.effective_from,
        "lines": [_line_document(child, voice, titles) for child in line.children],
    }
