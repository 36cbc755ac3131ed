"""A request and its answer, apart from how they travel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.emulator.errors import invalid
from tests.emulator.pretty import compact, pretty

JSON_TYPE = "application/json; charset=UTF-8"


@dataclass
class Request:
    """A request as the emulator sees it.

    Attributes:
        method: GET, POST, PUT, PATCH or DELETE.
        path: Path as sent, still percent-encoded.
        query: Parameters, each a list of its values.
        headers: Names in lower case.
        body: Bytes of the body.
        user: Who asks; set once the token is known.
        number: Counts requests from 1.
    """

    method: str
    path: str
    query: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    user: str = ""
    number: int = 0

    @classmethod
    def of_target(cls, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Request:
        """A request from its method and target, such as `/v4/spreadsheets?fields=a`."""
        path, _, query = target.partition("?")
        lowered = {name.lower(): value for name, value in headers.items()}
        if method == "POST" and "x-http-method-override" in lowered:
            # Google's own client sends a GET with a very long query as the body of a POST.
            method, query, body = lowered["x-http-method-override"], body.decode("ascii", "replace"), b""
        return cls(method, path, parse_qs(query, keep_blank_values=True), lowered, body)

    def parameter(self, name: str, default: str = "") -> str:
        """The last value of a parameter."""
        values = self.query.get(name)
        return values[-1] if values else default

    def flag(self, name: str) -> bool:
        """A boolean parameter: `true` and Python's `True` both count."""
        return self.parameter(name).lower() in {"true", "1"}

    def json(self) -> Any:
        """The body as JSON; an empty one is an empty object.

        Raises:
            ApiError: 400 for what is no JSON object.
        """
        if not self.body.strip():
            return {}
        try:
            data = json.loads(self.body)
        except ValueError:
            raise invalid("Invalid JSON payload received. Parsing terminated before end of input.") from None
        if not isinstance(data, dict):
            raise invalid('Invalid JSON payload received. Unknown name "": Root element must be a message.')
        return data


@dataclass
class Response:
    """An answer."""

    status: int
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)
    data: Any = None

    @classmethod
    def of_json(cls, data: Any, status: int = 200, *, tidy: bool = True) -> Response:
        """An answer in JSON, printed prettily unless that was declined."""
        text = pretty(data) if tidy else compact(data)
        return cls(status, text.encode(), data=data)
