"""Cells: from what stands in a cell to the typed value of its column, or to what is wrong with it.

A column is read through a :class:`Reader`, a dictionary that computes the typed value of each distinct cell value
once. A column of a hundred thousand rows holds few distinct dates, accounts or departments, and the rest costs one
look-up. The typed value passes the field's own pydantic validation before it is remembered, so that pydantic stays
the single definition of what is valid.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rules.core.message import Message
from rules.core.period import Month
from rules.core.record import Choice, Column
from rules.core.text import Text, clean, fold, fold_header
from sync import messages
from sync.backends.base import CellError
from sync.reading.numbers import Unclear, date_of_serial, parse_date, parse_number, significant, time_of

MAXIMUM_SHOWN = 60
"""Longest text of a cell that a message repeats."""


@dataclass(frozen=True, slots=True, eq=False)
class Invalid:
    """What is wrong with a cell."""

    message: Message
    fields: Mapping[str, object]


class NoValue:
    """A formula that was never calculated."""


class Merged:
    """A cell covered by a merged one above it."""


NO_VALUE = NoValue()
MERGED = Merged()

YES = frozenset({"x", "có", "co", "yes", "y", "true", "1", "đúng", "✓", "✔"})
NO = frozenset({"không", "khong", "no", "n", "false", "0", "sai", "-"})

DATE = Text(vi="một ngày", en="a date")
MONTH = Text(vi="một tháng", en="a month")
TIME = Text(vi="một giờ trong ngày", en="a time of day")
DATE_EXAMPLE = Text(vi="31/12/2026", en="2026-12-31")
MONTH_EXAMPLE = Text(vi="12/2026", en="2026-12")
TIME_EXAMPLE = Text(vi="22:00", en="22:00")


def shown(value: object) -> str:
    """Return a cell's value as a message repeats it, shortened and on one line."""
    if isinstance(value, float):
        value = format(value, ".15g")
    text = " ".join(str(value).split())
    return text if len(text) <= MAXIMUM_SHOWN else f"{text[: MAXIMUM_SHOWN - 1]}…"


@cache
def validator_of(column: Column) -> TypeAdapter[Any]:
    """Return the field's own pydantic validator, constraints included."""
    return TypeAdapter(column.annotation)


def is_constrained(column: Column) -> bool:
    """Return whether the field asks for more than its type, as a bound or a length."""
    return typing.get_origin(column.annotation) is typing.Annotated


@cache
def choices_of(choice: type[Choice]) -> Mapping[str, Choice]:
    """Return every text that means a member of a drop-down list, exact texts before loosely compared ones."""
    exact: dict[str, Choice] = {}
    loose: dict[str, Choice] = {}
    for member in choice:
        for text in (member.value, *member.titles.all(), *member.aliases):
            exact.setdefault(fold(text), member)
            if key := fold_header(text):
                loose.setdefault(f"~{key}", member)
    return loose | exact


class Reader(dict[Any, Any]):
    """Reads the cells of one column: cell value -> typed value or :class:`Invalid`.

    Booleans must not be looked up beside numbers (``True == 1``); :meth:`read` sees to that.
    """

    def __init__(self, column: Column, locale: str, *, date1904: bool = False) -> None:
        """Make a reader for ``column`` in a workbook of this locale and date system."""
        super().__init__()
        self.column = column
        self.locale = locale
        self.date1904 = date1904
        self.found_invalid = False
        self._parse = getattr(self, f"_{column.kind}", self._decimal)
        # Each kind yields exactly its own type, so that a field without constraints has nothing left to validate.
        self._validate = validator_of(column).validator.validate_python if is_constrained(column) else None

    def __missing__(self, raw: Any) -> Any:
        value = self._validated(raw)
        self[raw] = value
        return value

    def read(self, cells: list[Any]) -> list[Any]:
        """Return the typed values of a column's cells."""
        if bool in set(map(type, cells)):
            return [self._validated(cell) if isinstance(cell, bool) else self[cell] for cell in cells]
        return list(map(self.__getitem__, cells))

    def _validated(self, raw: Any) -> Any:
        value = self._typed(raw)
        if isinstance(value, Invalid):
            self.found_invalid = True
            return value
        if self._validate is None or value is self.column.default or value is None:
            return value
        try:
            self._validate(value, strict=True)
        except ValidationError as error:
            self.found_invalid = True
            return Invalid(messages.OUT_OF_RANGE, {"seen": shown(raw), "expected": expected(error)})
        return value

    def _typed(self, raw: Any) -> Any:
        if raw is None or (isinstance(raw, str) and not raw.strip(" \t\r\n\u00a0'")):
            return Invalid(messages.BLANK, {}) if self.column.required else self.column.default
        if isinstance(raw, CellError):
            return Invalid(messages.ERROR_CELL, {"seen": raw.text})
        if raw is NO_VALUE:
            return Invalid(messages.NO_CACHED_VALUE, {})
        if raw is MERGED:
            return Invalid(messages.MERGED_AMOUNT, {})
        return self._parse(raw)

    def _text(self, raw: Any) -> Any:
        if isinstance(raw, str):
            return clean(raw.removeprefix("'"))
        if isinstance(raw, bool):
            return str(raw).upper()
        if isinstance(raw, float):
            return format(raw, ".15g")
        return str(raw.date() if isinstance(raw, datetime) and raw.time() == time() else raw)

    def _code(self, raw: Any) -> Any:
        if isinstance(raw, (date, datetime, time, timedelta)):
            return Invalid(messages.CODE_BECAME_DATE, {"seen": shown(raw)})
        return self._text(raw)

    def _decimal(self, raw: Any) -> Any:
        if type(raw) is float:
            try:
                return significant(raw)
            except (ValueError, OverflowError):
                return Invalid(messages.NOT_A_NUMBER, {"seen": shown(raw)})
        if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
            return Decimal(raw)
        number: Decimal | Unclear | None = None
        if isinstance(raw, str) and (not raw.rstrip().endswith("%") or self.column.kind in ("percent", "number")):
            number = parse_number(raw, self.locale)
        if isinstance(number, Unclear):
            fields = {"seen": shown(raw), "first": number.first, "second": number.second}
            return Invalid(messages.AMBIGUOUS_NUMBER, fields)
        return Invalid(messages.NOT_A_NUMBER, {"seen": shown(raw)}) if number is None else number

    def _integer(self, raw: Any) -> Any:
        number = self._decimal(raw)
        if isinstance(number, Invalid):
            return number
        return int(number) if number == int(number) else Invalid(messages.NOT_WHOLE, {"seen": shown(raw)})

    def _date(self, raw: Any) -> Any:
        if isinstance(raw, datetime):
            return raw.date()
        if isinstance(raw, date):
            return raw
        found = None
        if isinstance(raw, str):
            found = parse_date(raw, self.locale)
        elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
            found = date_of_serial(float(raw), from_1904=self.date1904)
        if found is None:
            return Invalid(messages.NOT_A_DATE, {"seen": shown(raw), "expected": DATE, "example": DATE_EXAMPLE})
        return found

    def _month(self, raw: Any) -> Any:
        if isinstance(raw, (date, datetime)):
            return Month(raw.year, raw.month)
        found: Month | None = None
        if isinstance(raw, str):
            found = Month.parse(raw)
        elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
            day = date_of_serial(float(raw), from_1904=self.date1904)
            found = Month.parse(str(int(raw))) if 190_000 < raw < 220_000 else Month.of(day) if day else None
        if found is None:
            return Invalid(messages.NOT_A_DATE, {"seen": shown(raw), "expected": MONTH, "example": MONTH_EXAMPLE})
        return found

    def _time(self, raw: Any) -> Any:
        found = time_of(raw)
        if found is None:
            return Invalid(messages.NOT_A_DATE, {"seen": shown(raw), "expected": TIME, "example": TIME_EXAMPLE})
        return found

    def _boolean(self, raw: Any) -> Any:
        if isinstance(raw, bool):
            return raw
        word = fold(self._text(raw))
        if word in YES or word in NO:
            return word in YES
        choices = [Text(vi="có", en="yes"), Text(vi="không", en="no")]
        return Invalid(messages.NOT_A_CHOICE, {"seen": shown(raw), "choices": choices})

    def _choice(self, raw: Any) -> Any:
        choice = self.column.choices
        if choice is None:  # pragma: no cover - a choice column always has its list
            raise TypeError(self.column.name)
        text = self._text(raw)
        known = choices_of(choice)
        found = known.get(fold(text)) or known.get(f"~{fold_header(text)}")
        if found is None:
            return Invalid(messages.NOT_A_CHOICE, {"seen": shown(raw), "choices": [member.titles for member in choice]})
        return found


_CONSTRAINTS: Mapping[str, tuple[str, Text]] = {
    "greater_than": ("gt", Text(vi="lớn hơn {limit}", en="greater than {limit}")),
    "greater_than_equal": ("ge", Text(vi="từ {limit} trở lên", en="at least {limit}")),
    "less_than": ("lt", Text(vi="nhỏ hơn {limit}", en="less than {limit}")),
    "less_than_equal": ("le", Text(vi="không quá {limit}", en="at most {limit}")),
    "string_too_long": ("max_length", Text(vi="không quá {limit} ký tự", en="at most {limit} characters")),
    "string_too_short": ("min_length", Text(vi="có ít nhất {limit} ký tự", en="at least {limit} characters")),
    "string_pattern_mismatch": ("pattern", Text(vi="đúng mẫu {limit}", en="of the form {limit}")),
}


def expected(error: ValidationError) -> Text:
    """Return what a failed constraint asks for, in words."""
    detail = error.errors(include_url=False)[0]
    name, words = _CONSTRAINTS.get(detail["type"], ("", None))
    if words is None:
        return Text(vi="hợp lệ", en="valid")
    limit = str(detail.get("ctx", {}).get(name, ""))
    return Text(vi=words.vi.replace("{limit}", limit), en=words.en.replace("{limit}", limit))
