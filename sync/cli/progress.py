"""Shows how far a run is: a bar on a terminal, plain lines elsewhere, nothing where nothing is wanted.

All of it goes to standard error, so that standard output holds the result alone.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from rules.core.text import Text

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

STEPS: Mapping[str, Text] = {
    "make": Text(vi="Tạo văn phòng", en="Making the office"),
    "read": Text(vi="Đọc sổ", en="Reading"),
    "parse": Text(vi="Kiểm tra từng dòng", en="Checking every row"),
    "decide": Text(vi="Áp dụng quy tắc", en="Applying the rules"),
    "plan": Text(vi="Lập kế hoạch ghi", en="Planning"),
    "apply": Text(vi="Ghi kết quả", en="Writing"),
    "notify": Text(vi="Soạn thư", en="Writing mail"),
    "undo": Text(vi="Hoàn tác", en="Putting back"),
}
"""Step of a run -> what it is called for people."""


def step_title(name: str, language: str) -> str:
    """Return what a step is called; a name that is not known stands for itself."""
    title = STEPS.get(name)
    return title.in_language(language) if title else name


class Progress(Protocol):
    """What a run tells about how far it is."""

    def step(self, name: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` parts of a step are finished."""

    def __enter__(self) -> Self:
        """Start showing."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop showing."""


class Silent:
    """Shows nothing."""

    def step(self, name: str, done: int, total: int) -> None:
        """Do nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Lines(Silent):
    """Writes one plain line when a step begins."""

    def __init__(self, language: str, stream: TextIO) -> None:
        """Write in this language to this stream."""
        self._language = language
        self._stream = stream
        self._last = ""

    def step(self, name: str, done: int, total: int) -> None:  # noqa: ARG002  (a line does not grow)
        """Write a line where the step is another than before."""
        if name != self._last:
            self._last = name
            size = f" ({total})" if total > 1 else ""
            self._stream.write(f"{step_title(name, self._language)}{size}\n")
            self._stream.flush()


class Bar(Silent):
    """Draws one bar that is gone when the run has ended."""

    def __init__(self, language: str, progress: RichProgress) -> None:
        """Draw in this language with this progress display."""
        self._language = language
        self._progress = progress
        self._task: TaskID | None = None
        self._last = ""

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def step(self, name: str, done: int, total: int) -> None:
        """Draw how far the step is; a new step starts at the beginning of the bar."""
        if self._task is None:
            self._task = self._progress.add_task("", total=total)
        if name != self._last:
            self._last = name
            self._progress.reset(self._task, total=total, description=step_title(name, self._language))
        self._progress.update(self._task, completed=done, total=total)


def make_progress(*, language: str, silent: bool, stream: TextIO | None = None) -> Progress:
    """Return the progress display that fits the place where the command runs.

    Args:
        language: language of the steps' names.
        silent: whether nothing is to be shown.
        stream: where to write; standard error by default.
    """
    stream = stream or sys.stderr
    if silent:
        return Silent()
    if not stream.isatty():
        return Lines(language, stream)
    from rich.console import Console  # noqa: PLC0415  (heavy: only where somebody watches)
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as RichProgress  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Bar(language, RichProgress(*columns, console=Console(file=stream), transient=True))
