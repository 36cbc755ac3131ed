"""Writing on Google: how many requests it takes, what a lost answer changes (nothing), and what is written how."""

import json
from datetime import date

import pytest

from rules.core.message import Voice
from sync import run
from sync.backends.base import ColumnCells, Edits, ExternallyChangedError, TabEdits, WorkbookError
from sync.backends.google import GoogleBackend
from tests.emulator.emulator import ACCOUNT
from tests.emulator.web import faults
from tests.support.google import client_for
from tests.support.google_office import GOODS, is_kind, office_on_google

TITLE = "Hàng"


@pytest.fixture
def office(tmp_path):
    with office_on_google(tmp_path) as made:
        yield made


@pytest.fixture
def quick(tmp_path):
    with office_on_google(tmp_path, quick=True) as made:
        yield made


def everything(office):
    return [(tab.title, [list(row) for row in tab.rows], tab.formulas) for tab in office.look().tabs]


def test_first_contact_takes_six_requests_a_change_four_and_rest_one(office):
    assert office.sync().workbooks[0].requests == 6
    office.person.type("'Hàng'!B3", [[-9]])
    office.emulator.journal.clear()

    changed = office.sync()

    assert changed.workbooks[0].requests == 4
    assert office.requests() == ["get", "get", "batchUpdateByDataFilter", "get"]
    for skipped in (office.sync(), run.sync(office.session)):
        assert (skipped.workbooks[0].status, skipped.workbooks[0].requests) == ("unchanged", 1)


def test_a_plan_takes_one_request_and_writes_nothing(office):
    before = everything(office)
    office.emulator.journal.clear()

    planned = run.plan(office.session)

    assert planned.workbooks[0].requests == 1
    assert planned.workbooks[0].cells > 0
    assert office.requests() == ["get"]
    assert everything(office) == before


def test_values_are_raw_and_nothing_becomes_a_formula(office):
    office.person.put("'Hàng'!A3", [["=1+1"]])

    office.sync()

    bodies = [entry.json() for entry in office.asked() if entry.path.endswith("DataFilter")]
    assert [body["valueInputOption"] for body in bodies] == ["RAW"]
    assert [tab.formulas for tab in office.look().tabs] == [{}, {}, {}]
    assert office.rows("⚙ Tồn kho")[6][0] == "=1+1"


def test_owned_columns_are_addressed_by_their_metadata_and_owned_tabs_by_their_sheet(office):
    office.sync()

    (body,) = [entry.json() for entry in office.asked() if entry.path.endswith("DataFilter")]
    kinds = [next(iter(one["dataFilter"])) for one in body["data"]]
    anchored = sum(len(sheet.anchors) for sheet in office.look().memo.sheets)
    assert kinds.count("developerMetadataLookup") == anchored == 4 + 12
    assert kinds.index("gridRange") > kinds.count("developerMetadataLookup") - 1, "tabs that are ours come last"


def test_cells_that_do_not_change_are_passed_over(office):
    office.sync()
    office.person.type("'Hàng'!B3", [[-9]])
    office.emulator.journal.clear()
    office.sync()

    (body,) = [entry.json() for entry in office.asked() if entry.path.endswith("DataFilter")]
    status = next(one["values"][0] for one in body["data"] if one["values"][0][-1] == "Lỗi")
    assert status == [None, None, "Lỗi"]


LOST = {
    "lost answer": faults.lost_answer(),
    "half an answer": faults.truncated(),
    "429": faults.error(429),
    "500": faults.error(500),
    "503 html": faults.html(503),
    "refused connection": faults.refused_connection(),
    "no answer in time": faults.slow(1_000),
}


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
@pytest.mark.parametrize("number", range(1, 7))
def test_one_request_that_goes_wrong_changes_nothing_in_the_end(tmp_path, fault, number):
    with office_on_google(tmp_path / "whole", quick=True) as office:
        expected = office.sync()
        wanted, mails = everything(office), [mail.subject for mail in office.mail.sent]
    with office_on_google(tmp_path / "faulty", quick=True) as office:
        office.emulator.faults.at(number, fault)

        result = office.sync()

        assert result.status == "ok"
        assert everything(office) == wanted
        assert [mail.subject for mail in office.mail.sent] == mails
        assert result.workbooks[0].cells == expected.workbooks[0].cells
        assert office.sync().workbooks[0].cells == 0


def always(office, kind, fault):
    office.emulator.faults.add(fault, when=lambda request: is_kind(request, kind), times=-1)


@pytest.mark.parametrize("kind", ["structure", "values"])
def test_where_the_service_stays_out_of_reach_the_next_run_finishes(quick, kind):
    always(quick, kind, faults.error(503))
    failed = quick.sync()
    assert (failed.status, failed.workbooks[0].status) == ("partial", "failed")
    quick.emulator.faults.clear()

    done = quick.sync()

    assert done.status == "ok"
    assert quick.flags() == {"A1": "Hợp lệ", "B2": "Lỗi", "C3": "Hợp lệ", "D4": "Lỗi"}
    assert [row for row in quick.rows()[1] if row].count("⚙ Trạng thái") == 1
    assert [tab.title for tab in quick.look().tabs] == ["Hàng", "⚙ Tồn kho", "⚙ Cảnh báo"]
    assert quick.sync().workbooks[0].cells == 0


def test_a_crash_between_structure_and_values_leaves_columns_that_the_next_run_uses(quick):
    always(quick, "values", faults.lost_answer())
    quick.sync()
    quick.person.clear("'Hàng'!E1:H30")
    quick.emulator.faults.clear()

    quick.sync()

    assert quick.rows()[1][4:8] == ["⚙ Trạng thái", "⚙ Lý do", "⚙ Từ ngày", "⚙ Giá trị"]
    assert len(quick.look().memo.sheets[0].anchors) == 4


def test_a_write_whose_every_answer_is_lost_is_known_to_have_been_made(quick):
    quick.sync()
    quick.person.type("'Hàng'!B3", [[-9]])
    quick.emulator.faults.add(faults.lost_answer(), when=lambda request: is_kind(request, "values"))

    result = quick.sync()

    assert result.status == "ok"
    assert quick.emulator.journal.count(lambda entry: entry.path.endswith("DataFilter")) == 2, "one for each run"
    assert run.undo(quick.session, result.run).cells == result.workbooks[0].cells


def test_a_protected_range_that_we_may_not_edit_is_told_and_nothing_of_the_values_is_written(quick):
    quick.sync()
    quick.person.type("'Hàng'!B3", [[-9]])
    quick.person.protect("'Hàng'!E1:E30", "staff@example.com")

    result = quick.sync()

    assert result.workbooks[0].status == "failed"
    assert result.workbooks[0].problem.code.startswith("WBK12")
    assert quick.flags()["A1"] == "Hợp lệ"


def test_an_uploaded_workbook_gets_anchors_only(quick):
    quick.sync()
    everything_before = everything(quick)
    memo = quick.look().memo
    quick.person.batch(
        *(
            {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": one.metadata_id}}}}
            for sheet in memo.sheets
            for one in sheet.anchors
        )
    )
    quick.person.type("'Hàng'!B3", [[-9]])

    assert quick.sync().status == "ok"

    assert [row[:4] for row in quick.rows()] != [row[:4] for row in everything_before[0][1]]
    assert [tab.title for tab in quick.look().tabs] == [title for title, _, _ in everything_before]
    assert quick.rows()[1] == everything_before[0][1][1]
    assert quick.flags()["A1"] == "Lỗi"
    assert len(quick.look().memo.sheets[0].anchors) >= 3


def test_another_language_of_the_office_finds_the_columns_that_are_there(quick, tmp_path):
    quick.sync()
    before = quick.rows()[1]
    voice = Voice(language="en", locale="en_US")
    object.__setattr__(quick.session.office, "voice", voice)

    quick.sync()

    assert quick.rows()[1] == before
    assert quick.flags()["B2"] == "Error"


GOODS_HEADER = GOODS["Hàng"][:2]


@pytest.mark.parametrize("count", [2_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_thousands_of_rows_are_read_once_and_written_once_in_less_than_two_megabytes(tmp_path, count):
    extra = [f"Cột {number}" for number in range(8)]
    rows = [[f"M{number:05}", number % 7 - 1, 1000, "ghi chú", *range(8)] for number in range(count)]
    tabs = {"Hàng": [["DANH MỤC"], [*GOODS["Hàng"][1], *extra], *rows[:990]]}
    with office_on_google(tmp_path, tabs, quick=False) as office:
        office.emulator.service.validate = False
        office.person.batch({"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": count - 900}})
        from tests.support.staff_sheets import put

        put(office.person, "Hàng", rows[990:], row=993)
        office.sync()
        office.person.type("'Hàng'!B3", [[-5]])
        office.emulator.journal.clear()

        result = office.sync()

        assert result.workbooks[0].rows == count
        assert result.workbooks[0].requests == 4
        writes = [entry for entry in office.asked() if entry.method == "POST"]
        assert len(writes) == 1
        assert len(writes[0].body) < 2_000_000


def split(office, limit=3_000):
    office.backend.limit = limit
    return office


def goods(count):
    return {"Hàng": [*GOODS_HEADER, *([f"M{number:03}", -1 - number % 5, 1000] for number in range(count))]}


def test_a_large_write_goes_out_in_chunks_that_hold_whole_rows(tmp_path):
    with office_on_google(tmp_path, goods(25), quick=True) as office:
        split(office).sync()

        bodies = [entry for entry in office.asked() if entry.path.endswith("DataFilter")]
        assert len(bodies) > 2
        assert office.flags() == {f"M{number:03}": "Lỗi" for number in range(25)}
        assert office.sync().workbooks[0].cells == 0


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_interruption_between_chunks_leaves_whole_rows_and_an_undo_brings_them_back(tmp_path, number):
    with office_on_google(tmp_path, goods(25), quick=True) as office:
        split(office)
        broken = [None] * number + [faults.error(503)] * 9
        office.emulator.faults.script(broken, when=lambda request: is_kind(request, "values"))

        failed = office.sync()

        assert failed.workbooks[0].status == "failed"
        told = [row for row in office.rows()[2:] if len(row) > 4 and row[4]]
        assert all(row[4] == "Lỗi" and row[5] and row[6] == date(2026, 11, 20) and row[7] for row in told)
        office.emulator.faults.clear()
        run.undo(office.session, failed.run)
        assert [row[4:] for row in office.rows()[2:] if any(row[4:])] == []


def test_rows_that_move_between_chunks_are_put_right(tmp_path):
    with office_on_google(tmp_path, goods(25), quick=True) as office:
        split(office).before("values", 2, lambda: office.person.sort("'Hàng'!A3:D27", 1))

        assert office.sync().status == "ok"

        whys = {row[0]: row[5] for row in office.rows()[2:27]}
        assert all(f"SHP101 {-1 - int(key[1:]) % 5} <" in why for key, why in whys.items())


def test_a_write_that_nobody_prepared_is_refused(office):
    snapshot = office.backend.read("shop", office.person.book.book_id)
    edits = Edits([TabEdits("⚙ Tồn kho", [ColumnCells(1, [1], ["x"])])])
    with pytest.raises(Exception, match="no tab"):
        office.backend.prepare(snapshot, office.person.book.book_id, edits)

    office.sync()
    location = office.person.book.book_id
    prepared = office.backend.prepare(office.backend.read("shop", location), location, edits)
    another = GoogleBackend(client_for(office.emulator))
    with pytest.raises(ExternallyChangedError):
        another.complete(location, prepared)
    assert another.settle(location, prepared) is False


def test_a_spreadsheet_that_is_taken_away_during_a_run_is_told(quick):
    quick.sync()
    quick.person.type("'Hàng'!B3", [[-9]])
    location = quick.person.book.book_id
    quick.before("get", 2, lambda: quick.emulator.unshare(location, ACCOUNT))

    result = quick.sync()

    assert result.workbooks[0].status == "failed"
    assert result.workbooks[0].problem.code == "WBK121"
    with pytest.raises(WorkbookError):
        quick.backend.fingerprint(location)


def test_requests_of_values_stay_readable(office):
    office.sync()

    (write,) = [entry for entry in office.asked() if entry.path.endswith("DataFilter")]
    assert set(json.loads(write.body)) == {"valueInputOption", "data"}
