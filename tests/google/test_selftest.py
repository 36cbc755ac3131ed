"""The self-test: passes on the emulator, fails on one that is wrong, and leaves a blank spreadsheet in any case."""

from pathlib import Path

import pytest
import requests

from sync.backends.base import WorkbookError
from sync.backends.google.budget import Budget
from sync.backends.google.selftest import CHECKS, Answer, Check, NotBlankError, UnreadableError, asking, selftest
from tests.emulator import ACCOUNT, Emulator, faults, token_session
from tests.google.selftest_sabotage import CASES
from tests.support.google import Hours, client_for

PAGE = Path(__file__).parents[2] / "docs" / "google-selftest.md"
BY_NAME = {check.name: check for check in CHECKS}
FEW = [BY_NAME["filter-write-starts-at-row-1"], BY_NAME["column-anchor-follows-insert"]]


class Plain:
    """Reaches the emulator without budget or retry, and counts."""

    def __init__(self, emulator):
        self.session = token_session(emulator)
        self.sent = 0

    def __call__(self, method, path, parameters=None, body=None):
        self.sent += 1
        address = f"https://sheets.googleapis.com/v4/spreadsheets/{path}"
        try:
            response = self.session.request(method, address, params=parameters, json=body)
        except requests.ConnectionError:
            return Answer(0, {})
        return Answer(response.status_code, response.json())

    def run(self, person, checks=CHECKS, **more):
        return selftest(self, person.book.book_id, spent=lambda: self.sent, checks=checks, **more)


@pytest.fixture
def emulator():
    with Emulator(http=False) as found:
        yield found


@pytest.fixture
def person(emulator):
    return emulator.create_book("Blank")


@pytest.fixture
def ask(emulator):
    return Plain(emulator)


def tabs(person):
    return [sheet.title for sheet in person.book.sheets]


def test_the_emulator_passes(ask, person):
    report = ask.run(person)
    assert [result.check.name for result in report.results if not result.passed] == []
    assert report.passed
    assert len(report.results) == len(CHECKS)


def test_it_stays_within_two_minutes_of_the_quota(emulator, ask, person):
    report = ask.run(person)
    assert report.requests == ask.sent
    assert len(emulator.journal.of_kind("read")) <= 120
    assert len(emulator.journal.of_kind("write")) <= 120


def test_the_spreadsheet_is_blank_afterwards(ask, person):
    before = person.book.snapshot()["entries"], tabs(person), person.book.properties
    ask.run(person)
    assert (person.book.snapshot()["entries"], tabs(person), person.book.properties) == before
    assert person.values("Sheet1!A1:Z1000") == []


def test_it_can_be_made_again(ask, person):
    assert ask.run(person, FEW).passed
    assert ask.run(person, FEW).passed


@pytest.mark.parametrize("locale", ["vi_VN", "de_DE"])
def test_the_emulator_passes_in_other_locales(emulator, ask, locale):
    report = ask.run(emulator.create_book("Blank", locale=locale))
    known = {"typed-text-follows-locale", "raw-does-not-know-locales"}
    assert [result.check.name for result in report.results if not result.passed] == []
    assert known <= {result.check.name for result in report.results}


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_emulator_fails(name, ask, person, monkeypatch):
    sabotage, check = CASES[name]
    assert ask.run(person, [BY_NAME[check]]).passed
    sabotage(monkeypatch)
    report = ask.run(person, [BY_NAME[check]])
    assert not report.results[0].passed
    assert report.results[0].expected != report.results[0].came


def fill_cell(person):
    person.type("B7", [["something"]])


def write_note(person):
    start = {"sheetId": 0, "rowIndex": 6, "columnIndex": 1}
    person.batch({"updateCells": {"start": start, "rows": [{"values": [{"note": "x"}]}], "fields": "note"}})


def add_chart(person):
    chart = {"spec": {"title": "x"}, "position": {"overlayPosition": {"anchorCell": {"sheetId": 0}}}}
    person.batch({"addChart": {"chart": chart}})


def add_named_range(person):
    person.batch({"addNamedRange": {"namedRange": {"name": "x", "range": {"sheetId": 0, "endRowIndex": 3}}}})


def add_protection(person):
    person.batch({"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}})


def add_filled_tab(person):
    person.batch({"addSheet": {"properties": {"title": "More"}}})
    person.type("More!A1", [["x"]])


@pytest.mark.parametrize("fill", [fill_cell, write_note, add_chart, add_named_range, add_protection, add_filled_tab])
def test_a_spreadsheet_that_holds_something_is_refused_and_left_alone(fill, emulator, ask, person):
    fill(person)
    before = person.book.version
    with pytest.raises(NotBlankError):
        ask.run(person)
    assert person.book.version == before
    assert emulator.journal.of_kind("write") == []


def test_a_blank_second_tab_is_no_reason_to_refuse(ask, person):
    person.batch({"addSheet": {"properties": {"title": "More"}}})
    assert ask.run(person, FEW).passed
    assert tabs(person) == ["Sheet1", "More"]


def test_a_spreadsheet_that_is_not_shared_is_told(emulator, ask):
    private = emulator.create_book("Private", writers=())
    with pytest.raises(UnreadableError) as caught:
        ask.run(private)
    assert caught.value.answer.status == 403


def test_a_spreadsheet_that_may_only_be_read_is_told_and_stays_as_it_is(emulator, ask):
    shared = emulator.create_book("Read only", writers=(), readers=(ACCOUNT,))
    with pytest.raises(UnreadableError) as caught:
        ask.run(shared)
    assert caught.value.answer.status == 403
    assert tabs(shared) == ["Sheet1"]


def interrupted(bench):
    raise KeyboardInterrupt


def broken(bench):
    raise KeyError("shape")


def check_that(look):
    return Check("column-anchor-follows-insert", BY_NAME["column-anchor-follows-insert"].about, look)


def test_an_interrupted_self_test_leaves_a_blank_spreadsheet(ask, person):
    with pytest.raises(KeyboardInterrupt):
        ask.run(person, [check_that(interrupted)])
    assert tabs(person) == ["Sheet1"]
    assert person.book.entries == {}


def test_an_interruption_in_another_locale_puts_the_locale_back(ask, person):
    def in_german(bench):
        bench.change({"updateSpreadsheetProperties": {"properties": {"locale": "de_DE"}, "fields": "locale"}})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask.run(person, [check_that(in_german)])
    assert person.book.locale == "en_US"


def test_an_answer_of_an_unknown_shape_fails_its_check_and_no_other(ask, person):
    report = ask.run(person, [check_that(broken), FEW[0]])
    assert [result.passed for result in report.results] == [False, True]
    assert report.left_blank


def test_tabs_that_a_killed_self_test_left_are_taken_away(ask, person):
    person.batch({"addSheet": {"properties": {"title": "selftest column-anchor-follows-insert"}}})
    person.type("'selftest column-anchor-follows-insert'!A1", [["left"]])
    assert ask.run(person, FEW).passed
    assert tabs(person) == ["Sheet1"]


def test_an_answer_lost_in_tidying_does_no_harm(emulator, ask, person):
    emulator.faults.add(faults.lost_answer(), when=lambda request: b"deleteSheet" in request.body)
    assert ask.run(person, FEW).left_blank
    assert tabs(person) == ["Sheet1"]


def test_a_permanent_fault_in_tidying_is_told(emulator, ask, person):
    emulator.faults.add(faults.error(500), when=lambda request: b"deleteSheet" in request.body, times=100)
    report = ask.run(person, FEW)
    assert all(result.passed for result in report.results)
    assert not report.left_blank
    assert not report.passed


def test_a_refused_preparation_is_told_and_leaves_the_spreadsheet_blank(emulator, ask, person):
    emulator.faults.add(faults.error(503), when=lambda request: b"createDeveloperMetadata" in request.body)
    with pytest.raises(UnreadableError):
        ask.run(person, FEW)
    assert tabs(person) == ["Sheet1"]


@pytest.fixture
def hours():
    return Hours()


def by_client(emulator, hours, limit=60):
    client = client_for(emulator, pace=hours.pace, budget=Budget(limit, hours.pace))
    ask, spent = asking(client)
    return lambda person, checks: selftest(ask, person.book.book_id, spent=spent, checks=checks, clock=hours.clock)


def test_the_product_s_own_client_ends_within_three_minutes_under_the_quota():
    hours = Hours()
    with Emulator(http=False, quotas=60, clock=hours.clock) as emulator:
        report = by_client(emulator, hours)(emulator.create_book("Blank"), CHECKS)
        assert report.passed
        assert report.seconds < 130
        assert report.requests == len(emulator.journal.of_kind("read", "write"))
        assert emulator.service.quotas.refused == 0


def test_an_account_that_is_busy_elsewhere_waits_and_passes():
    hours = Hours()
    with Emulator(http=False, quotas=30, clock=hours.clock) as emulator:
        report = by_client(emulator, hours)(emulator.create_book("Blank"), CHECKS[:20])
        assert report.passed


@pytest.mark.parametrize("fault", [faults.error(503), faults.html(502), faults.lost_answer(), faults.truncated()])
def test_a_read_that_goes_wrong_once_is_repeated(fault, emulator, person, hours):
    emulator.faults.script([None, fault], when=lambda request: request.method == "GET")
    assert by_client(emulator, hours)(person, FEW).passed


def test_a_write_without_an_answer_fails_its_check_and_is_never_made_twice(emulator, person, hours):
    emulator.faults.add(faults.lost_answer(), when=lambda request: request.path.endswith("ByDataFilter"))
    report = by_client(emulator, hours)(person, FEW)
    assert [result.passed for result in report.results] == [False, True]
    assert report.results[0].came["code"] == 0
    assert len([entry for entry in emulator.journal.entries if entry.path.endswith("ByDataFilter")]) == 1
    assert report.left_blank


def test_a_key_that_is_refused_is_told(emulator, person, hours):
    run = by_client(emulator, hours)
    emulator.key_file()
    emulator.before_request = lambda request: emulator.service.accounts.revoke(ACCOUNT)
    with pytest.raises(WorkbookError):
        run(person, FEW)


def test_names_are_stable_words_and_told_apart():
    names = [check.name for check in CHECKS]
    assert len(set(names)) == len(names)
    assert all(name == name.lower() and " " not in name for name in names)


def test_no_name_is_the_beginning_of_another():
    """Tabs are known for tabs of the self-test by the names at their beginning."""
    names = [check.name for check in CHECKS]
    assert [(one, other) for one in names for other in names if one != other and other.startswith(one)] == []


@pytest.mark.parametrize("name", BY_NAME)
def test_every_check_is_on_the_page_as_it_is_worded(name):
    assert f"| `{name}` | {BY_NAME[name].about.en} |" in PAGE.read_text(encoding="utf-8")


def test_the_page_names_no_check_that_there_is_not():
    rows = [line.split("`")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert rows == list(BY_NAME)


def test_results_as_json(ask, person):
    document = ask.run(person, FEW).to_json("en")
    assert document["status"] == "PASS"
    assert document["left_blank"] is True
    assert document["checks"][0].keys() == {"name", "status", "about", "expected", "came"}
