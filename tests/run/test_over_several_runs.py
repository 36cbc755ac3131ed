"""Stories of several runs: closed periods, settings, months in files of their own, tabs that staff take away."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.message import Voice
from sync import run
from tests.support.offices import office_in_memory
from tests.support.shop import SHOP
from tests.support.yard import YARD


def codes(result):
    return sorted(finding.code for finding in result.findings if finding.message.alert)


def whys(office, tab="Hàng"):
    grid = office.grid("shop", tab)
    column = grid[0].index("⚙ Lý do")
    return {row[0]: row[column] for row in grid[1:] if row and len(row) > column and row[column]}


@pytest.fixture
def books():
    return {
        "shop": {
            "Hàng": [
                ["Mã", "Số lượng", "Ngày bán"],
                ["A1", 5, date(2026, 9, 3)],
                ["B2", 7, date(2026, 10, 9)],
                ["C3", 1, date(2026, 11, 2)],
            ],
            "Cài đặt": [["Mục cài đặt", "Giá trị"], ["Khóa sổ đến", None], ["Ít nhất", None]],
        }
    }


@pytest.fixture
def office(tmp_path, books):
    with office_in_memory(tmp_path, books) as made:
        yield made


def close(office, through):
    office.grid("shop", "Cài đặt")[1][1] = through


def test_a_period_is_closed_edited_opened_again_and_closed_further(office):
    goods = office.grid("shop", "Hàng")
    close(office, date(2026, 10, 31))
    assert codes(run.sync(office.session)) == [], "closing is no finding"

    goods = office.grid("shop", "Hàng")
    goods[2][1] = 70
    goods.insert(1, ["D4", 2, date(2026, 9, 30)])
    edited = run.sync(office.on(date(2026, 11, 21)))
    assert codes(edited) == ["SHP201", "SHP202"]
    assert whys(office)["B2"] == "SHP201 Số lượng: 7 -> 70 → Sửa"

    goods = office.grid("shop", "Hàng")
    del goods[2]
    assert codes(run.sync(office.on(date(2026, 11, 22)))) == ["SHP201", "SHP202", "SHP203"]

    close(office, date(2026, 9, 30))
    assert codes(run.sync(office.on(date(2026, 11, 23)))) == ["SHP202", "SHP203"], "October is open again"
    close(office, None)
    assert codes(run.sync(office.on(date(2026, 11, 24)))) == []
    assert office.session.store.frozen("goods") is None

    close(office, date(2026, 11, 30))
    assert codes(run.sync(office.on(date(2026, 12, 1)))) == []
    office.grid("shop", "Hàng")[3][1] = 99
    assert codes(run.sync(office.on(date(2026, 12, 2)))) == ["SHP201"]


def test_a_period_is_closed_further_while_an_edit_is_still_open(office):
    close(office, date(2026, 9, 30))
    run.sync(office.session)
    office.grid("shop", "Hàng")[1][1] = 50
    run.sync(office.session)
    close(office, date(2026, 10, 31))
    assert codes(run.sync(office.on(date(2026, 11, 21)))) == ["SHP201"]
    office.grid("shop", "Hàng")[2][1] = 8
    assert codes(run.sync(office.on(date(2026, 11, 22)))) == ["SHP201", "SHP201"]


def test_what_was_frozen_stays_while_a_rule_of_the_department_fails(tmp_path, books):
    def raises(_books, _context):
        raise ZeroDivisionError

    with office_in_memory(tmp_path, books, (replace(SHOP, rules=(raises,)),)) as office:
        close(office, date(2026, 10, 31))
        assert codes(run.sync(office.session)) == ["RUL101"]
        assert office.session.store.frozen("goods") is None


def test_a_setting_that_staff_change_counts_in_the_next_run(office):
    assert codes(run.sync(office.session)) == []
    office.grid("shop", "Cài đặt")[2][1] = "6"
    assert codes(run.sync(office.session)) == ["SHP101", "SHP101"]
    office.grid("shop", "Cài đặt")[2][1] = "nhiều"
    assert codes(run.sync(office.session)) == ["DAT601"], "the default is used"


def test_a_day_for_snoozing_that_is_no_date_is_a_finding_until_it_is_mended(office):
    office.grid("shop", "Hàng")[1][1] = -5
    run.sync(office.session)
    alerts = office.grid("shop", "⚙ Cảnh báo")
    snooze = alerts[3].index("Hoãn đến")
    alerts[4].extend([None] * (snooze + 1 - len(alerts[4])))
    alerts[4][snooze] = "khi nào rảnh"
    assert codes(run.sync(office.session)) == ["DAT204", "SHP101"]
    office.grid("shop", "⚙ Cảnh báo")[4][snooze] = "30/11/2026"
    assert codes(run.sync(office.session)) == ["SHP101"]


def test_an_alerts_tab_that_staff_deleted_comes_back_without_a_mail(office):
    office.grid("shop", "Hàng")[1][1] = -5
    run.sync(office.session)
    del office.backend.workbooks["shop"]["⚙ Cảnh báo"]
    again = run.sync(office.session)
    assert again.mails == []
    assert [row[3] for row in office.grid("shop", "⚙ Cảnh báo")[3:]] == ["Mã", "SHP101"]


def test_alerts_that_staff_sorted_stay_where_they_are_put(office):
    goods = office.grid("shop", "Hàng")
    goods[1][1], goods[2][1] = -5, -6
    run.sync(office.session)
    alerts = office.grid("shop", "⚙ Cảnh báo")
    alerts[4], alerts[5] = alerts[5], alerts[4]
    office.grid("shop", "Hàng")[1][1] = 5
    run.sync(office.on(date(2026, 11, 21)))
    alerts = office.grid("shop", "⚙ Cảnh báo")
    states = [row[alerts[3].index("Tình trạng")] for row in alerts[4:]]
    places = [row[1] for row in alerts[4:]]
    assert list(zip(places, states, strict=True)) == [("Hàng!B3", "Đang mở"), ("Hàng!B2", "Đã xử lý")]


def test_an_office_that_changes_its_language_finds_what_it_owns(office):
    office.grid("shop", "Hàng")[1][1] = -5
    run.sync(office.session)
    voice = Voice("en", "USD", "en_US")
    english = replace(office.session, office=replace(office.session.office, voice=voice, digest="other"))
    assert run.sync(english).mails == []
    assert sorted(office.backend.workbooks["shop"]) == ["Cài đặt", "Hàng", "⚙ Cảnh báo", "⚙ Tồn kho"]
    assert [row[3] for row in office.grid("shop", "Hàng")] == ["⚙ Trạng thái", "Error", "OK", "OK"]


def test_a_table_spread_over_files_is_one_table(tmp_path):
    def month(*rows):
        return {"Hàng": [["Mã", "Số lượng"], *map(list, rows)]}

    books = {"shop/2026-10.xlsx": month(("A1", 1)), "shop/2026-11.xlsx": month(("B2", -1), ("A1", 4))}
    with office_in_memory(tmp_path, books, locations={"shop": "shop/*.xlsx"}) as office:
        result = run.sync(office.session)
        assert [one.name for one in result.workbooks] == ["shop/2026-10.xlsx", "shop/2026-11.xlsx"]
        assert codes(result) == ["SHP101"]
        assert office.grid("shop/2026-11.xlsx", "Hàng")[1][2] == "Lỗi"
        assert "⚙ Tồn kho" in office.backend.workbooks["shop/2026-10.xlsx"], "the report lands in the first file"
        assert "⚙ Tồn kho" not in office.backend.workbooks["shop/2026-11.xlsx"]
        totals = [row for row in office.grid("shop/2026-10.xlsx", "⚙ Tồn kho") if row[:1] == ["Cộng"]]
        assert totals == [["Cộng", 4]]

        del office.backend.workbooks["shop/2026-10.xlsx"]
        office.backend.workbooks["shop/2026-12.xlsx"] = month(("D4", 1))
        later = run.sync(office.on(date(2026, 12, 1)))
        assert later.status == "ok"
        assert run.undo(office.session, later.run).problems == []


def test_a_report_of_confidential_data_is_withheld_from_an_open_workbook(tmp_path):
    books = {
        "items": {"Vật tư": [["Mã vật tư", "Tên"], ["X1", "Cát"]]},
        "loads": {"Chuyến": [["Số chuyến", "Mã vật tư", "Khối lượng"], ["1", "X1", 10]]},
    }

    def settings_of(workbook):
        return replace(workbook, departments=("yard",), confidential=workbook.name == "items")

    with office_in_memory(tmp_path, books, (YARD,), settings=settings_of) as office:
        result = run.sync(office.session)
        assert codes(result) == ["WBK111"]
        assert "⚙ Các chuyến" not in office.backend.workbooks["loads"]
        assert "Các chuyến" in result.findings[0].text(office.session.office.voice)


def test_a_department_is_confidential_by_default_where_its_rules_say_so(tmp_path):
    books = {
        "yard": {"Vật tư": [["Mã vật tư", "Tên"], ["X1", "Cát"]], "Chuyến": [["Số chuyến", "Mã vật tư", "Khối lượng"]]}
    }
    with office_in_memory(tmp_path, books, (replace(YARD, confidential=True),)) as office:
        assert codes(run.sync(office.session)) == []
        assert "⚙ Các chuyến" in office.backend.workbooks["yard"]


def test_a_report_whose_home_is_not_kept_lands_nowhere(tmp_path):
    books = {"other": {"Vật tư": [["Mã vật tư", "Tên"], ["X1", "Cát"], ["X2", "Đá"]]}}
    with office_in_memory(tmp_path, books, (YARD,)) as office:
        assert run.sync(office.session).status == "ok"
        assert [title for title in office.backend.workbooks["other"] if title.startswith("⚙")] == []


cells = st.one_of(st.none(), st.integers(-9, 9), st.sampled_from(["nhiều", "1.000", "12%", "01/02/2026", "Tổng"]))
grids = st.lists(st.lists(cells, min_size=4, max_size=4), max_size=5)


@given(grids, st.sampled_from([date(2026, 11, 20), date(2027, 2, 3)]))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_any_small_books_run_twice_are_written_and_mailed_once(tmp_path_factory, rows, second_day):
    books = {"shop": {"Hàng": [["Mã", "Số lượng", "Đơn giá", "Ngày bán"], *deepcopy(rows)]}}
    with office_in_memory(tmp_path_factory.mktemp("office"), books) as office:
        first = run.sync(office.session)
        assert first.status == "ok"
        before = deepcopy(office.backend.workbooks)
        office.session.store.forget_digest()

        second = run.sync(office.on(second_day))

        assert office.backend.workbooks == before
        assert sum(one.cells for one in second.workbooks) == 0
        assert second.mails == []
        assert codes(second) == codes(first)
        assert [row[:4] for row in before["shop"]["Hàng"][1:]] == rows
