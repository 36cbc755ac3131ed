"""Mails on their way: the value that is delivered, and the ports of the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail to one reader, ready to be sent.

    Attributes:
        message_id: its Message-ID with angle brackets; equal ids are the same mail.
        to: the one address that it goes to.
        subject: its subject, decoded.
        date: the moment of the run.
        mime: the whole message with its headers.
    """

    message_id: str
    to: str
    subject: str
    date: datetime
    mime: bytes


@dataclass(frozen=True, slots=True)
class PendingMail:
    """A mail that lies in the outbox: the mail, the run that made it, and how often delivering it failed."""

    mail: OutgoingMail
    run_id: str
    tries: int = 0
    error: str = ""


class DeliveryError(Exception):
    """A mail could not be delivered; it stays in the outbox for the next run.

    Attributes:
        everything: whether the server itself is out of reach, so that trying further mails makes no sense.
    """

    def __init__(self, text: str, *, everything: bool = False) -> None:
        """Say why, in words that fit a log."""
        super().__init__(text)
        self.everything = everything


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
        """Return the mails that were not delivered yet, oldest first."""

    def mark_sent(self, message_id: str, at: datetime) -> None:
        """Note that a mail was delivered."""

    def mark_failed(self, message_id: str, at: datetime, error: str) -> None:
        """Note that delivering a mail failed; it stays pending."""
