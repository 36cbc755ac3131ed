"""Every call of a run that touches the outside fails once: nothing is truncated, and the next run completes.

The points are those of the crash matrix. At each, the call is refused as the operating system or the database would:
no space, no permission, a file that Excel holds, a disk that fails, a database that another program holds.
"""

from __future__ import annotations

import errno
import os
import random
import sqlite3
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from sync import run
from tests.promise.boundary import Boundary
from tests.promise.looking import assert_staff_kept, values
from tests.promise.small_office import LEDGER, STORE, opened
from tests.promise.test_crash_matrix import check_files, crashes, leftovers, mails, outbox_rows

__all__ = ["crashes"]  # a fixture

FULL_PARTS = 4
ON_FILES = (errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EIO)
ON_STATE = ("database is locked", "database or disk is full", "attempt to write a readonly database")
ALERTS = "⚙ Cảnh báo"
HOME = ZoneInfo("Asia/Ho_Chi_Minh")


def refusal(name, number):
    """Return what a call raises that is refused; which of the reasons depends on its number."""
    if name.startswith("state: "):
        return OperationalError(name, {}, sqlite3.OperationalError(ON_STATE[number % len(ON_STATE)]))
    code = ON_FILES[number % len(ON_FILES)]
    return OSError(code, os.strerror(code))


def refused_run(office, number, reason):
    """Make a run of which one call is refused; return its status, or what ended it."""
    calls = []

    def interfere(name):
        calls.append(name)
        if len(calls) == number:
            raise refusal(name, reason)

    restore = Boundary(office, fail=interfere).install()
    try:
        with opened(office) as session:
            return run.sync(session).status
    except (OSError, DBAPIError) as error:
        return type(error).__name__
    except Exception as error:
        if type(error).__name__ in ("UnreadableStateError", "LockedError"):  # before anything was begun
            return type(error).__name__
        raise
    finally:
        restore()


def told(path):
    """Return the cells of a workbook; the rows of the alerts tab, which come in the order of runs, as a set."""
    cells = dict(values(path))
    alerts = cells.pop(ALERTS, {})
    rows = {}
    for address, value in alerts.items():
        rows.setdefault(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append(str(value))
    return cells, sorted(rows.values())


def check_fault(crashes, number, reason):
    office = crashes.copy(crashes.fresh)
    ended = refused_run(office, number, reason)
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


def check_all(crashes, numbers):
    points = crashes.points["sync"]
    ended = Counter()
    for number in numbers:
        try:
            ended[check_fault(crashes, number, number)] += 1
        except BaseException as error:
            error.add_note(
                f"the call refused was {number}: {points[number - 1]}: {refusal(points[number - 1], number)}"
            )
            raise
    print(dict(ended))
    return ended


def test_a_call_of_each_kind_that_is_refused_is_made_good_by_the_next_run(crashes):
    """A point's kind is what it does to what; one of each kind is drawn, the same ones every time."""
    kinds = {}
    for number, name in enumerate(crashes.points["sync"], start=1):
        if not name.startswith(("state: create", "state: delete")):
            kinds.setdefault(name.replace(STORE, LEDGER), []).append(number)
    draw = random.Random(3)

    ended = check_all(crashes, [draw.choice(kinds[kind]) for kind in sorted(kinds)])

    assert ended["partial"], "a workbook that cannot be written leaves the others done"


@pytest.mark.long
@pytest.mark.parametrize("part", range(FULL_PARTS))
def test_any_call_that_is_refused_is_made_good_by_the_next_run(crashes, part):
    check_all(crashes, range(1 + part, len(crashes.points["sync"]) + 1, FULL_PARTS))
