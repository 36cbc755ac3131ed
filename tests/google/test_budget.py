"""The budget of requests: never more than a minute's quota in any minute, first come first served."""

import json
import threading
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.backends.google.budget import CLOSED, KINDS, WINDOW, Budget, Pace
from tests.support.google import Hours

MINUTE = 60


class Shared(Hours):
    """A clock that several threads wait by: each wait moves it, and none is lost."""

    def __init__(self):
        super().__init__()
        self.guard = threading.Lock()

    def sleep(self, seconds):
        with self.guard:
            super().sleep(seconds)


def moments(budget, hours, count, kind="read"):
    taken = []
    for _ in range(count):
        budget.take(kind)
        taken.append(hours.now)
    return taken


def most_in_a_minute(taken):
    return max(sum(1 for other in taken if one <= other < one + MINUTE) for one in taken)


def test_a_minutes_quota_is_there_at_once():
    hours = Hours()
    moments(Budget(60, hours.pace), hours, 60)
    assert hours.waits == []


def test_what_is_beyond_the_quota_waits_until_the_first_is_a_minute_old():
    hours = Hours()
    taken = moments(Budget(60, hours.pace), hours, 61)
    assert taken[-1] - taken[0] == WINDOW


@given(
    quota=st.integers(1, 20),
    pauses=st.lists(st.floats(0, 90) | st.just(0.0), min_size=1, max_size=120),
)
def test_no_minute_ever_sees_more_than_its_quota(quota, pauses):
    hours = Hours()
    budget = Budget(quota, hours.pace)
    taken = []
    for pause in pauses:
        hours.now += pause
        taken += moments(budget, hours, 1)
    assert most_in_a_minute(taken) <= quota


@given(st.lists(st.sampled_from(KINDS), max_size=60))
def test_reads_and_writes_are_counted_apart(kinds):
    hours = Hours()
    budget = Budget(60, hours.pace)
    for kind in kinds:
        budget.take(kind)
    assert hours.waits == []


def test_threads_are_served_in_the_order_in_which_they_came():
    hours, gate, served = Hours(), threading.Event(), []

    def wait(seconds):
        gate.wait(10)
        hours.sleep(seconds)

    budget = Budget(1, Pace(hours.clock, wait))
    budget.take("read")

    def ask(name):
        budget.take("read")
        served.append(name)

    threads = [threading.Thread(target=ask, args=(name,)) for name in range(8)]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        while len(budget._queues["read"]._waiting) < number and thread.is_alive():
            time.sleep(0.001)
    gate.set()
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_who_gives_up_waiting_keeps_nobody_from_being_served():
    hours, stops = Hours(), [KeyboardInterrupt]

    def wait(seconds):
        if stops:
            raise stops.pop()
        hours.sleep(seconds)

    budget = Budget(1, Pace(hours.clock, wait))
    budget.take("read")
    with pytest.raises(KeyboardInterrupt):
        budget.take("read")
    budget.take("read")
    assert hours.waits == [WINDOW]


def test_a_run_right_after_another_one_stays_under_the_quota_too(tmp_path):
    hours = Hours()
    file = tmp_path / "requests.json"
    first = moments(Budget(60, hours.pace, file), hours, 60)
    second = moments(Budget(60, hours.pace, file), hours, 60)
    assert most_in_a_minute(first + second) == 60


def test_two_programs_at_once_share_one_quota(tmp_path):
    hours = Hours()
    budgets = [Budget(60, hours.pace, tmp_path / "requests.json") for _ in range(2)]
    taken = [moment for number in range(130) for moment in moments(budgets[number % 2], hours, 1)]
    assert most_in_a_minute(taken) == 60


@pytest.mark.parametrize("content", ["", "{", "[]", '{"sent": 1}', '{"sent": {"read": ["x"]}}', "\x00"])
def test_a_damaged_file_is_begun_anew(tmp_path, content):
    file = tmp_path / "requests.json"
    file.write_text(content)
    hours = Hours()
    moments(Budget(60, hours.pace, file), hours, 61)
    assert hours.waits == [WINDOW]
    assert len(json.loads(file.read_text())["sent"]["read"]) == 1


def test_where_the_file_cannot_be_kept_this_process_remembers(tmp_path):
    file = tmp_path / "requests.json"
    file.mkdir()
    hours = Hours()
    moments(Budget(60, hours.pace, file), hours, 61)
    assert hours.waits == [WINDOW]


def test_a_clock_that_is_put_back_does_not_stop_the_service(tmp_path):
    hours = Hours()
    file = tmp_path / "requests.json"
    moments(Budget(60, hours.pace, file), hours, 60)
    hours.now -= 3_600
    Budget(60, hours.pace, file).take("read")
    assert hours.waits == []


def test_after_a_429_this_kind_of_request_waits(tmp_path):
    hours = Hours()
    file = tmp_path / "requests.json"
    budget = Budget(60, hours.pace, file)
    budget.close("read")
    budget.take("write")
    assert hours.waits == []
    Budget(60, hours.pace, file).take("read")
    assert hours.waits == [CLOSED]


def test_a_hundred_workbooks_that_ask_at_once_are_all_served_in_turn():
    hours = Shared()
    budget = Budget(60, hours.pace)
    served = {name: [] for name in range(100)}

    def ask(name):
        for _ in range(4):
            budget.take("read")
            served[name].append(hours.now)

    threads = [threading.Thread(target=ask, args=(name,)) for name in served]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = sorted(moment for times in served.values() for moment in times)
    assert len(taken) == 400
    assert most_in_a_minute(taken) <= 60
    # While a hundred wait, sixty a minute: nobody's turn is further away than two minutes and a bit.
    assert max(later - earlier for times in served.values() for earlier, later in pairwise(times)) <= 3 * WINDOW


def test_where_the_file_cannot_be_locked_this_process_counts_alone(tmp_path):
    (tmp_path / "requests.json.lock").mkdir()
    hours = Hours()
    taken = moments(Budget(60, hours.pace, tmp_path / "requests.json"), hours, 61)
    assert taken[-1] - taken[0] == WINDOW
