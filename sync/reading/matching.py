"""Matching: which tab of a workbook is which table."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.core.owned import is_owned
from rules.core.record import Record, columns_of
from rules.core.rule import Department
from rules.core.text import fold_header
from sync.backends.base import Tab
from sync.config.office import TableMapping
from sync.reading.cells import is_blank
from sync.reading.header import Header, canonical, find_header
from sync.reading.settings import is_settings_tab

SIMILAR_ENOUGH = 3
"""How many columns a tab of an unknown title must share with a table to be taken for one."""

Mappings = Mapping[str, TableMapping]
"""Table name -> what the configuration says about it."""


@dataclass(frozen=True, slots=True)
class Match:
    """One tab that is a table.

    Attributes:
        tab: the tab.
        header: its header.
        named: whether its title or the configuration says so; else only its columns do.
    """

    tab: Tab
    header: Header
    named: bool

    @property
    def table(self) -> str:
        """Return the name of the table that it holds rows of."""
        return canonical(self.header.layout).table.name


def match_tabs(tabs: Sequence[Tab], departments: Sequence[Department], mappings: Mappings) -> list[Match]:
    """Return which tabs of a workbook are tables, in the order of the tabs.

    A tab whose title says nothing is taken for a table by its columns only where no other tab bears that table's
    name: what looks like a journal beside the journal is the staff's own copy or extract.
    """
    layouts: dict[str, list[type[Record]]] = {}
    for department in departments:
        for layout in department.all_layouts():
            layouts.setdefault(canonical(layout).table.name, []).append(layout)
    candidates = [
        match
        for tab in tabs
        if not is_owned(tab.title)
        and not is_settings_tab(tab.title)
        and (match := _match(tab, layouts, mappings)) is not None
    ]
    named = {match.table for match in candidates if match.named}
    return [match for match in candidates if match.named or match.table not in named]


def _match(tab: Tab, layouts: Mapping[str, Sequence[type[Record]]], mappings: Mappings) -> Match | None:
    """Return how a tab is to be read: as the configuration says, else by its title, else by its columns."""
    mapped = {name for name, mapping in mappings.items() if mapping.tab}
    for name in sorted(mapped & layouts.keys()):
        mapping = mappings[name]
        if _title_matches(tab.title, str(mapping.tab)):
            header = find_header(tab, layouts[name], mapping.columns, mapping.header_row)
            return Match(tab, header, named=True) if header else _without_header(tab, layouts[name][0])
    free = {name: forms for name, forms in layouts.items() if name not in mapped}
    titled = [
        layout
        for forms in free.values()
        for layout in forms
        if any(_title_matches(tab.title, title) for title in _tab_titles(layout, forms))
    ]
    best: Header | None = None
    for name in dict.fromkeys(canonical(layout).table.name for layout in titled):
        forms = [layout for layout in titled if canonical(layout).table.name == name]
        header = find_header(tab, forms, mappings[name].columns if name in mappings else None)
        if header is not None and (best is None or header.rank > best.rank):
            best = header
    if best is not None:
        return Match(tab, best, named=True)
    header = find_header(tab, [layout for forms in free.values() for layout in forms])
    if header is not None and header.usable and header.score >= SIMILAR_ENOUGH:
        return Match(tab, header, named=False)
    exact = [form for form in titled if any(_is_same(tab.title, title) for title in _tab_titles(form, (form,)))]
    return _without_header(tab, exact[0]) if exact else None


def _without_header(tab: Tab, layout: type[Record]) -> Match | None:
    """Return a tab that ought to be a table and has no header, as a table that lacks every column; none if empty."""
    if all(is_blank(cell) for row in tab.rows for cell in row):
        return None
    missing = tuple(column for column in columns_of(layout) if column.header_required)
    return Match(tab, Header(layout, 1, {}, {}, missing=missing), named=True)


def _tab_titles(layout: type[Record], forms: Sequence[type[Record]]) -> set[str]:
    infos = {layout.table, *(form.table for form in forms)}
    return {title for info in infos for title in (*info.titles.all(), *info.aliases, info.name)}


def _is_same(title: str, other: str) -> bool:
    return fold_header(title) == fold_header(other)


def _title_matches(title: str, pattern: str) -> bool:
    """Return whether a tab's title fits a pattern, without regard to case, accents and spaces."""
    parts = [fold_header(part) for part in pattern.split("*")]
    return fnmatch.fnmatchcase(fold_header(title), "*".join(parts))
