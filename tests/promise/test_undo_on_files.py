"""Undo, resume and a run repeated, on real files and through the real command."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from sync import run
from tests.promise.looking import MARK, assert_staff_kept, owned_values, parts, values
from tests.promise.small_office import LEDGER, STORE, opened, write_small_office
from tests.promise.test_crash_matrix import mails

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """An office that no run has seen; nobody writes it."""
    return write_small_office(tmp_path_factory.mktemp("fresh") / "office")


@pytest.fixture(scope="module")
def after_a_run(tmp_path_factory, fresh):
    """The same office after a run by the command, and what the command said; nobody writes it."""
    office = Path(shutil.copytree(fresh, tmp_path_factory.mktemp("run") / "office"))
    return office, command(office, "sync")


@pytest.fixture
def office(tmp_path, after_a_run):
    return Path(shutil.copytree(after_a_run[0], tmp_path / "office"))


@pytest.fixture
def first(after_a_run):
    return after_a_run[1]


def command(office, *words):
    answer = subprocess.run(
        [sys.executable, "-m", "sync", *words, "--json", "--office", str(office)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)


def written(document):
    return sum(one["cells_written"] for one in document["workbooks"])


def edit_a_cell(path, tab, address, value):
    """Change one cell as a person would, without touching what we wrote."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    book[tab][address] = value
    book.save(path)


def test_the_command_given_twice_writes_nothing_and_mails_nothing_the_second_time(office, first):
    content = {name: (office / name).read_bytes() for name in (LEDGER, STORE)}
    second = command(office, "sync")

    assert first["status"] == second["status"] == "ok"
    assert written(first) > 0
    assert len(first["mails"]) == 3
    assert written(second) == 0
    assert second["mails"] == []
    assert second["findings"] == first["findings"]
    assert {name: (office / name).read_bytes() for name in (LEDGER, STORE)} == content


@pytest.mark.parametrize("remembered", [True, False])
def test_a_run_on_another_days_clock_writes_nothing_and_mails_nothing(office, remembered):
    content = {name: (office / name).read_bytes() for name in (LEDGER, STORE)}
    for day in (21, 28):
        with opened(office, today=datetime(2026, 11, day, 23, 59, tzinfo=UTC)) as session:
            if not remembered:
                session.store.forget_digest()
            result = run.sync(session)

        assert (sum(one.cells for one in result.workbooks), result.mails) == (0, [])
        assert {name: (office / name).read_bytes() for name in (LEDGER, STORE)} == content


def test_a_later_day_writes_nothing_into_the_flags_of_rows_that_did_not_change(office):
    flags = owned_values(office / LEDGER)["Nhật ký chung"]

    with opened(office, as_of=date(2026, 11, 25)) as session:
        run.sync(session)

    assert owned_values(office / LEDGER)["Nhật ký chung"] == flags


def test_undo_leaves_every_staff_cell_and_format_as_it_was_and_our_columns_empty(office, fresh, first):
    assert any(owned_values(office / LEDGER).values())

    undone = command(office, "undo", first["run"])

    assert undone["conflicts"] == []
    assert undone["cells_restored"] > 0
    for name in (LEDGER, STORE):
        assert_staff_kept(fresh / name, office / name)
    contents = owned_values(office / LEDGER)
    assert {title: cells for title, cells in contents.items() if cells} == {}
    staff = {title: cells for title, cells in values(office / LEDGER).items() if not title.startswith(MARK)}
    kept = {
        title: {address: value for address, value in cells.items() if not str(value).startswith(MARK)}
        for title, cells in staff.items()
    }
    assert kept == values(fresh / LEDGER)
    assert owned_values(office / STORE) == owned_values(fresh / STORE), "what the template held is there again"


def test_parts_that_a_run_need_not_touch_are_byte_identical_after_sync_and_after_undo(office, fresh, first):
    touched = re.compile(
        r"xl/worksheets/sheet\d+\.xml|xl/(workbook|styles|sharedStrings)\.xml|.*\.rels|.Content_Types.*"
    )
    original = {name: content for name, content in parts(fresh / LEDGER).items() if not touched.fullmatch(name)}
    assert {"xl/charts/chart1.xml", "xl/comments1.xml", "xl/media/image1.png"} <= set(original)

    after_sync = parts(office / LEDGER)
    command(office, "undo", first["run"])
    after_undo = parts(office / LEDGER)

    for name, content in original.items():
        assert after_sync[name] == content
        assert after_undo[name] == content


def test_undo_holds_the_workbooks_until_resume(office, first):
    told = mails(office)
    undone = command(office, "undo", first["run"])

    with opened(office) as session:
        held = run.sync(session)
    assert sorted(undone["held"]) == ["finance", "inventory"]
    assert {one.status for one in held.workbooks} == {"held"}
    assert not any(owned_values(office / LEDGER).values())
    assert mails(office) == told
    command(office, "resume")
    with opened(office) as session:
        again = run.sync(session)
    assert again.status == "ok"
    assert any(owned_values(office / LEDGER).values())
    assert mails(office) == told, "the same findings are no news"


def test_undo_leaves_a_cell_that_somebody_changed_since_and_says_so(office, first):
    flag = next(
        address for address, value in owned_values(office / LEDGER)["Nhật ký chung"].items() if "FIN101" in str(value)
    )
    edit_a_cell(office / LEDGER, "Nhật ký chung", flag, "đã hỏi chị Lan")

    undone = command(office, "undo", first["run"])

    assert [conflict["cell"] for conflict in undone["conflicts"]] == [flag]
    assert owned_values(office / LEDGER)["Nhật ký chung"] == {flag: "đã hỏi chị Lan"}


def test_undo_given_twice_changes_nothing_the_second_time(office, first):
    command(office, "undo", first["run"])
    content = (office / LEDGER).read_bytes()

    again = command(office, "undo", first["run"])

    assert (again["cells_restored"], again["conflicts"]) == (0, [])
    assert (office / LEDGER).read_bytes() == content
