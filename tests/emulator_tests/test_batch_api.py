"""batchUpdate: structure of sheets, in the coordinates and with the refusals that the service has."""

import pytest

from tests.emulator import STAFF
from tests.emulator.requests.batch import HANDLERS
from tests.emulator.web.discovery import SHEETS, discovery
from tests.emulator_tests.api import Api

NO_MASK = "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
TOO_MANY = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."


def rows(count, start=0):
    return {"sheetId": 0, "dimension": "ROWS", "startIndex": start, "endIndex": start + count}


def columns(count, start=0):
    return {"sheetId": 0, "dimension": "COLUMNS", "startIndex": start, "endIndex": start + count}


def box(top, bottom, left, right):
    return {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def letters(api, text="abcde"):
    api.put("A1", [[letter] for letter in text])


def column_a(api):
    return "".join(row[0] if row else "." for row in api.values("A1:A20"))


def test_requests_and_replies_pair_up(api):
    replies = api.batch(
        {"updateSheetProperties": {"properties": {"title": "New"}, "fields": "title"}},
        {"addSheet": {"properties": {"title": "Two"}}},
        {"findReplace": {"find": "x", "replacement": "y", "allSheets": True}},
    )
    assert replies[0] == {}
    assert replies[1]["addSheet"]["properties"]["title"] == "Two"
    assert replies[2] == {"findReplace": {}}


def test_a_refused_request_undoes_the_whole_batch(api):
    letters(api)
    before = api.ok("GET", "", includeGridData="true")
    said = api.batch_refused(
        {"deleteDimension": {"range": rows(2)}},
        {"addSheet": {"properties": {"title": "Two"}}},
        {"createDeveloperMetadata": {"developerMetadata": {
            "metadataKey": "k", "location": {"dimensionRange": rows(1)}, "visibility": "DOCUMENT"}}},
        {"addSheet": {"properties": {"title": "Two"}}},
    )  # fmt: skip
    assert said == (
        'Invalid requests[3].addSheet: A sheet with the name "Two" already exists. Please enter another name.'
    )
    assert api.ok("GET", "", includeGridData="true") == before


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ({"noSuch": {}}, 'Invalid JSON payload received. Unknown name "noSuch" at \'requests[0]\': Cannot find field.'),
        ({"addSheet": {"x": 1}},
         'Invalid JSON payload received. Unknown name "x" at \'requests[0].add_sheet\': Cannot find field.'),
        ({"repeatCell": {"range": {}, "cell": {}}},
         f"Invalid requests[0].repeatCell: {NO_MASK}"),
        ({"repeatCell": {"range": {}, "cell": {}, "fields": "nothing"}},
         "Invalid requests[0].repeatCell: Invalid field: nothing"),
        ({"deleteSheet": {"sheetId": 0}},
         "Invalid requests[0].deleteSheet: You can't remove all the sheets in a document."),
        ({"deleteSheet": {"sheetId": 5}}, "Invalid requests[0].deleteSheet: No sheet with id: 5"),
        ({"mergeCells": {"range": {"sheetId": 7}}}, "Invalid requests[0].mergeCells: No grid with id: 7"),
        ({"repeatCell": {"range": {"startRowIndex": 1000, "endRowIndex": 1001, "endColumnIndex": 1}, "cell": {},
                         "fields": "note"}},
         "Invalid requests[0].repeatCell: Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ({"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 500_000}},
         f"Invalid requests[0].appendDimension: {TOO_MANY}"),
        ({"addSheet": {"properties": {"gridProperties": {"rowCount": "many"}}}},
         "Invalid value at 'requests[0].add_sheet.properties.grid_properties.row_count' (TYPE_INT32), \"many\""),
    ],
)  # fmt: skip
def test_refusals_are_worded_as_google_words_them(api, request_, said):
    assert api.batch_refused(request_) == said


def test_numbers_may_be_sent_as_texts(api):
    """As older guides of gspread write them: `rows="100", cols="20"`."""
    grid = {"rowCount": "7", "columnCount": 3.0}
    made = api.batch({"addSheet": {"properties": {"title": "New", "index": "0", "gridProperties": grid}}})
    assert made[0]["addSheet"]["properties"]["gridProperties"] == {"rowCount": 7, "columnCount": 3}
    assert made[0]["addSheet"]["properties"]["index"] == 0


def test_one_item_may_stand_in_place_of_a_list(api):
    protection = {"range": {"sheetId": 0}, "editors": {"users": "somebody@example.com"}}
    made = api.batch({"addProtectedRange": {"protectedRange": protection}})
    assert "somebody@example.com" in made[0]["addProtectedRange"]["protectedRange"]["editors"]["users"]


def test_a_text_is_wanted_where_a_text_belongs(api):
    said = api.batch_refused({"findReplace": {"find": 5, "replacement": "x", "allSheets": True}})
    assert said == "Invalid value at 'requests[0].find_replace.find' (TYPE_STRING), 5"


def test_the_number_of_a_condition_may_be_a_number(api):
    """As gspread's guide has it."""
    condition = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": 10}]}
    api.batch({"setDataValidation": {"range": box(0, 1, 0, 1), "rule": {"condition": condition}}})
    cell = api.sheets(ranges="A1", includeGridData="true")[0]["data"][0]["rowData"][0]["values"][0]
    assert cell["dataValidation"]["condition"]["values"] == [{"userEnteredValue": "10"}]


def test_a_batch_needs_a_request(api):
    assert api.refused("POST", ":batchUpdate", {"requests": []}) == "Must specify at least one request."


def test_insert_delete_and_move_rows(api):
    letters(api)
    api.batch({"insertDimension": {"range": rows(2, 1)}})
    assert column_a(api) == "a..bcde"
    api.batch({"deleteDimension": {"range": rows(2, 1)}})
    api.batch({"moveDimension": {"source": rows(2, 0), "destinationIndex": 4}})
    assert column_a(api) == "cdabe"
    api.batch({"moveDimension": {"source": rows(1, 4), "destinationIndex": 0}})
    assert column_a(api) == "ecdab"


def test_what_lies_over_the_grid_follows_rows(api):
    api.batch(
        {"mergeCells": {"range": box(2, 4, 0, 2), "mergeType": "MERGE_ALL"}},
        {"addNamedRange": {"namedRange": {"name": "Part", "range": box(3, 6, 1, 2)}}},
        {"addProtectedRange": {"protectedRange": {"range": box(5, 6, 0, 3)}}},
        {"setBasicFilter": {"filter": {"range": box(0, 8, 0, 3)}}},
        {"addDimensionGroup": {"range": rows(2, 5)}},
        {"insertDimension": {"range": rows(3, 4)}},
    )
    book = api.ok("GET", "")
    sheet = book["sheets"][0]
    assert sheet["merges"] == [box(2, 4, 0, 2)]
    assert book["namedRanges"][0]["range"] == box(3, 9, 1, 2)
    assert sheet["protectedRanges"][0]["range"] == box(8, 9, 0, 3)
    assert sheet["basicFilter"]["range"] == box(0, 11, 0, 3)
    assert sheet["rowGroups"][0]["range"] == {"dimension": "ROWS", "startIndex": 8, "endIndex": 10}
    api.batch({"deleteDimension": {"range": rows(2, 3)}})
    book = api.ok("GET", "")
    assert book["sheets"][0]["merges"] == [box(2, 3, 0, 2)]
    assert book["namedRanges"][0]["range"] == box(3, 7, 1, 2)
    assert book["sheets"][0]["protectedRanges"][0]["range"] == box(6, 7, 0, 3)


def test_what_lies_wholly_on_deleted_rows_goes_with_them(api):
    api.batch(
        {"addNamedRange": {"namedRange": {"name": "Gone", "range": box(3, 4, 1, 2)}}},
        {"addProtectedRange": {"protectedRange": {"range": box(3, 4, 0, 3)}}},
        {"mergeCells": {"range": box(3, 4, 0, 2)}},
        {"deleteDimension": {"range": rows(1, 3)}},
    )
    book = api.ok("GET", "")
    assert "namedRanges" not in book
    assert {"protectedRanges", "merges"}.isdisjoint(book["sheets"][0])


def test_sort_puts_numbers_before_texts_and_blanks_last(api):
    api.put("A1", [["b", 1], [10, 2], ["", 3], ["A", 4], [9, 5], [True, 6]])
    spec = {"dimensionIndex": 0, "sortOrder": "ASCENDING"}
    api.batch({"sortRange": {"range": box(0, 6, 0, 2), "sortSpecs": [spec]}})
    assert [row[1] for row in api.values("A1:B6")] == ["5", "2", "4", "1", "6", "3"]
    api.batch({"sortRange": {"range": box(0, 6, 0, 2), "sortSpecs": [spec | {"sortOrder": "DESCENDING"}]}})
    assert [row[1] for row in api.values("A1:B6")] == ["6", "1", "4", "2", "5", "3"]


def test_sort_names_the_column_of_the_sheet_and_leaves_other_columns(api):
    api.put("A1", [["x", 3, "c"], ["y", 1, "a"], ["z", 2, "b"]])
    spec = {"dimensionIndex": 1, "sortOrder": "ASCENDING"}
    api.batch({"sortRange": {"range": box(0, 3, 1, 3), "sortSpecs": [spec]}})
    assert api.values("A1:C3") == [["x", "1", "a"], ["y", "2", "b"], ["z", "3", "c"]]


def test_update_cells_empties_the_masked_parts_that_the_rows_do_not_reach(api):
    api.put("A1", [["a", "b"], ["c", "d"]])
    value = {"userEnteredValue": {"stringValue": "new"}}
    api.batch({"updateCells": {"range": box(0, 2, 0, 2), "rows": [{"values": [value]}], "fields": "userEnteredValue"}})
    assert api.values("A1:B2") == [["new"]]


def test_update_cells_writes_every_kind_of_value(api):
    kinds = [{"numberValue": 1.5}, {"boolValue": False}, {"stringValue": "=x"}, {"formulaValue": "=1+1"}]
    cells = [{"values": [{"userEnteredValue": kind} for kind in kinds]}]
    place = {"rowIndex": 0, "columnIndex": 0}
    api.batch({"updateCells": {"start": place, "rows": cells, "fields": "userEnteredValue"}})
    assert api.values("A1:D1", valueRenderOption="UNFORMATTED_VALUE") == [[1.5, False, "=x", 2]]


def test_a_masked_part_that_is_absent_falls_back_to_nothing(api):
    look = {"textFormat": {"bold": True, "italic": True}, "horizontalAlignment": "RIGHT"}
    cell = {"userEnteredFormat": look, "note": "n"}
    api.batch({"repeatCell": {"range": box(0, 1, 0, 1), "cell": cell, "fields": "*"}})
    api.batch(
        {"repeatCell": {"range": box(0, 1, 0, 1), "cell": {}, "fields": "userEnteredFormat.textFormat.bold,note"}}
    )
    found = api.sheets(ranges="A1", includeGridData="true")[0]["data"][0]["rowData"][0]["values"][0]
    assert found["userEnteredFormat"] == {"textFormat": {"italic": True}, "horizontalAlignment": "RIGHT"}
    assert "note" not in found


def test_a_colour_can_be_changed_in_either_form_and_taken_away(api):
    def paint(look, fields):
        api.batch({"repeatCell": {"range": box(0, 1, 0, 1), "cell": {"userEnteredFormat": look}, "fields": fields}})
        asked = {"ranges": "A1", "fields": "sheets.data.rowData.values.userEnteredFormat"}
        data = api.sheets(**asked)[0]["data"][0].get("rowData", [{}])[0].get("values", [{}])[0]
        return data.get("userEnteredFormat", {})

    paint({"backgroundColor": {"red": 1}}, "userEnteredFormat.backgroundColor")
    green = {"backgroundColorStyle": {"rgbColor": {"green": 1}}}
    found = paint(green, "userEnteredFormat.backgroundColorStyle")
    assert found["backgroundColor"] == {"green": 1}
    assert paint({}, "userEnteredFormat.backgroundColor") == {}
    black = paint({"backgroundColor": {}}, "userEnteredFormat(backgroundColor)")
    assert black == {"backgroundColor": {}, "backgroundColorStyle": {"rgbColor": {}}}


def test_append_cells_goes_below_the_last_filled_row(api):
    api.put("C3", [["x"]])
    row = {"values": [{"userEnteredValue": {"stringValue": "y"}}]}
    api.batch({"appendCells": {"sheetId": 0, "rows": [row], "fields": "userEnteredValue"}})
    assert api.values("A4") == [["y"]]


def test_merging_keeps_the_first_value_only(api):
    api.put("A1", [["a", "b"], ["c", "d"]])
    api.batch({"mergeCells": {"range": box(0, 2, 0, 2), "mergeType": "MERGE_COLUMNS"}})
    assert api.values("A1:B2") == [["a", "b"]]
    said = api.batch_refused({"unmergeCells": {"range": box(0, 1, 0, 1)}})
    assert said.endswith("You must select all cells in a merged range to merge or unmerge them.")


def test_find_and_replace_counts(api):
    api.put("A1", [["cat", "Cat cat"], ["dog", '="cat"']], "USER_ENTERED")
    asked = {"find": "cat", "replacement": "cow", "allSheets": True, "includeFormulas": True}
    assert api.batch({"findReplace": asked})[0]["findReplace"] == {
        "valuesChanged": 2, "formulasChanged": 1, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 4,
    }  # fmt: skip
    assert api.values("A1:B2") == [["cow", "cow cow"], ["dog", "cow"]]
    entire = {"find": "COW", "replacement": "ox", "sheetId": 0, "matchEntireCell": True}
    assert api.batch({"findReplace": entire})[0]["findReplace"]["valuesChanged"] == 1


def test_find_and_replace_by_pattern(api):
    api.put("A1", [["NV-001"], ["NV-12"]])
    asked = {"find": r"NV-(\d+)", "replacement": "E$1", "searchByRegex": True, "range": box(0, 1, 0, 1)}
    api.batch({"findReplace": asked})
    assert api.values("A1:A2") == [["E001"], ["NV-12"]]


def test_a_sheet_moves_to_an_index_counted_before_the_move(api, person):
    for title in ("Two", "Three"):
        person.add_sheet(title)

    def move(index):
        api.batch({"updateSheetProperties": {"properties": {"sheetId": 0, "index": index}, "fields": "index"}})
        return person.titles()

    assert move(1) == ["Sheet1", "Two", "Three"]
    assert move(2) == ["Two", "Sheet1", "Three"]
    assert move(3) == ["Two", "Three", "Sheet1"]


def test_a_chart_is_kept_and_an_empty_one_is_googles_own_error(api):
    source = {"sourceRange": {"sources": [box(0, 5, 0, 1)]}}
    spec = {"title": "Sales", "basicChart": {"chartType": "COLUMN", "domains": [{"domain": source}]}}
    place = {"overlayPosition": {"anchorCell": {"rowIndex": 1, "columnIndex": 3}}}
    reply = api.batch({"addChart": {"chart": {"spec": spec, "position": place}}})[0]["addChart"]["chart"]
    api.batch({"insertDimension": {"range": rows(1, 2)}})
    chart = api.sheets()[0]["charts"][0]
    assert chart["chartId"] == reply["chartId"]
    assert chart["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"] == [box(0, 6, 0, 1)]
    assert chart["position"]["overlayPosition"]["widthPixels"] == 600
    empty = {"requests": [{"addChart": {"chart": {"spec": {"basicChart": {}}}}}]}
    assert api.call("POST", ":batchUpdate", empty).status_code == 500
    api.batch({"deleteEmbeddedObject": {"objectId": chart["chartId"]}})
    assert "charts" not in api.sheets()[0]


def test_a_chart_whose_column_was_deleted_stays_empty(api):
    source = {"sourceRange": {"sources": [box(0, 5, 2, 3)]}}
    spec = {"basicChart": {"chartType": "COLUMN", "series": [{"series": source}]}}
    api.batch({"addChart": {"chart": {"spec": spec}}}, {"deleteDimension": {"range": columns(1, 2)}})
    assert "sources" not in str(api.sheets()[0]["charts"])


def rule(*ranges):
    condition = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "!"}]}
    look = {"backgroundColor": {"red": 1}}
    return {"ranges": list(ranges), "booleanRule": {"condition": condition, "format": look}}


def test_conditional_formats_by_index(api):
    assert api.batch({"addConditionalFormatRule": {"rule": rule(box(0, 9, 0, 1)), "index": 0}}) == [{}]
    api.batch({"addConditionalFormatRule": {"rule": rule(box(0, 9, 1, 2)), "index": 0}})
    found = api.sheets()[0]["conditionalFormats"]
    assert [item["ranges"][0]["startColumnIndex"] for item in found] == [1, 0]
    assert found[0]["booleanRule"]["format"]["backgroundColorStyle"] == {"rgbColor": {"red": 1}}
    gone = api.batch({"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})[0]
    assert gone["deleteConditionalFormatRule"]["rule"]["ranges"] == [box(0, 9, 1, 2)]


def test_borders_by_side(api):
    line = {"style": "SOLID"}
    api.batch({"updateBorders": {"range": box(0, 2, 0, 1), "top": line, "innerHorizontal": line}})
    asked = {"fields": "sheets.data.rowData.values.userEnteredFormat.borders"}
    first, second = (
        row["values"][0]["userEnteredFormat"]["borders"] for row in api.sheets(**asked)[0]["data"][0]["rowData"]
    )
    assert set(first) == {"top", "bottom"}
    assert set(second) == {"top"}
    assert first["top"]["width"] == 1


def test_a_filter_hides_rows_of_its_values(api):
    api.put("A1", [["Head"], ["a"], ["b"], ["a"]])
    spec = {"columnIndex": 0, "filterCriteria": {"hiddenValues": ["a"]}}
    api.batch({"setBasicFilter": {"filter": {"range": box(0, 4, 0, 1), "filterSpecs": [spec]}}})
    lines = api.sheets(fields="sheets.data.rowMetadata.hiddenByFilter")[0]["data"][0]["rowMetadata"]
    assert [line.get("hiddenByFilter", False) for line in lines[:5]] == [False, True, False, True, False]
    api.batch({"clearBasicFilter": {"sheetId": 0}})
    assert "hiddenByFilter" not in str(api.sheets(fields="sheets.data.rowMetadata")[0])


def test_the_columns_of_a_filter_follow_and_rows_leave_them_alone(api):
    spec = {"columnIndex": 1, "filterCriteria": {"hiddenValues": ["a"]}}
    api.batch({"setBasicFilter": {"filter": {"range": box(0, 4, 0, 3), "filterSpecs": [spec]}}})
    api.batch({"insertDimension": {"range": columns(2, 0)}}, {"insertDimension": {"range": rows(1, 1)}})
    assert api.sheets()[0]["basicFilter"] == {"range": box(0, 5, 2, 5), "filterSpecs": [spec | {"columnIndex": 3}]}


def test_filter_views_banding_and_tables_are_kept(api):
    replies = api.batch(
        {"addFilterView": {"filter": {"title": "Mine", "range": box(0, 5, 0, 2)}}},
        {"addBanding": {"bandedRange": {
            "range": box(0, 5, 0, 2), "rowProperties": {"firstBandColor": {"red": 1}, "secondBandColor": {}}}}},
        {"addTable": {"table": {"name": "T", "range": box(6, 9, 0, 2)}}},
    )  # fmt: skip
    sheet = api.sheets()[0]
    assert sheet["filterViews"][0]["filterViewId"] == replies[0]["addFilterView"]["filter"]["filterViewId"]
    assert sheet["bandedRanges"][0]["rowProperties"]["firstBandColorStyle"] == {"rgbColor": {"red": 1}}
    assert sheet["tables"][0]["name"] == "T"
    before = sheet["tables"][0]["columnProperties"]
    api.batch({"insertDimension": {"range": rows(2, 0)}}, {"insertDimension": {"range": columns(1, 0)}})
    assert api.sheets()[0]["tables"][0]["columnProperties"] == before


def test_a_chart_may_stand_on_a_sheet_of_its_own(api):
    spec = {"basicChart": {"chartType": "LINE"}}
    api.batch({"addChart": {"chart": {"spec": spec, "position": {"newSheet": True}}}})
    sheet = api.sheets()[1]
    assert sheet["properties"]["sheetType"] == "OBJECT"
    assert "gridProperties" not in sheet["properties"]
    assert len(sheet["charts"]) == 1


def test_delete_and_insert_ranges_shift_cells(api):
    letters(api)
    api.put("B1", [["x"], ["y"]])
    api.batch({"deleteRange": {"range": box(1, 3, 0, 1), "shiftDimension": "ROWS"}})
    assert api.values("A1:B3") == [["a", "x"], ["d", "y"], ["e"]]
    api.batch({"insertRange": {"range": box(0, 1, 0, 1), "shiftDimension": "COLUMNS"}})
    assert api.values("A1:C1") == [["", "a", "x"]]


def test_duplicates_and_spaces_can_be_taken_out(api):
    api.put("A1", [[" a  b "], ["x"], ["X"], ["y"]])
    assert api.batch({"trimWhitespace": {"range": box(0, 4, 0, 1)}})[0]["trimWhitespace"] == {"cellsChangedCount": 1}
    gone = api.batch({"deleteDuplicates": {"range": box(0, 4, 0, 1)}})[0]["deleteDuplicates"]
    assert gone == {"duplicatesRemovedCount": 1}
    assert api.values("A1:A4") == [["a b"], ["x"], ["y"]]


def test_paste_fill_and_split(api):
    place = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    api.batch({"pasteData": {"coordinate": place, "data": "1\tb\n2\tc", "delimiter": "\t"}})
    fill = {"source": box(0, 2, 0, 1), "dimension": "ROWS", "fillLength": 2}
    api.batch({"autoFill": {"sourceAndDestination": fill}})
    assert api.values("A1:A4", valueRenderOption="UNFORMATTED_VALUE") == [[1], [2], [3], [4]]
    api.put("D1", [["p,q"]])
    api.batch({"textToColumns": {"source": box(0, 1, 3, 4), "delimiterType": "COMMA"}})
    assert api.values("D1:E1") == [["p", "q"]]


def test_copying_repeats_a_source_as_often_as_it_fits(api):
    api.put("A1", [["a"], ["b"]])
    api.batch({"copyPaste": {"source": box(0, 2, 0, 1), "destination": box(0, 4, 1, 3), "pasteType": "PASTE_VALUES"}})
    assert api.values("B1:C4") == [["a", "a"], ["b", "b"]] * 2
    across = {"source": box(0, 2, 0, 1), "destination": box(9, 10, 0, 1), "pasteOrientation": "TRANSPOSE"}
    api.batch({"copyPaste": across})
    assert api.values("A10:B10") == [["a", "b"]]


def test_the_sheet_can_come_back_with_the_answer(api):
    body = {
        "requests": [{"updateSheetProperties": {"properties": {"title": "New"}, "fields": "title"}}],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["New!A1"],
    }
    answer = api.ok("POST", ":batchUpdate", body)
    assert answer["updatedSpreadsheet"]["sheets"][0]["properties"]["title"] == "New"


def test_others_may_not_edit_or_lift_a_protection(api, person):
    person.protect("A1:B2", STAFF)
    said = api.batch_refused({"repeatCell": {"range": box(1, 2, 1, 2), "cell": {"note": "x"}, "fields": "note"}})
    assert "protected cell or object" in said
    number = person.sheet("Sheet1").protected[0]["protectedRangeId"]
    assert "protected cell or object" in api.batch_refused({"deleteProtectedRange": {"protectedRangeId": number}})
    shown = api.sheets()[0]["protectedRanges"][0]
    assert "requestingUserCanEdit" not in shown
    api.batch({"insertDimension": {"range": rows(1, 0)}})


def test_no_protection_stops_the_owner_of_the_file(emulator, person):
    person.protect("A1:B2", "otto@example.com")
    owner = Api(emulator, person.book.book_id, STAFF)
    owner.put("A1", [["x"]])
    assert owner.sheets()[0]["protectedRanges"][0]["requestingUserCanEdit"] is True
    owner.batch({"deleteProtectedRange": {"protectedRangeId": person.sheet("Sheet1").protected[0]["protectedRangeId"]}})


def test_every_kind_of_request_is_served_but_comments_and_linked_data():
    known = set(discovery(SHEETS).schemas["Request"]["properties"])
    assert set(HANDLERS) <= known
    left = {kind for kind in known - set(HANDLERS) if "Comment" not in kind and "DataSource" not in kind}
    assert left == set()


def test_groups_can_lie_within_each_other_and_be_collapsed(api):
    api.batch({"addDimensionGroup": {"range": rows(6, 2)}}, {"addDimensionGroup": {"range": rows(2, 3)}})
    groups = api.sheets()[0]["rowGroups"]
    assert [(group["range"]["startIndex"], group["depth"]) for group in groups] == [(2, 1), (3, 2)]
    change = {"range": rows(6, 2), "depth": 1, "collapsed": True}
    api.batch({"updateDimensionGroup": {"dimensionGroup": change, "fields": "collapsed"}})
    assert api.sheets()[0]["rowGroups"][0]["collapsed"] is True


def test_a_new_column_looks_like_its_neighbour(api):
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    api.batch({"repeatCell": {"range": box(0, 1, 0, 1), "cell": look, "fields": "userEnteredFormat"}})
    api.batch({"insertDimension": {"range": columns(1, 1), "inheritFromBefore": True}})
    asked = {"ranges": "B1", "fields": "sheets.data.rowData.values.userEnteredFormat"}
    assert api.sheets(**asked)[0]["data"][0]["rowData"][0]["values"] == [look]
