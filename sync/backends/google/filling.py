"""Filling blank spreadsheets from the templates: what staff share for a new office becomes its workbooks.

A service account owns no storage, so it cannot make spreadsheets of its own: staff make blank ones and share them. Each
is filled by one request that is made as a whole or not at all. A spreadsheet that holds anything is never touched, so
after a lost answer it is enough to look: if it is still blank, the request is made again.

Tables that are brought along may be larger than a request ought to be. Then the first request makes everything but
the rows that do not fit, and a mark that says how many requests were made; each that follows brings rows and moves the
mark, and the last takes it away. So it is known after an interruption at any point which request comes next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from rules.core.message import Voice
from rules.core.rule import Department
from sync.backends.base import Snapshot
from sync.backends.google import changes
from sync.backends.google.address import spreadsheet_id
from sync.backends.google.memo import BookMemo, SheetMemo
from sync.backends.google.reading import FIELDS, snapshot_of
from sync.backends.google.template_pages import page_requests
from sync.backends.google.transport import SheetsClient, UncertainError
from sync.backends.google.values import LIMIT, compact
from templates.content import TabContent
from templates.workbooks import ANY_DAY, blank_tabs

Json = dict[str, Any]

_MARK: Final = "filling:"
"""What the mark of a spreadsheet that is being filled begins with; the number of requests made follows."""
_ROOM: Final = 1_000
"""Bytes of a request around its parts, the mark among them."""


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
    limit: int = LIMIT,
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
        limit: bytes of one request; a larger spreadsheet is filled by several, with a look before each.

    Returns:
        Whether it was blank, or filled in part by the same call before, and is filled now.

    Raises:
        WorkbookError: where it cannot be read or written.
        KeyError: a tab names a table, or a row a field, that the department does not have.
    """
    contents = blank_tabs(department) if tabs is None else tabs
    identity = spreadsheet_id(location)
    sent = False
    parts: list[list[Json]] = []

    def go_on() -> bool:
        """Look, and send what comes next, until nothing does."""
        nonlocal sent, parts
        while True:
            snapshot = snapshot_of(client.get(identity, FIELDS), location)
            progress = _progress(snapshot)
            if progress is None:
                # Not blank after we sent everything: it was made, and only the answer was lost.
                return sent
            if not parts:
                memo = _memo_while_blank(snapshot, progress)
                requests = page_requests(
                    memo, department, voice, contents, settings=settings, office=office, as_of=as_of
                )
                parts = portions(requests, limit)
            sent = True
            client.change(identity, [*parts[progress.made], *_marking(progress, len(parts))])
            if progress.made + 1 == len(parts):
                return True

    try:
        for attempt in client.attempts():
            with attempt:
                return go_on()
    except UncertainError as error:
        raise error.meaning from error
    return sent  # pragma: no cover - the last attempt returns or raises


def portions(requests: Sequence[Json], limit: int) -> list[list[Json]]:
    """Return the requests that fill a spreadsheet, in as few parts as the limit allows; the first makes all tabs.

    Only rows of cells are parted from the rest; a part that holds more than one row stays below the limit.
    """
    rest = [request for request in requests if "updateCells" not in request]
    parts, used = [rest], len(compact(rest)) + _ROOM
    for request in requests:
        if "updateCells" not in request:
            continue
        cells = request["updateCells"]
        start, first = cells["start"], 0
        used += len(compact({**cells, "rows": []})) + _ROOM
        for index, row in enumerate(cells["rows"]):
            size = len(compact(row)) + 1
            if used + size > limit and (index > first or parts[-1]):
                parts[-1] += _rows(cells, start, first, index)
                parts.append([])
                first, used = index, 2 * _ROOM
            used += size
        parts[-1] += _rows(cells, start, first, len(cells["rows"]))
    return parts


def _rows(cells: Json, start: Json, first: int, end: int) -> list[Json]:
    if first == end:
        return []
    begin = {**start, "rowIndex": start["rowIndex"] + first}
    return [{"updateCells": {**cells, "start": begin, "rows": cells["rows"][first:end]}}]


class _Progress(NamedTuple):
    """How far a spreadsheet is filled: how many requests were made, and the sheet that says so."""

    made: int
    sheet: SheetMemo


def _progress(snapshot: Snapshot) -> _Progress | None:
    """Return how far a spreadsheet is filled; None where it is not, or no longer, to be filled."""
    sheets = _memo(snapshot).sheets
    for sheet in sheets:
        if sheet.look.startswith(_MARK):
            return _Progress(int(sheet.look.removeprefix(_MARK)), sheet)
    return _Progress(0, sheets[0]) if is_blank(snapshot) else None


def _memo_while_blank(snapshot: Snapshot, progress: _Progress) -> BookMemo:
    """Return what reading learnt of a spreadsheet without the sheets that were made since, whose ids follow from it."""
    memo = _memo(snapshot)
    return replace(memo, sheets=(progress.sheet,)) if progress.made else memo


def _marking(progress: _Progress, parts: int) -> list[Json]:
    """Return the requests that let the sheet say how many requests were made, while there are more to come."""
    made, sheet = progress.made + 1, progress.sheet
    before = [changes.forget(sheet.look_id)] if sheet.look_id is not None else []
    after = [changes.metadata({"sheetId": sheet.sheet_id}, f"{_MARK}{made}")] if made < parts else []
    return [*before, *after]


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
