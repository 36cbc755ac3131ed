"""A department of whose books a part could not be read is paused: no wrong follow-up, nothing cleared."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from rules.core.message import Voice
from sync import run
from tests.support.offices import office_in_memory
from tests.support.shop import SHOP
from tests.support.yard import YARD

YARD_BOOKS = {
    "Vật tư": [["Mã vật tư", "Tên"], ["X1", "Cát"], ["X2", "Đá"]],
    "Chuyến": [
        ["Số chuyến", "Mã vật tư", "Khối lượng"],
        ["1", "X1", 10],
        ["2", "X9", 20],
        ["3", "X2", "nhiều"],
    ],
}
SHOP_BOOKS = {"Hàng": [["Mã", "Số lượng"], ["A1", -1]]}


@pytest.fixture
def office(tmp_path):
    books = deepcopy({"yard": YARD_BOOKS, "shop": SHOP_BOOKS})
    with office_in_memory(tmp_path, books, (YARD, SHOP)) as made:
        yield made


def spoil_missing_column(grid):
    grid["Vật tư"][0][0] = "Ký hiệu riêng"
    grid["Vật tư"][0].append("Ghi chú")


def spoil_doubled_header(grid):
    grid["Vật tư"][0] = ["Mã vật tư", "Tên", "Mã vật tư"]


def spoil_month(grid):
    grid["Chuyến tháng"] = [["Mã vật tư", "Cả tháng"], ["X1", 5]]


def spoil_tab_away(grid):
    grid["Ghi chép"] = [["Chuyện khác"]]
    del grid["Vật tư"]


SPOILED = {
    "DAT101": spoil_missing_column,
    "DAT102": spoil_doubled_header,
    "DAT602": spoil_month,
    "DAT103": spoil_tab_away,
}


def codes(result, workbook=None):
    return sorted(finding.code for finding in result.findings if workbook in (None, finding.place.workbook))


def without_alerts(grids):
    return {title: grid for title, grid in grids.items() if title != "⚙ Cảnh báo"}


@pytest.mark.parametrize("code", SPOILED)
def test_nothing_follows_from_a_table_that_could_not_be_read_as_a_whole(office, code):
    SPOILED[code](office.backend.workbooks["yard"])

    result = run.sync(office.session)

    assert [found for found in codes(result, "yard") if not found.startswith("DAT2")] == [code]
    assert result.status == "ok"
    (problem,) = (finding for finding in result.findings if finding.code == code)
    assert "cả bộ phận chưa được kiểm tra" in problem.text(Voice())


@pytest.mark.parametrize("code", SPOILED)
def test_the_run_names_the_departments_that_were_not_checked_also_when_nothing_changed_since(office, code):
    SPOILED[code](office.backend.workbooks["yard"])
    for result in (run.sync(office.session), run.sync(office.session)):
        assert result.to_json(Voice())["not_checked"] == [YARD.titles.vi]
    assert result.workbooks[0].status == "unchanged"


@pytest.mark.parametrize("code", SPOILED)
def test_flags_columns_and_reports_stay_as_they_are_until_the_table_is_mended(office, code):
    run.sync(office.session)
    whole = deepcopy(office.backend.workbooks["yard"])
    SPOILED[code](office.backend.workbooks["yard"])
    office.grid("yard", "Chuyến")[1][2] = 99
    before = deepcopy(office.backend.workbooks["yard"])

    paused = run.sync(office.on(date(2026, 11, 21)))

    now = office.backend.workbooks["yard"]
    assert without_alerts(now) == without_alerts(before), "neither cleared nor renewed"
    states = [dict(zip(office.grid("yard", "⚙ Cảnh báo")[3], row, strict=False)) for row in now["⚙ Cảnh báo"][4:]]
    assert {(row["Mã"], row["Tình trạng"]) for row in states} == {
        ("YRD101", "Đang mở"),
        ("DAT202", "Đang mở"),
        (code, "Đang mở"),
    }
    assert [subject for to, subject in paused.mails if to.startswith("yard")], "the one clear problem is mailed"

    office.backend.workbooks["yard"] = {**whole, "⚙ Cảnh báo": now["⚙ Cảnh báo"]}
    mended = run.sync(office.on(date(2026, 11, 22)))
    assert codes(mended, "yard") == ["DAT202", "YRD101"]
    alerts = [alert for alert in office.session.store.alerts().values() if alert.status == "resolved"]
    assert [alert.code for alert in alerts] == [code]


@pytest.mark.parametrize("code", SPOILED)
def test_other_departments_are_done(office, code):
    SPOILED[code](office.backend.workbooks["yard"])
    result = run.sync(office.session)
    assert codes(result, "shop") == ["SHP101"]
    assert office.grid("shop", "Hàng")[0][2:] == ["⚙ Trạng thái", "⚙ Lý do", "⚙ Từ ngày", "⚙ Giá trị"]


def test_what_reading_finds_in_the_other_tabs_still_counts(office):
    spoil_missing_column(office.backend.workbooks["yard"])
    assert codes(run.sync(office.session), "yard") == ["DAT101", "DAT202"]
    office.grid("yard", "Chuyến")[3][2] = 30
    assert codes(run.sync(office.session), "yard") == ["DAT101"]
    states = {alert.code: alert.status for alert in office.session.store.alerts().values()}
    assert (states["DAT101"], states["DAT202"]) == ("open", "resolved")


def test_what_was_wrong_in_the_rows_of_the_broken_table_stays_open(office):
    run.sync(office.session)
    office.grid("yard", "Chuyến")[0][0] = "Ký hiệu riêng"
    assert codes(run.sync(office.on(date(2026, 11, 21))), "yard") == ["DAT101"]
    states = {alert.code: alert.status for alert in office.session.store.alerts().values()}
    assert (states["DAT202"], states["YRD101"]) == ("open", "open")


def test_one_wrong_header_after_another_resolves_the_first(office):
    spoil_missing_column(office.backend.workbooks["yard"])
    run.sync(office.session)
    spoil_doubled_header(office.backend.workbooks["yard"])
    run.sync(office.on(date(2026, 11, 21)))
    states = {alert.code: alert.status for alert in office.session.store.alerts().values()}
    assert (states["DAT101"], states["DAT102"]) == ("resolved", "open")


def test_a_run_with_a_broken_table_repeated_changes_and_mails_nothing(office):
    spoil_doubled_header(office.backend.workbooks["yard"])
    run.sync(office.session)
    before = deepcopy(office.backend.workbooks)
    office.session.store.forget_digest()
    again = run.sync(office.session)
    assert office.backend.workbooks == before
    assert again.mails == []


def test_an_optional_table_that_is_not_there_is_no_problem(tmp_path):
    with office_in_memory(tmp_path, {"shop": {"Ghi chép": [["Chuyện khác"]]}}) as office:
        result = run.sync(office.session)
        assert (result.status, codes(result)) == ("ok", [])


# A workbook that could not be read


@pytest.fixture
def split_office(tmp_path):
    """Give a yard whose items are in one workbook and whose loads are in another."""
    books = deepcopy(
        {"items": {"Vật tư": YARD_BOOKS["Vật tư"]}, "loads": {"Chuyến": YARD_BOOKS["Chuyến"]}, "shop": SHOP_BOOKS}
    )

    def settings(workbook):
        return workbook if workbook.name == "shop" else replace(workbook, departments=("yard",))

    with office_in_memory(tmp_path, books, (YARD, SHOP), settings=settings) as made:
        yield made


def test_a_department_with_an_unread_workbook_is_paused_and_its_other_workbooks_list_alerts_only(split_office):
    office = split_office
    run.sync(office.session)
    items = office.backend.workbooks.pop("items")
    office.grid("loads", "Chuyến")[1][1] = "X7"
    office.grid("loads", "Chuyến")[3][2] = 30
    before = deepcopy(office.backend.workbooks["loads"])

    result = run.sync(office.on(date(2026, 11, 21)))

    assert result.status == "partial"
    assert {one.name: one.status for one in result.workbooks} == {
        "items": "failed",
        "loads": "changed",
        "shop": "unchanged",
    }
    assert codes(result) == ["SHP101", "WBK101"]
    now = office.backend.workbooks["loads"]
    assert without_alerts(now) == without_alerts(before)
    states = {alert.code: alert.status for alert in office.session.store.alerts().values()}
    assert (states["YRD101"], states["DAT202"], states["WBK101"]) == ("open", "resolved", "open")

    office.backend.workbooks["items"] = items
    back = run.sync(office.on(date(2026, 11, 22)))
    assert codes(back, "loads") == ["YRD101", "YRD101"]
    assert back.status == "ok"


def test_a_workbook_of_unknown_contents_pauses_only_departments_that_nobody_is_known_to_hold(tmp_path):
    books = deepcopy({"shop": SHOP_BOOKS, "other": YARD_BOOKS, "gone": {}})

    def settings(workbook):
        return workbook if workbook.name == "shop" else replace(workbook, departments=())

    with office_in_memory(tmp_path, books, (YARD, SHOP), settings=settings) as office:
        del office.backend.workbooks["gone"]
        result = run.sync(office.session)
        assert codes(result, "shop") == ["SHP101"]
        assert codes(result, "other") == ["DAT202"], "the yard may be in the workbook that is gone"
        office.backend.workbooks["gone"] = {"Trang": [["chữ"]]}
        assert codes(run.sync(office.session), "other") == ["DAT202", "YRD101"]


def test_a_failed_rule_of_a_paused_department_is_not_taken_for_mended(tmp_path):
    def raises(_books, _context):
        raise ZeroDivisionError

    broken = replace(YARD, rules=(raises,))
    books = deepcopy({"yard": YARD_BOOKS})
    with office_in_memory(tmp_path, books, (broken,)) as office:
        run.sync(office.session)
        spoil_doubled_header(office.backend.workbooks["yard"])
        run.sync(office.on(date(2026, 11, 21)))
        states = {alert.code: alert.status for alert in office.session.store.alerts().values()}
        assert states["RUL101"] == "open"


def test_a_rule_that_raises_leaves_the_alerts_of_its_department_as_they_are(tmp_path):
    def falls_over_stones(books, context):
        if any(item.name == "Đá tảng" for item in books.table(YARD.records[0])):
            raise ZeroDivisionError
        return YARD.rules[0](books, context)

    books = deepcopy({"yard": YARD_BOOKS, "shop": SHOP_BOOKS})
    with office_in_memory(tmp_path, books, (replace(YARD, rules=(falls_over_stones,)), SHOP)) as office:
        run.sync(office.session)
        office.grid("yard", "Vật tư")[2][1] = "Đá tảng"
        office.grid("shop", "Hàng")[1][1] = 4
        run.sync(office.on(date(2026, 11, 21)))
        states = {alert.code: alert.status for alert in office.session.store.alerts().values()}
        assert states == {"YRD101": "open", "DAT202": "open", "RUL101": "open", "SHP101": "resolved"}

        office.grid("yard", "Vật tư")[2][1] = "Đá"
        run.sync(office.on(date(2026, 11, 22)))
        states = {alert.code: alert.status for alert in office.session.store.alerts().values()}
        assert (states["YRD101"], states["RUL101"]) == ("open", "resolved")
