"""The commands on a real, small office: no fake between the command line and the files."""

import pytest

from sync.wiring import open_office


@pytest.fixture
def office(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("init", "office", "--yes", "--departments", "inventory", "--owner", "chu@example.com").exit_code == 0
    return tmp_path / "office"


def test_a_new_office_can_be_checked_planned_and_synced(run, office):
    assert run("check", "--office", office, "--json").document["status"] in {"OK", "WARN"}
    planned = run("plan", "--office", office, "--json").document
    written = run("sync", "--office", office, "--json").document
    assert planned["workbooks"][0]["cells_to_write"] == written["workbooks"][0]["cells_written"]
    again = run("sync", "--office", office, "--json").document
    assert again["workbooks"][0]["cells_written"] == 0
    assert again["mails"] == []


def test_a_run_can_be_undone_and_resumed(run, office):
    name = run("sync", "--office", office, "--json").document["run"]
    assert run("undo", name, "--office", office, "--json").document["held"] == ["inventory"]
    assert run("status", "--office", office, "--json").document["held"] == {"inventory": name}
    assert run("resume", "--office", office, "--json").document == {"resumed": ["inventory"]}


def test_a_second_run_at_the_same_time_is_told_to_wait(run, office):
    with open_office(office):
        answer = run("sync", "--office", office, "--lang", "en")
    assert answer.exit_code == 11
    assert "CLI102" in answer.stderr


def test_an_unknown_run_cannot_be_undone(run, office):
    answer = run("undo", "20200101-0001", "--office", office)
    assert answer.exit_code == 2
    assert "CLI110" in answer.stderr


@pytest.mark.parametrize("command", ["sync", "plan", "status", "check"])
def test_every_page_is_shown(run, office, command):
    answer = run(command, "--office", office, "--lang", "en")
    assert answer.exit_code == 0
    assert answer.stdout.strip()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_example_rows_of_a_new_office_are_books_without_a_fault(run, tmp_path, language):
    office = tmp_path / language
    run("init", office, "--yes", "--examples", "--language", language)
    for day in ("2026-11-02", "2026-11-21", "2026-12-15"):
        document = run("sync", "--office", office, "--as-of", day, "--json").document
        assert [finding["message"] for finding in document["findings"]] == []
        assert document["not_checked"] == []


def test_a_run_for_a_workbook_takes_the_name_of_its_file(run, office):
    assert run("sync", "--office", office).exit_code == 0
    (workbook,) = office.glob("*.xlsx")
    answer = run("sync", workbook.name, "--office", office, "--json")
    assert [one["name"] for one in answer.document["workbooks"]] == ["inventory"]
    assert run("sync", "nhap.xlsx", "--office", office).exit_code == 2
