"""Refuses one call of a command, as the operating system or the database would."""

from __future__ import annotations

import errno
import os
import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError, OperationalError

from sync.session import Session
from tests.promise.boundary import Boundary
from tests.promise.small_office import opened

ON_FILES = (errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EIO)
ON_STATE = ("database is locked", "database or disk is full", "attempt to write a readonly database")


def refusal(name: str, number: int) -> Exception:
    """Return what a call raises that is refused; which of the reasons depends on its number."""
    if name.startswith("state: "):
        return OperationalError(name, {}, sqlite3.OperationalError(ON_STATE[number % len(ON_STATE)]))
    code = ON_FILES[number % len(ON_FILES)]
    return OSError(code, os.strerror(code))


def counted(office: Path, command: Callable[[Session], Any]) -> list[str]:
    """Carry out a command on an office; return the names of its calls."""
    boundary = Boundary(office)
    restore = boundary.install()
    try:
        with opened(office) as session:
            command(session)
    finally:
        restore()
    return boundary.calls


def refused(office: Path, command: Callable[[Session], str], number: int) -> str:
    """Carry out a command whose call of this number, from 1, is refused; return its status, or what ended it."""
    calls = []

    def interfere(name: str) -> None:
        calls.append(name)
        if len(calls) == number:
            raise refusal(name, number)

    restore = Boundary(office, fail=interfere).install()
    try:
        with opened(office) as session:
            return command(session)
    except (OSError, DBAPIError) as error:
        return type(error).__name__
    except Exception as error:
        if type(error).__name__ in ("UnreadableStateError", "LockedError"):  # before anything was begun
            return type(error).__name__
        raise
    finally:
        restore()


def check_each(points: Sequence[str], numbers: Iterable[int], check: Callable[[int], str]) -> Counter[str]:
    """Check what follows where each of these calls is refused; return how often the command ended how."""
    ended: Counter[str] = Counter()
    for number in numbers:
        try:
            ended[check(number)] += 1
        except BaseException as error:
            name = points[number - 1]
            error.add_note(f"the call refused was {number}: {name}: {refusal(name, number)}")
            raise
    print(dict(ended))
    return ended


def action(name: str) -> str:
    """Return what a call does, whatever it does it to; nothing for one that is never refused like this.

    Those are requests to Google, which go wrong in ways of their own, and letting go of a lock.
    """
    if "google: " in name or name.startswith("unlock"):
        return ""
    return " ".join(name.split()[: 2 if name.startswith("state: ") else 1])


def one_of_each(points: Sequence[str], kind: Callable[[str], str]) -> list[int]:
    """Return the number of one call of each kind, drawn, the same ones every time; those of no kind are left out."""
    kinds: dict[str, list[int]] = {}
    for number, name in enumerate(points, start=1):
        kinds.setdefault(kind(name), []).append(number)
    kinds.pop("", None)
    draw = random.Random(3)
    return [draw.choice(kinds[one]) for one in sorted(kinds)]


def every(points: Sequence[str]) -> list[int]:
    """Return the number of every call that may be refused."""
    return [number for number, name in enumerate(points, start=1) if action(name)]
