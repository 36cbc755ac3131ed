"""Every call of a run that touches the outside fails once: nothing is truncated, and the next run completes.

The points are those of the crash matrix. At each, the call is refused as the operating system or the database would:
no space, no permission, a file that Excel holds, a disk that fails, a database that another program holds.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sync import run
from tests.promise.looking import assert_staff_kept, values
from tests.promise.refusing import check_each, every, one_of_each, refused
from tests.promise.small_office import LEDGER, STORE, opened
from tests.promise.test_crash_matrix import check_files, crashes, leftovers, mails, outbox_rows

__all__ = ["crashes"]  # a fixture

FULL_PARTS = 4
ALERTS = "⚙ Cảnh báo"
HOME = ZoneInfo("Asia/Ho_Chi_Minh")


def told(path):
    """Return the cells of a workbook; the rows of the alerts tab, which come in the order of runs, as a set."""
    cells = dict(values(path))
    alerts = cells.pop(ALERTS, {})
    rows = {}
    for address, value in alerts.items():
        rows.setdefault(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append(str(value))
    return cells, sorted(rows.values())


def check_fault(crashes, number):
    office = crashes.copy(crashes.fresh)
    ended = refused(office, lambda session: run.sync(session).status, number)
    check_files(crashes, office)

    # Mail that was refused is tried again later.
    with opened(office, today=datetime.now(HOME) + timedelta(days=1)) as session:
        session.store.forget_digest()
        result = run.sync(session)
    with opened(office, today=datetime.now(HOME) + timedelta(days=2)) as session:
        session.store.forget_digest()
        again = run.sync(session)
        assert session.store.unfinished_writes() == []
        assert all(one.status != "running" for one in session.store.runs(9))
    assert result.status == "ok"
    assert (again.status, sum(one.cells for one in again.workbooks), again.mails) == ("ok", 0, [])
    assert mails(office) == crashes.mails, "each reader has each notice once"
    assert outbox_rows(office) == Counter({(*mail, "sent"): count for mail, count in crashes.mails.items()})
    assert leftovers(office) == []
    for name in (LEDGER, STORE):
        assert told(office / name) == told(crashes.done / name)
        assert_staff_kept(crashes.fresh / name, office / name)
    return ended


def kind_of(name):
    """Return what a call does to what; nothing for a table that is made, or emptied of what is old."""
    return "" if name.startswith(("state: create", "state: delete", "unlock")) else name.replace(STORE, LEDGER)


def test_a_call_of_each_kind_that_is_refused_is_made_good_by_the_next_run(crashes):
    """A point's kind is what it does to what; one of each kind is drawn, the same ones every time."""
    points = crashes.points["sync"]

    ended = check_each(points, one_of_each(points, kind_of), lambda number: check_fault(crashes, number))

    assert ended["partial"], "a workbook that cannot be written leaves the others done"


@pytest.mark.long
@pytest.mark.parametrize("part", range(FULL_PARTS))
def test_any_call_that_is_refused_is_made_good_by_the_next_run(crashes, part):
    points = crashes.points["sync"]
    check_each(points, every(points)[part::FULL_PARTS], lambda number: check_fault(crashes, number))
