"""Delivers what lies in the outbox, as files or by SMTP."""

from __future__ import annotations

import hashlib
import os
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Final, Literal

from sync.alerts.addresses import InvalidAddressError, parse_address, tidy
from sync.alerts.base import DeliveryError, Outbox, OutgoingMail, PendingMail, Transport
from sync.uninterrupted import uninterrupted

Security = Literal["starttls", "tls", "none"]

# A name or password that cannot be put on the wire is a ValueError.
_TROUBLE: Final = (OSError, smtplib.SMTPException, ValueError)

_NAME_LENGTH: Final = 150
_ERROR_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the mails in the outbox: those sent, and those that stay for the next run."""

    sent: tuple[PendingMail, ...] = ()
    failed: tuple[PendingMail, ...] = ()


def deliver(outbox: Outbox, transport: Transport, now: datetime) -> Delivered:
    """Send every pending mail, each marked right after it was sent.

    A mail that cannot be sent stays pending and does not keep the others back; a server out of reach keeps all.
    A crash between sending and marking sends one mail twice at most, and none is lost.

    Args:
        outbox: where mails wait.
        transport: the way by which they leave.
        now: the moment to note.
    """
    sent: list[PendingMail] = []
    failed: list[PendingMail] = []
    unreachable = False
    for pending in outbox.pending_mails():
        if unreachable:
            failed.append(pending)
            continue
        with uninterrupted():
            try:
                transport.send(pending.mail)
            except DeliveryError as error:
                outbox.mark_failed(pending.mail.message_id, now, str(error))
                failed.append(pending)
                unreachable = error.everything
            else:
                outbox.mark_sent(pending.mail.message_id, now)
                sent.append(pending)
    return Delivered(tuple(sent), tuple(failed))


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
            raise DeliveryError(f"{self.folder}: {error.strerror}", everything=True) from error


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


def connect_smtp(host: str, port: int, security: Security, timeout: float) -> smtplib.SMTP:
    """Return a connection to a mail server, encrypted as ``security`` says before anything is told to it."""
    if security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=timeout, context=ssl.create_default_context())
    connection = smtplib.SMTP(host, port, timeout=timeout)
    if security == "starttls":
        try:
            connection.starttls(context=ssl.create_default_context())
        except BaseException:
            connection.close()
            raise
    return connection


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Sends mails through a mail server, one connection a mail.

    Attributes:
        host: the server.
        port: its port: 587 for ``"starttls"``, 465 for ``"tls"`` as a rule.
        security: ``"starttls"``, ``"tls"`` or ``"none"``; a server that does not offer it gets no mail.
        user: name to log in with; empty for none.
        password: its password.
        timeout: seconds after which a server that does not answer is given up.
        connect: makes the connection.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30
    connect: Callable[[str, int, Security, float], smtplib.SMTP] = connect_smtp

    def send(self, mail: OutgoingMail) -> None:
        """Hand one mail over to the server.

        Raises:
            DeliveryError: where the server cannot be reached, refuses us, or refuses this mail.
        """
        try:
            sender = parse_address(str(message_from_bytes(mail.mime, policy=SMTP)["From"]))
        except InvalidAddressError as error:
            raise DeliveryError(str(error)) from error
        try:
            connection = self.connect(self.host, self.port, self.security, self.timeout)
        except _TROUBLE as error:
            raise DeliveryError(f"{self.host}:{self.port}: {_reason(error)}", everything=True) from error
        try:
            self._hand_over(connection, sender.addr_spec, mail)
        finally:
            _leave(connection)

    def _hand_over(self, connection: smtplib.SMTP, sender: str, mail: OutgoingMail) -> None:
        try:
            if self.user:
                connection.login(self.user, self.password)
        except _TROUBLE as error:
            raise DeliveryError(f"{self.host}: log-in as {self.user}: {_reason(error)}", everything=True) from error
        try:
            connection.sendmail(sender, [mail.to], mail.mime)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
            raise DeliveryError(f"{self.host}: {_reason(error)}") from error
        except _TROUBLE as error:
            raise DeliveryError(f"{self.host}: {_reason(error)}", everything=True) from error


def _leave(connection: smtplib.SMTP) -> None:
    """Say goodbye; the mail is accepted or refused already, so that trouble with it no longer matters."""
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()


def _reason(error: Exception) -> str:
    """Return what a server or the network said, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(
            f"{code} {tidy(text.decode('utf-8', 'replace'), _ERROR_LENGTH)}" for code, text in error.recipients.values()
        )
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        return f"{error.smtp_code} {tidy(said, _ERROR_LENGTH)}"
    return tidy(str(error) or type(error).__name__, _ERROR_LENGTH)
