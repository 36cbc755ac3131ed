"""Answers as long, byte for byte, as the ones that the real service was recorded to give to the same requests.

The figures are the `content-length` headers of recordings that are published with gspread.
"""

import pytest

from tests.emulator import token_session

FILES = "https://www.googleapis.com/drive/v3/files"
SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
APPENDED = ["test_append_row_with_empty_value 1", "", "test_append_row_with_empty_value 3"]


@pytest.fixture
def session(emulator):
    return token_session(emulator)


def made(session, title):
    kind = "application/vnd.google-apps.spreadsheet"
    answer = session.post(FILES, json={"name": title, "mimeType": kind}, params={"supportsAllDrives": "True"})
    return f"{SHEETS}/{answer.json()['id']}", len(answer.content)


def batch(session, url, *requests):
    answer = session.post(f"{url}:batchUpdate", json={"requests": list(requests)})
    assert answer.status_code == 200, answer.text
    return len(answer.content)


def test_a_new_file_and_its_spreadsheet(session):
    url, size = made(session, "Test WorksheetTest test_copy_cut_range")
    assert size == 192
    assert len(session.get(url, params={"includeGridData": "false"}).content) == 3336
    assert len(session.get(url, params={"fields": "sheets.data.columnMetadata"}).content) == 1679


def test_written_and_cleared_values(session):
    url, _ = made(session, "Values")
    put = session.put(f"{url}/values/'Sheet1'!B2?valueInputOption=USER_ENTERED", json={"values": [["=1+1"]]})
    assert len(put.content) == 165
    block = session.put(f"{url}/values/'Sheet1'!A1:B2?valueInputOption=RAW", json={"values": [[42, 43], [43, 44]]})
    assert len(block.content) == 168
    assert len(session.post(f"{url}/values/'Sheet1':clear").content) == 107
    assert len(session.get(f"{url}/values/'Sheet1'!A1:A2").content) == 58


def test_appended_rows(session):
    url, _ = made(session, "Appended")
    query = "valueInputOption=RAW&includeValuesInResponse=False"
    sizes = [
        len(session.post(f"{url}/values/'Sheet1':append?{query}", json={"values": [APPENDED]}).content)
        for _ in range(2)
    ]
    assert sizes == [264, 293]
    assert len(session.get(f"{url}/values/'Sheet1'!A2:2").content) == 206


def test_a_format_with_its_colour_styles(session):
    url, _ = made(session, "Formats")
    look = {
        "backgroundColor": {"green": 1, "blue": 1},
        "horizontalAlignment": "CENTER",
        "textFormat": {"foregroundColor": {"red": 1, "green": 1}, "fontSize": 12, "bold": True},
    }
    place = {"startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2, "sheetId": 0}
    fields = "userEnteredFormat(backgroundColor,horizontalAlignment,textFormat)"
    request = {"repeatCell": {"range": place, "cell": {"userEnteredFormat": look}, "fields": fields}}
    assert batch(session, url, request) == 97
    asked = {
        "includeGridData": "False",
        "ranges": "Sheet1!A2",
        "fields": "sheets.data.rowData.values.userEnteredFormat",
    }
    assert len(session.get(url, params=asked).content) == 1140


def test_notes_and_named_ranges(session):
    url, _ = made(session, "Notes")
    asked = {"ranges": "'Sheet1'!A1", "fields": "sheets/data/rowData/values/note"}
    assert len(session.get(url, params=asked).content) == 69
    place = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    note = {"range": place, "rows": [{"values": [{"note": "This is a test note"}]}], "fields": "note"}
    batch(session, url, {"updateCells": note})
    assert len(session.get(url, params=asked).content) == 267
    named = {"name": "TestDefineNamedRange", "range": place | {"endRowIndex": 2, "endColumnIndex": 2}}
    named["namedRangeId"] = "1505157600"
    assert batch(session, url, {"addNamedRange": {"namedRange": named}}) == 413
    assert len(session.get(url, params={"fields": "namedRanges"}).content) == 251


@pytest.mark.parametrize(
    ("name", "dimension", "sizes"),
    [("rows", "ROWS", (357, 3565, 135, 3372)), ("columns", "COLUMNS", (360, 3577, 135, 3378))],
)
def test_groups(session, name, dimension, sizes):
    url, _ = made(session, f"Test WorksheetTest test_group_{name}")
    span = {"range": {"sheetId": 0, "dimension": dimension, "startIndex": 0, "endIndex": 2}}
    found = []
    for kind in ("addDimensionGroup", "deleteDimensionGroup"):
        found += [batch(session, url, {kind: span}), len(session.get(url).content)]
    assert tuple(found) == sizes
