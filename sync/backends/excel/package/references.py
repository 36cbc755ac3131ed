"""Cell addresses: letters and numbers, both counted from 1."""

from __future__ import annotations

import re
from functools import lru_cache

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@lru_cache(maxsize=20_000)
def column_letters(column: int) -> str:
    """The letters of a column number (28 is "AB")."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=20_000)
def column_number(letters: str | bytes) -> int:
    """The number of a column's letters ("AB" is 28)."""
    text = letters.decode("ascii") if isinstance(letters, bytes) else letters
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_range(text: str) -> Range | None:
    """The range that "B2" or "$A$1:L90" stands for; None for anything else, whole columns among them."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    first_row, first_column = int(top), column_number(left)
    last_row, last_column = int(bottom or top), column_number(right or left)
    if not (0 < first_row <= last_row <= _LAST_ROW and first_column <= last_column <= _LAST_COLUMN):
        return None
    return first_row, first_column, last_row, last_column


def format_range(area: Range) -> str:
    """The range as "A1:L90", a single cell as "A1"."""
    first_row, first_column, last_row, last_column = area
    first = f"{column_letters(first_column)}{first_row}"
    last = f"{column_letters(last_column)}{last_row}"
    return first if first == last else f"{first}:{last}"


def widen_reference(text: str, column: int) -> str:
    """A range text with its last column replaced, dollar signs and everything before kept as they are."""
    return re.sub(r"(:\$?)[A-Za-z]{1,3}(\$?[0-9]+)$", rf"\g<1>{column_letters(column)}\g<2>", text)
