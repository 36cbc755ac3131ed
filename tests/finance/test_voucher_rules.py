from decimal import Decimal

from rules.core.message import Voice
from rules.finance import DEPARTMENT
from tests.finance.findings import all_findings, found, said, the_one
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_a_voucher_whose_sides_differ_is_found_once_on_its_first_line(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    | 2026-11-03 | PT02        | 1    | 1111      | 250          |              |
    | 2026-11-03 | PT02        | 2    | 5111      |              | 200          |
    | 2026-11-03 | PT02        | 3    | 33311     |              | 20.5         |
    """
    finding = the_one(books, context, "FIN101")
    assert found(books, context) == [("FIN101", "Nhật ký chung!E4", ("PT02",))]
    assert [place.row for place in finding.also] == [5, 6]
    assert finding.fields["difference"] == Decimal("29.5")
    text = said(books, context, "FIN101").replace("\u00a0", " ")
    assert "debits ₫250, credits ₫220.5, a difference of ₫29.5" in text


@with_books(DEPARTMENT)
def test_a_difference_below_the_smallest_coin_is_told_in_the_currency_and_not_rounded_away(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-03 | PT02        | 1    | 1111      | 250          |              |
    | 2026-11-03 | PT02        | 2    | 5111      |              | 249.6        |
    """
    text = the_one(books, context, "FIN101").text(Voice()).replace("\u00a0", " ")
    assert "tổng Nợ 250 ₫, tổng Có 249,6 ₫, lệch 0,4 ₫" in text


@with_books(DEPARTMENT)
def test_a_voucher_is_one_however_its_number_is_typed_and_wherever_its_lines_stand(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT02        | 1    | 1111      | 70           |              |
    | 2026-11-02 | pt01        | 2    | 5111      |              | 60           |
    | 2026-11-02 | PT02        | 2    | 5111      |              | 70           |
    | 2026-11-02 | Pt01        | 3    | 33311     |              | 40           |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_voucher_with_a_line_left_out_is_not_judged(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 1.234.567,89x |
    | 2026-11-03 | PT02        | 1    | 1111      | 30           |              |
    | 2026-11-03 | PT02        | 2    | 5111      |              | 30           |
    """
    assert len(books.table(DEPARTMENT.records[1]).left_out) == 1
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_line_left_out_without_a_voucher_number_is_taken_to_belong_to_its_neighbours(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-01 | PT01        | 1    | 1111      | 50           |              |
    | 2026-11-02 | PT02        | 1    | 1111      | 100          |              |
    | 2026-11-02 |             | 2    | 5111      |              | 100          |
    | 2026-11-03 | PT03        | 1    | 1111      | 30           |              |
    | 2026-11-03 | PT03        | 2    | 5111      |              | 30           |
    """
    assert [code for code, _, _ in found(books, context)] == ["FIN101"]
    assert the_one(books, context, "FIN101").key == ("PT01",)


@with_books(DEPARTMENT)
def test_a_line_left_out_at_the_top_or_bottom_of_one_tab_leaves_the_other_tabs_alone(books, context):
    """
    [NKC 2026-10]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-10-02 |             | 1    | 5111      |              | 40           |
    | 2026-10-02 | PT01        | 1    | 1111      | 40           |              |
    [NKC 2026-11]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT02        | 1    | 1111      | 100          |              |
    | 2026-11-03 | PT03        | 1    | 1111      | 30           |              |
    | 2026-11-03 |             | 2    | 5111      |              | 30           |
    """
    assert [finding.key for finding in all_findings(books, context)] == [("PT02",)]


@with_books(DEPARTMENT)
def test_a_row_that_stands_there_twice_does_not_unbalance_its_voucher_too(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_equal_lines_without_line_numbers_are_not_doubled_rows(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 5111      |              | 100          |
    """
    assert [code for code, _, _ in found(books, context)] == ["FIN101"]


@with_books(DEPARTMENT)
def test_a_draft_may_still_be_unbalanced(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Trạng thái |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              | Nháp       |
    | 2026-11-03 | PT02        | 1    | 1111      | 100          |              | Đã ghi     |
    """
    assert found(books, context) == [("FIN101", "Nhật ký chung!E3", ("PT02",))]


@with_books(DEPARTMENT)
def test_an_entry_with_one_account_on_both_sides_is_found(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số CT | Dòng | Diễn giải | TK Nợ | TK Có | Số tiền |
    | 2026-11-02 | PT01  | 1    | Thu tiền  | 1111  | 5111  | 100     |
    | 2026-11-02 | PT01  | 2    | Nhầm      | 1121  | 1121  | 40      |
    """
    assert found(books, context) == [("FIN102", "Nhật ký chung!E3", ("PT01", "3"))]
    assert "1121" in said(books, context, "FIN102")


@with_books(DEPARTMENT)
def test_two_lines_on_one_account_are_no_entry_with_one_account(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 1111      |              | 100          |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_one_voucher_number_on_two_dates_is_found_on_the_line_that_differs(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 90           |
    | 2026-11-12 | PT01        | 3    | 33311     |              | 10           |
    """
    assert found(books, context) == [("FIN403", "Nhật ký chung!A4", ("PT01",))]
    assert [place.row for place in the_one(books, context, "FIN403").also] == [2, 3]
    assert "12 Nov 2026" in said(books, context, "FIN403")


@with_books(DEPARTMENT)
def test_a_date_in_the_future_is_not_reported_as_a_second_date_too(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2062-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    """
    assert found(books, context) == [("FIN301", "Nhật ký chung!A2", ("PT01", "1"))]


@with_books(DEPARTMENT)
def test_a_voucher_entered_again_under_another_number_is_found(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Diễn giải  | Tài khoản | Phát sinh Nợ | Phát sinh Có | Đối tượng | Số hóa đơn |
    | 2026-11-02 | PC01        | 1    | Tiền điện  | 6427      | 100          |              | EVN       | 0012       |
    | 2026-11-02 | PC01        | 2    | Tiền điện  | 1111      |              | 100          | EVN       | 0012       |
    | 2026-11-02 | PC02        | 1    | Điện T10   | 1111      |              | 100          | evn       | 0012       |
    | 2026-11-02 | PC02        | 2    | Điện T10   | 6427      | 100          |              | EVN       | 0012       |
    """
    assert found(books, context) == [("FIN404", "Nhật ký chung!B4", ("PC02",))]
    assert "PC01" in said(books, context, "FIN404")
    assert [place.row for place in the_one(books, context, "FIN404").also] == [5]


@with_books(DEPARTMENT)
def test_vouchers_that_differ_in_invoice_description_partner_account_or_date_are_no_duplicates(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Diễn giải | Tài khoản | Phát sinh Nợ | Phát sinh Có | Đối tượng | Số hóa đơn |
    | 2026-11-02 | PC01        | 1    | Mua hàng  | 1561      | 100          |              | A         | 0012       |
    | 2026-11-02 | PC01        | 2    | Mua hàng  | 1111      |              | 100          | A         | 0012       |
    | 2026-11-02 | PC02        | 1    | Mua hàng  | 1561      | 100          |              | A         | 0013       |
    | 2026-11-02 | PC02        | 2    | Mua hàng  | 1111      |              | 100          | A         | 0013       |
    | 2026-11-02 | PC03        | 1    | Xăng xe   | 6427      | 100          |              | A         |            |
    | 2026-11-02 | PC03        | 2    | Xăng xe   | 1111      |              | 100          | A         |            |
    | 2026-11-02 | PC04        | 1    | Cầu đường | 6427      | 100          |              | A         |            |
    | 2026-11-02 | PC04        | 2    | Cầu đường | 1111      |              | 100          | A         |            |
    | 2026-11-02 | PC05        | 1    | Cầu đường | 6427      | 100          |              | B         |            |
    | 2026-11-02 | PC05        | 2    | Cầu đường | 1111      |              | 100          | B         |            |
    | 2026-11-03 | PC06        | 1    | Cầu đường | 6427      | 100          |              | B         |            |
    | 2026-11-03 | PC06        | 2    | Cầu đường | 1111      |              | 100          | B         |            |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_voucher_that_was_reversed_may_be_entered_again(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Đảo chứng từ |
    | 2026-11-02 | PC01        | 1    | 6427      | 100          |              |              |
    | 2026-11-02 | PC01        | 2    | 1111      |              | 100          |              |
    | 2026-11-02 | PC02        | 1    | 6427      | -100         |              | pc01         |
    | 2026-11-02 | PC02        | 2    | 1111      |              | -100         | pc01         |
    | 2026-11-02 | PC03        | 1    | 6427      | 100          |              |              |
    | 2026-11-02 | PC03        | 2    | 1111      |              | 100          |              |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_lines_in_rows_of_one_number_on_two_tabs_are_no_entry(books, context):
    """
    [NKC 2026-10]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-10-30 | PT01        | 1    | 1111      | 40           |              |
    [NKC 2026-11]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-10-30 | PT01        | 2    | 1111      |              | 40           |
    """
    assert found(books, context) == []
