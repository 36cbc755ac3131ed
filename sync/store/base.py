"""What the store hands out, and the errors that it raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal

RunStatus = Literal["running", "ok", "partial", "failed"]
WriteState = Literal["prepared", "complete", "abandoned"]

EVERY_TABLE: Final = "*"
"""Stands among the first looks for all tables: in a state that was kept before first looks were noted."""


class StateError(Exception):
    """The state cannot be used."""


class NewerStateError(StateError):
    """The state was written by a newer version of Sheetkeeper."""

    def __init__(self, found: int, known: int) -> None:
        """Say which schema version was found and which is known."""
        super().__init__(f"the state has version {found}, this version of Sheetkeeper knows {known}")
        self.found = found
        self.known = known


class UnreadableStateError(StateError):
    """The state cannot be opened or is damaged."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Attributes:
        run_id: its short name, as ``"20261120-0001"``.
        command: the command that made it, as ``"sync"``.
        as_of: the day for which it was made.
        started_at: when it began.
        status: ``"running"`` until it is finished; a run that stays so was interrupted.
        finished_at: when it ended; None if it did not.
        summary: what it did, in figures.
    """

    run_id: str
    command: str
    as_of: date
    started_at: datetime
    status: RunStatus = "running"
    finished_at: datetime | None = None
    summary: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RunAccount:
    """What a run tells of itself when it ends.

    Attributes:
        workbooks: name of each workbook that it looked at -> what became of it.
        settings: department -> digest of the settings that staff made; a change is entered in the audit chain.
        details: what is kept to be shown later: dicts, lists and plain values; None for nothing.
    """

    workbooks: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] | None = None


NO_ACCOUNT: Final = RunAccount()
"""Of a run that tells nothing, as one that was interrupted."""


@dataclass(frozen=True, slots=True)
class RunMail:
    """A mail that a run made.

    Attributes:
        to: the address.
        subject: its subject.
        state: ``"pending"``, ``"sent"``, or another state of the outbox.
        sent_at: when it was delivered; None where it was not yet.
    """

    to: str
    subject: str
    state: str
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JobMark:
    """What is remembered of a job of the schedule.

    Attributes:
        job: its name.
        served: the moment up to which it was served; what is due later is still to be run.
        outcome: how its last run ended, as ``"ok"``; empty where there was none.
        ended_at: when that was; None where there was none.
        succeeded_at: when a run of it last ended well; None where none did.
    """

    job: str
    served: datetime
    outcome: str = ""
    ended_at: datetime | None = None
    succeeded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MailRecord:
    """A mail as the outbox remembers it.

    Attributes:
        message_id: its Message-ID.
        to: the address that it goes to.
        state: ``"sent"``, ``"pending"``, or that it was given up.
        tries: how often delivering it failed.
        error: what was said when it failed last.
        mime: the whole message.
    """

    message_id: str
    to: str
    state: str
    tries: int
    error: str
    mime: bytes


@dataclass(frozen=True, slots=True)
class Structure:
    """Owned columns and tabs that a write adds.

    Attributes:
        columns: (tab, column number from 1, title) of each new owned column.
        tabs: titles of new owned tabs.
    """

    columns: tuple[tuple[str, int, str], ...] = ()
    tabs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Write:
    """One atomic write of one workbook, with what is needed to complete or discard it after a restart.

    Attributes:
        write_id: number of the write.
        run_id: the run that it belongs to.
        workbook: name of the workbook in the configuration.
        location: where the workbook is.
        before: fingerprint that the workbook had.
        after: fingerprint that it has once written.
        token: what the backend needs to complete or discard the write.
        state: ``"prepared"``, ``"complete"`` or ``"abandoned"``.
        cells: number of cells.
        structure: owned columns and tabs that it adds.
    """

    write_id: int
    run_id: str
    workbook: str
    location: str
    before: str
    after: str
    token: str
    state: WriteState
    cells: int
    structure: Structure
