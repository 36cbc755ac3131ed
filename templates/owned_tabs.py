"""Owned tabs of a template: reports with their charts, alerts; and the settings tab, which is staff's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.text import Text as ChartText
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rules.core.message import Voice
from rules.core.owned import (
    ALERT_COLUMNS,
    ALERTS,
    ALERTS_HEADER_ROW,
    ALERTS_HINT,
    SETTING_COLUMNS,
    SETTINGS,
)
from rules.core.period import Month
from rules.core.record import Column, Record
from rules.core.report import Chart, Report
from rules.core.report_layout import CHART_ROWS, PlacedBlock, layout, plain_value
from rules.core.rule import Context, Department
from rules.core.setting import Settings, settings_of
from rules.core.table import Books, Table
from rules.core.text import Text
from templates.cells import cell_at, listed_words, put, raw_value
from templates.looks import CHART_COLOURS, INK, LINE, LOOKS, OWNED_TAB, SETTINGS_TAB, Look, input_look
from templates.page import set_up_page
from templates.styles import Styler

SETTINGS_HEADER_ROW: Final = 4
SETTINGS_HINT: Final = Text(
    vi="Chỉ điền cột màu vàng. Để trống nghĩa là dùng giá trị mặc định.",
    en="Fill in the yellow column only. A blank cell means the default.",
)
_SETTING_WIDTHS: Final = (38, 18, 18, 84)
_LINE_HEIGHT: Final = 16
"""Points; a row of text with a little air."""
_CHART_HEIGHT: Final = 7.6
"""Centimetres, which is what the rows kept free beside a block take."""
_CHART_WIDTH: Final = 15.5
MILLIONS: Final = Text(vi='#,##0,,"tr";-#,##0,,"tr";0', en='#,##0,,"M";-#,##0,,"M";0')
"""How amounts stand beside the axis of a chart: in millions."""
_ALERT_ROW_HEIGHT: Final = 32
"""Points: two lines of text."""


def empty_reports(department: Department, as_of: date, voice: Voice) -> tuple[Report, ...]:
    """Return the department's reports over empty books, which show where blocks and charts will stand."""
    tables: dict[type[Record], Table[Any]] = {
        record: Table(record, dict.fromkeys(record.model_fields, ()), (), ()) for record in department.records
    }
    context = Context(as_of=as_of, voice=voice)
    made = (report(Books(tables), context) for report in department.reports)
    return tuple(report for report in made if report is not None)


def write_report_tab(sheet: Worksheet, report: Report, voice: Voice, styler: Styler) -> None:
    """Fill a new worksheet with a report: headings and column titles as the planner will write them, and charts."""
    placed = layout(report, voice)
    # Rows of values come with the first run; a format left by an empty report would show where another row lands.
    values = {row for block in placed.blocks for row in range(block.first_row, block.last_row + 1)}
    for cell in placed.cells:
        if cell.row in values:
            continue
        target = cell_at(sheet, cell.row, cell.column)
        put(target, cell.value)
        styler.apply(target, cell.style)
    for column, width in placed.widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    for block in placed.blocks:
        if block.block.chart is not None and block.block.size:
            _add_chart(sheet, block, block.block.chart, voice)
    sheet.row_dimensions[1].height = 24
    sheet.sheet_properties.tabColor = OWNED_TAB
    set_up_page(sheet)


def _add_chart(sheet: Worksheet, placed: PlacedBlock, chart: Chart, voice: Voice) -> None:
    made = _new_chart(chart)
    for index in chart.series:
        made.add_data(
            Reference(sheet, min_col=index + 1, min_row=placed.header_row, max_row=placed.last_row),
            titles_from_data=True,
        )
    made.set_categories(
        Reference(sheet, min_col=chart.categories + 1, min_row=placed.first_row, max_row=placed.last_row)
    )
    made.title = _chart_title(chart.titles.in_language(voice.language))
    made.height, made.width = _CHART_HEIGHT, _CHART_WIDTH
    if chart.kind != "pie":
        made.legend.position = "b"
        for series, colour in zip(made.series, CHART_COLOURS, strict=False):
            series.graphicalProperties.solidFill = colour
            series.graphicalProperties.line.solidFill = colour
        if all(placed.block.columns[index].kind == "money" for index in chart.series):
            made.y_axis.number_format = MILLIONS.in_language(voice.language)
    sheet.add_chart(made, f"{get_column_letter(placed.chart_column)}{placed.heading_row}")
    # The rows beside the chart keep the height that its size was reckoned with.
    for row in range(placed.heading_row, placed.heading_row + CHART_ROWS):
        sheet.row_dimensions[row].height = 15


def _chart_title(text: str) -> Title:
    look = CharacterProperties(sz=1200, b=True, solidFill=INK)
    run = RegularTextRun(rPr=look, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])
    return Title(tx=ChartText(rich=RichText(p=[paragraph])), overlay=False)


def _new_chart(chart: Chart) -> Any:
    if chart.kind == "pie":
        return PieChart()
    made: Any = LineChart() if chart.kind == "line" else BarChart()
    if chart.kind != "line":
        made.type = "bar" if chart.kind == "bar" else "col"
        made.gapWidth = 60
    # openpyxl leaves the axes' "delete" flag open, which newer versions of Excel take for "hidden".
    made.x_axis.delete = False
    made.y_axis.delete = False
    made.y_axis.number_format = "#,##0"
    made.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    if chart.kind == "bar":
        # The first row of the block stands at the top, the scale at the bottom.
        made.x_axis.scaling.orientation = "maxMin"
        made.y_axis.crosses = "max"
    return made


def write_alerts_tab(sheet: Worksheet, voice: Voice, styler: Styler) -> None:
    """Fill a new worksheet with the header of the alerts tab."""
    _write_top(sheet, ALERTS.in_language(voice.language), ALERTS_HINT, voice, styler)
    for number, column in enumerate(ALERT_COLUMNS, start=1):
        cell = cell_at(sheet, ALERTS_HEADER_ROW, number)
        put(cell, column.title(voice.language))
        styler.apply(cell, "header_input" if column.staff else "header")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        if column.staff:
            styler.column(sheet.column_dimensions[letter], input_look(column.kind))
    sheet.row_dimensions[ALERTS_HEADER_ROW].height = 26
    sheet.row_dimensions[2].height = sheet.row_dimensions[3].height = 15
    sheet.sheet_format.defaultRowHeight = _ALERT_ROW_HEIGHT
    sheet.sheet_format.customHeight = True
    last = get_column_letter(len(ALERT_COLUMNS))
    sheet.auto_filter.ref = f"A{ALERTS_HEADER_ROW}:{last}{ALERTS_HEADER_ROW + 1}"
    sheet.freeze_panes = f"A{ALERTS_HEADER_ROW + 1}"
    sheet.sheet_properties.tabColor = OWNED_TAB
    set_up_page(sheet, header_row=ALERTS_HEADER_ROW)


def write_settings_tab(
    sheet: Worksheet, settings: type[Settings], values: Mapping[str, object], voice: Voice, styler: Styler
) -> None:
    """Fill a new worksheet with the settings of a department.

    Args:
        sheet: the blank worksheet.
        settings: the department's settings class.
        values: setting -> value that staff have entered; the others stay blank, which means their default.
        voice: the office's language.
        styler: the workbook's styles.
    """
    _write_top(sheet, SETTINGS.in_language(voice.language), SETTINGS_HINT, voice, styler)
    for number, (titles, width) in enumerate(zip(SETTING_COLUMNS, _SETTING_WIDTHS, strict=True), start=1):
        cell = cell_at(sheet, SETTINGS_HEADER_ROW, number)
        put(cell, titles.in_language(voice.language))
        styler.apply(cell, "header_optional")
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, column in enumerate(settings_of(settings), start=SETTINGS_HEADER_ROW + 1):
        _write_setting(sheet, row, column, values.get(column.name), voice, styler)
    sheet.freeze_panes = f"A{SETTINGS_HEADER_ROW + 1}"
    sheet.sheet_properties.tabColor = SETTINGS_TAB
    set_up_page(sheet, header_row=SETTINGS_HEADER_ROW)


def _write_setting(sheet: Worksheet, row: int, column: Column, value: object, voice: Voice, styler: Styler) -> None:
    note = column.note.in_language(voice.language) if column.note is not None else ""
    look = input_look(column.kind)
    styled: tuple[tuple[object, Look | str], ...] = (
        (column.titles.in_language(voice.language), "label"),
        (raw_value(value, voice), look),
        (_shown_default(column, voice), replace(LOOKS["wrap"], number_format=look.number_format, across="left")),
        (note, "wrap"),
    )
    for number, (shown, style) in enumerate(styled, start=1):
        cell = cell_at(sheet, row, number)
        put(cell, shown)
        styler.apply(cell, style)
    # Said outright: not every program fits the height of a row to its text when it opens a file.
    sheet.row_dimensions[row].height = _LINE_HEIGHT * (1 + len(note) // _SETTING_WIDTHS[-1])
    if words := listed_words(column, voice):
        validation = DataValidation(
            type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True
        )
        validation.add(f"B{row}")
        sheet.add_data_validation(validation)


def _shown_default(column: Column, voice: Voice) -> object:
    if isinstance(column.default, Month):
        return column.default.first_day
    if isinstance(column.default, (list, tuple)):
        return ", ".join(str(plain_value(part, voice)) for part in column.default)
    return plain_value(column.default, voice)


def _write_top(sheet: Worksheet, title: str, hint: Text, voice: Voice, styler: Styler) -> None:
    for row, text, look in ((1, title, "title"), (2, hint.in_language(voice.language), "note")):
        cell = cell_at(sheet, row, 1)
        put(cell, text)
        styler.apply(cell, look)
    sheet.row_dimensions[1].height = 24
