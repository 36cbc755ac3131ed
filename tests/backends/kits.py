"""What the contract needs of a backend besides the port: to make a workbook, and to edit it as a person would.

A new backend joins the contract by one more kit in :data:`KITS`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from rules.core.text import Text
from sync.backends.base import Backend, Edits, Snapshot, WorkbookError, Written
from sync.backends.excel import ExcelBackend
from sync.backends.memory import MemoryBackend
from tests.emulator.emulator import Emulator
from tests.support.staff_sheets import backend_for, fill, put

Grid = Sequence[Sequence[Any]]


class Kit(ABC):
    """One backend under test.

    Attributes:
        missing: code of the error that says that there is no such workbook.
        opens: whether a workbook can be kept from being written by having it open.
        patterns: whether a location may mean several workbooks.
    """

    missing = "WBK101"
    opens = True
    patterns = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.backend: Backend = self.start()

    @abstractmethod
    def start(self) -> Backend:
        """Return the backend, also as a new process would find it."""

    @abstractmethod
    def make(self, name: str, tabs: Mapping[str, Grid]) -> str:
        """Make a workbook and return its location."""

    @abstractmethod
    def edit(self, location: str, tab: str, row: int, column: int, value: Any) -> None:
        """Change one cell as a person would."""

    @abstractmethod
    def open_by(self, location: str, who: str) -> None:
        """Let somebody have the workbook open."""

    @abstractmethod
    def close(self, location: str) -> None:
        """Let nobody have it open any more."""

    @abstractmethod
    def remove(self, location: str) -> None:
        """Delete the workbook."""

    def stop(self) -> None:  # noqa: B027  (most have nothing to stop)
        """Let go of what it holds, and fail where the service behind it met something that cannot be."""

    def write(self, snapshot: Snapshot, location: str, edits: Edits) -> Written:
        """Prepare a write and complete it, as a run does; a write that fails is settled."""
        prepared = self.backend.prepare(snapshot, location, edits)
        try:
            return self.backend.complete(location, prepared)
        except WorkbookError:
            assert self.backend.settle(location, prepared) is False
            raise

    @abstractmethod
    def traces(self) -> int:
        """Return how many prepared writes have left something behind."""


class MemoryKit(Kit):
    """Workbooks in memory."""

    def start(self) -> Backend:
        self.memory = MemoryBackend({})
        return self.memory

    def make(self, name: str, tabs: Mapping[str, Grid]) -> str:
        self.memory.workbooks[name] = {title: [list(row) for row in grid] for title, grid in tabs.items()}
        return name

    def edit(self, location: str, tab: str, row: int, column: int, value: Any) -> None:
        self.memory.workbooks[location][tab][row - 1][column - 1] = value

    def open_by(self, location: str, who: str) -> None:
        self.memory.opened_by[location] = Text(f" bởi {who}", f" by {who}")

    def close(self, location: str) -> None:
        del self.memory.opened_by[location]

    def remove(self, location: str) -> None:
        del self.memory.workbooks[location]

    def traces(self) -> int:
        return len(self.memory._prepared)


class ExcelKit(Kit):
    """Workbooks as files."""

    def start(self) -> Backend:
        return ExcelBackend(locale="vi_VN", backups=self.folder / "backups", now=lambda: datetime.now().astimezone())

    def make(self, name: str, tabs: Mapping[str, Grid]) -> str:
        path = self.folder / "share" / f"{name}.xlsx"
        path.parent.mkdir(exist_ok=True)
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, grid in tabs.items():
            sheet = book.create_sheet(title)
            for row in grid:
                sheet.append(list(row))
        book.save(path)
        return str(path)

    def edit(self, location: str, tab: str, row: int, column: int, value: Any) -> None:
        book = openpyxl.load_workbook(location)
        book[tab].cell(row, column).value = value
        book.save(location)

    def open_by(self, location: str, who: str) -> None:
        name = who.encode("latin-1")
        self._lock(location).write_bytes(bytes([len(name)]) + name)

    def close(self, location: str) -> None:
        self._lock(location).unlink()

    def remove(self, location: str) -> None:
        Path(location).unlink()

    def traces(self) -> int:
        return len(list(self.folder.glob("**/.sheetkeeper*")))

    @staticmethod
    def _lock(location: str) -> Path:
        return Path(location).with_name(f"~${Path(location).name}")


class GoogleKit(Kit):
    """Spreadsheets on the emulator, without sockets."""

    missing = "WBK121"
    opens = False
    patterns = False

    def __init__(self, folder: Path) -> None:
        self.emulator = Emulator(http=False)
        super().__init__(folder)

    def start(self) -> Backend:
        self.google = backend_for(self.emulator)
        return self.google

    def make(self, name: str, tabs: Mapping[str, Grid]) -> str:
        person = fill(self.emulator.create_book(name, locale="vi_VN"), tabs)
        return person.book.book_id

    def edit(self, location: str, tab: str, row: int, column: int, value: Any) -> None:
        put(self.emulator.person(location), tab, [[value]], row, column)

    def open_by(self, location: str, who: str) -> None:
        raise NotImplementedError

    def close(self, location: str) -> None:
        raise NotImplementedError

    def remove(self, location: str) -> None:
        del self.emulator.service.files.all[location]

    def traces(self) -> int:
        return len(self.google._goals)

    def stop(self) -> None:
        self.emulator.__exit__(None, None, None)


KITS: dict[str, type[Kit]] = {"memory": MemoryKit, "excel": ExcelKit, "google": GoogleKit}

GOODS: Grid = (
    ["Mã", "Số lượng", "Ngày", "⚙ Trạng thái"],
    ["00123", 5, date(2026, 11, 20), None],
    ["B2", -2.5, None, "Hợp lệ"],
)
