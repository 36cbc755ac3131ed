"""Checking files and folders: who may read and write them, what was left behind, and how much room there is."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

from sync.checking import messages as said
from sync.checking.messages import right, wrong
from sync.results import CheckLine
from sync.session import Session
from sync.sources import Source
from sync.steps.base import Gathered

_MEGABYTE: Final = 1024 * 1024
LEAST_FREE: Final = 200 * _MEGABYTE
"""Bytes of free disk space below which a check warns."""
NONE_FREE: Final = 10 * _MEGABYTE
"""Bytes below which it fails: a workbook and its former version might not fit any more."""


def workbook_files(session: Session, gathered: Gathered) -> Iterator[CheckLine]:
    """Yield what is wrong around the workbooks' files: read-only folders, locks left behind, two names for one file."""
    files = [source for source in gathered.sources if source.config.backend == "excel"]
    for folder in dict.fromkeys(Path(source.location).parent for source in files):
        if folder.is_dir() and not os.access(folder, os.W_OK):
            yield wrong(said.FOLDER_READ_ONLY, folder.name, folder=str(folder))
    for source in files:
        snapshot = gathered.snapshots.get(source.name)
        if snapshot is not None and snapshot.obstacle is None:
            yield from _locks_left_behind(source, session.now().tzinfo)
    first: dict[tuple[int, int], Source] = {}
    for source in files:
        if (file := _file_at(source.location)) is not None and (other := first.setdefault(file, source)) is not source:
            yield wrong(said.SAME_FILE, source.name, first=other.name, second=source.name)


def _locks_left_behind(source: Source, zone: tzinfo | None) -> Iterator[CheckLine]:
    """Yield the lock files of a workbook that nobody has open."""
    path = Path(source.location)
    # Excel leaves out the first two letters of a long name.
    for name in dict.fromkeys((f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")):
        lock = path.with_name(name)
        if lock.exists():
            since = datetime.fromtimestamp(lock.stat().st_mtime).astimezone(zone).date()
            yield wrong(said.STALE_LOCK, source.name, lock=name, day=since)


def _file_at(location: str) -> tuple[int, int] | None:
    """Return what tells a file from every other one, whatever it is called."""
    try:
        found = Path(location).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def state(session: Session) -> Iterator[CheckLine]:
    """Yield a line about the state folder: only its owner may read it."""
    folder = session.office.state
    fields: dict[str, object] = {"folder": folder.name, "path": str(folder)}
    if readable_by_others(folder):
        yield wrong(said.FOLDER_OPEN, "state", **fields)
    elif session.exposed:
        yield wrong(said.FOLDER_WAS_OPEN, "state", **fields)
    else:
        yield right("state", said.FOLDER, **fields)


def readable_by_others(folder: Path) -> bool:
    """Return whether anybody but the owner may look into a folder, where the system knows of such rights."""
    return os.name == "posix" and bool(folder.stat().st_mode & 0o077)


def disk(session: Session) -> Iterator[CheckLine]:
    """Yield a line about the free space on the disks of the office and its state."""
    free = min(shutil.disk_usage(place).free for place in (session.office.folder, session.office.state))
    if free >= LEAST_FREE:
        yield right("disk", said.ENOUGH_SPACE)
    else:
        message = said.NO_SPACE if free < NONE_FREE else said.LITTLE_SPACE
        yield wrong(message, "disk", free=free // _MEGABYTE)


def secrets(session: Session) -> Iterator[CheckLine]:
    """Yield what is wrong with the files that hold a key or a password."""
    mail, credentials = session.office.mail, session.office.google.credentials
    if any(workbook.backend == "google" for workbook in session.office.workbooks):
        credentials = None  # signing in has told all about it
    if credentials is not None:
        try:
            with credentials.open("rb") as file:
                file.read(1)
        except OSError as error:
            fields = {"path": str(credentials), "detail": error.strerror or "", "key": "google.credentials"}
            yield wrong(said.NO_KEY, "google", **fields)
    for name, path in (("google", credentials), ("mail", mail.password_file)):
        if path is not None and _is_open_secret(path):
            yield wrong(said.SECRET_OPEN, name, path=str(path))


def _is_open_secret(path: Path) -> bool:
    """Return whether others may read a file; a group may where somebody else owns it and lets us read it that way."""
    if os.name != "posix" or not path.is_file():
        return False
    found = path.stat()
    shared = stat.S_IRWXO if found.st_uid != os.geteuid() else stat.S_IRWXO | stat.S_IRWXG
    return bool(found.st_mode & shared)
