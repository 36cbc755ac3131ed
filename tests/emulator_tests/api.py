"""The endpoints of Sheets, called plainly by tests."""

from tests.emulator import ACCOUNT, token_session


class Api:
    """The endpoints of one spreadsheet, called plainly."""

    def __init__(self, emulator, book_id, user=ACCOUNT):
        self.session = token_session(emulator, user)
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
