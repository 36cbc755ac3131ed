"""Native charts of a report (pure). They refer to blocks of fixed size, so values may change without them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from itertools import cycle
from typing import Any, Final

from rules.core.report import Chart
from rules.core.report_layout import CHART_ROWS, PlacedBlock, ReportLayout
from sync.backends.google.changes import Area
from sync.backends.google.formats import colour
from templates.looks import CHART_COLOURS, INK

Json = dict[str, Any]

_TYPES: Final = {"column": "COLUMN", "bar": "BAR", "line": "LINE"}
_ROW_PIXELS: Final = 21
_WIDTH: Final = 620
"""Pixels."""
COLUMNS_TAKEN: Final = 7
"""Columns of usual width that a chart covers."""


def chart_id(sheet_id: int, number: int) -> int:
    """Return the id of the chart of a report's block of this number; the same whenever it is asked for."""
    digest = hashlib.sha256(f"{sheet_id} chart {number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 2_000_000_000 + 1


def charts_of(layout: ReportLayout) -> list[tuple[int, PlacedBlock, Chart]]:
    """Return the blocks that have a chart, with their numbers."""
    return [
        (number, placed, placed.block.chart)
        for number, placed in enumerate(layout.blocks)
        if placed.block.chart is not None and placed.block.size
    ]


def chart_requests(sheet_id: int, layout: ReportLayout, present: Collection[int]) -> list[Json]:
    """Return the requests that draw the charts of a report, in place of those of them that are there.

    Args:
        sheet_id: the sheet.
        layout: the report.
        present: ids of the charts on the sheet.
    """
    made: list[Json] = []
    for number, placed, chart in charts_of(layout):
        own = chart_id(sheet_id, number)
        if own in present:
            made.append({"deleteEmbeddedObject": {"objectId": own}})
        title = chart.titles.in_language(_language(layout, placed))
        entry = {"chartId": own, "spec": _spec(sheet_id, placed, chart, title), "position": _position(sheet_id, placed)}
        made.append({"addChart": {"chart": entry}})
    return made


def _language(layout: ReportLayout, placed: PlacedBlock) -> str:
    """Return the language in which a report is laid out, by the heading of a block."""
    heading = next((cell.value for cell in layout.cells if (cell.row, cell.column) == (placed.heading_row, 1)), None)
    return "vi" if heading == placed.block.titles.vi else "en"


def _position(sheet_id: int, placed: PlacedBlock) -> Json:
    cell = {"sheetId": sheet_id, "rowIndex": placed.heading_row - 1, "columnIndex": placed.chart_column - 1}
    size = {"widthPixels": _WIDTH, "heightPixels": CHART_ROWS * _ROW_PIXELS - 6}
    return {"overlayPosition": {"anchorCell": cell} | size}


def _spec(sheet_id: int, placed: PlacedBlock, chart: Chart, title: str) -> Json:
    look = {"bold": True, "fontSize": 12, "foregroundColorStyle": colour(INK)}
    drawn = _pie(sheet_id, placed, chart) if chart.kind == "pie" else _basic(sheet_id, placed, chart)
    # A row that somebody hides or filters out stays in the picture: it shows the whole block.
    return {
        "title": title,
        "altText": title,
        "titleTextFormat": look,
        "hiddenDimensionStrategy": "SHOW_ALL",
        **drawn,
    }


def _basic(sheet_id: int, placed: PlacedBlock, chart: Chart) -> Json:
    values, names = ("BOTTOM_AXIS", "LEFT_AXIS") if chart.kind == "bar" else ("LEFT_AXIS", "BOTTOM_AXIS")
    series = [
        {
            "series": _source(sheet_id, placed, index, placed.header_row),
            "targetAxis": values,
            "colorStyle": colour(ink),
        }
        for index, ink in zip(chart.series, cycle(CHART_COLOURS), strict=False)
    ]
    return {
        "basicChart": {
            "chartType": _TYPES[chart.kind],
            "legendPosition": "BOTTOM_LEGEND",
            "headerCount": 1,
            "axis": [{"position": names}, {"position": values}],
            "domains": [{"domain": _source(sheet_id, placed, chart.categories, placed.header_row)}],
            "series": series,
        }
    }


def _pie(sheet_id: int, placed: PlacedBlock, chart: Chart) -> Json:
    return {
        "pieChart": {
            "legendPosition": "RIGHT_LEGEND",
            "domain": _source(sheet_id, placed, chart.categories, placed.first_row),
            "series": _source(sheet_id, placed, chart.series[0], placed.first_row),
        }
    }


def _source(sheet_id: int, placed: PlacedBlock, index: int, first_row: int) -> Json:
    """Return one column of the block as a ``ChartData``."""
    area = Area(sheet_id, first_row, placed.last_row, index + 1, index + 1)
    return {"sourceRange": {"sources": [area.grid_range()]}}
