"""Do formulas that staff wrote refer to cells that we write?

Asked with all digits left out, so that a hundred thousand formulas of one kind are one text.
"""

from __future__ import annotations

import html
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from sync.backends.excel.package.references import column_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_DIGITS = b"0123456789"
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_REFERENCE = re.compile(
    r"(?<![\w.])(?P<tab>'(?:[^']|'')+'!|[^\s'!\"#$%&()*+,/:;<=>?@\[\]^{}-]+!)?"
    r"(?:\$?(?P<first>[A-Za-z]{1,3})\$?(?![\w(.!])(?::\$?(?P<last>[A-Za-z]{1,3})\$?(?![\w(]))?|(?P<rows>\$?:\$?))"
)
_SPAN_OF_TABS = re.compile(r"(?:'(?:[^']|'')+:(?:[^']|'')+'|[\w.]+:[\w.]+)!")


def formula_shapes(chunk: bytes, prefix: bytes) -> set[bytes]:
    """The formulas of a chunk of rows, digits left out, as raw XML text."""
    start = b"<" + prefix + b"f"
    if start not in chunk:
        return set()
    pattern = re.escape(start) + rb"(?=[\s>])[^<>]*+>([^<]++)"
    return {text.translate(None, _DIGITS) for text in re.findall(pattern, chunk)}


def refers_to(
    shapes: Iterable[bytes],
    own_tab: str | None,
    changed: Mapping[str, tuple[int, ...]],
    tables: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> bool:
    """Whether any formula may refer to a changed cell.

    Args:
        shapes: formulas without digits.
        own_tab: the tab in which they stand; None for names that belong to no tab.
        changed: for each changed tab the columns in which cells change.
        tables: for each table of a changed tab the names of its columns that change.

    A formula is taken to refer to all rows of the columns it names: at worst Excel calculates once more than it had to.
    """
    folded = {_plain(title): columns for title, columns in changed.items()}
    own = folded.get(_plain(own_tab), ()) if own_tab is not None else ()
    named = {_plain(name): [_plain(column) for column in columns] for name, columns in tables.items() if columns}
    return any(_refers(shape, own, folded, named) for shape in shapes)


def _plain(title: str) -> str:
    return title.encode().translate(None, _DIGITS).decode().casefold()


def _refers(
    shape: bytes, own: tuple[int, ...], changed: Mapping[str, tuple[int, ...]], tables: Mapping[str, Sequence[str]]
) -> bool:
    text = _TEXT.sub('""', html.unescape(shape.decode("utf-8", "replace")))
    folded = text.casefold()
    for name, written in tables.items():
        if f"{name}[" in folded and any(f"[{each}]" in folded for each in (*written, "", "#all", "#data")):
            return True
    if _SPAN_OF_TABS.search(text):
        return True
    for match in _REFERENCE.finditer(text):
        columns = own
        if match["tab"] is not None:
            title = match["tab"][:-1].strip("'").replace("''", "'").rpartition("]")[2]
            columns = changed.get(title.casefold(), ())
        if columns and _covers(match, columns):
            return True
    return False


def _covers(match: re.Match[str], columns: tuple[int, ...]) -> bool:
    if match["rows"]:
        return True
    first = column_number(match["first"])
    last = column_number(match["last"] or match["first"])
    return any(min(first, last) <= column <= max(first, last) for column in columns)
