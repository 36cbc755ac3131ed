"""References: which formulas of the staff read cells that Sheetkeeper writes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rules.core.owned import OWNED_MARK
from sync.reading.header import Header

OwnedColumns = Mapping[str, frozenset[int]]
"""Title of a tab in lower case -> numbers of the columns that Sheetkeeper owns there."""

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_REFERENCE = re.compile(
    r"(?<![\w.$'!\]])(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    r"(?:\$?(?P<from>[A-Z]{1,3})\$?\d+(?::\$?(?P<to>[A-Z]{1,3})\$?\d+)?"
    r"|\$?(?P<first>[A-Z]{1,3}):\$?(?P<last>[A-Z]{1,3})|(?P<rows>\$?\d+:\$?\d+))(?![\w.(])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def refers_to_owned(formula: str, title: str, owned: OwnedColumns) -> bool:
    """Return whether a formula refers to cells that Sheetkeeper writes.

    Args:
        formula: the formula's text, with or without its equals sign.
        title: title of the tab that it stands in.
        owned: the owned columns of all tabs of the workbook.
    """
    formula = _TEXT.sub('""', formula)
    if OWNED_MARK.strip() in formula:
        return True
    for match in _REFERENCE.finditer(formula):
        sheet = match["sheet"]
        name = sheet.strip("'").replace("''", "'") if sheet else title
        columns = owned.get(name.casefold(), frozenset())
        if columns and (match["rows"] or _spans(match, columns)):
            return True
    return False


def _spans(match: re.Match[str], columns: frozenset[int]) -> bool:
    start = match["from"] or match["first"]
    end = match["to"] or match["last"] or start
    one, other = column_number(start), column_number(end)
    return any(min(one, other) <= column <= max(one, other) for column in columns)


def column_number(letters: str) -> int:
    """Return the number of a column by its letters: ``"A"`` is 1, ``"AB"`` is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def first_references(
    formulas: Mapping[tuple[int, int], str], title: str, header: Header, owned: OwnedColumns, rows: Mapping[int, int]
) -> list[tuple[int, str]]:
    """Return the row and field of the first formula of each input column that refers to owned cells.

    Args:
        formulas: (row, column) -> formula of the tab.
        title: title of the tab.
        header: its header.
        owned: the owned columns of all tabs of the workbook.
        rows: row number -> position, of the data rows.
    """
    inputs = {column: name for name, column in header.columns.items()}
    found: dict[str, int] = {}
    judged: dict[str, bool] = {}
    for row, column in sorted(formulas):
        name = inputs.get(column)
        if name is None or name in found or row not in rows:
            continue
        # Formulas of one column mostly differ in their row numbers only; a tab's title may hold digits of its own.
        formula = formulas[row, column]
        shape = formula if "!" in formula else _DIGITS.sub("1", formula)
        if shape not in judged:
            judged[shape] = refers_to_owned(shape, title, owned)
        if judged[shape]:
            found[name] = row
    return [(row, name) for name, row in found.items()]
