"""Moments as pages show them."""

from __future__ import annotations

from datetime import datetime

from rules.core.message import format_value
from sync.cli.terminal import Terminal


def shown_moment(terminal: Terminal, moment: datetime) -> str:
    """Return a moment as people of this office write it, to the minute."""
    return f"{format_value(moment.date(), 'date', terminal.voice)} {moment:%H:%M}"
