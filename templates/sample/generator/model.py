"""What the generator makes: workbooks of raw rows, and the answer key of the mistakes seeded in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from templates.content import TabContent

AS_OF: Final = date(2026, 11, 20)
"""The day for which the sample company is looked at, a Friday."""

FIRST_DAY: Final = date(2026, 1, 1)
"""First day of its books."""

SUNDAY: Final = 6

Row = dict[str, object]
"""One row of a tab: field name -> raw value."""


@dataclass(frozen=True, slots=True, order=True)
class Answer:
    """One finding that a seeded mistake must lead to.

    Attributes:
        code: code of the message.
        workbook: name of the workbook.
        tab: title of the tab.
        key: the finding's key. A part ``"#"`` stands for the digest by which a row without a full key is told apart.
        column: name of the field; empty for the whole record.
    """

    code: str
    workbook: str
    tab: str
    key: tuple[str, ...]
    column: str


@dataclass(frozen=True, slots=True)
class SampleWorkbook:
    """One workbook of the sample company.

    Attributes:
        name: its name in the settings, which is its department's too.
        file: its file name.
        tabs: the tabs with their rows.
        settings: setting -> value entered in the settings tab.
        confidential: whether it holds wages.
    """

    name: str
    file: str
    tabs: tuple[TabContent, ...]
    settings: Mapping[str, object] = field(default_factory=dict)
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class SampleCompany:
    """The whole company.

    Attributes:
        name: its name.
        as_of: the day for which it is looked at.
        workbooks: its workbooks.
        answers: every finding that its mistakes must lead to, and none besides.
    """

    name: str
    as_of: date
    workbooks: tuple[SampleWorkbook, ...]
    answers: tuple[Answer, ...]

    def workbook(self, name: str) -> SampleWorkbook:
        """Return the workbook of that name."""
        return next(workbook for workbook in self.workbooks if workbook.name == name)


def working_days(first: date, last: date) -> list[date]:
    """Return the days from ``first`` to ``last`` that are no Sunday: a trading company works on Saturdays."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() != SUNDAY]


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def seeded(purpose: str, seed: int) -> Random:
    """Return the random source of one part of the company, so that a change in one part moves no other."""
    return Random(f"{purpose} {seed}")  # noqa: S311  (an invented company, no secret)
