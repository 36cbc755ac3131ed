from rules.finance import DEPARTMENT
from tests.finance.findings import found, said
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_unknown_summary_and_inactive_accounts_are_found_on_their_lines(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản | Đang dùng |
    | 111        | Tiền mặt      |           |
    | 1111       | Tiền VND      | x         |
    | 1112       | Ngoại tệ      | không     |
    | 5111       | Bán hàng      |           |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5119      |              | 100          |
    | 2026-11-02 | PT02        | 1    | 111       | 200          |              |
    | 2026-11-02 | PT02        | 2    | 5111      |              | 200          |
    | 2026-11-02 | PT03        | 1    | 1112      | 300          |              |
    | 2026-11-02 | PT03        | 2    | 5111      |              | 300          |
    """
    assert found(books, context) == [
        ("FIN201", "Nhật ký chung!D3", ("PT01", "2")),
        ("FIN202", "Nhật ký chung!D4", ("PT02", "1")),
        ("FIN203", "Nhật ký chung!D6", ("PT03", "1")),
    ]
    assert "(1111)" in said(books, context, "FIN202")
    assert "Ngoại tệ" in said(books, context, "FIN203")


@with_books(DEPARTMENT)
def test_of_many_sub_accounts_only_some_are_listed(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản |
    | 642        | QLDN          |
    | 6421       | a             |
    | 6422       | b             |
    | 6423       | c             |
    | 6424       | d             |
    | 6425       | e             |
    | 6426       | f             |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 642       | 100          |              |
    | 2026-11-02 | PT01        | 2    | 6421      |              | 100          |
    """
    assert "(6421, 6422, 6423, 6424, 6425, …)" in said(books, context, "FIN202")


@with_books(DEPARTMENT)
def test_an_account_whose_own_row_was_left_out_is_not_unknown(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản | Dư Nợ đầu kỳ |
    | 1111       | Tiền VND      | 12 triệu     |
    | 5111       | Bán hàng      |              |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    """
    assert len(books.table(DEPARTMENT.records[0]).left_out) == 1
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_summary_account_whose_sub_accounts_are_all_inactive_takes_postings(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản | Đang dùng |
    | 111        | Tiền mặt      |           |
    | 1111       | Tiền VND      | không     |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 111       | 100          |              |
    | 2026-11-02 | PT01        | 2    | 111       |              | 100          |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_an_unknown_account_on_each_side_of_an_entry_is_found_twice_under_different_keys(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản |
    | 1111       | Tiền mặt      |
    [Nhật ký chung]
    | Ngày       | Số CT | TK Nợ | TK Có | Số tiền |
    | 2026-11-02 | PT01  | 1119  | 5119  | 100     |
    """
    (first, first_place, first_key), (second, second_place, second_key) = found(books, context)
    assert (first, first_place) == ("FIN201", "Nhật ký chung!C2")
    assert (second, second_place) == ("FIN201", "Nhật ký chung!D2")
    assert first_key != second_key


@with_books(DEPARTMENT)
def test_accounts_retired_by_circular_99_are_found_from_2026_on(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2025-12-31 | PT01        | 1    | 611       | 100          |              |
    | 2025-12-31 | PT01        | 2    | 1111      |              | 100          |
    | 2026-01-01 | PT02        | 1    | 6111      | 200          |              |
    | 2026-01-01 | PT02        | 2    | 1111      |              | 200          |
    """
    assert found(books, context) == [("FIN204", "Nhật ký chung!D4", ("PT02", "1"))]
    assert "01/01/2026" in said(books, context, "FIN204", "vi")


@with_books(DEPARTMENT)
def test_a_retired_account_that_is_not_in_the_chart_is_only_unknown(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản |
    | 1111       | Tiền mặt      |
    | 441        | Nguồn vốn ĐTXDCB |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 417       | 100          |              |
    | 2026-11-02 | PT01        | 2    | 441       |              | 100          |
    """
    assert found(books, context) == [
        ("FIN201", "Nhật ký chung!D2", ("PT01", "1")),
        ("FIN204", "Nhật ký chung!D3", ("PT01", "2")),
    ]


@with_books(DEPARTMENT)
def test_a_small_enterprise_keeps_the_accounts_that_circular_99_retired(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-01-01 | PT02        | 1    | 611       | 200          |              |
    | 2026-01-01 | PT02        | 2    | 1111      |              | 200          |
    [Cài đặt]
    | Mục cài đặt    | Giá trị            |
    | Chế độ kế toán | Thông tư 133/2016  |
    """
    assert found(books, context) == []
