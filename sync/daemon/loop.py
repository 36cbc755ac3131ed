"""The loop: the ``schedule`` library ticks, and each tick looks at the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import schedule

from sync.daemon.base import Stop

TICK: Final = 15
"""Seconds from one look at the clock to the next: times of the schedule are whole minutes."""


def keep_ticking(tick: Callable[[], None], stop: Stop, seconds: int = TICK) -> None:
    """Tick at once and then every so many seconds, until asked to stop.

    The library goes by the clock of the computer. Where that is put forward it ticks at once; where it is put back,
    the library would wait until the old time comes again, so the ticks are set anew.
    """
    scheduler = schedule.Scheduler()

    def arm() -> None:
        scheduler.clear()
        scheduler.every(seconds).seconds.do(tick)

    arm()
    tick()
    while not stop.asked:
        idle = scheduler.idle_seconds or 0.0
        if stop.wait(min(max(idle, 0.0), seconds)):
            return
        if (scheduler.idle_seconds or 0.0) > seconds:
            arm()
            tick()
        scheduler.run_pending()
