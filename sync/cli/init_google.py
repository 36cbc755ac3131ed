"""A new office on Google: blank spreadsheets are filled, those with the department's tables are used as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rules.core.message import Voice
from rules.core.rule import Department
from sync.backends.base import WorkbookError
from sync.backends.google.filling import fill, is_blank, look
from sync.backends.google.transport import SheetsClient
from sync.cli.exit_codes import ExitCode
from sync.cli.failures import CommandError
from sync.cli.messages import UNKNOWN_CONTENT
from sync.config import GoogleConfig
from sync.reading import read_office
from sync.wiring import google_client
from templates.workbooks import example_tabs


@dataclass(frozen=True, slots=True)
class GoogleAnswers:
    """What is known of a new office on Google.

    Attributes:
        credentials: the service account's key file; None where the environment or the computer names one.
        endpoint: address of a service in Google's place; None for Google's own.
        office: name of the office, shown above each table.
        examples: whether example rows are put into each table.
    """

    credentials: Path | None
    endpoint: str | None
    office: str
    examples: bool = False


def fill_spreadsheets(
    folder: Path, answers: GoogleAnswers, wanted: Sequence[tuple[Department, str]], voice: Voice
) -> list[str]:
    """Fill the spreadsheets of a new office that are blank.

    All are looked at before the first is filled, so that one that is not shared stops everything. What was filled
    when something breaks later is recognised the next time, and used.

    Args:
        folder: the office's folder.
        answers: how Google is reached, and what is put into the spreadsheets.
        wanted: departments with the addresses of their spreadsheets.
        voice: the office's language and currency.

    Returns:
        The addresses of those that were filled.

    Raises:
        CommandError: one holds something else.
        WorkbookError: one cannot be read or written, or the account cannot sign in.
    """
    credentials = answers.credentials.expanduser().resolve() if answers.credentials is not None else None
    config = GoogleConfig(credentials=credentials, endpoint=answers.endpoint)
    client = google_client(config, folder / "state", os.environ)
    try:
        blank = [(one, location) for one, location in wanted if _is_to_be_filled(client, one, location, voice)]
        return [location for one, location in blank if _fill(client, one, location, voice, answers)]
    finally:
        client.close()


def _fill(client: SheetsClient, department: Department, location: str, voice: Voice, answers: GoogleAnswers) -> bool:
    """Fill a blank spreadsheet; return whether it still was blank."""
    tabs = example_tabs(department) if answers.examples else None
    with _named(location):
        return fill(client, location, department, voice, tabs, office=answers.office)


@contextmanager
def _named(location: str) -> Iterator[None]:
    """Let what is wrong with a spreadsheet tell which one it is: there is no workbook's name yet."""
    try:
        yield
    except WorkbookError as error:
        error.fields.setdefault("location", location)
        raise


def _is_to_be_filled(client: SheetsClient, department: Department, location: str, voice: Voice) -> bool:
    """Return whether a spreadsheet is blank; one that is not must hold a table of the department.

    Raises:
        CommandError: it holds something else.
    """
    with _named(location):
        snapshot = look(client, location, department.name)
    if is_blank(snapshot):
        return True
    if not any(book.tabs for book in read_office([snapshot], [department]).workbooks):
        titles = department.titles.in_language(voice.language)
        raise CommandError(UNKNOWN_CONTENT, ExitCode.LEFT_OUT, location=snapshot.location, department=titles)
    return False
