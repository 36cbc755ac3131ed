"""The commands about mails that wait: look at them, send them again, or forget them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.exit_codes import ExitCode
from sync.cli.opening import Opened, make_terminal, open_office
from sync.cli.options import JsonOption, LanguageOption, OfficeOption, QuietOption

if TYPE_CHECKING:
    from sync.mailbox import Mailbox, MailOutcome

mail = typer.Typer(name="mail", help="Mails that wait.", no_args_is_help=True, rich_markup_mode=None)

NumbersArgument = Annotated[
    list[int] | None, typer.Argument(metavar="[NUMBER]...", help="Numbers of mails, as shown by mail list.")
]


def add_mail(app: typer.Typer) -> None:
    """Add the commands to those of the program."""
    app.add_typer(mail)


@mail.command("list")
def list_mails(
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show the mails that wait and those that were given up.

    With why, when they are tried again, and what to do.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.pages.mail_page import show_mailbox  # noqa: PLC0415

    with open_office(terminal, office, None) as opened:
        found = opened.engine.mailbox(opened.session)
    with terminal.guard():
        if as_json:
            terminal.document(found.to_json(terminal.voice))
        elif not quiet:
            show_mailbox(terminal, found)


@mail.command()
def send(
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Send the mails whose time has come.

    A run does so by itself, and so does the daemon.
    """
    _act(office, lambda opened: opened.engine.send_mail(opened.session), as_json, quiet, lang)


@mail.command()
def retry(
    numbers: NumbersArgument = None,
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Send mails again at once: those named, or all.

    Also those that were given up.
    """

    def act(opened: Opened) -> MailOutcome:
        _check_numbers(numbers or (), opened.engine.mailbox(opened.session), waiting=True)
        return opened.engine.retry_mail(opened.session, tuple(numbers or ()))

    _act(office, act, as_json, quiet, lang)


@mail.command()
def discard(
    numbers: NumbersArgument = None,
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Forget mails that were given up: those named, or all."""

    def act(opened: Opened) -> MailOutcome:
        _check_numbers(numbers or (), opened.engine.mailbox(opened.session), waiting=False)
        return opened.engine.discard_mail(opened.session, tuple(numbers or ()))

    _act(office, act, as_json, quiet, lang)


def _act(
    office: Path | None, act: Callable[[Opened], MailOutcome], as_json: bool, quiet: bool, lang: str | None
) -> None:
    """Do something about mails, and show what became of it."""
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.pages.mail_page import show_outcome  # noqa: PLC0415

    with open_office(terminal, office, None) as opened:
        outcome = act(opened)
    with terminal.guard():
        if as_json:
            terminal.document(outcome.to_json(terminal.voice))
        elif not quiet:
            show_outcome(terminal, outcome)
    left = outcome.mailbox.waiting or outcome.mailbox.given_up
    raise typer.Exit(ExitCode.LEFT_OUT if left else ExitCode.DONE)


def _check_numbers(numbers: Collection[int], mailbox: Mailbox, *, waiting: bool) -> None:
    """See that there is a mail of each number.

    Raises:
        CommandError: where there is not.
    """
    known = {one.number for one in (*mailbox.given_up, *(mailbox.waiting if waiting else ()))}
    for number in numbers:
        if number not in known:
            from sync.cli.failures import CommandError  # noqa: PLC0415  (only where something is wrong)
            from sync.cli.messages import UNKNOWN_MAIL  # noqa: PLC0415  (the same)

            raise CommandError(UNKNOWN_MAIL, ExitCode.USAGE, number=number)
