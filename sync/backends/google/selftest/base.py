"""What a check is, and the tab of its own that each check works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from rules.core.text import Text

Json = dict[str, Any]

TITLE: str = "selftest "
"""What the titles of all tabs begin with that the self-test makes."""
KEY: str = "sheetkeeper-selftest"
"""Key of all developer metadata that the self-test makes."""
ROWS: int = 6
COLUMNS: int = 5
CONTENT: Sequence[Sequence[Any]] = (
    ("Key", "Qty", "Own", "Note", "End"),
    ("c", 3, "", "nc", ""),
    ("a", 1, "", "na", ""),
    ("e", 5, "", "ne", ""),
    ("b", 2, "", "nb", ""),
    ("d", 4, "", "nd", ""),
)
"""What stands in the tab of every check: a table in no order, its third column empty."""
OWN: int = 2
"""Index of the column that is anchored: the third, as the product's own column would be."""
MARKED: int = 3
"""Index of the row that is anchored: that of key ``e``."""

OK: int = 200
PASTE: str = "PASTE_NORMAL"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered.

    Attributes:
        status: HTTP status.
        body: the JSON of the answer; empty where it was none.
    """

    status: int
    body: Mapping[str, Any]

    @property
    def is_refusal(self) -> bool:
        """Whether it is anything but success."""
        return self.status != OK

    def refusal(self) -> Json:
        """Return what the product goes by in a refusal: status, canonical code and text."""
        error = self.body.get("error")
        if not isinstance(error, Mapping):
            return {"code": self.status, "status": None, "message": None}
        return {"code": self.status, "status": error.get("status"), "message": error.get("message")}


class Ask(Protocol):
    """How the self-test reaches the service: any method and path, and the answer whatever it is."""

    def __call__(
        self, method: str, path: str, parameters: Mapping[str, str] | None = None, body: Json | None = None
    ) -> Answer:
        """Send a request once and return the answer.

        Args:
            method: ``"GET"``, ``"POST"`` or ``"PUT"``.
            path: what follows ``/v4/spreadsheets/``, percent-encoded.
            parameters: the query.
            body: the JSON to be sent.
        """


class UnexpectedAnswerError(Exception):
    """A request that had to succeed was refused."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.refusal()))
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check saw.

    Attributes:
        expected: what the product relies on.
        came: what came.
        also: other outcomes that would be as good.
    """

    expected: Any
    came: Any
    also: tuple[Any, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the service did what the product relies on."""
        return any(_alike(self.came, wanted) for wanted in (self.expected, *self.also))


def _alike(came: Any, wanted: Any) -> bool:
    """Compare without taking True for 1; tuples and lists are the same."""
    if isinstance(wanted, Mapping) and isinstance(came, Mapping):
        return came.keys() == wanted.keys() and all(_alike(came[name], value) for name, value in wanted.items())
    if isinstance(wanted, list | tuple) and isinstance(came, list | tuple):
        return len(came) == len(wanted) and all(map(_alike, came, wanted))
    return isinstance(came, bool) == isinstance(wanted, bool) and bool(came == wanted)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the product relies on.

    Attributes:
        name: stable name, the same on the live service and the emulator.
        about: what is relied on, in one sentence.
        look: does it on a tab and says what was seen.
    """

    name: str
    about: Text
    look: Callable[[Bench], Seen]


@dataclass(slots=True)
class Bench:
    """The tab of one check, with the requests that checks make.

    Attributes:
        ask: reaches the service.
        spreadsheet_id: the spreadsheet.
        title: title of the tab.
        sheet_id: identifier of the tab.
        column_anchor: metadata id of the anchor of column :data:`OWN`.
        row_anchor: metadata id of the anchor of row :data:`MARKED`.
        spare: numbers that are free for identifiers of this check's own.
        spent: how many requests all checks sent so far, by the caller's count.
    """

    ask: Ask
    spreadsheet_id: str
    title: str
    sheet_id: int
    column_anchor: int = 0
    row_anchor: int = 0
    spare: int = 0
    spent: Callable[[], int] = field(default=lambda: 0)

    # --- requests

    def try_change(self, *requests: Json) -> Answer:
        """Send requests of ``spreadsheets.batchUpdate`` in one batch."""
        return self.ask("POST", f"{self.spreadsheet_id}:batchUpdate", None, {"requests": list(requests)})

    def change(self, *requests: Json) -> list[Json]:
        """Send requests in one batch and return the replies.

        Raises:
            UnexpectedAnswerError: it was refused.
        """
        replies: list[Json] = _granted(self.try_change(*requests)).get("replies", [])
        return replies

    def try_values(self, *data: Json, option: str = "RAW", by_filter: bool = True) -> Answer:
        """Write values at data filters, or at ranges, in one batch."""
        path = "values:batchUpdateByDataFilter" if by_filter else "values:batchUpdate"
        body = {"valueInputOption": option, "data": list(data)}
        return self.ask("POST", f"{self.spreadsheet_id}/{path}", None, body)

    def values(self, *data: Json, option: str = "RAW", by_filter: bool = True) -> Mapping[str, Any]:
        """Write values at data filters, or at ranges, in one batch, and return the answer.

        Raises:
            UnexpectedAnswerError: it was refused.
        """
        return _granted(self.try_values(*data, option=option, by_filter=by_filter))

    def put(self, address: str, rows: Sequence[Sequence[Any]], option: str = "RAW") -> None:
        """Write rows of values from an address of this tab on.

        Raises:
            UnexpectedAnswerError: it was refused.
        """
        self.values(
            {"range": self.address(address), "values": [list(row) for row in rows]}, option=option, by_filter=False
        )

    def get(self, fields: str, ranges: str | None = None) -> Mapping[str, Any]:
        """Read parts of the spreadsheet.

        Raises:
            UnexpectedAnswerError: it was refused.
        """
        parameters = {"fields": fields, "prettyPrint": "false"} | ({"ranges": ranges} if ranges else {})
        return _granted(self.ask("GET", self.spreadsheet_id, parameters))

    def look(self, fields: str = "") -> Look:
        """Read this tab: cells, anchors and what is laid over it.

        Args:
            fields: parts of a sheet to be read besides.

        Raises:
            UnexpectedAnswerError: it was refused.
        """
        anchored = "developerMetadata(metadataId)"
        data = (
            "startRow,rowData(values(userEnteredValue,effectiveValue,formattedValue,"
            "userEnteredFormat(numberFormat,backgroundColor),effectiveFormat(numberFormat),note,dataValidation)),"
            f"rowMetadata({anchored},hiddenByUser,hiddenByFilter),columnMetadata({anchored},hiddenByUser)"
        )
        wanted = f"sheets(properties,data({data}){',' if fields else ''}{fields})"
        return Look(self.get(wanted, f"'{self.title}'")["sheets"][0])

    # --- parts of requests

    def address(self, cells: str) -> str:
        """Return an address of this tab."""
        return f"'{self.title}'!{cells}"

    def range(
        self, top: int | None = None, bottom: int | None = None, left: int | None = None, right: int | None = None
    ) -> Json:
        """Return a GridRange of this tab; ends are exclusive, a missing side is open."""
        sides = {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}
        return {"sheetId": self.sheet_id} | {name: index for name, index in sides.items() if index is not None}

    def lines(self, dimension: str, start: int, end: int) -> Json:
        """Return a DimensionRange of this tab."""
        return {"sheetId": self.sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}

    def insert(self, dimension: str, start: int, end: int, *, from_before: bool = False) -> Json:
        """Return an insertDimension request."""
        body = {"range": self.lines(dimension, start, end), "inheritFromBefore": from_before}
        return {"insertDimension": body}

    def delete(self, dimension: str, start: int, end: int) -> Json:
        """Return a deleteDimension request."""
        return {"deleteDimension": {"range": self.lines(dimension, start, end)}}

    def move(self, dimension: str, start: int, end: int, before: int) -> Json:
        """Return a moveDimension request."""
        return {"moveDimension": {"source": self.lines(dimension, start, end), "destinationIndex": before}}

    def sort(self, left: int = 0, right: int | None = None) -> Json:
        """Return a sortRange request: the data rows by their first column."""
        keys = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
        return {"sortRange": {"range": self.range(1, ROWS, left, right or COLUMNS), "sortSpecs": keys}}

    def anchor(self, dimension: str, index: int, number: int | None = None) -> Json:
        """Return a createDeveloperMetadata request for one row or column."""
        entry: Json = {
            "metadataKey": KEY,
            "metadataValue": dimension,
            "visibility": "DOCUMENT",
            "location": {"dimensionRange": self.lines(dimension, index, index + 1)},
        }
        return {"createDeveloperMetadata": {"developerMetadata": entry | ({"metadataId": number} if number else {})}}

    def by_anchor(self, values: Sequence[Any], anchor: int | None = None) -> Json:
        """Return values for the anchored column, from its first row on."""
        found = {"developerMetadataLookup": {"metadataId": anchor or self.column_anchor}}
        return {"dataFilter": found, "majorDimension": "COLUMNS", "values": [list(values)]}


def _granted(answer: Answer) -> Mapping[str, Any]:
    if answer.is_refusal:
        raise UnexpectedAnswerError(answer)
    return answer.body


@dataclass(frozen=True, slots=True)
class Look:
    """A tab as it was read."""

    sheet: Mapping[str, Any]

    def _data(self) -> Mapping[str, Any]:
        blocks = self.sheet.get("data") or [{}]
        data: Mapping[str, Any] = blocks[0]
        return data

    def cell(self, row: int, column: int) -> Mapping[str, Any]:
        """Return the CellData of a cell; empty where there is none."""
        rows = self._data().get("rowData", [])
        cells = rows[row].get("values", []) if row < len(rows) else []
        found: Mapping[str, Any] = cells[column] if column < len(cells) else {}
        return found

    def value(self, row: int, column: int) -> Any:
        """Return what was typed into a cell; the text of a formula; None where it is empty."""
        return next(iter(self.cell(row, column).get("userEnteredValue", {}).values()), None)

    def kind(self, row: int, column: int) -> Json:
        """Return what was typed into a cell, with its kind, as ``{"stringValue": ...}``."""
        return dict(self.cell(row, column).get("userEnteredValue", {}))

    def result(self, row: int, column: int) -> Json:
        """Return the effective value of a cell, with its kind."""
        return dict(self.cell(row, column).get("effectiveValue", {}))

    def column(self, column: int, rows: int = ROWS) -> list[Any]:
        """Return what was typed into a column, from the first row on."""
        return [self.value(row, column) for row in range(rows)]

    def row(self, row: int, columns: int = COLUMNS) -> list[Any]:
        """Return what was typed into a row."""
        return [self.value(row, column) for column in range(columns)]

    def content(self) -> list[list[Any]]:
        """Return all that was typed, within the size in which the tab was made."""
        return [self.row(row) for row in range(ROWS)]

    def size(self) -> list[int]:
        """Return the numbers of rows and columns."""
        grid = self.sheet.get("properties", {}).get("gridProperties", {})
        return [grid.get("rowCount", 0), grid.get("columnCount", 0)]

    def place(self, dimension: str, anchor: int) -> int | None:
        """Return the index of the row or column that an anchor stands at; None where there is none."""
        lines = self._data().get("rowMetadata" if dimension == "ROWS" else "columnMetadata", [])
        for index, line in enumerate(lines):
            if any(entry.get("metadataId") == anchor for entry in line.get("developerMetadata", ())):
                return index
        return None

    def lines(self, dimension: str) -> Sequence[Mapping[str, Any]]:
        """Return the properties of the rows or columns."""
        found: Sequence[Mapping[str, Any]] = self._data().get(
            "rowMetadata" if dimension == "ROWS" else "columnMetadata", []
        )
        return found


UNTOUCHED: list[list[Any]] = [[value if value != "" else None for value in row] for row in CONTENT]
"""The content of a tab that no check has changed."""
