"""Reading: every workbook of the office as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from rules.core.finding import Finding, Place
from rules.core.message import format_value
from sync import messages
from sync.backends.base import Snapshot, WorkbookError
from sync.session import Session
from sync.sources import find_sources
from sync.steps.base import Gathered


def read(session: Session, known: Mapping[str, Snapshot] = MappingProxyType({})) -> Gathered:
    """Read every workbook; one that cannot be read never stops the others.

    Args:
        session: the opened office.
        known: workbook name -> what an earlier try of the run read, where it need not be read again.
    """
    found = find_sources(session)
    sources = [source for source in found if not session.only or source.config.name in session.only]
    snapshots: dict[str, Snapshot] = {}
    problems: dict[str, Finding] = {}
    with ThreadPoolExecutor(1) as pool:
        # Reading a workbook mostly leaves Python's lock alone; what comes after it is loaded meanwhile.
        loading = pool.submit(_load_ahead, session)
        for number, source in enumerate(sources):
            session.progress.step("read", number, len(sources))
            if source.name in known:
                snapshots[source.name] = known[source.name]
                continue
            try:
                snapshot = session.backend(source.config).read(source.name, source.location)
                snapshots[source.name] = replace(snapshot, currency=session.office.voice.currency)
            except WorkbookError as error:
                problems[source.name] = workbook_finding(source.name, error)
        loading.result()
    session.progress.step("read", len(sources), len(sources))
    return Gathered(sources, snapshots, problems, [source for source in found if source not in sources])


def _load_ahead(session: Session) -> None:
    """Load what the steps after reading need: the rules, the mail templates, the forms of numbers and dates."""
    from sync.alerts.mail import load_templates  # noqa: PLC0415  (while a workbook is read)

    session.departments()
    load_templates()
    format_value(Decimal(0), "money", session.office.voice)
    format_value(session.as_of, "date", session.office.voice)


def workbook_finding(workbook: str, error: WorkbookError) -> Finding:
    """Return what an error about a workbook means for people."""
    message = messages.BY_CODE.get(error.code, messages.UNREADABLE)
    fields = {"detail": "", "who": "", "location": workbook, **error.fields}
    return Finding(message, Place(workbook), "", (workbook,), fields)
