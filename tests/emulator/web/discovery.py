"""Google's discovery documents: which methods there are, and whether a body follows its schema.

The documents come with google-api-python-client, a dependency of the tests only. Bodies are checked against them as
they are, without a detour over JSON Schema, because refusals name the place and type in Google's own words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import googleapiclient  # type: ignore[import-untyped]

Json = dict[str, Any]
DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
SHEETS = "sheets.v4"
DRIVE = "drive.v3"
PACKAGES = {SHEETS: "google.apps.sheets.v4", DRIVE: "google.apps.drive.v3"}
NUMBERS = {"int32": "TYPE_INT32", "uint32": "TYPE_UINT32", "int64": "TYPE_INT64", "float": "TYPE_FLOAT"}
SNAKE = re.compile(r"(?<=[a-z0-9])([A-Z])")
BODY_FIELDS = {"values.update": "data", "values.append": "data", "spreadsheets.create": "spreadsheet"}


class Violation(NamedTuple):
    """One thing in a body that its schema does not allow.

    Attributes:
        place: Path of the value, in snake case as Google reports it.
        text: Google's sentence.
    """

    place: str
    text: str


class Method(NamedTuple):
    """A method of a service."""

    name: str
    verb: str
    path: re.Pattern[str]
    request: str | None
    response: str | None
    parameters: Mapping[str, Json]
    scopes: frozenset[str]
    body_field: str


class Discovery:
    """One discovery document."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.document: Json = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
        self.schemas: Mapping[str, Json] = self.document["schemas"]
        self.methods = list(self._methods(self.document, ""))

    def _methods(self, resource: Json, before: str) -> Iterator[Method]:
        for name, method in resource.get("methods", {}).items():
            full = f"{before}{name}"
            parameters = {**self.document.get("parameters", {}), **method.get("parameters", {})}
            yield Method(
                full,
                method["httpMethod"],
                _path_pattern(self.document["servicePath"] + method["path"]),
                method.get("request", {}).get("$ref"),
                method.get("response", {}).get("$ref"),
                parameters,
                frozenset(method.get("scopes", ())),
                next((field for end, field in BODY_FIELDS.items() if full.endswith(end)), ""),
            )
        for name, inner in resource.get("resources", {}).items():
            yield from self._methods(inner, f"{before}{name}.")

    def method(self, verb: str, path: str) -> Method | None:
        """The method of an HTTP verb and a path as sent, still percent-encoded."""
        path = path.lstrip("/")
        return next((method for method in self.methods if method.verb == verb and method.path.fullmatch(path)), None)

    def knows_path(self, schema: str, path: tuple[str, ...]) -> bool:
        """Is there such a field below a schema? Numbers and texts have none below."""
        here: Json = {"$ref": schema}
        for name in path:
            here = self._element(here)
            properties = self.schemas.get(here.get("$ref", ""), here).get("properties")
            if properties is None:
                return "additionalProperties" in here or here.get("type") == "any"
            if name == "*":
                return True
            if name not in properties:
                return False
            here = properties[name]
        return True

    def _element(self, schema: Json) -> Json:
        while schema.get("type") == "array":
            schema = schema["items"]
        return schema

    def violations(self, schema: str, body: Any, root: str = "") -> list[Violation]:
        """What is wrong in a body; JSON null counts as absent."""
        found: list[Violation] = []
        self._check({"$ref": schema}, body, root, found)
        return found

    def _check(self, schema: Json, value: Any, place: str, found: list[Violation]) -> None:
        if value is None:
            return
        if "$ref" in schema:
            self._check_message(schema["$ref"], value, place, found)
            return
        kind = schema.get("type")
        if kind == "array":
            self._check_list(schema, value, place, found)
        elif kind == "object" and isinstance(value, Mapping):
            inner = schema.get("additionalProperties", {"type": "any"})
            for name, item in value.items():
                self._check(inner, item, f"{place}[{name}]", found)
        elif kind != "any":
            wrong = _scalar_problem(schema, value, self._enum_name(schema, place))
            if wrong:
                found.append(_invalid(place, wrong, value))

    def _check_message(self, name: str, value: Any, place: str, found: list[Violation]) -> None:
        schema = self.schemas[name]
        if schema.get("type") == "array":
            self._check(schema, value, place, found)
            return
        if not isinstance(value, Mapping):
            found.append(_invalid(place, f"type.googleapis.com/{PACKAGES[self.name]}.{name}", value))
            return
        properties = schema.get("properties", {})
        for key, item in value.items():
            if key not in properties:
                found.append(_unknown(place, key))
                continue
            self._check(properties[key], item, _joined(place, key), found)

    def _check_list(self, schema: Json, value: Any, place: str, found: list[Violation]) -> None:
        if not isinstance(value, list):
            found.append(_invalid(place, _list_type(schema), value))
            return
        items = schema["items"]
        if items.get("type") == "any":
            return
        for index, item in enumerate(value):
            self._check(items, item, f"{place}[{index}]", found)

    def _enum_name(self, schema: Json, place: str) -> str:
        """The name of an enum's type, as far as it can be told: the field's name with a capital."""
        if "enum" not in schema:
            return ""
        field = place.rsplit(".", 1)[-1].split("[", 1)[0]
        words = "".join(word.capitalize() for word in field.split("_"))
        name = {"MajorDimension": "Dimension"}.get(words, words)
        return f"type.googleapis.com/{PACKAGES[self.name]}.{name}"


@cache
def discovery(name: str) -> Discovery:
    """A document, read once."""
    return Discovery(name)


def _path_pattern(path: str) -> re.Pattern[str]:
    pattern = ""
    for part in re.split(r"(\{[^}]+\})", path):
        if not part.startswith("{"):
            pattern += re.escape(part)
        else:
            name = part.strip("{+}")
            pattern += f"(?P<{name}>{'[^/]+?' if name == 'range' else '[^/:]+'})"
    return re.compile(pattern)


def snake(name: str) -> str:
    """A field's name as protobuf has it."""
    return SNAKE.sub(lambda match: f"_{match.group(1).lower()}", name)


def _joined(place: str, key: str) -> str:
    return f"{place}.{snake(key)}" if place else snake(key)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _invalid(place: str, kind: str, value: Any) -> Violation:
    return Violation(place, f"Invalid value at '{place}' ({kind}), {_shown(value)}")


def _unknown(place: str, key: str) -> Violation:
    where = f" at '{place}'" if place else ""
    return Violation(place, f'Invalid JSON payload received. Unknown name "{key}"{where}: Cannot find field.')


def _list_type(schema: Json) -> str:
    items = schema["items"]
    if items.get("type") == "any":
        return "type.googleapis.com/google.protobuf.ListValue"
    if items.get("type") == "array":
        return "type.googleapis.com/google.protobuf.ListValue"
    return f"type.googleapis.com/{PACKAGES[SHEETS]}.{items.get('$ref', 'TYPE_STRING')}"


def _scalar_problem(schema: Json, value: Any, enum_name: str) -> str:
    """The type that was expected; empty when the value is one."""
    kind, form = schema.get("type"), schema.get("format", "")
    if "enum" in schema:
        return "" if value in schema["enum"] else enum_name
    if kind == "boolean":
        return "" if isinstance(value, bool) else "TYPE_BOOL"
    if kind in {"integer", "number"} or form in {"int64", "uint64"}:
        return "" if _is_number(value, whole=kind != "number") else NUMBERS.get(form, "TYPE_DOUBLE")
    if kind == "string":
        return "" if isinstance(value, str) else "TYPE_STRING"
    return ""


def _is_number(value: Any, *, whole: bool) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return bool(re.fullmatch(r"-?\d+" if whole else r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", value))
    return isinstance(value, int) or (isinstance(value, float) and (not whole or value.is_integer()))
