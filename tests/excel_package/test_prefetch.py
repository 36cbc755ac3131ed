"""Pieces made ahead in another thread: all of them come, and giving up waits for nothing."""

import threading
import time

import pytest

from sync.backends.excel.package.sheetstream import prefetch


def test_all_items_come_in_their_order():
    assert list(prefetch(range(100))) == list(range(100))


def test_what_goes_wrong_ahead_is_raised_when_its_turn_comes():
    def pieces():
        yield 1
        raise ValueError("torn")

    stream = prefetch(pieces())
    assert next(stream) == 1
    with pytest.raises(ValueError, match="torn"):
        next(stream)


def test_giving_up_does_not_wait_for_the_piece_under_way():
    gate, under_way = threading.Event(), threading.Event()

    def pieces():
        yield 1
        under_way.set()
        gate.wait(20)
        yield 2

    stream = prefetch(pieces())
    next(stream)
    assert under_way.wait(20)
    before = time.monotonic()
    stream.close()
    took = time.monotonic() - before
    gate.set()

    assert took < 10
