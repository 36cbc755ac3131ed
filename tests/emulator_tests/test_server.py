"""The server itself: one write an answer, connections kept, started by a command."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading

import gspread
import pytest
import requests

from tests.emulator import Emulator, token_session
from tests.emulator.web.service import SchemaViolationError

OVER_HTTP = True
BASE = "https://sheets.googleapis.com/v4/spreadsheets"


def request_bytes(emulator, path, method="GET", body=b""):
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nauthorization: Bearer {emulator.token()}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def test_an_answer_is_one_write(emulator, person, monkeypatch):
    writes = []
    original = socket.socket.sendall
    monkeypatch.setattr(socket.socket, "sendall", lambda self, data: writes.append(data) or original(self, data))
    token_session(emulator).get(f"{BASE}/{person.book.book_id}")
    answers = [bytes(data) for data in writes if bytes(data).startswith(b"HTTP/1.1")]
    assert len(answers) == 1
    assert answers[0].endswith(b"}\n")


def test_a_connection_serves_many_requests(emulator, person):
    path = f"/v4/spreadsheets/{person.book.book_id}/values/A1"
    with socket.create_connection(("127.0.0.1", emulator.port)) as connection:
        for _ in range(3):
            connection.sendall(request_bytes(emulator, path))
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_chunked_body_is_understood(emulator, person):
    session = token_session(emulator)
    url = f"{BASE}/{person.book.book_id}/values/A1"
    parts = iter([b'{"values": ', b'[["x"]]}'])
    assert session.put(url, data=parts, params={"valueInputOption": "RAW"}).status_code == 200
    assert person.values("A1") == [["x"]]


def test_what_is_no_json_is_refused(emulator, person):
    session = token_session(emulator)
    url = f"{BASE}/{person.book.book_id}:batchUpdate"
    assert session.post(url, data=b"{").json()["error"]["status"] == "INVALID_ARGUMENT"
    assert session.post(url, data=b"[]").status_code == 400


def test_several_clients_at_once_do_not_disturb_each_other(emulator, person):
    def work(number):
        session = token_session(emulator)
        for row in range(1, 6):
            url = f"{BASE}/{person.book.book_id}/values/Sheet1!{'ABCD'[number]}{row}"
            session.put(url, json={"values": [[number * 10 + row]]}, params={"valueInputOption": "RAW"})

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert person.values("A1:D5") == [[row, 10 + row, 20 + row, 30 + row] for row in range(1, 6)]


def test_a_big_sheet_is_written_and_read_in_one_request_each(emulator, person):
    person.batch(
        {
            "updateSheetProperties": {
                "properties": {"sheetId": 0, "gridProperties": {"rowCount": 10_001}},
                "fields": "gridProperties.rowCount",
            }
        }
    )
    session = token_session(emulator)
    url = f"{BASE}/{person.book.book_id}/values/A1"
    rows = [[f"item {row}", row, row * 1.5] + ["x"] * 9 for row in range(10_000)]
    written = session.put(url, json={"values": rows}, params={"valueInputOption": "RAW"}).json()
    assert written["updatedCells"] == 120_000
    read = session.get(f"{BASE}/{person.book.book_id}/values/Sheet1", params={"valueRenderOption": "UNFORMATTED_VALUE"})
    assert read.json()["values"] == rows


def test_an_answer_that_breaks_the_schema_fails_the_test_that_caused_it(monkeypatch):
    from tests.emulator.sheets import values_endpoints
    from tests.emulator.web import service

    wrong = {**values_endpoints.ENDPOINTS, "spreadsheets.values.get": lambda call: {"range": 7}}
    monkeypatch.setitem(service.ENDPOINTS, service.SHEETS, wrong)
    with pytest.raises(SchemaViolationError, match="values"), Emulator(http=False) as emulator:  # noqa: PT012
        person = emulator.create_book("Office")
        response = token_session(emulator).get(f"{BASE}/{person.book.book_id}/values/A1")
        assert response.status_code == 500


def test_gspread_may_be_pointed_here_by_rewriting_its_addresses():
    with Emulator(strict=False) as emulator:

        class Rewriting(gspread.HTTPClient):
            def request(self, method, endpoint, **more):
                path = endpoint.split(".googleapis.com", 1)[1]
                return super().request(method, f"{emulator.url}{path}", **more)

        with requests.Session() as session:
            client = gspread.Client(auth=None, session=session, http_client=Rewriting)
            sheet = client.create("Plain").sheet1
            sheet.append_rows([["a", 1], ["b", 2]])
            assert client.open("Plain").sheet1.get_all_values() == [["a", "1"], ["b", "2"]]


def test_the_command_says_where_it_listens_and_ends_when_told(tmp_path):
    key = tmp_path / "key.json"
    command = [sys.executable, "-m", "tests.emulator", "--port", "0", "--book", "blank", "--key", str(key)]
    environment = os.environ | {"PYTHONPATH": "."}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            line = process.stdout.readline()
            url = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", line).group(1)
            found = requests.get(f"{url}/v4/spreadsheets/blank", timeout=10)
            assert found.json()["sheets"][0]["properties"]["title"] == "Sheet1"
            assert key.stat().st_mode & 0o777 == 0o600
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
