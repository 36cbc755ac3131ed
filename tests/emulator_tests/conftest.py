"""An emulator for each test, gspread signed in to it, and a shared spreadsheet with one blank sheet."""

import pytest

from tests.emulator import Emulator, SetClock, gspread_client, token_session


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


class Api:
    """The endpoints of one spreadsheet, called plainly."""

    def __init__(self, emulator, book_id):
        self.session = token_session(emulator)
        self.base = f"https://sheets.googleapis.com/v4/spreadsheets/{book_id}"

    def call(self, method, path, body=None, **query):
        return self.session.request(method, self.base + path, json=body, params=query)

    def ok(self, method, path, body=None, **query):
        response = self.call(method, path, body, **query)
        assert response.status_code == 200, response.text
        return response.json()

    def refused(self, method, path, body=None, **query):
        response = self.call(method, path, body, **query)
        assert response.status_code == 400, response.text
        return response.json()["error"]["message"]

    def get(self, address, **query):
        return self.ok("GET", f"/values/{address}", **query)

    def values(self, address, **query):
        return self.get(address, **query).get("values", [])

    def put(self, address, rows, option="RAW", **query):
        return self.ok("PUT", f"/values/{address}", {"values": rows}, valueInputOption=option, **query)

    def batch(self, *requests):
        return self.ok("POST", ":batchUpdate", {"requests": list(requests)})["replies"]

    def batch_refused(self, *requests):
        return self.refused("POST", ":batchUpdate", {"requests": list(requests)})

    def sheets(self, **query):
        return self.ok("GET", "", **query)["sheets"]


@pytest.fixture
def api(emulator, person):
    return Api(emulator, person.book.book_id)
