"""Serve the emulator until it is interrupted: `python -m tests.emulator --port N`."""

from __future__ import annotations

import argparse
import json
import signal
import threading
from pathlib import Path

from tests.emulator.emulator import ACCOUNT, STAFF, Emulator


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulator", description="Google Sheets on this machine.")
    parser.add_argument("--port", type=int, default=0, help="port of 127.0.0.1, 0 for any free one")
    parser.add_argument("--strict", action="store_true", help="refuse callers without a known token, as Google does")
    parser.add_argument("--no-validation", action="store_true", help="do not check bodies against the schemas")
    parser.add_argument("--quota", type=int, help="requests a minute and account, for reading and writing alike")
    parser.add_argument("--key", type=Path, help="write a service account's key file here")
    parser.add_argument("--book", action="append", default=[], help="identifier of a blank shared spreadsheet to make")
    parser.add_argument("--private", action="append", default=[], help="identifier of a spreadsheet nobody shares")
    return parser.parse_args()


def main() -> None:
    """Start, say where, and wait for an interruption."""
    options = arguments()
    emulator = Emulator(
        port=options.port, strict=options.strict, validate=not options.no_validation, quotas=options.quota
    )
    for book_id in options.book:
        emulator.create_book(book_id, writers=(ACCOUNT,), book_id=book_id)
    for book_id in options.private:
        emulator.create_book(book_id, owner=STAFF, writers=(), book_id=book_id)
        emulator.file(book_id).open = False
    emulator.start()
    if options.key:
        options.key.write_text(json.dumps(emulator.key_file(), indent=2), encoding="utf-8")
        options.key.chmod(0o600)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    print(f"listening on {emulator.url}", flush=True)
    stopped.wait()
    emulator.stop()


if __name__ == "__main__":
    main()
