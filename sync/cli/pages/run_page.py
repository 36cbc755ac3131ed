"""The page of one run: what was found, where to look, what was written and mailed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from rules.core.finding import Finding
from rules.core.message import SEVERITY_TITLES, Severity, format_value
from rules.core.owned import ALERTS, owned
from rules.core.rule import Department
from rules.core.text import Text
from sync.cli.pages import words
from sync.cli.pages.counts import count_findings, worst_findings
from sync.cli.pages.layout import heading, plain_table
from sync.cli.terminal import SEVERITY_STYLES, Terminal
from sync.config.office import Office
from sync.results import LEFT_OUT, RunResult, WorkbookResult

SHOWN_FINDINGS = 8
"""How many findings the page shows; all of them stand in the workbooks."""


def show_run(terminal: Terminal, office: Office, result: RunResult, departments: Sequence[Department]) -> None:
    """Show what a sync found, wrote and mailed."""
    _show_title(terminal, office, result)
    show_findings(terminal, office, result.findings, departments)
    show_paused(terminal, result.paused)
    show_workbooks(terminal, result.workbooks, words.CELLS_WRITTEN)
    show_mails(terminal, result.mails, words.MAILS)
    if result.mails and office.mail.transport == "outbox":
        folder = office.state / "outbox"
        terminal.console.print(f"  {terminal.text(words.IN_OUTBOX).format(folder=folder)}", style="dim", soft_wrap=True)
    terminal.console.print()
    if result.status != "ok":
        terminal.console.print(terminal.text(words.LEFT_OUT), style="yellow")
    seconds = format_value(Decimal(f"{result.seconds:.1f}"), "number", terminal.voice)
    terminal.console.print(terminal.text(words.FINISHED).format(seconds=seconds), style="green")


def _show_title(terminal: Terminal, office: Office, result: RunResult) -> None:
    day = format_value(result.as_of, "date", terminal.voice)
    about = f"{terminal.text(words.RUN)} {result.run} · {terminal.text(words.AS_OF).format(day=day)}"
    terminal.console.print()
    terminal.console.print(Line.assemble((office.name, "bold"), "  ", (about, "dim")))


def show_findings(
    terminal: Terminal, office: Office, findings: Sequence[Finding], departments: Sequence[Department]
) -> None:
    """Show how many findings each department has, and the gravest few."""
    if not findings:
        terminal.console.print()
        terminal.console.print(terminal.text(words.NO_FINDINGS), style="green")
        return
    heading(terminal, words.FINDINGS)
    severities = sorted(Severity, reverse=True)
    table = plain_table(terminal.text(words.DEPARTMENT))
    for severity in severities:
        table.add_column(terminal.text(SEVERITY_TITLES[severity]), justify="right")
    for title, counts in count_findings(findings, departments).items():
        table.add_row(terminal.text(title), *(_count(counts.get(severity, 0), severity) for severity in severities))
    terminal.console.print(Padding(table, (0, 0, 0, 2), expand=False))
    _show_worst(terminal, office, findings, departments)


def show_paused(terminal: Terminal, departments: Sequence[Text]) -> None:
    """Show which departments were not checked; without them, few findings would look like good news."""
    if departments:
        titles = ", ".join(map(terminal.text, departments))
        terminal.console.print()
        terminal.console.print(terminal.text(words.PAUSED).format(departments=titles), style="yellow")


def _count(count: int, severity: Severity) -> Line:
    return Line(str(count), SEVERITY_STYLES[severity] if count else "dim")


def _show_worst(
    terminal: Terminal, office: Office, findings: Sequence[Finding], departments: Sequence[Department]
) -> None:
    heading(terminal, words.WORST)
    worst = worst_findings(findings, departments, SHOWN_FINDINGS)
    for finding in worst:
        terminal.console.print(Padding(_finding_lines(terminal, office, finding), (0, 0, 0, 2), expand=False))
    rest = sum(1 for finding in findings if finding.message.alert) - len(worst)
    if rest > 0:
        tab = owned(ALERTS, office.voice.language)
        terminal.console.print(f"  {terminal.text(words.MORE).format(count=rest, tab=tab)}", style="dim")


def _finding_lines(terminal: Terminal, office: Office, finding: Finding) -> Line:
    workbook = office.workbook(finding.place.workbook)
    where = workbook.known_as if workbook else finding.place.workbook
    place = f"{where} · {finding.place}" if finding.place.tab else where
    return Line.assemble(
        (f"{finding.code} ", SEVERITY_STYLES[finding.severity]),
        (place, "bold"),
        f"\n  {spoken(terminal, finding)}",
    )


def spoken(terminal: Terminal, finding: Finding) -> str:
    """Return what a finding says; of one with wages or personal data only its title, since screens are looked at."""
    if finding.message.personal:
        return terminal.text(finding.message.title)
    return finding.text(terminal.voice)


def show_workbooks(terminal: Terminal, workbooks: Sequence[WorkbookResult], cells_title: Text) -> None:
    """Show what became of each workbook, and why where it was left out."""
    heading(terminal, words.OTHER)
    table = plain_table(terminal.text(words.WORKBOOK), terminal.text(words.STATUS))
    table.add_column(terminal.text(words.ROWS), justify="right")
    table.add_column(terminal.text(cells_title), justify="right")
    for workbook in workbooks:
        _add_workbook(terminal, table, workbook)
    terminal.console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _add_workbook(terminal: Terminal, table: Table, workbook: WorkbookResult) -> None:
    said = terminal.text(words.WORKBOOK_STATUS[workbook.status])
    good = workbook.status not in LEFT_OUT
    rows, cells = (format_value(count, "integer", terminal.voice) for count in (workbook.rows, workbook.cells))
    # The address of a spreadsheet fills lines and tells people nothing.
    known_as = workbook.name if "://" in workbook.location else workbook.location
    table.add_row(known_as, Line(said, "green" if good else "yellow"), rows, cells)
    if workbook.problem is not None:
        problem = workbook.problem
        table.add_row(Line(f"  {problem.code} {problem.text(terminal.voice)}", "yellow"), "", "", "")
        table.add_row(Line(f"  → {problem.fix(terminal.voice)}", "dim"), "", "", "")


def show_mails(terminal: Terminal, mails: Sequence[tuple[str, str]], title: Text) -> None:
    """Show who is mailed, and about what."""
    heading(terminal, title)
    if not mails:
        terminal.console.print(f"  {terminal.text(words.NO_MAILS)}", style="dim")
    for recipient, subject in mails:
        terminal.console.print(Line.assemble("  ", (recipient, "bold"), f"  {subject}"), soft_wrap=True)
