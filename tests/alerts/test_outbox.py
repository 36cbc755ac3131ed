"""Delivery: each mail at least once, the urgent ones first, and no mail keeps the others back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from sync.alerts.base import DeliveryError, OutgoingMail, PendingMail
from sync.alerts.outbox import deliver
from sync.alerts.troubles import NO_ANSWER, NOT_A_RECIPIENT, REFUSED, REFUSED_FOR_NOW, UNCERTAIN, UNREACHABLE
from sync.alerts.waiting import next_delivery

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def mail(name="1", to="kho@example.com", **more):
    return OutgoingMail(f"<20261120-0001.{name}@example.com>", to, "x", NOW, b"mime", **more)


class MemoryOutbox:
    """An outbox in memory."""

    def __init__(self, *mails):
        self.waiting = {one.message_id: PendingMail(one, "20261120-0001") for one in mails}
        self.sent = []
        self.moments = []
        self.dead = []

    def pending_mails(self):
        return list(self.waiting.values())

    def sent_since(self, moment):
        return [one for one in self.moments if one >= moment]

    def mark_sent(self, message_id, at):
        self.sent.append(self.waiting.pop(message_id).mail)
        self.moments.append(at)

    def mark_failed(self, failures):
        for one in failures:
            pending = replace(
                self.waiting.pop(one.message_id),
                tries=one.tries,
                code=one.code,
                error=one.error,
                failed_at=one.at,
                next_try=one.next_try,
            )
            if one.next_try is None:
                self.dead.append(pending)
            else:
                self.waiting[one.message_id] = pending


class MemoryTransport:
    """A way for mails that refuses what it is told to refuse, by the letter of the mail or ``"*"`` for all."""

    def __init__(self, **refused):
        self.refused = refused
        self.delivered = []

    def send(self, mail):
        name = mail.message_id.split(".")[1].split("@")[0]
        error = self.refused.get(name) or self.refused.get("every")
        if error:
            raise error
        self.delivered.append(name)


def gone(**more):
    return DeliveryError(UNREACHABLE, "no route", everything=True, **more)


FOR_NOW = DeliveryError(REFUSED_FOR_NOW, "451 later")
FOR_GOOD = DeliveryError(REFUSED, "550 no such mailbox", final=True)
HUNG_UP = DeliveryError(UNCERTAIN, "hung up", everything=True, uncertain=True)


def test_every_pending_mail_is_sent_once_and_marked():
    outbox, transport = MemoryOutbox(mail("a"), mail("b")), MemoryTransport()
    delivered = deliver(outbox, transport, NOW)
    assert [pending.mail for pending in delivered.sent] == outbox.sent == [mail("a"), mail("b")]
    assert deliver(outbox, transport, NOW).sent == ()
    assert transport.delivered == ["a", "b"]


def test_what_is_urgent_goes_first_and_the_rest_in_its_order():
    transport = MemoryTransport()
    deliver(MemoryOutbox(mail("a"), mail("b", urgent=True), mail("c"), mail("d", urgent=True)), transport, NOW)
    assert transport.delivered == ["b", "d", "a", "c"]


def test_a_mail_that_is_refused_waits_for_its_next_try_and_the_others_go():
    outbox, transport = MemoryOutbox(mail("a"), mail("b")), MemoryTransport(a=FOR_NOW)
    delivered = deliver(outbox, transport, NOW)
    assert [pending.mail for pending in delivered.failed] == [mail("a")]
    assert outbox.sent == [mail("b")]
    (pending,) = outbox.pending_mails()
    assert (pending.tries, pending.code, pending.error) == (1, "MAI106", "451 later")
    assert pending.next_try == NOW + timedelta(minutes=5)
    assert deliver(outbox, MemoryTransport(), NOW + timedelta(minutes=4)).sent == ()
    assert len(deliver(outbox, MemoryTransport(), NOW + timedelta(minutes=5)).sent) == 1


def tries_until_given_up(error, every=timedelta(minutes=1), days=30):
    """Let a mail fail at every look; return the minutes at which it was tried."""
    outbox, minutes = MemoryOutbox(mail()), []
    for number in range(int(timedelta(days=days) / every)):
        if not outbox.waiting:
            break
        moment = NOW + number * every
        if deliver(outbox, MemoryTransport(every=error), moment).failed:
            minutes.append(int((moment - NOW).total_seconds() // 60))
    assert len(outbox.dead) == 1
    return minutes


def test_a_mail_is_tried_less_and_less_often_for_four_days_and_given_up_after_fifteen_tries():
    after = tries_until_given_up(FOR_NOW)
    assert after[:8] == [0, 5, 20, 50, 110, 230, 470, 950]
    assert [later - before for before, later in pairwise(after[7:])] == [12 * 60] * 7
    assert len(after) == 15
    assert after[-2] < 4 * 24 * 60 < after[-1]


def test_a_mail_that_is_refused_for_good_is_given_up_after_three_tries():
    assert tries_until_given_up(FOR_GOOD) == [0, 5, 20]


def test_a_mail_of_an_office_that_looks_once_a_day_has_three_tries_however_old():
    day = timedelta(days=1)
    assert tries_until_given_up(gone(), every=3 * day) == [0, 3 * 24 * 60, 6 * 24 * 60]


def test_a_mail_that_may_have_arrived_is_tried_once_more_and_then_given_up():
    assert tries_until_given_up(HUNG_UP) == [0, 5]


def test_that_a_mail_may_have_arrived_is_remembered_whatever_comes_between():
    outbox = MemoryOutbox(mail())
    for number, error in enumerate((HUNG_UP, gone(), FOR_NOW, HUNG_UP)):
        deliver(outbox, MemoryTransport(every=error), NOW + number * 12 * HOUR)
    assert [pending.code for pending in outbox.dead] == ["MAI108"]


def test_a_server_out_of_reach_is_tried_once_and_counts_for_every_mail():
    outbox, transport = MemoryOutbox(mail("a"), mail("b")), MemoryTransport(a=gone())
    delivered = deliver(outbox, transport, NOW)
    assert len(delivered.failed) == 2
    assert transport.delivered == []
    assert [(one.tries, one.code) for one in outbox.pending_mails()] == [(1, "MAI101"), (1, "MAI101")]


def test_only_the_mail_under_way_may_have_arrived_when_a_server_hangs_up():
    outbox = MemoryOutbox(mail("a"), mail("b"))
    deliver(outbox, MemoryTransport(a=HUNG_UP), NOW)
    assert [one.code for one in outbox.pending_mails()] == [UNCERTAIN.code, NO_ANSWER.code]


def test_once_a_server_is_back_everything_that_waited_for_it_goes():
    outbox = MemoryOutbox(mail("a"), mail("b", urgent=True), mail("c"))
    outbox.waiting = {name: replace(one, tries=7) for name, one in outbox.waiting.items()}
    deliver(outbox, MemoryTransport(b=gone()), NOW)
    deliver(outbox, MemoryTransport(c=FOR_NOW, every=gone()), NOW + 12 * HOUR)
    late = NOW + 13 * HOUR
    assert deliver(outbox, MemoryTransport(), late).sent == (), "nobody knows yet that it is back"
    outbox.waiting["new"] = PendingMail(replace(mail("new"), message_id="new"), "20261120-0002")
    assert [one.mail.message_id for one in deliver(outbox, Everything(), late).sent] == [
        "new",
        mail("b").message_id,
        mail("a").message_id,
        mail("c").message_id,
    ]


class Everything:
    """A way that takes every mail."""

    def send(self, mail):
        """Take it."""


def test_a_mail_that_was_refused_for_its_own_sake_does_not_go_early():
    outbox = MemoryOutbox(mail("a"), mail("b"))
    deliver(outbox, MemoryTransport(a=FOR_NOW), NOW)
    outbox.waiting["c"] = PendingMail(replace(mail("c"), message_id="c"), "20261120-0002")
    assert [one.mail.message_id for one in deliver(outbox, Everything(), NOW).sent] == ["c"]


def test_no_more_than_the_limit_go_in_an_hour_and_the_urgent_ones_are_among_them():
    outbox = MemoryOutbox(*(mail(str(number)) for number in range(9)), mail("u", urgent=True))
    transport = MemoryTransport()
    delivered = deliver(outbox, transport, NOW, limit=4)
    assert transport.delivered == ["u", "0", "1", "2"]
    assert [one.tries for one in delivered.over] == [0] * 6
    assert deliver(outbox, transport, NOW + HOUR - timedelta(minutes=1), limit=4).sent == ()
    assert len(deliver(outbox, transport, NOW + HOUR, limit=4).sent) == 4
    assert len(deliver(outbox, transport, NOW + 2 * HOUR, limit=4).sent) == 2


def test_a_server_out_of_reach_does_not_count_for_mails_over_the_limit():
    outbox = MemoryOutbox(mail("a"), mail("b"), mail("c"))
    deliver(outbox, MemoryTransport(a=gone()), NOW, limit=2)
    assert [one.tries for one in outbox.pending_mails()] == [0, 1, 1]


def test_a_mail_to_somebody_who_is_no_recipient_any_more_is_given_up():
    outbox = MemoryOutbox(mail("a", to="Lan@example.com"), mail("b", to="gone@example.com"))
    transport = MemoryTransport()
    deliver(outbox, transport, NOW, recipients=("lan@Example.com",))
    assert transport.delivered == ["a"]
    assert [(one.mail.to, one.code) for one in outbox.dead] == [("gone@example.com", NOT_A_RECIPIENT.code)]


def test_a_clock_that_was_wrong_for_a_day_keeps_no_mail_back():
    outbox = MemoryOutbox(mail())
    deliver(outbox, MemoryTransport(every=gone()), NOW + timedelta(days=1))
    assert len(deliver(outbox, MemoryTransport(), NOW).sent) == 1


@pytest.mark.parametrize(
    ("tries", "sent", "expected"),
    [
        ([], [], None),
        ([None], [], NOW),
        ([NOW + HOUR], [], NOW + HOUR),
        ([NOW + HOUR, NOW - HOUR], [], NOW),
        ([NOW + 30 * HOUR], [], NOW),
        ([None], [NOW - HOUR, NOW - HOUR / 2], NOW),
        ([None], [NOW - HOUR / 2, NOW - HOUR / 4], NOW + HOUR / 2),
        ([None], [NOW - HOUR / 2, NOW - HOUR / 4, NOW], NOW + HOUR * 3 / 4),
        ([NOW + HOUR], [NOW - HOUR / 2, NOW - HOUR / 4], NOW + HOUR),
    ],
)
def test_it_is_known_when_the_next_mail_may_go(tries, sent, expected):
    pending = [PendingMail(mail(), "20261120-0001", next_try=moment) for moment in tries]
    assert next_delivery(pending, sent, NOW, limit=2) == expected
