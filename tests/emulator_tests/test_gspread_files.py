"""What an ordinary user of gspread does with whole spreadsheets, through unchanged gspread."""

import io
import re

import gspread
import openpyxl
import pytest
from gspread.utils import ExportFormat

from tests.emulator import STAFF, gspread_client

OVER_HTTP = True


def test_create_open_and_delete(client):
    made = client.create("A new one")
    assert re.fullmatch(r"[\w-]{44}", made.id)
    assert [tab.title for tab in made.worksheets()] == ["Sheet1"]
    assert (made.sheet1.row_count, made.sheet1.col_count, made.sheet1.id) == (1000, 26, 0)
    assert client.open("A new one").id == made.id
    assert client.open_by_url(made.url).title == "A new one"
    client.del_spreadsheet(made.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(made.id)


def test_a_spreadsheet_that_is_not_there_and_one_that_is_not_shared(client, emulator):
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("nothing of this name")
    private = emulator.create_book("Private", writers=())
    with pytest.raises(PermissionError):
        client.open_by_key(private.book.book_id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Private")


def test_a_reader_may_not_write(client, emulator):
    user = "sheetkeeper@sheets-emulator.iam.gserviceaccount.com"
    found = emulator.create_book("Read", writers=(), readers=(user,))
    sheet = client.open_by_key(found.book.book_id).sheet1
    with pytest.raises(gspread.exceptions.APIError) as caught:
        sheet.update([["x"]], "A1")
    assert caught.value.error == {
        "code": 403,
        "message": "The caller does not have permission",
        "status": "PERMISSION_DENIED",
    }


def test_lists_of_files(client):
    client.create("One")
    client.create("Two")
    names = [item["name"] for item in client.list_spreadsheet_files()]
    assert sorted(names) == ["One", "Two"]
    assert [item.title for item in client.openall("Two")] == ["Two"]
    assert all(item.locale and item.timezone for item in client.openall())


def test_files_in_a_folder(client):
    client.create("In", folder_id="folder-1")
    client.create("Out")
    assert [item["name"] for item in client.list_spreadsheet_files(folder_id="folder-1")] == ["In"]


def test_title_locale_and_time_zone(client, spreadsheet):
    spreadsheet.update_title("🎊 Updated #123")
    spreadsheet.update_timezone("Europe/Paris")
    spreadsheet.update_locale("fr_FR")
    again = client.open("🎊 Updated #123")
    assert (again.timezone, again.locale) == ("Europe/Paris", "fr_FR")


def test_times_of_creation_and_change(spreadsheet, clock):
    before = spreadsheet.get_lastUpdateTime()
    assert spreadsheet.creationTime == before
    clock.advance(4)
    spreadsheet.update_title("Changed")
    assert spreadsheet.get_lastUpdateTime() > before


def test_edits_of_cells_show_late_in_drive(spreadsheet, clock):
    before = spreadsheet.get_lastUpdateTime()
    clock.advance(10)
    spreadsheet.sheet1.update([["x"]], "A1")
    assert spreadsheet.get_lastUpdateTime() == before
    clock.advance(120)
    assert spreadsheet.get_lastUpdateTime() > before


def test_copy_with_permissions_and_comments(client, emulator):
    old = client.create("Old")
    old.sheet1.update([["x"]], "A1")
    old.share("otto@example.com", "user", "reader")
    emulator.file(old.id).comments.append({"content": "hello", "anchor": "a"})
    new = client.copy(old.id, copy_permissions=True)
    assert new.title == "Copy of Old"
    assert new.fetch_sheet_metadata()["sheets"] == old.fetch_sheet_metadata()["sheets"]
    assert new.sheet1.get_all_values() == [["x"]]
    assert "otto@example.com" in [item.get("emailAddress") for item in new.list_permissions()]
    assert [item["content"] for item in emulator.file(new.id).comments] == ["hello"]
    assert client.copy(old.id, title="Named", copy_comments=False).title == "Named"


def test_share_and_unshare(client, emulator):
    made = client.create("Shared")
    answer = made.share("otto@example.com", "user", "writer", notify=False).json()
    assert answer["role"] == "writer"
    made.share(None, "anyone", "reader")
    kinds = sorted((item["type"], item["role"]) for item in made.list_permissions())
    assert kinds == [("anyone", "reader"), ("user", "owner"), ("user", "writer")]
    other = gspread_client(emulator, "otto@example.com")
    other.open_by_key(made.id).sheet1.update([["by otto"]], "A1")
    assert made.remove_permissions("otto@example.com") == [answer["id"]]
    with pytest.raises(gspread.exceptions.APIError):
        other.open_by_key(made.id).sheet1.update([["again"]], "A1")


def test_ownership_can_be_handed_over(client):
    made = client.create("Mine")
    number = made.share(STAFF, "user", "writer").json()["id"]
    assert made.transfer_ownership(number).status_code == 200
    made.accept_ownership(number)
    roles = {item["emailAddress"]: item["role"] for item in made.list_permissions()}
    assert roles[STAFF] == "owner"
    assert list(roles.values()).count("owner") == 1


def test_export_as_csv_has_no_newline_at_the_end(client, spreadsheet):
    spreadsheet.sheet1.update([["a1", "B2"]], "A1:B1")
    assert client.export(spreadsheet.id, ExportFormat.CSV) == b"a1,B2"
    spreadsheet.sheet1.update([["a,b", 'say "x"'], ["two\nlines"]], "A1")
    assert spreadsheet.export(ExportFormat.CSV) == b'"a,b","say ""x"""\r\n"two\nlines",'
    assert spreadsheet.export(ExportFormat.TSV).startswith(b"a,b\tsay")


def test_export_as_a_workbook_can_be_opened(spreadsheet):
    spreadsheet.sheet1.update([["Tên", 12]], "A1")
    workbook = openpyxl.load_workbook(io.BytesIO(spreadsheet.export(ExportFormat.EXCEL)))
    assert [cell.value for cell in workbook["Sheet1"][1]] == ["Tên", 12]


def test_import_csv_takes_the_place_of_all_sheets(client, spreadsheet):
    spreadsheet.add_worksheet("Gone", 1, 1)
    client.import_csv(spreadsheet.id, "a,1\nb,2,x")
    again = client.open_by_key(spreadsheet.id)
    assert [tab.title for tab in again.worksheets()] == ["Office"]
    assert again.sheet1.get_all_values() == [["a", "1", ""], ["b", "2", "x"]]
    assert again.sheet1.get("B1", value_render_option="UNFORMATTED_VALUE") == [[1]]


def test_a_time_limit_can_be_set(client, spreadsheet):
    client.set_timeout(5)
    assert spreadsheet.fetch_sheet_metadata()["properties"]["title"] == "Office"
