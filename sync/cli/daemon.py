"""The command that makes the runs of the schedule."""

from __future__ import annotations

import os
from pathlib import Path

from sync.cli.exit_codes import ExitCode
from sync.cli.failures import CommandError
from sync.cli.messages import NO_JOBS, SECOND_DAEMON
from sync.cli.terminal import Terminal
from sync.config import find_office, load_office


def run_daemon(terminal: Terminal, office: Path | None, *, log_json: bool, log_file: Path | None) -> None:
    """Serve an office until asked to stop; what keeps the daemon from starting is told as by any command."""
    with terminal.guard():
        folder = office if office is not None else find_office(Path.cwd())
        settings = load_office(folder, os.environ)
        terminal.speak(settings.voice)
        if not settings.jobs:
            raise CommandError(NO_JOBS, ExitCode.CONFIGURATION)
        from sync.daemon.service import serve  # noqa: PLC0415  (heavy: only where there is something to serve)
        from sync.wiring import LockedError  # noqa: PLC0415  (the same)

        try:
            serve(folder, as_json=log_json, log_file=log_file)
        except LockedError:
            raise CommandError(SECOND_DAEMON, ExitCode.LOCKED) from None
