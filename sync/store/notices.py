"""Alerts and the outbox in the database."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import RowMapping, bindparam, delete, insert, or_, select, update
from sqlalchemy.engine import Connection

from sync.alerts.base import Failure, OutgoingMail, PendingMail
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
            "urgent": int(mail.urgent),
        }
        for mail in by_id.values()
        if mail.message_id not in present
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def load_waiting(connection: Connection, state: str) -> list[PendingMail]:
    """Return the mails that are ``"pending"``, or those that are ``"dead"``, oldest first."""
    rows = connection.execute(select(outbox).where(outbox.c.state == state).order_by(outbox.c.number)).mappings()
    return [_waiting(row) for row in rows]


def _waiting(row: RowMapping) -> PendingMail:
    return PendingMail(
        OutgoingMail(
            message_id=row["message_id"],
            to=row["recipient"],
            subject=row["subject"],
            date=datetime.fromisoformat(row["date"]),
            mime=zlib.decompress(row["mime"]),
            urgent=bool(row["urgent"]),
        ),
        run_id=row["run_id"],
        number=row["number"],
        tries=row["tries"],
        code=row["code"],
        error=row["error"],
        failed_at=_moment(row["failed_at"]),
        next_try=_moment(row["next_try"]),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def load_sent(connection: Connection, moment: datetime) -> list[datetime]:
    """Return when mails were delivered since a moment."""
    # Days are those of the zone in which a mail was sent, moments are compared as such.
    days = outbox.c.sent_on >= moment.date() - timedelta(days=1)
    found = connection.execute(select(outbox.c.sent_at).where(outbox.c.state == "sent", days)).scalars()
    return [at for at in map(datetime.fromisoformat, found) if at >= moment]


def mark_sent(connection: Connection, message_id: str, at: datetime) -> None:
    """Note that a mail was delivered."""
    connection.execute(
        update(outbox)
        .where(outbox.c.message_id == message_id, outbox.c.state == "pending")
        .values(state="sent", sent_on=at.date(), sent_at=at.isoformat(), error="", code="", next_try=None)
    )


def mark_failed(connection: Connection, failures: Collection[Failure]) -> None:
    """Note that mails could not be delivered: they stay pending until their next try, or are dead without one."""
    rows = [
        {
            "same_id": one.message_id,
            "tries": one.tries,
            "code": one.code,
            "error": one.error[:_ERROR_LENGTH],
            "failed_at": one.at.astimezone(UTC).isoformat(),
            "next_try": None if one.next_try is None else one.next_try.astimezone(UTC).isoformat(),
            "state": "dead" if one.next_try is None else "pending",
        }
        for one in failures
    ]
    if rows:
        connection.execute(
            update(outbox).where(outbox.c.message_id == bindparam("same_id"), outbox.c.state == "pending"), rows
        )


def revive(connection: Connection, numbers: Collection[int]) -> list[int]:
    """Let mails that were given up be tried again at once; return the numbers of those that there were."""
    dead = (outbox.c.state == "dead") & outbox.c.number.in_(numbers)
    found = list(connection.execute(select(outbox.c.number).where(dead).order_by(outbox.c.number)).scalars())
    connection.execute(update(outbox).where(dead).values(state="pending", tries=0, code="", next_try=None))
    return found


def hurry(connection: Connection) -> None:
    """Let every mail that waits for its next try be tried at once."""
    connection.execute(update(outbox).where(outbox.c.state == "pending").values(next_try=None))


def discard(connection: Connection, numbers: Collection[int], at: datetime) -> list[int]:
    """Note that mails that were given up are wanted no more; return the numbers of those that there were."""
    dead = (outbox.c.state == "dead") & outbox.c.number.in_(numbers)
    found = list(connection.execute(select(outbox.c.number).where(dead).order_by(outbox.c.number)).scalars())
    connection.execute(update(outbox).where(dead).values(state="discarded", sent_on=at.date()))
    return found


def prune_notices(connection: Connection, limit: date) -> None:
    """Forget what ended before ``limit``: resolved alerts, those that never became one, mails done with."""
    connection.execute(delete(alerts).where(alerts.c.status == "resolved", alerts.c.resolved_on < limit))
    connection.execute(
        delete(alerts).where(
            alerts.c.status == "waiting", or_(alerts.c.last_seen.is_(None), alerts.c.last_seen < limit)
        )
    )
    connection.execute(delete(outbox).where(outbox.c.state.in_(("sent", "discarded")), outbox.c.sent_on < limit))
