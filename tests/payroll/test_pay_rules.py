from dataclasses import replace
from datetime import date

from rules.core.rule import Context
from rules.payroll import DEPARTMENT
from tests.payroll.findings import found, said_about
from tests.support.books import read_text, with_books


@with_books(DEPARTMENT)
def test_a_salary_below_the_minimum_wage_of_its_region_is_found(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng | Vùng | Ngày nghỉ việc |
    | NV001 | Hoa       | 5310000        | 1    |                |
    | NV002 | Nam       | 5309999        | 1    |                |
    | NV003 | Lan       | 3700000        | 4    |                |
    | NV004 | Minh      | 3699999        | 4    | 2026-11-21     |
    | NV005 | Cũ        | 1000000        | 1    | 2026-11-20     |
    """
    assert found(books, context) == [
        ("PAY101", "Nhân viên!C3", ("NV002",)),
        ("PAY101", "Nhân viên!C5", ("NV004",)),
    ]


def test_what_is_said_of_wages_is_personal():
    about_wages = {"PAY101", "PAY107"}
    assert {message.code for message in DEPARTMENT.messages if message.personal} == about_wages
    amounts = {message.code for message in DEPARTMENT.messages if "money" in "".join(message.text.all())}
    assert amounts == about_wages


@with_books(DEPARTMENT)
def test_net_pay_below_zero_is_found_in_the_month_of_the_register(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng | Tạm ứng |
    | NV001 | Hoa       | 12000000       | 5000000 |
    | NV002 | Nam       | 22000000       | 2000000 |
    | NV003 | Lan       | 22000000       | 2000001 |
    [Chấm công 9/2026]
    | Mã NV | 1 | 2 |
    | NV001 | X | X |
    | NV002 | X | X |
    | NV003 | X | X |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 |
    | NV001 | X | X |
    | NV002 | X | X |
    | NV003 | X | X |
    [Chấm công 11/2026]
    | Mã NV | 2 | 3 |
    | NV001 | X | X |
    | NV002 | X | X |
    | NV003 | X | X |
    """
    assert found(books, context) == [
        ("PAY107", "Nhân viên!D2", ("NV001", "2026-10")),
        ("PAY107", "Nhân viên!D4", ("NV003", "2026-10")),
    ]
    assert "income ₫1,090,909, less the advance of ₫5,000,000" in said_about(books, context, "PAY107")


@with_books(DEPARTMENT)
def test_the_net_pay_of_a_month_that_is_not_over_is_not_judged(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng | Tạm ứng |
    | NV001 | Hoa       | 12000000       | 5000000 |
    [Chấm công 11/2026]
    | Mã NV | 2 | 3 |
    | NV001 | X | X |
    """
    assert found(books, replace(context, as_of=date(2026, 11, 29))) == []
    assert [code for code, _, _ in found(books, replace(context, as_of=date(2026, 11, 30)))] == ["PAY107"]


@with_books(DEPARTMENT)
def test_net_pay_is_not_judged_where_timesheet_rows_were_left_out(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng | Tạm ứng |
    | NV001 | Hoa       | 12000000       | 9000000 |
    [Chấm công]
    | Ngày       | Mã NV | Ký hiệu |
    | 2026-10-01 | NV001 | X       |
    | 2026-10-02 | NV001 | XX      |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT, date(2027, 1, 20))
def test_a_period_without_statutory_figures_is_refused_once_a_month(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng | Tạm ứng |
    | NV001 | Hoa       | 1000000        | 5000000 |
    [Chấm công 12/2026]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X | 41             |
    [Chấm công 1/2027]
    | Mã NV | 4 | 5 |
    | NV001 | X | X |
    [Cài đặt]
    | Mục cài đặt     | Giá trị |
    | Tháng tính lương | 1/2027  |
    """
    assert found(books, context) == [
        ("PAY103", "Nhân viên!A2", ("NV001", "2026-12")),
        ("PAY108", "Chấm công 1/2027", ("2027-01",)),
    ]


@with_books(DEPARTMENT)
def test_a_timesheet_from_before_the_first_statutory_figures_is_refused(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công 6/2024]
    | Mã NV | 3 | 4 |
    | NV001 | X | X |
    """
    assert found(books, context) == [("PAY108", "Chấm công 6/2024", ("2024-06",))]


@with_books(DEPARTMENT, date(2027, 1, 20))
def test_a_run_in_a_period_without_statutory_figures_says_so_even_without_timesheets(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 1000000        |
    """
    assert found(books, context) == [("PAY108", "Nhân viên", ("2027-01",))]


def test_a_country_without_tables_is_refused_as_well():
    text = "[Nhân viên]\n| Mã NV | Họ và tên | Lương hợp đồng |\n| NV001 | Hoa | 1000000 |"
    books = read_text(text, [DEPARTMENT]).books

    assert found(books, Context(date(2026, 11, 20), country="xx")) == [("PAY108", "Nhân viên", ("2026-11",))]


def test_an_office_without_a_payroll_has_no_findings():
    assert found(read_text("", [DEPARTMENT]).books, Context(date(2027, 1, 20))) == []


@with_books(DEPARTMENT)
def test_more_paid_days_than_working_days_is_found(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV002 | Nam       | 12000000       |
    [Chấm công 2/2026]
    | Mã NV | 2 | 3 | 4 | 5 | 6 | 9 | 10 | 11 | 12 | 13 | 16 | 17 | 18 | 19 | 20 | 23 | 24 | 25 | 26 | 27 | 28  |
    | NV001 | X | X | X | X | X | X | X  | X  | X  | X  | L  | L  | L  | L  | L  | P  | B  | H  | NB | X  |     |
    | NV002 | X | X | X | X | X | X | X  | X  | X  | X  | L  | L  | L  | L  | L  | P  | B  | H  | NB | X  | X/2 |
    | NV099 | X | X | X | X | X | X | X  | X  | X  | X  | L  | L  | L  | L  | L  | P  | B  | H  | NB | X  | X/2 |
    """
    assert found(books, context) == [
        ("PAY109", "Chấm công 2/2026!A4", ("NV099", "2026-02")),
        ("PAY111", "Nhân viên!A3", ("NV002", "2026-02")),
    ]


@with_books(DEPARTMENT)
def test_a_month_may_have_more_working_days_than_the_fixed_number(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công 2/2026]
    | Mã NV | 2 | 3 | 4 |
    | NV001 | X | X | X |
    [Cài đặt]
    | Mục cài đặt        | Giá trị |
    | Công chuẩn cố định | 2       |
    """
    assert found(books, context) == []
