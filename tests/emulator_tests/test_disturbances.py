"""Quotas, faults by script, the hook between requests, and the log."""

import gspread
import pytest
import requests

from tests.emulator import ACCOUNT, Emulator, SetClock, errors, faults, gspread_client, token_session

BASE = "https://sheets.googleapis.com/v4/spreadsheets"


@pytest.fixture(params=["http", "direct"])
def running(request):
    with Emulator(http=request.param == "http") as found:
        yield found


@pytest.fixture
def values(running):
    """A session, and the address of the first cell's values."""
    person = running.create_book("Office")
    return token_session(running), f"{BASE}/{person.book.book_id}/values/A1", person


def put(session, url, value="x"):
    return session.put(url, json={"values": [[value]]}, params={"valueInputOption": "RAW"}, timeout=5)


@pytest.mark.parametrize("code", [429, 500, 502, 503])
def test_an_error_by_script_happens_once_and_changes_nothing(running, values, code):
    session, url, person = values
    running.faults.add(faults.error(code))
    assert put(session, url).status_code == code
    assert person.values("A1") == []
    assert put(session, url).status_code == 200


def test_any_refusal_can_be_answered(running, values):
    session, url, _ = values
    running.faults.add(faults.answering(errors.api_disabled()))
    error = put(session, url).json()["error"]
    assert (error["code"], error["details"][1]["reason"]) == (403, "SERVICE_DISABLED")
    running.faults.add(faults.answering(errors.drive_rate_limit()))
    error = session.get("https://www.googleapis.com/drive/v3/files").json()["error"]
    assert (error["errors"][0]["domain"], error["errors"][0]["reason"]) == ("usageLimits", "userRateLimitExceeded")


def test_an_error_page_is_no_json(running, values):
    running.faults.add(faults.html(503))
    response = put(*values[:2])
    assert response.status_code == 503
    assert response.text.startswith("<!DOCTYPE html>")


def test_a_lost_answer_has_taken_effect(running, values):
    session, url, person = values
    running.faults.add(faults.lost_answer())
    with pytest.raises(requests.exceptions.ConnectionError):
        put(session, url)
    assert person.values("A1") == [["x"]]


def test_a_refused_connection_has_not(running, values):
    session, url, person = values
    running.faults.add(faults.refused_connection())
    with pytest.raises(requests.exceptions.ConnectionError):
        put(session, url)
    assert person.values("A1") == []


def test_a_truncated_answer_is_seen_as_broken(running, values):
    session, url, person = values
    running.faults.add(faults.truncated())
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        put(session, url)
    assert person.values("A1") == [["x"]]


def test_a_silent_connection_runs_into_the_callers_time_limit(running, values):
    session, url, _ = values
    running.faults.add(faults.timeout(0.5))
    with pytest.raises(requests.exceptions.ReadTimeout):
        session.get(url, timeout=(0.5, 0.1))


def test_a_script_picks_its_requests(running, values):
    session, url, _ = values
    running.faults.at(2, faults.error(500), when=lambda request: request.method == "PUT")
    codes = [put(session, url).status_code, session.get(url).status_code, put(session, url).status_code]
    assert codes == [200, 200, 500]
    assert put(session, url).status_code == 200


def test_a_permanent_fault_stays_until_it_is_cleared(running, values):
    session, url, _ = values
    running.faults.add(faults.error(503), times=-1)
    assert [put(session, url).status_code for _ in range(3)] == [503] * 3
    running.faults.clear()
    assert put(session, url).status_code == 200


def test_a_person_can_edit_between_any_two_requests(running, values):
    session, url, person = values
    put(session, url)
    running.before_request = lambda request: person.insert_rows("Sheet1", 0) if request.method == "GET" else None
    assert "values" not in session.get(url).json()
    assert person.values("A2") == [["x"]]
    running.before_request = None


def test_answers_can_be_watched(running, values):
    seen = []
    running.after_request = lambda request, response: seen.append((request.number, response.status))
    session, url, _ = values
    session.get(url)
    assert seen == [(running.journal.entries[-1].number, 200)]


def test_the_log_tells_reads_and_writes_apart(running, values):
    session, url, person = values
    put(session, url)
    session.get(url)
    book = f"{BASE}/{person.book.book_id}"
    session.post(f"{book}/values:batchGetByDataFilter", json={"dataFilters": [{"a1Range": "A1"}]})
    session.post(f"{book}:batchUpdate", json={"requests": []})
    session.get("https://www.googleapis.com/drive/v3/files")
    assert [entry.kind for entry in running.journal.entries] == ["write", "read", "read", "write", "drive"]
    assert [entry.status for entry in running.journal.entries] == [200, 200, 200, 400, 200]
    assert running.journal.entries[0].json() == {"values": [["x"]]}
    assert running.journal.entries[0].user == ACCOUNT
    assert running.journal.count(lambda entry: entry.kind == "read") == 2


def test_the_log_tells_which_faults_happened(running, values):
    running.faults.add(faults.error(503))
    put(*values[:2])
    assert (running.journal.entries[-1].fault, running.journal.entries[-1].status) == ("503", 503)


def test_sixty_reads_and_sixty_writes_a_minute_are_answered():
    clock = SetClock()
    with Emulator(clock=clock, quotas=60, http=False) as emulator:
        person = emulator.create_book("Office")
        session, url = token_session(emulator), f"{BASE}/{person.book.book_id}/values/A1"
        codes = [session.get(url).status_code for _ in range(61)]
        assert codes == [200] * 60 + [429]
        assert put(session, url).status_code == 200
        error = session.get(url).json()["error"]
        assert error["status"] == "RESOURCE_EXHAUSTED"
        assert error["message"] == (
            "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service "
            "'sheets.googleapis.com' for consumer 'project_number:123456789012'."
        )
        metadata = error["details"][0]["metadata"]
        assert metadata["quota_metric"] == "sheets.googleapis.com/read_requests"
        assert (metadata["quota_limit"], metadata["quota_limit_value"]) == ("ReadRequestsPerMinutePerUser", "60")
        clock.advance(1)
        assert [session.get(url).status_code for _ in range(2)] == [200, 429]
        clock.advance(60)
        assert session.get(url).status_code == 200
        assert emulator.service.quotas.refused == 3


def test_gspread_meets_the_faults_as_on_the_net(running):
    person = running.create_book("Office")
    spreadsheet = gspread_client(running).open_by_key(person.book.book_id)
    running.faults.script([faults.error(429), None, faults.html(503)])
    with pytest.raises(gspread.exceptions.APIError) as caught:
        spreadsheet.values_get("A1")
    assert caught.value.code == 429
    spreadsheet.values_get("A1")
    with pytest.raises(gspread.exceptions.APIError) as caught:
        spreadsheet.values_get("A1")
    assert caught.value.code == -1
