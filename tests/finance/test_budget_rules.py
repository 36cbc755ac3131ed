from datetime import date
from decimal import Decimal

import pytest

from rules.core.rule import Context
from rules.finance import DEPARTMENT, FinanceSettings
from rules.finance.budget_rules import share_used, step_of
from tests.finance.findings import found, said, the_one
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_a_budget_line_is_found_at_its_highest_step_only(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 11/2026 | 1000      |
    | Kinh doanh | 641       | 11/2026 | 1000      |
    | Kho        | 641       | 11/2026 | 1000      |
    | Kế toán    | 642       | 11/2026 | 1000      |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    | Trạng thái |
    | 2026-11-02 | PC01        | 1    | 6427      | 800          |              | HÀNH CHÍNH |            |
    | 2026-11-02 | PC01        | 2    | 6411      | 500          |              | Kinh doanh |            |
    | 2026-11-02 | PC01        | 3    | 6418      | 1000         |              | Kho        |            |
    | 2026-11-02 | PC01        | 4    | 6427      | 799          |              | Kế toán    |            |
    | 2026-11-02 | PC01        | 5    | 1111      |              | 3099         | Kế toán    |            |
    | 2026-11-25 | PC02        | 1    | 6411      | 400          |              | Kinh doanh | Nháp       |
    """
    assert found(books, context) == [
        ("FIN701", "Ngân sách!D2", ("Hành chính", "642", "2026-11")),
        ("FIN702", "Ngân sách!D3", ("Kinh doanh", "641", "2026-11")),
        ("FIN703", "Ngân sách!D4", ("Kho", "641", "2026-11")),
    ]
    assert [the_one(books, context, code).level for code in ("FIN701", "FIN702", "FIN703")] == [1, 2, 3]
    assert "(90%), of which ₫400 in draft; ₫100 left" in said(books, context, "FIN702")
    assert "tháng 11/2026: đã dùng 1.000" in said(books, context, "FIN703", "vi")


@with_books(DEPARTMENT)
def test_an_amount_counts_once_on_the_line_with_the_longest_prefix(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 11/2026 | 1000      |
    | Hành chính | 6427      | 11/2026 | 100       |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    |
    | 2026-11-02 | PC01        | 1    | 64271     | 850          |              | Hành chính |
    | 2026-11-02 | PC01        | 2    | 1111      |              | 850          | Hành chính |
    """
    assert found(books, context) == [("FIN703", "Ngân sách!D3", ("Hành chính", "6427", "2026-11"))]


@with_books(DEPARTMENT)
def test_what_is_carried_over_at_the_end_of_the_month_does_not_free_the_budget(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 10/2026 | 1000      |
    | Xưởng      | 627       | 10/2026 | 1000      |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    |
    | 2026-10-02 | PC01        | 1    | 6427      | 1000         |              | Hành chính |
    | 2026-10-02 | PC01        | 2    | 6277      | 1000         |              | Xưởng      |
    | 2026-10-02 | PC01        | 3    | 1111      |              | 2000         |            |
    | 2026-10-31 | KC10        | 1    | 911       | 1000         |              | Hành chính |
    | 2026-10-31 | KC10        | 2    | 6427      |              | 1000         | Hành chính |
    | 2026-10-31 | KC11        | 1    | 154       | 1000         |              | Xưởng      |
    | 2026-10-31 | KC11        | 2    | 6277      |              | 1000         | Xưởng      |
    """
    assert [code for code, _, _ in found(books, context)] == ["FIN703", "FIN703"]


@with_books(DEPARTMENT)
def test_income_reaching_its_budget_is_no_reason_to_worry(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Kinh doanh | 511       | 11/2026 | 1000      |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    |
    | 2026-11-02 | PT01        | 1    | 1111      | 2000         |              | Kinh doanh |
    | 2026-11-02 | PT01        | 2    | 5111      |              | 2000         | Kinh doanh |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_spending_without_a_budget_line_is_found_once_for_department_account_and_month(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 11/2026 | 100000    |
    | Hành chính | 642       | 01/2026 | 100000    |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    | Trạng thái |
    | 2025-10-02 | PC01        | 1    | 8111      | 60           |              | Hành chính |            |
    | 2025-10-02 | PC01        | 2    | 1111      |              | 60           | Hành chính |            |
    | 2026-11-02 | PC02        | 1    | 6427      | 90           |              | Hành chính |            |
    | 2026-11-02 | PC02        | 2    | 8111      | 70           |              | Hành chính |            |
    | 2026-11-02 | PC02        | 3    | 8111      | 30           |              |            |            |
    | 2026-11-02 | PC02        | 4    | 1111      |              | 190          | Hành chính |            |
    | 2026-11-03 | PC03        | 1    | 8111      | 5            |              | hành chính | Nháp       |
    | 2026-11-03 | PC04        | 1    | 6411      | 40           |              | Kho        |            |
    | 2026-11-03 | PC04        | 2    | 6411      |              | 40           | Kho        |            |
    """
    assert found(books, context) == [("FIN704", "Nhật ký chung!D5", ("Hành chính", "8111", "2026-11"))]
    assert "spent ₫75" in said(books, context, "FIN704")


@with_books(DEPARTMENT)
def test_spending_up_to_the_minimum_of_the_setting_needs_no_budget(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 11/2026 | 100000    |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    |
    | 2026-11-02 | PC02        | 1    | 8111      | 70           |              | Hành chính |
    | 2026-11-02 | PC02        | 2    | 1111      |              | 70           | Hành chính |
    [Cài đặt]
    | Mục cài đặt                      | Giá trị |
    | Chi ngoài ngân sách: bỏ qua đến  | 70      |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_without_a_budget_no_spending_is_missed_in_it(books, context):
    """
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    |
    | 2026-11-02 | PC02        | 1    | 8111      | 70           |              | Hành chính |
    | 2026-11-02 | PC02        | 2    | 1111      |              | 70           | Hành chính |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_budget_row_left_out_may_cover_the_spending(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 11/2026 | 100000    |
    | Hành chính | 811       | 11/2026 | 5 triệu   |
    | Kho        | 641       | 10/2026 | 5 triệu   |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    |
    | 2026-11-02 | PC02        | 1    | 8111      | 70           |              | Hành chính |
    | 2026-11-02 | PC02        | 2    | 6411      | 70           |              | Kho        |
    | 2026-11-02 | PC02        | 3    | 1111      |              | 140          | Hành chính |
    """
    assert found(books, context) == [("FIN704", "Nhật ký chung!D3", ("Kho", "6411", "2026-11"))]


@with_books(DEPARTMENT)
def test_steps_of_past_months_can_be_switched_off_but_not_a_budget_used_up(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 9/2026  | 100       |
    | Hành chính | 642       | 10/2026 | 100       |
    | Hành chính | 642       | 11/2026 | 100       |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    |
    | 2026-09-02 | PC01        | 1    | 6427      | 100          |              | Hành chính |
    | 2026-09-02 | PC01        | 2    | 1111      |              | 100          |            |
    | 2026-10-02 | PC02        | 1    | 6427      | 95           |              | Hành chính |
    | 2026-10-02 | PC02        | 2    | 1111      |              | 95           |            |
    | 2026-11-02 | PC03        | 1    | 6427      | 85           |              | Hành chính |
    | 2026-11-02 | PC03        | 2    | 1111      |              | 85           |            |
    """
    quiet = Context(date(2026, 11, 20), settings_by_class={FinanceSettings: FinanceSettings(budget_past_months=False)})
    assert [code for code, _, _ in found(books, context)] == ["FIN703", "FIN702", "FIN701"]
    assert [code for code, _, _ in found(books, quiet)] == ["FIN703", "FIN701"]


@with_books(DEPARTMENT)
def test_of_a_budget_line_that_stands_there_twice_the_first_counts(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 11/2026 | 100       |
    | Hành chính | 642       | 11/2026 | 100       |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    |
    | 2026-11-02 | PC01        | 1    | 6427      | 100          |              | Hành chính |
    | 2026-11-02 | PC01        | 2    | 1111      |              | 100          |            |
    """
    assert [place for _, place, _ in found(books, context)] == ["Ngân sách!D2"]


@pytest.mark.parametrize(
    ("used", "budget", "code"),
    [
        ("0", "0", None),
        ("-5", "0", None),
        ("1", "0", "FIN703"),
        ("79.99", "100", None),
        ("80", "100", "FIN701"),
        ("89.99", "100", "FIN701"),
        ("90", "100", "FIN702"),
        ("99.99", "100", "FIN702"),
        ("100", "100", "FIN703"),
    ],
)
def test_the_step_is_reached_exactly_at_its_threshold(used, budget, code):
    step = step_of(Decimal(used), Decimal(budget), FinanceSettings())
    assert (step.code if step else None) == code


@with_books(DEPARTMENT)
def test_spending_on_a_budget_of_zero_has_no_share(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 11/2026 | 0         |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    |
    | 2026-11-02 | PC01        | 1    | 6427      | 100          |              | Hành chính |
    | 2026-11-02 | PC01        | 2    | 1111      |              | 100          |            |
    """
    assert "(–)" in said(books, context, "FIN703")


def test_a_share_just_below_the_whole_is_not_shown_as_the_whole():
    assert share_used(Decimal("99.99"), Decimal(100)) == Decimal("0.999")
