"""Numbers and dates as people type them, read without a guess."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

DECIMAL_COMMA = ("vi", "de", "fr", "es", "it", "pt", "nl", "id", "ru", "pl", "tr", "sv", "da", "nb", "fi", "cs")
"""Languages whose numbers are written 1.234,5."""

DECIMAL_POINT = ("de_CH", "de_LI", "it_CH", "es_419", "es_MX", "es_US", "es_PR", "es_GT", "es_HN", "es_NI", "es_PA")
"""Locales of those languages that write 1,234.5 or 1’234.5 all the same."""

MONTH_FIRST = ("en", "en_US", "en_PH")
"""Locales whose dates are written month/day/year (Unicode CLDR, short date pattern)."""

YEARS = range(1900, 2200)
"""Years in which a date of an office's books can lie; anything else is a slip."""

_SIGNS = {
    "VND": ("vnđ", "đồng", "đ", "₫"),
    "EUR": ("€",),
    "GBP": ("£",),
    "USD": ("us$", "$"),
    **dict.fromkeys(("AUD", "CAD", "HKD", "NZD", "SGD", "TWD"), ("$",)),
}
"""What people write for an amount's currency beside its code."""

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SPACED_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")


class Unclear(NamedTuple):
    """A text that can be read as two numbers."""

    first: str
    second: str


def significant(value: float) -> Decimal:
    """Return a cell's number at 15 significant digits, as the spreadsheet shows it.

    Raises:
        ValueError: for infinities and what is not a number.
    """
    if value.is_integer() and abs(value) < 1e15:
        return Decimal(int(value))
    text = repr(value)
    if len(text) > 16:
        text = format(value, ".15g")
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number


@cache
def _sign_of(currency: str) -> re.Pattern[str]:
    """Return the pattern of a currency's signs at either end of an amount; of all of them without a currency."""
    signs = {currency: _SIGNS.get(currency, ())} if currency else _SIGNS
    texts = sorted({text for code in signs for text in (code.lower(), *signs[code])}, key=len, reverse=True)
    either = "|".join(map(re.escape, texts))
    return re.compile(rf"^(?:{either})\.?|(?:{either})\.?$", re.IGNORECASE)


def parse_number(text: str, locale: str, currency: str = "") -> Decimal | Unclear | None:
    """Return the number that a text means; an :class:`Unclear` where it may mean two, None where it means none.

    Currency signs, spaces between groups, a percent sign, one minus at either end and brackets for a negative number
    are understood. Where the text has one separator followed by three digits, it is a group if the locale groups so,
    and unclear if the locale's decimal sign stands there.

    Args:
        text: what was typed.
        locale: Babel locale of the workbook.
        currency: ISO 4217 code of the workbook's amounts. A sign of another currency makes the text no number, since
            the amount would be another one. Without a currency every sign is understood.
    """
    sign = _sign_of(currency)
    body = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().lstrip("'").replace("\u2212", "-")
    brackets = body.startswith("(") and body.endswith(")")
    if brackets:
        body = body[1:-1].strip()
    # The minus may stand outside the currency sign or inside: -$5, $-5.
    body, outside = _without_sign(sign.sub("", body).strip())
    body, inside = _without_sign(sign.sub("", body).strip())
    if brackets + outside + inside > 1:
        return None
    percent = body.endswith("%")
    body = body.removesuffix("%").strip()
    number = _spaced_number(body, locale) if " " in body else _plain_number(body, locale)
    if not isinstance(number, Decimal):
        return number
    number = number.copy_negate() if number and (brackets or outside or inside) else number
    return number.scaleb(-2) if percent else number


def _without_sign(body: str) -> tuple[str, bool]:
    if body.startswith("-"):
        return body[1:].strip(), True
    if body.endswith("-"):
        return body[:-1].strip(), True
    return body.removeprefix("+").strip(), False


def _spaced_number(body: str, locale: str) -> Decimal | Unclear | None:
    """Read digits with spaces between groups, as 1 234 567,5."""
    if not _SPACED_GROUPS.fullmatch(body) or body.startswith("0"):
        return None
    return _one_mark(body.replace(" ", ""), locale)


def _plain_number(body: str, locale: str) -> Decimal | Unclear | None:
    """Read digits with points and commas."""
    if not body.isascii() or not _DIGITS.fullmatch(body):
        return None
    points, commas = body.count("."), body.count(",")
    if points and commas:
        group, mark = (",", ".") if body.rindex(".") > body.rindex(",") else (".", ",")
        whole, _, fraction = body.rpartition(mark)
        return Decimal(f"{whole.replace(group, '')}.{fraction}") if _is_grouped(whole, group) else None
    if points + commas > 1:
        mark = "." if points else ","
        return Decimal(body.replace(mark, "")) if _is_grouped(body, mark) else None
    return _one_mark(body, locale)


def _one_mark(body: str, locale: str) -> Decimal | Unclear | None:
    """Read digits with one point, one comma or neither."""
    mark = "." if "." in body else ","
    whole, _, fraction = body.partition(mark)
    as_decimal = f"{whole}.{fraction}" if fraction else whole
    if len(fraction) != 3 or not whole.strip("0"):
        return Decimal(as_decimal)
    own = mark == decimal_mark(locale)
    if len(whole) <= 3 and not whole.startswith("0"):
        return Unclear(f"{whole}{mark}{fraction}", whole + fraction) if own else Decimal(whole + fraction)
    # 1234.567 cannot be grouped; with the sign that groups here it may still be a slip of 1.234.567.
    return Decimal(as_decimal) if own else Unclear(f"{whole}{decimal_mark(locale)}{fraction}", whole + fraction)


def _is_grouped(text: str, group: str) -> bool:
    first, *others = text.split(group)
    return len(first) <= 3 and not first.startswith("0") and all(len(part) == 3 for part in others)


def decimal_mark(locale: str) -> str:
    """Return the decimal sign of a locale."""
    return "," if locale.partition("_")[0] in DECIMAL_COMMA and locale not in DECIMAL_POINT else "."


_DATE_ORDERS: dict[str, re.Pattern[str]] = {
    "iso": re.compile(r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?"),
    "day": re.compile(r"(?P<d>\d{1,2})(?P<s>[-/. ])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?: 00:00(?::00)?)?"),
    "month": re.compile(r"(?P<m>\d{1,2})(?P<s>[-/. ])(?P<d>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?: 00:00(?::00)?)?"),
}
_WORDS = re.compile(r"(?:ngày )?(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) năm (?P<y>\d{4})")

Order = Literal["day", "month"]


def date_order(locale: str) -> Order:
    """Return whether the day or the month stands first in the dates of a locale."""
    return "month" if locale in MONTH_FIRST else "day"


def parse_date(text: str, locale: str) -> date | None:
    """Return the date that a text means in the locale's order (or year first), None where it means none."""
    body = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().lstrip("'").lower()
    for pattern in (_DATE_ORDERS["iso"], _DATE_ORDERS[date_order(locale)], _WORDS):
        if match := pattern.fullmatch(body):
            try:
                day = date(_full_year(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                return None
            return day if day.year in YEARS else None
    return None


def _full_year(digits: str) -> int:
    """Return the year that two or four digits mean; two are read as spreadsheets do: 00 to 29 is 2000 to 2029."""
    year = int(digits)
    if len(digits) == 2:
        year += 2000 if year < 30 else 1900
    return year


def date_of_serial(serial: float, *, from_1904: bool = False) -> date | None:
    """Return the date of a day serial, None outside the years 1950 to 2199 (a plain number, not a date)."""
    if not serial.is_integer():
        return None
    epoch = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    if not 0 < serial < 200_000:
        return None
    day = epoch + timedelta(days=int(serial))
    return day if 1950 <= day.year < 2200 else None


_TIME = re.compile(r"(?P<h>\d{1,2})(?:[:hg](?P<m>\d{2})?(?::(?P<s>\d{2}))?)\s*(?P<half>am|pm|sa|ch)?")
_DAY = 86_400


def parse_time(text: str) -> time | None:
    """Return the time of day that a text such as ``"22:00"`` or ``"22h30"`` means, None where it means none.

    24:00 is midnight, as the end of a shift.
    """
    match = _TIME.fullmatch(_SPACES.sub(" ", text).strip().lstrip("'").lower())
    if match is None:
        return None
    hour, minute, second = int(match["h"]), int(match["m"] or 0), int(match["s"] or 0)
    if match["half"] in ("am", "sa"):
        hour = {12: 0}.get(hour, hour) if hour <= 12 else 99
    elif match["half"] and hour < 12:
        hour += 12
    try:
        return time() if (hour, minute, second) == (24, 0, 0) else time(hour, minute, second)
    except ValueError:
        return None


def time_of(value: object) -> time | None:
    """Return the time of day of a cell's value: a time, a moment, a duration up to a day or a fraction of a day.

    The plain number 1 is not taken: it may be one o'clock or a whole day.
    """
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        seconds: float = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1_000_000
    elif isinstance(value, timedelta):
        seconds = value.total_seconds()
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1:
        seconds = value * _DAY
    else:
        return parse_time(value) if isinstance(value, str) else None
    if not 0 <= seconds <= _DAY:
        return None
    # A serial holds 22:00 as 0.91666…, so that the nearest second is meant.
    whole = round(seconds) % _DAY
    return time(whole // 3600, whole // 60 % 60, whole % 60)
