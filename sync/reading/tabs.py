"""One tab: its rows sorted into data, totals and notes, and its cells read into typed columns and problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import itemgetter
from typing import Any

from rules.core.finding import Finding, Place
from rules.core.message import Message
from rules.core.period import Month
from rules.core.record import Column, columns_of
from rules.core.table import LeftOut
from sync import messages
from sync.backends.base import Snapshot, Tab
from sync.reading.cells import Invalid, Reader
from sync.reading.header import Header
from sync.reading.keys import Key, Keys, keys_of
from sync.reading.references import OwnedColumns, first_references
from sync.reading.rows import sort_rows
from sync.reading.special import put_special_cells

Problems = Mapping[int, Sequence[tuple[Column, Invalid]]]
"""Position of a data row -> what is wrong in its cells."""

ROWS_AT_ONCE = 1_024
ROWS_NAMED = 5
"""How many of the skipped rows the notice names."""


@dataclass(frozen=True, slots=True)
class TabReading:
    """One tab that was read as a table.

    Attributes:
        workbook: name of the workbook in the configuration.
        tab: the tab.
        header: its header.
        month: the month that its title, heading or file name states.
        rows: row numbers of all data rows, those with problems included.
        keys: the key of each data row as text.
        good: row numbers of the rows without problems.
        columns: field name -> typed values of the good rows.
        good_keys: the keys of the good rows.
        left_out: the rows with problems, and what could be read of them.
        findings: the problems.
    """

    workbook: str
    tab: Tab
    header: Header
    month: Month | None
    rows: Sequence[int]
    keys: Sequence[Key]
    good: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    good_keys: Sequence[Key]
    left_out: Sequence[LeftOut] = ()
    findings: Sequence[Finding] = field(default_factory=list)

    def place(self, row: int | None, name: str = "") -> Place:
        """Return the place of a field in a row of this tab."""
        return place_of(self.workbook, self.tab, self.header, row, name)


def place_of(workbook: str, tab: Tab, header: Header, row: int | None, name: str = "") -> Place:
    """Return the place of a field in a row of a tab."""
    return Place(workbook, tab.title, row, header.columns.get(name), header.texts.get(name, ""))


def read_tab(
    snapshot: Snapshot, tab: Tab, header: Header, month: Month | None, owned: OwnedColumns | None = None
) -> TabReading:
    """Return a tab's typed columns, the keys of its rows and the problems in them.

    Args:
        snapshot: the workbook.
        tab: the tab.
        header: its header.
        month: the month that the tab belongs to.
        owned: the owned columns of all tabs of the workbook; by default those of this tab.
    """
    record = header.layout
    columns = [column for column in columns_of(record) if column.name in header.columns]
    raw = _cells(tab.rows[header.row :], {column.name: header.columns[column.name] for column in columns})
    put_special_cells(tab, header.row, {header.columns[column.name]: column for column in columns}, raw)
    rows = sort_rows(tab, header, columns, raw)
    numbers = rows.data
    if rows.kept:
        raw = {name: list(compress(cells, rows.kept)) for name, cells in raw.items()}

    typed: dict[str, list[Any]] = {}
    problems: dict[int, list[tuple[Column, Invalid]]] = {}
    for column in columns:
        reader = Reader(column, snapshot.locale, date1904=snapshot.date1904, currency=snapshot.currency)
        values = typed[column.name] = reader.read(raw[column.name])
        if reader.found_invalid:
            for index, value in enumerate(values):
                if type(value) is Invalid:
                    problems.setdefault(index, []).append((column, value))
    for column in columns_of(record):
        if column.name not in typed:
            typed[column.name] = [column.default] * len(numbers)

    keys = keys_of(record, raw, typed)
    told = _Teller(snapshot.workbook, tab, header, numbers, keys)
    findings = [*told.problems(problems), *told.doubled(), *told.references(owned), *told.skipped(rows.skipped)]
    good, good_columns, good_keys = numbers, typed, keys.texts
    left_out: list[LeftOut] = []
    if problems:
        fine = [index not in problems for index in range(len(numbers))]
        good = list(compress(numbers, fine))
        good_keys = list(compress(keys.texts, fine))
        good_columns = {name: list(compress(values, fine)) for name, values in typed.items()}
        left_out = [told.left_out(index, typed) for index in sorted(problems)]
    return TabReading(
        snapshot.workbook, tab, header, month, numbers, keys.texts, good, good_columns, good_keys, left_out, findings
    )


def _cells(body: Sequence[Sequence[Any]], columns: Mapping[str, int]) -> dict[str, list[Any]]:
    """Return the cells of each column below the header; short rows end in blanks."""
    widest = max(columns.values())
    if min(map(len, body), default=widest) < widest:
        body = [row if len(row) >= widest else [*row, *[None] * (widest - len(row))] for row in body]
    cells: dict[str, list[Any]] = {name: [] for name in columns}
    # Some rows at a time, so that they stay in the processor's cache while each column takes its cells.
    for start in range(0, len(body), ROWS_AT_ONCE):
        block = body[start : start + ROWS_AT_ONCE]
        for name, number in columns.items():
            cells[name].extend(map(itemgetter(number - 1), block))
    return cells


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says what is wrong in a tab, each thing with its place and the key of its row."""

    workbook: str
    tab: Tab
    header: Header
    numbers: Sequence[int]
    keys: Keys

    def _finding(self, message: Message, index: int, name: str, **details: Any) -> Finding:
        place = place_of(self.workbook, self.tab, self.header, self.numbers[index], name)
        key = details.pop("key", self.keys.texts[index])
        return Finding(message, place, self.header.layout.table.name, key, column=name, **details)

    def problems(self, problems: Problems) -> Iterator[Finding]:
        """Yield a finding for each cell that cannot be read."""
        key = self.header.layout.table.key
        for index in sorted(problems):
            for column, invalid in problems[index]:
                is_key = invalid.message is messages.BLANK and column.name in key
                message = messages.NO_KEY if is_key else invalid.message
                fields = {"header": self.header.texts[column.name], **invalid.fields}
                yield self._finding(message, index, column.name, fields=fields)

    def doubled(self) -> Iterator[Finding]:
        """Yield a finding for each row whose key stands in an earlier row already."""
        names = [name for name in self.header.layout.table.key if name in self.header.columns]
        for index, first, key in self.keys.doubled:
            fields = {
                "names": " + ".join(self.header.texts[name] for name in names),
                "key": " · ".join(key),
                "first": self.numbers[first],
            }
            also = (place_of(self.workbook, self.tab, self.header, self.numbers[first], names[0]),)
            yield self._finding(messages.DUPLICATE_KEY, index, names[0], key=key, fields=fields, also=also)

    def references(self, owned: OwnedColumns | None) -> Iterator[Finding]:
        """Yield a finding for each input column whose formulas refer to cells that Sheetkeeper writes."""
        if not self.tab.formulas:
            return
        if owned is None:
            owned = {self.tab.title.casefold(): frozenset(self.header.owned.values())}
        positions = {row: index for index, row in enumerate(self.numbers)}
        for row, name in first_references(self.tab.formulas, self.tab.title, self.header, owned, positions):
            fields = {"header": self.header.texts[name]}
            yield self._finding(messages.REFERS_TO_OWNED, positions[row], name, fields=fields)

    def skipped(self, rows: Sequence[int]) -> Iterator[Finding]:
        """Yield one finding for all totals and notes of the tab."""
        if rows:
            title = self.tab.title
            fields = {"tab": title, "count": len(rows), "rows": [str(row) for row in rows[:ROWS_NAMED]]}
            place = Place(self.workbook, title)
            yield Finding(messages.TOTALS_ROW, place, self.header.layout.table.name, (title,), fields)

    def left_out(self, index: int, typed: Mapping[str, Sequence[Any]]) -> LeftOut:
        """Return a row with problems, and those of its values that could be read."""
        values = {name: cells[index] for name, cells in typed.items() if not isinstance(cells[index], Invalid)}
        return LeftOut(place_of(self.workbook, self.tab, self.header, self.numbers[index]), values)
