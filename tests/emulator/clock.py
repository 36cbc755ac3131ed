"""The time that the emulator goes by: the machine's, or one that a test moves."""

from __future__ import annotations

import time
from collections.abc import Callable

Clock = Callable[[], float]
machine_clock: Clock = time.time


class SetClock:
    """A clock that stands still until a test moves it; seconds since 1970."""

    def __init__(self, now: float = 1_795_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """The present time."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Move on."""
        self.now += seconds
