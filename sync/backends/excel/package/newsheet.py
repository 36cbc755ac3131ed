"""New worksheet parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sync.backends.excel.package.cellvalues import Renderer
from sync.backends.excel.package.problems import PackageError
from sync.backends.excel.package.references import column_letters, format_range, parse_range
from sync.backends.excel.package.sheetwriter import Deflater
from sync.backends.excel.package.splice import OFFICE_RELATIONSHIPS, SPREADSHEET, escape_attribute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.backends.excel.package.archive import Packed
    from sync.backends.excel.package.edits import ListChoice, NewTab
    from sync.backends.excel.package.rowedits import EditSet

_LONGEST_TITLE = 31
_LONGEST_CHOICES = 255
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_COLOR = re.compile(r"[0-9A-Fa-f]{6}")
_LEVEL = 6


def check_title(title: str) -> None:
    """Refuse a tab name that Excel does not take.

    Raises:
        PackageError: bad_title.
    """
    length = len(title.encode("utf-16-le")) // 2
    if not title or length > _LONGEST_TITLE or _FORBIDDEN.search(title) or title.strip("'") != title:
        raise PackageError("bad_title", f"{title!r} cannot be the name of a tab")
    if title.casefold() == "history":
        raise PackageError("bad_title", "Excel keeps the name History for itself")


def new_sheet(tab: NewTab, edits: EditSet, styles: Mapping[str, int], *, date1904: bool) -> Packed:
    """The packed part of a new tab.

    Raises:
        PackageError: bad_edit, bad_value, text_too_long.
    """
    deflater = Deflater(_LEVEL)
    try:
        deflater.add(_head(tab, edits).encode())
        heights = dict(tab.row_heights)
        for edit in edits.rows(Renderer(b"", date1904), styles):
            deflater.add(b'<row r="%d"%b>%b</row>' % (edit.row, _height(heights.get(edit.row)), edit.whole()))
        deflater.add(_tail(tab).encode())
        return deflater.result()
    finally:
        deflater.close()


def _height(points: float | None) -> bytes:
    return b"" if points is None else f' ht="{points:g}" customHeight="1"'.encode()


def _head(tab: NewTab, edits: EditSet) -> str:
    bounds = edits.bounds
    reference = format_range((*bounds,)) if bounds is not None else "A1"
    pieces = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
    pieces.append(f'<worksheet xmlns="{SPREADSHEET}" xmlns:r="{OFFICE_RELATIONSHIPS}">')
    if tab.tab_color is not None:
        if _COLOR.fullmatch(tab.tab_color) is None:
            raise PackageError("bad_edit", f"{tab.tab_color!r} is no colour")
        pieces.append(f'<sheetPr><tabColor rgb="FF{tab.tab_color.upper()}"/></sheetPr>')
    pieces.append(f'<dimension ref="{reference}"/>')
    grid = "" if tab.show_grid else ' showGridLines="0"'
    pieces.append(f'<sheetViews><sheetView{grid} workbookViewId="0">{_pane(tab.freeze)}</sheetView></sheetViews>')
    pieces.append('<sheetFormatPr defaultRowHeight="15"/>')
    if tab.column_widths:
        widths = sorted(tab.column_widths.items())
        cols = (f'<col min="{column}" max="{column}" width="{width:g}" customWidth="1"/>' for column, width in widths)
        pieces.append(f"<cols>{''.join(cols)}</cols>")
    pieces.append("<sheetData>")
    return "".join(pieces)


def _pane(freeze: tuple[int, int] | None) -> str:
    if freeze is None or freeze == (0, 0):
        return ""
    rows, columns = freeze
    pane = {(True, True): "bottomRight", (True, False): "bottomLeft", (False, True): "topRight"}[rows > 0, columns > 0]
    split = (f' xSplit="{columns}"' if columns else "") + (f' ySplit="{rows}"' if rows else "")
    corner = f"{column_letters(columns + 1)}{rows + 1}"
    return f'<pane{split} topLeftCell="{corner}" activePane="{pane}" state="frozen"/><selection pane="{pane}"/>'


def _tail(tab: NewTab) -> str:
    pieces = ["</sheetData>"]
    if tab.merged:
        cells = "".join(f'<mergeCell ref="{_checked(each)}"/>' for each in tab.merged)
        pieces.append(f'<mergeCells count="{len(tab.merged)}">{cells}</mergeCells>')
    if tab.choices:
        rules = "".join(map(_choice, tab.choices))
        pieces.append(f'<dataValidations count="{len(tab.choices)}">{rules}</dataValidations>')
    pieces.append('<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>')
    pieces.append('<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>')
    return "".join(pieces)


def _checked(reference: str) -> str:
    area = parse_range(reference)
    if area is None:
        raise PackageError("bad_edit", f"{reference!r} is no range")
    return format_range(area)


def _choice(choice: ListChoice) -> str:
    listed = ",".join(choice.choices)
    if any("," in each for each in choice.choices) or len(listed) > _LONGEST_CHOICES:
        raise PackageError("bad_edit", "a drop-down list takes 255 characters in all and no commas")
    formula = escape_attribute('"' + listed.replace('"', '""') + '"').decode().replace("&quot;", '"')
    reference = _checked(choice.ref)
    return (
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorStyle="warning" sqref="{reference}">'
        f"<formula1>{formula}</formula1></dataValidation>"
    )
