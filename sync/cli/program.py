"""How this program and its files are called by somebody who types commands from the current folder."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def program() -> str:
    """Return what to type to start Sheetkeeper again: its name, or its path where the name alone is not found."""
    if shutil.which("sheetkeeper") is not None:
        return "sheetkeeper"
    started = Path(sys.argv[0])
    return near(started) if started.stem == "sheetkeeper" else "python -m sync"


def near(path: Path) -> str:
    """Return a path as one would type it from the current folder."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def quoted(path: Path) -> str:
    """Return a path for a command line, in quotes where it holds a space."""
    typed = near(path)
    return f'"{typed}"' if " " in typed else typed
