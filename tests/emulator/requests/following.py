"""What follows when rows or columns are inserted, deleted or moved: ranges laid over the grid, and formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from tests.emulator.formulas.references import Corner, Reference, rewritten
from tests.emulator.grid.area import ROWS, Box
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import Formula
from tests.emulator.grid.sheet import LISTS, Sheet

GONE: Any = object()
ROW_SIDES = ("startRowIndex", "endRowIndex")
COLUMN_SIDES = ("startColumnIndex", "endColumnIndex")
SIDES = {*ROW_SIDES, *COLUMN_SIDES}
COORDINATE = "anchorCell"


class Change(Protocol):
    """How indexes along one dimension change."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of lines is afterwards; None when nothing of it is left."""
        ...


class Insert(NamedTuple):
    """Lines inserted before an index."""

    at: int
    size: int

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """A stretch that the new lines fall into grows."""
        more_start = self.size if start >= self.at else 0
        more_end = self.size if end > self.at else 0
        return start + more_start, end + more_end


class Delete(NamedTuple):
    """Lines taken out."""

    start: int
    end: int

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """A stretch shrinks by what is taken out of it."""
        new = self._left(start), self._left(end)
        return new if new[0] < new[1] else None

    def _left(self, index: int) -> int:
        return index - max(0, min(index, self.end) - self.start)


class Move(NamedTuple):
    """Lines moved; the destination counts before the move."""

    start: int
    end: int
    destination: int

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """A stretch within the moved lines goes along; another closes up, or takes in what lands inside it."""
        if self.start <= start and end <= self.end:
            return self._index(start), self._index(end - 1) + 1
        kept = [index for index in (start, end - 1) if not self.start <= index < self.end]
        low = self._index(kept[0] if kept and kept[0] == start else self.end)
        high = self._index(kept[-1] if kept and kept[-1] == end - 1 else self.start - 1)
        return min(low, high), max(low, high) + 1

    def _index(self, index: int) -> int:
        count = self.end - self.start
        if self.start <= index < self.end:
            landed = self.destination if self.destination <= self.start else self.destination - count
            return landed + index - self.start
        closed = index - count if index >= self.end else index
        landed = self.destination if self.destination <= self.start else self.destination - count
        return closed + count if closed >= landed else closed


def follow(book: Book, sheet: Sheet, dimension: str, change: Change) -> None:
    """Let everything that refers to the lines of a sheet follow a change of them."""
    _Follower(book, sheet, dimension, change).run()
    book.touch()


class _Follower:
    """Carries one change through a spreadsheet."""

    def __init__(self, book: Book, sheet: Sheet, dimension: str, change: Change) -> None:
        self.book = book
        self.sheet = sheet
        self.by_rows = dimension == ROWS
        self.dimension = dimension
        self.change = change

    def run(self) -> None:
        self.sheet.merges = [box for box in map(self.box, self.sheet.merges) if box is not None]
        for sheet in self.book.sheets:
            for name in LISTS:
                if name != "merges":
                    setattr(sheet, name, self.objects(getattr(sheet, name)))
            if sheet.basic_filter is not None:
                found = self.objects([sheet.basic_filter])
                sheet.basic_filter = found[0] if found else None
        if not self.by_rows:
            self.filters()
        self.book.named_ranges = self.objects(self.book.named_ranges)
        self.formulas()

    def box(self, box: Box) -> Box | None:
        span = self.change.span(box.top, box.bottom) if self.by_rows else self.change.span(box.left, box.right)
        if span is None:
            return None
        new = Box(*span, box.left, box.right) if self.by_rows else Box(box.top, box.bottom, *span)
        return new if new.height * new.width > 1 else None

    def objects(self, objects: list[Any]) -> list[Any]:
        found = []
        for item in objects:
            new = self.value(item)
            if "range" in item and "range" not in new:
                continue
            if item.get("ranges") and not new.get("ranges"):
                continue
            found.append(new)
        return found

    def value(self, value: Any) -> Any:
        if isinstance(value, list):
            kept = [new for new in map(self.value, value) if new is not GONE]
            return kept if kept or not value else GONE
        if not isinstance(value, Mapping):
            return value
        if SIDES & value.keys():
            return self.range(value) if self.is_here(value) else value
        if value.get("dimension") == self.dimension and "startIndex" in value:
            return self.stretch(value, "startIndex", "endIndex") if self.is_here(value) else value
        found = {
            name: self.coordinate(item) if name == COORDINATE else self.value(item) for name, item in value.items()
        }
        return {name: item for name, item in found.items() if item is not GONE}

    def is_here(self, value: Mapping[str, Any]) -> bool:
        return (value.get("sheetId") or 0) == self.sheet.sheet_id

    def range(self, value: Mapping[str, Any]) -> Any:
        return self.stretch(value, *(ROW_SIDES if self.by_rows else COLUMN_SIDES))

    def coordinate(self, value: Mapping[str, Any]) -> Any:
        if not self.is_here(value):
            return value
        side = "rowIndex" if self.by_rows else "columnIndex"
        place = self.line(value.get(side) or 0)
        return value if place is None else {**value, side: place}

    def line(self, index: int) -> int | None:
        span = self.change.span(index, index + 1)
        return span[0] if span else None

    def filters(self) -> None:
        sheet = self.sheet
        if sheet.basic_filter is not None:
            sheet.basic_filter = self.filter(sheet.basic_filter)
        sheet.filter_views = [self.filter(item) for item in sheet.filter_views]

    def filter(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """The criteria of a filter, which name columns of the sheet."""
        found = dict(item)
        for name, side in (("filterSpecs", "columnIndex"), ("sortSpecs", "dimensionIndex")):
            if name in found:
                moved = [(self.line(spec.get(side) or 0), spec) for spec in found[name]]
                found[name] = [{**spec, side: place} for place, spec in moved if place is not None]
        if "criteria" in found:
            placed = [(self.line(int(column)), criteria) for column, criteria in found["criteria"].items()]
            found["criteria"] = {str(place): criteria for place, criteria in placed if place is not None}
        return {name: value for name, value in found.items() if value}

    def stretch(self, value: Mapping[str, Any], start: str, end: str) -> Any:
        if value.get(end) is None:
            if not value.get(start):
                return value
            span = self.change.span(value[start], 1 << 30)
            return {**value, start: span[0]} if span else GONE
        span = self.change.span(value.get(start) or 0, value[end])
        if span is None:
            return GONE
        return {**value, start: span[0], end: span[1]}

    def formulas(self) -> None:
        for sheet in self.book.sheets:
            own = sheet is self.sheet

            def change(old: Reference, *, own: bool = own) -> Reference | None:
                about = own if old.title is None else old.title.casefold() == self.sheet.title.casefold()
                return self.reference(old) if about else old

            for row, column, cell in list(sheet.cells_in(sheet.whole())):
                if isinstance(cell.value, Formula):
                    text = rewritten(cell.value.text, change)
                    if text != cell.value.text:
                        sheet.put(row, column, cell._replace(value=Formula(text)))

    def reference(self, old: Reference) -> Reference | None:
        first, last = old.first, old.last or old.first
        indexes = [self.index(first), self.index(last)]
        known = [index for index in indexes if index is not None]
        if not known:
            return old
        end = max(known) + 1 if len(known) == 2 else 1 << 20
        span = self.change.span(min(known), end)
        if span is None:
            return None
        swapped = len(known) == 2 and indexes[0] != min(known)
        low, high = span[0], span[1] - 1
        new_first = self.moved(first, high if swapped else low)
        new_last = self.moved(last, low if swapped else high)
        return Reference(old.title, new_first, new_last if old.last else None)

    def index(self, corner: Corner) -> int | None:
        return corner.row if self.by_rows else corner.column

    def moved(self, corner: Corner, index: int) -> Corner:
        if self.index(corner) is None:
            return corner
        return corner._replace(row=index) if self.by_rows else corner._replace(column=index)
