"""An opened office: everything that a run needs from the world, in one value."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from sync.config import Office, WorkbookConfig

if TYPE_CHECKING:
    from rules.core.rule import Department
    from sync.alerts.base import Transport
    from sync.backends.base import Backend
    from sync.store.store import Store


class Progress(Protocol):
    """Is told how far a run is."""

    def step(self, name: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` parts of a step are done."""


class Silence:
    """A progress that says nothing."""

    def step(self, name: str, done: int, total: int) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Session:
    """An opened office with everything that a run needs from the world.

    Attributes:
        office: its settings.
        as_of: the day for which rules are evaluated.
        store: what is remembered between runs.
        backend: workbook settings -> the backend that keeps it.
        transport: the way by which mails leave.
        departments: the departments, loaded when they are asked for.
        now: the clock, in the office's time zone.
        timer: seconds since some moment, to tell how long a run took.
        progress: is told how far the run is.
        exposed: whether others could read the state folder until this command closed it.
        only: names of the workbooks that a run looks at; empty for all. See :mod:`sync.scope`.
    """

    office: Office
    as_of: date
    store: Store
    backend: Callable[[WorkbookConfig], Backend]
    transport: Callable[[], Transport]
    departments: Callable[[], tuple[Department, ...]]
    now: Callable[[], datetime]
    timer: Callable[[], float] = time.perf_counter
    progress: Progress = field(default_factory=Silence)
    exposed: bool = False
    only: frozenset[str] = frozenset()
