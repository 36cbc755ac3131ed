"""What is due, told as the specification says it: on time, made up once, never twice, on odd days and odd clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.statutory.holidays import public_holidays
from sync.schedule import (
    Reason,
    WorkCalendar,
    batches,
    due,
    holidays_known,
    late_since,
    marks_at,
    moments_on,
    next_runs,
    parse_job,
    parse_jobs,
    public_holiday,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkCalendar(is_holiday=public_holiday("vn"))


def at(text, zone=HANOI, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def found(words, served, now, calendar=OFFICE):
    """Return what is due as (moment in the zone of now, missed, reason)."""
    jobs = parse_jobs([words])
    return [
        (f"{one.moment.astimezone(now.tzinfo):%Y-%m-%d %H:%M}", one.missed, one.reason)
        for one in due(jobs, {jobs[0].name: served}, now, calendar)
    ]


def coming(words, now, calendar=OFFICE):
    (one,) = next_runs(parse_jobs([words]), now, calendar)
    return f"{one.moment:%Y-%m-%d %H:%M %z}"


def test_nothing_is_due_before_its_time_and_once_at_its_time():
    daily = "daily at 07:30"
    assert found(daily, at("2026-11-19 07:30"), at("2026-11-20 07:29")) == []
    assert found(daily, at("2026-11-19 07:30"), at("2026-11-20 07:30")) == [("2026-11-20 07:30", 1, Reason.ON_TIME)]
    assert found(daily, at("2026-11-20 07:30"), at("2026-11-20 07:30")) == []


def test_a_night_off_is_made_up_by_one_run():
    off = found("every 15 minutes", at("2026-11-20 22:00"), at("2026-11-21 07:03"))
    assert off == [("2026-11-21 07:00", 36, Reason.MADE_UP)]


def test_one_run_that_comes_late_is_made_up():
    assert found("daily at 07:30", at("2026-11-19 07:30"), at("2026-11-20 09:00")) == [
        ("2026-11-20 07:30", 1, Reason.MADE_UP)
    ]


def test_a_new_job_makes_nothing_up():
    jobs = parse_jobs(["daily at 07:30"])
    now = at("2026-11-20 09:00")
    assert due(jobs, {}, now, OFFICE) == []
    assert marks_at(jobs, {"another": now}, now) == {"daily at 07:30": now}


def test_months_off_are_made_up_by_one_run():
    assert found("on the last working day of the month at 16:00", at("2026-01-01 00:00"), at("2026-04-02 08:00")) == [
        ("2026-03-31 16:00", 3, Reason.MADE_UP)
    ]


def test_the_last_working_day_is_before_the_holiday_at_the_end_of_a_month():
    # 30 April and 1 May are public holidays in Vietnam; 30 April 2026 is a Thursday.
    assert date(2026, 4, 30) in public_holidays(2026)
    assert coming("on the last working day of the month at 16:00: payroll", at("2026-04-01 08:00")) == (
        "2026-04-29 16:00 +0700"
    )


def test_a_week_with_saturdays_moves_the_last_working_day():
    six_days = WorkCalendar(frozenset(range(6)))
    assert coming("on the last working day of the month at 16:00", at("2026-10-02 08:00"), six_days).startswith(
        "2026-10-31"
    )
    assert coming("on the last working day of the month at 16:00", at("2026-10-02 08:00")).startswith("2026-10-30")


def test_holidays_are_passed_over_where_a_job_says_so():
    assert coming("daily at 07:30 except holidays", at("2026-04-29 08:00")) == "2026-05-02 07:30 +0700"
    assert coming("daily at 07:30", at("2026-04-29 08:00")) == "2026-04-30 07:30 +0700"


def test_holidays_are_known_beyond_the_tables_and_for_other_countries():
    assert public_holiday("vn")(date(2031, 9, 2))
    assert public_holiday("de")(date(2026, 10, 3))
    assert not public_holiday("zz")(date(2026, 1, 1))
    assert holidays_known("vn")
    assert not holidays_known("zz")


def test_weekdays_leave_the_weekend_out():
    assert coming("on weekdays at 07:30", at("2026-11-20 08:00")) == "2026-11-23 07:30 +0700"


def test_the_end_of_a_month_at_midnight_belongs_to_the_office():
    # In UTC it is still the day before.
    last = "on the last day of the month at 00:00"
    assert found(last, at("2026-11-01 00:00"), at("2026-11-29 23:59")) == []
    assert found(last, at("2026-11-01 00:00"), at("2026-11-30 00:00")) == [("2026-11-30 00:00", 1, Reason.ON_TIME)]
    first = "on the first day of the month at 00:00"
    assert found(first, at("2026-11-01 00:00"), at("2026-12-01 00:00")) == [("2026-12-01 00:00", 1, Reason.ON_TIME)]
    assert found(first, at("2026-11-01 00:00"), at("2026-11-30 23:59")) == []


@pytest.mark.parametrize(("year", "day"), [(2027, 28), (2028, 29), (2100, 28)])
def test_a_day_that_a_month_lacks_is_its_last_one(year, day):
    assert coming("on day 29 of the month at 08:00", at(f"{year}-02-01 08:00")).startswith(f"{year}-02-{day}")
    assert coming("on the last day of the month at 08:00", at(f"{year}-02-01 08:00")).startswith(f"{year}-02-{day}")


def test_29_february_comes_and_goes():
    assert coming("daily at 07:30", at("2028-02-28 08:00")) == "2028-02-29 07:30 +0700"
    assert coming("daily at 07:30", at("2028-02-29 08:00")) == "2028-03-01 07:30 +0700"


def test_a_time_that_the_clocks_jump_over_runs_right_after_the_jump():
    # 29 March 2026: 02:00 becomes 03:00.
    night = "daily at 02:30"
    assert coming(night, at("2026-03-28 12:00", BERLIN)) == "2026-03-29 03:00 +0200"
    served = at("2026-03-28 02:30", BERLIN)
    assert found(night, served, at("2026-03-29 01:59", BERLIN)) == []
    assert found(night, served, at("2026-03-29 03:00", BERLIN)) == [("2026-03-29 03:00", 1, Reason.ON_TIME)]
    assert coming(night, at("2026-03-29 03:00", BERLIN)) == "2026-03-30 02:30 +0200"


def test_an_interval_runs_once_for_all_the_times_that_the_clocks_jump_over():
    quarters = moments_on(parse_job("every 15 minutes"), date(2026, 3, 29), BERLIN, OFFICE)
    assert len(quarters) == 96 - 4
    assert {later - earlier for earlier, later in pairwise(quarters)} == {timedelta(minutes=15)}


def test_a_time_that_comes_twice_runs_once():
    # 25 October 2026: 03:00 becomes 02:00.
    night = "daily at 02:30"
    served = at("2026-10-24 02:30", BERLIN)
    first, second = at("2026-10-25 02:30", BERLIN), at("2026-10-25 02:30", BERLIN, fold=1)
    assert found(night, served, first) == [("2026-10-25 02:30", 1, Reason.ON_TIME)]
    assert found(night, first.astimezone(UTC), second) == []
    assert coming(night, first) == "2026-10-26 02:30 +0100"


def test_a_clock_that_goes_back_a_day_does_not_silence_the_office():
    jobs = parse_jobs(["every 15 minutes"])
    name = jobs[0].name
    wrong, right = at("2026-11-21 10:00"), at("2026-11-20 10:01")
    marks = marks_at(jobs, {name: wrong}, right)
    assert marks == {name: right}
    assert due(jobs, marks, right, OFFICE) == []
    (quarter,) = due(jobs, marks, at("2026-11-20 10:15"), OFFICE)
    assert quarter.moment == at("2026-11-20 10:15")


def test_a_clock_that_is_put_right_by_some_minutes_runs_nothing_twice():
    jobs = parse_jobs(["every 15 minutes"])
    name = jobs[0].name
    served, now = at("2026-11-20 10:00"), at("2026-11-20 09:58")
    marks = marks_at(jobs, {name: served}, now)
    assert marks == {name: served}
    assert due(jobs, marks, at("2026-11-20 10:00"), OFFICE) == []


def test_a_clock_that_goes_forward_a_day_runs_once():
    assert found("every 15 minutes", at("2026-11-20 10:00"), at("2026-11-21 10:01")) == [
        ("2026-11-21 10:00", 96, Reason.MADE_UP)
    ]


def test_one_run_of_the_whole_office_serves_every_job():
    jobs = parse_jobs(["daily at 07:30", "daily at 07:30: payroll", "at 07:30: finance, payroll", "at 07:30: kho"])
    now = at("2026-11-20 07:30")
    dues = due(jobs, {job.name: at("2026-11-20 00:00") for job in jobs}, now, OFFICE)
    assert [(len(batch.dues), batch.only) for batch in batches(dues)] == [(4, ())]
    assert [batch.only for batch in batches(dues[1:])] == [("payroll",), ("finance", "payroll"), ("kho",)]
    assert batches([]) == []


def test_an_office_is_late_only_when_a_run_should_have_been_made():
    jobs = parse_jobs(["on weekdays at 07:30", "on weekdays at 16:30"])
    friday = at("2026-11-20 16:31")
    hour = timedelta(hours=1)
    assert late_since(jobs, friday, at("2026-11-23 08:29"), OFFICE, hour) is None
    assert late_since(jobs, friday, at("2026-11-23 08:31"), OFFICE, hour) == at("2026-11-23 07:30")
    assert late_since(jobs, friday, at("2026-11-25 08:31"), OFFICE, hour) == at("2026-11-23 07:30")
    assert late_since([], friday, at("2026-11-25 08:31"), OFFICE, hour) is None


@settings(deadline=None)
@given(
    zone=st.sampled_from(
        ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]
    ),
    words=st.sampled_from(
        [
            "every 30 minutes",
            "daily at 02:30",
            "daily at 00:00",
            "on weekdays at 23:59",
            "on day 31 of the month at 00:30",
        ]
    ),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
    steps=st.lists(st.integers(1, 60 * 36), min_size=1, max_size=25),
)
def test_whatever_the_steps_of_the_clock_each_moment_is_served_exactly_once(zone, words, start, steps):
    """However often one looks, the moments counted as served are all there were, none twice."""
    job = parse_job(words)
    now = start.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    begin, mark, counted = now.astimezone(UTC), now.astimezone(UTC), 0
    for minutes in steps:
        now = (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
        for one in due([job], {job.name: mark}, now, OFFICE):
            assert mark < one.moment <= now.astimezone(UTC)
            counted += one.missed
            mark = one.moment
    day, last, expected = begin.astimezone(ZoneInfo(zone)).date() - timedelta(days=1), now.date(), 0
    while day <= last:
        expected += sum(
            begin < moment <= now.astimezone(UTC) for moment in moments_on(job, day, ZoneInfo(zone), OFFICE)
        )
        day += timedelta(days=1)
    assert counted == expected


def test_a_month_with_fewer_working_days_has_it_on_its_last_one():
    assert coming("on the 22nd working day of the month at 08:00", at("2027-02-01 00:00")).startswith("2027-02-26")
    assert coming("on the 3rd working day of the month at 08:00", at("2026-11-01 00:00")).startswith("2026-11-04")


def test_a_job_that_never_comes_is_told_so():
    always = WorkCalendar(is_holiday=lambda _day: True)
    (one,) = next_runs(parse_jobs(["daily at 07:30 except holidays"]), at("2026-11-20 08:00"), always)
    assert one.moment is None
