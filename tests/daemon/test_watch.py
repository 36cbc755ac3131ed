"""One look at the clock: what is run, what is remembered, and what goes wrong."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sync.config import ConfigurationError, Problem
from sync.config.problems import UNKNOWN_JOB
from sync.daemon.base import Outcome
from sync.store import Run
from tests.daemon.fakes import Memory, World, at, office

QUARTERS = "every 15 minutes from 07:30 to 18:00"
NAME = "every 15 minutes from 07:30 to 18:00"
START = "2026-11-20 07:00"


def started(*jobs, **more):
    world = World(office(*(jobs or (QUARTERS,))), at(START), **more)
    watch = world.watch()
    world.look(watch, START)
    return world, watch


def test_each_due_run_is_made_once():
    world, watch = started()
    looks = [f"2026-11-20 07:{minute:02d}" for minute in range(29, 50)]
    assert world.look(watch, *looks) == [("2026-11-20 07:30", ()), ("2026-11-20 07:45", ())]
    assert world.memory.marks[NAME].served == at("2026-11-20 07:45")
    assert world.memory.marks[NAME].outcome == "ok"


def test_a_restart_repeats_nothing_and_forgets_nothing():
    world, watch = started()
    world.look(watch, "2026-11-20 07:30")
    assert world.look(world.watch(), "2026-11-20 07:31", "2026-11-20 07:44") == []
    assert world.look(world.watch(), "2026-11-20 12:10") == [("2026-11-20 12:10", ())]
    assert world.log.told("run started")[-1] == {"jobs": QUARTERS, "reason": "made up", "missed": 18}


def test_the_state_is_not_opened_where_nothing_is_due():
    world, watch = started()
    opened = world.memory.opened
    world.look(watch, *(f"2026-11-20 07:{minute:02d}" for minute in range(29)))
    assert world.memory.opened == opened


def test_a_run_that_finds_the_office_locked_is_made_at_the_next_look():
    world, watch = started(ends=["locked", "locked", "ok"])
    looks = ["2026-11-20 07:30", "2026-11-20 07:31", "2026-11-20 07:32", "2026-11-20 07:33"]
    assert len(world.look(watch, *looks)) == 3
    assert [fields["end"] for fields in world.log.told("run ended")] == ["locked", "locked", "ok"]
    assert world.beats.count("success") == 1
    assert "fail" not in world.beats


def test_a_run_that_was_stopped_with_the_daemon_is_made_up_by_the_next_one():
    world, watch = started(ends=["interrupted"])
    world.look(watch, "2026-11-20 07:30")
    assert world.look(world.watch(), "2026-11-20 07:40") == [("2026-11-20 07:40", ())]


def test_a_job_that_raises_stops_no_other():
    world, watch = started("at 08:00: payroll", "at 08:00: finance", ends=[RuntimeError("salary 12,345,678")])
    assert world.look(watch, "2026-11-20 08:00") == [
        ("2026-11-20 08:00", ("payroll",)),
        ("2026-11-20 08:00", ("finance",)),
    ]
    failed, done = world.log.told("run ended")
    assert (failed["end"], failed["codes"]) == ("failed", "RuntimeError")
    assert done["end"] == "ok"
    assert "12,345,678" not in str(world.log.lines)


def test_a_job_that_failed_waits_for_its_next_time():
    world, watch = started(ends=[Outcome("failed", 1), Outcome("overrun", 130)])
    looks = ["2026-11-20 07:30", "2026-11-20 07:31", "2026-11-20 07:45", "2026-11-20 07:46", "2026-11-20 08:00"]
    assert [run for run, _ in world.look(watch, *looks)] == ["2026-11-20 07:30", "2026-11-20 07:45", "2026-11-20 08:00"]
    assert world.beats == ["start", "fail", "start", "fail", "start", "success"]
    assert world.memory.marks[NAME].succeeded_at == at("2026-11-20 08:00")


def test_when_a_job_last_ended_well_is_kept():
    world, watch = started(ends=["partial", "failed"])
    world.look(watch, "2026-11-20 07:30")
    assert world.memory.marks[NAME].succeeded_at == at("2026-11-20 07:30")


def test_a_full_disk_does_not_make_the_same_run_again_and_again():
    world, watch = started()
    world.memory.broken = True
    looks = ["2026-11-20 07:30", "2026-11-20 07:31", "2026-11-20 07:32"]
    assert len(world.look(watch, *looks)) == 1
    assert world.log.told("look failed")[0] == {"error": "OSError"}
    world.memory.broken = False
    assert world.look(watch, "2026-11-20 07:33") == []
    assert world.memory.marks[NAME].served == at("2026-11-20 07:30")
    assert world.look(watch, "2026-11-20 07:45") == [("2026-11-20 07:45", ())]


def test_what_a_crash_left_is_settled_at_the_start_even_where_nothing_is_due():
    left = Run("20261119-0001", "sync", date(2026, 11, 19), datetime(2026, 11, 19, tzinfo=UTC), "running")
    world = World(office(QUARTERS), at(START), memory=Memory(last=left), ends=["locked", "ok"])
    watch = world.watch()
    looks = ["2026-11-20 07:00", "2026-11-20 07:01"]
    assert world.look(watch, *looks) == [("2026-11-20 07:00", ()), ("2026-11-20 07:01", ())]
    assert world.log.told("run started")[0] == {"reason": "left by a crash"}
    assert world.look(watch, "2026-11-20 07:02") == []


def test_a_whole_run_that_is_due_settles_a_crash_too():
    left = Run("20261119-0001", "sync", date(2026, 11, 19), datetime(2026, 11, 19, tzinfo=UTC), "running")
    world, _ = started()
    world.memory.last = left
    assert world.look(world.watch(), "2026-11-20 07:30") == [("2026-11-20 07:30", ())]


def test_nothing_is_started_once_asked_to_stop():
    world, watch = started("at 08:00: payroll", "at 08:00: finance")
    world.asked = True
    assert world.look(watch, "2026-11-20 08:00") == []


def test_a_clock_that_goes_back_a_day_is_told_and_runs_go_on():
    world, watch = started()
    world.look(watch, "2026-11-21 10:00")
    assert world.look(watch, "2026-11-20 10:01", "2026-11-20 10:15") == [("2026-11-20 10:15", ())]
    assert world.log.told("clock went back") == [{"jobs": 1, "begun_anew": "2026-11-20T10:01:00+07:00"}]


def test_changed_settings_count_from_the_next_look():
    world, watch = started()
    world.office = office("daily at 07:10")
    assert world.look(watch, "2026-11-20 07:05", "2026-11-20 07:10", "2026-11-20 07:30") == [("2026-11-20 07:10", ())]
    assert world.log.told("settings read again") == [{"jobs": 1}]
    assert list(world.memory.marks) == ["daily at 07:10"]


def test_wrong_settings_are_told_once_and_those_from_before_stay():
    world, watch = started()
    good, world.office = (
        world.office,
        ConfigurationError([Problem(UNKNOWN_JOB, {"value": "x", "key": "schedule.jobs", "nearest": "y"})]),
    )
    assert world.look(watch, "2026-11-20 07:30", "2026-11-20 07:45") == [
        ("2026-11-20 07:30", ()),
        ("2026-11-20 07:45", ()),
    ]
    assert world.log.told("settings wrong") == [{"codes": "CFG116", "used": "before"}]
    world.office = good
    assert world.look(watch, "2026-11-20 08:00") == [("2026-11-20 08:00", ())]


def test_the_next_runs_are_told():
    world, watch = started("daily at 07:30", "on day 5 of the month at 08:00")
    watch.tell_next()
    assert [fields["at"] for fields in world.log.told("next run")] == [
        "2026-11-20T07:30+07:00",
        "2026-12-05T08:00+07:00",
    ]


def test_a_broken_look_does_not_end_the_watch():
    world, watch = started()
    memory, watch.memory = watch.memory, lambda _office: (_ for _ in ()).throw(OSError("gone"))
    watch._served = None
    world.look(watch, "2026-11-20 07:30")
    assert world.log.told("look failed") == [{"error": "OSError"}]
    watch.memory = memory
    assert world.look(watch, "2026-11-20 07:31") == [("2026-11-20 07:31", ())]


def test_a_job_for_some_departments_is_run_for_them():
    world, watch = started("on the last working day of the month at 16:00: payroll")
    world.office = replace(world.office, working_week=frozenset(range(6)), digest="six days")
    assert world.look(watch, "2026-11-28 16:00", "2026-11-30 16:00") == [("2026-11-30 16:00", ("payroll",))]
