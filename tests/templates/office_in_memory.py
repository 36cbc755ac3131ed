"""The sample company read and judged without a file: its tabs as cells, through the reader and the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rules.core.finding import Finding
from rules.core.message import Voice
from rules.core.owned import SETTINGS
from rules.core.record import columns_of
from rules.core.rule import Context, Department
from rules.core.setting import settings_of
from rules.departments import all_departments
from sync.backends.base import Snapshot, Tab
from sync.deciding import decide
from sync.reading.office import read_office
from templates.content import ErrorCell, FormulaCell, TabContent
from templates.sample.generator import Answer, SampleCompany, SampleWorkbook

VOICE = Voice()
HEADER_ROW = 1


def findings_of(company: SampleCompany) -> list[Finding]:
    """Return everything that is found in the company."""
    departments = all_departments()
    by_name = {department.name: department for department in departments}
    snapshots = [_snapshot(workbook, by_name[workbook.name]) for workbook in company.workbooks]
    expected = {workbook.name: [workbook.name] for workbook in company.workbooks}
    reading = read_office(snapshots, departments, expected=expected)
    context = Context(company.as_of, voice=VOICE, settings_by_class=reading.settings)
    return [*reading.findings, *decide(reading.books, departments, context).findings]


def as_answers(findings: Iterable[Finding]) -> Counter[Answer]:
    """Return findings in the form of the answer key; a row's digest is written ``#`` there."""
    return Counter(
        Answer(
            finding.code,
            finding.place.workbook,
            finding.place.tab,
            tuple("#" if part.startswith("#") else part for part in finding.key),
            finding.column,
        )
        for finding in findings
    )


def _snapshot(workbook: SampleWorkbook, department: Department) -> Snapshot:
    tabs = [_tab(content, department) for content in workbook.tabs]
    assert department.settings is not None
    rows = [
        (column.titles.vi, workbook.settings.get(column.name), column.default)
        for column in settings_of(department.settings)
    ]
    tabs.append(Tab(SETTINGS.vi, rows))
    return Snapshot(workbook.name, workbook.file, "", tabs)


def _tab(content: TabContent, department: Department) -> Tab:
    record = next(one for one in department.all_layouts() if one.table.name == content.table)
    columns = columns_of(record)
    rows: list[list[object]] = [[column.titles.vi for column in columns]]
    errors: dict[tuple[int, int], str] = {}
    without_value: set[tuple[int, int]] = set()
    for number, values in enumerate(content.rows, start=HEADER_ROW + 1):
        cells: list[object] = []
        for index, column in enumerate(columns, start=1):
            value = values.get(column.name)
            if isinstance(value, ErrorCell):
                errors[number, index] = value.text
            elif isinstance(value, FormulaCell):
                without_value.add((number, index))
            cells.append(None if isinstance(value, (ErrorCell, FormulaCell)) else value)
        rows.append(cells)
    return Tab(content.title, rows, errors=errors, without_value=frozenset(without_value))
