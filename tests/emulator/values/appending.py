"""Where values.append writes: below the table that the given range meets.

A table is a block of filled cells, as the service finds one: cells that touch, also at a corner. Of several tables in
the range the last one counts; where the range meets none, the values go to the range's own first cell.
"""

from __future__ import annotations

from tests.emulator.grid.area import Box
from tests.emulator.grid.sheet import Sheet


def tables(sheet: Sheet) -> list[Box]:
    """The rectangles around every block of filled cells."""
    blocks: list[Box] = []
    open_blocks: list[Box] = []
    for row, line in enumerate(sheet.rows):
        if not line.cells:
            blocks += open_blocks
            open_blocks = []
            continue
        filled = sorted(column for column, cell in line.cells.items() if cell.value is not None)
        runs = _runs(filled, row)
        open_blocks, closed = _continued(open_blocks, runs, row)
        blocks += closed
    return _settled(blocks + open_blocks)


def table_in(sheet: Sheet, box: Box) -> Box | None:
    """The last table that a rectangle meets."""
    met = [table for table in tables(sheet) if table.meets(box)]
    return max(met, key=lambda table: (table.bottom, table.right), default=None)


def _runs(columns: list[int], row: int) -> list[Box]:
    found: list[Box] = []
    for column in columns:
        if found and found[-1].right == column:
            found[-1] = found[-1]._replace(right=column + 1)
        else:
            found.append(Box(row, row + 1, column, column + 1))
    return found


def _continued(blocks: list[Box], runs: list[Box], row: int) -> tuple[list[Box], list[Box]]:
    """Join the runs of a row to the blocks that reach the row above; blocks that stop there are closed."""
    pending = list(blocks)
    grown: list[Box] = []
    for run in runs:
        block = run
        touching = [other for other in pending + grown if _touch(other, run)]
        for other in touching:
            block = _around(block, other)
            (pending if other in pending else grown).remove(other)
        grown.append(block)
    still = [block for block in grown if block.bottom == row + 1]
    return still, pending + [block for block in grown if block.bottom != row + 1]


def _touch(one: Box, other: Box) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.top, other.top), max(one.bottom, other.bottom), min(one.left, other.left), max(one.right, other.right)
    )


def _settled(blocks: list[Box]) -> list[Box]:
    """Join rectangles that have come to touch by growing."""
    found: list[Box] = []
    for block in blocks:
        joined = block
        again = True
        while again:
            again = False
            for other in found:
                if _touch(other, joined):
                    found.remove(other)
                    joined = _around(joined, other)
                    again = True
                    break
        found.append(joined)
    return found
