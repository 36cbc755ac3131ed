"""The daemon as a service: everything put together, from the settings to the last line of the log."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sync.config import FILE_NAME, Office, load_office
from sync.daemon.base import Log
from sync.daemon.child import ChildRunner
from sync.daemon.heartbeat import Heartbeat
from sync.daemon.logs import open_log
from sync.daemon.loop import keep_ticking
from sync.daemon.postman import Postman
from sync.daemon.stopping import StopOnSignal
from sync.daemon.watch import Watch, settings_reader
from sync.wiring import LockedError, open_state

_LAST_PINGS = 1.0
# Seconds that the last pings get at the end.


def serve(folder: Path, *, as_json: bool = False, log_file: Path | None = None) -> None:
    """Make the runs of an office's schedule until a signal asks to stop.

    Args:
        folder: the office folder.
        as_json: whether the log is JSON.
        log_file: a file for the log instead of standard output.

    Raises:
        ConfigurationError: where the settings are not valid.
        LockedError: where another daemon serves the office.
        StateError: where the state cannot be used.
    """
    # A command of the command line ends soon and looks for no cycles; a daemon has to.
    gc.enable()
    office = load_office(folder, os.environ)
    with only_daemon(office):
        with open_state(office):
            # A state that cannot be used is told at once, not at the first run.
            pass
        with open_log(as_json=as_json, file=log_file) as log:
            _serve(folder, office, log)


def _serve(folder: Path, office: Office, log: Log) -> None:
    stop = StopOnSignal()
    heartbeat = Heartbeat(lambda event, error: log.warning("heartbeat failed", ping=event, error=error))

    def now(current: Office) -> datetime:
        return datetime.now(ZoneInfo(current.timezone))

    watch = Watch(
        load=settings_reader(folder / FILE_NAME, lambda: load_office(folder, os.environ)),
        now=now,
        memory=open_state,
        run=ChildRunner(stop),
        beat=heartbeat,
        log=log,
        stop=stop,
        office=office,
        postman=Postman(now, open_state, ChildRunner(stop, order=("mail", "send")), log),
    )
    with stop.listening():
        log.info("daemon started", pid=os.getpid(), jobs=len(office.jobs), timezone=office.timezone)
        watch.tell_next()
        keep_ticking(watch.tick, stop)
        heartbeat.flush(_LAST_PINGS)
        log.info("daemon stopped")


@contextmanager
def only_daemon(office: Office) -> Iterator[None]:
    """Keep a second daemon of the office out. The system lets go of the lock when the process ends, however it ends.

    Raises:
        LockedError: where there is one already.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (loaded where an office is opened)

    office.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(office.state / "daemon.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(office.name) from None
    try:
        yield
    finally:
        lock.release()
