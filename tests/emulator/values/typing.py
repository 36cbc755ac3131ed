"""What a person's typing becomes: USER_ENTERED, read in the spreadsheet's locale."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import NamedTuple

from tests.emulator.grid.cell import Entered, Formula
from tests.emulator.values.locales import Locale
from tests.emulator.values.serial import serial_of, serial_of_time


class Typed(NamedTuple):
    """A typed value.

    Attributes:
        value: What the cell holds.
        kind, pattern: Number format that typing attaches, empty for none.
        link: Target when a web address was typed.
    """

    value: Entered
    kind: str = ""
    pattern: str = ""
    link: str | None = None


URL = re.compile(r"^(?:https?://|ftp://|www\.)\S+\.\S+$", re.IGNORECASE)
ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AaPp])\.?[Mm]\.?)?$")
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        1,
    )
    for name in names.split()
}
WORDY_DAY_FIRST = re.compile(r"^(\d{1,2})[\s-]([A-Za-z]{3,9})\.?(?:[\s-](\d{4}|\d{2}))?$")
WORDY_MONTH_FIRST = re.compile(r"^([A-Za-z]{3,9})\.?\s(\d{1,2})(?:,?\s(\d{4}))?$")


def typed(text: str, locale: Locale, today: date) -> Typed:
    """Read what a person types into a cell.

    Args:
        text: The text, not empty.
        locale: The spreadsheet's locale.
        today: Gives a date without a year its year.
    """
    if text.startswith("'"):
        return Typed(text[1:])
    if text.startswith("=") and len(text) > 1:
        return Typed(Formula(text))
    trimmed = text.strip()
    if trimmed.upper() in {"TRUE", "FALSE"}:
        return Typed(trimmed.upper() == "TRUE")
    for reading in READINGS:
        found = reading(trimmed, locale, today)
        if found is not None:
            return found
    return Typed(text, link=trimmed if URL.match(trimmed) else None)


def _number(text: str, locale: Locale, _today: date) -> Typed | None:
    negative = False
    body = text
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1]
    if body[:1] in {"-", "+"}:
        negative, body = negative != (body[0] == "-"), body[1:].lstrip()
    percent = body.endswith("%")
    if percent:
        body = body[:-1].rstrip()
    body, money = _without_sign(body, locale)
    if body[:1] == "-" and money and not negative:
        negative, body = True, body[1:]
    parts = _plain(body, locale)
    if parts is None:
        return None
    number, places, grouped, scientific = parts
    value: float = -number if negative else number
    value = value / 100 if percent else value
    return Typed(_tidy(value), *_number_format(locale, places, money, percent, grouped, scientific))


def _without_sign(body: str, locale: Locale) -> tuple[str, bool]:
    for sign in locale.signs:
        if body.startswith(sign):
            return body[len(sign) :].lstrip(), True
        if body.endswith(sign):
            return body[: -len(sign)].rstrip(), True
    return body, False


def _plain(body: str, locale: Locale) -> tuple[float, int, bool, bool] | None:
    group = r"[\s\u00a0\u202f]" if locale.group == "\u202f" else re.escape(locale.group)
    match = re.match(
        rf"^(\d{{1,3}}(?:{group}\d{{3}})+|\d+|)(?:{re.escape(locale.decimal)}(\d*))?([eE][+-]?\d+)?$", body
    )
    if not match or not (match.group(1) or match.group(2)):
        return None
    whole, fraction, exponent = match.groups()
    digits = re.sub(r"\D", "", whole)
    number = float(f"{digits or '0'}.{fraction or '0'}{exponent or ''}")
    if number == float("inf"):
        return None
    return number, len(fraction or ""), digits != whole, bool(exponent)


def _tidy(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _number_format(
    locale: Locale, places: int, money: bool, percent: bool, grouped: bool, scientific: bool
) -> tuple[str, str]:
    if percent:
        return "PERCENT", "0.00%" if places else "0%"
    if money:
        return "CURRENCY", locale.currency if places else locale.currency.replace(".00", "")
    if scientific:
        return "SCIENTIFIC", "0.00E+00"
    if grouped:
        return "NUMBER", "#,##0.00" if places else "#,##0"
    return "", ""


def _iso_date(text: str, _locale: Locale, _today: date) -> Typed | None:
    match = ISO.match(text)
    if not match:
        return None
    return _dated(*(int(part) for part in match.groups()), pattern="yyyy-mm-dd")


def _numeric_date(text: str, locale: Locale, today: date) -> Typed | None:
    marks = re.escape(locale.separators)
    match = re.match(rf"^(\d{{1,2}})([{marks}])(\d{{1,2}})(?:\2(\d{{4}}|\d{{2}}))?$", text)
    if not match:
        return None
    first, mark, second, year_text = match.groups()
    month, day = (first, second) if locale.month_first else (second, first)
    if year_text is None:
        year, pattern = today.year, (f"m{mark}d" if locale.month_first else f"d{mark}m")
    else:
        year = _full_year(year_text)
        names = ("m", "d") if locale.month_first else ("d", "m")
        widths = [len(first), len(second)]
        wide = 2 if all(width == 2 for width in widths) and not locale.month_first else 1
        pattern = mark.join([name * wide for name in names] + ["yyyy" if len(year_text) == 4 else "yy"])
    return _dated(year, int(month), int(day), pattern=pattern)


def _wordy_date(text: str, _locale: Locale, today: date) -> Typed | None:
    match = WORDY_DAY_FIRST.match(text)
    if match:
        day, name, year = match.groups()
        pattern = "d mmm yyyy" if year else "d mmm"
    else:
        match = WORDY_MONTH_FIRST.match(text)
        if not match:
            return None
        name, day, year = match.groups()
        pattern = "mmm d, yyyy" if year else "mmm d"
    month = MONTHS.get(name.lower())
    if month is None:
        return None
    return _dated(_full_year(year) if year else today.year, month, int(day), pattern=pattern)


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 30 else 1900)


def _dated(year: int, month: int, day: int, *, pattern: str) -> Typed | None:
    try:
        return Typed(serial_of(date(year, month, day)), "DATE", pattern)
    except ValueError:
        return None


def _clock(text: str, _locale: Locale, _today: date) -> Typed | None:
    match = CLOCK.match(text)
    if not match:
        return None
    hour, minute, second, half = match.groups()
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    try:
        moment = time(hours, int(minute), int(second or 0))
    except ValueError:
        return None
    pattern = ("h:mm:ss" if second else "h:mm") + (" am/pm" if half else "")
    return Typed(serial_of_time(moment), "TIME", pattern)


def _date_and_clock(text: str, locale: Locale, today: date) -> Typed | None:
    for mark in (" ", "T"):
        day_text, found, clock_text = text.partition(mark)
        if not found:
            continue
        day = _iso_date(day_text, locale, today) or _numeric_date(day_text, locale, today)
        clock = _clock(clock_text.strip(), locale, today)
        if day and clock and isinstance(day.value, int) and isinstance(clock.value, float):
            return Typed(day.value + clock.value, "DATE_TIME", f"{day.pattern} {clock.pattern}")
    return None


READINGS: tuple[Callable[[str, Locale, date], Typed | None], ...] = (
    _number,
    _iso_date,
    _numeric_date,
    _wordy_date,
    _clock,
    _date_and_clock,
)
