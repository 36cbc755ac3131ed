"""How long to wait and when to remind, in plain words, over weekends, holidays and odd months."""

from datetime import date

import pytest

from sync.schedule import NotUnderstood, Span, WorkCalendar, is_due, parse_reminder, parse_span, public_holiday
from sync.schedule.job import DayOfMonth, EveryDay, WeekDays, WorkingDayOfMonth
from sync.schedule.spans import REMINDER_FORMS, SPAN_FORMS

OFFICE = WorkCalendar(is_holiday=public_holiday("vn"))
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def day(text):
    number, month = text.split("/")
    return date(2026, int(month), int(number))


@pytest.mark.parametrize("form", SPAN_FORMS)
def test_every_span_that_is_offered_is_understood(form):
    assert isinstance(parse_span(form), Span)


@pytest.mark.parametrize("form", REMINDER_FORMS)
def test_every_reminder_that_is_offered_is_understood(form):
    assert not isinstance(parse_reminder(form), NotUnderstood)


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("3 working days", Span(3, working=True)),
        ("after 1 working day", Span(1, working=True)),
        ("sau 3 ngày làm việc", Span(3, working=True)),
        ("3 NGAY LAM VIEC", Span(3, working=True)),
        ("5 days", Span(5)),
        ("5 ngày", Span(5)),
        ("1 week", Span(7)),
        ("sau 2 tuần", Span(14)),
    ],
)
def test_spans_are_understood_with_and_without_accents(words, span):
    assert parse_span(words) == span


@pytest.mark.parametrize(
    ("words", "rhythm"),
    [
        ("every 7 days", Span(7)),
        ("mỗi 7 ngày", Span(7)),
        ("cứ 7 ngày một lần", Span(7)),
        ("weekly", Span(7)),
        ("hằng tuần", Span(7)),
        ("every 3 working days", Span(3, working=True)),
        ("moi 3 ngay lam viec", Span(3, working=True)),
        ("every day", EveryDay()),
        ("hằng ngày", EveryDay()),
        ("on weekdays", WeekDays()),
        ("thứ hai hằng tuần", WeekDays(frozenset({0}))),
        ("on the last day of the month", DayOfMonth(-1)),
        ("ngày làm việc đầu tháng", WorkingDayOfMonth(1)),
    ],
)
def test_reminders_are_understood_as_the_days_of_the_schedule_are(words, rhythm):
    assert parse_reminder(words) == rhythm


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("evry 7 days", "every 7 days"),
        ("every 0 days", "every 7 days"),
        ("7 ngay mot lam", "7 ngày một lần"),
        ("every 400 days", "every 7 days"),
    ],
)
def test_a_reminder_that_is_not_understood_is_told_the_nearest_form(words, nearest):
    assert parse_reminder(words) == NotUnderstood(words, nearest)


@pytest.mark.parametrize(
    ("words", "nearest"),
    [("3 workdays", "3 working days"), ("ba ngày làm việc", "3 ngày làm việc"), ("soon", "5 days")],
)
def test_a_span_that_is_not_understood_is_told_the_nearest_form(words, nearest):
    assert parse_span(words).words == words
    assert parse_span(words).nearest in SPAN_FORMS
    if words != "soon":
        assert parse_span(words).nearest == nearest


@pytest.mark.parametrize(
    ("words", "told", "due"),
    [
        ("3 working days", "13/11", "18/11"),  # Friday; Monday, Tuesday, Wednesday
        ("3 working days", "20/11", "26/11"),  # 24 November is a holiday
        ("1 working day", "20/11", "23/11"),
        ("1 working day", "21/11", "23/11"),  # told on a Saturday
        ("3 working days", "28/4", "5/5"),  # 30 April and 1 May are holidays, then a weekend
        ("5 days", "20/11", "25/11"),
        ("1 week", "24/12", "31/12"),
    ],
)
def test_a_span_is_reached_on_its_day_and_not_before(words, told, due):
    span, first = parse_span(words), day(due)
    assert span.reached(day(told), first, OFFICE)
    assert not span.reached(day(told), date.fromordinal(first.toordinal() - 1), OFFICE)


def test_a_span_over_29_february_counts_it():
    leap, common = date(2028, 2, 28), date(2027, 2, 28)
    assert Span(2).reached(leap, date(2028, 3, 1), OFFICE)
    assert not Span(2).reached(common, date(2027, 3, 1), OFFICE)
    # 29 February 2028 is a Tuesday.
    assert Span(1, working=True).reached(leap, date(2028, 2, 29), OFFICE)


def test_a_week_with_saturdays_is_over_sooner():
    assert Span(1, working=True).reached(FRIDAY, date(2026, 11, 21), WorkCalendar(frozenset(range(6))))
    assert not Span(1, working=True).reached(FRIDAY, date(2026, 11, 21), OFFICE)


@pytest.mark.parametrize("span", [Span(1), Span(1, working=True)])
def test_nothing_is_reached_by_a_clock_that_goes_back(span):
    assert not span.reached(MONDAY, FRIDAY, OFFICE)


def test_a_reminder_on_certain_days_comes_on_them_and_is_made_up_once():
    mondays = parse_reminder("on monday")
    assert not is_due(mondays, FRIDAY, date(2026, 11, 22), OFFICE)
    assert is_due(mondays, FRIDAY, MONDAY, OFFICE)
    assert not is_due(mondays, MONDAY, MONDAY, OFFICE)
    assert is_due(mondays, FRIDAY, date(2026, 11, 25), OFFICE), "no run was made on Monday"
    assert not is_due(mondays, date(2026, 11, 25), date(2026, 11, 29), OFFICE)


def test_a_reminder_on_certain_days_is_not_due_where_the_clock_went_back():
    assert not is_due(parse_reminder("daily"), MONDAY, FRIDAY, OFFICE)


def test_a_reminder_at_the_end_of_a_month_knows_short_months():
    ends = parse_reminder("on the last day of the month")
    assert is_due(ends, date(2028, 2, 1), date(2028, 2, 29), OFFICE)
    assert not is_due(ends, date(2028, 2, 1), date(2028, 2, 28), OFFICE)
    assert is_due(ends, date(2027, 2, 1), date(2027, 2, 28), OFFICE)
