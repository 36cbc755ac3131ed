"""Texts by cell, kept as raw bytes until somebody asks: a tab may hold a million formulas that nobody looks at."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from sync.backends.excel.package.references import column_number

_FRAGMENT = re.compile(rb"<[^<> ]+ r=\"([A-Z]+)([0-9]+)\"[^<>]*><[^<>]*>([^<]*)")

Cell = tuple[int, int]
"""Row and column, counted from 1."""


class CellTexts(Mapping[Cell, str]):
    """Formula texts by row and column."""

    def __init__(self) -> None:
        self._fragments: list[bytes] = []
        self._texts: dict[Cell, str] = {}

    def add_fragments(self, fragments: bytes) -> None:
        """Keep cells of the form `<c r="A5"><f>text`, one after the other."""
        self._fragments.append(fragments)

    def add(self, cell: Cell, text: str) -> None:
        """Keep one text."""
        self._texts[cell] = text

    @property
    def shared(self) -> frozenset[Cell]:
        """Cells that share the formula of another cell; their text is ""."""
        return frozenset(cell for cell, text in self._read().items() if not text)

    def _read(self) -> dict[Cell, str]:
        fragments, self._fragments = self._fragments, []
        for each in fragments:
            for letters, row, text in _FRAGMENT.findall(each):
                self._texts[int(row), column_number(letters)] = html.unescape(text.decode("utf-8", "replace"))
        return self._texts

    def __getitem__(self, cell: Cell) -> str:
        return self._read()[cell]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __bool__(self) -> bool:
        return bool(self._fragments or self._texts)
