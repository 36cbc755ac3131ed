"""The alerts tab: rows are found by their alert wherever staff sorted them to, and two columns are never written."""

from dataclasses import replace
from datetime import date

import pytest

from rules.core.message import Voice
from rules.core.owned import ALERT_COLUMNS
from rules.core.rule import Context
from sync.alerts.lifecycle import alert_id, decide, state_after
from sync.backends.base import Snapshot, Tab
from sync.planning.alerts_tab import draft_alerts, read_alert_rows, read_snoozes
from sync.planning.draft import Draft
from sync.reading import read_office
from tests.planning.planned import AS_OF, column, plan_tabs, snapshot_of, write
from tests.support.shop import SHOP

ALERTS = "⚙ Cảnh báo"
TITLES = [column.titles.vi for column in ALERT_COLUMNS]
SNOOZE, NOTE = TITLES.index("Hoãn đến"), TITLES.index("Ghi chú")


def known_from(tabs):
    reading = read_office([snapshot_of(tabs)], [SHOP])
    findings = [*SHOP.rules[0](reading.books, Context(AS_OF))]
    return state_after({}, decide({}, findings, as_of=AS_OF)), {alert_id(finding): finding for finding in findings}


@pytest.fixture
def written():
    tabs = {"Hàng": [["Mã", "Số lượng"], ["A1", -1], ["B2", -2], ["C3", -3]]}
    write(tabs, plan_tabs(tabs))
    for row in tabs[ALERTS][3:]:
        row.extend([None] * (len(TITLES) - len(row)))
    return tabs


def again(tabs):
    known, _ = known_from(tabs)
    return plan_tabs(tabs, known=known)


def test_a_row_tells_what_where_and_since_when(written):
    header, first = written[ALERTS][3:5]
    row = dict(zip(header, first, strict=True))
    assert (row["Vị trí"], row["Nội dung"], row["Từ ngày"]) == ("Hàng!B2", "-1 < 0", AS_OF)
    assert (row["Tình trạng"], row["Số lần báo"]) == ("Đang mở", 1)


def test_staff_may_sort_the_rows_and_move_the_columns(written):
    grid = written[ALERTS]
    grid[4:] = [grid[6], grid[4], grid[5]]
    for row in grid[3:]:
        row.reverse()
    assert again(written).cells == 0


def test_a_new_alert_is_appended_below_everything_that_stands_there(written):
    written[ALERTS].append([None, "ghi chú của kế toán"])
    written["Hàng"].append(["D4", -4])
    plan = plan_tabs(written, known=known_from(written)[0])
    assert {change.row for change in plan if change.tab == ALERTS} == {9}


def test_what_staff_note_and_put_off_is_never_written(written):
    for row in written[ALERTS][4:]:
        row[SNOOZE], row[NOTE] = "30/11/2026", "đang hỏi"
    written["Hàng"][1][1] = 5
    plan = plan_tabs(written, known=known_from(written)[0])
    assert not {change.column for change in plan if change.tab == ALERTS} & {SNOOZE + 1, NOTE + 1}


def test_a_day_until_which_an_alert_is_put_off_is_read_in_any_form(written):
    for row, typed in zip(written[ALERTS][4:], ["30/11/2026", date(2026, 12, 1), 46357.0], strict=True):
        row[SNOOZE] = typed
    snoozes, findings = read_snoozes(snapshot_of(written))
    assert list(snoozes.values()) == [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 1)]
    assert findings == []


def test_a_text_that_is_no_day_is_a_finding_in_its_cell(written):
    written[ALERTS][5][SNOOZE] = "tuần sau"
    snoozes, (finding,) = read_snoozes(snapshot_of(written))
    assert snoozes == {}
    assert (finding.code, finding.place.address, finding.place.tab) == ("DAT204", "K6", ALERTS)
    assert "tuần sau" in finding.text(Voice())


def test_a_tab_that_staff_deleted_comes_back_with_what_is_open(written):
    known, _ = known_from(written)
    one = next(iter(known))
    known[one] = replace(known[one], status="resolved", resolved_on=AS_OF)
    del written[ALERTS]
    written["Hàng"][1][1] = 5
    write(written, plan_tabs(written, known=known))
    assert written[ALERTS][3][:3] == TITLES[:3]
    assert len(written[ALERTS]) == 4 + 2


def test_a_resolved_row_that_staff_deleted_does_not_come_back(written):
    known, _ = known_from(written)
    written["Hàng"][1][1] = 5
    known = {name: replace(one, status="resolved") if one.key == ("A1",) else one for name, one in known.items()}
    write(written, plan_tabs(written, known=known))
    assert next(iter(column(written, "Tình trạng", ALERTS).values())) == "Đã xử lý"
    del written[ALERTS][4]
    write(written, plan_tabs(written, known=known))
    assert len(written[ALERTS]) == 6


def test_an_emptied_tab_gets_its_titles_again(written):
    written[ALERTS][:] = [[None] * 12 for _ in range(8)]
    write(written, plan_tabs(written))
    assert written[ALERTS][0][0] == "Cảnh báo"
    assert written[ALERTS][3] == TITLES
    assert [row[3] for row in written[ALERTS][4:7]] == ["SHP101"] * 3


def test_a_column_that_staff_deleted_comes_back_at_the_right(written):
    for row in written[ALERTS][3:]:
        del row[TITLES.index("Việc cần làm")]
    written[ALERTS][5].extend(["ngoài", "bảng"])
    write(written, again(written))
    assert written[ALERTS][3][-1] == "Việc cần làm"
    assert len(written[ALERTS][3]) == 14
    assert [row[-1] for row in written[ALERTS][4:]] == ["Sửa"] * 3
    assert again(written).cells == 0


def test_a_tab_without_its_header_is_left_alone_since_nobody_knows_which_cells_are_the_staffs(written):
    del written[ALERTS][3]
    _, (finding,) = read_snoozes(snapshot_of(written))
    assert (finding.code, finding.place.tab) == ("DAT603", ALERTS)
    assert "Mã cảnh báo" in finding.text(Voice())
    assert not [change for change in again(written) if change.tab == ALERTS]


def test_a_row_of_an_alert_about_which_nothing_can_be_said_keeps_what_it_says(written):
    known, _ = known_from(written)
    draft = Draft(snapshot_of(written))
    draft_alerts(draft, list(known.values()), {}, AS_OF, Voice())
    assert draft.plan().cells == 0


def test_an_open_alert_without_a_finding_is_listed_by_its_title_where_its_row_is_gone(written):
    known, _ = known_from(written)
    del written[ALERTS]
    draft = Draft(snapshot_of(written))
    draft_alerts(draft, list(known.values()), {}, AS_OF, Voice())
    cells = {change.address: change.after for change in draft.plan()}
    assert (cells["B5"], cells["E5"]) == ("Hàng!B2", next(iter(known.values())).title.vi)


def test_a_workbook_without_alerts_gets_no_tab():
    plan = plan_tabs({"Hàng": [["Mã", "Số lượng"], ["A1", 1]]})
    assert [tab.title for tab in plan.edits.new_tabs] == ["⚙ Tồn kho"]
    assert read_snoozes(snapshot_of({"Hàng": [["Mã", "Số lượng"]]})) == ({}, [])


def test_a_cell_is_journalled_under_its_alert_and_column():
    tabs = {"Hàng": [["Mã", "Số lượng"], ["A1", -1]]}
    known, _ = known_from(tabs)
    changes = {(change.key, change.title) for change in plan_tabs(tabs) if change.tab == ALERTS}
    assert {(next(iter(known)), "Tình trạng"), ("A1", "Mã cảnh báo"), ("C4", "Mức độ")} <= changes


def test_an_alert_is_found_by_its_id_and_column_in_any_language(written):
    rows = read_alert_rows(Snapshot("shop", "shop", "1", [Tab(ALERTS, written[ALERTS])]))
    identity = written[ALERTS][5][0]
    assert rows.place("State", identity) == (6, TITLES.index("Tình trạng") + 1)
    assert rows.place("Tình trạng", "A-0000000000") is None
    assert rows.place("Không có", identity) is None


def test_a_snooze_that_no_cell_of_the_row_reaches_is_none(written):
    written[ALERTS][4:] = [row[:5] for row in written[ALERTS][4:]]
    assert read_snoozes(snapshot_of(written)) == ({}, [])


def test_a_row_without_an_alert_is_nobodys(written):
    written[ALERTS].append([7, "lạc"])
    written[ALERTS].append([])
    assert len(read_alert_rows(snapshot_of(written)).rows) == 3
    assert again(written).cells == 0


@pytest.mark.parametrize(
    ("link", "after"),
    [
        ("https://sheets.example.com/1#gid={tab_id}&range={address}", " https://sheets.example.com/1#gid=&range=B2"),
        ("file:///share/{tab}", ""),
        ("", ""),
    ],
    ids=["on the web", "a file", "no link"],
)
def test_a_place_comes_with_the_address_that_anybody_can_open(written, link, after):
    known, findings = known_from(written)
    del written[ALERTS]
    draft = Draft(replace(snapshot_of(written), link=link))
    draft_alerts(draft, list(known.values()), findings, AS_OF, Voice())
    cells = {change.address: change.after for change in draft.plan()}
    assert cells["B5"] == "Hàng!B2" + after
