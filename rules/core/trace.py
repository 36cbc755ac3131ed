"""A computed amount that remembers where it comes from: inputs, formula, rate, law and the amounts it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

TracedInput: TypeAlias = Decimal | int | str | bool | date
"""What may stand as an input of a traced amount."""


@dataclass(frozen=True, slots=True)
class Traced:
    """One computed amount with its origin; the tree of ``children`` leads down to what people typed.

    Attributes:
        name: Stable code of the amount; titles for people are looked up by it.
        amount: The value, rounded as the amount is to be shown and used.
        inputs: What went into the formula, by name.
        formula_vi: The formula in words, Vietnamese.
        formula_en: The formula in words, English.
        rate: The rate or factor applied, as a fraction or a multiple; None where there is none.
        law: The legal source of the figures used; empty where none applies.
        effective_from: First day on which that source holds.
        children: The amounts that this one was made of.
        is_statement: The line says something and counts nothing: people see its words, and no amount.
    """

    name: str
    amount: Decimal
    inputs: tuple[tuple[str, TracedInput], ...] = ()
    formula_vi: str = ""
    formula_en: str = ""
    rate: Decimal | None = None
    law: str = ""
    effective_from: date | None = None
    children: tuple[Traced, ...] = ()
    is_statement: bool = False


def total(name: str, lines: Iterable[Traced], formula_vi: str = "", formula_en: str = "") -> Traced:
    """Add lines up; the sum of rounded items is not rounded again."""
    children = tuple(lines)
    amount = sum((line.amount for line in children), Decimal(0))
    return Traced(name, amount, formula_vi=formula_vi, formula_en=formula_en, children=children)


def walk(line: Traced) -> Iterator[Traced]:
    """Yield the amount and everything below it, parents first."""
    yield line
    for child in line.children:
        yield from walk(child)
