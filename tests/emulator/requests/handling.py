"""What every request of a batch is given, and its helpers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from tests.emulator.errors import invalid
from tests.emulator.fields import Mask, update_mask
from tests.emulator.grid.area import Area, Box, area_of, grid_range
from tests.emulator.grid.book import Book
from tests.emulator.grid.protection import check_editable
from tests.emulator.grid.sheet import Sheet
from tests.emulator.web.discovery import SHEETS, discovery

Json = dict[str, Any]


class Context(NamedTuple):
    """The spreadsheet that is changed, by whom, and the day."""

    book: Book
    user: str
    today: date

    def box(self, body: Mapping[str, Any] | None, *, editing: bool = True) -> tuple[Sheet, Box]:
        """The sheet and rectangle of a GridRange.

        Raises:
            ApiError: 400 for a missing range, another's protection or a place outside the grid.
        """
        if body is None:
            raise invalid("No range is specified.")
        sheet = self.book.sheet_of(body)
        box = sheet.box(body)
        if editing:
            check_editable(self.book, sheet, box, self.user)
        return sheet, box

    def lines(self, body: Mapping[str, Any] | None) -> tuple[Sheet, str, int, int]:
        """The sheet, dimension, start and end of a DimensionRange.

        Raises:
            ApiError: 400 for a missing or empty range.
        """
        if body is None:
            raise invalid("No range is specified.")
        sheet = self.book.sheet_of(body)
        return sheet, *sheet.span(body)

    def full_range(self, body: Mapping[str, Any]) -> Json:
        """A GridRange as it is kept: with sides cut to the grid, and all of them when it has none."""
        sheet = self.book.sheet_of(body)
        sheet.box(body)
        area = area_of(body)
        if area == Area():
            return grid_range(sheet.sheet_id, sheet.whole())
        rows, columns = sheet.size
        cut = Area(
            area.top,
            None if area.bottom is None else min(area.bottom, rows),
            area.left,
            None if area.right is None else min(area.right, columns),
        )
        return grid_range(sheet.sheet_id, cut)


Handler = Callable[[Context, Any], Json | None]


def mask_of(body: Mapping[str, Any], schema: str) -> Mask:
    """The mask of an update, whose root is a schema.

    Raises:
        ApiError: 400 for a missing mask or an unknown field.
    """
    return update_mask(body.get("fields"), known=lambda path: discovery(SHEETS).knows_path(schema, path))
