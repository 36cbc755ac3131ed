"""The schedule on the command line: status, runs for a department, the daemon that has nothing to do."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sync.cli.exit_codes import ExitCode
from sync.config import load_office
from sync.daemon.service import only_daemon
from tests.cli.fakes import OFFICE, status

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
JOB = "on weekdays at 07:30"


def test_status_shows_the_next_runs(run, engine, folder):
    engine.status_result = status(
        jobs=(JOB, "on day 31 of the month at 08:00"),
        coming=[(JOB, datetime(2026, 11, 23, 7, 30, tzinfo=HANOI))],
        last_success=datetime(2026, 11, 20, 7, 31, tzinfo=HANOI),
    )
    page = run("status", "--lang", "vi").stdout
    assert "23/11/2026 07:30" in page
    assert "không có" in page
    assert "Lần chạy thành công gần nhất: 20/11/2026 07:31" in page
    assert "Trễ lịch" not in page


def test_status_says_since_when_runs_are_overdue(run, engine, folder):
    engine.status_result = status(jobs=(JOB,), late_since=datetime(2026, 11, 23, 7, 30, tzinfo=HANOI))
    assert "Trễ lịch từ 23/11/2026 07:30" in run("status", "--lang", "vi").stdout
    document = run("status", "--json").document
    assert document["late_since"] == "2026-11-23T07:30:00+07:00"
    assert document["next_runs"] == []


def test_a_run_for_something_that_is_not_there_is_refused(run, engine, folder):
    answer = run("sync", "payrol")
    assert answer.exit_code == 2
    assert "CLI113" in answer.stderr
    assert ("sync",) not in engine.asked


def test_the_daemon_of_an_office_without_a_schedule_does_not_start(run, folder):
    answer = run("daemon")
    assert answer.exit_code == 10
    assert "CLI116" in answer.stderr


def test_the_daemon_refuses_a_schedule_that_it_does_not_understand(run, folder):
    (folder / "office.toml").write_text(OFFICE.format(more='[schedule]\njobs = ["daly at 7"]'), encoding="utf-8")
    answer = run("daemon")
    assert answer.exit_code == 10
    assert "daily at 07:30" in answer.stderr


def test_the_daemon_serves_the_office_that_it_is_told(run, folder, monkeypatch):
    (folder / "office.toml").write_text(OFFICE.format(more=f'[schedule]\njobs = ["{JOB}"]'), encoding="utf-8")
    served = []
    monkeypatch.setattr("sync.daemon.service.serve", lambda where, **more: served.append((where, more)))
    assert run("daemon", "--log-json", "--log-file", "d.log").exit_code == 0
    ((where, more),) = served
    assert where == folder
    assert more["as_json"] is True
    assert more["log_file"].name == "d.log"


def test_a_second_daemon_is_told_of_the_first(run, folder):
    (folder / "office.toml").write_text(OFFICE.format(more=f'[schedule]\njobs = ["{JOB}"]'), encoding="utf-8")
    with only_daemon(load_office(folder, {})):
        answer = run("daemon")
    assert answer.exit_code == ExitCode.LOCKED
    assert "CLI135 sheetkeeper daemon" in answer.stderr
