"""Developer metadata: its JSON, and how data filters find it and the ranges they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.emulator.errors import invalid
from tests.emulator.grid.address import Place, placed, placed_range, resolve
from tests.emulator.grid.area import COLUMNS, ROWS, Area, dimension_range
from tests.emulator.grid.book import Book
from tests.emulator.grid.sheet import Sheet

Json = dict[str, Any]
KINDS = {ROWS: "ROW", COLUMNS: "COLUMN", "SHEET": "SHEET", "SPREADSHEET": "SPREADSHEET"}


class Anchor(NamedTuple):
    """Where an entry stands now."""

    number: int
    sheet: Sheet | None
    dimension: str
    at: int

    @property
    def kind(self) -> str:
        """SPREADSHEET, SHEET, ROW or COLUMN."""
        return KINDS[self.dimension]

    def area(self) -> Area:
        """The cells that it is about."""
        if self.dimension == ROWS:
            return Area(self.at, self.at + 1)
        if self.dimension == COLUMNS:
            return Area(left=self.at, right=self.at + 1)
        return Area()


def anchors(book: Book) -> list[Anchor]:
    """Every entry with its present place."""
    return [Anchor(*found) for found in book.anchored()]


def location_json(anchor: Anchor) -> Json:
    """DeveloperMetadataLocation of an entry."""
    found: Json = {"locationType": anchor.kind}
    if anchor.sheet is None:
        return found | {"spreadsheet": True}
    if anchor.dimension == "SHEET":
        return found | {"sheetId": anchor.sheet.sheet_id}
    span = dimension_range(anchor.sheet.sheet_id, anchor.dimension, anchor.at, anchor.at + 1)
    return found | {"dimensionRange": span}


def metadata_json(book: Book, anchor: Anchor) -> Json:
    """DeveloperMetadata of an entry."""
    entry = book.entries[anchor.number]
    found: Json = {"metadataId": entry.number, "metadataKey": entry.key}
    if entry.value:
        found["metadataValue"] = entry.value
    return found | {"location": location_json(anchor), "visibility": entry.visibility}


def found_by_lookup(book: Book, lookup: Mapping[str, Any]) -> list[Anchor]:
    """The entries that a DeveloperMetadataLookup matches; an empty one matches all."""
    return [anchor for anchor in anchors(book) if _matches(book, anchor, lookup)]


def _matches(book: Book, anchor: Anchor, lookup: Mapping[str, Any]) -> bool:
    entry = book.entries[anchor.number]
    wanted = {
        "metadataId": entry.number,
        "metadataKey": entry.key,
        "metadataValue": entry.value,
        "visibility": entry.visibility,
        "locationType": anchor.kind,
    }
    if any(lookup.get(name) is not None and lookup[name] != value for name, value in wanted.items()):
        return False
    place = lookup.get("metadataLocation")
    return place is None or _stands_at(book, anchor, place, lookup.get("locationMatchingStrategy"))


def _stands_at(book: Book, anchor: Anchor, place: Mapping[str, Any], strategy: str | None) -> bool:
    if place.get("spreadsheet"):
        return anchor.sheet is None or strategy != "EXACT_LOCATION"
    if anchor.sheet is None:
        return strategy != "EXACT_LOCATION"
    span = place.get("dimensionRange")
    if span is None:
        same = anchor.sheet.sheet_id == (place.get("sheetId") or 0)
        return same and (strategy != "EXACT_LOCATION" or anchor.dimension == "SHEET")
    sheet = book.sheet_of(span)
    if sheet is not anchor.sheet:
        return False
    dimension, start, end = sheet.span(span)
    if strategy == "EXACT_LOCATION":
        return (anchor.dimension, anchor.at, anchor.at + 1) == (dimension, start, end)
    return anchor.dimension != dimension or start <= anchor.at < end


def found_by_filter(book: Book, data_filter: Mapping[str, Any]) -> list[Anchor]:
    """The entries that a DataFilter matches: by lookup, or by standing in a range.

    Raises:
        ApiError: 400 for a filter that says nothing or names what is not there.
    """
    if data_filter.get("developerMetadataLookup") is not None:
        return found_by_lookup(book, data_filter["developerMetadataLookup"])
    place = _place(book, data_filter)
    rows, columns = place.sheet.size
    return [
        anchor
        for anchor in anchors(book)
        if anchor.sheet is place.sheet and anchor.area().bounded(rows, columns).meets(place.box)
    ]


def places_of_filter(book: Book, data_filter: Mapping[str, Any]) -> list[Place]:
    """The ranges that a DataFilter means; metadata of the spreadsheet means every sheet.

    Raises:
        ApiError: 400 for a filter that says nothing or names what is not there.
    """
    if data_filter.get("developerMetadataLookup") is None:
        return [_place(book, data_filter)]
    found: list[Place] = []
    for anchor in found_by_lookup(book, data_filter["developerMetadataLookup"]):
        sheets = book.sheets if anchor.sheet is None else [anchor.sheet]
        found += [placed(sheet, anchor.area()) for sheet in sheets]
    return list(dict.fromkeys(found))


def _place(book: Book, data_filter: Mapping[str, Any]) -> Place:
    if data_filter.get("a1Range") is not None:
        return resolve(book, data_filter["a1Range"])
    if data_filter.get("gridRange") is not None:
        return placed_range(book, data_filter["gridRange"])
    raise invalid("No data filter is specified.")


def line_metadata(book: Book, sheet: Sheet, dimension: str, index: int) -> list[Json]:
    """The entries of one row or column."""
    line = sheet.lines(dimension)[index]
    return [metadata_json(book, Anchor(number, sheet, dimension, index)) for number in line.metadata]
