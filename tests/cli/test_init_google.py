"""A new office on Google: blank spreadsheets are filled, others are used or refused, and a run follows."""

import json

import pytest

from rules.departments import all_departments
from sync.cli.init import Answers, ask
from sync.cli.terminal import make_terminal
from sync.config import load_office
from tests.emulator import Emulator
from tests.emulator.emulator import ACCOUNT

DEPARTMENTS = [department.name for department in all_departments()]


@pytest.fixture
def emulator():
    with Emulator(validate=False) as running:
        yield running


@pytest.fixture
def key(emulator, tmp_path):
    path = tmp_path / "key.json"
    path.write_text(json.dumps(emulator.key_file()), encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "van phong"


@pytest.fixture
def make(run, folder, emulator, key):
    """Make an office of some departments: name -> spreadsheet."""

    def _make(books, *more):
        uses = [word for name, person in books.items() for word in ("--use", f"{name}={address(person)}")]
        reached = ["--credentials", key, "--endpoint", emulator.url]
        chosen = ["--departments", ",".join(books)] if books else []
        return run("init", folder, "--yes", "--backend", "google", "--lang", "en", *chosen, *reached, *uses, *more)

    return _make


def address(person):
    return f"https://docs.google.com/spreadsheets/d/{person.book.book_id}/edit#gid=0"


def test_blank_spreadsheets_are_filled_and_an_office_is_made_of_them(make, folder, key, emulator):
    books = {name: emulator.create_book(name, locale="vi_VN") for name in DEPARTMENTS}
    answer = make(books, "--name", "Minh Phát")
    assert answer.exit_code == 0, answer.output
    office = load_office(folder, {})
    assert office.google.credentials == key
    assert {workbook.name: workbook.written for workbook in office.workbooks} == {
        name: address(person) for name, person in books.items()
    }
    for department in all_departments():
        assert office.workbook(department.name).backend == "google"
        assert bool(office.workbook(department.name).confidential) is department.confidential
        titles = books[department.name].titles()
        assert titles[0] == department.records[0].table.titles.vi
        assert books[department.name].values(f"'{titles[0]}'!A2") == [["Minh Phát"]]
    assert "FAIL" not in answer.stdout
    for person in books.values():
        assert address(person) in answer.stdout


def test_the_next_command_runs_over_them(make, run, folder, emulator):
    book = emulator.create_book("Kho", locale="vi_VN")
    make({"inventory": book}, "--examples")
    answer = run("sync", "--office", folder, "--json")
    assert answer.exit_code == 0, answer.output
    (workbook,) = answer.document["workbooks"]
    assert (workbook["status"], workbook["requests"]) == ("changed", 4)
    title = book.titles()[0]
    header = book.values(f"'{title}'!4:4")[0]
    assert book.values(f"'{title}'!5:5")[0][header.index("⚙ Trạng thái")] == "Hợp lệ"
    assert run("sync", "--office", folder, "--json").document["workbooks"][0]["cells_written"] == 0


def test_a_spreadsheet_that_was_filled_before_is_used_as_it_is(make, folder, emulator):
    book = emulator.create_book("Kho", locale="vi_VN")
    make({"inventory": book})
    book.put(f"'{book.titles()[0]}'!A5", [["HH001"]])
    (folder / "office.toml").unlink()
    answer = make({"inventory": book}, "--json")
    assert answer.document["made"] == [str(folder / "office.toml")]
    assert book.values(f"'{book.titles()[0]}'!A5") == [["HH001"]]


def test_what_is_neither_blank_nor_known_is_refused_before_anything_is_filled(make, folder, emulator):
    blank, notes = emulator.create_book("Kho"), emulator.create_book("Ghi chép")
    notes.type("A1", [["Việc cần nhớ"], ["Gọi anh Ba"]])
    answer = make({"finance": notes, "inventory": blank})
    assert answer.exit_code == 3
    assert "CLI118" in answer.stderr
    assert "Ghi chép" in answer.stderr
    assert blank.titles() == ["Sheet1"]
    assert not (folder / "office.toml").exists()


def test_one_that_is_not_shared_names_the_account_and_stops_everything(make, folder, emulator):
    shared, other = emulator.create_book("Kho"), emulator.create_book("Sổ", writers=())
    answer = make({"finance": other, "inventory": shared})
    assert answer.exit_code == 3
    assert ACCOUNT in answer.stderr
    assert shared.titles() == ["Sheet1"]
    assert not (folder / "office.toml").exists()


def test_a_department_without_a_spreadsheet_is_told_apart(make, run, folder, emulator, key):
    book = emulator.create_book("Kho")
    words = ["--credentials", key, "--departments", "finance,inventory", "--use", f"inventory={address(book)}"]
    answer = run("init", folder, "--yes", "--backend", "google", "--lang", "en", *words)
    assert answer.exit_code == 2
    assert "CLI117" in answer.stderr
    assert "--use finance=ADDRESS" in answer.stderr
    assert not folder.exists()


@pytest.mark.parametrize("written", ["so-kho", "so.xls", "https://docs.google.com/document/d/1aB/edit"])
def test_what_is_no_workbook_is_refused_before_anything_is_made(run, folder, written):
    answer = run("init", folder, "--yes", "--departments", "inventory", "--use", f"inventory={written}")
    assert answer.exit_code == 2
    assert "CLI109" in answer.stderr
    assert "https://docs.google.com/spreadsheets/d/" in answer.stderr
    assert not folder.exists()


def test_what_goes_wrong_names_the_spreadsheet_in_the_language_of_the_new_office(run, folder, emulator, key):
    book = emulator.create_book("Sổ", writers=())
    words = ["--credentials", key, "--endpoint", emulator.url, "--use", f"finance={address(book)}"]
    answer = run("init", folder, "--yes", "--departments", "finance", *words)
    assert f"mở bảng tính {address(book)}" in " ".join(answer.stderr.split())


def test_a_key_that_others_can_read_is_refused(make, folder, emulator, key):
    key.chmod(0o644)
    answer = make({"inventory": emulator.create_book("Kho")})
    assert answer.exit_code == 12
    assert "WBK134" in answer.stderr
    assert not (folder / "office.toml").exists()


def test_tokens_are_sent_to_no_unsafe_address(run, folder):
    answer = run("init", folder, "--yes", "--lang", "en", "--endpoint", "http://example.com")
    assert answer.exit_code == 2
    assert "--endpoint" in answer.stderr


def test_some_workbooks_may_be_files(make, folder, emulator, run, key):
    book = emulator.create_book("Kho", locale="vi_VN")
    words = ["--credentials", key, "--endpoint", emulator.url, "--use", f"inventory={address(book)}"]
    answer = run("init", folder, "--yes", "--departments", "finance,inventory", *words)
    assert answer.exit_code == 0, answer.output
    office = load_office(folder, {})
    assert [workbook.backend for workbook in office.workbooks] == ["excel", "google"]


def test_the_settings_say_what_has_to_be_done_on_google(make, folder, emulator):
    make({"inventory": emulator.create_book("Kho")}, "--language", "en")
    text = (folder / "office.toml").read_text(encoding="utf-8")
    assert "Each spreadsheet has to be shared with the service account" in text
    assert "chmod 600" in text


def test_the_wizard_asks_for_the_key_and_each_address(folder, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked = []

    def prompt(question, default):
        asked.append(question)
        return {"Key file of the Google service account": " ~/key.json "}.get(
            question, "abc" if "blank" in question else default
        )

    terminal = make_terminal(as_json=False, quiet=False, language="en")
    given = Answers(name="A", backend="google", departments="finance,payroll", use=("payroll=xyz",))
    answers = ask(terminal, folder, given, interactive=True, prompt=prompt)
    assert str(answers.credentials) == "~/key.json"
    assert answers.use == ("payroll=xyz", "finance=abc")
    assert sum("blank Google spreadsheet" in question for question in asked) == 1
