"""Explaining: where a number or a flag comes from, for a cell or in a department's own words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from rules.core.finding import Finding, column_letters
from rules.core.message import SEVERITY_TITLES, Voice, format_value
from rules.core.rule import Department, Explanation
from rules.core.table import Table
from rules.core.text import LANGUAGES, Text, fold, fold_header
from rules.core.trace import Traced
from sync import steps
from sync.alerts.lifecycle import alert_id
from sync.explaining_reports import explain_report_cell, statement
from sync.planning.values import cell_value
from sync.reading import TabReading
from sync.reading.header import canonical
from sync.reading.references import column_number
from sync.session import Session
from sync.steps.base import Outlook

_CELL = re.compile(r"(?:'?(?P<tab>[^!']+)'?!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})")

SINCE = Text(vi="từ ngày", en="since")
NOTHING_FOUND = Text(vi="Không có lỗi hay cảnh báo nào ở dòng này.", en="Nothing was found in this row.")


def explain(session: Session, words: tuple[str, ...]) -> list[Explanation]:
    """Return where a number or a flag comes from.

    ``("payroll", "NV001", "2026-11")`` asks a department; ``("Items!D17",)`` asks for a cell. A first word that names
    a department is for that department alone.
    """
    outlook = steps.consider(session, steps.read(session))
    departments = _evaluated(session, outlook)
    named = [one for one in departments if fold(words[0]) in {one.name, *(fold(title) for title in one.titles.all())}]
    rest = words[1:] if named and len(words) > 1 else words
    # Some departments take their own name as the first word, as "payroll NV001" reads best; others the item alone.
    found = []
    for one in named or departments:
        asked = (one.explain(outlook.reading.books, outlook.context, said) for said in (words, rest) if one.explain)
        found += [explanation for explanation in asked if explanation is not None][:1]
    if not found and (match := _CELL.fullmatch(" ".join(words).strip())):
        found = _explain_cell(session, outlook, match)
    return found


def _evaluated(session: Session, outlook: Outlook) -> list[Department]:
    """Return the departments whose tables were read as a whole; half the books would explain a wrong number."""
    return [one for one in session.departments() if one.name not in outlook.paused]


def _explain_cell(session: Session, outlook: Outlook, match: re.Match[str]) -> list[Explanation]:
    """Return what is known about one cell: what was found in its row, and where its value comes from."""
    row = int(match["row"])
    found = []
    for book in outlook.reading.workbooks:
        for tab in book.tabs:
            if match["tab"] and fold_header(tab.tab.title) != fold_header(match["tab"]):
                continue
            if row in tab.rows:
                found.append(_explain_row(session, outlook, tab, row, match["column"].upper()))
    if not found and match["tab"]:
        found = explain_report_cell(outlook, match["tab"], column_number(match["column"]), row)
    return found


def _explain_row(session: Session, outlook: Outlook, tab: TabReading, row: int, letters: str) -> Explanation:
    voice = session.office.voice
    key = tab.keys[list(tab.rows).index(row)]
    owned = next((title for title, number in tab.header.owned.items() if column_letters(number) == letters), "")
    name = next((name for name, number in tab.header.columns.items() if column_letters(number) == letters), "")
    header = owned or tab.header.texts.get(name, "")
    heading = f"{tab.tab.title}!{letters}{row}" + (f" · {header}" if header else "")
    said = f"{heading} ({' · '.join(key)})"
    title = Text(vi=said, en=said)
    found, computed = _found(outlook, tab, row, voice), _computed(outlook, tab, row, owned)
    for one in _evaluated(session, outlook):
        explained = (
            one.explain(outlook.reading.books, outlook.context, key)
            if one.explain is not None and canonical(tab.header.layout) in one.records
            else None
        )
        if explained is not None:
            detailed = {explained.titles.get(line.name, title).in_language(voice.language) for line in explained.lines}
            bare = [line for line in computed if line.name not in detailed]
            return Explanation(title, (*found, *bare, *explained.lines), explained.titles)
    return Explanation(title, (*found, *computed))


def _found(outlook: Outlook, tab: TabReading, row: int, voice: Voice) -> list[Traced]:
    """Return what was found in a row, each with the day since when."""
    lines = []
    for finding in (one for one in outlook.findings if _is_in(one, tab, row)):
        alert = outlook.alerts.get(alert_id(finding))
        severity = SEVERITY_TITLES[finding.severity].in_language(voice.language)
        since = None if alert is None else alert.since
        said = Text(*(_said(finding, since, replace(voice, language=language)) for language in LANGUAGES))
        lines.append(statement(f"{finding.code} · {severity}", said))
    return lines or [statement("OK", NOTHING_FOUND)]


def _said(finding: Finding, since: date | None, voice: Voice) -> str:
    began = "" if since is None else f" ({SINCE.in_language(voice.language)} {format_value(since, 'date', voice)})"
    return f"{finding.text(voice)} → {finding.fix(voice)}{began}"


def _is_in(finding: Finding, tab: TabReading, row: int) -> bool:
    places = (finding.place, *finding.also)
    return any((one.workbook, one.tab, one.row) == (tab.workbook, tab.tab.title, row) for one in places)


def _computed(outlook: Outlook, tab: TabReading, row: int, owned: str) -> list[Traced]:
    """Return the computed value in an owned column as a traced amount."""
    lines = []
    for column, values in outlook.decision.computed:
        if column.record is not canonical(tab.header.layout):
            continue
        if owned and fold_header(owned) not in {fold_header(title) for title in column.titles.all()}:
            continue
        table: Table[object] = outlook.reading.books.table(column.record)  # type: ignore[type-var,assignment]  # any
        for position, value in values.items():
            part = table.part(position)
            if (part.workbook, part.tab, table.rows[position]) == (tab.workbook, tab.tab.title, row):
                amount = cell_value(value, outlook.context.voice)
                if isinstance(amount, (Decimal, int)):
                    lines.append(Traced(column.titles.in_language(outlook.context.voice.language), Decimal(amount)))
    return lines
