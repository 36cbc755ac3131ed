"""What is remembered of the jobs of the schedule, and states that were written before there were jobs."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from sync.store import JobMark, open_store
from sync.store.database import SCHEMA_VERSION
from tests.store.older_states import write_state

SEVEN = datetime(2026, 11, 20, 7, tzinfo=UTC)
EIGHT = SEVEN + timedelta(hours=1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "state.sqlite3"


@pytest.fixture
def store(path):
    with open_store(path) as opened:
        yield opened


def test_a_job_is_remembered_up_to_when_it_was_served(store, path):
    store.save_job_marks({"daily": SEVEN, "hourly": EIGHT})
    store.close()
    with open_store(path) as again:
        assert again.job_marks() == {"daily": JobMark("daily", SEVEN), "hourly": JobMark("hourly", EIGHT)}


def test_jobs_that_are_no_longer_there_are_forgotten(store):
    store.save_job_marks({"daily": SEVEN, "hourly": SEVEN})
    store.save_job_marks({"hourly": EIGHT})
    assert store.job_marks() == {"hourly": JobMark("hourly", EIGHT)}


def test_the_last_good_end_of_a_job_outlasts_bad_ones(store):
    store.note_job(JobMark("daily", SEVEN, "ok", SEVEN, SEVEN))
    store.note_job(JobMark("daily", EIGHT, "failed", EIGHT))
    store.save_job_marks({"daily": EIGHT})
    assert store.job_marks() == {"daily": JobMark("daily", EIGHT, "failed", EIGHT, SEVEN)}


def test_the_latest_run_that_ended_well_is_known(store):
    assert store.last_success() is None
    for number, (command, status) in enumerate(
        [("sync", "ok"), ("sync", "partial"), ("sync", "failed"), ("undo", "ok")]
    ):
        store.begin_run(f"20261120-000{number}", command, date(2026, 11, 20), SEVEN)
        store.finish_run(f"20261120-000{number}", status, EIGHT, {})
    assert store.last_success().run_id == "20261120-0001"


def test_a_state_from_before_there_were_jobs_is_brought_up_to_date(path):
    write_state(path, 1)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO runs (run_id, command, as_of, started_at, status) VALUES (?, ?, ?, ?, ?)",
            ("20261120-0001", "sync", "2026-11-20", SEVEN.isoformat(), "ok"),
        )
    connection.close()

    with open_store(path) as again:
        assert again.last_run().run_id == "20261120-0001"
        again.note_job(JobMark("daily", SEVEN))
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchall() == [(SCHEMA_VERSION,)]
    connection.close()
