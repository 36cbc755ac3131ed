"""Steps that a request to stop has to wait for."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_REQUESTS: Final = frozenset({signal.SIGINT, signal.SIGTERM})


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back requests to stop until the step inside is done; one that came meanwhile takes effect right after.

    Only short steps belong inside: a write that is journalled already, one mail. Where the system cannot hold signals
    back (Windows), the step may be cut short; the next run settles it.
    """
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _REQUESTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def stop_on_request() -> None:
    """Let a request to end this process (SIGTERM) do what Ctrl-C does.

    What is under way is left as after a crash, but with files closed and the lock released; the next run settles it.
    """

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
