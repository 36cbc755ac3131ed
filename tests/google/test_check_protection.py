"""A check foresees that a protected range will keep a run from writing, and says so of no other."""

import pytest

from sync import run
from tests.emulator.emulator import ACCOUNT
from tests.support.google_office import office_on_google

TAB, ALERTS = "Hàng", "⚙ Cảnh báo"
IN_THE_WAY = {
    "a column of ours": (TAB, {"startColumnIndex": 4, "endColumnIndex": 5}, "E:E"),
    "a cell of ours": (
        TAB,
        {"startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 3, "endColumnIndex": 5},
        "D3:E3",
    ),
    "rows": (TAB, {"startRowIndex": 2, "endRowIndex": 7}, "3:7"),
    "the row above the table": (TAB, {"startRowIndex": 0, "endRowIndex": 1}, "1:1"),
    "the whole tab": (TAB, {}, "the whole tab"),
    "the list of alerts": (ALERTS, {}, "the whole tab"),
}
OUT_OF_THE_WAY = {
    "columns of staff": (TAB, {"startColumnIndex": 0, "endColumnIndex": 4}),
    "rows below the table": (TAB, {"startRowIndex": 20, "endRowIndex": 25}),
    "what staff fill in the list of alerts": (ALERTS, {"startColumnIndex": 10, "endColumnIndex": 12}),
}


@pytest.fixture
def office(tmp_path):
    with office_on_google(tmp_path, quick=True) as made:
        yield made


def protect(office, tab, where, **more):
    place = where | {"sheetId": office.person.sheet(tab).sheet_id}
    office.person.batch({"addProtectedRange": {"protectedRange": {"range": place, "description": "Khóa sổ", **more}}})


def foreseen(office):
    """Return the lines of a check about what keeps us out."""
    return [line for line in run.check(office.session) if line.code == "CHK120"]


def ends(office):
    """Return the code of what keeps the next run from writing; empty where nothing does."""
    office.person.type(f"'{TAB}'!B3", [[-9]])
    problem = office.sync().workbooks[0].problem
    return problem.code if problem else ""


@pytest.mark.parametrize("name", IN_THE_WAY)
def test_what_keeps_the_next_run_from_writing_is_foreseen(office, name):
    tab, where, shown = IN_THE_WAY[name]
    office.sync()
    protect(office, tab, where)

    (line,) = foreseen(office)
    area = line.fields["area"]

    assert (line.status, line.name, line.fields["tab"]) == ("FAIL", f"shop · {tab}", tab)
    assert (area if isinstance(area, str) else area.en) == shown
    assert line.fields["label"] == " (“Khóa sổ”)"
    assert line.fields["account"] == ACCOUNT
    assert ends(office) == "WBK123"


@pytest.mark.parametrize("name", OUT_OF_THE_WAY)
def test_what_keeps_no_run_from_writing_is_nobodys_matter(office, name):
    office.sync()
    protect(office, *OUT_OF_THE_WAY[name])
    assert foreseen(office) == []
    assert ends(office) == ""


@pytest.mark.parametrize("more", [{"warningOnly": True}, {"editors": {"users": [ACCOUNT]}}])
def test_a_warning_and_a_range_that_we_may_edit_are_nobodys_matter(office, more):
    office.sync()
    protect(office, TAB, {}, **more)
    assert foreseen(office) == []
    assert ends(office) == ""


def test_columns_that_were_left_open_in_a_closed_tab_are_nobodys_matter(office):
    office.sync()
    ours = {"sheetId": office.person.sheet(TAB).sheet_id, "startColumnIndex": 4}
    protect(office, TAB, {}, unprotectedRanges=[ours])
    assert foreseen(office) == []
    assert ends(office) == ""


def test_before_the_first_run_the_place_of_the_new_columns_counts(office):
    protect(office, TAB, {"startColumnIndex": 0, "endColumnIndex": 4})
    assert foreseen(office) == []
    protect(office, TAB, {})
    assert len(foreseen(office)) == 1
    assert ends(office) == "WBK123"


def test_a_check_asks_a_spreadsheet_twice(office):
    """Once it is read, and once a mark is set and taken off again in one request."""
    office.sync()
    protect(office, TAB, {})
    before = len(office.asked())

    run.check(office.session)

    assert office.requests()[before:] == ["get", "batchUpdate"]
