"""Single requests of a ``spreadsheets.batchUpdate`` (pure). Rows and columns count from 1, ends are inclusive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sync.backends.google.memo import KEY

Json = dict[str, Any]


class Area(NamedTuple):
    """A rectangle of a sheet; None is open to that side, as far as the grid goes or will go."""

    sheet_id: int
    first_row: int | None = None
    last_row: int | None = None
    first_column: int | None = None
    last_column: int | None = None

    def grid_range(self) -> Json:
        """Return it as a ``GridRange``."""
        bounds = (
            ("startRowIndex", self.first_row, 1),
            ("endRowIndex", self.last_row, 0),
            ("startColumnIndex", self.first_column, 1),
            ("endColumnIndex", self.last_column, 0),
        )
        return {"sheetId": self.sheet_id} | {name: at - less for name, at, less in bounds if at is not None}


def column_area(sheet_id: int, column: int, first_row: int | None = None) -> Area:
    """Return one column, from some row down."""
    return Area(sheet_id, first_row, None, column, column)


def _lines(sheet_id: int, dimension: str, first: int, last: int) -> Json:
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": first - 1, "endIndex": last}


def insert_columns(sheet_id: int, first: int, count: int, grid_columns: int) -> Json:
    """Insert columns before the column ``first``, or at the end of a grid of so many columns."""
    span = _lines(sheet_id, "COLUMNS", first, first + count - 1)
    return {"insertDimension": {"range": span, "inheritFromBefore": first > grid_columns}}


def append_lines(sheet_id: int, dimension: str, count: int) -> Json:
    """Let the grid grow by so many ``"ROWS"`` or ``"COLUMNS"`` at its end."""
    return {"appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": count}}


def resize(sheet_id: int, dimension: str, first: int, last: int, size: int) -> Json:
    """Set the width of columns or the height of rows, in pixels."""
    return {
        "updateDimensionProperties": {
            "range": _lines(sheet_id, dimension, first, last),
            "properties": {"pixelSize": size},
            "fields": "pixelSize",
        }
    }


def show(area: Area, cell_format: Json) -> Json:
    """Give all cells of an area a format, in place of whatever they had."""
    fields = "userEnteredFormat"
    return {"repeatCell": {"range": area.grid_range(), "cell": {"userEnteredFormat": cell_format}, "fields": fields}}


def show_numbers(area: Area, number_format: Json) -> Json:
    """Give all cells of an area a number format; the rest of their looks stays."""
    fields = "userEnteredFormat.numberFormat"
    cell = {"userEnteredFormat": {"numberFormat": number_format}}
    return {"repeatCell": {"range": area.grid_range(), "cell": cell, "fields": fields}}


def plain(area: Area) -> Json:
    """Take formats and drop-down lists from all cells of an area; what stands in them stays."""
    return {"repeatCell": {"range": area.grid_range(), "cell": {}, "fields": "userEnteredFormat,dataValidation"}}


def drop_down(area: Area, words: Sequence[str], *, strict: bool) -> Json:
    """Offer words in a list; ``strict`` refuses any others that somebody types."""
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": word} for word in words]}
    rule = {"condition": condition, "strict": strict, "showCustomUi": True}
    return {"setDataValidation": {"range": area.grid_range(), "rule": rule}}


def anchor(sheet_id: int, column: int, title: str) -> Json:
    """Attach our metadata to a column, which from then on goes where the column goes."""
    return metadata({"dimensionRange": _lines(sheet_id, "COLUMNS", column, column)}, title)


def metadata(location: Json, value: str) -> Json:
    """Attach our metadata to a place."""
    # Visible to the document, not to one Google Cloud project: the account may be exchanged for one elsewhere.
    entry = {"metadataKey": KEY, "metadataValue": value, "location": location, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def forget(metadata_id: int) -> Json:
    """Take our metadata of some id away."""
    lookup = {"metadataId": metadata_id}
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}}


def protect(area: Area, description: str, free: Sequence[Area] = ()) -> Json:
    """Let Google ask before somebody edits an area; nobody is refused.

    Args:
        area: the area.
        description: what people read.
        free: areas within that may be edited without being asked; only where ``area`` is a whole sheet.
    """
    found: Json = {"range": area.grid_range(), "description": description, "warningOnly": True}
    if free:
        found["unprotectedRanges"] = [one.grid_range() for one in free]
    return {"addProtectedRange": {"protectedRange": found}}


def colour_where(area: Area, condition: Json, cell_format: Json, index: int = 0) -> Json:
    """Add a rule of conditional formatting; the lower its index, the sooner it counts."""
    rule = {
        "ranges": [area.grid_range()],
        "booleanRule": {"condition": condition, "format": cell_format},
    }
    return {"addConditionalFormatRule": {"rule": rule, "index": index}}


def forget_rules(sheet_id: int, count: int) -> list[Json]:
    """Take the first rules of conditional formatting of a sheet away."""
    return [{"deleteConditionalFormatRule": {"sheetId": sheet_id, "index": 0}}] * count


def text_is(text: str) -> Json:
    """Return the condition that a cell holds just this text."""
    return {"type": "TEXT_EQ", "values": [{"userEnteredValue": text}]}


def formula_holds(formula: str) -> Json:
    """Return the condition that a formula is true or not zero.

    The formula must do without separators between arguments, which differ from locale to locale.
    """
    return {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}


def new_sheet(
    sheet_id: int, title: str, size: tuple[int, int], colour_style: Json, freeze: tuple[int, int] | None = None
) -> Json:
    """Add a sheet of so many rows and columns at the end, without grid lines."""
    rows, columns = size
    grid: Json = {"rowCount": rows, "columnCount": columns, "hideGridlines": True} | frozen(freeze)
    properties = {"sheetId": sheet_id, "title": title, "gridProperties": grid, "tabColorStyle": colour_style}
    return {"addSheet": {"properties": properties}}


def frozen(freeze: tuple[int, int] | None) -> Json:
    """Return the grid properties that keep rows and columns in sight."""
    names = ("frozenRowCount", "frozenColumnCount")
    return {name: count for name, count in zip(names, freeze or (0, 0), strict=True) if count}


def filter_rows(area: Area) -> Json:
    """Put filter buttons over an area whose first row is its header; sorting by them moves whole rows of the area."""
    return {"setBasicFilter": {"filter": {"range": area.grid_range()}}}
