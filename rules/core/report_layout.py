"""Where each cell of a report stands in its tab: one pure function that templates and the planner share.

Row 1 holds the title, row 2 the subtitle, row 3 the coverage; blocks begin in row 5: heading, note, header, rows. A
chart stands to the right of its block, beside rows that the layout keeps free below it, so it never covers a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Final, NamedTuple

from rules.core.message import Voice, format_value, render
from rules.core.owned import NO, YES
from rules.core.period import Month
from rules.core.record import Choice, Kind
from rules.core.report import Block, Report, RowStyle
from rules.core.text import Text

FIRST_BLOCK_ROW: Final = 5
CHART_ROWS: Final = 16
"""Rows that a block with a chart takes at least, its heading included."""
WIDEST_TITLE: Final = 26
"""Up to so many characters a column is widened so that its title stands in one line."""
CHART_GAP: Final = 1
"""Blank columns between a block and its chart."""

COVERAGE: Final = Text(
    vi="Dữ liệu dùng: {used:integer} dòng; bỏ qua vì lỗi: {left_out:integer}",
    en="Based on {used:integer} rows; left out because of errors: {left_out:integer}",
)

_KIND_STYLES: Final[dict[Kind, str]] = {
    "money": "money",
    "quantity": "quantity",
    "number": "quantity",
    "percent": "percent",
    "integer": "integer",
    "date": "date",
}
_BOLD_STYLES: Final = {"text": "label_bold", "money": "money_bold"}
_TOTAL_STYLES: Final = {"text": "total", "money": "money_total"}


class PlacedCell(NamedTuple):
    """One cell of a report's tab: row and column from 1, a plain value, and the name of its style."""

    row: int
    column: int
    value: object
    style: str


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """Where a block stands.

    Attributes:
        block: the block.
        heading_row: row of its heading.
        header_row: row of its column titles.
        first_row: first row of its values.
        last_row: last row of its values, blank rows of a block of fixed size included.
        chart_column: column at whose left edge its chart begins, in the heading's row.
    """

    block: Block
    heading_row: int
    header_row: int
    first_row: int
    last_row: int
    chart_column: int


@dataclass(frozen=True, slots=True)
class ReportLayout:
    """A report laid out as one tab.

    Attributes:
        cells: all cells with a value, by row and column.
        blocks: where each block stands.
        widths: column number -> width in characters.
    """

    cells: tuple[PlacedCell, ...]
    blocks: tuple[PlacedBlock, ...]
    widths: dict[int, int]


def layout(report: Report, voice: Voice) -> ReportLayout:
    """Lay a report out as one tab.

    Args:
        report: the report.
        voice: the office's language and locale.

    Raises:
        ValueError: a block holds more rows than its fixed size, which would push what stands below it.
    """
    blocks = tuple(_place_blocks(report))
    cells = [*_heading(report, voice)]
    widths: dict[int, int] = {}
    for placed in blocks:
        cells.extend(_block_cells(placed, voice))
        for number, column in enumerate(placed.block.columns, start=1):
            title = min(len(column.titles.in_language(voice.language)) + 2, WIDEST_TITLE)
            widths[number] = max(widths.get(number, 0), column.width, title)
    return ReportLayout(tuple(cells), blocks, widths)


def plain_value(value: object, voice: Voice) -> object:
    """Return a value as a cell can hold it: text in the voice's language, numbers and dates as they are."""
    if isinstance(value, Text):
        return value.in_language(voice.language)
    if isinstance(value, Choice):
        return value.titles.in_language(voice.language)
    if isinstance(value, bool):
        return (YES if value else NO).in_language(voice.language)
    if isinstance(value, Month):
        return format_value(value.first_day, "month", voice)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value


def _place_blocks(report: Report) -> Iterator[PlacedBlock]:
    row = FIRST_BLOCK_ROW
    for block in report.blocks:
        size = len(block.rows) if block.size is None else block.size
        if len(block.rows) > size:
            raise ValueError(f"{report.name}: a block of {size} rows was given {len(block.rows)}")
        header_row = row + (1 if block.note is None else 2)
        last_row = header_row + size
        yield PlacedBlock(block, row, header_row, header_row + 1, last_row, len(block.columns) + CHART_GAP + 1)
        below = last_row + 1
        if block.chart is not None:
            below = max(below, row + CHART_ROWS)
        row = below + 1


def _heading(report: Report, voice: Voice) -> Iterator[PlacedCell]:
    counts = {"used": report.coverage.used, "left_out": report.coverage.left_out}
    yield PlacedCell(1, 1, report.titles.in_language(voice.language), "title")
    yield PlacedCell(2, 1, report.subtitle.in_language(voice.language), "subtitle")
    yield PlacedCell(3, 1, render(COVERAGE, counts, voice), "note")


def _block_cells(placed: PlacedBlock, voice: Voice) -> Iterator[PlacedCell]:
    block, language = placed.block, voice.language
    yield PlacedCell(placed.heading_row, 1, block.titles.in_language(language), "section")
    if block.note is not None:
        yield PlacedCell(placed.heading_row + 1, 1, block.note.in_language(language), "note")
    for number, column in enumerate(block.columns, start=1):
        yield PlacedCell(placed.header_row, number, column.titles.in_language(language), "table_header")
    for row, line in enumerate(block.rows, start=placed.first_row):
        for number, (column, value) in enumerate(zip(block.columns, line.values, strict=True), start=1):
            if value is not None:
                style = cell_style(_shown_kind(column.kind, value), line.style)
                yield PlacedCell(row, number, plain_value(value, voice), style)


def _shown_kind(kind: Kind, value: object) -> Kind:
    """Return the kind by which a value is shown: a whole quantity would otherwise end in a bare decimal point."""
    whole = kind in {"quantity", "number"} and isinstance(value, (Decimal, int)) and value % 1 == 0
    return "integer" if whole else kind


def cell_style(kind: Kind, row_style: RowStyle) -> str:
    """Return the name of the style of a value of ``kind`` in a row of ``row_style``."""
    style = _KIND_STYLES.get(kind, "text")
    if row_style == "bold":
        return _BOLD_STYLES.get(style, style)
    if row_style == "total":
        return _TOTAL_STYLES.get(style, style)
    if row_style == "section":
        return "section" if style == "text" else style
    if row_style != "plain" and style == "text":
        return f"status_{row_style}"
    return style
