"""The same small office through files, memory and Google: equal findings, plans and mails, links and places masked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sync import run
from sync.backends.memory import MemoryBackend
from tests.backends.comparing import assert_equal_changes, changes, findings, letters
from tests.emulator import Emulator
from tests.promise.small_office import opened, write_small_office
from tests.support.staff_sheets import backend_for, fill


@contextmanager
def in_memory(folder: Path, as_of: date) -> Iterator:
    """Open a copy of an office whose workbooks are grids with the values that its files hold."""
    with opened(folder, as_of=as_of) as session:
        grids = {}
        for workbook in session.office.workbooks:
            snapshot = session.backend(workbook).read(workbook.name, workbook.location)
            grids[workbook.location] = {tab.title: [list(row) for row in tab.rows] for tab in snapshot.tabs}
        memory = MemoryBackend(grids)
        yield replace(session, backend=lambda _: memory)


@contextmanager
def on_google(folder: Path, as_of: date) -> Iterator:
    """Open a copy of an office whose workbooks are spreadsheets with what its files hold, as if staff had moved them.

    A title without an ending would be said differently in findings and mails, so each bears the file's name.
    """
    with opened(folder, as_of=as_of) as session, Emulator(http=False, validate=False) as emulator:
        places = {}
        for workbook in session.office.workbooks:
            snapshot = session.backend(workbook).read(workbook.name, workbook.location)
            tabs = {tab.title: with_formulas(tab) for tab in snapshot.tabs}
            person = fill(emulator.create_book(Path(workbook.location).name, locale="vi_VN"), tabs)
            places[workbook.location] = person.book.book_id
        google = OfPlaces(places, backend_for(emulator))
        yield replace(session, backend=lambda _: google)


class OfPlaces:
    """A backend that finds each file where it was moved to."""

    def __init__(self, places, backend):
        self.places = places
        self.backend = backend

    def __getattr__(self, name):
        act = getattr(self.backend, name)
        if name == "find":
            return lambda location: [location]
        if name == "read":
            return lambda workbook, location: act(workbook, self.places[location])
        if name == "prepare":
            return lambda snapshot, location, edits: act(snapshot, self.places[location], edits)
        return lambda location, *more: act(self.places[location], *more)


def with_formulas(tab):
    """Return the rows of a tab with the texts of those formulas that have a value."""
    rows = [list(row) for row in tab.rows]
    for (row, column), text in tab.formulas.items():
        if (row, column) in tab.errors or (row, column) in tab.without_value:
            continue
        rows[row - 1][column - 1] = text if text.startswith("=") else f"={text}"
    return rows


@pytest.fixture
def offices(tmp_path):
    office = write_small_office(tmp_path / "a" / "office")
    return office, Path(shutil.copytree(office, tmp_path / "b" / "office"))


ELSEWHERE = {"memory": in_memory, "google": on_google}


@pytest.mark.parametrize("elsewhere", ELSEWHERE.values(), ids=ELSEWHERE)
def test_other_places_give_the_same_findings_plans_and_mails_as_files(offices, elsewhere):
    files, copy = offices
    day = date(2026, 11, 20)
    with opened(files, as_of=day) as session:
        voice = session.office.voice
        planned, done = run.plan(session), run.sync(session)
    with elsewhere(copy, day) as session:
        planned_elsewhere, done_elsewhere = run.plan(session), run.sync(session)

    assert findings(done, voice) == findings(done_elsewhere, voice)
    assert len(done.findings) >= 9
    assert_equal_changes(changes(planned), changes(planned_elsewhere))
    assert [one.cells for one in done.workbooks] == [one.cells for one in done_elsewhere.workbooks]
    assert letters(files) == letters(copy)
    assert len(letters(files)) == 3


@pytest.mark.parametrize("elsewhere", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_was_written_reads_the_same_so_that_the_next_run_rests_everywhere(offices, elsewhere):
    files, copy = offices
    with opened(files) as session:
        run.sync(session)
        session.store.forget_digest()
        again = run.sync(session)
    with elsewhere(copy, date(2026, 11, 20)) as session:
        run.sync(session)
        session.store.forget_digest()
        again_elsewhere = run.sync(session)

    for result in (again, again_elsewhere):
        assert [one.cells for one in result.workbooks] == [0, 0]
        assert result.mails == []
