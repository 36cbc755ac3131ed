"""The commands. Each one opens the office, asks the pipeline, and shows what it says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sync.cli.exit_codes import ExitCode
from sync.cli.history import add_history
from sync.cli.mailing import add_mail
from sync.cli.opening import make_terminal, open_office
from sync.cli.options import AsOfOption, JsonOption, LanguageOption, OfficeOption, QuietOption
from sync.cli.usage import SpeakingGroup

if TYPE_CHECKING:
    from sync.results import RunResult

app = typer.Typer(
    name="sheetkeeper",
    cls=SpeakingGroup,
    help="Keeps an office's spreadsheets: checks them, applies the rules, flags and mails what needs someone.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Help in plain text: drawing it would load a whole library before the first line.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

        try:
            typer.echo(f"sheetkeeper {version('sheetkeeper')}")
        except PackageNotFoundError:  # pragma: no cover - only in a source tree that was never installed
            typer.echo("sheetkeeper (not installed)")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Keeps an office's spreadsheets: checks them, applies the rules, flags and mails what needs somebody."""
    del version
    from sync.cli.streams import speak_utf8  # noqa: PLC0415

    speak_utf8()


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the sample office is made.")] = Path(
        "demo-office"
    ),
    force: Annotated[bool, typer.Option("--force", help="Make the sample office anew.")] = False,
    seed: Annotated[int, typer.Option("--seed", help="Another number makes another company.", min=0)] = 2026,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Make a sample company and run it once.

    Shows what was found and where to look. It takes no account and no settings.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.demo import make_demo, show_demo  # noqa: PLC0415

    with terminal.guard():
        make_demo(terminal, folder, seed=seed, force=force)
    with open_office(terminal, folder, None) as opened:
        result = opened.engine.sync(opened.session)
    with terminal.guard():
        show_demo(terminal, opened.session.office, result, opened.session.departments())
    raise typer.Exit(_exit_code(result))


@app.command()
def init(  # noqa: PLR0917  (each parameter is an option of the command)
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the new office.")],
    backend: Annotated[str | None, typer.Option("--backend", help="excel or google.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Name of the office.")] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="vi or en: language of workbooks and mails.")
    ] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="Currency code, as VND.")] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Country code, as vn; picks the legal tables.")
    ] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", help="Time zone, as Asia/Ho_Chi_Minh.")] = None,
    departments: Annotated[
        str | None, typer.Option("--departments", help="Comma-separated, as finance,payroll; by default all.")
    ] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="E-mail address that gets the digests.")] = None,
    use: Annotated[
        list[str] | None,
        typer.Option(
            "--use",
            metavar="DEPARTMENT=FILE",
            help="Use a workbook that exists, or fill a blank Google spreadsheet; may be repeated.",
        ),
    ] = None,
    credentials: Annotated[
        Path | None, typer.Option("--credentials", metavar="FILE", help="Key file of the Google service account.")
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", metavar="URL", help="Another service in Google's place.")
    ] = None,
    examples: Annotated[bool, typer.Option("--examples", help="Put example rows into each new table.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing; take the default of what is not given.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Make a new office: settings file and workbooks.

    Asks what it has to know, unless it is said by options, and ends with a check.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.init import Answers, ask, make_office, show_office  # noqa: PLC0415

    given = Answers(
        backend=backend,
        name=name,
        language=language,
        currency=currency,
        country=country,
        timezone=timezone,
        departments=departments,
        owner=owner,
        use=tuple(use or ()),
        examples=examples,
        credentials=credentials,
        endpoint=endpoint,
    )
    with terminal.guard():
        wanted = ask(terminal, folder, given, interactive=not (yes or as_json))
        made = make_office(folder, wanted)
    with open_office(terminal, folder, None) as opened:
        lines = opened.engine.check(opened.session)
    with terminal.guard():
        show_office(terminal, folder, made, lines)


@app.command()
def check(
    address: Annotated[
        str | None, typer.Argument(metavar="[ADDRESS]", help="Where the test mail goes; by default to the owner.")
    ] = None,
    send_test: Annotated[
        bool, typer.Option("--send-test", help="Send a test mail to one of the recipients in office.toml.")
    ] = False,
    selftest: Annotated[
        str | None,
        typer.Option("--selftest", metavar="URL", help="Try on a blank Google spreadsheet what is relied on."),
    ] = None,
    office: OfficeOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Check settings, workbooks, headers and mail.

    Each line says OK, WARN or FAIL, with what to do about it.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    if selftest is not None:
        from sync.cli.selftest import make_selftest  # noqa: PLC0415

        make_selftest(terminal, office, selftest)
    from sync.cli.naming import recipient_for_trial  # noqa: PLC0415
    from sync.cli.pages.check_page import checks_document, show_checks  # noqa: PLC0415

    with open_office(terminal, office, as_of) as opened:
        reader = recipient_for_trial(address, opened.session.office, wanted=send_test)
        lines = opened.engine.check(opened.session)
        if send_test:
            lines = [*lines, opened.engine.send_trial(opened.session, reader)]
    with terminal.guard():
        if as_json:
            terminal.document(checks_document(lines, terminal.voice))
        elif not quiet:
            show_checks(terminal, lines)
    failed = any(line.status == "FAIL" for line in lines)
    raise typer.Exit(ExitCode.CONFIGURATION if failed else ExitCode.DONE)


@app.command()
def plan(
    office: OfficeOption = None,
    as_of: AsOfOption = None,
    limit: Annotated[int, typer.Option("--limit", help="Cells shown for each workbook; 0 for all.", min=0)] = 20,
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help="End with code 20 when there is something to write.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show what a sync would write and mail, and why.

    Cell by cell: what is there, what would be there. Nothing is changed.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.pages.plan_page import show_plan  # noqa: PLC0415

    with open_office(terminal, office, as_of) as opened:
        result = opened.engine.plan(opened.session)
    with terminal.guard():
        if as_json:
            terminal.document(result.to_json(terminal.voice))
        elif not quiet:
            show_plan(terminal, opened.session.office, result, opened.session.departments(), limit=limit)
    if detailed_exitcode and result.status == "ok" and (any(result.plans) or result.mails):
        raise typer.Exit(ExitCode.CHANGES_PENDING)
    raise typer.Exit(_exit_code(result))


@app.command()
def sync(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Workbooks or departments to look at; by default all."),
    ] = None,
    office: OfficeOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Make one run now.

    Reads the workbooks, checks every row, writes flags and summaries, and mails who must act.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.naming import limited_to  # noqa: PLC0415

    with open_office(terminal, office, as_of) as opened:
        result = opened.engine.sync(limited_to(opened.session, names or []))
    with terminal.guard():
        if as_json:
            terminal.document(result.to_json(terminal.voice))
        elif not quiet:
            from sync.cli.pages.run_page import show_run  # noqa: PLC0415  (heavy: only where people read)

            show_run(terminal, opened.session.office, result, opened.session.departments())
    raise typer.Exit(_exit_code(result))


@app.command()
def daemon(
    office: OfficeOption = None,
    log_json: Annotated[bool, typer.Option("--log-json", help="Write each line of the log as JSON.")] = False,
    log_file: Annotated[
        Path | None, typer.Option("--log-file", metavar="FILE", help="Write the log to a file that is rotated.")
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Make the runs of the schedule until stopped.

    Stop it with Ctrl-C or as a service; the step under way is finished first.
    """
    terminal = make_terminal(as_json=False, quiet=False, language=lang)
    from sync.cli.daemon import run_daemon  # noqa: PLC0415

    run_daemon(terminal, office, log_json=log_json, log_file=log_file)


@app.command()
def status(
    office: OfficeOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show the last runs, open alerts and holds."""
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.pages.status_page import show_status  # noqa: PLC0415

    with open_office(terminal, office, as_of) as opened:
        result = opened.engine.status(opened.session)
        with terminal.guard():
            if as_json:
                terminal.document(result.to_json(terminal.voice))
            elif not quiet:
                show_status(terminal, opened.session.office, result)


@app.command()
def explain(
    words: Annotated[list[str], typer.Argument(metavar="PLACE...", help='As "Items!D17", or payroll NV001 2026-11.')],
    office: OfficeOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show where a number or a flag comes from.

    Shows the inputs, the formula, the rate and the law.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.failures import CommandError  # noqa: PLC0415
    from sync.cli.messages import NOTHING_KNOWN  # noqa: PLC0415
    from sync.cli.pages.explain_page import explanations_document, show_explanations  # noqa: PLC0415

    with open_office(terminal, office, as_of) as opened:
        found = opened.engine.explain(opened.session, tuple(words))
        if not found:
            raise CommandError(NOTHING_KNOWN, ExitCode.USAGE, words=" ".join(words))
    with terminal.guard():
        if as_json:
            terminal.document(explanations_document(found, terminal.voice))
        elif not quiet:
            show_explanations(terminal, found)


@app.command(name="why-not")
def why_not(
    words: Annotated[list[str], typer.Argument(metavar="ITEM...", help='As SP001, payroll NV001, or "Items!D17".')],
    office: OfficeOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show why no alert came for an item.

    Every reason that holds, with what shows it and what to do. Nothing is changed.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.pages.why_not_page import answers_document, show_answers  # noqa: PLC0415

    with open_office(terminal, office, as_of) as opened:
        answers = opened.engine.why_not(opened.session, tuple(words))
    with terminal.guard():
        if as_json:
            terminal.document(answers_document(answers, terminal.voice))
        elif not quiet:
            show_answers(terminal, answers)


@app.command()
def undo(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="Name of the run, as shown by status.")],
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Put back what a run wrote.

    Cells that somebody edited since stay as they are. The workbooks are on hold until resume.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.pages.undo_page import show_undo  # noqa: PLC0415

    with open_office(terminal, office, None) as opened:
        result = opened.engine.undo(opened.session, run_id)
    with terminal.guard():
        if as_json:
            terminal.document(result.to_json(terminal.voice))
        elif not quiet:
            show_undo(terminal, result)
    raise typer.Exit(ExitCode.LEFT_OUT if result.problems else ExitCode.DONE)


@app.command()
def resume(
    workbooks: Annotated[
        list[str] | None, typer.Argument(metavar="[WORKBOOK]...", help="Names in office.toml; by default all.")
    ] = None,
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Let workbooks on hold be written again."""
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.naming import workbooks_named  # noqa: PLC0415
    from sync.cli.pages.undo_page import show_resumed  # noqa: PLC0415

    with open_office(terminal, office, None) as opened:
        released = opened.engine.resume(opened.session, workbooks_named(workbooks or [], opened.session))
    with terminal.guard():
        if as_json:
            terminal.document({"resumed": released})
        elif not quiet:
            show_resumed(terminal, released)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to make, as backup-2026-11-20.zip.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a former backup of that name.")] = False,
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Save the state in one file; runs may go on meanwhile.

    It holds what was written and mailed, wages too. Settings and workbooks are not part of it.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.archiving import back_up  # noqa: PLC0415

    back_up(terminal, office, file, force=force)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that backup made.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a state that is there; it is kept beside.")] = False,
    office: OfficeOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LanguageOption = None,
) -> None:
    """Put the state of a backup in place.

    The backup is checked first; a state that is there is replaced only where --force says so.
    """
    terminal = make_terminal(as_json=as_json, quiet=quiet, language=lang)
    from sync.cli.archiving import bring_back  # noqa: PLC0415

    bring_back(terminal, office, file, force=force)


add_history(app)
add_mail(app)


def _exit_code(result: RunResult) -> ExitCode:
    if result.status == "ok":
        return ExitCode.DONE
    from sync.cli.failures import exit_code_of  # noqa: PLC0415  (only where a workbook was left out)

    return exit_code_of(one.problem.code for one in result.workbooks if one.problem is not None)
