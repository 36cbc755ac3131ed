"""Turns what can go wrong into something that a bookkeeper understands, with an exit code and never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rules.core.message import Message, Voice
from rules.core.text import Text
from sync.cli import messages as said
from sync.cli.exit_codes import ExitCode
from sync.config.problems import ConfigurationError, Problem
from sync.system_errors import system_name, system_problem


class CommandError(Exception):
    """A command cannot do what it was asked for.

    Attributes:
        message: the template that says so.
        exit_code: what the shell is told.
        fields: values of the template's fields.
    """

    def __init__(self, message: Message, exit_code: ExitCode, **fields: object) -> None:
        """Say which message describes the situation."""
        super().__init__(message.code)
        self.message = message
        self.exit_code = exit_code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a command ended without doing its work.

    Attributes:
        exit_code: what the shell is told.
        problems: what went wrong, one entry a matter.
        voice: the language to say it in, where the cause knows better than the command.
    """

    exit_code: ExitCode
    problems: tuple[Problem, ...] = field(default_factory=tuple)
    voice: Voice | None = None

    def to_json(self, voice: Voice) -> Mapping[str, Any]:
        """Return the failure as the one JSON document of a command."""
        return {
            "error": {
                "exit_code": int(self.exit_code),
                "problems": [
                    {
                        "code": problem.code,
                        "message": problem.text(voice),
                        "fix": problem.fix(voice),
                        "line": problem.line,
                    }
                    for problem in self.problems
                ],
            }
        }


def describe(error: BaseException) -> Failure:
    """Return what an exception means for the person at the terminal."""
    if isinstance(error, ConfigurationError):
        return Failure(ExitCode.CONFIGURATION, error.problems, error.voice)
    if isinstance(error, CommandError):
        return _failure(error.exit_code, error.message, **error.fields)
    if isinstance(error, KeyboardInterrupt):
        return _failure(ExitCode.INTERRUPTED, said.INTERRUPTED)
    if (known := _describe_world(error) or _describe_workbook(error)) is not None:
        return known
    if isinstance(error, OSError):
        return _failure(ExitCode.UNEXPECTED, said.FILE_ERROR, error=_system_words(error))
    return _failure(ExitCode.UNEXPECTED, said.UNEXPECTED, error=f"{type(error).__name__}: {_short(error)}")


def _describe_world(error: BaseException) -> Failure | None:
    """Return the failure for an exception of the store, an undo or the wiring, None for any other.

    These are heavy; where they were never imported, they cannot have raised anything.
    """
    store = sys.modules.get("sync.store.base")
    if store is not None and isinstance(error, store.NewerStateError):
        return _failure(ExitCode.CONFIGURATION, said.NEWER_STATE, found=error.found, known=error.known)
    if store is not None and isinstance(error, store.StateError):
        return _failure(ExitCode.CONFIGURATION, said.UNREADABLE_STATE, error=_short(error))
    database = sys.modules.get("sqlalchemy.exc")
    if database is not None and isinstance(error, database.DBAPIError):
        # What the database itself says; the statement around it means nothing to people.
        return _failure(ExitCode.CONFIGURATION, said.UNREADABLE_STATE, error=_short(error.orig or error))
    results = sys.modules.get("sync.results")
    if results is not None and isinstance(error, results.UnknownRunError):
        return _failure(ExitCode.USAGE, said.UNKNOWN_RUN, run=_short(error))
    wiring = sys.modules.get("sync.wiring")
    if wiring is None:
        return None
    if isinstance(error, wiring.LockedError):
        return _failure(ExitCode.LOCKED, said.LOCKED)
    return None


def _describe_workbook(error: BaseException) -> Failure | None:
    """Return the failure for a workbook that could not be reached outside a run, None for any other exception."""
    backends = sys.modules.get("sync.backends.base")
    if backends is None or not isinstance(error, backends.WorkbookError):
        return None
    from sync import messages  # noqa: PLC0415  (only where a workbook is the matter)

    message = messages.BY_CODE.get(error.code, messages.UNREADABLE)
    fields = {"detail": "", "who": "", "location": "", **error.fields}
    return _failure(exit_code_of([error.code]), message, **fields)


def exit_code_of(codes: Iterable[str]) -> ExitCode:
    """Return what the shell is told where workbooks were left out for reasons of these codes."""
    from sync import messages  # noqa: PLC0415  (only where a workbook was left out)

    known = [messages.BY_CODE.get(code) for code in codes]
    if any(message in messages.CREDENTIALS for message in known):
        return ExitCode.CREDENTIALS
    return ExitCode.QUOTA if any(message in messages.QUOTA for message in known) else ExitCode.LEFT_OUT


def _failure(exit_code: ExitCode, message: Message, **fields: object) -> Failure:
    return Failure(exit_code, (Problem(message, fields),))


def _system_words(error: OSError) -> Text:
    """Return which file an operating system refused, why, and the name under which a technician finds it."""
    reason, name = system_problem(error), system_name(error)
    if not name:
        return Text(vi=_short(error), en=_short(error))
    file = "" if error.filename is None else f"{error.filename}: "
    return Text(vi=f"{file}{reason.vi} ({name})", en=f"{file}{reason.en} ({name})")


def _short(error: BaseException) -> str:
    """Return the first line of an exception's text, without the full stop that the template sets."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")[:300]
