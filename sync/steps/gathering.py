"""Reading: every workbook of the office as it is now."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from rules.core.finding import Finding, Place
from sync import messages
from sync.backends.base import Snapshot, WorkbookError
from sync.session import Session
from sync.sources import find_sources
from sync.steps.base import Gathered


def read(session: Session) -> Gathered:
    """Read every workbook; one that cannot be read never stops the others."""
    found = find_sources(session)
    sources = [source for source in found if not session.only or source.config.name in session.only]
    snapshots: dict[str, Snapshot] = {}
    problems: dict[str, Finding] = {}
    with ThreadPoolExecutor(1) as pool:
        # Reading a workbook mostly leaves Python's lock alone; meanwhile the rules are loaded, which takes as long.
        loading = pool.submit(session.departments)
        for number, source in enumerate(sources):
            session.progress.step("read", number, len(sources))
            try:
                snapshots[source.name] = session.backend(source.config).read(source.name, source.location)
            except WorkbookError as error:
                problems[source.name] = workbook_finding(source.name, error)
        loading.result()
    session.progress.step("read", len(sources), len(sources))
    return Gathered(sources, snapshots, problems, [source for source in found if source not in sources])


def workbook_finding(workbook: str, error: WorkbookError) -> Finding:
    """Return what an error about a workbook means for people."""
    message = messages.BY_CODE.get(error.code, messages.UNREADABLE)
    fields = {"detail": "", "who": "", "location": workbook, **error.fields}
    return Finding(message, Place(workbook), "", (workbook,), fields)
