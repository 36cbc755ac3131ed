"""What a spreadsheet lacks before values are written: made once, in one batch, and nothing of the staff's is moved."""

from __future__ import annotations

import pytest

from rules.core.message import Voice
from rules.core.owned import ALERT_COLUMNS, ALERTS, ALERTS_HEADER_ROW, owned
from sync.backends.base import ColumnCells, Edits, NewColumn, NewTab, TabEdits
from sync.backends.google.formats import status_texts
from sync.backends.google.structure import sheet_id
from templates.looks import STATUS_FILLS, STATUS_INKS
from tests.emulator import Emulator
from tests.planning.planned import plan_tabs
from tests.support.sheets import Workbook, shade

STATUS, WHY, SINCE = (
    NewColumn(3, "⚙ Trạng thái", 1),
    NewColumn(4, "⚙ Lý do", 1, 60),
    NewColumn(5, "⚙ Từ ngày", 1, 12),
)
ALERTS_TAB = "⚙ Cảnh báo"


@pytest.fixture
def workbook():
    with Emulator(http=False) as emulator:
        made = Workbook(emulator)
        made.person.rename("Sheet1", "Hàng")
        made.person.put("'Hàng'!A1", [["Mã", "Số lượng"], ["SP1", 5], ["SP2", -7]])
        yield made


def edits(*columns, cells=(2, 3)):
    blocks = [
        ColumnCells(column.column, list(cells), ["Lỗi"] * len(cells), style)
        for column, style in zip(columns, ("status_error", "text", "date", "money"), strict=False)
    ]
    return Edits([TabEdits("Hàng", blocks, columns)])


def alerts_tab(rows=1):
    return NewTab(
        ALERTS_TAB,
        [
            ColumnCells(number, [ALERTS_HEADER_ROW, ALERTS_HEADER_ROW + rows], [column.title("vi"), "x"])
            for number, column in enumerate(ALERT_COLUMNS, 1)
        ],
        {},
        (ALERTS_HEADER_ROW, 0),
    )


# --- owned columns


def test_new_columns_are_inserted_side_by_side_and_anchored(workbook):
    workbook.make(edits(STATUS, WHY, SINCE))
    sheet = workbook.look().memo.sheet("Hàng")
    assert [(anchor.title, anchor.column) for anchor in sheet.anchors] == [
        ("⚙ Trạng thái", 3),
        ("⚙ Lý do", 4),
        ("⚙ Từ ngày", 5),
    ]
    assert sheet.column_count == 26 + 3


def test_what_somebody_just_typed_at_the_right_is_pushed_aside_and_not_overwritten(workbook):
    wanted = workbook.missing(edits(STATUS))
    workbook.person.type("'Hàng'!C2", [["của tôi"]])
    workbook.client.change(workbook.address, wanted)
    assert workbook.person.values("'Hàng'!A2:D2") == [["SP1", 5, "", "của tôi"]]


def test_once_made_nothing_is_missing_any_more(workbook):
    tabs = {"Hàng": [["Mã", "Số lượng"], ["SP1", 5], ["SP2", "nhiều"]]}
    plan = plan_tabs(tabs)
    first = workbook.make(plan.edits)
    assert first
    assert workbook.missing(plan.edits) == []


def test_a_batch_whose_answer_was_lost_is_not_made_twice(workbook):
    wanted = workbook.missing(Edits(new_tabs=[alerts_tab()]))
    workbook.client.change(workbook.address, wanted)
    with pytest.raises(Exception, match="WBK"):
        workbook.client.change(workbook.address, wanted)
    assert workbook.person.titles() == ["Hàng", ALERTS_TAB]


def test_a_full_grid_grows_at_its_end(workbook):
    workbook.person.put("'Hàng'!Z1", [["Cuối"]])
    last = [NewColumn(27, "⚙ Trạng thái", 1), NewColumn(28, "⚙ Lý do", 1)]
    workbook.make(edits(*last))
    assert [anchor.column for anchor in workbook.look().memo.sheet("Hàng").anchors] == [27, 28]


def test_a_grid_that_ends_with_its_header_is_given_a_row(workbook):
    workbook.person.add_sheet("Kho", rows=1, columns=2)
    workbook.person.put("'Kho'!A1", [["Mã", "Tên"]])
    workbook.make(Edits([TabEdits("Kho", [], [NewColumn(3, "⚙ Trạng thái", 1), NewColumn(4, "⚙ Lý do", 1)])]))
    memo = workbook.look().memo.sheet("Kho")
    assert (memo.row_count, memo.column_count, len(memo.anchors)) == (2, 4, 2)


def test_formats_of_the_neighbours_are_not_taken_over(workbook):
    bold = {"textFormat": {"bold": True}, "backgroundColor": {"red": 1.0}}
    workbook.person.put("'Hàng'!Z1", [["Cuối"]])
    cells = {"range": {"sheetId": 0, "startColumnIndex": 25, "endColumnIndex": 26}, "cell": {"userEnteredFormat": bold}}
    workbook.person.batch({"repeatCell": cells | {"fields": "userEnteredFormat"}})
    workbook.make(edits(NewColumn(27, "⚙ Lý do", 3)))
    assert workbook.format("Hàng", 1, 27) == {}
    assert "bold" not in workbook.format("Hàng", 4, 27)["textFormat"]


def test_a_column_has_the_format_of_its_values_from_top_to_bottom(workbook):
    money = NewColumn(6, "⚙ Giá trị", 1)
    workbook.make(edits(STATUS, WHY, SINCE, money))
    for row in (2, 999):
        assert workbook.format("Hàng", row, 5)["numberFormat"] == {"type": "DATE", "pattern": "dd/mm/yyyy"}
        assert workbook.format("Hàng", row, 6)["numberFormat"]["type"] == "NUMBER"
        assert workbook.format("Hàng", row, 4)["wrapStrategy"] == "CLIP"
    assert workbook.format("Hàng", 1, 5)["textFormat"]["bold"] is True
    assert "numberFormat" not in workbook.format("Hàng", 1, 5)


def test_whole_numbers_and_decimals_are_both_shown_as_they_are(workbook):
    """A format of whole numbers would show 2.5 as 3, and Google has no format that goes by the value."""
    column = NewColumn(3, "⚙ Điểm đặt hàng", 1)
    for style in ("integer", "quantity"):
        made = workbook.missing(Edits([TabEdits("Hàng", [ColumnCells(3, [2], [2.5], style)], [column])]))
        formats = [one["repeatCell"]["cell"].get("userEnteredFormat", {}) for one in made if "repeatCell" in one]
        assert not any("numberFormat" in one for one in formats)


@pytest.mark.parametrize("name", list(status_texts()))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_status_is_coloured_by_what_it_says_in_every_language(workbook, name, language):
    workbook.make(edits(STATUS))
    workbook.person.put("'Hàng'!C3", [[status_texts()[name].in_language(language)]])
    shown = workbook.coloured("Hàng", 3, 3)
    assert shade(shown["textFormat"]["foregroundColorStyle"]) == STATUS_INKS[name]
    assert shade(shown.get("backgroundColorStyle")) == ("" if name == "ok" else STATUS_FILLS[name])


def test_any_other_text_has_no_colour(workbook):
    workbook.make(edits(STATUS))
    workbook.person.put("'Hàng'!C3", [["Lỗi chính tả"]])
    assert workbook.coloured("Hàng", 3, 3) == {}


def test_the_status_offers_its_words_and_refuses_none(workbook):
    workbook.make(edits(STATUS))
    validation = workbook.sheet("Hàng").cell(1, 2).validation
    words = [value["userEnteredValue"] for value in validation["condition"]["values"]]
    assert words == ["Hợp lệ", "Lưu ý", "Cảnh báo", "Lỗi"]
    assert not validation.get("strict")
    assert workbook.sheet("Hàng").cell(0, 2).validation is None


def test_owned_columns_warn_before_an_edit_and_refuse_nobody(workbook):
    workbook.make(edits(STATUS, WHY))
    (protected,) = workbook.look().memo.sheet("Hàng").protected
    assert protected.warning_only
    assert (protected.first_column, protected.last_column, protected.last_row) == (3, 4, None)
    assert "Sheetkeeper" in protected.description


def test_a_header_that_staff_froze_stays_frozen(workbook):
    frozen = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1, "frozenColumnCount": 1}}
    fields = "gridProperties(frozenRowCount,frozenColumnCount)"
    workbook.person.batch({"updateSheetProperties": {"properties": frozen, "fields": fields}})
    workbook.make(edits(STATUS, WHY))
    grid = workbook.sheet("Hàng").properties["gridProperties"]
    assert (grid["frozenRowCount"], grid["frozenColumnCount"]) == (1, 1)


def test_rules_and_protections_of_staff_stay(workbook):
    workbook.person.protect("'Hàng'!A1:B1", "staff@example.com")
    rule = {
        "ranges": [{"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2}],
        "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"italic": True}}},
    }
    workbook.person.batch({"addConditionalFormatRule": {"rule": rule, "index": 0}})
    workbook.make(edits(STATUS))
    sheet = workbook.sheet("Hàng")
    assert sheet.conditional[-1]["booleanRule"]["condition"] == {"type": "NOT_BLANK"}
    assert [one.get("warningOnly", False) for one in sheet.protected] == [False, True]


# --- anchors


def test_owned_columns_without_an_anchor_are_given_one_and_nothing_else(workbook):
    workbook.person.put("'Hàng'!C1", [["⚙ Trạng thái"], ["Hợp lệ"]])
    made = workbook.make(Edits([TabEdits("Hàng", [ColumnCells(3, [2], ["Lỗi"], "status_error")])]))
    assert [list(one) for one in made] == [["createDeveloperMetadata"]]
    assert workbook.look().memo.sheet("Hàng").anchors[0].title == "⚙ Trạng thái"


def test_a_column_of_staff_is_never_anchored(workbook):
    assert workbook.missing(Edits([TabEdits("Hàng", [ColumnCells(2, [2], [1])])])) == []


def test_a_column_that_was_made_but_never_filled_is_used(workbook):
    workbook.make(edits(STATUS))
    assert workbook.missing(edits(STATUS)) == []


def test_an_anchor_on_a_column_that_staff_took_over_is_given_up(workbook):
    workbook.make(edits(STATUS))
    workbook.person.put("'Hàng'!C1", [["Ghi chú"], ["của tôi"]])
    workbook.make(edits(NewColumn(4, "⚙ Trạng thái", 1)))
    assert [(anchor.title, anchor.column) for anchor in workbook.look().memo.sheet("Hàng").anchors] == [
        ("⚙ Trạng thái", 4)
    ]
    assert workbook.person.values("'Hàng'!C1:C2") == [["Ghi chú"], ["của tôi"]]


def test_a_tab_that_is_gone_is_left_to_the_guard(workbook):
    assert workbook.missing(Edits([TabEdits("Cũ", [ColumnCells(1, [1], [1])], [STATUS])])) == []


# --- owned tabs


def test_a_new_tab_has_the_same_id_for_the_same_title():
    assert sheet_id("book", "⚙ Tồn kho") == sheet_id("book", "⚙ Tồn kho")
    assert sheet_id("book", "⚙ Tồn kho") != sheet_id("other", "⚙ Tồn kho")


def test_an_id_that_is_taken_is_not_used_again():
    taken = sheet_id("book", "⚙ Tồn kho")
    assert sheet_id("book", "⚙ Tồn kho", {taken}) != taken


def test_the_alerts_tab_is_anchored_frozen_filtered_and_open_where_staff_write(workbook):
    workbook.make(Edits(new_tabs=[alerts_tab()]))
    sheet = workbook.sheet(ALERTS_TAB)
    memo = workbook.look().memo.sheet(ALERTS_TAB)
    assert [anchor.title for anchor in memo.anchors] == [column.title("vi") for column in ALERT_COLUMNS]
    assert memo.frozen_rows == ALERTS_HEADER_ROW
    assert sheet.properties["gridProperties"]["hideGridlines"] is True
    assert sheet.basic_filter["range"]["startRowIndex"] == ALERTS_HEADER_ROW - 1
    (protected,) = sheet.protected
    assert protected["warningOnly"] is True
    assert [one["startColumnIndex"] for one in protected["unprotectedRanges"]] == [10, 11]
    assert workbook.format(ALERTS_TAB, 290, 11)["numberFormat"]["type"] == "DATE"
    assert workbook.format(ALERTS_TAB, 5, 5)["wrapStrategy"] == "WRAP"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_titles_of_the_alerts_tab_are_in_its_own_language(workbook, language):
    workbook.make(Edits(new_tabs=[NewTab(owned(ALERTS, language))]))
    anchors = workbook.look().memo.sheet(owned(ALERTS, language)).anchors
    assert anchors[0].title == ALERT_COLUMNS[0].title(language)


def test_severities_and_resolved_alerts_are_coloured(workbook):
    workbook.make(Edits(new_tabs=[alerts_tab()]))
    workbook.person.put(f"'{ALERTS_TAB}'!C5", [["Cảnh báo"]])
    workbook.person.put(f"'{ALERTS_TAB}'!I5", [["Đã xử lý"]])
    assert shade(workbook.coloured(ALERTS_TAB, 5, 3)["backgroundColorStyle"]) == STATUS_FILLS["warning"]
    assert shade(workbook.coloured(ALERTS_TAB, 5, 9)["textFormat"]["foregroundColorStyle"]) == STATUS_INKS["ok"]


def test_more_alerts_than_rows_bring_rows_that_look_like_the_others(workbook):
    workbook.make(Edits(new_tabs=[alerts_tab()]))
    more = alerts_tab(rows=1_500)
    workbook.make(Edits([TabEdits(ALERTS_TAB, more.columns)]))
    assert workbook.look().memo.sheet(ALERTS_TAB).row_count > 1_500
    assert workbook.format(ALERTS_TAB, 1_400, 7) == workbook.format(ALERTS_TAB, 10, 7)
    workbook.person.put(f"'{ALERTS_TAB}'!C1400", [["Lỗi"]])
    assert shade(workbook.coloured(ALERTS_TAB, 1_400, 3)["backgroundColorStyle"]) == STATUS_FILLS["error"]
    assert workbook.missing(Edits([TabEdits(ALERTS_TAB, more.columns)])) == []


def test_an_alerts_tab_that_came_with_an_uploaded_file_is_anchored_where_its_columns_stand(workbook):
    workbook.person.add_sheet(ALERTS_TAB)
    titles = [column.title("vi") for column in ALERT_COLUMNS]
    workbook.person.put(f"'{ALERTS_TAB}'!A4", [["Ghi riêng", *titles]])
    workbook.make(Edits([TabEdits(ALERTS_TAB, [ColumnCells(4, [5], ["Lỗi"]), ColumnCells(2, [5], ["AB"])])]))
    anchors = workbook.look().memo.sheet(ALERTS_TAB).anchors
    assert [(anchor.title, anchor.column) for anchor in anchors] == [("Mã cảnh báo", 2), ("Mức độ", 4)]


def test_a_tab_without_a_layout_has_the_styles_of_its_cells(workbook):
    tab = NewTab("⚙ Khác", [ColumnCells(1, [1, 2, 3], ["a", "b", "c"], ["title", "text", "text"])], {1: 20})
    made = workbook.make(Edits(new_tabs=[tab]))
    assert workbook.format("⚙ Khác", 1, 1)["textFormat"]["fontSize"] == 15
    assert workbook.format("⚙ Khác", 2, 1) == workbook.format("⚙ Khác", 3, 1)
    assert sum("repeatCell" in one for one in made) == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_style_that_a_plan_names_is_known(workbook, language):
    voice = Voice(language, "VND", "vi_VN")
    tabs = {"Hàng": [["Mã", "Số lượng"], ["SP1", 5], ["SP2", "nhiều"]]}
    workbook.make(plan_tabs(tabs, voice=voice).edits)
