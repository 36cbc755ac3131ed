"""Being asked to stop: by SIGTERM, as a service is, or by Ctrl-C."""

from __future__ import annotations

import select
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager


class StopOnSignal:
    """Knows whether a signal asked to stop, and wakes whoever waits.

    A waiting thread is woken by a byte on a socket that Python writes when a signal comes; a flag under a lock could
    be set by the very thread that holds the lock.
    """

    def __init__(self) -> None:
        """Begin with nobody having asked."""
        self._asked = False
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)

    @property
    def asked(self) -> bool:
        """Return whether a signal asked to stop."""
        return self._asked

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until a signal asks to stop; return whether it did."""
        until = time.monotonic() + seconds
        while not self._asked and (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([self._read], [], [], left)
            if ready:
                self._read.recv(4096)
        return self._asked

    def _ask(self, _signal: int, _frame: object) -> None:
        self._asked = True

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to SIGTERM and Ctrl-C; what they did before is put back at the end."""
        before = {one: signal.signal(one, self._ask) for one in (signal.SIGTERM, signal.SIGINT)}
        wakeup = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for one, handler in before.items():
                signal.signal(one, handler)
            self._read.close()
            self._write.close()
