"""Delivering the mail of an office: to whom its settings name, as many as they allow, and never at a run's expense."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from sync import run
from sync.alerts.base import DeliveryError
from sync.alerts.troubles import REFUSED
from sync.config import AlertPolicy, ConfigurationError, MailConfig, Problem
from sync.config.problems import UNSET_VARIABLE
from sync.delivery import deliver_mail, recipients_of
from sync.schedule import Span
from tests.run.test_a_run import GOODS
from tests.support.offices import AS_OF, NOW, office_in_memory
from tests.support.shop import SHOP
from tests.support.yard import YARD

TOMORROW = AS_OF + timedelta(days=1)


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        yield made


class Refusing:
    """A way for mails that takes none."""

    def send(self, mail):
        raise DeliveryError(REFUSED, "550 no such mailbox", final=True)


def with_mail(session, **more):
    mail = replace(session.office.mail, **more)
    return replace(session, office=replace(session.office, mail=mail))


def test_mail_goes_to_the_owner_the_departments_and_who_is_told_later_each_once(office):
    mail = MailConfig(recipients={"shop": ("Lan <lan@example.com>", "x@example.com"), "owner": ("LAN@example.com",)})
    policy = AlertPolicy(escalate_to=("boss@example.com", "x@example.com"))
    settings = replace(office.session.office, mail=mail, alerts={"shop": policy})
    assert recipients_of(settings) == ("LAN@example.com", "x@example.com", "boss@example.com")


def test_a_reader_whose_address_bears_a_name_gets_mail(office):
    session = with_mail(office.session, recipients={"shop": ("Lan <lan@example.com>",)})
    run.sync(session)
    assert [mail.to for mail in office.mail.sent] == ["lan@example.com"]


def test_a_reader_whom_the_settings_spell_in_two_ways_gets_all_that_was_found_in_one_mail(tmp_path):
    books = deepcopy(GOODS) | {"yard": {"Vật tư": [["Mã vật tư", "Tên"], ["X1", "Cát"]]}}
    with office_in_memory(tmp_path, books, (SHOP, YARD)) as office:
        recipients = {"shop": ("Lan <lan@example.com>",), "yard": ("lan@example.com",)}
        run.sync(with_mail(office.session, recipients=recipients))
    (mail,) = office.mail.sent
    assert mail.to == "lan@example.com"
    assert mail.subject.startswith("[Cửa hàng, Bãi]")


def test_what_was_found_while_nobody_was_to_be_mailed_is_told_to_who_is_named_later_once(office):
    nobody = with_mail(office.session, recipients={})
    assert run.sync(nobody).mails == run.sync(nobody).mails == []
    assert [alert.notices for alert in office.session.store.alerts().values()] == [0]
    somebody = replace(with_mail(office.session, recipients={"shop": ("lan@example.com",)}), as_of=TOMORROW)
    run.sync(somebody)
    run.sync(replace(somebody, as_of=TOMORROW + timedelta(days=1)))
    assert [mail.to for mail in office.mail.sent] == ["lan@example.com"]


def test_who_is_told_of_what_was_not_settled_is_told_where_nobody_else_is_left(office):
    run.sync(office.session)
    policy = AlertPolicy(escalate_after=Span(1), escalate_to=("boss@example.com",))
    left = with_mail(office.session, recipients={})
    left = replace(left, office=replace(left.office, alerts={"shop": policy}))
    for day in range(1, 8):
        run.sync(replace(left, as_of=AS_OF + timedelta(days=day)))
    assert [mail.to for mail in office.mail.sent] == ["shop@example.com", "boss@example.com"]


def test_a_mail_that_waits_for_somebody_who_left_is_not_sent(office):
    run.sync(replace(office.session, transport=Refusing))
    later = replace(office.session, now=lambda: NOW + timedelta(hours=1))
    deliver_mail(with_mail(later, recipients={"shop": ("new@example.com",)}))
    assert office.mail.sent == []
    assert [(one.mail.to, one.code) for one in office.session.store.dead_mails()] == [("shop@example.com", "MAI109")]


def test_a_password_that_cannot_be_read_keeps_mails_and_not_the_run(office):
    def no_password():
        fields = {"key": "mail.password_env", "name": "MAIL_PASSWORD"}
        raise ConfigurationError([Problem(UNSET_VARIABLE, fields, ("mail", "password_env"))])

    result = run.sync(replace(office.session, transport=no_password))
    assert result.status == "ok"
    (pending,) = office.session.store.pending_mails()
    assert pending.code == "MAI104"
    assert "MAIL_PASSWORD" in pending.error

    run.sync(replace(office.session, now=lambda: NOW + timedelta(minutes=5)))
    assert len(office.mail.sent) == 1


def test_a_check_tells_of_mails_that_were_given_up(office):
    run.sync(replace(office.session, transport=Refusing))
    for hours in (1, 2):
        deliver_mail(replace(office.session, transport=Refusing, now=lambda hours=hours: NOW + timedelta(hours=hours)))
    (line,) = [line for line in run.check(office.session) if line.name == "outbox"]
    assert (line.status, line.code, line.fields["count"]) == ("WARN", "CHK119", 1)


def test_the_hour_of_an_office_has_its_limit(office):
    session = with_mail(office.session, hourly_limit=1, recipients={"shop": ("a@example.com", "b@example.com")})
    run.sync(session)
    assert [mail.to for mail in office.mail.sent] == ["a@example.com"]
    run.sync(replace(session, now=lambda: NOW + timedelta(minutes=59)))
    assert len(office.mail.sent) == 1
    run.sync(replace(session, now=lambda: NOW + timedelta(minutes=60)))
    assert [mail.to for mail in office.mail.sent] == ["a@example.com", "b@example.com"]
