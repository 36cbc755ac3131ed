"""Anchors stay with their column or row, whatever people do."""

from __future__ import annotations

from rules.core.text import Text
from sync.backends.google.selftest.base import (
    COLUMNS,
    KEY,
    MARKED,
    OWN,
    PASTE,
    ROWS,
    UNTOUCHED,
    Bench,
    Check,
    Json,
    Look,
    Seen,
)


def _column(bench: Bench, look: Look) -> list[object]:
    """Where the anchor of the column is, and the header that stands there."""
    place = look.place("COLUMNS", bench.column_anchor)
    return [place, None if place is None else look.value(0, place)]


def _row(bench: Bench, look: Look) -> list[object]:
    """Where the anchor of the row is, and the key that stands there."""
    place = look.place("ROWS", bench.row_anchor)
    return [place, None if place is None else look.value(place, 0)]


def column_insert(bench: Bench) -> Seen:
    """Columns are inserted at the left edge, and exactly before the anchored one."""
    bench.change(bench.insert("COLUMNS", 0, 1), bench.insert("COLUMNS", OWN + 1, OWN + 2))
    return Seen([OWN + 2, "Own"], _column(bench, bench.look()))


def column_delete(bench: Bench) -> Seen:
    """A column before the anchored one is deleted."""
    bench.change(bench.delete("COLUMNS", 0, 1))
    return Seen([OWN - 1, "Own"], _column(bench, bench.look()))


def column_move(bench: Bench) -> Seen:
    """The anchored column is moved to the left edge, then another before it."""
    bench.change(bench.move("COLUMNS", OWN, OWN + 1, 0), bench.move("COLUMNS", COLUMNS - 1, COLUMNS, 0))
    return Seen([1, "Own"], _column(bench, bench.look()))


def column_sort(bench: Bench) -> Seen:
    """The rows are sorted."""
    bench.change(bench.sort())
    return Seen([OWN, "Own"], _column(bench, bench.look()))


def column_values(bench: Bench) -> Seen:
    """The anchored column is written over, its header too."""
    bench.put("C1", [["Other"], ["x"], ["y"]])
    return Seen([OWN, "Other"], _column(bench, bench.look()))


def column_cut(bench: Bench) -> Seen:
    """The cells of the anchored column are cut and pasted over another column."""
    target = {"sheetId": bench.sheet_id, "rowIndex": 0, "columnIndex": COLUMNS - 1}
    cut = {"source": bench.range(0, ROWS, OWN, OWN + 1), "destination": target, "pasteType": PASTE}
    bench.change({"cutPaste": cut})
    return Seen([OWN, None], _column(bench, bench.look()))


def column_deleted(bench: Bench) -> Seen:
    """The anchored column is deleted: nothing is found by its number any more."""
    bench.change(bench.delete("COLUMNS", OWN, OWN + 1))
    lookup = {"developerMetadataLookup": {"metadataId": bench.column_anchor}}
    path = f"{bench.spreadsheet_id}/developerMetadata:search"
    answer = bench.ask("POST", path, None, {"dataFilters": [lookup]})
    return Seen([200, []], [answer.status, answer.body.get("matchedDeveloperMetadata", [])])


def row_insert(bench: Bench) -> Seen:
    """Rows are inserted above the anchored one, one of them exactly before it."""
    bench.change(bench.insert("ROWS", 1, 2), bench.insert("ROWS", MARKED + 1, MARKED + 2))
    return Seen([MARKED + 2, "e"], _row(bench, bench.look()))


def row_delete(bench: Bench) -> Seen:
    """A row above the anchored one is deleted."""
    bench.change(bench.delete("ROWS", 1, 2))
    return Seen([MARKED - 1, "e"], _row(bench, bench.look()))


def row_move(bench: Bench) -> Seen:
    """The anchored row is moved down."""
    bench.change(bench.move("ROWS", MARKED, MARKED + 1, ROWS))
    return Seen([ROWS - 1, "e"], _row(bench, bench.look()))


def row_sort(bench: Bench) -> Seen:
    """The rows are sorted over all columns: the anchor goes with its row."""
    bench.change(bench.sort())
    return Seen([ROWS - 1, "e"], _row(bench, bench.look()))


def row_sort_part(bench: Bench) -> Seen:
    """Only some columns are sorted: the values move there and nowhere else.

    Where the anchor of the row then stands is told, and both places are right: nothing is written by rows' anchors.
    """
    bench.change(bench.sort(0, 2))
    look = bench.look()
    beside = look.column(3)[1:]
    expected = [["nc", "na", "ne", "nb", "nd"], ROWS - 1]
    return Seen(expected, [beside, _row(bench, look)[0]], ([expected[0], MARKED],))


def duplicated_tab(bench: Bench) -> Seen:
    """The tab is duplicated: the number of the anchor still means the column of the first one only."""
    copy: Json = {"sourceSheetId": bench.sheet_id, "newSheetName": f"{bench.title} copy"}
    bench.change({"duplicateSheet": copy})
    bench.values(bench.by_anchor([None, "x"]))
    read = bench.get("sheets(properties(title),data(rowData(values(userEnteredValue))))")
    found = {sheet["properties"]["title"]: Look(sheet).value(1, OWN) for sheet in read["sheets"]}
    return Seen(["x", None], [found[bench.title], found[f"{bench.title} copy"]])


def chosen_number(bench: Bench) -> Seen:
    """An anchor is made under a number that the caller chose."""
    replies = bench.change(bench.anchor("COLUMNS", 0, bench.spare))
    entry = replies[0]["createDeveloperMetadata"]["developerMetadata"]
    return Seen([bench.spare, 0], [entry.get("metadataId"), bench.look().place("COLUMNS", bench.spare)])


def taken_number(bench: Bench) -> Seen:
    """A number that is taken is refused, and the first anchor stays where it is."""
    answer = bench.try_change(bench.anchor("COLUMNS", 0, bench.column_anchor))
    return Seen([400, OWN], [answer.status, bench.look().place("COLUMNS", bench.column_anchor)])


def many_of_one_key(bench: Bench) -> Seen:
    """Several anchors under one key, two of them on one column."""
    replies = bench.change(bench.anchor("COLUMNS", OWN), bench.anchor("COLUMNS", 0))
    entries = [reply["createDeveloperMetadata"]["developerMetadata"] for reply in replies]
    look = bench.look()
    places = [look.place("COLUMNS", entry["metadataId"]) for entry in entries]
    return Seen(
        [[KEY, KEY], [OWN, 0], OWN],
        [
            [entry["metadataKey"] for entry in entries],
            places,
            look.place("COLUMNS", bench.column_anchor),
        ],
    )


def removed_by_number(bench: Bench) -> Seen:
    """An anchor is taken away by its number; the column stays as it is."""
    lookup = {"developerMetadataLookup": {"metadataId": bench.column_anchor}}
    bench.change({"deleteDeveloperMetadata": {"dataFilter": lookup}})
    look = bench.look()
    return Seen([None, UNTOUCHED], [look.place("COLUMNS", bench.column_anchor), look.content()])


CHECKS: tuple[Check, ...] = (
    Check(
        "column-anchor-follows-insert",
        Text(
            vi="Chèn cột bên trái hoặc ngay trước cột được neo: neo đi theo cột.",
            en="Columns inserted to the left of an anchored column, or right before it, push its anchor along.",
        ),
        column_insert,
    ),
    Check(
        "column-anchor-follows-delete",
        Text(
            vi="Xóa một cột bên trái cột được neo: neo đi theo cột.",
            en="Deleting a column to the left takes the anchor along.",
        ),
        column_delete,
    ),
    Check(
        "column-anchor-follows-move",
        Text(
            vi="Dời cột được neo, hoặc dời cột khác qua nó: neo đi theo cột.",
            en="Moving the anchored column, or another past it, takes the anchor along.",
        ),
        column_move,
    ),
    Check(
        "column-anchor-stays-in-sort",
        Text(vi="Sắp xếp các dòng không dời neo của cột.", en="Sorting rows leaves the anchor of a column."),
        column_sort,
    ),
    Check(
        "column-anchor-stays-under-values",
        Text(
            vi="Ghi đè cả cột, kể cả tiêu đề, không làm mất neo.",
            en="Writing over the column, its header too, leaves the anchor.",
        ),
        column_values,
    ),
    Check(
        "column-anchor-stays-in-cut-and-paste",
        Text(
            vi="Cắt ô của cột rồi dán sang cột khác: neo ở lại chỗ cũ, nên phải đối chiếu với tiêu đề.",
            en="Cutting the cells and pasting them elsewhere leaves the anchor behind, so it is checked by the header.",
        ),
        column_cut,
    ),
    Check(
        "column-anchor-goes-with-its-column",
        Text(
            vi="Xóa cột thì neo của nó cũng mất, không còn tìm thấy theo số.",
            en="Deleting the column deletes its anchor; its number finds nothing.",
        ),
        column_deleted,
    ),
    Check(
        "row-anchor-follows-insert",
        Text(vi="Chèn dòng: neo của dòng đi theo dòng.", en="Inserted rows push the anchor of a row along."),
        row_insert,
    ),
    Check(
        "row-anchor-follows-delete",
        Text(vi="Xóa dòng phía trên: neo đi theo dòng.", en="Deleting a row above takes the anchor along."),
        row_delete,
    ),
    Check(
        "row-anchor-follows-move",
        Text(vi="Dời dòng: neo đi theo dòng.", en="Moving a row takes its anchor along."),
        row_move,
    ),
    Check(
        "row-anchor-follows-sort",
        Text(vi="Sắp xếp: neo đi theo dòng của nó.", en="Sorting takes the anchor of a row along."),
        row_sort,
    ),
    Check(
        "partial-sort-moves-its-columns-only",
        Text(
            vi="Sắp xếp một phần cột chỉ dời giá trị trong các cột đó.",
            en="Sorting some columns moves values in these columns only.",
        ),
        row_sort_part,
    ),
    Check(
        "anchor-means-the-first-tab-after-duplicating",
        Text(
            vi="Nhân đôi trang: số của neo vẫn chỉ trang gốc, không chỉ bản sao.",
            en="After a tab is duplicated, the number of an anchor means the first tab and not the copy.",
        ),
        duplicated_tab,
    ),
    Check(
        "anchor-number-can-be-chosen",
        Text(vi="Tạo neo với số tự chọn được chấp nhận.", en="An anchor is made under the number that was chosen."),
        chosen_number,
    ),
    Check(
        "anchor-number-taken-is-refused",
        Text(vi="Số neo đã dùng thì bị từ chối.", en="A number that is taken is refused."),
        taken_number,
    ),
    Check(
        "anchors-may-share-a-key",
        Text(
            vi="Nhiều neo cùng một khóa, kể cả trên cùng một cột, được chấp nhận.",
            en="Several anchors may share a key, also on one column.",
        ),
        many_of_one_key,
    ),
    Check(
        "anchor-is-removed-by-its-number",
        Text(vi="Gỡ neo theo số không đụng đến cột.", en="Removing an anchor by its number leaves its column."),
        removed_by_number,
    ),
)
