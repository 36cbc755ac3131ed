"""An office whose workbook is a spreadsheet on the emulator: whole runs, with staff who edit between two requests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rules.core.message import Voice
from sync import run
from sync.backends.google import GoogleBackend, structure
from sync.backends.google.reading import FIELDS, snapshot_of
from sync.results import RunResult
from sync.session import Session
from tests.emulator import Emulator, Person
from tests.support.google import client_for
from tests.support.offices import SentMail, office_in_memory
from tests.support.staff_sheets import fill

GOODS = {
    "Hàng": [
        ["DANH MỤC HÀNG"],
        ["Mã", "Số lượng", "Đơn giá", "Ghi chú"],
        ["A1", 5, 1000, "của tôi"],
        ["B2", -2, 500],
        [],
        ["C3", "1.234.567,5", "", "chữ"],
        ["D4", -7, 100],
    ]
}
"""Goods, two of which are too low."""


@dataclass
class OfficeOnGoogle:
    """An office with one spreadsheet; ``person`` is staff, ``session`` is what a command gets."""

    emulator: Emulator
    person: Person
    backend: GoogleBackend
    session: Session
    mail: SentMail

    def sync(self) -> RunResult:
        """Make a run that looks at everything."""
        self.session.store.forget_digest()
        return run.sync(self.session)

    def rows(self, tab: str = "Hàng") -> list[list[Any]]:
        """Return the cells of a tab as they are read."""
        return [list(row) for row in self.look().tab(tab).rows]

    def look(self) -> Any:
        """Return the spreadsheet as it is read, without asking in anybody's name."""
        document = client_for(self.emulator).get(self.person.book.book_id, FIELDS)
        return snapshot_of(document, "")

    def flags(self, tab: str = "Hàng") -> dict[Any, Any]:
        """Return key -> status as they stand side by side now."""
        rows = self.rows(tab)
        header = next(row for row in rows if "Mã" in row)
        key, status = header.index("Mã"), header.index("⚙ Trạng thái")
        below = rows[rows.index(header) + 1 :]
        return {row[key]: row[status] if status < len(row) else None for row in below if len(row) > key and row[key]}

    def requests(self) -> list[str]:
        """Return the last parts of the addresses that were asked, in order."""
        return [entry.path.rsplit("/", 1)[-1].partition(":")[2] or "get" for entry in self.asked()]

    def asked(self) -> list[Any]:
        return self.emulator.journal.of_kind("read", "write")

    def before(self, kind: str, number: int, act: Callable[[], None]) -> None:
        """Let somebody act right before the request of a kind with this number from now on (from 1)."""
        seen = [0]

        def hook(request: Any) -> None:
            if is_kind(request, kind):
                seen[0] += 1
                if seen[0] == number:
                    act()

        self.emulator.before_request = hook


def is_kind(request: Any, kind: str) -> bool:
    """Return whether a request is a ``"get"``, a ``"values"`` write or a ``"structure"`` one."""
    if request.path.endswith("/token"):
        return False
    if kind == "get":
        return request.method == "GET"
    return request.path.endswith({"values": ":batchUpdateByDataFilter", "structure": ":batchUpdate"}[kind])


@contextmanager
def office_on_google(
    folder: Path,
    tabs: dict[str, list[list[Any]]] | None = None,
    *,
    locale: str = "vi_VN",
    time_zone: str = "Asia/Ho_Chi_Minh",
    voice: Voice | None = None,
    quick: bool = False,
):
    """Give an office whose only workbook is a spreadsheet with these tabs.

    ``quick`` is for many offices: what is asked and answered is not checked against the service's own schema, and owned
    tabs have few spare rows, which are most of what a look takes.
    """
    narrow = patch.multiple(structure, _ALERT_ROWS=20, _SPARE_ROWS=10) if quick else nullcontext()
    with Emulator(http=False, validate=not quick) as emulator, narrow:
        person = fill(emulator.create_book("Kho", locale=locale, time_zone=time_zone), tabs or GOODS)
        for title in person.titles() if quick else ():
            person.delete_rows(title, 30, 970)
        backend = GoogleBackend(client_for(emulator))
        with office_in_memory(
            folder,
            {"shop": {}},
            voice=voice,
            settings=lambda workbook: replace(workbook, backend="google"),
            locations={"shop": person.book.book_id},
        ) as office:
            session = replace(office.session, backend=lambda _: backend)
            yield OfficeOnGoogle(emulator, person, backend, session, office.mail)
