"""Backup and restore on a real, small office."""

import json
import shutil
from email import message_from_bytes
from email.policy import default

import pytest

from sync.cli.exit_codes import ExitCode
from sync.daemon.service import only_daemon
from sync.wiring import open_office
from tests.promise.small_office import LEDGER, write_small_office
from tests.promise.test_undo_on_files import edit_a_cell


@pytest.fixture
def office(run, tmp_path):
    folder = write_small_office(tmp_path / "office")
    assert run("sync", "--office", folder, "--json").document["status"] == "ok"
    return folder


@pytest.fixture
def saved(run, office, tmp_path):
    path = tmp_path / "backup.zip"
    assert run("backup", path, "--office", office).exit_code == 0
    return path


def plan(run, office):
    """Return what a plan says on the day after, but for how long it took."""
    document = run("plan", "--office", office, "--as-of", "2026-12-05", "--json").document
    return {name: value for name, value in document.items() if name != "seconds"}


def test_a_plan_on_an_empty_machine_is_the_one_before(run, office, saved, tmp_path):
    before = plan(run, office)
    assert before["changes"]
    moved = tmp_path / "new machine" / "office"
    shutil.copytree(office, moved, ignore=shutil.ignore_patterns("state"))
    without = plan(run, moved)
    shutil.rmtree(moved / "state")
    answer = run("restore", saved, "--office", moved, "--json")
    assert (answer.exit_code, answer.document["kept"]) == (0, None)
    assert plan(run, moved) == before
    assert without["mails"] != before["mails"], "the state mattered"


def test_a_run_can_be_undone_after_a_restore(run, office, saved, tmp_path):
    shutil.rmtree(office / "state")
    assert run("restore", saved, "--office", office).exit_code == 0
    document = run("undo", "20261120-0001", "--office", office, "--json").document
    assert document["cells_restored"]
    assert document["conflicts"] == []


def test_a_backup_is_made_while_a_run_holds_the_office(run, office, tmp_path):
    with open_office(office):
        answer = run("backup", tmp_path / "b.zip", "--office", office, "--json")
    assert answer.exit_code == 0
    assert answer.document["last_run"] == "20261120-0001"
    assert json.dumps(answer.document)


def test_a_file_of_somebody_is_never_replaced(run, office):
    workbook = office / "kho.xlsx"
    before = workbook.read_bytes()
    answer = run("backup", workbook, "--force", "--office", office, "--lang", "en")
    assert answer.exit_code == ExitCode.USAGE
    assert "CLI130" in answer.stderr
    assert workbook.read_bytes() == before


def test_a_former_backup_is_replaced_where_that_is_said(run, office, saved):
    assert run("backup", saved, "--office", office).exit_code == ExitCode.USAGE
    assert run("backup", saved, "--force", "--office", office).exit_code == 0


def test_there_must_be_something_to_back_up(run, tmp_path):
    office = write_small_office(tmp_path / "new")
    answer = run("backup", tmp_path / "b.zip", "--office", office)
    assert answer.exit_code == ExitCode.CONFIGURATION
    assert "CLI131" in answer.stderr


def test_a_state_that_is_there_stays_unless_force_is_given(run, office, saved):
    answer = run("restore", saved, "--office", office)
    assert answer.exit_code == ExitCode.USAGE
    assert "CLI133" in answer.stderr
    forced = run("restore", saved, "--force", "--office", office, "--json")
    assert forced.document["kept"] == str(office / "state" / "replaced-state.sqlite3")


def test_a_damaged_backup_changes_nothing(run, office, saved):
    saved.write_bytes(saved.read_bytes()[:-500])
    before = plan(run, office)
    answer = run("restore", saved, "--force", "--office", office, "--json")
    assert answer.exit_code == ExitCode.USAGE
    assert answer.document["error"]["problems"][0]["code"] == "CLI132"
    assert plan(run, office) == before


def test_a_backup_of_a_newer_version_is_refused(run, office, saved, monkeypatch):
    monkeypatch.setattr("sync.store.archive.SCHEMA_VERSION", 0)
    answer = run("restore", saved, "--force", "--office", office)
    assert answer.exit_code == ExitCode.CONFIGURATION
    assert "CLI114" in answer.stderr


def test_neither_the_daemon_nor_a_run_may_be_at_work(run, office, saved):
    with open_office(office) as session:
        assert "CLI102" in run("restore", saved, "--force", "--office", office).stderr
    with only_daemon(session.office):
        answer = run("restore", saved, "--force", "--office", office)
    assert answer.exit_code == ExitCode.LOCKED
    assert "CLI134" in answer.stderr


@pytest.mark.parametrize("language", ["vi", "en"])
def test_both_say_what_they_did(run, office, tmp_path, language):
    saved = run("backup", tmp_path / "b.zip", "--office", office, "--lang", language)
    restored = run("restore", tmp_path / "b.zip", "--force", "--office", office, "--lang", language)
    for answer in (saved, restored):
        assert answer.exit_code == 0
        assert "20261120-0001" in answer.stdout
    assert run("backup", tmp_path / "c.zip", "--office", office, "--quiet").stdout == ""


def test_a_backup_that_is_not_there_is_wrong_use_and_changes_nothing(run, office):
    before = plan(run, office)
    answer = run("restore", "nowhere.zip", "--force", "--office", office)
    assert answer.exit_code == ExitCode.USAGE
    assert "CLI136" in answer.stderr
    assert plan(run, office) == before


def test_the_audit_holds_after_a_restore_and_says_that_it_cut_off_a_later_head(run, office, saved):
    early = run("audit", "--office", office, "--json").document["head"]
    assert run("undo", "20261120-0001", "--office", office).exit_code == 0
    cut_off = run("audit", "--office", office, "--json").document["head"]
    assert run("restore", saved, "--force", "--office", office).exit_code == 0

    assert run("audit", "--office", office).exit_code == 0
    assert run("audit", "--head", early, "--office", office).exit_code == 0
    answer = run("audit", "--head", cut_off, "--office", office, "--lang", "en")
    assert answer.exit_code == ExitCode.TAMPERED
    assert "AUD107" in answer.stdout
    assert "up to run 20261120-0001" in answer.stdout


def test_what_is_found_after_a_restore_is_told_in_a_run_of_the_same_name(run, office, saved):
    def read_by_the_bookkeeper():
        mails = [message_from_bytes(path.read_bytes(), policy=default) for path in (office / "state").rglob("*.eml")]
        return {mail["Subject"] for mail in mails if mail["To"] == "ketoan@example.com"}

    def sync():
        return run("sync", "--as-of", "2026-12-05", "--office", office, "--json").document["run"]

    before = read_by_the_bookkeeper()
    edit_a_cell(office / LEDGER, "Nhật ký chung", "E3", "9999")
    first = sync()
    assert run("restore", saved, "--force", "--office", office).exit_code == 0
    edit_a_cell(office / LEDGER, "Nhật ký chung", "A7", "31/02/2026")
    assert sync() == first
    assert len(read_by_the_bookkeeper() - before) == 2


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_folder_is_no_file(run, office, tmp_path, command):
    answer = run(command, tmp_path, "--force", "--office", office, "--lang", "en")
    assert answer.exit_code == ExitCode.USAGE
    assert f"CLI138 “{tmp_path}” is a folder" in answer.stderr
    assert f"{tmp_path}/backup-2026-11-20.zip" in answer.stderr


def test_a_backup_into_a_folder_that_is_not_there_names_it(run, office, tmp_path):
    answer = run("backup", tmp_path / "none" / "b.zip", "--office", office, "--lang", "en")
    assert answer.exit_code == ExitCode.USAGE
    assert f"CLI137 There is no folder “{tmp_path / 'none'}”." in answer.stderr


def test_what_is_no_backup_is_said_without_words_of_the_library(run, office):
    for file in ("kho.xlsx", "office.toml"):
        answer = run("restore", office / file, "--office", office, "--lang", "vi")
        assert answer.exit_code == ExitCode.USAGE
        said, fix = answer.stderr.splitlines()
        assert said.startswith(f"CLI132 “{office / file}” không phải bản sao lưu do Sheetkeeper lập, hoặc đã bị hỏng.")
        assert fix.endswith("lập bằng: sheetkeeper backup")
