"""Closed periods: records are remembered when staff close a period, and compared ever after. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from rules.core.finding import Finding, Place
from rules.core.message import Voice, format_value
from rules.core.record import Column, columns_of
from rules.core.rule import Closing, Context
from rules.core.table import Books, LeftOut, Table
from sync.reading.keys import key_text

Frozen = Mapping[tuple[str, ...], Mapping[str, str]]


def compare_closed(closing: Closing, books: Books, context: Context, frozen: Frozen, through: date) -> list[Finding]:
    """Return a finding for each record of a closed period that was edited, entered or deleted since the close.

    Args:
        closing: what the department freezes.
        books: the books as they are now.
        context: the run's context, with the settings as they are now.
        frozen: key -> field -> value as text, as it was when the period was closed.
        through: last day up to which ``frozen`` holds records.
    """
    until = closing.through(context)
    table: Table[Any] = books.table(closing.record)
    if until is None or not table.present:
        return []
    limit = min(until, through)
    # What lies after the limit was opened again.
    closed = {key: values for key, values in frozen.items() if _day(closing, values) <= limit}
    days = table.columns[closing.date_column]
    findings: list[Finding] = []
    for row, key in enumerate(table.keys):
        if key in closed:
            findings += _edits(closing, table, row, closed[key], context.voice)
        elif key not in frozen and days[row] is not None and days[row] <= limit:
            findings.append(table.finding(closing.added, row, closing.date_column))
    return [*findings, *_removals(closing, table, closed, limit, context.voice)]


def _day(closing: Closing, values: Mapping[str, str]) -> date:
    return date.fromisoformat(values[closing.date_column])


def _edits(closing: Closing, table: Table[Any], row: int, before: Mapping[str, str], voice: Voice) -> Iterator[Finding]:
    """Return a finding for each field of a record that is no longer what it was when its period was closed."""
    after = record_text(table, row)
    key = table.keys[row]
    for column in columns_of(closing.record):
        # A field that a later version of Sheetkeeper knows holds its default in records that were frozen before.
        was, now = before.get(column.name, _text(column.default)), after.get(column.name, "")
        if was != now:
            fields = {
                "column": column.titles,
                "before": _shown(column, was, voice),
                "after": _shown(column, now, voice),
            }
            place = table.place(row, column.name)
            yield Finding(closing.changed, place, table.record.table.name, key, fields, column=column.name)


def _removals(closing: Closing, table: Table[Any], closed: Frozen, limit: date, voice: Voice) -> Iterator[Finding]:
    """Return a finding for each frozen record that is gone; a row that could not be read is not gone.

    A row whose key cannot be read may be any record of the closed period, unless it bears a later date. Where such
    rows are as many as the records that are gone, they alone may be to blame, and are reported where they stand.
    """
    unread = [(_key_of(table, left), left.values.get(closing.date_column)) for left in table.left_out]
    present = {*table.keys, *(key for key, _ in unread)}
    gone = [key for key in closed if key not in present]
    nameless = sum(1 for key, day in unread if key is None and not (isinstance(day, date) and day > limit))
    if len(gone) <= nameless:
        return
    place = Place(table.parts[0].workbook, table.parts[0].tab)
    columns = {column.name: column for column in columns_of(closing.record)}
    for key in gone:
        before = closed[key]
        described = " · ".join(_shown(columns[name], value, voice) for name, value in before.items() if value)
        fields = {"key": list(key), "before": described}
        yield Finding(closing.removed, place, table.record.table.name, key, fields)


def _shown(column: Column, text: str, voice: Voice) -> str:
    """Return a remembered value as people of this office write it."""
    if not text:
        return format_value(None, "text", voice)
    try:
        if column.choices is not None:
            return column.choices(text).titles.in_language(voice.language)
        if column.kind in {"money", "quantity", "number", "integer"}:
            return format_value(Decimal(text), "number", voice)
        return format_value(date.fromisoformat(text), "date", voice) if column.kind == "date" else text
    except (InvalidOperation, ValueError):
        return text  # remembered by a former version, for which the field was of another kind


def _key_of(table: Table[Any], left: LeftOut) -> tuple[str, ...] | None:
    """Return the key of a row that is not in the table because of errors, None where it cannot be told."""
    values = [left.values.get(name) for name in table.record.table.key]
    return None if None in values or "" in values else tuple(map(key_text, values))


def freeze(
    closing: Closing, books: Books, context: Context, frozen: Frozen | None, through: date | None
) -> Frozen | None:
    """Return what is to be remembered of the closed periods after this run; None where nothing changes.

    Records of a period that was frozen before stay as they were then, so that an edit stays a finding; a period that
    staff opened again is forgotten.
    """
    until = closing.through(context)
    table: Table[Any] = books.table(closing.record)
    if until == through or not table.present:
        return None
    days = table.columns[closing.date_column]
    kept = {
        key: values for key, values in (frozen or {}).items() if until is not None and _day(closing, values) <= until
    }
    if until is not None:
        for row, key in enumerate(table.keys):
            newly_closed = days[row] is not None and days[row] <= until and (through is None or days[row] > through)
            if newly_closed and key not in kept:
                kept[key] = record_text(table, row)
    return kept


def record_text(table: Table[Any], row: int) -> dict[str, str]:
    """Return the fields of a record as text, without those that are empty."""
    texts = {name: _text(table.columns[name][row]) for name in table.record.model_fields}
    return {name: text for name, text in texts.items() if text}


def _text(value: object) -> str:
    return "" if value is None else key_text(value)
