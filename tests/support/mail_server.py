"""A mail server on this machine: a real one, over TLS where it is wanted, that misbehaves where a test asks for it."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# The library logs what its own next version will drop.
logging.getLogger("mail.log").setLevel(logging.ERROR)

USER, PASSWORD = "so-sach@example.com", "mat-khau-7431"


@dataclass
class MailServer:
    """Takes mails and keeps them; use as a context manager.

    Attributes:
        security: ``"none"``, ``"starttls"`` or ``"tls"``.
        certificate: file with the certificate and its key, as :func:`write_certificate` writes it.
        sign_in: whether it wants to know who sends.
        replies: what it says in place of its own answer, by the beginning of a command, as ``"RCPT"`` or
            ``"RCPT TO:<lan@"``; ``"TAKEN"`` stands for the answer to a whole mail.
        hangs_up: before which command it hangs up, by its beginning; ``"HELLO"`` is its own first line, ``"TEXT"`` the
            middle of a mail, ``"TAKEN"`` the answer to a whole mail, which it has taken.
        stalls: before which command it says nothing any more, by its beginning.
        stall: for how many seconds.
        mails: the mails that it has taken: reader and content.
        commands: the first word of every command that it was told.
        connections: how many came about.
        port: where it listens; 0 for any that is free.
        host: the address at which it listens.
        user: who may sign in, with ``password``.
        password: see ``user``.
        settings: lines of ``[mail]`` that lead to it, for who writes some.
    """

    security: str = "none"
    certificate: Path | None = None
    sign_in: bool = False
    replies: dict[str, str] = field(default_factory=dict)
    hangs_up: str = ""
    stalls: str = ""
    stall: float = 60
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    host: str = "127.0.0.1"
    user: str = USER
    password: str = PASSWORD
    settings: str = ""

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self):
        asyncio.set_event_loop(self._loop)
        tls = self._context() if self.security == "tls" else None
        server = self._loop.run_until_complete(
            self._loop.create_server(self._conversation, self.host, self.port, ssl=tls)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _context(self):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate)
        return context

    def _conversation(self):
        starttls = self.security == "starttls"
        return Conversation(
            self,
            hostname="localhost",
            tls_context=self._context() if starttls else None,
            require_starttls=starttls,
            auth_required=self.sign_in,
            authenticator=lambda _server, _session, _envelope, _mechanism, data: AuthResult(
                success=data == LoginPassword(self.user.encode(), self.password.encode()), handled=False
            ),
            loop=self._loop,
        )


class Conversation(SMTP):
    """One conversation, in which what the server was told to do wrong goes wrong."""

    def __init__(self, told: MailServer, **more):
        self.told = told
        super().__init__(Taking(), **more)
        # The library knows of STARTTLS only, and warns of a sign-in without it.
        self._auth_require_tls = told.security == "starttls"
        for name in list(self._smtp_methods):
            self._smtp_methods[name] = self._minding(name, self._smtp_methods[name])

    def connection_made(self, transport):
        if transport.get_extra_info("sslcontext") is None:
            self.told.connections += 1
        if self.told.hangs_up == "HELLO":
            transport.abort()
            return
        if self.told.stalls != "HELLO":
            super().connection_made(transport)

    def connection_lost(self, error):
        if self.transport is not None:
            super().connection_lost(error)

    def _minding(self, name, method):
        async def answer(arg):
            line = f"{name} {arg or ''}"
            self.told.commands.append(name)
            if await self.misbehaves(line):
                return
            await method(arg)

        return answer

    async def misbehaves(self, line):
        """Hang up, say nothing, or give another answer; return whether that was so."""
        told = self.told
        if told.hangs_up and line.startswith(told.hangs_up):
            self.transport.abort()
            return True
        if told.stalls and line.startswith(told.stalls):
            await asyncio.sleep(told.stall)
        said = next((reply for begin, reply in told.replies.items() if line.startswith(begin)), None)
        if said is not None:
            await self.push(said)
        return said is not None

    async def push(self, status):
        await super().push(status)
        if self.told.hangs_up == "TEXT" and str(status).startswith("354"):
            await self._reader.readexactly(20)
            self.transport.abort()
            # What has come is thrown away, as by a server that went down.
            await asyncio.sleep(60)


class Taking:
    """What is done with a whole mail."""

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802  (the name is the library's)
        told = server.told
        if said := told.replies.get("TAKEN"):
            return said
        told.mails += [(reader, envelope.content) for reader in envelope.rcpt_tos]
        if told.hangs_up == "TAKEN":
            server.transport.abort()
        if told.stalls == "TAKEN":
            await asyncio.sleep(told.stall)
        return "250 taken"


def write_certificate(path: Path, name: str = "localhost", *others: str) -> Path:
    """Write a certificate that vouches for itself and holds for some names, with its key, and return the path."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = [*map(x509.DNSName, (name, *others)), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return path
