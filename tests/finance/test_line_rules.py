from rules.finance import DEPARTMENT
from tests.finance.findings import found, said
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_a_posted_line_after_the_day_of_the_run_is_found_and_a_draft_is_not(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Trạng thái |
    | 2026-11-20 | PT01        | 1    | 1111      | 100          |              |            |
    | 2026-11-20 | PT01        | 2    | 5111      |              | 100          |            |
    | 2026-11-21 | PT02        | 1    | 1111      | 100          |              |            |
    | 2026-11-21 | PT02        | 2    | 5111      |              | 100          |            |
    | 2026-12-01 | PT03        | 1    | 1111      | 100          |              | Nháp       |
    | 2026-12-01 | PT03        | 2    | 5111      |              | 100          | Nháp       |
    """
    assert found(books, context) == [
        ("FIN301", "Nhật ký chung!A4", ("PT02", "1")),
        ("FIN301", "Nhật ký chung!A5", ("PT02", "2")),
    ]


@with_books(DEPARTMENT)
def test_an_entry_in_the_future_is_found_once_though_it_has_two_halves(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số CT | TK Nợ | TK Có | Số tiền |
    | 2026-12-21 | PT01  | 1111  | 5111  | 100     |
    | 2026-12-21 | PT02  | 1111  | 5112  | 100     |
    """
    assert [(code, place) for code, place, _ in found(books, context)] == [
        ("FIN301", "Nhật ký chung!A2"),
        ("FIN301", "Nhật ký chung!A3"),
    ]


@with_books(DEPARTMENT)
def test_a_line_without_an_amount_is_found_and_its_voucher_not_called_unbalanced(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              |              |
    | 2026-11-02 | PT02        | 1    | 1111      | 0            | 0            |
    """
    assert found(books, context) == [
        ("FIN501", "Nhật ký chung!E3", ("PT01", "2")),
        ("FIN501", "Nhật ký chung!E4", ("PT02", "1")),
    ]


@with_books(DEPARTMENT)
def test_an_entry_without_an_amount_is_found_once(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số CT | TK Nợ | TK Có | Số tiền |
    | 2026-11-02 | PT01  | 1111  | 5111  |         |
    | 2026-11-02 | PT01  | 1111  | 5112  | 0       |
    | 2026-11-02 | PT01  | 1111  | 5113  | 5       |
    """
    assert [(code, place) for code, place, _ in found(books, context)] == [
        ("FIN501", "Nhật ký chung!E2"),
        ("FIN501", "Nhật ký chung!E3"),
    ]


@with_books(DEPARTMENT)
def test_negative_amounts_are_found_unless_the_line_reverses_a_voucher(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Đảo chứng từ |
    | 2026-11-02 | PT01        | 1    | 1111      | -100         |              |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |              |
    | 2026-11-02 | PT02        | 1    | 1111      | 70           |              |              |
    | 2026-11-02 | PT02        | 2    | 5111      |              | -70          |              |
    | 2026-11-02 | PT03        | 1    | 1111      | -70          |              | PT02         |
    | 2026-11-02 | PT03        | 2    | 5111      |              | -70          | PT02         |
    """
    assert found(books, context) == [
        ("FIN502", "Nhật ký chung!E2", ("PT01", "1")),
        ("FIN502", "Nhật ký chung!F5", ("PT02", "2")),
    ]


@with_books(DEPARTMENT)
def test_a_line_with_both_sides_is_found_and_its_voucher_not_called_unbalanced(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          | 100          |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    """
    assert found(books, context) == [("FIN503", "Nhật ký chung!E2", ("PT01", "1"))]


@with_books(DEPARTMENT)
def test_receivables_and_payables_without_a_partner_are_found(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Đối tượng | Trạng thái |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |           |            |
    | 2026-11-02 | PT01        | 2    | 131       |              | 100          |           |            |
    | 2026-11-02 | PT02        | 1    | 1111      | 30           |              |           |            |
    | 2026-11-02 | PT02        | 2    | 3311      |              | 30           | Công ty B |            |
    | 2026-11-02 | PT03        | 1    | 141       | 30           |              |           | Nháp       |
    """
    assert found(books, context) == [("FIN601", "Nhật ký chung!G3", ("PT01", "2"))]


@with_books(DEPARTMENT)
def test_a_tab_without_the_column_is_not_asked_for_partners_or_invoices(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1331      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 331       |              | 100          |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_an_entry_between_two_partners_accounts_is_asked_for_its_partner_once(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số CT | Dòng | TK Nợ | TK Có | Số tiền | Đối tượng |
    | 2026-11-02 | PT01  | 1    | 331   | 131   | 100     |           |
    """
    assert found(books, context) == [("FIN601", "Nhật ký chung!G2", ("PT01", "1"))]


@with_books(DEPARTMENT)
def test_which_accounts_need_a_partner_is_a_setting(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Đối tượng |
    | 2026-11-02 | PT01        | 1    | 1388      | 100          |              |           |
    | 2026-11-02 | PT01        | 2    | 3383      |              | 100          |           |
    [Cài đặt]
    | Mục cài đặt                     | Giá trị        |
    | Tài khoản bắt buộc có đối tượng | 131; 331, 1388 |
    """
    assert found(books, context) == [("FIN601", "Nhật ký chung!G2", ("PT01", "1"))]
    assert "1388" in said(books, context, "FIN601")


@with_books(DEPARTMENT)
def test_tax_is_asked_for_an_invoice_where_it_arises_and_not_where_it_is_paid(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Số hóa đơn |
    | 2026-11-02 | PC01        | 1    | 1331      | 10           |              |            |
    | 2026-11-02 | PC01        | 2    | 1111      |              | 10           |            |
    | 2026-11-02 | PT01        | 1    | 1111      | 12           |              |            |
    | 2026-11-02 | PT01        | 2    | 33311     |              | 12           |            |
    | 2026-11-02 | PT02        | 1    | 1111      | 13           |              |            |
    | 2026-11-02 | PT02        | 2    | 33311     |              | 13           | 0000123    |
    | 2026-11-20 | KT01        | 1    | 33311     | 5            |              |            |
    | 2026-11-20 | KT01        | 2    | 1331      |              | 5            |            |
    """
    assert found(books, context) == [
        ("FIN602", "Nhật ký chung!G2", ("PC01", "1")),
        ("FIN602", "Nhật ký chung!G5", ("PT01", "2")),
    ]
