"""The small office on Google: a ledger as staff made it, and a store's spreadsheet from the template, on the emulator.

Spreadsheets are put back as they were in no time, so that one office begins anew as often as a test likes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rules.core.message import Voice
from rules.departments import all_departments
from sync.backends.google import structure
from sync.backends.google.filling import fill as fill_from_template
from sync.config import GoogleConfig
from sync.wiring import google_client
from tests.demo_google.company import write_key
from tests.emulator import Emulator, Person
from tests.promise.small_office import AS_OF, LEDGER, LEDGER_TABS, SETTINGS, STORE, STORE_TABS
from tests.support.staff_sheets import fill

ROWS = 30
"""Rows of a tab of staff; what a look takes is mostly for rows that are prepared and empty."""
JOURNAL = "Nhật ký chung"
OVERVIEW = [["Tổng quan"], ["Tổng Nợ", f"=SUM('{JOURNAL}'!F2:F9)"], [None, "=B2*2"]]
GOOGLE = """
[google]
credentials = "{key}"
endpoint = "{endpoint}"
requests_per_minute = 300
"""

Kept = Mapping[str, Mapping[str, Any]]
"""Everything in the spreadsheets of an office at one moment, by their names."""


@dataclass(frozen=True)
class Spreadsheets:
    """The spreadsheets of an office; each is a person who has it open, by the file that it stands for."""

    people: Mapping[str, Person]

    def keep(self) -> Kept:
        """Return everything in them as it is now."""
        return {name: person.book.snapshot() for name, person in self.people.items()}

    def put_back(self, kept: Kept) -> None:
        """Let everything in them be as it was."""
        for name, parts in kept.items():
            copies = {part: _copied(value) for part, value in parts.items()}
            self.people[name].book.restore(copies | {"sheets": [sheet.snapshot() for sheet in parts["sheets"]]})


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, (dict, list)) else value


def write_small_office_on_google(folder: Path, emulator: Emulator, *, mail: str = "") -> Spreadsheets:
    """Write the office's settings into a folder, and make its spreadsheets.

    ``mail`` holds more lines of its settings of mail.
    """
    folder.mkdir(parents=True, exist_ok=True)
    key = folder.parent / f"{folder.name}-key.json"
    write_key(emulator, key)
    made = {LEDGER: ledger(emulator), STORE: store(emulator, key, folder)}
    settings = SETTINGS.replace("[mail]\n", f"[mail]\n{mail}") + GOOGLE.format(key=key, endpoint=emulator.url)
    for name, person in made.items():
        settings = settings.replace(f'location = "{name}"', f'location = "{person.book.book_id}"')
    (folder / "office.toml").write_text(settings, encoding="utf-8")
    return Spreadsheets(made)


def ledger(emulator: Emulator) -> Person:
    """Make a ledger with what staff like to have: formulas, a note, a filter, a conditional format, a chart."""
    person = fill(emulator.create_book("Sổ kế toán", locale="vi_VN"), {**LEDGER_TABS, "Tổng quan": OVERVIEW})
    journal, overview = (person.sheet(title).sheet_id for title in (JOURNAL, "Tổng quan"))
    area = {"sheetId": journal, "startRowIndex": 0, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 10}
    debits = area | {"startRowIndex": 1, "startColumnIndex": 5, "endColumnIndex": 6}
    condition = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "1000000"}]}
    italic = {"condition": condition, "format": {"textFormat": {"italic": True}}}
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    chart = {
        "title": "Nợ",
        "basicChart": {
            "chartType": "COLUMN",
            "series": [{"series": {"sourceRange": {"sources": [debits]}}, "targetAxis": "LEFT_AXIS"}],
        },
    }
    place = {"overlayPosition": {"anchorCell": {"sheetId": overview, "rowIndex": 4, "columnIndex": 0}}}
    header = area | {"endRowIndex": 1}
    person.batch(
        {"repeatCell": {"range": header, "cell": bold, "fields": "userEnteredFormat.textFormat.bold"}},
        {"setBasicFilter": {"filter": {"range": area}}},
        {"addConditionalFormatRule": {"rule": {"ranges": [debits], "booleanRule": italic}, "index": 0}},
        {"addChart": {"chart": {"spec": chart, "position": place}}},
        {
            "updateCells": {
                "rows": [{"values": [{"note": "Đã đối chiếu với sổ quỹ"}]}],
                "fields": "note",
                "start": {"sheetId": journal, "rowIndex": 2, "columnIndex": 3},
            }
        },
    )
    return with_few_rows(person)


def store(emulator: Emulator, key: Path, folder: Path) -> Person:
    """Make the store's spreadsheet from the template, with its owned columns and tabs ready."""
    person = emulator.create_book("Kho", locale="vi_VN")
    inventory = next(one for one in all_departments() if one.name == "inventory")
    client = google_client(GoogleConfig(key, emulator.url), folder.parent / "filling", os.environ)
    try:
        fill_from_template(
            client, person.book.book_id, inventory, Voice(), STORE_TABS, office="Công ty Thử nghiệm", as_of=AS_OF
        )
    finally:
        client.close()
    return with_few_rows(person)


def with_few_rows(person: Person) -> Person:
    """Delete most of the prepared rows that are empty."""
    for title in person.titles():
        if (spare := len(person.sheet(title).rows) - ROWS) > 0:
            person.delete_rows(title, ROWS, spare)
    return person


@contextmanager
def few_spare_rows() -> Iterator[None]:
    """Let the tabs that are made meanwhile have few spare rows, for the same reason."""
    with patch.multiple(structure, _ALERT_ROWS=20, _SPARE_ROWS=10):
        yield
