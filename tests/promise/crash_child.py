"""A process that runs commands on offices in children of its own, each of which may be killed at a chosen point.

``python -m tests.promise.crash_child`` reads one JSON order a line and answers with one: everything is loaded once, so
that a run costs as little as a fork. ``python -m tests.promise.crash_child --list`` prints the points of a run.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from sync import run
from sync.alerts import smtp  # noqa: F401  (loaded before the first fork)
from sync.backends.google import GoogleBackend
from tests.emulator import Emulator
from tests.promise.boundary import Boundary
from tests.promise.small_office import by_mail_server, opened, write_small_office
from tests.promise.small_office_on_google import few_spare_rows, write_small_office_on_google


def carry_out(order: dict[str, Any], answer: int) -> None:
    """Run one command and write its points to ``answer``; the process may be killed on the way."""
    boundary = Boundary(
        Path(order["office"]), order.get("point", 0), order.get("torn", False), order.get("exchange", True)
    )
    as_of = date.fromisoformat(order["as_of"]) if "as_of" in order else None
    restore = boundary.install()
    with opened(Path(order["office"]), as_of=as_of) as session:
        for workbook in session.office.workbooks if "bytes" in order else ():
            if isinstance(backend := session.backend(workbook), GoogleBackend):
                backend.limit = order["bytes"]
        if order["command"] == "sync":
            run.sync(session)
        else:
            run.undo(session, order["command"].removeprefix("undo "))
    restore()
    with os.fdopen(answer, "w") as pipe:
        json.dump(boundary.calls, pipe)


def serve_one(order: dict[str, Any]) -> dict[str, Any]:
    """Carry out one order in a child; return its points, or the signal that ended it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            carry_out(order, writing)
            status = 0
        except BaseException:  # noqa: BLE001  (whatever it is, the child must not return into its parent's loop)
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "points": json.loads(text) if text else [],
    }


def list_points() -> None:
    """Print the points of first runs: mails into files, mails to a mail server, and the latter over Google."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server, emulator = stack.enter_context(by_mail_server(folder)), stack.enter_context(Emulator(validate=False))
        offices = {
            "mails as files": write_small_office(folder / "files" / "office"),
            "mails by a mail server": write_small_office(folder / "smtp" / "office", mail=server.settings),
            "spreadsheets on Google, mails by a mail server": folder / "google" / "office",
        }
        write_small_office_on_google(folder / "google" / "office", emulator, mail=server.settings)
        for title, office in offices.items():
            print(title)
            points = serve_one({"office": str(office), "command": "sync"})["points"]
            for number, point in enumerate(points, start=1):
                print(f"{number:4d}  {point}")


def main() -> None:
    """Serve orders, or print the list of points."""
    with tempfile.TemporaryDirectory() as folder, opened(write_small_office(Path(folder))) as session:
        # What a run loads and prepares lazily is ready before the first fork, for speed.
        run.sync(session)
    with few_spare_rows():
        if "--list" in sys.argv:
            list_points()
            return
        for line in sys.stdin:
            print(json.dumps(serve_one(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
