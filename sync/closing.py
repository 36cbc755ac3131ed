"""Closed periods: records are remembered when staff close a period, and compared ever after. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.core.finding import Finding, Place
from rules.core.record import columns_of
from rules.core.rule import Closing, Context
from rules.core.table import Books, Table
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
    days = table.columns[closing.date_column]
    titles = {column.name: column.titles for column in columns_of(closing.record)}
    findings = []
    present = set()
    for row, key in enumerate(table.keys):
        before = frozen.get(key)
        if before is None:
            if days[row] <= limit:
                findings.append(table.finding(closing.added, row, closing.date_column))
            continue
        present.add(key)
        after = record_text(table, row)
        for name, value in before.items():
            if after.get(name, "") != value:
                fields = {"column": titles[name], "before": value, "after": after.get(name, "")}
                findings.append(
                    Finding(closing.changed, table.place(row, name), table.record.table.name, key, fields, column=name)
                )
    unread = {left.place.row for left in table.left_out}
    for key, before in frozen.items():
        if key not in present and not unread and date.fromisoformat(before[closing.date_column]) <= limit:
            described = " · ".join(value for value in before.values() if value)
            place = Place(table.parts[0].workbook, table.parts[0].tab)
            fields = {"key": list(key), "before": described}
            findings.append(Finding(closing.removed, place, table.record.table.name, key, fields))
    return findings


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
        key: values
        for key, values in (frozen or {}).items()
        if until is not None and date.fromisoformat(values[closing.date_column]) <= until
    }
    if until is not None:
        for row, key in enumerate(table.keys):
            if days[row] <= until and (through is None or days[row] > through) and key not in kept:
                kept[key] = record_text(table, row)
    return kept


def record_text(table: Table[Any], row: int) -> dict[str, str]:
    """Return the fields of a record as text, without those that are empty."""
    values = ((name, table.columns[name][row]) for name in table.record.model_fields)
    return {name: key_text(value) for name, value in values if value is not None and value != ""}
