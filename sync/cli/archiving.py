"""The commands that save the state in one file and put it back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rules.core.message import format_value
from sync.cli.exit_codes import ExitCode
from sync.cli.failures import CommandError
from sync.cli.messages import (
    BACKUP_EXISTS,
    DAEMON_AT_WORK,
    IS_A_FOLDER,
    NO_BACKUP,
    NO_FOLDER,
    NO_STATE,
    NOT_A_BACKUP,
    STATE_EXISTS,
)
from sync.cli.pages import words
from sync.cli.terminal import Terminal
from sync.config import Office, find_office, load_office

if TYPE_CHECKING:
    from sync.store.archive import Manifest

_MEGABYTE = 1024 * 1024


def back_up(terminal: Terminal, folder: Path | None, file: Path, *, force: bool) -> None:
    """Save the state of an office in a file, and say so. No lock is taken: runs may go on meanwhile."""
    with terminal.guard():
        from sync.store.archive import is_archive, save_archive  # noqa: PLC0415  (heavy: only where it is asked for)
        from sync.unchanged import product_version  # noqa: PLC0415
        from sync.wiring import state_file  # noqa: PLC0415

        office = _settings(terminal, folder)
        if not state_file(office).exists():
            raise CommandError(NO_STATE, ExitCode.CONFIGURATION)
        _check_file(file)
        if not file.absolute().parent.is_dir():
            raise CommandError(NO_FOLDER, ExitCode.USAGE, folder=str(file.parent))
        if file.exists() and not (force and is_archive(file)):
            raise CommandError(BACKUP_EXISTS, ExitCode.USAGE, path=str(file))
        made_at = datetime.now(ZoneInfo(office.timezone))
        manifest = save_archive(state_file(office), file.absolute(), made_at=made_at, product=product_version())
        if terminal.json:
            terminal.document({"backup": str(file), **manifest.to_json()})
        elif not terminal.quiet:
            size = format_value(round(Decimal(file.stat().st_size) / _MEGABYTE, 1), "number", terminal.voice)
            said = terminal.text(words.BACKED_UP).format(path=file, size=size, run=manifest.last_run or "–")
            terminal.console.print(said, style="green", soft_wrap=True)
            terminal.console.print(terminal.text(words.HOLDS_WAGES), style="dim", soft_wrap=True)


def bring_back(terminal: Terminal, folder: Path | None, file: Path, *, force: bool) -> None:
    """Put the state of a backup in place, and say so. Neither a run nor the daemon may be at work."""
    with terminal.guard():
        from sync.store.archive import (  # noqa: PLC0415  (heavy: only where it is asked for)
            DamagedArchiveError,
            StateNotEmptyError,
            is_empty,
            replaced_name,
            restore_archive,
        )
        from sync.wiring import only_run, state_file  # noqa: PLC0415

        office = _settings(terminal, folder)
        if not file.exists():
            raise CommandError(NO_BACKUP, ExitCode.USAGE, path=str(file))
        _check_file(file)
        database = state_file(office)
        with _no_daemon(office), only_run(office):
            replaced = not is_empty(database)
            try:
                at = datetime.now(ZoneInfo(office.timezone))
                manifest = restore_archive(file, database, at=at, force=force)
            except DamagedArchiveError as error:
                raise CommandError(NOT_A_BACKUP, ExitCode.USAGE, path=str(file)) from error
            except StateNotEmptyError as error:
                raise CommandError(STATE_EXISTS, ExitCode.USAGE, folder=str(office.state)) from error
        kept = replaced_name(database) if replaced else None
        if terminal.json:
            terminal.document({"restored": str(file), "kept": str(kept) if kept else None, **manifest.to_json()})
        elif not terminal.quiet:
            _show_restored(terminal, manifest, kept)


def _show_restored(terminal: Terminal, manifest: Manifest, kept: Path | None) -> None:
    day = format_value(manifest.made_at.date(), "date", terminal.voice)
    said = terminal.text(words.RESTORED).format(day=f"{day} {manifest.made_at:%H:%M}", run=manifest.last_run or "–")
    terminal.console.print(said, style="green", soft_wrap=True)
    if kept is not None:
        terminal.console.print(terminal.text(words.KEPT_BESIDE).format(path=kept), style="dim", soft_wrap=True)
    terminal.console.print(terminal.text(words.PLAN_FIRST), style="dim", soft_wrap=True)


def _check_file(file: Path) -> None:
    """See that a file is meant.

    Raises:
        CommandError: where it is a folder.
    """
    if file.is_dir():
        raise CommandError(IS_A_FOLDER, ExitCode.USAGE, path=str(file))


def _settings(terminal: Terminal, folder: Path | None) -> Office:
    office = load_office(folder if folder is not None else find_office(Path.cwd()), os.environ)
    terminal.speak(office.voice)
    return office


@contextmanager
def _no_daemon(office: Office) -> Iterator[None]:
    """Keep the daemon of an office from starting.

    Raises:
        CommandError: where it is at work.
    """
    from sync.daemon.service import only_daemon  # noqa: PLC0415  (heavy: only where it matters)
    from sync.wiring import LockedError  # noqa: PLC0415

    with ExitStack() as held:
        try:
            held.enter_context(only_daemon(office))
        except LockedError:
            raise CommandError(DAEMON_AT_WORK, ExitCode.LOCKED) from None
        yield
