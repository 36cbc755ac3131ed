from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rules.core.period import Month
from rules.core.rule import Context
from rules.payroll import DEPARTMENT
from rules.payroll.attendance import PAID_AND_WORKED, attendances, split_night
from rules.payroll.company_days import standard_days, working_days
from rules.payroll.overtime import DayKind, Overtime
from rules.payroll.records import Mark
from rules.payroll.settings import PayrollSettings, WorkingWeek
from tests.support.books import read_text, with_books

OCTOBER = Month(2026, 10)
AS_OF = date(2026, 11, 20)


@with_books(DEPARTMENT)
def test_days_and_overtime_are_summed_for_each_person_and_month(books, context):
    """
    [Chấm công]
    | Ngày       | Mã NV | Ký hiệu | Số giờ | TC ngày thường | TC ngày nghỉ | TC ngày lễ | TC đêm |
    | 2026-10-01 | NV001 | X       |        | 2              |              |            | 1      |
    | 2026-10-02 | nv001 | P/2     |        |                |              |            |        |
    | 2026-10-03 | NV001 |         |        |                | 8            |            | 3      |
    | 2026-10-05 | NV001 |         | 6      |                |              |            |        |
    | 2026-10-06 | NV001 |         | 10     |                |              |            |        |
    | 2026-10-07 | NV001 | Ô       | 8      |                |              |            |        |
    | 2026-11-02 | NV001 | KL/2    |        |                |              |            |        |
    """
    found = attendances(books, context)

    october = found["nv001", OCTOBER]
    assert (october.paid_days, october.worked_days) == (Decimal("3.75"), Decimal("3.25"))
    assert (october.weekday, october.rest_day, october.holiday, october.night) == (2, 8, 0, 4)
    assert october.overtime() == (
        Overtime(DayKind.WEEKDAY, Decimal(1)),
        Overtime(DayKind.WEEKDAY, Decimal(1), night=True),
        Overtime(DayKind.REST_DAY, Decimal(5)),
        Overtime(DayKind.REST_DAY, Decimal(3), night=True),
    )
    assert found["nv001", Month(2026, 11)].paid_days == Decimal("0.5")


def test_every_mark_says_what_is_paid_and_worked():
    assert set(PAID_AND_WORKED) == set(Mark)


@given(hours=st.tuples(*[st.integers(0, 20)] * 3), night=st.integers(0, 80))
def test_night_hours_never_exceed_the_overtime_of_their_kind_of_day(hours, night):
    by_kind = split_night(*map(Decimal, hours), Decimal(night))

    assert all(0 <= by_kind[kind] <= hours[index] for index, kind in enumerate(DayKind))
    assert sum(by_kind.values()) == min(night, sum(hours))


@given(st.dictionaries(st.integers(1, 31), st.sampled_from([*(mark.value for mark in Mark), "8", "7,5", "4"])))
def test_both_forms_of_the_timesheet_give_the_same_days(entries):
    entries = {1: "X", 2: "X", 3: "X"} | entries
    days = sorted(entries)
    matrix = [
        "[Chấm công 10/2026]",
        "| Mã NV | " + " | ".join(map(str, days)) + " |",
        "| NV001 | " + " | ".join(entries[day] for day in days) + " |",
    ]
    daily = ["[Chấm công]", "| Ngày | Mã NV | Ký hiệu | Số giờ |"]
    for day in days:
        cells = f"| {entries[day]}" if entries[day][0].isdigit() else f"{entries[day]} |"
        daily.append(f"| 2026-10-{day:02d} | NV001 | {cells} |")
    context = Context(AS_OF)

    first, second = (
        attendances(read_text("\n".join(text), [DEPARTMENT]).books, context)["nv001", OCTOBER]
        for text in (matrix, daily)
    )
    assert (first.paid_days, first.worked_days) == (second.paid_days, second.worked_days)


def test_the_standard_days_follow_the_working_week():
    november = Month(2026, 11)
    weeks = {week: working_days(november.days(), week) for week in WorkingWeek}

    assert weeks == {
        WorkingWeek.MONDAY_TO_FRIDAY: 21,
        WorkingWeek.MONDAY_TO_SATURDAY_NOON: 23,
        WorkingWeek.MONDAY_TO_SATURDAY: 25,
    }
    assert standard_days(november, PayrollSettings(working_week=WorkingWeek.MONDAY_TO_SATURDAY)) == 25
    assert standard_days(november, PayrollSettings(fixed_standard_days=Decimal(26))) == 26
