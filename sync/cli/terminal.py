"""Where a command's result goes: one JSON document, or a page for people; and errors to standard error."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from rules.core.message import Severity, Voice
from rules.core.text import Text
from sync.cli.failures import Failure, describe
from sync.cli.progress import Progress, make_progress

if TYPE_CHECKING:
    from rich.console import Console

SEVERITY_STYLES: Mapping[Severity, str] = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.NOTICE: "cyan",
}
"""How each severity is coloured."""

_PLAIN_WIDTH = 110
"""Width of pages that do not go to a terminal, in characters."""


@dataclass
class Terminal:
    """The place where a command shows what it has done.

    Attributes:
        voice: the language, currency and locale that people are spoken to in.
        json: whether standard output gets one JSON document instead of a page.
        quiet: whether only errors are shown.
        language: the language that the user asked for, which goes before the office's.
    """

    voice: Voice
    json: bool = False
    quiet: bool = False
    language: str | None = None

    @cached_property
    def console(self) -> Console:
        """Return the page for people, on standard output."""
        return _console(stderr=False)

    def speak(self, voice: Voice) -> None:
        """Take over the office's voice, in the language that the user asked for if any."""
        self.voice = replace(voice, language=self.language) if self.language else voice

    def text(self, text: Text) -> str:
        """Return a text in the language of this terminal."""
        return text.in_language(self.voice.language)

    def progress(self) -> Progress:
        """Return the progress display for this terminal."""
        return make_progress(language=self.voice.language, silent=self.json or self.quiet)

    def document(self, data: object) -> None:
        """Write the one JSON document."""
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")

    def fail(self, failure: Failure) -> NoReturn:
        """Show why the command could not do its work, and end it.

        Raises:
            typer.Exit: always, with the failure's exit code.
        """
        voice = self.voice if self.language or failure.voice is None else failure.voice
        if self.json:
            self.document(failure.to_json(voice))
        else:
            from rich.text import Text as Line  # noqa: PLC0415  (heavy: only where people read)

            console = _console(stderr=True)
            for problem in failure.problems:
                console.print(
                    Line.assemble((problem.code, "bold red"), " ", problem.text(voice)), soft_wrap=True, highlight=False
                )
                console.print(Line(f"  → {problem.fix(voice)}", "dim"), soft_wrap=True, highlight=False)
        raise typer.Exit(int(failure.exit_code))

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn every exception inside into a message and an exit code.

        Raises:
            typer.Exit: for any exception.
        """
        try:
            yield
        except (typer.Exit, SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # noqa: BLE001  (people get a message, never a traceback)
            if os.environ.get("SHEETKEEPER_DEBUG"):
                traceback.print_exc(file=sys.stderr)
            self.fail(describe(error))


def make_terminal(*, as_json: bool, quiet: bool, language: str | None) -> Terminal:
    """Return the terminal of a command, before any office is known.

    Until then it speaks the language that the user asked for, or that of the environment.
    """
    surroundings = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    chosen = language or ("vi" if surroundings.startswith("vi") else "en")
    return Terminal(_voice(chosen), as_json, quiet, language)


def _voice(language: str) -> Voice:
    return Voice("vi", "VND", "vi_VN") if language == "vi" else Voice("en", "VND", "en_US")


def _console(*, stderr: bool) -> Console:
    from rich.console import Console  # noqa: PLC0415  (heavy: only where people read)

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PLAIN_WIDTH
    return Console(stderr=stderr, width=width, highlight=False)


def as_document(value: Any, voice: Voice) -> Any:
    """Return a result as JSON data: by its own ``to_json`` where it has one."""
    return value.to_json(voice) if hasattr(value, "to_json") else value
