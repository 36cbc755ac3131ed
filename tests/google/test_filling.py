"""Blank spreadsheets become the workbooks of a new office: the pages of the templates, in one request or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time

import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from rules.core.message import Voice
from rules.core.owned import ALERT_COLUMNS, owned
from rules.core.record import columns_of
from rules.departments import all_departments
from sync.backends.base import WorkbookError
from sync.backends.google.filling import fill, is_blank, look
from sync.backends.google.reading import FIELDS
from sync.backends.google.transport import TRIES
from sync.backends.google.values import LIMIT, comparable
from sync.reading import read_office
from templates.content import ErrorCell, FormulaCell, TabContent
from templates.owned_tabs import empty_reports
from templates.staff_tabs import FIRST_ROW, HEADER_ROW
from templates.workbooks import ANY_DAY, blank_tabs, example_tabs, make_workbook
from tests.emulator import Emulator, faults
from tests.emulator.emulator import ACCOUNT
from tests.support.sheets import Workbook

DEPARTMENTS = {department.name: department for department in all_departments()}
FINANCE = DEPARTMENTS["finance"]
VOICE = Voice()


@pytest.fixture
def emulator():
    with Emulator(http=False, validate=False) as emulator:
        yield emulator


@pytest.fixture
def blank(emulator):
    return Workbook(emulator)


@pytest.fixture
def strict():
    """Every request and answer is checked against Google's own descriptions."""
    with Emulator(http=False) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def filled():
    """Filled once, and only looked at."""
    with Emulator(http=False, validate=False) as emulator:
        workbook = Workbook(emulator)
        fill_in(workbook)
        yield workbook


def fill_in(workbook, department=FINANCE, voice=VOICE, tabs=None, **more):
    return fill(workbook.client, workbook.address, department, voice, tabs, **more)


def document(workbook):
    return workbook.client.get(workbook.address, FIELDS)


def sheet_of(workbook, title):
    return next(sheet for sheet in workbook.person.book.sheets if sheet.title == title)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", list(DEPARTMENTS))
def test_every_cell_and_note_is_that_of_the_workbook_of_the_same_department(strict, name, language):
    blank = Workbook(strict)
    department, voice = DEPARTMENTS[name], Voice(language, "VND", "vi_VN")
    tabs = example_tabs(department)
    assert fill_in(blank, department, voice, tabs, office="Minh Phát") is True
    wanted = make_workbook(department, voice, tabs, settings={}, office="Minh Phát")
    snapshot = blank.look()
    assert [tab.title for tab in snapshot.tabs] == wanted.sheetnames
    for page in wanted.worksheets:
        tab, sheet = snapshot.tab(page.title), sheet_of(blank, page.title)
        for row in page.iter_rows():
            for cell in row:
                line = tab.rows[cell.row - 1] if cell.row <= len(tab.rows) else ()
                value = line[cell.column - 1] if cell.column <= len(line) else None
                assert comparable(value) == comparable(cell.value), (page.title, cell.coordinate)
                note = sheet.cell(cell.row - 1, cell.column - 1).note
                assert note == (cell.comment.text if cell.comment else None)


@pytest.mark.parametrize("name", list(DEPARTMENTS))
def test_what_was_filled_reads_as_books_without_a_fault(blank, name):
    department = DEPARTMENTS[name]
    fill_in(blank, department, tabs=example_tabs(department))
    reading = read_office([look(blank.client, blank.address, name)], [department])
    assert [tab.header.layout for tab in reading.workbooks[0].tabs] == list(department.records)
    assert reading.findings == []


def test_it_takes_one_look_and_one_request(blank):
    fill_in(blank)
    assert blank.client.spent[blank.address] == 2


def test_headers_are_frozen_and_grid_lines_hidden_as_in_the_workbook(filled):
    wanted = make_workbook(FINANCE, VOICE, blank_tabs(FINANCE), settings={}, office="")
    for page in wanted.worksheets:
        grid = sheet_of(filled, page.title).properties["gridProperties"]
        row, column = coordinate_to_tuple(page.freeze_panes or "A1")
        assert (grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)) == (row - 1, column - 1)
        assert grid["hideGridlines"] is True


def test_columns_have_the_format_of_their_kind_down_to_the_end_of_the_grid(blank):
    fill_in(blank, DEPARTMENTS["payroll"])
    sheet = blank.person.book.sheets[0]
    columns = columns_of(DEPARTMENTS["payroll"].records[0])
    kinds = {column.kind: number for number, column in enumerate(columns, 1)}
    for row in (FIRST_ROW, len(sheet.rows)):
        assert blank.format(sheet.title, row, kinds["date"])["numberFormat"]["pattern"] == "dd/mm/yyyy"
        assert blank.format(sheet.title, row, kinds["code"])["numberFormat"]["type"] == "TEXT"
        assert blank.format(sheet.title, row, kinds["money"])["numberFormat"]["pattern"].startswith("#,##0")


def test_a_code_that_staff_type_keeps_its_zeros(blank):
    fill_in(blank)
    sheet = blank.person.book.sheets[0]
    blank.person.type(f"'{sheet.title}'!A{FIRST_ROW}", [["007"]])
    assert blank.person.values(f"'{sheet.title}'!A{FIRST_ROW}") == [["007"]]


@pytest.mark.parametrize("name", list(DEPARTMENTS))
def test_every_column_with_choices_offers_them(blank, name):
    department = DEPARTMENTS[name]
    fill_in(blank, department)
    for record, sheet in zip(department.records, blank.person.book.sheets, strict=False):
        for number, column in enumerate(columns_of(record)):
            validation = sheet.cell(FIRST_ROW - 1, number).validation
            assert (validation is not None) == (column.choices is not None or column.kind == "boolean"), column.name
            if column.choices is not None:
                words = [value["userEnteredValue"] for value in validation["condition"]["values"]]
                assert words == [choice.titles.vi for choice in column.choices]


def test_owned_columns_are_anchored_and_warn_before_an_edit(filled):
    for sheet in filled.look().memo.sheets[:3]:
        assert [anchor.title for anchor in sheet.anchors][:3] == ["⚙ Trạng thái", "⚙ Lý do", "⚙ Từ ngày"]
        assert all(protected.warning_only for protected in sheet.protected)
        assert sheet.protected[0].first_column == sheet.anchors[0].column
        assert sheet.protected[0].last_column == sheet.anchors[-1].column
    assert len(filled.look().memo.sheet("⚙ Cảnh báo").anchors) == len(ALERT_COLUMNS)


def test_rows_are_sorted_together_with_their_owned_cells(filled):
    """The filter's area reaches over the owned columns."""
    memo = filled.look().memo.sheets[0]
    area = sheet_of(filled, memo.title).basic_filter["range"]
    assert (area["startRowIndex"], area["endColumnIndex"]) == (HEADER_ROW - 1, memo.anchors[-1].column)


@pytest.mark.parametrize("name", list(DEPARTMENTS))
def test_owned_tabs_have_the_charts_of_their_reports(blank, name):
    department = DEPARTMENTS[name]
    fill_in(blank, department)
    for report in empty_reports(department, ANY_DAY, VOICE):
        charts = sum(1 for block in report.blocks if block.chart is not None and block.size)
        assert len(sheet_of(blank, owned(report.titles, "vi")).charts) == charts


def test_dates_times_and_figures_are_typed_whatever_the_locale(emulator):
    payroll = DEPARTMENTS["payroll"]
    american = Workbook(emulator, locale="en_US")
    fill_in(american, payroll, tabs=example_tabs(payroll))
    assert american.person.book.properties["locale"] == "en_US"
    values = [value for tab in american.look().tabs for row in tab.rows for value in row]
    assert any(type(value) is date for value in values)
    assert any(type(value) is time for value in values)


def test_text_never_becomes_a_formula(blank):
    record = FINANCE.records[0]
    fill_in(blank, tabs=[TabContent(record.table.name, [{"code": "=1+1", "name": "+7"}])])
    title = blank.person.titles()[0]
    assert blank.person.formulas(f"'{title}'!A{FIRST_ROW}:B{FIRST_ROW}") == [["=1+1", "+7"]]
    assert blank.look().tab(title).formulas == {}


def test_errors_and_formulas_of_a_page_are_those_of_the_spreadsheet(blank):
    record = FINANCE.records[0]
    rows = [{"code": ErrorCell(error)} for error in ("#N/A", "#DIV/0!", "#REF!")]
    rows.append({"code": FormulaCell("=1+1")})
    fill_in(blank, tabs=[TabContent(record.table.name, rows)])
    tab = blank.look().tabs[0]
    assert [tab.errors[row, 1] for row in range(FIRST_ROW, FIRST_ROW + 3)] == ["#N/A", "#DIV/0!", "#REF!"]
    assert tab.formulas[FIRST_ROW + 3, 1] == "=1+1"


# --- what is not blank is left alone


@pytest.mark.parametrize(
    "edit",
    [
        lambda person: person.type("Z900", [["của tôi"]]),
        lambda person: person.type("A1", [["=1+1"]]),
        lambda person: person.protect("A1", "staff@example.com"),
        lambda person: person.batch({"mergeCells": {"range": {"sheetId": 0, "endRowIndex": 2, "endColumnIndex": 2}}}),
    ],
    ids=["a far cell", "a formula", "a protection", "a merge"],
)
def test_a_spreadsheet_that_holds_anything_is_left_as_it_is(blank, edit):
    edit(blank.person)
    before = json.dumps(document(blank))
    assert fill_in(blank) is False
    assert json.dumps(document(blank)) == before


def test_a_second_blank_tab_stays(blank):
    blank.person.add_sheet("Nháp")
    assert fill_in(blank) is True
    assert "Nháp" in blank.person.titles()


def test_what_was_cleared_is_blank_again(blank):
    assert is_blank(blank.look())
    blank.person.type("A1", [["x"]])
    assert not is_blank(blank.look())
    blank.person.clear("A1")
    assert is_blank(blank.look())


# --- when something goes wrong


def is_change(request):
    return request.path.endswith(":batchUpdate")


def test_after_a_lost_answer_it_is_seen_that_it_was_made(emulator, blank):
    emulator.faults.add(faults.lost_answer(), when=is_change)
    assert fill_in(blank) is True
    assert len(blank.look().tabs) == 8
    assert [entry.path for entry in emulator.journal.of_kind("write")].count(
        f"/v4/spreadsheets/{blank.address}:batchUpdate"
    ) == 1


@pytest.mark.parametrize("fault", [faults.error(429), faults.error(503), faults.html(503), faults.timeout()])
def test_what_was_not_made_is_made_again(emulator, blank, fault):
    emulator.faults.add(fault, when=is_change)
    assert fill_in(blank) is True
    assert len(blank.look().tabs) == 8


def test_a_sheet_that_is_not_shared_says_so(emulator, blank):
    emulator.unshare(blank.address, ACCOUNT)
    with pytest.raises(WorkbookError) as raised:
        fill_in(blank)
    assert raised.value.fields["account"] == ACCOUNT


def test_a_sheet_that_may_only_be_read_is_not_filled(emulator, blank):
    emulator.share(blank.address, ACCOUNT, "reader")
    with pytest.raises(WorkbookError):
        fill_in(blank)
    assert blank.person.titles() == ["Sheet1"]


# --- tables that are larger than a request ought to be

SMALL = 60_000


def journal(rows):
    """The tables of finance, with so many rows in the journal."""
    blank, table, *others = blank_tabs(FINANCE)
    lines = [
        {"date": date(2026, 1, 2), "voucher": f"PC{row:03}", "line": 1, "description": "Mua văn phòng phẩm"}
        for row in range(rows)
    ]
    return [blank, replace(table, rows=lines), *others]


def shown(workbook):
    return {tab.title: tab.rows for tab in workbook.look().tabs}


def test_a_blank_office_fits_into_one_request(emulator, blank):
    fill_in(blank)
    assert all(len(entry.body) < LIMIT for entry in emulator.journal.of_kind("write"))


def test_larger_tables_come_in_requests_below_the_limit_and_leave_no_mark(emulator, blank):
    whole = Workbook(emulator)
    fill_in(whole, tabs=journal(400))
    before = len(emulator.journal.of_kind("write"))
    assert fill_in(blank, tabs=journal(400), limit=SMALL) is True
    sizes = [len(entry.body) for entry in emulator.journal.of_kind("write")][before:]
    assert len(sizes) > 2
    assert max(sizes[1:]) < SMALL
    assert shown(blank) == shown(whole)
    assert not any(sheet.look.startswith("filling") for sheet in blank.look().memo.sheets)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_larger_table_of_which_an_answer_was_lost_is_filled_once(emulator, blank, number):
    whole = Workbook(emulator)
    fill_in(whole, tabs=journal(400))
    emulator.faults.script([None] * number + [faults.lost_answer()], when=is_change)
    assert fill_in(blank, tabs=journal(400), limit=SMALL) is True
    assert shown(blank) == shown(whole)


def test_filling_that_was_broken_off_goes_on_where_it_was(emulator, blank):
    whole = Workbook(emulator)
    fill_in(whole, tabs=journal(400))
    emulator.faults.script([None, *[faults.error(503)] * TRIES], when=is_change)
    with pytest.raises(WorkbookError):
        fill_in(blank, tabs=journal(400), limit=SMALL)
    assert shown(blank) != shown(whole)
    assert fill_in(blank, tabs=journal(400), limit=SMALL) is True
    assert shown(blank) == shown(whole)
