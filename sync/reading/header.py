"""Headers: which row holds the titles, and which column is which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rules.core.owned import is_owned
from rules.core.record import Column, Layout, Record, columns_of
from rules.core.text import fold_header
from sync.backends.base import Tab

ROWS_SEARCHED = 40
"""How far down a header is looked for; titles, logos and addresses stand above it."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one tab, as one layout reads it.

    Attributes:
        layout: the record class or layout whose columns were recognised.
        row: row number of the header's last row.
        columns: field name -> column number.
        texts: field name -> the header's own text.
        owned: title of an owned column, mark included -> column number.
        last_column: last column that staff use in this tab.
        missing: required columns that were not found.
        doubled: header text and column numbers of a title that stands there more than once.
        score: how many columns were recognised.
    """

    layout: type[Record]
    row: int
    columns: Mapping[str, int]
    texts: Mapping[str, str]
    owned: Mapping[str, int] = field(default_factory=dict)
    last_column: int = 0
    missing: tuple[Column, ...] = ()
    doubled: tuple[str, tuple[int, ...]] | None = None
    score: int = 0

    @property
    def usable(self) -> bool:
        """Return whether the tab can be read."""
        return not self.missing and self.doubled is None


def canonical(layout: type[Record]) -> type[Record]:
    """Return the record class that a layout unfolds into; a record class is its own."""
    return layout.layout_of if issubclass(layout, Layout) else layout


@cache
def _titles(layout: type[Record]) -> Mapping[str, tuple[str, int]]:
    """Return folded title -> field name and rank: 0 for a title, 1 for an alias."""
    found: dict[str, tuple[str, int]] = {}
    for rank in (0, 1):
        for column in columns_of(layout):
            for title in column.titles.all() if rank == 0 else (*column.aliases, column.name):
                found.setdefault(fold_header(title), (column.name, rank))
    return found


def find_header(
    tab: Tab, layouts: Iterable[type[Record]], explicit: Mapping[str, str] | None = None, row: int | None = None
) -> Header | None:
    """Return the best reading of a tab's header among some layouts, or None where nothing looks like one.

    Args:
        tab: the tab.
        layouts: the forms in which the tab may be kept.
        explicit: field name -> header text, where the configuration names staff's own titles.
        row: the header's row, where the configuration states it.
    """
    best: Header | None = None
    candidates = range(1, min(ROWS_SEARCHED, len(tab.rows)) + 1) if row is None else (row,)
    for number in candidates:
        if number > len(tab.rows) or not any(isinstance(cell, str) and cell.strip() for cell in tab.rows[number - 1]):
            continue
        names = _names(tab, number)
        for layout in layouts:
            header = _match(layout, number, names, explicit or {})
            if header.score >= 2 and (best is None or _rank(header) > _rank(best)):
                best = header
    return best


def _rank(header: Header) -> tuple[int, int, int]:
    return (header.usable, header.score - 2 * len(header.missing), -header.row)


def _names(tab: Tab, number: int) -> Sequence[tuple[int, tuple[str, ...]]]:
    """Return for each column the texts that may be its title: its own, and with those of a row above it."""
    lower = [_text(cell) for cell in tab.rows[number - 1]]
    upper = _filled_upper(tab, number) if number > 1 else []
    names = []
    for index, below in enumerate(lower):
        above = upper[index] if index < len(upper) else ""
        texts = (below, f"{above} {below}") if below and above else (below or above,)
        if texts[0]:
            names.append((index + 1, texts))
    return names


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return format(cell, "g")
    return ""


def _filled_upper(tab: Tab, number: int) -> list[str]:
    """Return the texts of the row above a header row, each spread over its merged range."""
    texts = [_text(cell) for cell in tab.rows[number - 2]]
    kept = [""] * len(texts)
    for first_row, first, last_row, last in tab.merged:
        above = number - 1
        if first_row <= above <= last_row and first <= len(texts) and (first_row == above or last_row >= number):
            source = _text(tab.rows[first_row - 1][first - 1]) if first <= len(tab.rows[first_row - 1]) else ""
            for column in range(first, min(last, len(texts)) + 1):
                kept[column - 1] = source
    return kept


def _match(
    layout: type[Record], number: int, names: Sequence[tuple[int, tuple[str, ...]]], explicit: Mapping[str, str]
) -> Header:
    titles = _titles(layout)
    wanted = {fold_header(text): name for name, text in explicit.items()}
    found: dict[str, list[tuple[int, int, str]]] = {}
    owned: dict[str, int] = {}
    last_column = 0
    for column, texts in names:
        if is_owned(texts[0]):
            owned.setdefault(texts[0].strip(), column)
            continue
        last_column = max(last_column, column)
        match = _field_of(texts, titles, wanted)
        if match is not None:
            name, rank = match
            found.setdefault(name, []).append((rank, column, " ".join(texts[-1].split())))
    doubled: tuple[str, tuple[int, ...]] | None = None
    columns: dict[str, int] = {}
    headers: dict[str, str] = {}
    for name, matches in found.items():
        matches.sort()
        rank, column, text = matches[0]
        same = tuple(other for other_rank, other, _ in matches if other_rank == rank)
        if len(same) > 1 and doubled is None:
            doubled = (text, same)
        columns[name], headers[name] = column, text
    return Header(
        layout=layout,
        row=number,
        columns=columns,
        texts=headers,
        owned=owned,
        last_column=last_column,
        missing=tuple(column for column in columns_of(layout) if column.header_required and column.name not in columns),
        doubled=doubled,
        score=len(columns),
    )


def _field_of(
    texts: tuple[str, ...], titles: Mapping[str, tuple[str, int]], wanted: Mapping[str, str]
) -> tuple[str, int] | None:
    """Return the field that a column's texts name, and how directly: the configuration first, then titles, aliases."""
    folded = [fold_header(text) for text in reversed(texts)]
    for text in folded:
        if text in wanted:
            return wanted[text], -1
    matches = [titles[text] for text in folded if text in titles and titles[text][0] not in wanted.values()]
    return min(matches, key=lambda match: match[1], default=None)
