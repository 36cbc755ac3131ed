"""One look at the clock: what is due is run, and what became of it is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sync.config import ConfigurationError, Office
from sync.daemon.base import NOT_MADE, WELL, Beat, Log, OpenMemory, Outcome, Runner, Stop
from sync.daemon.postman import Postman
from sync.schedule import (
    Batch,
    Due,
    Job,
    WorkCalendar,
    batches,
    due,
    marks_at,
    next_runs,
    parse_jobs,
    public_holiday,
)
from sync.store import JobMark


def calendar_of(office: Office) -> WorkCalendar:
    """Return the working days of an office."""
    return WorkCalendar(office.working_week, public_holiday(office.country))


@dataclass(slots=True)
class Watch:
    """Looks at the clock whenever it is told to, and makes the runs that are due.

    Attributes:
        load: reads the settings again, where they changed.
        now: the clock, in the time zone of the settings.
        memory: opens what is remembered.
        run: makes one run.
        beat: tells somebody outside.
        log: takes down what happens.
        stop: knows whether the daemon was asked to stop.
        office: the settings as they were last read well.
        postman: has mails sent between runs; None for nobody.
    """

    load: Callable[[], Office]
    now: Callable[[Office], datetime]
    memory: OpenMemory
    run: Runner
    beat: Beat
    log: Log
    stop: Stop
    office: Office
    postman: Postman | None = None
    _jobs: tuple[Job, ...] = ()
    _calendar: WorkCalendar = field(default_factory=WorkCalendar)
    _served: Mapping[str, datetime] | None = None
    _unsaved: bool = False
    _to_recover: bool = True
    _wrong_settings: str = ""

    def __post_init__(self) -> None:
        """Take over the jobs of the settings."""
        self._take_over(self.office)

    def tick(self) -> None:
        """Run what is due, one after the other; nothing that goes wrong keeps the next look from being taken.

        1. Read the settings again where they changed.
        2. See up to when each job is served, and what is due since.
        3. At the start, settle what a crash left, even where nothing is due.
        4. Make each run, and remember what became of it.
        5. Have mails sent whose next try has come.
        """
        try:
            self._reload()
            for batch in self._due():
                if self.stop.asked:
                    return
                self._serve(batch)
            if self.postman is not None:
                self.postman.look(self.office)
        except Exception as error:  # noqa: BLE001  (the daemon goes on, whatever went wrong)
            self.log.error("look failed", error=type(error).__name__)  # noqa: TRY400  (a text might be personal)

    def tell_next(self) -> None:
        """Take down when each job is due next."""
        for coming in next_runs(self._jobs, self.now(self.office), self._calendar):
            at = coming.moment.isoformat(timespec="minutes") if coming.moment else "never"
            self.log.info("next run", job=coming.job.words, at=at)

    def _reload(self) -> None:
        try:
            office = self.load()
        except ConfigurationError as error:
            codes = ",".join(sorted({problem.code for problem in error.problems}))
            if codes != self._wrong_settings:
                self._wrong_settings = codes
                self.log.error("settings wrong", codes=codes, used="before")  # noqa: TRY400  (codes say it)
            return
        self._wrong_settings = ""
        if office.digest != self.office.digest:
            self._take_over(office)
            if self.postman is not None:
                self.postman.forget()
            self.log.info("settings read again", jobs=len(self._jobs))
            self.tell_next()

    def _take_over(self, office: Office) -> None:
        self.office = office
        self._jobs = parse_jobs(office.jobs)
        self._calendar = calendar_of(office)

    def _due(self) -> Sequence[Batch]:
        """Return the runs that are due."""
        now = self.now(self.office)
        left = self._to_recover and self._left_behind()
        served = self._marks(now)
        found = batches(due(self._jobs, served, now, self._calendar))
        if left and not any(not batch.only for batch in found):
            return [Batch(()), *found]
        self._to_recover = left
        return found

    def _marks(self, now: datetime) -> Mapping[str, datetime]:
        """Return up to when each job is served. It is stored where it changed; the store is not opened for nothing."""
        if self._served is None:
            with self.memory(self.office) as memory:
                self._served = {name: mark.served for name, mark in memory.job_marks().items()}
        before, self._served = self._served, marks_at(self._jobs, self._served, now)
        back = [name for name, moment in self._served.items() if moment < before.get(name, moment)]
        if back:
            self.log.warning("clock went back", jobs=len(back), begun_anew=now.isoformat(timespec="seconds"))
        if self._unsaved or self._served != before:
            self._unsaved = True
            with self.memory(self.office) as memory:
                memory.save_job_marks(self._served)
            self._unsaved = False
        return self._served

    def _left_behind(self) -> bool:
        """Return whether a crash left something: a run that never ended, or a write whose end is not known."""
        with self.memory(self.office) as memory:
            last = memory.last_run()
            return (last is not None and last.status == "running") or bool(memory.unfinished_writes())

    def _serve(self, batch: Batch) -> None:
        """Make one run, and remember what became of it for each of its jobs."""
        self.log.info("run started", **_told(batch))
        self.beat(self.office, "start")
        outcome = self._run(batch)
        fields = {"exit_code": outcome.exit_code, "run": outcome.run, "seconds": round(outcome.seconds, 1)}
        if outcome.codes:
            fields["codes"] = ",".join(outcome.codes)
        told = self.log.info if outcome.end in (*WELL, *NOT_MADE) else self.log.error
        told("run ended", end=outcome.end, **fields)
        if outcome.end in NOT_MADE:
            return
        self._to_recover = False
        if self.postman is not None:
            self.postman.forget()
        self.beat(self.office, "success" if outcome.end in WELL else "fail")
        self._served = {**(self._served or {}), **{one.job.name: one.moment for one in batch.dues}}
        # Where storing fails, as on a full disk, what was served stays known here: it is not run again and again.
        self._unsaved = True
        ended = self.now(self.office).astimezone(UTC)
        with self.memory(self.office) as memory:
            for one in batch.dues:
                memory.note_job(_mark(one, outcome, ended))
        self._unsaved = False

    def _run(self, batch: Batch) -> Outcome:
        try:
            return self.run(self.office, batch.only)
        except Exception as error:  # noqa: BLE001  (one job never stops the others)
            return Outcome("failed", codes=(type(error).__name__,))


def _mark(one: Due, outcome: Outcome, ended: datetime) -> JobMark:
    return JobMark(one.job.name, one.moment, outcome.end, ended, ended if outcome.end in WELL else None)


def _told(batch: Batch) -> dict[str, object]:
    """Return the fields by which a run is taken down: its jobs, why, and for what."""
    if not batch.dues:
        return {"reason": "left by a crash"}
    reasons = sorted({str(one.reason) for one in batch.dues})
    fields: dict[str, object] = {"jobs": "; ".join(one.job.words for one in batch.dues), "reason": ", ".join(reasons)}
    missed = max(one.missed for one in batch.dues)
    if missed > 1:
        fields["missed"] = missed
    if batch.only:
        fields["only"] = ", ".join(batch.only)
    return fields


def settings_reader(path: Path, read: Callable[[], Office]) -> Callable[[], Office]:
    """Return a function that reads the settings again where their file changed, and else returns what it read last.

    The first time it reads them in any case: somebody may have saved them while the daemon was starting with what
    stood there before.
    """
    seen: tuple[int, int] | None = None
    office: Office | None = None

    def load() -> Office:
        nonlocal seen, office
        stamp = _stamp(path)
        if office is None or stamp != seen:
            office = read()
            seen = stamp
        return office

    return load


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
