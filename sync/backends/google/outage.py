"""What is remembered of a service that does not answer, so that a hundred workbooks do not wait for it one by one.

- A spreadsheet that gave no answer at any try is not asked again for a while: who asks for its fingerprint mostly asks
  for its content next.
- After one such spreadsheet the next are tried once each, since the cause may be the first one's own.
- After some in a row the service itself is down, and nobody asks; but one request a while finds out whether it is back.

Any answer ends all of it, but for what is remembered of a single spreadsheet. A quota that is used up is no outage.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, NamedTuple

from sync import messages
from sync.backends.base import WorkbookError

IN_A_ROW: Final = 3
"""Spreadsheets without an answer, one after the other, from which on the service is taken to be down."""
PAUSE: Final = 60.0
"""Seconds for which nothing is asked again."""

_OUTAGES: Final = frozenset({messages.SERVICE_DOWN.code, messages.OUT_OF_REACH.code})


class _Failure(NamedTuple):
    moment: float
    meaning: WorkbookError


class Outage:
    """Tells how often a spreadsheet may be tried; may be used by several threads.

    Args:
        clock: seconds since 1970.
        tries: how often one is tried while the service answers.
    """

    def __init__(self, clock: Callable[[], float], tries: int) -> None:
        self._clock = clock
        self._tries = tries
        self._failed: dict[str, _Failure] = {}
        self._in_a_row: set[str] = set()
        self._last: _Failure | None = None
        self._guard = threading.Lock()

    def tries(self, spreadsheet_id: str) -> int:
        """Return how often a spreadsheet may be tried now.

        Raises:
            WorkbookError: where it is not to be asked at all: what was learnt from the last try.
        """
        with self._guard:
            own = self._failed.get(spreadsheet_id)
            if own is not None and self._is_fresh(own):
                raise _again(own)
            if not self._in_a_row:
                return self._tries
            if len(self._in_a_row) >= IN_A_ROW and self._last is not None:
                if self._is_fresh(self._last):
                    raise _again(self._last)
                # One asks for all; the others go on as if it had failed already.
                self._last = _Failure(self._clock(), self._last.meaning)
            return 1

    def gave_up(self, spreadsheet_id: str, meaning: WorkbookError) -> None:
        """Remember that a spreadsheet could not be read at any try."""
        if meaning.code not in _OUTAGES:
            return
        with self._guard:
            self._last = self._failed[spreadsheet_id] = _Failure(self._clock(), meaning)
            self._in_a_row.add(spreadsheet_id)

    def answered(self, spreadsheet_id: str) -> None:
        """Remember that the service is there."""
        with self._guard:
            self._failed.pop(spreadsheet_id, None)
            self._in_a_row.clear()

    def _is_fresh(self, failure: _Failure) -> bool:
        return 0 <= self._clock() - failure.moment < PAUSE


def _again(failure: _Failure) -> WorkbookError:
    """Return the same problem for another workbook; callers add the place to what they catch."""
    return WorkbookError(failure.meaning.code, **failure.meaning.fields)
