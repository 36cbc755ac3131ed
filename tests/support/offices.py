"""Offices in memory: a whole run without a file, a clock or a mail server."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rules.core.message import Voice
from rules.core.rule import Department
from sync.alerts.base import OutgoingMail
from sync.backends.memory import MemoryBackend
from sync.config import MailConfig, Office, WorkbookConfig
from sync.session import Session
from sync.store import open_store
from tests.support.shop import SHOP

AS_OF = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@dataclass
class SentMail:
    """A transport that keeps what it is given."""

    sent: list[OutgoingMail] = field(default_factory=list)

    def send(self, mail: OutgoingMail) -> None:
        self.sent.append(mail)


@dataclass
class OfficeInMemory:
    """An office whose workbooks are grids; ``session`` is what a command gets."""

    backend: MemoryBackend
    session: Session
    mail: SentMail

    def grid(self, workbook: str, tab: str) -> list[list[Any]]:
        return self.backend.workbooks[workbook][tab]

    def on(self, day: date) -> Session:
        return replace(self.session, as_of=day)


@contextmanager
def office_in_memory(
    folder: Path,
    workbooks: dict[str, dict[str, list[list[Any]]]],
    departments: tuple[Department, ...] = (SHOP,),
    *,
    voice: Voice | None = None,
    settings: Callable[[WorkbookConfig], WorkbookConfig] = lambda workbook: workbook,
    locations: dict[str, str] | None = None,
):
    """Give an office of grids: workbook name -> tab title -> rows. Each workbook is its department's by name."""
    backend = MemoryBackend(workbooks)
    named = locations or {name: name for name in workbooks}
    office = Office(
        folder=folder,
        name="Office",
        workbooks=tuple(
            settings(WorkbookConfig(name, location, location, departments=(name,) if name != "other" else ()))
            for name, location in named.items()
        ),
        state=folder / "state",
        voice=voice or Voice(),
        mail=MailConfig(recipients={one.name: (f"{one.name}@example.com",) for one in departments}),
        digest="settings",
    )
    mail = SentMail()
    with open_store(folder / "state" / "state.sqlite3", now=lambda: NOW) as store:
        yield OfficeInMemory(
            backend,
            Session(
                office=office,
                as_of=AS_OF,
                store=store,
                backend=lambda _workbook: backend,
                transport=lambda: mail,
                departments=lambda: departments,
                now=lambda: NOW,
                timer=lambda: 0.0,
            ),
            mail,
        )
