"""`check --selftest`, over HTTP, as somebody at the terminal sees it."""

import json

import pytest
from typer.testing import CliRunner

from sync.cli.app import app
from tests.emulator import ACCOUNT, Emulator
from tests.emulator.requests import batch

OFFICE = """
[office]
name = "Office"
country = "vn"
currency = "VND"
language = "en"
timezone = "Asia/Ho_Chi_Minh"

[google]
credentials = "key.json"
endpoint = "{endpoint}"
requests_per_minute = 1000

[workbooks.inventory]
location = "inventory.xlsx"
"""


@pytest.fixture
def emulator():
    with Emulator() as found:
        yield found


@pytest.fixture
def folder(emulator, tmp_path):
    (tmp_path / "office.toml").write_text(OFFICE.format(endpoint=emulator.url), encoding="utf-8")
    key = tmp_path / "key.json"
    key.write_text(json.dumps(emulator.key_file()), encoding="utf-8")
    key.chmod(0o600)
    return tmp_path


def run(folder, location, *more):
    return CliRunner().invoke(app, ["check", "--office", str(folder), "--selftest", location, *more])


def address_of(person):
    return f"https://docs.google.com/spreadsheets/d/{person.book.book_id}/edit#gid=0"


def test_it_passes_and_says_so_line_by_line(emulator, folder):
    done = run(folder, address_of(emulator.create_book("Blank")))
    assert done.exit_code == 0, done.output
    assert "✓ PASS  raw-never-parses-text" in done.output
    assert "The spreadsheet is blank again." in done.output
    assert "FAIL" not in done.output


def test_as_one_json_document(emulator, folder):
    done = run(folder, emulator.create_book("Blank").book.book_id, "--json")
    document = json.loads(done.stdout)
    assert (document["status"], document["left_blank"]) == ("PASS", True)
    assert document["requests"] == len(emulator.journal.of_kind("read", "write"))
    assert {check["status"] for check in document["checks"]} == {"PASS"}


def test_what_does_not_hold_is_shown_and_ends_with_3(emulator, folder, monkeypatch):
    monkeypatch.setitem(batch.HANDLERS, "addChart", lambda context, body: {})
    done = run(folder, address_of(emulator.create_book("Blank")))
    assert done.exit_code == 3
    assert "✗ FAIL  chart-is-accepted" in done.output
    assert "came: []" in done.output
    assert "1 of 80 do not hold" in done.output


def test_a_spreadsheet_with_content_is_refused_in_words(emulator, folder):
    person = emulator.create_book("Books")
    person.type("A1", [["wages"]])
    done = run(folder, address_of(person))
    assert done.exit_code == 3
    assert "WBK139" in done.output
    assert "(Sheet1)" in done.output
    assert person.values("A1") == [["wages"]]


def test_a_spreadsheet_that_is_not_shared_is_told_with_the_account(emulator, folder):
    done = run(folder, address_of(emulator.create_book("Private", writers=())))
    assert done.exit_code == 3
    assert ACCOUNT in done.output


def test_one_that_may_only_be_read_is_told(emulator, folder):
    done = run(folder, address_of(emulator.create_book("Read", writers=(), readers=(ACCOUNT,))), "--json")
    assert done.exit_code == 3
    assert json.loads(done.stdout)["error"]["problems"][0]["code"] == "WBK122"


def test_without_a_key_it_ends_with_12(emulator, folder):
    (folder / "key.json").unlink()
    done = run(folder, "A" * 30)
    assert done.exit_code == 12


@pytest.mark.parametrize("location", ["x", "--lang", "https://example.com/d/1", "kho.xlsx"])
def test_what_is_no_address_of_a_spreadsheet_is_said(emulator, folder, location):
    done = run(folder, location)
    assert done.exit_code == 2
    assert f"CLI144 “{location}” cannot be used for --selftest." in done.stderr
    assert "https://docs.google.com/spreadsheets/d/" in done.stderr
    assert not emulator.journal.entries


def test_without_a_key_the_spreadsheet_is_named(emulator, folder, monkeypatch):
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setenv("HOME", str(folder))
    settings = folder / "office.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('credentials = "key.json"\n', ""), encoding="utf-8"
    )
    address = address_of(emulator.create_book("Blank"))
    done = run(folder, address)
    assert done.exit_code == 12
    assert f"WBK131 {address} is a Google spreadsheet, but" in done.stderr
