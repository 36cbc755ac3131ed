"""The values endpoints: get, batchGet, update, batchUpdate, append, clear, batchClear, and their data-filter forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.emulator.errors import ApiError, invalid
from tests.emulator.grid.address import Place, placed, resolve
from tests.emulator.grid.area import ROWS, Area, Box
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import BLANK
from tests.emulator.requests.inserting import insert_lines
from tests.emulator.sheets.metadata import places_of_filter
from tests.emulator.values.appending import table_in
from tests.emulator.values.reading import FORMATTED, Rendering, value_range
from tests.emulator.values.writing import RAW, USER_ENTERED, Writer, Written, by_rows, cleared, counts, write_values
from tests.emulator.web.calls import Call, Endpoint

Json = dict[str, Any]


# --- reading


def get(call: Call) -> Json:
    """values.get."""
    book = call.book(writing=False)
    return value_range(book, resolve(book, call.values["range"]), _wanted(call.request.parameter))


def batch_get(call: Call) -> Json:
    """values.batchGet."""
    book = call.book(writing=False)
    places = [
        _in_batch(f"range[{index}]", book, text) for index, text in enumerate(call.request.query.get("ranges", []))
    ]
    rendering = _wanted(call.request.parameter)
    found: Json = {"spreadsheetId": book.book_id}
    if places:
        found["valueRanges"] = [value_range(book, place, rendering) for place in places]
    return found


def batch_get_by_data_filter(call: Call) -> Json:
    """values.batchGetByDataFilter: each range once, with the filters that mean it."""
    book = call.book(writing=False)
    rendering = _wanted(lambda name: call.body.get(name) or "")
    matched: dict[Place, list[Json]] = {}
    for index, data_filter in enumerate(call.body.get("dataFilters") or ()):
        for place in _filtered(book, data_filter, f"dataFilters[{index}]"):
            matched.setdefault(place, []).append(data_filter)
    found: Json = {"spreadsheetId": book.book_id}
    if matched:
        found["valueRanges"] = [
            {"valueRange": value_range(book, place, rendering), "dataFilters": filters}
            for place, filters in matched.items()
        ]
    return found


def _wanted(parameter: Any) -> Rendering:
    major = parameter("majorDimension")
    return Rendering(
        parameter("valueRenderOption") or FORMATTED,
        parameter("dateTimeRenderOption") or "SERIAL_NUMBER",
        major if major and major != "DIMENSION_UNSPECIFIED" else ROWS,
    )


def _answered(parameter: Any, major: str | None) -> Rendering:
    return Rendering(
        parameter("responseValueRenderOption") or FORMATTED,
        parameter("responseDateTimeRenderOption") or "SERIAL_NUMBER",
        major or ROWS,
    )


def _in_batch(prefix: str, book: Book, text: str) -> Place:
    try:
        return resolve(book, text)
    except ApiError as problem:
        raise problem.prefixed(f"Invalid {prefix}: ") from None


def _filtered(book: Book, data_filter: Mapping[str, Any], prefix: str) -> list[Place]:
    try:
        return places_of_filter(book, data_filter)
    except ApiError as problem:
        raise problem.prefixed(f"Invalid {prefix}: ") from None


# --- writing


def _writer(call: Call, book: Book, option: str) -> Writer:
    if option not in {RAW, USER_ENTERED}:
        raise invalid("'valueInputOption' is required but not specified")
    return Writer(call.user, option, call.today(book))


def _check_same_range(book: Book, text: str, data: Mapping[str, Any]) -> None:
    own = data.get("range")
    if own and resolve(book, own) != resolve(book, text):
        raise invalid(f"Request range[{text}] does not match value's range[{own}]")


def _written(book: Book, place: Place, data: Mapping[str, Any], writer: Writer) -> Written:
    return write_values(book, place, by_rows(data.get("values") or [], data.get("majorDimension")), writer)


def _result(book: Book, place: Place, written: Written, rendering: Rendering | None) -> Json:
    found = dict(counts(book, place, written))
    if rendering is not None:
        found["updatedData"] = value_range(book, _reread(place, written), rendering)
    return found


def _reread(place: Place, written: Written) -> Place:
    """What is answered back: the range asked for, or what was written from an anchor."""
    if not place.is_anchor:
        return place
    box = written.box
    return placed(place.sheet, Area(box.top, max(box.bottom, box.top + 1), box.left, max(box.right, box.left + 1)))


def update(call: Call) -> Json:
    """values.update."""
    book = call.book(writing=True)
    parameter = call.request.parameter
    writer = _writer(call, book, parameter("valueInputOption"))
    place = resolve(book, call.values["range"])
    _check_same_range(book, call.values["range"], call.body)
    written = _written(book, place, call.body, writer)
    wanted = call.request.flag("includeValuesInResponse")
    rendering = _answered(parameter, call.body.get("majorDimension")) if wanted else None
    return _result(book, place, written, rendering)


def batch_update(call: Call) -> Json:
    """values.batchUpdate: all or nothing."""
    book = call.book(writing=True)
    pairs = []
    for index, data in enumerate(call.body.get("data") or ()):
        pairs.append(([_in_batch(f"data[{index}]", book, data.get("range") or "")], data))
    responses = _batch(call, book, pairs)
    return _totals(book, pairs, [found for group in responses for found in group])


def batch_update_by_data_filter(call: Call) -> Json:
    """values.batchUpdateByDataFilter: all or nothing; a filter that means nothing writes nothing."""
    book = call.book(writing=True)
    pairs = []
    for index, data in enumerate(call.body.get("data") or ()):
        places = _filtered(book, data.get("dataFilter") or {}, f"data[{index}]")
        pairs.append((places, data))
    responses = []
    for (_, data), group in zip(pairs, _batch(call, book, pairs), strict=True):
        for found in group or [{}]:
            found.pop("spreadsheetId", None)
            responses.append(found | {"dataFilter": data.get("dataFilter") or {}})
    return _totals(book, pairs, responses)


def _batch(call: Call, book: Book, pairs: list[tuple[list[Place], Json]]) -> list[list[Json]]:
    body = call.body
    writer = _writer(call, book, body.get("valueInputOption") or "")
    before = book.snapshot()
    results = []
    try:
        for index, (places, data) in enumerate(pairs):
            results.append([(place, _tried(book, place, data, writer, index)) for place in places])
    except ApiError:
        book.restore(before)
        raise
    rendered = bool(body.get("includeValuesInResponse"))
    return [
        [
            _result(book, place, written, _answered(body.get, data.get("majorDimension")) if rendered else None)
            for place, written in group
        ]
        for group, (_, data) in zip(results, pairs, strict=True)
    ]


def _tried(book: Book, place: Place, data: Json, writer: Writer, index: int) -> Written:
    try:
        return _written(book, place, data, writer)
    except ApiError as problem:
        raise problem.prefixed(f"Invalid data[{index}]: ") from None


def _totals(book: Book, pairs: list[tuple[list[Place], Json]], responses: list[Json]) -> Json:
    sheets = {place.sheet.sheet_id for places, data in pairs for place in places if data.get("values")}
    totals = {
        "totalUpdatedRows": sum(found.get("updatedRows", 0) for found in responses),
        "totalUpdatedColumns": sum(found.get("updatedColumns", 0) for found in responses),
        "totalUpdatedCells": sum(found.get("updatedCells", 0) for found in responses),
        "totalUpdatedSheets": len(sheets),
    }
    found: Json = {"spreadsheetId": book.book_id}
    found |= {name: number for name, number in totals.items() if number}
    return found | ({"responses": responses} if responses else {})


def append(call: Call) -> Json:
    """values.append: below the last table that the range meets; the grid grows where it must."""
    book = call.book(writing=True)
    parameter = call.request.parameter
    writer = _writer(call, book, parameter("valueInputOption"))
    place = resolve(book, call.values["range"])
    _check_same_range(book, call.values["range"], call.body)
    values = by_rows(call.body.get("values") or [], call.body.get("majorDimension"))
    table = table_in(place.sheet, place.box)
    top, left = (table.bottom, table.left) if table else (place.box.top, place.box.left)
    before = book.snapshot()
    try:
        if parameter("insertDataOption") == "INSERT_ROWS" and values:
            insert_lines(book, place.sheet, ROWS, min(top, len(place.sheet.rows)), len(values), from_before=top > 0)
        _grow(book, place, Box(top, top + len(values), left, left + max(map(len, values), default=0)))
        target = placed(place.sheet, Area(top, top + 1, left, left + 1)) if values else place
        written = write_values(book, target, values, writer)
    except ApiError:
        book.restore(before)
        raise
    found: Json = {"spreadsheetId": book.book_id}
    if table:
        found["tableRange"] = placed(place.sheet, Area(*table)).name
    wanted = call.request.flag("includeValuesInResponse")
    rendering = _answered(parameter, call.body.get("majorDimension")) if wanted else None
    return found | {"updates": _result(book, target, written, rendering)}


def _grow(book: Book, place: Place, target: Box) -> None:
    sheet = place.sheet
    rows, columns = sheet.size
    more_rows, more_columns = max(0, target.bottom - rows), max(0, target.right - columns)
    book.check_cells((rows + more_rows) * (columns + more_columns) - rows * columns)
    sheet.rows.extend([BLANK] * more_rows)
    sheet.columns.extend([BLANK] * more_columns)


# --- clearing


def clear(call: Call) -> Json:
    """values.clear."""
    book = call.book(writing=True)
    place = resolve(book, call.values["range"])
    cleared(book, place.sheet, place.box, call.user)
    return {"spreadsheetId": book.book_id, "clearedRange": place.name}


def batch_clear(call: Call) -> Json:
    """values.batchClear: all or nothing."""
    book = call.book(writing=True)
    places = [_in_batch(f"range[{index}]", book, text) for index, text in enumerate(call.body.get("ranges") or ())]
    return _clear_all(call, book, places)


def batch_clear_by_data_filter(call: Call) -> Json:
    """values.batchClearByDataFilter: all or nothing."""
    book = call.book(writing=True)
    places: list[Place] = []
    for index, data_filter in enumerate(call.body.get("dataFilters") or ()):
        places += _filtered(book, data_filter, f"dataFilters[{index}]")
    return _clear_all(call, book, list(dict.fromkeys(places)))


def _clear_all(call: Call, book: Book, places: list[Place]) -> Json:
    before = book.snapshot()
    try:
        for place in places:
            cleared(book, place.sheet, place.box, call.user)
    except ApiError:
        book.restore(before)
        raise
    found: Json = {"spreadsheetId": book.book_id}
    return found | ({"clearedRanges": [place.name for place in places]} if places else {})


ENDPOINTS: dict[str, Endpoint] = {
    "spreadsheets.values.get": get,
    "spreadsheets.values.batchGet": batch_get,
    "spreadsheets.values.batchGetByDataFilter": batch_get_by_data_filter,
    "spreadsheets.values.update": update,
    "spreadsheets.values.batchUpdate": batch_update,
    "spreadsheets.values.batchUpdateByDataFilter": batch_update_by_data_filter,
    "spreadsheets.values.append": append,
    "spreadsheets.values.clear": clear,
    "spreadsheets.values.batchClear": batch_clear,
    "spreadsheets.values.batchClearByDataFilter": batch_clear_by_data_filter,
}
