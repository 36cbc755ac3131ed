"""Tables over several tabs and files, tabs of the staff's own, and which tab is which table."""

import datetime as dt

from openpyxl import Workbook

from rules.core.period import Month
from rules.finance import DEPARTMENT as FINANCE
from rules.finance.records import Account, JournalLine
from rules.payroll import DEPARTMENT as PAYROLL
from rules.payroll.records import TimesheetDay
from sync.backends.excel import ExcelBackend
from sync.config.office import TableMapping
from tests.reading.workbooks import HEADER, PARTS, read, rows_of, save, told

DAY = dt.date(2026, 11, 2)
LINE = (DAY, "PC01", 1, "Tiền điện", "6427", 900_000, None)
MATRIX = (["Mã NV", "Họ và tên", 1, 2, 3], ["NV001", "Hoa", "X", "X", "P"])


def save_tabs(path, **tabs):
    book = Workbook()
    book.remove(book.active)
    for title, rows in tabs.items():
        rows_of(*rows)(book.create_sheet(title))
    book.save(path)
    return path


def journal(reading):
    table = reading.books.table(JournalLine)
    return [(str(table.place(row, "voucher")), line.voucher) for row, line in enumerate(table)]


def test_a_tab_a_month_is_one_table(tmp_path):
    path = save_tabs(
        tmp_path / "a.xlsx", **{"NKC T10-2026": [HEADER, LINE], "NKC T11-2026": [["Tháng 11"], [], HEADER, LINE]}
    )
    reading = read(path)
    assert told(reading) == []
    assert journal(reading) == [("NKC T10-2026!B2", "PC01"), ("NKC T11-2026!B4", "PC01")]
    assert [part.month for part in reading.books.table(JournalLine).parts] == [Month(2026, 10), Month(2026, 11)]


def test_a_file_a_month_is_one_table(tmp_path):
    for month in ("09", "10"):
        save(tmp_path / f"cong-2026-{month}.xlsx", rows_of(*MATRIX), "Bảng chấm công")
    (tmp_path / "~$cong-2026-10.xlsx").write_bytes(b"locked")
    backend = ExcelBackend(locale="vi_VN", backups=tmp_path, now=dt.datetime.now)
    paths = backend.find(str(tmp_path / "cong-2026-*.xlsx"))
    reading = read(*(tmp_path / path for path in paths), departments=[PAYROLL])
    days = reading.books.table(TimesheetDay)
    assert {(day.date.month, day.date.day) for day in days} == {(month, day) for month in (9, 10) for day in (1, 2, 3)}
    assert {days.place(row).workbook for row in range(len(days))} == {"cong-2026-09", "cong-2026-10"}


def test_a_month_may_stand_in_a_heading_as_text_or_as_a_date(tmp_path):
    for heading in ("THÁNG 11 NĂM 2026", "Kỳ: 11/2026", dt.date(2026, 11, 1)):
        reading = read(save(tmp_path / "a.xlsx", rows_of([heading], *MATRIX), "Chấm công"), departments=[PAYROLL])
        assert {day.date.month for day in reading.books.table(TimesheetDay)} == {11}


def test_a_matrix_of_an_unknown_month_is_a_finding(tmp_path):
    rows = rows_of(["Mã số thuế 0312201612"], *MATRIX)
    reading = read(save(tmp_path / "a.xlsx", rows, "Bảng chấm công"), departments=[PAYROLL])
    assert told(reading) == [("DAT602", "Bảng chấm công")]
    assert not reading.books.table(TimesheetDay).present


def test_a_part_of_a_spread_table_that_cannot_be_read_is_a_finding_and_the_rest_is_read(tmp_path):
    path = save_tabs(tmp_path / "a.xlsx", **{"NKC T10": [HEADER, LINE], "NKC T11": [("Ngày", *HEADER), (DAY, *LINE)]})
    reading = read(path)
    assert told(reading) == [("DAT102", "NKC T11!B1")]
    assert journal(reading) == [("NKC T10!B2", "PC01")]


def test_one_key_in_two_tabs_is_a_finding_that_names_the_other_place(tmp_path):
    rows = [["Mã", "Tên"], ["A1", "Ốc"]]
    reading = read(save_tabs(tmp_path / "a.xlsx", **{"Kho 1": rows, "Kho 2": rows}), departments=[PARTS])
    (finding,) = reading.findings
    assert (finding.code, str(finding.place), finding.key) == ("DAT301", "Kho 2!A2", ("A1",))
    assert (finding.fields["first"], [str(one) for one in finding.also]) == ("Kho 1!A2", ["Kho 1!A2"])


def test_one_person_and_day_in_two_tabs_of_different_months_is_a_finding(tmp_path):
    rows = [["Ngày", "Mã NV", "Ký hiệu"], [DAY, "NV001", "X"]]
    path = save_tabs(tmp_path / "a.xlsx", **{"Chấm công 10-2026": rows, "Chấm công 11-2026": rows})
    assert told(read(path, departments=[PAYROLL])) == [("DAT301", "Chấm công 11-2026!B2")]


def test_rows_without_a_key_of_their_own_are_not_compared_between_tabs(tmp_path):
    rows = [["Ngày", "Số chứng từ", "Tài khoản", "Nợ", "Có"], [DAY, "PC01", "111", 1, None]]
    assert told(read(save_tabs(tmp_path / "a.xlsx", **{"NKC a": rows, "NKC b": rows}))) == []


def test_a_tab_of_an_unknown_name_is_read_by_its_columns_where_no_other_bears_the_name(tmp_path):
    reading = read(save_tabs(tmp_path / "a.xlsx", Sheet1=[HEADER, LINE]))
    assert journal(reading) == [("Sheet1!B2", "PC01")]


def test_an_extract_beside_the_journal_is_left_alone(tmp_path):
    path = save_tabs(tmp_path / "a.xlsx", **{"Sổ cái 6427": [HEADER, LINE], "Nhật ký chung": [HEADER, LINE]})
    reading = read(path)
    assert (told(reading), journal(reading)) == ([], [("Nhật ký chung!B2", "PC01")])


def test_unknown_tabs_and_our_own_are_left_alone(tmp_path):
    own = [["Mã", "Tên"], ["A1", "Ốc"]]
    path = save_tabs(tmp_path / "a.xlsx", **{"Ghi chú": [["gọi chị Lan"]], "⚙ Parts": own, "Biểu đồ": [[1, 2], [3]]})
    reading = read(path, departments=[PARTS])
    assert (told(reading), reading.workbooks[0].tabs, reading.books.tables) == ([], [], {})


def test_hidden_tabs_are_read_like_any_other(tmp_path):
    def fill(sheet):
        rows_of(HEADER, LINE)(sheet)
        sheet.parent.create_sheet("Trống")
        sheet.sheet_state = "hidden"

    assert len(journal(read(save(tmp_path / "a.xlsx", fill)))) == 1


def test_a_mapped_tab_is_the_only_one_of_its_table(tmp_path):
    path = save_tabs(
        tmp_path / "a.xlsx", **{"Nhật ký chung": [HEADER, LINE], "Của tôi": [HEADER, (DAY, "X9", *LINE[2:])]}
    )
    reading = read(path, mappings={"a": {"journal": TableMapping(tab="Của tôi")}})
    assert journal(reading) == [("Của tôi!B2", "X9")]


def test_a_mapped_tab_that_is_empty_is_left_alone(tmp_path):
    path = save_tabs(tmp_path / "a.xlsx", **{"Của tôi": []})
    assert told(read(path, mappings={"a": {"journal": TableMapping(tab="Của tôi")}})) == []


def test_a_required_table_that_is_nowhere_is_a_finding(tmp_path):
    reading = read(save_tabs(tmp_path / "a.xlsx", **{"Nhật ký chung": [HEADER, LINE]}), expected={"a": ["finance"]})
    (finding,) = reading.findings
    assert (finding.code, finding.table, str(finding.place)) == ("DAT103", "accounts", "a")


def test_a_required_table_with_a_problem_of_its_own_is_not_called_missing(tmp_path):
    path = save_tabs(
        tmp_path / "a.xlsx", **{"Nhật ký chung": [HEADER, LINE], "Tài khoản": [["Số hiệu TK", "Nợ"], [1, 2]]}
    )
    assert told(read(path, expected={"a": ["finance"]})) == [("DAT101", "Tài khoản!1:1")]


def test_only_the_departments_of_a_workbook_are_looked_for_in_it(tmp_path):
    path = save_tabs(tmp_path / "a.xlsx", **{"Tài khoản": [["Số hiệu TK", "Tên tài khoản"], ["111", "Tiền mặt"]]})
    departments = [FINANCE, PAYROLL]
    assert read(path, departments=departments, expected={"a": ["payroll"]}).books.tables == {}
    assert len(read(path, departments=departments).books.table(Account)) == 1


def test_one_table_in_both_layouts_is_one_table(tmp_path):
    entry = ["Ngày", "Số chứng từ", "Dòng", "TK Nợ", "TK Có", "Số tiền"]
    path = save_tabs(
        tmp_path / "a.xlsx",
        **{"NKC T10-2026": [HEADER, LINE], "NKC T11-2026": [entry, [DAY, "PC02", 1, "111", "112", 7]]},
    )
    reading = read(path)
    table = reading.books.table(JournalLine)
    assert told(reading) == []
    assert [(line.voucher, line.line, line.account) for line in table] == [
        ("PC01", 1, "6427"), ("PC02", 1, "111"), ("PC02", 2, "112"),
    ]  # fmt: skip
    assert str(table.place(2, "account")) == "NKC T11-2026!E2"


def test_a_row_of_another_layout_that_cannot_be_read_is_left_out_under_the_tables_own_names(tmp_path):
    entry = ["Ngày", "Số chứng từ", "TK Nợ", "TK Có", "Số tiền"]
    reading = read(save_tabs(tmp_path / "a.xlsx", NKC=[entry, ["hôm qua", "PC02", "111", "112", 7]]))
    (left,) = reading.books.table(JournalLine).left_out
    assert (left.values["account"], left.values["voucher"]) == ("111", "PC02")
