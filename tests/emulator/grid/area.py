"""Rectangles of a sheet: half-open, possibly unbounded, and their JSON forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

ROWS = "ROWS"
COLUMNS = "COLUMNS"


class Area(NamedTuple):
    """A rectangle with zero-based rows and columns, ends exclusive; None means to the edge of the grid."""

    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None

    def bounded(self, rows: int, columns: int) -> Box:
        """Within a grid of this size."""
        top = min(self.top or 0, rows)
        left = min(self.left or 0, columns)
        bottom = rows if self.bottom is None else min(self.bottom, rows)
        right = columns if self.right is None else min(self.right, columns)
        return Box(top, max(top, bottom), left, max(left, right))


class Box(NamedTuple):
    """A rectangle with all four sides known; ends exclusive."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.right - self.left

    @property
    def is_empty(self) -> bool:
        """No cell at all."""
        return self.height <= 0 or self.width <= 0

    def meets(self, other: Box) -> bool:
        """Do the two share a cell?"""
        return (
            self.top < other.bottom and other.top < self.bottom and self.left < other.right and other.left < self.right
        )

    def holds(self, other: Box) -> bool:
        """Is every cell of the other one in this one?"""
        return (
            self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )

    def common(self, other: Box) -> Box:
        """The cells that are in both."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Box(top, max(top, bottom), left, max(left, right))


def area_of(grid_range: Mapping[str, Any]) -> Area:
    """The rectangle of a GridRange; absent sides are unbounded."""
    return Area(
        grid_range.get("startRowIndex"),
        grid_range.get("endRowIndex"),
        grid_range.get("startColumnIndex"),
        grid_range.get("endColumnIndex"),
    )


def grid_range(sheet_id: int, area: Area | Box) -> dict[str, Any]:
    """The GridRange of a rectangle; the number of the first sheet, 0, is left out as Google does."""
    found: dict[str, Any] = {"sheetId": sheet_id} if sheet_id else {}
    names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    found |= {name: side for name, side in zip(names, area, strict=True) if side is not None}
    return found


def dimension_range(sheet_id: int, dimension: str, start: int, end: int) -> dict[str, Any]:
    """A DimensionRange of whole rows or columns."""
    found: dict[str, Any] = {"sheetId": sheet_id} if sheet_id else {}
    return found | {"dimension": dimension, "startIndex": start, "endIndex": end}
