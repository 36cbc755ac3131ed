"""How cells look, whatever program shows them: one table of named looks, without a library for spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from rules.core.record import Kind

INK: Final = "1F2933"
GREY: Final = "6B7780"
LINE: Final = "D9DEE3"
SLATE: Final = "33475B"
STAFF_HEADER: Final = "1F5F8B"
STAFF_HEADER_OPTIONAL: Final = "DCE9F3"
BAND: Final = "F6F9FC"
OWNED_FILL: Final = "F3F4F6"
INPUT_FILL: Final = "FFF9DB"
STATUS_FILLS: Final = {"ok": "E6F4EA", "notice": "E3EEFA", "warning": "FFF1CC", "error": "FBE0DD"}
STATUS_INKS: Final = {"ok": "1E6B34", "notice": "1F4E79", "warning": "7A4B00", "error": "9B1C10"}

CHART_COLOURS: Final = ("1F5F8B", "F2A541", "5FA777", "B56576", "7A6FAC", "6B7780")
"""Colours of the series of a chart, in order."""

STAFF_TAB: Final = "2E86AB"
SETTINGS_TAB: Final = "F2C14E"
OWNED_TAB: Final = SLATE

MONEY_FORMAT: Final = "#,##0;[Red]-#,##0"
QUANTITY_FORMAT: Final = "#,##0.###"
WHOLE_FORMAT: Final = "#,##0"

NUMBER_FORMATS: Final[dict[Kind, str]] = {
    "text": "General",
    "code": "@",
    "money": MONEY_FORMAT,
    "quantity": WHOLE_FORMAT,
    "number": WHOLE_FORMAT,
    "percent": "0.0%",
    "integer": "0",
    "date": "dd/mm/yyyy",
    "month": "mm/yyyy",
    "time": "hh:mm",
    "boolean": "General",
    "choice": "General",
}
"""Number format of the cells of each kind. A conditional format shows the decimals of a quantity that has some."""

CENTRED: Final[frozenset[Kind]] = frozenset({"date", "month", "time", "boolean", "choice"})
NUMERIC: Final[frozenset[Kind]] = frozenset({"money", "quantity", "number", "percent", "integer"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. Colours are RRGGBB, empty for none; ``edge`` is the kind of border line.

    Attributes:
        size: font size in points.
        bold: whether the font is bold.
        italic: whether the font is italic.
        ink: colour of the text.
        fill: colour of the background.
        number_format: Excel number format.
        across: horizontal alignment.
        wrap: whether text is wrapped.
        indent: blank space beside the text, in characters.
        edge: ``"row"`` for a thin line below, ``"top"`` for a total's line above, ``"all"`` for a box.
    """

    size: int = 11
    bold: bool = False
    italic: bool = False
    ink: str = INK
    fill: str = ""
    number_format: str = "General"
    across: str = ""
    wrap: bool = False
    indent: int = 0
    edge: str = ""


def _across(kind: Kind) -> str:
    """Return the horizontal alignment of a kind; an indent needs one that is stated."""
    if kind in CENTRED:
        return "center"
    return "right" if kind in NUMERIC else "left"


_HEADER: Final = Look(bold=True, across="center", wrap=True, edge="all")
_TOTAL: Final = Look(bold=True, edge="top")

LOOKS: Final[dict[str, Look]] = {
    "title": Look(size=16, bold=True, ink=STAFF_HEADER),
    "subtitle": Look(ink=GREY),
    "note": Look(size=10, italic=True, ink=GREY),
    "section": Look(size=12, bold=True, ink=STAFF_HEADER),
    "table_header": replace(_HEADER, fill=STAFF_HEADER_OPTIONAL),
    "header_required": replace(_HEADER, ink="FFFFFF", fill=STAFF_HEADER),
    "header_optional": replace(_HEADER, fill=STAFF_HEADER_OPTIONAL),
    "header": replace(_HEADER, ink="FFFFFF", fill=SLATE),
    "header_input": replace(_HEADER, fill=INPUT_FILL),
    "text": Look(edge="row"),
    "wrap": Look(edge="row", wrap=True),
    "label": Look(edge="row", bold=True, wrap=True),
    "label_bold": Look(bold=True, edge="row"),
    "money": Look(number_format=MONEY_FORMAT, edge="row"),
    "money_bold": Look(number_format=MONEY_FORMAT, bold=True, edge="row"),
    "money_total": replace(_TOTAL, number_format=MONEY_FORMAT),
    "total": _TOTAL,
    "quantity": Look(number_format=QUANTITY_FORMAT, edge="row"),
    "percent": Look(number_format="0.0%", edge="row"),
    "integer": Look(number_format=WHOLE_FORMAT, edge="row"),
    "date": Look(number_format="dd/mm/yyyy", across="center", edge="row"),
    "input": Look(fill=INPUT_FILL, indent=1, edge="all"),
    "owned": Look(fill=OWNED_FILL, edge="row"),
    **{f"status_{name}": Look(fill=fill, ink=STATUS_INKS[name], edge="row") for name, fill in STATUS_FILLS.items()},
    **{
        f"cell_{kind}": Look(number_format=form, across=_across(kind), indent=int(kind not in CENTRED), edge="row")
        for kind, form in NUMBER_FORMATS.items()
    },
    "cell_mark": Look(size=10, across="center", edge="all"),
}
"""Style name -> look. Names without a prefix are those that the planner uses for owned cells."""


def owned_look(kind: Kind) -> Look:
    """Return how an owned column's cells of ``kind`` look."""
    return replace(LOOKS[f"cell_{kind}"], fill=OWNED_FILL)


def input_look(kind: Kind) -> Look:
    """Return how a cell looks that staff are meant to fill in an owned or settings tab."""
    return replace(LOOKS["input"], number_format=NUMBER_FORMATS[kind], across="left")
