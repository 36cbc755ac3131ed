"""The sample company in memory, as files and on Google: equal findings, plans and mails.

In `make test` a small office goes through the same three, in test_differential.py.
"""

from __future__ import annotations

import gc
import re
import shutil
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from sync import run, steps
from sync.backends.base import CellError, Snapshot, Tab
from sync.backends.memory import MemoryBackend
from sync.planning.plan import WorkbookPlan
from sync.results import RunResult
from sync.session import Session
from sync.wiring import open_office
from templates.sample import write_company
from tests.backends.comparing import assert_equal_changes, changes, findings, letters
from tests.demo_google.company import make_company
from tests.emulator.emulator import Emulator

pytestmark = pytest.mark.long

SEED = 2026
FEWEST_FINDINGS = 70
MAILS = 4
ELSEWHERE = ("memory", "google")
FORMULA, RESULT = "ROUND(1250000*1.08,0)", "1350000"


@dataclass
class Outcome:
    """What a run over the sample company gave."""

    result: RunResult
    planned: RunResult
    findings: list[tuple[Any, ...]]
    letters: list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    # An answer of ten megabytes is a million objects, which the collector would go through again and again.
    gc.disable()
    try:
        files = tmp_path_factory.mktemp("files") / "office"
        files.mkdir()
        write_company(files, seed=SEED)
        save_as_excel_does(files / "so-ke-toan.xlsx")
        copy = Path(shutil.copytree(files, tmp_path_factory.mktemp("memory") / "office"))
        yield {
            "memory": in_memory(copy),
            "files": as_files(files),
            "google": on_google(tmp_path_factory.mktemp("google")),
        }
    finally:
        gc.enable()


def save_as_excel_does(path: Path) -> None:
    """Put the result beside the formula that no program has computed yet; on Google there are no such formulas."""
    whole = path.with_suffix(".new")
    count = 0
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode() if name.startswith("xl/worksheets/") else old.read(name)
            if isinstance(content, str):
                missing = rf"(<f>{re.escape(FORMULA)}</f>)<v\s*(/>|></v>)"
                content, found = re.subn(missing, rf"\g<1><v>{RESULT}</v>", content)
                count += found
            new.writestr(name, content)
    assert count == 1
    whole.replace(path)


def as_files(folder: Path) -> Outcome:
    with open_office(folder) as session:
        return outcome(session, file_names(session))


def in_memory(folder: Path) -> Outcome:
    with open_office(folder) as session:
        grids = {
            one.location: grids_of(session.backend(one).read(one.name, one.location))
            for one in session.office.workbooks
        }
        memory = MemoryBackend(grids)
        return outcome(replace(session, backend=lambda _: memory), file_names(session))


def on_google(folder: Path) -> Outcome:
    with Emulator(validate=False) as emulator:
        company = make_company(emulator, folder / "office", folder / "key.json", SEED)
        titles = {person.book.title: name for name, person in company.books.items()}
        with open_office(company.folder) as session:
            return outcome(session, titles)


def file_names(session: Session) -> dict[str, str]:
    return {Path(one.location).name: one.name for one in session.office.workbooks}


def grids_of(snapshot: Snapshot) -> dict[str, list[list[Any]]]:
    return {tab.title: grid_of(tab) for tab in snapshot.tabs}


def grid_of(tab: Tab) -> list[list[Any]]:
    grid = [list(row) for row in tab.rows]
    for (row, column), text in tab.errors.items():
        grid[row - 1][column - 1] = CellError(text)
    return grid


def outcome(session: Session, titles: dict[str, str]) -> Outcome:
    """Make a run; in what it tells, a workbook is called by its name instead of its file's name or title."""
    made: list[list[WorkbookPlan]] = []
    real = steps.plan

    def plan(*words: Any) -> list[WorkbookPlan]:
        made.append(real(*words))
        return made[-1]

    with patch.object(steps, "plan", plan):
        result = run.sync(session)
    assert len(made) == 1
    told = findings(result, session.office.voice), letters(session.office.folder)
    return Outcome(result, replace(result, plans=made[0]), *(by_name(titles, one) for one in told))


def by_name(titles: dict[str, str], told: Any) -> Any:
    if isinstance(told, str):
        for title, name in titles.items():
            told = told.replace(title, name)
        return told
    return type(told)(by_name(titles, part) for part in told) if isinstance(told, tuple | list) else told


@pytest.fixture(params=ELSEWHERE)
def pair(request, outcomes):
    """What a run over the files gave, and what one elsewhere did."""
    return outcomes["files"], outcomes[request.param]


def test_the_findings_are_the_same(pair):
    files, elsewhere = pair
    assert elsewhere.findings == files.findings
    assert len(files.findings) >= FEWEST_FINDINGS


def test_the_plans_are_the_same(pair):
    files, elsewhere = pair
    assert_equal_changes(changes(files.planned), changes(elsewhere.planned))
    assert {plan.workbook for plan in files.planned.plans} == {one.name for one in files.result.workbooks}


def test_as_many_cells_are_written(pair):
    files, elsewhere = pair
    assert [one.cells for one in elsewhere.result.workbooks] == [one.cells for one in files.result.workbooks]
    assert {one.status for one in elsewhere.result.workbooks} == {"changed"}


def test_the_mails_are_the_same(pair):
    files, elsewhere = pair
    assert elsewhere.letters == files.letters
    assert len(files.letters) == MAILS


def test_no_spreadsheet_takes_more_than_six_requests_at_first_contact(outcomes):
    assert [one.requests for one in outcomes["google"].result.workbooks] == [6, 6, 6]
