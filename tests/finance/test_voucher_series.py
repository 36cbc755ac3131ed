from datetime import date

from rules.core.rule import Context
from rules.finance import DEPARTMENT, FinanceSettings
from rules.finance.voucher_series import find_gaps
from tests.finance.findings import found, said, the_one
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_a_missing_number_is_found_on_the_voucher_after_the_gap(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT0011      | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT0011      | 2    | 5111      |              | 100          |
    | 2026-11-03 | PT0013      | 1    | 1111      | 30           |              |
    | 2026-11-03 | PT0013      | 2    | 5111      |              | 30           |
    | 2026-11-04 | PC0007      | 1    | 6427      | 30           |              |
    | 2026-11-04 | PC0007      | 2    | 1111      |              | 30           |
    """
    assert found(books, context) == [("FIN402", "Nhật ký chung!B4", ("PT", "0012"))]
    assert "PT0012" in said(books, context, "FIN402")


@with_books(DEPARTMENT)
def test_several_missing_numbers_in_a_row_are_one_gap(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-03 | PT09/HN     | 1    | 1111      | 30           |              |
    | 2026-11-03 | PT09/HN     | 2    | 5111      |              | 30           |
    | 2026-11-02 | PT01/HN     | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01/HN     | 2    | 5111      |              | 100          |
    """
    assert found(books, context) == [("FIN402", "Nhật ký chung!B2", ("PT*/HN", "02", "08"))]
    assert "7 missing (PT02/HN, PT03/HN, PT04/HN, PT05/HN, PT06/HN, …, PT08/HN)" in said(books, context, "FIN402")
    assert the_one(books, context, "FIN402").fields["previous"] == "PT01/HN"


@with_books(DEPARTMENT)
def test_a_jump_beyond_the_limit_begins_a_new_series(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-10-02 | PT2610001   | 1    | 1111      | 100          |              |
    | 2026-10-02 | PT2610001   | 2    | 5111      |              | 100          |
    | 2026-11-03 | PT2611001   | 1    | 1111      | 30           |              |
    | 2026-11-03 | PT2611001   | 2    | 5111      |              | 30           |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_voucher_that_was_left_out_is_not_missing(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    | 31/02/2026 | pt02        | 1    | 1111      | 70           |              |
    | 2026-11-02 | PT03        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT03        | 2    | 5111      |              | 110          |
    """
    assert found(books, context) == [("FIN101", "Nhật ký chung!E5", ("PT03",))]


@with_books(DEPARTMENT)
def test_a_gap_before_a_voucher_that_was_left_out_stands_nowhere(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    | 31/02/2026 | PT03        | 1    | 1111      | 70           |              |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_gap_after_a_voucher_that_was_left_out_names_it(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 31/02/2026 | PT01        | 1    | 1111      | 70           |              |
    | 2026-11-02 | PT03        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT03        | 2    | 5111      |              | 100          |
    """
    assert "from PT01 to PT03" in said(books, context, "FIN402")


@with_books(DEPARTMENT)
def test_a_row_without_a_number_explains_a_gap_on_its_date_and_no_other(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    | 2026-11-02 |             | 1    | 1111      | 70           |              |
    | 2026-11-02 |             | 2    | 5111      |              | 70           |
    | 2026-11-03 | PT03        | 1    | 1111      | 30           |              |
    | 2026-11-03 | PT03        | 2    | 5111      |              | 30           |
    | 2026-11-04 | PC05        | 1    | 6427      | 30           |              |
    | 2026-11-04 | PC05        | 2    | 1111      |              | 30           |
    | 2026-11-05 | PC07        | 1    | 6427      | 30           |              |
    | 2026-11-05 | PC07        | 2    | 1111      |              | 30           |
    """
    assert found(books, context) == [("FIN402", "Nhật ký chung!B10", ("PC", "06"))]


@with_books(DEPARTMENT)
def test_a_row_without_a_number_or_a_date_may_explain_any_gap(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    | 2026-11-03 | PT03        | 1    | 1111      | 30           |              |
    | 2026-11-03 | PT03        | 2    | 5111      |              | 30           |
    |            |             | 1    | 1111      | 70           |              |
    | 2026-11-03 | PT04        | 1    | 1111      | 30           |              |
    | 2026-11-03 | PT04        | 2    | 5111      |              | 30           |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_the_check_for_gaps_can_be_switched_off(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 100          |
    | 2026-11-03 | PT03        | 1    | 1111      | 30           |              |
    | 2026-11-03 | PT03        | 2    | 5111      |              | 30           |
    [Cài đặt]
    | Mục cài đặt                     | Giá trị |
    | Kiểm tra số chứng từ bị nhảy    | không   |
    """
    assert found(books, context) == []
    assert found(books, Context(context.as_of, settings_by_class={FinanceSettings: FinanceSettings()})) != []


def gaps(days: dict[str, date | None]) -> list[tuple[str, str, str]]:
    return [(gap.after, gap.first, gap.last) for gap in find_gaps(days, 50)]


def test_a_month_before_the_counter_tells_series_apart():
    assert gaps(
        {
            "PT10-001": date(2026, 10, 5),
            "PT10-002": date(2026, 10, 6),
            "PT11-001": date(2026, 11, 2),
            "PT11-003": date(2026, 11, 3),
        }
    ) == [("PT11-003", "002", "002")]


def test_a_month_after_the_counter_tells_series_apart():
    assert gaps(
        {
            "PT01/10": date(2026, 10, 5),
            "PT02/10": date(2026, 10, 6),
            "PT01/11": date(2026, 11, 2),
            "PT04/11": date(2026, 11, 3),
        }
    ) == [("PT04/11", "02", "03")]


def test_numbers_made_of_dates_alone_are_no_series():
    assert gaps({"KC03": date(2026, 3, 31), "KC06": date(2026, 6, 30), "KC09": date(2026, 9, 30)}) == []
    assert gaps({"KC03-2026": date(2026, 3, 31), "KC06-2026": date(2026, 6, 30)}) == []


def test_a_counter_that_once_equals_the_month_still_counts():
    assert gaps({"PT09": date(2026, 10, 31), "PT11": date(2026, 11, 1)}) == [("PT11", "10", "10")]


def test_vouchers_without_digits_are_no_series():
    assert gaps({"ĐẦU KỲ": date(2026, 1, 1), "KẾT CHUYỂN": date(2026, 11, 30)}) == []


def test_a_gap_between_vouchers_without_a_date_is_still_seen():
    assert gaps({"PT31": date(2026, 1, 5), "PT33": None}) == [("PT33", "32", "32")]
