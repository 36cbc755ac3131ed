"""The endpoints of spreadsheets, sheets and developer metadata."""

from __future__ import annotations

from typing import Any

from tests.emulator.errors import invalid, not_found
from tests.emulator.grid.address import resolve
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import BLANK
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests.batch import apply_batch
from tests.emulator.requests.sheet_requests import copied_sheet, free_copy_title
from tests.emulator.sheets.cell_json import cell_from_json
from tests.emulator.sheets.metadata import anchors, found_by_filter, metadata_json, places_of_filter
from tests.emulator.sheets.spreadsheet_json import sheet_properties, spreadsheet_json
from tests.emulator.web.calls import Call, Endpoint

Json = dict[str, Any]


def get(call: Call) -> Json:
    """spreadsheets.get."""
    book = call.book(writing=False)
    texts = call.request.query.get("ranges")
    places = [resolve(book, text) for text in texts] if texts else None
    with_grid = call.request.flag("includeGridData")
    return spreadsheet_json(book, places, with_grid=with_grid, mask=call.mask, user=call.user)


def get_by_data_filter(call: Call) -> Json:
    """spreadsheets.getByDataFilter."""
    book = call.book(writing=False)
    filters = call.body.get("dataFilters") or []
    places = None
    if filters:
        places = list(dict.fromkeys(place for found in filters for place in places_of_filter(book, found)))
    with_grid = bool(call.body.get("includeGridData"))
    return spreadsheet_json(book, places, with_grid=with_grid, mask=call.mask, user=call.user)


def create(call: Call) -> Json:
    """spreadsheets.create: properties, sheets with their grid data, named ranges."""
    properties = call.body.get("properties") or {}
    book = call.service.files.new_book(
        properties.get("title") or "Untitled spreadsheet",
        call.user,
        locale=properties.get("locale") or "en_US",
        time_zone=properties.get("timeZone") or "Etc/GMT",
    )
    sheets = call.body.get("sheets") or []
    if sheets:
        book.sheets = []
        for number, data in enumerate(sheets):
            book.sheets.append(_made(book, data, number))
    book.named_ranges = [
        named | {"namedRangeId": named.get("namedRangeId") or str(book.new_number(set()))}
        for named in call.body.get("namedRanges") or ()
    ]
    return spreadsheet_json(book, None, with_grid=False, mask=None, user=call.user)


def _made(book: Book, data: Json, index: int) -> Sheet:
    properties = data.get("properties") or {}
    grid = properties.get("gridProperties") or {}
    taken = {sheet.sheet_id for sheet in book.sheets}
    number = properties.get("sheetId")
    if number is None:
        number = book.new_number(taken) if 0 in taken or index else 0
    title = properties.get("title") or f"Sheet{index + 1}"
    book.check_title(title)
    sheet = Sheet(number, title, grid.get("rowCount") or 1000, grid.get("columnCount") or 26)
    rest = {name: grid[name] for name in grid if name not in {"rowCount", "columnCount"} and grid[name]}
    if rest:
        sheet.properties["gridProperties"] = rest
    for block in data.get("data") or ():
        _fill(sheet, block)
    return sheet


def _fill(sheet: Sheet, block: Json) -> None:
    top, left = block.get("startRow") or 0, block.get("startColumn") or 0
    for row, line in enumerate(block.get("rowData") or (), top):
        cells = line.get("values") or []
        sheet.rows.extend([BLANK] * (row + 1 - len(sheet.rows)))
        sheet.columns.extend([BLANK] * (left + len(cells) - len(sheet.columns)))
        sheet.put_many(
            row, {column: cell_from_json(cell, sheet.cell(row, column)) for column, cell in enumerate(cells, left)}
        )


def batch_update(call: Call) -> Json:
    """spreadsheets.batchUpdate: all or nothing, a reply for each request."""
    book = call.book(writing=True)
    title = book.title
    replies = apply_batch(book, call.body.get("requests") or [], call.user, call.today(book))
    call.service.files.edited(book, renamed=book.title != title)
    found: Json = {"spreadsheetId": book.book_id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        texts = call.body.get("responseRanges")
        places = [resolve(book, text) for text in texts] if texts else None
        with_grid = bool(call.body.get("responseIncludeGridData"))
        found["updatedSpreadsheet"] = spreadsheet_json(book, places, with_grid=with_grid, mask=None, user=call.user)
    return found


def copy_to(call: Call) -> Json:
    """sheets.copyTo: a sheet into another spreadsheet, behind its last tab."""
    book = call.book(writing=False)
    number = call.values["sheetId"]
    sheet = next((found for found in book.sheets if str(found.sheet_id) == number), None)
    if sheet is None:
        raise not_found()
    target = call.service.book(call.body.get("destinationSpreadsheetId") or "", call.user, writing=True)
    twin = copied_sheet(book, sheet, target, target.new_sheet_id(), free_copy_title(target, sheet.title))
    target.sheets.append(twin)
    target.touch()
    return sheet_properties(target, twin)


def get_metadata(call: Call) -> Json:
    """developerMetadata.get."""
    book = call.book(writing=False)
    if not call.values["metadataId"].lstrip("-").isdigit():
        raise invalid(f"Invalid value at 'metadata_id' (TYPE_INT32), \"{call.values['metadataId']}\"")
    for anchor in anchors(book):
        if str(anchor.number) == call.values["metadataId"]:
            return metadata_json(book, anchor)
    raise not_found()


def search_metadata(call: Call) -> Json:
    """developerMetadata.search: each entry once, with the filters that match it."""
    book = call.book(writing=False)
    matched: dict[int, tuple[Any, list[Json]]] = {}
    for data_filter in call.body.get("dataFilters") or ():
        for anchor in found_by_filter(book, data_filter):
            matched.setdefault(anchor.number, (anchor, []))[1].append(data_filter)
    found = [
        {"developerMetadata": metadata_json(book, anchor), "dataFilters": filters}
        for anchor, filters in matched.values()
    ]
    return {"matchedDeveloperMetadata": found} if found else {}


ENDPOINTS: dict[str, Endpoint] = {
    "spreadsheets.get": get,
    "spreadsheets.getByDataFilter": get_by_data_filter,
    "spreadsheets.create": create,
    "spreadsheets.batchUpdate": batch_update,
    "spreadsheets.sheets.copyTo": copy_to,
    "spreadsheets.developerMetadata.get": get_metadata,
    "spreadsheets.developerMetadata.search": search_metadata,
}
