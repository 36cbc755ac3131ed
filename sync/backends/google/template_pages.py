"""The pages of a new .xlsx as requests that make the same in a blank spreadsheet (pure).

The pages are made once, by ``templates``: their cells, notes, widths, heights and looks are taken from there as they
are, and nothing of it is said again here. Only what a file and a spreadsheet do each in their own way is made anew:
drop-down lists, colours, stripes, filters, anchors, protection, charts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from rules.core.message import Voice
from rules.core.owned import ALERTS, ALERTS_HEADER_ROW, SETTINGS, owned
from rules.core.record import Column, columns_of
from rules.core.report_layout import layout
from rules.core.rule import Department
from rules.core.setting import settings_of
from sync.backends.base import NewColumn, NewTab
from sync.backends.google import changes
from sync.backends.google.changes import Area, column_area
from sync.backends.google.formats import cell_format, colour, pixels
from sync.backends.google.memo import BookMemo
from sync.backends.google.structure import PROTECTED_COLUMN, new_tab, owned_column, sheet_id
from sync.backends.google.values import sent
from templates.cells import listed_words
from templates.content import TabContent
from templates.looks import BAND, Look
from templates.owned_tabs import SETTINGS_HEADER_ROW, empty_reports
from templates.staff_tabs import FIRST_ROW, HEADER_ROW, owned_headers
from templates.styles import RecordingStyler
from templates.workbooks import ANY_DAY, make_workbook

Json = dict[str, Any]

_ROWS: Final = 500
"""Rows that a tab of staff has at least. Each costs a little with every reading, and Google adds more when they are
pasted, which look like the last."""
_SPARE_COLUMNS: Final = 3
_PIXELS_A_POINT: Final = 4 / 3
_WHITE: Final = "FFFFFF"
_ERRORS: Final[Mapping[str, str]] = {"#N/A": "=NA()", "#DIV/0!": "=1/0"}
"""Error as a cell shows it -> a formula that gives it; of others the error itself is one."""


@dataclass(frozen=True, slots=True)
class Page:
    """One tab to be made: its sheet's id, its page, and how its cells look."""

    sheet_id: int
    page: Worksheet
    looks: Mapping[tuple[int, int], Look]


def page_requests(
    memo: BookMemo,
    department: Department,
    voice: Voice,
    tabs: Sequence[TabContent],
    *,
    settings: Mapping[str, object] | None = None,
    office: str = "",
    as_of: date = ANY_DAY,
) -> list[Json]:
    """Return the requests that make a blank spreadsheet what ``build_workbook`` makes of a new file.

    Args:
        memo: what reading learnt about the blank spreadsheet; its first sheet becomes the first tab.
        department: the department.
        voice: the office's language and currency.
        tabs: the tabs of staff and what they hold.
        settings: setting -> value that stands in the settings tab.
        office: name of the office, shown above each table.
        as_of: day for which the report tabs are laid out.

    Raises:
        KeyError: a tab names a table, or a row a field, that the department does not have.
    """
    styler = RecordingStyler()
    book = make_workbook(department, voice, tabs, settings=settings or {}, office=office, as_of=as_of, styler=styler)
    pages: dict[str, Page] = {}
    taken = {sheet.sheet_id for sheet in memo.sheets}
    for number, page in enumerate(book.worksheets):
        own = memo.sheets[0].sheet_id if number == 0 else sheet_id(memo.spreadsheet_id, page.title, taken)
        taken.add(own)
        pages[page.title] = Page(own, page, styler.looks.get(page.title, {}))
    made: list[Json] = []
    records = {record.table.name: record for record in department.all_layouts()}
    for page, content in zip(pages.values(), tabs, strict=False):
        record = records[content.table]
        columns = columns_of(record)
        headers = owned_headers(department, record, voice.language)
        own_columns = [
            (NewColumn(number, header.title, HEADER_ROW, header.width), header.kind)
            for number, header in enumerate(headers, len(columns) + 1)
        ]
        made += _grid(page, memo, (page.page.max_row, len(columns) + len(headers)))
        made += _page(page, open_end=True, width=len(columns))
        made += _staff_tab(page.sheet_id, columns, own_columns, voice)
        made += _cells(page)
    if department.settings is not None:
        page = pages[SETTINGS.in_language(voice.language)]
        made += _grid(page, memo, (page.page.max_row, page.page.max_column))
        made += _page(page, open_end=False)
        for row, column in enumerate(settings_of(department.settings), SETTINGS_HEADER_ROW + 1):
            if words := listed_words(column, voice):
                made.append(changes.drop_down(Area(page.sheet_id, row, row, 2, 2), words, strict=True))
        made += _cells(page)
    for report in empty_reports(department, as_of, voice):
        title, placed = owned(report.titles, voice.language), layout(report, voice)
        made += new_tab(pages[title].sheet_id, NewTab(title, (), placed.widths, layout=placed))
        made += _cells(pages[title])
    alerts = owned(ALERTS, voice.language)
    made += new_tab(pages[alerts].sheet_id, NewTab(alerts, (), {}, (ALERTS_HEADER_ROW, 0)))
    made += _cells(pages[alerts])
    return made


# --- tabs of staff


def _grid(page: Page, memo: BookMemo, used: tuple[int, int]) -> Iterator[Json]:
    """Yield what gives a page its sheet: a new one, or the one that a blank spreadsheet has."""
    size = (max(_ROWS, used[0] + _ROWS // 5), used[1] + _SPARE_COLUMNS)
    freeze = _frozen(page.page)
    page_colour: Any = page.page.sheet_properties.tabColor
    tab_colour = colour(page_colour.rgb[-6:])
    if page.sheet_id not in {sheet.sheet_id for sheet in memo.sheets}:
        yield changes.new_sheet(page.sheet_id, page.page.title, size, tab_colour, freeze)
        return
    grid = {"rowCount": size[0], "columnCount": size[1], "hideGridlines": True, **changes.frozen(freeze)}
    properties = {
        "sheetId": page.sheet_id,
        "title": page.page.title,
        "gridProperties": grid,
        "tabColorStyle": tab_colour,
    }
    fields = "title,gridProperties,tabColorStyle"
    yield {"updateSheetProperties": {"properties": properties, "fields": fields}}
    yield changes.plain(Area(page.sheet_id))


def _frozen(page: Worksheet) -> tuple[int, int] | None:
    if page.freeze_panes is None:
        return None
    row, column = coordinate_to_tuple(str(page.freeze_panes))
    return row - 1, column - 1


def _page(page: Page, *, open_end: bool, width: int | None = None) -> Iterator[Json]:
    """Yield widths, heights and formats of a page.

    Args:
        page: the page.
        open_end: whether formats of its last row go on to the end of the grid.
        width: columns that are shown so; None for all.
    """
    number, sheet = page.sheet_id, page.page
    for column in range(1, (width or sheet.max_column) + 1):
        yield changes.resize(
            number, "COLUMNS", column, column, pixels(sheet.column_dimensions[get_column_letter(column)].width)
        )
    for row, dimension in sorted(sheet.row_dimensions.items()):
        if dimension.height is not None:
            yield changes.resize(number, "ROWS", row, row, round(dimension.height * _PIXELS_A_POINT))
    looks = {place: look for place, look in page.looks.items() if width is None or place[1] <= width}
    last_row = sheet.max_row if open_end else 0
    for first, last, left, right, look in _rectangles(looks):
        yield changes.show(Area(number, first, None if last == last_row else last, left, right), cell_format(look))


def _rectangles(looks: Mapping[tuple[int, int], Look]) -> Iterator[tuple[int, int, int, int, Look]]:
    """Yield first and last row, first and last column and look of cells side by side that look alike."""
    runs: list[tuple[int, int, int, Look]] = []  # first row, last row, column, look
    for (row, column), look in sorted(looks.items(), key=lambda entry: (entry[0][1], entry[0][0])):
        if runs and (runs[-1][1] + 1, runs[-1][2], runs[-1][3]) == (row, column, look):
            runs[-1] = (runs[-1][0], row, column, look)
        else:
            runs.append((row, row, column, look))
    runs.sort(key=lambda run: run[:3])
    for (first, last), group in groupby(runs, key=lambda run: run[:2]):
        span: tuple[int, int, Look] | None = None
        for _, _, column, look in group:
            if span is not None and (span[1] + 1, span[2]) == (column, look):
                span = (span[0], column, look)
                continue
            if span is not None:
                yield first, last, *span
            span = (column, column, look)
        if span is not None:
            yield first, last, *span


def _staff_tab(
    number: int, columns: Sequence[Column], own: Sequence[tuple[NewColumn, Any]], voice: Voice
) -> Iterator[Json]:
    """Yield lists, stripes, filter and owned columns of a table.

    Args:
        number: id of the sheet.
        columns: the columns of the staff.
        own: owned columns at their right, with the kinds of their values.
        voice: the office's language.
    """
    for index, column in enumerate(columns, 1):
        if words := listed_words(column, voice):
            yield changes.drop_down(column_area(number, index, FIRST_ROW), words, strict=True)
    stripes = {"firstBandColorStyle": colour(_WHITE), "secondBandColorStyle": colour(BAND)}
    area = Area(number, FIRST_ROW, None, 1, len(columns))
    yield {"addBanding": {"bandedRange": {"range": area.grid_range(), "rowProperties": stripes}}}
    for new, kind in own:
        yield from owned_column(number, new, kind, edge="row")
    last = len(columns) + len(own)
    yield changes.protect(Area(number, HEADER_ROW, None, len(columns) + 1, last), PROTECTED_COLUMN)
    # Over the owned columns too, so that sorting by it takes them along with their rows.
    yield changes.filter_rows(Area(number, HEADER_ROW, None, 1, last))


# --- what stands in cells


def _cells(page: Page) -> Iterator[Json]:
    """Yield the request that enters what stands in a page's cells, and the notes on them."""
    rows = [{"values": [_cell(cell) for cell in row]} for row in page.page.iter_rows()]
    while rows and not any(rows[-1]["values"]):
        rows.pop()
    for row in rows:
        while row["values"] and not row["values"][-1]:
            row["values"].pop()
    start = {"sheetId": page.sheet_id, "rowIndex": 0, "columnIndex": 0}
    if rows:
        yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue,note"}}


def _cell(cell: Any) -> Json:
    found: Json = {}
    if cell.value is not None:
        found["userEnteredValue"] = _entered(cell)
    if cell.comment is not None:
        found["note"] = cell.comment.text
    return found


def _entered(cell: Cell) -> Json:
    """Return what is entered into a cell, typed; a text is never a formula, whatever it begins with."""
    if cell.data_type == "e":
        return {"formulaValue": _ERRORS.get(str(cell.value), f"={cell.value}")}
    if cell.data_type == "f":
        return {"formulaValue": cell.value}
    value = sent(cell.value)
    if isinstance(value, str):
        return {"stringValue": value}
    return {"numberValue": value}
