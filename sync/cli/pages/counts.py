"""Counts findings by department, and picks the few that are shown first (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest

from rules.core.finding import Finding
from rules.core.message import Severity
from rules.core.rule import Department
from rules.core.text import Text
from sync.cli.pages.words import OTHER
from sync.messages import BY_CODE

Counts = Mapping[Text, Mapping[Severity, int]]
"""Title of a department -> severity -> number of findings."""


def department_of_tables(departments: Sequence[Department]) -> dict[str, Text]:
    """Return table name -> title of the department that keeps it."""
    return {record.table.name: department.titles for department in departments for record in department.all_layouts()}


def count_findings(findings: Sequence[Finding], departments: Sequence[Department]) -> Counts:
    """Return how many findings of each severity each department has.

    Every department is named, also one without findings. What is about a whole workbook is counted apart.
    """
    titles = department_of_tables(departments)
    counts: dict[Text, Counter[Severity]] = {department.titles: Counter() for department in departments}
    for finding in findings:
        counts.setdefault(titles.get(finding.table, OTHER), Counter())[finding.severity] += 1
    return counts


def worst_findings(findings: Sequence[Finding], departments: Sequence[Department], limit: int) -> list[Finding]:
    """Return the gravest findings, and among those of one severity as many departments and kinds as possible.

    A list of the first eight would often be eight times the same thing. What is urgent goes first, and what the rules
    say before what could not be read.
    """
    titles = department_of_tables(departments)
    picked: list[Finding] = []
    for severity in sorted(Severity, reverse=True):
        kinds: dict[Text, dict[tuple[bool, bool, str], list[Finding]]] = {}
        for finding in findings:
            if finding.severity is severity and finding.message.alert:
                rank = (not finding.urgent, finding.code in BY_CODE, finding.code)
                kinds.setdefault(titles.get(finding.table, OTHER), {}).setdefault(rank, []).append(finding)
        picked += _in_turns([_in_turns([kind for _, kind in sorted(group.items())]) for group in kinds.values()])
    return picked[:limit]


def _in_turns(lists: Sequence[Sequence[Finding]]) -> list[Finding]:
    """Return the first of every list, then the second of every list, and so on."""
    return [finding for finding in chain.from_iterable(zip_longest(*lists)) if finding is not None]
