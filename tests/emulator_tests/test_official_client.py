"""Google's own client library speaks to the emulator too."""

import pytest
from google.auth.credentials import AnonymousCredentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.emulator import Emulator


def _built(emulator, name, version, path):
    place = {"api_endpoint": f"{emulator.url}{path}"}
    return build(name, version, static_discovery=True, credentials=AnonymousCredentials(), client_options=place)


@pytest.fixture
def services():
    with (
        Emulator(strict=False) as emulator,
        _built(emulator, "sheets", "v4", "") as sheets,
        _built(emulator, "drive", "v3", "/drive/v3/") as drive,
    ):
        yield sheets.spreadsheets(), drive


def test_create_write_read_and_refuse(services):
    sheets, _ = services
    made = sheets.create(body={"properties": {"title": "Official"}}).execute()
    book = made["spreadsheetId"]
    body = {"values": [["a", 1]]}
    sheets.values().update(spreadsheetId=book, range="A1", valueInputOption="RAW", body=body).execute()
    found = sheets.values().get(spreadsheetId=book, range="Sheet1!A1:B1").execute()
    assert found["values"] == [["a", "1"]]
    with pytest.raises(HttpError, match="Unable to parse range: Nowhere"):
        sheets.values().get(spreadsheetId=book, range="Nowhere!A1").execute()


def test_a_very_long_query_comes_as_a_body(services):
    sheets, _ = services
    book = sheets.create(body={}).execute()["spreadsheetId"]
    ranges = [f"Sheet1!A{row}:Z{row}" for row in range(1, 200)]
    assert len(sheets.values().batchGet(spreadsheetId=book, ranges=ranges).execute()["valueRanges"]) == 199


def test_files(services):
    sheets, drive = services
    book = sheets.create(body={"properties": {"title": "Official"}}).execute()["spreadsheetId"]
    listed = drive.files().list(q="name = 'Official'", fields="files(id)").execute()
    assert listed == {"files": [{"id": book}]}
    drive.files().delete(fileId=book).execute()
    assert drive.files().list().execute()["files"] == []
