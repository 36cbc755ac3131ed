"""Rows of a worksheet as bytes: one regular expression for the usual form, a tokenizer for every other one.

Nearly all programs write `<row r="5" ...><c r="A5" s="1" t="s"><v>0</v></c>...</row>`. A chunk of such rows is checked
and taken apart by one expression at some 300 MB a second; whatever it does not match exactly is read tag by tag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sync.backends.excel.package.problems import PackageError
from sync.backends.excel.package.references import column_letters, column_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = rb"[ \r\n\t]*+"
_ATTRIBUTES = rb"(?:[ \r\n\t]++[A-Za-z_][A-Za-z0-9_:.-]*+=\"[^\"<>]*+\")*+" + _SPACE
_ANY_ATTRIBUTES = rb"(?:\s++[^\s=/>\"'<]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+\s*+"
_TAG = re.compile(
    rb"<(/?)([^\s/>\"'=<!?]++)((?:\s++[^\s=/>\"'<]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+)\s*+(/?)>"
    rb"([^<]*+)"
)
_ATTRIBUTE = re.compile(rb"([^\s=/>\"'<]++)\s*+=\s*+(?:\"([^\"<]*+)\"|'([^'<]*+)')")
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")


class CellSpan(NamedTuple):
    """One cell's bytes inside a chunk.

    Attributes:
        start, end: its place in the chunk.
        column: its column, counted from 1.
        row: its row as its own reference says, else that of the row element.
        style: the bytes of its style index, None when it has none.
        kind: the attribute `t`, b"n" when absent.
        filled: whether it holds anything besides a style.
        value: the raw text of its value, None when there is no value element.
        formula: None without one, else its raw text (b"" for a child of a shared formula).
        formula_kind: the formula's attribute `t` (b"" when absent).
        formula_range: the formula's attribute `ref` (b"" when absent).
    """

    start: int
    end: int
    column: int
    row: int
    style: bytes | None
    kind: bytes
    filled: bool
    value: bytes | None
    formula: bytes | None
    formula_kind: bytes
    formula_range: bytes


@dataclass(slots=True)
class RowSpan:
    """One row's bytes inside a chunk.

    Attributes:
        number: its row number, from its reference or its position.
        start, open_end: where its start tag begins and ends.
        end: where it ends.
        cells_end: where its last cell ends, `open_end` when it has none.
        attributes: its attributes by qualified name.
    """

    number: int
    start: int
    open_end: int
    cells_end: int
    end: int
    closes_itself: bool
    attributes: dict[bytes, bytes]
    cells: list[CellSpan]

    def add(self, cell: CellSpan) -> None:
        """Take the next cell."""
        self.cells.append(cell)
        self.cells_end = cell.end


@dataclass(frozen=True, slots=True)
class Patterns:
    """The expressions for one namespace prefix.

    Attributes:
        row: a whole row in the usual form. Groups: number, attributes after it. It spans white space after the row.
        cell: a cell of such a row. Groups: column letters, row, attributes, formula attributes, formula text, value.
        formula: a cell of such a row up to the end of its formula, as one piece; with a value, to its first character.
        valueless: a cell of such a row with a formula and no value. Groups: column letters, row, attributes, formula.
        any_cell: a cell in any quoting and order of attributes, without anything uncommon inside. Groups: attributes,
            formula attributes, formula text, value, inline text.
        prefix: the prefix with its colon.
    """

    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    valueless: re.Pattern[bytes]
    any_cell: re.Pattern[bytes]
    prefix: bytes

    @property
    def row_start(self) -> bytes:
        """What every row begins with."""
        return b"<" + self.prefix + b"row"

    @property
    def cell_start(self) -> bytes:
        """What every cell in the usual form begins with."""
        return b"<" + self.prefix + b'c r="'


@lru_cache(maxsize=64)
def patterns_for(prefix: bytes, last_column: int = 0) -> Patterns:
    """The expressions for a prefix such as b"" or b"x:"; with a last column they match no row that goes beyond it."""
    p = re.escape(prefix)
    letters = letters_up_to(last_column) if last_column else rb"[A-Z]{1,3}+"
    formula = rb"<%bf(%b)(?:/>|>([^<]*+)</%bf>)" % (p, _ATTRIBUTES, p)
    value = rb"<%bv%b(?:/>|>([^<]*+)</%bv>)" % (p, _ATTRIBUTES, p)
    inline = rb"<%bis><%bt%b(?:/>|>[^<]*+</%bt>)</%bis>" % (p, p, _ATTRIBUTES, p, p)
    cell = _cell(p, letters)
    row = rb"<%brow r=\"([1-9][0-9]{0,5}+)\"(%b)(?:/>|>(?:%b)*+</%brow>)" % (p, _ATTRIBUTES, cell, p)
    grouped = rb"<%bc r=\"([A-Z]{1,3}+)([0-9]++)\"(%b)(?:/>|>(?:%b)?+(?:%b|(%b))?+</%bc>)" % (
        p,
        _ATTRIBUTES,
        formula,
        value,
        inline,
        p,
    )
    fragment = rb"<%bc r=\"[A-Z]++[0-9]++\"[^<>]*+><%bf[^<>]*+>[^<]*+(?:</%bf><%bv>[^<])?+" % (p, p, p, p)
    valueless = rb"<%bc r=\"([A-Z]++)([0-9]++)\"([^<>]*+)><%bf(?:%b/>|%b>([^<]*+)</%bf>)"
    valueless += rb"(?:<%bv></%bv>|<%bv ?/>)?+</%bc>"
    loose = rb"<%bc(%b)(?:/>|>\s*+(?:<%bf(%b)(?:/>|>([^<]*+)</%bf>))?+\s*+"
    loose += rb"(?:<%bv%b(?:/>|>([^<]*+)</%bv>)|%b)?+\s*+</%bc>)\s*+"
    any_inline = rb"(<%bis><%bt%b(?:/>|>[^<]*+</%bt>)</%bis>)" % (p, p, _ANY_ATTRIBUTES, p, p)
    return Patterns(
        re.compile(row + _SPACE),
        re.compile(grouped),
        re.compile(fragment),
        re.compile(valueless % (p, p, _ATTRIBUTES, _ATTRIBUTES, p, p, p, p, p)),
        re.compile(loose % (p, _ANY_ATTRIBUTES, p, _ANY_ATTRIBUTES, p, p, _ANY_ATTRIBUTES, p, any_inline, p)),
        prefix,
    )


@lru_cache(maxsize=16)
def edited_row(prefix: bytes, first_column: int) -> re.Pattern[bytes]:
    """A whole row in the usual form. Groups: number, attributes after it, all cells from a column on.

    The third group does not take part where the row closes itself.
    """
    p = re.escape(prefix)
    before = _cell(p, letters_up_to(first_column - 1)) if first_column > 1 else rb"(?!)"
    after = _cell(p, rb"[A-Z]{1,3}+")
    row = rb"<%brow r=\"([1-9][0-9]{0,5}+)\"(%b)(?:/>|>(?:%b)*+((?:%b)*+)</%brow>)" % (p, _ATTRIBUTES, before, after, p)
    return re.compile(row + _SPACE)


def _cell(p: bytes, letters: bytes) -> bytes:
    """A cell in the usual form, its row being group 1 of the whole expression."""
    # Nine cells in ten match the first alternative, which is why it stands there: it costs a third of the general one.
    usual = rb"<%bc r=\"%b\1\"(?: s=\"[0-9]++\")?+(?: t=\"[a-zA-Z]++\")?+" % (p, letters)
    usual += rb"(?:>(?:(?:<%bf>[^<]*+</%bf>)?+<%bv>[^<]*+</%bv>" % (p, p, p, p)
    usual += rb"|<%bis><%bt>[^<]*+</%bt></%bis>)</%bc>|/>)" % (p, p, p, p, p)
    formula = rb"<%bf%b(?:/>|>[^<]*+</%bf>)" % (p, _ATTRIBUTES, p)
    value = rb"<%bv%b(?:/>|>[^<]*+</%bv>)" % (p, _ATTRIBUTES, p)
    inline = rb"<%bis><%bt%b(?:/>|>[^<]*+</%bt>)</%bis>" % (p, p, _ATTRIBUTES, p, p)
    content = rb"(?:/>|>(?:%b)?+(?:%b|%b)?+</%bc>)" % (formula, value, inline, p)
    return usual + rb"|<%bc r=\"%b\1\"%b%b%b" % (p, letters, _ATTRIBUTES, content, _SPACE)


def letters_up_to(column: int) -> bytes:
    """An expression for the letters of every column from the first to this one."""
    letters = column_letters(column).encode()
    choices = [letters]
    for place, letter in enumerate(letters):
        rest = b"[A-Z]{%d}" % (len(letters) - place - 1) if place + 1 < len(letters) else b""
        if letter > ord("A"):
            choices.append(letters[:place] + b"[A-%c]" % (letter - 1) + rest)
    choices += [b"[A-Z]{%d}" % length for length in range(len(letters) - 1, 0, -1)]
    return b"(?:" + b"|".join(choices) + b")" if len(letters) > 1 else b"[A-%b]" % letters


def letters_after(column: int) -> bytes:
    """An expression for the letters of every column after this one (of at most three letters)."""
    letters = column_letters(column).encode()
    choices = [b"[A-Z]{%d,3}" % (len(letters) + 1)] if len(letters) < 3 else []
    for place, letter in enumerate(letters):
        if letter < ord("Z"):
            rest = b"[A-Z]{%d}" % (len(letters) - place - 1)
            choices.append(letters[:place] + b"[%c-Z]" % (letter + 1) + rest)
    return b"(?:" + b"|".join(choices or [b"(?!)"]) + b")"


def attributes_of(raw: bytes) -> dict[bytes, bytes]:
    """Attributes by qualified name, values as they stand in the file."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(raw)}


def cells_in_usual_form(chunk: bytes, start: int, end: int, row: int, patterns: Patterns) -> list[CellSpan]:
    """The cells of a part of a row that the row expression matched."""
    spans = []
    for match in patterns.cell.finditer(chunk, start, end):
        letters, _, raw, formula_raw, formula, value, inline = match.groups()
        attributes = attributes_of(raw) if raw else {}
        of_formula = attributes_of(formula_raw) if formula_raw else {}
        spans.append(
            CellSpan(
                match.start(),
                match.end(),
                column_number(letters),
                row,
                attributes.get(b"s"),
                attributes.get(b"t", b"n"),
                value is not None or inline is not None or formula_raw is not None,
                value,
                None if formula_raw is None else formula or b"",
                of_formula.get(b"t", b""),
                of_formula.get(b"ref", b""),
            )
        )
    return spans


class RowReader:
    """Rows in any legal form, read tag by tag; it remembers the last row for rows without a number."""

    def __init__(self, prefix: bytes, part: str) -> None:
        self._any_cell = patterns_for(prefix).any_cell
        self._row = prefix + b"row"
        self._cell = prefix + b"c"
        self._value = prefix + b"v"
        self._formula = prefix + b"f"
        self._inline = prefix + b"is"
        self._part = part
        self.last_row = 0

    def rows(self, chunk: bytes) -> Iterator[RowSpan]:
        """Every row of a chunk that ends between two rows.

        Raises:
            PackageError: comment_in_sheet_data, cdata_in_sheet_data, malformed.
        """
        position = len(chunk) - len(chunk.lstrip())
        while position < len(chunk):
            row, position = self._read_row(chunk, position)
            self.last_row = row.number
            yield row

    def _tag(self, chunk: bytes, position: int) -> re.Match[bytes]:
        match = _TAG.match(chunk, position)
        if match is None:
            raise _unreadable(chunk, position, self._part)
        return match

    def _read_row(self, chunk: bytes, position: int) -> tuple[RowSpan, int]:
        tag = self._tag(chunk, position)
        if tag[1] or tag[2] != self._row:
            raise PackageError("malformed", "something other than a row stands among the rows", self._part)
        attributes = attributes_of(tag[3])
        number = _number(attributes.get(b"r"), self._part) or self.last_row + 1
        open_end = tag.start(5)
        row = RowSpan(number, position, open_end, open_end, open_end, bool(tag[4]), attributes, [])
        position = tag.end()
        column = 0
        while not tag[4]:
            if (simple := self._any_cell.match(chunk, position)) is not None:
                cell, position = self._simple_cell(simple, number, column), simple.end()
                row.add(cell)
                column = cell.column
                continue
            inner = self._tag(chunk, position)
            if inner[1]:
                if inner[2] != self._row:
                    raise PackageError("malformed", "an end tag stands where a cell should", self._part)
                row.end, position = inner.start(5), inner.end()
                break
            if inner[2] != self._cell:
                position = self._skip(chunk, inner)
                continue
            cell, position = self._read_cell(chunk, inner, number, column)
            row.add(cell)
            column = cell.column
        return row, position

    def _place(self, attributes: dict[bytes, bytes], row: int, previous: int) -> tuple[int, int]:
        """A cell's column and row: from its reference, else the one after the cell before it."""
        if (reference := attributes.get(b"r")) is None:
            return previous + 1, row
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise PackageError("malformed", f"{reference[:20]!r} is no cell reference", self._part)
        return column_number(match[1]), int(match[2])

    def _simple_cell(self, match: re.Match[bytes], row: int, previous: int) -> CellSpan:
        raw, formula_raw, formula, value, inline = match.groups()
        attributes = attributes_of(raw)
        column, cell_row = self._place(attributes, row, previous)
        of_formula = attributes_of(formula_raw) if formula_raw else {}
        kind = attributes.get(b"t", b"n")
        # The value is None for `<v/>` too. With a type for texts that is an empty text, for which readers take memory.
        filled = value is not None or inline is not None or formula_raw is not None
        filled = filled or (kind != b"n" and b"<" + self._value in match[0])
        return CellSpan(
            match.start(),
            match.end(),
            column,
            cell_row,
            attributes.get(b"s"),
            kind,
            filled,
            value,
            None if formula_raw is None else formula or b"",
            of_formula.get(b"t", b""),
            of_formula.get(b"ref", b""),
        )

    def _read_cell(self, chunk: bytes, tag: re.Match[bytes], row: int, previous: int) -> tuple[CellSpan, int]:
        attributes = attributes_of(tag[3])
        column, cell_row = self._place(attributes, row, previous)
        value = formula = None
        inline = False
        of_formula: dict[bytes, bytes] = {}
        end, position = tag.start(5), tag.end()
        while not tag[4]:
            inner = self._tag(chunk, position)
            if inner[1]:
                if inner[2] != self._cell:
                    raise PackageError("malformed", "an end tag stands inside a cell", self._part)
                end, position = inner.start(5), inner.end()
                break
            if inner[2] == self._value:
                value = b"" if inner[4] else inner[5]
            elif inner[2] == self._formula:
                formula, of_formula = (b"" if inner[4] else inner[5]), attributes_of(inner[3])
            elif inner[2] == self._inline:
                inline = True
            position = self._skip(chunk, inner)
        span = CellSpan(
            tag.start(),
            end,
            column,
            cell_row,
            attributes.get(b"s"),
            attributes.get(b"t", b"n"),
            inline or value is not None or formula is not None,
            value,
            formula,
            of_formula.get(b"t", b""),
            of_formula.get(b"ref", b""),
        )
        return span, position

    def _skip(self, chunk: bytes, tag: re.Match[bytes]) -> int:
        """The position after an element, whatever it holds."""
        depth = 0
        while True:
            if tag[1]:
                depth -= 1
            elif not tag[4]:
                depth += 1
            if depth <= 0:
                return tag.end()
            tag = self._tag(chunk, tag.end())


def _number(raw: bytes | None, part: str) -> int | None:
    if raw is None:
        return None
    if not (raw.isdigit() and len(raw) <= 10 and int(raw) > 0):
        raise PackageError("malformed", f"{raw[:20]!r} is no row number", part)
    return int(raw)


def _unreadable(chunk: bytes, position: int, part: str) -> PackageError:
    found = chunk[position : position + 9]
    if found.startswith(b"<![CDATA["):
        return PackageError("cdata_in_sheet_data", "a CDATA section stands among the cells", part)
    if found.startswith((b"<!", b"<?")):
        return PackageError("comment_in_sheet_data", "a comment stands among the cells", part)
    return PackageError("malformed", "the rows of the worksheet cannot be parsed", part)
