"""Opening the office that a command works on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.cli.engine import Engine
    from sync.cli.terminal import Terminal
    from sync.session import Session


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened office, the pipeline, and the place to show results."""

    terminal: Terminal
    engine: Engine
    session: Session


def make_terminal(*, as_json: bool, quiet: bool, language: str | None) -> Terminal:
    """Return the terminal of a command; nothing heavy is loaded before a command runs."""
    from sync.cli import terminal  # noqa: PLC0415

    return terminal.make_terminal(as_json=as_json, quiet=quiet, language=language)


@contextmanager
def open_office(terminal: Terminal, office: Path | None, as_of: datetime | None) -> Iterator[Opened]:
    """Open the office that a command works on, and turn what goes wrong into messages."""
    from sync.cli import engine  # noqa: PLC0415  (nothing heavy before a command runs)
    from sync.config import find_office, load_office  # noqa: PLC0415

    with terminal.guard():
        folder = office if office is not None else find_office(Path.cwd())
        terminal.speak(load_office(folder, os.environ).voice)
        pipeline = engine.load_engine()
        with (
            terminal.progress() as progress,
            pipeline.open_office(folder, as_of=_day(as_of), progress=progress) as session,
        ):
            yield Opened(terminal, pipeline, session)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None
