"""Headers as people keep them: where they stand, how they are written, and which of them cannot be trusted."""

import base64
import datetime as dt
from decimal import Decimal

import pytest
from xlsxwriter import Workbook

from rules.core.record import columns_of
from rules.core.text import fold_header
from rules.finance import DEPARTMENT as FINANCE
from rules.finance.records import BudgetLine, JournalLine
from rules.inventory import DEPARTMENT as INVENTORY
from rules.payroll import DEPARTMENT as PAYROLL
from rules.payroll.records import TimesheetDay
from sync.config.office import TableMapping
from tests.reading.workbooks import HEADER, PARTS, Part, read, rows_of, save, told

LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DAY = dt.date(2026, 11, 2)
LINE = (DAY, "PC01", 1, "Tiền điện", "6427", 900_000, None)


def journal(reading):
    return reading.books.table(JournalLine)


def the_line(reading):
    assert told(reading) == []
    (line,) = journal(reading)
    return line


def test_title_rows_and_a_logo_stand_above_the_header(tmp_path):
    (tmp_path / "logo.png").write_bytes(LOGO)
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("Nhật ký chung")
        sheet.insert_image("G1", str(tmp_path / "logo.png"))
        sheet.write("A1", "CÔNG TY TNHH HOA SEN")
        sheet.write("A2", "Địa chỉ: 12 Lê Lợi")
        sheet.merge_range("A4:G4", "SỔ NHẬT KÝ CHUNG")
        sheet.write_row("A6", HEADER)
        sheet.write_row("A7", ("02/11/2026", "PC01", 1, "Tiền điện", "6427", 900_000))
    reading = read(path)
    assert the_line(reading).debit == 900_000
    assert str(journal(reading).place(0, "debit")) == "Nhật ký chung!F7"


def test_a_header_in_two_merged_rows_is_read_with_both(tmp_path):
    def fill(sheet):
        rows_of(
            ["Chứng từ", None, "Diễn giải", "Tài khoản", "Số phát sinh"],
            ["Số", "Ngày", None, None, "Nợ", "Có"],
            ["PC01", DAY, "Tiền điện", "6427", 900_000, None],
        )(sheet)
        for merged in ("A1:B1", "E1:F1", "C1:C2", "D1:D2"):
            sheet.merge_cells(merged)

    reading = read(save(tmp_path / "a.xlsx", fill))
    line = the_line(reading)
    assert (line.voucher, line.date, line.account, line.debit, line.credit) == ("PC01", DAY, "6427", 900_000, 0)
    assert journal(reading).place(0, "debit").header == "Số phát sinh Nợ"


def test_a_header_in_two_rows_is_read_where_only_the_upper_groups_are_merged(tmp_path):
    def fill(sheet):
        rows_of(
            ["Ngày", "Số chứng từ", "Tài khoản", "Số phát sinh"],
            [None, None, None, "Nợ", "Có"],
            [DAY, "PC01", "6427", None, 5],
        )(sheet)
        sheet.merge_cells("D1:E1")

    assert the_line(read(save(tmp_path / "a.xlsx", fill))).credit == 5


def test_columns_may_stand_in_any_order_with_the_staffs_own_between_them(tmp_path):
    rows = rows_of(
        ["STT", "Phát sinh Có", "Ghi chú riêng", "Tài khoản", "Số chứng từ", "Phát sinh Nợ", "Ngày"],
        [1, None, "hỏi chị Lan", "6427", "PC01", 900_000, DAY],
    )
    line = the_line(read(save(tmp_path / "a.xlsx", rows)))
    assert (line.date, line.voucher, line.account, line.debit, line.credit) == (DAY, "PC01", "6427", 900_000, 0)


@pytest.mark.parametrize(
    "header",
    [
        ("Ngày hạch toán", "Số CT", "Số dòng", "Nội dung", "TK", "PS Nợ", "PS Có"),
        ("Date", "Voucher", "Line", "Description", "Account", "Debit", "Credit"),
        ("NGAY", "so chung tu", "Dong", "Dien giai", "Tai khoan", "phat sinh no", "Phat_sinh_co"),
        ("Nga\u0300y ", " Số   chứng\ntừ", "dòng:", "Diễn giải.", "Tài\u00a0khoản", "Phát sinh Nợ", "Phát  sinh Có"),
        ("Ngày (dd/mm/yyyy)", "Số chứng từ *", "Dòng", "Diễn giải (ghi rõ nội dung)", "Tài khoản", "Phát sinh Nợ (VND)",
         "Phát sinh Có\n(đồng)"),
    ],
    ids=["by aliases", "in English", "without accents", "with stray spaces", "with a trailing note"],
)  # fmt: skip
def test_a_header_may_be_written_in_many_ways(tmp_path, header):
    line = the_line(read(save(tmp_path / "a.xlsx", rows_of(header, LINE))))
    assert (line.date, line.voucher, line.line, line.description, line.account) == (DAY, "PC01", 1, "Tiền điện", "6427")
    assert (line.debit, line.credit) == (900_000, 0)


def test_a_note_that_changes_the_meaning_is_not_passed_over(tmp_path):
    header = ("Ngày", "Số chứng từ", "Dòng", "Diễn giải", "Tài khoản", "Phát sinh Nợ (nghìn đồng)", "Phát sinh Có")
    reading = read(save(tmp_path / "a.xlsx", rows_of(header, LINE)))
    assert told(reading) == [("DAT101", "Nhật ký chung!1:1")]


def test_a_missing_column_is_one_finding_and_the_table_is_left_out(tmp_path):
    header = ("Ngày", "Số chứng từ", "Diễn giải", "Phát sinh Nợ", "Phát sinh Có")
    reading = read(save(tmp_path / "a.xlsx", rows_of(header, *[(DAY, "PC01", "x", 1, None)] * 50)))
    (finding,) = reading.findings
    assert (finding.code, str(finding.place)) == ("DAT101", "Nhật ký chung!1:1")
    assert finding.fields["columns"] == [
        column.titles for column in columns_of(JournalLine) if column.name == "account"
    ]
    assert not journal(reading).present


def test_a_doubled_column_is_one_finding_that_names_both(tmp_path):
    reading = read(save(tmp_path / "a.xlsx", rows_of((*HEADER, "Phát sinh Nợ"), (*LINE, 1))))
    (finding,) = reading.findings
    assert (finding.code, str(finding.place)) == ("DAT102", "Nhật ký chung!H1")
    assert finding.fields == {"header": "Phát sinh Nợ", "columns": ["F1", "H1"]}
    assert not journal(reading).present


def test_two_aliases_of_one_column_are_doubled_too(tmp_path):
    header = ("Ngày ghi sổ", "Số chứng từ", "Ngày chứng từ", "Tài khoản", "Phát sinh Nợ", "Phát sinh Có")
    (finding,) = read(save(tmp_path / "a.xlsx", rows_of(header, (DAY, "PC01", DAY, "111", 1, 0)))).findings
    assert (finding.code, finding.fields["header"]) == ("DAT102", "Ngày ghi sổ / Ngày chứng từ")


def test_a_title_counts_before_an_alias(tmp_path):
    header = ("Ngày", "Số chứng từ", "Ngày chứng từ", "Tài khoản", "Phát sinh Nợ", "Phát sinh Có")
    line = the_line(read(save(tmp_path / "a.xlsx", rows_of(header, (DAY, "PC01", dt.date(2026, 1, 1), "111", 1, 0)))))
    assert line.date == DAY


def test_the_configuration_may_name_the_staffs_own_titles(tmp_path):
    header = ("Ngày", "Số chứng từ", "Khoản", "Tài khoản", "Ghi nợ lớn", "Phát sinh Có", "Phát sinh Nợ")
    path = save(tmp_path / "a.xlsx", rows_of(["Lưu ý"], header, (DAY, "PC01", "x", "6427", 7, None, 99)), "Tờ 1")
    mapping = TableMapping(tab="Tờ *", header_row=2, columns={"debit": "GHI NỢ LỚN", "description": "Khoản"})
    line = the_line(read(path, mappings={"a": {"journal": mapping}}))
    assert (line.debit, line.description) == (7, "x")


def test_titles_may_be_mapped_without_naming_the_tab(tmp_path):
    header = ("Ngày", "Số chứng từ", "Tài khoản", "Bên nợ", "Bên có")
    path = save(tmp_path / "a.xlsx", rows_of(header, (DAY, "PC01", "6427", 7, None)))
    mapping = TableMapping(columns={"debit": "Bên nợ", "credit": "Bên có"})
    assert the_line(read(path, mappings={"a": {"journal": mapping}})).debit == 7


def test_a_header_row_that_the_configuration_states_wrongly_is_a_finding(tmp_path):
    path = save(tmp_path / "a.xlsx", rows_of(HEADER, LINE))
    reading = read(path, mappings={"a": {"journal": TableMapping(tab="Nhật ký chung", header_row=30)}})
    assert told(reading) == [("DAT101", "Nhật ký chung!1:1")]


def test_a_tab_of_the_right_name_without_any_known_title_is_a_finding(tmp_path):
    reading = read(save(tmp_path / "a.xlsx", rows_of(["Cột 1", "Cột 2"], [1, 2])))
    assert told(reading) == [("DAT101", "Nhật ký chung!1:1")]


def test_an_empty_tab_is_left_alone(tmp_path):
    assert told(read(save(tmp_path / "a.xlsx", rows_of()))) == []


def test_a_header_without_rows_is_an_empty_table(tmp_path):
    reading = read(save(tmp_path / "a.xlsx", rows_of(HEADER)))
    assert (told(reading), journal(reading).present, len(journal(reading))) == ([], True, 0)


def test_the_row_of_column_numbers_below_a_statutory_header_is_no_record(tmp_path):
    reading = read(save(tmp_path / "a.xlsx", rows_of(HEADER, ("A", "B", "C", "D", "E", 1, 2), LINE)))
    assert [line.voucher for line in journal(reading)] == ["PC01"]
    assert told(reading) == [("DAT501", "Nhật ký chung")]


def test_the_days_of_the_week_below_a_month_matrix_are_no_record(tmp_path):
    rows = rows_of(
        ["BẢNG CHẤM CÔNG", "Tháng 11 năm 2026"], ["Mã NV", "Họ và tên", 1, 2, 3], [None, None, "CN", "T2", "T3"],
        ["NV001", "Hoa", None, "X", "P"],
    )  # fmt: skip
    reading = read(save(tmp_path / "a.xlsx", rows, "Bảng chấm công"), departments=[PAYROLL])
    days = reading.books.table(TimesheetDay)
    assert [(day.employee, day.date.day) for day in days if day.mark] == [("NV001", 2), ("NV001", 3)]
    assert told(reading) == [("DAT501", "Bảng chấm công")]


def test_days_in_a_header_may_be_real_dates(tmp_path):
    days = [dt.date(2026, 11, day) for day in range(1, 4)]
    rows = rows_of(["Tháng 11/2026"], ["Mã NV", "Họ và tên", *days], ["NV001", "Hoa", "X", None, "P"])
    reading = read(save(tmp_path / "a.xlsx", rows, "Bảng chấm công"), departments=[PAYROLL])
    assert [day.date for day in reading.books.table(TimesheetDay) if day.mark] == [days[0], days[2]]


def test_months_in_a_header_may_be_real_dates(tmp_path):
    months = [dt.date(2026, month, 1) for month in range(1, 13)]
    rows = rows_of(["Bộ phận", "Tài khoản", "Năm", *months], ["Kho", "642", 2026, 10, *[None] * 10, 120])
    reading = read(save(tmp_path / "a.xlsx", rows, "Ngân sách"))
    assert [(line.month.month, line.amount) for line in reading.books.table(BudgetLine)] == [(1, 10), (12, 120)]


def test_dates_in_a_header_that_are_neither_days_nor_months_stand_for_nothing(tmp_path):
    days = [dt.date(2025, 1, 1), dt.date(2026, 2, 3)]
    rows = rows_of(["Bộ phận", "Tài khoản", "Năm", *days], ["Kho", "642", 2026, 10, 20])
    assert len(read(save(tmp_path / "a.xlsx", rows, "Ngân sách")).books.table(BudgetLine)) == 0


def test_a_title_is_found_without_the_remark_that_it_bears_in_the_template(tmp_path):
    rows = rows_of(["Mã hàng", "Tên hàng", "ĐVT", "Thời gian giao hàng"], ["A1", "Bút", "cái", 5])
    reading = read(save(tmp_path / "a.xlsx", rows, "Hàng hóa"), departments=[INVENTORY])
    (item,) = reading.books.table(INVENTORY.records[0])
    assert item.lead_time == 5


@pytest.mark.parametrize(
    "layout", [layout for one in (FINANCE, INVENTORY, PAYROLL) for layout in one.all_layouts()],
    ids=lambda one: one.__name__
)  # fmt: skip
def test_no_two_columns_of_a_tab_bear_one_title(layout):
    owners = {}
    for column in columns_of(layout):
        for title in column.titles.all():
            assert owners.setdefault(fold_header(title), column.name) == column.name


def test_owned_columns_are_recognised_in_either_language_wherever_staff_moved_them(tmp_path):
    header = ("Mã", "⚙ Trạng thái", "Tên", "Của tôi", "⚙ Why", "Số lượng")
    reading = read(
        save(tmp_path / "a.xlsx", rows_of(header, ["A", "OK", "Ốc", "x", None, 3]), "Parts"), departments=[PARTS]
    )
    (tab,) = reading.workbooks[0].tabs
    assert tab.header.owned == {"⚙ Trạng thái": 2, "⚙ Why": 5}
    assert tab.header.last_column == 6
    assert [(part.name, part.pieces) for part in reading.books.table(Part)] == [("Ốc", Decimal(3))]
