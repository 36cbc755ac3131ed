"""Delivering the mail of an office: what its settings allow, and a mail that only tries whether it works."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from rules.core.text import Text
from sync.addresses import each_once
from sync.alerts.base import DeliveryError, OutgoingMail, Transport
from sync.alerts.outbox import Delivered, deliver
from sync.alerts.troubles import NO_PASSWORD
from sync.alerts.waiting import HOUR, next_delivery
from sync.config import OWNER, ConfigurationError, Office
from sync.mailbox import Mailbox, MailOutcome
from sync.results import CheckLine
from sync.session import Session

TRIAL: Final = "send-test"
"""Name of the line of a check that tells of the mail that was sent to try it."""

_TAKEN: Final = Text(
    vi="máy chủ {server} đã nhận thư thử cho {address}; xem thư có tới không",
    en="{server} took a test mail for {address}; see whether it arrives",
)
_WRITTEN: Final = Text(vi="thư thử nằm trong {server}", en="the test mail is in {server}")
_NOBODY: Final = Text(vi="chưa có người nhận", en="nobody is to be mailed")
_NAME_SOMEBODY: Final = Text(
    vi="Thêm địa chỉ vào [mail.recipients] của office.toml.", en="Add addresses under [mail.recipients]."
)


def deliver_mail(session: Session) -> Delivered:
    """Send every mail of the outbox that is due, to recipients of the settings, no more than the hour allows."""
    return deliver(
        session.store,
        open_transport(session),
        session.now(),
        limit=session.office.mail.hourly_limit,
        recipients=recipients_of(session.office),
    )


def recipients_of(office: Office) -> tuple[str, ...]:
    """Return every address to which mail may go: the owner's first, each once, without the names beside them."""
    recipients = office.mail.recipients
    lists = [
        recipients.get(OWNER, ()),
        *recipients.values(),
        *(policy.escalate_to for policy in office.alerts.values()),
    ]
    return each_once(address for addresses in lists for address in addresses)


def next_mail(session: Session) -> datetime | None:
    """Return when the next mail may go out; None where none waits."""
    now = session.now()
    sent = session.store.sent_since(now - HOUR)
    moment = next_delivery(session.store.pending_mails(), sent, now, session.office.mail.hourly_limit)
    return None if moment is None else moment.astimezone(now.tzinfo)


def mailbox(session: Session) -> Mailbox:
    """Return what lies in the outbox."""
    return Mailbox(
        waiting=session.store.pending_mails(),
        given_up=session.store.dead_mails(),
        next_at=next_mail(session),
        server=_way(session.office),
        user=session.office.mail.user or "",
    )


def send_waiting(session: Session) -> MailOutcome:
    """Send the mails that are due."""
    return MailOutcome(deliver_mail(session).sent, (), mailbox(session))


def retry(session: Session, numbers: Collection[int]) -> MailOutcome:
    """Send the mails of these numbers again, all that wait or were given up where none is named."""
    dead = [mail.number for mail in session.store.dead_mails()]
    session.store.retry_mails([number for number in dead if number in numbers or not numbers])
    return send_waiting(session)


def discard(session: Session, numbers: Collection[int]) -> MailOutcome:
    """Forget the mails of these numbers that were given up, all of them where none is named."""
    dead = [mail.number for mail in session.store.dead_mails()]
    wanted = [number for number in dead if number in numbers or not numbers]
    return MailOutcome((), session.store.discard_mails(wanted, session.now()), mailbox(session))


def send_trial(session: Session, address: str | None = None) -> CheckLine:
    """Send a mail that tries whether mails arrive; return the line that tells what became of it.

    Args:
        session: the opened office.
        address: one of the recipients of the settings; the first one, which is the owner, where it is None.
    """
    from sync.alerts.mail import Letterhead, render_trial  # noqa: PLC0415  (only where it is asked for)

    office = session.office
    reader = address or next(iter(recipients_of(office)), None)
    if reader is None:
        return CheckLine("FAIL", TRIAL, _NOBODY, _NAME_SOMEBODY)
    fields: dict[str, object] = {"server": _way(office), "address": reader, "user": office.mail.user or ""}
    letterhead = Letterhead(office.folder.name, office.name, office.mail.sender, "", session.now(), office.voice)
    mail = render_trial(letterhead, reader, _way(office))
    try:
        open_transport(session).send(mail)
    except DeliveryError as error:
        fields["detail"] = error.detail
        return CheckLine("FAIL", TRIAL, error.message.text, error.message.fix, fields, error.message.code)
    return CheckLine("OK", TRIAL, _TAKEN if office.mail.transport == "smtp" else _WRITTEN, fields=fields)


def _way(office: Office) -> str:
    """Return by which way mails leave, for people."""
    mail = office.mail
    return f"{mail.host}:{mail.port}" if mail.transport == "smtp" else f"{office.state.name}/outbox"


def open_transport(session: Session) -> Transport:
    """Return the way by which mails leave. Where its password cannot be read, no mail leaves, and each one says why."""
    try:
        return session.transport()
    except ConfigurationError as error:
        return _NoTransport(DeliveryError(NO_PASSWORD, _why(session, error), everything=True))


def _why(session: Session, error: ConfigurationError) -> str:
    return "; ".join(problem.text(session.office.voice).rstrip(".") for problem in error.problems)


class _NoTransport:
    """Refuses every mail for one reason."""

    def __init__(self, error: DeliveryError) -> None:
        self._error = error

    def send(self, mail: OutgoingMail) -> None:
        """Refuse it."""
        del mail
        raise self._error
