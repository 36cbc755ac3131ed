"""What is remembered between runs: runs, the journal of cells, alerts, the outbox, frozen periods, the audit chain.

:func:`open_store` is the way in. SQLAlchemy is loaded when a store is opened, not before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sync.store.audit_chain import Entry, Fault, Head, Verdict
from sync.store.base import (
    EVERY_TABLE,
    JobMark,
    NewerStateError,
    Run,
    RunAccount,
    RunMail,
    StateError,
    Structure,
    UnreadableStateError,
    Write,
)

if TYPE_CHECKING:
    from sync.store.store import Store

__all__ = [
    "EVERY_TABLE",
    "Entry",
    "Fault",
    "Head",
    "JobMark",
    "NewerStateError",
    "Run",
    "RunAccount",
    "RunMail",
    "StateError",
    "Structure",
    "UnreadableStateError",
    "Verdict",
    "Write",
    "open_store",
]


def open_store(where: Path | str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Store:
    """Open the state of an office, and make it where there is none.

    Args:
        where: path of the SQLite file, whose folder is made with mode 0700; or, as text with ``://``, the address of
            another database.
        now: the clock of the audit chain, with its zone.

    Raises:
        NewerStateError: where a newer version of Sheetkeeper wrote it.
        UnreadableStateError: where it is no such state, or cannot be reached.
    """
    from sync.store.database import connect  # noqa: PLC0415  (SQLAlchemy: loaded when a store is opened)
    from sync.store.store import Store  # noqa: PLC0415  (the same)

    return Store(connect(where), now)
