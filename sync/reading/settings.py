"""Settings: the thresholds and switches that staff entered in their settings tab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from rules.core.finding import Finding, Place
from rules.core.owned import SETTINGS
from rules.core.record import Column
from rules.core.rule import Department
from rules.core.setting import Settings, settings_of
from rules.core.text import fold_header
from sync import messages
from sync.backends.base import CellError, Snapshot, Tab
from sync.reading.cells import NO_VALUE, Invalid, Reader, shown

_TITLES = frozenset(fold_header(title) for title in SETTINGS.all())


class _Entry(NamedTuple):
    """One setting as it stands in a tab: its column, what was read, what was seen, and where."""

    column: Column
    value: Any
    seen: str
    place: Place


def is_settings_tab(title: str) -> bool:
    """Return whether a tab of this title is the staff's settings tab."""
    return fold_header(title) in _TITLES


def read_settings(
    snapshots: Sequence[Snapshot], departments: Sequence[Department]
) -> tuple[Mapping[type[Settings], Settings], list[Finding]]:
    """Return the settings that staff entered, and a finding for each that is not valid, whose default then holds."""
    found: dict[type[Settings], Settings] = {}
    findings: list[Finding] = []
    tabs = [(book, tab) for book in snapshots for tab in book.tabs if is_settings_tab(tab.title)]
    for settings in (one.settings for one in departments if one.settings is not None):
        entries = [entry for book, tab in tabs for entry in _entries(settings, book, tab)]
        values: dict[str, object] = {}
        wrong: dict[str, _Entry] = {}
        for entry in entries:
            name = entry.column.name
            if isinstance(entry.value, Invalid) or (name in values and values[name] != entry.value):
                wrong.setdefault(name, entry)
            values[name] = entry.value
        valid = {name: value for name, value in values.items() if name not in wrong}
        try:
            chosen = settings(**valid)
        except ValidationError as error:
            # What the class asks of several settings together: which of them is wrong cannot be told.
            last = entries[-1]._replace(seen=shown(error.errors(include_url=False)[0]["msg"]))
            wrong.setdefault(last.column.name, last)
            chosen = settings()
        findings += map(_finding, wrong.values())
        if valid:
            found[settings] = chosen
    return found, findings


def _entries(settings: type[Settings], book: Snapshot, tab: Tab) -> Iterator[_Entry]:
    wanted = {
        fold_header(title): column for column in settings_of(settings) for title in (*column.titles.all(), column.name)
    }
    for number, row in enumerate(tab.rows, 1):
        for index, cell in enumerate(row):
            column = wanted.get(fold_header(cell)) if isinstance(cell, str) and cell else None
            if column is not None:
                raw = _value(tab, number, index + 2, row[index + 1] if index + 1 < len(row) else None)
                reader = Reader(column, book.locale, date1904=book.date1904, currency=book.currency)
                value = reader.read([raw])[0]
                seen = raw.text if isinstance(raw, CellError) else tab.formulas.get((number, index + 2), "")
                place = Place(book.workbook, tab.title, number, index + 2, cell)
                yield _Entry(column, value, seen if raw is NO_VALUE or seen.startswith("#") else shown(raw), place)
                break


def _value(tab: Tab, row: int, column: int, value: Any) -> Any:
    if (row, column) in tab.errors:
        return CellError(tab.errors[row, column])
    return NO_VALUE if (row, column) in tab.without_value else value


def _finding(entry: _Entry) -> Finding:
    column = entry.column
    fields = {"name": column.titles, "seen": entry.seen, "default": column.default}
    return Finding(messages.INVALID_SETTING, entry.place, "settings", (column.name,), fields, column=column.name)
