"""Whether runs are made as the schedule says, and what ``status`` tells of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules.core.message import Voice, render
from sync import run
from sync.lateness import missed_runs, timetable
from sync.store import JobMark
from tests.support.offices import office_in_memory

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY = datetime(2026, 11, 20, 7, 31, tzinfo=HANOI)
EN = Voice("en", locale="en_US")
JOB = "on weekdays at 07:30"


@pytest.fixture
def session(tmp_path):
    with office_in_memory(tmp_path, {"shop": {"Hàng": [["Mã", "Số lượng"], ["A1", 5]]}}) as made:
        yield replace(made.session, office=replace(made.session.office, jobs=(JOB,)), now=lambda: FRIDAY)


def on(session, moment):
    return replace(session, now=lambda: moment)


def done(session, moment):
    session.store.note_job(JobMark(JOB, moment, "ok", moment.astimezone(UTC), moment.astimezone(UTC)))


def test_status_tells_when_each_job_is_due_next(session):
    result = run.status(session)
    assert result.coming == [(JOB, datetime(2026, 11, 23, 7, 30, tzinfo=HANOI))]
    assert result.to_json(session.office.voice)["next_runs"] == [{"job": JOB, "at": "2026-11-23T07:30:00+07:00"}]
    assert (result.last_success, result.late_since) == (None, None)


def test_a_weekend_is_no_delay(session):
    done(session, FRIDAY)
    monday = FRIDAY + timedelta(days=3)
    assert timetable(on(session, monday)).late_since is None
    assert missed_runs(on(session, monday)) is None


def test_a_day_without_a_run_is_one(session):
    done(session, FRIDAY)
    result = run.status(on(session, FRIDAY + timedelta(days=3, hours=2)))
    assert result.last_success == FRIDAY
    assert result.late_since == datetime(2026, 11, 23, 7, 30, tzinfo=HANOI)
    assert missed_runs(on(session, FRIDAY + timedelta(days=3, hours=2))) == (FRIDAY, result.late_since)


def schedule_line(session):
    (line,) = [line for line in run.check(session) if line.name == "schedule"]
    return line.status, render(line.text, line.fields, EN)


def test_a_check_tells_of_the_next_run_and_of_a_delay(session):
    assert schedule_line(session) == ("OK", "1 jobs, next run 23 Nov 2026 07:30")
    done(session, FRIDAY)
    late = on(session, FRIDAY + timedelta(days=3, hours=2))
    assert schedule_line(late) == ("WARN", "overdue since 23 Nov 2026 07:30, last successful run 20 Nov 2026")


def test_a_run_by_hand_counts_too(session):
    done(session, FRIDAY - timedelta(days=1))
    run.sync(session)
    later = on(session, FRIDAY + timedelta(hours=3))
    assert timetable(later).last_success == FRIDAY
    assert timetable(later).late_since is None


def test_without_a_daemon_nobody_is_late(session):
    run.sync(session)
    month = on(session, FRIDAY + timedelta(days=30))
    assert timetable(month).late_since is None
    assert timetable(month).coming


def test_without_a_schedule_there_is_nothing_to_be_late_for(session):
    none = replace(session, office=replace(session.office, jobs=()))
    assert timetable(none).coming == ()
    assert missed_runs(none) is None
