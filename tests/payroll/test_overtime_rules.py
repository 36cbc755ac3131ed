from datetime import date
from decimal import Decimal

import pytest

from rules.core.rule import Context
from rules.payroll import DEPARTMENT
from rules.payroll.overtime_rules import DayHours, known_overtime_law, long_day
from tests.payroll.findings import all_findings, found, said_about
from tests.support.books import read_text, with_books


@with_books(DEPARTMENT)
def test_overtime_of_a_month_warns_from_four_fifths_and_is_wrong_over_the_limit(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV002 | Nam       | 12000000       |
    | NV003 | Lan       | 12000000       |
    | NV004 | Minh      | 12000000       |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 | TC ngày thường | TC ngày nghỉ | TC ngày lễ |
    | NV001 | X | X | 31.5           |              |            |
    | NV002 | X | X | 20             | 10           | 2          |
    | NV003 | X | X | 40             |              |            |
    | NV004 | X | X | 41             |              |            |
    """
    assert found(books, context) == [
        ("PAY104", "Nhân viên!A3", ("NV002", "2026-10")),
        ("PAY104", "Nhân viên!A4", ("NV003", "2026-10")),
        ("PAY103", "Nhân viên!A5", ("NV004", "2026-10")),
    ]
    assert "32 hours of overtime in 2026-10, 80% of the limit of 40 hours" in said_about(books, context, "PAY104")


@with_books(DEPARTMENT)
def test_overtime_alerts_get_worse_with_every_ten_hours(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV002 | Nam       | 12000000       |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X | 49             |
    | NV002 | X | X | 55             |
    """
    assert [finding.level for finding in all_findings(books, context)] == [0, 1]


@with_books(DEPARTMENT)
def test_the_limits_are_settings(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X | 41             |
    [Cài đặt]
    | Mục cài đặt                   | Giá trị |
    | Tăng ca tối đa mỗi tháng (giờ) | 60      |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_overtime_of_a_year_is_summed_over_its_months(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng | Ngày nghỉ việc |
    | NV001 | Hoa       | 12000000       |                |
    | NV002 | Nam       | 12000000       |                |
    [Chấm công 12/2025]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X | 30             |
    | NV002 | X | X | 30             |
    [Chấm công 1/2026]
    | Mã NV | 5 | 6 | TC ngày thường |
    | NV001 | X | X | 30             |
    | NV002 | X | X | 30             |
    [Chấm công 2/2026]
    | Mã NV | 5 | 6 | TC ngày nghỉ |
    | NV001 | X | X | 31           |
    | NV002 | X | X | 30           |
    [Cài đặt]
    | Mục cài đặt                  | Giá trị |
    | Tăng ca tối đa mỗi năm (giờ) | 60      |
    """
    assert found(books, context) == [("PAY105", "Nhân viên!A2", ("NV001", "2026"))]
    assert "61 hours of overtime in 2026" in said_about(books, context, "PAY105")


@with_books(DEPARTMENT)
def test_overtime_of_unknown_people_is_left_to_the_rule_on_unknown_people(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X |                |
    | NV099 | X | X | 300            |
    """
    assert [code for code, _, _ in found(books, context)] == ["PAY109"]


@with_books(DEPARTMENT)
def test_a_day_with_too_much_overtime_is_found(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công]
    | Ngày       | Mã NV | Ký hiệu | Số giờ | TC ngày thường | TC ngày nghỉ | TC ngày lễ |
    | 2026-10-01 | NV001 | X       |        | 4              |              |            |
    | 2026-10-02 | NV001 | X       |        | 4.5            |              |            |
    | 2026-10-03 | NV001 | CN      |        |                | 12           |            |
    | 2026-10-04 | NV001 |         |        |                | 12.5         |            |
    | 2026-10-05 | NV001 |         | 10     | 2              |              |            |
    | 2026-10-06 | NV001 |         | 10     | 3              |              |            |
    | 2026-10-07 | NV001 |         | 13     |                |              |            |
    | 2026-10-08 | NV001 | X       |        |                |              | 6          |
    [Cài đặt]
    | Mục cài đặt                    | Giá trị |
    | Tăng ca tối đa mỗi tháng (giờ) | 60      |
    """
    assert found(books, context) == [
        ("PAY106", "Chấm công!E3", ("NV001", "2026-10-02")),
        ("PAY106", "Chấm công!F5", ("NV001", "2026-10-04")),
        ("PAY106", "Chấm công!E7", ("NV001", "2026-10-06")),
        ("PAY106", "Chấm công!D8", ("NV001", "2026-10-07")),
        ("PAY106", "Chấm công!G9", ("NV001", "2026-10-08")),
    ]
    assert "4.5 hours of overtime on a normal working day; the limit is 4 hours" in said_about(books, context, "PAY106")


@with_books(DEPARTMENT)
def test_the_overtime_of_a_matrix_is_that_of_a_month_and_not_of_a_day(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công 9/2026]
    | Mã NV | 1 | 2  | 31 | TC ngày thường |
    | NV001 | X | 13 | 13 | 30             |
    """
    assert [finding[:2] for finding in found(books, context)] == [
        ("PAY114", "Chấm công 9/2026!D2"),
        ("PAY106", "Chấm công 9/2026!C2"),
    ]


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        (DayHours(Decimal(8), Decimal(4), Decimal(0), Decimal(0)), None),
        (DayHours(Decimal(8), Decimal(5), Decimal(0), Decimal(0)), ("overtime_weekday", 5, 4)),
        (DayHours(Decimal(9), Decimal(4), Decimal(0), Decimal(0)), ("overtime_weekday", 13, 12)),
        (DayHours(Decimal(0), Decimal(1), Decimal(12), Decimal(0)), ("overtime_rest_day", 13, 12)),
    ],
)
def test_the_longest_kind_of_overtime_is_at_fault(day, fault):
    assert long_day(day, Decimal(4), Decimal(12)) == fault


@pytest.mark.parametrize("context", [Context(date(2026, 11, 20), country="xx"), Context(date(2019, 1, 1))])
def test_without_figures_on_overtime_nothing_is_judged(context):
    text = """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công]
    | Ngày       | Mã NV | Ký hiệu | TC ngày thường |
    | 2018-10-02 | NV001 | X       | 400            |
    """
    books = read_text(text, [DEPARTMENT]).books

    assert known_overtime_law(context) is None
    assert {code for code, _, _ in found(books, context)} == {"PAY108"}
