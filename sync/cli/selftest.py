"""``check --selftest``: whether Google does what the product relies on, tried on a blank spreadsheet."""

from __future__ import annotations

import os
import re
from contextlib import closing
from pathlib import Path
from typing import Final, NoReturn

import typer

from sync.backends.base import WorkbookError
from sync.backends.google.address import spreadsheet_id
from sync.backends.google.selftest import NotBlankError, Report, Result, UnreadableError, asking, meaning, selftest
from sync.cli.exit_codes import ExitCode
from sync.cli.failures import CommandError
from sync.cli.messages import EXPECTED, WRONG_VALUE
from sync.cli.pages.selftest_page import show_report, show_result
from sync.cli.terminal import Terminal
from sync.config import GoogleConfig, find_office, load_office
from sync.wiring import google_client

_AN_ID: Final = re.compile(r"[\w-]{10,}")
"""The id of a spreadsheet; Google's have 44 characters."""


def make_selftest(terminal: Terminal, office: Path | None, location: str) -> NoReturn:
    """Make the self-test, show what came, and end the command.

    Args:
        terminal: where it is shown; line by line, since it takes a minute or two.
        office: the office's folder, whose account and quota are used; None to look for it.
        location: address or id of a blank spreadsheet that is shared with the account.

    Raises:
        typer.Exit: always; code 3 where something is not as the product relies on.
    """
    with terminal.guard():
        config = load_office(office if office is not None else find_office(Path.cwd()), os.environ)
        terminal.speak(config.voice)
        _check_address(location)
        report = _made(terminal, config.google, config.state, location)
        if terminal.json:
            terminal.document(report.to_json(terminal.voice.language))
        elif not terminal.quiet:
            show_report(terminal, report)
    raise typer.Exit(ExitCode.DONE if report.passed else ExitCode.LEFT_OUT)


def _check_address(location: str) -> None:
    """See that a spreadsheet is meant, and not the option that follows.

    Raises:
        CommandError: where it is none.
    """
    if location.startswith("-") or not _AN_ID.fullmatch(spreadsheet_id(location)):
        expected = EXPECTED["selftest"]
        raise CommandError(WRONG_VALUE, ExitCode.USAGE, value=location, name="--selftest", expected=expected)


def _made(terminal: Terminal, google: GoogleConfig, state: Path, location: str) -> Report:
    """Make the self-test and tell each result as it comes.

    Raises:
        WorkbookError: where it could not be made; the spreadsheet is as it was.
    """

    def tell(result: Result) -> None:
        if not (terminal.json or terminal.quiet):
            show_result(terminal, result)

    with closing(google_client(google, state, os.environ)) as client:
        ask, spent = asking(client)
        try:
            return selftest(ask, spreadsheet_id(location), spent=spent, tell=tell)
        except (NotBlankError, UnreadableError) as error:
            raise meaning(error, client, location) from error
        except WorkbookError as error:
            raise WorkbookError(error.code, **{"location": location, **error.fields}) from error
