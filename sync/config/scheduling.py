"""What can be wrong with the schedule and with the address that is told of runs (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rules.core.text import Text
from sync.config.problems import NO_HOLIDAYS, UNKNOWN_JOB, UNKNOWN_NAME, WRONG_VALUE, Problem
from sync.config.sections import ScheduleSection

_MONDAY_TO_FRIDAY: Final = frozenset(range(5))
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?")
_JOBS: Final = ("schedule", "jobs")
_A_WORKBOOK_OR_DEPARTMENT: Final = Text(vi="sổ trong office.toml hay bộ phận nào", en="workbook or department")


def job_problems(
    schedule: ScheduleSection, country: str, workbooks: Sequence[str], departments: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is wrong with each job: words that are none, a name that is not known, holidays that are not known."""
    if not schedule.jobs:
        return
    from sync.schedule import NotUnderstood, holidays_known, parse_job  # noqa: PLC0415  (only where jobs are set)

    known = [*workbooks, *(name for name in departments if name not in workbooks)]
    key = ".".join(_JOBS)
    for words in schedule.jobs:
        job = parse_job(words)
        if isinstance(job, NotUnderstood):
            yield Problem(UNKNOWN_JOB, {"value": words, "key": key, "nearest": job.nearest}, _JOBS)
            continue
        for name in job.only:
            if name not in known:
                fields = {"value": name, "key": key, "what": _A_WORKBOOK_OR_DEPARTMENT, "known": known}
                yield Problem(UNKNOWN_NAME, fields, _JOBS)
        if job.except_holidays and not holidays_known(country):
            yield Problem(NO_HOLIDAYS, {"value": words, "country": country}, _JOBS)


def working_week(schedule: ScheduleSection) -> tuple[frozenset[int], list[Problem]]:
    """Return the weekdays on which the office works, Monday being 0, and what is wrong with the words for them."""
    if "working_week" not in schedule.model_fields_set:
        return _MONDAY_TO_FRIDAY, []
    from sync.schedule import parse_week  # noqa: PLC0415  (only where it is set)

    week = parse_week(schedule.working_week)
    if week:
        return week, []
    expected = Text(vi='như "thứ hai đến thứ bảy"', en='as "monday to saturday"')
    fields = {"key": "schedule.working_week", "value": f'"{schedule.working_week}"', "expected": expected}
    return _MONDAY_TO_FRIDAY, [Problem(WRONG_VALUE, fields, ("schedule", "working_week"))]


def address_problems(address: str, path: tuple[str, ...]) -> Iterator[Problem]:
    """Yield what is wrong with a web address; the address is not repeated, since it may hold a secret."""
    if not _WEB_ADDRESS.fullmatch(address):
        expected = Text(
            vi="một địa chỉ bắt đầu bằng https:// hoặc http://", en="an address that begins with https:// or http://"
        )
        yield Problem(WRONG_VALUE, {"key": ".".join(path), "value": "…", "expected": expected}, path)
