"""Workbooks made from a department alone, opened again by two libraries."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from rules.core.message import Voice
from rules.core.period import Month
from rules.core.record import Choice, Code, Integer, Layout, Money, Quantity, Record, TableInfo, column
from rules.core.report import Block, Chart, Report, ReportColumn, ReportRow
from rules.core.rule import ComputedColumn, Department
from rules.core.setting import Settings, setting
from rules.core.table import Coverage
from rules.core.text import Text
from rules.departments import all_departments
from templates.content import ErrorCell, FormulaCell, TabContent
from templates.staff_tabs import FIRST_ROW, HEADER_ROW
from templates.workbooks import BLANK_ROWS, build_workbook, example_tabs

VIETNAMESE, ENGLISH = Voice(), Voice("en", "VND", "en_US")


class Colour(Choice):
    RED = "red", "Đỏ", "Red"
    BLUE = "blue", "Xanh", "Blue"


class Thing(Record):
    table: ClassVar[TableInfo] = TableInfo("things", Text("Vật", "Things"), key=("code",))
    further_examples: ClassVar[tuple[Mapping[str, object], ...]] = ({"code": "V2", "pieces": None},)

    code: Code = column(vi="Mã", en="Code", example="V1", width=10)
    name: str = column("", vi="Tên", en="Name", note=Text("Tên đầy đủ", "The full name"), width=30)
    colour: Colour = column(Colour.RED, vi="Màu", en="Colour")
    used: bool = column(True, vi="Đang dùng", en="In use")
    pieces: Quantity = column(Decimal(0), vi="Số lượng", en="Pieces", example=Decimal(2))
    price: Money = column(Decimal(0), vi="Giá", en="Price")
    since: date | None = column(None, vi="Từ", en="Since")
    month: Month | None = column(None, vi="Tháng", en="Month")
    hour: time | None = column(None, vi="Giờ", en="Hour")
    small: Integer | None = column(None, vi="N", en="N", width=4)


class ThingYear(Layout):
    table: ClassVar[TableInfo] = TableInfo("thing_year", Text("Vật", "Things"), key=("code",))
    layout_of: ClassVar[type[Record]] = Thing

    code: Code = column(vi="Mã", en="Code")


class Wordy(Choice):
    FIRST = "first", "một, hai", "one, two"
    SECOND = "second", "ba", "three"


class Word(Record):
    table: ClassVar[TableInfo] = TableInfo("words", Text("Từ", "Words"), key=())

    wordy: Wordy = column(Wordy.FIRST, vi="Từ", en="Word")


class ThingSettings(Settings):
    department: ClassVar[str] = "things"

    limit: Integer = setting(3, vi="Giới hạn", en="Limit", note=Text("Tối đa", "At most"))
    strict: bool = setting(True, vi="Chặt chẽ", en="Strict", note=Text("Có kiểm tra", "Whether to check"))
    colour: Colour = setting(Colour.BLUE, vi="Màu", en="Colour", note=Text("Màu mặc định", "The default colour"))
    month: Month | None = setting(Month(2026, 1), vi="Tháng", en="Month", note=Text("Từ tháng " * 20, "From the month"))


def _report(kind):
    def make(books, context):
        money = ReportColumn(Text("Tiền", "Money"), "money", 14)
        name = ReportColumn(Text("Tên", "Name"), "text", 20)
        chart = Chart(kind, Text("Biểu đồ", "Chart"), 0, (1,))
        block = Block(Text("Khối", "Block"), (name, money), (ReportRow(("A", Decimal(1))),), 4, chart)
        plain = Block(Text("Khác", "Other"), (name,), ())
        titles = Text(f"Báo cáo {kind}", f"Report {kind}")
        return Report(kind, titles, Thing, (Thing,), Text("Phụ", "Sub"), (block, plain), Coverage(0, 0))

    return make


THINGS = Department(
    name="things",
    titles=Text("Vật", "Things"),
    records=(Thing, Word),
    layouts=(ThingYear,),
    rules=(),
    messages=(),
    computed=(ComputedColumn("value", Thing, Text("Giá trị", "Value"), "money", lambda books, context: {}),),
    reports=(*map(_report, ("column", "bar", "line", "pie")), lambda books, context: None),
    settings=ThingSettings,
)


def build(tmp_path: Path, *tabs: TabContent, voice: Voice = VIETNAMESE, **more) -> openpyxl.Workbook:
    path = tmp_path / "things.xlsx"
    build_workbook(path, THINGS, voice, tabs or None, **more)
    return openpyxl.load_workbook(path)


def header_of(sheet) -> list[str]:
    return [cell.value for cell in sheet[HEADER_ROW] if cell.value]


def test_tabs_stand_in_order_staff_first_owned_last(tmp_path):
    assert build(tmp_path).sheetnames == [
        "Vật",
        "Từ",
        "Cài đặt",
        "⚙ Báo cáo column",
        "⚙ Báo cáo bar",
        "⚙ Báo cáo line",
        "⚙ Báo cáo pie",
        "⚙ Cảnh báo",
    ]


def test_titles_are_in_the_office_language(tmp_path):
    workbook = build(tmp_path, voice=ENGLISH)

    assert workbook.sheetnames[:3] == ["Things", "Words", "Settings"]
    assert header_of(workbook["Things"])[:3] == ["Code", "Name", "Colour"]
    assert workbook["⚙ Alerts"]["K4"].value == "Snooze until"


def test_owned_columns_stand_at_the_right_with_the_computed_ones_last(tmp_path):
    assert header_of(build(tmp_path)["Vật"])[-4:] == ["⚙ Trạng thái", "⚙ Lý do", "⚙ Từ ngày", "⚙ Giá trị"]


def test_a_layout_tab_has_no_computed_columns(tmp_path):
    workbook = build(tmp_path, TabContent("thing_year"))

    assert header_of(workbook["Vật"]) == ["Mã", "⚙ Trạng thái", "⚙ Lý do", "⚙ Từ ngày"]


def test_the_office_and_a_heading_stand_above_the_header(tmp_path):
    sheet = build(tmp_path, TabContent("things", heading="Mọi vật"), office="Công ty A")["Vật"]

    assert [sheet.cell(row, 1).value for row in (1, 2)] == ["Mọi vật", "Công ty A"]
    assert f"dòng {FIRST_ROW}" in sheet.cell(3, 1).value


def test_values_are_entered_as_they_would_be_typed(tmp_path):
    row = {
        "code": "007",
        "name": "=1+1",
        "colour": Colour.BLUE,
        "used": False,
        "pieces": Decimal("1.5"),
        "price": 12_000,
        "since": date(2026, 11, 2),
        "month": Month(2026, 11),
        "hour": time(22, 5),
        "small": 3,
    }
    sheet = build(tmp_path, TabContent("things", [row]))["Vật"]

    values = [cell.value for cell in sheet[FIRST_ROW][:10]]
    assert values[:6] == ["007", "=1+1", "Xanh", "không", 1.5, 12_000]
    assert [value.date() for value in values[6:8]] == [date(2026, 11, 2), date(2026, 11, 1)]
    assert values[8:] == [time(22, 5), 3]


def test_text_never_becomes_a_formula(tmp_path):
    payloads = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", '=HYPERLINK("http://example.com")']
    sheet = build(tmp_path, TabContent("things", [{"name": text} for text in payloads]))["Vật"]

    cells = [sheet.cell(FIRST_ROW + index, 2) for index in range(len(payloads))]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in payloads]


def test_error_cells_and_formulas_without_a_value_can_be_entered(tmp_path):
    row = {"pieces": ErrorCell("#REF!"), "price": FormulaCell("=1+1")}
    sheet = build(tmp_path, TabContent("things", [row]))["Vật"]

    assert (sheet.cell(FIRST_ROW, 5).value, sheet.cell(FIRST_ROW, 5).data_type) == ("#REF!", "e")
    assert sheet.cell(FIRST_ROW, 6).data_type == "f"


def test_number_formats_follow_from_the_kinds(tmp_path):
    sheet = build(tmp_path)["Vật"]

    formats = [cell.number_format for cell in sheet[FIRST_ROW][:9]]
    assert formats[0] == "@"
    assert formats[4:] == ["#,##0", "#,##0;[Red]-#,##0", "dd/mm/yyyy", "mm/yyyy", "hh:mm"]


def test_choices_and_yes_or_no_columns_have_drop_down_lists_down_to_the_last_row(tmp_path):
    validations = build(tmp_path)["Vật"].data_validations.dataValidation

    assert {(one.formula1, str(one.sqref)) for one in validations} == {
        ('"Đỏ,Xanh"', f"C{FIRST_ROW}:C1048576"),
        ('"có,không"', f"D{FIRST_ROW}:D1048576"),
    }


def test_choices_with_a_comma_have_no_list_but_are_named_in_the_note(tmp_path):
    sheet = build(tmp_path)["Từ"]

    assert not sheet.data_validations.dataValidation
    assert "một, hai" in sheet.cell(HEADER_ROW, 1).comment.text


def test_headers_carry_their_notes(tmp_path):
    sheet = build(tmp_path)["Vật"]

    assert sheet.cell(HEADER_ROW, 1).comment.text == "Bắt buộc."
    assert sheet.cell(HEADER_ROW, 2).comment.text == "Tên đầy đủ"
    assert sheet.cell(HEADER_ROW, 5).comment is None


def test_rows_are_a_table_with_the_owned_columns_so_that_sorting_takes_them_along(tmp_path):
    sheet = build(tmp_path, TabContent("things", [{"code": "A"}, {"code": "B"}]))["Vật"]
    (table,) = sheet.tables.values()

    assert table.ref == f"A{HEADER_ROW}:N{HEADER_ROW + 2}"
    assert table.autoFilter.ref == table.ref
    assert [one.name for one in table.tableColumns] == header_of(sheet)


def test_several_tabs_of_one_table_have_tables_of_their_own(tmp_path):
    tabs = (TabContent("things", title="T1"), TabContent("things", title="T2"))
    workbook = build(tmp_path, *tabs)

    names = [name for sheet in workbook for name in sheet.tables]
    assert len(names) == len(set(names)) == 2


def test_a_new_office_gets_prepared_blank_rows(tmp_path):
    sheet = build(tmp_path)["Vật"]

    assert sheet.max_row == HEADER_ROW + BLANK_ROWS
    assert not any(cell.value for row in sheet.iter_rows(min_row=FIRST_ROW) for cell in row)


def test_key_and_name_stay_in_sight(tmp_path):
    assert build(tmp_path)["Vật"].freeze_panes == f"C{FIRST_ROW}"


def test_tabs_print_on_landscape_pages_as_wide_as_the_paper(tmp_path):
    for sheet in build(tmp_path):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_settings_stand_with_default_and_explanation_and_a_blank_to_fill(tmp_path):
    sheet = build(tmp_path, settings={"strict": False})["Cài đặt"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=7)] == [
        ["Mục cài đặt", "Giá trị", "Mặc định", "Giải thích"],
        ["Giới hạn", None, 3, "Tối đa"],
        ["Chặt chẽ", "không", "có", "Có kiểm tra"],
        ["Màu", None, "Xanh", "Màu mặc định"],
    ]
    assert sheet["C8"].value.date() == date(2026, 1, 1)
    assert {str(one.sqref) for one in sheet.data_validations.dataValidation} == {"B6", "B7"}
    short, long = (sheet.row_dimensions[row].height for row in (5, 8))
    assert long >= 3 * short, "an explanation of 180 signs is not cut off"


def test_the_alerts_tab_has_its_header_and_two_columns_for_staff(tmp_path):
    sheet = build(tmp_path)["⚙ Cảnh báo"]

    assert sheet["A1"].value == "Cảnh báo"
    assert [cell.value for cell in sheet[4]][:4] == ["Mã cảnh báo", "Vị trí", "Mức độ", "Mã"]
    assert [cell.value for cell in sheet[4]][-2:] == ["Hoãn đến", "Ghi chú"]
    assert sheet["K4"].fill.fgColor.rgb != sheet["J4"].fill.fgColor.rgb


def test_a_department_without_settings_has_no_settings_tab(tmp_path):
    department = Department("words", Text("Từ", "Words"), (Word,), (), ())
    build_workbook(tmp_path / "words.xlsx", department, VIETNAMESE)

    assert openpyxl.load_workbook(tmp_path / "words.xlsx").sheetnames == ["Từ", "⚙ Cảnh báo"]


@pytest.mark.parametrize("kind", ["column", "bar", "line", "pie"])
def test_a_chart_refers_to_the_fixed_rows_of_its_block(tmp_path, kind):
    sheet = build(tmp_path)[f"⚙ Báo cáo {kind}"]
    (chart,) = sheet._charts
    (series,) = chart.series

    assert series.val.numRef.f.endswith("$B$7:$B$10")
    assert series.cat.numRef.f.endswith("$A$7:$A$10")
    assert (chart.anchor._from.row, chart.anchor._from.col) == (4, 3)


def test_a_report_tab_has_its_headings_and_leaves_the_values_to_the_first_run(tmp_path):
    sheet = build(tmp_path)["⚙ Báo cáo column"]

    assert [cell.value for cell in sheet["A"][:7]] == [
        "Báo cáo column",
        "Phụ",
        "Dữ liệu dùng: 0 dòng; bỏ qua vì lỗi: 0",
        None,
        "Khối",
        "Tên",
        None,
    ]


def test_an_unknown_table_or_field_is_refused(tmp_path):
    with pytest.raises(KeyError):
        build(tmp_path, TabContent("nothing"))
    with pytest.raises(KeyError, match="things has no field weight"):
        build(tmp_path, TabContent("things", [{"weight": 3}]))


def test_what_no_cell_can_hold_is_refused(tmp_path):
    with pytest.raises(TypeError, match="a cell cannot hold a list"):
        build(tmp_path, TabContent("things", [{"name": ["a"]}]))


def test_a_failed_save_leaves_the_former_workbook_and_nothing_besides(tmp_path, monkeypatch):
    path = tmp_path / "things.xlsx"
    path.write_bytes(b"former")
    monkeypatch.setattr(openpyxl.Workbook, "save", lambda *_: (_ for _ in ()).throw(OSError("disk full")))

    with pytest.raises(OSError, match="disk full"):
        build_workbook(path, THINGS, VIETNAMESE)

    assert path.read_bytes() == b"former"
    assert [one.name for one in tmp_path.iterdir()] == ["things.xlsx"]


def test_the_workbook_may_be_read_as_any_new_file_of_the_folder(tmp_path):
    build(tmp_path)
    (tmp_path / "other").write_text("")

    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("things.xlsx", "other")}
    assert len(modes) == 1


def test_example_tabs_hold_the_columns_examples_and_what_further_rows_differ_in(tmp_path):
    sheet = build(tmp_path, *example_tabs(THINGS))["Vật"]

    assert [cell.value for cell in sheet[FIRST_ROW][:5]] == ["V1", None, None, None, 2]
    assert [cell.value for cell in sheet[FIRST_ROW + 1][:5]] == ["V2", None, None, None, None]
    assert sheet.cell(FIRST_ROW + 2, 1).value is None


@pytest.mark.parametrize("voice", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
@pytest.mark.parametrize("department", all_departments(), ids=lambda department: department.name)
def test_every_department_gets_a_workbook_that_calamine_reads_alike(tmp_path, department, voice):
    path = tmp_path / "office.xlsx"
    build_workbook(path, department, voice, example_tabs(department), office="A")

    ours = openpyxl.load_workbook(path)
    theirs = CalamineWorkbook.from_path(str(path))
    assert theirs.sheet_names == ours.sheetnames
    for sheet in ours:
        rows = theirs.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        texts = {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
        assert {value for row in rows for value in row if isinstance(value, str) and value} == texts
