"""How long each step of a run takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sync.session import Progress


class Stopwatch:
    """A progress that hands on what it is told and measures each step from its first sign to its last."""

    def __init__(self, progress: Progress, timer: Callable[[], float]) -> None:
        """Measure with a timer whose difference is seconds."""
        self._progress = progress
        self._timer = timer
        self._begun: dict[str, float] = {}
        self._seconds: dict[str, float] = {}

    @property
    def seconds(self) -> Mapping[str, float]:
        """Return step -> seconds that it has taken, all its turns together."""
        return {name: round(seconds, 3) for name, seconds in self._seconds.items()}

    def step(self, name: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` parts of a step are done."""
        now = self._timer()
        begun = self._begun.setdefault(name, now)
        if done >= total:
            self._seconds[name] = self._seconds.get(name, 0.0) + now - begun
            del self._begun[name]
        self._progress.step(name, done, total)
