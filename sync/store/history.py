"""Runs in the database: how they are listed, and what each told of itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select
from sqlalchemy.engine import Connection

from sync.store.base import Run, RunMail, RunStatus
from sync.store.codec import pack, unpack
from sync.store.database import outbox, run_details, runs, writes


def load_runs(connection: Connection, limit: int | None, status: RunStatus | None, workbook: str) -> list[Run]:
    """Return the last runs, the latest first, as :meth:`sync.store.store.Store.runs` says."""
    wanted = select(runs).order_by(runs.c.number.desc()).limit(limit)
    if status is not None:
        wanted = wanted.where(runs.c.status == status)
    if workbook:
        # A pattern that fits several files gives each a name of its own, as "timesheets/2026-11.xlsx".
        named = or_(writes.c.workbook == workbook, writes.c.workbook.startswith(f"{workbook}/", autoescape=True))
        wanted = wanted.where(runs.c.run_id.in_(select(writes.c.run_id).where(writes.c.state == "complete", named)))
    return [run_of(row) for row in connection.execute(wanted)]


def run_of(row: Row[Any]) -> Run:
    """Return the run of a row."""
    return Run(
        run_id=row.run_id,
        command=row.command,
        as_of=row.as_of,
        started_at=datetime.fromisoformat(row.started_at),
        status=row.status,
        finished_at=None if row.finished_at is None else datetime.fromisoformat(row.finished_at),
        summary=None if row.summary is None else unpack(row.summary),
    )


def save_details(connection: Connection, run_id: str, details: Mapping[str, Any]) -> None:
    """Keep what a run tells of itself."""
    connection.execute(insert(run_details).values(run_id=run_id, data=pack(dict(details))))


def load_details(connection: Connection, run_id: str) -> dict[str, Any] | None:
    """Return what a run told of itself, or None."""
    data = connection.execute(select(run_details.c.data).where(run_details.c.run_id == run_id)).scalar()
    return None if data is None else dict(unpack(data))


def load_mails(connection: Connection, run_id: str) -> list[RunMail]:
    """Return the mails that a run made, in their order."""
    columns = (outbox.c.recipient, outbox.c.subject, outbox.c.state, outbox.c.sent_at)
    found = connection.execute(select(*columns).where(outbox.c.run_id == run_id).order_by(outbox.c.number))
    return [
        RunMail(row.recipient, row.subject, row.state, datetime.fromisoformat(row.sent_at) if row.sent_at else None)
        for row in found
    ]
