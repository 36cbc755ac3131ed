"""The commands that look back: runs, run show and audit."""

import re

import pytest

from rules.core.message import Severity
from rules.departments import all_departments
from sync.cli.exit_codes import ExitCode
from sync.results import UnknownRunError
from sync.store import Entry, Fault, Head
from tests.cli.fakes import audited, one_run, run_list, story
from tests.cli.test_real_office import office  # noqa: F401  (a fixture)


@pytest.fixture(autouse=True)
def answers(request):
    if "engine" in request.fixturenames:
        engine = request.getfixturevalue("engine")
        engine.run_list = run_list(one_run(summary={"cells_written": 1234, "findings": 7, "mails": 2}))
        engine.story = story()
        engine.audit_result = audited()


def asked(engine):
    return engine.asked[-1]


# runs


def test_each_run_is_one_line_with_its_figures(run, folder, engine):
    line = run("runs", "--lang", "en").stdout.splitlines()[-1]
    assert re.split(r"\s{2,}", line.strip()) == [
        "20261120-0001",
        "sync",
        "20/11/2026",
        "20/11/2026 08:30",
        "done",
        "1.234",
        "7",
        "2",
    ]


def test_a_run_without_figures_shows_dashes(run, folder, engine):
    engine.run_list = run_list(one_run(status="running"))
    assert run("runs", "--lang", "en").stdout.splitlines()[-1].split()[-4:] == ["unfinished", "–", "–", "–"]


def test_twenty_runs_of_any_kind_are_asked_for(run, folder, engine):
    run("runs")
    assert asked(engine) == ("runs", 20, None, "")


def test_runs_are_chosen_by_number_status_and_workbook(run, folder, engine):
    run("runs", "--limit", "0", "--status", "partial", "--workbook", "inventory")
    assert asked(engine) == ("runs", None, "partial", "inventory")


def test_a_status_that_does_not_exist_is_wrong_use(run, folder, engine):
    assert run("runs", "--status", "great").exit_code == ExitCode.USAGE


def test_no_run_is_said(run, folder, engine):
    engine.run_list = run_list()
    answer = run("runs", "--workbook", "payroll", "--lang", "en")
    assert (answer.exit_code, answer.stdout) == (0, "There is no such run.\n")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("inventory", "inventory"),
        ("Inventory", "inventory"),
        ("kho.xlsx", "inventory"),
        ("KHO.XLSX", "inventory"),
        ("kho", "inventory"),
        ("{folder}/luong.xlsx", "payroll"),
        ("kho hàng 2026", "stock"),
        ("2026-11.xlsx", "times/2026-11.xlsx"),
        ("/office/cong/2026-11.xlsx", "times/2026-11.xlsx"),
    ],
)
def test_a_workbook_goes_by_its_name_its_file_its_path_and_its_title(run, folder, engine, said, name):
    run("runs", "--workbook", said.format(folder=folder))
    assert asked(engine) == ("runs", 20, None, name)
    run("resume", said.format(folder=folder))
    assert asked(engine) == ("resume", (name,))


@pytest.mark.parametrize("said", ["1aBcD_-9", "https://docs.google.com/spreadsheets/d/1aBcD_-9/edit?usp=drive#gid=7"])
def test_a_spreadsheet_goes_by_its_address_whatever_stands_behind_it(run, folder, engine, said):
    with (folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write('\n[workbooks.ledger]\nlocation = "https://docs.google.com/spreadsheets/d/1aBcD_-9/edit"\n')
    run("runs", "--workbook", said)
    assert asked(engine) == ("runs", 20, None, "ledger")


def test_a_file_in_another_folder_is_another_workbook(run, folder, engine):
    engine.run_list = run_list()
    assert run("runs", "--workbook", "/elsewhere/kho.xlsx").exit_code == ExitCode.USAGE


def test_a_title_of_two_workbooks_is_answered_with_their_names(run, folder, engine, monkeypatch):
    locations = {"a": "Kho", "b": "Kho"}
    monkeypatch.setattr("sync.history.locations_of_runs", lambda _session: locations)
    (folder / "office.toml").write_text(
        (folder / "office.toml").read_text(encoding="utf-8").replace("kho.xlsx", "hang.xlsx"), encoding="utf-8"
    )
    answer = run("runs", "--workbook", "kho", "--lang", "en")
    assert answer.exit_code == ExitCode.USAGE
    assert "Use one of: a, b." in answer.stderr


def test_a_workbook_that_nobody_knows_is_wrong_use(run, folder, engine):
    engine.run_list = run_list()
    answer = run("runs", "--workbook", "nhap", "--lang", "en")
    assert answer.exit_code == ExitCode.USAGE
    assert "CLI113" in answer.stderr


def test_a_workbook_that_left_the_settings_has_its_history_still(run, folder, engine):
    assert run("runs", "--workbook", "formerly").exit_code == 0


# run show


def test_a_run_is_shown_with_cells_findings_mails_requests_and_time(run, folder, engine):
    answer = run("run", "show", "20261120-0001", "--lang", "en")
    assert asked(engine) == ("run show", "20261120-0001")
    for part in (
        "Run 20261120-0001",
        "kho.xlsx",
        "Hàng hóa!L5",
        "Thiếu",
        "18.550.000",
        "INV301",
        "41",
        "… and 40 more",
        "kho@example.com",
        "not sent",
        "4,2 s · 4 requests",
        "Reading 1,2 s",
        "Not checked in this run: Payroll",
    ):
        assert part in answer.stdout, part


def test_so_many_cells_are_shown_as_are_wanted(run, folder, engine):
    assert "… and 1 more cells" in run("run", "show", "x", "--limit", "1", "--lang", "en").stdout
    assert "more cells" not in run("run", "show", "x", "--limit", "0", "--lang", "en").stdout


@pytest.mark.parametrize("name", ["payroll", "payroll/t11.xlsx", "unknown"])
def test_amounts_of_a_confidential_workbook_stay_off_the_screen(run, folder, engine, name):
    shown = story()
    engine.story = story(written=[type(shown.written[0])(name, shown.written[0].blocks)])
    answer = run("run", "show", "x")
    assert "18.550.000" not in answer.stdout
    assert "•••" in answer.stdout


def test_a_run_that_was_interrupted_is_shown_as_such(run, folder, engine):
    interrupted = one_run(status="failed", summary={"interrupted": True})
    engine.story = story(run=interrupted, workbooks=[], written=[], counts=[], mails=[], seconds=None, paused=[])
    answer = run("run", "show", "x", "--lang", "en")
    assert "This run was interrupted" in answer.stdout
    assert "No mail." in answer.stdout


def test_a_run_that_is_not_there_is_wrong_use(run, folder, engine):
    engine.error = UnknownRunError("20200101-0001")
    answer = run("run", "show", "20200101-0001", "--lang", "en")
    assert answer.exit_code == ExitCode.USAGE
    assert "CLI110" in answer.stderr


# audit


def test_a_chain_that_is_right_is_told_with_its_end(run, folder, engine):
    answer = run("audit", "--lang", "en")
    assert answer.exit_code == 0
    assert answer.stdout.splitlines() == [
        "The audit chain is as it was made: 128 entries.",
        "Its end now: 128:9f86d081884c7d65",
    ]


def test_a_head_from_a_mail_is_compared(run, folder, engine):
    engine.audit_result = audited(compared=True)
    answer = run("audit", "--head", "120:0123456789abcdef", "--lang", "en")
    assert asked(engine) == ("audit", Head(120, "0123456789abcdef"))
    assert "It continues the head that was given." in answer.stdout


def test_what_is_no_head_is_wrong_use(run, folder, engine):
    answer = run("audit", "--head", "yesterday", "--lang", "en")
    assert answer.exit_code == ExitCode.USAGE
    assert "CLI120 “yesterday” is not the end" in answer.stderr
    assert "không phải mốc" in run("audit", "--head", "yesterday").stderr
    assert {asked[0] for asked in engine.asked} == {"open"}


FAULTS = {
    "changed": "AUD101 Entry 41 (run 20261120-0001, workbook “inventory”, 2026-11-20T08:30:00+07:00) of the audit",
    "removed": "AUD102 Entry 41 of the audit chain was removed",
    "inserted": "AUD103 Entry 41 (run",
    "moved": "AUD104 Entry 41 (run",
    "rewritten": "AUD105 The audit chain fits together but not the head",
    "records": "AUD106 The audit chain is whole, but the records that entry 41 (run",
}


@pytest.mark.parametrize("kind", FAULTS)
def test_the_first_entry_that_is_not_right_is_named_even_to_the_quiet(run, folder, engine, kind):
    facts = {"run": "20261120-0001", "cells": 3}
    entry = Entry(41, "2026-11-20T08:30:00+07:00", "run", "inventory", facts, "0" * 64)
    engine.audit_result = audited(entries=40, head="", fault=Fault(kind, 41, entry))
    answer = run("audit", "--quiet", "--lang", "en")
    assert answer.exit_code == ExitCode.TAMPERED
    assert FAULTS[kind] in answer.stdout

    document = run("audit", "--json", "--lang", "en").document
    assert (document["status"], document["entries"], document["head"]) == ("FAIL", 40, None)
    assert document["fault"].items() >= {"code": FAULTS[kind][:6], "kind": kind, "number": 41}.items()
    assert document["fault"]["entry"]["facts"] == facts


# A real office


def test_an_office_is_looked_back_on_from_its_own_state(run, office):  # noqa: F811  (the fixture)
    made = run("sync", "--office", office, "--json").document
    assert run("undo", made["run"], "--office", office, "--quiet").exit_code == 0

    listed = run("runs", "--office", office, "--json").document["runs"]
    shown = run("run", "show", made["run"], "--office", office, "--json").document
    audit = run("audit", "--office", office, "--json").document

    assert [one["command"] for one in listed] == [f"undo {made['run']}", "sync"]
    assert [one["name"] for one in shown["workbooks"]] == [one["name"] for one in made["workbooks"]]
    assert shown["findings"] == made["findings"]
    assert audit["status"] == "OK"
    for command in (["runs"], ["run", "show", made["run"]], ["audit", "--head", audit["head"]]):
        answer = run(*command, "--office", office)
        assert answer.exit_code == 0
        assert answer.stdout.strip()


def test_what_a_run_found_is_called_in_the_language_that_was_asked_for(run, folder, engine, monkeypatch):
    monkeypatch.setattr("tests.cli.fakes.FakeSession.departments", lambda _self: all_departments())
    engine.story = story(counts=[("INV301", Severity.WARNING, 41)], findings=[])
    assert "Cần đặt hàng" in run("run", "show", "20261120-0001", "--lang", "vi").stdout
    assert "Order now" in run("run", "show", "20261120-0001", "--lang", "en").stdout
