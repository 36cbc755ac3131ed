"""A workbook of noise is one clear finding, fast and in little memory, and the other workbooks are still done."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rules.core.message import Voice
from sync import run
from sync.backends.base import WorkbookError
from sync.backends.excel import ExcelBackend
from sync.steps.gathering import workbook_finding
from tests.promise.hostile import HOSTILE
from tests.promise.looking import assert_staff_kept, owned_values
from tests.promise.small_office import LEDGER, SETTINGS, STORE, opened, write_small_office

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 5, 300
SAMPLE = {"random bytes", "a zip bomb", "a bomb of rows", "a far cell", "an entity bomb", "a password", "a vast file"}
"""The hostile workbooks that are measured in every test run: those that cost most where a guard is missing."""
MEASURE = """
import json, os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
figures = [process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]
print(json.dumps(figures), file=sys.stderr)
"""
"""A small process between the test and the command: a child counts the memory of the one that it was forked from."""


@pytest.fixture
def office(tmp_path):
    return write_small_office(tmp_path / "office")


def sync_measured(office: Path) -> tuple[int, dict, float, float]:
    """Run the command; return its exit code, its document, its processor time and its greatest memory in megabytes."""
    answer = subprocess.run(
        [sys.executable, "-c", MEASURE, sys.executable, "-m", "sync", "sync", "--json", "--office", str(office)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    exit_code, seconds, kilobytes = json.loads(answer.stderr.splitlines()[-1])
    return exit_code, json.loads(answer.stdout), seconds, kilobytes / 1024


@pytest.mark.parametrize(
    "name", [name if name in SAMPLE else pytest.param(name, marks=pytest.mark.long) for name in HOSTILE]
)
def test_a_hostile_workbook_is_one_finding_and_the_others_are_done(office, name):
    code, spoil = HOSTILE[name]
    store = office / STORE
    spoil(office / LEDGER)

    exit_code, document, seconds, megabytes = sync_measured(office)

    assert exit_code == 3
    assert [one["code"] for one in document["findings"] if one["workbook"] == "finance"] == [code]
    assert {one["name"]: one["status"] for one in document["workbooks"]} == {
        "finance": "failed",
        "inventory": "changed",
    }
    assert any(owned_values(store).values())
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    assert not list(office.glob(".sheetkeeper*"))


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_wrong_with_a_hostile_workbook_is_said_in_both_languages(office, name):
    code, spoil = HOSTILE[name]
    spoil(office / LEDGER)
    backend = ExcelBackend(locale="vi_VN", backups=office / "backups", now=lambda: datetime.now(UTC))

    with pytest.raises(WorkbookError) as caught:
        backend.read("finance", str(office / LEDGER))

    finding = workbook_finding("finance", caught.value)
    vietnamese, english = finding.text(Voice("vi")), finding.text(Voice("en"))
    assert finding.code == caught.value.code == code
    assert vietnamese != english
    assert LEDGER in vietnamese
    assert LEDGER in english
    assert not vietnamese.isascii()
    assert english.replace(" → ", "").replace("“", "").replace("”", "").isascii()
    assert "{" not in vietnamese + english


def test_limits_are_settings(office):
    with opened(office) as session:
        assert run.sync(session).status == "ok"
    (office / "office.toml").write_text(SETTINGS + "\n[limits]\nmax_rows = 8\n", encoding="utf-8")

    with opened(office) as session:
        result = run.sync(session)

    problems = {one.name: one.problem for one in result.workbooks}
    assert problems["finance"].code == "WBK104"
    assert "9" in problems["finance"].text(Voice("vi"))


def test_a_workbook_without_any_row_is_told_table_by_table_and_the_others_are_done(tmp_path):
    office = write_small_office(tmp_path / "office", ledger={"Tài khoản": [[]], "Nhật ký chung": [[]]})

    with opened(office) as session:
        result = run.sync(session)

    found = [finding for finding in result.findings if finding.place.workbook == "finance"]
    assert [finding.code for finding in found] == ["DAT103"] * len(found)
    assert len({finding.key for finding in found}) == len(found)
    assert {one.name: one.status for one in result.workbooks}["inventory"] == "changed"


def test_a_hostile_workbook_is_left_as_it_is_and_served_once_it_is_mended(office, tmp_path):
    good = (office / LEDGER).read_bytes()
    noise = b"PK\3\4 not a zip"
    (office / LEDGER).write_bytes(noise)
    with opened(office) as session:
        run.sync(session)
    assert (office / LEDGER).read_bytes() == noise
    (office / LEDGER).write_bytes(good)

    with opened(office) as session:
        result = run.sync(session)

    assert result.status == "ok"
    (tmp_path / "good.xlsx").write_bytes(good)
    assert_staff_kept(tmp_path / "good.xlsx", office / LEDGER)
