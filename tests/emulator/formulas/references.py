"""References inside formulas: found as text, moved when rows and columns move or a formula is copied."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from tests.emulator.grid.a1 import column_index, column_letters, shown_title

TITLE = r"(?:'(?:[^']|'')+'|[A-Za-z_\u0080-\uffff][\w\u0080-\uffff.]*)"
CORNER = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]*"
WHOLE_COLUMNS = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![A-Za-z0-9(])"
WHOLE_ROWS = r"\$?[1-9][0-9]*:\$?[1-9][0-9]*(?![A-Za-z0-9(])"
OPEN_END = rf"{CORNER}:\$?[A-Za-z]{{1,3}}(?![A-Za-z0-9(])"
REFERENCE = re.compile(
    rf'"(?:[^"]|"")*"|(?P<title>{TITLE}!)?(?<![\w$.])'
    rf"(?P<range>{OPEN_END}|{CORNER}(?::{CORNER})?(?![\w(])|{WHOLE_COLUMNS}|{WHOLE_ROWS})"
)
SIDE = re.compile(r"^(\$?)([A-Za-z]{1,3})?(\$?)([1-9][0-9]*)?$")


class Corner(NamedTuple):
    """One end of a reference: column and row, either of them absent in whole rows and columns."""

    column: int | None
    row: int | None
    fixed_column: bool
    fixed_row: bool

    def text(self) -> str:
        """As written in a formula."""
        found = ""
        if self.column is not None:
            found += ("$" if self.fixed_column else "") + column_letters(self.column)
        if self.row is not None:
            found += ("$" if self.fixed_row else "") + str(self.row + 1)
        return found


class Reference(NamedTuple):
    """A reference: the sheet's title if it names one, and one or two corners."""

    title: str | None
    first: Corner
    last: Corner | None

    def text(self) -> str:
        """As written in a formula."""
        prefix = f"{shown_title(self.title)}!" if self.title is not None else ""
        return prefix + self.first.text() + (f":{self.last.text()}" if self.last else "")


def parse_corner(text: str) -> Corner:
    """Read one end of a reference."""
    match = SIDE.match(text)
    dollar, letters, second_dollar, digits = match.groups() if match else ("", None, "", None)
    if letters is None:
        return Corner(None, int(digits) - 1 if digits else None, False, bool(dollar or second_dollar))
    row = int(digits) - 1 if digits else None
    return Corner(column_index(letters), row, bool(dollar), bool(second_dollar))


def parse_reference(title: str | None, text: str) -> Reference:
    """Read a reference."""
    if title is not None:
        title = title.removesuffix("!")
        if title.startswith("'"):
            title = title[1:-1].replace("''", "'")
    first, _, last = text.partition(":")
    return Reference(title, parse_corner(first), parse_corner(last) if last else None)


def rewritten(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """A formula with every reference changed; None for one that has gone makes it #REF!."""

    def replace(match: re.Match[str]) -> str:
        if match.group("range") is None:
            return match.group(0)
        old = parse_reference(match.group("title"), match.group("range"))
        new = change(old)
        if new is None:
            return "#REF!"
        return match.group(0) if new == old else new.text()

    return REFERENCE.sub(replace, formula)


def shifted(formula: str, rows: int, columns: int) -> str:
    """A formula copied elsewhere: what is not fixed moves along; what would leave the sheet becomes #REF!."""
    if not rows and not columns:
        return formula

    def corner(old: Corner) -> Corner | None:
        row = old.row if old.row is None or old.fixed_row else old.row + rows
        column = old.column if old.column is None or old.fixed_column else old.column + columns
        if (row or 0) < 0 or (column or 0) < 0:
            return None
        return old._replace(row=row, column=column)

    def change(old: Reference) -> Reference | None:
        first = corner(old.first)
        last = corner(old.last) if old.last else None
        if first is None or (old.last and last is None):
            return None
        return old._replace(first=first, last=last)

    return rewritten(formula, change)
