"""The page of ``status``: the last runs, the open alerts, what is on hold and what is scheduled."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text as Line

from rules.core.message import SEVERITY_TITLES, Severity, format_value
from rules.core.owned import ALERTS, owned
from sync.cli.pages import words
from sync.cli.pages.layout import heading, plain_table
from sync.cli.pages.mail_page import show_state_of_mail
from sync.cli.pages.moments import shown_moment
from sync.cli.terminal import SEVERITY_STYLES, Terminal
from sync.config.office import Office
from sync.results import StatusResult


def show_status(terminal: Terminal, office: Office, result: StatusResult) -> None:
    """Show how the office stands."""
    _show_runs(terminal, result)
    _show_alerts(terminal, office, result)
    if result.held:
        heading(terminal, words.ON_HOLD)
        for workbook, run in result.held.items():
            terminal.console.print(f"  {workbook}  ({run})")
    if result.mailbox.waiting or result.mailbox.given_up:
        show_state_of_mail(terminal, result.mailbox)
    if result.jobs:
        _show_jobs(terminal, result)


def _show_jobs(terminal: Terminal, result: StatusResult) -> None:
    heading(terminal, words.JOBS)
    coming = dict(result.coming)
    table = plain_table(*map(terminal.text, (words.JOB, words.NEXT_RUN)))
    for job in result.jobs:
        at = coming.get(job)
        table.add_row(job, shown_moment(terminal, at) if at else terminal.text(words.NEVER))
    terminal.console.print(Padding(table, (0, 0, 0, 2), expand=False))
    if result.last_success is not None:
        said = terminal.text(words.LAST_SUCCESS).format(at=shown_moment(terminal, result.last_success))
        terminal.console.print(f"  {said}", style="dim")
    if result.late_since is not None:
        said = terminal.text(words.LATE).format(at=shown_moment(terminal, result.late_since))
        terminal.console.print(f"  {said}", style="bold red")


def _show_runs(terminal: Terminal, result: StatusResult) -> None:
    heading(terminal, words.LAST_RUNS)
    if not result.runs:
        terminal.console.print(f"  {terminal.text(words.NO_RUNS)}", style="dim")
        return
    table = plain_table(*map(terminal.text, (words.RUN, words.COMMAND, words.DAY, words.STARTED, words.STATUS)))
    for run in result.runs:
        said = Line(terminal.text(words.RUN_STATUS[run.status]), "green" if run.status == "ok" else "yellow")
        day = format_value(run.as_of, "date", terminal.voice)
        table.add_row(run.run_id, run.command, day, shown_moment(terminal, run.started_at), said)
    terminal.console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _show_alerts(terminal: Terminal, office: Office, result: StatusResult) -> None:
    heading(terminal, words.OPEN_ALERTS)
    if not any(result.open_alerts.values()):
        terminal.console.print(f"  {terminal.text(words.NO_ALERTS)}", style="green")
        return
    for severity in sorted(Severity, reverse=True):
        if count := result.open_alerts.get(severity, 0):
            said = terminal.text(SEVERITY_TITLES[severity])
            terminal.console.print(Line.assemble("  ", (said, SEVERITY_STYLES[severity]), f": {count}"))
    tab = owned(ALERTS, office.voice.language)
    terminal.console.print(f"  {terminal.text(words.IN_TAB).format(tab=tab)}", style="dim")
