"""Where a history begins: an office of one spreadsheet with a tab or two of goods, before or after its first run.

Making an office and its first run takes longer than a history. So each of the few beginnings is made once a process,
and every history gets a copy of its spreadsheet and of its state.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from sync import run
from sync.backends.google import GoogleBackend, structure
from tests.emulator import Emulator, Person
from tests.support.google import client_for
from tests.support.google_office import OfficeOnGoogle
from tests.support.offices import office_in_memory
from tests.support.staff_sheets import fill

HEADER = ("Mã", "Số lượng", "Đơn giá", "Ghi chú", "Gấp đôi")
BEGINNINGS = 12
"""How many offices there are; half of them are met for the first time."""

_MEMORY = Path("/dev/shm")
_ROWS = 40


@contextmanager
def office_of_history(beginning: int, *, http: bool = False):
    """Give an office that nobody else has, as it is at some beginning."""
    snapshot, state = _beginning(beginning)
    with _folder() as folder:
        if state is not None:
            shutil.copytree(state, folder / "state")
        with _office(folder, http=http) as office:
            office.person.book.restore(_copied(snapshot))
            yield office


def is_first_contact(beginning: int) -> bool:
    """Return whether no run has been made yet."""
    return beginning % 2 == 0


@cache
def _beginning(number: int) -> tuple[dict[str, Any], Path | None]:
    folder = Path(_kept().name) / str(number)
    with _office(folder) as office:
        person = fill(office.person, _tabs(Random(f"beginning {number}"), number))
        for title in person.titles():
            person.delete_rows(title, _ROWS, 1000 - _ROWS)
        if not is_first_contact(number):
            run.sync(office.session)
        snapshot = person.book.snapshot()
    return snapshot, None if is_first_contact(number) else folder / "state"


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)


@contextmanager
def _folder():
    with tempfile.TemporaryDirectory(dir=_kept().name) as folder:
        yield Path(folder)


def _copied(snapshot: dict[str, Any]) -> dict[str, Any]:
    copied = {name: value.copy() if isinstance(value, (dict, list)) else value for name, value in snapshot.items()}
    return copied | {"sheets": [sheet.snapshot() for sheet in snapshot["sheets"]]}


@contextmanager
def _office(folder: Path, *, http: bool = False):
    """Give an office with a blank spreadsheet; what is asked is not checked against the schema, and grids are small."""
    spare = {"_ALERT_ROWS": 20, "_SPARE_ROWS": 10}
    with Emulator(http=http, validate=False) as emulator, patch.multiple(structure, **spare):
        person: Person = emulator.create_book("Kho", locale="vi_VN")
        backend = GoogleBackend(client_for(emulator))
        with office_in_memory(
            folder,
            {"shop": {}},
            settings=lambda workbook: replace(workbook, backend="google"),
            locations={"shop": person.book.book_id},
        ) as office:
            session = replace(office.session, backend=lambda _: backend)
            yield OfficeOnGoogle(emulator, person, backend, session, office.mail)


def _tabs(rng: Random, number: int) -> dict[str, list[list[Any]]]:
    """Return the tabs of a beginning: every third has two, some have keys that are missing or stand twice."""
    tabs, first = {}, 1
    for title in ("Kho A", "Kho B") if number % 3 == 0 else ("Hàng",):
        lines: list[list[Any]] = [["DANH MỤC HÀNG"], list(HEADER)]
        for key in range(first, first + rng.randint(5, 15)):
            if rng.random() < 0.1:
                lines.append([])
            price = rng.choice(["", 100, 2500])
            lines.append([f"H{key:02}", rng.randint(-40, 90), price, f"ghi {key}", f"=B{len(lines) + 1}*2"])
        first += 20
        body = [line for line in lines[2:] if line]
        if number % 4 == 1:
            rng.choice(body)[0] = rng.choice(body)[0]
        if number % 4 == 2:
            rng.choice(body)[0] = ""
        tabs[title] = lines
    return tabs
