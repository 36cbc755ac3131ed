"""Which tables had their first look, and alerts as earlier versions left them."""

import sqlite3
from datetime import UTC, date, datetime

import pytest

from rules.core.finding import Place
from rules.core.message import Severity
from rules.core.text import Text
from sync.alerts.alert import Alert
from sync.store import EVERY_TABLE, open_store
from sync.store.codec import alert_from_document, alert_to_document
from tests.store.older_states import write_state

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RUN = "20261120-0001"
ALERT = Alert(
    "A-1", "INV301", "kho", "items", ("SP1",), "", Text("Ít", "Low"), False, Place("kho"), Severity.ERROR, None, DAY
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "state.sqlite3"


def add_run(path, status):
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO runs (run_id, command, as_of, started_at, status) VALUES (?, ?, ?, ?, ?)",
            (RUN, "sync", "2026-11-20", NOON.isoformat(), status),
        )
    connection.close()


def test_first_looks_outlast_a_restart_and_are_noted_once(path):
    with open_store(path) as store:
        assert store.first_looks() == frozenset()
        store.commit_notices(RUN, [], [], first_looks={"items", "journal"})
        store.commit_notices(RUN, [], [], first_looks={"items", "budget"})
    with open_store(path) as again:
        assert again.first_looks() == {"items", "journal", "budget"}


@pytest.mark.parametrize("status", ["ok", "partial"])
def test_in_an_older_state_with_a_run_every_table_counts_as_seen(path, status):
    write_state(path, 2)
    add_run(path, status)
    with open_store(path) as store:
        assert store.first_looks() == {EVERY_TABLE}


def test_in_an_older_state_whose_runs_all_failed_no_table_was_seen(path):
    write_state(path, 2)
    add_run(path, "failed")
    with open_store(path) as store:
        assert store.first_looks() == frozenset()


def older(alert):
    document = alert_to_document(alert)
    for name in ("unanswered_since", "escalated_on", "returns", "old_books"):
        del document[name]
    return alert_from_document(document)


def test_an_open_alert_of_an_older_version_is_waited_for_since_it_was_told():
    told = Alert(**{**fields(ALERT), "status": "open", "last_notice_on": DAY, "noticed_severity": Severity.ERROR})
    assert older(told).unanswered_since == DAY
    assert (older(told).escalated_on, older(told).returns, older(told).old_books) == (None, 0, False)


def test_what_an_older_version_summed_up_or_closed_is_not_waited_for():
    summed = Alert(**{**fields(ALERT), "status": "open", "noticed_severity": Severity.ERROR})
    closed = Alert(**{**fields(ALERT), "status": "resolved", "last_notice_on": DAY, "resolved_on": DAY})
    assert older(summed).unanswered_since is None
    assert older(closed).unanswered_since is None


def fields(alert):
    return {name: getattr(alert, name) for name in alert.__slots__}
