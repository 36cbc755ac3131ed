"""What is remembered between runs: runs, the journal of cells, alerts, the outbox, frozen periods.

:func:`open_store` is the way in. SQLAlchemy is loaded when a store is opened, not before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sync.store.base import (
    EVERY_TABLE,
    JobMark,
    NewerStateError,
    Run,
    StateError,
    Structure,
    UnreadableStateError,
    Write,
)

if TYPE_CHECKING:
    from sync.store.store import Store

__all__ = [
    "EVERY_TABLE",
    "JobMark",
    "NewerStateError",
    "Run",
    "StateError",
    "Structure",
    "UnreadableStateError",
    "Write",
    "open_store",
]


def open_store(where: Path | str) -> Store:
    """Open the state of an office, and make it where there is none.

    Args:
        where: path of the SQLite file, whose folder is made with mode 0700; or, as text with ``://``, the address of
            another database.

    Raises:
        NewerStateError: where a newer version of Sheetkeeper wrote it.
        UnreadableStateError: where it is no such state, or cannot be reached.
    """
    from sync.store.database import connect  # noqa: PLC0415  (SQLAlchemy: loaded when a store is opened)
    from sync.store.store import Store  # noqa: PLC0415  (the same)

    return Store(connect(where))
