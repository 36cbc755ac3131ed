"""Explaining a cell of a report: which report it is, which table of it, and from which rows it is computed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rules.core.finding import column_letters
from rules.core.message import Voice, render
from rules.core.owned import owned
from rules.core.record import Record
from rules.core.report import Report
from rules.core.report_layout import COVERAGE, PlacedBlock, ReportLayout, layout
from rules.core.rule import Explanation
from rules.core.table import Coverage, Table
from rules.core.text import Text, fold_header
from rules.core.trace import Traced
from sync.steps.base import Outlook

REPORT = Text(vi="Báo cáo", en="Report")
PART = Text(vi="Phần", en="Part")
BASED_ON = Text(vi="Số liệu", en="Data")
ROW = Text(vi="Dòng", en="Row")
COMPUTED_FROM = Text(vi="Tính từ “{table}”", en="Computed from “{table}”")
TABS = Text(vi="{coverage} (trang {tabs:list})", en="{coverage} (tab {tabs:list})")


def explain_report_cell(outlook: Outlook, tab: str, column: int, row: int) -> list[Explanation]:
    """Return what is known of a cell of a report's tab, one explanation for each report of that title.

    Args:
        outlook: the office as it was read and decided.
        tab: title of the tab, with or without the mark of owned tabs, in any language.
        column: column number from 1.
        row: row number.
    """
    reports = [report for placed in outlook.reports.values() for report in placed]
    return [_explain(outlook, report, column, row) for report in reports if _is_titled(report, tab)]


def _is_titled(report: Report, tab: str) -> bool:
    return fold_header(tab) in {fold_header(title) for title in report.titles.all()}


def _explain(outlook: Outlook, report: Report, column: int, row: int) -> Explanation:
    voice = outlook.context.voice
    placed = layout(report, voice)
    block = next((one for one in placed.blocks if one.heading_row <= row <= one.last_row), None)
    header = "" if block is None else _header(block, column, voice)
    heading = f"{owned(report.titles, voice.language)}!{column_letters(column)}{row}" + (
        f" · {header}" if header else ""
    )
    lines = [
        *(_cell(placed, block, column, row, voice) if block is not None else ()),
        statement(REPORT.in_language(voice.language), _joined(report.titles, report.subtitle)),
        statement(BASED_ON.in_language(voice.language), _said(_coverage(report.coverage, voice))),
        *(_part(block, voice) if block is not None else ()),
        *(_input(outlook.reading.books.table(record), voice) for record in report.inputs),
    ]
    return Explanation(_said(heading), tuple(lines))


def _cell(placed: ReportLayout, block: PlacedBlock, column: int, row: int, voice: Voice) -> Iterator[Traced]:
    """Yield what the row is about, and the amount in the cell."""
    if not block.first_row <= row <= block.last_row:
        return
    values: dict[int, Any] = {cell.column: cell.value for cell in placed.cells if cell.row == row}
    if isinstance(values.get(1), str):
        yield statement(ROW.in_language(voice.language), _said(values[1]))
    value = values.get(column)
    if isinstance(value, (Decimal, int)):
        yield Traced(_header(block, column, voice), Decimal(value))


def _header(block: PlacedBlock, column: int, voice: Voice) -> str:
    columns = block.block.columns
    return columns[column - 1].titles.in_language(voice.language) if column <= len(columns) else ""


def _part(block: PlacedBlock, voice: Voice) -> Iterator[Traced]:
    titles, note = block.block.titles, block.block.note
    yield statement(PART.in_language(voice.language), titles if note is None else _joined(titles, note))


def _input(table: Table[Record], voice: Voice) -> Traced:
    """Return how many rows of a table a report is computed from, and where they stand."""
    name = render(COMPUTED_FROM, {"table": table.record.table.titles}, voice)
    coverage = _coverage(table.coverage, voice)
    tabs = list(dict.fromkeys(part.tab for part in table.parts))
    return statement(name, _said(render(TABS, {"coverage": coverage, "tabs": tabs}, voice) if tabs else coverage))


def _coverage(coverage: Coverage, voice: Voice) -> str:
    return render(COVERAGE, {"used": coverage.used, "left_out": coverage.left_out}, voice)


def _joined(first: Text, second: Text) -> Text:
    return Text(vi=f"{first.vi} – {second.vi}", en=f"{first.en} – {second.en}")


def _said(words: str) -> Text:
    """Return words that are in the office's language already."""
    return Text(vi=words, en=words)


def statement(name: str, words: Text) -> Traced:
    """Return a line that says something and counts nothing."""
    return Traced(name, Decimal(0), formula_vi=words.vi, formula_en=words.en, is_statement=True)
