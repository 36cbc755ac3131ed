"""Makes the standard streams fit for Vietnamese wherever the command runs."""

from __future__ import annotations

import io
import sys


def speak_utf8() -> None:
    """Let both output streams write UTF-8, also into pipes on Windows, where the default is an old code page."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.casefold().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="replace")
