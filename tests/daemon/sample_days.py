"""The sample company lives through days and months: real workbooks, real state, the daemon's loop on a moved clock."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import time_machine
from python_calamine import CalamineWorkbook

from sync import run
from sync.backends.excel.package import CellEdit, PackageEdits, TabEdits, column_number, rewrite
from sync.config import load_office
from sync.daemon.base import Outcome
from sync.daemon.watch import Watch
from sync.scope import limited
from sync.wiring import open_office, open_state
from templates.sample import write_company
from tests.daemon.simulated import HANOI, Simulation

LEDGER, WAGES, STOCK = "so-ke-toan.xlsx", "nhan-su-tien-luong.xlsx", "kho.xlsx"
ALERTS = "⚙ Cảnh báo"
POLICIES = """
[alerts.finance]
remind = "thứ hai hằng tuần"

[alerts.inventory]
remind = "mỗi 7 ngày"
escalate_after = "3 ngày làm việc"
escalate_to = ["kiemsoat@example.com"]

[alerts.payroll]
escalate_after = "5 working days"
escalate_to = ["owner"]
"""


@dataclass
class SampleDays(Simulation):
    """A daemon on the sample company's files.

    Attributes:
        folder: the office folder.
        mails: moment, reader and subject of each mail that went out, in order.
        statuses: how the runs ended.
    """

    folder: Path = Path()
    mails: list[tuple[str, str, str]] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)

    def make_run(self, _office, only) -> Outcome:
        self.runs.append((f"{self.now:%Y-%m-%d %H:%M}", tuple(only)))
        with open_office(self.folder) as session:
            assert session.as_of == self.now.date()
            result = run.sync(limited(session, only))
        self.statuses.append(result.status)
        self.mails += [(f"{self.now:%d/%m %H:%M}", to.split("@")[0], subject) for to, subject in result.mails]
        return Outcome(result.status, 0, result.run)

    @contextmanager
    def memory(self, office):
        with open_state(office) as store:
            yield store

    def watch(self) -> Watch:
        return Watch(
            load=lambda: load_office(self.folder, {}),
            now=lambda _office: self.now,
            memory=self.memory,
            run=self.make_run,
            beat=lambda _office, event: self.beats.append(event),
            log=self.log,
            stop=self,
            office=load_office(self.folder, {}),
        )

    # What staff do

    def type_in(self, file: str, tab: str, address: str, value: Any) -> None:
        """Type into a cell of a workbook and save it."""
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
        style = "date" if isinstance(value, date) else None
        edit = CellEdit(int(row), column_number(letters), value, style)
        saved = io.BytesIO()
        rewrite(self.folder / file, saved, PackageEdits([TabEdits(tab, [edit])]))
        (self.folder / file).write_bytes(saved.getvalue())

    def put_off(self, file: str, alert: str, until: date) -> None:
        """Type a day beside an alert into the column that is the staff's."""
        with (self.folder / file).open("rb") as book:
            rows = CalamineWorkbook.from_filelike(io.BytesIO(book.read())).get_sheet_by_name(ALERTS).to_python()
        header = next(row for row in rows if "Hoãn đến" in row)
        number = next(number for number, row in enumerate(rows, 1) if row[0] == alert)
        column = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[header.index("Hoãn đến")]
        self.type_in(file, ALERTS, f"{column}{number}", until)

    def spoil(self, file: str) -> bytes:
        """Break a workbook as a failed copy does; return what it was."""
        content = (self.folder / file).read_bytes()
        (self.folder / file).write_bytes(content[: len(content) // 2])
        return content


@contextmanager
def sample_days(folder: Path, start: str):
    """Give the sample company with its own daemon from a moment on; its day is the day of the clock."""
    write_company(folder)
    settings = folder / "office.toml"
    text = re.sub(r"(?m)^as_of = .*\n", "", settings.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^\[alerts\.\w+\]\n(?:.+\n)*", "", text)
    settings.write_text(text + POLICIES, encoding="utf-8")
    begin = datetime.fromisoformat(start).replace(tzinfo=HANOI)
    with time_machine.travel(begin.astimezone(UTC), tick=False) as clock:
        yield SampleDays(made=None, clock=clock, tick=900, folder=folder)
