"""How a report's tab looks, and keeps looking right while values alone are written (pure).

Values go to Google without looks, and a report changes shape: a list grows, its total moves down. So no look may hang
on a row:

- What stands outside of the rows of values (headings, notes, headers) never moves; it has formats of its own.
- Within the rows of values a number format is a column's, from the first row to the last that the block may ever take,
  as every value of a column is of one kind.
- What makes a row stand out (a total, a status) is coloured by rules that go by the words in the row itself: a total
  says "Total", a status says what it is. A row's look so follows its values, wherever they are written.

Which words mean which look is learnt from the reports themselves, and only from words of the product (:class:`Text` and
:class:`Choice`); what staff wrote tells sections, totals and bold rows at most. Words that were learnt are kept in
metadata on the sheet, with a digest of the layout and of the grid's size, which tells if somebody inserted or deleted
lines of the tab. A report that says something new, or stands otherwise, brings a small request for its looks; all
others are written as values alone. A row that no word tells from others stays plain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from rules.core.finding import column_letters
from rules.core.record import Choice
from rules.core.report import RowStyle
from rules.core.report_layout import PlacedBlock, ReportLayout, cell_style
from rules.core.text import Text, fold
from sync.backends.google import changes
from sync.backends.google.changes import Area
from sync.backends.google.charts import chart_requests
from sync.backends.google.formats import cell_format, colour, pixels, status_format, style_format
from sync.backends.google.memo import SheetMemo
from templates.looks import BAND, LOOKS, OWNED_FILL, STAFF_HEADER

Json = dict[str, Any]

_ORDER: Final[tuple[RowStyle, ...]] = ("error", "warning", "notice", "ok", "total", "section", "bold")
"""Styles that make a row stand out, the gravest first."""
_BY_ANY_WORD: Final = frozenset({"total", "section", "bold"})
"""Styles that a word of staff may tell as well: at worst a row is bold that need not be."""
_MOST_WORDS: Final = 40
"""Words that tell one style in one block; a longer list would slow the spreadsheet down."""


class Word(NamedTuple):
    """A word by which rows of a style are known: block (from 0), style, column (from 1), and the word."""

    block: int
    style: RowStyle
    column: int
    word: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a sheet's metadata says of its looks: a digest of layout and grid, and the words that are coloured."""

    shape: str = ""
    words: frozenset[Word] = frozenset()

    def text(self) -> str:
        """Return it as the metadata's value."""
        return json.dumps([self.shape, sorted(self.words)], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def of(cls, text: str) -> Known:
        """Return what a metadata's value says; nothing is known from one that cannot be read."""
        try:
            shape, words = json.loads(text)
            return cls(str(shape), frozenset(Word(*word) for word in words))
        except (ValueError, TypeError):
            return cls()


def known_after(layout: ReportLayout, size: tuple[int, int], before: Known) -> Known:
    """Return what is known once a report is shown: words that still hold true, and new ones.

    Args:
        layout: the report.
        size: rows and columns of the grid that it is shown in.
        before: what was known until now.
    """
    shape = _shape(layout, size)
    old = before.words if before.shape == shape else frozenset()
    words: set[Word] = set()
    for number, placed in enumerate(layout.blocks):
        rows = _Rows.of(layout, placed)
        held = {word for word in old if word.block == number and rows.agree(word)}
        words |= held
        for style in _ORDER:
            mine = [word for word in held if word.style == style]
            words.update(_learnt(rows, number, style, mine))
    return Known(shape, frozenset(words))


def look_requests(sheet: SheetMemo, layout: ReportLayout, size: tuple[int, int]) -> list[Json]:
    """Return the requests that make a sheet look as a report of this layout should; none where it does already.

    Args:
        sheet: the sheet, as it is or as it is about to be added.
        layout: the report.
        size: rows and columns that its grid has, or will have before these requests. Whatever makes it grow brings all
            looks anew: what is appended may be bare, and stands where somebody may have deleted something.
    """
    before = Known.of(sheet.look) if size == (sheet.row_count, sheet.column_count) else Known()
    after = known_after(layout, size, before)
    if after == before:
        return []
    made: list[Json] = []
    if after.shape != before.shape:
        made += _formats(sheet.sheet_id, layout)
        made += chart_requests(sheet.sheet_id, layout, sheet.charts)
    made += changes.forget_rules(sheet.sheet_id, sheet.conditional_formats)
    made += _rules(sheet.sheet_id, layout, after.words)
    if sheet.look_id is not None:
        made.append(changes.forget(sheet.look_id))
    made.append(changes.metadata({"sheetId": sheet.sheet_id}, after.text()))
    return made


class _Rows:
    """The rows of a block: style, and in each column the text shown and whether it is a word of the product."""

    def __init__(self, styles: Sequence[RowStyle], texts: Sequence[Mapping[int, tuple[str, bool]]]) -> None:
        self.styles = styles
        self.texts = texts

    @classmethod
    def of(cls, layout: ReportLayout, placed: PlacedBlock) -> _Rows:
        """Return the rows of a block as they are laid out."""
        shown = {(cell.row, cell.column): cell.value for cell in layout.cells}
        texts: list[dict[int, tuple[str, bool]]] = []
        for row, line in enumerate(placed.block.rows, placed.first_row):
            found: dict[int, tuple[str, bool]] = {}
            for column, value in enumerate(line.values, 1):
                text = shown.get((row, column))
                if isinstance(text, str) and text:
                    found[column] = (text, isinstance(value, (Text, Choice)))
            texts.append(found)
        return cls([line.style for line in placed.block.rows], texts)

    def agree(self, word: Word) -> bool:
        """Return whether every row that has a word is of the style that the word tells."""
        return all(
            style == word.style
            for style, texts in zip(self.styles, self.texts, strict=True)
            if fold(texts.get(word.column, ("", False))[0]) == fold(word.word)
        )

    def of_style(self, style: RowStyle) -> list[Mapping[int, tuple[str, bool]]]:
        """Return the texts of the rows of one style."""
        return [texts for known, texts in zip(self.styles, self.texts, strict=True) if known == style]

    def of_other_styles(self, style: RowStyle) -> dict[int, set[str]]:
        """Return the texts in each column of the rows of all other styles."""
        found: dict[int, set[str]] = {}
        for known, texts in zip(self.styles, self.texts, strict=True):
            if known != style:
                for column, (text, _) in texts.items():
                    found.setdefault(column, set()).add(fold(text))
        return found


def _learnt(rows: _Rows, block: int, style: RowStyle, held: Iterable[Word]) -> Iterator[Word]:
    """Yield the words that tell the rows of a style which no word that is held already tells."""
    known = {(word.column, fold(word.word)) for word in held}
    open_rows = [
        texts
        for texts in rows.of_style(style)
        if not any((column, fold(text)) in known for column, (text, _) in texts.items())
    ]
    elsewhere = rows.of_other_styles(style)
    room = _MOST_WORDS - len(known)
    while open_rows:
        telling = _telling(open_rows, elsewhere, any_word=style in _BY_ANY_WORD)
        if not telling:
            return
        # The column that tells most rows by the fewest words is the one that says what kind of row it is.
        column, words = min(telling.items(), key=lambda entry: (-len(entry[1]), len(set(entry[1])), entry[0]))
        distinct = sorted(set(words))
        room -= len(distinct)
        if room < 0:
            return
        yield from (Word(block, style, column, word) for word in distinct)
        told = {fold(word) for word in distinct}
        open_rows = [texts for texts in open_rows if fold(texts.get(column, ("", False))[0]) not in told]


def _telling(
    rows: Iterable[Mapping[int, tuple[str, bool]]], elsewhere: Mapping[int, set[str]], *, any_word: bool
) -> dict[int, list[str]]:
    """Return, for each column, the words of some rows that stand in no row of another style there."""
    found: dict[int, list[str]] = {}
    for texts in rows:
        for column, (text, is_ours) in texts.items():
            if (is_ours or (any_word and column == 1)) and fold(text) not in elsewhere.get(column, ()):
                found.setdefault(column, []).append(text)
    return found


def _last_row(layout: ReportLayout, placed: PlacedBlock) -> int | None:
    """Return the last row that a block will ever take; None for the last one of a report, which may grow."""
    return None if placed is layout.blocks[-1] and placed.block.size is None else placed.last_row


def _fixed_cells(layout: ReportLayout) -> list[tuple[int, int, str]]:
    """Return row, column and style of the cells outside of the rows of values."""
    values = {row for placed in layout.blocks for row in range(placed.first_row, placed.last_row + 1)}
    return [(cell.row, cell.column, cell.style) for cell in layout.cells if cell.row not in values]


def _shape(layout: ReportLayout, size: tuple[int, int]) -> str:
    """Return a digest of everything about a layout and its grid that formats and charts depend on."""
    blocks = [
        [
            placed.heading_row,
            placed.header_row,
            placed.first_row,
            _last_row(layout, placed),
            [column.kind for column in placed.block.columns],
            [placed.block.chart.kind, placed.block.chart.categories, list(placed.block.chart.series)]
            if placed.block.chart is not None
            else None,
        ]
        for placed in layout.blocks
    ]
    whole = json.dumps([size, blocks, _fixed_cells(layout), sorted(layout.widths.items())])
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def _formats(sheet_id: int, layout: ReportLayout) -> Iterator[Json]:
    """Yield widths and formats, in place of all that were there."""
    yield changes.show(Area(sheet_id), {})
    for column, width in sorted(layout.widths.items()):
        yield changes.resize(sheet_id, "COLUMNS", column, column, pixels(width))
    for row, first, last, style in _runs(_fixed_cells(layout)):
        yield changes.show(Area(sheet_id, row, row, first, last), style_format(style))
    for placed in layout.blocks:
        last_row = _last_row(layout, placed)
        for column, kind in enumerate((column.kind for column in placed.block.columns), 1):
            # No lines below cells: the blank rows of the block would have them too.
            look = replace(LOOKS[f"cell_{kind}"], edge="", indent=0)
            yield changes.show(Area(sheet_id, placed.first_row, last_row, column, column), cell_format(look))


def _runs(cells: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, int, str]]:
    """Yield row, first and last column and style of neighbours in a row that look alike."""
    run: tuple[int, int, int, str] | None = None
    for row, column, style in sorted(cells):
        if run is not None and (row, column - 1, style) == (run[0], run[2], run[3]):
            run = (row, run[1], column, style)
            continue
        if run is not None:
            yield run
        run = (row, column, column, style)
    if run is not None:
        yield run


def _rules(sheet_id: int, layout: ReportLayout, words: Iterable[Word]) -> Iterator[Json]:
    """Yield the rules of conditional formatting: rows that stand out, and stripes behind rows that hold anything."""
    index = 0
    by_style: dict[tuple[int, RowStyle], list[Word]] = {}
    for word in sorted(words):
        by_style.setdefault((word.block, word.style), []).append(word)
    for number, placed in enumerate(layout.blocks):
        last_row = _last_row(layout, placed)
        for style in _ORDER:
            found = by_style.get((number, style), ())
            for area in _coloured(sheet_id, placed, last_row, style) if found else ():
                condition = changes.formula_holds(_any_of(found, placed.first_row))
                yield changes.colour_where(area, condition, _row_format(style), index)
                index += 1
        area = Area(sheet_id, placed.first_row, last_row, 1, len(placed.block.columns))
        yield changes.colour_where(
            area, changes.formula_holds(_stripe(placed)), {"backgroundColorStyle": colour(BAND)}, index
        )
        index += 1


def _any_of(words: Iterable[Word], row: int) -> str:
    """Return the formula that a row holds one of some words; without separators between arguments."""
    quoted = ((column_letters(word.column), word.word.replace('"', '""')) for word in words)
    return "=" + "+".join(f'(${letters}{row}="{text}")' for letters, text in quoted)


def _stripe(placed: PlacedBlock) -> str:
    """Return the formula that a row is even and holds something in one of its first columns."""
    joined = "&".join(f"${column_letters(column)}{placed.first_row}" for column in (1, 2)[: len(placed.block.columns)])
    return f"=ISEVEN(ROW())*(LEN({joined})>0)"


def _coloured(sheet_id: int, placed: PlacedBlock, last_row: int | None, style: RowStyle) -> Iterator[Area]:
    """Yield the columns of a block that a row's style shows in: all of them, or those with text for a status."""
    columns = [
        number
        for number, column in enumerate(placed.block.columns, 1)
        if style in _BY_ANY_WORD or cell_style(column.kind, style).startswith("status_")
    ]
    runs = _runs((placed.first_row, column, style) for column in columns)
    return (Area(sheet_id, placed.first_row, last_row, first, last) for _, first, last, _ in runs)


def _row_format(style: RowStyle) -> Json:
    if style == "bold":
        return {"textFormat": {"bold": True}}
    if style == "total":
        return {"textFormat": {"bold": True}, "backgroundColorStyle": colour(OWNED_FILL)}
    if style == "section":
        return {"textFormat": {"bold": True, "foregroundColorStyle": colour(STAFF_HEADER)}}
    return status_format(style)
