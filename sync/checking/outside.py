"""Checking what lies outside this computer: the mail server and the heartbeat's address."""

from __future__ import annotations

import socket
import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from sync.addresses import each_once
from sync.alerts.base import DeliveryError
from sync.checking import messages as said
from sync.checking.messages import right, wrong
from sync.config import OWNER, ConfigurationError
from sync.results import CheckLine
from sync.session import Session
from sync.sources import departments_of, is_confidential

if TYPE_CHECKING:
    from rules.core.rule import Department

TIMEOUT: Final = 10
"""Seconds after which a server that does not answer is given up; somebody is waiting for the answer."""

_PORTS: Final = {"http": 80, "https": 443}


def mail(session: Session) -> Iterator[CheckLine]:
    """Yield the lines about mail: who gets it, whether the server takes it, and what waits."""
    settings = session.office.mail
    count = len(each_once(address for addresses in settings.recipients.values() for address in addresses))
    if not count:
        yield wrong(said.NO_READERS, "mail")
    elif settings.transport == "outbox":
        yield right("mail", said.MAIL_KEPT, count=count, folder=f"{session.office.state.name}/outbox")
    else:
        yield right("mail", said.MAIL_SENT, count=count, server=f"{settings.host}:{settings.port}")
    if count:
        for department in _unread(session):
            yield wrong(said.NO_READER_OF, "mail", department=department.titles, key=department.name)
    if settings.transport == "smtp":
        yield from _mail_server(session)
    waiting = len(session.store.pending_mails())
    if waiting:
        yield wrong(said.MAIL_WAITS, "outbox", count=waiting)
    given_up = len(session.store.dead_mails())
    if given_up:
        yield wrong(said.MAIL_GIVEN_UP, "outbox", count=given_up)


def _unread(session: Session) -> Iterator[Department]:
    """Yield the departments of which a workbook is kept, and nobody is told by mail what is found in it."""
    recipients = session.office.mail.recipients
    departments = session.departments()
    open_books, closed_books = set[str](), set[str]()
    for config in session.office.workbooks:
        books = closed_books if is_confidential(config, departments) else open_books
        books.update(departments_of(config, departments))
    for one in departments:
        owner_reads = bool(recipients.get(OWNER)) and not one.confidential and one.name not in closed_books
        if one.name in open_books | closed_books and not recipients.get(one.name) and not owner_reads:
            yield one


def _mail_server(session: Session) -> Iterator[CheckLine]:
    """Yield whether the mail server can be reached and lets us in; no mail is sent."""
    from sync.alerts.smtp import SmtpTransport  # noqa: PLC0415  (only where mail leaves that way)

    try:
        transport = session.transport()
    except ConfigurationError as error:
        for problem in error.problems:
            yield CheckLine("FAIL", "mail", problem.message.text, problem.message.fix, problem.fields, problem.code)
        return
    if not isinstance(transport, SmtpTransport):
        return
    server = f"{transport.host}:{transport.port}"
    try:
        replace(transport, timeout=TIMEOUT).probe()
    except DeliveryError as error:
        fields = {"server": server, "user": transport.user, "address": "", "detail": error.detail}
        yield wrong(error.message, "mail", **fields)
    else:
        yield right("mail server", said.SERVER_ANSWERS, server=server)


def heartbeat(session: Session) -> Iterator[CheckLine]:
    """Yield whether the heartbeat's server can be reached. Its address is not asked: it would take that for a run."""
    if session.office.heartbeat is None:
        return
    address = urlsplit(session.office.heartbeat)
    # The path may be a secret; the server's name is none.
    server = address.hostname or ""
    try:
        _reach(address)
    except OSError as error:
        yield wrong(said.NO_HEARTBEAT, "heartbeat", server=server, detail=error.strerror or str(error))
    else:
        yield right("heartbeat", said.HEARTBEAT, server=server)


def _reach(address: SplitResult) -> None:
    """Connect to the server of a web address, or to the proxy that stands before it.

    Raises:
        OSError: where that fails.
    """
    name = address.hostname or ""
    proxy = urllib.request.getproxies().get(address.scheme)
    if proxy is not None and not urllib.request.proxy_bypass(name):
        between = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        socket.create_connection((between.hostname or "", between.port or _PORTS["http"]), TIMEOUT).close()
        return
    port = address.port or _PORTS.get(address.scheme, _PORTS["https"])
    with closing(socket.create_connection((name, port), TIMEOUT)) as connection:
        if address.scheme == "https":
            ssl.create_default_context().wrap_socket(connection, server_hostname=name).close()
