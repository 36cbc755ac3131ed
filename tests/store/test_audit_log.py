"""An entry of the audit chain and what it tells of are stored together, or neither."""

import sqlite3
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from sync.alerts.base import OutgoingMail
from sync.store import RunAccount, open_store
from tests.store.older_states import write_state

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RUN = "20261120-0001"
MAIL = OutgoingMail("<1@example.com>", "kho@example.com", "[Kho] 1 việc mới", NOON, b"From: x\r\n\r\nbody")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "state.sqlite3"


@pytest.fixture
def store(path):
    with open_store(path, now=lambda: NOON) as opened:
        opened.begin_run(RUN, "sync", DAY, NOON)
        opened.commit_notices(RUN, [], [MAIL])
        opened.hold("kho", RUN)
        yield opened


@pytest.fixture
def no_entries(store, path):
    """Let nothing be entered from now on."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TRIGGER stop BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END")
    connection.close()
    return store


def test_a_run_ends_only_with_its_entry(no_entries):
    with pytest.raises(IntegrityError):
        no_entries.finish_run(RUN, "ok", NOON, {}, RunAccount({"kho": "changed"}, {}, {"seconds": 1}))
    assert no_entries.run(RUN).status == "running"
    assert no_entries.details(RUN) is None


def test_a_run_begins_only_with_the_entry_of_its_settings(no_entries):
    with pytest.raises(IntegrityError):
        no_entries.begin_run("20261120-0002", "sync", DAY, NOON, {"office.toml": "abc"})
    assert no_entries.run("20261120-0002") is None


def test_a_mail_counts_as_sent_only_with_its_entry(no_entries):
    with pytest.raises(IntegrityError):
        no_entries.mark_sent(MAIL.message_id, NOON)
    assert [one.mail.message_id for one in no_entries.pending_mails()] == [MAIL.message_id]


def test_a_hold_is_set_and_lifted_only_with_its_entry(no_entries):
    with pytest.raises(IntegrityError):
        no_entries.hold("lương", RUN)
    with pytest.raises(IntegrityError):
        no_entries.release()
    assert no_entries.held() == {"kho": RUN}


def test_a_baseline_is_accepted_only_with_its_entry(no_entries):
    other = OutgoingMail("<2@example.com>", "kho@example.com", "x", NOON, b"y")
    with pytest.raises(IntegrityError):
        no_entries.commit_notices(RUN, [], [other], accepted=3)
    assert len(no_entries.pending_mails()) == 1


def test_a_mail_is_entered_once_however_often_it_is_marked(store):
    before = store.audit_head().number
    for _ in range(2):
        store.mark_sent(MAIL.message_id, NOON)
    assert store.audit_head().number == before + 1


def test_an_entry_bears_the_moment_with_its_zone(store, path):
    with sqlite3.connect(path) as connection:
        (line,) = connection.execute("SELECT line FROM audit WHERE number = 1").fetchone()
    connection.close()
    assert '"at":"2026-11-20T12:00:00+00:00"' in line


@pytest.mark.parametrize("version", [1, 2])
def test_a_state_from_before_there_was_a_chain_is_brought_up_to_date(path, version):
    write_state(path, version)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO runs (run_id, command, as_of, started_at, status) VALUES (?, 'sync', '2026-11-20', ?, 'ok')",
            (RUN, NOON.isoformat()),
        )
    connection.close()

    with open_store(path, now=lambda: NOON) as store:
        assert store.audit().entries == 0
        assert store.details(RUN) is None
        store.hold("kho", RUN)
        assert store.audit().head.number == 1
        assert store.audit().fault is None
