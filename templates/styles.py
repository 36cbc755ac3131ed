"""Looks of cells of a new .xlsx, applied cheaply to many cells."""

from __future__ import annotations

from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from templates.looks import LINE, LOOKS, SLATE, Look


class Styler:
    """Gives cells of one workbook their look; each look is entered into the workbook's style table once."""

    def __init__(self) -> None:
        self._made: dict[Look, Any] = {}

    def apply(self, cell: Any, look: Look | str) -> None:
        """Give ``cell`` a look, by value or by its name in :data:`LOOKS`."""
        wanted = LOOKS[look] if isinstance(look, str) else look
        made = self._made.get(wanted)
        if made is None:
            _style(cell, wanted)
            # The array of style numbers is what makes ten thousand cells cheap; openpyxl has no public name for it.
            # Cells share it, so a cell that has a look must not be styled again by other means.
            self._made[wanted] = cell._style  # noqa: SLF001
        else:
            cell._style = made  # noqa: SLF001

    def column(self, dimension: Any, look: Look) -> None:
        """Give a whole column, rows not yet made included, its number format and alignment."""
        dimension.number_format = look.number_format
        dimension.alignment = _alignment(look)
        dimension.font = _font(look)


class RecordingStyler(Styler):
    """Remembers each cell's look besides, for a program that shows the same pages by other means.

    Attributes:
        looks: title of the tab -> (row, column) -> look.
    """

    def __init__(self) -> None:
        super().__init__()
        self.looks: dict[str, dict[tuple[int, int], Look]] = {}

    def apply(self, cell: Any, look: Look | str) -> None:
        """Give ``cell`` a look and remember it."""
        super().apply(cell, look)
        wanted = LOOKS[look] if isinstance(look, str) else look
        self.looks.setdefault(cell.parent.title, {})[cell.row, cell.column] = wanted


def _style(cell: Cell, look: Look) -> None:
    cell.font = _font(look)
    cell.number_format = look.number_format
    cell.alignment = _alignment(look)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.edge:
        cell.border = _border(look.edge)


def _font(look: Look) -> Font:
    return Font(name="Calibri", size=look.size, bold=look.bold, italic=look.italic, color=look.ink)


def _alignment(look: Look) -> Alignment:
    return Alignment(horizontal=look.across or None, vertical="center", wrap_text=look.wrap, indent=look.indent)


def _border(edge: str) -> Border:
    thin = Side(style="thin", color=LINE)
    if edge == "top":
        return Border(top=Side(style="thin", color=SLATE), bottom=Side(style="double", color=SLATE))
    if edge == "row":
        return Border(bottom=thin)
    return Border(left=thin, right=thin, top=thin, bottom=thin)
