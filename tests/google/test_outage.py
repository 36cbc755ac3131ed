"""A service that does not answer: who is tried less often, who is not asked at all, and when it is asked again."""

import pytest

from sync.backends.base import WorkbookError
from sync.backends.google.backend import GoogleBackend
from sync.backends.google.outage import IN_A_ROW, PAUSE
from sync.backends.google.transport import TRIES
from tests.emulator.emulator import ACCOUNT, Emulator
from tests.emulator.web import faults
from tests.support.google import Hours, client_for

ADDRESS = "https://docs.google.com/spreadsheets/d/{}/edit"


@pytest.fixture
def emulator():
    with Emulator(http=False, validate=False) as running:
        yield running


@pytest.fixture
def hours():
    return Hours()


@pytest.fixture
def client(emulator, hours):
    return client_for(emulator, pace=hours.pace)


def books(emulator, count):
    return [emulator.create_book(f"Book {number}").book.book_id for number in range(count)]


def title(client, book):
    return client.get(book, "properties.title")["properties"]["title"]


def code(client, book):
    with pytest.raises(WorkbookError) as caught:
        client.get(book, "properties.title")
    return caught.value.code


def of(book):
    return lambda request: book in request.path


@pytest.mark.parametrize(
    ("fault", "expected"),
    [(faults.error(503), "WBK127"), (faults.html(502), "WBK127"), (faults.refused_connection(), "WBK128")],
)
def test_a_hundred_workbooks_do_not_wait_for_a_service_that_is_down(emulator, client, hours, fault, expected):
    began = hours.now
    emulator.faults.add(fault, times=-1)
    every = books(emulator, 100)
    assert {code(client, book) for book in every} == {expected}
    assert client.spent.total() == TRIES + IN_A_ROW - 1
    assert hours.now - began < 60


def test_a_content_is_not_asked_for_where_the_fingerprint_just_gave_no_answer(emulator, client):
    [book] = books(emulator, 1)
    emulator.faults.add(faults.error(503), times=-1)
    backend = GoogleBackend(client)
    for ask in (backend.fingerprint, lambda location: backend.read("books", location)):
        with pytest.raises(WorkbookError, match="WBK127"):
            ask(ADDRESS.format(book))
    assert client.spent[book] == TRIES


def test_one_spreadsheet_that_gives_no_answer_keeps_nobody_else_from_being_served(emulator, client):
    bad, *others = books(emulator, 6)
    emulator.faults.add(faults.error(503), when=of(bad), times=-1)
    assert code(client, bad) == "WBK127"
    assert [title(client, book) for book in others] == [f"Book {number}" for number in range(1, 6)]
    assert code(client, bad) == "WBK127"
    assert client.spent[bad] == TRIES


def test_after_an_answer_the_next_spreadsheet_is_tried_as_often_as_ever(emulator, client):
    bad, good, shaky = books(emulator, 3)
    emulator.faults.add(faults.error(503), when=of(bad), times=-1)
    code(client, bad)
    title(client, good)
    emulator.faults.add(faults.error(503), when=of(shaky), times=TRIES - 1)
    assert title(client, shaky) == "Book 2"


def test_a_service_that_is_back_is_found_by_one_request_a_while(emulator, client, hours):
    *down, first, second = books(emulator, IN_A_ROW + 2)
    emulator.faults.add(faults.refused_connection(), times=TRIES + IN_A_ROW)
    for book in down:
        code(client, book)
    spent = client.spent.total()
    hours.now += PAUSE
    assert code(client, first) == "WBK128"  # the one that found out, in vain
    assert code(client, second) == "WBK128"  # not asked
    assert client.spent.total() == spent + 1
    hours.now += PAUSE
    assert [title(client, book) for book in (first, second, *down)]


def test_a_refusal_is_an_answer(emulator, client):
    bad, foreign, shaky = books(emulator, 3)
    emulator.unshare(foreign, ACCOUNT)
    emulator.faults.add(faults.error(503), when=of(bad), times=-1)
    code(client, bad)
    assert code(client, foreign) == "WBK121"
    emulator.faults.add(faults.error(503), when=of(shaky), times=TRIES - 1)
    assert title(client, shaky) == "Book 2"


def test_a_quota_that_is_used_up_is_waited_for_by_each(emulator, client):
    every = books(emulator, IN_A_ROW + 1)
    emulator.faults.add(faults.error(429), times=-1)
    assert {code(client, book) for book in every} == {"WBK130"}
    assert set(client.spent.values()) == {TRIES}
