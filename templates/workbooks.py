"""Workbooks made from a department alone: its tables, settings, reports and alerts, as a new .xlsx file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook

from rules.core.message import Voice
from rules.core.owned import ALERTS, SETTINGS, owned
from rules.core.record import Layout, Record, columns_of
from rules.core.rule import Department
from templates.content import TabContent
from templates.owned_tabs import empty_reports, write_alerts_tab, write_report_tab, write_settings_tab
from templates.staff_tabs import owned_headers, write_staff_tab
from templates.styles import Styler

BLANK_ROWS: Final = 25
"""Prepared rows of a tab without content."""

ANY_DAY: Final = date(2026, 1, 1)
"""Reports over empty books hold no figures, so the day only picks the months that they list."""


def build_workbook(
    path: Path,
    department: Department,
    voice: Voice,
    tabs: Sequence[TabContent] | None = None,
    *,
    settings: Mapping[str, object] | None = None,
    office: str = "",
    as_of: date = ANY_DAY,
) -> None:
    """Write a new workbook for a department; an existing file of that name is replaced as a whole.

    Args:
        path: where to write it.
        department: the department, from which all titles, choices, formats and notes are derived.
        voice: the office's language and currency.
        tabs: the tabs to be made and what they hold, in their order; None for one blank tab per record class.
        settings: setting -> value that stands in the settings tab; the others stay blank, which means their default.
        office: name of the office, shown above each table.
        as_of: day for which the report tabs are laid out.

    Raises:
        KeyError: a tab names a table, or a row a field, that the department does not have.
    """
    contents = blank_tabs(department) if tabs is None else tuple(tabs)
    workbook = make_workbook(department, voice, contents, settings=settings or {}, office=office, as_of=as_of)
    _save(workbook, path)


def blank_tabs(department: Department) -> tuple[TabContent, ...]:
    """Return one tab without rows for each record class of a department."""
    return tuple(TabContent(record.table.name, blank_rows=BLANK_ROWS) for record in department.records)


def example_tabs(department: Department) -> tuple[TabContent, ...]:
    """Return one tab for each record class with its example rows, which together are books without a fault.

    Whoever likes to see how a row is filled in starts from these; they are deleted like any other. A new office
    gets blank tabs, since an example that is left behind would be taken for data.
    """
    return tuple(
        TabContent(record.table.name, rows, blank_rows=BLANK_ROWS - len(rows))
        for record, rows in ((record, example_rows(record)) for record in department.records)
    )


def example_rows(record: type[Record]) -> tuple[dict[str, object], ...]:
    """Return the example rows of a table.

    The first is made from the examples of its columns, others are blank; the further ones say in what they differ.
    """
    first = {column.name: column.example for column in columns_of(record) if column.example is not None}
    return (first, *({**first, **row} for row in record.further_examples))


def make_workbook(
    department: Department,
    voice: Voice,
    tabs: Sequence[TabContent],
    *,
    settings: Mapping[str, object],
    office: str,
    as_of: date = ANY_DAY,
    styler: Styler | None = None,
) -> Any:
    """Return the workbook that :func:`build_workbook` writes; a ``styler`` of one's own learns how its cells look."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styler = styler or Styler()
    language = voice.language
    records = {record.table.name: record for record in department.all_layouts()}
    for tab in tabs:
        record = records[tab.table]
        sheet = workbook.create_sheet(tab.title or canonical(record).table.titles.in_language(language))
        write_staff_tab(sheet, record, tab, owned_headers(department, record, language), voice, office, styler)
    if department.settings is not None:
        sheet = workbook.create_sheet(SETTINGS.in_language(language))
        write_settings_tab(sheet, department.settings, settings, voice, styler)
    for report in empty_reports(department, as_of, voice):
        write_report_tab(workbook.create_sheet(owned(report.titles, language)), report, voice, styler)
    write_alerts_tab(workbook.create_sheet(owned(ALERTS, language)), voice, styler)
    workbook.properties.creator = "Sheetkeeper"
    workbook.properties.title = office or department.titles.in_language(language)
    return workbook


def canonical(record: type[Record]) -> type[Record]:
    """Return the record class that a layout unfolds into; any other record class itself."""
    return record.layout_of if issubclass(record, Layout) else record


def _save(workbook: Any, path: Path) -> None:
    """Write beside the target and move into place, so that nobody sees half a workbook."""
    handle, name = tempfile.mkstemp(suffix=".xlsx", prefix=".new-", dir=path.parent)
    temporary = Path(name)
    try:
        os.close(handle)
        workbook.save(temporary)
        # A temporary file is private to its maker; the workbook gets the rights of any new file in its folder.
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
