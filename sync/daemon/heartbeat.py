"""The heartbeat: an address outside is told when a run starts and how it ends, so that silence is noticed there."""

from __future__ import annotations

import queue
import threading
import time
import urllib.request
from collections.abc import Callable
from typing import Final, Literal
from urllib.parse import urlsplit, urlunsplit

from sync.config import Office

TIMEOUT: Final = 10
"""Seconds after which an address that does not answer is given up."""

_WAITING: Final = 20
# Pings that wait while the network is away; older news than that is of no use.

_PAUSE: Final = 0.02

Event = Literal["start", "success", "fail"]
_SUFFIXES: Final[dict[Event, str]] = {"start": "/start", "success": "", "fail": "/fail"}


def ping_address(url: str, event: Event) -> str:
    """Return the address that is asked for an event: as set, with ``/start`` or ``/fail`` after its path."""
    parts = urlsplit(url)
    return urlunsplit(
        parts._replace(path=parts.path.rstrip("/") + _SUFFIXES[event] if event != "success" else parts.path)
    )


def ask(url: str, timeout: float = TIMEOUT) -> None:
    """Ask a web address, and nothing but a web address, also where it sends us on.

    Raises:
        OSError: where it does not answer, or with an error.
        ValueError: where it is no web address.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ValueError("not a web address")
    with _opener().open(url, timeout=timeout) as answer:
        answer.read(1024)


def _opener() -> urllib.request.OpenerDirector:
    """Return what opens web addresses and knows no other kind, so that no answer can send us to one."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


class Heartbeat:
    """Sends pings from a thread of its own, one after the other, so that no run ever waits for one."""

    def __init__(self, failed: Callable[[str, str], object], send: Callable[[str], None] = ask) -> None:
        """Begin with nothing to send.

        Args:
            failed: is told the event and the name of the exception, where a ping could not be sent.
            send: asks an address.
        """
        self._failed = failed
        self._send = send
        self._waiting: queue.Queue[tuple[str, Event]] = queue.Queue(_WAITING)
        self._thread: threading.Thread | None = None

    def __call__(self, office: Office, event: Event) -> None:
        """Tell the office's address of an event; never waits and never raises."""
        if office.heartbeat is None:
            return
        if self._thread is None:
            # It ends with the process: a ping that hangs must not keep the daemon from ending.
            self._thread = threading.Thread(target=self._work, name="heartbeat", daemon=True)
            self._thread.start()
        try:
            self._waiting.put_nowait((ping_address(office.heartbeat, event), event))
        except queue.Full:
            self._failed(event, "queue full")

    def flush(self, seconds: float) -> None:
        """Give the pings that wait so many seconds, at the end of the daemon."""
        until = time.monotonic() + seconds
        while self._waiting.unfinished_tasks and time.monotonic() < until:
            time.sleep(_PAUSE)

    def _work(self) -> None:
        while True:
            address, event = self._waiting.get()
            try:
                self._send(address)
            except Exception as error:  # noqa: BLE001  (whatever is wrong with the network is no concern of a run)
                self._failed(event, type(error).__name__)
            finally:
                self._waiting.task_done()
