"""What the words after ``why-not`` mean: an alert, a cell, or the rows and alerts of a key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rules.core.finding import Finding, Place
from rules.core.rule import Department
from rules.core.text import fold, fold_header
from sync.alerts.lifecycle import Alert, alert_id
from sync.backends.base import Snapshot
from sync.messages import BY_CODE
from sync.reading import TabReading
from sync.reading.header import canonical
from sync.steps.base import Outlook

_ALERT: Final = re.compile(r"A-[0-9A-F]{10}", re.IGNORECASE)
_CELL: Final = re.compile(r"'?(?P<tab>[^!']+)'?!\$?[A-Za-z]{0,3}\$?(?P<row>\d{1,7})(?::\d+)?")


class Row(NamedTuple):
    """A data row that was asked for."""

    tab: TabReading
    number: int
    key: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return self.tab.place(self.number)

    @property
    def table(self) -> str:
        """Return the name of the table that it belongs to."""
        return canonical(self.tab.header.layout).table.name


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        item: the words, as people typed them.
        rows: the data rows that go by them.
        found: alert id -> the findings about them, as the office is now.
        alerts: alert id -> what is remembered of it.
        elsewhere: cells that hold the words and belong to no data row, each with whether its tab is a table.
    """

    item: str
    rows: Sequence[Row]
    found: Mapping[str, Finding]
    alerts: Mapping[str, Alert]
    elsewhere: Sequence[tuple[Place, bool]] = ()


def understand(
    words: Sequence[str], outlook: Outlook, departments: Sequence[Department], known: Mapping[str, Alert]
) -> Asked:
    """Return what the words mean in an office.

    Args:
        words: ``("SP001",)``, ``("item", "SP001")``, ``("INV101", "SP001")``, ``("Items!D17",)`` or an alert's id.
        outlook: the office as it is now.
        departments: the departments.
        known: what is remembered of each alert.
    """
    item = " ".join(words).strip()
    found = {alert_id(one): one for one in outlook.findings}
    if _ALERT.fullmatch(item):
        name = item.upper()
        alerts = {name: known[name]} if name in known else {}
        return Asked(item, (), {name: found[name]} if name in found else {}, alerts)
    if cell := _CELL.fullmatch(item):
        return _of_cell(item, cell["tab"], int(cell["row"]), outlook, found, known)
    narrowed = _narrow(words, departments)
    asked = Asked(
        item,
        [row for row in _rows(outlook) if narrowed.takes(row.table, "", row.key)],
        {name: one for name, one in found.items() if narrowed.takes(one.table, one.code, one.key)},
        {name: one for name, one in known.items() if narrowed.takes(one.table, one.code, one.key)},
    )
    if asked.rows or asked.found or asked.alerts or not narrowed.key:
        return asked
    return _of_text(item, narrowed, outlook, found, known)


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """A key, and what the words before it narrow it down to; without a key every matter of the code is meant."""

    key: str
    tables: frozenset[str] | None = None
    code: str = ""

    def takes(self, table: str, code: str, key: Sequence[str]) -> bool:
        """Return whether a record or matter goes by the words."""
        if self.tables is not None and table not in self.tables:
            return False
        if self.code and code and code != self.code:
            return False
        if not self.key:
            return code == self.code
        parts = [fold(part) for part in key]
        wanted = self.key.split()
        return bool(parts) and (
            self.key in {*parts, " ".join(parts), " · ".join(parts)} or (len(wanted) > 1 and _covers(wanted, parts))
        )


def _covers(wanted: Sequence[str], parts: Sequence[str]) -> bool:
    """Return whether every word is a part of a key by itself, as ``HH001 KHO1``."""
    return all(word in parts for word in wanted)


def _narrow(words: Sequence[str], departments: Sequence[Department]) -> _Narrowed:
    """Return the key among the words; a department, a table or a code may stand before it, or a code alone."""
    first, rest = fold(words[0]), fold(" ".join(words[1:]))
    # Keys may look like codes, as EMP001.
    codes = {*BY_CODE, *(message.code for one in departments for message in one.messages)}
    if (code := first.upper()) in codes:
        return _Narrowed(rest, code=code)
    if not rest:
        return _Narrowed(first)
    own = [one for one in departments if first in {one.name, *map(fold, one.titles.all())}]
    records = [
        record
        for one in departments
        for record in one.all_layouts()
        if one in own
        or first in {record.table.name, record.table.name.removesuffix("s"), *map(fold, record.table.titles.all())}
    ]
    if not records:
        return _Narrowed(fold(" ".join(words)))
    return _Narrowed(
        rest, frozenset(name for record in records for name in (record.table.name, canonical(record).table.name))
    )


def _rows(outlook: Outlook) -> Iterator[Row]:
    for book in outlook.reading.workbooks:
        for tab in book.tabs:
            for number, key in zip(tab.rows, tab.keys, strict=True):
                yield Row(tab, number, key)


def _of_cell(
    item: str,
    title: str,
    number: int,
    outlook: Outlook,
    found: Mapping[str, Finding],
    known: Mapping[str, Alert],
) -> Asked:
    """Return what is known of the row of a cell."""
    wanted = fold_header(title)
    rows = [row for row in _rows(outlook) if row.number == number and fold_header(row.tab.tab.title) == wanted]
    places = [
        Place(snapshot.workbook, tab.title, number)
        for snapshot in outlook.gathered.snapshots.values()
        for tab in snapshot.tabs
        if fold_header(tab.title) == wanted
    ]
    return _at(item, places, rows, outlook, found, known)


def _of_text(
    item: str, narrowed: _Narrowed, outlook: Outlook, found: Mapping[str, Finding], known: Mapping[str, Alert]
) -> Asked:
    """Return what is known of the rows that hold a text in some cell, though it is no key of theirs."""
    cells = [place for snapshot in outlook.gathered.snapshots.values() for place in _cells(snapshot, narrowed.key)]
    lines = set(map(_line, cells))
    rows = [
        row
        for row in _rows(outlook)
        if _line(row.place) in lines and (narrowed.tables is None or row.table in narrowed.tables)
    ]
    meant = {name: one for name, one in found.items() if narrowed.code in ("", one.code)}
    remembered = {name: one for name, one in known.items() if narrowed.code in ("", one.code)}
    if narrowed.tables is not None:
        meant = {name: one for name, one in meant.items() if one.table in narrowed.tables}
        remembered = {name: one for name, one in remembered.items() if one.table in narrowed.tables}
    return _at(item, cells, rows, outlook, meant, remembered)


def _at(
    item: str,
    places: Sequence[Place],
    rows: Sequence[Row],
    outlook: Outlook,
    found: Mapping[str, Finding],
    known: Mapping[str, Alert],
) -> Asked:
    """Return what is known of some lines of the workbooks: their data rows, and matters also where there is none."""
    lines = set(map(_line, places))
    keys = {(row.table, row.key) for row in rows}
    here = {name: one for name, one in found.items() if any(_line(place) in lines for place in (one.place, *one.also))}
    alerts = {name: one for name, one in known.items() if name in here or (one.table, one.key) in keys}
    data, tables = {_line(row.place) for row in _rows(outlook)}, _tables(outlook)
    elsewhere = [(place, (place.workbook, place.tab) in tables) for place in places if _line(place) not in data]
    return Asked(item, rows, here, alerts, elsewhere)


def _line(place: Place) -> tuple[str, str, int | None]:
    """Return the line of a tab in which a place lies."""
    return place.workbook, place.tab, place.row


def _tables(outlook: Outlook) -> frozenset[tuple[str, str]]:
    """Return workbook and title of every tab that was recognised as a table, also of those that could not be read."""
    read = {(tab.workbook, tab.tab.title) for book in outlook.reading.workbooks for tab in book.tabs}
    return frozenset(read)


def _cells(snapshot: Snapshot, key: str) -> Iterator[Place]:
    for tab in snapshot.tabs:
        if tab.title.startswith("⚙"):
            continue
        for number, row in enumerate(tab.rows, 1):
            for column, cell in enumerate(row, 1):
                if isinstance(cell, str) and fold(cell) == key:
                    yield Place(snapshot.workbook, tab.title, number, column)
