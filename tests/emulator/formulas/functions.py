"""The few functions that the emulator computes; any other name gives #NAME?, as a misspelt one does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from tests.emulator.grid.cell import CellError
from tests.emulator.values.serial import moment_of, serial_of

Value = Any
Block = list[list[Value]]


class FormulaError(Exception):
    """An error value that runs through a formula."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.kind)
        self.error = error


def flat(arguments: list[Value]) -> Iterator[tuple[Value, bool]]:
    """Every value of the arguments, and whether it came from a range (where texts are passed over)."""
    for argument in arguments:
        if isinstance(argument, list):
            for row in argument:
                for value in row:
                    yield checked(value), True
        else:
            yield checked(argument), False


def checked(value: Value) -> Value:
    """A value that is no error; an error stops the formula."""
    if isinstance(value, CellError):
        raise FormulaError(value)
    return value


def number(value: Value) -> float:
    """A value as a number, as operators take it."""
    value = single(value)
    if value is None or value == "":
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise FormulaError(CellError("VALUE", f"Parameter is expected to be a number: {value}")) from None
    return float(value)


def single(value: Value) -> Value:
    """The first cell of a range, or the value itself."""
    return checked(value[0][0] if isinstance(value, list) else value)


def text(value: Value) -> str:
    """A value as text, as the & operator takes it."""
    value = single(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def truth(value: Value) -> bool:
    """A value as a condition."""
    value = single(value)
    if isinstance(value, str):
        if value.upper() in {"TRUE", "FALSE"}:
            return value.upper() == "TRUE"
        raise FormulaError(CellError("VALUE", "A condition is expected"))
    return bool(value)


def numbers(arguments: list[Value]) -> list[float]:
    """The numbers among the arguments; texts within ranges are passed over."""
    found = []
    for value, ranged in flat(arguments):
        if isinstance(value, bool):
            if not ranged:
                found.append(float(value))
        elif isinstance(value, int | float):
            found.append(float(value))
        elif not ranged and value not in {None, ""}:
            found.append(number(value))
    return found


def average(arguments: list[Value]) -> float:
    """AVERAGE."""
    found = numbers(arguments)
    if not found:
        raise FormulaError(CellError("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error."))
    return sum(found) / len(found)


def rounded(arguments: list[Value]) -> float:
    """ROUND: half away from zero."""
    places = int(number(arguments[1])) if len(arguments) > 1 else 0
    scale = 10.0**places
    value = number(arguments[0]) * scale
    return math.copysign(math.floor(abs(value) + 0.5), value) / scale


def matches(value: Value, criterion: Value) -> bool:
    """A criterion of COUNTIF and SUMIF: a value, or text with a comparison before it."""
    wanted = single(criterion)
    operator = "="
    if isinstance(wanted, str):
        for mark in ("<=", ">=", "<>", "<", ">", "="):
            if wanted.startswith(mark):
                operator, wanted = mark, wanted[len(mark) :]
                break
        try:
            wanted = float(wanted)
        except ValueError:
            return _same_text(value, wanted) != (operator == "<>")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return operator == "<>"
    return compared(operator, value, wanted)


def _same_text(value: Value, wanted: str) -> bool:
    return text(value).casefold() == wanted.casefold()


def compared(operator: str, left: Value, right: Value) -> bool:
    """A comparison of two values of one kind."""
    results: dict[str, bool] = {
        "=": left == right,
        "<>": left != right,
        "<": left < right,
        ">": left > right,
        "<=": left <= right,
        ">=": left >= right,
    }
    return results[operator]


def count_if(arguments: list[Value]) -> int:
    """COUNTIF."""
    return sum(matches(value, arguments[1]) for row in arguments[0] for value in row if value is not None)


def sum_if(arguments: list[Value]) -> float:
    """SUMIF."""
    summed = arguments[2] if len(arguments) > 2 else arguments[0]
    return sum(
        number(summed[row][column])
        for row, values in enumerate(arguments[0])
        for column, value in enumerate(values)
        if matches(value, arguments[1]) and not isinstance(summed[row][column], str)
    )


def look_up(arguments: list[Value]) -> Value:
    """VLOOKUP with an exact match."""
    wanted, table, column = single(arguments[0]), arguments[1], int(number(arguments[2])) - 1
    for row in table:
        same = _same_text(row[0], wanted) if isinstance(wanted, str) else row[0] == wanted
        if same:
            return row[column]
    raise FormulaError(CellError("N_A", f"Did not find value '{text(wanted)}' in VLOOKUP evaluation."))


def not_available(_arguments: list[Value]) -> Value:
    """NA."""
    raise FormulaError(CellError("N_A", "Did not find the value."))


def value_of(arguments: list[Value]) -> float:
    """VALUE: a text as a number."""
    given = single(arguments[0])
    if isinstance(given, bool):
        raise FormulaError(CellError("VALUE", f"VALUE parameter '{text(given)}' cannot be parsed to number."))
    try:
        return float(given or 0)
    except ValueError:
        raise FormulaError(CellError("VALUE", f"VALUE parameter '{given}' cannot be parsed to number.")) from None


def day_of(arguments: list[Value]) -> int:
    """DATE: months and days beyond their range run over into the next ones."""
    year, month, day = (int(number(argument)) for argument in arguments)
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return serial_of(first) + day - 1


def part_of_day(name: str) -> Callable[[list[Value]], int]:
    """YEAR, MONTH and DAY."""

    def part(arguments: list[Value]) -> int:
        moment = moment_of(number(arguments[0]))
        if moment is None:
            raise FormulaError(CellError("NUM", f"{name.upper()} expects a date."))
        return int(getattr(moment, name))

    return part


def middle(arguments: list[Value]) -> str:
    """MID."""
    start = int(number(arguments[1])) - 1
    return text(arguments[0])[start : start + int(number(arguments[2]))]


def right(arguments: list[Value]) -> str:
    """RIGHT."""
    count = int(number(arguments[1])) if len(arguments) > 1 else 1
    return text(arguments[0])[-count:] if count else ""


FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {
    "SUM": lambda arguments: sum(numbers(arguments)),
    "AVERAGE": average,
    "MIN": lambda arguments: min(numbers(arguments), default=0),
    "MAX": lambda arguments: max(numbers(arguments), default=0),
    "COUNT": lambda arguments: len(numbers(arguments)),
    "COUNTA": lambda arguments: sum(value is not None for value, _ in flat(arguments)),
    "COUNTIF": count_if,
    "SUMIF": sum_if,
    "VLOOKUP": look_up,
    "PRODUCT": lambda arguments: math.prod(numbers(arguments)),
    "ROUND": rounded,
    "ABS": lambda arguments: abs(number(arguments[0])),
    "INT": lambda arguments: math.floor(number(arguments[0])),
    "MOD": lambda arguments: number(arguments[0]) % number(arguments[1]),
    "POWER": lambda arguments: number(arguments[0]) ** number(arguments[1]),
    "SQRT": lambda arguments: math.sqrt(number(arguments[0])),
    "PI": lambda arguments: math.pi,
    "AND": lambda arguments: all(truth(value) for value, _ in flat(arguments)),
    "OR": lambda arguments: any(truth(value) for value, _ in flat(arguments)),
    "NOT": lambda arguments: not truth(arguments[0]),
    "TRUE": lambda arguments: True,
    "FALSE": lambda arguments: False,
    "CONCATENATE": lambda arguments: "".join(text(value) for value, _ in flat(arguments)),
    "CONCAT": lambda arguments: "".join(text(value) for value, _ in flat(arguments)),
    "LEN": lambda arguments: len(text(arguments[0])),
    "UPPER": lambda arguments: text(arguments[0]).upper(),
    "LOWER": lambda arguments: text(arguments[0]).lower(),
    "TRIM": lambda arguments: " ".join(text(arguments[0]).split()),
    "LEFT": lambda arguments: text(arguments[0])[: int(number(arguments[1])) if len(arguments) > 1 else 1],
    "HYPERLINK": lambda arguments: single(arguments[1] if len(arguments) > 1 else arguments[0]),
    "COUNTBLANK": lambda arguments: sum(value in {None, ""} for value, _ in flat(arguments)),
    "RIGHT": right,
    "MID": middle,
    "DATE": day_of,
    "YEAR": part_of_day("year"),
    "MONTH": part_of_day("month"),
    "DAY": part_of_day("day"),
    "ISNUMBER": lambda arguments: (
        isinstance(single(arguments[0]), int | float) and not isinstance(single(arguments[0]), bool)
    ),
    "ISTEXT": lambda arguments: isinstance(single(arguments[0]), str),
    "NA": not_available,
    "VALUE": value_of,
    "ISBLANK": lambda arguments: single(arguments[0]) is None,
}
