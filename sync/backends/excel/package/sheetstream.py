"""A worksheet part in three: what stands before the rows, the rows in chunks, and what stands after them."""

from __future__ import annotations

import re
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from sync.backends.excel.package.problems import Limits, PackageError
from sync.backends.excel.package.splice import Document, check_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHEET_DATA = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData(?:\s[^<>]*)?/?>")
_ROOT_DEPTH = 4
"""How deep the parts around the rows are looked at: worksheet, mergeCells, mergeCell, and one more."""

Item = TypeVar("Item")


def prefetch(items: Iterable[Item], ahead: int = 3) -> Iterator[Item]:
    """The same items, the next ones always being made in another thread (unpacking does not hold Python's lock)."""
    end = object()
    source = iter(items)
    pool = ThreadPoolExecutor(1)
    try:
        waiting = deque(pool.submit(next, source, end) for _ in range(ahead))
        while (item := waiting.popleft().result()) is not end:
            waiting.append(pool.submit(next, source, end))
            yield item  # type: ignore[misc]
    finally:
        # Never wait here: an abandoned generator is closed by the garbage collector, in whichever thread that runs, and
        # that may be one whose start another pool is waiting for.
        pool.shutdown(wait=False, cancel_futures=True)


class SheetStream:
    """A worksheet part, read once from front to back.

    Attributes:
        head: the part up to and including the start tag of sheetData, as a document closed behind it.
        prefix: the namespace prefix of its elements with the colon.
        closes_itself: whether there are no rows, only `<sheetData/>`.
        synthetic_end: how many bytes at the end of the head's document are not in the file.

    Raises:
        PackageError: malformed, entity, utf16, encoding, strict, too_large; while reading on also the row problems.
    """

    def __init__(self, pieces: Iterable[bytes], part: str, limits: Limits) -> None:
        self.part = part
        self._limits = limits
        self._pieces = iter(pieces)
        self._tail: bytes | None = None
        self.head_bytes, self._rest = self._read_head()
        self.head, self.prefix, self.closes_itself = self._parse_head()

    def _read_head(self) -> tuple[bytes, bytes]:
        buffer = b""
        for piece in self._pieces:
            buffer += piece
            check_encoding(buffer, self.part)
            if (match := _SHEET_DATA.search(buffer)) is not None:
                return buffer[: match.end()], buffer[match.end() :]
            if len(buffer) > self._limits.max_small_part_bytes:
                raise PackageError("too_large", "what stands before the rows of the worksheet is too large", self.part)
        Document(buffer, self.part, self._limits, depth=2)
        raise PackageError("malformed", "the worksheet has no place for rows", self.part)

    def _parse_head(self) -> tuple[Document, bytes, bool]:
        match = _SHEET_DATA.search(self.head_bytes)
        assert match is not None  # noqa: S101 - the head ends with this very match
        closes_itself = match[0].endswith(b"/>")
        self._root = self._root_name()
        closing = b"" if closes_itself else b"</" + match[1] + b"sheetData>"
        closing += b"</" + self._root + b">"
        self.synthetic_end = len(closing)
        document = Document(self.head_bytes + closing, self.part, self._limits, _ROOT_DEPTH)
        data = document.root.child("sheetData")
        # A sheetData in a comment or in another namespace would be found at another place, or not at all.
        if data is None or data.start != match.start():
            raise PackageError("malformed", "the rows of the worksheet are not where they should be", self.part)
        return document, match[1], closes_itself

    def _root_name(self) -> bytes:
        match = re.search(rb"<((?:[A-Za-z_][\w.-]*:)?worksheet)[\s>]", self.head_bytes)
        if match is None:
            raise PackageError("malformed", "the part is no worksheet", self.part)
        return match[1]

    def chunks(self) -> Iterator[bytes]:
        """The rows, in pieces that end between two rows."""
        if self.closes_itself:
            self._tail = self._rest + self._drain(len(self._rest))
            return
        closing = b"</" + self.prefix + b"sheetData"
        row_start = b"<" + self.prefix + b"row"
        buffer, searched = self._rest, 0
        while (end := buffer.find(closing, searched)) < 0:
            cut = buffer.rfind(row_start)
            if cut > 0:
                yield buffer[:cut]
                buffer = buffer[cut:]
            elif len(buffer) > self._limits.max_row_bytes:
                raise PackageError("too_large", "a row of the worksheet is too large", self.part)
            searched = max(0, len(buffer) - len(closing))
            piece = next(self._pieces, None)
            if piece is None:
                raise PackageError("malformed", "the worksheet ends in the middle", self.part)
            buffer += piece
        if end:
            yield buffer[:end]
        tail = buffer[end:]
        self._tail = tail + self._drain(len(tail))

    def _drain(self, length: int) -> bytes:
        pieces = []
        for piece in self._pieces:
            pieces.append(piece)
            length += len(piece)
            if length > self._limits.max_small_part_bytes:
                raise PackageError("too_large", "what follows the rows of the worksheet is too large", self.part)
        return b"".join(pieces)

    def tail(self) -> tuple[Document, int]:
        """What follows the rows, beginning with the end tag of sheetData, and where it begins in the document.

        The document is the root's start tag, an empty sheetData and the tail, so that its namespaces are known.
        """
        assert self._tail is not None  # noqa: S101 - the rows are read first
        tag = self.head.data[self.head.root.start : self.head.root.open_end]
        front = tag + b"<" + self.prefix + (b"sheetData/>" if self.closes_itself else b"sheetData>")
        return Document(front + self._tail, self.part, self._limits, _ROOT_DEPTH), len(front)
