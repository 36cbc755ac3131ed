"""What reading learnt about a spreadsheet and writing needs again: ids, grids, anchors, protections."""

from __future__ import annotations

from dataclasses import dataclass

KEY = "sheetkeeper"
"""Key of every piece of developer metadata that is ours."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Developer metadata that stands on one column and goes with it wherever people move it.

    Attributes:
        metadata_id: its id, by which the column is addressed.
        title: the owned title that the column was made for.
        column: number of the column from 1, where it stands now.
    """

    metadata_id: int
    title: str
    column: int


@dataclass(frozen=True, slots=True)
class Protection:
    """A protected range. Rows and columns count from 1 and are all inclusive; None is open to that side.

    Attributes:
        protected_id: its id.
        description: what people read in it.
        warning_only: whether it asks before an edit instead of refusing it.
        first_row: first row, or None.
        first_column: first column, or None.
        last_row: last row, or None.
        last_column: last column, or None.
    """

    protected_id: int
    description: str = ""
    warning_only: bool = False
    first_row: int | None = None
    first_column: int | None = None
    last_row: int | None = None
    last_column: int | None = None


@dataclass(frozen=True, slots=True)
class SheetMemo:
    """One sheet of the spreadsheet.

    Attributes:
        sheet_id: its id, which stays when it is renamed or moved.
        title: its title.
        index: its place among the sheets, from 0.
        row_count: rows of its grid.
        column_count: columns of its grid.
        anchors: our metadata on its columns, in order of columns.
        protected: its protected ranges.
        conditional_formats: how many rules of conditional formatting it has.
        frozen_rows: how many rows at the top stay in view.
        computed: cells (row, column) that a formula in another cell fills.
        dates: cells (row, column) of our columns that show a number as a date, blank ones too.
        look: what our metadata on the sheet itself says of how it looks (see ``report_looks``), ``""`` if nothing.
        look_id: id of that metadata, or None.
        charts: ids of the charts that lie on it.
    """

    sheet_id: int
    title: str
    index: int
    row_count: int
    column_count: int
    anchors: tuple[Anchor, ...] = ()
    protected: tuple[Protection, ...] = ()
    conditional_formats: int = 0
    frozen_rows: int = 0
    computed: frozenset[tuple[int, int]] = frozenset()
    dates: frozenset[tuple[int, int]] = frozenset()
    look: str = ""
    look_id: int | None = None
    charts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BookMemo:
    """One spreadsheet.

    Attributes:
        spreadsheet_id: its id.
        locale: its locale as the service names it (``"vi_VN"``).
        time_zone: its time zone (``"Asia/Ho_Chi_Minh"``).
        sheets: its sheets of kind GRID in order.
    """

    spreadsheet_id: str
    locale: str
    time_zone: str
    sheets: tuple[SheetMemo, ...]

    def sheet(self, title: str) -> SheetMemo | None:
        """Return the sheet of that title, or None."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)
