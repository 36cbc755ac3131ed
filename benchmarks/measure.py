"""One process, measured from start to end: wall time, processor time, and the most memory that it held."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system tells a process's largest resident size: one on macOS, 1,024 elsewhere."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one process took.

    Attributes:
        wall: seconds from start to end.
        processor: seconds of processor time, in the program and in the system for it.
        memory: the largest resident size in megabytes (10^6 bytes).
    """

    wall: float
    processor: float
    memory: float


def run(command: Sequence[str], folder: Path) -> Measure:
    """Run a command in a folder and measure it.

    Raises:
        RuntimeError: where it does not end well; with the end of what it wrote.
    """
    log = folder / "output.txt"
    # An installed program is started from its compiled files; where they are not kept, it would compile at each start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        end = log.read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{end}")
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _UNIT / 1e6)


def median(measures: Sequence[Measure]) -> Measure:
    """Return the median of each figure."""
    return Measure(
        statistics.median(one.wall for one in measures),
        statistics.median(one.processor for one in measures),
        statistics.median(one.memory for one in measures),
    )
