"""Delivering the mail of an office: what its settings allow, and a mail that only tries whether it works."""

from __future__ import annotations

from sync.addresses import parse_address
from sync.alerts.base import DeliveryError, OutgoingMail, Transport
from sync.alerts.outbox import Delivered, deliver
from sync.alerts.troubles import NO_PASSWORD
from sync.config import OWNER, ConfigurationError, Office
from sync.session import Session


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
    found: dict[str, str] = {}
    for written in (address for addresses in lists for address in addresses):
        address = parse_address(written).addr_spec
        found.setdefault(address.casefold(), address)
    return tuple(found.values())


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
