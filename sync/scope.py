"""Runs for a part of an office: which workbooks must be read together, so that no department is judged by half."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from rules.core.rule import Department
from sync.config import WorkbookConfig
from sync.session import Session
from sync.sources import departments_of


def limited(session: Session, names: Collection[str]) -> Session:
    """Return the session for a run that looks at some workbooks or departments only.

    The first run of an office looks at all of it, so that old books are summed up once.

    Args:
        session: the opened office.
        names: names of workbooks or departments; empty for the whole office.
    """
    if not names or session.store.last_run() is None:
        return session
    return replace(session, only=scope(session.office.workbooks, session.departments(), names))


def scope(
    workbooks: Sequence[WorkbookConfig], departments: Sequence[Department], names: Collection[str]
) -> frozenset[str]:
    """Return the workbooks that a run for some names has to read; empty for all of them.

    A department needs all the workbooks that hold its tables. Where the settings do not say what a workbook holds, it
    might hold anything: it is read along, and where it is itself asked for, everything is.
    """
    held = {workbook.name: frozenset(departments_of(workbook, departments)) for workbook in workbooks}
    chosen = {name for name, departments_held in held.items() if name in names or departments_held & set(names)}
    while True:
        wanted = {department for name in chosen for department in held[name]}
        wider = chosen | {name for name, departments_held in held.items() if departments_held & wanted}
        if wider == chosen:
            break
        chosen = wider
    unclear = {name for name, departments_held in held.items() if not departments_held}
    if not chosen or chosen & unclear or chosen | unclear == held.keys():
        return frozenset()
    return frozenset(chosen | unclear)
