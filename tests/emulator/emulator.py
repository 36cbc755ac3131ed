"""The emulator as tests use it: started, filled with spreadsheets, watched, disturbed, stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Self

import requests

from tests.emulator.clock import Clock, machine_clock
from tests.emulator.drive.files import SPREADSHEET, XLSX, DriveFile
from tests.emulator.grid.book import Book
from tests.emulator.person import Person
from tests.emulator.web.faults import Faults
from tests.emulator.web.journal import Journal
from tests.emulator.web.messages import Request, Response
from tests.emulator.web.quotas import Quotas
from tests.emulator.web.server import Server
from tests.emulator.web.service import SchemaViolationError, Service

STAFF = "staff@example.com"
ACCOUNT = "sheetkeeper@sheets-emulator.iam.gserviceaccount.com"


class Emulator:
    """Google Sheets and Drive on this machine.

    Used as a context manager it listens on a free port of loopback; `http=False` leaves out the sockets, and clients
    made by `tests.emulator.client` then call the service directly.

    Args:
        port: Port to listen on, 0 for any.
        clock: The time it goes by; tests may move one of their own.
        strict: Are unknown callers refused, as at Google? Otherwise anybody counts as one default account.
        validate: Are bodies and answers checked against the discovery documents? Off for load tests.
        quotas: Requests a minute and account that are answered, None for no limit.
        http: Listen at all?
    """

    def __init__(
        self,
        *,
        port: int = 0,
        clock: Clock = machine_clock,
        strict: bool = True,
        validate: bool = True,
        quotas: int | None = None,
        http: bool = True,
    ) -> None:
        limits = Quotas(clock, quotas, max(300, quotas)) if quotas else None
        self.service = Service(clock=clock, strict=strict, validate=validate, quotas=limits)
        self.sessions: list[requests.Session] = []
        self._server: Server | None = Server(self.service, port) if http else None
        self._thread: threading.Thread | None = None

    # --- starting and stopping

    def start(self) -> Self:
        """Begin to listen."""
        if self._server is not None:
            self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
            self._thread.start()
        return self

    def stop(self) -> None:
        """Close all connections."""
        for session in self.sessions:
            session.close()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        if self._server is not None:
            self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        self.stop()
        if kind is None and self.service.problems:
            raise SchemaViolationError("\n".join(self.service.problems))

    @property
    def url(self) -> str:
        """Where it listens; without sockets, an address that leads nowhere."""
        return f"http://127.0.0.1:{self._server.server_port}" if self._server else "http://emulator.invalid"

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._server.server_port if self._server else 0

    # --- spreadsheets

    def create_book(
        self,
        title: str = "Book",
        *,
        owner: str = STAFF,
        writers: tuple[str, ...] = (ACCOUNT,),
        readers: tuple[str, ...] = (),
        locale: str = "en_US",
        time_zone: str = "Asia/Ho_Chi_Minh",
        book_id: str | None = None,
    ) -> Person:
        """A spreadsheet that somebody made and shared; the answer edits it as they would."""
        book = self.service.files.new_book(title, owner, locale=locale, time_zone=time_zone, file_id=book_id)
        for role, people in (("writer", writers), ("reader", readers)):
            for person in people:
                self.share(book.book_id, person, role)
        return Person(self.service.files, book)

    def create_office_file(self, name: str, *, writers: tuple[str, ...] = (ACCOUNT,)) -> str:
        """An .xlsx kept in Drive, which the Sheets service refuses; its identifier."""
        found = self.service.files.new_file(name, STAFF, XLSX)
        for person in writers:
            self.share(found.file_id, person, "writer")
        return found.file_id

    def book(self, book_id: str) -> Book:
        """A spreadsheet, whoever may see it."""
        found = self.file(book_id).book
        if found is None:
            raise LookupError(book_id)
        return found

    def file(self, file_id: str) -> DriveFile:
        """A file, whoever may see it."""
        return self.service.files.all[file_id]

    def person(self, book_id: str) -> Person:
        """Somebody who edits a spreadsheet directly."""
        return Person(self.service.files, self.book(book_id))

    def books(self) -> list[Book]:
        """All spreadsheets, the oldest first."""
        files = self.service.files.all.values()
        return [found.book for found in files if found.mime == SPREADSHEET and found.book is not None]

    def share(self, file_id: str, user: str, role: str) -> None:
        """Share a file with a person as reader or writer."""
        files, found = self.service.files, self.file(file_id)
        kept = [other for other in found.permissions if other.get("emailAddress") != user]
        new = files.permission("user", role, emailAddress=user, displayName=user.partition("@")[0])
        found.permissions = [*kept, new]

    def unshare(self, file_id: str, user: str) -> None:
        """Take a file back from a person."""
        found = self.file(file_id)
        found.permissions = [other for other in found.permissions if other.get("emailAddress") != user]

    # --- accounts

    def key_file(self, user: str = ACCOUNT) -> dict[str, Any]:
        """The key file of a service account that exists from now on."""
        return self.service.accounts.key_file(user, f"{self.url}/token")

    def token(self, user: str = ACCOUNT) -> str:
        """An access token, without the exchange."""
        return self.service.accounts.issue(user)

    # --- watching and disturbing

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self.service.faults

    @property
    def journal(self) -> Journal:
        """The requests so far."""
        return self.service.journal

    @property
    def before_request(self) -> Callable[[Request], None] | None:
        """Called with each request before it is looked at."""
        return self.service.before_request

    @before_request.setter
    def before_request(self, hook: Callable[[Request], None] | None) -> None:
        self.service.before_request = hook

    @property
    def after_request(self) -> Callable[[Request, Response], None] | None:
        """Called with each request and its answer."""
        return self.service.after_request

    @after_request.setter
    def after_request(self, hook: Callable[[Request, Response], None] | None) -> None:
        self.service.after_request = hook
