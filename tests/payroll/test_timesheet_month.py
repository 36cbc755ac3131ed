from datetime import date
from decimal import Decimal

import pytest

from rules.core.table import Books
from rules.payroll import DEPARTMENT
from rules.payroll.records import Mark, TimesheetDay
from rules.payroll.timesheet_month import TimesheetMonth, read_entry
from tests.support.books import read_text, with_books


@pytest.mark.parametrize(
    ("entry", "meaning"),
    [
        ("X", {"mark": Mark.FULL_DAY}),
        (" x ", {"mark": Mark.FULL_DAY}),
        ("1", {"mark": Mark.FULL_DAY}),
        ("X/2", {"mark": Mark.HALF_DAY}),
        ("0,5", {"mark": Mark.HALF_DAY}),
        ("P/2", {"mark": Mark.HALF_LEAVE}),
        ("Ô", {"mark": Mark.SICK}),
        ("ô", {"mark": Mark.SICK}),
        ("Cô", {"mark": Mark.SICK_CHILD}),
        ("CO", {"mark": Mark.SICK_CHILD}),
        ("nghi bu", {"mark": Mark.COMPENSATORY}),
        ("KL", {"mark": Mark.UNPAID}),
        ("+", {"mark": Mark.FULL_DAY}),
        ("CT", {"mark": Mark.BUSINESS_TRIP}),
        ("8", {"hours": Decimal(8)}),
        ("7,5", {"hours": Decimal("7.5")}),
        ("7.5", {"hours": Decimal("7.5")}),
        ("0", {"hours": Decimal(0)}),
        ("24", {"hours": Decimal(24)}),
    ],
)
def test_an_entry_of_the_matrix_is_a_mark_or_hours(entry, meaning):
    assert read_entry(entry) == meaning


@pytest.mark.parametrize("entry", ["XX", "0.25", "-1", "25", "1/2", "8+2", "?", "++", "K", "Có", "ó", "Lê"])
def test_an_entry_that_cannot_be_read_safely_stays_as_it_is(entry):
    assert read_entry(entry) == {"mark": entry}


@with_books(DEPARTMENT)
def test_a_row_of_the_matrix_unfolds_into_its_days(books, context):
    """
    [Chấm công 11/2026]
    | Mã NV | Họ và tên | 1 | 2 | 3 | 4 | TC ngày thường | TC ngày nghỉ |
    | NV001 | Hoa       | - | X |   | 8 | 6              | 3            |
    """
    days = list(books.table(TimesheetDay))

    assert [(day.date, day.mark, day.hours) for day in days] == [
        (date(2026, 11, 2), Mark.FULL_DAY, None),
        (date(2026, 11, 4), None, Decimal(8)),
    ]
    assert [day.overtime_weekday for day in days] == [6, 0]
    assert [day.overtime_rest_day for day in days] == [3, 0]
    assert str(books.table(TimesheetDay).place(1, "date")) == "Chấm công 11/2026!F2"


@with_books(DEPARTMENT)
def test_overtime_without_any_day_is_kept(books, context):
    """
    [Chấm công 11/2026]
    | Mã NV | 1 | 2 | TC ngày lễ |
    | NV001 |   |   | 4          |
    """
    (day,) = books.table(TimesheetDay)
    assert (day.date, day.mark, day.overtime_holiday) == (date(2026, 11, 1), None, 4)


def test_a_matrix_without_a_month_gives_no_days():
    reading = read_text("[Chấm công]\n| Mã NV | 1 | 2 | 3 |\n| NV001 | X | X | X |", [DEPARTMENT])

    assert isinstance(reading.books, Books)
    assert len(reading.books.table(TimesheetDay)) == 0
    assert [finding.code for finding in reading.findings] == ["DAT602"]
    assert list(TimesheetMonth.unfold(object(), None)) == []
