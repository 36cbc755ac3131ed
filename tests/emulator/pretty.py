"""JSON as Google prints it: two spaces, one element a line, empty things closed at once, a newline at the end.

The standard library's indented encoder is written in Python and slow; this one hands whole rows to a comprehension.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

INFINITE = {"inf": '"Infinity"', "-inf": '"-Infinity"', "nan": '"NaN"'}


def compact(data: Any) -> str:
    """JSON without spaces, for `prettyPrint=false`."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def pretty(data: Any) -> str:
    """JSON as the services print it by default."""
    return _text(data, "\n") + "\n"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "null"
    if isinstance(value, float):
        return number_text(value)
    return str(value)


def number_text(value: float) -> str:
    """A double as protobuf prints it: an integral one without a fraction."""
    text = repr(value)
    if text in INFINITE:
        return INFINITE[text]
    return text.removesuffix(".0")


def _text(value: Any, line: str) -> str:
    if isinstance(value, dict):
        if not value:
            return "{}"
        inner = line + "  "
        items = [f"{encode_basestring(key)}: {_text(item, inner)}" for key, item in value.items()]
        return "{" + inner + ("," + inner).join(items) + line + "}"
    if isinstance(value, list | tuple):
        if not value:
            return "[]"
        inner = line + "  "
        return "[" + inner + ("," + inner).join([_text(item, inner) for item in value]) + line + "]"
    return _scalar(value)
