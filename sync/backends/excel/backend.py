"""The Excel backend: reads with calamine behind a safety scan, writes by splicing into the package."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from glob import glob, has_magic
from pathlib import Path
from typing import Any

from rules.core.text import Text
from sync.backends.base import Edits, ExternallyChangedError, Prepared, Snapshot, Tab, WorkbookError, Written
from sync.backends.excel import package, wording
from sync.backends.excel.files import (
    TEMPORARY_PREFIX,
    OpenFile,
    exchange,
    fingerprint,
    give_back,
    keep_backup,
    locks_of,
    sync_folder,
)
from sync.backends.excel.rights import group_name, keep_rights
from sync.backends.ownership import check_ownership
from sync.system_errors import system_problem

STALE_LOCK = timedelta(hours=72)
"""A lock file of this age belongs to a program that died; nobody keeps a workbook open over three nights."""

READ_TRIES = 3

_ANYBODY_MAY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH

_CODES = {
    "encrypted": "WBK103",
    "legacy_xls": "WBK105",
    "too_large": "WBK104",
    "far_cell": "WBK104",
}


class ExcelBackend:
    """Workbooks as files.

    Attributes:
        locale: Babel locale in which staff type.
        limits: limits beyond which a workbook is refused.
        backups: folder for previous versions.
        keep: how many previous versions of a workbook are kept.
        now: the clock, for the age of lock files and the names of backups.
    """

    def __init__(
        self,
        *,
        locale: str,
        backups: Path,
        now: Callable[[], datetime],
        keep: int = 5,
        limits: package.Limits | None = None,
    ) -> None:
        """Make a backend for one office."""
        self.locale = locale
        self.backups = backups
        self.keep = keep
        self.now = now
        self.limits = limits or package.Limits()
        # Several offices may share a folder; each clears away its own temporary files only.
        self._prefix = f"{TEMPORARY_PREFIX}{_short_digest(backups)}-"

    def find(self, location: str) -> Sequence[str]:
        """Return the workbook files that a path or pattern means, without lock and temporary files."""
        if not has_magic(location):
            return [location]
        found = (
            path
            for path in glob(location)  # noqa: PTH207  (patterns are absolute)
            if not Path(path).name.startswith(("~$", "."))
        )
        return sorted(path for path in found if Path(path).suffix.lower() in (".xlsx", ".xlsm"))

    def fingerprint(self, location: str) -> str:
        """Return the SHA-256 of the file.

        Raises:
            WorkbookError: where it cannot be read.
        """
        try:
            return fingerprint(self._workbook(location))
        except OSError as error:
            raise _unreachable(location, error) from error

    def read(self, workbook: str, location: str) -> Snapshot:
        """Return a workbook's cells after checking that it is safe to read.

        Raises:
            WorkbookError: where it is missing, damaged, protected or beyond the limits.
        """
        try:
            path = self._workbook(location)
            for _ in range(READ_TRIES):
                before = _state_of(path)
                scan = package.scan_workbook(path, self.limits)
                values = _read_values(path, scan)
                if _state_of(path) == before:
                    break
            else:
                raise ExternallyChangedError("WBK107", location=path.name)
        except package.PackageError as error:
            code = _CODES.get(error.code, "WBK102")
            raise WorkbookError(code, location=path.name, detail=wording.package_problem(error)) from error
        except OSError as error:
            raise _unreachable(location, error) from error
        tabs = [_tab(tab, values[tab.title], index) for index, tab in enumerate(scan.tabs) if tab.title in values]
        return Snapshot(
            workbook=workbook,
            location=path.name,
            fingerprint=scan.fingerprint,
            tabs=tabs,
            locale=self.locale,
            date1904=scan.date1904,
            obstacle=self._obstacle(path),
            memo=scan,
        )

    def prepare(self, snapshot: Snapshot, location: str, edits: Edits) -> Prepared:
        """Write the new version beside the workbook, under a temporary name.

        Raises:
            WorkbookError: where somebody has it open, or it cannot be written safely.
            ExternallyChangedError: where it is no longer what the snapshot shows.
        """
        check_ownership(snapshot, edits)
        path = Path(location).resolve()
        if obstacle := self._obstacle(path):
            raise WorkbookError("WBK106", location=path.name, who=obstacle)
        temporary: Path | None = None
        try:
            if fingerprint(path) != snapshot.fingerprint:
                raise ExternallyChangedError("WBK107", location=path.name)
            if not path.stat().st_mode & _ANYBODY_MAY_WRITE:
                # Replacing it would be possible, but whoever set it so wants it to stay as it is.
                raise WorkbookError("WBK109", location=path.name, detail=wording.READ_ONLY)  # noqa: TRY301
            handle, name = tempfile.mkstemp(prefix=self._prefix, suffix=path.suffix, dir=path.parent)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as target:
                # The file is what was scanned, byte for byte, so that its formulas need not be read again.
                scan = snapshot.memo if isinstance(snapshot.memo, package.WorkbookScan) else None
                report = package.rewrite(path, target, _package_edits(edits), self.limits, scan)
                target.flush()
                os.fsync(target.fileno())
            if not keep_rights(path, temporary):
                raise WorkbookError("WBK109", location=path.name, detail=wording.shut_out(group_name(path)))  # noqa: TRY301
            return Prepared(snapshot.fingerprint, fingerprint(temporary), temporary.name, report.cells_written)
        except package.PackageError as error:
            _remove(temporary)
            raise WorkbookError("WBK108", location=path.name, detail=wording.package_problem(error)) from error
        except OSError as error:
            _remove(temporary)
            raise _unwritable(location, error) from error
        except WorkbookError:
            _remove(temporary)
            raise

    def complete(self, location: str, prepared: Prepared) -> Written:
        """Put the prepared version in the workbook's place in one step, and keep the previous one.

        Where the platform can exchange two files, the version that was replaced is looked at afterwards, and put back
        if it is not the one that the write was made for; elsewhere it is looked at right before.

        Raises:
            ExternallyChangedError: where somebody saved the workbook meanwhile; theirs stays.
            WorkbookError: where it cannot be replaced.
        """
        path = Path(location).resolve()
        temporary = path.with_name(prepared.token)
        try:
            if fingerprint(path) != prepared.before:
                raise ExternallyChangedError("WBK107", location=path.name)
            if obstacle := self._obstacle(path):
                raise WorkbookError("WBK106", location=path.name, who=obstacle)
            previous = temporary
            if exchange(temporary, path):
                if fingerprint(temporary) != prepared.before:
                    give_back(temporary, path, prepared.after)
                    raise ExternallyChangedError("WBK107", location=path.name)
            else:
                previous = _previous(temporary)
                shutil.copy2(path, previous)
                temporary.replace(path)
            sync_folder(path.parent)
        except OSError as error:
            raise _unwritable(location, error) from error
        self._keep(path, previous)
        return Written(prepared.after, prepared.cells)

    def withdraw(self, location: str, prepared: Prepared) -> None:
        """Do nothing: a file is exchanged as a whole, so that no flag stands beside another row."""

    def probe(self, location: str) -> str:
        """Find out whether the file may be written; that needs nobody's name.

        Raises:
            WorkbookError: where it is read-only.
        """
        if not os.access(location, os.W_OK):
            raise WorkbookError("WBK109", location=Path(location).name, detail=wording.READ_ONLY)
        return ""

    def discard(self, location: str, prepared: Prepared) -> None:
        """Remove the temporary files of a write that was not completed."""
        if temporary := self._temporary(location, prepared):
            _remove(temporary)
            _remove(_previous(temporary))

    def settle(self, location: str, prepared: Prepared) -> bool:
        """Tell from what lies in the folder whether an interrupted write was made, and clear away the rest.

        The temporary file holds our version where the two were not exchanged, and the version that ours replaced where
        they were. If that is not the one that the write was made for, staff saved it at the last instant: it is put
        back, or kept as a backup where they have gone on from ours since.

        Raises:
            WorkbookError: where the workbook cannot be reached.
        """
        temporary = self._temporary(location, prepared)
        try:
            path = self._workbook(location).resolve()
            present = fingerprint(path)
            replaced = fingerprint(temporary) if temporary is not None and temporary.exists() else None
            if temporary is None or replaced is None:
                made = present != prepared.before
            else:
                made = replaced != prepared.after
                if replaced not in (prepared.before, prepared.after) and present == prepared.after:
                    give_back(temporary, path, prepared.after)
                    made = False
        except OSError as error:
            raise _unreachable(location, error) from error
        if made and temporary is not None:
            for previous in (temporary, _previous(temporary)):
                if previous.exists():
                    self._keep(path, previous)
        self.discard(location, prepared)
        return made

    def tidy(self, location: str, keep: Collection[str]) -> None:
        """Remove what interrupted writes of this office left in the workbook's folder and among the backups."""
        tokens = tuple(keep)
        with suppress(OSError):
            for path in Path(location).resolve().parent.glob(f"{self._prefix}*"):
                if not tokens or not path.name.startswith(tokens):
                    _remove(path)
            for path in self.backups.glob(f"*/{TEMPORARY_PREFIX}*"):
                _remove(path)

    def spent(self, location: str) -> int:
        """Return 0: no request is needed."""
        del location
        return 0

    def _workbook(self, location: str) -> Path:
        """Return the path of a workbook that may be opened: a file of its own folder, and not beyond the limit.

        Raises:
            WorkbookError: for a folder, a device, a link that leads elsewhere or a file that is too large.
            OSError: where it cannot be reached.
        """
        path = Path(location)
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            detail = wording.FOLDER if stat.S_ISDIR(state.st_mode) else wording.NO_FILE
            raise WorkbookError("WBK102", location=path.name, detail=detail)
        if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
            raise WorkbookError("WBK112", location=path.name, target=str(path.resolve()))
        if state.st_size > self.limits.max_file_bytes:
            detail = wording.size_problem(state.st_size, self.limits.max_file_bytes)
            raise WorkbookError("WBK104", location=path.name, detail=detail)
        return path

    def _temporary(self, location: str, prepared: Prepared) -> Path | None:
        """Return the temporary file that a token names, or None where it names anything else."""
        if Path(prepared.token).name != prepared.token or not prepared.token.startswith(TEMPORARY_PREFIX):
            return None
        return Path(location).resolve().with_name(prepared.token)

    def _keep(self, path: Path, previous: Path) -> None:
        """Keep the previous version; a full disk must not undo a write that is done."""
        moment = self.now().strftime("%Y%m%d-%H%M%S")
        # Workbooks of one name in two folders keep their backups apart.
        folder = self.backups / f"{path.stem}-{_short_digest(path)}"
        with suppress(OSError):
            keep_backup(previous, folder, path.name, moment, self.keep)
        _remove(previous)

    def _obstacle(self, path: Path) -> Text | None:
        """Return who has the workbook open; a lock file that a program left behind long ago does not count."""
        now = self.now()
        fresh = (lock for lock in locks_of(path) if now - lock.since <= STALE_LOCK)
        return next((_opened_by(lock, now.tzinfo) for lock in fresh), None)


def _opened_by(lock: OpenFile, zone: tzinfo | None) -> Text:
    """Return who has a workbook open and since when, by the office's clock."""
    moment = lock.since.astimezone(zone).strftime("%d/%m/%Y %H:%M")
    by = {"vi": f" bởi {lock.who}", "en": f" by {lock.who}"} if lock.who else {"vi": "", "en": ""}
    return Text(vi=f"{by['vi']} từ {moment}", en=f"{by['en']} since {moment}")


def _state_of(path: Path) -> tuple[int, int, int]:
    state = path.stat()
    return state.st_mtime_ns, state.st_size, state.st_ino


def _read_values(path: Path, scan: package.WorkbookScan) -> Mapping[str, Sequence[Sequence[Any]]]:
    """Return the values of each worksheet by calamine, which the scan has made safe to call."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  (loaded when a workbook is read)

    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            return {
                tab.title: workbook.get_sheet_by_name(tab.title).to_python(skip_empty_area=False)
                if tab.last_row
                else []
                for tab in scan.tabs
                if tab.kind == "worksheet"
            }
    except (CalamineError, ValueError) as error:
        raise package.PackageError("malformed", str(error)) from error


def _tab(scan: package.TabScan, rows: Sequence[Sequence[Any]], index: int) -> Tab:
    return Tab(
        title=scan.title,
        rows=rows,
        hidden=scan.state != "visible",
        formulas=scan.formulas,
        without_value=frozenset(scan.formulas_without_value),
        errors=scan.error_cells,
        padded=scan.padded_codes,
        merged=scan.merged,
        hidden_rows=scan.hidden_rows,
        tab_id=str(index),
    )


def _package_edits(edits: Edits) -> package.PackageEdits:
    return package.PackageEdits(
        tabs=[
            package.TabEdits(
                title=tab.title,
                cells=[package.ColumnEdits(one.column, one.rows, one.values, one.style) for one in tab.columns],
                new_columns=tuple(
                    package.NewColumn(one.column, one.title, one.header_row, one.width) for one in tab.new_columns
                ),
            )
            for tab in edits.tabs
        ],
        new_tabs=[
            package.NewTab(
                title=tab.title,
                cells=[package.ColumnEdits(one.column, one.rows, one.values, one.style) for one in tab.columns],
                column_widths=tab.widths,
                freeze=tab.freeze,
                show_grid=False,
            )
            for tab in edits.new_tabs
        ],
    )


def _short_digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:8]


def _previous(temporary: Path) -> Path:
    """Return where the previous version stands while files cannot be exchanged in one step."""
    return temporary.with_name(f"{temporary.name}.previous")


def _remove(path: Path | None) -> None:
    if path is not None:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _unreachable(location: str, error: OSError) -> WorkbookError:
    name = Path(location).name
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return WorkbookError("WBK101", location=name)
    return WorkbookError("WBK102", location=name, detail=system_problem(error))


def _unwritable(location: str, error: OSError) -> WorkbookError:
    return WorkbookError("WBK109", location=Path(location).name, detail=system_problem(error))
