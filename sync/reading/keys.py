"""Keys: how the rows of a tab are told apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rules.core.record import Record, columns_of
from rules.core.text import fold
from sync.reading.cells import Invalid, shown

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a tab's data rows.

    Attributes:
        texts: the key of each row; no two are equal.
        doubled: positions of rows whose key stood there before, each with the position of the first row of that key
            and the key that both bear.
    """

    texts: list[Key]
    doubled: Sequence[tuple[int, int, Key]]


def key_text(value: Any) -> str:
    """Return one part of a key as text, the same for every form in which it may be typed."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def keys_of(record: type[Record], raw: Mapping[str, Sequence[Any]], typed: Mapping[str, Sequence[Any]]) -> Keys:
    """Return the key of each data row.

    A part that its column does not hold (a line number that nobody keeps) or whose cell cannot be read is replaced by
    a digest of the cells that staff filled. Of several rows with one key, one bears the key itself and the others a
    digest as well, whatever the order of the rows; equal rows are told apart by their occurrence.

    Args:
        record: the record class or layout.
        raw: field name -> cells of the data rows, for the columns that the tab has.
        typed: field name -> typed values of the same rows.
    """
    count = len(next(iter(typed.values()), ()))
    names = [name for name in record.table.key if name in raw]
    parts = [_part(typed[name]) for name in names]
    keys: list[Key] = list(zip(*parts, strict=True)) if parts else [()] * count
    whole = len(names) == len(record.table.key)
    loose = {index for part in parts for index in _positions_of_blank(part)} if whole else set(range(count))
    if loose:
        for index, digest in _digests(record, raw, typed, sorted(loose)):
            keys[index] = (*filter(None, keys[index]), digest)
    if all(map(_is_of_one_case, parts)) and len(set(keys)) == len(keys):
        return Keys(keys, ())
    return _told_apart(record, raw, typed, keys, loose)


def _part(values: Sequence[Any]) -> Sequence[str]:
    """Return one part of the key of every row; empty where there is none or it cannot be read."""
    if set(map(type, values)) <= {str}:
        return values
    texts = {value: key_text(value) for value in set(values) if value is not None and type(value) is not Invalid}
    return [texts.get(value, "") for value in values]


def _positions_of_blank(part: Sequence[str]) -> list[int]:
    return [index for index, text in enumerate(part) if not text] if "" in part else []


def _is_of_one_case(part: Sequence[str]) -> bool:
    distinct = set(part)
    return len(set(map(str.casefold, distinct))) == len(distinct)


def _digests(
    record: type[Record], raw: Mapping[str, Sequence[Any]], typed: Mapping[str, Sequence[Any]], rows: Sequence[int]
) -> Iterable[tuple[int, str]]:
    """Yield for each position a digest of the row's cells, the same in whatever order the columns stand."""
    columns = []
    for column in columns_of(record):
        if column.name in raw:
            values = [typed[column.name][index] for index in rows]
            texts = {value: key_text(value) for value in set(values) if type(value) is not Invalid}
            cells = raw[column.name]
            columns.append(
                [
                    texts[value] if type(value) is not Invalid else f"?{shown(_filled(cells[index]))}"
                    for index, value in zip(rows, values, strict=True)
                ]
            )
    for index, cells in zip(rows, zip(*columns, strict=True), strict=True):
        yield index, "#" + hashlib.blake2b("\x1f".join(cells).encode(), digest_size=6).hexdigest()


def _filled(cell: Any) -> Any:
    # What is blank is an empty text in one kind of workbook and nothing in another: the digest is to be the same.
    return "" if cell is None else cell


def _told_apart(
    record: type[Record],
    raw: Mapping[str, Sequence[Any]],
    typed: Mapping[str, Sequence[Any]],
    keys: list[Key],
    loose: set[int],
) -> Keys:
    """Return keys that differ, and which rows bear a key that stood there before."""
    folded: dict[Key, list[int]] = {}
    for index, key in enumerate(keys):
        folded.setdefault(tuple(map(fold, key)), []).append(index)
    texts = list(keys)
    doubled: list[tuple[int, int, Key]] = []
    for rows in folded.values():
        if len(rows) == 1:
            continue
        digests = dict(_digests(record, raw, typed, rows))
        plain = min(digests.values())
        seen: dict[str, int] = {}
        for index in rows:
            digest = digests[index]
            seen[digest] = seen.get(digest, 0) + 1
            own = () if digest == plain else (digest,)
            mark = (f"({seen[digest]})",) if seen[digest] > 1 else ()
            texts[index] = (*keys[index], *own, *mark)
        first = rows[0]
        doubled += ((index, first, keys[first]) for index in rows[1:] if index not in loose)
    return Keys(texts, sorted(doubled))
