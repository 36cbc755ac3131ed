"""An emulator for each test, gspread signed in to it, and a shared spreadsheet with one blank sheet."""

import pytest

from tests.emulator import Emulator, SetClock, gspread_client
from tests.emulator_tests.api import Api


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def emulator(request, clock):
    """Over HTTP where the module says so; otherwise the service is called directly, which is faster."""
    with Emulator(clock=clock, http=getattr(request.module, "OVER_HTTP", False)) as found:
        yield found


@pytest.fixture
def person(emulator):
    return emulator.create_book("Office")


@pytest.fixture
def client(emulator):
    return gspread_client(emulator)


@pytest.fixture
def spreadsheet(client, person):
    return client.open_by_key(person.book.book_id)


@pytest.fixture
def sheet(spreadsheet):
    return spreadsheet.sheet1


@pytest.fixture
def api(emulator, person):
    return Api(emulator, person.book.book_id)
