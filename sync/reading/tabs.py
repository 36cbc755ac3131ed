"""One tab: its rows sorted into data, totals and notes, and its cells read into typed columns and problems."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import compress
from typing import Any

from rules.core.finding import Finding, Place, column_letters
from rules.core.owned import OWNED_MARK
from rules.core.period import Month
from rules.core.record import Column, Record, columns_of
from rules.core.table import LeftOut
from rules.core.text import fold, fold_header
from sync import messages
from sync.backends.base import CellError, Snapshot, Tab
from sync.reading.cells import MERGED, NO_VALUE, Invalid, Reader
from sync.reading.header import Header

TOTALS = re.compile(
    r"(?:tong|cong|total|subtotal|grandtotal|sum)(?:cong|so|phatsinh|thang|quy|nam|ky|trang|mang|\d)*.{0,24}"
)
AMOUNTS = ("money", "quantity", "number", "percent", "integer")


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
    keys: Sequence[tuple[str, ...]]
    good: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    good_keys: Sequence[tuple[str, ...]]
    left_out: Sequence[LeftOut] = ()
    findings: Sequence[Finding] = field(default_factory=list)

    def place(self, row: int | None, name: str = "") -> Place:
        """Return the place of a field in a row of this tab."""
        return place_of(self.workbook, self.tab, self.header, row, name)


def place_of(workbook: str, tab: Tab, header: Header, row: int | None, name: str = "") -> Place:
    """Return the place of a field in a row of a tab."""
    return Place(workbook, tab.title, row, header.columns.get(name), header.texts.get(name, ""))


def key_text(value: Any) -> str:
    """Return one part of a key as text, the same for every form in which it may be typed."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def read_tab(snapshot: Snapshot, tab: Tab, header: Header, month: Month | None) -> TabReading:
    """Return a tab's typed columns, the keys of its rows and the problems in them."""
    record = header.layout
    first = header.row
    body = tab.rows[first:]
    columns = [column for column in columns_of(record) if column.name in header.columns]
    raw = {column.name: _cells(body, header.columns[column.name]) for column in columns}
    _put_special_cells(tab, first, columns, header, raw)
    numbers, skipped = _data_rows(record, columns, raw, first, len(body))
    if len(numbers) < len(body):
        chosen = [number - first - 1 for number in numbers]
        raw = {name: [cells[index] for index in chosen] for name, cells in raw.items()}

    typed: dict[str, list[Any]] = {}
    problems: dict[int, list[tuple[Column, Invalid]]] = {}
    for column in columns:
        reader = Reader(column, snapshot.locale, date1904=snapshot.date1904)
        values = typed[column.name] = reader.read(raw[column.name])
        if reader.found_invalid:
            for index, value in enumerate(values):
                if type(value) is Invalid:
                    problems.setdefault(index, []).append((column, value))
    for column in columns_of(record):
        if column.name not in typed:
            typed[column.name] = [column.default] * len(numbers)

    keys, doubled = _keys(record, header, raw, typed, problems, len(numbers))
    findings = _problem_findings(snapshot.workbook, tab, header, numbers, keys, problems)
    findings += _doubled_findings(snapshot.workbook, tab, header, numbers, keys, doubled)
    findings += _owned_reference_findings(snapshot.workbook, tab, header, numbers, keys)
    if skipped:
        fields = {"tab": tab.title, "count": len(skipped), "rows": [str(row) for row in skipped[:5]]}
        findings.append(
            Finding(messages.TOTALS_ROW, Place(snapshot.workbook, tab.title), record.table.name, (tab.title,), fields)
        )
    good, good_columns, good_keys = numbers, typed, keys
    left_out: list[LeftOut] = []
    if problems:
        fine = [index not in problems for index in range(len(numbers))]
        good = list(compress(numbers, fine))
        good_keys = list(compress(keys, fine))
        good_columns = {name: list(compress(values, fine)) for name, values in typed.items()}
        left_out = [
            _left_out(snapshot.workbook, tab, header, numbers[index], index, typed) for index in sorted(problems)
        ]
    return TabReading(
        snapshot.workbook, tab, header, month, numbers, keys, good, good_columns, good_keys, left_out, findings
    )


def _cells(body: Sequence[Sequence[Any]], column: int) -> list[Any]:
    """Return the cells of one column below the header; short rows end in blanks."""
    index = column - 1
    try:
        return [row[index] for row in body]
    except IndexError:
        return [row[index] if index < len(row) else None for row in body]


def _put_special_cells(
    tab: Tab, first: int, columns: Sequence[Column], header: Header, raw: dict[str, list[Any]]
) -> None:
    """Put error cells, formulas without a value, padded codes and merged cells where they stand."""
    names = {header.columns[column.name]: column for column in columns}
    for (row, number), text in tab.errors.items():
        if number in names and row > first and row - first <= len(raw[names[number].name]):
            raw[names[number].name][row - first - 1] = CellError(text)
    for row, number in tab.without_value:
        if number in names and row > first and row - first <= len(raw[names[number].name]):
            raw[names[number].name][row - first - 1] = NO_VALUE
    for (row, number), text in tab.padded.items():
        if number in names and row > first and names[number].kind in ("code", "text"):
            raw[names[number].name][row - first - 1] = text
    for top, left, bottom, _ in tab.merged:
        if left in names and top > first and bottom > top:
            column = names[left]
            cells = raw[column.name]
            value = (
                MERGED
                if column.kind in AMOUNTS and cells[top - first - 1] not in (None, "")
                else cells[top - first - 1]
            )
            for row in range(top + 1, min(bottom, first + len(cells)) + 1):
                cells[row - first - 1] = value


def _blank(value: Any) -> bool:
    return value is None or value is MERGED or (isinstance(value, str) and not value.strip())


def _data_rows(
    record: type[Record], columns: Sequence[Column], raw: Mapping[str, list[Any]], first: int, count: int
) -> tuple[list[int], list[int]]:
    """Return the row numbers of the data rows, and those of the totals and notes that are skipped.

    Only rows without all parts of their key are looked at closely, which are few.
    """
    keys = [column.name for column in columns if column.name in record.table.key and column.required]
    suspects = {
        index
        for name in keys
        for index, value in enumerate(raw[name])
        if value is None or value == "" or (isinstance(value, str) and TOTALS.fullmatch(fold_header(value)))
    }
    if not suspects:
        return list(range(first + 1, first + count + 1)), []
    amounts = [column.name for column in columns if column.kind in (*AMOUNTS, "date", "month")]
    texts = [column.name for column in columns if column.name not in amounts]
    last_keyed = max((index for index in range(count) if index not in suspects), default=-1)
    dropped: set[int] = set()
    skipped: list[int] = []
    for index in sorted(suspects):
        if all(_blank(cells[index]) for cells in raw.values()):
            dropped.add(index)
            continue
        words = [str(raw[name][index]) for name in (*texts, *keys) if isinstance(raw[name][index], str)]
        is_total = any(TOTALS.fullmatch(fold_header(word)) for word in words) and any(
            _blank(raw[name][index]) or TOTALS.fullmatch(fold_header(str(raw[name][index]))) for name in keys
        )
        is_note = index > last_keyed and all(
            _blank(raw[name][index]) or isinstance(raw[name][index], str) for name in amounts
        )
        if is_total or (is_note and all(_blank(raw[name][index]) for name in keys)):
            dropped.add(index)
            skipped.append(first + index + 1)
    return [first + index + 1 for index in range(count) if index not in dropped], skipped


def _keys(
    record: type[Record],
    header: Header,
    raw: Mapping[str, list[Any]],
    typed: Mapping[str, list[Any]],
    problems: dict[int, list[tuple[Column, Invalid]]],
    count: int,
) -> tuple[list[tuple[str, ...]], list[tuple[int, int]]]:
    """Return the key of each data row, and the pairs of positions of doubled rows with their first one.

    A part that its column does not hold (a line number that nobody keeps) is replaced by a digest of the staff's
    cells. Rows of one key are told apart by their occurrence.
    """
    parts = []
    whole = True
    one_case = True
    for name in record.table.key:
        if name not in header.columns:
            whole = False
            continue
        distinct = {value: key_text(value) for value in set(typed[name]) if type(value) is not Invalid}
        one_case = one_case and len({text.casefold() for text in distinct.values()}) == len(distinct)
        parts.append([distinct.get(value, "") if type(value) is not Invalid else "" for value in typed[name]])
    keys: list[tuple[str, ...]] = list(zip(*parts, strict=True)) if parts else [()] * count
    required = {column.name for column in columns_of(record) if column.required}
    optional = [name for name in record.table.key if name in header.columns and name not in required]
    loose = set(range(count)) if not whole else set()
    for name in optional:
        loose.update(index for index, value in enumerate(typed[name]) if value is None or value == "")
    for name in record.table.key:
        if name in header.columns and name in required:
            loose.update(index for index, found in problems.items() if any(column.name == name for column, _ in found))
    if loose:
        ordered = [raw[name] for name in header.columns if name in raw]
        for index in loose:
            digest = hashlib.sha256(repr([cells[index] for cells in ordered]).encode()).hexdigest()[:10]
            keys[index] = (*(part for part in keys[index] if part and part != "None"), f"#{digest}")
    if one_case and len(set(keys)) == len(keys):
        return keys, []
    return _told_apart(keys, loose)


def _told_apart(keys: list[tuple[str, ...]], loose: set[int]) -> tuple[list[tuple[str, ...]], list[tuple[int, int]]]:
    """Return keys that differ, and the positions of rows whose key stood there before with the first position."""
    seen: dict[tuple[str, ...], list[int]] = {}
    doubled = []
    for index, key in enumerate(keys):
        folded = tuple(map(fold, key))
        if folded in seen:
            first = seen[folded]
            first.append(index)
            keys[index] = (*key, f"({len(first)})")
            if index not in loose:
                doubled.append((index, first[0]))
        else:
            seen[folded] = [index]
    return keys, doubled


def _problem_findings(
    workbook: str,
    tab: Tab,
    header: Header,
    numbers: Sequence[int],
    keys: Sequence[tuple[str, ...]],
    problems: Mapping[int, list[tuple[Column, Invalid]]],
) -> list[Finding]:
    record = header.layout
    findings = []
    for index in sorted(problems):
        for column, invalid in problems[index]:
            message = invalid.message
            if message is messages.BLANK and column.name in record.table.key:
                message = messages.NO_KEY
            findings.append(
                Finding(
                    message=message,
                    place=place_of(workbook, tab, header, numbers[index], column.name),
                    table=record.table.name,
                    key=keys[index],
                    fields={"header": header.texts.get(column.name, column.name), **invalid.fields},
                    column=column.name,
                )
            )
    return findings


def _doubled_findings(
    workbook: str,
    tab: Tab,
    header: Header,
    numbers: Sequence[int],
    keys: Sequence[tuple[str, ...]],
    doubled: Sequence[tuple[int, int]],
) -> list[Finding]:
    record = header.layout
    names = [name for name in record.table.key if name in header.columns]
    return [
        Finding(
            message=messages.DUPLICATE_KEY,
            place=place_of(workbook, tab, header, numbers[index], names[0]),
            table=record.table.name,
            key=keys[first],
            fields={
                "names": " + ".join(header.texts[name] for name in names),
                "key": " · ".join(keys[first]),
                "first": numbers[first],
            },
            also=(place_of(workbook, tab, header, numbers[first], names[0]),),
            column=names[0],
        )
        for index, first in doubled
    ]


def _owned_reference_findings(
    workbook: str, tab: Tab, header: Header, numbers: Sequence[int], keys: Sequence[tuple[str, ...]]
) -> list[Finding]:
    """Return a finding for each input column whose formulas refer to cells that Sheetkeeper writes."""
    if not tab.formulas:
        return []
    letters = "|".join(column_letters(column) for column in header.owned.values())
    own = re.compile(rf"(?<![!A-Za-z$])\$?(?:{letters})(?:\$?\d+\b|:\$?(?:{letters})\b)") if letters else None
    inputs = {column: name for name, column in header.columns.items()}
    positions = {row: index for index, row in enumerate(numbers)}
    found: dict[str, Finding] = {}
    for (row, column), formula in tab.formulas.items():
        name = inputs.get(column)
        if name is None or name in found or row not in positions:
            continue
        if OWNED_MARK.strip() in formula or (own is not None and own.search(formula)):
            found[name] = Finding(
                message=messages.REFERS_TO_OWNED,
                place=place_of(workbook, tab, header, row, name),
                table=header.layout.table.name,
                key=keys[positions[row]],
                fields={"header": header.texts[name]},
                column=name,
            )
    return list(found.values())


def _left_out(workbook: str, tab: Tab, header: Header, row: int, index: int, typed: Mapping[str, list[Any]]) -> LeftOut:
    values = {name: cells[index] for name, cells in typed.items() if not isinstance(cells[index], Invalid)}
    return LeftOut(place_of(workbook, tab, header, row), values)
