"""A run in a process of its own: it can be ended when it hangs, and takes its memory with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

import sync
from sync.config import Office
from sync.daemon.base import Outcome, RunEnd, Stop

GRACE: Final = 8
"""Seconds that a run gets to finish the step under way before it is killed; the daemon has ten to end."""

_POLL: Final = 0.1
_LARGEST: Final = 64 * 1024 * 1024
# Bytes of a result that are looked into; of a larger one the exit code says enough.

_ENDS: Final[dict[int, RunEnd]] = {0: "ok", 3: "partial", 11: "locked"}
_EXCEPTION: Final = re.compile(r"^([A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit))\b")


@dataclass(frozen=True, slots=True)
class ChildRunner:
    """Makes runs as child processes.

    Attributes:
        stop: knows whether the daemon was asked to stop.
        command: what is started; the office and the names of what the run is for are added.
        grace: seconds from asking a run to end to killing it.
        order: the words that say what to do; ``("mail", "send")`` sends the mails whose time has come.
    """

    stop: Stop
    command: tuple[str, ...] = (sys.executable, "-P", "-m", "sync")
    grace: float = GRACE
    order: tuple[str, ...] = ("sync",)

    def __call__(self, office: Office, only: Sequence[str]) -> Outcome:
        """Make a run and wait for it, at most as long as the settings allow.

        Its output goes to files without a name: it holds what was found, which belongs into no log.
        """
        words = [*self.command, *self.order, "--office", str(office.folder), "--json", "--quiet", *only]
        started = time.monotonic()
        with TemporaryFile() as output, TemporaryFile() as errors:
            # A group of its own: Ctrl-C reaches the daemon alone, which lets the run finish its step.
            process = subprocess.Popen(  # noqa: S603  (our own program, by its path)
                words,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                cwd=office.folder,
                env=_environment(),
                start_new_session=os.name == "posix",
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
            try:
                ended = self._wait(process, started + office.deadline * 60)
            except BaseException:
                _end(process, self.grace)
                raise
            return _outcome(process.returncode, ended, time.monotonic() - started, output, errors)

    def _wait(self, process: subprocess.Popen[bytes], limit: float) -> RunEnd | None:
        """Wait for a run; return why it was ended, None where it ended by itself."""
        while process.poll() is None:
            if self.stop.asked:
                _end(process, self.grace)
                return "interrupted"
            if time.monotonic() > limit:
                _end(process, self.grace)
                return "overrun"
            self.stop.wait(_POLL)
        return None


def _environment() -> dict[str, str]:
    """Return the environment of a run: it finds the same Sheetkeeper, wherever the office lies."""
    home = str(Path(next(iter(sync.__path__))).parent)
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _end(process: subprocess.Popen[bytes], grace: float) -> None:
    """Ask a process to end, and kill it where it does not."""
    process.terminate()
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _outcome(exit_code: int, ended: RunEnd | None, seconds: float, output: IO[bytes], errors: IO[bytes]) -> Outcome:
    document = _document(output)
    end = _ENDS.get(exit_code, "failed")
    if document.get("status") == "failed":
        end = "failed"
    if ended is not None and end not in ("ok", "partial"):
        end = ended  # a run that ended well just before it was asked to end is done
    problems = document.get("error", {}).get("problems", ())
    codes = tuple(str(problem.get("code")) for problem in problems) or _exception(exit_code, errors)
    return Outcome(end, exit_code, str(document.get("run", "")), seconds, codes if end == "failed" else ())


def _document(output: IO[bytes]) -> dict[str, Any]:
    """Return what a run said; nothing where it said nothing that can be read."""
    if output.seek(0, os.SEEK_END) > _LARGEST:
        return {}
    output.seek(0)
    try:
        document = json.load(output)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _exception(exit_code: int, errors: IO[bytes]) -> tuple[str, ...]:
    """Return the name of the exception that ended a run before it could say why; its text may hold anything."""
    if exit_code in _ENDS:
        return ()
    errors.seek(max(0, errors.seek(0, os.SEEK_END) - 10_000))
    lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    match = _EXCEPTION.match(lines[-1]) if lines else None
    return (match[1],) if match else ()
