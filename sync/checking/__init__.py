"""Checking an office before the first run: one line for each thing that has to be right, with its fix."""

from __future__ import annotations

from sync import steps
from sync.checking.books import headers, probe, settings, workbooks
from sync.checking.files import disk, secrets, state, workbook_files
from sync.checking.outside import heartbeat, mail
from sync.checking.runs import runs, schedule
from sync.results import CheckLine
from sync.session import Session

__all__ = ["check"]


def check(session: Session) -> list[CheckLine]:
    """Return one line for each thing that has to be right, from the settings to the schedule; nothing is changed."""
    gathered = steps.read(session)
    probes = probe(session, gathered)
    return [
        settings(session),
        *workbooks(session, gathered, probes),
        *headers(session, gathered, probes),
        *workbook_files(session, gathered),
        *state(session),
        *disk(session),
        *secrets(session),
        *mail(session),
        *runs(session),
        *schedule(session),
        *heartbeat(session),
    ]
