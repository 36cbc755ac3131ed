"""Codes that only a cell's format shows: the number 7 in the format 000 is the text "007"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.backends.excel.package.splice import Document

_LOCALE = re.compile(r"\[\$-[0-9A-Fa-f]+\]")
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|(0)|([-+ ()])')
_FEWEST_ZEROS = 2
_WHOLE = re.compile(rb"[0-9]{1,15}(?:\.0*)?")


def code_pattern(number_format: str) -> tuple[str, ...] | None:
    """The pieces of a format made of zeros and fixed text only ("NV"000 gives "NV", "0", "0", "0"), else None.

    A single zero with a unit behind it (0" kg") is a quantity, so at least two zeros are asked for.
    """
    section = _LOCALE.sub("", number_format).split(";")[0]
    pieces, position = [], 0
    while position < len(section):
        match = _TOKEN.match(section, position)
        if match is None:
            return None
        quoted, escaped, zero, plain = match.groups()
        pieces.append("0" if zero else "'" + (quoted or escaped or plain or ""))
        position = match.end()
    return tuple(pieces) if pieces.count("0") >= _FEWEST_ZEROS else None


def show_code(raw: bytes, pattern: tuple[str, ...]) -> str | None:
    """The number as Excel displays it in such a format; None when it is no whole number from 0 up."""
    if _WHOLE.fullmatch(raw) is None:
        return None
    zeros = pattern.count("0")
    digits = raw.partition(b".")[0].lstrip(b"0").decode().rjust(zeros, "0")
    shown, used, first = [], len(digits) - zeros, True
    for piece in pattern:
        if piece != "0":
            shown.append(piece[1:])
        elif first:
            # The first zero stands for all digits that have no zero of their own.
            shown.append(digits[: used + 1])
            used, first = used + 1, False
        else:
            shown.append(digits[used])
            used += 1
    return "".join(shown)


def code_styles(styles: Document | None) -> dict[bytes, tuple[str, ...]]:
    """The style indices (as bytes) of cells whose format is a code pattern."""
    if styles is None:
        return {}
    formats = styles.root.child("numFmts")
    codes = {each.get("numFmtId"): each.get("formatCode") for each in (formats.children if formats else ())}
    cells = styles.root.child("cellXfs")
    found = {}
    for index, element in enumerate(cells.children if cells else ()):
        number_format = codes.get(element.get("numFmtId"))
        pattern = code_pattern(number_format) if number_format else None
        if pattern is not None:
            found[b"%d" % index] = pattern
    return found
