"""What a finished command tells the shell. Any other number is to be taken for a failure."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command; findings in the books are no failure."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    LEFT_OUT = 3
    CONFIGURATION = 10
    LOCKED = 11
    CREDENTIALS = 12
    QUOTA = 13
    CHANGES_PENDING = 20
    TAMPERED = 21
    INTERRUPTED = 130
