"""The parts around the watch: ticking, stopping, heartbeat, log, settings."""

import json
import os
import signal
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise

import pytest
import time_machine

from sync.daemon import service
from sync.daemon.heartbeat import Heartbeat, ask, ping_address
from sync.daemon.logs import open_log
from sync.daemon.loop import keep_ticking
from sync.daemon.stopping import StopOnSignal
from sync.daemon.watch import settings_reader
from sync.uninterrupted import stop_on_request, uninterrupted
from tests.daemon.fakes import office
from tests.promise.small_office import write_small_office

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Clock:
    """A stop that lets the clock go on by what it is asked to wait, or by what a test says."""

    def __init__(self, travel, seconds, jumps=None):
        self.travel, self.left, self.jumps, self.count = travel, seconds, jumps or {}, 0

    @property
    def asked(self):
        return self.left <= 0

    def wait(self, seconds):
        self.count += 1
        self.left -= max(seconds, 0.1)
        self.travel.shift(timedelta(seconds=max(seconds, 0.1)) + self.jumps.get(self.count, timedelta()))
        return self.asked


def ticks(seconds, jumps=None):
    """Return the moments of the ticks, in seconds since the beginning by a clock that is never put back."""
    told = []
    with time_machine.travel(NOON, tick=False) as travel:
        clock = Clock(travel, seconds, jumps)
        keep_ticking(lambda: told.append(round(seconds - clock.left)), clock, 15)
    return told


def test_the_loop_ticks_at_once_and_then_every_so_many_seconds():
    assert ticks(70) == [0, 15, 30, 45, 60]


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1), timedelta(hours=-1)])
def test_the_loop_goes_on_ticking_when_the_clock_jumps(jump):
    told = ticks(120, {3: jump})
    assert told[0] == 0
    assert told[-1] >= 105
    assert max(later - earlier for earlier, later in pairwise(told)) <= 16


def test_a_signal_wakes_who_waits():
    stop = StopOnSignal()
    with stop.listening():
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
        began = time.monotonic()
        assert stop.wait(30)
        assert time.monotonic() - began < 5
        assert stop.asked
        assert stop.wait(30)


def test_without_a_signal_one_waits_to_the_end_and_other_handlers_come_back():
    before = signal.getsignal(signal.SIGTERM)
    stop = StopOnSignal()
    with stop.listening():
        assert not stop.wait(0.05)
        assert not stop.asked
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.fixture
def request_stops():
    before = signal.getsignal(signal.SIGTERM)
    stop_on_request()
    yield
    signal.signal(signal.SIGTERM, before)


def test_a_request_to_stop_waits_for_the_step_under_way(request_stops):
    done = []

    def write():
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.01)
            done.append("written")

    with pytest.raises(KeyboardInterrupt):
        write()
    assert done == ["written"]


def test_a_request_to_stop_waits_also_where_another_thread_takes_the_signal(request_stops):
    ready, release = threading.Event(), threading.Event()
    done = []

    def listen():
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        ready.set()
        release.wait(10)

    thread = threading.Thread(target=listen)
    thread.start()
    ready.wait(10)

    def write():
        with uninterrupted():
            signal.pthread_kill(thread.ident, signal.SIGTERM)
            time.sleep(0.05)
            done.append("written")

    with pytest.raises(KeyboardInterrupt):
        write()
    release.set()
    thread.join()
    assert done == ["written"]


def test_a_step_that_fails_lets_a_request_through_and_handlers_come_back(request_stops):
    before = signal.getsignal(signal.SIGTERM)

    def fail():
        with uninterrupted():
            signal.raise_signal(signal.SIGTERM)
            raise OSError("disk")

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert signal.getsignal(signal.SIGTERM) is before


def test_steps_in_other_threads_are_left_alone(request_stops):
    before = signal.getsignal(signal.SIGTERM)
    seen = []

    def step():
        with uninterrupted():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=step)
    thread.start()
    thread.join()
    assert seen == [before]


def test_a_request_to_stop_takes_effect_at_once_elsewhere(request_stops):
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)


@pytest.fixture
def server():
    """Give a web server that keeps the paths it was asked for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            self.send_response(self.server.status)
            self.send_header("Content-Length", "0")
            if self.server.status == 302:
                self.send_header("Location", "file:///etc/passwd")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.status = [], 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def address(server):
    return f"http://127.0.0.1:{server.server_port}/ping/abc"


def test_the_heartbeat_tells_of_start_success_and_failure_in_their_order(server):
    failures = []
    heartbeat = Heartbeat(lambda *failure: failures.append(failure))
    for event in ("start", "success", "start", "fail"):
        heartbeat(office(heartbeat=address(server)), event)
    heartbeat.flush(5)
    assert server.asked == ["/ping/abc/start", "/ping/abc", "/ping/abc/start", "/ping/abc/fail"]
    assert failures == []


def test_without_an_address_nobody_is_told():
    sent = []
    heartbeat = Heartbeat(lambda *_: None, sent.append)
    heartbeat(office(), "start")
    heartbeat.flush(1)
    assert sent == []


def test_an_address_that_hangs_holds_nothing_up():
    release = threading.Event()
    failures = []
    heartbeat = Heartbeat(lambda *failure: failures.append(failure), lambda _: release.wait(20))
    began = time.monotonic()
    for _ in range(30):
        heartbeat(office(heartbeat="https://example.com/x"), "start")
    heartbeat.flush(0.1)
    assert time.monotonic() - began < 2
    assert ("start", "queue full") in failures
    release.set()


def test_an_address_that_refuses_or_sends_us_to_a_file_is_a_failure_and_no_more(server):
    failures = []
    heartbeat = Heartbeat(lambda *failure: failures.append(failure))
    for status in (500, 302):
        server.status = status
        heartbeat(office(heartbeat=address(server)), "success")
        heartbeat.flush(5)
    assert failures == [("success", "HTTPError"), ("success", "HTTPError")]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.com/x", "example.com"])
def test_nothing_but_a_web_address_is_asked(url):
    with pytest.raises(ValueError, match="web address"):
        ask(url)


def test_the_event_stands_after_the_path():
    assert ping_address("https://hc.example/abc/?x=1", "start") == "https://hc.example/abc/start?x=1"
    assert ping_address("https://hc.example/abc/?x=1", "success") == "https://hc.example/abc/?x=1"


def test_the_log_is_one_event_a_line_with_what_is_known_of_it(capsys):
    with open_log(as_json=False) as log:
        log.info("run started", jobs="hằng ngày lúc 07:30", missed=None, run="")
        log.error("run ended", end="failed", exit_code=1)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("timestamp=20")
    assert first.endswith('level=info event="run started" jobs="hằng ngày lúc 07:30"')
    assert second.endswith('level=error event="run ended" end=failed exit_code=1')


def test_the_log_may_be_json(capsys):
    with open_log(as_json=True) as log:
        log.warning("clock went back", jobs=2)
    document = json.loads(capsys.readouterr().out)
    assert {**document, "timestamp": ""} == {"event": "clock went back", "jobs": 2, "level": "warning", "timestamp": ""}


def test_the_log_may_go_to_a_file_that_is_rotated(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sync.daemon.logs._FILE_BYTES", 500)
    with open_log(as_json=False, file=tmp_path / "logs" / "daemon.log") as log:
        for number in range(40):
            log.info("run ended", number=number)
    assert (tmp_path / "logs" / "daemon.log").read_text().splitlines()[-1].endswith("number=39")
    assert len(list((tmp_path / "logs").iterdir())) == 6
    assert capsys.readouterr().out == ""


def test_settings_are_read_again_only_where_their_file_changed(tmp_path):
    path = tmp_path / "office.toml"
    path.write_text("one")
    read = []
    load = settings_reader(path, lambda: read.append(path.read_text()) or read[-1])
    assert [load(), load()] == ["one", "one"]
    path.write_text("another")
    assert [load(), load()] == ["another", "another"]
    assert read == ["one", "another"]
    path.unlink()
    with pytest.raises(OSError, match="office"):
        load()


def test_settings_that_were_saved_while_the_daemon_started_count_from_its_first_look(tmp_path, monkeypatch):
    folder = write_small_office(tmp_path / "office")
    settings = folder / "office.toml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(written + '\n[schedule]\njobs = ["every 12 hours"]\n', encoding="utf-8")
    looked_at = []

    @contextmanager
    def slow_to_open(office):
        settings.write_text(written + '\n[schedule]\njobs = ["every 6 hours"]\n', encoding="utf-8")
        yield

    monkeypatch.setattr(service, "only_daemon", slow_to_open)
    monkeypatch.setattr(service, "keep_ticking", lambda tick, _stop: looked_at.append(tick.__self__.load().jobs))

    service.serve(folder, log_file=tmp_path / "log")

    assert looked_at == [("every 6 hours",)]
