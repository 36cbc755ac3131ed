"""Where a run touches the outside: every call that changes something there is counted, named and can be the last.

The calls are wrapped from here, at the border to the operating system and to the database; the product knows nothing
of it.
"""

from __future__ import annotations

import builtins
import ctypes
import fcntl
import http.client
import io
import os
import re
import select
import signal
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
ON_PATHS = ("mkdir", "unlink", "remove", "rmdir", "chmod", "chown", "truncate", "utime")
SMTP_COMMANDS = ("EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "QUIT")
END_OF_MAIL = b"\r\n.\r\n"
ON_TWO_PATHS = ("rename", "replace", "link", "symlink")
GOOGLE_REQUESTS = {
    "/token": "sign-in",
    "/values:batchUpdateByDataFilter": "values",
    "/values:batchClearByDataFilter": "emptying",
    ":batchUpdate": "structure",
}
CHANGING_STATEMENT = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|CREATE INDEX|BEGIN IMMEDIATE) ?(\w*)")


@dataclass
class Boundary:
    """Counts the calls that change something outside, and ends the process before one of them.

    Attributes:
        office: the office's folder, so that calls are named by what they touch.
        last: number of the call before which the process is killed, from 1; 0 for none.
        torn: whether half of a write is let through first.
        exchange: whether the platform can exchange two files in one step.
        calls: the name of each call so far.
        fail: asked before each call with its name; raises what the operating system would.
    """

    office: Path
    last: int = 0
    torn: bool = False
    exchange: bool = True
    calls: list[str] = field(default_factory=list)
    fail: Callable[[str], None] | None = None
    _names: dict[int, str] = field(default_factory=dict)
    _told: str = ""
    _asked: str = ""

    def point(self, call: str) -> bool:
        """Note a call; return whether it is the one that must be cut short."""
        self.calls.append(call)
        if self.fail is not None:
            self.fail(call)
        if len(self.calls) == self.last:
            if self.torn:
                return True
            self.die()
        return False

    @staticmethod
    def die() -> None:
        """End the process as a power cut would."""
        os.kill(os.getpid(), signal.SIGKILL)

    def describe(self, path: Any) -> str:
        """Return what a path is to the office."""
        if isinstance(path, int):
            return self._names.get(path, "file")
        name = Path(os.fsdecode(path))
        try:
            name = name.resolve().relative_to(self.office.resolve())
        except ValueError:
            return "folder elsewhere"
        text = name.as_posix()
        if "/backups" in text:
            return "copy for the backups" if name.name.startswith(".sheetkeeper") else _kind(name, "backup")
        if "/outbox" in text:
            return "mail in the making" if name.suffix == ".partial" else _kind(name, "mail")
        if name.name.startswith(".sheetkeeper"):
            return "new version"
        return "office folder" if text == "." else text

    def install(self) -> Callable[[], None]:
        """Wrap the calls; return what puts the originals back."""
        undo: list[Callable[[], None]] = []

        def wrap(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
            original = getattr(owner, name)
            setattr(owner, name, make(original))
            undo.append(lambda: setattr(owner, name, original))

        for name in ON_PATHS:
            wrap(os, name, lambda original, name=name: self._on_path(original, name))
        for name in ON_TWO_PATHS:
            wrap(os, name, lambda original, name=name: self._on_two_paths(original, name))
        wrap(os, "open", self._opening)
        wrap(os, "fsync", lambda original: self._on_path(original, "fsync"))
        wrap(os, "sendfile", lambda original: self._on_path(original, "sendfile"))
        wrap(fcntl, "flock", self._locking)
        wrap(io, "open", self._opening_file)
        wrap(builtins, "open", lambda _: io.open)
        wrap(ctypes, "CDLL", self._library)
        wrap(smtplib.SMTP, "connect", self._connecting)
        wrap(smtplib.SMTP, "send", self._telling)
        wrap(smtplib.SMTP, "getreply", self._listening)
        wrap(http.client.HTTPConnection, "putrequest", self._asking)
        wrap(http.client.HTTPConnection, "send", self._sending)
        wrap(http.client.HTTPConnection, "getresponse", self._hearing)
        listeners = {"before_cursor_execute": self._statement, "commit": self._commit}
        for name, listener in listeners.items():
            event.listen(Engine, name, listener)
            undo.append(lambda name=name, listener=listener: event.remove(Engine, name, listener))

        def restore() -> None:
            for step in reversed(undo):
                step()

        return restore

    def _on_path(self, original: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(path: Any, *args: Any, **kwargs: Any) -> Any:
            if self.point(f"{name} {self.describe(path)}"):
                self.die()
            return original(path, *args, **kwargs)

        return call

    def _locking(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(handle: int, operation: int) -> Any:
            if self.point(f"{'unlock' if operation == fcntl.LOCK_UN else 'lock'} {self.describe(handle)}"):
                self.die()
            return original(handle, operation)

        return call

    def _on_two_paths(self, original: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(source: Any, target: Any, **kwargs: Any) -> Any:
            if self.point(f"{name} {self.describe(source)} to {self.describe(target)}"):
                self.die()
            return original(source, target, **kwargs)

        return call

    def _opening(self, original: Callable[..., int]) -> Callable[..., int]:
        def call(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
            if flags & WRITING_FLAGS and self.point(f"open {self.describe(path)}"):
                self.die()
            handle = original(path, flags, *args, **kwargs)
            self._names[handle] = self.describe(path)
            return handle

        return call

    def _opening_file(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, mode: str = "r", buffering: int = -1, *more: Any, **kwargs: Any) -> Any:
            if not set(mode) & set("wxa+") or file == os.devnull:
                return original(file, mode, buffering, *more, **kwargs)
            name = self.describe(file)
            if not isinstance(file, int) and self.point(f"open {name}"):
                self.die()
            assert mode in {"w", "wb"}, "the product adds to no file, and reads none that it writes"
            raw = CountedFile(file, "wb", self, name)
            self._names[raw.fileno()] = name
            content = io.BufferedWriter(raw)
            return content if mode == "wb" else io.TextIOWrapper(content, *more, **kwargs)

        return call

    def _library(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def load(*args: Any, **kwargs: Any) -> Any:
            return CountedLibrary(original(*args, **kwargs), self)

        return load

    def _connecting(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def connect(server: smtplib.SMTP, *args: Any, **kwargs: Any) -> Any:
            self.point("mail server: connect") and self.die()
            return original(server, *args, **kwargs)

        return connect

    def _telling(self, original: Callable[..., None]) -> Callable[..., None]:
        def send(server: smtplib.SMTP, told: bytes | str) -> None:
            data = told.encode("ascii") if isinstance(told, str) else told
            word = data.split(maxsplit=1)[0].decode("ascii", "replace").upper()
            self._told = word if word in SMTP_COMMANDS else "the mail" if data.endswith(END_OF_MAIL) else "password"
            if self.point(f"{'write' if self._told == 'the mail' else 'mail server:'} {self._told}"):
                original(server, data[: len(data) // 2])
                self.die()
            original(server, told)

        return send

    def _listening(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def answer(server: smtplib.SMTP) -> Any:
            if self._told == "the mail":
                # Killed here, the server has the mail and nobody has heard that it does.
                select.select([server.sock], [], [], 10)
                self.point("mail server: answer to the mail") and self.die()
            return original(server)

        return answer

    def _asking(self, original: Callable[..., None]) -> Callable[..., None]:
        def put(connection: http.client.HTTPConnection, method: str, address: str, *args: Any, **kwargs: Any) -> None:
            path = address.partition("?")[0]
            # What is only read changes nothing, and is no point.
            kinds = (kind for ending, kind in GOOGLE_REQUESTS.items() if path.endswith(ending))
            self._asked = "" if method == "GET" else next(kinds, path)
            original(connection, method, address, *args, **kwargs)

        return put

    def _sending(self, original: Callable[..., None]) -> Callable[..., None]:
        def send(connection: http.client.HTTPConnection, data: Any) -> None:
            headers = bytes(data[:5]) in {b"GET /", b"POST "}
            if self._asked and not headers and self.point(f"write google: {self._asked}"):
                original(connection, data[: len(data) // 2])
                self.die()
            original(connection, data)

        return send

    def _hearing(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def answer(connection: http.client.HTTPConnection) -> Any:
            if self._asked:
                # Killed here, the service has done it and nobody has heard that it has.
                select.select([connection.sock], [], [], 30)
                self.point(f"google: answer to {self._asked}") and self.die()
            return original(connection)

        return answer

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if found := CHANGING_STATEMENT.match(statement.strip()):
            self.point(f"state: {found[0].strip().lower()}") and self.die()

    def _commit(self, _connection: Any) -> None:
        self.point("state: commit") and self.die()


class CountedFile(io.FileIO):
    """A file whose writes are points."""

    def __init__(self, file: Any, mode: str, boundary: Boundary, name: str) -> None:
        super().__init__(file, mode)
        self._boundary, self._what = boundary, name

    def write(self, data: Any) -> int:
        if self._boundary.point(f"write {self._what}"):
            super().write(bytes(data)[: len(data) // 2])
            self._boundary.die()
        return super().write(data)


class CountedLibrary:
    """The C library, whose ``renameat2`` is a point."""

    def __init__(self, library: Any, boundary: Boundary) -> None:
        self._library, self._boundary = library, boundary

    def __getattr__(self, name: str) -> Any:
        function = getattr(self._library, name)
        if name != "renameat2":
            return function
        if not self._boundary.exchange:
            raise AttributeError(name)

        def exchange(folder: int, first: bytes, other_folder: int, second: bytes, flags: int) -> int:
            if self._boundary.point(f"exchange {self._boundary.describe(first)} and {self._boundary.describe(second)}"):
                self._boundary.die()
            return function(folder, first, other_folder, second, flags)

        return exchange


def _kind(path: Path, word: str) -> str:
    return word if path.suffix else f"folder of {word}s"
