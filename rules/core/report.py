"""Reports: summaries that land in owned tabs, as blocks of typed values that any backend can lay out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.core.record import Kind, Record
from rules.core.table import Coverage
from rules.core.text import Text

RowStyle = Literal["plain", "bold", "total", "section", "ok", "notice", "warning", "error"]


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column of a report block: its titles, the kind of its values and its width in characters."""

    titles: Text
    kind: Kind = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of a report block.

    Attributes:
        values: one value per column: text, :class:`Text`, Decimal, int, date, bool or None.
        style: how the row is shown.
    """

    values: Sequence[object]
    style: RowStyle = "plain"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over a block of fixed size.

    Attributes:
        kind: ``"column"``, ``"bar"``, ``"line"`` or ``"pie"``.
        titles: the chart's title.
        categories: index of the block's column with the categories.
        series: indexes of the block's columns with the values.
    """

    kind: Literal["column", "bar", "line", "pie"]
    titles: Text
    categories: int
    series: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A table within a report.

    Attributes:
        titles: heading over the block.
        columns: its columns.
        rows: its rows, totals included.
        size: number of rows that the block always takes, blank ones included; needed for a chart. None lets the
            block grow, which only the last block of a report may do.
        chart: a chart over the block.
        note: a line below the heading.
    """

    titles: Text
    columns: tuple[ReportColumn, ...]
    rows: Sequence[ReportRow]
    size: int | None = None
    chart: Chart | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A summary that lands in one owned tab.

    Attributes:
        name: stable English name.
        titles: title of the tab, without the mark of owned tabs.
        home: the record class whose workbook the report lands in.
        inputs: the record classes that it is computed from.
        subtitle: one line that says what period and state of the data it shows.
        blocks: its parts, from top to bottom.
        coverage: rows used and rows left out because of errors.
    """

    name: str
    titles: Text
    home: type[Record]
    inputs: tuple[type[Record], ...]
    subtitle: Text
    blocks: tuple[Block, ...]
    coverage: Coverage
