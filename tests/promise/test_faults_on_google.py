"""Every local call of a run over Google fails once: of the state, of the outbox and of the files of the mails.

What the requests do that go wrong is told elsewhere. Here the spreadsheets can be reached, and what is remembered of
them cannot be written: flags that are written are written once, each reader is told once, and the next run completes.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sync import run
from tests.emulator import Emulator
from tests.promise.looking_on_google import everything, owned_rows, staff_cells
from tests.promise.refusing import check_each, counted, every, refused
from tests.promise.small_office import opened
from tests.promise.small_office_on_google import few_spare_rows, write_small_office_on_google
from tests.promise.test_crash_matrix import leftovers, mails, outbox_rows

FULL_PARTS = 4
SAMPLE = (
    "lock state/google-requests.json.lock",
    "state: update writes",  # the flags are written, and it cannot be noted that they are
    "state: insert into outbox",
    "replace mail in the making to mail",
)
HOME = ZoneInfo("Asia/Ho_Chi_Minh")


class Offices:
    """An office over the emulator that begins anew as often as a test likes.

    Attributes:
        points: the calls of its first run, requests among them.
        before: all that is in its spreadsheets before that run.
        after: what a look shows after one to which nothing was refused.
        told: how many mails there are then for each reader and subject.
    """

    def __init__(self, folder: Path, emulator: Emulator) -> None:
        self.folder, self.made = folder, 0
        self.spreadsheets = write_small_office_on_google(folder / "fresh" / "office", emulator)
        self.settings = (folder / "fresh/office/office.toml").read_bytes()
        self.before = self.spreadsheets.keep()
        self.staff, self.bare = self.looks(staff_cells), self.looks(owned_rows)
        office = self.fresh()
        self.points = counted(office, run.sync)
        self.after, self.full, self.told = self.looks(everything), self.looks(owned_rows), mails(office)

    def looks(self, look):
        """Return what a look shows of each spreadsheet."""
        return {name: look(person.book) for name, person in self.spreadsheets.people.items()}

    def fresh(self) -> Path:
        """Return an office before its first run."""
        self.spreadsheets.put_back(self.before)
        self.made += 1
        office = self.folder / f"office {self.made}"
        office.mkdir()
        (office / "office.toml").write_bytes(self.settings)
        return office


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    with few_spare_rows(), Emulator(validate=False) as emulator:
        yield Offices(tmp_path_factory.mktemp("google"), emulator)
        assert emulator.service.problems == []


def check_fault(offices, number):
    office = offices.fresh()
    ended = refused(office, lambda session: run.sync(session).status, number)
    assert offices.looks(staff_cells) == offices.staff
    for name, rows in offices.looks(owned_rows).items():
        for place, cells in rows.items():
            assert cells in (offices.bare[name].get(place, {}), offices.full[name][place]), "whole rows, and true ones"

    # Mail that was refused is tried again later.
    for days in (1, 2):
        with opened(office, today=datetime.now(HOME) + timedelta(days=days)) as session:
            session.store.forget_digest()
            result = run.sync(session)
            assert result.status == "ok"
            assert session.store.unfinished_writes() == []
            assert all(one.status != "running" for one in session.store.runs(9))
            assert run.audit(session).fault is None
    assert (sum(one.cells for one in result.workbooks), result.mails) == (0, []), "the second one rests"
    assert mails(office) == offices.told, "each reader has each notice once"
    assert outbox_rows(office) == Counter({(*mail, "sent"): count for mail, count in offices.told.items()})
    assert leftovers(office) == []
    assert offices.looks(everything) == offices.after
    return ended


@pytest.mark.parametrize("name", SAMPLE)
def test_a_local_call_that_is_refused_over_google_is_made_good_by_the_next_run(offices, name):
    numbers = [number for number, point in enumerate(offices.points, start=1) if point == name]
    check_each(offices.points, numbers[-1:], lambda number: check_fault(offices, number))


@pytest.mark.long
@pytest.mark.parametrize("part", range(FULL_PARTS))
def test_any_local_call_that_is_refused_over_google_is_made_good_by_the_next_run(offices, part):
    numbers = every(offices.points)[part::FULL_PARTS]
    check_each(offices.points, numbers, lambda number: check_fault(offices, number))
