"""A spreadsheet on the emulator as its structure is tested: looked at, changed, and seen as people would see it."""

from __future__ import annotations

import re
from typing import Any

from sync.backends.base import Edits, Snapshot
from sync.backends.google.reading import FIELDS, snapshot_of
from sync.backends.google.structure import requests_for
from tests.emulator import Emulator, Person
from tests.emulator.grid.sheet import Sheet
from tests.support.google import client_for

Json = dict[str, Any]
_PART = re.compile(r'\(\$([A-Z]+)(\d+)="((?:[^"]|"")*)"\)')


class Workbook:
    """A spreadsheet that is shared with the service, seen from both sides."""

    def __init__(self, emulator: Emulator, *, locale: str = "vi_VN") -> None:
        self.emulator = emulator
        self.person: Person = emulator.create_book("Sổ", locale=locale)
        self.client = client_for(emulator)

    @property
    def address(self) -> str:
        """The spreadsheet's id."""
        return self.person.book.book_id

    def look(self) -> Snapshot:
        """Read it as the backend does."""
        return snapshot_of(self.client.get(self.address, FIELDS), self.address)

    def missing(self, edits: Edits) -> list[Json]:
        """What the structure lacks for some edits."""
        snapshot = self.look()
        return requests_for(snapshot.memo, snapshot, edits)

    def make(self, edits: Edits) -> list[Json]:
        """Make what the structure lacks; all of it is there afterwards."""
        requests = self.missing(edits)
        if requests:
            self.client.change(self.address, requests)
        return requests

    def put(self, edits: Edits) -> None:
        """Write the values of some edits where they say."""
        for tab in (*edits.tabs, *edits.new_tabs):
            for block in tab.columns:
                for row, value in zip(block.rows, block.values, strict=True):
                    plain = "" if value is None else value if isinstance(value, (bool, int, float, str)) else str(value)
                    self.person.put(f"'{tab.title}'!R{row}C{block.column}", [[plain]])

    def sheet(self, title: str) -> Sheet:
        """One of its sheets, inside."""
        return self.person.sheet(title)

    def format(self, title: str, row: int, column: int) -> Json:
        """The format of a cell, counted from 1."""
        return dict(self.sheet(title).cell(row - 1, column - 1).format or {})

    def coloured(self, title: str, row: int, column: int) -> Json:
        """The format that rules of conditional formatting give a cell; the first that holds decides."""
        sheet = self.sheet(title)
        found: Json = {}
        for rule in sheet.conditional:
            place = rule["ranges"][0]
            inside = place.get("startRowIndex", 0) < row <= place.get("endRowIndex", 10**9) and place.get(
                "startColumnIndex", 0
            ) < column <= place.get("endColumnIndex", 10**9)
            if inside and self._holds(title, rule["booleanRule"]["condition"], place, row, column):
                found = _under(found, rule["booleanRule"]["format"])
        return found

    def _holds(self, title: str, condition: Json, place: Json, row: int, column: int) -> bool:
        wanted = condition["values"][0]["userEnteredValue"]
        if condition["type"] == "TEXT_EQ":
            return str(self._value(title, row, column)).casefold() == wanted.casefold()
        first = place.get("startRowIndex", 0) + 1
        if wanted.startswith("=ISEVEN"):
            names = re.findall(r"\$([A-Z]+)", wanted)
            return row % 2 == 0 and any(self._value(title, row, _number(name)) != "" for name in names)
        parts = _PART.findall(wanted)
        assert wanted == "=" + "+".join(f'(${name}{first}="{text}")' for name, _, text in parts), wanted
        return any(
            str(self._value(title, row, _number(name))).casefold() == text.replace('""', '"').casefold()
            for name, _, text in parts
        )

    def _value(self, title: str, row: int, column: int) -> Any:
        value = self.sheet(title).cell(row - 1, column - 1).value
        return "" if value is None else value


def shade(style: Json | None) -> str:
    """A colour as it is kept, written RRGGBB; "" for none."""
    if style is None:
        return ""
    parts = (style["rgbColor"].get(name, 0) for name in ("red", "green", "blue"))
    return "".join(f"{round(part * 255):02X}" for part in parts)


def _number(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def _under(found: Json, added: Json) -> Json:
    """What a later rule adds where no earlier one has decided."""
    merged = dict(added) | found
    for name in set(found) & set(added):
        if isinstance(found[name], dict) and name == "textFormat":
            merged[name] = _under(found[name], added[name])
    return merged
