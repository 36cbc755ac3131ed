"""``kill -9`` at every point of a run over Google: no cell of staff differs, no flag is wrong, no notice is lost.

The spreadsheets are kept by the emulator, over HTTP, outside the process that is killed. It is killed before each
request that changes something, in the middle of it, and when the service has carried it out and the answer is still on
its way; and at every other point at which the state, a file or the mail server is touched. Killed are a first contact,
whose values go out in several requests, a run after staff have worked, and an undo.

``python -m tests.promise.crash_child --list`` prints the points.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sync import run
from tests.emulator import Emulator
from tests.promise.looking import MARK
from tests.promise.looking_on_google import everything, owned_rows, staff_cells
from tests.promise.small_office import LEDGER, STORE, by_mail_server, opened
from tests.promise.small_office_on_google import JOURNAL, few_spare_rows, write_small_office_on_google
from tests.promise.test_crash_by_mail import in_the_window, outbox_states, told
from tests.promise.test_crash_matrix import ROOT, Crashes, leftovers

SAMPLE_PARTS, FULL_PARTS = 2, 8
PIECE = 8_000
"""Bytes of a request of values on first contact, so that there are several."""


class OverGoogle(Crashes):
    """Runs an office whose spreadsheets are on the emulator in children that may be killed.

    Attributes:
        starts: command -> the office's folder and its spreadsheets before the command.
        ends: command -> its spreadsheets after a command that nothing interrupted.
        expected: command -> how many mails tell each reader of a subject.
    """

    def __init__(self, folder, server, mail_server, emulator):
        self.folder, self.server, self.mail_server, self.made = folder, server, mail_server, 0
        self.spreadsheets = write_small_office_on_google(folder / "fresh", emulator, mail=mail_server.settings)
        self.starts, self.ends, self.expected, self.points = {}, {}, {}, {}
        done = self.play("sync", folder / "fresh")
        with opened(done) as session:
            self.first_run = session.store.last_run().run_id
        self.play("undo", done)
        self.spreadsheets.put_back(self.ends["sync"])
        staff_work(self.spreadsheets)
        self.play("later", done)

    def play(self, command, start):
        """Carry out a command that nothing interrupts, and remember how it began and ended; return its office."""
        self.starts[command] = (start, self.spreadsheets.keep())
        before = len(self.mail_server.mails)
        office = self.copy(start)
        self.points[command] = self.order(office, command)["points"]
        self.ends[command] = self.spreadsheets.keep()
        self.expected[command] = told(self.mail_server.mails[before:])
        return office

    def order(self, office, command, point=0, *, torn=False):
        more = {"bytes": PIECE} if command == "sync" else {}
        return super().order(office, command, point, torn=torn, **more)

    def looks(self, look):
        """Return what a look shows of each spreadsheet now."""
        return {name: look(person.book) for name, person in self.spreadsheets.people.items()}

    def seen(self, kept, look):
        """Return what a look shows of each spreadsheet as it was at some moment, and leave them as they are now."""
        now = self.spreadsheets.keep()
        self.spreadsheets.put_back(kept)
        found = self.looks(look)
        self.spreadsheets.put_back(now)
        return found

    def crash(self, command, point, torn):
        start, kept = self.starts[command]
        self.spreadsheets.put_back(kept)
        office = self.copy(start)
        self.order(office, command, point, torn=torn)
        return office


def staff_work(spreadsheets):
    """Let staff put one voucher right, spoil another by a line that they insert, and name goods that exist."""
    ledger, store = spreadsheets.people[LEDGER], spreadsheets.people[STORE]
    ledger.put(f"'{JOURNAL}'!G5", [[900_000]])
    ledger.insert_rows(JOURNAL, 3)
    ledger.put(f"'{JOURNAL}'!B4:F4", [["PT0001", 3, "Thu thêm", "1111", 250_000]])
    title = "Nhập xuất kho"
    row, line = next((at, line) for at, line in enumerate(store.values(f"'{title}'!A1:H30"), 1) if "PX0002" in line)
    store.put(f"'{title}'!{chr(ord('A') + line.index('HH999'))}{row}", [["HH002"]])


def flags(book):
    """Return what stands beside the rows of staff."""
    return {(tab, row): cells for (tab, row), cells in owned_rows(book).items() if not tab.startswith(MARK)}


@pytest.fixture(scope="module")
def over_google(tmp_path_factory):
    folder = tmp_path_factory.mktemp("google")
    with few_spare_rows(), by_mail_server(folder) as mail_server, Emulator(validate=False) as emulator:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.promise.crash_child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with server:
            yield OverGoogle(folder, server, mail_server, emulator)
            server.stdin.close()
        assert emulator.service.problems == []


def check_run(over_google: OverGoogle, command: str, point: int, torn: bool) -> int:
    """Kill a command at a point, let it be made again, and look at the spreadsheets and at the mail server.

    Returns how many mails came twice.
    """
    before = len(over_google.mail_server.mails)
    office = over_google.crash(command, point, torn)
    check_rows(over_google, command)

    if command == "undo":
        undo_again(over_google, office)
    else:
        sync_twice(office)

    assert over_google.looks(everything) == over_google.seen(over_google.ends[command], everything)
    mails = over_google.mail_server.mails[before:]
    assert told(mails) == over_google.expected[command], "each reader has each notice"
    doubled = len(mails) - len(set(mails))
    assert doubled <= in_the_window(over_google.points[command][: point - 1]), over_google.points[command][point - 1]
    assert set(outbox_states(office)) == {"sent"}
    assert leftovers(office) == []
    return doubled


def check_rows(over_google: OverGoogle, command: str) -> None:
    """Check that all is of staff as it was, and that the flags of each row are all as before or all as after."""
    _, kept = over_google.starts[command]
    assert over_google.looks(staff_cells) == over_google.seen(kept, staff_cells)
    before, after = (over_google.seen(moment, owned_rows) for moment in (kept, over_google.ends[command]))
    for name, rows in over_google.looks(owned_rows).items():
        for place, flags in rows.items():
            assert flags in (before[name].get(place, {}), after[name].get(place, {})), place


def sync_twice(office: Path) -> None:
    """Make the run that follows a crash, and check that the one after it rests and that all of it was audited."""
    for number in range(2):
        with opened(office) as session:
            if number:
                session.store.forget_digest()
            result = run.sync(session)
            assert result.status == "ok"
            assert session.store.unfinished_writes() == []
            assert run.audit(session).fault is None
    assert (sum(one.cells for one in result.workbooks), result.mails) == (0, [])
    assert [one.requests for one in result.workbooks] == [1, 1]


def undo_again(over_google: OverGoogle, office: Path) -> None:
    """Carry out an undo that was interrupted."""
    with opened(office) as session:
        undone = run.undo(session, over_google.first_run)
        assert (undone.conflicts, undone.problems) == ([], [])
        assert session.store.unfinished_writes() == []


def kinds_of(cases: list[tuple[str, int, bool, str]]) -> dict[tuple[bool, str, str], list[tuple[str, int, bool, str]]]:
    """Return the points of each kind: what is done to what, and for requests to Google also by which command."""
    kinds: dict[tuple[bool, str, str], list[tuple[str, int, bool, str]]] = {}
    for case in cases:
        command, _, torn, name = case
        kinds.setdefault((torn, name, command if "google: " in name else ""), []).append(case)
    return kinds


def test_every_point_of_a_run_over_google_is_known(over_google):
    for command, points in over_google.points.items():
        print(command)
        for number, name in enumerate(points, start=1):
            print(f"{number:4d}  {name}")

    first = Counter(over_google.points["sync"])
    assert first["write google: structure"] == 2, "one for each spreadsheet"
    assert first["write google: values"] > 4, "in several requests"
    for points in over_google.points.values():
        for kind in ("structure", "values"):
            assert points.count(f"write google: {kind}") == points.count(f"google: answer to {kind}")


@pytest.mark.parametrize("part", range(SAMPLE_PARTS))
def test_a_crash_at_a_point_of_each_kind_of_request_to_google_is_mended_by_the_next_run(over_google, part):
    kinds = kinds_of([case for case in over_google.cases() if "google: " in case[3]])
    print(len(kinds), "kinds of requests")
    draw = random.Random(2026)

    drawn = [draw.choice(kinds[kind]) for kind in sorted(kinds)]
    for command, point, torn, _ in drawn[part::SAMPLE_PARTS]:
        check_run(over_google, command, point, torn)


@pytest.mark.long
@pytest.mark.parametrize("part", range(FULL_PARTS))
def test_a_crash_at_any_point_over_google_is_mended_by_the_next_run(over_google, part):
    cases = over_google.cases()[part::FULL_PARTS]
    doubled = [check_run(over_google, command, point, torn) for command, point, torn, _ in cases]
    print(len(doubled), "crashes,", sum(doubled), "mails doubled")


@pytest.mark.parametrize("kind", ["google: answer to structure", "write google: values", "google: answer to values"])
def test_staff_who_work_between_a_crash_and_the_next_run_find_true_flags(over_google, kind):
    point = over_google.points["sync"].index(kind) + 1
    office = over_google.crash("sync", point, torn=False)
    staff_work(over_google.spreadsheets)

    sync_twice(office)

    for look in (staff_cells, flags):
        assert over_google.looks(look) == over_google.seen(over_google.ends["later"], look)


def test_a_crash_while_a_crash_over_google_is_mended_is_mended_too(over_google):
    office = over_google.crash("sync", over_google.points["sync"].index("google: answer to values") + 1, torn=False)
    left = over_google.spreadsheets.keep()
    repeat = over_google.order(over_google.copy(office), "later")["points"]
    for kind in ("state: update writes", "google: answer to structure", "write google: values"):
        over_google.spreadsheets.put_back(left)
        again = over_google.copy(office)
        over_google.order(again, "later", repeat.index(kind) + 1)
        check_rows(over_google, "sync")

        sync_twice(again)

        assert over_google.looks(everything) == over_google.seen(over_google.ends["sync"], everything)


def test_what_an_interrupted_run_wrote_in_part_can_be_undone(over_google):
    points = over_google.points["sync"]
    for point in [number for number, name in enumerate(points, start=1) if name == "google: answer to values"][:3]:
        office = over_google.crash("sync", point, torn=False)
        assert over_google.looks(flags) != over_google.seen(over_google.ends["undo"], flags), "something was written"

        undo_again(over_google, office)

        assert over_google.looks(flags) == over_google.seen(over_google.ends["undo"], flags)
