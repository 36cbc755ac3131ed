"""Developer metadata: follows rows and columns, is found by filters, and tells where to read and write."""

import pytest


def attach(api, dimension, index, key="k", value=None, **more):
    place = {"dimensionRange": {"dimension": dimension, "startIndex": index, "endIndex": index + 1}}
    given = {"metadataKey": key, "location": place, "visibility": "DOCUMENT"} | more
    if value:
        given["metadataValue"] = value
    return api.batch({"createDeveloperMetadata": {"developerMetadata": given}})[0]["createDeveloperMetadata"]


def by_key(key):
    return {"developerMetadataLookup": {"metadataKey": key}}


def search(api, *filters):
    found = api.ok("POST", "/developerMetadata:search", {"dataFilters": list(filters)})
    return found.get("matchedDeveloperMetadata", [])


def index_of(api, key="k"):
    places = [item["developerMetadata"]["location"]["dimensionRange"] for item in search(api, by_key(key))]
    return [place.get("startIndex") for place in places]


def test_it_is_answered_with_its_number_and_place(api):
    made = attach(api, "ROWS", 4, value="v")["developerMetadata"]
    assert made["location"] == {
        "locationType": "ROW",
        "dimensionRange": {"dimension": "ROWS", "startIndex": 4, "endIndex": 5},
    }
    assert (made["metadataKey"], made["metadataValue"], made["visibility"]) == ("k", "v", "DOCUMENT")
    assert api.ok("GET", f"/developerMetadata/{made['metadataId']}") == made


def test_it_can_be_about_a_sheet_or_the_spreadsheet(api):
    for place in ({"spreadsheet": True}, {"sheetId": 0}):
        given = {"metadataKey": "k", "location": place, "visibility": "DOCUMENT"}
        api.batch({"createDeveloperMetadata": {"developerMetadata": given}})
    book = api.ok("GET", "")
    assert book["developerMetadata"][0]["location"] == {"locationType": "SPREADSHEET", "spreadsheet": True}
    assert book["sheets"][0]["developerMetadata"][0]["location"] == {"locationType": "SHEET", "sheetId": 0}


@pytest.mark.parametrize(
    "span",
    [
        {"dimension": "ROWS", "startIndex": 1, "endIndex": 3},
        {"dimension": "ROWS", "startIndex": 1},
        {"startIndex": 1, "endIndex": 2},
        {"dimension": "ROWS", "startIndex": 5000, "endIndex": 5001},
    ],
)
def test_it_stands_at_exactly_one_row_or_column(api, span):
    given = {"metadataKey": "k", "location": {"dimensionRange": span}, "visibility": "DOCUMENT"}
    api.batch_refused({"createDeveloperMetadata": {"developerMetadata": given}})


def test_it_follows_inserts_deletes_above_and_moves(api, person):
    attach(api, "ROWS", 4)
    person.insert_rows("Sheet1", 0, 2)
    assert index_of(api) == [6]
    person.delete_rows("Sheet1", 1, 3)
    assert index_of(api) == [3]
    person.move_rows("Sheet1", 3, 1, 10)
    assert index_of(api) == [9]


def test_it_moves_with_the_values_when_people_sort(api, person):
    api.put("A1", [["c"], ["a"], ["b"]])
    attach(api, "ROWS", 0)
    person.sort("A1:A3", 0)
    assert api.values("A1:A3") == [["a"], ["b"], ["c"]]
    assert index_of(api) == [2]


def test_it_stays_when_contents_are_replaced_and_goes_with_its_row(api, person):
    attach(api, "ROWS", 0)
    api.put("A1", [["other"]])
    assert index_of(api) == [0]
    person.delete_rows("Sheet1", 0)
    assert index_of(api) == []


def test_the_number_of_a_lost_entry_is_free_again(api, person):
    attach(api, "ROWS", 0, metadataId=7)
    person.delete_rows("Sheet1", 0)
    assert attach(api, "ROWS", 3, metadataId=7)["developerMetadata"]["metadataId"] == 7


def test_columns_too(api, person):
    attach(api, "COLUMNS", 2, key="c")
    person.insert_columns("Sheet1", 0)
    person.move_columns("Sheet1", 3, 1, 1)
    assert index_of(api, "c") == [1]


def test_an_empty_lookup_lists_everything_and_others_narrow_it(api):
    attach(api, "ROWS", 0, value="one")
    attach(api, "COLUMNS", 1, value="two")
    assert len(search(api, {"developerMetadataLookup": {}})) == 2
    assert [item["developerMetadata"]["metadataValue"] for item in search(api, lookup(locationType="COLUMN"))] == [
        "two"
    ]
    assert len(search(api, lookup(metadataValue="one"))) == 1
    assert len(search(api, lookup(metadataKey="other"))) == 0
    row = {"dimensionRange": {"dimension": "ROWS", "startIndex": 0, "endIndex": 3}}
    assert len(search(api, lookup(metadataLocation=row))) == 2
    exact = lookup(metadataLocation=row, locationMatchingStrategy="EXACT_LOCATION")
    assert len(search(api, exact)) == 0


def lookup(**more):
    return {"developerMetadataLookup": more}


def test_an_entry_is_answered_once_with_every_filter_that_matches(api):
    attach(api, "ROWS", 0)
    found = search(api, by_key("k"), lookup(locationType="ROW"))
    assert [len(item["dataFilters"]) for item in found] == [2]


def test_values_are_read_by_metadata_as_whole_rows(api):
    api.put("A1", [["a"], ["b", "c"]])
    attach(api, "ROWS", 1)
    body = {"dataFilters": [by_key("k"), {"a1Range": "Sheet1!A1"}]}
    found = api.ok("POST", "/values:batchGetByDataFilter", body)["valueRanges"]
    assert [item["valueRange"]["range"] for item in found] == ["Sheet1!A2:Z2", "Sheet1!A1"]
    assert found[0]["valueRange"]["values"] == [["b", "c"]]
    assert found[0]["dataFilters"] == [by_key("k")]


def write(api, key, values, **more):
    data = [{"dataFilter": by_key(key), "majorDimension": "COLUMNS", "values": values}]
    return api.ok("POST", "/values:batchUpdateByDataFilter", {"valueInputOption": "RAW", "data": data} | more)


def test_a_column_is_written_from_its_top_wherever_it_stands_now(api, person):
    attach(api, "COLUMNS", 1, key="flags")
    person.insert_columns("Sheet1", 0, 2)
    answer = write(api, "flags", [["head", "x", None, ""]])
    assert answer["responses"][0]["updatedRange"] == "Sheet1!D1:D4"
    assert answer["responses"][0]["dataFilter"] == by_key("flags")
    assert answer["totalUpdatedCells"] == 3
    assert api.values("D1:D4") == [["head"], ["x"]]


def test_a_filter_that_matches_nothing_writes_nothing(api):
    answer = write(api, "gone", [["x"]])
    assert "totalUpdatedCells" not in answer
    assert "values" not in api.get("Sheet1")


def test_values_are_cleared_by_filters(api):
    api.put("A1", [["a", "b"], ["c", "d"]])
    attach(api, "COLUMNS", 0)
    answer = api.ok("POST", "/values:batchClearByDataFilter", {"dataFilters": [by_key("k")]})
    assert answer["clearedRanges"] == ["Sheet1!A1:A1000"]
    assert api.values("A1:B2") == [["", "b"], ["", "d"]]


def test_the_grid_shows_it_beside_its_row_only(api):
    made = attach(api, "ROWS", 1)["developerMetadata"]
    assert "developerMetadata" not in api.sheets()[0]
    lines = api.sheets(includeGridData="true")[0]["data"][0]["rowMetadata"]
    assert lines[1]["developerMetadata"] == [made]
    assert "developerMetadata" not in lines[0]


def test_sheets_can_be_asked_for_by_filter(api, person):
    person.add_sheet("Two", 5, 5)
    body = {"dataFilters": [{"a1Range": "Two!A1:B2"}], "includeGridData": True}
    sheets = api.ok("POST", ":getByDataFilter", body)["sheets"]
    assert [sheet["properties"]["title"] for sheet in sheets] == ["Two"]
    assert len(sheets[0]["data"][0]["rowMetadata"]) == 2


def test_update_and_delete(api):
    attach(api, "ROWS", 0)
    change = {"dataFilters": [by_key("k")], "developerMetadata": {"metadataValue": "new"}, "fields": "metadataValue"}
    reply = api.batch({"updateDeveloperMetadata": change})[0]["updateDeveloperMetadata"]
    assert reply["developerMetadata"][0]["metadataValue"] == "new"
    reply = api.batch({"deleteDeveloperMetadata": {"dataFilter": by_key("k")}})[0]["deleteDeveloperMetadata"]
    assert len(reply["deletedDeveloperMetadata"]) == 1
    assert search(api, by_key("k")) == []


def test_thirty_thousand_letters_are_the_limit(api):
    attach(api, "ROWS", 0, value="x" * 29_000)
    given = {
        "metadataKey": "k",
        "metadataValue": "x" * 1_000,
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    api.batch_refused({"createDeveloperMetadata": {"developerMetadata": given}})


def test_a_copied_sheet_has_entries_of_its_own(api):
    attach(api, "ROWS", 0)
    api.batch({"duplicateSheet": {"sourceSheetId": 0}})
    numbers = [item["developerMetadata"]["metadataId"] for item in search(api, by_key("k"))]
    assert len(set(numbers)) == 2
