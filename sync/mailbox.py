"""The mails that wait and those that were given up, with why and what to do, as people and programs are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules.core.message import Voice, render
from sync.alerts.base import PendingMail
from sync.alerts.troubles import BY_CODE


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What lies in the outbox.

    Attributes:
        waiting: the mails that are tried again.
        given_up: the mails that are not, until somebody says so.
        next_at: when the next mail may go out; None where none waits.
        server: the mail server, for people.
        user: the name to sign in with.
    """

    waiting: Sequence[PendingMail] = ()
    given_up: Sequence[PendingMail] = ()
    next_at: datetime | None = None
    server: str = ""
    user: str = ""

    def why(self, mail: PendingMail, voice: Voice) -> str:
        """Return why a mail could not be delivered so far; nothing where it was not tried."""
        message = BY_CODE.get(mail.code)
        return render(message.text, self._fields(mail), voice) if message else ""

    def fix(self, mail: PendingMail, voice: Voice) -> str:
        """Return what to do about it; nothing where it was not tried."""
        message = BY_CODE.get(mail.code)
        return render(message.fix, self._fields(mail), voice) if message else ""

    def _fields(self, mail: PendingMail) -> dict[str, object]:
        return {"server": self.server, "user": self.user, "address": mail.mail.to, "detail": mail.error}

    def to_json(self, voice: Voice) -> dict[str, Any]:
        """Return the mails as JSON data; their content is not among it."""
        return {
            "waiting": [self.entry(mail, voice) for mail in self.waiting],
            "given_up": [self.entry(mail, voice) for mail in self.given_up],
            "next_at": _moment(self.next_at),
        }

    def entry(self, mail: PendingMail, voice: Voice) -> dict[str, Any]:
        """Return one mail as JSON data."""
        return {
            "number": mail.number,
            "to": mail.mail.to,
            "subject": mail.mail.subject,
            "run": mail.run_id,
            "urgent": mail.mail.urgent,
            "tries": mail.tries,
            "code": mail.code or None,
            "message": self.why(mail, voice) or None,
            "fix": self.fix(mail, voice) or None,
            "failed_at": _moment(mail.failed_at),
            "next_try": _moment(mail.next_try),
        }


@dataclass(frozen=True, slots=True)
class MailOutcome:
    """What a command about mails did.

    Attributes:
        sent: the mails that went out.
        discarded: the numbers of the mails that are wanted no more.
        mailbox: what lies in the outbox now.
    """

    sent: Sequence[PendingMail]
    discarded: Sequence[int]
    mailbox: Mailbox

    def to_json(self, voice: Voice) -> dict[str, Any]:
        """Return the outcome as JSON data."""
        sent = [{"number": one.number, "to": one.mail.to, "subject": one.mail.subject} for one in self.sent]
        return {"sent": sent, "discarded": list(self.discarded), **self.mailbox.to_json(voice)}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
