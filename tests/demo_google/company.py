"""The sample company on the emulator: blank shared spreadsheets, filled from the templates, and its settings."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from rules.core.message import Voice
from rules.departments import all_departments
from sync.backends.google.filling import fill
from sync.config import GoogleConfig
from sync.wiring import google_client
from templates.sample.generator import generate_company
from templates.sample.office import SETTINGS_FILE, settings_text
from tests.emulator.emulator import Emulator
from tests.emulator.person import Person

ADDRESS = "https://docs.google.com/spreadsheets/d/{book}/edit"
LOCALE = "vi_VN"


@dataclass(frozen=True, slots=True)
class GoogleCompany:
    """The sample company's office.

    Attributes:
        folder: the office's folder.
        books: workbook name -> somebody of the staff who has its spreadsheet open.
    """

    folder: Path
    books: dict[str, Person]


def make_company(emulator: Emulator, folder: Path, key_file: Path, seed: int = 2026) -> GoogleCompany:
    """Make the sample company: staff share blank spreadsheets, which are filled, and an office folder is written.

    Args:
        emulator: serves the spreadsheets.
        folder: the office's folder, which is made.
        key_file: where the service account's key goes; not into a folder under version control.
        seed: number that the company is generated from.
    """
    write_key(emulator, key_file)
    folder.mkdir(parents=True, exist_ok=True)
    company = generate_company(seed)
    departments = {department.name: department for department in all_departments()}
    google = GoogleConfig(key_file, emulator.url, 60)
    settings = settings_text(company)
    books = {}
    client = google_client(google, folder / "state", os.environ)
    try:
        for workbook in company.workbooks:
            book = emulator.create_book(f"{company.name} · {workbook.name}", locale=LOCALE)
            books[workbook.name] = book
            address = ADDRESS.format(book=book.book.book_id)
            fill(
                client,
                address,
                departments[workbook.name],
                Voice(),
                workbook.tabs,
                settings=workbook.settings,
                office=company.name,
                as_of=company.as_of,
            )
            settings = settings.replace(f'location = "{workbook.file}"', f'location = "{address}"')
    finally:
        client.close()
    section = f'\n[google]\ncredentials = "{key_file}"\nendpoint = "{emulator.url}"\n'
    (folder / SETTINGS_FILE).write_text(settings + section, encoding="utf-8")
    return GoogleCompany(folder, books)


def write_key(emulator: Emulator, path: Path) -> None:
    """Write the key file of the emulator's service account, readable by its owner only."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(emulator.key_file(), file)
