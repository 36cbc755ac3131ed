"""Hands mails to a mail server, and says in people's words what kept it from taking one."""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import SMTP
from typing import Final, Literal

from rules.core.message import Message
from sync.addresses import InvalidAddressError, parse_address, tidy
from sync.alerts import troubles
from sync.alerts.base import DeliveryError, OutgoingMail

Security = Literal["starttls", "tls", "none"]

# A name or password that cannot be put on the wire is a ValueError; errors of smtplib and ssl are OSErrors.
_TROUBLE: Final = (OSError, ValueError)
_HUNG_UP: Final = (TimeoutError, ConnectionError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError)
_HUNG_UP_ENCRYPTED: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError)
_NOT_SECURE: Final = (ssl.SSLError, ssl.CertificateError, smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException)

_TIMEOUT: Final = 30
_LAST_TIMEOUT: Final = 300
# A server may take its time to say that it has a mail. Who hangs up too early sends it twice: RFC 5321, section
# 4.5.3.2.6, asks for ten minutes; the half of them leaves a run's deadline some room.
_FAREWELL: Final = 2

_TAKEN: Final = 250
_FORWARDED: Final = 251
_GO_ON: Final = 354
_CLOSING: Final = 421
_PERMANENT: Final = 500

_DETAIL_LENGTH: Final = 300
_HIDDEN: Final = "•••"


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
        user: name to sign in with; empty for none.
        password: its password.
        timeout: seconds after which a server that does not answer is given up.
        last_timeout: the same for its answer to a mail that it was given as a whole.
        connect: makes the connection.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = _TIMEOUT
    last_timeout: float = _LAST_TIMEOUT
    connect: Callable[[str, int, Security, float], smtplib.SMTP] = connect_smtp

    def send(self, mail: OutgoingMail) -> None:
        """Hand one mail over to the server.

        Raises:
            DeliveryError: where the server cannot be reached, refuses us, or refuses this mail.
        """
        sender = _sender_of(mail)
        with self._signed_in() as connection:
            self._hand_over(connection, sender, mail)
            self._await_receipt(connection)

    def probe(self) -> None:
        """Connect, encrypt and sign in, as for a mail, and hand over none.

        Raises:
            DeliveryError: where the server cannot be reached or refuses us.
        """
        with self._signed_in() as connection:
            try:
                self._expect(connection.noop(), _TAKEN)
            except _TROUBLE as error:
                raise self._error(troubles.NO_ANSWER, error, everything=True) from None

    @contextmanager
    def _signed_in(self) -> Iterator[smtplib.SMTP]:
        """Give a connection that is encrypted and signed in."""
        try:
            connection = self.connect(self.host, self.port, self.security, self.timeout)
        except _TROUBLE as error:
            raise self._error(_no_connection(error), error, everything=True) from None
        try:
            try:
                connection.ehlo_or_helo_if_needed()
                if self.user:
                    connection.login(self.user, self.password)
            except (*_HUNG_UP, *_HUNG_UP_ENCRYPTED, smtplib.SMTPHeloError) as error:
                raise self._error(troubles.NO_ANSWER, error, everything=True) from None
            except _TROUBLE as error:
                raise self._error(troubles.SIGN_IN_REFUSED, error, everything=True) from None
            yield connection
        finally:
            _leave(connection)

    def _hand_over(self, connection: smtplib.SMTP, sender: str, mail: OutgoingMail) -> None:
        """Say from whom and to whom, and give the whole mail; a server that is cut off before has nothing of it."""
        try:
            size = [f"size={len(mail.mime)}"] if connection.has_extn("size") else []
            self._expect(connection.mail(sender, size), _TAKEN)
            self._expect(connection.rcpt(mail.to), _TAKEN, _FORWARDED)
            self._expect(connection.docmd("DATA"), _GO_ON)
            connection.send(on_the_wire(mail.mime))
        except _TROUBLE as error:
            raise self._error(troubles.NO_ANSWER, error, everything=True) from None

    def _await_receipt(self, connection: smtplib.SMTP) -> None:
        """Wait until the server says that it has the mail. Where it says nothing, nobody knows."""
        try:
            if connection.sock is not None:
                connection.sock.settimeout(self.last_timeout)
            reply = connection.getreply()
        except _TROUBLE as error:
            raise self._error(troubles.UNCERTAIN, error, everything=True, uncertain=True) from None
        self._expect(reply, _TAKEN)

    def _expect(self, reply: tuple[int, bytes], *wanted: int) -> None:
        """See that the server agrees.

        Raises:
            DeliveryError: where it does not.
        """
        code, said = reply
        if code in wanted:
            return
        error = smtplib.SMTPResponseException(code, said)
        if code == _CLOSING:
            raise self._error(troubles.NO_ANSWER, error, everything=True)
        if code >= _PERMANENT:
            raise self._error(troubles.REFUSED, error, final=True)
        raise self._error(troubles.REFUSED_FOR_NOW, error)

    def _error(
        self,
        message: Message,
        error: Exception,
        *,
        everything: bool = False,
        final: bool = False,
        uncertain: bool = False,
    ) -> DeliveryError:
        """Return the error for people. A server may repeat what it was told, so the password is taken out."""
        said = _said(error)
        for secret in _forms_of(self.user, self.password):
            said = said.replace(secret, _HIDDEN)
        detail = tidy(said, _DETAIL_LENGTH).rstrip(".")
        return DeliveryError(message, detail, everything=everything, final=final, uncertain=uncertain)


def on_the_wire(mime: bytes) -> bytes:
    """Return a mail as it is handed over after ``DATA``: lines end as they must, and only the end looks like one."""
    lines = mime.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n").replace(b"\n", b"\r\n")
    # A line that begins with a dot gets a second one, which the server takes off again.
    return (b"\r\n" + lines).replace(b"\r\n.", b"\r\n..")[2:] + b"\r\n.\r\n"


def _sender_of(mail: OutgoingMail) -> str:
    """Return the sender's address, after seeing that the reader's is exactly one as well."""
    try:
        parse_address(mail.to)
        return parse_address(str(message_from_bytes(mail.mime, policy=SMTP)["From"])).addr_spec
    except InvalidAddressError as error:
        raise DeliveryError(troubles.NOT_A_MAIL, str(error), final=True) from None


def _no_connection(error: Exception) -> Message:
    """Return what it means that no connection came about."""
    if isinstance(error, (*_HUNG_UP, *_HUNG_UP_ENCRYPTED)) and not isinstance(error, ConnectionRefusedError):
        return troubles.NO_ANSWER
    return troubles.NOT_SECURE if isinstance(error, _NOT_SECURE) else troubles.UNREACHABLE


def _leave(connection: smtplib.SMTP) -> None:
    """Say goodbye; the mail is accepted or refused already, so that trouble with it no longer matters."""
    try:
        if connection.sock is not None:
            connection.sock.settimeout(_FAREWELL)
        connection.quit()
    except _TROUBLE:
        connection.close()


def _said(error: Exception) -> str:
    """Return what a server or the network said."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        return f"{error.smtp_code} {said}"
    if isinstance(error, UnicodeError):
        # Its text shows the sign that does not fit, which may be one of the password's.
        return "the name or password holds signs that cannot be sent"
    return (error.strerror if isinstance(error, OSError) else "") or str(error) or type(error).__name__


def _forms_of(user: str, password: str) -> list[str]:
    """Return the forms in which a server may have seen a password, the longest first."""
    if not password:
        return []
    plain = [password, f"\0{user}\0{password}"]
    return [*(base64.b64encode(text.encode()).decode() for text in reversed(plain)), password]
