"""A value as people see it: FORMATTED_VALUE, from the cell's number format and the spreadsheet's locale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from tests.emulator.grid.cell import CellError, Effective
from tests.emulator.values.locales import Locale
from tests.emulator.values.serial import moment_of

DATES = {"DATE", "TIME", "DATE_TIME"}
TOKEN = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|am/pm|a/p|y+|m+|d+|h+|s+(?:\.0+)?|[0#?][0#?,.]*|[eE][+-]0+|%|@|_.|\*.|.', re.IGNORECASE
)
SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def default_pattern(kind: str, locale: Locale) -> str:
    """The pattern of a number format that names only its type."""
    return {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": locale.currency,
        "DATE": locale.date,
        "TIME": locale.time,
        "DATE_TIME": f"{locale.date} {locale.time}",
        "SCIENTIFIC": "0.00E+00",
        "TEXT": "@",
    }.get(kind, "")


def is_date_format(number_format: Mapping[str, Any] | None) -> bool:
    """Does the format show a number as a date or time?"""
    return (number_format or {}).get("type") in DATES


def shown(value: Effective, number_format: Mapping[str, Any] | None, locale: Locale) -> str:
    """The text of a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        return value.shown
    if isinstance(value, str):
        return value
    pattern = ""
    if number_format:
        pattern = number_format.get("pattern") or default_pattern(number_format.get("type", ""), locale)
    if not pattern or pattern in {"@", "General"}:
        return automatic(value, locale)
    return formatted(value, pattern, locale)


def automatic(value: float, locale: Locale) -> str:
    """A number without a format: whole ones in full, others to ten significant digits."""
    if isinstance(value, int) or value.is_integer():
        if abs(value) < 10**15:
            return str(int(value))
        return _scientific(Decimal(repr(value)), 5, 2, locale, trim=True)
    number = Decimal(repr(value))
    digits = number.adjusted()
    if digits >= 15 or digits < -10:
        return _scientific(number, 5, 2, locale, trim=True)
    places = max(0, 9 - max(digits, 0)) if digits >= 0 else min(10 - digits - 1, 15)
    text = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", locale.decimal)


def formatted(value: float, pattern: str, locale: Locale) -> str:
    """A number by a pattern, which may have sections for positive, negative and zero."""
    sections = _sections(pattern)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if number < 0 and len(sections) > 1:
        return _by_section(-number, sections[1], locale)
    if number == 0 and len(sections) > 2:
        return _by_section(number, sections[2], locale)
    return _by_section(number, sections[0], locale)


@lru_cache(maxsize=256)
def _sections(pattern: str) -> list[list[str]]:
    parts, at = [], 0
    while at <= len(pattern):
        match = SECTION.match(pattern, at)
        text = match.group(0) if match else ""
        parts.append(TOKEN.findall(text))
        at += len(text) + 1
    return parts


def _by_section(number: Decimal, tokens: list[str], locale: Locale) -> str:
    if any(DATE_LETTERS.match(token) and not token.startswith(("[", '"', "\\")) for token in tokens):
        return _date(float(number), tokens)
    percent = sum(token == "%" for token in tokens)
    number = number.scaleb(2 * percent)
    exponent = next((token for token in tokens if re.match(r"[eE][+-]0", token)), "")
    parts = []
    placed = False
    for token in tokens:
        if token[0] in "0#?":
            if not placed:
                parts.append(_digits(number, token, exponent, locale))
            placed = True
        elif token != exponent:
            parts.append(_literal(token, number))
    text = "".join(parts)
    return f"-{text}" if number < 0 and text.strip("0.,-") else text


def _digits(number: Decimal, token: str, exponent: str, locale: Locale) -> str:
    whole, _, fraction = token.partition(".")
    places, least = len(fraction.replace(",", "")), fraction.count("0")
    if exponent:
        return _scientific(abs(number), places, len(exponent) - 2, locale, trim=False)
    thousands = len(whole) - len(whole.rstrip(","))
    number = abs(number).scaleb(-3 * thousands)
    text = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    left, _, right = text.partition(".")
    while len(right) > least and right.endswith("0"):
        right = right[:-1]
    needed = whole.count("0")
    left = left.lstrip("0").rjust(needed, "0")
    if "," in whole.rstrip(","):
        left = _grouped(left, locale.group)
    return left + (locale.decimal + right if right else "")


def _grouped(digits: str, separator: str) -> str:
    head = len(digits) % 3
    groups = ([digits[:head]] if head else []) + [digits[at : at + 3] for at in range(head, len(digits), 3)]
    return separator.join(groups)


def _scientific(number: Decimal, places: int, width: int, locale: Locale, *, trim: bool) -> str:
    if number == 0:
        return "0E+00" if trim else f"0{locale.decimal}{'0' * places}E+{'0' * width}"
    power = number.adjusted()
    mantissa = f"{number.scaleb(-power).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    if trim and "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    sign = "-" if power < 0 else "+"
    return f"{mantissa.replace('.', locale.decimal)}E{sign}{str(abs(power)).rjust(width, '0')}"


def _literal(token: str, number: Decimal) -> str:
    if token.startswith('"'):
        return token[1:-1]
    if token.startswith("\\"):
        return token[1]
    if token.startswith("["):
        return token[2:-1].partition("-")[0] if token.startswith("[$") else ""
    if token.startswith("_"):
        return " "
    if token.startswith("*") and len(token) == 2:
        return ""
    return f"{number:f}" if token == "@" else token


def _date(serial: float, tokens: list[str]) -> str:
    moment = moment_of(serial)
    if moment is None:
        return "###"
    noon = any(token.lower() in {"am/pm", "a/p"} for token in tokens)
    parts = []
    before = ""
    for index, token in enumerate(tokens):
        if token[0] in '"\\[_*':
            parts.append(_literal(token, Decimal(0)) if not token.lower().startswith("[h") else str(int(serial * 24)))
            continue
        rest = [item.lower() for item in tokens[index + 1 :] if item[0].lower() in "ymdhs" and item.isalnum()]
        minute = token[0] in "mM" and (before.startswith("h") or bool(rest and rest[0].startswith("s")))
        parts.append(_date_part(moment, token.lower(), noon=noon, minute=minute) if token[0].isalpha() else token)
        if token[0].lower() in "ymdhs":
            before = token.lower()
    return "".join(parts)


def _date_part(moment: datetime, token: str, *, noon: bool, minute: bool) -> str:
    letter, length = token[0], len(token)
    if token in {"am/pm", "a/p"}:
        return ("AM" if moment.hour < 12 else "PM")[: 2 if length > 3 else 1]
    if letter == "h":
        hour = (moment.hour % 12 or 12) if noon else moment.hour
        return str(hour).rjust(min(length, 2), "0")
    if letter == "s":
        text = str(moment.second).rjust(min(len(token.partition(".")[0]), 2), "0")
        return text + (f".{moment.microsecond // 1000:03d}"[: len(token) - token.index(".")] if "." in token else "")
    if letter == "y":
        return str(moment.year) if length > 2 else f"{moment.year % 100:02d}"
    if letter == "d":
        return _named(DAYS[moment.weekday()], moment.day, length)
    if letter == "m":
        return str(moment.minute).rjust(min(length, 2), "0") if minute else _month(moment, length)
    return token


def _month(moment: datetime, length: int) -> str:
    if length == 5:
        return MONTHS[moment.month - 1][0]
    return _named(MONTHS[moment.month - 1], moment.month, length)


def _named(name: str, number: int, length: int) -> str:
    if length >= 3:
        return name[:3] if length == 3 else name
    return str(number).rjust(length, "0")
