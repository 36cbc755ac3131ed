"""The sections of ``office.toml`` as typed models, and what pydantic has against a section as problems."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rules.core.text import Text
from sync.config.problems import MISSING_KEY, UNKNOWN_KEY, WRONG_VALUE, Problem

Name = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1)]


class Section(BaseModel):
    """A section of the settings file: typed strictly, and nothing in it that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class OfficeSection(Section):
    """``[office]``: who the office is and how it is spoken to."""

    name: Name
    country: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "vn"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "VND"
    language: Literal["vi", "en"] = "vi"
    timezone: Name = "Asia/Ho_Chi_Minh"
    as_of: date | None = None
    locale: Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$")] | None = None


class TableSection(Section):
    """``[workbooks.NAME.tables.TABLE]``: where a table stands when it cannot be recognised by itself."""

    tab: Name | None = None
    columns: dict[str, Name] = Field(default_factory=dict)
    header_row: Count | None = None


class WorkbookSection(Section):
    """``[workbooks.NAME]``: one workbook, or several of one shape."""

    location: Name
    confidential: bool | None = None
    departments: list[Name] = Field(default_factory=list)
    audience: list[Name] = Field(default_factory=list)
    tables: dict[str, TableSection] = Field(default_factory=dict)


class MailSection(Section):
    """``[mail]``: how mail leaves the office."""

    transport: Literal["outbox", "smtp"] = "outbox"
    sender: Name = "sheetkeeper@localhost"
    host: Name | None = None
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Name | None = None
    password_env: Name | None = None
    password_file: Name | None = None
    hourly_limit: Annotated[int, Field(ge=1, le=100_000)] = 100
    recipients: dict[str, list[str]] = Field(default_factory=dict)


class AlertsSection(Section):
    """``[alerts.NAME]``: how a department is reminded, who is told after it, and which rules wait."""

    remind: Name | None = None
    escalate_after: Name | None = None
    escalate_to: list[Name] = Field(default_factory=list)
    wait_runs: dict[str, Annotated[int, Field(ge=1, le=100)]] = Field(default_factory=dict)


class GoogleSection(Section):
    """``[google]``: the service account's key file, and how it is used."""

    credentials: Name | None = None
    endpoint: Name | None = None
    requests_per_minute: Annotated[int, Field(ge=1, le=3_000)] = 60


class ScheduleSection(Section):
    """``[schedule]``: when to run, in plain words."""

    jobs: list[Name] = Field(default_factory=list)
    deadline_minutes: Annotated[int, Field(ge=1, le=1_440)] = 60
    working_week: Name = "monday to friday"


class HeartbeatSection(Section):
    """``[heartbeat]``: who is told from outside that runs are made."""

    url: Name | None = None


class LimitsSection(Section):
    """``[limits]``: how large a workbook may be before it is refused. What is absent keeps its default."""

    max_file_bytes: Count | None = None
    max_unzipped_bytes: Count | None = None
    max_ratio: Count | None = None
    max_rows: Count | None = None
    max_columns: Count | None = None
    max_cells: Count | None = None
    max_shared_strings: Count | None = None
    max_parts: Count | None = None
    ratio_from_bytes: Count | None = None
    max_small_part_bytes: Count | None = None
    max_elements: Count | None = None
    max_row_bytes: Count | None = None
    unusual_bytes: Count | None = None
    unusual_ratio: Count | None = None


class StateSection(Section):
    """``[state]``: where Sheetkeeper keeps its own records."""

    folder: Name = "state"


class BackupSection(Section):
    """``[backup]``: how many previous versions of each workbook are kept."""

    keep: Annotated[int, Field(ge=0, le=1_000)] = 5


SECTIONS: Mapping[str, type[Section]] = {
    "office": OfficeSection,
    "workbooks": WorkbookSection,
    "mail": MailSection,
    "alerts": AlertsSection,
    "google": GoogleSection,
    "schedule": ScheduleSection,
    "heartbeat": HeartbeatSection,
    "limits": LimitsSection,
    "state": StateSection,
    "backup": BackupSection,
}
"""Section name -> its model; ``workbooks`` and ``alerts`` hold one for each name below them."""

_HEADINGS: Mapping[str, str] = {"workbooks": "workbooks.NAME", "alerts": "alerts.NAME"}

S = TypeVar("S", bound=Section)

_EXPECTED: Mapping[str, Text] = {
    "string_type": Text(vi="chữ trong dấu nháy kép", en="text in double quotes"),
    "string_too_short": Text(vi="chữ không trống", en="text that is not empty"),
    "int_type": Text(vi="số nguyên", en="a whole number"),
    "bool_type": Text(vi="true hoặc false", en="true or false"),
    "list_type": Text(vi='danh sách trong ngoặc vuông, như ["a", "b"]', en='a list, as ["a", "b"]'),
    "dict_type": Text(vi="một mục có tên riêng trong ngoặc vuông", en="a section of its own in square brackets"),
    "model_type": Text(vi="một mục có tên riêng trong ngoặc vuông", en="a section of its own in square brackets"),
    "date_type": Text(vi="một ngày không có dấu nháy, như 2026-11-20", en="a date without quotes, as 2026-11-20"),
}
_EXPECTED_PATTERNS: Mapping[str, Text] = {
    "country": Text(vi='mã nước gồm hai chữ thường, như "vn"', en='a country code in small letters, as "vn"'),
    "currency": Text(vi='mã tiền tệ gồm ba chữ hoa, như "VND"', en='a currency code in capitals, as "VND"'),
    "locale": Text(vi='mã ngôn ngữ và nước, như "vi_VN"', en='a language and a country, as "vi_VN"'),
}


def read_section(model: type[S], raw: object, path: tuple[str, ...]) -> tuple[S | None, list[Problem]]:
    """Return the section as a model, or None and everything that is wrong with it.

    Args:
        model: the section's model.
        raw: what the file holds there.
        path: where it stands, as ``("workbooks", "finance")``.
    """
    try:
        return model.model_validate(raw), []
    except ValidationError as error:
        return None, [_problem(model, dict(detail), path) for detail in error.errors(include_url=False)]


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the known word that is most like this one; all of them where none is like it."""
    close = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return close[0] if close else ", ".join(known)


def unknown_key(path: tuple[str, ...], known: Sequence[str]) -> Problem:
    """Return the problem that a key is not known, with the known one that is most like it."""
    fields = {"key": ".".join(path), "nearest": nearest(path[-1], known)}
    return Problem(UNKNOWN_KEY, fields, path)


def _problem(model: type[Section], detail: Mapping[str, Any], path: tuple[str, ...]) -> Problem:
    place = (*path, *(str(part) for part in detail["loc"]))
    kind = detail["type"]
    if kind == "extra_forbidden":
        return unknown_key(place, _known_keys(model, detail["loc"]))
    if kind == "missing":
        return Problem(MISSING_KEY, {"key": ".".join(place)}, place)
    fields = {"key": ".".join(place), "value": _shown(detail["input"]), "expected": _expected(detail)}
    return Problem(WRONG_VALUE, fields, place)


def _known_keys(model: type[Section], location: tuple[str | int, ...]) -> list[str]:
    """Return the keys of the section in which an unknown key stands, which may lie below ``model``."""
    inner = TableSection if model is WorkbookSection and len(location) > 1 else model
    return list(inner.model_fields)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    return re.sub(r"\s+", " ", str(value))[:80]


def _expected(detail: Mapping[str, Any]) -> Text:
    kind = detail["type"]
    limits = detail.get("ctx", {})
    if kind == "literal_error":
        # pydantic lists the choices as "'vi' or 'en'".
        choices = re.findall(r"'([^']*)'", limits["expected"])
        quoted = [f'"{choice}"' for choice in choices]
        return Text(vi=" hoặc ".join(quoted), en=" or ".join(quoted))
    if kind == "greater_than_equal":
        return Text(vi=f"ít nhất là {limits['ge']}", en=f"at least {limits['ge']}")
    if kind == "less_than_equal":
        return Text(vi=f"nhiều nhất là {limits['le']}", en=f"at most {limits['le']}")
    if kind == "string_pattern_mismatch":
        return _EXPECTED_PATTERNS[str(detail["loc"][-1])]
    return _EXPECTED.get(kind) or Text(vi=detail["msg"], en=detail["msg"])


def keys_of_sections() -> Iterator[tuple[str, str]]:
    """Yield every key as (heading, key), for the documentation and its test."""
    for name, model in SECTIONS.items():
        heading = _HEADINGS.get(name, name)
        for key in model.model_fields:
            if (name, key) == ("workbooks", "tables"):
                yield from (("workbooks.NAME.tables.TABLE", inner) for inner in TableSection.model_fields)
            else:
                yield heading, key
