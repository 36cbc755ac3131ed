"""Steps that a request to stop has to wait for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

_REQUESTS: Final = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back requests to stop until the step inside is done; one that came meanwhile takes effect right after.

    Only short steps belong inside: a write that is journalled already, one mail. Signals are not blocked but handled by
    taking note of them: a blocked one would reach the process through any other thread. In a thread other than the main
    one no signal is handled, and there is nothing to hold back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []

    def take_note(number: int, _frame: FrameType | None) -> None:
        held.append(number)

    before: dict[signal.Signals, Any] = {}
    try:
        for request in _REQUESTS:
            before[request] = signal.signal(request, take_note)
        yield
    finally:
        for request, handler in before.items():
            # A handler that was not set from Python is not known to it.
            signal.signal(request, signal.SIG_DFL if handler is None else handler)
        for number in held[:1]:
            signal.raise_signal(number)


def stop_on_request() -> None:
    """Let a request to end this process (SIGTERM) do what Ctrl-C does.

    What is under way is left as after a crash, but with files closed and the lock released; the next run settles it.
    """

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
