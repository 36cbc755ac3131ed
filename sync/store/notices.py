"""Alerts and the outbox in the database."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.engine import Connection

from sync.alerts.base import OutgoingMail, PendingMail
from sync.alerts.lifecycle import Alert
from sync.store.codec import alert_from_document, alert_to_document, pack, unpack
from sync.store.database import alerts, outbox

_ERROR_LENGTH: Final = 500


def save_alerts(connection: Connection, run_id: str, changed: Iterable[Alert]) -> None:
    """Add alerts, or replace those of the same id where anything in them differs."""
    stored = {row.alert_id: row.data for row in connection.execute(select(alerts.c.alert_id, alerts.c.data))}
    new: list[dict[str, Any]] = []
    replaced: list[dict[str, Any]] = []
    for alert in {alert.id: alert for alert in changed}.values():
        row = {
            "status": alert.status,
            "resolved_on": alert.resolved_on,
            "last_seen": alert.last_seen,
            "run_id": run_id,
            "data": pack(alert_to_document(alert)),
        }
        if alert.id not in stored:
            new.append(row | {"alert_id": alert.id})
        elif row["data"] != stored[alert.id]:
            replaced.append(row | {"same_id": alert.id})
    if new:
        connection.execute(insert(alerts), new)
    if replaced:
        connection.execute(update(alerts).where(alerts.c.alert_id == bindparam("same_id")), replaced)


def load_alerts(connection: Connection) -> dict[str, Alert]:
    """Return all alerts by id."""
    rows = connection.execute(select(alerts.c.alert_id, alerts.c.data).order_by(alerts.c.alert_id))
    return {alert_id: alert_from_document(unpack(data)) for alert_id, data in rows}


def save_mails(connection: Connection, run_id: str, mails: Iterable[OutgoingMail]) -> None:
    """Add mails to the outbox; one whose Message-ID is there already is passed over."""
    by_id = {mail.message_id: mail for mail in mails}
    present = set(connection.execute(select(outbox.c.message_id).where(outbox.c.message_id.in_(by_id))).scalars().all())
    rows = [
        {
            "message_id": mail.message_id,
            "run_id": run_id,
            "recipient": mail.to,
            "subject": mail.subject,
            "date": mail.date.isoformat(),
            "mime": zlib.compress(mail.mime),
            "state": "pending",
            "tries": 0,
            "error": "",
        }
        for mail in by_id.values()
        if mail.message_id not in present
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def load_pending(connection: Connection) -> list[PendingMail]:
    """Return the mails that were not delivered yet, oldest first."""
    rows = connection.execute(select(outbox).where(outbox.c.state == "pending").order_by(outbox.c.number)).mappings()
    return [
        PendingMail(
            OutgoingMail(
                message_id=row["message_id"],
                to=row["recipient"],
                subject=row["subject"],
                date=datetime.fromisoformat(row["date"]),
                mime=zlib.decompress(row["mime"]),
            ),
            run_id=row["run_id"],
            tries=row["tries"],
            error=row["error"],
        )
        for row in rows
    ]


def mark_sent(connection: Connection, message_id: str, at: datetime) -> None:
    """Note that a mail was delivered."""
    connection.execute(
        update(outbox)
        .where(outbox.c.message_id == message_id, outbox.c.state == "pending")
        .values(state="sent", sent_on=at.date(), sent_at=at.isoformat(), error="")
    )


def mark_failed(connection: Connection, message_id: str, error: str) -> None:
    """Note that delivering a mail failed; it stays pending."""
    connection.execute(
        update(outbox)
        .where(outbox.c.message_id == message_id, outbox.c.state == "pending")
        .values(tries=outbox.c.tries + 1, error=error[:_ERROR_LENGTH])
    )


def prune_notices(connection: Connection, limit: date) -> None:
    """Forget what ended before ``limit``: resolved alerts, those that never became one, and mails that were sent."""
    connection.execute(delete(alerts).where(alerts.c.status == "resolved", alerts.c.resolved_on < limit))
    connection.execute(
        delete(alerts).where(
            alerts.c.status == "waiting", or_(alerts.c.last_seen.is_(None), alerts.c.last_seen < limit)
        )
    )
    connection.execute(delete(outbox).where(outbox.c.state == "sent", outbox.c.sent_on < limit))
