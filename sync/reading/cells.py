"""Cells: from what stands in a cell to the typed value of its column, or to what is wrong with it.

A column is read through a :class:`Reader`, a dictionary that computes the typed value of each distinct cell value
once. A column of a hundred thousand rows holds few distinct dates, accounts or departments, and the rest costs one
look-up. The typed value passes the field's own pydantic validation before it is remembered, so that pydantic stays
the single definition of what is valid.
"""

from __future__ import annotations

import re
import typing
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rules.core.message import Message
from rules.core.period import Month
from rules.core.record import Choice, Column
from rules.core.text import Text, clean, fold
from sync import messages
from sync.backends.base import CellError
from sync.reading.numbers import Unclear, date_of_serial, parse_date, parse_number, significant, time_of

AMOUNTS = ("money", "quantity", "number", "percent", "integer")
"""Kinds of columns whose cells are figures."""

MAXIMUM_SHOWN = 60
"""Longest text of a cell that a message repeats."""


@dataclass(frozen=True, slots=True, eq=False)
class Invalid:
    """What is wrong with a cell."""

    message: Message
    fields: Mapping[str, object]


class NoValue:
    """A formula that was never calculated."""

    def __repr__(self) -> str:
        return "no value"


class Merged:
    """A cell covered by a merged one above it."""

    def __repr__(self) -> str:
        return "merged"


NO_VALUE = NoValue()
MERGED = Merged()

_PLAIN_TEXTS = {str, type(None)}
_PLAIN_DATES = {date}
_EXACT = 10**15
"""Below this a cell's number keeps every digit: spreadsheets hold fifteen."""

_BLOCK = 1_000
"""Texts that are looked at together."""

_NUMBERS = re.compile(r"\d+")
_BETWEEN = "\u241e"
"""Stands between texts that are looked at together: printable, and nothing combines with it."""

_SLIPS = ("  ", f" {_BETWEEN}", f"{_BETWEEN} ", f"{_BETWEEN}'")

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
    """Return pydantic's validator of a list of the field's values, constraints included."""
    return TypeAdapter(list[column.annotation])  # type: ignore[name-defined]


def is_constrained(column: Column) -> bool:
    """Return whether the field asks for more than its type, as a bound or a length."""
    return _has_constraints(column.annotation)


def _has_constraints(annotation: Any) -> bool:
    # "money" and its like are mere notes; anything else beside a type may refuse a value.
    notes = getattr(annotation, "__metadata__", ())
    if any(not isinstance(note, str) for note in notes):
        return True
    return any(map(_has_constraints, typing.get_args(annotation)))


@cache
def choices_of(choice: type[Choice]) -> Mapping[str, Choice]:
    """Return every text that means a member of a drop-down list, exact texts before loosely compared ones.

    A loose text disregards spaces and punctuation, and accents too where it was typed without any: ``CO`` may mean
    ``CÔ``, but ``Có`` may not. One that would mean two members means none.
    """
    exact: dict[str, Choice] = {}
    loose: dict[str, set[Choice]] = {}
    for member in choice:
        for text in (member.value, *member.titles.all(), *member.aliases):
            exact.setdefault(fold(text), member)
            for key in {_loose(text), _loose(without_accents(text))}:
                loose.setdefault(key, set()).add(member)
    single = {key: next(iter(members)) for key, members in loose.items() if len(members) == 1 and key != "~"}
    return single | exact


def _loose(text: str) -> str:
    return "~" + "".join(sign for sign in fold(text) if sign.isalnum())


def without_accents(text: str) -> str:
    """Return a text without its accents."""
    decomposed = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def is_blank(raw: Any) -> bool:
    """Return whether a cell holds nothing: no value, spaces of any kind, or only Excel's apostrophe."""
    return raw is None or (isinstance(raw, str) and (not raw or raw.isspace() or clean(raw.lstrip("'")) == ""))


class Reader(dict[Any, Any]):
    """Reads the cells of one column: cell value -> typed value or :class:`Invalid`.

    Booleans must not be looked up beside numbers (``True == 1``); :meth:`read` sees to that.
    """

    def __init__(self, column: Column, locale: str, *, date1904: bool = False, currency: str = "") -> None:
        """Make a reader for ``column`` in a workbook of this locale, date system and currency."""
        super().__init__()
        self.column = column
        self.locale = locale
        self.date1904 = date1904
        self.currency = currency
        self.found_invalid = False
        self._parse = getattr(self, f"_{column.kind}", self._decimal)
        # Each kind yields exactly its own type, so that a field without constraints has nothing left to validate.
        self._validate = validator_of(column).validator.validate_python if is_constrained(column) else None

    def __missing__(self, raw: Any) -> Any:
        value = self._validated(raw)
        self[raw] = value
        return value

    def read(self, cells: list[Any]) -> list[Any]:
        """Return the typed values of a column's cells; the same list where each cell is its own typed value."""
        kinds = set(map(type, cells))
        if bool in kinds:
            return [self._validated(cell) if isinstance(cell, bool) else self[cell] for cell in cells]
        if kinds <= _PLAIN_DATES and self.column.kind == "date" and self._validate is None:
            return cells
        if kinds <= _PLAIN_TEXTS and self.column.kind in ("text", "code"):
            texts = list(filter(None, cells))
            if all(map(_all_clean, _blocks(texts))) and self._are_valid(texts):
                return cells if len(texts) == len(cells) else self._with_defaults(cells)
        if self.column.kind in ("text", "code"):
            self._learn_texts(cells)
        elif float in kinds and self._parse == self._decimal:
            self._learn_numbers(set(cells))
        return list(map(self.__getitem__, cells))

    def _with_defaults(self, cells: list[Any]) -> list[Any]:
        if self.column.required:
            return list(map(self.__getitem__, cells))
        default = self.column.default
        return [cell or default for cell in cells]

    def _learn_texts(self, cells: list[Any]) -> None:
        """Remember the texts that need no cleaning. A look at many together is far faster than a look at each."""
        texts = [cell for cell in set(cells) if type(cell) is str and cell]
        if self._are_valid(texts):
            for block in filter(_all_clean, _blocks(texts)):
                self.update(zip(block, block, strict=True))

    def _learn_numbers(self, distinct: set[Any]) -> None:
        """Remember the numbers of a column, validated in one go."""
        floats = [cell for cell in distinct if type(cell) is float and -_EXACT < cell < _EXACT]
        numbers = [Decimal(int(cell)) if cell.is_integer() else Decimal(f"{cell:.15g}") for cell in floats]
        if self._are_valid(numbers):
            self.update(zip(floats, numbers, strict=True))

    def _are_valid(self, values: list[Any]) -> bool:
        if self._validate is None:
            return True
        try:
            self._validate(values, strict=True)
        except ValidationError:
            return False
        return True

    def _validated(self, raw: Any) -> Any:
        if is_blank(raw):
            value: Any = Invalid(messages.BLANK, {}) if self.column.required else self.column.default
        else:
            value = self._typed(raw)
            if self._validate is not None and type(value) is not Invalid:
                try:
                    self._validate([value], strict=True)
                except ValidationError as error:
                    value = Invalid(messages.OUT_OF_RANGE, {"seen": shown(raw), "expected": expected(error)})
        if type(value) is Invalid:
            self.found_invalid = True
        return value

    def _typed(self, raw: Any) -> Any:
        if isinstance(raw, CellError):
            return Invalid(messages.ERROR_CELL, {"seen": raw.text})
        if raw is NO_VALUE:
            return Invalid(messages.NO_CACHED_VALUE, {})
        if raw is MERGED:
            return Invalid(messages.MERGED_AMOUNT, {})
        return self._parse(raw)

    def _text(self, raw: Any) -> Any:
        if isinstance(raw, str):
            # Half of a character pair can come in through an interface, but goes into no file.
            whole = raw if raw.isprintable() else raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            return clean(whole.removeprefix("'"))
        if isinstance(raw, bool):
            return str(raw).upper()
        if isinstance(raw, (int, float, Decimal)):
            number = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
            return format(number.normalize() if number else Decimal(0), "f")
        return str(raw.date() if isinstance(raw, datetime) and raw.time() == time() else raw)

    def _code(self, raw: Any) -> Any:
        if isinstance(raw, (date, datetime, time, timedelta)):
            return Invalid(messages.CODE_BECAME_DATE, {"seen": shown(raw)})
        if isinstance(raw, (int, float)) and not -_EXACT < raw < _EXACT:
            return Invalid(messages.CODE_LOST_DIGITS, {"seen": shown(raw)})
        return self._text(raw)

    def _decimal(self, raw: Any) -> Any:
        if isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool):
            try:
                return significant(raw) if isinstance(raw, float) else _finite(Decimal(raw))
            except (ValueError, OverflowError):
                return Invalid(messages.NOT_A_NUMBER, {"seen": shown(raw)})
        number: Decimal | Unclear | None = None
        if isinstance(raw, str) and ("%" not in raw or self.column.kind in ("percent", "number")):
            number = parse_number(raw, self.locale, self.currency)
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
            # Three numbers are a day, or else two months ("10-11/2026").
            day = parse_date(raw, self.locale)
            found = Month.of(day) if day else Month.parse(clean(raw)) if len(_NUMBERS.findall(raw)) <= 2 else None
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
        found = known.get(fold(text)) or known.get(_loose(text))
        if found is None:
            return Invalid(messages.NOT_A_CHOICE, {"seen": shown(raw), "choices": [member.titles for member in choice]})
        return found


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(number)
    return number


def _blocks(texts: list[str]) -> Iterator[list[str]]:
    return (texts[start : start + _BLOCK] for start in range(0, len(texts), _BLOCK))


def _all_clean(texts: list[str]) -> bool:
    """Return whether :func:`clean` would change none of these texts, and none begins with an apostrophe."""
    joined = _BETWEEN + _BETWEEN.join(texts) + _BETWEEN
    return (
        joined.isprintable()
        and not any(slip in joined for slip in _SLIPS)
        and (joined.isascii() or unicodedata.is_normalized("NFC", joined))
    )


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
