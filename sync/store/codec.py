"""How values are kept: JSON, compressed where that pays, in which every typed value survives.

A column of cells is mostly of one type, so the type is written once for the column: three hundred thousand cells
take a fraction of a second. Columns of mixed types, and documents, carry the type with each value that JSON lacks.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, cast

from rules.core.finding import Place
from rules.core.message import Severity
from rules.core.text import Text
from sync.alerts.alert import Alert
from sync.backends.base import CellError

_LEVEL: Final = 1
# The fastest level: blocks shrink to a tenth already, and higher levels cost more time than a run has.

_SMALL: Final = 1_000
# Bytes up to which a document is kept as it is: an office has thousands of alerts, and making a compressor for each
# takes longer than writing it.

_COMPRESSED: Final = b"x"
# The first byte of everything that zlib compresses at this window, and of no JSON.

_MARK: Final = "⚙type"
_REPEATED: Final = "repeated"
_ALIKE: Final = ({str}, {date}, {type(None)})
# Types of which equal values are the same value; an equal number may be written in another way.
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


def _date(text: str) -> date:
    return date.fromisoformat(text)


_NAMES: Final[Mapping[type, str]] = {
    Decimal: "decimal",
    date: "date",
    datetime: "datetime",
    time: "time",
    CellError: "error",
}
_TO_TEXT: Final[Mapping[str, Callable[[Any], str]]] = {
    "decimal": str,
    "date": date.isoformat,
    "datetime": datetime.isoformat,
    "time": time.isoformat,
    "error": lambda value: str(value.text),
}
_FROM_TEXT: Final[Mapping[str, Callable[[str], Any]]] = {
    "decimal": Decimal,
    "date": _date,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "error": CellError,
}


def pack(document: Any) -> bytes:
    """Return a document of dicts, lists and typed values as bytes, compressed unless they are few.

    Keys of dicts are text; tuples come back as lists.

    Raises:
        TypeError: for a value that could not be read back as it was.
    """
    text = json.dumps(document, default=_tagged, ensure_ascii=False, separators=(",", ":"))
    data = text.encode("utf-8", "surrogatepass")
    return zlib.compress(data, _LEVEL) if len(data) > _SMALL else data


def unpack(data: bytes) -> Any:
    """Return the document that :func:`pack` was given."""
    text = zlib.decompress(data) if data.startswith(_COMPRESSED) else data
    return json.loads(text.decode("utf-8", "surrogatepass"), object_hook=_untagged)


def _tagged(value: object) -> dict[str, str]:
    name = _NAMES.get(type(value))
    if name is None:
        raise TypeError(f"a {type(value).__name__} cannot be kept")
    return {_MARK: name, "value": _TO_TEXT[name](value)}


def _untagged(document: dict[str, Any]) -> Any:
    name = document.get(_MARK)
    return document if name is None else _FROM_TEXT[name](document["value"])


def encode_column(values: Sequence[Any]) -> list[Any]:
    """Return a column of cells as a pair of type name and values, ready for :func:`pack`.

    A column of one and the same text or date, as most flags are, is that value and a count.
    """
    kinds = set(map(type, values))
    if kinds in _ALIKE and values.count(values[0]) == len(values):
        return [_REPEATED, [values[0], len(values)]]
    if kinds <= _PLAIN:
        return ["", values if isinstance(values, list) else list(values)]
    kinds.discard(type(None))
    name = _NAMES.get(kinds.pop()) if len(kinds) == 1 else None
    if name is None:
        return ["", [_as_plain(value) for value in values]]
    to_text = _TO_TEXT[name]
    return [name, [None if value is None else to_text(value) for value in values]]


def decode_column(column: Sequence[Any]) -> list[Any]:
    """Return the cells of a column that :func:`encode_column` was given."""
    name, values = column
    if name == _REPEATED:
        value, count = values
        return [value] * count
    if not name:
        return cast("list[Any]", values)
    from_text = _FROM_TEXT[name]
    return [None if value is None else from_text(value) for value in values]


def _as_plain(value: Any) -> Any:
    """Return a member of a drop-down list as its text; JSON and the tags know the rest."""
    return str(value) if isinstance(value, str) and type(value) is not str else value


def alert_to_document(alert: Alert) -> dict[str, Any]:
    """Return an alert as a document."""
    return {
        "id": alert.id,
        "code": alert.code,
        "workbook": alert.workbook,
        "table": alert.table,
        "key": list(alert.key),
        "column": alert.column,
        "title": list(alert.title.all()),
        "personal": alert.personal,
        "place": list(alert.place),
        "severity": int(alert.severity),
        "level": alert.level,
        "urgent": alert.urgent,
        "since": alert.since,
        "status": alert.status,
        "notices": alert.notices,
        "noticed_severity": None if alert.noticed_severity is None else int(alert.noticed_severity),
        "noticed_level": alert.noticed_level,
        "last_notice_on": alert.last_notice_on,
        "snoozed_until": alert.snoozed_until,
        "resolved_on": alert.resolved_on,
        "unanswered_since": alert.unanswered_since,
        "escalated_on": alert.escalated_on,
        "returns": alert.returns,
        "old_books": alert.old_books,
        "seen_runs": alert.seen_runs,
        "last_seen": alert.last_seen,
    }


def alert_from_document(document: Mapping[str, Any]) -> Alert:
    """Return the alert that :func:`alert_to_document` was given, also as versions before wrote it."""
    noticed = document["noticed_severity"]
    told_on = document["last_notice_on"] if document["status"] == "open" and noticed is not None else None
    known = {
        "unanswered_since": told_on,
        **document,
        "key": tuple(document["key"]),
        "title": Text(*document["title"]),
        "place": Place(*document["place"]),
        "severity": Severity(document["severity"]),
        "noticed_severity": None if noticed is None else Severity(noticed),
    }
    return Alert(**known)
