"""What a person does to a spreadsheet of goods in one go, wherever things stand by now.

An act takes a source of chance and the person, and does something that the spreadsheet allows; where it finds nothing
to do it to, it says so by :class:`NothingToDoError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType

from rules.core.owned import OWNED_MARK
from tests.emulator import Person
from tests.emulator.errors import ApiError
from tests.emulator.grid.sheet import Sheet

MARK = OWNED_MARK.strip()
ALERTS = f"{MARK} Cảnh báo"


class NothingToDoError(Exception):
    """An act finds nothing that it could be done to."""


@dataclass(frozen=True)
class Area:
    """The table of a staff tab; rows and columns are numbered from zero, ends exclusive.

    Attributes:
        title: title of the tab.
        header: row of the header.
        end: the row behind the last one that holds anything.
        width: the column behind the last one that holds anything.
        own: the columns that bear the mark.
    """

    title: str
    header: int
    end: int
    width: int
    own: tuple[int, ...]

    @property
    def theirs(self) -> int:
        """Return the column behind the last one before ours."""
        return min(self.own, default=self.width)

    def row(self, rng: Random) -> int:
        """Return one of the rows below the header."""
        if self.end <= self.header + 1:
            raise NothingToDoError
        return rng.randrange(self.header + 1, self.end)

    def address(self, top: int, bottom: int, left: int, right: int) -> str:
        """Return the address of a rectangle."""
        return f"'{self.title}'!{_letter(left)}{top + 1}:{_letter(right - 1)}{bottom}"

    def cell(self, row: int, column: int) -> str:
        """Return the address of a cell."""
        return f"'{self.title}'!{_letter(column)}{row + 1}"


def area(rng: Random, person: Person) -> Area:
    """Return the table of one of the staff's tabs."""
    sheets = [sheet for sheet in person.book.sheets if not sheet.title.startswith(MARK)]
    return area_of(rng.choice(sheets))


def area_of(sheet: Sheet) -> Area:
    """Return the table of a tab."""
    used = [(row, column) for row, column, cell in sheet.cells_in(sheet.whole()) if cell.value not in (None, "")]
    marked = [(row, column) for row, column in used if is_mark(sheet.cell(row, column).value)]
    named = [row for row, column in used if sheet.cell(row, column).value in {"Mã", "Số lượng", "Ghi chú"}]
    header = min([row for row, _ in marked] + named, default=1)
    return Area(
        sheet.title,
        header,
        max((row for row, _ in used), default=0) + 1,
        max((column for _, column in used), default=0) + 1,
        tuple(sorted({column for _, column in marked})),
    )


def is_mark(value: object) -> bool:
    """Return whether a value is a title of ours."""
    return isinstance(value, str) and value.startswith(MARK)


def _letter(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else "A" + chr(ord("A") + column - 26)


# --- rows


def sort_whole(rng: Random, person: Person) -> None:
    """Sort all rows, with our columns."""
    found = area(rng, person)
    found.row(rng)
    _sort(rng, person, found, found.header + 1, found.end, found.width)


def sort_without_ours(rng: Random, person: Person) -> None:
    """Sort all rows of their own columns only."""
    found = area(rng, person)
    found.row(rng)
    _sort(rng, person, found, found.header + 1, found.end, found.theirs)


def sort_part(rng: Random, person: Person) -> None:
    """Sort some of the rows, with our columns or without."""
    found = area(rng, person)
    first, last = sorted([found.row(rng), found.row(rng)])
    _sort(rng, person, found, first, last + 1, rng.choice([found.width, found.theirs]))


def _sort(rng: Random, person: Person, found: Area, top: int, bottom: int, right: int) -> None:
    if not right:
        raise NothingToDoError
    column, descending = rng.randrange(min(right, 4)), rng.random() < 0.5
    person.sort(found.address(top, bottom, 0, right), column, descending=descending)


def insert_rows(rng: Random, person: Person) -> None:
    """Insert a row or two, blank or filled."""
    found = area(rng, person)
    at = rng.randrange(found.header + 1, found.end + 1)
    person.insert_rows(found.title, at, rng.randint(1, 2))
    if rng.random() < 0.6:
        person.type(found.cell(at, 0), [[f"M{rng.randrange(100)}", rng.randint(-40, 90), 10, "mới"][: found.theirs]])


def delete_row(rng: Random, person: Person) -> None:
    """Delete a row."""
    found = area(rng, person)
    person.delete_rows(found.title, found.row(rng))


def move_rows(rng: Random, person: Person) -> None:
    """Drag a row or two to another place."""
    found = area(rng, person)
    at = found.row(rng)
    count = rng.randint(1, min(2, found.end - at))
    before = rng.randrange(found.header + 1, found.end + 2)
    if at <= before <= at + count:
        raise NothingToDoError
    person.move_rows(found.title, at, count, before)


def duplicate_row(rng: Random, person: Person) -> None:
    """Copy a row, with our columns or without, into a new one or below the others."""
    found = area(rng, person)
    at, right = found.row(rng), rng.choice([found.width, found.theirs])
    to = found.end
    if rng.random() < 0.5:
        person.insert_rows(found.title, at + 1)
        to = at + 1
    person.copy(found.address(at, at + 1, 0, right), found.address(to, to + 1, 0, right))


def cut_row(rng: Random, person: Person) -> None:
    """Cut a row, with our columns or without, and paste it below the others or over one of them."""
    found = area(rng, person)
    at, right = found.row(rng), rng.choice([found.width, found.theirs])
    to = rng.choice([found.end, found.end + 2, found.row(rng)])
    person.cut(found.address(at, at + 1, 0, right), found.cell(to, 0))


# --- cells


def edit_key(rng: Random, person: Person) -> None:
    """Type another key, one that stands elsewhere, or none."""
    found = area(rng, person)
    column = _column(person, found, "Mã")
    new = rng.choice([f"Z{rng.randrange(100)}", "", f"H{rng.randint(1, 15):02}"])
    person.put(found.cell(found.row(rng), column), [[new]])


def edit_input(rng: Random, person: Person) -> None:
    """Type another quantity or price, or something that is none."""
    found = area(rng, person)
    column = _column(person, found, rng.choice(["Số lượng", "Số lượng", "Đơn giá"]))
    person.put(found.cell(found.row(rng), column), [[rng.choice([rng.randint(-40, 90), rng.randint(-40, 90), "chữ"])]])


def edit_other(rng: Random, person: Person) -> None:
    """Type a note or a formula, which no plan is made from."""
    found = area(rng, person)
    person.type(found.cell(found.row(rng), _column(person, found, "Ghi chú")), [[rng.choice(["x", "=1+1", ""])]])


def _column(person: Person, found: Area, title: str) -> int:
    sheet = person.sheet(found.title)
    for column in range(found.width):
        if sheet.cell(found.header, column).value == title:
            return column
    raise NothingToDoError


# --- columns


def insert_column(rng: Random, person: Person) -> None:
    """Insert a column anywhere, blank or filled."""
    found = area(rng, person)
    at = rng.randrange(found.width + 1)
    person.insert_columns(found.title, at)
    if rng.random() < 0.7:
        lines = [["Kệ"], *([f"k{row}"] for row in range(found.end - found.header - 1))]
        person.type(found.cell(found.header, at), lines)


def swap_columns(rng: Random, person: Person) -> None:
    """Drag a column of theirs to another place among theirs."""
    found = area(rng, person)
    _move_column(rng, person, found, range(found.theirs), found.theirs)


def move_our_column(rng: Random, person: Person) -> None:
    """Drag one of our columns to another place."""
    found = area(rng, person)
    _move_column(rng, person, found, found.own, found.width)


def _move_column(rng: Random, person: Person, found: Area, columns: range | tuple[int, ...], right: int) -> None:
    if not columns:
        raise NothingToDoError
    at, before = rng.choice(columns), rng.randrange(right + 1)
    if before in (at, at + 1):
        raise NothingToDoError
    person.move_columns(found.title, at, 1, before)


def rename_column(rng: Random, person: Person) -> None:
    """Give a column of theirs another title: one that is known for it, or one that is not."""
    found = area(rng, person)
    sheet = person.sheet(found.title)
    titled = [column for column in range(found.theirs) if sheet.cell(found.header, column).value not in (None, "")]
    if not titled:
        raise NothingToDoError
    column = rng.choice(titled)
    known = {"Mã": "Code", "Số lượng": "Quantity", "Đơn giá": "Price", "Code": "Mã", "Quantity": "Số lượng"}
    new = known.get(str(sheet.cell(found.header, column).value), "Diễn giải")
    person.put(found.cell(found.header, column), [["SL tồn" if rng.random() < 0.1 else new]])


def delete_our_column(rng: Random, person: Person) -> None:
    """Delete one of our columns."""
    found = area(rng, person)
    if not found.own:
        raise NothingToDoError
    person.delete_columns(found.title, rng.choice(found.own))


# --- tabs


def rename_tab(rng: Random, person: Person) -> None:
    """Give a tab of theirs another title."""
    person.rename(area(rng, person).title, f"Hàng {rng.randrange(100)}")


def rename_our_tab(rng: Random, person: Person) -> None:
    """Give a tab of ours another title, with the mark or without."""
    person.rename(_ours(rng, person), f"{rng.choice([MARK + ' ', ''])}Cũ {rng.randrange(100)}")


def delete_our_tab(rng: Random, person: Person) -> None:
    """Delete a tab of ours."""
    person.delete_sheet(_ours(rng, person))


def _ours(rng: Random, person: Person) -> str:
    titles = [title for title in person.titles() if title.startswith(MARK)]
    if not titles:
        raise NothingToDoError
    return rng.choice(titles)


def note_alert(rng: Random, person: Person) -> None:
    """Type a note beside an alert, which says whose it is."""
    sheet, header, rows = _alerts(person)
    row = rng.choice(rows)
    title = next((column for column in range(30) if sheet.cell(header, column).value == "Ghi chú"), None)
    if title is None:
        raise NothingToDoError
    person.put(f"'{ALERTS}'!{_letter(title)}{row + 1}", [[f"về {sheet.cell(row, 0).value}"]])


def sort_alerts(rng: Random, person: Person) -> None:
    """Sort the list of alerts by one of its columns."""
    sheet, header, rows = _alerts(person)
    right = len(sheet.columns)
    where = Area(ALERTS, header, max(rows) + 1, right, ())
    person.sort(where.address(header + 1, max(rows) + 1, 0, right), rng.randrange(5), descending=rng.random() < 0.5)


def _alerts(person: Person) -> tuple[Sheet, int, list[int]]:
    if ALERTS not in person.titles():
        raise NothingToDoError
    sheet = person.sheet(ALERTS)
    filled = [
        row for row, column, cell in sheet.cells_in(sheet.whole()) if column == 0 and cell.value not in (None, "")
    ]
    header = next((row for row in filled if sheet.cell(row, 0).value == "Mã cảnh báo"), None)
    rows = [row for row in filled if header is not None and row > header]
    if header is None or not rows:
        raise NothingToDoError
    return sheet, header, rows


Act = Callable[[Random, Person], None]

ACTS: dict[Act, int] = {
    sort_whole: 8,
    sort_without_ours: 8,
    sort_part: 10,
    insert_rows: 10,
    delete_row: 7,
    move_rows: 8,
    duplicate_row: 8,
    cut_row: 8,
    edit_key: 8,
    edit_input: 8,
    edit_other: 3,
    insert_column: 7,
    swap_columns: 6,
    move_our_column: 2,
    rename_column: 5,
    delete_our_column: 1,
    rename_tab: 1,
    rename_our_tab: 1,
    delete_our_tab: 1,
    note_alert: 3,
    sort_alerts: 3,
}
"""Each act, and how often it is chosen beside the others."""


def act(rng: Random, person: Person, acts: Mapping[Act, int] = MappingProxyType(ACTS)) -> str:
    """Do something; return what."""
    while True:
        chosen = rng.choices(list(acts), list(acts.values()))[0]
        try:
            chosen(rng, person)
        except (NothingToDoError, ApiError):
            continue
        return chosen.__name__
