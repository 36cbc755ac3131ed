"""The store: every method is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Self

from sqlalchemy import Engine, Row, delete, insert, select, update
from sqlalchemy.engine import Connection

from sync.alerts.base import Failure, OutgoingMail, PendingMail
from sync.alerts.lifecycle import Alert
from sync.planning.plan import Block, WorkbookPlan
from sync.store import audit_log, history, notices
from sync.store.audit_chain import Head, Verdict, compare_with_mailed, verify
from sync.store.base import NO_ACCOUNT, JobMark, MailRecord, Run, RunAccount, RunMail, RunStatus, Write
from sync.store.cell_journal import load_blocks, pack_structure, save_blocks, structure_of, unpack_structure
from sync.store.codec import pack, unpack
from sync.store.database import digests, frozen, holds, journal, run_details, runs, writes
from sync.store.first_looks import load_first_looks, save_first_looks
from sync.store.job_marks import load_marks, save_marks, save_outcome
from sync.store.told import load_mails

KEEP_DAYS: Final = 400
"""Days for which history is kept: a year, and time to look back on it."""

_OFFICE: Final = "office"


class Store:
    """Everything remembered between runs. Made by :func:`sync.store.open_store`; use as a context manager, or close."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection

    # Runs

    def next_run_id(self, as_of: date) -> str:
        """Return the name of the next run of a day: ``"20261120-0001"`` is the first."""
        prefix = f"{as_of:%Y%m%d}-"
        with self._reading() as connection:
            known = connection.execute(select(runs.c.run_id).where(runs.c.run_id.startswith(prefix))).scalars()
            last = max((int(run_id.removeprefix(prefix)) for run_id in known), default=0)
        return f"{prefix}{last + 1:04d}"

    def begin_run(
        self, run_id: str, command: str, as_of: date, started_at: datetime, settings: Mapping[str, str] | None = None
    ) -> None:
        """Note that a run begins.

        Args:
            run_id: its name.
            command: the command that makes it.
            as_of: the day for which it is made.
            started_at: the moment.
            settings: file -> digest of the settings with which it works; a change is entered in the audit chain.
        """
        with self._writing() as connection:
            connection.execute(
                insert(runs).values(
                    run_id=run_id, command=command, as_of=as_of, started_at=started_at.isoformat(), status="running"
                )
            )
            audit_log.note_settings(connection, started_at, run_id, settings or {})

    def finish_run(
        self,
        run_id: str,
        status: RunStatus,
        finished_at: datetime,
        summary: Mapping[str, Any],
        account: RunAccount = NO_ACCOUNT,
    ) -> None:
        """Note how a run ended, and enter it in the audit chain.

        Args:
            run_id: its name.
            status: how it ended.
            finished_at: the moment.
            summary: its figures.
            account: what there is to tell of it beside that.
        """
        with self._writing() as connection:
            connection.execute(
                update(runs)
                .where(runs.c.run_id == run_id)
                .values(status=status, finished_at=finished_at.isoformat(), summary=pack(dict(summary)))
            )
            if account.details is not None:
                history.save_details(connection, run_id, account.details)
            audit_log.note_settings(connection, finished_at, run_id, account.settings)
            audit_log.note_run(connection, finished_at, run_id, account.workbooks)

    def runs(self, limit: int | None = 20, *, status: RunStatus | None = None, workbook: str = "") -> list[Run]:
        """Return the last runs, the latest first.

        Args:
            limit: how many; None for all that are remembered.
            status: only those that ended so.
            workbook: only those that wrote this workbook, or a file of it.
        """
        with self._reading() as connection:
            return history.load_runs(connection, limit, status, workbook)

    def details(self, run_id: str) -> dict[str, Any] | None:
        """Return what a run told of itself when it ended; None where it did not."""
        with self._reading() as connection:
            return history.load_details(connection, run_id)

    def mails_of(self, run_id: str) -> list[RunMail]:
        """Return the mails that a run made, and what became of each."""
        with self._reading() as connection:
            return history.load_mails(connection, run_id)

    def run(self, run_id: str) -> Run | None:
        """Return one run, or None."""
        with self._reading() as connection:
            row = connection.execute(select(runs).where(runs.c.run_id == run_id)).first()
            return None if row is None else history.run_of(row)

    def last_success(self) -> Run | None:
        """Return the latest run that ended with at least some workbooks done, or None."""
        done = runs.c.status.in_(("ok", "partial"))
        with self._reading() as connection:
            row = connection.execute(
                select(runs).where(runs.c.command == "sync", done).order_by(runs.c.number.desc()).limit(1)
            ).first()
            return None if row is None else history.run_of(row)

    def last_run(self) -> Run | None:
        """Return the latest run, or None."""
        return next(iter(self.runs(1)), None)

    # Writes and the cell journal

    def prepare_write(
        self,
        run_id: str,
        workbook: str,
        location: str,
        before_fingerprint: str,
        after_fingerprint: str,
        token: str,
        plan: WorkbookPlan,
    ) -> int:
        """Journal every cell of a write that is about to be completed, and return the write's number.

        Args:
            run_id: the run that it belongs to.
            workbook: name of the workbook in the configuration.
            location: where the workbook is.
            before_fingerprint: fingerprint of the workbook as it is.
            after_fingerprint: fingerprint that it will have.
            token: what the backend needs to complete or discard the write after a restart.
            plan: the cells with what was there and what will be, and the structure that is added.
        """
        with self._writing() as connection:
            result = connection.execute(
                insert(writes).values(
                    run_id=run_id,
                    workbook=workbook,
                    location=location,
                    before=before_fingerprint,
                    after=after_fingerprint,
                    token=token,
                    state="prepared",
                    cells=plan.cells,
                    structure=pack_structure(structure_of(plan.edits)),
                )
            )
            write_id = int(result.inserted_primary_key[0])  # type: ignore[index]  # never None for one inserted row
            save_blocks(connection, write_id, plan.blocks)
            return write_id

    def complete_write(self, write_id: int) -> None:
        """Note that a prepared write has reached its workbook."""
        with self._writing() as connection:
            changed = connection.execute(
                update(writes)
                .where(writes.c.write_id == write_id, writes.c.state == "prepared")
                .values(state="complete")
            )
            if changed.rowcount:
                audit_log.note_late_write(connection, self._now(), write_id)

    def abandon_write(self, write_id: int) -> None:
        """Note that a prepared write will never reach its workbook, and forget its cells."""
        with self._writing() as connection:
            changed = connection.execute(
                update(writes)
                .where(writes.c.write_id == write_id, writes.c.state == "prepared")
                .values(state="abandoned")
            )
            if changed.rowcount:
                connection.execute(delete(journal).where(journal.c.write_id == write_id))

    def unfinished_writes(self) -> list[Write]:
        """Return the writes that a crash left between prepared and complete, oldest first."""
        with self._reading() as connection:
            found = select(writes).where(writes.c.state == "prepared").order_by(writes.c.write_id)
            return [_write(row) for row in connection.execute(found)]

    def writes(self, run_id: str) -> list[Write]:
        """Return the writes of a run in their order."""
        with self._reading() as connection:
            found = select(writes).where(writes.c.run_id == run_id).order_by(writes.c.write_id)
            return [_write(row) for row in connection.execute(found)]

    def journal(self, run_id: str, workbook: str) -> list[Block]:
        """Return the cells that a run wrote in a workbook, in all its files, as they were journalled."""
        with self._reading() as connection:
            found = connection.execute(
                select(writes.c.write_id)
                .where(writes.c.run_id == run_id, writes.c.workbook == workbook, writes.c.state == "complete")
                .order_by(writes.c.write_id)
            ).scalars()
            return [block for write_id in found.all() for block in load_blocks(connection, write_id)]

    def journal_of(self, write_id: int) -> list[Block]:
        """Return the cells of one write as they were journalled."""
        with self._reading() as connection:
            return load_blocks(connection, write_id)

    # Holds

    def hold(self, workbook: str, run_id: str) -> None:
        """Keep a workbook from being written until it is released, because ``run_id`` was undone in it."""
        with self._writing() as connection:
            connection.execute(delete(holds).where(holds.c.workbook == workbook))
            connection.execute(insert(holds).values(workbook=workbook, run_id=run_id))
            audit_log.append(connection, self._now(), "approval", workbook, {"what": "undo", "run": run_id})

    def held(self) -> dict[str, str]:
        """Return the workbooks on hold, each with the run that was undone."""
        with self._reading() as connection:
            rows = connection.execute(select(holds.c.workbook, holds.c.run_id).order_by(holds.c.workbook))
            return {row.workbook: row.run_id for row in rows}

    def release(self, workbook: str | None = None) -> list[str]:
        """Let a workbook, or all of them, be written again; return those that were on hold."""
        with self._writing() as connection:
            condition = holds.c.workbook == workbook if workbook is not None else holds.c.workbook.is_not(None)
            released = connection.execute(select(holds).where(condition).order_by(holds.c.workbook)).all()
            connection.execute(delete(holds).where(condition))
            for hold in released:
                facts = {"what": "resume", "run": hold.run_id}
                audit_log.append(connection, self._now(), "approval", hold.workbook, facts)
            return [hold.workbook for hold in released]

    # Skipping an office in which nothing changed

    def save_digest(self, digest: str, outcome: Mapping[str, Any]) -> None:
        """Remember what everything looked like after a run, and what the run found."""
        with self._writing() as connection:
            connection.execute(delete(digests).where(digests.c.name == _OFFICE))
            connection.execute(insert(digests).values(name=_OFFICE, digest=digest, outcome=pack(dict(outcome))))

    def digest(self) -> tuple[str, dict[str, Any]] | None:
        """Return the digest and outcome that were saved last, or None."""
        with self._reading() as connection:
            row = connection.execute(select(digests.c.digest, digests.c.outcome)).first()
            return None if row is None else (row.digest, unpack(row.outcome))

    def forget_digest(self) -> None:
        """Make the next run look at everything."""
        with self._writing() as connection:
            connection.execute(delete(digests))

    # Closed periods

    def freeze(self, table: str, through: date, rows: Mapping[tuple[str, ...], Mapping[str, str]]) -> None:
        """Store the records of a table's closed periods as they are now, in place of those stored before.

        Args:
            table: name of the table.
            through: last closed day.
            rows: key -> field -> value as text.
        """
        data = pack([[list(key), dict(fields)] for key, fields in rows.items()])
        with self._writing() as connection:
            connection.execute(delete(frozen).where(frozen.c.table_name == table))
            connection.execute(insert(frozen).values(table_name=table, through=through, data=data))

    def unfreeze(self, table: str) -> None:
        """Forget the frozen records of a table whose periods are open again."""
        with self._writing() as connection:
            connection.execute(delete(frozen).where(frozen.c.table_name == table))

    def frozen(self, table: str) -> dict[tuple[str, ...], dict[str, str]] | None:
        """Return a table's frozen records by key, or None where no period was closed."""
        with self._reading() as connection:
            data = connection.execute(select(frozen.c.data).where(frozen.c.table_name == table)).scalar()
            return None if data is None else {tuple(key): fields for key, fields in unpack(data)}

    def frozen_through(self, table: str) -> date | None:
        """Return the last day up to which a table is frozen, or None."""
        with self._reading() as connection:
            return connection.execute(select(frozen.c.through).where(frozen.c.table_name == table)).scalar()

    # Jobs of the schedule

    def job_marks(self) -> dict[str, JobMark]:
        """Return what is remembered of each job of the schedule, by its name."""
        with self._reading() as connection:
            return load_marks(connection)

    def save_job_marks(self, served: Mapping[str, datetime]) -> None:
        """Note up to when each job is served; jobs that are not among them are forgotten."""
        with self._writing() as connection:
            save_marks(connection, served)

    def note_job(self, mark: JobMark) -> None:
        """Note how the last run of a job ended."""
        with self._writing() as connection:
            save_outcome(connection, mark)

    # Alerts and the outbox

    def commit_notices(
        self,
        run_id: str,
        alerts: Iterable[Alert],
        mails: Iterable[OutgoingMail],
        *,
        first_looks: Collection[str] = (),
        accepted: int = 0,
    ) -> None:
        """Store the new state of alerts and the mails that tell of it, both or neither.

        Alerts that are not given stay as they are. A mail whose Message-ID is known already is passed over.

        Args:
            run_id: the run that found them.
            alerts: the alerts that changed.
            mails: the mails that tell of it.
            first_looks: names of the tables that the run was the first to read and judge.
            accepted: how many matters a first look at old books summed up instead of telling each; that is entered in
                the audit chain.
        """
        with self._writing() as connection:
            notices.save_alerts(connection, run_id, alerts)
            notices.save_mails(connection, run_id, mails)
            save_first_looks(connection, run_id, first_looks)
            if accepted:
                facts = {"what": "baseline", "run": run_id, "matters": accepted}
                audit_log.append(connection, self._now(), "approval", "", facts)

    def alerts(self) -> dict[str, Alert]:
        """Return all alerts by id, also waiting and resolved ones."""
        with self._reading() as connection:
            return notices.load_alerts(connection)

    def first_looks(self) -> frozenset[str]:
        """Return the names of the tables that a run was able to read and judge; they may hold ``EVERY_TABLE``."""
        with self._reading() as connection:
            return load_first_looks(connection)

    def pending_mails(self) -> list[PendingMail]:
        """Return the mails that were neither delivered nor given up, oldest first."""
        with self._reading() as connection:
            return notices.load_waiting(connection, "pending")

    def dead_mails(self) -> list[PendingMail]:
        """Return the mails that were given up, oldest first."""
        with self._reading() as connection:
            return notices.load_waiting(connection, "dead")

    def sent_since(self, moment: datetime) -> list[datetime]:
        """Return when mails were delivered since a moment."""
        with self._reading() as connection:
            return notices.load_sent(connection, moment)

    def mails_for(self, day: date) -> list[MailRecord]:
        """Return the mails of all runs that were made for a day, delivered or not."""
        with self._reading() as connection:
            return load_mails(connection, day)

    def mark_sent(self, message_id: str, at: datetime) -> None:
        """Note that a mail was delivered at a moment."""
        with self._writing() as connection:
            audit_log.note_sent(connection, at, message_id)
            notices.mark_sent(connection, message_id, at)

    def mark_failed(self, failures: Collection[Failure]) -> None:
        """Note that mails could not be delivered, and why; those without a next try are given up."""
        with self._writing() as connection:
            notices.mark_failed(connection, failures)

    def retry_mails(self, numbers: Collection[int]) -> list[int]:
        """Let mails that were given up, and those that wait, be tried again at once.

        Args:
            numbers: the mails that were given up; those that are not named stay so.

        Returns:
            The numbers of those that there were.
        """
        with self._writing() as connection:
            notices.hurry(connection)
            return notices.revive(connection, numbers)

    def discard_mails(self, numbers: Collection[int], at: datetime) -> list[int]:
        """Note that mails that were given up are wanted no more; return the numbers of those that there were."""
        with self._writing() as connection:
            return notices.discard(connection, numbers, at)

    # The audit chain

    def audit_head(self) -> Head | None:
        """Return the end of the audit chain; None where it has no entry yet."""
        with self._reading() as connection:
            return audit_log.load_head(connection)

    def audit(self, mailed: Head | None = None) -> Verdict:
        """Return whether the audit chain, and what it seals, is as it was made, or else the first entry that is not.

        Args:
            mailed: a former end of the chain, as a mail told it.
        """
        with self._reading() as connection:
            verdict = verify(audit_log.load_rows(connection), audit_log.load_head(connection))
            fault = verdict.fault
            if fault is None and mailed is not None:
                fault = compare_with_mailed(audit_log.load_rows(connection), mailed)
            return replace(verdict, fault=fault or audit_log.altered_records(connection))

    def note_restore(self, at: datetime, digest: str, facts: Mapping[str, Any]) -> None:
        """Enter in the audit chain which backup this state is from; see :func:`sync.store.audit_log.note_restore`."""
        with self._writing() as connection:
            audit_log.note_restore(connection, at, digest, facts)

    # History

    def prune(self, as_of: date, keep_days: int = KEEP_DAYS) -> None:
        """Forget history older than so many days before ``as_of``.

        Open alerts, mails that were not delivered, unfinished writes, workbooks on hold and the latest run stay,
        however old they are; so does the audit chain.
        """
        limit = as_of - timedelta(days=keep_days)
        with self._writing() as connection:
            notices.prune_notices(connection, limit)
            kept = {
                *connection.execute(select(holds.c.run_id)).scalars(),
                *connection.execute(select(writes.c.run_id).where(writes.c.state == "prepared")).scalars(),
                *connection.execute(select(runs.c.run_id).order_by(runs.c.number.desc()).limit(1)).scalars(),
            }
            old = select(runs.c.run_id).where(runs.c.as_of < limit, runs.c.run_id.not_in(kept))
            of_old_runs = select(writes.c.write_id).where(writes.c.run_id.in_(old))
            connection.execute(delete(journal).where(journal.c.write_id.in_(of_old_runs)))
            connection.execute(delete(run_details).where(run_details.c.run_id.in_(old)))
            connection.execute(delete(writes).where(writes.c.run_id.in_(old)))
            connection.execute(delete(runs).where(runs.c.as_of < limit, runs.c.run_id.not_in(kept)))


def _write(row: Row[Any]) -> Write:
    return Write(
        write_id=row.write_id,
        run_id=row.run_id,
        workbook=row.workbook,
        location=row.location,
        before=row.before,
        after=row.after,
        token=row.token,
        state=row.state,
        cells=row.cells,
        structure=unpack_structure(row.structure),
    )
