"""The page of ``status``: the last runs, the open alerts, what is on hold and what is scheduled."""

from __future__ import annotations

from typing import Any

from rich.padding import Padding
from rich.text import Text as Line

from rules.core.message import SEVERITY_TITLES, format_value
from sync.cli.pages import words
from sync.cli.pages.layout import heading, plain_table
from sync.cli.terminal import SEVERITY_STYLES, Terminal
from sync.config.office import Office

SHOWN_ALERTS = 20
"""How many open alerts the page shows; all of them stand in the alerts tabs."""


def show_status(terminal: Terminal, office: Office, result: Any) -> None:
    """Show how the office stands."""
    _show_runs(terminal, result.runs)
    _show_alerts(terminal, result.alerts)
    if result.held:
        heading(terminal, words.ON_HOLD)
        for workbook, run in result.held.items():
            terminal.console.print(f"  {workbook}  ({run})")
    if result.pending_mails:
        terminal.console.print()
        said = terminal.text(words.PENDING_MAILS).format(count=result.pending_mails)
        terminal.console.print(said, style="yellow")
    if office.jobs:
        heading(terminal, words.JOBS)
        for job in office.jobs:
            terminal.console.print(f"  {job}")


def _show_runs(terminal: Terminal, runs: Any) -> None:
    heading(terminal, words.LAST_RUNS)
    if not runs:
        terminal.console.print(f"  {terminal.text(words.NO_RUNS)}", style="dim")
        return
    table = plain_table(*map(terminal.text, (words.RUN, words.COMMAND, words.STARTED, words.STATUS)))
    for run in runs:
        status = words.RUN_STATUS.get(run.status)
        said = terminal.text(status) if status else run.status
        started = run.started_at.strftime("%Y-%m-%d %H:%M")
        table.add_row(run.run_id, run.command, started, Line(said, "green" if run.status == "ok" else "yellow"))
    terminal.console.print(Padding(table, (0, 0, 0, 2)))


def _show_alerts(terminal: Terminal, alerts: Any) -> None:
    heading(terminal, words.OPEN_ALERTS)
    if not alerts:
        terminal.console.print(f"  {terminal.text(words.NO_ALERTS)}", style="green")
        return
    titles = (words.STATUS, words.REASON, words.PLACE, words.KEY, words.SINCE)
    table = plain_table(*map(terminal.text, titles))
    ordered = sorted(alerts, key=lambda alert: (-alert.severity, alert.since, alert.alert_id))
    for alert in ordered[:SHOWN_ALERTS]:
        table.add_row(
            Line(terminal.text(SEVERITY_TITLES[alert.severity]), SEVERITY_STYLES[alert.severity]),
            alert.code,
            f"{alert.workbook} · {alert.place}" if alert.place else alert.workbook,
            " ".join(alert.key),
            format_value(alert.since, "date", terminal.voice),
        )
    terminal.console.print(Padding(table, (0, 0, 0, 2)))
    if len(alerts) > SHOWN_ALERTS:
        terminal.console.print(f"  … +{len(alerts) - SHOWN_ALERTS}", style="dim")
