from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from rules.payroll import DEPARTMENT
from rules.payroll.shift_times import PlannedShift, night_hours
from tests.payroll.findings import all_findings, found, said_about
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_a_sound_roster_has_no_findings(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV002 | Nam       | 12000000       |
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc | Cần (ngày thường) | Cần (cuối tuần) |
    | SANG  | 06:00       | 14:00        | 1                 | 0               |
    | DEM   | 22:00       | 06:00        | 1                 | 1               |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-06 | SANG  | NV001 |
    | 2026-11-06 | DEM   | NV002 |
    | 2026-11-07 | dem   | nv002 |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_one_person_in_two_shifts_that_overlap_is_found_on_the_later_one(books, context):
    """
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc |
    | SANG  | 06:00       | 14:00        |
    | TRUA  | 10:00       | 18:00        |
    | CHIEU | 14:00       | 22:00        |
    | DEM   | 22:00       | 06:00        |
    | KHUYA | 05:00       | 07:00        |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-06 | TRUA  | NV001 |
    | 2026-11-06 | SANG  | NV001 |
    | 2026-11-06 | CHIEU | NV002 |
    | 2026-11-06 | DEM   | NV002 |
    | 2026-11-07 | KHUYA | NV002 |
    """
    first, second = all_findings(books, context)

    assert (first.code, str(first.place), first.key) == ("PAY201", "Lịch trực!C2", ("2026-11-06", "TRUA", "NV001"))
    assert [place.row for place in first.also] == [3]
    assert (second.code, str(second.place), second.key) == ("PAY201", "Lịch trực!C6", ("2026-11-07", "KHUYA", "NV002"))


@with_books(DEPARTMENT)
def test_a_double_booking_is_urgent_until_the_later_shift_is_over(books, context):
    """
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc |
    | CHIEU | 14:00       | 23:00        |
    | DEM   | 22:00       | 06:00        |
    | TOI   | 20:00       | 00:00        |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-06 | CHIEU | NV001 |
    | 2026-11-06 | DEM   | NV001 |
    | 2026-11-06 | CHIEU | NV002 |
    | 2026-11-06 | TOI   | NV002 |
    """

    def urgent_on(day):
        return [finding.urgent for finding in all_findings(books, replace(context, as_of=date(2026, 11, day)))]

    assert urgent_on(6) == [True, True]
    assert urgent_on(7) == [True, False]  # The night shift ends this morning; the other ended at midnight.
    assert urgent_on(8) == [False, False]


@with_books(DEPARTMENT)
def test_the_same_roster_row_twice_is_left_to_the_reading(books, context):
    """
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc | Cần (ngày thường) |
    | SANG  | 06:00       | 14:00        | 1                 |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-06 | SANG  | NV001 |
    | 2026-11-06 | SANG  | NV001 |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_shift_with_too_few_people_is_found(books, context):
    """
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc | Cần (ngày thường) | Cần (cuối tuần) |
    | SANG  | 06:00       | 14:00        | 2                 | 1               |
    | CHIEU | 14:00       | 22:00        | 1                 |                 |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-06 | SANG  | NV001 |
    | 2026-11-06 | CHIEU | NV002 |
    | 2026-11-08 | SANG  | NV001 |
    """
    assert found(books, context) == [
        ("PAY202", "Lịch trực!B2", ("2026-11-06", "SANG")),
        ("PAY202", "Ca làm việc!E2", ("2026-11-07", "SANG")),
    ]
    assert "has 1 people; it needs 2" in said_about(books, context, "PAY202")


@with_books(DEPARTMENT)
def test_cover_of_months_gone_by_is_not_asked_for(books, context):
    """
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc | Cần (ngày thường) | Cần (cuối tuần) |
    | SANG  | 06:00       | 14:00        | 2                 | 2               |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-10-30 | SANG  | NV001 |
    | 2026-10-31 | SANG  | NV002 |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_a_row_that_was_left_out_may_be_the_missing_person(books, context):
    """
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc | Cần (ngày thường) |
    | SANG  | 06:00       | 14:00        | 2                 |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-05 | SANG  | NV001 |
    | 2026-11-05 | SANG  |       |
    | 2026-11-06 | SANG  | NV001 |
    | hôm qua    | SANG  | NV002 |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_an_unknown_shift_is_found_alone(books, context):
    """
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc | Cần (ngày thường) |
    | SANG  | 06:00       | 14:00        | 1                 |
    | CHIEU | hai giờ     | 22:00        | 1                 |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-06 | SANGG | NV001 |
    | 2026-11-06 | CHIEU | NV002 |
    """
    assert found(books, context) == [("PAY205", "Lịch trực!B2", ("2026-11-06", "SANGG", "NV001"))]


@with_books(DEPARTMENT)
def test_without_a_list_of_shifts_no_shift_is_unknown(books, context):
    """
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-06 | SANG  | NV001 |
    """
    assert found(books, context) == []


@with_books(DEPARTMENT)
def test_an_unknown_employee_on_the_roster_is_found(books, context):
    """
    [Nhân viên]
    | Mã NV | Họ và tên | Lương hợp đồng |
    | NV001 | Hoa       | 12000000       |
    | NV003 | Lan       | ?              |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-06 | SANG  | NV001 |
    | 2026-11-06 | SANG  | NV003 |
    | 2026-11-06 | SANG  | NV099 |
    """
    assert found(books, context) == [("PAY204", "Lịch trực!C4", ("2026-11-06", "SANG", "NV099"))]


@with_books(DEPARTMENT)
def test_too_little_rest_after_a_night_shift_is_found(books, context):
    """
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc |
    | SANG  | 06:00       | 14:00        |
    | CHIEU | 14:00       | 22:00        |
    | TOI   | 18:00       | 00:00        |
    | DEM   | 22:00       | 06:00        |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-02 | DEM   | NV001 |
    | 2026-11-03 | CHIEU | NV001 |
    | 2026-11-04 | SANG  | NV001 |
    | 2026-11-02 | DEM   | NV002 |
    | 2026-11-03 | TOI   | NV002 |
    | 2026-11-04 | SANG  | NV002 |
    """
    (finding,) = all_findings(books, context)

    assert (finding.code, str(finding.place)) == ("PAY203", "Lịch trực!A3")
    assert finding.key == ("2026-11-03", "CHIEU", "NV001")
    assert "after 8 hours of rest" in said_about(books, context, "PAY203")


@with_books(DEPARTMENT)
def test_rest_is_counted_from_the_shift_that_ends_last(books, context):
    """
    [Ca làm việc]
    | Mã ca | Giờ bắt đầu | Giờ kết thúc |
    | DEM   | 21:00       | 07:00        |
    | NGAN  | 22:00       | 23:00        |
    | TRUA  | 12:00       | 16:00        |
    [Lịch trực]
    | Ngày       | Mã ca | Mã NV |
    | 2026-11-02 | DEM   | NV001 |
    | 2026-11-02 | NGAN  | NV001 |
    | 2026-11-03 | TRUA  | NV001 |
    [Cài đặt]
    | Mục cài đặt           | Giá trị |
    | Nghỉ sau ca đêm (giờ) | 6       |
    """
    assert [code for code, _, _ in found(books, context)] == ["PAY201", "PAY203"]


@pytest.mark.parametrize(
    ("begins", "ends", "hours"),
    [
        ("2026-11-02 22:00", "2026-11-03 06:00", 8),
        ("2026-11-02 14:00", "2026-11-02 22:00", 0),
        ("2026-11-02 04:30", "2026-11-02 12:00", Decimal("1.5")),
        ("2026-11-02 00:00", "2026-11-03 00:00", 8),
    ],
)
def test_hours_in_the_night_are_those_between_ten_and_six(begins, ends, hours):
    assert night_hours(datetime.fromisoformat(begins), datetime.fromisoformat(ends)) == hours


@pytest.mark.parametrize(("ends", "is_night"), [("2026-11-03 00:59", False), ("2026-11-03 01:00", True)])
def test_a_night_shift_has_three_hours_in_the_night(ends, is_night):
    shift = PlannedShift(datetime.fromisoformat("2026-11-02 16:00"), datetime.fromisoformat(ends), 0)
    assert shift.is_night_shift is is_night
