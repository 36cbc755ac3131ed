"""Numbers and dates as people type them, read without a guess."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

DECIMAL_COMMA = ("vi", "de", "fr", "es", "it", "pt", "nl", "id", "ru", "pl", "tr", "sv", "da", "nb", "fi", "cs")
"""Languages whose numbers are written 1.234,5."""

MONTH_FIRST = ("en_US",)
"""Locales whose dates are written month/day/year."""

_SIGNS = r"(?:vnđ|vnd|đồng|đ|₫|us\$|usd|\$|eur|€|£)"
_CURRENCY = re.compile(rf"^{_SIGNS}\.?|{_SIGNS}\.?$", re.IGNORECASE)
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


def parse_number(text: str, locale: str) -> Decimal | Unclear | None:
    """Return the number that a text means; an :class:`Unclear` where it may mean two, None where it means none.

    Currency signs, spaces between groups, a percent sign, a minus at either end and brackets for a negative number
    are understood. Where the text has one separator followed by three digits, it is a group if the locale groups so,
    and unclear if the locale's decimal sign stands there.

    Args:
        text: what was typed.
        locale: Babel locale of the workbook.
    """
    body = _SPACES.sub(" ", text).strip().lstrip("'").replace("\u2212", "-")
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1].strip()
    body, negative = _without_sign(_CURRENCY.sub("", body).strip(), negative)
    body, negative = _without_sign(_CURRENCY.sub("", body).strip(), negative)
    percent = body.endswith("%")
    body = body.removesuffix("%").strip()
    if " " in body:
        if not _SPACED_GROUPS.fullmatch(body):
            return None
        head, _, tail = body.rpartition(" ")
        body = head.replace(" ", "") + tail
        plain = re.fullmatch(r"\d+(?:[.,]\d+)?", body)
        number: Decimal | Unclear | None = Decimal(body.replace(",", ".")) if plain else None
    else:
        number = _plain_number(body, locale)
    if not isinstance(number, Decimal):
        return number
    number = -number if negative else number
    return number / 100 if percent else number


def _without_sign(body: str, negative: bool) -> tuple[str, bool]:
    if body.startswith("-"):
        return body[1:].strip(), not negative
    if body.endswith("-"):
        return body[:-1].strip(), not negative
    return body.removeprefix("+").strip(), negative


def _plain_number(body: str, locale: str) -> Decimal | Unclear | None:
    """Read digits with points and commas."""
    if not body.isascii() or not _DIGITS.fullmatch(body):
        return None
    points, commas = body.count("."), body.count(",")
    if not points and not commas:
        return Decimal(body)
    if points and commas:
        group, mark = (",", ".") if body.rindex(".") > body.rindex(",") else (".", ",")
        whole, _, fraction = body.rpartition(mark)
        if mark in whole or not _is_grouped(whole, group):
            return None
        return Decimal(f"{whole.replace(group, '')}.{fraction}")
    mark = "." if points else ","
    if points + commas > 1:
        return Decimal(body.replace(mark, "")) if _is_grouped(body, mark) else None
    whole, _, fraction = body.partition(mark)
    if len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return Decimal(f"{whole}.{fraction}")
    if mark == decimal_mark(locale):
        return Unclear(f"{whole}{mark}{fraction}", whole + fraction)
    return Decimal(whole + fraction)


def _is_grouped(text: str, group: str) -> bool:
    first, *others = text.split(group)
    return 0 < len(first) <= 3 and all(len(part) == 3 for part in others)


def decimal_mark(locale: str) -> str:
    """Return the decimal sign of a locale."""
    return "," if locale.partition("_")[0] in DECIMAL_COMMA else "."


_DATE_ORDERS: dict[str, re.Pattern[str]] = {
    "iso": re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?"),
    "day": re.compile(r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})(?: 00:00(?::00)?)?"),
    "month": re.compile(r"(?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})(?: 00:00(?::00)?)?"),
}
_WORDS = re.compile(r"(?:ngày )?(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) năm (?P<y>\d{4})")

Order = Literal["day", "month"]


def date_order(locale: str) -> Order:
    """Return whether the day or the month stands first in the dates of a locale."""
    return "month" if locale in MONTH_FIRST else "day"


def parse_date(text: str, locale: str) -> date | None:
    """Return the date that a text means in the locale's order (or year first), None where it means none."""
    body = _SPACES.sub(" ", text).strip().lstrip("'").lower()
    for pattern in (_DATE_ORDERS["iso"], _DATE_ORDERS[date_order(locale)], _WORDS):
        if match := pattern.fullmatch(body):
            year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
            try:
                return date(year, int(match["m"]), int(match["d"]))
            except ValueError:
                return None
    return None


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


def parse_time(text: str) -> time | None:
    """Return the time of day that a text such as ``"22:00"`` or ``"22h30"`` means, None where it means none."""
    match = _TIME.fullmatch(_SPACES.sub(" ", text).strip().lower())
    if match is None:
        return None
    hour = int(match["h"]) % 24
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in ("pm", "ch") else 0)
    try:
        return time(hour, int(match["m"] or 0), int(match["s"] or 0))
    except ValueError:
        return None


def time_of(value: object) -> time | None:
    """Return the time of day of a cell's value: a time, a moment, a duration under a day or a fraction of a day."""
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    if isinstance(value, timedelta):
        value = value.total_seconds() / 86_400
    if isinstance(value, (int, float)) and 0 <= value <= 1:
        seconds = round(value * 86_400) % 86_400
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    return parse_time(value) if isinstance(value, str) else None
