"""However much is found, however often it comes and goes, and whenever the computer stops: few mails, none twice."""

from collections import Counter
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from sync import run
from sync.config import AlertPolicy, MailConfig
from sync.schedule import Span
from sync.store import open_store
from tests.support.offices import AS_OF, office_in_memory

MANY = 1_000
GOODS = {"shop": {"Hàng": [["Mã", "Số lượng"], *([f"A{number:04d}", 5] for number in range(MANY))]}}
KHO, CHU = "shop@example.com", "chu@example.com"


class KilledError(BaseException):
    """Stands in for a process that is killed: nothing in the product catches it."""


@pytest.fixture
def office(tmp_path):
    """Give an office of a thousand goods, all of them right, after its first run."""
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        settings = replace(
            made.session.office,
            mail=MailConfig(recipients={"shop": (KHO,), "owner": (CHU,)}),
            alerts={"shop": AlertPolicy(Span(7), Span(3), ("sep@example.com",))},
        )
        made.session = replace(made.session, office=settings)
        assert run.sync(made.session).mails == []
        yield made


def spoil(office, goods=MANY, stock=-1):
    for row in office.grid("shop", "Hàng")[1 : goods + 1]:
        row[1] = stock


def day(office, number):
    return office.on(AS_OF + timedelta(days=number))


def restarted(office, session):
    """Return the session as a process gets it that was started again: with a state read from the disk."""
    return replace(session, store=open_store(office.session.office.state / "state.sqlite3"))


def test_a_thousand_findings_are_one_mail_a_reader(office):
    spoil(office)
    result = run.sync(day(office, 1))
    assert [(to, subject.split(" — ")[0]) for to, subject in result.mails] == [
        (CHU, "[Cửa hàng] 1.000 việc mới"),
        (KHO, "[Cửa hàng] 1.000 việc mới"),
    ]
    assert len(office.mail.sent) == 2
    assert max(len(mail.mime) for mail in office.mail.sent) < 100_000


def test_a_thousand_matters_not_settled_in_time_are_one_mail_a_reader(office):
    spoil(office)
    run.sync(day(office, 1))
    result = run.sync(day(office, 4))
    assert [to for to, _ in result.mails] == [CHU, "sep@example.com", KHO]
    assert all("1.000 việc quá hạn chưa xử lý" in subject for _, subject in result.mails)


def test_a_restart_between_storing_and_sending_doubles_nothing_and_loses_nothing(office):
    spoil(office)
    send = office.mail.send

    def killed(_mail):
        raise KilledError

    office.mail.send = killed
    with pytest.raises(KilledError):
        run.sync(day(office, 1))
    assert len(office.session.store.pending_mails()) == 2

    office.mail.send = send
    again = restarted(office, day(office, 1))
    assert run.sync(again).mails == [], "the alerts were told by the run that was killed"
    run.sync(again)
    again.store.close()
    assert Counter(mail.to for mail in office.mail.sent) == {KHO: 1, CHU: 1}
    assert office.session.store.pending_mails() == []


def test_a_restart_right_after_a_mail_was_sent_repeats_that_mail_at_most(office):
    spoil(office)
    send = office.mail.send

    def sent_and_killed(mail):
        send(mail)
        raise KilledError

    office.mail.send = sent_and_killed
    with pytest.raises(KilledError):
        run.sync(day(office, 1))

    office.mail.send = send
    again = restarted(office, day(office, 1))
    run.sync(again)
    again.store.close()
    sent = Counter((mail.to, mail.message_id) for mail in office.mail.sent)
    assert sorted(sent.values()) == [1, 2]
    assert {to for to, _ in sent} == {KHO, CHU}


def test_what_flaps_ten_times_in_an_hour_sends_two_mails_whatever_is_restarted(office):
    for turn in range(10):
        spoil(office, 1, stock=-1 if turn % 2 == 0 else 5)
        session = restarted(office, day(office, 1))
        run.sync(session)
        session.store.close()
    assert [mail.subject.split(" — ")[0] for mail in office.mail.sent if mail.to == KHO] == [
        "[Cửa hàng] 1 việc mới",
        "[Cửa hàng] 1 việc đã xử lý",
    ]


def test_many_goods_that_flap_together_send_two_mails(office):
    for turn in range(4):
        spoil(office, 200, stock=-1 if turn % 2 == 0 else 5)
        run.sync(day(office, 1))
    assert Counter(mail.to for mail in office.mail.sent) == {KHO: 2, CHU: 2}
