"""The only place that builds real adapters: store, backends, transport and clock for one office."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sync.config import GoogleConfig, MailConfig, Office, load_office, read_password
from sync.session import Progress, Session, Silence
from sync.store import open_store

if TYPE_CHECKING:
    from rules.core.rule import Department
    from sync.alerts.base import Transport
    from sync.backends.base import Backend
    from sync.backends.google.transport import SheetsClient
    from sync.store.store import Store


class LockedError(Exception):
    """Another run of this office is under way."""


@contextmanager
def open_office(
    folder: Path,
    *,
    as_of: date | None = None,
    progress: Progress | None = None,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Session]:
    """Open an office for one command, and keep others out until it is done.

    Raises:
        ConfigurationError: where its settings are not valid.
        LockedError: where another run of the office is under way.
        StateError: where its state cannot be used.
    """
    environ = os.environ if environ is None else environ
    office = load_office(folder, environ)
    exposed = _is_exposed(office.state)
    zone = ZoneInfo(office.timezone)

    def now() -> datetime:
        return datetime.now(zone)

    with only_run(office), open_store(state_file(office), now=now) as store, _google(office, environ) as google:
        yield Session(
            office=office,
            as_of=as_of or office.as_of or now().date(),
            store=store,
            backend=lambda workbook: google() if workbook.backend == "google" else _excel(office, now),
            transport=lambda: _transport(office, environ),
            departments=_departments,
            now=now,
            progress=progress or Silence(),
            exposed=exposed,
        )


def _is_exposed(folder: Path) -> bool:
    """Return whether others may read a state folder, which is closed to them when the state is opened."""
    return os.name == "posix" and folder.is_dir() and bool(folder.stat().st_mode & 0o077)


@contextmanager
def only_run(office: Office) -> Iterator[None]:
    """Keep every other run of an office out. The system lets go of the lock when the process ends, however it ends.

    Raises:
        LockedError: where another run of the office is under way.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (loaded where an office is opened)

    office.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(office.state / "run.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(office.name) from None
    try:
        yield
    finally:
        lock.release()


def state_file(office: Office) -> Path:
    """Return the file that holds what is remembered of an office."""
    return office.state / "state.sqlite3"


@contextmanager
def open_state(office: Office) -> Iterator[Store]:
    """Open what is remembered of an office, and keep nobody out: each of its methods is a transaction of its own.

    Raises:
        StateError: where it cannot be used.
    """
    with open_store(state_file(office)) as store:
        yield store


def _departments() -> tuple[Department, ...]:
    from rules.departments import all_departments  # noqa: PLC0415  (heavy: not needed where nothing changed)

    return all_departments()


def google_client(google: GoogleConfig, state: Path, environ: Mapping[str, str]) -> SheetsClient:
    """Return what sends requests to Google Sheets; it signs in with its first request, and has to be closed.

    Args:
        google: how Google is reached.
        state: folder of Sheetkeeper's own records, where the requests of the last minute are remembered.
        environ: environment variables, which may name a key file.
    """
    from sync.backends.google.budget import Budget  # noqa: PLC0415  (heavy: not needed without such workbooks)
    from sync.backends.google.sign_in import sign_in  # noqa: PLC0415
    from sync.backends.google.transport import GOOGLE, SheetsClient  # noqa: PLC0415

    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    return SheetsClient(
        lambda: sign_in(google.credentials, environ),
        budget=Budget(google.requests_per_minute, file=state / "google-requests.json"),
        endpoint=google.endpoint or GOOGLE,
    )


@contextmanager
def _google(office: Office, environ: Mapping[str, str]) -> Iterator[Callable[[], Backend]]:
    """Yield what returns the one backend of a session, made when the first workbook asks for it."""
    made: list[Backend] = []
    with ExitStack() as stack:

        def google() -> Backend:
            if not made:
                from sync.backends.google import GoogleBackend  # noqa: PLC0415  (heavy: only where it is needed)

                client = google_client(office.google, office.state, environ)
                stack.callback(client.close)
                made.append(GoogleBackend(client))
            return made[0]

        yield google


def _excel(office: Office, now: Callable[[], datetime]) -> Backend:
    from sync.backends.excel import ExcelBackend  # noqa: PLC0415  (heavy: not needed where nothing is read)
    from sync.backends.excel.package import Limits  # noqa: PLC0415

    return ExcelBackend(
        locale=office.voice.locale,
        backups=office.state / "backups",
        keep=office.backups,
        now=now,
        limits=Limits(**office.limits),
    )


def _transport(office: Office, environ: Mapping[str, str]) -> Transport:
    mail: MailConfig = office.mail
    if mail.transport == "outbox" or mail.host is None:
        from sync.alerts.outbox import FileTransport  # noqa: PLC0415  (only where mail goes out)

        return FileTransport(office.state / "outbox")
    from sync.alerts.smtp import SmtpTransport  # noqa: PLC0415  (the same)

    return SmtpTransport(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        user=mail.user or "",
        password=read_password(mail, environ) or "",
    )
