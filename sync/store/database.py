"""The database: its tables, how a connection is made safe, and the check of its version."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    Column,
    Date,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, DBAPIError

from sync.store.base import EVERY_TABLE, NewerStateError, UnreadableStateError

SCHEMA_VERSION: Final = 5

_BUSY_TIMEOUT: Final = 10_000
# Milliseconds that a command waits for another one's transaction, which never takes more than a moment.

metadata = MetaData()

schema = Table("schema_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("run_id", String(40), nullable=False, unique=True),
    Column("command", String(40), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("started_at", String(40), nullable=False),
    Column("status", String(10), nullable=False),
    Column("finished_at", String(40)),
    Column("summary", LargeBinary),
)

writes = Table(
    "writes",
    metadata,
    Column("write_id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.run_id"), nullable=False, index=True),
    Column("workbook", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("cells", Integer, nullable=False),
    Column("structure", LargeBinary, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("write_id", ForeignKey("writes.write_id"), primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("tab", Text, nullable=False),
    Column("sheet_column", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("cells", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

holds = Table(
    "holds", metadata, Column("workbook", String(255), primary_key=True), Column("run_id", String(40), nullable=False)
)

digests = Table(
    "digests",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("digest", Text, nullable=False),
    Column("outcome", LargeBinary, nullable=False),
)

frozen = Table(
    "frozen",
    metadata,
    Column("table_name", String(100), primary_key=True),
    Column("through", Date, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", String(20), primary_key=True),
    Column("status", String(10), nullable=False),
    Column("resolved_on", Date),
    Column("last_seen", Date),
    Column("run_id", String(40), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("message_id", String(255), nullable=False, unique=True),
    Column("run_id", String(40), nullable=False),
    Column("recipient", String(320), nullable=False),
    Column("subject", Text, nullable=False),
    Column("date", String(40), nullable=False),
    Column("mime", LargeBinary, nullable=False),
    Column("state", String(10), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("sent_on", Date),
    Column("sent_at", String(40)),
    Column("urgent", Integer, nullable=False, server_default="0"),
    Column("code", String(10), nullable=False, server_default=""),
    Column("failed_at", String(40)),
    Column("next_try", String(40)),
    Index("outbox_state", "state"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("job", Text, primary_key=True),
    Column("served", String(40), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("ended_at", String(40)),
    Column("succeeded_at", String(40)),
)

run_details = Table(
    "run_details",
    metadata,
    Column("run_id", ForeignKey("runs.run_id"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("subject", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("audit_kind_subject", "kind", "subject"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

first_looks = Table(
    "first_looks",
    metadata,
    Column("table_name", String(100), primary_key=True),
    Column("run_id", String(40), nullable=False),
)


def _add_jobs(connection: Connection) -> None:
    jobs.create(connection)


def _add_tries(connection: Connection) -> None:
    for column in (
        "urgent INTEGER DEFAULT 0 NOT NULL",
        "code VARCHAR(10) DEFAULT '' NOT NULL",
        "failed_at VARCHAR(40)",
        "next_try VARCHAR(40)",
    ):
        connection.exec_driver_sql(f"ALTER TABLE outbox ADD COLUMN {column}")


def _add_audit(connection: Connection) -> None:
    for table in (run_details, audit, audit_head):
        table.create(connection)


def _add_first_looks(connection: Connection) -> None:
    """Add the table. Where runs were made before, every table counts as seen: what is new there is told as ever."""
    first_looks.create(connection)
    done = select(runs.c.run_id).where(runs.c.status.in_(("ok", "partial"))).order_by(runs.c.number).limit(1)
    if (run_id := connection.execute(done).scalar()) is not None:
        connection.execute(insert(first_looks).values(table_name=EVERY_TABLE, run_id=run_id))


_STEPS: Final[Mapping[int, Callable[[Connection], None]]] = {
    2: _add_jobs,
    3: _add_tries,
    4: _add_audit,
    5: _add_first_looks,
}
# Version -> what takes a state of the version before to it.


def connect(where: Path | str) -> Engine:
    """Return an engine whose database has our tables; see :func:`sync.store.open_store`."""
    engine = _server_engine(where) if isinstance(where, str) and "://" in where else _sqlite_engine(Path(where))
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            _check_version(connection)
    except (DBAPIError, OSError) as error:
        engine.dispose()
        shown = engine.url.render_as_string(hide_password=True)
        raise UnreadableStateError(f"the state at {shown} cannot be opened: {error.__cause__ or error}") from error
    except NewerStateError:
        engine.dispose()
        raise
    return engine


def _server_engine(address: str) -> Engine:
    """Return an engine on the database of an address, such as one on a PostgreSQL server."""
    try:
        return create_engine(address, hide_parameters=True)
    except (ArgumentError, ImportError) as error:  # an address that makes no sense, or a driver that is missing
        raise UnreadableStateError(f"the state cannot be opened: {error}") from error


def _sqlite_engine(path: Path) -> Engine:
    """Return an engine on a SQLite file that nobody else can read."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        # Made with its mode before SQLite opens it; the log beside it takes the same mode.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise UnreadableStateError(f"the state at {path} cannot be opened: {error.strerror}") from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: Any, _record: object) -> None:
    # The driver's own transactions begin too late, with the first change: _begin does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_BUSY_TIMEOUT}",
        "journal_mode=WAL",
        "synchronous=FULL",  # a journal entry must outlast a power cut before the workbook is touched
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that will write takes the lock at once: it waits for its turn instead of failing half way.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _check_version(connection: Connection) -> None:
    """Make the tables where there are none, bring older ones up to date, and refuse those of a newer version.

    All in one transaction: a state is of one version or of the other.
    """
    schema.create(connection, checkfirst=True)
    version = connection.execute(select(schema.c.version)).scalar()
    if version is None:
        metadata.create_all(connection)
        connection.execute(insert(schema).values(version=SCHEMA_VERSION))
    elif version > SCHEMA_VERSION:
        raise NewerStateError(version, SCHEMA_VERSION)
    elif version < SCHEMA_VERSION:
        for number in range(version + 1, SCHEMA_VERSION + 1):
            _STEPS[number](connection)
        connection.execute(update(schema).values(version=SCHEMA_VERSION))
