"""The workbook files of an office, and what each holds as the settings say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.core.rule import Department
from sync.config import WorkbookConfig
from sync.session import Session


@dataclass(frozen=True, slots=True)
class Source:
    """One workbook file of the office: its settings, its name and where it is."""

    config: WorkbookConfig
    name: str
    location: str


def find_sources(session: Session) -> list[Source]:
    """Return every workbook file of the office; a pattern that fits several gives each a name of its own."""
    sources = []
    for workbook in session.office.workbooks:
        locations = session.backend(workbook).find(workbook.location) or [workbook.location]
        for location in locations:
            short = location.replace("\\", "/").rsplit("/", 1)[-1]
            name = workbook.name if len(locations) == 1 else f"{workbook.name}/{short}"
            sources.append(Source(workbook, name, location))
    return sources


def departments_of(config: WorkbookConfig, departments: Sequence[Department]) -> tuple[str, ...]:
    """Return the departments whose tables a workbook holds, as its settings or its name say.

    Empty where neither says it; then whatever is recognised in the workbook counts.
    """
    if config.departments:
        return config.departments
    return tuple(department.name for department in departments if department.name == config.name)


def expected_departments(sources: Sequence[Source], departments: Sequence[Department]) -> dict[str, tuple[str, ...]]:
    """Return workbook name -> the departments that it must hold, for the workbooks of which that is known."""
    held = {source.name: departments_of(source.config, departments) for source in sources}
    return {name: names for name, names in held.items() if names}


def is_confidential(config: WorkbookConfig, departments: Sequence[Department]) -> bool:
    """Return whether a workbook may hold wages and personal data."""
    if config.confidential is not None:
        return config.confidential
    held = departments_of(config, departments)
    return any(department.confidential and department.name in held for department in departments)
