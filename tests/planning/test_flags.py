"""Flags and computed columns beside staff's rows: what a bookkeeper sees at the right of the table."""

from datetime import date

import pytest

from rules.core.finding import Finding, Place
from rules.core.message import Severity, Voice
from rules.core.rule import Context
from sync.alerts.lifecycle import decide, state_after
from sync.backends.base import Snapshot, Tab
from sync.planning.flags import row_flags
from sync.planning.planner import plan_office
from sync.reading import read_office
from tests.planning.planned import AS_OF, column, plan_tabs, snapshot_of, write
from tests.support.shop import SHOP, Good, message

ENGLISH = Voice("en", "USD", "en_US")


def shop():
    return {"Hàng": [["Mã", "Số lượng", "Đơn giá"], ["A1", 5, 1000], ["B2", -2, 500]]}


@pytest.fixture
def written():
    tabs = shop()
    write(tabs, plan_tabs(tabs))
    return tabs


def test_a_row_without_findings_gets_only_its_status(written):
    assert column(written, "⚙ Trạng thái") == {"A1": "Hợp lệ", "B2": "Lỗi"}
    assert column(written, "⚙ Từ ngày") == {"A1": None, "B2": AS_OF}


def test_every_change_says_why():
    reasons = {(change.key, change.title): change.reason for change in plan_tabs(shop()) if change.tab == "Hàng"}
    assert reasons["B2", "⚙ Lý do"] == "SHP101"
    assert reasons["A1", "⚙ Trạng thái"] == "OK"
    assert reasons["A1", "⚙ Giá trị"] == "Giá trị"


def test_a_row_with_many_findings_spells_out_three_and_counts_the_rest():
    snapshot = snapshot_of(shop())
    tab = read_office([snapshot], [SHOP]).workbooks[0].tabs[0]
    warning = message("TST101", Severity.WARNING, "{n}")
    findings = [Finding(warning, Place("shop", "Hàng", 3), "goods", (str(n),), {"n": n}) for n in range(5)]

    status, why, since = row_flags(tab, {3: findings}, {}, Voice())

    assert status.values == ["Hợp lệ", "Cảnh báo"]
    lines = why.values[1].split("  •  ")
    assert [line[:8] for line in lines[:3]] == ["TST101 0", "TST101 1", "TST101 2"]
    assert lines[3] == "… và 2 việc khác"
    assert since.values == [None, None], "nobody must act on it"
    assert status.reasons[1] == "TST101"


@pytest.mark.parametrize("row", [1, 4, 99])
def test_a_finding_beside_no_data_row_flags_none(row):
    tab = read_office([snapshot_of(shop())], [SHOP]).workbooks[0].tabs[0]
    finding = Finding(message("TST101", Severity.ERROR, "x"), Place("shop", "Hàng", row))
    assert row_flags(tab, {row: [finding]}, {}, Voice())[0].values == ["Hợp lệ", "Hợp lệ"]


def test_an_office_that_changes_its_language_keeps_its_columns(written):
    write(written, plan_tabs(written, voice=ENGLISH))
    assert written["Hàng"][0][3:] == ["⚙ Trạng thái", "⚙ Lý do", "⚙ Từ ngày", "⚙ Giá trị"]
    assert column(written, "⚙ Trạng thái") == {"A1": "OK", "B2": "Error"}
    assert sorted(written) == ["Hàng", "⚙ Cảnh báo", "⚙ Tồn kho"]
    assert plan_tabs(written, voice=ENGLISH).cells == 0


def test_an_owned_column_that_staff_moved_is_found_where_it_is(written):
    for row in written["Hàng"]:
        row.extend([None] * (7 - len(row)))
        row.insert(0, row.pop(3))
    assert [change.title for change in plan_tabs(written)] == ["Vị trí"], "only the alert's place is another one"


def test_an_owned_column_that_staff_renamed_to_their_own_is_theirs_from_then_on(written):
    written["Hàng"][0][4] = "Lý do của tôi"
    write(written, plan_tabs(written))
    assert written["Hàng"][0][4] == "Lý do của tôi"
    assert column(written, "Lý do của tôi")["B2"] == "SHP101 -2 < 0 → Sửa"
    assert column(written, "⚙ Lý do")["B2"] == "SHP101 -2 < 0 → Sửa"
    assert written["Hàng"][0].index("⚙ Lý do") == 7


def test_of_an_owned_column_that_staff_doubled_the_first_is_kept_up(written):
    for row in written["Hàng"]:
        row.extend([None] * (7 - len(row)))
        row.append(row[3])
    written["Hàng"][2][1] = 9
    write(written, plan_tabs(written))
    assert [row[3] for row in written["Hàng"]] == ["⚙ Trạng thái", "Hợp lệ", "Hợp lệ"]
    assert written["Hàng"][2][7] == "Lỗi", "the copy is nobody's business"


def test_flags_beside_rows_that_staff_emptied_go(written):
    written["Hàng"][2][:3] = [None, None, None]
    write(written, plan_tabs(written))
    assert not any(written["Hàng"][2])


def test_new_columns_stand_at_the_right_of_everything_formulas_and_merged_titles_too():
    tab = Tab(
        "Hàng",
        [["Mã", "Số lượng", None, None], ["A1", 5, "", None]],
        formulas={(2, 6): "=1+1"},
        merged=[(1, 4, 1, 8)],
    )
    reading = read_office([Snapshot("shop", "shop", "1", [tab])], [SHOP])
    (plan,) = plan_office(reading, [], [], {}, [], AS_OF, Voice())
    assert [new.column for new in plan.edits.tabs[0].new_columns] == [9, 10, 11]


def test_a_computed_column_of_another_table_is_not_put_beside_this_one():
    tabs = shop() | {"Khác": [["Tên", "Tuổi"], ["An", 3]]}
    plan = plan_tabs(tabs)
    assert {change.tab for change in plan} == {"Hàng", "⚙ Tồn kho", "⚙ Cảnh báo"}


def test_beside_the_rows_of_a_paused_department_nothing_is_written_nor_emptied(written):
    written["Hàng"][1][1] = -7
    plan = plan_tabs(written, paused=[Good])
    assert {change.tab for change in plan} <= {"⚙ Cảnh báo"}


def test_a_flag_tells_since_when_a_matter_is_open(written):
    reading = read_office([snapshot_of(shop())], [SHOP])
    findings = [*SHOP.rules[0](reading.books, Context(AS_OF))]
    assert len(findings) == 1
    tabs = shop()
    known = state_after({}, decide({}, findings, as_of=date(2026, 11, 1)))
    write(tabs, plan_tabs(tabs, known=known))
    assert column(tabs, "⚙ Từ ngày")["B2"] == date(2026, 11, 1)


def test_a_row_that_a_finding_names_twice_is_flagged_once():
    reading = read_office([snapshot_of(shop())], [SHOP])
    here = Place("shop", "Hàng", 3, 2)
    twice = Finding(message("TST101", Severity.ERROR, "x"), here, "goods", ("B2",), also=(here, Place("shop", "Hàng")))
    (plan,) = plan_office(reading, [twice], [], {}, [], AS_OF, Voice())
    assert [change.after for change in plan if change.title == "⚙ Lý do"] == ["TST101 x → Sửa"]
