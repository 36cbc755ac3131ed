"""Reading: from what ``spreadsheets.get`` answers to a snapshot. Pure.

A cell is taken by what it shows to a program (``effectiveValue``) and by the kind of its number format: a number with
a date's format is a date. Beside the values a snapshot remembers which cells are only the result of a formula in
another cell, since such a cell changes without anybody touching it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from sync.backends.base import CellError, ClosedArea, Snapshot, Tab
from sync.backends.google.address import link_template
from sync.backends.google.memo import KEY, Anchor, BookMemo, Protection, SheetMemo
from sync.backends.google.owned_cells import is_all_owned, owned_columns

Json = Mapping[str, Any]

FIELDS: Final = (
    "spreadsheetId,properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,index,sheetType,hidden,gridProperties(rowCount,columnCount,frozenRowCount)),"
    "merges,protectedRanges(protectedRangeId,range,description,warningOnly,requestingUserCanEdit,unprotectedRanges),"
    "conditionalFormats(ranges),charts(chartId),"
    "developerMetadata(metadataId,metadataKey,metadataValue),"
    "data(rowData(values(userEnteredValue,effectiveValue,formattedValue,effectiveFormat(numberFormat))),"
    "rowMetadata(hiddenByUser,hiddenByFilter),"
    "columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue))))"
)
"""Everything that one run needs to know of a spreadsheet, in one request."""

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  (a cell's moment has no time zone)
_LAST_SERIAL: Final = 2_958_466
"""The first day that is too late for a date: 1 January 10000."""
_SECONDS: Final = 86_400
_DATES: Final = frozenset({"DATE", "DATE_TIME", "TIME"})
_CODE: Final = re.compile(r'(?:"[^"]*"|\\.|0|[-+ ()])+')
_FEWEST_ZEROS: Final = 2
_LOADING: Final = "LOADING"


def snapshot_of(document: Json, location: str, requests: int = 1, workbook: str = "") -> Snapshot:
    """Return a spreadsheet's sheets of cells as a snapshot.

    Args:
        document: the answer, with the fields of :data:`FIELDS`.
        location: where it was asked for, for a spreadsheet without a title.
        requests: how many requests it took.
        workbook: name of the workbook in the configuration.
    """
    identity = str(document.get("spreadsheetId", ""))
    properties = document.get("properties", {})
    sheets = [sheet for sheet in document.get("sheets", ()) if _kind(sheet) == "GRID"]
    tabs, memos = [], []
    for sheet in sheets:
        tab, computed = _tab(sheet)
        tabs.append(tab)
        memos.append(_sheet_memo(sheet, tab, computed))
    memo = BookMemo(identity, str(properties.get("locale", "")), str(properties.get("timeZone", "")), tuple(memos))
    return Snapshot(
        workbook=workbook,
        # A title is shown as a file's name is, and whatever stands before a slash would be taken for its folder.
        location=str(properties.get("title") or location).replace("/", "-").replace("\\", "-"),
        fingerprint=fingerprint(tabs, memo),
        tabs=tabs,
        locale=memo.locale.replace("-", "_") or "en_US",
        requests=requests,
        link=link_template(identity),
        memo=memo,
    )


def fingerprint(tabs: Sequence[Tab], memo: BookMemo) -> str:
    """Return a digest in two halves: of everything that is not ours, and of everything."""
    everything, theirs = hashlib.sha256(memo.locale.encode()), hashlib.sha256(memo.locale.encode())
    for tab, sheet in zip(tabs, memo.sheets, strict=True):
        formulas = sorted(tab.formulas.items())
        known = (tab.title, tab.hidden, sorted(tab.padded.items()), tab.merged, sorted(tab.hidden_rows))
        everything.update(repr((known, formulas, sheet.anchors)).encode())
        everything.update(repr([_trimmed(row) for row in tab.rows]).encode())
        if is_all_owned(tab.title):
            continue
        own = owned_columns(tab)
        theirs.update(repr((known, [cell for cell in formulas if cell[0][1] not in own])).encode())
        theirs.update(repr(staff_rows(tab.rows, own)).encode())
    return theirs.hexdigest()[:32] + everything.hexdigest()[:32]


def same_for_staff(first: str, second: str) -> bool:
    """Return whether two fingerprints differ in nothing but what is ours."""
    return first[:32] == second[:32]


def staff_rows(rows: Sequence[Sequence[Any]], own: frozenset[int]) -> list[tuple[Any, ...]]:
    """Return rows without the cells of owned columns, and without what is empty at their ends and at the bottom."""
    indexes = sorted(number - 1 for number in own)
    found = []
    for row in rows:
        cells = [None if value == "" else value for value in row]
        for index in indexes:
            if index < len(cells):
                cells[index] = None
        found.append(_trimmed(cells))
    while found and not found[-1]:
        found.pop()
    return found


def _trimmed(row: Sequence[Any]) -> tuple[Any, ...]:
    length = len(row)
    while length and row[length - 1] in (None, ""):
        length -= 1
    return tuple(row[:length])


def _kind(sheet: Json) -> str:
    return str(sheet["properties"].get("sheetType", "GRID"))


@dataclass(slots=True)
class _Special:
    """The cells of a sheet that hold more than a value, by (row, column)."""

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    padded: dict[tuple[int, int], str] = field(default_factory=dict)
    loading: set[tuple[int, int]] = field(default_factory=set)
    computed: set[tuple[int, int]] = field(default_factory=set)

    def read(self, place: tuple[int, int], cell: Json) -> Any:
        """Return the value of a cell, and note what else it holds."""
        effective, entered = cell.get("effectiveValue"), cell.get("userEnteredValue")
        if entered is None and effective is None:
            return None
        if entered is None:
            self.computed.add(place)
        elif "formulaValue" in entered:
            self.formulas[place] = entered["formulaValue"]
            if effective is None:
                self.loading.add(place)
        value = _value(cell, effective)
        if type(value) is float and (code := _code(cell)) is not None:
            self.padded[place] = code
        elif isinstance(value, CellError):
            if (effective or {})["errorValue"].get("type") == _LOADING:
                self.loading.add(place)
                return None
            self.errors[place] = value.text
        return value


def _tab(sheet: Json) -> tuple[Tab, frozenset[tuple[int, int]]]:
    """Return a sheet's cells, and those that a formula in another cell fills."""
    properties = sheet["properties"]
    data = (sheet.get("data") or [{}])[0]
    special = _Special()
    rows = [
        [special.read((row, column), cell) for column, cell in enumerate(line.get("values", ()), 1)]
        for row, line in enumerate(data.get("rowData", ()), 1)
    ]
    while rows and not _trimmed(rows[-1]):
        rows.pop()
    tab = Tab(
        title=properties["title"],
        rows=rows,
        hidden=bool(properties.get("hidden")),
        formulas=special.formulas,
        without_value=frozenset(special.loading),
        errors=special.errors,
        padded=special.padded,
        merged=[_merge(merge) for merge in sheet.get("merges", ())],
        hidden_rows=frozenset(
            number
            for number, one in enumerate(data.get("rowMetadata", ()), 1)
            if one.get("hiddenByUser") or one.get("hiddenByFilter")
        ),
        tab_id=str(properties.get("sheetId", 0)),
        closed=[_closed(one) for one in sheet.get("protectedRanges", ()) if _keeps_us_out(one)],
    )
    return tab, frozenset(special.computed)


def _value(cell: Json, effective: Json | None) -> Any:
    if effective is None:
        return None
    for kind, value in effective.items():
        if kind == "numberValue":
            return _number(cell, float(value))
        if kind == "errorValue":
            return CellError(cell.get("formattedValue") or f"#{value.get('type', 'ERROR')}")
        return value  # a text or a truth value
    return None


def _number(cell: Json, value: float) -> Any:
    """Return a number, or the date, moment, time of day or duration that its format makes of it."""
    style = cell.get("effectiveFormat", {}).get("numberFormat", {})
    if style.get("type") not in _DATES:
        return value
    if style.get("pattern", "").startswith("[") and abs(value) < _LAST_SERIAL:
        return timedelta(seconds=round(value * _SECONDS, 3))
    if not 0 <= value < _LAST_SERIAL:
        return value
    moment = _EPOCH + timedelta(days=int(value), seconds=round(value % 1 * _SECONDS, 3))
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment


def _code(cell: Json) -> str | None:
    """Return the text that a number shows in a format of zeros and fixed text only, as ``007`` or ``NV007``."""
    pattern = cell.get("effectiveFormat", {}).get("numberFormat", {}).get("pattern", "").split(";")[0]
    zeros = re.sub(r'"[^"]*"|\\.', "", pattern).count("0")
    if zeros < _FEWEST_ZEROS or not _CODE.fullmatch(pattern):
        return None
    value = cell["effectiveValue"]["numberValue"]
    return cell.get("formattedValue") if value >= 0 and float(value).is_integer() else None


def _merge(merge: Json) -> tuple[int, int, int, int]:
    return (
        merge.get("startRowIndex", 0) + 1,
        merge.get("startColumnIndex", 0) + 1,
        merge["endRowIndex"],
        merge["endColumnIndex"],
    )


def _sheet_memo(sheet: Json, tab: Tab, computed: frozenset[tuple[int, int]]) -> SheetMemo:
    properties = sheet["properties"]
    grid = properties.get("gridProperties", {})
    data = (sheet.get("data") or [{}])[0]
    own: Json = next((one for one in sheet.get("developerMetadata", ()) if one.get("metadataKey") == KEY), {})
    anchors = tuple(_anchors(data.get("columnMetadata", ())))
    columns = () if is_all_owned(tab.title) else owned_columns(tab) | {anchor.column for anchor in anchors}
    return SheetMemo(
        sheet_id=properties.get("sheetId", 0),
        title=properties["title"],
        index=properties.get("index", 0),
        row_count=grid.get("rowCount", 0),
        column_count=grid.get("columnCount", 0),
        anchors=anchors,
        protected=tuple(map(_protection, sheet.get("protectedRanges", ()))),
        conditional_formats=len(sheet.get("conditionalFormats", ())),
        frozen_rows=grid.get("frozenRowCount", 0),
        computed=computed,
        dates=frozenset(_dates(data.get("rowData", ()), columns)),
        look=own.get("metadataValue", ""),
        look_id=own.get("metadataId"),
        charts=tuple(chart["chartId"] for chart in sheet.get("charts", ())),
    )


def _dates(lines: Sequence[Json], columns: Collection[int]) -> Iterator[tuple[int, int]]:
    for row, line in enumerate(lines, 1):
        cells = line.get("values", ())
        for column in columns:
            style = cells[column - 1].get("effectiveFormat", {}) if column <= len(cells) else {}
            if style.get("numberFormat", {}).get("type") in _DATES:
                yield row, column


def _anchors(columns: Sequence[Json]) -> Iterator[Anchor]:
    for number, column in enumerate(columns, 1):
        for entry in column.get("developerMetadata", ()):
            if entry.get("metadataKey") == KEY:
                yield Anchor(entry["metadataId"], entry.get("metadataValue", ""), number)


def _protection(entry: Json) -> Protection:
    where = entry.get("range", {})
    return Protection(
        protected_id=entry.get("protectedRangeId", 0),
        description=entry.get("description", ""),
        warning_only=bool(entry.get("warningOnly")),
        first_row=_first(where, "startRowIndex", "endRowIndex"),
        first_column=_first(where, "startColumnIndex", "endColumnIndex"),
        last_row=where.get("endRowIndex"),
        last_column=where.get("endColumnIndex"),
    )


def _keeps_us_out(protection: Json) -> bool:
    # What is false is left out of an answer.
    return not (protection.get("warningOnly") or protection.get("requestingUserCanEdit"))


def _closed(protection: Json) -> ClosedArea:
    free = tuple(map(_area, protection.get("unprotectedRanges", ())))
    return replace(_area(protection.get("range", {})), name=protection.get("description", ""), free=free)


def _area(where: Json) -> ClosedArea:
    return ClosedArea(
        first_row=where.get("startRowIndex", 0) + 1,
        first_column=where.get("startColumnIndex", 0) + 1,
        last_row=where.get("endRowIndex"),
        last_column=where.get("endColumnIndex"),
    )


def _first(where: Json, start: str, end: str) -> int | None:
    # Zero is left out of an answer, so that only both ends together tell that a side is open.
    return where.get(start, 0) + 1 if start in where or end in where else None
