"""Cell values as worksheet XML."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from sync.backends.excel.package.problems import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sync.backends.excel.package.edits import CellValue

_LONGEST_TEXT = 32_767
"""Characters (UTF-16 units) that Excel keeps in a cell."""

_LARGEST = Decimal("9.99999999999999E+307")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_KEEP_SPACE = re.compile(r"^\s|\s$|[\n\t]|\s\s")
_FIRST_DAY_1900 = dt.date(1900, 3, 1)
_EPOCH_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - dates in cells know no time zone
_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - the same
_DAY = 86_400_000_000
_CACHE_SIZE = 100_000

Key = TypeVar("Key")


def escape_text(text: str) -> str:
    """A text as it stands between the tags of `<t>`: what XML cannot hold is written as Excel does, _x000D_."""
    if _UNPRINTABLE.search(text):
        text = _UNPRINTABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def serial_number(moment: dt.date, date1904: bool) -> str:
    """A date or date with time as the number that a workbook of this date system keeps.

    Raises:
        PackageError: bad_value, for a day before the first one of the system. March 1900 is taken as the first month
            of the 1900 system, because it counts a 29 February 1900 that never was.
    """
    if isinstance(moment, dt.datetime):
        point = moment.replace(tzinfo=None)
    else:
        point = dt.datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - dates in cells know no time zone
    first, epoch = (_EPOCH_1904.date(), _EPOCH_1904) if date1904 else (_FIRST_DAY_1900, _EPOCH_1900)
    if point.date() < first:
        raise PackageError("bad_value", f"the date {moment} is before the first one of the workbook")
    days, rest = divmod((point - epoch) // dt.timedelta(microseconds=1), _DAY)
    if not rest:
        return str(days)
    return f"{(Decimal(days) + Decimal(rest) / _DAY).quantize(Decimal('1e-11')):f}".rstrip("0")


def _number(value: float | Decimal) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value) > _LARGEST:
            raise PackageError("bad_value", f"{value} is no number that a cell can hold")
        return f"{value:f}" if value.adjusted() > -20 else f"{value:E}"
    if isinstance(value, float) and not math.isfinite(value):
        raise PackageError("bad_value", f"{value} is no number that a cell can hold")
    return str(value)


class Renderer:
    """Writes cells of one worksheet.

    Args:
        prefix: the namespace prefix of the worksheet's elements, with its colon.
        date1904: the date system of the workbook.
    """

    def __init__(self, prefix: bytes, date1904: bool) -> None:
        self.prefix = prefix
        self._date1904 = date1904
        p = prefix.decode()
        self._close = f"</{p}c>"
        self._value = f"><{p}v>", f"</{p}v></{p}c>"
        self._text = f"><{p}is><{p}t>", f"</{p}t></{p}is></{p}c>"
        self._spaced = f'><{p}is><{p}t xml:space="preserve">'

    def content(self, value: CellValue) -> bytes:
        """Everything of a cell after its reference and style: type, value, end tag.

        Raises:
            PackageError: bad_value, text_too_long.
        """
        opening, closing = self._value
        match value:
            case None:
                return b"/>"
            case bool():
                return f' t="b"{opening}{int(value)}{closing}'.encode()
            case str():
                return self._inline(value)
            case dt.date():
                return f"{opening}{serial_number(value, self._date1904)}{closing}".encode()
            case int() | float() | Decimal():
                return f"{opening}{_number(value)}{closing}".encode()
        raise PackageError("bad_value", f"a {type(value).__name__} cannot be written into a cell")

    def _inline(self, text: str) -> bytes:
        # Texts stand in their cells: the table of shared texts, often megabytes, need not be read nor written then.
        if len(text) + sum(map(_is_wide, text)) > _LONGEST_TEXT:
            raise PackageError("text_too_long", f"a text has more than {_LONGEST_TEXT} characters")
        opening, closing = self._text
        if _KEEP_SPACE.search(text):
            opening = self._spaced
        return f' t="inlineStr"{opening}{escape_text(text)}{closing}'.encode()


def _is_wide(character: str) -> bool:
    return character > "\uffff"


class _Memory(dict[Key, bytes]):
    """Rendered values, made when first asked for, forgotten when there are too many."""

    def __init__(self, render: Callable[[Key], bytes]) -> None:
        super().__init__()
        self._render = render

    def __missing__(self, key: Key) -> bytes:
        if len(self) > _CACHE_SIZE:
            self.clear()
        rendered = self[key] = self._render(key)
        return rendered


def remembered(render: Callable[[Key], bytes], keys: Iterable[Key], values: Sequence[CellValue]) -> Iterator[bytes]:
    """Each key rendered, equal ones only once: texts that flag rows are mostly equal.

    True equals 1 and 1.0, so where the values that the keys stand for are of several types, nothing is remembered.
    """
    kinds = set(map(type, values)) - {type(None)}
    return map(render if len(kinds) > 1 else _Memory(render).__getitem__, keys)
