"""Requests to Google Sheets: what is repeated, what never is, and what is told when nothing helps."""

import io
import time

import pytest
from requests import Response, Session
from requests.adapters import BaseAdapter
from urllib3.response import HTTPResponse

from sync.backends.base import WorkbookError
from sync.backends.google.budget import CLOSED, Budget
from sync.backends.google.transport import TIME, TRIES, Account, SheetsClient, UncertainError
from tests.emulator import errors
from tests.emulator.emulator import ACCOUNT, Emulator
from tests.emulator.web import faults
from tests.support.google import Hours, account_for, client_for

OTHER = "other@sheets-emulator.iam.gserviceaccount.com"
TOO_SLOW = faults.slow(1_000)
PASSING = {
    "429": faults.error(429),
    "408": faults.answering(errors.ApiError(408, "Request timeout", "ABORTED")),
    "500": faults.error(500),
    "503": faults.error(503),
    "502 html": faults.html(502),
    "503 html": faults.html(503),
    "429 html": faults.html(429),
    "refused connection": faults.refused_connection(),
    "lost answer": faults.lost_answer(),
    "no answer in time": TOO_SLOW,
    "half an answer": faults.truncated(),
    "drive's quota": faults.answering(
        errors.ApiError(
            403,
            "User Rate Limit Exceeded",
            "PERMISSION_DENIED",
            [{"@type": errors.ERROR_INFO_DETAIL, "reason": "RATE_LIMIT_EXCEEDED"}],
        )
    ),
}
NEW_TAB = [{"addSheet": {"properties": {"title": "New"}}}]


@pytest.fixture
def emulator():
    with Emulator(http=False) as running:
        yield running


@pytest.fixture
def hours():
    return Hours()


@pytest.fixture
def book(emulator):
    return emulator.create_book("Office").book.book_id


@pytest.fixture
def client(emulator, hours):
    return client_for(emulator, pace=hours.pace)


def refused(client, book, *, writing=False):
    with pytest.raises(WorkbookError) as caught:
        client.change(book, NEW_TAB) if writing else client.get(book, "properties.title")
    return caught.value


def tokens(emulator):
    return len(emulator.journal.of_kind("token"))


def is_write(request):
    return request.method == "POST" and not is_token(request)


def changed_somehow(client, book):
    for attempt in client.attempts():
        with attempt:
            client.change(book, NEW_TAB)


def is_token(request):
    return request.path.endswith("/token")


# --- reading


def test_a_read_is_one_request_for_what_was_asked_only(emulator, client, book):
    assert client.get(book, "properties.title") == {"properties": {"title": "Office"}}
    [asked] = emulator.journal.of_kind("read")
    assert asked.query == {"fields": ["properties.title"], "prettyPrint": ["false"]}
    assert client.spent == {book: 1}


def test_compressed_answers_are_asked_for(emulator, client, book):
    headers = []
    emulator.before_request = lambda request: headers.append(request.headers)
    client.get(book, "properties.title")
    assert "gzip" in headers[-1]["accept-encoding"]
    assert "gzip" in headers[-1]["user-agent"]  # Google compresses for those who say it twice


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_read_that_goes_wrong_once_is_asked_again(emulator, client, book, hours, fault):
    emulator.faults.add(fault)
    assert client.get(book, "properties.title") == {"properties": {"title": "Office"}}
    assert client.spent[book] == 2
    assert hours.waits


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (faults.error(503), "WBK127"),
        (faults.html(500), "WBK127"),
        (faults.error(429), "WBK130"),
        (faults.refused_connection(), "WBK128"),
        (faults.truncated(), "WBK128"),
    ],
)
def test_a_read_that_always_goes_wrong_is_given_up_after_five_tries(emulator, client, book, hours, fault, code):
    emulator.faults.add(fault, times=-1)
    assert refused(client, book).code == code
    assert client.spent[book] == TRIES
    assert sum(hours.waits) <= TIME


def test_tries_end_with_their_time_too(emulator, client, book, hours):
    def takes_a_minute(request):
        hours.now += 60

    emulator.before_request = takes_a_minute
    emulator.faults.add(faults.error(503), times=-1)
    began = hours.now
    refused(client, book)
    assert client.spent[book] < TRIES
    assert hours.now - began <= TIME + 60


def test_what_is_wrong_for_good_is_not_asked_again(emulator, client, book, hours):
    emulator.unshare(book, ACCOUNT)
    assert refused(client, book).code == "WBK121"
    assert client.spent[book] == 1
    assert hours.waits == []


def test_after_a_429_nobody_asks_for_a_while(emulator, book):
    hours = Hours()
    budget = Budget(60, hours.pace)
    first, second = (client_for(emulator, pace=hours.pace, budget=budget) for _ in range(2))
    began = hours.now
    emulator.faults.add(faults.error(429))
    with pytest.raises(UncertainError):
        first.change(book, NEW_TAB)
    second.change(book, NEW_TAB)
    assert hours.now - began >= CLOSED


def test_waits_grow_and_differ_by_chance(emulator, book):
    hours = Hours()
    emulator.faults.add(faults.error(503), times=-1)
    refused(client_for(emulator, pace=hours.pace), book)
    assert hours.waits == [1, 2, 4, 8]


def test_retries_say_nothing_on_standard_output(emulator, client, book, capsys):
    emulator.faults.add(faults.error(503))
    client.get(book, "properties.title")
    assert capsys.readouterr() == ("", "")


def test_a_post_that_only_reads_is_repeated_like_a_read(emulator, client, book):
    emulator.faults.add(faults.error(503))
    address = f"https://sheets.googleapis.com/v4/spreadsheets/{book}:getByDataFilter"
    response = client.request("post", address, json={"dataFilters": [{"a1Range": "A1"}]})
    assert response.json()["spreadsheetId"] == book


# --- writing


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
@pytest.mark.parametrize("name", ["change", "write_values"])
def test_a_write_is_tried_once(emulator, client, book, fault, name):
    emulator.faults.add(fault)
    body = {
        "valueInputOption": "RAW",
        "data": [{"dataFilter": {"a1Range": "A1"}, "values": [["x"]], "majorDimension": "ROWS"}],
    }
    with pytest.raises(UncertainError) as caught:
        client.change(book, NEW_TAB) if name == "change" else client.write_values(book, body)
    assert caught.value.meaning.code in {"WBK127", "WBK128", "WBK130"}
    assert len(emulator.journal.of_kind("write")) == client.spent[book] == 1


def test_what_is_written_arrives(emulator, client, book):
    body = {"valueInputOption": "RAW", "data": [{"dataFilter": {"a1Range": "A1"}, "values": [["=1+1"]]}]}
    assert client.write_values(book, body)["totalUpdatedCells"] == 1
    assert emulator.person(book).values("A1") == [["=1+1"]]


def test_looking_before_each_try_repeats_nothing_that_was_made(emulator, client, book):
    emulator.faults.script([faults.lost_answer()], when=is_write)
    looks = 0
    for attempt in client.attempts():
        with attempt:
            looks += 1
            titles = [sheet["properties"]["title"] for sheet in client.get(book, "sheets.properties.title")["sheets"]]
            if "New" not in titles:
                client.change(book, NEW_TAB)
    assert looks == 2
    assert len(emulator.journal.of_kind("write")) == 1


def test_the_last_try_lets_the_uncertainty_through(emulator, client, book, hours):
    emulator.faults.add(faults.error(503), when=is_write, times=-1)
    with pytest.raises(UncertainError) as caught:
        changed_somehow(client, book)
    assert caught.value.meaning.code == "WBK127"
    assert client.spent[book] == TRIES
    assert sum(hours.waits) <= TIME


def test_a_refused_write_is_not_tried_again(emulator, client, book):
    emulator.share(book, ACCOUNT, "reader")
    with pytest.raises(WorkbookError, match="WBK122"):
        changed_somehow(client, book)
    assert client.spent[book] == 1


# --- what is wrong with the spreadsheet


def test_a_sheet_that_is_not_shared_says_with_whom_to_share_it(emulator, client, book):
    emulator.unshare(book, ACCOUNT)
    assert refused(client, book).fields["account"] == ACCOUNT


def test_a_sheet_that_does_not_exist_is_told_like_one_that_is_not_shared(client):
    assert refused(client, "1" * 40).code == "WBK121"


def test_a_sheet_that_may_only_be_viewed_says_so(emulator, client, book):
    emulator.share(book, ACCOUNT, "reader")
    assert client.get(book, "properties.title")
    problem = refused(client, book, writing=True)
    assert (problem.code, problem.fields["account"]) == ("WBK122", ACCOUNT)


def test_an_excel_file_in_drive_is_told_apart(emulator, client):
    assert refused(client, emulator.create_office_file("Sổ.xlsx")).code == "WBK124"


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (errors.protected(), "WBK123"),
        (errors.too_many_cells(), "WBK125"),
        (errors.api_disabled(), "WBK126"),
        (errors.insufficient_scope("sheets.googleapis.com"), "WBK138"),
        (errors.invalid("Invalid requests[0]: no grid with id: 5"), "WBK129"),
    ],
)
def test_a_refusal_is_told_by_its_cause(emulator, client, book, problem, code):
    emulator.faults.add(faults.answering(problem))
    assert refused(client, book, writing=True).code == code


def test_where_the_service_is_off_the_address_that_switches_it_on_is_told(emulator, client, book):
    emulator.faults.add(faults.answering(errors.api_disabled()))
    assert str(refused(client, book).fields["address"]).startswith("https://console.developers.google.com/")


# --- signing in


def test_signing_in_takes_one_request_for_all_workbooks(emulator, client, book):
    for _ in range(3):
        client.get(book, "properties.title")
    assert tokens(emulator) == 1


@pytest.mark.parametrize("writing", [False, True])
def test_an_expired_token_is_renewed_and_the_request_repeated_once(emulator, client, book, writing):
    client.get(book, "properties.title")
    emulator.service.accounts.end_tokens(ACCOUNT)
    client.change(book, NEW_TAB) if writing else client.get(book, "properties.title")
    assert client.spent[book] == 3
    assert tokens(emulator) == 2


def test_a_token_that_never_works_is_not_renewed_for_ever(emulator, client, book):
    def end(request):
        emulator.service.accounts.end_tokens(ACCOUNT)

    emulator.before_request = end
    assert refused(client, book).code == "WBK138"
    assert client.spent[book] == 2


def test_a_revoked_key_is_told_and_not_tried_again(emulator, client, book, hours):
    client.get(book, "properties.title")
    emulator.service.accounts.revoke(ACCOUNT)
    problems = [refused(client, book) for _ in range(3)]
    assert [problem.code for problem in problems] == ["WBK136"] * 3
    assert problems[0].fields["account"] == ACCOUNT
    assert tokens(emulator) == 2
    assert hours.waits == []


def test_an_account_that_is_gone_is_told_like_a_revoked_key(emulator, book):
    client = client_for(emulator)
    client.account()
    emulator.service.accounts.keys.clear()
    assert refused(client, book).code == "WBK136"


def test_a_clock_that_is_off_is_told(emulator, client, book):
    emulator.service.accounts.signing_clock = lambda: time.time() - 600
    assert refused(client, book).code == "WBK137"


def test_it_is_told_how_far_the_clock_is_off():
    with Emulator() as emulator:
        book = emulator.create_book("Office").book.book_id
        emulator.service.accounts.signing_clock = lambda: time.time() - 600
        account = account_for(emulator, clock=lambda: time.time() + 600)
        problem = refused(SheetsClient(lambda: account, pace=Hours().pace), book)
    assert "10 minutes" in problem.fields["off"].en
    assert "10 phút" in problem.fields["off"].vi


@pytest.mark.parametrize(
    "fault", [faults.error(503), faults.html(502), faults.truncated(), faults.refused_connection(), faults.error(429)]
)
def test_a_sign_in_that_goes_wrong_once_is_tried_again(emulator, client, book, fault):
    emulator.faults.add(fault, when=is_token)
    assert client.get(book, "properties.title")
    assert tokens(emulator) == 2


@pytest.mark.parametrize("fault", [faults.error(503), faults.refused_connection()])
def test_a_sign_in_that_always_goes_wrong_is_tried_as_often_as_a_read_and_not_more(
    emulator, client, book, hours, fault
):
    emulator.faults.add(fault, when=is_token, times=-1)
    assert refused(client, book).code == "WBK128"
    assert tokens(emulator) == TRIES
    assert sum(hours.waits) <= TIME


def test_an_account_that_cannot_sign_in_is_asked_once_for_the_whole_office():
    asked = []

    def sign_in():
        asked.append(1)
        raise WorkbookError("WBK131")

    client = SheetsClient(sign_in, pace=Hours().pace)
    assert [refused(client, "x").code for _ in range(3)] == ["WBK131"] * 3
    assert asked == [1]


# --- where requests go


def test_another_endpoint_is_asked_in_googles_place():
    with Emulator() as emulator:
        book = emulator.create_book("Office").book.book_id
        session = Session()
        session.headers["authorization"] = f"Bearer {emulator.token()}"
        account = Account(ACCOUNT, session, lambda: None, WorkbookError)
        client = SheetsClient(lambda: account, endpoint=emulator.url, pace=Hours().pace)
        assert client.get(book, "properties.title") == {"properties": {"title": "Office"}}
        session.close()


class Elsewhere(BaseAdapter):
    """Sends everybody to another host."""

    def __init__(self):
        self.hosts = []
        super().__init__()

    def send(self, request, **more):
        self.hosts.append(request.url.split("/")[2])
        response = Response()
        response.status_code = 302
        response.headers["Location"] = "https://accounts.example.com/login"
        response.raw = HTTPResponse(io.BytesIO(b""), status=302)
        response.request = request
        response._content = b""
        return response

    def close(self):
        pass


def test_nobody_is_followed_to_another_host():
    adapter, session = Elsewhere(), Session()
    session.mount("https://", adapter)
    account = Account(ACCOUNT, session, lambda: None, WorkbookError)
    assert refused(SheetsClient(lambda: account, pace=Hours().pace), "x").code == "WBK129"
    assert adapter.hosts == ["sheets.googleapis.com"]


def test_accounts_are_told_by_their_own_name(emulator):
    book = emulator.create_book("Theirs", writers=(OTHER,)).book.book_id
    assert client_for(emulator, OTHER).get(book, "properties.title")
    assert refused(client_for(emulator), book).fields["account"] == ACCOUNT


def test_the_newest_parts_of_gspread_go_through_the_same_door(emulator, client, book):
    emulator.faults.add(faults.error(503))
    assert client.values_get(book, "Sheet1!A1")["range"] == "Sheet1!A1"
    assert client.spent[book] == 2
