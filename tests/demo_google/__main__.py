"""Run the sample company on Google Sheets without an account: `python -m tests.demo_google [FOLDER]`.

The emulator serves the spreadsheets over HTTP; Sheetkeeper itself is started as anybody starts it, and reaches them by
gspread and google-auth. Only the address and the key are the emulator's.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from rules.core.owned import is_owned
from tests.demo_google.company import GoogleCompany, make_company
from tests.emulator.emulator import Emulator

MARKER = ".sheetkeeper-demo"
FLAGGED_ROWS = 6


def main() -> int:
    """Make the office, run twice, show what there is to see; return the exit code."""
    options = _arguments()
    console = Console()
    folder = Path(options.folder)
    if folder.exists() and not (folder / MARKER).is_file():
        console.print(f"{folder} is there already and is no demo; name another folder")
        return 2
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).touch()
    with tempfile.TemporaryDirectory() as keys, Emulator(validate=options.validate) as emulator:
        console.rule(f"Google Sheets is played by {emulator.url}")
        company = make_company(emulator, folder, Path(keys) / "key.json")
        for name, book in company.books.items():
            console.print(f"  {name}: a blank spreadsheet, shared and filled with {len(book.titles())} tabs")
        console.rule("sheetkeeper check")
        _run(folder, "check")
        console.rule("sheetkeeper sync")
        if code := _run(folder, "sync"):
            return code
        for name, book in company.books.items():
            _show_flags(console, name, book)
        console.rule("the same again: nothing is written, nothing is mailed")
        again = _json(folder, "sync")
        console.print(
            f"  {sum(one['cells_written'] for one in again['workbooks'])} cells written, "
            f"{len(again['mails'])} mails, "
            f"{', '.join(str(one['requests']) for one in again['workbooks'])} requests for the workbooks"
        )
        console.rule("what the spreadsheet service was asked")
        _show_requests(console, emulator)
        console.print(f"\nThe mails are in {folder / 'state' / 'outbox'} (.eml files).")
        if options.serve:
            _serve(console, company, emulator)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.demo_google", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", default="demo-google", help="where the office goes")
    parser.add_argument("--validate", action="store_true", help="check every request against the published schemas")
    parser.add_argument("--serve", action="store_true", help="keep the spreadsheets served until interrupted")
    return parser.parse_args()


def _program() -> list[str]:
    """Return the installed program of this environment."""
    return [str(Path(sys.executable).with_name("sheetkeeper"))]


def _run(folder: Path, command: str) -> int:
    sys.stdout.flush()
    return subprocess.run([*_program(), command, "--office", str(folder)], check=False).returncode


def _json(folder: Path, command: str) -> Any:
    done = subprocess.run([*_program(), command, "--office", str(folder), "--json"], check=True, capture_output=True)
    return json.loads(done.stdout)


def _show_flags(console: Console, name: str, book: Any) -> None:
    """Show the first flagged rows of each tab of staff: their first columns, and what stands at the right."""
    for title in book.titles():
        if is_owned(title):
            continue
        rows = book.shown(f"'{title}'!A1:ZZ")
        header = next((row for row in rows if any(is_owned(str(text)) for text in row)), None)
        if header is None:
            continue
        owned = [index for index, text in enumerate(header) if is_owned(str(text))]
        flagged = [row for row in rows[rows.index(header) + 1 :] if len(row) > owned[1] and row[owned[1]]]
        if flagged:
            columns = [0, 1, *owned[:2]]
            table = Table(*(str(header[index]) for index in columns), title=f"{name}: {title}", title_justify="left")
            for row in flagged[:FLAGGED_ROWS]:
                table.add_row(*(str(row[index]) if index < len(row) else "" for index in columns))
            console.print(table)


def _show_requests(console: Console, emulator: Emulator) -> None:
    for kind in ("read", "write", "token"):
        entries = emulator.journal.of_kind(kind)
        largest = max((len(entry.body) for entry in entries), default=0)
        refused = sum(entry.status >= 400 for entry in entries)
        console.print(f"  {kind}: {len(entries)} requests, {refused} refused, the largest of {largest:,} bytes")


def _serve(console: Console, company: GoogleCompany, emulator: Emulator) -> None:
    console.print(f"Serving {emulator.url} until interrupted; try: sheetkeeper status --office {company.folder}")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        console.print("stopped")


if __name__ == "__main__":
    sys.exit(main())
