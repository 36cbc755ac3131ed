"""Reads published cases: JSON files of one form, in a folder named by SHEETKEEPER_CASES (default tests/cases)."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

DEFAULT_FOLDER = Path(__file__).parent.parent / "cases"


class CaseFormatError(Exception):
    """A case does not have the documented form: an unknown topic, input or output, or a wrong value."""


@dataclass(frozen=True)
class Case:
    """One published figure or set of figures.

    ``inputs`` holds only what was given: null means absent.
    """

    id: str
    topic: str
    regime: str
    period: str
    inputs: dict[str, object]
    expected: dict[str, object]
    tolerance: Decimal | None
    use_as_oracle: bool
    file: str


def cases_folder() -> Path:
    return Path(os.environ.get("SHEETKEEPER_CASES") or DEFAULT_FOLDER)


def read_cases(folder: Path) -> tuple[Case, ...]:
    """Read every ``*_cases.json`` of a folder; numbers become Decimal as they are written."""
    files = sorted(folder.glob("*_cases.json"))
    if not files:
        raise CaseFormatError(f"{folder}: no *_cases.json there")
    return tuple(case for file in files for case in _read_file(file))


def _read_file(file: Path) -> list[Case]:
    content = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    if not isinstance(content, dict) or not isinstance(content.get("cases"), list):
        raise CaseFormatError(f"{file.name}: an object with a list of cases was expected")
    return [build_case(raw, file.name) for raw in content["cases"]]


def build_case(raw: dict, file: str = "") -> Case:
    name = f"{file}: {raw.get('id', 'a case without an id')}"
    missing = sorted({"id", "topic", "inputs", "expected"} - set(raw))
    if missing:
        raise CaseFormatError(f"{name}: missing {', '.join(missing)}")
    tolerance = raw.get("tolerance")
    return Case(
        id=raw["id"],
        topic=raw["topic"],
        regime=raw.get("regime") or "-",
        period=raw.get("period") or "all",
        inputs={key: value for key, value in raw["inputs"].items() if value is not None},
        expected=raw["expected"],
        tolerance=None if tolerance is None else Decimal(tolerance),
        use_as_oracle=raw.get("use_as_oracle") is not False,
        file=file,
    )
