"""Delivers what lies in the outbox: by any way, and as files."""

from __future__ import annotations

import hashlib
import os
import re
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sync.alerts.base import DeliveryError, Failure, Outbox, OutgoingMail, PendingMail, Transport
from sync.alerts.troubles import NO_ANSWER, NO_FOLDER, NOT_A_RECIPIENT
from sync.alerts.waiting import HOUR, after_failure, in_order, is_due, room, waits_for_server
from sync.uninterrupted import uninterrupted

HOURLY_LIMIT: Final = 100
"""Mails in an hour where the settings say nothing."""

_NAME_LENGTH: Final = 150


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the mails in the outbox.

    Attributes:
        sent: those that were sent.
        failed: those that were tried and failed, or could not be tried since the server is out of reach.
        over: those that are due and wait because so many went in this hour already.
    """

    sent: tuple[PendingMail, ...] = ()
    failed: tuple[PendingMail, ...] = ()
    over: tuple[PendingMail, ...] = ()


def deliver(
    outbox: Outbox,
    transport: Transport,
    now: datetime,
    *,
    limit: int = HOURLY_LIMIT,
    recipients: Collection[str] | None = None,
) -> Delivered:
    """Send every mail that is due, the urgent ones first, each marked right after it was sent.

    A mail that cannot be sent waits for its next try and does not keep the others back; a server out of reach keeps
    all. Once a mail goes out, those that waited for the server are due as well. A crash between sending and marking
    sends one mail twice at most, under the same Message-ID, and none is lost.

    Args:
        outbox: where mails wait.
        transport: the way by which they leave.
        now: the moment, with its time zone.
        limit: the most mails in an hour.
        recipients: the addresses of the settings; a mail to any other is given up. None where that is not asked.
    """
    waiting = _of_recipients(outbox, now, recipients)
    queue = deque(one for one in waiting if is_due(one, now))
    for_server = [one for one in waiting if not is_due(one, now) and waits_for_server(one)]
    left = room(outbox.sent_since(now - HOUR), now, limit) if queue else 0
    sent: list[PendingMail] = []
    failed: list[PendingMail] = []
    while queue and left:
        pending = queue.popleft()
        with uninterrupted():
            try:
                transport.send(pending.mail)
            except DeliveryError as error:
                others = list(queue)[: left - 1] if error.everything else []
                outbox.mark_failed(_failures(pending, others, error, now))
                failed += [pending, *others]
                if error.everything:
                    queue.clear()
            else:
                outbox.mark_sent(pending.mail.message_id, now)
                sent.append(pending)
                left -= 1
                queue, for_server = deque(in_order([*queue, *for_server])), []
    return Delivered(tuple(sent), tuple(failed), tuple(queue))


def _of_recipients(outbox: Outbox, now: datetime, recipients: Collection[str] | None) -> list[PendingMail]:
    """Return the mails that wait, in their order, after giving up those to people whom the settings no longer name."""
    pending = in_order(outbox.pending_mails())
    if recipients is None:
        return pending
    known = {address.casefold() for address in recipients}
    gone = [one for one in pending if one.mail.to.casefold() not in known]
    if gone:
        outbox.mark_failed(
            [Failure(one.mail.message_id, NOT_A_RECIPIENT.code, "", now, one.tries, None) for one in gone]
        )
    return [one for one in pending if one.mail.to.casefold() in known]


def _failures(
    pending: PendingMail, others: Sequence[PendingMail], error: DeliveryError, now: datetime
) -> list[Failure]:
    """Return what is to be noted of a mail that failed, and of the others that it keeps back."""
    # Only the mail that was under way may have arrived.
    kept_back = DeliveryError(NO_ANSWER, error.detail, everything=True) if error.uncertain else error
    return [after_failure(pending, error, now), *(after_failure(one, kept_back, now) for one in others)]


@dataclass(frozen=True, slots=True)
class FileTransport:
    """Puts mails into a folder as ``.eml`` files, which any mail program opens.

    Attributes:
        folder: the folder, made with mode 0700 where it is missing.
    """

    folder: Path

    def send(self, mail: OutgoingMail) -> None:
        """Write the mail to a file named by its Message-ID; a file that is there already was delivered before.

        Raises:
            DeliveryError: where the folder cannot be written.
        """
        target = self.folder / file_name(mail.message_id)
        partial = target.with_suffix(".partial")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if target.exists():
                return
            with os.fdopen(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                file.write(mail.mime)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
            _sync_folder(self.folder)
        except OSError as error:
            raise DeliveryError(NO_FOLDER, f"{self.folder}: {error.strerror}", everything=True) from error


def file_name(message_id: str) -> str:
    """Return the name of a mail's file: its Message-ID, with a digest where that cannot be a file name."""
    name = message_id.strip("<>")
    safe = re.sub(r"[^A-Za-z0-9@.-]+", "_", name).lstrip(".")[:_NAME_LENGTH]
    if safe != name or not safe:
        safe = f"{safe or 'mail'}-{hashlib.sha256(message_id.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"
    return f"{safe}.eml"


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder outlast a power cut, where the system knows how."""
    if not hasattr(os, "O_DIRECTORY"):  # pragma: no cover - Windows has no such handle, and needs none
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
