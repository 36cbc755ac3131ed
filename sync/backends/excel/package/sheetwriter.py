"""Rewrites one worksheet part: head, rows and tail."""

from __future__ import annotations

import re
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync.backends.excel.package.archive import Packed
from sync.backends.excel.package.cellvalues import Renderer
from sync.backends.excel.package.formulas import formula_shapes
from sync.backends.excel.package.references import Range, format_range, parse_range, widen_reference
from sync.backends.excel.package.rowpattern import patterns_for
from sync.backends.excel.package.rowwriter import RowWriter
from sync.backends.excel.package.sheetstream import SheetStream, prefetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sync.backends.excel.package.edits import NewColumn
    from sync.backends.excel.package.problems import Limits
    from sync.backends.excel.package.rowedits import EditSet
    from sync.backends.excel.package.splice import Document, Element

_BATCH = 2 << 20
_WAITING = 6


@dataclass(frozen=True, slots=True)
class SheetResult:
    """A worksheet after its edits.

    Attributes:
        content: the packed part.
        removed_formulas: cells whose formula gave way to a value.
        filter_range: the range of the tab's own filter before it was widened, None when it was not.
        shapes: the formulas of the tab without digits, when they were asked for.
    """

    content: Packed
    removed_formulas: tuple[tuple[int, int], ...]
    filter_range: Range | None
    shapes: frozenset[bytes]


class Deflater:
    """Packs a part in another thread while it is being made."""

    def __init__(self, level: int) -> None:
        self._compressor = zlib.compressobj(level, zlib.DEFLATED, -15)
        self._pool = ThreadPoolExecutor(1)
        self._futures: deque[Future[bytes]] = deque()
        self._packed: list[bytes] = []
        self._batch: list[bytes] = []
        self._batch_size = self._size = self._crc = 0

    def add(self, data: bytes) -> None:
        """Take the next bytes of the part."""
        self._batch.append(data)
        self._batch_size += len(data)
        if self._batch_size >= _BATCH:
            self._submit()

    def result(self) -> Packed:
        """The packed part; no more can be added then."""
        self._submit()
        self._packed += [future.result() for future in self._futures]
        self._packed.append(self._compressor.flush())
        self.close()
        return Packed(self._packed, self._crc, self._size)

    def close(self) -> None:
        """Let the thread end."""
        self._pool.shutdown()

    def _submit(self) -> None:
        data = b"".join(self._batch)
        self._batch, self._batch_size = [], 0
        self._size += len(data)
        self._futures.append(self._pool.submit(self._pack, data))
        if len(self._futures) > _WAITING:
            self._packed.append(self._futures.popleft().result())

    def _pack(self, data: bytes) -> bytes:
        self._crc = zlib.crc32(data, self._crc)
        return self._compressor.compress(data)


def rewrite_sheet(
    pieces: Iterable[bytes],
    part: str,
    edits: EditSet,
    new_columns: Sequence[NewColumn],
    styles: Mapping[str, int],
    limits: Limits,
    *,
    date1904: bool,
    level: int,
    with_shapes: bool,
) -> SheetResult:
    """Stream a worksheet through its edits.

    Raises:
        PackageError: see `docs/xlsx-writing.md`.
    """
    stream = SheetStream(prefetch(pieces), part, limits)
    renderer = Renderer(stream.prefix, date1904)
    patterns = patterns_for(stream.prefix)
    head = stream.head
    cols = head.root.child("cols")
    column_style = _column_styles(cols)
    writer = RowWriter(patterns, edits.rows(renderer, styles), edits.touches, column_style, edits.columns[0], part)
    _widen_dimension(head, edits)
    _set_widths(head, cols, new_columns, stream.prefix)
    closing = b"</" + stream.prefix + b"sheetData>"
    if stream.closes_itself:
        data = head.root.child("sheetData")
        assert data is not None  # noqa: S101 - the stream found it
        head.replace(data.open_end - 2, data.open_end, b">")
    shapes: set[bytes] = set()
    deflater = Deflater(level)
    try:
        deflater.add(head.result()[: -stream.synthetic_end])
        for chunk in stream.chunks():
            if with_shapes:
                shapes |= formula_shapes(chunk, stream.prefix)
            deflater.add(writer.write(chunk))
        deflater.add(writer.finish())
        tail, front = stream.tail()
        filter_range = widen_filter(tail, new_columns)
        rest = tail.result()[front:]
        deflater.add(closing + rest if stream.closes_itself else rest)
        content = deflater.result()
    finally:
        deflater.close()
    return SheetResult(content, tuple(writer.removed_formulas), filter_range, frozenset(shapes))


def reach(new_columns: Sequence[NewColumn]) -> tuple[int, int, int] | None:
    """The first new column, the last one that follows without a gap, and the header row."""
    if not new_columns:
        return None
    ordered = sorted(new_columns, key=lambda each: each.column)
    last = ordered[0].column
    for each in ordered[1:]:
        if each.column == last + 1 and each.header_row == ordered[0].header_row:
            last = each.column
    return ordered[0].column, last, ordered[0].header_row


def widen_filter(tail: Document, new_columns: Sequence[NewColumn]) -> Range | None:
    """Let the tab's own filter cover the new columns, so that sorting moves them with their rows."""
    target, element = reach(new_columns), tail.root.child("autoFilter")
    if target is None or element is None:
        return None
    area = parse_range(element.get("ref"))
    first, last, header_row = target
    if area is None or area[3] != first - 1 or area[0] != header_row:
        return None
    tail.set_attribute(element, "ref", widen_reference(element.get("ref"), last))
    return area


def _widen_dimension(head: Document, edits: EditSet) -> None:
    element, bounds = head.root.child("dimension"), edits.bounds
    if element is None or bounds is None:
        return
    area = parse_range(element.get("ref"))
    if area is None:
        return
    widest = (
        min(area[0], bounds.first_row),
        min(area[1], bounds.first_column),
        max(area[2], bounds.last_row),
        max(area[3], bounds.last_column),
    )
    if widest != area:
        head.set_attribute(element, "ref", format_range(widest))


def _column_range(element: Element) -> tuple[int, int]:
    low, high = element.get("min"), element.get("max")
    return (int(low), int(high)) if low.isdecimal() and high.isdecimal() else (0, 0)


def _column_styles(cols: Element | None) -> Callable[[int], bytes | None]:
    ranges = [(*_column_range(each), each.get("style").encode()) for each in (cols.children if cols else ())]

    def style(column: int) -> bytes | None:
        return next((style for low, high, style in ranges if low <= column <= high and style), None)

    return style


def _set_widths(head: Document, cols: Element | None, new_columns: Sequence[NewColumn], prefix: bytes) -> None:
    """Give each new column an entry of its own; a range of columns that holds it is split around it."""
    own = {
        each.column: b'<%bcol min="%d" max="%d" width="%b" customWidth="1"/>'
        % (prefix, each.column, each.column, f"{each.width:g}".encode())
        for each in sorted(new_columns, key=lambda each: each.column)
    }
    if not own:
        return
    if cols is None:
        data = head.root.child("sheetData")
        assert data is not None  # noqa: S101 - the stream found it
        head.insert(data.start, b"<%bcols>" % prefix + b"".join(own.values()) + b"</%bcols>" % prefix)
        return
    for element in cols.children:
        low, high = _column_range(element)
        before = [own.pop(column) for column in list(own) if column < low]
        if before:
            head.insert(element.start, b"".join(before))
        inside = [column for column in own if low <= column <= high]
        if inside:
            raw = head.data[element.start : element.end]
            pieces, start = [], low
            for column in inside:
                pieces += [_with_range(raw, start, column - 1), own.pop(column)]
                start = column + 1
            pieces.append(_with_range(raw, start, high))
            head.replace(element.start, element.end, b"".join(pieces))
    if own:
        head.append_child(cols, b"".join(own.values()))


def _with_range(raw: bytes, low: int, high: int) -> bytes:
    """An entry of the column list for other columns; nothing for an empty range."""
    if low > high:
        return b""
    for name, value in ((rb"min", low), (rb"max", high)):
        raw = re.sub(rb"(\s%b\s*=\s*)(?:\"[0-9]*\"|'[0-9]*')" % name, rb'\g<1>"%d"' % value, raw, count=1)
    return raw
