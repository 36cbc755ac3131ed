"""An office that lives through days and months in a moment: the real loop, watch, store and runs on a moved clock."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

from sync import run
from sync.daemon.base import Outcome
from sync.daemon.loop import keep_ticking
from sync.daemon.watch import Watch
from sync.scope import limited
from tests.daemon.fakes import Log

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Simulation:
    """A daemon on an office in memory.

    Attributes:
        made: the office.
        clock: moves the time of this process.
        events: what happens at which moment, such as somebody editing a row.
        ends: how runs end that do not end by themselves, by number from 1.
        runs: moment and names of each run that was made.
        tick: seconds between two looks at the clock.
    """

    made: object
    clock: object
    zone: ZoneInfo = HANOI
    tick: int = 300
    events: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)
    runs: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    beats: list[str] = field(default_factory=list)
    log: Log = field(default_factory=Log)
    ends: dict[int, str] = field(default_factory=dict)
    until: datetime | None = None

    @property
    def now(self) -> datetime:
        return datetime.now(UTC).astimezone(self.zone)

    # The stop of the loop

    @property
    def asked(self) -> bool:
        return self.now >= self.until

    def wait(self, seconds: float) -> bool:
        self.clock.shift(timedelta(seconds=max(seconds, 1)))
        self._let_happen()
        return self.asked

    # The office

    def on(self, moment: str, what: Callable[[], object]) -> None:
        """Let something happen at a moment."""
        self.events.append((datetime.fromisoformat(moment).replace(tzinfo=self.zone), what))
        self.events.sort(key=lambda event: event[0])

    def session(self):
        return replace(self.made.session, now=lambda: self.now, as_of=self.now.date())

    def make_run(self, _office, only) -> Outcome:
        self.runs.append((f"{self.now:%Y-%m-%d %H:%M}", tuple(only)))
        if end := self.ends.get(len(self.runs)):
            if end == "raises":
                raise RuntimeError("broken")
            if end == "overrun":
                self.clock.shift(timedelta(minutes=60))
            return Outcome(end)
        result = run.sync(limited(self.session(), only))
        return Outcome("failed" if result.status == "failed" else result.status, 0, result.run)

    @contextmanager
    def memory(self, _office):
        yield self.made.session.store

    def watch(self) -> Watch:
        office = self.made.session.office
        return Watch(
            load=lambda: office,
            now=lambda _office: self.now,
            memory=self.memory,
            run=self.make_run,
            beat=lambda _office, event: self.beats.append(event),
            log=self.log,
            stop=self,
            office=office,
        )

    def live(self, until: str) -> None:
        """Let a daemon run from now until a moment; the next call is a daemon that was started again."""
        self.until = datetime.fromisoformat(until).replace(tzinfo=self.zone)
        keep_ticking(self.watch().tick, self, self.tick)

    def sleep(self, until: str) -> None:
        """Let time pass while no daemon runs."""
        self.clock.move_to(datetime.fromisoformat(until).replace(tzinfo=self.zone))
        self._let_happen()

    def _let_happen(self) -> None:
        while self.events and self.events[0][0] <= self.now:
            self.events.pop(0)[1]()


@contextmanager
def simulation(made, start: str, *jobs: str, zone: ZoneInfo = HANOI, **more):
    """Give a simulation of an office with these jobs, from a moment on."""
    made.session = replace(
        made.session,
        office=replace(made.session.office, jobs=jobs, timezone=zone.key, digest=repr(jobs)),
    )
    begin = datetime.fromisoformat(start).replace(tzinfo=zone)
    # A long simulation leaves much behind that is collected later; not while the clock is a false one.
    gc.collect()
    with time_machine.travel(begin.astimezone(UTC), tick=False) as clock:
        yield Simulation(made, clock, zone, **more)
