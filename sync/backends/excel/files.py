"""Files in a shared folder: fingerprints, who has one open, and replacing one in a single step."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

TEMPORARY_PREFIX = ".sheetkeeper-"
_EXCHANGE = 2
_HERE = -100
_LOCK_AGE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}) (\d{1,2}):(\d{2})")


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


def lock_of(path: Path) -> OpenFile | None:
    """Return who has a workbook open in Excel (``~$name``) or LibreOffice (``.~lock.name#``), or None."""
    # Excel leaves out the first two letters of a long name, but lists of folders show either form.
    candidates = (path.with_name(f"~${path.name}"), path.with_name(f"~${path.name[2:]}"))
    for lock in candidates:
        with suppress(OSError):
            since = datetime.fromtimestamp(lock.stat().st_mtime).astimezone()
            return OpenFile(lock, _excel_owner(lock), since)
    lock = path.with_name(f".~lock.{path.name}#")
    with suppress(OSError):
        text = lock.read_bytes()[:2_000].decode("utf-8", "replace")
        names = [part.strip() for part in text.split(",")]
        since = datetime.fromtimestamp(lock.stat().st_mtime).astimezone()
        return OpenFile(lock, next((name for name in names[:2] if name), ""), since)
    return None


def _excel_owner(lock: Path) -> str:
    """Return the user name in an Excel lock file: a length byte, then the name."""
    with suppress(OSError, IndexError):
        content = lock.read_bytes()[:64]
        return content[1 : 1 + content[0]].decode("latin-1").strip()
    return ""


def exchange(first: Path, second: Path) -> bool:
    """Exchange two files in one atomic step; return whether the platform could.

    Raises:
        OSError: where the files cannot be renamed at all.
    """
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE) == 0)


def keep_backup(previous: Path, folder: Path, name: str, moment: str, keep: int) -> None:
    """Move the previous version of a workbook into the backup folder and drop the oldest ones beyond ``keep``.

    Args:
        previous: the file that holds it.
        folder: backup folder of this workbook.
        name: file name of the workbook.
        moment: text that sorts by time.
        keep: how many versions are kept.
    """
    if keep > 0:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = folder / f"{moment}-{name}"
        partial = folder / f"{TEMPORARY_PREFIX}{moment}.tmp"
        with previous.open("rb") as source, partial.open("wb") as copy:
            while chunk := source.read(1 << 20):
                copy.write(chunk)
        partial.replace(target)
        versions = sorted(path for path in folder.iterdir() if path.name.endswith(name))
        for old in versions[: max(0, len(versions) - keep)]:
            old.unlink(missing_ok=True)
    previous.unlink(missing_ok=True)
