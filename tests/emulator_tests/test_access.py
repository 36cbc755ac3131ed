"""Signing in, tokens, scopes, and files that are not what they seem."""

import time

import gspread
import pytest
import requests
from google.auth.exceptions import RefreshError

from tests.emulator import ACCOUNT, Emulator, SetClock, authorized_session, gspread_client, token_session

OVER_HTTP = True
BASE = "https://sheets.googleapis.com/v4/spreadsheets"


def message(response):
    return response.json()["error"]["message"]


def test_a_key_is_exchanged_for_a_token_once_an_hour(client, spreadsheet, emulator):
    for _ in range(3):
        spreadsheet.fetch_sheet_metadata()
    exchanges = emulator.journal.of_kind("token")
    assert len(exchanges) == 1
    assert b"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer" in exchanges[0].body


def test_a_revoked_key_cannot_sign_in(emulator, person):
    client = gspread_client(emulator)
    emulator.service.accounts.revoke(ACCOUNT)
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        client.open_by_key(person.book.book_id)


def test_an_account_that_was_deleted_is_not_found(emulator, person):
    client = gspread_client(emulator)
    emulator.service.accounts.keys.clear()
    with pytest.raises(RefreshError, match="Invalid grant: account not found"):
        client.open_by_key(person.book.book_id)


def test_a_clock_ten_minutes_off_is_refused(emulator, person):
    emulator.service.accounts.signing_clock = lambda: time.time() - 600
    with pytest.raises(RefreshError, match="short-lived token"):
        gspread_client(emulator).open_by_key(person.book.book_id)


def test_an_ended_token_is_renewed_by_google_auth(emulator, spreadsheet):
    emulator.service.accounts.end_tokens(ACCOUNT)
    assert spreadsheet.fetch_sheet_metadata()["properties"]["title"] == "Office"
    assert [entry.status for entry in emulator.journal.of_kind("read")][-2:] == [401, 200]


def test_hours_of_a_moved_clock_only_renew_the_token(emulator, clock, spreadsheet):
    clock.advance(5 * 3600)
    assert spreadsheet.fetch_sheet_metadata()["properties"]["title"] == "Office"
    assert len(emulator.journal.of_kind("token")) == 2


def test_without_a_token_nobody_is_served(emulator, person):
    response = requests.get(f"{emulator.url}/v4/spreadsheets/{person.book.book_id}", timeout=5)
    assert response.status_code == 403
    assert message(response).startswith("Method doesn't allow unregistered callers")


def test_an_unknown_token_is_refused(emulator, person):
    session = token_session(emulator)
    session.headers["authorization"] = "Bearer nonsense"
    response = session.get(f"{BASE}/{person.book.book_id}")
    assert (response.status_code, response.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_a_token_for_reading_may_not_write(emulator, person):
    scopes = ("https://www.googleapis.com/auth/spreadsheets.readonly",)
    session = authorized_session(emulator, scopes=scopes)
    url = f"{BASE}/{person.book.book_id}/values/A1"
    assert session.get(url).status_code == 200
    response = session.put(url, json={"values": [["x"]]}, params={"valueInputOption": "RAW"})
    assert message(response) == "Request had insufficient authentication scopes."
    assert response.json()["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_the_scope_of_spreadsheets_does_not_open_drive(emulator):
    session = authorized_session(emulator, scopes=("https://www.googleapis.com/auth/spreadsheets",))
    assert session.get("https://www.googleapis.com/drive/v3/files").status_code == 403


def test_an_open_emulator_serves_anybody():
    with Emulator(strict=False) as emulator:
        client = gspread.Client(auth=None, session=requests.Session())
        plain = client.http_client.session
        plain.post(
            f"{emulator.url}/drive/v3/files", json={"name": "X", "mimeType": "application/vnd.google-apps.spreadsheet"}
        )
        files = plain.get(f"{emulator.url}/drive/v3/files", headers={"authorization": "Bearer any"}).json()["files"]
        assert [item["name"] for item in files] == ["X"]
        plain.close()


def test_an_open_emulator_lets_every_account_share_every_file():
    with Emulator(strict=False) as emulator:
        made = gspread_client(emulator, "one@example.com").create("Common")
        other = gspread_client(emulator, "two@example.com").open("Common")
        other.sheet1.update([["x"]], "A1")
        assert made.sheet1.acell("A1").value == "x"
        emulator.file(made.id).open = False
        with pytest.raises(PermissionError):
            gspread_client(emulator, "two@example.com").open_by_key(made.id)


def test_an_office_file_is_refused_with_what_is_wrong(emulator):
    file_id = emulator.create_office_file("book.xlsx")
    response = token_session(emulator).get(f"{BASE}/{file_id}")
    assert response.json()["error"] == {
        "code": 400,
        "message": "This operation is not supported for this document. The document must not be an Office file.",
        "status": "FAILED_PRECONDITION",
    }


def test_drive_answers_in_its_own_envelope(emulator):
    private = emulator.create_book("Private", writers=())
    session = token_session(emulator)
    for file_id in (private.book.book_id, "missing"):
        error = session.get(f"https://www.googleapis.com/drive/v3/files/{file_id}").json()["error"]
        assert error["errors"] == [
            {"message": f"File not found: {file_id}.", "domain": "global", "reason": "notFound",
             "location": "fileId", "locationType": "parameter"}
        ]  # fmt: skip
        assert error["code"] == 404


def test_a_service_account_without_storage_cannot_own_a_file(emulator):
    emulator.service.files.storage = False
    with pytest.raises(gspread.exceptions.APIError) as caught:
        gspread_client(emulator).create("Mine")
    assert caught.value.error["errors"][0]["reason"] == "storageQuotaExceeded"


def test_nothing_leaves_this_machine(emulator):
    with pytest.raises(requests.exceptions.ConnectionError, match="neither Google nor the emulator"):
        token_session(emulator).get("https://example.com/")


def test_drive_searches(emulator):
    session = token_session(emulator)
    files = "https://www.googleapis.com/drive/v3/files"
    for name in ("Tháng 10", "Tháng 11", "It's"):
        emulator.create_book(name)
    emulator.create_office_file("old.xlsx")

    def names(query):
        return sorted(item["name"] for item in session.get(files, params={"q": query}).json()["files"])

    assert names("name contains 'Tháng' and not name = 'Tháng 10'") == ["Tháng 11"]
    assert names("name = 'It\\'s' or name = 'old.xlsx'") == ["It's", "old.xlsx"]
    assert names("(mimeType != 'application/vnd.google-apps.spreadsheet') and trashed = false") == ["old.xlsx"]
    assert session.get(files, params={"q": "name ="}).status_code == 400
    first = session.get(files, params={"pageSize": 3}).json()
    second = session.get(files, params={"pageSize": 3, "pageToken": first["nextPageToken"]}).json()
    assert (len(first["files"]), len(second["files"])) == (3, 1)
    assert "nextPageToken" not in second


def test_drive_tells_what_changed_since(emulator, client, clock):
    session = token_session(emulator)
    changes = "https://www.googleapis.com/drive/v3/changes"
    token = session.get(f"{changes}/startPageToken").json()["startPageToken"]
    made = client.create("New")
    found = session.get(changes, params={"pageToken": token, "fields": "*"}).json()
    assert [item["fileId"] for item in found["changes"]] == [made.id]
    made.sheet1.update([["x"]], "A1")
    later = found["newStartPageToken"]
    assert session.get(changes, params={"pageToken": later, "fields": "*"}).json()["changes"] == []
    clock.advance(120)
    assert len(session.get(changes, params={"pageToken": later, "fields": "*"}).json()["changes"]) == 1


def test_trashing_and_renaming_a_file(emulator, person):
    session = token_session(emulator)
    url = f"https://www.googleapis.com/drive/v3/files/{person.book.book_id}"
    answer = session.patch(url, json={"name": "Renamed", "trashed": True}, params={"fields": "name,trashed,version"})
    assert answer.json() == {"name": "Renamed", "trashed": True, "version": "2"}
    assert person.book.title == "Renamed"


def test_a_clock_that_a_test_moves_drives_the_tokens():
    clock = SetClock()
    with Emulator(clock=clock, http=False) as emulator:
        emulator.create_book("Office")
        session = token_session(emulator)
        assert session.get("https://www.googleapis.com/drive/v3/files").status_code == 200
        clock.advance(3601)
        assert session.get("https://www.googleapis.com/drive/v3/files").status_code == 401
