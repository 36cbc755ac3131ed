"""The pages of ``runs`` and ``run show``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.padding import Padding
from rich.text import Text as Line

from rules.core.message import SEVERITY_TITLES, format_value
from rules.core.rule import Department
from sync.cli.pages import words
from sync.cli.pages.cells import is_hidden, show_cells
from sync.cli.pages.layout import heading, plain_table
from sync.cli.pages.moments import shown_moment
from sync.cli.pages.run_page import SHOWN_FINDINGS, show_paused, show_workbooks, spoken
from sync.cli.progress import step_title
from sync.cli.terminal import SEVERITY_STYLES, Terminal
from sync.config.office import Office
from sync.history import RunList, RunStory
from sync.messages import BY_CODE
from sync.store.base import Run


def show_runs(terminal: Terminal, found: RunList) -> None:
    """Show runs, the latest first."""
    if not found.runs:
        terminal.console.print(terminal.text(words.NO_SUCH_RUNS), style="dim")
        return
    titles = (words.RUN, words.COMMAND, words.DAY, words.STARTED, words.STATUS)
    table = plain_table(*map(terminal.text, titles))
    for title in (words.CELLS_WRITTEN, words.FINDINGS, words.MAILS):
        table.add_column(terminal.text(title), justify="right")
    for run in found.runs:
        table.add_row(
            run.run_id,
            run.command,
            format_value(run.as_of, "date", terminal.voice),
            shown_moment(terminal, run.started_at),
            _status(terminal, run),
            *(
                _figure(terminal, run, names)
                for names in (("cells_written", "cells_restored"), ("findings",), ("mails",))
            ),
        )
    terminal.console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _status(terminal: Terminal, run: Run) -> Line:
    return Line(terminal.text(words.RUN_STATUS[run.status]), "green" if run.status == "ok" else "yellow")


def _figure(terminal: Terminal, run: Run, names: Sequence[str]) -> str:
    summary = run.summary or {}
    found = next((summary[name] for name in names if name in summary), None)
    return "–" if found is None else format_value(found, "integer", terminal.voice)


def show_story(
    terminal: Terminal, office: Office, story: RunStory, departments: Sequence[Department], *, limit: int
) -> None:
    """Show what one run did.

    Args:
        terminal: where to show it.
        office: the office.
        story: the run.
        departments: all departments.
        limit: how many cells of each workbook are shown; 0 for all.
    """
    _show_head(terminal, story)
    show_paused(terminal, story.paused)
    if story.workbooks:
        show_workbooks(terminal, story.workbooks, words.CELLS_WRITTEN)
    for written in story.written:
        hide = is_hidden(office, written.workbook, departments)
        title = f"{written.workbook}  ({terminal.text(words.CELLS_WRITTEN)}: {_count(terminal, written.cells)})"
        show_cells(terminal, title, written, written.cells, limit, hide=hide)
    _show_findings(terminal, story, departments)
    _show_mails(terminal, story)
    _show_durations(terminal, story)


def _count(terminal: Terminal, count: int) -> str:
    return format_value(count, "integer", terminal.voice)


def _show_head(terminal: Terminal, story: RunStory) -> None:
    run = story.run
    day = format_value(run.as_of, "date", terminal.voice)
    about = f"{run.command} · {terminal.text(words.AS_OF).format(day=day)} · {shown_moment(terminal, run.started_at)}"
    terminal.console.print()
    terminal.console.print(
        Line.assemble((f"{terminal.text(words.RUN)} {run.run_id}", "bold"), "  ", (about, "dim"), "  ").append(
            _status(terminal, run)
        )
    )
    if (run.summary or {}).get("interrupted"):
        terminal.console.print(terminal.text(words.WAS_INTERRUPTED), style="yellow")


def _show_findings(terminal: Terminal, story: RunStory, departments: Sequence[Department]) -> None:
    if not story.counts:
        return
    heading(terminal, words.FINDINGS)
    titles = {finding.code: terminal.text(finding.message.title) for finding in story.findings}
    # Of very many findings some are counted only: their codes have titles too.
    known = (*BY_CODE.values(), *(message for one in departments for message in one.messages))
    titles |= {message.code: terminal.text(message.title) for message in known}
    table = plain_table()
    for title in (words.CODE, words.SEVERITY, words.TITLE):
        table.add_column(terminal.text(title))
    table.add_column(terminal.text(words.COUNT), justify="right")
    for code, severity, count in story.counts:
        said = Line(terminal.text(SEVERITY_TITLES[severity]), SEVERITY_STYLES[severity])
        table.add_row(code, said, titles.get(code, ""), _count(terminal, count))
    terminal.console.print(Padding(table, (0, 0, 0, 2), expand=False))
    for finding in story.findings[:SHOWN_FINDINGS]:
        line = Line.assemble("  ", (finding.code, SEVERITY_STYLES[finding.severity]), f" {finding.place}  ")
        terminal.console.print(line.append(spoken(terminal, finding)), soft_wrap=True)
    if (rest := sum(count for _, _, count in story.counts) - len(story.findings[:SHOWN_FINDINGS])) > 0:
        said_rest = terminal.text(words.MORE_FINDINGS).format(count=_count(terminal, rest))
        terminal.console.print(f"  {said_rest}", style="dim")


def _show_mails(terminal: Terminal, story: RunStory) -> None:
    heading(terminal, words.MAILS)
    if not story.mails:
        terminal.console.print(f"  {terminal.text(words.NO_MAILS)}", style="dim")
    for mail in story.mails:
        state = shown_moment(terminal, mail.sent_at) if mail.sent_at else terminal.text(words.NOT_SENT)
        line = Line.assemble("  ", (mail.to, "bold"), f"  {mail.subject}  ", (state, "dim"))
        terminal.console.print(line, soft_wrap=True)


def _show_durations(terminal: Terminal, story: RunStory) -> None:
    if story.seconds is None:
        return
    heading(terminal, words.DURATION)
    requests = terminal.text(words.REQUESTS).format(count=_count(terminal, story.requests))
    terminal.console.print(f"  {_seconds(terminal, story.seconds)} · {requests}")
    steps = (
        f"{step_title(name, terminal.voice.language)} {_seconds(terminal, spent)}"
        for name, spent in story.durations.items()
    )
    if said := " · ".join(steps):
        terminal.console.print(f"  {said}", style="dim", soft_wrap=True)


def _seconds(terminal: Terminal, seconds: float) -> str:
    figure = format_value(Decimal(f"{seconds:.1f}"), "number", terminal.voice)
    return terminal.text(words.SECONDS).format(seconds=figure)
