"""The pages of ``mail``: the mails that wait, those that were given up, and what became of sending them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text as Line

from rules.core.text import Text
from sync.alerts.base import PendingMail
from sync.cli.pages import words
from sync.cli.pages.layout import heading, plain_table
from sync.cli.pages.moments import shown_moment
from sync.cli.terminal import Terminal
from sync.mailbox import Mailbox, MailOutcome

SHOWN = 20
"""Mails that are listed; the rest are counted."""


def show_mailbox(terminal: Terminal, mailbox: Mailbox) -> None:
    """Show what lies in the outbox."""
    if not mailbox.waiting and not mailbox.given_up:
        terminal.console.print(terminal.text(words.NO_MAIL_WAITS), style="green")
        return
    if mailbox.waiting:
        _show_list(terminal, words.MAILS_WAITING, mailbox, mailbox.waiting)
    if mailbox.given_up:
        _show_list(terminal, words.MAILS_GIVEN_UP, mailbox, mailbox.given_up)
        terminal.console.print(f"  {terminal.text(words.SEND_AGAIN)}", style="dim")


def show_outcome(terminal: Terminal, outcome: MailOutcome) -> None:
    """Show what became of mails."""
    for one in outcome.sent:
        said = terminal.text(words.MAIL_SENT).format(number=one.number, address=one.mail.to)
        terminal.console.print(said, style="green", soft_wrap=True)
    if outcome.discarded:
        said = terminal.text(words.MAILS_DISCARDED).format(count=len(outcome.discarded))
        terminal.console.print(said)
    show_mailbox(terminal, outcome.mailbox)


def show_state_of_mail(terminal: Terminal, mailbox: Mailbox) -> None:
    """Show in a few lines, as a part of another page, how many mails wait or were given up, why, and what to do."""
    terminal.console.print()
    if mailbox.waiting:
        _show_count(terminal, words.PENDING_MAILS, "yellow", mailbox, mailbox.waiting)
        if mailbox.next_at is not None:
            at = shown_moment(terminal, mailbox.next_at)
            terminal.console.print(f"  {terminal.text(words.NEXT_MAIL).format(at=at)}", style="dim")
    if mailbox.given_up:
        _show_count(terminal, words.DEAD_MAILS, "bold red", mailbox, mailbox.given_up)
        terminal.console.print(f"  {terminal.text(words.SEND_AGAIN)}", style="dim")


def _show_count(terminal: Terminal, title: Text, style: str, mailbox: Mailbox, mails: Sequence[PendingMail]) -> None:
    terminal.console.print(terminal.text(title).format(count=len(mails)), style=style)
    _show_reasons(terminal, mailbox, mails)


def _show_list(terminal: Terminal, title: Text, mailbox: Mailbox, mails: Sequence[PendingMail]) -> None:
    heading(terminal, title)
    names = (words.NUMBER, words.READER, words.RUN, words.TRIES, words.NEXT_TRY, words.REASON)
    table = plain_table(*map(terminal.text, names))
    for one in mails[:SHOWN]:
        at = one.next_try.astimezone(mailbox.next_at.tzinfo) if one.next_try and mailbox.next_at else None
        table.add_row(
            str(one.number), one.mail.to, one.run_id, str(one.tries), shown_moment(terminal, at) if at else "", one.code
        )
    terminal.console.print(Padding(table, (0, 0, 0, 2), expand=False))
    if len(mails) > SHOWN:
        terminal.console.print(f"  {terminal.text(words.MORE_MAILS).format(count=len(mails) - SHOWN)}", style="dim")
    _show_reasons(terminal, mailbox, mails)


def _show_reasons(terminal: Terminal, mailbox: Mailbox, mails: Sequence[PendingMail]) -> None:
    """Show why mails were not delivered and what to do, each reason once."""
    voice = terminal.voice
    found = {f"{one.code} {mailbox.why(one, voice)}": mailbox.fix(one, voice) for one in mails[:SHOWN] if one.code}
    for why, fix in found.items():
        # As it is: what a server said may look like markup.
        terminal.console.print(Line(f"  {why}"), soft_wrap=True)
        terminal.console.print(Line(f"    → {fix}", "dim"), soft_wrap=True)
