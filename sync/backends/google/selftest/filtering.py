"""Values written at an anchor land where the product thinks, all or none."""

from __future__ import annotations

from rules.core.text import Text
from sync.backends.google.selftest.base import COLUMNS, MARKED, OWN, ROWS, UNTOUCHED, Bench, Check, Json, Look, Seen

NOWHERE = 1_999_999_999
"""A number that no anchor has."""


def starts_at_row_1(bench: Bench) -> Seen:
    """The first value lands in the first row of the column, and other columns stay as they are."""
    bench.values(bench.by_anchor(["Own 1", "v2", "v3"]))
    look = bench.look()
    others = [[value for index, value in enumerate(row) if index != OWN] for row in look.content()]
    wanted = [[value for index, value in enumerate(row) if index != OWN] for row in UNTOUCHED]
    return Seen([["Own 1", "v2", "v3", None, None, None], wanted], [look.column(OWN), others])


def null_skips(bench: Bench) -> Seen:
    """Null leaves a cell, also one with content."""
    bench.put("C4", [["kept"]])
    bench.values(bench.by_anchor([None, "v2", None, None, "v5"]))
    return Seen(["Own", "v2", None, "kept", "v5", None], bench.look().column(OWN))


def empty_text_empties(bench: Bench) -> Seen:
    """The empty text leaves nothing in the cell: no value, not even an empty text."""
    bench.put("C2", [["gone"], ["stays"]])
    bench.values(bench.by_anchor([None, ""]))
    look = bench.look()
    return Seen([{}, {"stringValue": "stays"}], [look.kind(1, OWN), look.kind(2, OWN)])


def writes_where_the_column_went(bench: Bench) -> Seen:
    """A column was inserted meanwhile: the values land in the column that is meant."""
    bench.change(bench.insert("COLUMNS", 0, 1))
    bench.values(bench.by_anchor([None, "v2"]))
    look = bench.look()
    return Seen(["v2", 3], [look.value(1, OWN + 1), look.value(1, OWN)])


def deleted_column(bench: Bench) -> Seen:
    """The column was deleted meanwhile: nothing is written, whether it is refused or not."""
    bench.change(bench.delete("COLUMNS", OWN, OWN + 1))
    answer = bench.try_values(bench.by_anchor(["lost", "lost", "lost"]))
    untouched = [[value for index, value in enumerate(row) if index != OWN] + [None] for row in UNTOUCHED]
    came = bench.look().content()
    return Seen([200, untouched], [answer.status, came], ([400, untouched], [404, untouched]))


def deleted_column_beside_others(bench: Bench) -> Seen:
    """One of two columns was deleted: the other is written, or the whole batch is refused."""
    made = bench.change(bench.anchor("COLUMNS", 4))[0]["createDeveloperMetadata"]["developerMetadata"]
    bench.change(bench.delete("COLUMNS", OWN, OWN + 1))
    answer = bench.try_values(bench.by_anchor([None, "lost"]), bench.by_anchor([None, "v2"], made["metadataId"]))
    row = bench.look().row(1, COLUMNS - 1)
    written, left = ["c", 3, "nc", "v2"], ["c", 3, "nc", None]
    return Seen([200, written], [answer.status, row], ([400, left], [404, left]))


def several_tabs(bench: Bench) -> Seen:
    """One batch writes an anchored column and a range of cells that is named by the tab's number."""
    block: Json = {"dataFilter": {"gridRange": bench.range(4, 6, 3, 5)}, "values": [["x", None], [None, "y"]]}
    bench.values(bench.by_anchor([None, "v2"]), block)
    look = bench.look()
    seen = [look.value(1, OWN), look.row(4)[3:], look.row(5)[3:]]
    return Seen(["v2", ["x", None], ["nd", "y"]], seen)


def whole_tab_by_number(bench: Bench) -> Seen:
    """A tab named by its number alone is written from its first cell on."""
    bench.values({"dataFilter": {"gridRange": {"sheetId": bench.sheet_id}}, "values": [["A1"], [None, "B2"]]})
    look = bench.look()
    return Seen([["A1", "Qty"], ["c", "B2"]], [look.row(0)[:2], look.row(1)[:2]])


def beyond_the_grid(bench: Bench) -> Seen:
    """More values than the column has rows are refused, and nothing is written."""
    answer = bench.try_values(bench.by_anchor([f"v{row}" for row in range(ROWS + 2)]))
    return Seen([400, UNTOUCHED], [answer.status, bench.look().content()])


def all_or_none(bench: Bench) -> Seen:
    """The second of two columns does not fit: the first is not written either."""
    second = bench.change(bench.anchor("COLUMNS", 4))[0]["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
    answer = bench.try_values(bench.by_anchor([None, "first"]), bench.by_anchor(["x"] * (ROWS + 2), second))
    return Seen([400, UNTOUCHED], [answer.status, bench.look().content()])


def counts(bench: Bench) -> Seen:
    """The answer counts the cells that were written; null is not counted, the empty text is."""
    answer = bench.values(bench.by_anchor([None, "v2", "", None, 5]))
    return Seen([3, 3, 1], [answer.get(f"totalUpdated{what}") for what in ("Cells", "Rows", "Columns")])


def hidden_rows(bench: Bench) -> Seen:
    """Rows that a filter hides are counted and written like any other."""
    criteria = {"0": {"hiddenValues": ["a"]}}
    found = {"filter": {"range": bench.range(0, ROWS, 0, COLUMNS), "criteria": criteria}}
    bench.change({"setBasicFilter": found})
    bench.values(bench.by_anchor([None, "v2", "v3", "v4"]))
    look = bench.look()
    hidden = [bool(line.get("hiddenByFilter")) for line in look.lines("ROWS")]
    return Seen([[2], ["v2", "v3", "v4"]], [[i for i, gone in enumerate(hidden) if gone], look.column(OWN)[1:4]])


def unknown_number(bench: Bench) -> Seen:
    """A number that no anchor has writes nothing, whether it is refused or not."""
    answer = bench.try_values(bench.by_anchor(["lost"], NOWHERE))
    return Seen([200, UNTOUCHED], [answer.status, bench.look().content()], ([400, UNTOUCHED], [404, UNTOUCHED]))


def after_sort(bench: Bench) -> Seen:
    """Positions in the column are those of the moment: after a sort, the values stand beside other rows.

    So the product reads back what it wrote.
    """
    bench.change(bench.sort())
    bench.values(bench.by_anchor([None, None, None, "e?"]))
    look: Look = bench.look()
    return Seen(["c", "e?"], [look.value(MARKED, 0), look.value(MARKED, OWN)])


CHECKS: tuple[Check, ...] = (
    Check(
        "filter-write-starts-at-row-1",
        Text(
            vi="Ghi theo neo của cột bắt đầu từ dòng 1 của cột, không đụng cột khác.",
            en="Values written at a column's anchor begin in row 1 of the column and touch no other column.",
        ),
        starts_at_row_1,
    ),
    Check(
        "filter-write-null-skips",
        Text(vi="Giá trị null bỏ qua ô.", en="Null leaves a cell as it is."),
        null_skips,
    ),
    Check(
        "filter-write-empty-text-empties",
        Text(vi="Chuỗi rỗng xóa trắng ô.", en="The empty text empties a cell."),
        empty_text_empties,
    ),
    Check(
        "filter-write-follows-inserted-column",
        Text(
            vi="Có người vừa chèn cột: giá trị vẫn rơi đúng cột.",
            en="Values land in the right column when somebody has just inserted another.",
        ),
        writes_where_the_column_went,
    ),
    Check(
        "filter-write-to-deleted-column-writes-nothing",
        Text(
            vi="Cột vừa bị xóa: không ghi gì cả.",
            en="Values for a column that was just deleted are written nowhere.",
        ),
        deleted_column,
    ),
    Check(
        "filter-write-with-one-column-deleted",
        Text(
            vi="Một trong hai cột vừa bị xóa: cột kia được ghi, hoặc cả lô bị từ chối.",
            en="With one of two columns deleted, the other is written, or the batch is refused as a whole.",
        ),
        deleted_column_beside_others,
    ),
    Check(
        "filter-write-mixes-anchors-and-ranges",
        Text(
            vi="Một lô ghi được cả cột theo neo lẫn vùng ô theo số của trang.",
            en="One batch writes anchored columns and ranges named by the tab's number.",
        ),
        several_tabs,
    ),
    Check(
        "filter-write-tab-by-number-starts-at-first-cell",
        Text(vi="Chỉ nêu số của trang thì ghi từ ô đầu tiên.", en="A tab named by its number is written from A1 on."),
        whole_tab_by_number,
    ),
    Check(
        "filter-write-beyond-grid-is-refused",
        Text(
            vi="Nhiều giá trị hơn số dòng thì bị từ chối, không ghi gì.",
            en="More values than rows are refused, and nothing is written.",
        ),
        beyond_the_grid,
    ),
    Check(
        "filter-write-is-atomic",
        Text(
            vi="Một cột trong lô không ghi được thì cả lô không được ghi.",
            en="Where one column of a batch cannot be written, none is.",
        ),
        all_or_none,
    ),
    Check(
        "filter-write-counts-cells",
        Text(vi="Câu trả lời đếm đúng số ô đã ghi.", en="The answer counts the cells that were written."),
        counts,
    ),
    Check(
        "filter-write-counts-hidden-rows",
        Text(
            vi="Dòng bị bộ lọc ẩn vẫn được đếm và ghi như dòng thường.",
            en="Rows that a filter hides count and are written like any other.",
        ),
        hidden_rows,
    ),
    Check(
        "filter-write-to-unknown-anchor-writes-nothing",
        Text(vi="Neo không tồn tại: không ghi gì cả.", en="A number that no anchor has writes nothing."),
        unknown_number,
    ),
    Check(
        "filter-write-goes-by-position",
        Text(
            vi="Vị trí trong cột tính theo lúc ghi; sắp xếp xen giữa thì phải đọc lại để sửa.",
            en="Positions are those of the moment of writing, so a sort in between is put right by reading back.",
        ),
        after_sort,
    ),
)
