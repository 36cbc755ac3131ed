"""The plan of an office: for each workbook, the cells that differ from what they should hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from rules.core.finding import Finding
from rules.core.message import Voice
from rules.core.owned import ALERTS
from rules.core.record import Record
from rules.core.report import Report
from rules.core.rule import ComputedColumn
from rules.core.table import Table
from sync.alerts.lifecycle import Alert, alert_id
from sync.planning.alerts_tab import draft_alerts
from sync.planning.draft import Draft
from sync.planning.flags import draft_tab
from sync.planning.plan import WorkbookPlan
from sync.planning.report_tab import draft_report, owned_tab
from sync.reading import OfficeReading, TabReading
from sync.reading.header import canonical
from sync.reading.office import Reading
from sync.reading.settings import is_settings_tab

Computed = Sequence[tuple[ComputedColumn, Mapping[int, object]]]


def plan_office(
    reading: OfficeReading,
    findings: Sequence[Finding],
    computed: Computed,
    reports: Mapping[str, Sequence[Report]],
    alerts: Sequence[Alert],
    as_of: date,
    voice: Voice,
    paused: Collection[type[Record]] = (),
) -> list[WorkbookPlan]:
    """Return one plan per workbook that was read.

    Args:
        reading: the office as it was read.
        findings: everything found.
        computed: computed columns with their values by position of the record.
        reports: workbook name -> the reports that land in it.
        alerts: all alerts after this run.
        as_of: the day of the run.
        voice: the office's language.
        paused: tables beside whose rows nothing is written in this run, neither new nor empty.
    """
    since = {alert.id: alert.since for alert in alerts if alert.status == "open"}
    rows = _findings_by_row(findings)
    by_alert: dict[str, Finding] = {}
    for finding in findings:
        by_alert.setdefault(alert_id(finding), finding)
    by_place = [(column, _by_place(reading, column, values)) for column, values in computed]
    plans = []
    for workbook in reading.workbooks:
        name = workbook.snapshot.workbook
        draft = Draft(workbook.snapshot)
        for tab in workbook.tabs:
            if canonical(tab.header.layout) in paused:
                continue
            place = (name, tab.tab.title)
            columns = [(column, values.get(place, {})) for column, values in by_place if _stands_beside(column, tab)]
            draft_tab(draft, tab, rows.get(place, {}), since, columns, voice)
        for report in reports.get(name, ()):
            draft_report(draft, report, voice)
        own = [alert for alert in alerts if alert.workbook == name and alert.listed]
        draft_alerts(draft, own, by_alert, as_of, voice)
        plans.append(draft.plan(_relied_on(workbook)))
    return plans


def _relied_on(workbook: Reading) -> frozenset[str]:
    """Return the titles of the tabs that a workbook's plan is made from: its tables, settings and list of alerts."""
    titles = {tab.tab.title for tab in workbook.tabs}
    titles.update(tab.title for tab in workbook.snapshot.tabs if is_settings_tab(tab.title))
    alerts = owned_tab(workbook.snapshot, ALERTS)
    return frozenset(titles | ({alerts.title} if alerts else set()))


def _stands_beside(column: ComputedColumn, tab: TabReading) -> bool:
    return column.record is canonical(tab.header.layout)


def _findings_by_row(findings: Sequence[Finding]) -> dict[tuple[str, str], dict[int, list[Finding]]]:
    """Return (workbook, tab) -> row -> findings, the gravest first."""
    rows: dict[tuple[str, str], dict[int, list[Finding]]] = {}
    for finding in findings:
        for place in (finding.place, *finding.also):
            if place.row is not None:
                found = rows.setdefault((place.workbook, place.tab), {}).setdefault(place.row, [])
                if finding not in found:
                    found.append(finding)
    for tab in rows.values():
        for found in tab.values():
            found.sort(key=lambda finding: -finding.severity)
    return rows


def _by_place(
    reading: OfficeReading, column: ComputedColumn, values: Mapping[int, object]
) -> dict[tuple[str, str], dict[int, object]]:
    """Return (workbook, tab) -> row number -> value of a computed column."""
    table: Table[object] = reading.books.table(column.record)  # type: ignore[type-var,assignment]  # any record class
    placed: dict[tuple[str, str], dict[int, object]] = {}
    for row, value in values.items():
        part = table.part(row)
        placed.setdefault((part.workbook, part.tab), {})[table.rows[row]] = value
    return placed
