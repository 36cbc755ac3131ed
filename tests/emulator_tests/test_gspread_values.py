"""What an ordinary user of gspread does with values, through unchanged gspread."""

import re

import gspread
import pytest
from gspread.utils import DateTimeOption, ValueInputOption, ValueRenderOption

OVER_HTTP = True
ROWS = [["A1", "B1", "", "D1"], ["", "b2", "", ""], ["", "", "", ""], ["A4", "B4", "", "D4"]]


def test_get_leaves_out_what_is_empty_at_the_ends(sheet):
    sheet.update(ROWS, "A1")
    assert sheet.get("A1:D4") == [["A1", "B1", "", "D1"], ["", "b2"], [], ["A4", "B4", "", "D4"]]


def test_get_all_values_fills_the_gaps(sheet):
    sheet.update(ROWS, "A1")
    assert sheet.get_all_values() == ROWS


def test_an_empty_sheet_has_one_empty_row_and_an_empty_cell_no_value(sheet):
    assert sheet.get_all_values() == [[]]
    assert sheet.acell("B2").value is None
    assert sheet.row_values(3) == []
    assert sheet.col_values(3) == []


def test_ranges_may_be_open_and_reversed(sheet):
    sheet.resize(6, 4)
    sheet.update(ROWS, "A1")
    cells = [(cell.row, cell.col, cell.value) for cell in sheet.range("A1:C")]
    assert cells == [(cell.row, cell.col, cell.value) for cell in sheet.range(1, 1, 6, 3)]
    assert [cell.value for cell in sheet.range("D4:A1")] == [cell.value for cell in sheet.range("A1:D4")]
    assert len(sheet.range()) == 24


def test_update_cell_reads_what_is_typed(sheet):
    for typed, shown in [(42, "42"), ("0042", "42"), (42.01, "42.01"), ("Артур", "Артур"), ("a\nb", "a\nb")]:
        sheet.update_cell(1, 2, typed)
        assert sheet.cell(1, 2).value == shown


def test_update_keeps_texts_as_they_are(sheet):
    sheet.update([["007", "=1+1", "'x", "TRUE", 1.5, True]], "A1")
    read = sheet.get("A1:F1", value_render_option=ValueRenderOption.unformatted)
    assert read == [["007", "=1+1", "'x", "TRUE", 1.5, True]]
    assert sheet.get("F1").first() == "TRUE"


def test_numeric_value_keeps_every_digit(sheet):
    sheet.update_acell("A1", "= 1 / 1024")
    assert sheet.acell("A1").numeric_value == 1 / 1024
    sheet.update_acell("A1", "2,000,000.01")
    assert sheet.acell("A1").numeric_value == 2000000.01
    assert sheet.acell("A1").value == "2,000,000.01"


def test_cells_far_apart_are_written_without_touching_those_between(sheet):
    sheet.update([["a", "b"], ["c", "d"]], "A1")
    sheet.update_cells([gspread.Cell(1, 1, "x"), gspread.Cell(2, 2, "y")])
    assert sheet.get_all_values() == [["x", "b"], ["c", "y"]]


def test_batch_update_and_batch_get(sheet):
    sheet.batch_update([{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "B4:D4", "values": [["c", "", "e"]]}])
    first, second = sheet.batch_get(["A1:B1", "B4:D4"])
    assert (first, second) == ([["a", "b"]], [["c", "", "e"]])
    assert (first.range, second.range) == ("Sheet1!A1:B1", "Sheet1!B4:D4")


def test_records_come_by_their_headers(sheet):
    sheet.update([["A1", "B1", "", "D1"], [1, "b2", 1.45, ""], ["", "", "", ""], ["A4", 0.4, "", 4]], "A1:D4")
    records = sheet.get_all_records()
    assert records[0] == {"A1": 1, "B1": "b2", "": 1.45, "D1": ""}
    assert records[1] == dict.fromkeys(["A1", "B1", "", "D1"], "")
    assert records[2] == {"A1": "A4", "B1": 0.4, "": "", "D1": 4}


def test_doubled_headers_are_refused_by_gspread(sheet):
    sheet.update([["a", "a"], [1, 2]], "A1")
    with pytest.raises(gspread.exceptions.GSpreadException):
        sheet.get_all_records()
    assert sheet.get_all_records(expected_headers=[]) == [{"a": 2}]


def test_render_options(sheet):
    rows = [["=4/2", "2020-01-01", "string", 53], ["=3/2", 0.12, "1999-01-02", ""]]
    sheet.update(rows, "A1", value_input_option=ValueInputOption.user_entered)
    unformatted, formula = ValueRenderOption.unformatted, ValueRenderOption.formula
    assert sheet.get_values() == [["2", "2020-01-01", "string", "53"], ["1.5", "0.12", "1999-01-02", ""]]
    assert sheet.get_values(value_render_option=unformatted) == [[2, 43831, "string", 53], [1.5, 0.12, 36162, ""]]
    assert sheet.get_values(value_render_option=formula) == [["=4/2", 43831, "string", 53], ["=3/2", 0.12, 36162, ""]]
    as_text = sheet.get_values(value_render_option=unformatted, date_time_render_option=DateTimeOption.formatted_string)
    assert as_text == [[2, "2020-01-01", "string", 53], [1.5, 0.12, "1999-01-02", ""]]


def test_append_row_continues_the_last_block_and_so_drifts(sheet):
    sheet.append_row(["a", "", "c"])
    answer = sheet.append_row(["a", "", "c"])
    assert answer["tableRange"] == "Sheet1!C1"
    assert sheet.row_values(2) == ["", "", "a", "", "c"]


def test_append_row_to_a_named_table_does_not_drift(sheet):
    sheet.append_row(["a", "", "c"])
    assert sheet.append_row(["a", "", "c"], table_range="A1")["tableRange"] == "Sheet1!A1"
    assert sheet.row_values(2) == ["a", "", "c"]


def test_append_rows_makes_the_grid_grow(sheet):
    sheet.resize(2, 2)
    sheet.append_rows([["a", "b"], ["c", "d"], ["e", "f"]])
    assert sheet.get_all_values() == [["a", "b"], ["c", "d"], ["e", "f"]]
    assert sheet.spreadsheet.sheet1.row_count == 3


def test_insert_rows_writes_into_the_new_row(sheet):
    sheet.update([["a", "b"], ["c", "d"], ["e", "f"]], "A1")
    sheet.insert_row(["x", "y", "z"], 2)
    sheet.update_acell("B3", "=1+1")
    sheet.insert_rows([[1], [2]], 1)
    assert sheet.get_all_values()[2:4] == [["a", "b", ""], ["x", "y", "z"]]
    assert sheet.acell("B5", value_render_option=ValueRenderOption.formula).value == "=1+1"
    assert sheet.spreadsheet.sheet1.row_count == 1003


def test_insert_cols_writes_into_the_new_columns(sheet):
    sheet.update([["a", "b"], ["c", "d"]], "A1")
    sheet.insert_cols([["w", "x"], ["y", "z"]], 2)
    assert sheet.get_all_values() == [["a", "w", "y", "b"], ["c", "x", "z", "d"]]


def test_delete_rows_and_columns(sheet):
    sheet.update([["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]], "A1")
    sheet.delete_rows(2)
    sheet.delete_columns(1, 2)
    assert sheet.get_all_values() == [["c"], ["i"]]
    again = sheet.spreadsheet.sheet1
    assert (again.row_count, again.col_count) == (999, 24)


def test_clear_and_batch_clear(sheet):
    sheet.update([["a", "b"], ["c", "d"]], "A1")
    assert sheet.batch_clear(["A1:A1", "B2:C2"])["clearedRanges"] == ["Sheet1!A1", "Sheet1!B2:C2"]
    assert sheet.get_all_values() == [["", "b"], ["c", ""]]
    assert sheet.clear()["clearedRange"] == "Sheet1!A1:Z1000"
    assert sheet.get_all_values() == [[]]


def test_find_by_text_case_and_pattern(sheet):
    sheet.update([["camelcase", "CamelCase"], ["x_Y", "camelcase"]], "B2")
    assert sheet.find("CamelCase").address == "C2"
    assert sheet.find("CamelCase", case_sensitive=False).address == "B2"
    assert sheet.find(re.compile("[a-z]_[A-Z]")).address == "B3"
    assert [cell.address for cell in sheet.findall("camelcase")] == ["B2", "C3"]
    assert sheet.find("nothing") is None


def test_sort_by_several_columns_and_below_a_frozen_row(sheet):
    rows = [["Apple", "2012", "4"], ["Banana", "2013", "3"], ["Canada", "2007", "1"], ["Date", "2013", "6"]]
    sheet.resize(4, 3)
    sheet.update(rows, "A1")
    sheet.sort((2, "asc"), (3, "des"))
    assert sheet.col_values(1) == ["Canada", "Apple", "Date", "Banana"]
    sheet.sort((1, "des"), range="A1:C4")
    assert sheet.col_values(1) == ["Date", "Canada", "Banana", "Apple"]
    sheet.freeze(rows=1)
    sheet.sort((1, "asc"))
    assert sheet.col_values(1) == ["Date", "Apple", "Banana", "Canada"]


def test_copy_and_cut_ranges(sheet):
    sheet.update([["A1"], ["A2"]], "A1:A2")
    sheet.copy_range("A1:A2", "B1:B2")
    sheet.cut_range("A1:A2", "C1")
    assert sheet.get("A1:C2") == [["", "A1", "A1"], ["", "A2", "A2"]]


def test_a_title_like_an_address_is_a_title(sheet):
    sheet.update_title("D3")
    sheet.update([["x"]], "A1")
    assert sheet.get_all_values() == [["x"]]
    assert sheet.get("A1").range == "'D3'!A1"


def test_titles_with_quotes_and_emoji(spreadsheet):
    for title in ["I'm a new title", "🌵 cactus", "a!b", "Tháng 11"]:
        tab = spreadsheet.add_worksheet(title, 10, 10)
        tab.update([["🍇", "🍉"]], "A1")
        assert tab.get_all_values() == [["🍇", "🍉"]]
        if "!" not in title:
            assert spreadsheet.values_get(tab.title)["values"] == [["🍇", "🍉"]]


def test_expand_finds_the_table_around_a_cell(sheet):
    sheet.update([["a", "b", ""], ["c", "d", ""], ["", "", "e"]], "A1")
    assert sheet.expand("A1") == [["a", "b"], ["c", "d"]]


def test_an_unknown_range_is_an_api_error_with_its_text(sheet):
    with pytest.raises(gspread.exceptions.APIError) as caught:
        sheet.get("A1:::")
    assert caught.value.code == 400
    assert caught.value.error["message"] == "Unable to parse range: 'Sheet1'!A1:::"
