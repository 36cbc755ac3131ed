"""Whether what a rule gives holds proper numbers only: a NaN or an infinity can be neither compared, kept nor shown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal

from rules.core.finding import Finding, Place
from rules.core.report import Report
from rules.core.rule import ComputedColumn
from rules.core.table import Books


class NotFiniteError(ArithmeticError):
    """A rule gave a NaN or an infinity for a number.

    Attributes:
        place: where it would have been shown; None where that is no row.
    """

    def __init__(self, place: Place | None = None) -> None:
        """Say where it would have been shown."""
        super().__init__("a number that is none")
        self.place = place


def finite_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of a rule, which may be a generator.

    Raises:
        NotFiniteError: where a field or the level of one is no proper number.
    """
    found = list(findings)
    for finding in found:
        if not (is_finite(finding.level) and all(map(is_finite, finding.fields.values()))):
            raise NotFiniteError(finding.place)
    return found


def finite_column(column: ComputedColumn, values: Mapping[int, object], books: Books) -> Mapping[int, object]:
    """Return the values of a computed column.

    Raises:
        NotFiniteError: where one is no proper number.
    """
    for position, value in values.items():
        if not is_finite(value):
            raise NotFiniteError(books.table(column.record).place(position))
    return values


def finite_report(report: Report) -> Report:
    """Return a report.

    Raises:
        NotFiniteError: where a value in it is no proper number.
    """
    if not all(is_finite(value) for block in report.blocks for row in block.rows for value in row.values):
        raise NotFiniteError
    return report


def is_finite(value: object) -> bool:
    """Return whether a value is anything but a NaN or an infinity, also within a list."""
    if isinstance(value, Decimal):
        return value.is_finite()
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, (list, tuple)) or all(map(is_finite, value))
