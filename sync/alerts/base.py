"""Mails on their way: the value that is delivered, and the ports of the outbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rules.core.message import Message


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail to one reader, ready to be sent.

    Attributes:
        message_id: its Message-ID with angle brackets; equal ids are the same mail.
        to: the one address that it goes to.
        subject: its subject, decoded.
        date: the moment of the run.
        mime: the whole message with its headers.
        urgent: whether it tells of something that cannot wait, so that it goes before others.
    """

    message_id: str
    to: str
    subject: str
    date: datetime
    mime: bytes
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class PendingMail:
    """A mail that lies in the outbox.

    Attributes:
        mail: the mail.
        run_id: the run that made it.
        number: its number in the outbox, by which people name it.
        tries: how often delivering it failed.
        code: code of the message that says why it failed last, see :mod:`sync.alerts.troubles`; empty where it never
            failed.
        error: what the server said, on one line.
        failed_at: when it failed last.
        next_try: before which moment it is not tried again; None for at once.
    """

    mail: OutgoingMail
    run_id: str
    number: int = 0
    tries: int = 0
    code: str = ""
    error: str = ""
    failed_at: datetime | None = None
    next_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What is noted of a mail that could not be delivered.

    Attributes:
        message_id: the mail.
        code: code of the message that says why.
        error: what the server said.
        at: when that was.
        tries: how often it has failed now.
        next_try: when it is tried again; None where it is given up.
    """

    message_id: str
    code: str
    error: str
    at: datetime
    tries: int
    next_try: datetime | None


class DeliveryError(Exception):
    """A mail could not be delivered; it stays in the outbox.

    Attributes:
        message: what it means, with the fields ``server``, ``user``, ``address`` and ``detail``.
        detail: what the server or the system said, on one line; it never holds the password.
        everything: whether it concerns every mail, as a server out of reach does.
        final: whether the server said that trying again makes no sense.
        uncertain: whether the mail may have arrived all the same.
    """

    def __init__(
        self,
        message: Message,
        detail: str,
        *,
        everything: bool = False,
        final: bool = False,
        uncertain: bool = False,
    ) -> None:
        """Say what it means, and what was said."""
        super().__init__(f"{message.code} {detail}")
        self.message = message
        self.detail = detail
        self.everything = everything
        self.final = final
        self.uncertain = uncertain


class Transport(Protocol):
    """A way by which mails leave."""

    def send(self, mail: OutgoingMail) -> None:
        """Deliver one mail; delivering one that was delivered before does nothing where that can be known.

        Raises:
            DeliveryError: where it could not be delivered.
        """


class Outbox(Protocol):
    """Where mails wait; the store is one."""

    def pending_mails(self) -> Sequence[PendingMail]:
        """Return the mails that were neither delivered nor given up, oldest first."""

    def sent_since(self, moment: datetime) -> Sequence[datetime]:
        """Return when mails were delivered since a moment."""

    def mark_sent(self, message_id: str, at: datetime) -> None:
        """Note that a mail was delivered."""

    def mark_failed(self, failures: Collection[Failure]) -> None:
        """Note that mails could not be delivered, all at once: they are tried again, or given up."""
