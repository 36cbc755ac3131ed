"""One file with the whole state: made while runs may be under way, and put back on any machine.

The file is a zip with two members: the database as SQLite copied it at one moment, and a manifest that says what it is.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from sync.store import open_store
from sync.store.audit_chain import Head
from sync.store.base import NewerStateError, StateError, UnreadableStateError
from sync.store.database import SCHEMA_VERSION

FORMAT: Final = "sheetkeeper-state"
"""What a manifest says that its file is."""

_MANIFEST: Final = "manifest.json"
_DATABASE: Final = "state.sqlite3"
_MEMBERS: Final = {_MANIFEST, _DATABASE}
_LARGEST_MANIFEST: Final = 64 * 1024
_CHUNK: Final = 1 << 20
_TEMPORARY: Final = ".sheetkeeper-backup-"
_LEFT_BEHIND: Final = 24 * 60 * 60
# Seconds after which a temporary folder belongs to a backup that was killed.
_BUSY: Final = 30
# Seconds that the copy waits for a run's transaction, which never takes more than a moment.


class DamagedArchiveError(StateError):
    """The file is no backup of a state, or no longer what was written."""


class StateNotEmptyError(StateError):
    """There is a state already, with something in it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        made_at: when it was made, with its time zone.
        product: version of Sheetkeeper that made it.
        schema_version: version of the database's tables.
        sha256: digest of the database in hexadecimal.
        size: bytes of the database.
        last_run: name of the latest run in it; empty where there was none.
    """

    made_at: datetime
    product: str
    schema_version: int
    sha256: str
    size: int
    last_run: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the manifest as JSON data."""
        return {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat(timespec="seconds")}


def save_archive(database: Path, target: Path, *, made_at: datetime, product: str) -> Manifest:
    """Write a backup of a state into one file that only its owner can read.

    The copy is SQLite's own: it shows the state between two transactions, whatever runs meanwhile. The file appears
    whole or not at all; a backup that is there is replaced.

    Args:
        database: the SQLite file of the state.
        target: the file to make; its folder must exist.
        made_at: the moment to note.
        product: version of Sheetkeeper.

    Raises:
        UnreadableStateError: where there is no state, or it cannot be read.
        OSError: where the file cannot be written.
    """
    _clear_away(target.parent, made_at)
    with TemporaryDirectory(prefix=_TEMPORARY, dir=target.parent) as folder:
        copy, packed = Path(folder, _DATABASE), Path(folder, "packed")
        _copy_database(database, copy)
        version, last_run = _describe(copy)
        manifest = Manifest(made_at, product, version, _digest(copy), copy.stat().st_size, last_run)
        with _private(packed) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(_MANIFEST, json.dumps(manifest.to_json(), ensure_ascii=False, indent=2))
            archive.write(copy, _DATABASE)
        _keep_content(packed)
        packed.replace(target)
        _keep_name(target.parent)
    return manifest


def restore_archive(source: Path, database: Path, *, at: datetime, force: bool = False) -> Manifest:
    """Put the state of a backup in place, in one step, after a look whether it is whole.

    The latest entry of its audit chain says that it was restored, and from which backup. A state of an older version
    is brought up to date for that.

    Args:
        source: the backup.
        database: the SQLite file of the state; its folder is made with mode 0700.
        at: the moment to note, with its time zone.
        force: whether a state that is there is replaced; it is kept beside the new one, see :func:`replaced_name`.

    Raises:
        DamagedArchiveError: where the file is no backup, or was damaged.
        NewerStateError: where a newer version of Sheetkeeper made it.
        StateNotEmptyError: where there is a state already and ``force`` is not given.
        OSError: where something cannot be read or written.
    """
    manifest = read_manifest(source)
    if manifest.schema_version > SCHEMA_VERSION:
        raise NewerStateError(manifest.schema_version, SCHEMA_VERSION)
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    database.parent.chmod(0o700)
    with TemporaryDirectory(prefix=_TEMPORARY, dir=database.parent) as folder:
        unpacked = Path(folder, _DATABASE)
        _unpack(source, manifest, unpacked)
        if not is_empty(database):
            if not force:
                raise StateNotEmptyError(str(database))
            _enter_restore(unpacked, manifest, at, former=_head_of(database))
            _keep_former(database)
        else:
            _enter_restore(unpacked, manifest, at, former="")
        for log in _logs_of(database):
            # The log of the former state must never be applied to the one that takes its place.
            log.unlink(missing_ok=True)
        unpacked.replace(database)
        _keep_name(database.parent)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises:
        DamagedArchiveError: where the file is no backup.
        OSError: where it cannot be read.
    """
    with _opened(source) as archive:
        if set(archive.namelist()) != _MEMBERS or len(archive.namelist()) != len(_MEMBERS):
            raise DamagedArchiveError(f"{source.name} is no backup")
        if archive.getinfo(_MANIFEST).file_size > _LARGEST_MANIFEST:
            raise DamagedArchiveError(f"{source.name}: the manifest is too large")
        return _manifest(json.loads(archive.read(_MANIFEST)), source.name)


def is_archive(path: Path) -> bool:
    """Return whether a file is a backup of a state, so that a new one may take its place."""
    try:
        read_manifest(path)
    except (StateError, OSError):
        return False
    return True


def is_empty(database: Path) -> bool:
    """Return whether there is nothing in a state that could be lost; what cannot be read counts as something."""
    if not database.exists() or not database.stat().st_size:
        return True
    try:
        with closing(_connect(database)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return not any(
                connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()  # noqa: S608  (a table's own name)
                for (name,) in tables
                if name != "schema_version"
            )
    except sqlite3.Error:
        return False


def replaced_name(database: Path) -> Path:
    """Return the file in which a state is kept that a backup takes the place of."""
    return database.with_name(f"replaced-{database.name}")


def _connect(database: Path) -> sqlite3.Connection:
    # Opened for writing, since reading a log that a crash left means to apply it; never made where it is missing.
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY)


def _copy_database(database: Path, copy: Path) -> None:
    """Copy a database as it is at one moment, into a file without a log beside it.

    Raises:
        UnreadableStateError: where there is none, or it cannot be read.
    """
    os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
    try:
        with closing(_connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            _check_integrity(target)
    except sqlite3.Error as error:
        raise UnreadableStateError(f"{database.name}: {error}") from error


def _check_integrity(connection: sqlite3.Connection) -> None:
    (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok":
        raise UnreadableStateError(f"the database is damaged: {answer}")


def _describe(database: Path) -> tuple[int, str]:
    """Return the version of the tables and the name of the latest run."""
    with closing(sqlite3.connect(database)) as connection:
        try:
            (version,) = connection.execute("SELECT version FROM schema_version").fetchone()
            last = connection.execute("SELECT run_id FROM runs ORDER BY number DESC LIMIT 1").fetchone()
        except (sqlite3.Error, TypeError) as error:
            raise UnreadableStateError(f"{database.name} holds no state") from error
    return int(version), str(last[0]) if last else ""


def _unpack(source: Path, manifest: Manifest, target: Path) -> None:
    """Unpack the database of a backup, never more of it than the manifest says.

    Raises:
        DamagedArchiveError: where it is not what the manifest says.
    """
    digest, size = hashlib.sha256(), 0
    with _opened(source) as archive, archive.open(_DATABASE) as packed, _private(target) as file:
        while size <= manifest.size and (chunk := packed.read(_CHUNK)):
            size += len(chunk)
            digest.update(chunk)
            file.write(chunk)
    _keep_content(target)
    if (size, digest.hexdigest()) != (manifest.size, manifest.sha256):
        raise DamagedArchiveError(f"{source.name}: the content is not what was written")
    try:
        with closing(sqlite3.connect(target)) as connection:
            _check_integrity(connection)
        version, _ = _describe(target)
    except (sqlite3.Error, UnreadableStateError) as error:
        raise DamagedArchiveError(f"{source.name}: {error}") from error
    if version != manifest.schema_version:
        raise DamagedArchiveError(f"{source.name}: the manifest speaks of another version")


def _enter_restore(database: Path, manifest: Manifest, at: datetime, *, former: str) -> None:
    """Enter in the audit chain of an unpacked state which backup it is from, and leave it without a log beside it.

    Args:
        database: the state.
        manifest: what the backup says of itself.
        at: the moment.
        former: end of the chain of the state that it takes the place of; empty where there is none.
    """
    facts = {
        "run": manifest.last_run,
        "made_at": manifest.made_at.isoformat(timespec="seconds"),
        "product": manifest.product,
        "former": former,
    }
    with open_store(database) as store:
        store.note_restore(at, manifest.sha256, facts)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    _keep_content(database)


def _head_of(database: Path) -> str:
    """Return the end of a state's audit chain; empty where it has none, or cannot be read."""
    try:
        with closing(_connect(database)) as connection:
            found = connection.execute("SELECT number, hash FROM audit_head").fetchone()
    except sqlite3.Error:
        return ""
    return "" if found is None else str(Head(*found))


def _keep_former(database: Path) -> None:
    """Copy a state aside before another one takes its place; a damaged one as it is, with its log."""
    kept = replaced_name(database)
    for former in (kept, *_logs_of(kept)):
        former.unlink(missing_ok=True)
    try:
        _copy_database(database, kept)
    except UnreadableStateError:
        kept.unlink(missing_ok=True)
        for former, new in zip((database, *_logs_of(database)), (kept, *_logs_of(kept)), strict=True):
            if former.exists():
                shutil.copy2(former, new)
    _keep_content(kept)


def _logs_of(database: Path) -> tuple[Path, Path]:
    return database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-shm")


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise DamagedArchiveError(f"{source.name}: {error}") from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place outside the file, which a damaged directory of the zip names
            raise DamagedArchiveError(f"{source.name}: {error.strerror}") from error
        raise


def _manifest(document: object, name: str) -> Manifest:
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise DamagedArchiveError(f"{name} is no backup of a state")
    try:
        return Manifest(
            made_at=datetime.fromisoformat(document["made_at"]),
            product=str(document["product"]),
            schema_version=int(document["schema_version"]),
            sha256=str(document["sha256"]),
            size=int(document["size"]),
            last_run=str(document["last_run"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedArchiveError(f"{name}: the manifest cannot be read") from error


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that nobody else can read: it holds wages."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600), "w+b") as file:
        yield file


def _keep_content(path: Path) -> None:
    """Make a file's content outlast a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _keep_name(folder: Path) -> None:
    """Make a new name in a folder outlast a power cut, where the system knows how."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _clear_away(folder: Path, now: datetime) -> None:
    """Remove what backups left that were killed on the way."""
    for left in folder.glob(f"{_TEMPORARY}*"):
        with suppress(OSError):
            if now.timestamp() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left)
