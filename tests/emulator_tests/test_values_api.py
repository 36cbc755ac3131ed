"""The values endpoints as the service is recorded: typing, null and "", anchors, limits, all or nothing."""

import pytest


def counts_of(answer):
    return [answer.get(f"updated{name}") for name in ("Range", "Rows", "Columns", "Cells")]


def test_the_way_of_input_must_be_named(api):
    api.refused("PUT", "/values/A1", {"values": [["x"]]})
    api.refused("POST", "/values:batchUpdate", {"data": []})


def test_null_skips_a_cell_and_an_empty_text_clears_it(api):
    api.put("A1", [["a", "b", "c"]])
    answer = api.put("A1", [[None, "", "x"]])
    assert api.values("A1:C1") == [["a", "", "x"]]
    assert counts_of(answer) == ["Sheet1!A1:C1", 1, 2, 2]


def test_counts_tell_what_was_touched_and_the_range_what_was_sent(api):
    rows = [["x", None, None, None], *[[None] * 4] * 4, [None, None, None, "y"]]
    assert counts_of(api.put("A1:D6", rows)) == ["Sheet1!A1:D6", 2, 2, 2]


def test_short_rows_leave_the_rest_alone(api):
    api.put("A1", [["a", "b"], ["c", "d"]])
    api.put("A1", [["x"], ["y", "z"]])
    assert api.values("A1:B2") == [["x", "b"], ["y", "z"]]


def test_columns_as_the_major_dimension(api):
    body = {"majorDimension": "COLUMNS", "values": [["a", "b", "c"], ["d"]]}
    api.ok("PUT", "/values/A1", body, valueInputOption="RAW")
    assert api.values("A1:B3") == [["a", "d"], ["b"], ["c"]]
    assert api.values("A1:B3", majorDimension="COLUMNS") == [["a", "b", "c"], ["d"]]


def test_an_answer_without_values_has_no_key_for_them(api):
    assert api.get("A1:B2") == {"range": "Sheet1!A1:B2", "majorDimension": "ROWS"}


def test_values_come_back_in_the_type_they_were_sent(api):
    api.put("A1", [[1, 1.5, True, "1", 3.0, 2**53, "x"]])
    assert api.values("A1:G1", valueRenderOption="UNFORMATTED_VALUE") == [[1, 1.5, True, "1", 3, 2**53, "x"]]
    assert api.values("A1:G1") == [["1", "1.5", "TRUE", "1", "3", "9.0072E+15", "x"]]


def test_one_cell_or_an_open_range_is_only_where_writing_begins(api):
    assert api.put("B2", [["a", "b"], ["c", "d"]])["updatedRange"] == "Sheet1!B2:C3"
    assert api.put("A5:A", [["a", "b"]])["updatedRange"] == "Sheet1!A5:B5"
    assert api.put("Sheet1", [["z"]])["updatedRange"] == "Sheet1!A1"


def test_more_than_fits_a_range_is_refused(api):
    where = "Requested writing within range ['Sheet1'!A1:B1], but tried writing to"
    query = {"valueInputOption": "RAW"}
    assert api.refused("PUT", "/values/A1:B1", {"values": [[1, 2, 3]]}, **query) == f"{where} column [C]"
    assert api.refused("PUT", "/values/A1:B1", {"values": [[1], [2]]}, **query) == f"{where} row [2]"


def test_less_than_fits_a_range_touches_only_its_own_rectangle(api):
    api.put("A1:C3", [["x"] * 3] * 3)
    assert api.put("A1:C3", [["y"]])["updatedRange"] == "Sheet1!A1"
    assert api.values("A1:C1") == [["y", "x", "x"]]


def test_update_never_lets_the_grid_grow(api):
    said = api.refused("PUT", "/values/A999", {"values": [["x"]] * 3}, valueInputOption="RAW")
    assert said == "Range (Sheet1!A999:A1001) exceeds grid limits. Max rows: 1000, max columns: 26"


def test_the_range_of_the_body_must_be_that_of_the_path(api):
    body = {"range": "A2", "values": [["x"]]}
    said = api.refused("PUT", "/values/A1", body, valueInputOption="RAW")
    assert said == "Request range[A1] does not match value's range[A2]"
    api.ok("PUT", "/values/A1", {"range": "'Sheet1'!A1", "values": [["x"]]}, valueInputOption="RAW")


@pytest.mark.parametrize(("value", "text"), [([1], "list_value {\n  values {\n    number_value: 1\n  }\n}\n"),
                                             ({}, "struct_value {\n}\n")])  # fmt: skip
def test_a_list_or_object_is_no_value(api, value, text):
    body = {"values": [["a"], [value]]}
    assert api.refused("PUT", "/values/A1", body, valueInputOption="RAW") == f"Invalid values[1][0]: {text}"
    batch = {"valueInputOption": "RAW", "data": [{"range": "A1", "values": [["a"], [value]]}]}
    assert api.refused("POST", "/values:batchUpdate", batch) == f"Invalid data[0]: Invalid values[1][0]: {text}"


def test_fifty_thousand_letters_fit_a_cell_and_one_more_does_not(api):
    api.put("A1", [["x" * 50_000]])
    said = api.refused("PUT", "/values/A1", {"values": [["x" * 50_001]]}, valueInputOption="RAW")
    assert said == "Your input contains more than the maximum of 50000 characters in a single cell."


def test_values_can_come_back_with_the_answer(api):
    answer = api.put("A1:C3", [["1", "=1+1"]], "USER_ENTERED", includeValuesInResponse="true")
    assert answer["updatedData"] == {"range": "Sheet1!A1:C3", "majorDimension": "ROWS", "values": [["1", "2"]]}
    unformatted = {"includeValuesInResponse": "true", "responseValueRenderOption": "UNFORMATTED_VALUE"}
    assert api.put("E5", [[7]], **unformatted)["updatedData"]["values"] == [[7]]


def test_a_batch_of_values_is_all_or_nothing(api):
    data = [{"range": "A1", "values": [["x"]]}, {"range": "A5:B5", "values": [[1, 2, 3]]}]
    said = api.refused("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    where = "Requested writing within range ['Sheet1'!A5:B5], but tried writing to"
    assert said == f"Invalid data[1]: {where} column [C]"
    assert "values" not in api.get("A1:C5")


def test_a_batch_of_values_counts_everything(api, person):
    person.add_sheet("Other", 5, 5)
    data = [{"range": "A1", "values": [["x", "y"]]}, {"range": "Other!A1:A2", "values": [["z"], ["z"]]}]
    answer = api.ok("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    totals = [answer[f"totalUpdated{name}"] for name in ("Rows", "Columns", "Cells", "Sheets")]
    assert totals == [3, 3, 4, 2]
    assert [item["updatedRange"] for item in answer["responses"]] == ["Sheet1!A1:B1", "Other!A1:A2"]


def test_ranges_are_read_in_the_order_asked(api):
    api.put("A1", [["a", "b"]])
    answer = api.ok("GET", "/values:batchGet", ranges=["B1", "A1:B1"])
    assert [item["range"] for item in answer["valueRanges"]] == ["Sheet1!B1", "Sheet1!A1:B1"]


def append(api, address, rows, **query):
    return api.ok("POST", f"/values/{address}:append", {"values": rows}, valueInputOption="RAW", **query)


TWO_TABLES = [["x", "y", "z"], ["x", "y", "z"], [], [None, "x", "y", "z"], [None, "y", "z"], [None, "y", "z", "z"]]


@pytest.mark.parametrize(
    ("address", "table", "written"),
    [
        ("Sheet1", "Sheet1!B4:D6", "Sheet1!B7"),
        ("C5:D5", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B2:D4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A3:G10", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A1", "Sheet1!A1:C2", "Sheet1!A3"),
        ("E4", None, "Sheet1!E4"),
    ],
)
def test_append_finds_the_last_table_of_the_range(api, address, table, written):
    api.put("A1", TWO_TABLES)
    answer = append(api, address, [["new"]])
    assert answer.get("tableRange") == table
    assert answer["updates"]["updatedRange"] == written


def test_append_to_an_empty_sheet_names_no_table(api):
    answer = append(api, "Sheet1", [["a"]])
    assert "tableRange" not in answer
    assert counts_of(answer["updates"]) == ["Sheet1!A1", 1, 1, 1]


def test_append_may_push_rows_down(api):
    api.put("A1", [["a"], ["b"], [], ["c"]])
    append(api, "A1", [["new"], ["newer"]], insertDataOption="INSERT_ROWS")
    assert api.values("A1:A6") == [["a"], ["b"], ["new"], ["newer"], [], ["c"]]
    append(api, "A1", [["over"]])
    assert api.values("A5") == [["over"]]


def test_append_below_the_last_row_lets_the_grid_grow(api):
    api.put("A1000", [["last"]])
    assert append(api, "A1000", [["next"]])["updates"]["updatedRange"] == "Sheet1!A1001"
    assert api.sheets()[0]["properties"]["gridProperties"]["rowCount"] == 1001


def test_clear_keeps_notes_formats_and_validation(api):
    api.batch(
        {"updateCells": {"rows": [{"values": [{"note": "n", "userEnteredFormat": {"textFormat": {"bold": True}}}]}],
                         "start": {"rowIndex": 0, "columnIndex": 0}, "fields": "note,userEnteredFormat"}},
    )  # fmt: skip
    api.put("A1", [["x"]])
    assert api.ok("POST", "/values/A1:clear")["clearedRange"] == "Sheet1!A1"
    cell = api.sheets(ranges="A1", includeGridData="true")[0]["data"][0]["rowData"][0]["values"][0]
    assert cell["note"] == "n"
    assert cell["userEnteredFormat"] == {"textFormat": {"bold": True}}
    assert "userEnteredValue" not in cell


def test_a_list_is_wanted_where_a_row_belongs(api):
    response = api.call("PUT", "/values/A1", {"values": "X"}, valueInputOption="RAW")
    error = response.json()["error"]
    assert error["message"] == "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    assert error["details"][0]["fieldViolations"] == [{"field": "data.values", "description": error["message"]}]


def test_protected_cells_are_refused_to_others_and_open_to_editors(api, person):
    person.protect("A1:A5", "otto@example.com")
    said = api.refused("PUT", "/values/A1", {"values": [["x"]]}, valueInputOption="RAW")
    assert said.startswith("You are trying to edit a protected cell or object.")
    api.put("B1", [["x"]])
    data = [{"range": "B2", "values": [["y"]]}, {"range": "A3", "values": [["y"]]}]
    said = api.refused("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert "protected cell or object" in said
    assert "values" not in api.get("B2")
