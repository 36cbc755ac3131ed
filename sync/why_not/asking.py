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
from sync.reading import TabReading
from sync.reading.header import canonical
from sync.steps.base import Outlook

_ALERT: Final = re.compile(r"A-[0-9A-F]{10}", re.IGNORECASE)
_CELL: Final = re.compile(r"'?(?P<tab>[^!']+)'?!\$?[A-Za-z]{0,3}\$?(?P<row>\d{1,7})(?::\d+)?")
_CODE: Final = re.compile(r"[A-Z]{3}\d{3}", re.IGNORECASE)


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
    rows = [row for row in _rows(outlook) if narrowed.takes(row.table, "", row.key)]
    return Asked(
        item,
        rows,
        {name: one for name, one in found.items() if narrowed.takes(one.table, one.code, one.key)},
        {name: one for name, one in known.items() if narrowed.takes(one.table, one.code, one.key)},
        () if rows else tuple(_elsewhere(narrowed.key, outlook)),
    )


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """A key, and what the words before it narrow it down to."""

    key: str
    tables: frozenset[str] | None = None
    code: str = ""

    def takes(self, table: str, code: str, key: Sequence[str]) -> bool:
        """Return whether a record or matter goes by the words."""
        if self.tables is not None and table not in self.tables:
            return False
        if self.code and code and code != self.code:
            return False
        parts = [fold(part) for part in key]
        wanted = self.key.split()
        return bool(parts) and (
            self.key in {*parts, " ".join(parts), " · ".join(parts)} or (len(wanted) > 1 and _covers(wanted, parts))
        )


def _covers(wanted: Sequence[str], parts: Sequence[str]) -> bool:
    """Return whether every word is a part of a key by itself, as ``HH001 KHO1``."""
    return all(word in parts for word in wanted)


def _narrow(words: Sequence[str], departments: Sequence[Department]) -> _Narrowed:
    """Return the key among the words; a department, a table or a code may stand before it."""
    first, rest = fold(words[0]), fold(" ".join(words[1:]))
    if not rest:
        return _Narrowed(first)
    if _CODE.fullmatch(first):
        return _Narrowed(rest, code=first.upper())
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
    places = {(row.tab.workbook, row.tab.tab.title, number) for row in rows}
    keys = {(row.table, row.key) for row in rows}
    here = {
        name: one
        for name, one in found.items()
        if any((place.workbook, place.tab, place.row) in places for place in (one.place, *one.also))
    }
    alerts = {name: one for name, one in known.items() if name in here or (one.table, one.key) in keys}
    elsewhere = []
    if not rows:
        tables = _tables(outlook)
        for snapshot in outlook.gathered.snapshots.values():
            for tab in snapshot.tabs:
                if fold_header(tab.title) == wanted:
                    place = Place(snapshot.workbook, tab.title, number)
                    elsewhere.append((place, (snapshot.workbook, tab.title) in tables))
    return Asked(item, rows, here, alerts, elsewhere)


def _elsewhere(key: str, outlook: Outlook) -> Iterator[tuple[Place, bool]]:
    """Yield the cells that hold a text and belong to no data row, with whether their tab is a table."""
    tables = _tables(outlook)
    for snapshot in outlook.gathered.snapshots.values():
        for place in _cells(snapshot, key):
            yield place, (snapshot.workbook, place.tab) in tables


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
