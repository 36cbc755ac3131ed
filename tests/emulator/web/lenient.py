"""What Google's front end lets pass in a body: numbers and booleans as texts, and a single item in place of a list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.emulator.web.discovery import Discovery

Json = dict[str, Any]
WHOLE = re.compile(r"-?\d+")
DECIMAL = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
TRUTHS = {"true": True, "false": False}


def as_meant(document: Discovery, schema: str, body: Any) -> Any:
    """A body with each value of the type that its schema names, where it can be taken for one; else as it is."""
    return _value(document, {"$ref": schema}, body)


def _value(document: Discovery, schema: Json, value: Any) -> Any:
    if value is None:
        return None
    if "$ref" in schema:
        return _message(document, document.schemas[schema["$ref"]], value)
    kind = schema.get("type")
    if kind == "array":
        return _listed(document, schema["items"], value)
    if isinstance(value, str):
        return _from_text(schema, value)
    if kind == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _message(document: Discovery, schema: Json, value: Any) -> Any:
    if schema.get("type") == "array":
        return _value(document, schema, value)
    properties = schema.get("properties", {})
    if not isinstance(value, Mapping):
        return value
    return {
        name: _value(document, properties[name], item) if name in properties else item for name, item in value.items()
    }


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
