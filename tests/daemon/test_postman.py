"""Mails between two runs: sent when their time has come, and the outbox is not asked for nothing."""

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from sync.alerts.base import OutgoingMail, PendingMail
from sync.config import Office, load_office
from sync.daemon.base import Outcome
from sync.daemon.child import ChildRunner
from sync.daemon.postman import Postman
from sync.wiring import open_office
from tests.daemon.fakes import World, at, office
from tests.daemon.test_child import StopAfter
from tests.promise.small_office import by_mail_server, write_small_office

JOB = "daily at 07:30"
START = "2026-11-20 07:00"


@dataclass
class Outbox:
    """Mails by the moments of their next tries; sending takes those whose time has come, or ends as told."""

    world: World
    tries: list = field(default_factory=list)
    sent: list = field(default_factory=list)
    ends: list = field(default_factory=list)
    opened: int = 0
    moments: list = field(default_factory=list)

    @contextmanager
    def __call__(self, _office):
        self.opened += 1
        yield self

    def pending_mails(self):
        mail = OutgoingMail("<1@x>", "kho@example.com", "x", at(START), b"")
        return [PendingMail(mail, "20261120-0001", next_try=moment and at(moment)) for moment in self.tries]

    def sent_since(self, moment):
        return [one for one in self.sent if one >= moment]

    def send(self, _office, _only):
        self.moments.append(f"{self.world.now:%H:%M}")
        end = self.ends.pop(0) if self.ends else "ok"
        if end == "ok":
            self.tries = [moment for moment in self.tries if moment and at(moment) > self.world.now]
        return Outcome(end, 0)


@pytest.fixture
def world():
    return World(office(JOB), at(START))


@pytest.fixture
def outbox(world):
    return Outbox(world)


@pytest.fixture
def watch(world, outbox):
    watch = world.watch()
    watch.postman = Postman(lambda _office: world.now, outbox, outbox.send, world.log)
    return watch


def minutes(first, last):
    return [f"2026-11-20 {minute // 60:02d}:{minute % 60:02d}" for minute in range(first, last)]


def test_a_mail_is_sent_when_its_next_try_has_come(world, watch, outbox):
    outbox.tries = ["2026-11-20 08:05", "2026-11-20 09:20"]
    world.look(watch, *minutes(7 * 60 + 40, 10 * 60))
    assert outbox.moments == ["08:05", "09:20"]
    assert world.log.told("mail sent")[0] == {"end": "ok", "exit_code": 0, "seconds": 0.0}


def test_a_mail_that_was_left_at_the_start_goes_at_once(world, watch, outbox):
    outbox.tries = [None]
    world.look(watch, START)
    assert outbox.moments == ["07:00"]


def test_the_outbox_is_not_asked_for_nothing(world, watch, outbox):
    world.look(watch, *minutes(7 * 60, 7 * 60 + 30))
    assert (outbox.opened, outbox.moments) == (1, [])


def test_what_a_run_left_is_known_after_it(world, watch, outbox):
    world.look(watch, START)
    outbox.tries = ["2026-11-20 07:35"]
    world.look(watch, *minutes(7 * 60 + 30, 7 * 60 + 50))
    assert world.runs == [("2026-11-20 07:30", ())]
    assert outbox.moments == ["07:35"]


@pytest.mark.parametrize("end", ["failed", "locked", "partial"])
def test_what_cannot_be_sent_is_tried_no_oftener_than_once_a_minute(world, watch, outbox, end):
    outbox.tries, outbox.ends = [None], [end] * 3
    looks = [f"2026-11-20 07:{minute:02d}:{second:02d}" for minute in range(5) for second in (0, 15, 30, 45)]
    world.look(watch, *looks)
    assert outbox.moments == ["07:00", "07:01", "07:02", "07:03"]


def test_mails_over_the_limit_go_when_the_hour_has_room(world, watch, outbox):
    watch.office = world.office = replace(world.office, mail=replace(world.office.mail, hourly_limit=2))
    outbox.tries = [None]
    outbox.sent = [at("2026-11-20 06:20"), at("2026-11-20 06:40")]
    world.look(watch, *minutes(7 * 60, 8 * 60))
    assert outbox.moments == ["07:20"]


def test_changed_settings_let_the_postman_look_again(world, watch, outbox):
    world.look(watch, START)
    outbox.tries = [None]
    world.office = replace(world.office, digest="another")
    world.look(watch, "2026-11-20 07:01")
    assert outbox.moments == ["07:01"]


def test_a_child_is_told_what_to_do(tmp_path):
    program = "import sys, json; print(json.dumps({'run': ' '.join(sys.argv[1:3])}))"
    runner = ChildRunner(StopAfter(), (sys.executable, "-c", program), order=("mail", "send"))
    made = Office(tmp_path, "Office", (), tmp_path / "state")
    assert runner(made, ()).run == "mail send"


def test_a_mail_goes_out_by_a_real_child(tmp_path):
    with by_mail_server(tmp_path) as server:
        folder = write_small_office(tmp_path / "office", mail=server.settings)
        server.replies["RCPT"] = "451 later"
        with open_office(folder) as session:
            from sync import run

            run.sync(session)
            assert len(session.store.pending_mails()) == 3
            session.store.retry_mails(())
        server.replies.clear()

        settings = load_office(folder, {})
        outcome = ChildRunner(StopAfter(), order=("mail", "send"))(settings, ())

        assert outcome.end == "ok"
        assert len(server.mails) == 3
        with open_office(folder) as session:
            assert session.store.pending_mails() == []
            assert max(session.store.sent_since(session.now() - timedelta(hours=1))) <= session.now()
