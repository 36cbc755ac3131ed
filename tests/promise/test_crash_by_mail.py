"""``kill -9`` at every point of a run that hands its mails to a mail server: no notice is lost, one at most is doubled.

A mail may arrive twice where the process ends after the server was given it and before the state knows: in the sending
window. Both copies have the same Message-ID and the same content.

``python -m tests.promise.crash_child --list`` prints the points.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from sync import run
from tests.promise.looking import assert_staff_kept, values
from tests.promise.small_office import LEDGER, STORE, by_mail_server, opened, write_small_office
from tests.promise.test_crash_matrix import ROOT, Crashes, check_files, leftovers

SAMPLE_PARTS, FULL_PARTS = 2, 6
READERS = {"ketoan@example.com", "kho@example.com", "giamdoc@example.com"}


class Mailing(Crashes):
    """Runs an office, whose mails go to ``mail_server``, in children that may be killed."""

    def __init__(self, folder, server, mail_server):
        self.folder, self.server, self.mail_server, self.made = folder, server, mail_server, 0
        self.fresh = write_small_office(folder / "fresh", mail=mail_server.settings)
        self.done = self.copy(self.fresh)
        self.points = {"sync": self.order(self.done, "sync")["points"]}
        self.expected = told(mail_server.mails)


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mailing")
    with by_mail_server(folder) as mail_server:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.promise.crash_child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=dict(os.environ),
        )
        with server:
            yield Mailing(folder, server, mail_server)
            server.stdin.close()


def told(mails) -> Counter:
    """Return how many mails told each reader of a subject, copies of one mail counted once."""
    messages = {(reader, content): message_from_bytes(content, policy=default) for reader, content in mails}
    assert len({(reader, message["Message-ID"]) for (reader, _), message in messages.items()}) == len(messages)
    return Counter((reader, message["Subject"]) for (reader, _), message in messages.items())


def in_the_window(made: list[str]) -> bool:
    """Return whether, after these points, a mail server has a mail of which the state does not know that it has."""
    return (
        next((name for name in reversed(made) if name in {"write the mail", "state: commit"}), "") == "write the mail"
    )


def outbox_states(office: Path) -> list[str]:
    with sqlite3.connect(office / "state/state.sqlite3") as database:
        return [state for (state,) in database.execute("select state from outbox")]


def check_run(mailing, point, torn):
    """Kill a run at a point, let the next two runs follow, and look at the books and at what the mail server has."""
    before = len(mailing.mail_server.mails)
    office = mailing.crash("sync", point, torn)
    check_files(mailing, office)

    for number in range(2):
        with opened(office) as session:
            if number:
                session.store.forget_digest()
            result = run.sync(session)
            assert result.status == "ok"
            assert session.store.unfinished_writes() == []
    assert (sum(one.cells for one in result.workbooks), result.mails) == (0, []), "the second run rests"

    mails = mailing.mail_server.mails[before:]
    assert told(mails) == mailing.expected, "each reader has each notice"
    doubled = len(mails) - len(set(mails))
    assert doubled <= in_the_window(mailing.points["sync"][: point - 1]), mailing.points["sync"][point - 1]
    assert outbox_states(office) == ["sent"] * len(READERS)
    assert leftovers(office) == []
    for name in (LEDGER, STORE):
        assert values(office / name) == values(mailing.done / name)
        assert_staff_kept(mailing.fresh / name, office / name)
    return doubled


def test_a_run_by_mail_hands_over_each_mail_step_by_step(mailing):
    names = mailing.points["sync"]
    for number, name in enumerate(names, start=1):
        print(f"{number:4d}  {name}")
    assert {reader for reader, _ in mailing.expected} == READERS
    for step in ("connect", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "answer to the mail", "QUIT"):
        assert names.count(f"mail server: {step}") == len(READERS)
    assert names.count("write the mail") == len(READERS)


def cases(mailing, first=0):
    """Return every point from one on, and whether its write is cut in half."""
    return [
        (number, torn, name)
        for number, name in enumerate(mailing.points["sync"], start=1)
        for torn in ((False, True) if name.startswith("write") else (False,))
        if number > first
    ]


@pytest.mark.parametrize("part", range(SAMPLE_PARTS))
def test_a_crash_at_a_step_of_each_kind_loses_no_mail(mailing, part):
    """From the storing of the notices on; what comes before is the same whichever way mails go."""
    kinds: dict[tuple[bool, str], list] = {}
    for number, torn, name in cases(mailing, mailing.points["sync"].index("state: insert into outbox")):
        kinds.setdefault((torn, name), []).append((number, torn))
    mailing_kinds = sorted(kind for kind in kinds if "delete" not in kind[1])
    print(len(mailing_kinds), "kinds of points")
    draw = random.Random(2026)

    drawn = [draw.choice(kinds[kind]) for kind in mailing_kinds]
    for point, torn in drawn[part::SAMPLE_PARTS]:
        check_run(mailing, point, torn)


@pytest.mark.long
@pytest.mark.parametrize("part", range(FULL_PARTS))
def test_a_crash_at_any_point_loses_no_mail(mailing, part):
    doubled = [check_run(mailing, point, torn) for point, torn, _ in cases(mailing)[part::FULL_PARTS]]
    print(len(doubled), "crashes,", sum(doubled), "mails doubled")


def test_a_mail_that_the_server_took_in_the_instant_of_the_crash_is_the_only_one_doubled(mailing):
    point = mailing.points["sync"].index("mail server: answer to the mail") + 1
    assert check_run(mailing, point, torn=False) == 1
