"""Requests about looks: borders, conditional formats, banded colours."""

from __future__ import annotations

from typing import Any

from tests.emulator.errors import invalid
from tests.emulator.fields import updated
from tests.emulator.grid.area import Box, area_of
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import Cell
from tests.emulator.grid.defaults import with_colour_styles
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests.handling import Context, Handler, mask_of

Json = dict[str, Any]
STYLES = {"SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3, "DOTTED": 1, "DASHED": 1}


def update_borders(context: Context, body: Json) -> None:
    """updateBorders: edges and inner lines; one that is not named stays, style NONE takes one away."""
    sheet, box = context.box(body.get("range"))
    for row in range(box.top, box.bottom):
        cells = {}
        for column in range(box.left, box.right):
            sides = _sides(body, box, row, column)
            if sides:
                cells[column] = _bordered(sheet.cell(row, column), sides)
        if cells:
            sheet.put_many(row, cells)


def _sides(body: Json, box: Box, row: int, column: int) -> Json:
    places = {
        "top": "top" if row == box.top else "innerHorizontal",
        "bottom": "bottom" if row == box.bottom - 1 else "innerHorizontal",
        "left": "left" if column == box.left else "innerVertical",
        "right": "right" if column == box.right - 1 else "innerVertical",
    }
    return {side: body[name] for side, name in places.items() if body.get(name) is not None}


def _bordered(cell: Cell, sides: Json) -> Cell:
    borders = dict((cell.format or {}).get("borders", {}))
    for side, border in sides.items():
        style = border.get("style")
        if style in {None, "NONE"}:
            borders.pop(side, None)
            continue
        full = {"color": {}} | border | {"width": STYLES.get(style, 1)}
        borders[side] = with_colour_styles(full)
    found = {name: value for name, value in (cell.format or {}).items() if name != "borders"}
    if borders:
        found["borders"] = borders
    return cell._replace(format=found or None)


def _rule_sheet(book: Book, rule: Json) -> Sheet:
    ranges = rule.get("ranges") or []
    if not ranges:
        raise invalid("At least one range must be specified.")
    sheets = {(found.get("sheetId") or 0) for found in ranges}
    if len(sheets) > 1:
        raise invalid("All ranges must be on the same sheet.")
    sheet = book.sheet(sheets.pop())
    for found in ranges:
        sheet.check_start(area_of(found), sheet.range_name(area_of(found)))
    if not (rule.get("booleanRule") or rule.get("gradientRule")):
        raise invalid("Either a boolean rule or a gradient rule must be specified.")
    return sheet


def _kept(context: Context, rule: Json) -> Json:
    ranges = [context.full_range(found) for found in rule["ranges"]]
    kept: Json = with_colour_styles(rule) | {"ranges": ranges}
    return kept


def add_conditional_format(context: Context, body: Json) -> None:
    """addConditionalFormatRule, at an index (0 when none is given)."""
    rule = body.get("rule") or {}
    sheet = _rule_sheet(context.book, rule)
    index = body.get("index") or 0
    if not 0 <= index <= len(sheet.conditional):
        raise invalid(f"index[{index}] must be at most the number of rules.")
    sheet.conditional.insert(index, _kept(context, rule))


def _indexed(sheet: Sheet, index: int) -> int:
    if not 0 <= index < len(sheet.conditional):
        raise invalid(f"No conditional format on sheet: {sheet.sheet_id} at index: {index}")
    return index


def update_conditional_format(context: Context, body: Json) -> Json:
    """updateConditionalFormatRule: a new rule in its place, or the rule in a new place."""
    index = body.get("index") or 0
    if body.get("rule") is not None:
        sheet = _rule_sheet(context.book, body["rule"])
        old = sheet.conditional[_indexed(sheet, index)]
        sheet.conditional[index] = _kept(context, body["rule"])
        return {"newRule": sheet.conditional[index], "newIndex": index, "oldRule": old}
    sheet = context.book.sheet(body.get("sheetId"))
    rule = sheet.conditional.pop(_indexed(sheet, index))
    new = body.get("newIndex") or 0
    sheet.conditional.insert(new, rule)
    return {"newRule": rule, "newIndex": new, "oldRule": rule, "oldIndex": index}


def delete_conditional_format(context: Context, body: Json) -> Json:
    """deleteConditionalFormatRule: the answer tells the rule."""
    sheet = context.book.sheet(body.get("sheetId"))
    return {"rule": sheet.conditional.pop(_indexed(sheet, body.get("index") or 0))}


def add_banding(context: Context, body: Json) -> Json:
    """addBanding."""
    banding = body.get("bandedRange") or {}
    sheet, _ = context.box(banding.get("range"))
    taken = {found["bandedRangeId"] for other in context.book.sheets for found in other.banding}
    number = banding.get("bandedRangeId") or context.book.new_number(taken)
    kept = with_colour_styles(banding) | {"range": context.full_range(banding["range"])}
    sheet.banding.append({"bandedRangeId": number} | {name: kept[name] for name in kept if name != "bandedRangeId"})
    return {"bandedRange": sheet.banding[-1]}


def _banding(book: Book, number: int | None) -> tuple[Sheet, int]:
    for sheet in book.sheets:
        for index, found in enumerate(sheet.banding):
            if found["bandedRangeId"] == number:
                return sheet, index
    raise invalid(f"No banding with id: {number}")


def update_banding(context: Context, body: Json) -> None:
    """updateBanding."""
    banding = with_colour_styles(body.get("bandedRange") or {})
    sheet, index = _banding(context.book, banding.get("bandedRangeId"))
    sheet.banding[index] = updated(sheet.banding[index], banding, mask_of(body, "BandedRange"))


def delete_banding(context: Context, body: Json) -> None:
    """deleteBanding."""
    sheet, index = _banding(context.book, body.get("bandedRangeId"))
    del sheet.banding[index]


HANDLERS: dict[str, Handler] = {
    "updateBorders": update_borders,
    "addConditionalFormatRule": add_conditional_format,
    "updateConditionalFormatRule": update_conditional_format,
    "deleteConditionalFormatRule": delete_conditional_format,
    "addBanding": add_banding,
    "updateBanding": update_banding,
    "deleteBanding": delete_banding,
}
