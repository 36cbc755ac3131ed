"""Owned tabs: reports, and the list of alerts with the two columns that staff fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.core.finding import Finding, Place, column_letters
from rules.core.message import SEVERITY_TITLES, Voice
from rules.core.owned import ALERT_COLUMNS, ALERTS, ALERTS_HEADER_ROW, ALERTS_HINT, is_owned, owned
from rules.core.record import Column
from rules.core.report import Report
from rules.core.report_layout import layout
from rules.core.text import Text, clean, fold_header
from sync import messages
from sync.alerts.lifecycle import Alert
from sync.backends.base import NewTab, Snapshot, Tab
from sync.planning.draft import Draft
from sync.planning.plan import Block
from sync.planning.values import cell_value
from sync.reading.cells import Invalid, Reader

STATES = {
    "open": Text(vi="Đang mở", en="Open"),
    "snoozed": Text(vi="Đang hoãn", en="Snoozed"),
    "resolved": Text(vi="Đã xử lý", en="Resolved"),
}
_SNOOZE = Column(
    name="snooze",
    kind="date",
    titles=next(column.titles for column in ALERT_COLUMNS if column.name == "snooze"),
    aliases=(),
    required=False,
    header_required=False,
    default=None,
    choices=None,
    example=None,
    note=None,
    width=12,
    annotation=date | None,
)


def owned_tab(snapshot: Snapshot, titles: Text) -> Tab | None:
    """Return the owned tab of some title in any language, None where the workbook has none."""
    wanted = {fold_header(title) for title in titles.all()}
    return next((tab for tab in snapshot.tabs if is_owned(tab.title) and fold_header(tab.title) in wanted), None)


def draft_report(draft: Draft, report: Report, voice: Voice) -> None:
    """Add to a draft what differs in a report's tab; what stood there and no longer does is emptied."""
    placed = layout(report, voice)
    wanted = {(cell.row, cell.column): (cell_value(cell.value, voice), cell.style) for cell in placed.cells}
    tab = owned_tab(draft.snapshot, report.titles)
    title = tab.title if tab else owned(report.titles, voice.language)
    if tab is None:
        draft.new_tab(NewTab(title, (), dict(placed.widths)))
    rows = tab.rows if tab else ()
    present = {
        (number, index): value
        for number, row in enumerate(rows, 1)
        for index, value in enumerate(row, 1)
        if value not in (None, "")
    }
    by_column: dict[int, list[int]] = {}
    for row, column in sorted({*wanted, *present}):
        by_column.setdefault(column, []).append(row)
    for column in sorted(by_column):
        numbers = by_column[column]
        cells = [wanted.get((row, column), (None, None)) for row in numbers]
        block = Block(
            tab=title,
            column=column,
            title="",
            rows=numbers,
            keys=[f"{column_letters(column)}{row}" for row in numbers],
            before=[present.get((row, column)) for row in numbers],
            after=[value for value, _ in cells],
            reasons=[report.name] * len(numbers),
        )
        draft.add(block, [style for _, style in cells])


@dataclass(frozen=True, slots=True)
class AlertRows:
    """The alerts tab of a workbook as it was read.

    Attributes:
        tab: the tab; None where the workbook has none yet.
        columns: name of the alert column -> column number.
        rows: alert id -> row number.
        next_row: first row below the last used one.
    """

    tab: Tab | None
    columns: Mapping[str, int]
    rows: Mapping[str, int]
    next_row: int


def read_alert_rows(snapshot: Snapshot) -> AlertRows:
    """Return where each alert stands in the alerts tab, wherever staff sorted it to."""
    tab = owned_tab(snapshot, ALERTS)
    columns = {column.name: index for index, column in enumerate(ALERT_COLUMNS, 1)}
    if tab is None:
        return AlertRows(None, columns, {}, ALERTS_HEADER_ROW + 1)
    names = {fold_header(title): column.name for column in ALERT_COLUMNS for title in column.titles.all()}
    header_row = ALERTS_HEADER_ROW
    for number, row in enumerate(tab.rows[:20], 1):
        found = {
            names[fold_header(cell)]: index
            for index, cell in enumerate(row, 1)
            if isinstance(cell, str) and fold_header(cell) in names
        }
        if len(found) >= 4 and "alert" in found:
            header_row = number
            free = max((*found.values(), len(row))) + 1
            missing = [column.name for column in ALERT_COLUMNS if column.name not in found]
            columns = found | {name: free + index for index, name in enumerate(missing)}
            break
    index = columns["alert"] - 1
    rows: dict[str, int] = {}
    last = header_row
    for number, row in enumerate(tab.rows[header_row:], header_row + 1):
        if any(value not in (None, "") for value in row):
            last = number
        if index < len(row) and isinstance(row[index], str) and row[index]:
            rows.setdefault(clean(row[index]), number)
    return AlertRows(tab, columns, rows, last + 1)


def read_snoozes(snapshot: Snapshot) -> tuple[dict[str, date], list[Finding]]:
    """Return the days until which staff put alerts off, and a finding for each that is no date."""
    alerts = read_alert_rows(snapshot)
    snoozes: dict[str, date] = {}
    findings: list[Finding] = []
    reader = Reader(_SNOOZE, snapshot.locale, date1904=snapshot.date1904)
    column = alerts.columns["snooze"]
    for name, number in alerts.rows.items():
        row = alerts.tab.rows[number - 1] if alerts.tab else ()
        value = reader.read([row[column - 1]])[0] if column <= len(row) else None
        if isinstance(value, Invalid) and alerts.tab:
            header = _SNOOZE.titles.in_language("vi" if snapshot.locale.startswith("vi") else "en")
            place = Place(snapshot.workbook, alerts.tab.title, number, column, header)
            fields = {"header": header, **value.fields}
            findings.append(Finding(messages.NOT_A_DATE, place, "alerts", (name,), fields, column="snooze"))
        elif isinstance(value, date):
            snoozes[name] = value
    return snoozes, findings


def draft_alerts(
    draft: Draft, alerts: Sequence[Alert], findings: Mapping[str, Finding], as_of: date, voice: Voice
) -> None:
    """Add to a draft what differs in the alerts tab: rows are appended and never moved, resolved ones stay.

    Args:
        draft: the workbook's draft.
        alerts: the alerts of this workbook that are listed.
        findings: alert id -> its finding, of those that are still there.
        as_of: the day of the run.
        voice: the office's language.
    """
    here = read_alert_rows(draft.snapshot)
    if here.tab is None and not alerts:
        return
    title = here.tab.title if here.tab else owned(ALERTS, voice.language)
    wanted: dict[tuple[int, int], tuple[Any, str | None, str]] = {}
    if here.tab is None:
        widths = {index: float(column.width) for index, column in enumerate(ALERT_COLUMNS, 1)}
        draft.new_tab(NewTab(title, (), widths, (ALERTS_HEADER_ROW, 0)))
        wanted[1, 1] = (ALERTS.in_language(voice.language), "title", "alerts")
        wanted[2, 1] = (ALERTS_HINT.in_language(voice.language), "note", "alerts")
        for column in ALERT_COLUMNS:
            wanted[ALERTS_HEADER_ROW, here.columns[column.name]] = (column.title(voice.language), "header", "alerts")
    next_row = here.next_row
    for alert in alerts:
        number = here.rows.get(alert.id)
        if number is None:
            number, next_row = next_row, next_row + 1
        for name, value, style in _alert_cells(alert, findings.get(alert.id), as_of, voice):
            wanted[number, here.columns[name]] = (cell_value(value, voice), style, alert.code)
    rows = here.tab.rows if here.tab else ()
    by_column: dict[int, list[int]] = {}
    for row, index in sorted(wanted):
        by_column.setdefault(index, []).append(row)
    for index, numbers in sorted(by_column.items()):
        cells = [wanted[row, index] for row in numbers]
        block = Block(
            tab=title,
            column=index,
            title="",
            rows=numbers,
            keys=[f"{column_letters(index)}{row}" for row in numbers],
            before=[_value(rows, row, index) for row in numbers],
            after=[value for value, _, _ in cells],
            reasons=[reason for _, _, reason in cells],
        )
        draft.add(block, [style for _, style, _ in cells])


def _value(rows: Sequence[Sequence[Any]], row: int, column: int) -> Any:
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None


def _alert_cells(
    alert: Alert, finding: Finding | None, as_of: date, voice: Voice
) -> list[tuple[str, object, str | None]]:
    """Return name, value and style of the cells of one alert; what only a finding tells stays when it is gone."""
    snoozed = alert.status == "open" and alert.snoozed_until is not None and as_of < alert.snoozed_until
    state = "snoozed" if snoozed else alert.status
    cells: list[tuple[str, object, str | None]] = [
        ("alert", alert.id, "text"),
        ("severity", SEVERITY_TITLES[alert.severity], f"status_{alert.severity.word}"),
        ("code", alert.code, "text"),
        ("since", alert.since, "date"),
        ("notices", alert.notices, "integer"),
        ("state", STATES[state], "status_ok" if state == "resolved" else "text"),
        ("resolved", alert.resolved_on, "date"),
    ]
    if finding is not None:
        cells += [
            ("place", str(finding.place), "text"),
            ("what", finding.text(voice), "wrap"),
            ("fix", finding.fix(voice), "wrap"),
        ]
    return cells
