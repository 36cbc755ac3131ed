"""The log of requests: what was asked, what was answered, what went wrong on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.emulator.web.faults import Broken
from tests.emulator.web.messages import Request


class Entry(NamedTuple):
    """One request and its answer.

    Attributes:
        number: From 1 on.
        kind: `read` or `write` of Sheets, `drive`, or `token`.
        status: Of the answer as it was meant; 0 when none was sent.
        fault: Name of the fault that happened to it, empty for none.
    """

    number: int
    kind: str
    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    user: str
    status: int
    size: int
    fault: str

    @classmethod
    def of(cls, request: Request, broken: Broken, fault: str, kind: str) -> Entry:
        """The entry of a request."""
        return cls(
            request.number,
            kind,
            request.method,
            unquote(request.path),
            dict(request.query),
            request.body,
            request.user,
            0 if broken.dropped else broken.response.status,
            len(broken.response.body),
            fault,
        )

    def json(self) -> Any:
        """The body as JSON; None when it is empty."""
        return json.loads(self.body) if self.body.strip() else None


class Journal:
    """All requests so far."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._number = 0

    def next_number(self) -> int:
        """Number of the next request."""
        self._number += 1
        return self._number

    def add(self, entry: Entry) -> None:
        """Note a request."""
        self.entries.append(entry)

    def of_kind(self, *kinds: str) -> list[Entry]:
        """The requests of some kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def count(self, condition: Callable[[Entry], bool] = lambda _: True) -> int:
        """How many requests meet a condition."""
        return sum(map(condition, self.entries))

    def clear(self) -> None:
        """Forget the entries; numbers go on."""
        self.entries.clear()
