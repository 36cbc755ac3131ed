"""Files in a shared folder: fingerprints, who has one open, and replacing one in a single step."""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

TEMPORARY_PREFIX = ".sheetkeeper-"
_EXCHANGE = 2
_HERE = -100
_EXCEL_LOCK_BYTES = 165
_EXCEL_WIDE_NAME = 55


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder last through a power failure, where the platform can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A sign that somebody has a workbook open.

    Attributes:
        lock: the lock file beside the workbook.
        who: the name that it holds, empty where it holds none.
        since: when it was made.
    """

    lock: Path
    who: str
    since: datetime


def locks_of(path: Path) -> Iterator[OpenFile]:
    """Yield who has a workbook open, in Excel (``~$name``) or in LibreOffice (``.~lock.name#``)."""
    # Excel leaves out the first two letters of a long name, but lists of folders show either form.
    readers = {
        path.with_name(f"~${path.name}"): _excel_owner,
        path.with_name(f"~${path.name[2:]}"): _excel_owner,
        path.with_name(f".~lock.{path.name}#"): _office_owner,
    }
    for lock, owner in readers.items():
        with suppress(OSError):
            since = datetime.fromtimestamp(lock.stat().st_mtime).astimezone()
            yield OpenFile(lock, owner(lock), since)


def _excel_owner(lock: Path) -> str:
    """Return the user name in an Excel lock file.

    It holds a length and the name in one byte a letter, padded to 55 bytes, then length and name in UTF-16, which
    alone keeps Vietnamese letters. While Excel has it open, Windows may refuse to read it.
    """
    with suppress(OSError, IndexError):
        content = lock.read_bytes()[:_EXCEL_LOCK_BYTES]
        if len(content) == _EXCEL_LOCK_BYTES and (letters := content[_EXCEL_WIDE_NAME]):
            start = _EXCEL_WIDE_NAME + 2
            return content[start : start + 2 * letters].decode("utf-16-le", "replace").strip(" \0")
        return content[1 : 1 + content[0]].decode("latin-1").strip(" \0")
    return ""


def _office_owner(lock: Path) -> str:
    """Return the name in a LibreOffice lock file: the user's full name, or else the name of the account."""
    with suppress(OSError):
        names = [part.strip() for part in lock.read_bytes()[:2_000].decode("utf-8", "replace").split(",")]
        return next((name for name in names[:2] if name), "")
    return ""


def exchange(first: Path, second: Path) -> bool:
    """Exchange two files in one atomic step; return whether the platform could."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE) == 0)


def give_back(temporary: Path, path: Path, ours: str) -> None:
    """Put a version that staff saved at the last instant back in the place of ours.

    Where they saved once more meanwhile, it is the latest one that stays.

    Args:
        temporary: holds the version that was replaced by ours.
        path: the workbook, which holds ours.
        ours: fingerprint of our version.
    """
    for _ in range(2):
        if not exchange(temporary, path):
            temporary.replace(path)
            return
        if fingerprint(temporary) == ours:
            return


def keep_backup(previous: Path, folder: Path, name: str, moment: str, keep: int) -> None:
    """Copy the previous version of a workbook into the backup folder and drop the oldest ones beyond ``keep``.

    Args:
        previous: the file that holds it.
        folder: backup folder of this workbook.
        name: file name of the workbook.
        moment: text that sorts by time.
        keep: how many versions are kept.
    """
    if keep == 0:
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Two versions of one second are told apart by a number that sorts behind the moment. Counting them would not do:
    # the oldest of them may be gone, and the number of the newest be given again.
    taken = [path.name[len(moment) + 1 :].partition("-")[0] for path in folder.glob(f"{moment}-*")]
    number = max((int(text) + 1 for text in taken if text.isdecimal()), default=0)
    partial = folder / f"{TEMPORARY_PREFIX}{moment}.tmp"
    handle = os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        with previous.open("rb") as source, os.fdopen(handle, "wb") as copy:
            while chunk := source.read(1 << 20):
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        partial.replace(folder / f"{moment}-{number:02d}-{name}")
    except OSError:
        # Half a copy of what may be wages must not lie about until something else goes wrong.
        with suppress(OSError):
            partial.unlink()
        raise
    versions = sorted(path for path in folder.iterdir() if not path.name.startswith(TEMPORARY_PREFIX))
    for old in versions[:-keep]:
        old.unlink(missing_ok=True)
