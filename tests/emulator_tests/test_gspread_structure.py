"""What an ordinary user of gspread does with sheets, looks and protection, through unchanged gspread."""

import gspread
import pytest
from gspread.utils import ValidationConditionType

OVER_HTTP = True


def properties_of(sheet):
    found = sheet.spreadsheet.fetch_sheet_metadata()["sheets"]
    return next(item for item in found if item["properties"]["sheetId"] == sheet.id)


def test_add_and_delete_worksheets(spreadsheet):
    one = spreadsheet.add_worksheet("One", 5, 6)
    spreadsheet.add_worksheet("Two", 1, 1, index=0)
    assert [tab.title for tab in spreadsheet.worksheets()] == ["Two", "Sheet1", "One"]
    assert (one.row_count, one.col_count) == (5, 6)
    spreadsheet.del_worksheet(one)
    assert [tab.id for tab in spreadsheet] == [tab.id for tab in spreadsheet.worksheets()]
    with pytest.raises(gspread.WorksheetNotFound):
        spreadsheet.worksheet("One")


def test_worksheets_by_index_and_number(spreadsheet):
    assert spreadsheet.get_worksheet(0).title == "Sheet1"
    assert spreadsheet.get_worksheet_by_id(0).title == "Sheet1"
    with pytest.raises(gspread.WorksheetNotFound):
        spreadsheet.get_worksheet(7)


def test_a_title_may_be_used_once(spreadsheet):
    with pytest.raises(gspread.exceptions.APIError, match="already exists"):
        spreadsheet.add_worksheet("sheet1", 1, 1)


def test_reorder_worksheets(spreadsheet):
    spreadsheet.add_worksheet("Two", 1, 1)
    spreadsheet.add_worksheet("Three", 1, 1)
    wanted = spreadsheet.worksheets()[::-1]
    spreadsheet.reorder_worksheets(wanted)
    assert [tab.title for tab in spreadsheet.worksheets()] == ["Three", "Two", "Sheet1"]
    spreadsheet.worksheets()[-1].update_index(0)
    assert spreadsheet.worksheets()[0].title == "Sheet1"


def test_rename_resize_and_freeze(sheet):
    sheet.update_title("Hàng hóa")
    sheet.resize(20, 10)
    sheet.add_rows(5)
    sheet.add_cols(2)
    sheet.freeze(rows=2, cols=1)
    found = properties_of(sheet)["properties"]
    assert found["title"] == "Hàng hóa"
    grid = {"rowCount": 25, "columnCount": 12, "frozenRowCount": 2, "frozenColumnCount": 1}
    assert found["gridProperties"] == grid
    sheet.freeze(0, 0)
    assert set(properties_of(sheet)["properties"]["gridProperties"]) == {"rowCount", "columnCount"}


def test_hide_and_show_but_not_the_last_sheet(sheet):
    with pytest.raises(gspread.exceptions.APIError) as caught:
        sheet.hide()
    wanted = "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."
    assert caught.value.error["message"] == wanted
    other = sheet.spreadsheet.add_worksheet("Other", 2, 2)
    other.hide()
    assert [tab.title for tab in sheet.spreadsheet.worksheets(exclude_hidden=True)] == ["Sheet1"]
    other.show()
    assert "hidden" not in properties_of(other)["properties"]


def test_gridlines(sheet):
    sheet.hide_gridlines()
    assert sheet.spreadsheet.sheet1.is_gridlines_hidden
    sheet.show_gridlines()
    assert not sheet.spreadsheet.sheet1.is_gridlines_hidden


def test_tab_colour_is_kept_in_eight_bits_and_cleared(sheet):
    assert sheet.tab_color is None
    sheet.update_tab_color("#FF0080")
    assert properties_of(sheet)["properties"]["tabColorStyle"] == {"rgbColor": {"red": 1, "blue": 0.5019608}}
    assert sheet.spreadsheet.sheet1.get_tab_color() == "#FF0080"
    sheet.clear_tab_color()
    assert "tabColorStyle" not in properties_of(sheet)["properties"]


def test_format_comes_back_with_colour_styles(sheet):
    wanted = {
        "backgroundColor": {"green": 1, "blue": 1},
        "horizontalAlignment": "CENTER",
        "textFormat": {"foregroundColor": {"red": 1, "green": 1}, "fontSize": 12, "bold": True},
    }
    sheet.format("A2:B2", wanted)
    asked = {
        "includeGridData": False,
        "ranges": ["Sheet1!A2"],
        "fields": "sheets.data.rowData.values.userEnteredFormat",
    }
    data = sheet.spreadsheet._spreadsheets_get(asked)
    found = data["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"]
    assert found.pop("backgroundColorStyle") == {"rgbColor": {"green": 1, "blue": 1}}
    assert found["textFormat"].pop("foregroundColorStyle") == {"rgbColor": {"red": 1, "green": 1}}
    assert found == wanted


def test_a_second_format_leaves_the_first_alone(sheet):
    sheet.format("A1", {"textFormat": {"bold": True}})
    sheet.batch_format([{"range": "A1", "format": {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}}}])
    sheet.update([[1.5]], "A1")
    assert sheet.acell("A1").value == "1.50"
    found = sheet.spreadsheet._spreadsheets_get({"fields": "sheets.data.rowData.values.userEnteredFormat.textFormat"})
    assert found["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"]["textFormat"] == {"bold": True}


def test_notes(sheet):
    assert sheet.get_note("A1") == ""
    sheet.insert_notes({"A1": "one", "B2": "two"})
    assert sheet.get_note("B2") == "two"
    assert sheet.get_notes() == [["one"], ["", "two"]]
    sheet.update_note("A1", "three")
    assert sheet.get_note("A1") == "three"
    sheet.clear_notes(["A1", "B2"])
    assert sheet.get_note("A1") == ""
    assert sheet.get_notes() == [[]]


def test_notes_survive_values_and_clearing(sheet):
    sheet.insert_note("A1", "stays")
    sheet.update([["x"]], "A1")
    sheet.clear()
    assert sheet.get_note("A1") == "stays"


def test_named_ranges(spreadsheet, sheet):
    sheet.update([[1, 2], [3, 4]], "A1")
    answer = sheet.define_named_range("A1:B2", "Numbers")
    named = spreadsheet.list_named_ranges()
    assert named[0]["name"] == "Numbers"
    assert named[0]["range"] == {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    assert named[0]["namedRangeId"].isdigit()
    assert [cell.value for cell in spreadsheet.named_range("Numbers")] == ["1", "2", "3", "4"]
    assert spreadsheet.values_get("Numbers")["range"] == "Sheet1!A1:B2"
    sheet.delete_named_range(answer["replies"][0]["addNamedRange"]["namedRange"]["namedRangeId"])
    assert spreadsheet.fetch_sheet_metadata({"fields": "namedRanges"}) == {}


def test_protected_ranges(spreadsheet, sheet):
    answer = sheet.add_protected_range("A1:B2", ["otto@example.com"], description="fees")
    found = answer["replies"][0]["addProtectedRange"]["protectedRange"]
    caller = "sheetkeeper@sheets-emulator.iam.gserviceaccount.com"
    assert found["editors"]["users"] == ["otto@example.com", caller]
    assert found["requestingUserCanEdit"] is True
    assert found["description"] == "fees"
    assert [item["protectedRangeId"] for item in spreadsheet.list_protected_ranges(0)] == [found["protectedRangeId"]]
    sheet.delete_protected_range(found["protectedRangeId"])
    assert spreadsheet.list_protected_ranges(0) == []


def test_a_warning_only_protection_keeps_its_mark_and_has_no_editors(spreadsheet, sheet):
    sheet.add_protected_range("C1:C9", warning_only=True)
    found = spreadsheet.list_protected_ranges(0)[0]
    assert found["warningOnly"] is True
    assert "editors" not in found


def test_merges_by_rows_and_all(sheet):
    sheet.update([[42, 43], [43, 44]], "A1:B2")
    sheet.merge_cells("A1:B2", merge_type="MERGE_ROWS")
    assert len(properties_of(sheet)["merges"]) == 2
    sheet.merge_cells("A1:B2")
    whole = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    assert properties_of(sheet)["merges"] == [whole]
    sheet.unmerge_cells("A1:B2")
    assert "merges" not in properties_of(sheet)


def test_merged_values_can_be_spread(sheet):
    sheet.resize(4, 3)
    sheet.update([["1", "2", "4"], ["down", "up", ""], ["", "", "2"], ["num", "val", ""]], "A1:C4")
    sheet.batch_merge([{"range": "A2:A3"}, {"range": "C1:C2"}])
    assert sheet.get_values("B1:C3", combine_merged_cells=True) == [["2", "4"], ["up", "4"], ["", "2"]]
    sheet.define_named_range("B1:C3", "Part")
    assert sheet.get_values("Part", combine_merged_cells=True) == [["2", "4"], ["up", "4"], ["", "2"]]


def test_dimension_groups(sheet):
    for name in ("rows", "columns"):
        getattr(sheet, f"add_dimension_group_{name}")(0, 2)
        group = getattr(sheet, f"list_dimension_group_{name}")()[0]
        wanted = {"dimension": name.upper(), "startIndex": 0, "endIndex": 2}
        assert group == {"range": wanted, "depth": 1}
        answer = getattr(sheet, f"delete_dimension_group_{name}")(0, 2)
        assert answer["replies"] == [{"deleteDimensionGroup": {}}]
        assert getattr(sheet, f"list_dimension_group_{name}")() == []


def test_hidden_rows_and_columns(sheet):
    sheet.hide_rows(1, 3)
    sheet.hide_columns(0, 1)
    asked = {"fields": "sheets.data(rowMetadata.hiddenByUser,columnMetadata.hiddenByUser)"}
    data = sheet.spreadsheet._spreadsheets_get(asked)["sheets"][0]["data"][0]
    assert [row.get("hiddenByUser", False) for row in data["rowMetadata"][:4]] == [False, True, True, False]
    assert data["columnMetadata"][0] == {"hiddenByUser": True}
    sheet.unhide_rows(1, 3)
    assert "hiddenByUser" not in str(sheet.spreadsheet._spreadsheets_get(asked)["sheets"][0]["data"][0]["rowMetadata"])


def test_automatic_width_follows_the_longest_text(sheet):
    sheet.update_acell("A1", "A" * 1024)
    asked = {"fields": "sheets.data.columnMetadata"}
    widths = sheet.spreadsheet.fetch_sheet_metadata(params=asked)["sheets"][0]["data"][0]["columnMetadata"]
    assert widths == [{"pixelSize": 100}] * 26
    sheet.columns_auto_resize(0, 1)
    widths = sheet.spreadsheet.fetch_sheet_metadata(params=asked)["sheets"][0]["data"][0]["columnMetadata"]
    assert widths[0]["pixelSize"] == 9483


def test_basic_filter(sheet):
    sheet.resize(20, 20)
    sheet.set_basic_filter()
    whole = {"startRowIndex": 0, "endRowIndex": 20, "startColumnIndex": 0, "endColumnIndex": 20}
    assert properties_of(sheet)["basicFilter"]["range"] == whole
    sheet.set_basic_filter("B1:C2")
    part = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 3}
    assert properties_of(sheet)["basicFilter"]["range"] == part
    sheet.clear_basic_filter()
    assert "basicFilter" not in properties_of(sheet)


def test_validation_is_stored_with_the_cells(sheet):
    sheet.add_validation("A1:A2", ValidationConditionType.one_of_list, ["yes", "no"], strict=True, showCustomUi=True)
    asked = {"ranges": "A1", "fields": "sheets.data.rowData.values.dataValidation"}
    cell = sheet.spreadsheet._spreadsheets_get(asked)["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    assert cell["dataValidation"]["condition"]["type"] == "ONE_OF_LIST"
    assert cell["dataValidation"]["strict"] is True


def test_duplicate_within_and_copy_to_another_spreadsheet(client, spreadsheet, sheet):
    sheet.update([["x"]], "A1")
    twin = sheet.duplicate(insert_sheet_index=1, new_sheet_name="Twin")
    assert (twin.index, twin.get_all_values()) == (1, [["x"]])
    assert spreadsheet.duplicate_sheet(0).title == "Copy of Sheet1"
    other = client.create("Other")
    answer = sheet.copy_to(other.id)
    assert answer["title"] == "Copy of Sheet1"
    assert other.get_worksheet_by_id(answer["sheetId"]).get_all_values() == [["x"]]
