"""What a caller asks to be written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

CellValue = None | str | int | float | Decimal | bool | dt.date | dt.datetime
"""None clears the value of a cell and keeps its format. A text is always text, whatever it begins with."""


class CellEdit(NamedTuple):
    """One cell to be written.

    Attributes:
        row, column: counted from 1.
        value: what it shall hold.
        style: a name of `STYLES`; None keeps the cell's present format.
    """

    row: int
    column: int
    value: CellValue
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnEdits:
    """Many cells of one column: the fast form.

    Attributes:
        column: counted from 1.
        rows: ascending, counted from 1.
        values: one for each row.
        style: one name of `STYLES` for all, or one for each row; None keeps the present format.
    """

    column: int
    rows: Sequence[int]
    values: Sequence[CellValue]
    style: str | Sequence[str | None] | None = None


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column that is appended at the right of a tab.

    Attributes:
        column: counted from 1.
        title: the text of its header cell, written unless `cells` holds that cell itself.
        header_row: the row of the header.
        width: in characters, as Excel counts widths.
        style: the style of the header cell.
    """

    column: int
    title: str
    header_row: int
    width: float = 14.0
    style: str | None = "header"


@dataclass(frozen=True, slots=True)
class TabEdits:
    """Changes in one existing tab.

    Attributes:
        title: the tab's name.
        cells: single cells and whole columns in any order; no cell twice.
        new_columns: columns that did not exist before, by column.
    """

    title: str
    cells: Iterable[CellEdit | ColumnEdits] = ()
    new_columns: tuple[NewColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A drop-down list in a new tab: the cells of `ref` ("C2:C200") take one of the choices."""

    ref: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewTab:
    """A tab that is added at the end of the workbook.

    Attributes:
        title: its name, at most 31 characters.
        cells: as in `TabEdits`.
        column_widths: by column number, in characters.
        freeze: how many rows at the top and columns at the left stay in view.
        tab_color: "RRGGBB".
        hidden: whether the tab is hidden.
        merged: ranges to merge ("A1:F1").
        choices: drop-down lists.
        row_heights: by row number, in points.
        show_grid: whether the grid lines are shown.
    """

    title: str
    cells: Iterable[CellEdit | ColumnEdits] = ()
    column_widths: Mapping[int, float] = field(default_factory=dict)
    freeze: tuple[int, int] | None = None
    tab_color: str | None = None
    hidden: bool = False
    merged: tuple[str, ...] = ()
    choices: tuple[ListChoice, ...] = ()
    row_heights: Mapping[int, float] = field(default_factory=dict)
    show_grid: bool = True


@dataclass(frozen=True, slots=True)
class PackageEdits:
    """All changes of one workbook."""

    tabs: Sequence[TabEdits] = ()
    new_tabs: Sequence[NewTab] = ()


@dataclass(frozen=True, slots=True)
class RewriteReport:
    """What a rewrite did.

    Attributes:
        cells_written: cells given a value, cleared or formatted.
        parts_changed: zip members that differ from the source, new ones among them.
        bytes_written: length of the new file.
        recalculates: whether Excel is asked to calculate everything when it opens the file.
        widened: tables and filters that now cover new columns, as "Table1" or "Ledger!autoFilter".
    """

    cells_written: int
    parts_changed: tuple[str, ...]
    bytes_written: int
    recalculates: bool
    widened: tuple[str, ...]
