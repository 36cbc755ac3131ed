"""Spreadsheets on the emulator as staff would have made them, and the backend over them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from sync.backends.google.backend import GoogleBackend
from sync.backends.google.values import sent
from tests.support.google import client_for

FORMATS = {
    datetime: {"type": "DATE_TIME", "pattern": "dd/mm/yyyy hh:mm"},
    date: {"type": "DATE", "pattern": "dd/mm/yyyy"},
    time: {"type": "TIME", "pattern": "hh:mm"},
}


def cell(value):
    """Return the CellData of a value: a formula is a text that begins with ``=``."""
    if value is None or value == "":
        return {}
    if isinstance(value, str):
        return {"userEnteredValue": {"formulaValue" if value.startswith("=") else "stringValue": value}}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, (int, float, Decimal)):
        return {"userEnteredValue": {"numberValue": sent(value)}}
    style = {"userEnteredFormat": {"numberFormat": FORMATS[type(value)]}}
    return {"userEnteredValue": {"numberValue": sent(value)}} | style


def fill(person, tabs):
    """Put tabs of rows into a blank spreadsheet, its first sheet included; return the person."""
    first = person.titles()[0]
    for number, (title, rows) in enumerate(tabs.items()):
        if number == 0:
            person.rename(first, title)
        else:
            person.add_sheet(title)
        put(person, title, rows)
    return person


def put(person, title, rows, row=1, column=1):
    """Put rows of typed values into a tab, from a cell on; its grid grows where it must."""
    sheet = person.sheet(title)
    reach = {"ROWS": row - 1 + len(rows), "COLUMNS": column - 1 + max(map(len, rows), default=0)}
    for (dimension, last), size in zip(reach.items(), sheet.size, strict=True):
        if last > size:
            span = {"sheetId": sheet.sheet_id, "dimension": dimension, "length": last - size}
            person.batch({"appendDimension": span})
    start = {"sheetId": sheet.sheet_id, "rowIndex": row - 1, "columnIndex": column - 1}
    lines = [{"values": [cell(value) for value in line]} for line in rows]
    if lines:
        fields = "userEnteredValue,userEnteredFormat.numberFormat"
        person.batch({"updateCells": {"rows": lines, "start": start, "fields": fields}})


def backend_for(emulator, **more):
    """Return the backend over an emulator, with waits that take no time."""
    return GoogleBackend(client_for(emulator), **more)
