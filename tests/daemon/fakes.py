"""A world for the daemon: a clock that is moved, runs that end as a test says, a memory without a file."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sync.config import Office, WorkbookConfig
from sync.daemon.base import Outcome
from sync.daemon.watch import Watch

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text, zone=HANOI):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def office(*jobs, **more):
    workbooks = (WorkbookConfig("shop", "shop.xlsx", "shop.xlsx"),)
    return Office(Path("/office"), "Office", workbooks, Path("/office/state"), jobs=jobs, digest=repr(jobs), **more)


@dataclass
class Memory:
    """What the store would remember; ``broken`` makes it fail as a full disk does."""

    marks: dict = field(default_factory=dict)
    last: Any = None
    writes: list = field(default_factory=list)
    broken: bool = False
    opened: int = 0

    @contextmanager
    def __call__(self, _office):
        self.opened += 1
        yield self

    def job_marks(self):
        return dict(self.marks)

    def save_job_marks(self, served):
        from sync.store import JobMark

        self._write()
        self.marks = {
            name: replace(self.marks.get(name, JobMark(name, moment)), served=moment) for name, moment in served.items()
        }

    def note_job(self, mark):
        self._write()
        self.marks[mark.job] = mark

    def unfinished_writes(self):
        return self.writes

    def last_run(self):
        return self.last

    def _write(self):
        if self.broken:
            raise OSError("no space left on device")


@dataclass
class Log:
    """Keeps what it is told."""

    lines: list = field(default_factory=list)

    def info(self, event, **fields):
        self.lines.append(("info", event, fields))

    def warning(self, event, **fields):
        self.lines.append(("warning", event, fields))

    def error(self, event, **fields):
        self.lines.append(("error", event, fields))

    def told(self, event):
        return [fields for _, name, fields in self.lines if name == event]


@dataclass
class World:
    """Everything around a watch."""

    office: Office
    now: datetime
    memory: Memory = field(default_factory=Memory)
    log: Log = field(default_factory=Log)
    ends: list = field(default_factory=list)
    runs: list = field(default_factory=list)
    beats: list = field(default_factory=list)
    asked: bool = False

    def run(self, _office, only):
        """Make a run; it ends as the test put down, well by default."""
        self.runs.append((f"{self.now:%Y-%m-%d %H:%M}", tuple(only)))
        end = self.ends.pop(0) if self.ends else "ok"
        if isinstance(end, BaseException):
            raise end
        return end if isinstance(end, Outcome) else Outcome(end, 0, "20261120-0001", 1.5)

    def wait(self, _seconds):
        return self.asked

    def load(self):
        if isinstance(self.office, BaseException):
            raise self.office
        return self.office

    def watch(self):
        return Watch(
            load=self.load,
            now=lambda _office: self.now,
            memory=self.memory,
            run=self.run,
            beat=lambda _office, event: self.beats.append(event),
            log=self.log,
            stop=self,
            office=self.office,
        )

    def look(self, watch, *moments):
        """Let the watch look at the clock at some moments; return the runs that it made."""
        before = len(self.runs)
        for moment in moments:
            self.now = at(moment)
            watch.tick()
        return self.runs[before:]
