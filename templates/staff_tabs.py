"""Staff tabs of a template: header, drop-downs and formats, all derived from the record class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from rules.core.message import SEVERITY_TITLES, Severity, Voice
from rules.core.owned import ROW_COLUMNS, STATUS_OK, owned
from rules.core.record import Column, Kind, Record, columns_of
from rules.core.rule import Department
from rules.core.text import Text
from templates.cells import cell_at, listed_words, put, raw_value
from templates.content import TabContent
from templates.looks import (
    BAND,
    LOOKS,
    QUANTITY_FORMAT,
    STAFF_TAB,
    STATUS_FILLS,
    STATUS_INKS,
    owned_look,
)
from templates.page import set_up_page
from templates.styles import Styler

_formula_rule: Any = FormulaRule  # openpyxl has no types for it

HEADER_ROW: Final = 4
FIRST_ROW: Final = HEADER_ROW + 1
LAST_ROW: Final = 1_048_576
_NARROW: Final = 6
"""Columns up to this width hold marks or a day's hours, and are centred."""
_MAXIMUM_LIST: Final = 255
"""Excel's limit on the text of a drop-down list."""

HINT: Final = Text(
    vi="Nhập từ dòng {row} trở xuống. Cột tiêu đề xanh đậm là bắt buộc. Các cột ⚙ do Sheetkeeper ghi, xin đừng sửa.",
    en="Enter rows from row {row} down. Dark blue titles are required columns. The ⚙ columns are Sheetkeeper's.",
)
REQUIRED: Final = Text(vi="Bắt buộc.", en="Required.")
PICK: Final = Text(vi="Chọn một trong: {choices}.", en="Choose one of: {choices}.")
WRONG_CHOICE: Final = Text(vi="Hãy chọn một giá trị trong danh sách.", en="Please choose a value from the list.")


@dataclass(frozen=True, slots=True)
class OwnedHeader:
    """One owned column of a staff tab: its full title, kind and width."""

    title: str
    kind: Kind
    width: int


def owned_headers(department: Department, record: type[Record], language: str) -> tuple[OwnedHeader, ...]:
    """Return the owned columns beside a tab: the row's status, then what the department computes for the record."""
    always = (OwnedHeader(owned(column.titles, language), column.kind, column.width) for column in ROW_COLUMNS)
    computed = (
        OwnedHeader(title, column.kind, max(column.width, len(title) + 2))
        for column in department.computed
        if column.record is record and (title := owned(column.titles, language))
    )
    return (*always, *computed)


def write_staff_tab(
    sheet: Worksheet,
    record: type[Record],
    content: TabContent,
    headers: tuple[OwnedHeader, ...],
    voice: Voice,
    office: str,
    styler: Styler,
) -> None:
    """Fill a new worksheet with a table of ``record``.

    Args:
        sheet: the blank worksheet; its title is set already.
        record: the record or layout class that the tab is kept in.
        content: rows and headings.
        headers: owned columns at the right.
        voice: the office's language.
        office: name of the office, shown above the table.
        styler: the workbook's styles.
    """
    columns = columns_of(record)
    last_row = max(HEADER_ROW + len(content.rows) + content.blank_rows, FIRST_ROW)
    _write_heading(sheet, content, voice, office, styler)
    _write_header(sheet, columns, headers, voice, styler)
    _write_rows(sheet, columns, content, headers, last_row, voice, styler)
    _add_drop_downs(sheet, columns, voice)
    _add_conditional_formats(sheet, columns, headers, voice)
    titles = (*(_title(column, voice) for column in columns), *(header.title for header in headers))
    _add_table(sheet, record, titles, last_row)
    sheet.freeze_panes = f"{get_column_letter(_frozen_columns(record, columns) + 1)}{FIRST_ROW}"
    sheet.sheet_properties.tabColor = STAFF_TAB
    set_up_page(sheet, header_row=HEADER_ROW)


def _title(column: Column, voice: Voice) -> str:
    return column.titles.in_language(voice.language)


def _write_heading(sheet: Worksheet, content: TabContent, voice: Voice, office: str, styler: Styler) -> None:
    put(cell_at(sheet, 1, 1), content.heading or sheet.title)
    styler.apply(cell_at(sheet, 1, 1), "title")
    sheet.row_dimensions[1].height = 24
    hint = HINT.in_language(voice.language).format(row=FIRST_ROW)
    for row, text, look in ((2, office, "subtitle"), (3, hint, "note")):
        put(cell_at(sheet, row, 1), text or None)
        styler.apply(cell_at(sheet, row, 1), look)


def _write_header(
    sheet: Worksheet, columns: tuple[Column, ...], headers: tuple[OwnedHeader, ...], voice: Voice, styler: Styler
) -> None:
    for number, column in enumerate(columns, start=1):
        cell = cell_at(sheet, HEADER_ROW, number)
        put(cell, _title(column, voice))
        styler.apply(cell, "header_required" if column.required else "header_optional")
        if text := _explanation(column, voice):
            cell.comment = Comment(text, "Sheetkeeper", height=90, width=260)
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        styler.column(dimension, LOOKS[_look_of(column)])
    for number, header in enumerate(headers, start=len(columns) + 1):
        cell = cell_at(sheet, HEADER_ROW, number)
        put(cell, header.title)
        styler.apply(cell, "header")
        sheet.column_dimensions[get_column_letter(number)].width = header.width
    sheet.row_dimensions[HEADER_ROW].height = 32


def _explanation(column: Column, voice: Voice) -> str:
    """Return the note beside a header: what to enter, whether it must be, and the choices."""
    parts = []
    if column.note is not None:
        parts.append(column.note.in_language(voice.language))
    if column.required and column.width > _NARROW:
        parts.append(REQUIRED.in_language(voice.language))
    if column.choices is not None:
        choices = ", ".join(choice.titles.in_language(voice.language) for choice in column.choices)
        parts.append(PICK.in_language(voice.language).format(choices=choices))
    return "\n".join(parts)


def _look_of(column: Column) -> str:
    return "cell_mark" if column.width <= _NARROW else f"cell_{column.kind}"


def _write_rows(
    sheet: Worksheet,
    columns: tuple[Column, ...],
    content: TabContent,
    headers: tuple[OwnedHeader, ...],
    last_row: int,
    voice: Voice,
    styler: Styler,
) -> None:
    names = {column.name for column in columns}
    looks = [LOOKS[_look_of(column)] for column in columns]
    owned_looks = [owned_look(header.kind) for header in headers]
    blank: Mapping[str, object] = {}
    for row in range(FIRST_ROW, last_row + 1):
        index = row - FIRST_ROW
        values = content.rows[index] if index < len(content.rows) else blank
        if unknown := values.keys() - names:
            raise KeyError(f"{content.table} has no field {', '.join(sorted(unknown))}")
        for number, (column, look) in enumerate(zip(columns, looks, strict=True), start=1):
            cell = cell_at(sheet, row, number)
            put(cell, raw_value(values.get(column.name), voice))
            styler.apply(cell, look)
        for number, look in enumerate(owned_looks, start=len(columns) + 1):
            styler.apply(cell_at(sheet, row, number), look)


def _add_drop_downs(sheet: Worksheet, columns: tuple[Column, ...], voice: Voice) -> None:
    for number, column in enumerate(columns, start=1):
        if not (words := listed_words(column, voice)):
            continue
        listed = ",".join(words)
        if any("," in word for word in words) or len(listed) > _MAXIMUM_LIST:
            continue  # Excel could not tell the words apart: the header's note still lists them
        validation = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
        validation.errorTitle = _title(column, voice)[:32]
        validation.error = WRONG_CHOICE.in_language(voice.language)
        letter = get_column_letter(number)
        validation.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
        sheet.add_data_validation(validation)


def _add_conditional_formats(
    sheet: Worksheet, columns: tuple[Column, ...], headers: tuple[OwnedHeader, ...], voice: Voice
) -> None:
    status = get_column_letter(len(columns) + 1)
    for name, word in _status_words(voice):
        formula = f'LEFT(${status}{FIRST_ROW},{len(word)})="{word}"'
        look = _formula_rule(
            formula=[formula],
            font=Font(bold=name != "ok", color=STATUS_INKS[name]),
            # A row without findings stays plain, so that the others stand out.
            fill=PatternFill(bgColor="FFFFFF" if name == "ok" else STATUS_FILLS[name], fill_type="solid"),
        )
        sheet.conditional_formatting.add(f"{status}{FIRST_ROW}:{status}{LAST_ROW}", look)
    decimals = DifferentialStyle(numFmt=NumberFormat(numFmtId=164, formatCode=QUANTITY_FORMAT))
    kinds = [*(column.kind for column in columns), *(header.kind for header in headers)]
    for number, kind in enumerate(kinds, start=1):
        if kind in {"quantity", "number"}:
            letter = get_column_letter(number)
            rule = _formula_rule(formula=[f"IF(ISNUMBER({letter}{FIRST_ROW}),MOD({letter}{FIRST_ROW},1)<>0)"])
            rule.dxf = decimals
            sheet.conditional_formatting.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}", rule)
    band = _formula_rule(formula=["MOD(ROW(),2)=0"], fill=PatternFill(bgColor=BAND, fill_type="solid"))
    sheet.conditional_formatting.add(f"A{FIRST_ROW}:{get_column_letter(len(columns))}{sheet.max_row}", band)


def _status_words(voice: Voice) -> Iterable[tuple[str, str]]:
    yield "ok", STATUS_OK.in_language(voice.language)
    for severity in Severity:
        yield severity.word, SEVERITY_TITLES[severity].in_language(voice.language)


def _add_table(sheet: Worksheet, record: type[Record], titles: tuple[str, ...], last_row: int) -> None:
    """Make the rows a table, so that sorting and new rows take the owned columns along."""
    workbook: Any = sheet.parent
    reference = f"A{HEADER_ROW}:{get_column_letter(len(titles))}{last_row}"
    number = sum(len(other.tables) for other in workbook.worksheets) + 1
    table = SheetTable(
        id=number,
        name=f"{record.table.name}_{number}",
        displayName=f"{record.table.name}_{number}",
        ref=reference,
        autoFilter=AutoFilter(ref=reference),
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
    )
    table.tableColumns = [TableColumn(id=index, name=title) for index, title in enumerate(titles, start=1)]
    sheet.add_table(table)


def _frozen_columns(record: type[Record], columns: tuple[Column, ...]) -> int:
    """Return how many columns stay in sight: the key where it stands at the left, with a name beside it."""
    leading = enumerate(columns[:3], start=1)
    frozen = max((number for number, column in leading if column.name in record.table.key), default=0)
    followed_by_name = frozen < len(columns) and columns[frozen].name == "name"
    return frozen + 1 if followed_by_name else frozen
