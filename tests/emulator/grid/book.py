"""One spreadsheet: sheets, named ranges, developer metadata, properties, and snapshots for atomic batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.emulator.clock import Clock, machine_clock
from tests.emulator.errors import invalid, too_many_cells
from tests.emulator.grid.cell import Line
from tests.emulator.grid.defaults import book_properties
from tests.emulator.grid.sheet import Sheet

MAXIMUM_CELLS = 10_000_000
Json = dict[str, Any]


class Metadata(NamedTuple):
    """One entry of developer metadata; where it stands is told by the line, sheet or spreadsheet that holds it."""

    number: int
    key: str
    value: str
    visibility: str


class Book:
    """A spreadsheet.

    Attributes:
        book_id: Its identifier in links and requests.
        properties: SpreadsheetProperties.
        sheets: In the order of their tabs.
        owner: Whose it is; no protection stops them.
        version: Counts changes, so that computed values are kept as long as they hold.
        clock: The time that its formulas see.
        answered: Rows without formulas as they were last answered, by sheet and number; good as long as their line is.
        timely: Does a formula depend on the time? Its value then holds for the moment only.
    """

    def __init__(self, book_id: str, title: str, *, locale: str = "en_US", time_zone: str = "Etc/GMT", seed: int = 0):
        self.book_id = book_id
        self.properties: Json = book_properties(title, locale, time_zone)
        self.sheets: list[Sheet] = [Sheet(0, "Sheet1")]
        self.named_ranges: list[Json] = []
        self.entries: dict[int, Metadata] = {}
        self.metadata: tuple[int, ...] = ()
        self.owner = ""
        self.version = 0
        self.computed: dict[tuple[int, int, int], Any] = {}
        self.answered: dict[int, dict[int, tuple[Line, tuple[int, int, str, str], Json]]] = {}
        self.clock: Clock = machine_clock
        self.timely = False
        self._computed_at = 0.0
        self._random = random.Random(f"{book_id}/{seed}")

    @property
    def title(self) -> str:
        """Name of the spreadsheet."""
        found: str = self.properties["title"]
        return found

    @property
    def locale(self) -> str:
        """Locale by which typed text is read and numbers are shown, such as vi_VN."""
        found: str = self.properties["locale"]
        return found

    def now(self) -> datetime:
        """The present moment in the spreadsheet's time zone, without saying so."""
        try:
            zone: Any = ZoneInfo(self.properties["timeZone"])
        except (KeyError, ValueError, ZoneInfoNotFoundError):
            zone = UTC
        return datetime.fromtimestamp(self.clock(), zone).replace(tzinfo=None)

    def refresh(self) -> None:
        """Drop what was computed at another moment, where that makes a difference."""
        if self.timely and self.clock() != self._computed_at:
            self._computed_at = self.clock()
            self.computed.clear()

    def touch(self) -> None:
        """Say that something changed: computed values are stale."""
        self.version += 1
        self.computed.clear()

    # --- snapshots

    def snapshot(self) -> Json:
        """Everything that a batch may change."""
        return {
            "properties": dict(self.properties),
            "sheets": [sheet.snapshot() for sheet in self.sheets],
            "named_ranges": list(self.named_ranges),
            "entries": dict(self.entries),
            "metadata": self.metadata,
        }

    def restore(self, snapshot: Json) -> None:
        """Back to a snapshot, which is used up by that."""
        for name, value in snapshot.items():
            setattr(self, name, value)
        self.touch()

    # --- sheets

    def sheet(self, sheet_id: int | None, what: str = "grid") -> Sheet:
        """The sheet of this number.

        Raises:
            ApiError: 400 when there is none.
        """
        for sheet in self.sheets:
            if sheet.sheet_id == (sheet_id or 0):
                return sheet
        raise invalid(f"No {what} with id: {sheet_id or 0}")

    def sheet_of(self, holder: Mapping[str, Any]) -> Sheet:
        """The sheet that a GridRange, DimensionRange or GridCoordinate names."""
        return self.sheet(holder.get("sheetId"))

    def sheet_titled(self, title: str) -> Sheet | None:
        """The sheet of this title, whatever its case."""
        wanted = title.casefold()
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == wanted), None)

    def index_of(self, sheet: Sheet) -> int:
        """Place of a sheet among the tabs."""
        return self.sheets.index(sheet)

    def check_title(self, title: str, besides: Sheet | None = None) -> None:
        """Refuse a title that another sheet has.

        Raises:
            ApiError: 400 with Google's text.
        """
        other = self.sheet_titled(title)
        if other is not None and other is not besides:
            raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')

    def check_cells(self, more: int) -> None:
        """Refuse to grow over the limit of a spreadsheet.

        Raises:
            ApiError: 400 with Google's text.
        """
        cells = sum(len(sheet.rows) * len(sheet.columns) for sheet in self.sheets)
        if more > 0 and cells + more > MAXIMUM_CELLS:
            raise too_many_cells()

    def new_number(self, taken: set[int]) -> int:
        """A large number that is not taken: sheets, charts, protections and metadata are numbered so."""
        while True:
            number = self._random.randrange(10**6, 2**31 - 1)
            if number not in taken:
                return number

    def new_sheet_id(self) -> int:
        """A number for a new sheet."""
        return self.new_number({sheet.sheet_id for sheet in self.sheets})

    # --- developer metadata

    def forget(self, lines: list[Line]) -> None:
        """Drop the metadata of lines that go."""
        for line in lines:
            for number in line.metadata:
                self.entries.pop(number, None)

    def forget_sheet(self, sheet: Sheet) -> None:
        """Drop the metadata of a sheet that goes, and of its rows and columns."""
        for number in sheet.metadata:
            self.entries.pop(number, None)
        self.forget(sheet.rows)
        self.forget(sheet.columns)

    def anchored(self) -> Iterator[tuple[int, Sheet | None, str, int]]:
        """Every metadata number with its sheet, kind of place (SPREADSHEET, SHEET, ROWS, COLUMNS) and index."""
        for number in self.metadata:
            yield number, None, "SPREADSHEET", 0
        for sheet in self.sheets:
            for number in sheet.metadata:
                yield number, sheet, "SHEET", 0
            for dimension in ("ROWS", "COLUMNS"):
                for index, line in enumerate(sheet.lines(dimension)):
                    for number in line.metadata:
                        yield number, sheet, dimension, index
