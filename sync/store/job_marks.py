"""What is remembered of the jobs of the schedule: up to when each was served, and how that ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Row

from sync.store.base import JobMark
from sync.store.database import jobs


def load_marks(connection: Connection) -> dict[str, JobMark]:
    """Return every job by name."""
    return {row.job: _mark(row) for row in connection.execute(select(jobs).order_by(jobs.c.job))}


def save_marks(connection: Connection, served: Mapping[str, datetime]) -> None:
    """Note up to when each job is served, and forget the jobs that are not among them."""
    known = set(connection.execute(select(jobs.c.job)).scalars())
    for name in sorted(known - served.keys()):
        connection.execute(delete(jobs).where(jobs.c.job == name))
    for name, moment in served.items():
        values = {"served": moment.isoformat()}
        if name in known:
            connection.execute(update(jobs).where(jobs.c.job == name).values(values))
        else:
            connection.execute(insert(jobs).values(job=name, outcome="", **values))


def save_outcome(connection: Connection, mark: JobMark) -> None:
    """Note how the last run of a job ended; when it last ended well stays known where this one did not."""
    known = connection.execute(select(jobs).where(jobs.c.job == mark.job)).first()
    succeeded = mark.succeeded_at.isoformat() if mark.succeeded_at else known.succeeded_at if known else None
    connection.execute(delete(jobs).where(jobs.c.job == mark.job))
    connection.execute(
        insert(jobs).values(
            job=mark.job,
            served=mark.served.isoformat(),
            outcome=mark.outcome,
            ended_at=mark.ended_at.isoformat() if mark.ended_at else None,
            succeeded_at=succeeded,
        )
    )


def _mark(row: Row[Any]) -> JobMark:
    return JobMark(row.job, _moment(row.served), row.outcome, _optional(row.ended_at), _optional(row.succeeded_at))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _optional(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)
