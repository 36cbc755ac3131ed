"""The commands that look back: the runs that were made, what one of them did, and the audit chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sync.cli.exit_codes import ExitCode
from sync.cli.opening import make_terminal, open_office
from sync.cli.options import JsonOption, LanguageOption, OfficeOption, QuietOption

if TYPE_CHECKING:
    from sync.store import Head

run = typer.Typer(name="run", help="Look at one run.", no_args_is_help=True, rich_markup_mode=None)


def add_history(app: typer.Typer) -> None:
    """Add the commands to those of the program."""
    app.command()(runs)
    app.add_typer(run)
    app.command()(audit)


def runs(
    limit: Annotated[int, typer.Option("--limit", help="How many runs are shown; 0 for all.", min=0)] = 20,
    status: Annotated[
        Literal["ok", "partial", "failed", "running"] | None, typer.Option("--status", help="Only runs that ended so.")
    ] = None,
    workbook: Annotated[
        str | None,
        typer.Option("--workbook", metavar="NAME", help="Only runs that wrote this workbook: its name, file or title."),
    ] = None,
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show the runs that were made, the latest first."""
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.naming import workbook_named  # noqa: PLC0415
    from sync.cli.pages.history_page import show_runs  # noqa: PLC0415

    with open_office(terminal, office, None) as opened:
        # One that is no longer in the settings may still have its history.
        name = workbook_named(workbook, opened.session, formerly=True) if workbook else ""
        found = opened.engine.list_runs(opened.session, limit or None, status, name)
        if name and not found.runs:
            workbook_named(name, opened.session)
    with terminal.guard():
        if as_json:
            terminal.document(found.to_json(terminal.voice))
        elif not quiet:
            show_runs(terminal, found)


@run.command("show")
def show(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="Name of the run, as shown by runs.")],
    limit: Annotated[int, typer.Option("--limit", help="Cells shown for each workbook; 0 for all.", min=0)] = 20,
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show what a run did.

    What it wrote cell by cell, what it found, whom it mailed, how many requests it made and how long it took.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.pages.history_page import show_story  # noqa: PLC0415

    with open_office(terminal, office, None) as opened:
        story = opened.engine.show_run(opened.session, run_id)
    with terminal.guard():
        if as_json:
            terminal.document(story.to_json(terminal.voice))
        elif not quiet:
            show_story(terminal, opened.session.office, story, opened.session.departments(), limit=limit)


def audit(
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="N:HASH", help="End of the chain from the foot of a mail, to compare with."),
    ] = None,
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Check the audit chain.

    Names the first entry that was changed, removed, inserted or moved; with --head also a tail that was cut off.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.pages.audit_page import show_audit  # noqa: PLC0415

    with open_office(terminal, office, None) as opened:
        result = opened.engine.audit(opened.session, _parsed(head))
    with terminal.guard():
        if as_json:
            terminal.document(result.to_json(terminal.voice))
        else:
            show_audit(terminal, result)
    raise typer.Exit(ExitCode.DONE if result.fault is None else ExitCode.TAMPERED)


def _parsed(head: str | None) -> Head | None:
    """Return the head that somebody typed.

    Raises:
        CommandError: where it is none.
    """
    if head is None:
        return None
    from sync.cli.failures import CommandError  # noqa: PLC0415  (only where a head is given)
    from sync.cli.messages import NO_HEAD  # noqa: PLC0415  (the same)
    from sync.store import Head  # noqa: PLC0415  (the same)

    try:
        return Head.parse(head)
    except ValueError:
        raise CommandError(NO_HEAD, ExitCode.USAGE, head=head) from None
