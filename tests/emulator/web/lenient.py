"""What Google's front end lets pass in a body: numbers and booleans as texts, and a single item in place of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.emulator.web.discovery import Discovery

Json = dict[str, Any]
WHOLE = re.compile(r"-?\d+")
DECIMAL = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
# gspread's guide gives the numbers of a condition as numbers, though the schema wants texts.
NUMBERS_AS_TEXT = frozenset({("ConditionValue", "userEnteredValue")})
TRUTHS = {"true": True, "false": False}


def as_meant(document: Discovery, schema: str, body: Any) -> Any:
    """A body with each value of the type that its schema names, where it can be taken for one; else as it is."""
    return _value(document, {"$ref": schema}, body)


def _value(document: Discovery, schema: Json, value: Any) -> Any:
    if value is None:
        return None
    if "$ref" in schema:
        return _message(document, schema["$ref"], value)
    kind = schema.get("type")
    if kind == "array":
        return _listed(document, schema["items"], value)
    if isinstance(value, str):
        return _from_text(schema, value)
    if kind == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _message(document: Discovery, name: str, value: Any) -> Any:
    schema = document.schemas[name]
    if schema.get("type") == "array":
        return _value(document, schema, value)
    if not isinstance(value, Mapping):
        return value
    properties = schema.get("properties", {})
    return {field: _field(document, name, field, properties.get(field), item) for field, item in value.items()}


def _field(document: Discovery, message: str, field: str, schema: Json | None, value: Any) -> Any:
    if schema is None:
        return value
    if (message, field) in NUMBERS_AS_TEXT and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _value(document, schema, value)


def _listed(document: Discovery, items: Json, value: Any) -> Any:
    if items.get("type") in {"any", "array"}:
        return value
    found = value if isinstance(value, list) else [value]
    return [_value(document, items, item) for item in found]


def _from_text(schema: Json, value: str) -> Any:
    kind = schema.get("type")
    if kind == "integer" and WHOLE.fullmatch(value):
        return int(value)
    if kind == "number" and DECIMAL.fullmatch(value):
        return float(value)
    if kind == "boolean":
        return TRUTHS.get(value, value)
    return value
