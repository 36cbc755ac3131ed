"""Requests about charts, slicers and tables, which the emulator keeps without drawing them."""

from __future__ import annotations

from typing import Any

from tests.emulator.errors import ApiError, invalid
from tests.emulator.fields import updated
from tests.emulator.grid.area import area_of
from tests.emulator.grid.book import Book
from tests.emulator.grid.defaults import with_colour_styles
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests.dimension_requests import empty_box
from tests.emulator.requests.handling import Context, Handler, mask_of
from tests.emulator.requests.range_requests import located, taken

Json = dict[str, Any]
INTERNAL = "Internal error encountered."


def add_chart(context: Context, body: Json) -> Json:
    """addChart: stored; an empty basic chart breaks the service itself, as it does at Google."""
    book = context.book
    chart = body.get("chart") or {}
    spec = chart.get("spec") or {}
    if "basicChart" in spec and not spec["basicChart"]:
        raise ApiError(500, INTERNAL, "INTERNAL")
    if not spec:
        raise invalid("A chart spec must be specified.")
    position = chart.get("position") or {}
    if position.get("newSheet"):
        sheet = Sheet(position.get("sheetId") or book.new_sheet_id(), f"Chart{len(book.sheets) + 1}", 0, 0)
        sheet.properties["sheetType"] = "OBJECT"
        book.sheets.append(sheet)
        position = {"sheetId": sheet.sheet_id}
    else:
        anchor = (position.get("overlayPosition") or {}).get("anchorCell") or {}
        sheet = book.sheet_of(anchor)
        position = _with_size(position or {"overlayPosition": {"anchorCell": {}}})
    number = chart.get("chartId") or book.new_number(taken(book, "charts", "chartId"))
    kept = {"chartId": number, "spec": with_colour_styles(spec), "position": position}
    if chart.get("border"):
        kept["border"] = with_colour_styles(chart["border"])
    sheet.charts.append(kept)
    return {"chart": kept}


def _with_size(position: Json) -> Json:
    overlay = {"widthPixels": 600, "heightPixels": 371} | (position.get("overlayPosition") or {})
    return position | {"overlayPosition": overlay}


def update_chart(context: Context, body: Json) -> None:
    """updateChartSpec."""
    sheet, index = located(context.book, "charts", "chartId", body.get("chartId"), "chart")
    sheet.charts[index] = sheet.charts[index] | {"spec": with_colour_styles(body.get("spec") or {})}


def move_object(context: Context, body: Json) -> Json:
    """updateEmbeddedObjectPosition: of a chart or slicer."""
    sheet, name, index = _embedded(context.book, body.get("objectId"))
    new = body.get("newPosition") or {}
    overlay = new.get("overlayPosition") or {}
    item = getattr(sheet, name)[index]
    old = item.get("position", {}).get("overlayPosition", {})
    position = {"overlayPosition": old | overlay}
    target = context.book.sheet_of(position["overlayPosition"].get("anchorCell") or {"sheetId": sheet.sheet_id})
    del getattr(sheet, name)[index]
    getattr(target, name).append(item | {"position": position})
    return {"position": position}


def delete_object(context: Context, body: Json) -> None:
    """deleteEmbeddedObject: a chart or slicer."""
    sheet, name, index = _embedded(context.book, body.get("objectId"))
    del getattr(sheet, name)[index]


def _embedded(book: Book, number: Any) -> tuple[Sheet, str, int]:
    for name, key in (("charts", "chartId"), ("slicers", "slicerId")):
        for sheet in book.sheets:
            for index, item in enumerate(getattr(sheet, name)):
                if item[key] == number:
                    return sheet, name, index
    raise invalid(f"No embedded object with id: {number}")


def update_border(context: Context, body: Json) -> None:
    """updateEmbeddedObjectBorder."""
    sheet, name, index = _embedded(context.book, body.get("objectId"))
    item = getattr(sheet, name)[index]
    border = updated(item.get("border", {}), body.get("border") or {}, mask_of(body, "EmbeddedObjectBorder"))
    getattr(sheet, name)[index] = item | {"border": with_colour_styles(border)}


def add_slicer(context: Context, body: Json) -> Json:
    """addSlicer: stored."""
    slicer = body.get("slicer") or {}
    position = _with_size(slicer.get("position") or {"overlayPosition": {"anchorCell": {}}})
    sheet = context.book.sheet_of(position["overlayPosition"].get("anchorCell") or {})
    number = slicer.get("slicerId") or context.book.new_number(taken(context.book, "slicers", "slicerId"))
    kept = {"slicerId": number, "spec": with_colour_styles(slicer.get("spec") or {}), "position": position}
    sheet.slicers.append(kept)
    return {"slicer": kept}


def update_slicer(context: Context, body: Json) -> None:
    """updateSlicerSpec."""
    sheet, index = located(context.book, "slicers", "slicerId", body.get("slicerId"), "slicer")
    old = sheet.slicers[index]
    spec = updated(old["spec"], with_colour_styles(body.get("spec") or {}), mask_of(body, "SlicerSpec"))
    sheet.slicers[index] = old | {"spec": spec}


def add_table(context: Context, body: Json) -> Json:
    """addTable: stored; it takes its column names from its first row where none are given."""
    table = body.get("table") or {}
    sheet, box = context.box(table.get("range"))
    if any(area_of(other["range"]).bounded(*sheet.size).meets(box) for other in sheet.tables):
        raise invalid("You can't create a table that overlaps another table.")
    number = table.get("tableId") or str(context.book.new_number(set()))
    given = {column.get("columnIndex") or 0: column for column in table.get("columnProperties") or ()}
    columns = []
    for index in range(box.width):
        value = sheet.cell(box.top, box.left + index).value
        name = value if isinstance(value, str) else f"Column {index + 1}"
        columns.append({"columnIndex": index, "columnName": name} | given.get(index, {}))
    name = table.get("name") or f"Table{len(sheet.tables) + 1}"
    kept = with_colour_styles(table) | {"tableId": number, "name": name, "columnProperties": columns}
    kept["range"] = context.full_range(table["range"])
    sheet.tables.append(kept)
    return {"table": kept}


def update_table(context: Context, body: Json) -> None:
    """updateTable."""
    table = with_colour_styles(body.get("table") or {})
    sheet, index = located(context.book, "tables", "tableId", table.get("tableId"), "table")
    sheet.tables[index] = updated(sheet.tables[index], table, mask_of(body, "Table"))


def delete_table(context: Context, body: Json) -> None:
    """deleteTable: its cells go too, and, without a word, the conditional formats over its range."""
    sheet, index = located(context.book, "tables", "tableId", body.get("tableId"), "table")
    box = sheet.box(sheet.tables[index]["range"])
    del sheet.tables[index]
    empty_box(sheet, box)
    sheet.conditional = [
        rule
        for rule in sheet.conditional
        if not any(area_of(found).bounded(*sheet.size).meets(box) for found in rule["ranges"])
    ]


HANDLERS: dict[str, Handler] = {
    "addChart": add_chart,
    "updateChartSpec": update_chart,
    "updateEmbeddedObjectPosition": move_object,
    "updateEmbeddedObjectBorder": update_border,
    "deleteEmbeddedObject": delete_object,
    "addSlicer": add_slicer,
    "updateSlicerSpec": update_slicer,
    "addTable": add_table,
    "updateTable": update_table,
    "deleteTable": delete_table,
}
