from datetime import date

from rules.payroll import DEPARTMENT
from tests.payroll.findings import all_findings, found, said_about
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_sound_timesheets_have_no_findings(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Ngày vào làm | Ngày nghỉ việc | Lương hợp đồng |
    | NV001 | Hoa       | 2024-01-01   |                | 12000000       |
    | nv002 | Nam       |              | 2026-10-15     | 9000000        |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 | 3  | 15 | TC ngày thường |
    | nv001 | X | P | CN | L  | 31             |
    | NV002 | X | Ô |    | X  |                |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_somebody_employed_without_a_timesheet_row_is_missing(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV002 | Nam       | 9000000        |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 |
    | NV001 | X | X |
    [Chấm công 11/2026]
    | Mã NV | 2 | 3 |
    | NV001 | X | X |
    | NV002 | X | X |
    """
    assert found(books, context) == [("PAY102", "Nhân viên!A3", ("NV002", "2026-10"))]


@with_books(DEPARTMENT)
def test_nobody_is_missing_from_months_in_which_they_were_not_employed(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Ngày vào làm | Ngày nghỉ việc | Lương hợp đồng |
    | NV001 | Hoa       |              |                | 12000000       |
    | NV002 | Đã nghỉ   |              | 2026-10-01     | 9000000        |
    | NV003 | Sắp vào   | 2026-11-02   |                | 9000000        |
    | NV004 | Cuối tuần | 2026-10-31   |                | 9000000        |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 |
    | NV001 | X | X |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_timesheet_row_that_was_left_out_is_not_missing(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV002 | Nam       | 9000000        |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X |                |
    | NV002 | X | X | mười           |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_row_without_a_code_may_be_anybody_so_nobody_is_missing(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV002 | Nam       | 9000000        |
    [Chấm công 10/2026]
    | Ngày       | Mã NV | Ký hiệu | TC ngày thường |
    | 2026-10-01 |       | X       | 1              |
    | 2026-10-01 | NV001 | X       |                |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_an_employee_whose_row_was_left_out_is_not_unknown(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV002 | Nam       | chín triệu     |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 |
    | NV001 | X | X |
    | NV002 | X | X |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_where_an_employees_code_is_missing_no_code_is_called_unknown(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    |       | Nam       | 9000000        |
    | NV001 | Hoa       | 12000000       |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 |
    | NV001 | X | X |
    | NV002 | X | X |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_an_unknown_employee_is_found_once_a_month(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công]
    | Ngày       | Mã NV | Ký hiệu |
    | 2026-10-01 | NV001 | X       |
    | 2026-10-01 | NV099 | X       |
    | 2026-10-02 | NV099 | X       |
    """
    (finding,) = all_findings(books, context)

    assert (finding.code, str(finding.place), finding.key) == ("PAY109", "Chấm công!B3", ("NV099", "2026-10"))
    assert [str(place) for place in finding.also] == ["Chấm công!4:4"]


@with_books(DEPARTMENT)
def test_an_unknown_employee_of_a_matrix_flags_one_row(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 |
    | NV001 | X | X |
    | NV099 | X | X |
    """
    (finding,) = all_findings(books, context)

    assert (finding.code, str(finding.place), finding.also) == ("PAY109", "Chấm công 10/2026!A3", ())


@with_books(DEPARTMENT)
def test_without_a_list_of_employees_nobody_is_unknown(books, context):
    """
    [Chấm công]
    | Ngày       | Mã NV | Ký hiệu |
    | 2026-10-01 | NV099 | X       |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_days_before_joining_and_after_leaving_are_found(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Ngày vào làm | Ngày nghỉ việc | Lương hợp đồng |
    | NV001 | Hoa       | 2026-10-05   |                | 12000000       |
    | NV002 | Nam       | 2020-01-01   | 2026-10-05     | 12000000       |
    [Chấm công]
    | Ngày       | Mã NV | Ký hiệu | Số giờ |
    | 2026-10-01 | NV001 | CN      |        |
    | 2026-10-02 | NV001 | X       |        |
    | 2026-10-05 | NV001 | X       |        |
    | 2026-10-05 | NV002 | X       |        |
    | 2026-10-06 | NV002 |         | 8      |
    | 2026-10-07 | NV002 | X       |        |
    """
    first, second = all_findings(books, context)

    assert (first.code, str(first.place), first.key) == ("PAY110", "Chấm công!A3", ("NV001", "2026-10-02"))
    assert (second.code, str(second.place), second.key) == ("PAY110", "Chấm công!A6", ("NV002", "2026-10-06"))
    assert [str(place) for place in second.also] == ["Chấm công!7:7"]
    assert (first.fields["days"], second.fields["days"]) == (1, 2)


@with_books(DEPARTMENT)
def test_a_mark_that_nobody_knows_is_found_in_its_cell(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng | Tạm ứng |
    | NV001 | Hoa       | 12000000       | 9000000 |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2  |
    | NV001 | X | XX |
    """
    assert found(books, context) == [("PAY113", "Chấm công 10/2026!C2", ("NV001", "2026-10-02"))]
    assert "“XX”" in said_about(books, context, "PAY113")


@with_books(DEPARTMENT)
def test_one_unknown_mark_all_over_a_month_is_one_finding_a_person(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV002 | Nam       | 12000000       |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2  | 5  | 6 |
    | NV001 | X | XX | xx | Y |
    | NV002 | X | XX | X  | X |
    """
    assert found(books, context) == [
        ("PAY113", "Chấm công 10/2026!C2", ("NV001", "2026-10-02")),
        ("PAY113", "Chấm công 10/2026!E2", ("NV001", "2026-10-06")),
        ("PAY113", "Chấm công 10/2026!C3", ("NV002", "2026-10-02")),
    ]
    assert "on 2 days" in said_about(books, context, "PAY113")


@with_books(DEPARTMENT)
def test_an_entry_under_a_day_that_the_month_does_not_have_is_found(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công 9/2026]
    | Mã NV | 1 | 30 | 31 |
    | NV001 | X | X  | ZZ |
    [Chấm công 10/2026]
    | Mã NV | 1 | 30 | 31 |
    | NV001 | X | X  | X  |
    """
    assert found(books, context) == [("PAY114", "Chấm công 9/2026!D2", ("NV001", "2026-10-01"))]
    assert "under day 31, but 2026-09 has 30 days" in said_about(books, context, "PAY114")


@with_books(DEPARTMENT)
def test_more_night_overtime_than_overtime_is_found(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công]
    | Ngày       | Mã NV | Ký hiệu | TC ngày thường | TC đêm |
    | 2026-10-01 | NV001 | X       | 2              | 2      |
    | 2026-10-02 | NV001 | X       | 2              | 3      |
    """
    assert found(books, context) == [("PAY115", "Chấm công!E3", ("NV001", "2026-10-02"))]


@with_books(DEPARTMENT, date(2026, 10, 1))
def test_days_after_the_day_of_the_run_do_not_count_yet(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công]
    | Ngày       | Mã NV | Ký hiệu |
    | 2026-10-02 | NV001 | X       |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_day_entered_twice_is_counted_once(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    [Chấm công 10/2026]
    | Mã NV | 1 | 2 | TC ngày thường |
    | NV001 | X | X | 25             |
    | NV001 | X | X | 25             |
    """
    assert found(books, context) == []
