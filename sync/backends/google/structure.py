"""What a spreadsheet lacks before values can be written into it (pure): owned columns, owned tabs, anchors, room.

Structure comes once for a tab, before its first values, in one atomic ``spreadsheets.batchUpdate``; afterwards values
are written alone. A new owned column is inserted, never laid over blank cells that somebody may be typing into. What
people see of it: a header that stands apart, a format for the whole column, the status in colours by what it says (in
every language, so that it holds if the office changes its own), its list of words, and a protection that asks before
somebody edits it and refuses nobody. What staff have set up (frozen header, colours, filters) stays as it is.

Looks never follow from values written later, so none of them may hang on a row: columns have one format from top to
bottom, colours go by the words in the cells. How report tabs do without formats of rows, see ``report_looks``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from rules.core.owned import ALERT_COLUMNS, ALERT_STATES, ALERTS, ALERTS_HEADER_ROW, STATUS, OwnedColumn, is_owned
from rules.core.record import Kind
from rules.core.text import LANGUAGES, fold_header
from sync.backends.base import ColumnCells, Edits, NewColumn, NewTab, Snapshot, Tab, TabEdits
from sync.backends.google import changes
from sync.backends.google.changes import Area, column_area
from sync.backends.google.charts import COLUMNS_TAKEN, charts_of
from sync.backends.google.formats import (
    cell_format,
    colour,
    kind_of_style,
    pixels,
    status_format,
    status_texts,
    style_format,
)
from sync.backends.google.memo import BookMemo, SheetMemo
from sync.backends.google.owned_cells import HEADER_ROWS, carries, is_alerts, is_empty, owned_title
from sync.backends.google.report_looks import look_requests
from templates.looks import LOOKS, OWNED_TAB, input_look, owned_look

Json = dict[str, Any]

PROTECTED_COLUMN: Final = (
    "Sheetkeeper: cột ⚙ do máy ghi, xin đừng sửa. / The ⚙ columns are written by Sheetkeeper; please leave them."
)
PROTECTED_TAB: Final = (
    "Sheetkeeper: trang ⚙ do máy ghi, xin đừng sửa. / The ⚙ tabs are written by Sheetkeeper; please leave them."
)

_SPARE_ROWS: Final = 100
"""Rows that a tab is given beyond those that it needs, so that it seldom has to grow."""
_ALERT_ROWS: Final = 300
_FEWEST_COLUMNS: Final = 8
_HEADER_HEIGHT: Final = 34
"""Pixels: two lines."""


def requests_for(memo: BookMemo, snapshot: Snapshot, edits: Edits) -> list[Json]:
    """Return what has to be there before the values of some edits can be written; nothing if all of it is.

    Applied once, they make the function return nothing for the same edits. Columns of ``edits`` are numbered as in
    ``snapshot``; a column that takes the place of another shifts those at its right, which their anchors tell.

    Args:
        memo: what reading learnt about the spreadsheet; of the same moment as ``snapshot``.
        snapshot: the spreadsheet as it was read.
        edits: what is to be written.
    """
    made: list[Json] = []
    for edit in edits.tabs:
        sheet, tab = memo.sheet(edit.title), snapshot.tab(edit.title)
        if sheet is None or tab is None:
            continue  # deleted or renamed meanwhile: the guard before the write says so
        if is_owned(edit.title):
            made += _owned_tab(sheet, tab, edit)
        else:
            made += _staff_tab(sheet, tab, edit)
    taken = {sheet.sheet_id for sheet in memo.sheets}
    for new in edits.new_tabs:
        sheet, tab = memo.sheet(new.title), snapshot.tab(new.title)
        if sheet is None:
            made += new_tab(sheet_id(memo.spreadsheet_id, new.title, taken), new)
        elif tab is not None:
            made += _owned_tab(sheet, tab, new)
    return made


def sheet_id(spreadsheet_id: str, title: str, taken: Collection[int] = ()) -> int:
    """Return the id of a new sheet: the same for the same title, so that a repeated request is refused."""
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{spreadsheet_id} {title} {attempt}".encode()).digest()
        found = int.from_bytes(digest[:4], "big") % 2_000_000_000 + 1
        if found not in taken:
            return found
        attempt += 1


# --- owned columns in tabs of staff


def _staff_tab(sheet: SheetMemo, tab: Tab, edit: TabEdits) -> Iterator[Json]:
    """Yield what a tab of staff lacks: columns, and anchors on the columns that it has."""
    wanted = sorted(edit.new_columns, key=lambda column: column.column)
    new = [column for column in wanted if not _stands(sheet, tab, column)]
    inserted = {column.column for column in wanted}
    for column in new:
        # An anchor whose column staff have put to another use would lead two ways.
        yield from (changes.forget(anchor.metadata_id) for anchor in sheet.anchors if _same(anchor.title, column.title))
    anchored = {anchor.column for anchor in sheet.anchors}
    styles = {block.column: _first_style(block) for block in edit.columns}
    for block in edit.columns:
        number, title = block.column, owned_title(tab, block.column)
        if number not in inserted and title:
            if number not in anchored:
                yield changes.anchor(sheet.sheet_id, number, title)
                anchored.add(number)
            below = next(row for row, cells in enumerate(tab.rows, 2) if title in cells[number - 1 : number])
            yield from _dates(sheet, block, below)
    last_header = max((column.header_row for column in new), default=0)
    if last_header >= sheet.row_count and new:
        # A grid that ends with its header has no cell below that could be given a format.
        yield changes.append_lines(sheet.sheet_id, "ROWS", last_header + 1 - sheet.row_count)
    grid_columns = sheet.column_count
    for group in _neighbours(new):
        first, count = group[0].column, len(group)
        if first > grid_columns + 1:
            yield changes.append_lines(sheet.sheet_id, "COLUMNS", first - 1 - grid_columns)
            grid_columns = first - 1
        yield changes.insert_columns(sheet.sheet_id, first, count, grid_columns)
        grid_columns += count
        yield changes.plain(Area(sheet.sheet_id, None, None, first, first + count - 1))
        for column in group:
            yield from owned_column(sheet.sheet_id, column, kind_of_style(styles.get(column.column)))
        yield changes.protect(
            Area(sheet.sheet_id, group[0].header_row, None, first, first + count - 1), PROTECTED_COLUMN
        )


def _stands(sheet: SheetMemo, tab: Tab, column: NewColumn) -> bool:
    """Return whether an owned column that is to be appended was made already: anchored, and bears its title or nothing.

    So it is where an earlier request was answered and its values were never sent.
    """
    return any(
        _same(anchor.title, column.title)
        and (carries(tab, anchor.column, column.title) or is_empty(tab, anchor.column))
        for anchor in sheet.anchors
    )


def owned_column(sheet: int, column: NewColumn, kind: Kind, edge: str = "") -> Iterator[Json]:
    """Yield what makes a blank column an owned one: anchor, width, formats, and for the status its words and colours.

    Args:
        sheet: id of the sheet.
        column: the column.
        kind: kind of its values.
        edge: lines between its rows; none of our own where the rows are the staff's.
    """
    number, below = column.column, column_area(sheet, column.column, column.header_row + 1)
    yield changes.anchor(sheet, number, column.title)
    yield changes.resize(sheet, "COLUMNS", number, number, pixels(column.width))
    yield changes.show(Area(sheet, column.header_row, column.header_row, number, number), style_format("header"))
    # Cut off, not wrapped: the heights of the rows are the staff's.
    yield changes.show(below, cell_format(replace(owned_look(kind), edge=edge), clip=True))
    language = next((known for known in LANGUAGES if _same(column.title, STATUS.in_language(known))), None)
    if language is not None:
        words = [titles.in_language(language) for titles in status_texts().values()]
        yield changes.drop_down(below, words, strict=False)
        yield from status_colours(below)


def status_colours(area: Area) -> Iterator[Json]:
    """Yield the rules that colour a status by what it says, in every language."""
    for name, titles in status_texts().items():
        for word in dict.fromkeys(titles.all()):
            # In front of the staff's own rules, which may be for the whole sheet; these are for our column alone.
            yield changes.colour_where(area, changes.text_is(word), status_format(name))


def _first_style(block: ColumnCells) -> str | None:
    if block.style is None or isinstance(block.style, str):
        return block.style
    return next((style for style in block.style if style is not None), None)


def _neighbours(columns: Sequence[NewColumn]) -> list[list[NewColumn]]:
    """Return columns in groups that stand side by side under one header row."""
    groups: list[list[NewColumn]] = []
    for column in columns:
        last = groups[-1][-1] if groups else None
        if last is not None and (last.column + 1, last.header_row) == (column.column, column.header_row):
            groups[-1].append(column)
        else:
            groups.append([column])
    return groups


def _same(one: str, other: str) -> bool:
    return fold_header(one) == fold_header(other)


def _dates(sheet: SheetMemo, block: ColumnCells, below: int) -> Iterator[Json]:
    """Yield what shows dates as such in a column of ours, where cells that dates go into do not.

    So it is in a column of a file that was uploaded, in a row that staff inserted right below the header, and where
    they cut a row and pasted it elsewhere: formats go with it. A date is sent as a number, and would be read as one:
    each run would find that it is not yet the date that it is.

    Args:
        sheet: what reading learnt about the sheet.
        block: the cells that are to be written.
        below: the first row below the header.
    """
    cells = zip(block.rows, block.values, strict=True)
    rows = [row for row, value in cells if isinstance(value, date) and below <= row <= sheet.row_count]
    if any((row, block.column) not in sheet.dates for row in rows):
        area = column_area(sheet.sheet_id, block.column, below)
        yield changes.show_numbers(area, cell_format(owned_look("date"))["numberFormat"])


# --- owned tabs


def new_tab(sheet: int, new: NewTab) -> Iterator[Json]:
    """Yield what makes an owned tab, without its values.

    Args:
        sheet: id of the new sheet.
        new: the tab.
    """
    rows, columns = _extent(new)
    if is_alerts(new.title):
        rows, columns = max(rows, _ALERT_ROWS), len(ALERT_COLUMNS)
    else:
        rows, columns = rows + _SPARE_ROWS, max(columns, _FEWEST_COLUMNS)
    yield changes.new_sheet(sheet, new.title, (rows, columns), colour(OWNED_TAB), new.freeze)
    yield from owned_tab_looks(SheetMemo(sheet, new.title, 0, rows, columns), new)


def owned_tab_looks(sheet: SheetMemo, new: NewTab) -> Iterator[Json]:
    """Yield widths, formats, colours, charts, anchors and protection of an owned tab whose sheet is blank."""
    if is_alerts(new.title):
        yield from _alerts_tab(sheet, new.title)
        return
    yield changes.protect(Area(sheet.sheet_id), PROTECTED_TAB)
    if new.layout is not None:
        yield from look_requests(sheet, new.layout, (sheet.row_count, sheet.column_count))
        return
    for column, width in sorted(new.widths.items()):
        yield changes.resize(sheet.sheet_id, "COLUMNS", column, column, pixels(width))
    for block in new.columns:
        yield from _styled(sheet.sheet_id, block)


def _owned_tab(sheet: SheetMemo, tab: Tab, edit: TabEdits | NewTab) -> Iterator[Json]:
    """Yield what an owned tab that is there lacks: room, looks of what it shows now, anchors."""
    rows, columns = _extent(edit)
    grown = rows > sheet.row_count
    size = (rows + _SPARE_ROWS if grown else sheet.row_count, max(columns, sheet.column_count))
    if grown:
        yield changes.append_lines(sheet.sheet_id, "ROWS", size[0] - sheet.row_count)
    if size[1] > sheet.column_count:
        yield changes.append_lines(sheet.sheet_id, "COLUMNS", size[1] - sheet.column_count)
    if is_alerts(edit.title):
        yield from _alerts_columns(sheet, tab, edit, grown=grown)
    elif edit.layout is not None:
        yield from look_requests(sheet, edit.layout, size)


def _alerts_columns(sheet: SheetMemo, tab: Tab, edit: TabEdits | NewTab, *, grown: bool) -> Iterator[Json]:
    """Yield what the columns of the alerts tab lack: anchors, formats of dates, and all looks in rows that are new."""
    anchored = {anchor.column for anchor in sheet.anchors}
    places = _alert_places(tab, edit)
    written = {block.column for block in edit.columns}
    for number, (column, language) in sorted(places.items()):
        if number in written and number not in anchored:
            yield changes.anchor(sheet.sheet_id, number, column.title(language))
        if grown:
            # What is appended may be bare, and rules end where the grid ended.
            yield from _alert_cells(column_area(sheet.sheet_id, number, sheet.row_count + 1), column)
    for block in edit.columns:
        if block.column in places and not places[block.column][0].staff:
            yield from _dates(sheet, block, ALERTS_HEADER_ROW + 1)


def _extent(edit: TabEdits | NewTab) -> tuple[int, int]:
    """Return the last row and the last column that some edits reach, blocks of a report and charts included."""
    rows = max((max(block.rows) for block in edit.columns if block.rows), default=1)
    columns = max((block.column for block in edit.columns), default=1)
    if edit.layout is None:
        return rows, columns
    for placed in edit.layout.blocks:
        rows, columns = max(rows, placed.first_row, placed.last_row), max(columns, len(placed.block.columns))
    for _, placed, _ in charts_of(edit.layout):
        columns = max(columns, placed.chart_column + COLUMNS_TAKEN)
    return rows, columns


def _styled(sheet: int, block: ColumnCells) -> Iterator[Json]:
    """Yield formats of the cells of a column, neighbours that look alike in one request."""
    styles = [block.style] * len(block.rows) if block.style is None or isinstance(block.style, str) else block.style
    run: tuple[int, int, str] | None = None
    for row, style in zip(block.rows, styles, strict=True):
        if run is not None and (row - 1, style) == run[1:]:
            run = (run[0], row, run[2])
            continue
        if run is not None:
            yield changes.show(Area(sheet, run[0], run[1], block.column, block.column), style_format(run[2]))
        run = (row, row, style) if style is not None else None
    if run is not None:
        yield changes.show(Area(sheet, run[0], run[1], block.column, block.column), style_format(run[2]))


# --- the alerts tab, some columns of which are the staff's


def _alerts_tab(sheet: SheetMemo, title: str) -> Iterator[Json]:
    """Yield what makes a blank sheet the alerts tab."""
    number, header, language = sheet.sheet_id, ALERTS_HEADER_ROW, _language_of(title)
    for row, style in ((1, "title"), (2, "note")):
        yield changes.show(Area(number, row, row, 1, 1), style_format(style))
    for index, column in enumerate(ALERT_COLUMNS, 1):
        yield changes.anchor(number, index, column.title(language))
        yield changes.resize(number, "COLUMNS", index, index, pixels(column.width))
        style = "header_input" if column.staff else "header"
        yield changes.show(Area(number, header, header, index, index), style_format(style))
        yield from _alert_cells(column_area(number, index, header + 1), column)
    yield changes.resize(number, "ROWS", header, header, _HEADER_HEIGHT)
    yield changes.filter_rows(Area(number, header, None, 1, len(ALERT_COLUMNS)))
    staff = [index for index, column in enumerate(ALERT_COLUMNS, 1) if column.staff]
    yield changes.protect(Area(number), PROTECTED_TAB, [column_area(number, index, header + 1) for index in staff])


def _alert_cells(area: Area, column: OwnedColumn) -> Iterator[Json]:
    """Yield formats and colours of the cells of one column of the alerts tab."""
    if column.staff:
        look = input_look(column.kind)
    elif column.name in {"what", "fix"}:
        look = LOOKS["wrap"]
    else:
        look = LOOKS[f"cell_{column.kind}"]
    yield changes.show(area, cell_format(look))
    if column.name == "severity":
        yield from status_colours(area)
    if column.name == "state":
        for word in ALERT_STATES["resolved"].all():
            yield changes.colour_where(area, changes.text_is(word), status_format("ok"))


def _alert_places(tab: Tab, edit: TabEdits | NewTab) -> dict[int, tuple[OwnedColumn, str]]:
    """Return column number -> which column of the alerts tab it is, and the language of its title.

    Titles are looked for in what stands there and in what is about to be written.
    """
    known = {
        fold_header(column.title(language)): (column, language) for column in ALERT_COLUMNS for language in LANGUAGES
    }
    texts: Iterable[tuple[int, object]] = (
        *((number, value) for row in tab.rows[:HEADER_ROWS] for number, value in enumerate(row, 1)),
        *((block.column, value) for block in edit.columns for value in block.values),
    )
    found: dict[int, tuple[OwnedColumn, str]] = {}
    for number, value in texts:
        if isinstance(value, str) and (match := known.get(fold_header(value))) is not None:
            found.setdefault(number, match)
    return found


def _language_of(title: str) -> str:
    return next((language for language in LANGUAGES if _same(title, ALERTS.in_language(language))), LANGUAGES[0])
