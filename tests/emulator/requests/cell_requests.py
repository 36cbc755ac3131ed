"""Requests that set cells: updateCells, repeatCell, appendCells, data validation, merges."""

from __future__ import annotations

from typing import Any

from tests.emulator.errors import exceeds_grid, invalid
from tests.emulator.fields import Mask, updated
from tests.emulator.formulas.references import shifted
from tests.emulator.grid.a1 import box_name, shown_title
from tests.emulator.grid.area import Box
from tests.emulator.grid.cell import BLANK, Cell, Formula
from tests.emulator.grid.protection import check_editable
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests.handling import Context, Handler, mask_of
from tests.emulator.sheets.cell_json import cell_as_json, cell_from_json

Json = dict[str, Any]


def masked(old: Cell, data: Json, mask: Mask) -> Cell:
    """A cell after an update of its masked parts; a masked part that the data lack falls back to nothing."""
    before = cell_as_json(old)
    after = updated(before, data, mask)
    if before.get("userEnteredValue") != after.get("userEnteredValue"):
        kept = {name for name in mask if name != "*"} | {"userEnteredFormat", "note", "dataValidation"}
        kept |= {"userEnteredValue"} | (set(after) if "*" in mask else set())
        after = {name: value for name, value in after.items() if name in kept}
    return cell_from_json(_with_one_colour(after, data, mask), old)


def _with_one_colour(after: Json, data: Json, mask: Mask) -> Json:
    """A colour set or taken away in one of its two forms is set or taken away in the other form too."""
    kept, below = after.get("userEnteredFormat"), mask.get("userEnteredFormat") or {}
    if not kept or not below:
        return after
    given = data.get("userEnteredFormat") or {}
    found = _pruned(kept, given, below)
    if kept.get("textFormat") and below.get("textFormat"):
        found["textFormat"] = _pruned(kept["textFormat"], given.get("textFormat") or {}, below["textFormat"])
    return after | {"userEnteredFormat": found}


def _pruned(kept: Json, given: Json, mask: Mask) -> Json:
    stale: set[str] = set()
    for name in mask:
        if name.endswith("Color") and f"{name}Style" not in given:
            stale.add(f"{name}Style")
        elif name.endswith("ColorStyle") and name not in given:
            stale.add(name.removesuffix("Style"))
    return {name: value for name, value in kept.items() if name not in stale}


def update_cells(context: Context, body: Json) -> None:
    """updateCells: a range is filled, and what the rows do not reach is emptied of the masked parts."""
    mask = mask_of(body, "CellData")
    rows = body.get("rows") or []
    if body.get("range") is not None:
        sheet, box = context.box(body["range"])
    elif body.get("start") is not None:
        sheet, box = _from_start(context, body["start"], rows)
    else:
        raise invalid("Must specify either start or range.")
    for row in range(box.top, box.bottom):
        items = (rows[row - box.top].get("values") or []) if row - box.top < len(rows) else []
        _set_row(sheet, box, row, items, mask)


def _set_row(sheet: Sheet, box: Box, row: int, items: list[Json], mask: Mask) -> None:
    changed = {}
    for column in range(box.left, box.right):
        data = items[column - box.left] if column - box.left < len(items) else {}
        old = sheet.cell(row, column)
        if data or not old.is_empty:
            changed[column] = masked(old, data, mask)
    if changed:
        sheet.put_many(row, changed)


def _from_start(context: Context, start: Json, rows: list[Json]) -> tuple[Sheet, Box]:
    sheet = context.book.sheet_of(start)
    top, left = start.get("rowIndex") or 0, start.get("columnIndex") or 0
    width = max((len(row.get("values") or ()) for row in rows), default=0)
    box = Box(top, top + len(rows), left, left + width)
    height, columns = sheet.size
    if box.bottom > height or box.right > columns:
        raise exceeds_grid(f"{shown_title(sheet.title)}!{box_name(box)}", height, columns)
    check_editable(context.book, sheet, box, context.user)
    return sheet, box


def repeat_cell(context: Context, body: Json) -> None:
    """repeatCell: every cell of the range alike; a formula is shifted as if copied from the first cell."""
    mask = mask_of(body, "CellData")
    sheet, box = context.box(body.get("range"))
    data = body.get("cell") or {}
    formula = (data.get("userEnteredValue") or {}).get("formulaValue")
    alike: dict[int, tuple[Cell, Cell]] = {}
    for row in range(box.top, box.bottom):
        changed = {}
        for column in range(box.left, box.right):
            old = sheet.cell(row, column)
            known = None if formula else alike.get(id(old))
            if known is None:
                known = old, masked(old, _moved(data, formula, row - box.top, column - box.left), mask)
                alike[id(old)] = known
            changed[column] = known[1]
        sheet.put_many(row, changed)


def _moved(data: Json, formula: str | None, rows: int, columns: int) -> Json:
    if not formula:
        return data
    return data | {"userEnteredValue": {"formulaValue": shifted(formula, rows, columns)}}


def append_cells(context: Context, body: Json) -> None:
    """appendCells: below the last row that holds data; the grid grows where it must."""
    mask = mask_of(body, "CellData")
    sheet = context.book.sheet_of(body)
    last = max((row for row, _, cell in sheet.cells_in(sheet.whole()) if cell.value is not None), default=-1)
    rows = body.get("rows") or []
    width = max((len(row.get("values") or ()) for row in rows), default=0)
    height, columns = sheet.size
    more_rows, more_columns = max(0, last + 1 + len(rows) - height), max(0, width - columns)
    context.book.check_cells((height + more_rows) * (columns + more_columns) - height * columns)
    check_editable(context.book, sheet, Box(last + 1, last + 1 + len(rows), 0, width), context.user)
    sheet.rows.extend([BLANK] * more_rows)
    sheet.columns.extend([BLANK] * more_columns)
    for offset, row in enumerate(rows, last + 1):
        items = row.get("values") or []
        _set_row(sheet, Box(offset, offset + 1, 0, len(items)), offset, items, mask)


def set_data_validation(context: Context, body: Json) -> None:
    """setDataValidation; without a rule it is taken away."""
    sheet, box = context.box(body.get("range"))
    rule = body.get("rule")
    if rule is not None and not (rule.get("condition") or {}).get("type"):
        raise invalid("rule.condition must be specified.")
    for row in range(box.top, box.bottom):
        cells = {column: sheet.cell(row, column)._replace(validation=rule) for column in range(box.left, box.right)}
        sheet.put_many(row, cells)


def merge_cells(context: Context, body: Json) -> None:
    """mergeCells: only the first cell of a merge keeps its value; merges that are met must lie wholly inside."""
    sheet, box = context.box(body.get("range"))
    for merge in sheet.merges:
        if merge.meets(box) and not box.holds(merge):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [merge for merge in sheet.merges if not merge.meets(box)]
    for part in _parts(box, body.get("mergeType") or "MERGE_ALL"):
        if part.height * part.width > 1:
            sheet.merges.append(part)
            _keep_first(sheet, part)


def _parts(box: Box, kind: str) -> list[Box]:
    if kind == "MERGE_ROWS":
        return [Box(row, row + 1, box.left, box.right) for row in range(box.top, box.bottom)]
    if kind == "MERGE_COLUMNS":
        return [Box(box.top, box.bottom, column, column + 1) for column in range(box.left, box.right)]
    return [box]


def _keep_first(sheet: Sheet, box: Box) -> None:
    filled = [(row, column, cell) for row, column, cell in sheet.cells_in(box) if cell.value is not None]
    if not filled:
        return
    first = filled[0][2].value
    for row, column, cell in filled:
        sheet.put(row, column, cell.with_value(None))
    sheet.put(box.top, box.left, sheet.cell(box.top, box.left).with_value(first))


def unmerge_cells(context: Context, body: Json) -> None:
    """unmergeCells."""
    sheet, box = context.box(body.get("range"))
    for merge in sheet.merges:
        if merge.meets(box) and not box.holds(merge):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = [merge for merge in sheet.merges if not merge.meets(box)]


def moved_formula(cell: Cell, rows: int, columns: int) -> Cell:
    """A cell copied elsewhere: the references of its formula move along."""
    if isinstance(cell.value, Formula):
        return cell._replace(value=Formula(shifted(cell.value.text, rows, columns)))
    return cell


HANDLERS: dict[str, Handler] = {
    "updateCells": update_cells,
    "repeatCell": repeat_cell,
    "appendCells": append_cells,
    "setDataValidation": set_data_validation,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
}
