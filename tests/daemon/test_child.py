"""Runs as child processes: how each end is seen, and that none outlives its limit."""

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.config import Office
from sync.daemon.base import Outcome
from sync.daemon.child import ChildRunner


@dataclass
class StopAfter:
    """Is asked to stop after so many seconds."""

    seconds: float = 1e9
    started: float = 0

    def __post_init__(self):
        self.started = time.monotonic()

    @property
    def asked(self):
        return time.monotonic() - self.started > self.seconds

    def wait(self, seconds):
        time.sleep(min(seconds, 0.02))
        return self.asked


@pytest.fixture
def start(tmp_path):
    """Start a program in place of Sheetkeeper, and return what became of it."""

    def _start(program, *only, stop_after=1e9, deadline=60, grace=5.0):
        runner = ChildRunner(StopAfter(stop_after), (sys.executable, "-c", program), grace)
        office = Office(tmp_path, "Office", (), tmp_path / "state", deadline=deadline)
        return runner(office, only)

    return _start


def said(document, exit_code):
    return f"import sys; print({json.dumps(document)!r}); sys.exit({exit_code})"


@pytest.mark.parametrize(
    ("exit_code", "status", "end"),
    [(0, "ok", "ok"), (3, "partial", "partial"), (3, "failed", "failed"), (11, "", "locked"), (1, "", "failed")],
)
def test_a_run_ends_as_its_process_says(start, exit_code, status, end):
    outcome = start(said({"run": "20261120-0001", "status": status}, exit_code))
    assert (outcome.end, outcome.exit_code, outcome.run) == (end, exit_code, "20261120-0001")


def test_a_run_that_could_not_do_its_work_tells_codes_and_no_text(start):
    problems = [{"code": "CFG105", "message": "salary 12,345,678"}]
    outcome = start(said({"error": {"exit_code": 10, "problems": problems}}, 10))
    assert outcome.codes == ("CFG105",)
    assert "12,345,678" not in repr(outcome)


def test_of_a_run_that_could_not_even_start_the_exception_is_named_without_its_text(start):
    outcome = start("raise ModuleNotFoundError('salary 12,345,678')")
    assert (outcome.end, outcome.codes) == ("failed", ("ModuleNotFoundError",))


@pytest.mark.parametrize("text", ["no json", "[1, 2]", ""])
def test_a_run_that_says_nothing_that_can_be_read_counts_by_its_exit_code(start, text):
    assert start(f"print({text!r})").end == "ok"


def test_a_run_that_is_killed_has_failed(start):
    outcome = start("import os; os.kill(os.getpid(), 9)")
    assert (outcome.end, outcome.exit_code) == ("failed", -9)


def test_a_run_that_hangs_is_ended_at_its_deadline(start):
    began = time.monotonic()
    outcome = start("import time; time.sleep(60)", deadline=0.01)
    assert outcome.end == "overrun"
    assert time.monotonic() - began < 5


def test_a_run_that_does_not_listen_is_killed(start):
    began = time.monotonic()
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    outcome = start(deaf, deadline=0.02, grace=0.3)
    assert (outcome.end, outcome.exit_code) == ("overrun", -9)
    assert time.monotonic() - began < 6


def test_a_run_is_ended_where_the_daemon_is_asked_to_stop(start):
    began = time.monotonic()
    assert start("import time; time.sleep(60)", stop_after=0.3).end == "interrupted"
    assert time.monotonic() - began < 5


def test_a_run_that_finishes_its_work_when_asked_to_stop_is_done(start, tmp_path):
    finishing = (
        "import signal, sys, time\n"
        'signal.signal(signal.SIGTERM, lambda *_: (print(\'{"status": "ok"}\'), sys.exit(0)))\n'
        f"open({str(tmp_path / 'ready')!r}, 'w').close()\n"
        "time.sleep(60)"
    )
    assert start(finishing, stop_after=1.5).end == "ok"


def test_the_office_and_the_names_are_handed_on(start, tmp_path):
    outcome = start("import sys, json; print(json.dumps({'run': ' '.join(sys.argv[1:])}))", "payroll", "kho")
    assert outcome == Outcome("ok", 0, f"sync --office {tmp_path} --json --quiet payroll kho", outcome.seconds)


def test_a_folder_called_sync_in_the_office_is_not_taken_for_the_program(tmp_path):
    """Shared folders are often called that; the program that runs is the one that the daemon is."""
    (tmp_path / "sync").mkdir()
    (tmp_path / "sync" / "__main__.py").write_text("raise SystemExit(99)")
    office = Office(tmp_path, "Office", (), tmp_path / "state")
    outcome = ChildRunner(StopAfter())(office, ())
    assert outcome.codes == ("CFG101",), "there is no office.toml, which our own program says"
    assert not Path(tmp_path, "state").exists()


def test_a_result_too_large_to_look_into_counts_by_its_exit_code(start, monkeypatch):
    monkeypatch.setattr("sync.daemon.child._LARGEST", 10)
    outcome = start(said({"run": "20261120-0001", "status": "failed"}, 0))
    assert (outcome.end, outcome.run) == ("ok", "")


def test_a_run_does_not_outlive_a_daemon_that_breaks_while_it_waits(start, tmp_path, monkeypatch):
    started = tmp_path / "pid"

    def broken(*_):
        while not (started.exists() and started.read_text()):
            time.sleep(0.02)
        raise MemoryError

    monkeypatch.setattr(ChildRunner, "_wait", broken)
    with pytest.raises(MemoryError):
        start(f"import os, time; open({str(started)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)
