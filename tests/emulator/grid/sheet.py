"""One sheet: its grid of rows and columns and what is laid over it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from tests.emulator.errors import exceeds_grid, invalid
from tests.emulator.grid.a1 import box_name, shown_title
from tests.emulator.grid.area import COLUMNS, ROWS, Area, Box, area_of
from tests.emulator.grid.cell import BLANK, EMPTY, Cell, Line

DEFAULT_ROWS = 1000
DEFAULT_COLUMNS = 26
DEFAULT_HEIGHT = 21
DEFAULT_WIDTH = 100
Json = dict[str, Any]

# Lists of objects over the grid. The objects are replaced, never changed in place, so that copying the lists
# is a full snapshot.
LISTS = (
    "merges",
    "protected",
    "conditional",
    "filter_views",
    "charts",
    "banding",
    "row_groups",
    "column_groups",
    "slicers",
    "tables",
)


class Sheet:
    """A sheet of a spreadsheet.

    Attributes:
        properties: SheetProperties without index and grid size, which follow from the model.
        rows, columns: One line each; their number is the size of the grid.
        metadata: Numbers of the developer metadata of the sheet itself.
    """

    def __init__(self, sheet_id: int, title: str, rows: int = DEFAULT_ROWS, columns: int = DEFAULT_COLUMNS) -> None:
        self.properties: Json = {"sheetId": sheet_id, "title": title, "sheetType": "GRID"}
        self.rows: list[Line] = [BLANK] * rows
        self.columns: list[Line] = [BLANK] * columns
        self.merges: list[Box] = []
        self.protected: list[Json] = []
        self.conditional: list[Json] = []
        self.basic_filter: Json | None = None
        self.filter_views: list[Json] = []
        self.charts: list[Json] = []
        self.banding: list[Json] = []
        self.row_groups: list[Json] = []
        self.column_groups: list[Json] = []
        self.slicers: list[Json] = []
        self.tables: list[Json] = []
        self.metadata: tuple[int, ...] = ()

    @property
    def sheet_id(self) -> int:
        """Number of the sheet, the `gid` of its link."""
        found: int = self.properties["sheetId"]
        return found

    @property
    def title(self) -> str:
        """Name on the tab."""
        found: str = self.properties["title"]
        return found

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of the grid."""
        return len(self.rows), len(self.columns)

    @property
    def is_hidden(self) -> bool:
        """Is the tab hidden?"""
        return bool(self.properties.get("hidden"))

    def snapshot(self) -> Sheet:
        """A copy that later changes of this one do not reach."""
        twin = copy.copy(self)
        for name in (*LISTS, "rows", "columns"):
            setattr(twin, name, list(getattr(self, name)))
        return twin

    # --- cells

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a zero-based place within the grid."""
        return self.rows[row].cells.get(column, EMPTY)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set one cell."""
        self.put_many(row, {column: cell})

    def put_many(self, row: int, cells: Mapping[int, Cell]) -> None:
        """Set several cells of a row at once."""
        line = self.rows[row]
        merged = {**line.cells, **cells}
        for column, cell in cells.items():
            if cell.is_empty:
                del merged[column]
        self.rows[row] = line._replace(cells=merged)

    def cells_in(self, box: Box) -> Iterator[tuple[int, int, Cell]]:
        """The cells of a rectangle that hold anything, row by row."""
        for row in range(box.top, min(box.bottom, len(self.rows))):
            cells = self.rows[row].cells
            if cells:
                for column in sorted(cells):
                    if box.left <= column < box.right:
                        yield row, column, cells[column]

    # --- rectangles

    def whole(self) -> Box:
        """The whole grid."""
        return Box(0, len(self.rows), 0, len(self.columns))

    def box(self, grid_range: Mapping[str, Any]) -> Box:
        """The rectangle of a GridRange within this grid.

        Raises:
            ApiError: 400 when it begins outside the grid.
        """
        area = area_of(grid_range)
        self.check_start(area, self.range_name(area))
        return area.bounded(*self.size)

    def check_start(self, area: Area, name: str) -> None:
        """Refuse a range that begins outside the grid; one that only ends there is cut."""
        rows, columns = self.size
        if (area.top or 0) >= rows or (area.left or 0) >= columns:
            raise exceeds_grid(name, rows, columns)

    def range_name(self, area: Area) -> str:
        """The name of a rectangle with the sheet's title, as errors show it."""
        rows, columns = self.size
        box = Box(
            area.top or 0,
            rows if area.bottom is None else area.bottom,
            area.left or 0,
            columns if area.right is None else area.right,
        )
        return f"{shown_title(self.title)}!{box_name(box)}"

    # --- lines

    def lines(self, dimension: str) -> list[Line]:
        """The rows or the columns."""
        return self.rows if dimension == ROWS else self.columns

    def set_line(self, dimension: str, index: int, line: Line) -> None:
        """Replace a row's or column's properties."""
        self.lines(dimension)[index] = line

    def groups(self, dimension: str) -> list[Json]:
        """The groups of rows or of columns."""
        return self.row_groups if dimension == ROWS else self.column_groups

    def span(self, dimension_range: Mapping[str, Any]) -> tuple[str, int, int]:
        """Dimension, start and end of a DimensionRange; absent sides mean to the edge.

        Raises:
            ApiError: 400 for a range without a dimension, or outside the grid.
        """
        dimension = dimension_range.get("dimension")
        if dimension not in {ROWS, COLUMNS}:
            raise invalid("No dimension is specified.")
        length = len(self.lines(dimension))
        start = dimension_range.get("startIndex") or 0
        end = dimension_range.get("endIndex")
        end = length if end is None else end
        if start < 0 or end < 0:
            raise invalid(f"range.startIndex[{start}] and range.endIndex[{end}] must be non-negative.")
        if start >= end:
            raise invalid(f"range.startIndex[{start}] must be less than range.endIndex[{end}].")
        return dimension, start, end
