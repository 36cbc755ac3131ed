"""Edits of whole columns and of single cells become one edit a row, in ascending order, with every cell in it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.backends.excel.package import CellEdit, ColumnEdits
from sync.backends.excel.package.cellvalues import Renderer
from sync.backends.excel.package.rowedits import EditSet

ROWS = st.sets(st.integers(1, 30)).map(sorted)


def cells_by_row(edits):
    rows = EditSet(edits).rows(Renderer(b"", False), {"plain": 1})
    return [(row.row, row.block.columns, row.whole()) for row in rows]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ROWS, ROWS, ROWS, st.sets(st.tuples(st.integers(1, 30), st.integers(4, 6))))
def test_columns_with_different_rows_become_one_ascending_list_of_rows(first, second, third, single):
    columns = [
        ColumnEdits(number, rows, [f"{number}-{row}" for row in rows], "plain")
        for number, rows in enumerate((first, second, third), 1)
    ]
    edits = [*columns, *(CellEdit(row, column, f"{column}-{row}", "plain") for row, column in single)]

    wanted = sorted({(row, column.column) for column in columns for row in column.rows} | single)

    found = cells_by_row(edits)
    assert [row for row, _, _ in found] == sorted({row for row, _ in wanted})
    assert [(row, column) for row, columns, _ in found for column in columns] == wanted
    for row, columns, content in found:
        assert [content.count(f">{column}-{row}<".encode()) for column in columns] == [1] * len(columns)
