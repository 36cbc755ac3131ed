"""A run that is asked to stop: the write or mail under way is finished, and nothing else is begun."""

import signal
from copy import deepcopy

import pytest

from sync import run
from sync.uninterrupted import stop_on_request
from tests.support.offices import office_in_memory

GOODS = {
    "shop": {"Hàng": [["Mã", "Số lượng", "Đơn giá"], ["A1", -5, 1000]]},
    "other": {"Hàng": [["Mã", "Số lượng", "Đơn giá"], ["B2", -7, 500]]},
}


@pytest.fixture
def office(tmp_path):
    before = signal.getsignal(signal.SIGTERM)
    stop_on_request()
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        yield made
    signal.signal(signal.SIGTERM, before)


def asked_to_stop_in(owner, name):
    """Let the process be asked to stop at the beginning of a call."""
    real = getattr(owner, name)

    def call(*arguments):
        signal.raise_signal(signal.SIGTERM)
        return real(*arguments)

    setattr(owner, name, call)


def test_the_workbook_being_written_is_finished_and_the_next_one_is_not_begun(office):
    asked_to_stop_in(office.backend, "complete")
    with pytest.raises(KeyboardInterrupt):
        run.sync(office.session)
    (write,) = office.session.store.writes("20261120-0001")
    assert (write.workbook, write.state) == ("shop", "complete")
    assert office.session.store.last_run().status == "running"
    assert len(office.grid("shop", "Hàng")[0]) > 3
    assert len(office.grid("other", "Hàng")[0]) == 3


def test_the_mail_being_sent_is_noted_as_sent(office):
    asked_to_stop_in(office.mail, "send")
    with pytest.raises(KeyboardInterrupt):
        run.sync(office.session)
    assert len(office.mail.sent) == 1
    assert office.session.store.pending_mails() == []


def test_the_next_run_does_what_is_left_and_mails_nothing_twice(office):
    asked_to_stop_in(office.backend, "complete")
    with pytest.raises(KeyboardInterrupt):
        run.sync(office.session)
    del office.backend.complete

    assert run.sync(office.session).status == "ok"

    assert len(office.grid("other", "Hàng")[0]) > 3
    assert len(office.mail.sent) == 1
    assert [one.status for one in office.session.store.runs()] == ["ok", "failed"]
    assert run.sync(office.session).mails == []
