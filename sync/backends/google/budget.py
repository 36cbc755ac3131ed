"""How fast we ask: so many requests a minute for one account, whatever the number of workbooks, threads or runs.

Google counts the reads and the writes of an account by the minute. How its counter is refilled is not known, so ours
is the strictest: in no sixty seconds are there more requests than one minute's quota. That holds for a counter that is
emptied every minute and for one that is refilled bit by bit. The last minute is kept in a small file, so that a run
that follows another one at once, in a process of its own, stays below the quota too.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

Kind = Literal["read", "write"]
KINDS: Final[tuple[Kind, ...]] = ("read", "write")

WINDOW: Final = 61.0
"""Seconds in which no more than a minute's quota is asked: requests may reach Google closer together than they left."""
CLOSED: Final = 20.0
"""Seconds for which nothing is asked after Google said that the quota is used up: others may be using the account."""
SHORTEST: Final = 0.01
"""Seconds below which waiting would only burn time."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The time that requests go by; tests bring their own.

    Attributes:
        clock: seconds since 1970.
        sleep: waits for some seconds.
        chance: a number from 0 to 1, so that several programs that wait do not come back at once.
    """

    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


@dataclass(slots=True)
class Spending:
    """When requests were sent, and until when none may be.

    Attributes:
        sent: kind -> moments of the last minute, the earliest first.
        closed: kind -> until when nothing of this kind is asked.
    """

    sent: dict[Kind, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    closed: dict[Kind, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))


class Budget:
    """The requests that one account may send; shared by all its workbooks, first come first served.

    Args:
        a_minute: reads a minute, and writes a minute.
        pace: the time it goes by.
        file: where the last minute is remembered; None to remember it in this process only.
    """

    def __init__(self, a_minute: int = 60, pace: Pace | None = None, file: Path | None = None) -> None:
        self._a_minute = a_minute
        self._pace = pace or Pace()
        self._file = file
        self._queues = {kind: _Queue() for kind in KINDS}
        self._guard = threading.Lock()
        self._known = Spending()

    def take(self, kind: Kind) -> None:
        """Wait until one more request may be sent, and count it."""
        with self._queues[kind].turn():
            while wait := self._try(kind):
                self._pace.sleep(wait)

    def close(self, kind: Kind) -> None:
        """Let nobody ask for a while: Google said that the quota is used up."""
        with self._spending() as spending:
            spending.closed[kind] = max(spending.closed[kind], self._pace.clock() + CLOSED)

    def _try(self, kind: Kind) -> float:
        """Count a request if there is room for it now, else return the seconds until there may be."""
        with self._spending() as spending:
            now = self._pace.clock()
            if wait := seconds_to_wait(spending, kind, now, self._a_minute):
                return wait
            spending.sent[kind].append(now)
            return 0.0

    @contextmanager
    def _spending(self) -> Iterator[Spending]:
        with self._guard, self._locked():
            spending = self._known if self._file is None else _load(self._file, self._known)
            forget_what_is_past(spending, self._pace.clock())
            yield spending
            self._known = spending
            if self._file is not None:
                _save(self._file, spending)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes from the file meanwhile, as far as the disk lets us."""
        if self._file is None:
            yield
            return
        from filelock import FileLock  # noqa: PLC0415  (only where there is a file)

        lock = FileLock(f"{self._file}.lock", mode=0o600)
        with suppress(OSError):  # a full disk must not keep the books from being read; Google counts as well
            lock.acquire()
        try:
            yield
        finally:
            lock.release()


def seconds_to_wait(spending: Spending, kind: Kind, now: float, a_minute: int) -> float:
    """Return the seconds until a request may be sent, 0 where that is now."""
    wait = max(0.0, spending.closed[kind] - now)
    sent = spending.sent[kind]
    if len(sent) >= a_minute:
        wait = max(wait, sent[-a_minute] + WINDOW - now)
    return max(wait, SHORTEST) if wait else 0.0


def forget_what_is_past(spending: Spending, now: float) -> None:
    """Drop what is older than the window, and what lies in the future since the clock was put back."""
    for kind in KINDS:
        spending.sent[kind] = [moment for moment in spending.sent[kind] if now - WINDOW < moment <= now]
        if not now < spending.closed[kind] <= now + CLOSED:
            spending.closed[kind] = 0.0


def _load(file: Path, otherwise: Spending) -> Spending:
    """Return what the file holds; where it is missing or damaged, what this process knows."""
    try:
        kept = json.loads(file.read_bytes())
        return Spending(
            {kind: sorted(float(moment) for moment in kept["sent"][kind]) for kind in KINDS},
            {kind: float(kept["closed"][kind]) for kind in KINDS},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return otherwise


def _save(file: Path, spending: Spending) -> None:
    with suppress(OSError):  # a full disk must not keep the books from being read; this process remembers
        file.write_text(json.dumps({"sent": spending.sent, "closed": spending.closed}), encoding="ascii")


class _Queue:
    """Threads that wait for their turn, in the order in which they came."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        mine = object()
        with self._changed:
            self._waiting.append(mine)
        try:
            with self._changed:
                while self._waiting[0] is not mine:
                    self._changed.wait()
            yield
        finally:
            with self._changed:
                self._waiting.remove(mine)
                self._changed.notify_all()
