"""The page of ``audit``: whether the chain is right, where it ends, or the first entry that is not as it was made."""

from __future__ import annotations

from rules.core.message import format_value
from sync.auditing import AuditResult, told
from sync.cli.pages import words
from sync.cli.terminal import Terminal


def show_audit(terminal: Terminal, result: AuditResult) -> None:
    """Show what an audit found; what is wrong is shown to whoever wants errors only, too."""
    entries = format_value(result.entries, "integer", terminal.voice)
    if result.fault is not None:
        said = told(result.fault, terminal.voice)
        line = f"{said.code} {said.text(terminal.voice)}"
        terminal.console.print(line, style="bold red", soft_wrap=True, markup=False)
        terminal.console.print(f"  → {said.fix(terminal.voice)}", style="dim", soft_wrap=True, markup=False)
        return
    if terminal.quiet:
        return
    terminal.console.print(terminal.text(words.AUDIT_RIGHT).format(entries=entries), style="green")
    if result.compared:
        terminal.console.print(terminal.text(words.AUDIT_COMPARED), style="green")
    if result.head:
        said_head = terminal.text(words.AUDIT_HEAD).format(head=result.head)
        terminal.console.print(said_head, style="dim", soft_wrap=True)
