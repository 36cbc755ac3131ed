"""Generated histories: staff act between any two requests of a run, at least half of them right before a write.

A history that fails is played again by ``python -m tests.google.histories NUMBER``.
"""

from random import Random

import pytest

from sync.backends.google import goal
from tests.google.histories.acts import ACTS, NothingToDoError
from tests.google.histories.history import play, play_and_undo
from tests.google.histories.offices import office_of_history
from tests.google.histories.report import between_look_and_write, tally

BATCHES = [range(first, first + 15) for first in range(1, 61, 15)]
LONG_BATCHES = [range(first, first + 97) for first in range(61, 2001, 97)]
"""Numbers of histories: sixty in the sample, and two thousand with the others."""


def batches(numbers, **more):
    return [pytest.param(one, id=f"{one[0]}-{one[-1]}", **more) for one in numbers]


@pytest.mark.parametrize("numbers", batches(BATCHES) + batches(LONG_BATCHES, marks=pytest.mark.long))
def test_whatever_staff_do_during_a_run_no_flag_stands_beside_a_wrong_row(numbers, record_property):
    played = [play(number) for number in numbers]

    counts = tally(played)
    record_property("histories", counts)
    assert not [str(one) for one in played if one.wrong]
    assert between_look_and_write(counts) >= 0.5
    assert max(one.corrections for one in played) >= 2


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_each_act_can_be_done(act):
    with office_of_history(1) as office:
        before = office.person.book.version
        chances = (Random(number) for number in range(50))

        assert any(done(act, rng, office.person) for rng in chances)
        assert office.person.book.version > before


def done(act, rng, person):
    try:
        act(rng, person)
    except NothingToDoError:
        return False
    return True


def test_over_http_it_is_the_same():
    played = [play(number, http=True) for number in range(1, 6)]

    assert not [str(one) for one in played if one.wrong]
    assert [one.story for one in played] == [play(number).story for number in range(1, 6)]


@pytest.mark.parametrize("numbers", [range(1, 16), pytest.param(range(16, 201), marks=pytest.mark.long)], ids=str)
def test_an_undo_brings_back_what_stood_beside_each_key(numbers):
    assert not [str(one) for number in numbers if (one := play_and_undo(number)).wrong]


def found(text):
    """Return everything that is wrong, in the first history of the sample that breaks a promise in some words."""
    played = (play(number) for batch in BATCHES for number in batch)
    return next((one.wrong for one in played if any(text in wrong for wrong in one.wrong)), None)


def test_without_the_guard_the_sample_finds_a_flag_that_was_written_beside_a_row_that_had_moved(monkeypatch):
    monkeypatch.setattr(goal, "guard", lambda *_: True)

    assert found("written though rows had moved: ")


def test_without_the_read_back_the_sample_finds_a_flag_beside_a_wrong_row(monkeypatch):
    monkeypatch.setattr(goal, "read_back", lambda *_: True)

    assert found("after the run: ")
