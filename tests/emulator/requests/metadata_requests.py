"""Requests about developer metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.emulator.errors import invalid
from tests.emulator.fields import updated
from tests.emulator.grid.area import COLUMNS, ROWS
from tests.emulator.grid.book import Book, Metadata
from tests.emulator.requests.handling import Context, Handler, mask_of
from tests.emulator.sheets.metadata import Anchor, found_by_filter, metadata_json

Json = dict[str, Any]
MAXIMUM_TEXT = 30_000


def place_of(book: Book, location: Mapping[str, Any]) -> Anchor:
    """The place of a DeveloperMetadataLocation: the spreadsheet, a sheet, or exactly one row or column.

    Raises:
        ApiError: 400 for anything else.
    """
    if location.get("spreadsheet"):
        return Anchor(0, None, "SPREADSHEET", 0)
    span = location.get("dimensionRange")
    if span is None:
        if location.get("sheetId") is None:
            raise invalid("A location must be specified.")
        return Anchor(0, book.sheet(location["sheetId"], "sheet"), "SHEET", 0)
    sheet = book.sheet_of(span)
    if span.get("dimension") not in {ROWS, COLUMNS}:
        raise invalid("No dimension is specified.")
    start, end = span.get("startIndex"), span.get("endIndex")
    if start is None or end is None or end - start != 1:
        raise invalid("Developer metadata can only be attached to a single, bounded row or column.")
    if not 0 <= start < len(sheet.lines(span["dimension"])):
        raise invalid("Developer metadata can only be attached to a row or column within the grid.")
    return Anchor(0, sheet, span["dimension"], start)


def attach(book: Book, number: int, place: Anchor) -> None:
    """Let an entry stand at a place."""
    if place.sheet is None:
        book.metadata += (number,)
    elif place.dimension == "SHEET":
        place.sheet.metadata += (number,)
    else:
        line = place.sheet.lines(place.dimension)[place.at]
        place.sheet.set_line(place.dimension, place.at, line._replace(metadata=(*line.metadata, number)))


def detach(book: Book, anchor: Anchor) -> None:
    """Take an entry from its place."""
    number = anchor.number

    def rest(numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(other for other in numbers if other != number)

    if anchor.sheet is None:
        book.metadata = rest(book.metadata)
    elif anchor.dimension == "SHEET":
        anchor.sheet.metadata = rest(anchor.sheet.metadata)
    else:
        line = anchor.sheet.lines(anchor.dimension)[anchor.at]
        anchor.sheet.set_line(anchor.dimension, anchor.at, line._replace(metadata=rest(line.metadata)))


def create(context: Context, body: Json) -> Json:
    """createDeveloperMetadata."""
    book = context.book
    given = body.get("developerMetadata") or {}
    if not given.get("metadataKey"):
        raise invalid("metadataKey must be specified.")
    if given.get("visibility") not in {"DOCUMENT", "PROJECT"}:
        raise invalid("visibility must be specified.")
    place = place_of(book, given.get("location") or {})
    number = given.get("metadataId")
    if number is None:
        number = book.new_number(set(book.entries))
    elif number in book.entries:
        raise invalid(f"Developer metadata with id {number} already exists.")
    book.entries[number] = Metadata(number, given["metadataKey"], given.get("metadataValue") or "", given["visibility"])
    _check_size(book)
    attach(book, number, place)
    return {"developerMetadata": metadata_json(book, place._replace(number=number))}


def _check_size(book: Book) -> None:
    size = sum(len(entry.key) + len(entry.value) for entry in book.entries.values())
    if size > MAXIMUM_TEXT:
        raise invalid(f"Developer metadata may hold at most {MAXIMUM_TEXT} characters in a spreadsheet.")


def update(context: Context, body: Json) -> Json:
    """updateDeveloperMetadata: of every entry that the filters match."""
    book = context.book
    mask = mask_of(body, "DeveloperMetadata")
    given = body.get("developerMetadata") or {}
    changed = []
    for anchor in _matched(book, body.get("dataFilters") or ()):
        new = updated(metadata_json(book, anchor), given, mask)
        book.entries[anchor.number] = Metadata(
            anchor.number, new["metadataKey"], new.get("metadataValue") or "", new["visibility"]
        )
        place = anchor
        if "location" in mask:
            detach(book, anchor)
            place = place_of(book, given.get("location") or {})._replace(number=anchor.number)
            attach(book, anchor.number, place)
        changed.append(metadata_json(book, place))
    _check_size(book)
    return {"developerMetadata": changed} if changed else {}


def _matched(book: Book, filters: Any) -> list[Anchor]:
    found = {anchor.number: anchor for data_filter in filters for anchor in found_by_filter(book, data_filter)}
    return list(found.values())


def delete(context: Context, body: Json) -> Json:
    """deleteDeveloperMetadata: every entry that the filter matches; the answer tells them."""
    book = context.book
    gone = []
    for anchor in _matched(book, [body.get("dataFilter") or {}]):
        gone.append(metadata_json(book, anchor))
        detach(book, anchor)
        del book.entries[anchor.number]
    return {"deletedDeveloperMetadata": gone} if gone else {}


HANDLERS: dict[str, Handler] = {
    "createDeveloperMetadata": create,
    "updateDeveloperMetadata": update,
    "deleteDeveloperMetadata": delete,
}
