"""Filling blank spreadsheets from the templates: what staff share for a new office becomes its workbooks.

A service account owns no storage, so it cannot make spreadsheets of its own: staff make blank ones and share them. Each
is filled by one request that is made as a whole or not at all. A spreadsheet that holds anything is never touched, so
after a lost answer it is enough to look: if it is still blank, the request is made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rules.core.message import Voice
from rules.core.rule import Department
from sync.backends.base import Snapshot
from sync.backends.google.address import spreadsheet_id
from sync.backends.google.memo import BookMemo
from sync.backends.google.reading import FIELDS, snapshot_of
from sync.backends.google.template_pages import page_requests
from sync.backends.google.transport import SheetsClient, UncertainError
from templates.content import TabContent
from templates.workbooks import ANY_DAY, blank_tabs


def fill(
    client: SheetsClient,
    location: str,
    department: Department,
    voice: Voice,
    tabs: Sequence[TabContent] | None = None,
    *,
    settings: Mapping[str, object] | None = None,
    office: str = "",
    as_of: date = ANY_DAY,
) -> bool:
    """Fill a spreadsheet with the tabs of a department, if it is blank; leave it as it is if it holds anything.

    Args:
        client: sends the requests: one to look, one to fill.
        location: the spreadsheet's address or id.
        department: the department.
        voice: the office's language and currency.
        tabs: the tabs of staff and what they hold; None for one blank tab per record class.
        settings: setting -> value that stands in the settings tab; the others stay blank.
        office: name of the office, shown above each table.
        as_of: day for which the report tabs are laid out.

    Returns:
        Whether it was blank, and is filled now.

    Raises:
        WorkbookError: where it cannot be read or written.
        KeyError: a tab names a table, or a row a field, that the department does not have.
    """
    contents = blank_tabs(department) if tabs is None else tabs
    identity = spreadsheet_id(location)
    sent = False
    try:
        for attempt in client.attempts():
            with attempt:
                snapshot = snapshot_of(client.get(identity, FIELDS), location)
                if not is_blank(snapshot):
                    # Not blank after we sent everything: it was made, and only the answer was lost.
                    return sent
                requests = page_requests(
                    _memo(snapshot), department, voice, contents, settings=settings, office=office, as_of=as_of
                )
                sent = True
                client.change(identity, requests)
                return True
    except UncertainError as error:
        raise error.meaning from error
    return sent  # pragma: no cover - the last attempt returns or raises


def look(client: SheetsClient, location: str, workbook: str = "") -> Snapshot:
    """Return a spreadsheet as it is.

    Raises:
        WorkbookError: where it cannot be read.
    """
    return snapshot_of(client.get(spreadsheet_id(location), FIELDS), location, workbook=workbook)


def is_blank(snapshot: Snapshot) -> bool:
    """Return whether nothing was ever entered into a spreadsheet: no cell, formula, chart, protection or anchor."""
    nothing_entered = all(
        not any(value not in (None, "") for row in tab.rows for value in row)
        and not (tab.formulas or tab.errors or tab.without_value or tab.merged)
        for tab in snapshot.tabs
    )
    nothing_laid_over = all(
        not (sheet.anchors or sheet.protected or sheet.charts or sheet.look) for sheet in _memo(snapshot).sheets
    )
    return bool(snapshot.tabs) and nothing_entered and nothing_laid_over


def _memo(snapshot: Snapshot) -> BookMemo:
    if not isinstance(snapshot.memo, BookMemo):
        raise TypeError(snapshot.location)
    return snapshot.memo
