"""Entering raw values into cells of a new workbook."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import cast

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from rules.core.message import Voice
from rules.core.owned import NO, YES
from rules.core.period import Month
from rules.core.record import Choice, Column
from templates.content import ErrorCell, FormulaCell


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return the cell at a row and column counted from 1; a new worksheet has no merged cells."""
    return cast("Cell", sheet.cell(row, column))


def raw_value(value: object, voice: Voice) -> object:
    """Return a value as it is typed into a cell of this office."""
    if isinstance(value, Choice):
        return value.titles.in_language(voice.language)
    if isinstance(value, bool):
        return (YES if value else NO).in_language(voice.language)
    if isinstance(value, Month):
        return value.first_day
    return value


def listed_words(column: Column, voice: Voice) -> list[str]:
    """Return what the drop-down list of a column offers; nothing where anything may be entered."""
    if column.choices is not None:
        return [choice.titles.in_language(voice.language) for choice in column.choices]
    return [word.in_language(voice.language) for word in (YES, NO)] if column.kind == "boolean" else []


def put(cell: Cell, value: object) -> None:
    """Enter a raw value; text never becomes a formula, whatever it begins with.

    Raises:
        TypeError: the value is of a type that no cell can hold.
    """
    if isinstance(value, ErrorCell):
        cell.value = value.text
        cell.data_type = "e"
    elif isinstance(value, FormulaCell):
        cell.value = value.text
    elif isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
    elif value is None or isinstance(value, (int, float, Decimal, date, time)):
        cell.value = value
    else:
        raise TypeError(f"a cell cannot hold a {type(value).__name__}")
