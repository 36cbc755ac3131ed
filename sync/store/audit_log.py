"""The audit chain in the database: what is entered, in the transaction of what it tells of, and how it is compared."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.engine import Row as Record

from sync.store.audit_chain import ORIGIN, Entry, EntryKind, Fault, Head, Row, seal, unseal
from sync.store.database import audit, audit_head, journal, outbox, runs, writes

_NOTHING: Final = hashlib.sha256().hexdigest()


class Written(NamedTuple):
    """What a run wrote in one workbook: how many times, how many cells, and the digest of it all."""

    writes: int = 0
    cells: int = 0
    digest: str = _NOTHING


def append(connection: Connection, at: datetime, kind: EntryKind, subject: str, facts: Mapping[str, Any]) -> None:
    """Add an entry to the chain, in the transaction of what it tells of."""
    head = load_head(connection, writing=True)
    number, previous = (head.number + 1, head.hash) if head else (1, ORIGIN)
    row = seal(Entry(number, at.isoformat(timespec="seconds"), kind, subject, facts, previous))
    connection.execute(insert(audit).values(row._asdict()))
    values = {"number": row.number, "hash": row.hash}
    if head is None:
        connection.execute(insert(audit_head).values(name=_CHAIN, **values))
    else:
        connection.execute(update(audit_head).values(values))


_CHAIN: Final = "audit"


def load_head(connection: Connection, *, writing: bool = False) -> Head | None:
    """Return the end of the chain as it is remembered beside it; None where there is no entry yet.

    Args:
        connection: the transaction.
        writing: whether an entry is to follow, so that no other may come between.
    """
    wanted = select(audit_head.c.number, audit_head.c.hash)
    row = connection.execute(wanted.with_for_update() if writing else wanted).first()
    return None if row is None else Head(row.number, row.hash)


def load_rows(connection: Connection) -> Iterator[Row]:
    """Return the chain in the order of its numbers."""
    columns = (audit.c.number, audit.c.kind, audit.c.subject, audit.c.line, audit.c.hash)
    for row in connection.execute(select(*columns).order_by(audit.c.number)):
        yield Row(*row)


def note_run(connection: Connection, at: datetime, run_id: str, statuses: Mapping[str, str]) -> None:
    """Enter how a run ended: an entry for each workbook that it looked at or wrote; one where there was none.

    Args:
        connection: the transaction that notes the end of the run.
        at: the moment.
        run_id: the run.
        statuses: workbook -> what became of it.
    """
    run = connection.execute(select(runs.c.command, runs.c.status).where(runs.c.run_id == run_id)).one()
    written = {workbook: one for (_, workbook), one in written_of(connection, run_id).items()}
    for workbook in sorted({*statuses, *written}) or [""]:
        facts = {
            "run": run_id,
            "command": run.command,
            "status": run.status,
            "workbook": statuses.get(workbook, "changed" if workbook in written else ""),
            **written.get(workbook, Written())._asdict(),
        }
        append(connection, at, "run", workbook, facts)


def note_late_write(connection: Connection, at: datetime, write_id: int) -> None:
    """Enter a write of which it turned out only after its run had ended that it had been made."""
    found = connection.execute(
        select(writes.c.run_id, writes.c.workbook, runs.c.status).join(runs).where(writes.c.write_id == write_id)
    ).one()
    if found.status != "running":
        written = {found.workbook: written_of(connection, found.run_id)[found.run_id, found.workbook]}
        facts = {"run": found.run_id, "status": found.status, "workbook": "late", **written[found.workbook]._asdict()}
        append(connection, at, "run", found.workbook, facts)


def note_sent(connection: Connection, at: datetime, message_id: str) -> None:
    """Enter that a mail is delivered, unless it was before."""
    found = connection.execute(
        select(outbox.c.run_id, outbox.c.mime).where(outbox.c.message_id == message_id, outbox.c.state != "sent")
    ).first()
    if found is not None:
        append(connection, at, "mail", message_id, {"run": found.run_id, "digest": _digest_of_mail(found.mime)})


def note_restore(connection: Connection, at: datetime, digest: str, facts: Mapping[str, Any]) -> None:
    """Enter that the state is that of a backup.

    Args:
        connection: the transaction.
        at: the moment at which it was put in place.
        digest: of the database in the backup.
        facts: when the backup was made, its latest run, and the end of the chain that it takes the place of.
    """
    append(connection, at, "restore", digest, facts)


def note_settings(connection: Connection, at: datetime, run_id: str, settings: Mapping[str, str]) -> None:
    """Enter which settings are not what they were when they were last entered.

    Args:
        connection: the transaction.
        at: the moment.
        run_id: the run that works with them.
        settings: file or department -> digest of its settings; empty where staff set none.
    """
    for subject, digest in sorted(settings.items()):
        last = connection.execute(
            select(audit.c.number, audit.c.kind, audit.c.subject, audit.c.line, audit.c.hash)
            .where(audit.c.kind == "settings", audit.c.subject == subject)
            .order_by(audit.c.number.desc())
            .limit(1)
        ).first()
        known = unseal(Row(*last)) if last is not None else None
        if digest != (known.facts.get("digest") if known is not None else ""):
            append(connection, at, "settings", subject, {"run": run_id, "digest": digest})


def written_of(connection: Connection, run_id: str | None = None) -> dict[tuple[str, str], Written]:
    """Return (run, workbook) -> what was written, of one run or of all that are remembered."""
    chosen = [writes.c.state == "complete"]
    if run_id is not None:
        chosen.append(writes.c.run_id == run_id)
    order = (writes.c.run_id, writes.c.workbook, writes.c.write_id, journal.c.block, journal.c.part)
    wanted: Select[Any] = (
        select(writes, journal.c.block, journal.c.part, journal.c.tab, journal.c.sheet_column, journal.c.title)
        .add_columns(journal.c.cells.label("part_cells"), journal.c.data)
        .outerjoin_from(writes, journal)
        .where(*chosen)
        .order_by(*order)
    )
    found = connection.execute(wanted)
    return {
        key: _written(parts) for key, parts in groupby(found, key=lambda part: (str(part.run_id), str(part.workbook)))
    }


def _written(parts: Iterator[Record[Any]]) -> Written:
    """Return what the parts of a journal amount to. Each field is measured, so that none can pass for another."""
    digest = hashlib.sha256()
    count = cells = 0
    for _, of_one in groupby(parts, key=lambda part: int(part.write_id)):
        first = True
        for part in of_one:
            if first:
                count, cells, first = count + 1, cells + part.cells, False
                _add(digest, part.location, part.before, part.after, part.structure)
            if part.data is not None:
                _add(digest, part.block, part.part, part.tab, part.sheet_column, part.title, part.part_cells, part.data)
    return Written(count, cells, digest.hexdigest())


def _add(digest: Any, *values: Any) -> None:
    for value in values:
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode())
        digest.update(data)


def _digest_of_mail(packed: bytes) -> str:
    """Return the digest of a mail as it went out; of what is none any more, that of its remains."""
    try:
        return hashlib.sha256(zlib.decompress(packed)).hexdigest()
    except zlib.error:
        return hashlib.sha256(packed).hexdigest()


def altered_records(connection: Connection) -> Fault | None:
    """Return the first entry whose run, or mail, is no longer what it was when it was entered.

    History that was forgotten in due time, and what is older than the chain, is passed over.
    """
    known = set(connection.execute(select(runs.c.run_id)).scalars())
    written = written_of(connection)
    # What a run wrote is entered again where a write of it was found to be made afterwards: the last entry counts.
    last = {_written_by(entry): entry.number for entry in _entries(connection) if entry.kind == "run"}
    for entry in _entries(connection):
        if entry.kind == "run":
            key = _written_by(entry)
            counts = key[0] in known and last[key] == entry.number
            altered = counts and entry.facts.get("digest") != written.get(key, Written()).digest
        else:
            altered = entry.kind == "mail" and _mail_altered(connection, entry)
        if altered:
            return Fault("records", entry.number, entry)
    return None


def _entries(connection: Connection) -> Iterator[Entry]:
    return (entry for row in load_rows(connection) if (entry := unseal(row)) is not None)


def _written_by(entry: Entry) -> tuple[str, str]:
    return str(entry.facts.get("run")), entry.subject


def _mail_altered(connection: Connection, entry: Entry) -> bool:
    packed = connection.execute(select(outbox.c.mime).where(outbox.c.message_id == entry.subject)).scalar()
    return packed is not None and _digest_of_mail(packed) != entry.facts.get("digest")
