"""Whether a setting keeps rows quiet: the rules are asked again with each setting as it might be instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any

from pydantic import ValidationError

from rules.core.finding import Finding
from rules.core.rule import Department
from rules.core.setting import Settings, settings_of
from rules.core.text import Text
from sync.deciding import decide
from sync.steps.base import Outlook
from sync.why_not import messages as said
from sync.why_not.asking import Row
from sync.why_not.base import Answer, Evidence, text_of

ON_OFF = {True: Text(vi="có", en="on"), False: Text(vi="không", en="off")}
"""How a switch is said."""


def kept_quiet(outlook: Outlook, department: Department, rows: Sequence[Row]) -> Iterator[Answer]:
    """Yield an answer for each setting without which something would be reported of the rows.

    A switch is tried the other way round; every other setting that staff changed is tried at its default.

    Args:
        outlook: the office as it was read.
        department: the department of the rows.
        rows: rows of one table of which nothing was found.
    """
    if department.settings is None:
        return
    now = outlook.context.settings(department.settings)
    for name, titles, other in _others(now):
        try:
            changed = department.settings(**{**now.model_dump(exclude_unset=True), name: other})
        except ValidationError:
            continue  # the settings would contradict each other
        finding = _found(outlook, department, rows, changed)
        if finding is not None:
            fields = {
                "setting": titles,
                "value": _shown(getattr(now, name)),
                "other": _shown(other),
                "code": finding.code,
                "title": finding.message.title,
            }
            place = Evidence(said.PLACE, str(finding.place))
            evidence = (Evidence(said.SAYS, text_of(finding, outlook.context.voice)), place)
            yield Answer(said.SETTING, " · ".join(finding.key), fields, evidence, setting=name)


def _others(now: Settings) -> Iterator[tuple[str, Text, Any]]:
    """Yield name, title and another value of each setting that is worth a try.

    What staff chose from a list, as the working week, says how the office is, and not what it wants to be told.
    """
    for column in settings_of(type(now)):
        value = getattr(now, column.name)
        if isinstance(value, bool):
            yield column.name, column.titles, not value
        elif value != column.default and not isinstance(value, Enum):
            yield column.name, column.titles, column.default


def _found(outlook: Outlook, department: Department, rows: Sequence[Row], changed: Settings) -> Finding | None:
    """Return what would be found of the rows with other settings, the gravest first."""
    settings = {**outlook.context.settings_by_class, type(changed): changed}
    context = replace(outlook.context, settings_by_class=settings)
    places = {(row.tab.workbook, row.tab.tab.title, row.number) for row in rows}
    found = [
        finding
        for finding in decide(outlook.reading.books, [department], context).findings
        if finding.message.alert
        and any((place.workbook, place.tab, place.row) in places for place in (finding.place, *finding.also))
    ]
    return max(found, key=lambda finding: finding.severity, default=None)


def _shown(value: object) -> object:
    return ON_OFF[value] if isinstance(value, bool) else value
