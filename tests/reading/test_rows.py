"""Rows as people keep them: blank, hidden, merged, totals between and signatures below; each record once."""

import datetime as dt
from decimal import Decimal

import pytest

from rules.finance.records import BudgetLine, JournalLine
from rules.inventory import DEPARTMENT as INVENTORY
from rules.payroll import DEPARTMENT as PAYROLL
from rules.payroll.records import Employee
from tests.reading.workbooks import HEADER, PARTS, Part, alter_sheet, read, rows_of, save, told, with_cached

DAY = dt.date(2026, 11, 2)
PARTS_HEADER = ("Mã", "Tên", "Số lượng", "Đơn giá")


def line(voucher="PC01", number=1, debit=900_000, credit=None, account="6427"):
    return (DAY, voucher, number, "Tiền điện", account, debit, credit)


def vouchers(reading):
    return [(one.voucher, one.line) for one in reading.books.table(JournalLine)]


def parts(reading):
    return [(one.code, one.pieces) for one in reading.books.table(Part)]


def read_parts(tmp_path, *rows, **options):
    return read(save(tmp_path / "a.xlsx", rows_of(PARTS_HEADER, *rows), "Parts"), departments=[PARTS], **options)


def test_blank_rows_between_records_are_left_alone(tmp_path):
    reading = read(save(tmp_path / "a.xlsx", rows_of(HEADER, [], line(), [], [" ", "\u00a0"], line(number=2), [])))
    assert (told(reading), vouchers(reading)) == ([], [("PC01", 1), ("PC01", 2)])
    assert [reading.books.table(JournalLine).place(row).row for row in (0, 1)] == [3, 6]


@pytest.mark.parametrize(
    "words",
    ["Tổng cộng", "TỔNG CỘNG:", "Cộng phát sinh tháng 10", "Cộng", "Tong cong", "Total", "Grand Total", "PC01 Total",
     "Số dư đầu kỳ", "Lũy kế từ đầu năm", "Cộng mang sang trang sau", "Tô\u0309ng cô\u0323ng"],
)  # fmt: skip
@pytest.mark.parametrize("cell", range(1, 5))
def test_a_total_in_whatever_column_is_skipped_with_a_note(tmp_path, words, cell):
    total = [None] * 5 + [900_000, 900_000]
    total[cell - 1] = words
    reading = read(save(tmp_path / "a.xlsx", rows_of(HEADER, line(), total, line(number=2))))
    assert vouchers(reading) == [("PC01", 1), ("PC01", 2)]
    (finding,) = reading.findings
    assert (finding.code, finding.fields["rows"]) == ("DAT501", ["3"])


def test_a_total_may_be_named_in_a_column_of_the_staffs_own(tmp_path):
    rows = rows_of(("STT", *HEADER), (1, *line()), ("Tổng cộng", *[None] * 5, 900_000, 0))
    assert told(read(save(tmp_path / "a.xlsx", rows))) == [("DAT501", "Nhật ký chung")]


def test_a_sum_without_a_name_is_skipped_where_its_formula_shows_it(tmp_path):
    path = save(tmp_path / "a.xlsx", rows_of(HEADER, line(), [*[None] * 5, "=SUM(F2:F2)", "=SUM(G2:G2)"]))
    with_cached(path, {"F3": "900000", "G3": "0"})
    assert told(read(path)) == [("DAT501", "Nhật ký chung")]


def test_an_amount_without_key_or_name_is_a_finding(tmp_path):
    reading = read(save(tmp_path / "a.xlsx", rows_of(HEADER, line(), [*[None] * 5, 900_000])))
    assert ("DAT302", "Nhật ký chung!B3") in told(reading)


@pytest.mark.parametrize(
    "name",
    ["Cổng HDMI", "Tổng đài Panasonic", "Công tắc đơn", "Total Gas 12kg", "Cộng hưởng từ", "Cổng 2", "Tống Văn Số"],
)
def test_a_record_whose_name_only_sounds_like_a_total_is_never_skipped(tmp_path, name):
    reading = read_parts(
        tmp_path, ["A1", name, 1, 2], [None, name, 3, 4], ["CONGTAC01", name, 5, 6], ["TONG", name, 7, 8]
    )
    assert told(reading) == [("DAT302", "Parts!A3")]
    assert [code for code, _ in parts(reading)] == ["A1", "CONGTAC01", "TONG"]


def test_a_department_called_general_affairs_is_no_total(tmp_path):
    rows = rows_of(
        ["Bộ phận", "Tài khoản", "Tháng", "Ngân sách"],
        ["Tổng hợp", "642", "11/2026", 5],
        ["Tổng cộng", None, None, 5],
    )
    reading = read(save(tmp_path / "a.xlsx", rows, "Ngân sách"))
    assert [one.department for one in reading.books.table(BudgetLine)] == ["Tổng hợp"]
    assert told(reading) == [("DAT501", "Ngân sách")]


def test_signatures_below_the_table_are_no_records(tmp_path):
    rows = rows_of(
        HEADER, line(), ["Tổng cộng", None, None, None, None, 900_000, 0], [],
        [None, None, None, None, "Ngày 30 tháng 11 năm 2026"], ["Người lập biểu", "Kế toán trưởng", None, "Giám đốc"],
        ["(Ký, họ tên)", "(Ký, họ tên)", None, "(Ký, họ tên, đóng dấu)"], [],
        ["Nguyễn Thị Hoa", "Trần Văn Nam", None, "Lê Minh", None, None, "Phạm Lan"],
    )  # fmt: skip
    reading = read(save(tmp_path / "a.xlsx", rows))
    assert vouchers(reading) == [("PC01", 1)]
    (finding,) = reading.findings
    assert (finding.code, finding.fields["count"]) == ("DAT501", 5)


def test_a_director_at_the_end_of_the_roll_is_a_record_even_without_a_salary(tmp_path):
    rows = rows_of(
        ["Mã NV", "Họ và tên", "Chức vụ", "Lương hợp đồng"], ["NV1", "Hoa", "Thủ kho", 9], ["NV2", "Minh",
         "Giám đốc", None]
    )  # fmt: skip
    reading = read(save(tmp_path / "a.xlsx", rows, "Nhân viên"), departments=[PAYROLL])
    assert [one.code for one in reading.books.table(Employee)] == ["NV1"]
    assert told(reading) == [("DAT201", "Nhân viên!D3")]


def test_remarks_below_the_table_are_no_records(tmp_path):
    reading = read_parts(tmp_path, ["A1", "Ốc", 1, 2], ["Ghi chú: giá chưa thuế"], [], [None, "kho mở 8 giờ sáng"])
    assert parts(reading) == [("A1", 1)]
    assert told(reading) == [("DAT501", "Parts")]


def test_an_unfinished_record_at_the_end_is_a_finding(tmp_path):
    reading = read_parts(tmp_path, ["A1", "Ốc", 1, 2], [None, "Bu lông"])
    assert told(reading) == [("DAT302", "Parts!A3")]


def test_an_unfinished_record_right_below_the_header_is_a_finding(tmp_path):
    assert told(read_parts(tmp_path, [None, "Bu lông"], ["A1", "Ốc", 1, 2])) == [("DAT302", "Parts!A2")]


def test_a_heading_merged_over_several_columns_is_no_record(tmp_path):
    def fill(sheet):
        rows_of(PARTS_HEADER, ["I. Ốc vít"], ["A1", "Ốc", 1, 2], ["II. Dây điện"], ["B1", "Dây", 3, 4])(sheet)
        sheet.merge_cells("A2:D2")
        sheet.merge_cells("A4:D4")

    reading = read(save(tmp_path / "a.xlsx", fill, "Parts"), departments=[PARTS])
    assert parts(reading) == [("A1", 1), ("B1", 3)]
    assert told(reading) == [("DAT501", "Parts")]


def test_hidden_and_filtered_rows_are_read_all_the_same(tmp_path):
    def fill(sheet):
        rows_of(HEADER, line(), line(number=2), line(number=3))(sheet)
        sheet.row_dimensions[3].hidden = True
        sheet.auto_filter.ref = "A1:G4"
        sheet.auto_filter.add_filter_column(2, ["1", "3"])

    reading = read(save(tmp_path / "a.xlsx", fill))
    assert vouchers(reading) == [("PC01", 1), ("PC01", 2), ("PC01", 3)]


def test_dates_and_vouchers_merged_over_their_lines_hold_for_each_of_them(tmp_path):
    def fill(sheet):
        bare = (None, None, *line(number=2, debit=None, credit=900_000)[2:])
        rows_of(HEADER, line(), bare, line("PC02"))(sheet)
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")

    reading = read(save(tmp_path / "a.xlsx", fill))
    assert told(reading) == []
    assert [(one.date, one.voucher, one.credit) for one in reading.books.table(JournalLine)] == [
        (DAY, "PC01", 0), (DAY, "PC01", 900_000), (DAY, "PC02", 0),
    ]  # fmt: skip


def test_an_amount_merged_over_several_records_is_a_finding_on_each(tmp_path):
    def fill(sheet):
        rows_of(PARTS_HEADER, ["A1", "Ốc", 9, 1], ["A2", "Vít", None, 1], ["A3", "Đai", 4, 1])(sheet)
        sheet.merge_cells("C2:C3")

    reading = read(save(tmp_path / "a.xlsx", fill, "Parts"), departments=[PARTS])
    assert told(reading) == [("DAT211", "Parts!C2"), ("DAT211", "Parts!C3")]
    assert parts(reading) == [("A3", 4)]


def test_an_amount_merged_over_two_columns_is_a_finding(tmp_path):
    def fill(sheet):
        rows_of(HEADER, line())(sheet)
        sheet.merge_cells("F2:G2")

    reading = read(save(tmp_path / "a.xlsx", fill))
    assert (told(reading), vouchers(reading)) == ([("DAT211", "Nhật ký chung!G2")], [])


def test_a_text_merged_over_blank_amounts_leaves_them_blank(tmp_path):
    def fill(sheet):
        rows_of(("Mã", "Tên", "Số lượng"), ["A1", "Ốc dài"])(sheet)
        sheet.merge_cells("B2:C2")

    reading = read(save(tmp_path / "a.xlsx", fill, "Parts"), departments=[PARTS])
    assert (told(reading), parts(reading)) == ([], [("A1", 0)])


def test_a_record_that_takes_two_rows_of_the_sheet_is_one_record(tmp_path):
    def fill(sheet):
        rows_of(PARTS_HEADER, ["A1", "Ốc", 9, 1], [], ["A2", "Vít", 4, 1])(sheet)
        for column in "ABCD":
            sheet.merge_cells(f"{column}2:{column}3")

    reading = read(save(tmp_path / "a.xlsx", fill, "Parts"), departments=[PARTS])
    assert (told(reading), parts(reading)) == ([], [("A1", 9), ("A2", 4)])


def test_rows_prepared_with_formulas_only_are_no_records(tmp_path):
    rows = [["A1", "Ốc", 1, 2], [None, "=IFERROR(1,2)", "=D3*2", None], [None, "=VLOOKUP(A4,B:C,2)", None, "=C4*2"]]
    path = save(tmp_path / "a.xlsx", rows_of(PARTS_HEADER, *rows), "Parts")
    with_cached(path, {"B3": " ", "C3": "0", "B4": "#N/A", "D4": "0"})
    reading = read(path, departments=[PARTS])
    assert (told(reading), parts(reading)) == ([], [("A1", 1)])


def test_a_row_of_formulas_that_were_never_calculated_is_not_passed_over(tmp_path):
    path = save(tmp_path / "a.xlsx", rows_of(PARTS_HEADER, ["A1", "Ốc", 1, 2], [None, None, "=D3*2"]), "Parts")
    assert ("DAT208", "Parts!C3") in told(read(path, departments=[PARTS]))


def test_a_row_of_errors_below_all_values_is_not_passed_over(tmp_path):
    path = save(tmp_path / "a.xlsx", rows_of(PARTS_HEADER, ["A1", "Ốc", 1, 2], ["=A9", "Vít", 3, 4]), "Parts")
    reading = read(with_cached(path, {"A3": "#REF!"}), departments=[PARTS])
    assert told(reading) == [("DAT207", "Parts!A3")]
    only = save(tmp_path / "b.xlsx", rows_of(PARTS_HEADER, ["=A9", "=A9", "=A9", "=A9"]), "Parts")
    reading = read(with_cached(only, dict.fromkeys(("A2", "B2", "C2", "D2"), "#REF!")), departments=[PARTS])
    assert told(reading) == [("DAT207", f"Parts!{column}2") for column in "ABCD"]


def test_two_rows_with_one_key_are_a_finding_that_names_the_first(tmp_path):
    reading = read_parts(tmp_path, ["A1", "Ốc", 1, 2], ["B1", "Vít", 1, 2], ["a1 ", "Ốc lớn", 3, 4], ["A1", "Ốc", 5, 6])
    assert told(reading) == [("DAT301", "Parts!A4"), ("DAT301", "Parts!A5")]
    assert [(one.key, one.fields["first"], str(one.also[0])) for one in reading.findings] == [
        (("A1",), 2, "Parts!A2"), (("A1",), 2, "Parts!A2"),
    ]  # fmt: skip
    assert len(set(reading.books.table(Part).keys)) == 4


def test_two_keys_that_differ_in_case_only_are_one_key(tmp_path):
    assert told(read_parts(tmp_path, ["A1", "Ốc", 1, 2], ["a1", "Vít", 1, 2])) == [("DAT301", "Parts!A3")]


def test_equal_rows_are_told_apart_by_their_occurrence(tmp_path):
    reading = read_parts(tmp_path, *[["A1", "Ốc", 1, 2]] * 3)
    assert reading.books.table(Part).keys == [("A1",), ("A1", "(2)"), ("A1", "(3)")]


def test_a_row_without_a_key_is_a_finding_and_told_apart_by_what_stands_in_it(tmp_path):
    reading = read_parts(tmp_path, [None, "Ốc", 1, 2], [None, "Vít", 1, 2], ["C", "Đai", 1, 2])
    assert told(reading) == [("DAT302", "Parts!A2"), ("DAT302", "Parts!A3")]
    first, second = (one.key for one in reading.findings)
    assert first != second
    assert first[0].startswith("#")


def test_lines_that_nobody_numbers_are_told_apart_by_what_stands_in_them(tmp_path):
    header = tuple(title for title in HEADER if title != "Dòng")
    rows = [(DAY, "PC01", "a", "111", 1, None), (DAY, "PC01", "b", "112", None, 1), (DAY, "PC01", "a", "111", 1, None)]
    table = read(save(tmp_path / "a.xlsx", rows_of(header, *rows))).books.table(JournalLine)
    first, second, third = table.keys
    assert first[0] == second[0] == "PC01"
    assert first[1] != second[1]
    assert third == (*first, "(2)")


def test_a_row_left_out_is_kept_with_what_could_be_read_of_it(tmp_path):
    reading = read_parts(tmp_path, ["A1", "Ốc", "nhiều", 2])
    (left,) = reading.books.table(Part).left_out
    assert (str(left.place), left.values["code"], left.values["price"]) == ("Parts!2:2", "A1", Decimal(2))
    assert "pieces" not in left.values


def test_a_whole_column_formatted_to_the_last_row_is_read_as_far_as_it_is_filled(tmp_path):
    path = save(tmp_path / "a.xlsx", rows_of(PARTS_HEADER, ["A1", "Ốc", 1, 2]), "Parts")

    def format_all(text):
        rows = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, 1_048_577))
        return text.replace("</sheetData>", f"{rows}</sheetData>").replace('ref="A1:D2"', 'ref="A1:D1048576"')

    alter_sheet(path, format_all)
    reading = read(path, departments=[PARTS])
    assert (told(reading), parts(reading)) == ([], [("A1", 1)])
    assert len(reading.workbooks[0].snapshot.tabs[0].rows) == 2


def test_a_stock_list_with_subtotals_by_group_keeps_its_items(tmp_path):
    rows = rows_of(
        ["Mã hàng", "Tên hàng", "ĐVT"], ["A1", "Giấy", "ram"], ["Cộng nhóm giấy"], ["B1", "Bút", "cái"], ["Tổng cộng"]
    )
    reading = read(save(tmp_path / "a.xlsx", rows, "Hàng hóa"), departments=[INVENTORY])
    assert [one.code for one in reading.books.table(INVENTORY.records[0])] == ["A1", "B1"]
    assert told(reading) == [("DAT501", "Hàng hóa")]
