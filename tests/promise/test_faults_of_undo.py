"""Every call of an undo, and of a resume, that touches the outside fails once: the command given again completes.

The points of an undo are those of the crash matrix; the calls are refused as those of a run are.
"""

from __future__ import annotations

import pytest

from sync import run
from tests.promise.looking import assert_staff_kept, owned_values
from tests.promise.refusing import action, check_each, counted, every, one_of_each, refused
from tests.promise.small_office import LEDGER, STORE, opened
from tests.promise.test_crash_matrix import check_files, crashes, leftovers, mails
from tests.promise.test_fault_matrix import told

__all__ = ["crashes"]  # a fixture

FULL_PARTS = 2
WORKBOOKS = {"finance": LEDGER, "inventory": STORE}


def undone_in(crashes, office, workbook):
    """Return whether a workbook holds what it did before the run, but for the owned columns and tabs that stay."""
    return owned_values(office / WORKBOOKS[workbook]) == owned_values(crashes.undone / WORKBOOKS[workbook])


def check_undo(crashes, number):
    office = crashes.copy(crashes.done)
    results = []

    def undo(session):
        result = run.undo(session, crashes.first_run)
        last = session.store.last_run()
        results.append((last.status, [problem.place.workbook for problem in result.problems]))
        assert (result.conflicts, session.store.held()) == ([], dict.fromkeys(WORKBOOKS, crashes.first_run))
        return last.status

    ended = refused(office, undo, number)
    check_files(crashes, office)
    for status, left in results:
        assert (status == "partial") == bool(left), "it says what is left"
        assert [name for name in WORKBOOKS if not undone_in(crashes, office, name)] == left

    with opened(office) as session:
        again = run.undo(session, crashes.first_run)
        assert (again.conflicts, again.problems) == ([], [])
        assert session.store.unfinished_writes() == []
        assert sorted(session.store.held()) == sorted(WORKBOOKS)
        assert all(one.status != "running" for one in session.store.runs(9))
        assert run.audit(session).fault is None
    assert mails(office) == crashes.mails, "an undo mails nothing"
    assert leftovers(office) == []
    check_files(crashes, office)
    assert all(undone_in(crashes, office, name) for name in WORKBOOKS)
    return ended


def check_resume(crashes, number):
    office = crashes.copy(crashes.undone)
    ended = refused(office, lambda session: str(run.resume(session)), number)

    with opened(office) as session:
        run.resume(session)
        assert session.store.held() == {}
        assert run.sync(session).status == "ok"
        assert run.audit(session).fault is None
    assert mails(office) == crashes.mails, "the same findings are no news"
    for name in WORKBOOKS.values():
        assert told(office / name) == told(crashes.done / name)
        assert_staff_kept(crashes.fresh / name, office / name)
    return ended


def test_an_undo_of_which_a_call_of_each_kind_is_refused_is_completed_by_the_next(crashes):
    points = crashes.points["undo"]

    ended = check_each(points, one_of_each(points, action), lambda number: check_undo(crashes, number))

    assert ended["partial"], "a workbook that cannot be written leaves the others undone"


@pytest.mark.long
@pytest.mark.parametrize("part", range(FULL_PARTS))
def test_an_undo_of_which_any_call_is_refused_is_completed_by_the_next(crashes, part):
    points = crashes.points["undo"]

    check_each(points, every(points)[part::FULL_PARTS], lambda number: check_undo(crashes, number))


def test_a_resume_of_which_a_call_of_each_kind_is_refused_is_completed_by_the_next(crashes):
    points = counted(crashes.copy(crashes.undone), run.resume)
    of_the_database = [number for number in one_of_each(points, action) if points[number - 1].startswith("state: ")]

    check_each(points, of_the_database, lambda number: check_resume(crashes, number))


@pytest.mark.long
def test_a_resume_of_which_any_call_is_refused_is_completed_by_the_next(crashes):
    points = counted(crashes.copy(crashes.undone), run.resume)

    check_each(points, every(points), lambda number: check_resume(crashes, number))
