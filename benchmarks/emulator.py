"""Requests a second of the emulator of Google Sheets over HTTP, one client: ``python -m benchmarks.emulator``."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.emulator import Emulator, token_session

SECONDS = 3.0
"""How long each kind of request is sent."""


def main() -> None:
    """Measure and print."""
    with Emulator(validate=False) as emulator:
        person = emulator.create_book("Office")
        person.put("A1", [[f"row {row}", row, "x"] for row in range(250)])
        session = token_session(emulator)
        book = f"https://sheets.googleapis.com/v4/spreadsheets/{person.book.book_id}"
        row = {"values": [[1, "x", True]]}
        requests = [{"updateSpreadsheetProperties": {"properties": {"title": "Office"}, "fields": "title"}}]
        kinds: dict[str, Callable[[], Any]] = {
            "values.get, 20 rows": lambda: session.get(f"{book}/values/A1:C20"),
            "values.get, 250 rows": lambda: session.get(f"{book}/values/A1:C250"),
            "values.update, 1 row": lambda: session.put(
                f"{book}/values/E1", json=row, params={"valueInputOption": "RAW"}
            ),
            "batchUpdate": lambda: session.post(f"{book}:batchUpdate", json={"requests": requests}),
        }
        for title, send in kinds.items():
            print(f"{title:<22} {_rate(send):7,.0f} requests a second")


def _rate(send: Callable[[], Any]) -> float:
    """Return how many requests a second were answered.

    Raises:
        requests.HTTPError: one was refused.
    """
    sent = 0
    began = time.perf_counter()
    while (spent := time.perf_counter() - began) < SECONDS:
        send().raise_for_status()
        sent += 1
    return sent / spent


if __name__ == "__main__":
    main()
