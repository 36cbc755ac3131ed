"""spreadsheets.get and create: what is left out, what masks and ranges choose, how the answer is printed."""

import json

from tests.emulator import token_session


def test_zero_and_empty_are_left_out_but_not_index_and_number_of_a_sheet(api):
    sheet = api.sheets()[0]
    assert sheet == {
        "properties": {
            "sheetId": 0,
            "title": "Sheet1",
            "index": 0,
            "sheetType": "GRID",
            "gridProperties": {"rowCount": 1000, "columnCount": 26},
        }
    }


def test_the_keys_come_in_the_services_order(api):
    assert list(api.ok("GET", "")) == ["spreadsheetId", "properties", "sheets", "spreadsheetUrl"]


def test_a_mask_decides_whether_the_grid_is_answered(api):
    api.put("A1", [["x"]])
    found = api.ok("GET", "", fields="sheets.data.rowData.values.formattedValue", includeGridData="False")
    assert found == {"sheets": [{"data": [{"rowData": [{"values": [{"formattedValue": "x"}]}]}]}]}
    assert api.ok("GET", "", fields="sheets/properties/title") == {"sheets": [{"properties": {"title": "Sheet1"}}]}
    assert api.ok("GET", "", fields="namedRanges") == {}


def test_a_grid_with_nothing_in_it_is_an_empty_block(api):
    found = api.ok("GET", "", fields="sheets.data.rowData.values.note", ranges="A1")
    assert found == {"sheets": [{"data": [{}]}]}


def test_a_mask_that_names_nothing_known_is_refused(api):
    response = api.call("GET", "", fields="sheets.nothing")
    error = response.json()["error"]
    assert error["message"] == "Request contains an invalid argument."
    text = "Error expanding 'fields' parameter. Cannot find matching fields for path 'sheets.nothing'."
    assert error["details"][0]["fieldViolations"][0]["description"] == text


def test_masks_with_brackets_stars_and_several_paths(api):
    found = api.ok("GET", "", fields="spreadsheetId,sheets(properties(title,index),data.*)", ranges="A1:B2")
    assert set(found) == {"spreadsheetId", "sheets"}
    assert found["sheets"][0]["properties"] == {"title": "Sheet1", "index": 0}
    assert len(found["sheets"][0]["data"][0]["columnMetadata"]) == 2


def test_ranges_choose_the_sheets_and_give_a_block_each(api, person):
    person.add_sheet("Two", 5, 5)
    api.put("Two!B2", [["x"], [None], ["y"]])
    sheets = api.sheets(ranges=["Two!B2:C4", "Two!A1"], includeGridData="true")
    assert [sheet["properties"]["title"] for sheet in sheets] == ["Two"]
    first, second = sheets[0]["data"]
    assert (first["startRow"], first["startColumn"]) == (1, 1)
    assert "startRow" not in second
    assert [bool(row) for row in first["rowData"]] == [True, False, True]
    assert first["rowMetadata"] == [{"pixelSize": 21}] * 3
    assert first["columnMetadata"] == [{"pixelSize": 100}] * 2


def test_a_cell_tells_what_was_entered_and_what_it_shows(api):
    api.put("A1", [["=1+1", "2026-09-05"]], "USER_ENTERED")
    one, two = api.sheets(ranges="A1:B1", includeGridData="true")[0]["data"][0]["rowData"][0]["values"]
    assert one["userEnteredValue"] == {"formulaValue": "=1+1"}
    assert one["effectiveValue"] == {"numberValue": 2}
    assert two["userEnteredFormat"] == {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
    assert two["formattedValue"] == "2026-09-05"
    assert two["effectiveFormat"]["textFormat"]["fontSize"] == 10


def test_a_spreadsheet_can_be_created_with_sheets_and_cells(emulator):
    session = token_session(emulator)
    cell = {"userEnteredValue": {"stringValue": "x"}, "note": "n"}
    body = {
        "properties": {"title": "Made", "locale": "vi_VN", "timeZone": "Asia/Ho_Chi_Minh"},
        "sheets": [
            {"properties": {"title": "One", "gridProperties": {"rowCount": 5, "columnCount": 3, "frozenRowCount": 1}}},
            {"properties": {"title": "Two"}, "data": [{"startRow": 1, "rowData": [{"values": [cell]}]}]},
        ],
    }
    made = session.post("https://sheets.googleapis.com/v4/spreadsheets", json=body).json()
    assert made["properties"]["locale"] == "vi_VN"
    assert [sheet["properties"]["title"] for sheet in made["sheets"]] == ["One", "Two"]
    assert made["sheets"][0]["properties"]["gridProperties"]["frozenRowCount"] == 1
    person = emulator.person(made["spreadsheetId"])
    assert person.values("Two!A2") == [["x"]]


def test_answers_are_printed_prettily_unless_declined(api):
    text = api.call("GET", "/values/A1").text
    assert text == '{\n  "range": "Sheet1!A1",\n  "majorDimension": "ROWS"\n}\n'
    assert api.call("GET", "/values/A1", prettyPrint="false").text == '{"range":"Sheet1!A1","majorDimension":"ROWS"}'


def test_the_pretty_printer_prints_json(api):
    rows = [['a"b\\', 1, 1.5, True], ["\u2028", "🌵", -2, ""], [], ["x"]]
    api.put("A1", rows)
    response = api.call("GET", "/values/A1:D4", valueRenderOption="UNFORMATTED_VALUE")
    assert response.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert json.loads(response.text)["values"] == [['a"b\\', 1, 1.5, True], ["\u2028", "🌵", -2], [], ["x"]]


def test_an_unknown_path_is_an_html_page(emulator):
    response = token_session(emulator).get(f"{emulator.url}/nowhere")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/html; charset=UTF-8")


def test_unknown_parameters_are_refused(api):
    said = api.refused("GET", "/values/A1", valueRenderOption="SHOUTED")
    assert said.startswith("Invalid value at 'value_render_option'")
    assert 'Unknown name "nothing"' in api.refused("GET", "/values/A1", nothing="1")
