"""Line numbers of the keys in a TOML file, for messages. The standard parser does not tell them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_HEADING = re.compile(r"^\s*\[\[?(?P<name>[^\[\]]+)\]\]?\s*(#.*)?$")
_ASSIGNMENT = re.compile(r"""^\s*(?P<name>[\w\-."' ]+?)\s*=""")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w\-]+))\s*(?:\.|$)""")


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """Return key path -> line number from 1, for every heading and assignment that stands on a line of its own.

    A line inside a multi-line string may look like a key; it then adds an entry that nobody asks for.
    """
    lines: dict[tuple[str, ...], int] = {}
    section: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.match(line):
            section = _parts(heading["name"])
            for length in range(1, len(section) + 1):
                lines.setdefault(section[:length], number)
        elif assignment := _ASSIGNMENT.match(line):
            lines.setdefault((*section, *_parts(assignment["name"])), number)
    return lines


def line_of(path: tuple[str, ...], lines: Mapping[tuple[str, ...], int]) -> int | None:
    """Return the line of a key, or of the nearest section around it; None where neither stands in the file."""
    for length in range(len(path), 0, -1):
        if (line := lines.get(path[:length])) is not None:
            return line
    return None


def _parts(name: str) -> tuple[str, ...]:
    return tuple(next(part for part in match.groups() if part is not None) for match in _PART.finditer(name))
