"""Flags and computed columns beside staff's rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.core.finding import Finding
from rules.core.message import SEVERITY_TITLES, Voice
from rules.core.owned import OWNED_MARK, ROW_COLUMNS, STATUS_OK, owned
from rules.core.record import Kind
from rules.core.report_layout import cell_style
from rules.core.rule import ComputedColumn
from rules.core.text import Text, fold_header
from sync.alerts.lifecycle import alert_id
from sync.backends.base import NewColumn, Tab
from sync.planning.draft import Draft
from sync.planning.plan import Block
from sync.planning.values import cell_value
from sync.reading import TabReading

FINDINGS_SHOWN = 3
"""How many findings the ``⚙ Why`` cell of a row spells out; the rest is counted."""

MORE = Text(vi="… và {count} việc khác", en="… and {count} more")

NO_DATA = Text(vi="dòng không còn dữ liệu", en="the row holds no data any more")
"""Why a cell beside a row that staff emptied is emptied too."""


@dataclass(frozen=True, slots=True)
class OwnedValues:
    """What an owned column should hold, one entry per data row of a tab."""

    titles: Text
    width: float
    values: Sequence[Any]
    reasons: Sequence[str]
    styles: Sequence[str | None]


def draft_tab(
    draft: Draft,
    reading: TabReading,
    findings: Mapping[int, Sequence[Finding]],
    since: Mapping[str, date],
    computed: Sequence[tuple[ComputedColumn, Mapping[int, object]]],
    voice: Voice,
) -> None:
    """Add to a draft what the owned columns of one staff tab should hold.

    Args:
        draft: the workbook's draft.
        reading: the tab as it was read.
        findings: row number -> its findings, the gravest first.
        since: alert id -> day on which the matter began.
        computed: computed columns of the tab's table, with their values by row number.
        voice: the office's language.
    """
    columns = row_flags(reading, findings, since, voice)
    columns += [computed_values(reading, column, values, voice) for column, values in computed]
    next_column = _first_free_column(reading.tab)
    body = reading.tab.rows[reading.header.row :]
    keys = [" · ".join(key) for key in reading.keys]
    no_data = NO_DATA.in_language(voice.language)
    # A column keeps the title that it was made with, also where the office's language changed since: under that title
    # undo and a repeated write look for it.
    present = {number: title for title, number in reading.header.owned.items()}
    for column in columns:
        number = owned_column(reading.header.owned, column.titles)
        title = owned(column.titles, voice.language) if number is None else present[number]
        if number is None:
            number = next_column
            next_column += 1
            draft.new_column(reading.tab.title, NewColumn(number, title, reading.header.row, column.width))
        _draft_column(draft, reading, body, keys, number, title, column, no_data)


def row_flags(
    reading: TabReading, findings: Mapping[int, Sequence[Finding]], since: Mapping[str, date], voice: Voice
) -> list[OwnedValues]:
    """Return status, reason and beginning for each data row; a row without findings gets only its status."""
    count = len(reading.rows)
    statuses: list[Any] = [STATUS_OK.in_language(voice.language)] * count
    styles: list[str | None] = ["status_ok"] * count
    whys: list[Any] = [None] * count
    dates: list[Any] = [None] * count
    reasons = ["OK"] * count
    for row, found in findings.items():
        index = bisect_left(reading.rows, row)
        if index == count or reading.rows[index] != row:
            continue
        worst = found[0].severity
        statuses[index] = SEVERITY_TITLES[worst].in_language(voice.language)
        styles[index] = f"status_{worst.word}"
        whys[index] = _why(found, voice)
        began = [since[name] for name in map(alert_id, found) if name in since]
        dates[index] = min(began, default=None)
        reasons[index] = " ".join(dict.fromkeys(finding.code for finding in found))
    status, why, began_on = ROW_COLUMNS
    return [
        OwnedValues(status.titles, status.width, statuses, reasons, styles),
        OwnedValues(why.titles, why.width, whys, reasons, ["text"] * count),
        OwnedValues(began_on.titles, began_on.width, dates, reasons, ["date"] * count),
    ]


def _why(findings: Sequence[Finding], voice: Voice) -> str:
    lines = [f"{one.code} {one.text(voice)} → {one.fix(voice)}" for one in findings[:FINDINGS_SHOWN]]
    if len(findings) > FINDINGS_SHOWN:
        lines.append(MORE.in_language(voice.language).format(count=len(findings) - FINDINGS_SHOWN))
    # One line: the heights of the rows are the staff's, and a wrapped text would change them or run over the next row.
    return cell_text("  •  ".join(lines), voice)


def cell_text(text: str, voice: Voice) -> str:
    """Return a text as it is written into a cell."""
    return str(cell_value(text, voice))


def computed_values(
    reading: TabReading, column: ComputedColumn, values: Mapping[int, object], voice: Voice
) -> OwnedValues:
    """Return what a computed column should hold, one entry per data row."""
    cells = [cell_value(values.get(row), voice) for row in reading.rows]
    style, reason = _style(column.kind), column.titles.in_language(voice.language)
    return OwnedValues(column.titles, column.width, cells, [reason] * len(cells), [style] * len(cells))


def _style(kind: Kind) -> str:
    return cell_style(kind, "plain")


def owned_column(columns: Mapping[str, int], titles: Text) -> int | None:
    """Return the number of an owned column by its title in any language, None where the tab has none."""
    wanted = {fold_header(title) for title in titles.all()}
    mark = OWNED_MARK.strip()
    return next((number for title, number in columns.items() if fold_header(title.replace(mark, "")) in wanted), None)


def _first_free_column(tab: Tab) -> int:
    """Return the first column at the right of everything in a tab."""
    width = max(map(len, tab.rows), default=0)
    while width and all(len(row) < width or row[width - 1] in (None, "") for row in tab.rows):
        width -= 1
    used = max((column for _, column in (*tab.formulas, *tab.errors, *tab.without_value)), default=0)
    merged = max((last for _, _, _, last in tab.merged), default=0)
    return max(width, used, merged) + 1


def _draft_column(
    draft: Draft,
    reading: TabReading,
    body: Sequence[Sequence[Any]],
    keys: Sequence[str],
    number: int,
    title: str,
    column: OwnedValues,
    no_data: str,
) -> None:
    """Add the cells of one owned column that differ; cells beside rows that hold no data any more are emptied."""
    index = number - 1
    first = reading.header.row + 1
    present = [row[index] if index < len(row) else None for row in body]
    rows, values, reasons, styles = reading.rows, column.values, column.reasons, column.styles
    if len(rows) < len(body):
        data = set(rows)
        stale = [row for row, value in enumerate(present, first) if value not in (None, "") and row not in data]
        if stale:
            merged = sorted(
                [
                    *zip(rows, keys, values, reasons, styles, strict=True),
                    *((row, "", None, no_data, None) for row in stale),
                ],
                key=lambda cell: cell[0],
            )
            rows, keys, values, reasons, styles = (list(part) for part in zip(*merged, strict=True))
        before = [present[row - first] for row in rows]
    else:
        before = present
    draft.add(Block(reading.tab.title, number, title, rows, keys, before, values, reasons), styles)
