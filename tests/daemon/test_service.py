"""The daemon as it runs as a service: a process on an office of real files."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.schedule import parse_job
from sync.store import open_store
from tests.promise.small_office import opened, write_small_office

JOB = "every 12 hours"
SCHEDULE = f"""
[schedule]
jobs = ["{JOB}"]
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """Make an office whose last run is a day ago, so that one is due at once."""
    made = write_small_office(tmp_path / "office")
    with (made / "office.toml").open("a", encoding="utf-8") as file:
        file.write(SCHEDULE)
    mark_served(made, datetime.now(UTC) - timedelta(days=1))
    return made


def mark_served(folder, moment):
    with open_store(folder / "state" / "state.sqlite3") as store:
        store.save_job_marks({parse_job(JOB).name: moment})


def start(*words):
    return subprocess.Popen(
        [sys.executable, "-m", "sync", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        encoding="utf-8",
    )


class Daemon:
    """A daemon of this office, and what it says."""

    def __init__(self, folder):
        self.process = start("daemon", "--office", folder, "--log-json")
        self.lines = []

    def until(self, event):
        """Read the log up to an event, and return its fields."""
        for line in self.process.stdout:
            self.lines.append(line)
            fields = json.loads(line)
            if fields["event"] == event:
                return fields
        raise AssertionError(f"{event} never came: {self.lines} {self.process.stderr.read()}")

    def stop(self):
        """Ask it to stop; return its exit code and how long that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        rest, errors = self.process.communicate(timeout=30)
        self.lines += [*rest.splitlines(), errors]
        return self.process.returncode, time.monotonic() - began


@pytest.fixture
def daemon(folder):
    running = Daemon(folder)
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.communicate()


def test_a_daemon_makes_up_what_was_missed_and_ends_when_asked(folder, daemon):
    assert daemon.until("run started")["reason"] == "made up"
    ended = daemon.until("run ended")
    assert (ended["end"], ended["exit_code"]) == ("ok", 0)

    second = start("daemon", "--office", folder)
    _, errors = second.communicate(timeout=60)
    assert second.returncode == 11, errors
    assert "CLI135" in errors

    exit_code, seconds = daemon.stop()
    assert exit_code == 0
    assert seconds < 10
    assert json.loads(daemon.lines[-2])["event"] == "daemon stopped"
    with opened(folder) as session:
        (run,) = session.store.runs()
        assert (run.run_id, run.status) == (ended["run"], "ok")
        (mark,) = session.store.job_marks().values()
        assert mark.outcome == "ok"
        assert mark.succeeded_at == mark.ended_at


def test_the_log_holds_no_cell_no_person_and_no_address(daemon):
    daemon.until("run ended")
    daemon.stop()
    said = "".join(daemon.lines)
    for secret in ("An Bình", "mười", "PC0001", "250000", "ketoan@", "giamdoc@", "example.com", "Công ty", "Giấy in"):
        assert secret not in said, secret


def test_a_daemon_that_is_stopped_amid_a_run_leaves_an_office_that_the_next_one_completes(folder, daemon):
    daemon.until("run started")
    time.sleep(0.7)
    exit_code, seconds = daemon.stop()
    assert (exit_code, seconds < 10) == (0, True)

    again = Daemon(folder)
    try:
        if '"interrupted"' in "".join(daemon.lines):
            assert again.until("run ended")["end"] == "ok"
        else:
            again.until("next run")
    finally:
        again.stop()
    with opened(folder) as session:
        assert session.store.last_run().status == "ok"
        assert session.store.unfinished_writes() == []
    check = start("plan", "--office", folder, "--detailed-exitcode", "--quiet")
    _, errors = check.communicate(timeout=60)
    assert check.returncode == 0, errors


def test_a_run_that_is_asked_to_stop_ends_soon_and_lets_go_of_the_office(folder):
    run = start("sync", "--office", folder, "--json")
    lock = folder / "state" / "run.lock"
    while not lock.exists() and run.poll() is None:
        time.sleep(0.005)
    run.send_signal(signal.SIGTERM)
    said, _ = run.communicate(timeout=10)
    assert run.returncode == 130, said
    assert json.loads(said)["error"]["problems"][0]["code"] == "CLI105"
    following = start("sync", "--office", folder, "--json")
    document = json.loads(following.communicate(timeout=60)[0])
    assert document["status"] == "ok"
    with opened(folder) as session:
        assert session.store.unfinished_writes() == []
        assert {run.status for run in session.store.runs()} <= {"ok", "failed"}


def test_an_office_without_a_schedule_is_told_so(tmp_path):
    process = start("daemon", "--office", write_small_office(tmp_path / "office"))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 10
    assert "CLI116" in errors
