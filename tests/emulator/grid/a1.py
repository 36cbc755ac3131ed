"""Addresses as text: A1 and R1C1 notation, quoting of sheet titles."""

from __future__ import annotations

import re

from tests.emulator.grid.area import Area, Box

MAXIMUM_COLUMNS = 18278
SIDE = re.compile(r"^\$?([A-Za-z]{1,3})?\$?([1-9][0-9]*)?$")
R1C1_CELL = r"R([1-9][0-9]*)C([1-9][0-9]*)"
R1C1 = re.compile(rf"^{R1C1_CELL}(?::{R1C1_CELL})?$", re.IGNORECASE)
PLAIN_TITLE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
LOOKS_LIKE_A_CELL = re.compile(r"^(?:[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*)$")


def column_letters(index: int) -> str:
    """Letters of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Zero-based column of its letters."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_name(row: int, column: int) -> str:
    """A1 name of a cell given by zero-based row and column."""
    return f"{column_letters(column)}{row + 1}"


def quoted(title: str) -> str:
    """A sheet's title in quotes, its own quotes doubled."""
    return "'" + title.replace("'", "''") + "'"


def shown_title(title: str) -> str:
    """A sheet's title as answers show it: in quotes only when it needs them."""
    return title if PLAIN_TITLE.match(title) and not LOOKS_LIKE_A_CELL.match(title) else quoted(title)


def box_name(box: Box) -> str:
    """A1 name of a rectangle; one cell collapses to its own name."""
    start = cell_name(box.top, box.left)
    end = cell_name(max(box.bottom - 1, box.top), max(box.right - 1, box.left))
    return start if start == end else f"{start}:{end}"


def parse_a1(text: str) -> Area | None:
    """The rectangle of an address in A1 or R1C1 notation; None when it is neither.

    A lone row or column (`B`, `3`) is no address; `A:A`, `1:3`, `A2:C` and reversed corners are.
    """
    area = _parse_a1(text)
    return area if area is not None else _parse_r1c1(text)


def _parse_a1(text: str) -> Area | None:
    sides = [SIDE.match(part) for part in text.split(":")]
    if not 1 <= len(sides) <= 2 or any(side is None or not side.group(0).strip("$") for side in sides):
        return None
    columns = [column_index(side.group(1)) for side in sides if side and side.group(1)]
    rows = [int(side.group(2)) - 1 for side in sides if side and side.group(2)]
    if len(sides) == 1:
        if not (rows and columns):
            return None
        return Area(rows[0], rows[0] + 1, columns[0], columns[0] + 1)
    top, bottom = _span(rows)
    left, right = _span(columns)
    return Area(top, bottom, left, right)


def _span(indexes: list[int]) -> tuple[int | None, int | None]:
    if not indexes:
        return None, None
    return min(indexes), (max(indexes) + 1 if len(indexes) == 2 else None)


def _parse_r1c1(text: str) -> Area | None:
    match = R1C1.match(text)
    if not match:
        return None
    first_row, first_column, second_row, second_column = match.groups()
    rows = sorted((int(first_row), int(second_row or first_row)))
    columns = sorted((int(first_column), int(second_column or first_column)))
    return Area(rows[0] - 1, rows[1], columns[0] - 1, columns[1])
