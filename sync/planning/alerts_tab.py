"""The alerts tab: one row for each matter, found by its id wherever staff sorted it to, and two columns of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from rules.core.finding import Finding, Place, column_letters
from rules.core.message import SEVERITY_TITLES, Voice
from rules.core.owned import ALERT_COLUMNS, ALERT_STATES, ALERTS, ALERTS_HEADER_ROW, ALERTS_HINT, owned
from rules.core.record import Column
from rules.core.text import LANGUAGES, Text, clean, fold_header
from sync import messages
from sync.alerts.lifecycle import Alert
from sync.alerts.places import Locator
from sync.backends.base import NewTab, Snapshot, Tab
from sync.planning.draft import Draft
from sync.planning.plan import Block
from sync.planning.report_tab import owned_tab
from sync.planning.values import cell_value
from sync.reading.cells import Invalid, Reader

_TITLES: Final = {column.name: column.titles for column in ALERT_COLUMNS}
_NAMES: Final = {fold_header(title): column.name for column in ALERT_COLUMNS for title in column.titles.all()}
_NUMBERS: Final = {column.name: number for number, column in enumerate(ALERT_COLUMNS, 1)}
_RECOGNISED: Final = 4
# So many titles, the id's among them, make a row the header.
_ROWS_SEARCHED: Final = 20

_SNOOZE: Final = Column(
    name="snooze",
    kind="date",
    titles=_TITLES["snooze"],
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


@dataclass(frozen=True, slots=True)
class AlertRows:
    """The alerts tab of a workbook as it was read.

    Attributes:
        tab: the tab; None where the workbook has none yet.
        header_row: row number of its header; None where staff took the header away and left the rest, so that it is
            not known any more which cells are theirs.
        columns: name of the alert column -> column number.
        untitled: names of the columns whose titles are missing.
        rows: alert id -> row number.
        next_row: first row below the last used one.
    """

    tab: Tab | None = None
    header_row: int | None = ALERTS_HEADER_ROW
    columns: Mapping[str, int] = field(default_factory=lambda: _NUMBERS)
    untitled: Sequence[str] = tuple(_NUMBERS)
    rows: Mapping[str, int] = field(default_factory=dict)
    next_row: int = ALERTS_HEADER_ROW + 1

    def place(self, title: str, key: str) -> tuple[int, int] | None:
        """Return where a cell of an alert stands now: by its column's title in any language and the alert's id."""
        row, column = self.rows.get(key), self.columns.get(_NAMES.get(fold_header(title), ""))
        return None if row is None or column is None else (row, column)


def read_alert_rows(snapshot: Snapshot) -> AlertRows:
    """Return where each alert stands in the alerts tab of a workbook."""
    tab = owned_tab(snapshot, ALERTS)
    if tab is None:
        return AlertRows()
    header_row, found = _header(tab)
    if not found:
        below = tab.rows[ALERTS_HEADER_ROW - 1 :]
        return AlertRows(tab, header_row=ALERTS_HEADER_ROW if not any(map(_filled, below)) else None)
    free = max(map(len, tab.rows)) + 1
    untitled = [name for name in _NUMBERS if name not in found]
    rows: dict[str, int] = {}
    last = header_row
    index = found["alert"] - 1
    for number, row in enumerate(tab.rows[header_row:], header_row + 1):
        last = number if _filled(row) else last
        if index < len(row) and isinstance(row[index], str) and row[index]:
            rows.setdefault(clean(row[index]), number)
    columns = found | {name: free + index for index, name in enumerate(untitled)}
    return AlertRows(tab, header_row, columns, untitled, rows, last + 1)


def _header(tab: Tab) -> tuple[int, dict[str, int]]:
    """Return the header's row number and its columns by name; without columns where there is no header."""
    for number, row in enumerate(tab.rows[:_ROWS_SEARCHED], 1):
        texts = [(index, fold_header(cell)) for index, cell in enumerate(row, 1) if isinstance(cell, str)]
        found = {_NAMES[text]: index for index, text in reversed(texts) if text in _NAMES}
        if len(found) >= _RECOGNISED and "alert" in found:
            return number, found
    return ALERTS_HEADER_ROW, {}


def _filled(row: Sequence[Any]) -> bool:
    return any(value not in (None, "") for value in row)


def read_snoozes(snapshot: Snapshot) -> tuple[dict[str, date], list[Finding]]:
    """Return the days until which staff put alerts off, and what is wrong in the alerts tab."""
    alerts = read_alert_rows(snapshot)
    if alerts.tab is None:
        return {}, []
    title = alerts.tab.title
    if alerts.header_row is None:
        fields: dict[str, object] = {"tab": title, "columns": [_TITLES["alert"]]}
        return {}, [
            Finding(
                messages.ALERTS_HEADER_GONE, Place(snapshot.workbook, title), "alerts", (snapshot.workbook,), fields
            )
        ]
    snoozes: dict[str, date] = {}
    findings: list[Finding] = []
    reader = Reader(_SNOOZE, snapshot.locale, date1904=snapshot.date1904)
    column = alerts.columns["snooze"]
    for name, number in alerts.rows.items():
        value = reader.read([_value(alerts.tab, number, column)])[0]
        if isinstance(value, Invalid):
            header = str(_value(alerts.tab, alerts.header_row, column))
            place = Place(snapshot.workbook, title, number, column, header)
            fields = {"header": header, **value.fields}
            findings.append(Finding(messages.NOT_A_DATE, place, "alerts", (name,), fields, column="snooze"))
        elif isinstance(value, date):
            snoozes[name] = value
    return snoozes, findings


class _Wanted(NamedTuple):
    """What a cell of the alerts tab should hold: value, style, reason, and the key of its row."""

    value: object
    style: str | None
    reason: str
    key: str


def draft_alerts(
    draft: Draft, alerts: Sequence[Alert], findings: Mapping[str, Finding], as_of: date, voice: Voice
) -> None:
    """Add to a draft what differs in the alerts tab: rows are appended and never moved, resolved ones stay.

    A resolved alert without a row, because staff deleted it, does not come back.

    Args:
        draft: the workbook's draft.
        alerts: the alerts of this workbook that are listed.
        findings: alert id -> its finding, of those that are still there.
        as_of: the day of the run.
        voice: the office's language.
    """
    here = read_alert_rows(draft.snapshot)
    alerts = [alert for alert in alerts if alert.id in here.rows or alert.status == "open"]
    if here.header_row is None or (here.tab is None and not alerts):
        return
    title = here.tab.title if here.tab else owned(ALERTS, voice.language)
    wanted = dict(_heading(here, here.header_row, voice))
    if here.tab is None:
        widths = {number: float(column.width) for number, column in enumerate(ALERT_COLUMNS, 1)}
        draft.new_tab(NewTab(title, (), widths, (ALERTS_HEADER_ROW, 0)))
    next_row = here.next_row
    locator = Locator.of([draft.snapshot])
    for alert in alerts:
        row = here.rows.get(alert.id)
        if row is None:
            row, next_row = next_row, next_row + 1
        known = findings.get(alert.id)
        cells = [*_state_cells(alert, as_of), *_said(alert, known, locator, voice, new=alert.id not in here.rows)]
        for name, value, style in cells:
            wanted[row, here.columns[name]] = _Wanted(cell_value(value, voice), style, alert.code, alert.id)
    titles = {number: _TITLES[name].in_language(voice.language) for name, number in here.columns.items()}
    by_column: dict[int, list[int]] = {}
    for row, column in sorted(wanted):
        by_column.setdefault(column, []).append(row)
    for column, numbers in sorted(by_column.items()):
        column_cells = [wanted[row, column] for row in numbers]
        block = Block(
            tab=title,
            column=column,
            title=titles[column],
            rows=numbers,
            keys=[cell.key for cell in column_cells],
            before=[_value(here.tab, row, column) for row in numbers],
            after=[cell.value for cell in column_cells],
            reasons=[cell.reason for cell in column_cells],
        )
        draft.add(block, [cell.style for cell in column_cells])


def _value(tab: Tab | None, row: int, column: int) -> Any:
    rows = tab.rows if tab is not None else ()
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None


def _heading(here: AlertRows, header_row: int, voice: Voice) -> Iterator[tuple[tuple[int, int], _Wanted]]:
    """Return title, explanation and header where they are missing: in a new tab, and in one that was emptied."""
    cells: list[tuple[int, int, Text, str]] = []
    if len(here.untitled) == len(_NUMBERS):
        cells += [(1, 1, ALERTS, "title"), (2, 1, ALERTS_HINT, "note")]
    cells += [(header_row, here.columns[name], _TITLES[name], "header") for name in here.untitled]
    for row, column, text, style in cells:
        key = f"{column_letters(column)}{row}"
        yield (row, column), _Wanted(text.in_language(voice.language), style, ALERTS.in_language(voice.language), key)


def _state_cells(alert: Alert, as_of: date) -> list[tuple[str, object, str]]:
    """Return name, value and style of the cells that every run brings up to date."""
    snoozed = alert.status == "open" and alert.snoozed_until is not None and as_of < alert.snoozed_until
    state = "snoozed" if snoozed else alert.status
    return [
        ("alert", alert.id, "text"),
        ("severity", SEVERITY_TITLES[alert.severity], f"status_{alert.severity.word}"),
        ("code", alert.code, "text"),
        ("since", alert.since, "date"),
        ("notices", alert.notices, "integer"),
        ("state", ALERT_STATES[state], "status_ok" if state == "resolved" else "text"),
        ("resolved", alert.resolved_on, "date"),
    ]


def _said(
    alert: Alert, finding: Finding | None, locator: Locator, voice: Voice, *, new: bool
) -> list[tuple[str, object, str]]:
    """Return the cells that tell what is the matter; without a finding a row keeps what it says."""
    if finding is not None:
        return [
            ("place", _place(finding.place, locator), "text"),
            ("what", finding.text(voice), "wrap"),
            ("fix", finding.fix(voice), "wrap"),
        ]
    return [("place", _place(alert.place, locator), "text"), ("what", alert.title, "wrap")] if new else []


def _place(place: Place, locator: Locator) -> str:
    """Return a place, and the address that opens it where the workbook has one that anybody can open.

    The address is a text like any other: what makes a word a link is a formula or a format, and values are neither.
    """
    link = locator.show(place, LANGUAGES[0]).link
    return f"{place} {link}" if link.startswith("https://") else str(place)
