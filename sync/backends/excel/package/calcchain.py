"""The calculation chain: a list of all formula cells, from which those that hold values now must go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sync.backends.excel.package.rowpattern import attributes_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?c\s[^<>]*?(?:/>|>\s*</(?:[A-Za-z_][\w.-]*:)?c>)")


def without_cells(data: bytes, removed: Mapping[int, AbstractSet[str]]) -> bytes | None:
    """The chain without some cells.

    Args:
        data: the part.
        removed: references of the cells ("B7") by the number of their tab (`sheetId`).

    Returns:
        The new part; None when no entry is left, in which case the part must go, for an empty chain is not allowed.
    """
    pieces, position, left = [], 0, 0
    sheet, owed = b"", False
    for match in _ENTRY.finditer(data):
        attributes = attributes_of(match[0])
        own = attributes.get(b"i")
        # An entry without the tab's number belongs to the tab of the entry before it.
        owed = owed and own is None
        sheet = own if own is not None else sheet
        number = int(sheet) if sheet.isdigit() else 0
        pieces.append(data[position : match.start()])
        position = match.end()
        if attributes.get(b"r", b"").decode("ascii", "replace") in removed.get(number, ()):
            owed = owed or own is not None
            continue
        left += 1
        entry = match[0]
        if owed:
            name = re.match(rb"<[^\s/>]+", entry)
            assert name is not None  # noqa: S101 - the entry begins with it
            entry = name[0] + b' i="' + sheet + b'"' + entry[name.end() :]
            owed = False
        pieces.append(entry)
    pieces.append(data[position:])
    return b"".join(pieces) if left else None
