"""Which mails told of a day, delivered or not."""

from __future__ import annotations

import zlib
from datetime import date

from sqlalchemy import select
from sqlalchemy.engine import Connection

from sync.store.base import MailRecord
from sync.store.database import outbox


def load_mails(connection: Connection, day: date) -> list[MailRecord]:
    """Return the mails of all runs that were made for a day, in their order."""
    of_day = outbox.c.run_id.startswith(f"{day:%Y%m%d}-")
    rows = connection.execute(select(outbox).where(of_day).order_by(outbox.c.number)).mappings()
    return [
        MailRecord(
            message_id=row["message_id"],
            to=row["recipient"],
            state=row["state"],
            tries=row["tries"],
            error=row["error"],
            mime=zlib.decompress(row["mime"]),
        )
        for row in rows
    ]
