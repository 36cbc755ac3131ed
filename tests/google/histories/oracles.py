"""What must hold, told from the cells of the emulator alone, without the code that reads and plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import Formula
from tests.emulator.grid.sheet import Sheet
from tests.emulator.person import Person
from tests.google.histories.acts import ALERTS, MARK, area_of, is_mark

Column = tuple[tuple[int, Any], ...]
Beside = dict[str, dict[str, Any]]
"""Key -> title of ours -> what stands there."""


def staff_cells(book: Book, *, formulas: bool = True, alerts: bool = True) -> dict[int, list[Column]]:
    """Return what staff entered: sheet -> its columns from left to right, each with its cells by row.

    Columns without anything are left out, since columns of ours are inserted. In the list of alerts only the columns
    of staff count.

    Args:
        book: the spreadsheet.
        formulas: whether the texts of formulas count, which name other cells by where these stand.
        alerts: whether the list of alerts counts.
    """
    found = {}
    for sheet in book.sheets:
        if not sheet.title.startswith(MARK):
            columns = _columns(sheet)
            found[sheet.sheet_id] = [
                tuple((row, value if formulas or not isinstance(value, Formula) else "=") for row, value in column)
                for column in columns.values()
                if not any(is_mark(value) for _, value in column)
            ]
        elif sheet.title == ALERTS and alerts:
            texts = ("Hoãn đến", "Ghi chú")
            columns = _columns(sheet)
            found[sheet.sheet_id] = [
                tuple(cell for cell in column if cell[1] not in texts)
                for column in columns.values()
                if any(value in texts for _, value in column) and len(column) > 1
            ]
    return found


def own_columns(book: Book) -> dict[tuple[int, str], Column]:
    """Return (sheet, title) -> the cells below, of our columns in staff's tabs."""
    found = {}
    for sheet in book.sheets:
        if not sheet.title.startswith(MARK):
            for column in _columns(sheet).values():
                title = next((value for _, value in column if is_mark(value)), None)
                if title is not None:
                    found[sheet.sheet_id, title] = tuple(cell for cell in column if not is_mark(cell[1]))
    return found


def _columns(sheet: Sheet) -> dict[int, Column]:
    found: dict[int, list[tuple[int, Any]]] = {}
    for row, column, cell in sheet.cells_in(sheet.whole()):
        if cell.value not in (None, ""):
            found.setdefault(column, []).append((row, cell.value))
    return {column: tuple(cells) for column, cells in sorted(found.items())}


# --- flags beside rows


def rows_of(person: Person) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Yield tab, row number and title -> value of each row of a table; a title that stands twice is left out."""
    for sheet in person.book.sheets:
        if sheet.title.startswith(MARK):
            continue
        lines = person.values(f"'{sheet.title}'")
        header = area_of(sheet).header
        titles = lines[header] if header < len(lines) else []
        counts = Counter(titles)
        for number, line in enumerate(lines[header + 1 :], header + 2):
            cells = [*line, *[""] * (len(titles) - len(line))]
            row = {title: value for title, value in zip(titles, cells, strict=False) if title and counts[title] == 1}
            rest = [value for title, value in zip(titles, cells, strict=False) if not is_mark(title)]
            empty = not any(value != "" for value in [*rest, *cells[len(titles) :]])
            yield sheet.title, number, {} if empty and not any(map(row.get, row)) else row


def wrong_flags(
    person: Person, only: frozenset[str] | None = None, *, whole: bool = True, blank: bool = True
) -> list[str]:
    """Return what stands beside a row that it is not about; nothing is said of a table whose titles were changed.

    Args:
        person: somebody who looks at the spreadsheet.
        only: titles of our columns to look at; None for all.
        whole: whether a flag that is missing is wrong as well.
        blank: whether a flag beside a row that holds nothing else is wrong as well.
    """
    rows = list(rows_of(person))
    keys = Counter(row.get("Mã") for _, _, row in rows)
    renamed = {tab for tab, _, row in rows if row and not {"Mã", "Số lượng", "Đơn giá"} <= row.keys()}
    wrong = []
    for tab, number, row in rows:
        if tab in renamed or not row or not (blank or _theirs(row)):
            continue
        single = keys[row["Mã"]] == 1 and not renamed
        for title, holds in _judged(row, single=single, whole=whole).items():
            if not holds and (only is None or title in only):
                wrong.append(f"{tab} row {number}: {title} {row.get(title)!r} beside {_theirs(row)}")
    return wrong


def _judged(row: Mapping[str, Any], *, single: bool, whole: bool) -> dict[str, bool]:
    """Return title of ours -> whether what stands there is about this row."""
    stock, price = row["Số lượng"], row["Đơn giá"]
    status, why, worth = (row.get(f"{MARK} {title}", "") for title in ("Trạng thái", "Lý do", "Giá trị"))
    low = _is_number(stock) and stock < 0
    judged = {
        f"{MARK} Trạng thái": True,
        f"{MARK} Lý do": "SHP101" not in why or (low and f"{stock:g}".replace("-", "") in why),
        f"{MARK} Giá trị": worth == ""
        or (_is_number(stock) and _is_number(price) and abs(worth - stock * price) < 1e-6),
    }
    if not _theirs(row):
        return {title: row.get(title, "") in {"", None} for title in judged}
    if row["Mã"] and single and _is_number(stock) and (price == "" or (_is_number(price) and price >= 0)):
        expected = "Lỗi" if low else "Hợp lệ"
        judged[f"{MARK} Trạng thái"] = status == expected or (status == "" and not whole)
        if whole:
            judged[f"{MARK} Lý do"] &= ("SHP101" in why) == low
            judged[f"{MARK} Giá trị"] &= (worth != "") == bool(price)
    return judged


def _theirs(row: Mapping[str, Any]) -> dict[str, Any]:
    return {title: value for title, value in row.items() if not is_mark(title) and value != ""}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def misplaced_notes(person: Person) -> list[str]:
    """Return the notes that stand beside another alert than the one that they name."""
    if ALERTS not in person.titles():
        return []
    cells = [line for line in person.values(f"'{ALERTS}'") if line and line[0]]
    notes = [(line[0], value) for line in cells for value in line if isinstance(value, str) and value.startswith("về ")]
    return [f"{note!r} beside {name}" for name, note in notes if note != f"về {name}"]


def beside_keys(person: Person) -> Beside:
    """Return key -> title of ours -> what stands there, for keys that stand once."""
    rows = [row for _, _, row in rows_of(person) if row.get("Mã")]
    counts = Counter(row["Mã"] for row in rows)
    return {
        row["Mã"]: {title: value for title, value in row.items() if is_mark(title)}
        for row in rows
        if counts[row["Mã"]] == 1
    }
