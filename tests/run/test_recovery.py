"""After a crash: every workbook is as before the write or as after it, and the journal knows which."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from sync import run
from sync.alerts.base import DeliveryError, OutgoingMail
from sync.alerts.troubles import UNREACHABLE
from sync.recovery import recover
from tests.run.test_a_run import GOODS
from tests.support.offices import NOW, office_in_memory


class KilledError(BaseException):
    """Stands in for a process that is killed: nothing in the product catches it."""


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        yield made


def kill_at(office, wanted):
    def interfere(step, _location):
        if step == wanted:
            raise KilledError

    office.backend.before_step = interfere
    with pytest.raises(KilledError):
        run.sync(office.session)
    office.backend.before_step = lambda step, location: None


@pytest.mark.parametrize("step", ["read", "prepare", "complete"])
def test_a_run_that_was_killed_is_made_good_by_the_next(office, step):
    kill_at(office, step)
    assert [row[:4] for row in office.grid("shop", "Hàng")] == GOODS["shop"]["Hàng"]

    done = run.sync(office.session)

    assert done.status == "ok"
    assert office.session.store.unfinished_writes() == []
    states = {one.run_id: one.status for one in office.session.store.runs()}
    assert sorted(states.values()) == ["failed", "ok"]
    assert len(office.mail.sent) == 1


def test_a_write_that_had_reached_the_workbook_counts_as_made(office):
    first = run.sync(office.session)
    write = office.session.store.writes(first.run)[0]
    # The same journal entry as a crash right after the exchange of the files would leave it.
    number = office.session.store.prepare_write(
        first.run, "shop", "shop", write.before, write.after, write.token, run.plan(office.session).plans[0]
    )
    recover(office.session)
    assert {one.write_id: one.state for one in office.session.store.writes(first.run)}[number] == "complete"


def prepared(office, workbook="shop", location="shop"):
    plan = run.plan(office.session).plans[0]
    office.session.store.begin_run("20261120-0009", "sync", office.session.as_of, NOW)
    office.session.store.prepare_write("20261120-0009", workbook, location, "before", "after", "token", plan)
    assert len(office.session.store.unfinished_writes()) == 1


def test_a_write_whose_workbook_is_out_of_reach_stays_open_until_it_is_back(office):
    prepared(office)
    shop = office.backend.workbooks.pop("shop")
    recover(office.session)
    assert len(office.session.store.unfinished_writes()) == 1
    office.backend.workbooks["shop"] = shop
    recover(office.session)
    assert office.session.store.unfinished_writes() == []


def test_a_write_of_a_workbook_that_the_settings_do_not_know_any_more_is_forgotten(office):
    prepared(office, "gone", "gone")
    recover(office.session)
    assert office.session.store.writes("20261120-0009")[0].state == "abandoned"


def test_what_was_prepared_for_nothing_is_removed(office):
    kill_at(office, "complete")
    assert office.backend._prepared
    recover(office.session)
    assert office.backend._prepared == {}


def test_a_journal_that_cannot_be_written_leaves_nothing_behind(office, monkeypatch):
    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(type(office.session.store), "prepare_write", full)
    with pytest.raises(OSError, match="disk full"):
        run.sync(office.session)
    assert office.backend._prepared == {}
    assert office.backend.workbooks == GOODS


def test_mail_that_could_not_be_sent_is_sent_by_the_next_run(office, monkeypatch):
    class NoServer:
        def send(self, mail: OutgoingMail) -> None:
            raise DeliveryError(UNREACHABLE, "no server", everything=True)

    offline = replace(office.session, transport=NoServer)
    assert len(run.sync(offline).mails) == 1
    assert len(run.status(office.session).mailbox.waiting) == 1

    assert run.sync(office.session).mails == [], "nothing is new"
    assert office.mail.sent == [], "its next try has not come yet"

    run.sync(replace(office.session, now=lambda: NOW + timedelta(minutes=5)))

    assert len(office.mail.sent) == 1
    assert run.status(office.session).mailbox.waiting == []
