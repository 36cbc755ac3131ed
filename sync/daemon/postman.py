"""Between two runs: mails that could not be sent are sent when their time has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from sync.alerts.base import PendingMail
from sync.alerts.waiting import HOUR, next_delivery
from sync.config import Office
from sync.daemon.base import WELL, Log, Runner

PAUSE: Final = timedelta(minutes=1)
"""The least time between two tries, whatever comes of them."""


class Mails(Protocol):
    """What is remembered of mails; the store is one."""

    def pending_mails(self) -> Sequence[PendingMail]:
        """Return the mails that wait."""

    def sent_since(self, moment: datetime) -> Sequence[datetime]:
        """Return when mails were delivered since a moment."""


@dataclass(slots=True)
class Postman:
    """Knows when the next mail may go, and has it sent then.

    Attributes:
        now: the clock, in the time zone of the settings.
        mails: opens what is remembered of mails, for a moment.
        send: sends the mails whose time has come, and waits for it.
        log: takes down what happens.
    """

    now: Callable[[Office], datetime]
    mails: Callable[[Office], AbstractContextManager[Mails]]
    send: Runner
    log: Log
    _at: datetime | None = None
    _known: bool = False

    def forget(self) -> None:
        """Look at the next call what waits: a run was made, or the settings changed."""
        self._known = False

    def look(self, office: Office) -> None:
        """Have the mails sent whose time has come; what waits is not asked for nothing."""
        if not self._known:
            self._at = self._next(office)
            self._known = True
        now = self.now(office)
        if self._at is None or now < self._at:
            return
        outcome = self.send(office, ())
        told = self.log.info if outcome.end in WELL else self.log.warning
        told("mail sent", end=outcome.end, exit_code=outcome.exit_code, seconds=round(outcome.seconds, 1))
        following = self._next(office)
        self._at = None if following is None else max(following, now + PAUSE)

    def _next(self, office: Office) -> datetime | None:
        now = self.now(office)
        with self.mails(office) as mails:
            pending = mails.pending_mails()
            return next_delivery(pending, mails.sent_since(now - HOUR), now, office.mail.hourly_limit)
