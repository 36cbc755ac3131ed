"""When a mail that waits is tried: again after a failure, and no more than so many in an hour. Pure.

=============================================== ===============================================================
What happened                                   What follows
=============================================== ===============================================================
the server is out of reach, refuses the         tried again after 5 minutes, then after 15 and 30 minutes, 1, 2,
sign-in, or cannot take the mail for now (4xx)  4, 8 and from then on 12 hours
the server refuses the mail for good (5xx)      tried three times in all, then given up
the server hung up after it was given the mail  tried once more; where that happens again, given up: it may have
and before it confirmed                         arrived twice already
15 tries, or 3 tries and four days              given up
=============================================== ===============================================================

A mail that is given up is kept, shown by ``status``, and sent again when somebody says so. Four days are what RFC 5321,
section 4.5.4.1, asks of who delivers mail.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sync.alerts.base import DeliveryError, Failure, PendingMail
from sync.alerts.troubles import OF_THE_SERVER, UNCERTAIN

HOUR: Final = timedelta(hours=1)

DELAYS: Final = (
    *(timedelta(minutes=minutes) for minutes in (5, 15, 30)),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 8, 12)),
)
"""How long to wait after the first failure, the second, and so on; the last one from then on."""

MOST_TRIES: Final = 15
"""Tries after which a mail is given up."""

FINAL_TRIES: Final = 3
"""Tries after which a mail is given up that the server refuses for good, or that is older than :data:`MOST_DAYS`."""

MOST_DAYS: Final = timedelta(days=4)
"""Age beyond which a mail is given up when it fails again."""


def in_order(mails: Sequence[PendingMail]) -> list[PendingMail]:
    """Return mails in the order in which they go: urgent ones first, then the oldest."""
    return sorted(mails, key=lambda pending: not pending.mail.urgent)


def is_due(pending: PendingMail, now: datetime) -> bool:
    """Return whether a mail is to be tried.

    One that would have to wait longer than ever was meant is due: the clock was wrong when it failed.
    """
    return pending.next_try is None or not now < pending.next_try <= now + DELAYS[-1]


def after_failure(pending: PendingMail, error: DeliveryError, now: datetime) -> Failure:
    """Return what is to be noted of a mail that could not be delivered."""
    tries = pending.tries + 1
    again = pending.code == UNCERTAIN.code
    given_up = (
        tries >= MOST_TRIES
        or (tries >= FINAL_TRIES and (error.final or now - pending.mail.date > MOST_DAYS))
        or (error.uncertain and again)
    )
    return Failure(
        message_id=pending.mail.message_id,
        # That a mail may have arrived stays true whatever comes after.
        code=UNCERTAIN.code if again else error.message.code,
        error=error.detail,
        at=now,
        tries=tries,
        next_try=None if given_up else now + DELAYS[min(tries, len(DELAYS)) - 1],
    )


def waits_for_server(pending: PendingMail) -> bool:
    """Return whether a mail waits because of the server and for no fault of its own."""
    return pending.code in OF_THE_SERVER


def room(sent: Collection[datetime], now: datetime, limit: int) -> int:
    """Return how many mails may go now.

    Args:
        sent: when mails went out lately.
        now: the moment.
        limit: the most in an hour.
    """
    return max(0, limit - sum(now - HOUR < moment <= now for moment in sent))


def next_delivery(
    pending: Collection[PendingMail], sent: Collection[datetime], now: datetime, limit: int
) -> datetime | None:
    """Return when the next mail may go out; ``now`` for at once, None where none waits.

    Args:
        pending: the mails that wait.
        sent: when mails went out lately.
        now: the moment.
        limit: the most in an hour.
    """
    if not pending:
        return None
    due = min(now if one.next_try is None or is_due(one, now) else one.next_try for one in pending)
    in_the_hour = sorted(moment for moment in sent if now - HOUR < moment <= now)
    if len(in_the_hour) < limit:
        return due
    return max(due, in_the_hour[-limit] + HOUR)
