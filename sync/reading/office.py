"""The whole office: which tab is which table, tabs joined into tables, settings."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.core.finding import Finding, Place
from rules.core.owned import SETTINGS, is_owned
from rules.core.period import Month
from rules.core.record import Layout, Record, columns_of, view_of
from rules.core.rule import Department
from rules.core.setting import Settings, settings_of
from rules.core.table import Books, LeftOut, Part, Table
from rules.core.text import fold_header
from sync import messages
from sync.backends.base import Snapshot, Tab
from sync.config.office import TableMapping
from sync.reading.cells import Invalid, Reader
from sync.reading.header import Header, canonical, find_header
from sync.reading.tabs import TabReading, key_text, read_tab

SIMILAR_ENOUGH = 3
"""How many columns a tab of an unknown title must share with a table to be taken for one."""


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
    mappings: Mapping[str, Mapping[str, TableMapping]] | None = None,
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
    settings, problems = _read_settings(snapshots, departments)
    findings += problems
    findings += [finding for book in workbooks for tab in book.tabs for finding in tab.findings]
    present = {record: table for record, table in tables.items() if table.present}
    return OfficeReading(Books(present), workbooks, settings, findings)


def _read_workbook(
    snapshot: Snapshot, departments: Sequence[Department], mappings: Mapping[str, TableMapping]
) -> tuple[Reading, list[Finding]]:
    findings: list[Finding] = []
    tabs = []
    for tab in snapshot.tabs:
        if is_owned(tab.title) or fold_header(tab.title) in _settings_titles():
            continue
        header = _header_of(tab, departments, mappings)
        if header is None:
            continue
        table = header.layout.table.name
        place = Place(snapshot.workbook, tab.title)
        if header.doubled is not None:
            text, columns = header.doubled
            from_columns = [Place("", "", header.row, column).address for column in columns]
            fields: dict[str, object] = {"header": text, "columns": from_columns}
            at = Place(snapshot.workbook, tab.title, header.row, columns[-1], text)
            findings.append(Finding(messages.DOUBLED_HEADER, at, table, (tab.title,), fields))
        elif header.missing:
            missing = [column.titles for column in header.missing]
            fields = {"tab": tab.title, "columns": missing}
            at = Place(snapshot.workbook, tab.title, header.row)
            findings.append(Finding(messages.MISSING_COLUMN, at, table, (tab.title,), fields))
        else:
            month = _month_of(snapshot, tab, header)
            if issubclass(header.layout, Layout) and header.layout.table.monthly and month is None:
                findings.append(Finding(messages.MONTH_UNKNOWN, place, table, (tab.title,), {"tab": tab.title}))
            else:
                tabs.append(read_tab(snapshot, tab, header, month))
    return Reading(snapshot, tabs), findings


def _settings_titles() -> set[str]:
    return {fold_header(title) for title in SETTINGS.all()}


def _header_of(tab: Tab, departments: Sequence[Department], mappings: Mapping[str, TableMapping]) -> Header | None:
    """Return how a tab is to be read: as the configuration says, else by its title, else by its columns."""
    layouts: dict[str, list[type[Record]]] = {}
    for department in departments:
        for layout in department.all_layouts():
            layouts.setdefault(canonical(layout).table.name, []).append(layout)
    for name, mapping in mappings.items():
        if mapping.tab and _title_matches(tab.title, mapping.tab) and name in layouts:
            return find_header(tab, layouts[name], mapping.columns, mapping.header_row)
    named = [
        layout
        for forms in layouts.values()
        for layout in forms
        if any(_title_matches(tab.title, title) for title in _tab_titles(layout, forms))
    ]
    mapped = {name for name, mapping in mappings.items() if mapping.tab}
    named = [layout for layout in named if canonical(layout).table.name not in mapped]
    explicit = {name: text for layout in named for name, text in _explicit(layout, mappings).items()}
    if named and (header := find_header(tab, named, explicit)) is not None:
        return header
    others = [layout for name, forms in layouts.items() if name not in mapped for layout in forms]
    header = find_header(tab, others)
    return header if header is not None and header.usable and header.score >= SIMILAR_ENOUGH else None


def _explicit(layout: type[Record], mappings: Mapping[str, TableMapping]) -> Mapping[str, str]:
    mapping = mappings.get(canonical(layout).table.name)
    return mapping.columns if mapping else {}


def _tab_titles(layout: type[Record], forms: Sequence[type[Record]]) -> set[str]:
    infos = {layout.table, *(form.table for form in forms)}
    return {title for info in infos for title in (*info.titles.all(), *info.aliases, info.name)}


def _title_matches(title: str, pattern: str) -> bool:
    """Return whether a tab's title fits a pattern, without regard to case, accents and spaces."""
    parts = [fold_header(part) for part in pattern.split("*")]
    return fnmatch.fnmatchcase(fold_header(title), "*".join(parts))


def _month_of(snapshot: Snapshot, tab: Tab, header: Header) -> Month | None:
    """Return the month that the tab's title, a row above its header or the file's name states."""
    if month := Month.parse(tab.title):
        return month
    for row in tab.rows[: header.row - 1]:
        for cell in row:
            if isinstance(cell, str) and (month := Month.parse(cell)):
                return month
    return Month.parse(snapshot.location.replace("\\", "/").rsplit("/", 1)[-1])


def _join(record: type[Record], tabs: Sequence[TabReading]) -> Table[Any]:
    """Return one table from the tabs that hold its rows."""
    if not tabs:
        return Table.empty(record)
    columns: dict[str, list[Any]] = {name: [] for name in record.model_fields}
    rows: list[int] = []
    keys: list[tuple[str, ...]] = []
    parts: list[Part] = []
    left_out: list[LeftOut] = []
    cell_columns: dict[int, Mapping[str, int]] = {}
    for tab in tabs:
        layout = tab.header.layout
        origins = layout.origins if issubclass(layout, Layout) else {}
        parts.append(
            Part(
                workbook=tab.workbook,
                tab=tab.tab.title,
                start=len(rows),
                columns=tab.header.columns,
                headers=tab.header.texts,
                month=tab.month,
                header_row=tab.header.row,
                origins=origins,
            )
        )
        if issubclass(layout, Layout):
            _unfold(layout, tab, columns, rows, keys, cell_columns)
            inverse = {source: name for name, source in origins.items()}
            left_out += [
                LeftOut(left.place, {inverse.get(name, name): value for name, value in left.values.items()})
                for left in tab.left_out
            ]
        else:
            columns |= {name: [*values, *tab.columns[name]] for name, values in columns.items()}
            rows += tab.good
            keys += tab.good_keys
            left_out += tab.left_out
    return Table(record, columns, rows, keys, tuple(parts), left_out, cell_columns)


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


def _read_settings(
    snapshots: Sequence[Snapshot], departments: Sequence[Department]
) -> tuple[Mapping[type[Settings], Settings], list[Finding]]:
    """Return the settings that staff entered, and a finding for each that is not valid."""
    found: dict[type[Settings], Settings] = {}
    findings: list[Finding] = []
    titles = _settings_titles()
    tabs = [(book, tab) for book in snapshots for tab in book.tabs if fold_header(tab.title) in titles]
    for settings in (one.settings for one in departments if one.settings is not None):
        values: dict[str, object] = {}
        wanted = {
            fold_header(title): column
            for column in settings_of(settings)
            for title in (*column.titles.all(), column.name)
        }
        for book, tab in tabs:
            for number, row in enumerate(tab.rows, 1):
                for index, cell in enumerate(row[:-1]):
                    column = wanted.get(fold_header(cell)) if isinstance(cell, str) and cell else None
                    if column is None:
                        continue
                    value = Reader(column, book.locale, date1904=book.date1904).read([row[index + 1]])[0]
                    if isinstance(value, Invalid):
                        fields = {
                            "name": column.titles,
                            "seen": value.fields.get("seen", ""),
                            "default": column.default,
                        }
                        place = Place(book.workbook, tab.title, number, index + 2, str(cell))
                        findings.append(
                            Finding(
                                messages.INVALID_SETTING, place, "settings", (column.name,), fields, column=column.name
                            )
                        )
                    else:
                        values[column.name] = value
                    break
        if values:
            found[settings] = settings(**values)
    return found, findings
