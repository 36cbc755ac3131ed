import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rules.core.text import Text
from rules.departments import all_departments
from sync.cli.init import Answers, ask
from sync.cli.office_file import OfficeFile, WorkbookEntry, office_toml
from sync.cli.terminal import make_terminal
from sync.config import load_office
from sync.config.office import AlertPolicy
from sync.results import CheckLine

DEPARTMENTS = [department.name for department in all_departments()]


@pytest.fixture(autouse=True)
def checks(engine):
    engine.lines = [CheckLine("OK", "settings", Text("Tốt", "Fine"))]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "van phong"


def test_a_new_office_is_made_without_questions(run, folder):
    answer = run("init", folder, "--name", 'Công ty "Minh" Phát', "--yes", "--lang", "en")
    assert answer.exit_code == 0
    office = load_office(folder, {})
    assert office.name == 'Công ty "Minh" Phát'
    assert [workbook.name for workbook in office.workbooks] == DEPARTMENTS
    for workbook in office.workbooks:
        load_workbook(workbook.location)
    assert "✓ OK    settings  Fine" in answer.stdout
    assert f'sheetkeeper sync --office "{folder}"' in answer.stdout


def test_confidential_departments_make_confidential_workbooks(run, folder):
    run("init", folder, "--yes", "--owner", "chu@example.com")
    office = load_office(folder, {})
    for department in all_departments():
        assert bool(office.workbook(department.name).confidential) is department.confidential
        assert office.mail.recipients[department.name] == ()
    assert office.mail.recipients["owner"] == ("chu@example.com",)


def test_some_departments_may_be_chosen(run, folder):
    run("init", folder, "--yes", "--departments", f" {DEPARTMENTS[0]} ,{DEPARTMENTS[0]}")
    assert [workbook.name for workbook in load_office(folder, {}).workbooks] == DEPARTMENTS[:1]


def test_an_english_office_gets_english_files(run, folder):
    run("init", folder, "--yes", "--language", "en", "--currency", "USD", "--country", "us", "--timezone", "UTC")
    office = load_office(folder, {})
    assert (office.voice.language, office.voice.currency, office.country) == ("en", "USD", "us")
    text = (folder / "office.toml").read_text(encoding="utf-8")
    assert "# Settings of the office." in text


def filled_cells(workbook):
    return sum(cell.value is not None for sheet in load_workbook(workbook) for row in sheet.iter_rows() for cell in row)


def test_example_rows_are_written_on_request_only(run, folder, tmp_path):
    run("init", folder, "--yes", "--name", "A", "--departments", "inventory")
    run("init", tmp_path / "shown", "--yes", "--name", "A", "--departments", "inventory", "--examples")
    blank = load_office(folder, {}).workbooks[0].location
    shown = load_office(tmp_path / "shown", {}).workbooks[0].location
    assert filled_cells(shown) > filled_cells(blank)


def test_workbooks_that_exist_are_used_as_they_are(run, folder):
    folder.mkdir()
    (folder / "mine.xlsx").write_text("mine")
    run("init", folder, "--yes", "--use", f"{DEPARTMENTS[0]}=mine.xlsx")
    assert load_office(folder, {}).workbook(DEPARTMENTS[0]).written == "mine.xlsx"
    assert (folder / "mine.xlsx").read_text() == "mine"


def test_a_workbook_of_the_same_name_is_never_overwritten(run, folder):
    run("init", folder, "--yes")
    workbook = Path(load_office(folder, {}).workbooks[0].location)
    (folder / "office.toml").unlink()
    workbook.write_bytes(b"mine")
    run("init", folder, "--yes")
    assert workbook.read_bytes() == b"mine"


def test_an_office_that_exists_is_left_as_it_is(run, folder):
    run("init", folder, "--yes")
    answer = run("init", folder, "--yes", "--name", "Other")
    assert answer.exit_code == 2
    assert "CLI107" in answer.stderr
    assert load_office(folder, {}).name != "Other"


@pytest.mark.parametrize(
    "options",
    [
        ["--backend", "ods"],
        ["--language", "fr"],
        ["--departments", "magic"],
        ["--use", "magic=a.xlsx"],
    ],
)
def test_an_unknown_choice_lists_the_known_ones(run, folder, options):
    answer = run("init", folder, "--yes", "--lang", "en", *options)
    assert answer.exit_code == 2
    assert "CLI109" in answer.stderr
    assert options[0] in answer.stderr
    assert not folder.exists()


def test_json_lists_what_was_made_and_the_next_command(run, folder):
    document = run("init", folder, "--json").document
    assert document["made"][0] == str(folder / "office.toml")
    assert document["next"] == f'sheetkeeper sync --office "{folder}"'
    assert document["status"] == "OK"


def test_quiet_says_nothing(run, tmp_path):
    assert run("init", tmp_path / "office", "--yes", "--quiet").output == ""


def test_the_wizard_asks_what_no_option_said(folder, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked = []

    def prompt(question, default):
        asked.append(question)
        return f" {default} "

    terminal = make_terminal(as_json=False, quiet=False, language="en")
    answers = ask(terminal, folder, Answers(name="A", backend="excel"), interactive=True, prompt=prompt)
    assert answers.name == "A"
    assert answers.departments == ",".join(DEPARTMENTS)
    assert answers.timezone == "Asia/Ho_Chi_Minh"
    assert len(asked) == 4


def test_nobody_is_asked_where_nobody_sits(folder):
    def prompt(question, default):
        raise AssertionError(question)

    terminal = make_terminal(as_json=False, quiet=False, language="en")
    answers = ask(terminal, folder, Answers(), interactive=False, prompt=prompt)
    assert (answers.name, answers.language) == ("van phong", "vi")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_any_name_survives_the_settings_file(language):
    name = 'A "B" \\ C\nD – Đ'
    entries = [WorkbookEntry("finance", "a b.xlsx", confidential=True)]
    text = office_toml(OfficeFile(name, "vn", "VND", language, "UTC", entries, {"owner": ["a@example.com"]}))
    document = tomllib.loads(text)
    assert document["office"]["name"] == name
    assert document["workbooks"]["finance"] == {
        "location": "a b.xlsx",
        "departments": ["finance"],
        "confidential": True,
    }
    assert document["mail"]["recipients"] == {"owner": ["a@example.com"]}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_alerts_are_as_by_default_until_the_marks_of_notes_are_taken_off(tmp_path, language):
    entries = [WorkbookEntry(name, f"{name}.xlsx") for name in ("inventory", "payroll")]
    text = office_toml(OfficeFile("A", "vn", "VND", language, "UTC", entries, {"owner": ["a@example.com"]}))
    settings = tmp_path / "office.toml"
    settings.write_text(text, encoding="utf-8")
    assert load_office(tmp_path, {}).alerts == {"inventory": AlertPolicy(), "payroll": AlertPolicy()}

    for key in ("remind", "escalate_after", "escalate_to"):
        text = text.replace(f"# {key} =", f"{key} =")
    settings.write_text(text, encoding="utf-8")

    policies = load_office(tmp_path, {}).alerts
    assert policies["inventory"] == policies["payroll"]
    assert policies["payroll"].escalate_to == ("a@example.com",)
    assert None not in (policies["payroll"].remind, policies["payroll"].escalate_after)
