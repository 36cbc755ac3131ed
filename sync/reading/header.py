"""Headers: which row holds the titles, and which column is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from rules.core.owned import is_owned
from rules.core.record import Column, Layout, Record, columns_of
from rules.core.text import clean, fold_header
from sync.backends.base import Tab
from sync.reading.cells import AMOUNTS

_REMARK = re.compile(r"\s*(?:[(\[].*[)\]]\W*|\n.*)$", re.DOTALL)
"""A remark behind a title: in brackets, or on a line of its own."""

_REQUIRED = r"|\*|bắt buộc|không bắt buộc|nếu có|required|optional|if any"
_UNIT = re.compile(
    r"vnd|vnđ|đồng|đ|₫|usd|\$|eur|€|%|giờ|h|ngày|công|người|cái|chiếc|kg|đvt|hours?|days?|people|pcs|units?" + _REQUIRED
)
_FORMAT = re.compile(r"(?:(?:dd?|mm?|yy(?:yy)?|ngày|tháng|năm|hh?|giờ|phút|mi)[-/.: ]*)+|24h" + _REQUIRED)

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

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return how well the tab fits the layout, to choose among several readings of it."""
        return (self.usable, self.score - 2 * len(self.missing), -self.row)


def canonical(layout: type[Record]) -> type[Record]:
    """Return the record class that a layout unfolds into; a record class is its own."""
    return layout.layout_of if issubclass(layout, Layout) else layout


@dataclass(frozen=True, slots=True)
class _Titles:
    """What a layout's columns may be called.

    Attributes:
        exact: folded title -> field name and rank, 0 for a title, 1 for an alias.
        kinds: field name -> kind of its column.
    """

    exact: Mapping[str, tuple[str, int]]
    kinds: Mapping[str, str]


@cache
def _titles(layout: type[Record]) -> _Titles:
    found: dict[str, tuple[str, int]] = {}
    for rank in (0, 1):
        for column in columns_of(layout):
            for title in column.titles.all() if rank == 0 else (*column.aliases, column.name):
                found.setdefault(fold_header(title), (column.name, rank))
    short: dict[str, set[str]] = {}
    for column in columns_of(layout):
        for title in column.titles.all():
            if (cut := fold_header(_REMARK.sub("", title))) != fold_header(title):
                short.setdefault(cut, set()).add(column.name)
    for title, names in short.items():
        # "Lead time (days)" may stand there as "Lead time"; not so where two titles differ in their remark only.
        if len(names) == 1:
            found.setdefault(title, (min(names), 1))
    return _Titles(found, {column.name: column.kind for column in columns_of(layout)})


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
            if header.score >= 2 and (best is None or header.rank > best.rank):
                best = header
    return best


def _names(tab: Tab, number: int) -> Sequence[tuple[int, tuple[str, ...]]]:
    """Return for each column the texts that may be its title: its own, and with that of a merged cell above it."""
    row = tab.rows[number - 1]
    lower = [_text(cell) for cell in row]
    for index, text in _calendar(row).items():
        lower[index] = text
    upper = _filled_upper(tab, number) if number > 1 else []
    names = []
    for index, below in enumerate(lower):
        above = upper[index] if index < len(upper) else ""
        texts = (below, f"{below} {above}", f"{above} {below}") if below and above else (below or above,)
        if texts[0]:
            names.append((index + 1, texts))
    return names


def _calendar(row: Sequence[Any]) -> Mapping[int, str]:
    """Return the titles that dates in a header stand for: days of one month, or months of one year, else none."""
    days = {index: cell for index, cell in enumerate(row) if isinstance(cell, date)}
    if len(days) < 2:
        return {}
    if len({(day.year, day.month) for day in days.values()}) == 1:
        return {index: str(day.day) for index, day in days.items()}
    if len({day.year for day in days.values()}) == 1 and {day.day for day in days.values()} == {1}:
        return {index: str(day.month) for index, day in days.items()}
    return {}


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return format(cell, "g")
    return ""


def _filled_upper(tab: Tab, number: int) -> list[str]:
    """Return the texts of the row above a header row: those of merged ones spread over their range.

    A text above that is not merged counts only where nothing stands below it.
    """
    lower = tab.rows[number - 1]
    texts = [_text(cell) for cell in tab.rows[number - 2]]
    kept = [text if index >= len(lower) or lower[index] in (None, "") else "" for index, text in enumerate(texts)]
    for first_row, first, last_row, last in tab.merged:
        if first_row < number <= last_row + 1 and first <= len(texts):
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
            name, rank, text = match
            found.setdefault(name, []).append((rank, column, clean(text if text == texts[0] else texts[-1])))
    doubled: tuple[str, tuple[int, ...]] | None = None
    columns: dict[str, int] = {}
    headers: dict[str, str] = {}
    for name, matches in found.items():
        matches.sort()
        rank, column, text = matches[0]
        same = tuple(other for other_rank, other, _ in matches if other_rank == rank)
        if len(same) > 1 and doubled is None:
            doubled = (" / ".join(dict.fromkeys(other for _, number, other in matches if number in same)), same)
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


def _field_of(texts: tuple[str, ...], titles: _Titles, wanted: Mapping[str, str]) -> tuple[str, int, str] | None:
    """Return the field that a column's texts name, how directly, and which of the texts names it.

    The configuration comes first, then titles, aliases, and last what a title says before a remark.
    """
    for text in reversed(texts):
        if (folded := fold_header(text)) in wanted:
            return wanted[folded], -1, text
    taken = set(wanted.values())
    matches = [
        (*titles.exact[folded], text) for text in reversed(texts) if (folded := fold_header(text)) in titles.exact
    ]
    matches = [match for match in matches if match[0] not in taken]
    if matches:
        return min(matches, key=lambda match: match[1])
    for text in texts:
        remark = _REMARK.search(text)
        match = titles.exact.get(fold_header(_REMARK.sub("", text))) if remark else None
        if remark and match and match[0] not in taken and _is_harmless(remark[0], titles.kinds[match[0]]):
            return match[0], 2, text
    return None


def _is_harmless(remark: str, kind: str) -> bool:
    """Return whether a remark behind a title leaves the column what it is: "(VND)" does, "(nghìn đồng)" does not."""
    words = clean(remark).strip("()[]:*- ").casefold()
    if kind in AMOUNTS:
        return _UNIT.fullmatch(words) is not None
    return kind not in ("date", "month", "time") or _FORMAT.fullmatch(words) is not None
