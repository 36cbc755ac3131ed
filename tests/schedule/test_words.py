"""Jobs in plain words, in both languages."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.schedule import Job, NotUnderstood, parse_job, parse_jobs, parse_week
from sync.schedule.job import LAST, DayOfMonth, EveryDay, WeekDays, WorkingDayOfMonth
from sync.schedule.words import FORMS

WORKING_WEEK = WeekDays()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_that_is_offered_is_understood(form):
    assert isinstance(parse_job(form), Job)


@pytest.mark.parametrize(
    ("words", "days", "times"),
    [
        ("daily at 07:30", EveryDay(), ["07:30"]),
        ("at 7:30", EveryDay(), ["07:30"]),
        ("every day at 16:00, 07:30 and 13:00", EveryDay(), ["07:30", "13:00", "16:00"]),
        ("every weekday at 7h30", WORKING_WEEK, ["07:30"]),
        ("on working days at 16h", WORKING_WEEK, ["16:00"]),
        ("On Mondays and Fridays at 08:00", WeekDays(frozenset({0, 4})), ["08:00"]),
        ("every tuesday, thursday and sunday at 08:00", WeekDays(frozenset({1, 3, 6})), ["08:00"]),
        ("monday to saturday at 08:00", WeekDays(frozenset(range(6))), ["08:00"]),
        ("saturday to monday at 08:00", WeekDays(frozenset({5, 6, 0})), ["08:00"]),
        ("on day 5 of the month at 08:00", DayOfMonth(5), ["08:00"]),
        ("on the 29th of every month at 08:00", DayOfMonth(29), ["08:00"]),
        ("on the last day of the month at 00:00", DayOfMonth(LAST), ["00:00"]),
        ("on the first working day of the month at 09:00", WorkingDayOfMonth(1), ["09:00"]),
        ("on the 3rd working day of the month at 09:00", WorkingDayOfMonth(3), ["09:00"]),
        ("at 16:00 on the last working day of the month", WorkingDayOfMonth(LAST), ["16:00"]),
        ("hằng ngày lúc 07:30", EveryDay(), ["07:30"]),
        ("hàng ngày vào lúc 7 giờ 30 và 16 giờ", EveryDay(), ["07:30", "16:00"]),
        ("mỗi ngày lúc 7h", EveryDay(), ["07:00"]),
        ("các ngày làm việc lúc 07:30", WORKING_WEEK, ["07:30"]),
        ("thứ hai và thứ bảy lúc 08:00", WeekDays(frozenset({0, 5})), ["08:00"]),
        ("thứ 2, thứ 5 hằng tuần lúc 08:00", WeekDays(frozenset({0, 3})), ["08:00"]),
        ("từ thứ 2 đến thứ 6 lúc 08:00", WeekDays(frozenset(range(5))), ["08:00"]),
        ("chủ nhật lúc 20:00", WeekDays(frozenset({6})), ["20:00"]),
        ("ngày 5 hằng tháng lúc 08:00", DayOfMonth(5), ["08:00"]),
        ("ngày cuối tháng lúc 22:00", DayOfMonth(LAST), ["22:00"]),
        ("ngày đầu tiên của tháng lúc 08:00", DayOfMonth(1), ["08:00"]),
        ("ngày làm việc cuối cùng của tháng lúc 16:00", WorkingDayOfMonth(LAST), ["16:00"]),
        ("ngay lam viec cuoi thang luc 16:00", WorkingDayOfMonth(LAST), ["16:00"]),
    ],
)
def test_days_and_times_are_understood(words, days, times):
    job = parse_job(words)
    assert isinstance(job, Job)
    assert job.days == days
    assert [f"{one:%H:%M}" for one in job.times] == times


@pytest.mark.parametrize(
    "words",
    [
        "every 15 minutes from 07:30 to 18:00 on weekdays",
        "on weekdays, every 15 minutes, between 07:30 and 18:00",
        "mỗi 15 phút từ 07:30 đến 18:00 các ngày làm việc",
        "các ngày làm việc mỗi 15 phút từ 7 giờ 30 đến 18 giờ",
    ],
)
def test_an_interval_runs_from_its_beginning_to_its_end(words):
    job = parse_job(words)
    assert job.days == WORKING_WEEK
    assert job.times[:2] == (time(7, 30), time(7, 45))
    assert job.times[-1] == time(18)
    assert len(job.times) == 43


def test_an_interval_without_hours_fills_the_day():
    assert len(parse_job("every 5 minutes").times) == 288
    assert parse_job("every 7 hours").times == (time(0), time(7), time(14), time(21))
    assert parse_job("mỗi giờ").times == tuple(time(hour) for hour in range(24))


@pytest.mark.parametrize(
    "words", ["daily at 07:30 except holidays", "hằng ngày lúc 07:30 trừ ngày lễ", "trừ các ngày nghỉ lễ, lúc 07:30"]
)
def test_holidays_may_be_passed_over(words):
    assert parse_job(words).except_holidays
    assert not parse_job("daily at 07:30").except_holidays


def test_names_after_a_colon_say_what_a_job_is_for():
    assert parse_job("daily at 16:00: payroll").only == ("payroll",)
    assert parse_job("hằng ngày lúc 16:00: payroll, kho và finance").only == ("payroll", "kho", "finance")
    assert parse_job("daily at 16:00").only == ()


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("daly at 07:30", "daily at 07:30"),
        ("daily at 25:00", "daily at 07:30"),
        ("daily", "daily at 07:30"),
        ("every 15 minutes from 18:00 to 07:30 on weekdays", "every 15 minutes from 07:30 to 18:00 on weekdays"),
        ("every 0 minutes", None),
        ("every 15 minutes at 07:30", None),
        ("daily from 07:30 to 08:00", None),
        ("daily at 07:30 at 08:00", None),
        ("on day 32 of the month at 08:00", "on day 5 of the month at 08:00"),
        ("daily at 16:00:", "daily at 07:30"),
        ("hằng ngay luc 7", "hằng ngày lúc 07:30"),
        ("ngày làm việc cuối tháng 16:00", None),
        ("", None),
    ],
)
def test_words_that_are_no_job_are_told_the_nearest_form(words, nearest):
    found = parse_job(words)
    assert isinstance(found, NotUnderstood)
    assert found.nearest in FORMS
    assert nearest in (None, found.nearest)


def test_a_job_keeps_its_name_however_it_is_written():
    assert parse_job("Hằng  ngày lúc 07:30").name == parse_job("hang ngay luc 07:30").name
    assert len(parse_jobs(["daily at 07:30", "Daily  at 07:30", "nonsense"])) == 1


def test_a_working_week_is_understood():
    assert parse_week("monday to saturday") == frozenset(range(6))
    assert parse_week("thứ hai đến thứ bảy") == frozenset(range(6))
    assert parse_week("chủ nhật và thứ hai") == frozenset({6, 0})
    assert parse_week("daily at 07:30") is None
    assert parse_week("weekdays") is None


@given(st.text(max_size=60) | st.lists(st.sampled_from(" ".join(FORMS).split()), max_size=9).map(" ".join))
def test_no_words_break_the_reading_of_a_job(words):
    found = parse_job(words)
    assert found.nearest in FORMS if isinstance(found, NotUnderstood) else found.times
