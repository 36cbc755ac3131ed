"""Which tables were read and judged at least once: what a first look at old books finds is summed up, not told."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from sync.store.database import first_looks


def load_first_looks(connection: Connection) -> frozenset[str]:
    """Return the names of the tables that had their first look."""
    return frozenset(connection.execute(select(first_looks.c.table_name)).scalars())


def save_first_looks(connection: Connection, run_id: str, tables: Collection[str]) -> None:
    """Note that a run looked at some tables for the first time; those that are known are passed over."""
    new = sorted(set(tables) - load_first_looks(connection))
    if new:
        connection.execute(insert(first_looks), [{"table_name": name, "run_id": run_id} for name in new])
