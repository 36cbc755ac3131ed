"""What generated histories found: tabs that go in the moment of writing, formats that go with cells, renamed tabs."""

from datetime import date

import pytest

from sync import run
from tests.google.test_interference import TITLE, assert_true_flags
from tests.support.google_office import office_on_google

SINCE = "⚙ Từ ngày"


@pytest.fixture
def settled(tmp_path):
    """An office after its first run, with one flag that the next run has to change."""
    with office_on_google(tmp_path, quick=True) as office:
        office.sync()
        office.person.type("'Hàng'!B3", [[-9]])
        office.emulator.journal.clear()
        yield office


def since(office):
    rows = office.rows()
    column = rows[1].index(SINCE)
    return [row[column] for row in rows[2:] if len(row) > column and row[column] not in (None, "")]


@pytest.mark.parametrize("title", ["⚙ Tồn kho", "⚙ Cảnh báo"])
def test_a_tab_of_ours_that_is_deleted_in_the_moment_of_writing_is_made_again(settled, title):
    settled.before("values", 1, lambda: settled.person.delete_sheet(title))

    result = settled.sync()

    assert result.status == "ok"
    assert title in settled.person.titles()
    assert_true_flags(settled)
    assert settled.sync().workbooks[0].cells == 0


def test_a_request_that_is_refused_though_nobody_edited_is_told(settled):
    from tests.emulator.web import faults

    settled.emulator.faults.add(faults.error(400), when=lambda request: request.path.endswith("ByDataFilter"))

    assert [one.problem.code for one in settled.sync().workbooks] == ["WBK129"]


def test_a_date_beside_a_row_that_was_inserted_below_the_header_is_shown_as_one(settled):
    settled.person.insert_rows(TITLE, 2)
    settled.person.type("'Hàng'!A3", [["Z9", -3]])

    settled.sync()

    assert set(map(type, since(settled))) == {date}
    assert len(since(settled)) == 4
    assert settled.sync().workbooks[0].cells == 0


def test_a_date_beside_a_row_whose_cells_were_cut_and_typed_again_is_shown_as_one(settled):
    settled.person.cut("'Hàng'!A4:I4", "'Hàng'!A9")
    settled.person.type("'Hàng'!A4", [["Z9", -3]])

    settled.sync()

    assert set(map(type, since(settled))) == {date}
    assert settled.sync().workbooks[0].cells == 0


def test_a_date_of_an_alert_in_a_row_without_its_format_is_shown_as_one(settled):
    alerts = settled.person.sheet("⚙ Cảnh báo").sheet_id
    blank = {"range": {"sheetId": alerts, "startRowIndex": 4}, "fields": "userEnteredFormat"}
    settled.person.batch({"repeatCell": {"cell": {}} | blank})

    settled.sync()
    settled.sync()

    assert settled.sync().workbooks[0].cells == 0
    assert {type(row[6]) for row in settled.rows("⚙ Cảnh báo")[4:] if len(row) > 6} == {date}


def test_where_formats_are_as_they_were_a_date_costs_no_request_of_its_own(settled):
    result = settled.sync()

    assert len(since(settled)) == 3
    assert result.workbooks[0].requests == 4


def test_an_undo_after_a_correction_in_a_tab_that_was_renamed_brings_back_nothing_that_stood_beside_another_row(
    settled,
):
    before = settled.flags()

    def act():
        settled.person.rename(TITLE, "Hàng hóa")
        settled.person.insert_rows("Hàng hóa", 2)

    settled.before("values", 1, act)
    result = settled.sync()
    written = settled.flags("Hàng hóa")

    run.undo(settled.session, result.run)

    for key, status in settled.flags("Hàng hóa").items():
        assert status in {before[key], written[key]}


def test_a_first_run_that_was_withdrawn_can_be_undone_though_staff_sorted_the_list_of_alerts(tmp_path):
    with office_on_google(tmp_path, quick=True) as office:
        turns = []

        def hook(request):
            if request.path.endswith(":batchUpdateByDataFilter"):
                turns.append(request)
                office.person.sort("'Hàng'!A3:D7", 0, descending=bool(len(turns) % 2))
                if len(turns) > 1:
                    office.person.sort("'⚙ Cảnh báo'!A5:L7", 0, descending=bool(len(turns) % 2))

        office.emulator.before_request = hook
        result = office.sync()
        office.emulator.before_request = None
        assert result.workbooks[0].status == "failed"

        undone = run.undo(office.session, result.run)

        assert undone.problems == []
        assert [row[4:] for row in office.rows() if any(row[4:])] == []
