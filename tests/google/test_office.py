"""An office with a workbook on disk and a spreadsheet on Google, by the command line and over HTTP."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.conftest import run as _run
from tests.emulator.emulator import ACCOUNT, Emulator
from tests.emulator.person import Person
from tests.support.staff_sheets import fill

run = _run
JOURNAL = [["Ngày chứng từ", "Số chứng từ", "Diễn giải", "Tài khoản", "Nợ", "Có"]]


@dataclass
class Office:
    """An office; ``person`` is staff who edit its spreadsheet."""

    folder: Path
    emulator: Emulator
    person: Person

    @property
    def key(self):
        return self.folder / "key.json"

    @property
    def book(self):
        return self.person.book.book_id


@pytest.fixture
def emulator():
    with Emulator() as running:
        yield running


@pytest.fixture
def office(emulator, tmp_path, run):
    folder = tmp_path / "office"
    words = ("--yes", "--departments", "inventory", "--language", "en", "--owner", "owner@example.com")
    assert run("init", folder, *words).exit_code == 0
    person = fill(emulator.create_book("Sổ"), {"Nhật ký chung": JOURNAL})
    settings = folder / "office.toml"
    lines = [line for line in settings.read_text(encoding="utf-8").splitlines() if line.strip("# ") != "[google]"] + [
        "[workbooks.finance]",
        f'location = "{person.book.book_id}"',
        "[google]",
        'credentials = "key.json"',
        f'endpoint = "{emulator.url}"',
    ]
    settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = Office(folder, emulator, person)
    made.key.touch(0o600)
    made.key.write_text(json.dumps(emulator.key_file()), encoding="utf-8")
    return made


def synced(run, office):
    """Return the exit code, and name -> (status, code of the problem) of each workbook."""
    answer = run("sync", "--office", office.folder, "--json")
    return answer.exit_code, {
        one["name"]: (one["status"], (one["problem"] or {}).get("code")) for one in answer.document["workbooks"]
    }


def checked(run, office):
    """Return name -> (status, text, fix) of the first line of a check about each thing."""
    document = run("check", "--office", office.folder, "--json").document
    return {line["name"]: (line["status"], line["text"], line["fix"]) for line in reversed(document["checks"])}


SERVED = {("changed", None), ("unchanged", None)}


def test_both_are_served_and_the_requests_are_counted(run, office):
    code, statuses = synced(run, office)
    assert code == 0
    assert set(statuses.values()) <= SERVED
    again = run("sync", "--office", office.folder, "--json").document
    assert {one["name"]: one["requests"] for one in again["workbooks"]} == {"inventory": 0, "finance": 1}


@pytest.mark.parametrize(
    "said", ["finance", "Sổ", "sổ", "{id}", "https://docs.google.com/spreadsheets/d/{id}/edit#gid=0"]
)
def test_the_runs_of_a_spreadsheet_are_found_by_its_name_title_and_address(run, office, said):
    assert synced(run, office)[1]["finance"] == ("changed", None)
    asked = ("runs", "--workbook", said.format(id=office.book), "--office", office.folder, "--json")
    assert [one["command"] for one in run(*asked).document["runs"]] == ["sync"]


def test_a_check_names_the_key_the_account_and_the_spreadsheet(run, office):
    lines = checked(run, office)
    assert lines["key"][:2] == ("OK", f"{office.key}: nobody else can read it")
    assert lines["google"][:2] == ("OK", f"signed in as {ACCOUNT}")
    assert lines["finance"][0] == "OK"


def test_a_check_changes_nothing_in_the_spreadsheet(run, office):
    before = office.person.book.sheets
    checked(run, office)
    assert office.person.book.sheets == before
    assert not office.person.book.metadata


@pytest.mark.parametrize(
    ("spoil", "exit_code", "problem", "fix"),
    [
        (lambda office: office.emulator.unshare(office.book, ACCOUNT), 3, "WBK121", f"add {ACCOUNT} as Editor"),
        (lambda office: office.emulator.service.accounts.revoke(ACCOUNT), 12, "WBK136", "Make a new key"),
        (lambda office: office.key.unlink(), 12, "WBK132", "Check credentials"),
        (lambda office: office.key.chmod(0o644), 12, "WBK134", "chmod 600"),
        (lambda office: office.key.write_text("{}"), 12, "WBK133", "Download a key anew"),
        (lambda office: (office.folder / ".git").mkdir(), 12, "WBK135", "Move it out"),
        (
            lambda office: setattr(office.emulator.service.accounts, "signing_clock", lambda: time.time() - 600),
            12,
            "WBK137",
            "Let the clock be set automatically",
        ),
    ],
    ids=["not shared", "revoked", "no key", "open key", "no key at all", "key in git", "clock"],
)
def test_what_is_wrong_with_google_leaves_the_rest_served(run, office, spoil, exit_code, problem, fix):
    spoil(office)
    code, statuses = synced(run, office)
    assert statuses["finance"] == ("failed", problem)
    assert statuses["inventory"] in SERVED
    assert code == exit_code
    [(status, said, _)] = [line for line in checked(run, office).values() if fix in (line[2] or "")]
    assert status == "FAIL"
    assert said


def test_a_spreadsheet_that_may_only_be_viewed_is_told_by_a_check(run, office):
    office.emulator.share(office.book, ACCOUNT, "reader")
    status, said, fix = checked(run, office)["finance"]
    assert status == "FAIL"
    assert "may view the spreadsheet" in said
    assert f"make {ACCOUNT} an Editor" in fix


def test_nothing_of_the_key_is_on_any_page(run, office):
    secret = json.loads(office.key.read_text(encoding="utf-8"))["private_key"].splitlines()[5]
    office.emulator.service.accounts.revoke(ACCOUNT)
    for command in ("check", "plan", "sync", "status"):
        answer = run(command, "--office", office.folder)
        assert secret not in answer.stdout + answer.stderr
    kept = b"".join(path.read_bytes() for path in (office.folder / "state").rglob("*") if path.is_file())
    assert secret.encode() not in kept


def test_what_is_remembered_of_requests_lies_with_the_state(run, office):
    synced(run, office)
    kept = json.loads((office.folder / "state" / "google-requests.json").read_text(encoding="ascii"))
    assert len(kept["sent"]["read"]) >= 1
