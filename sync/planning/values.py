"""Values of cells: how a typed value is written, and whether a cell holds it already."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Context, Decimal
from typing import Any

from rules.core.message import Voice
from rules.core.report_layout import plain_value
from sync.reading.numbers import significant

_FIFTEEN = Context(prec=15)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
LONGEST_TEXT = 2_000
"""Longest text that is written into a cell; a spreadsheet cell takes 32,767 characters."""


def cell_value(value: object, voice: Voice) -> Any:
    """Return a typed value as it is written into a cell.

    Numbers are taken at 15 significant digits, which is all that a spreadsheet keeps; texts lose control characters.
    """
    value = plain_value(value, voice)
    if isinstance(value, Decimal):
        return _FIFTEEN.plus(value)
    if isinstance(value, str):
        return _CONTROL.sub(" ", value)[:LONGEST_TEXT]
    return value


def same(before: Any, after: Any) -> bool:
    """Return whether a cell that reads ``before`` holds what would be written as ``after``."""
    if before is after:
        return True
    if type(before) is type(after) is str and before == after:
        return True
    # Most cells that are compared were blank before the first run: two quick looks spare the long way.
    if before is None or before == "":
        return after is None or after == ""
    if after is None or after == "":
        return False
    return bool(_comparable(before) == _comparable(after))


def _comparable(value: Any) -> Any:
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, float):
        try:
            return significant(value)
        except (ValueError, OverflowError):
            return ("nan",)
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, date) or not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n")
