"""What a new spreadsheet looks like: default format, theme, and how colours are stored."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from functools import cache
from typing import Any

Json = dict[str, Any]

WHITE = {"red": 1, "green": 1, "blue": 1}
THEME = {
    "TEXT": (0, 0, 0),
    "BACKGROUND": (255, 255, 255),
    "ACCENT1": (66, 133, 244),
    "ACCENT2": (234, 67, 53),
    "ACCENT3": (251, 188, 4),
    "ACCENT4": (52, 168, 83),
    "ACCENT5": (255, 109, 1),
    "ACCENT6": (70, 189, 198),
    "LINK": (17, 85, 204),
}
DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}


def single(value: float) -> float | int:
    """A number as a 32-bit float prints: the shortest text that gives the same float."""
    packed = struct.pack("f", value)
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if struct.pack("f", float(text)) == packed:
            number = float(text)
            return int(number) if number.is_integer() else number
    return value


def stored_colour(colour: Mapping[str, Any]) -> Json:
    """A colour as the service keeps it: eight bits a channel, cut off, and no channel that is zero."""
    found: Json = {}
    for name in ("red", "green", "blue"):
        level = int(min(max(float(colour.get(name) or 0), 0.0), 1.0) * 255 + 1e-6)
        if level:
            found[name] = _channel(level)
    alpha = colour.get("alpha")
    return found if alpha is None else {**found, "alpha": alpha}


@cache
def _channel(level: int) -> float | int:
    """A level of eight bits as the number that comes back for it."""
    return single(struct.unpack("f", struct.pack("f", level / 255))[0])


def with_colour_styles(value: Any) -> Any:
    """Colours are kept twice, plainly and as a style: whichever was sent, both come back."""
    if isinstance(value, list):
        return [with_colour_styles(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    found: Json = {}
    for name, item in value.items():
        if name.endswith(("ColorStyle", "colorStyle")) and isinstance(item, Mapping):
            found[name] = _style(item)
            if "rgbColor" in found[name]:
                found[name.removesuffix("Style")] = found[name]["rgbColor"]
        elif name.endswith(("Color", "color")) and isinstance(item, Mapping):
            if f"{name}Style" not in value:
                found[name] = stored_colour(item)
                found[f"{name}Style"] = {"rgbColor": found[name]}
        else:
            found[name] = with_colour_styles(item)
    return found


def _style(style: Mapping[str, Any]) -> Json:
    rgb = style.get("rgbColor")
    return {"rgbColor": stored_colour(rgb)} if isinstance(rgb, Mapping) else dict(style)


def book_properties(title: str, locale: str, time_zone: str) -> Json:
    """SpreadsheetProperties of a new spreadsheet."""
    theme = [{"colorType": name, "color": {"rgbColor": _rgb(levels)}} for name, levels in THEME.items()]
    return {
        "title": title,
        "locale": locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": time_zone,
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": {"primaryFontFamily": "Arial", "themeColors": theme},
    }


def _rgb(levels: tuple[int, int, int]) -> Json:
    return stored_colour({name: level / 255 for name, level in zip(("red", "green", "blue"), levels, strict=True)})
