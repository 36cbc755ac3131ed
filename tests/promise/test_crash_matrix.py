"""``kill -9`` at every point of a run: every file opens, no staff cell differs, and the next run completes.

``python -m tests.promise.crash_child --list`` prints the points.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from sync import run
from sync.backends.excel.package import scan_workbook
from tests.promise.looking import assert_staff_kept, owned_values, values
from tests.promise.small_office import LEDGER, STORE, opened, write_small_office

ROOT = Path(__file__).parents[2]
SAMPLE_PARTS, FULL_PARTS = 2, 6
"""Into how many tests the sample and the full matrix are cut, so that they run side by side."""
LEAST_POINTS = 40


@dataclass
class Crashes:
    """Runs commands in children that may be killed.

    Attributes:
        folder: holds the offices.
        fresh: an office before its first run.
        points: the points of its first run, of a first run where files cannot be exchanged, and of an undo.
        done: the office after a first run that nothing interrupted.
        undone: the office after the undo of that run.
    """

    folder: Path
    server: subprocess.Popen
    made: int = 0

    def __post_init__(self) -> None:
        self.fresh = write_small_office(self.folder / "fresh")
        self.done = self.copy(self.fresh)
        self.points = {
            "sync": self.order(self.done, "sync")["points"],
            "sync without exchange": self.order(self.copy(self.fresh), "sync without exchange")["points"],
        }
        with opened(self.done) as session:
            self.first_run = session.store.last_run().run_id
        self.undone = self.copy(self.done)
        self.points["undo"] = self.order(self.undone, "undo")["points"]
        self.mails = mails(self.done)

    def copy(self, office: Path) -> Path:
        self.made += 1
        return Path(shutil.copytree(office, self.folder / f"office {self.made}" / "office"))

    def order(self, office: Path, command: str, point: int = 0, *, torn: bool = False, **more: int) -> dict:
        words = {"undo": lambda: f"undo {self.first_run}"}.get(command, lambda: "sync")()
        order = {"office": str(office), "command": words, "point": point, "torn": torn, **more}
        order["exchange"] = command != "sync without exchange"
        self.server.stdin.write(json.dumps(order) + "\n")
        self.server.stdin.flush()
        answer = json.loads(self.server.stdout.readline())
        assert answer["signal"] == (signal.SIGKILL if point else 0), answer
        return answer

    def cases(self) -> list[tuple[str, int, bool, str]]:
        """Return every command, point, whether its write is cut in half, and the point's name."""
        return [
            (command, number, torn, name)
            for command, points in self.points.items()
            for number, name in enumerate(points, start=1)
            for torn in ((False, True) if name.startswith("write") else (False,))
        ]

    def crash(self, command: str, point: int, torn: bool) -> Path:
        office = self.copy(self.done if command == "undo" else self.fresh)
        self.order(office, command, point, torn=torn)
        return office


@pytest.fixture(scope="module")
def crashes(tmp_path_factory):
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.promise.crash_child"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with server:
        yield Crashes(tmp_path_factory.mktemp("crashes"), server)
        server.stdin.close()


def mails(office: Path) -> Counter:
    """Return how many mail files there are for each reader and subject."""
    files = [message_from_bytes(path.read_bytes(), policy=default) for path in (office / "state/outbox").glob("*.eml")]
    return Counter((mail["To"], mail["Subject"]) for mail in files)


def outbox_rows(office: Path) -> Counter:
    """Return how many mails the outbox knows for each reader, subject and state."""
    with sqlite3.connect(office / "state/state.sqlite3") as database:
        return Counter(database.execute("select recipient, subject, state from outbox").fetchall())


def leftovers(office: Path) -> list[str]:
    """Return the temporary files in an office."""
    return [path.name for path in office.rglob("*") if path.name.startswith(".sheetkeeper") or ".partial" in path.name]


def check_files(crashes: Crashes, office: Path) -> None:
    """Check that every workbook opens and that nothing of staff's differs in it."""
    for name in (LEDGER, STORE):
        scan_workbook(office / name)
        assert_staff_kept(crashes.fresh / name, office / name)


def check_run(crashes: Crashes, command: str, point: int, torn: bool) -> None:
    office = crashes.crash(command, point, torn)
    check_files(crashes, office)
    if command == "undo":
        check_undo_goes_on(crashes, office)
    else:
        check_next_run(crashes, office)


def check_next_run(crashes: Crashes, office: Path) -> None:
    """Check that the run after a crash ends as one that nothing interrupted, and that the run after it rests."""
    with opened(office) as session:
        result = run.sync(session)
    assert result.status == "ok"
    with opened(office) as session:
        session.store.forget_digest()
        again = run.sync(session)
        assert session.store.unfinished_writes() == []
    assert (again.status, sum(one.cells for one in again.workbooks), again.mails) == ("ok", 0, [])
    assert mails(office) == crashes.mails, "each reader has each notice once"
    assert outbox_rows(office) == Counter({(*mail, "sent"): count for mail, count in crashes.mails.items()})
    assert leftovers(office) == []
    for name in (LEDGER, STORE):
        assert values(office / name) == values(crashes.done / name)
        assert_staff_kept(crashes.fresh / name, office / name)
        kept = {path.read_bytes() for path in (office / "state/backups").glob(f"*/*{name}")}
        assert kept == {(crashes.fresh / name).read_bytes()}, "the version before ours is kept"


def check_undo_goes_on(crashes: Crashes, office: Path) -> None:
    """Check that an undo repeated after a crash ends as one that nothing interrupted."""
    with opened(office) as session:
        undone = run.undo(session, crashes.first_run)
        assert (undone.conflicts, undone.problems) == ([], [])
        assert session.store.unfinished_writes() == []
    assert leftovers(office) == []
    assert mails(office) == crashes.mails, "an undo mails nothing"
    for name in (LEDGER, STORE):
        assert owned_values(office / name) == owned_values(crashes.undone / name)
        assert_staff_kept(crashes.fresh / name, office / name)


def test_a_run_has_at_least_forty_points(crashes):
    for number, name in enumerate(crashes.points["sync"], start=1):
        print(f"{number:4d}  {name}")

    assert len(crashes.points["sync"]) >= LEAST_POINTS


@pytest.mark.parametrize("part", range(SAMPLE_PARTS))
def test_a_crash_at_a_point_of_each_kind_is_mended_by_the_next_run(crashes, part):
    """A point's kind is what it does to what; one of each kind is drawn, the same ones every time."""
    kinds: dict[tuple[bool, str], list] = {}
    for case in crashes.cases():
        command, _, torn, name = case
        if not name.startswith(("state: create", "state: delete", "state: begin")) and command != "undo":
            kinds.setdefault((torn, name.replace(STORE, LEDGER)), []).append(case)
    print(len(kinds), "kinds of points")
    draw = random.Random(2026)

    drawn = [draw.choice(kinds[kind]) for kind in sorted(kinds)]
    for command, point, torn, _ in drawn[part::SAMPLE_PARTS]:
        check_run(crashes, command, point, torn)


@pytest.mark.long
@pytest.mark.parametrize("part", range(FULL_PARTS))
def test_a_crash_at_any_point_is_mended_by_the_next_run(crashes, part):
    for command, point, torn, _ in crashes.cases()[part::FULL_PARTS]:
        check_run(crashes, command, point, torn)


def test_a_crash_while_a_crash_is_mended_is_mended_too(crashes):
    names = crashes.points["sync"]
    exchange = names.index("exchange new version and kho.xlsx") + 1
    draw = random.Random(7)
    for point in (exchange, exchange + 1, exchange + 3):
        office = crashes.crash("sync", point, torn=False)
        repeat = crashes.order(crashes.copy(office), "sync")["points"]
        crashes.order(office, "sync", draw.randrange(1, min(40, len(repeat))))

        check_next_run(crashes, office)
