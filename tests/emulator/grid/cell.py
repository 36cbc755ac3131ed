"""What one cell, one row and one column hold. All are values: a change makes a new one, so a snapshot costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Json = Mapping[str, Any]


class Formula(NamedTuple):
    """A formula as typed, with its equals sign."""

    text: str


class CellError(NamedTuple):
    """The value of a cell that cannot be computed: Google's name of the error and an explanation."""

    kind: str
    message: str = ""

    @property
    def shown(self) -> str:
        """As people see it, such as #DIV/0!."""
        return SHOWN_ERRORS.get(self.kind, "#ERROR!")


SHOWN_ERRORS = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}

Entered = bool | int | float | str | Formula | None
Effective = bool | int | float | str | CellError | None


class Cell(NamedTuple):
    """One cell: its value as entered and all that clings to it when the value goes.

    Attributes:
        value: Boolean, number, text or formula as entered; None when empty.
        format: `userEnteredFormat` without nulls, or None.
        note: Note, or None.
        validation: Data validation rule, or None.
        link: Target of the whole cell, when a web address was typed.
        extra: Other parts of CellData that are only kept (rich text, chips, pivot tables).
    """

    value: Entered = None
    format: Json | None = None
    note: str | None = None
    validation: Json | None = None
    link: str | None = None
    extra: Json | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing entered and nothing clinging."""
        return self == EMPTY

    def with_value(self, value: Entered) -> Cell:
        """The same cell with another value; link and rich text belong to the value and go with it."""
        kept = {name: item for name, item in (self.extra or {}).items() if name not in VALUE_PARTS}
        return self._replace(value=value, link=None, extra=kept or None)

    @property
    def number_format(self) -> Json | None:
        """`numberFormat` of the cell's own format."""
        return (self.format or {}).get("numberFormat")

    @property
    def shown_format(self) -> Json | None:
        """The number format by which it is shown: its own, or the one that a formula of dates brings along."""
        own = self.number_format
        if own is not None or not isinstance(self.value, Formula):
            return own
        return next((found for start, found in DATE_FORMULAS if self.value.text.upper().startswith(start)), None)


DATE_FORMULAS: tuple[tuple[str, Json], ...] = (
    ("=TODAY(", {"type": "DATE"}),
    ("=DATE(", {"type": "DATE"}),
    ("=NOW(", {"type": "DATE_TIME"}),
)
VALUE_PARTS = frozenset({"textFormatRuns", "chipRuns", "pivotTable", "dataSourceTable", "dataSourceFormula"})
EMPTY = Cell()


class Line(NamedTuple):
    """One row or column of the grid; a column holds no cells.

    Attributes:
        cells: The row's cells by column, empty ones left out. Never changed in place.
        size: Height or width in pixels, None for the default.
        hidden: Hidden by a person.
        filtered: Hidden by a filter.
        metadata: Numbers of the developer metadata attached to it.
    """

    cells: Mapping[int, Cell] = {}
    size: int | None = None
    hidden: bool = False
    filtered: bool = False
    metadata: tuple[int, ...] = ()

    def look(self) -> Line:
        """Only its size and visibility: what a new line inherits from its neighbour."""
        return Line(size=self.size)


BLANK = Line()
