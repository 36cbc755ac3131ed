"""How cells look, as Google takes it (pure): looks of the templates as formats, and rules of conditional colours.

Google has no conditional number format, and a format that hides the decimals of some numbers would lie. So numbers that
may or may not have decimals keep the automatic format, which shows each as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rules.core.message import SEVERITY_TITLES
from rules.core.owned import STATUS_OK
from rules.core.record import Kind
from rules.core.text import Text
from templates.looks import (
    LINE,
    LOOKS,
    MONEY_FORMAT,
    SLATE,
    STATUS_FILLS,
    STATUS_INKS,
    Look,
)

Json = dict[str, Any]

_NUMBER_FORMATS: Final[Mapping[str, Json]] = {
    MONEY_FORMAT: {"type": "NUMBER", "pattern": MONEY_FORMAT},
    "0.0%": {"type": "PERCENT", "pattern": "0.0%"},
    "dd/mm/yyyy": {"type": "DATE", "pattern": "dd/mm/yyyy"},
    "mm/yyyy": {"type": "DATE", "pattern": "mm/yyyy"},
    "hh:mm": {"type": "TIME", "pattern": "hh:mm"},
    "@": {"type": "TEXT", "pattern": "@"},
}
"""Number format of a look -> the same on Google; others are left to Google's automatic format."""

_KIND_OF_STYLE: Final[Mapping[str, Kind]] = {
    "money": "money",
    "percent": "percent",
    "date": "date",
    "integer": "integer",
    "quantity": "quantity",
}

_ACROSS: Final[Mapping[str, str]] = {"center": "CENTER", "right": "RIGHT", "left": "LEFT"}
_USUAL_SIZE: Final = 11
"""Points in an .xlsx; Google's own font stands for it one point smaller, at ten."""
_PIXELS_A_CHARACTER: Final = 7
_MARGIN: Final = 5
"""Pixels of a column beside its characters."""
_INDENT: Final = 8
"""Pixels."""


def colour(code: str) -> Json:
    """Return a colour, written RRGGBB, as a ``ColorStyle``."""
    levels = {name: int(code[at : at + 2], 16) for name, at in (("red", 0), ("green", 2), ("blue", 4))}
    # Rounded up, since the service rounds down to one of 256 levels.
    return {"rgbColor": {name: -(-level * 10_000 // 255) / 10_000 for name, level in levels.items() if level}}


def cell_format(look: Look, *, clip: bool = False) -> Json:
    """Return a look as a ``CellFormat``.

    Args:
        look: the look.
        clip: whether text that is too long is cut off instead of running over the next cell.
    """
    found: Json = {"verticalAlignment": "MIDDLE", "textFormat": _text_format(look)}
    if look.number_format in _NUMBER_FORMATS:
        found["numberFormat"] = _NUMBER_FORMATS[look.number_format]
    if look.fill:
        found["backgroundColorStyle"] = colour(look.fill)
    if look.across:
        found["horizontalAlignment"] = _ACROSS[look.across]
    if look.wrap or clip:
        found["wrapStrategy"] = "WRAP" if look.wrap else "CLIP"
    if look.indent:
        found["padding"] = {"top": 2, "right": _INDENT, "bottom": 2, "left": _INDENT}
    if look.edge:
        found["borders"] = _borders(look.edge)
    return found


def style_format(style: str) -> Json:
    """Return the ``CellFormat`` of a style that the planner names."""
    return cell_format(LOOKS[style])


def kind_of_style(style: str | None) -> Kind:
    """Return the kind of the values that a style of an owned cell is for."""
    return _KIND_OF_STYLE.get(style or "", "text")


def pixels(width: float) -> int:
    """Return the width of a column in pixels, from characters."""
    return round(width * _PIXELS_A_CHARACTER) + _MARGIN


def status_format(name: str) -> Json:
    """Return how a conditional rule colours a status: ``"ok"``, ``"notice"``, ``"warning"`` or ``"error"``."""
    ink: Json = {"foregroundColorStyle": colour(STATUS_INKS[name])}
    if name == "ok":
        # A row without findings stays plain, so that the others stand out.
        return {"textFormat": ink}
    return {"textFormat": ink | {"bold": True}, "backgroundColorStyle": colour(STATUS_FILLS[name])}


def status_texts() -> Mapping[str, Text]:
    """Return what the status of a row says, by its name, in every language."""
    return {"ok": STATUS_OK} | {severity.word: titles for severity, titles in SEVERITY_TITLES.items()}


def _text_format(look: Look) -> Json:
    found: Json = {"foregroundColorStyle": colour(look.ink)}
    if look.size != _USUAL_SIZE:
        found["fontSize"] = look.size - 1
    for name, wanted in (("bold", look.bold), ("italic", look.italic)):
        if wanted:
            found[name] = True
    return found


def _borders(edge: str) -> Json:
    thin = {"style": "SOLID", "colorStyle": colour(LINE)}
    if edge == "top":
        strong = {"style": "SOLID", "colorStyle": colour(SLATE)}
        return {"top": strong, "bottom": strong | {"style": "DOUBLE"}}
    if edge == "row":
        return {"bottom": thin}
    return dict.fromkeys(("top", "bottom", "left", "right"), thin)
