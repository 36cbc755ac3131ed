"""What the daemon hands from part to part, and the ports through which it reaches the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sync.config import Office
from sync.store import JobMark, Run, Write

RunEnd = Literal["ok", "partial", "failed", "locked", "overrun", "interrupted"]
"""How a run ended: ``"locked"`` where another one was under way, ``"overrun"`` where it took too long, and
``"interrupted"`` where the daemon was asked to stop meanwhile."""

WELL: tuple[RunEnd, ...] = ("ok", "partial")
"""The ends with which a run has done its work; a workbook that was open is taken by the next run."""

NOT_MADE: tuple[RunEnd, ...] = ("locked", "interrupted")
"""The ends after which a run is still due."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one run.

    Attributes:
        end: how it ended.
        exit_code: what its process told; None where there was none, or it was killed.
        run: its name; empty where it did not get so far.
        seconds: how long it took.
        codes: codes of the messages that say why it could not do its work, and names of exceptions; no text.
    """

    end: RunEnd
    exit_code: int | None = None
    run: str = ""
    seconds: float = 0
    codes: tuple[str, ...] = ()


class Runner(Protocol):
    """Makes one run."""

    def __call__(self, office: Office, only: Sequence[str]) -> Outcome:
        """Make a run for some workbooks or departments, for the whole office where none is named, and wait for it."""


class Memory(Protocol):
    """What is remembered between two starts of the daemon; the store is one."""

    def job_marks(self) -> Mapping[str, JobMark]:
        """Return what is remembered of each job."""

    def save_job_marks(self, served: Mapping[str, datetime]) -> None:
        """Note up to when each job is served."""

    def note_job(self, mark: JobMark) -> None:
        """Note how the last run of a job ended."""

    def unfinished_writes(self) -> Sequence[Write]:
        """Return the writes that a crash left."""

    def last_run(self) -> Run | None:
        """Return the latest run."""


class OpenMemory(Protocol):
    """Opens the memory for a moment: nothing stays open while the daemon waits."""

    def __call__(self, office: Office) -> AbstractContextManager[Memory]:
        """Open it."""


class Beat(Protocol):
    """Tells somebody outside that runs are made."""

    def __call__(self, office: Office, event: Literal["start", "success", "fail"]) -> None:
        """Tell of one event; never waits and never raises."""


class Log(Protocol):
    """Takes down what happens, as an event and its fields."""

    def info(self, event: str, **fields: object) -> object:
        """Take down what is as it should be."""

    def warning(self, event: str, **fields: object) -> object:
        """Take down what somebody should look at."""

    def error(self, event: str, **fields: object) -> object:
        """Take down what went wrong."""


class Stop(Protocol):
    """Knows whether the daemon was asked to stop."""

    @property
    def asked(self) -> bool:
        """Return whether it was."""

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until it is asked; return whether it was."""
