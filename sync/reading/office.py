"""The whole office: which tab is which table, tabs joined into tables, settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.core.finding import Finding, Place
from rules.core.period import Month
from rules.core.record import Layout, Record, columns_of, view_of
from rules.core.rule import Department
from rules.core.setting import Settings
from rules.core.table import Books, LeftOut, Part, Table
from rules.core.text import clean, fold
from sync import messages
from sync.backends.base import Snapshot, Tab
from sync.reading.header import Header, canonical
from sync.reading.keys import Key, key_text
from sync.reading.matching import Mappings, match_tabs
from sync.reading.settings import read_settings
from sync.reading.special import with_all_rows
from sync.reading.tabs import TabReading, read_tab


@dataclass(frozen=True, slots=True)
class Reading:
    """One workbook that was read: the snapshot and its tabs that are tables."""

    snapshot: Snapshot
    tabs: Sequence[TabReading]


@dataclass(frozen=True, slots=True)
class OfficeReading:
    """Everything that was read: typed tables, the tabs they came from, settings and problems."""

    books: Books
    workbooks: Sequence[Reading]
    settings: Mapping[type[Settings], Settings]
    findings: Sequence[Finding]


def read_office(
    snapshots: Sequence[Snapshot],
    departments: Sequence[Department],
    mappings: Mapping[str, Mappings] | None = None,
    expected: Mapping[str, Sequence[str]] | None = None,
) -> OfficeReading:
    """Return the typed tables of an office, and everything that is wrong in its workbooks.

    Args:
        snapshots: the workbooks.
        departments: the departments whose tables are looked for.
        mappings: workbook name -> table name -> what the configuration says about it.
        expected: workbook name -> names of the departments that it must hold; by default whatever is found.
    """
    mappings = mappings or {}
    findings: list[Finding] = []
    workbooks = []
    for snapshot in snapshots:
        wanted = (expected or {}).get(snapshot.workbook)
        allowed = [one for one in departments if wanted is None or one.name in wanted]
        workbook, problems = _read_workbook(snapshot, allowed, mappings.get(snapshot.workbook, {}))
        workbooks.append(workbook)
        findings += problems
    tables = {
        record: _join(
            record, [tab for book in workbooks for tab in book.tabs if canonical(tab.header.layout) is record]
        )
        for department in departments
        for record in department.records
    }
    findings += _missing_tables(departments, workbooks, expected or {}, findings)
    settings, problems = read_settings(snapshots, departments)
    findings += problems
    findings += [finding for book in workbooks for tab in book.tabs for finding in tab.findings]
    present = {record: table for record, table in tables.items() if table.present}
    findings += [finding for table in present.values() for finding in _doubled_across(table)]
    return OfficeReading(Books(present), workbooks, settings, findings)


def _read_workbook(
    snapshot: Snapshot, departments: Sequence[Department], mappings: Mappings
) -> tuple[Reading, list[Finding]]:
    findings: list[Finding] = []
    tabs = []
    matches = match_tabs(list(map(with_all_rows, snapshot.tabs)), departments, mappings)
    owned = {match.tab.title.casefold(): frozenset(match.header.owned.values()) for match in matches}
    for tab, header in ((match.tab, match.header) for match in matches):
        month = _month_of(snapshot, tab, header)
        unreadable = _unreadable(snapshot.workbook, tab, header, month)
        if unreadable is None:
            tabs.append(read_tab(snapshot, tab, header, month, owned))
        else:
            findings.append(unreadable)
    return Reading(snapshot, tabs), findings


def _unreadable(workbook: str, tab: Tab, header: Header, month: Month | None) -> Finding | None:
    """Return why a whole tab cannot be read, or None."""
    table = header.layout.table
    if header.doubled is not None:
        text, columns = header.doubled
        from_columns = [Place("", "", header.row, column).address for column in columns]
        fields: dict[str, object] = {"header": text, "columns": from_columns}
        place = Place(workbook, tab.title, header.row, columns[-1], text)
        return Finding(messages.DOUBLED_HEADER, place, table.name, (tab.title,), fields)
    if header.missing:
        fields = {"tab": tab.title, "columns": [column.titles for column in header.missing]}
        place = Place(workbook, tab.title, header.row)
        return Finding(messages.MISSING_COLUMN, place, table.name, (tab.title,), fields)
    if issubclass(header.layout, Layout) and table.monthly and month is None:
        return Finding(messages.MONTH_UNKNOWN, Place(workbook, tab.title), table.name, (tab.title,), {"tab": tab.title})
    return None


def _month_of(snapshot: Snapshot, tab: Tab, header: Header) -> Month | None:
    """Return the month that the tab's title, a row above its header or the file's name states."""
    if month := Month.parse(clean(tab.title)):
        return month
    for row in tab.rows[: header.row - 1]:
        for cell in row:
            if isinstance(cell, str) and (month := Month.parse(clean(cell))):
                return month
            if isinstance(cell, date):
                return Month.of(cell)
    return Month.parse(snapshot.location.replace("\\", "/").rsplit("/", 1)[-1])


def _join(record: type[Record], tabs: Sequence[TabReading]) -> Table[Any]:
    """Return one table from the tabs that hold its rows."""
    if not tabs:
        return Table.empty(record)
    if len(tabs) == 1 and tabs[0].header.layout is record:
        # The columns are taken as they are: a ledger of a million rows should stand in memory once.
        tab = tabs[0]
        return Table(record, tab.columns, tab.good, tab.good_keys, (_part(tab, 0),), tab.left_out)
    columns: dict[str, list[Any]] = {name: [] for name in record.model_fields}
    rows: list[int] = []
    keys: list[Key] = []
    parts: list[Part] = []
    left_out: list[LeftOut] = []
    cell_columns: dict[int, Mapping[str, int]] = {}
    for tab in tabs:
        layout = tab.header.layout
        parts.append(_part(tab, len(rows)))
        if issubclass(layout, Layout):
            _unfold(layout, tab, columns, rows, keys, cell_columns)
            inverse = {source: name for name, source in layout.origins.items()}
            left_out += [
                LeftOut(left.place, {inverse.get(name, name): value for name, value in left.values.items()})
                for left in tab.left_out
            ]
        else:
            for name, values in columns.items():
                values.extend(tab.columns[name])
            rows += tab.good
            keys += tab.good_keys
            left_out += tab.left_out
    return Table(record, columns, rows, keys, tuple(parts), left_out, cell_columns)


def _part(tab: TabReading, start: int) -> Part:
    layout = tab.header.layout
    return Part(
        workbook=tab.workbook,
        tab=tab.tab.title,
        start=start,
        columns=tab.header.columns,
        headers=tab.header.texts,
        month=tab.month,
        header_row=tab.header.row,
        origins=layout.origins if issubclass(layout, Layout) else {},
    )


def _unfold(
    layout: type[Layout],
    tab: TabReading,
    columns: dict[str, list[Any]],
    rows: list[int],
    keys: list[tuple[str, ...]],
    cell_columns: dict[int, Mapping[str, int]],
) -> None:
    """Append the canonical records that the rows of a layout stand for."""
    record = layout.layout_of
    defaults = {column.name: column.default for column in columns_of(record)}
    view = view_of(layout)
    sources = [tab.columns[name] for name in layout.model_fields]
    for position, values in enumerate(zip(*sources, strict=True)):
        keys_of_row: list[tuple[str, ...]] = []
        for unfolded in layout.unfold(view._make((*values, position)), tab.month):
            if unfolded.origins:
                cell_columns[len(rows)] = {
                    name: tab.header.columns[source]
                    for name, source in unfolded.origins.items()
                    if source in tab.header.columns
                }
            for name, column in columns.items():
                column.append(unfolded.values.get(name, defaults[name]))
            rows.append(tab.good[position])
            own_key = tuple(key_text(unfolded.values[name]) for name in record.table.key if name in unfolded.values)
            key = own_key if len(own_key) == len(record.table.key) else (*tab.good_keys[position], *own_key[1:])
            # The two halves of an entry that nobody numbered share their row's key; alerts must tell them apart.
            keys.append((*key, f"({keys_of_row.count(key) + 1})") if key in keys_of_row else key)
            keys_of_row.append(key)


def _doubled_across(table: Table[Record]) -> list[Finding]:
    """Return a finding for each row whose key stands in another tab or file of the same table already.

    Where both tabs state a month, and the key holds no date, staff may well number anew each month.
    """
    if len(table.parts) < 2:
        return []
    kinds = {column.name: column.kind for column in columns_of(table.record)}
    names = table.record.table.key
    dated = any(kinds[name] in ("date", "month") for name in names)
    seen: dict[Key, int] = {}
    findings = []
    for row, key in enumerate(table.keys):
        first = seen.setdefault(tuple(map(fold, key)), row)
        here, there = table.part(row), table.part(first)
        if here is there or any(text.startswith("#") for text in key):
            continue
        if dated or here.month is None or there.month is None or here.month == there.month:
            place, also = table.place(row, names[0]), table.place(first, names[0])
            header = " + ".join(here.headers.get(name, name) for name in names)
            fields = {"names": header, "key": " · ".join(key), "first": str(also)}
            findings.append(
                Finding(messages.DUPLICATE_KEY, place, table.record.table.name, key, fields, (also,), column=names[0])
            )
    return findings


def _missing_tables(
    departments: Sequence[Department],
    workbooks: Sequence[Reading],
    expected: Mapping[str, Sequence[str]],
    problems: Sequence[Finding],
) -> list[Finding]:
    """Return a finding for each required table that a workbook of its department lacks."""
    findings = []
    for department in departments:
        homes = [book for book in workbooks if department.name in expected.get(book.snapshot.workbook, ())]
        names = {canonical(tab.header.layout).table.name for book in homes for tab in book.tabs}
        reported = {finding.table for finding in problems}
        for record in department.records if homes else ():
            info = record.table
            known = {info.name, *(layout.table.name for layout in department.layouts if layout.layout_of is record)}
            if info.required and info.name not in names and not known & reported:
                workbook = homes[0].snapshot.workbook
                fields = {"table": info.titles, "workbook": homes[0].snapshot.location}
                findings.append(Finding(messages.TABLE_NOT_FOUND, Place(workbook), info.name, (info.name,), fields))
    return findings
