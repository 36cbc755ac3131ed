"""Foreseeing that a write will be refused, because staff have protected what is ours to write. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rules.core.finding import column_letters
from rules.core.owned import ALERT_COLUMNS, ALERTS_HEADER_ROW, is_owned
from rules.core.text import Text, fold_header
from sync.backends.base import ClosedArea, Tab
from sync.checking.messages import CLOSED_AREA, wrong
from sync.reading.office import Reading
from sync.reading.tabs import TabReading
from sync.results import CheckLine

_STAFF_TITLES = frozenset(fold_header(title) for one in ALERT_COLUMNS if one.staff for title in one.titles.all())


def closed_areas(book: Reading, account: str) -> Iterator[CheckLine]:
    """Yield a line about each area that others have protected against us and that holds cells of ours.

    Args:
        book: a workbook and its tables.
        account: in whose name it is written.
    """
    tables = {tab.tab.title: tab for tab in book.tabs}
    for tab in book.snapshot.tabs:
        table = tables.get(tab.title)
        for area in tab.closed:
            if (is_owned(tab.title) and _meets_owned_tab(area, tab)) or (table and _meets_table(area, table)):
                fields = {"tab": tab.title, "area": address(area), "label": _named(area), "account": account}
                yield wrong(CLOSED_AREA, f"{book.snapshot.workbook} · {tab.title}", **fields)


def _meets_owned_tab(area: ClosedArea, tab: Tab) -> bool:
    """Return whether it holds more than the columns that staff fill in the alerts tab."""
    titles = tab.rows[ALERTS_HEADER_ROW - 1] if len(tab.rows) >= ALERTS_HEADER_ROW else ()
    staff = {
        number
        for number, title in enumerate(titles, 1)
        if isinstance(title, str) and fold_header(title) in _STAFF_TITLES
    }
    ours = set(range(1, max(map(len, tab.rows), default=1) + 1)) - staff
    return _holds_one(area, ours, len(tab.rows))


def _meets_table(area: ClosedArea, table: TabReading) -> bool:
    """Return whether it holds our columns beside a table, or the place at its right where the first run makes them."""
    header, last_row = table.header, len(table.tab.rows)
    if header.owned:
        return _holds_one(area, set(header.owned.values()), last_row)
    # Columns are not inserted into what is closed, whichever of its cells are free.
    return _columns_hold(area, header.last_column + 1) and area.first_row <= last_row


def _holds_one(area: ClosedArea, columns: Collection[int], last_row: int) -> bool:
    """Return whether it holds a cell of these columns that is not free; each is written from row 1 on."""
    return area.first_row <= last_row and any(
        _columns_hold(area, column)
        and not any(
            _columns_hold(free, column) and free.first_row == 1 and (free.last_row is None or last_row <= free.last_row)
            for free in area.free
        )
        for column in columns
    )


def _columns_hold(area: ClosedArea, column: int) -> bool:
    return area.first_column <= column and (area.last_column is None or column <= area.last_column)


def address(area: ClosedArea) -> str | Text:
    """Return an area as people write it: ``E1:E30``, ``E:F``, ``5:9``; in words where it is the whole tab."""
    rows = area.first_row > 1 or area.last_row is not None
    columns = area.first_column > 1 or area.last_column is not None
    if not rows and not columns:
        return Text(vi="cả trang", en="the whole tab")
    first, last = column_letters(area.first_column), column_letters(area.last_column or area.first_column)
    if not rows:
        return f"{first}:{last if area.last_column else ''}"
    if not columns:
        return f"{area.first_row}:{area.last_row or ''}"
    return f"{first}{area.first_row}:{last if area.last_column else ''}{area.last_row or ''}"


def _named(area: ClosedArea) -> str:
    return f" (“{area.name}”)" if area.name else ""
