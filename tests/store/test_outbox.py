"""Mails in the outbox of the store: in order, with their tries, until they are delivered or somebody gives them up."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sync.alerts.base import Failure, OutgoingMail
from sync.store import open_store
from tests.store.older_states import write_state

RUN = "20261120-0001"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SOON = NOON + timedelta(minutes=5)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "state.sqlite3"


@pytest.fixture
def store(path):
    with open_store(path) as opened:
        yield opened


def mail(name="1", **more):
    return OutgoingMail(f"<{name}@example.com>", "kho@example.com", "Sổ kho", NOON, b"mime \xc3\xa1", **more)


def failed(name="1", next_try=SOON, **more):
    return Failure(
        f"<{name}@example.com>",
        **{"code": "MAI105", "error": "421 bye", "at": NOON, "tries": 1} | more,
        next_try=next_try,
    )


def test_mails_wait_in_order_until_they_are_sent(store):
    store.commit_notices(RUN, [], [mail("b"), mail("a", urgent=True)])
    assert [pending.mail for pending in store.pending_mails()] == [mail("b"), mail("a", urgent=True)]
    store.mark_sent("<b@example.com>", NOON)
    (pending,) = store.pending_mails()
    assert (pending.mail, pending.run_id, pending.number) == (mail("a", urgent=True), RUN, 2)


def test_the_same_mail_is_not_taken_twice_even_after_it_was_sent(store):
    store.commit_notices(RUN, [], [mail(), mail()])
    store.mark_sent("<1@example.com>", NOON)
    store.commit_notices(RUN, [], [mail()])
    assert store.pending_mails() == []


def test_a_mail_that_failed_stays_with_its_tries_its_reason_and_its_next_try(store):
    store.commit_notices(RUN, [], [mail()])
    store.mark_failed([failed(error="no such mailbox" * 100)])
    store.mark_failed([failed(tries=2, error="no such mailbox")])
    (pending,) = store.pending_mails()
    assert (pending.tries, pending.code, pending.error) == (2, "MAI105", "no such mailbox")
    assert (pending.failed_at, pending.next_try) == (NOON, SOON)


def test_moments_are_the_same_in_every_zone(store):
    hanoi = timezone(timedelta(hours=7))
    store.commit_notices(RUN, [], [mail("a"), mail("b")])
    store.mark_failed([failed("a", next_try=SOON.astimezone(hanoi))])
    store.mark_sent("<b@example.com>", NOON.astimezone(hanoi))
    assert store.pending_mails()[0].next_try == SOON
    assert store.sent_since(NOON) == [NOON]
    assert store.sent_since(NOON + timedelta(seconds=1)) == []


def test_a_mail_that_was_sent_does_not_fail_any_more(store):
    store.commit_notices(RUN, [], [mail()])
    store.mark_sent("<1@example.com>", NOON)
    store.mark_failed([failed()])
    assert store.pending_mails() == []


def test_a_mail_without_a_next_try_is_given_up_and_kept(store):
    store.commit_notices(RUN, [], [mail("a"), mail("b")])
    store.mark_failed([failed("a", next_try=None), failed("b")])
    assert [pending.mail for pending in store.pending_mails()] == [mail("b")]
    assert [dead.mail for dead in store.dead_mails()] == [mail("a")]


def test_a_mail_that_was_given_up_can_be_sent_again(store):
    store.commit_notices(RUN, [], [mail("a"), mail("b"), mail("c")])
    store.mark_failed([failed("a", next_try=None, tries=15), failed("b", next_try=None), failed("c")])
    assert store.retry_mails([1, 3, 99]) == [1]
    first, third = store.pending_mails()
    assert (first.number, first.tries, first.next_try) == (1, 0, None)
    assert (third.number, third.tries, third.next_try) == (3, 1, None), "one that waits need not wait longer"
    assert [dead.number for dead in store.dead_mails()] == [2]


def test_a_mail_that_was_given_up_can_be_discarded_and_is_not_taken_again(store):
    store.commit_notices(RUN, [], [mail("a"), mail("b")])
    store.mark_failed([failed("a", next_try=None)])
    assert store.discard_mails([1, 2], NOON) == [1]
    store.commit_notices(RUN, [], [mail("a")])
    assert store.dead_mails() == []
    assert [pending.number for pending in store.pending_mails()] == [2]


def test_mails_that_are_not_done_with_stay_however_old(store):
    names = ("old", "discarded", "waiting", "dead")
    store.commit_notices(RUN, [], [mail(name) for name in names])
    long_ago = NOON - timedelta(days=401)
    store.mark_sent("<old@example.com>", long_ago)
    store.mark_failed([failed(name, at=long_ago, next_try=None) for name in ("discarded", "dead")])
    store.discard_mails([2], long_ago)
    store.prune(date(2026, 11, 20))
    store.commit_notices(RUN, [], [mail(name) for name in names])  # what was forgotten is taken as new
    assert [one.mail.message_id for one in store.pending_mails()] == [
        "<waiting@example.com>",
        "<old@example.com>",
        "<discarded@example.com>",
    ]
    assert [one.mail for one in store.dead_mails()] == [mail("dead")]


def test_mails_of_a_state_from_before_there_were_tries_are_due_at_once(path):
    write_state(path, 2)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO outbox VALUES (1, '<1@example.com>', ?, 'kho@example.com', 'Sổ kho', ?, ?, 'pending', 3, 'x', "
            "NULL, NULL)",
            (RUN, NOON.isoformat(), bytes.fromhex("789ccbcdcc4d5538bc10000bb4032d")),
        )
    connection.close()
    with open_store(path) as store:
        (pending,) = store.pending_mails()
        assert (pending.tries, pending.next_try, pending.mail.urgent) == (3, None, False)
        store.mark_failed([replace(failed(), tries=4)])
        assert store.pending_mails()[0].next_try == SOON
