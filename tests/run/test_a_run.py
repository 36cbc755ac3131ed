"""A whole run in memory: what is written, what is mailed, and that a run repeated changes nothing."""

from copy import deepcopy
from datetime import date

import pytest

from rules.core.text import Text
from sync import run
from tests.support.offices import office_in_memory

GOODS = {
    "shop": {
        "Hàng": [
            ["DANH MỤC HÀNG", None, None, None],
            ["Mã", "Số lượng", "Đơn giá", "Ghi chú"],
            ["A1", 5, 1000, "của tôi"],
            ["B2", -2, 500, None],
            [None, None, None, None],
            ["C3", "1.234.567,5", "", "chữ"],
            ["Tổng cộng", 1234570.5, None, None],
        ]
    }
}


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        yield made


def test_a_run_flags_rows_computes_columns_and_writes_its_tabs(office):
    result = run.sync(office.session)

    assert result.status == "ok"
    grid = office.grid("shop", "Hàng")
    assert grid[1][4:] == ["⚙ Trạng thái", "⚙ Lý do", "⚙ Từ ngày", "⚙ Giá trị"]
    assert [row[4] for row in grid[2:4]] == ["Hợp lệ", "Lỗi"]
    assert grid[3][5] == "SHP101 -2 < 0 → Sửa"
    assert grid[3][6] == date(2026, 11, 20)
    assert [row[7] for row in grid[2:4]] == [5000, -1000]
    assert grid[5][4] == "Hợp lệ"
    assert len(grid[6]) == 4, "the totals row is not touched"
    assert "⚙ Tồn kho" in office.backend.workbooks["shop"]
    alerts = office.grid("shop", "⚙ Cảnh báo")
    assert (
        dict(zip(alerts[3], alerts[4], strict=False)).items()
        >= {
            "Vị trí": "Hàng!B4",
            "Mức độ": "Lỗi",
            "Mã": "SHP101",
            "Từ ngày": date(2026, 11, 20),
            "Số lần báo": 1,
            "Tình trạng": "Đang mở",
        }.items()
    )


def test_staff_cells_stay_as_they_were(office):
    run.sync(office.session)

    kept = [row[:4] for row in office.grid("shop", "Hàng")]
    assert kept == GOODS["shop"]["Hàng"]


def test_a_run_repeated_writes_nothing_and_mails_nothing(office):
    first = run.sync(office.session)
    before = deepcopy(office.backend.workbooks)

    second = run.sync(office.session)
    office.session.store.forget_digest()
    third = run.sync(office.session)

    assert len(first.mails) == 1
    for again in (second, third):
        assert sum(one.cells for one in again.workbooks) == 0
        assert again.mails == []
        assert [finding.code for finding in again.findings] == [finding.code for finding in first.findings]
    assert office.backend.workbooks == before
    assert len(office.mail.sent) == 1


def test_a_run_repeated_on_another_day_writes_nothing_either(office):
    run.sync(office.session)
    before = deepcopy(office.backend.workbooks)

    again = run.sync(office.on(date(2026, 12, 24)))

    assert office.backend.workbooks == before
    assert again.mails == []


def test_what_staff_put_right_is_resolved_once(office):
    run.sync(office.session)
    office.grid("shop", "Hàng")[3][1] = 2

    resolved = run.sync(office.on(date(2026, 11, 21)))
    quiet = run.sync(office.on(date(2026, 11, 22)))

    assert len(resolved.mails) == 1
    assert quiet.mails == []
    row = office.grid("shop", "Hàng")[3]
    assert row[4:7] == ["Hợp lệ", None, None]
    assert "Đã xử lý" in office.grid("shop", "⚙ Cảnh báo")[4]


def test_flags_follow_their_rows_when_staff_sort_and_insert(office):
    run.sync(office.session)
    grid = office.grid("shop", "Hàng")
    grid[2], grid[3] = grid[3], grid[2]
    for row in grid:
        row.insert(5, "chen giua")
    grid[1][5] = "Cột mới"

    again = run.sync(office.session)

    assert again.status == "ok"
    assert [row[4] for row in grid[2:4]] == ["Lỗi", "Hợp lệ"]
    assert office.grid("shop", "Hàng")[1].count("⚙ Lý do") == 1
    assert [row[5] for row in office.grid("shop", "Hàng")[2:4]] == ["chen giua", "chen giua"]


def test_a_flag_beside_a_row_that_staff_emptied_goes(office):
    run.sync(office.session)
    office.grid("shop", "Hàng")[3][:4] = [None, None, None, None]

    run.sync(office.session)

    assert office.grid("shop", "Hàng")[3][4:] == [None, None, None, None]


def test_a_snoozed_alert_is_not_mailed_again_before_its_day(office):
    run.sync(office.session)
    alerts = office.grid("shop", "⚙ Cảnh báo")
    header = alerts[3]
    alerts[4].extend([None] * (len(header) - len(alerts[4])))
    alerts[4][header.index("Hoãn đến")] = "30/11/2026"
    office.grid("shop", "Hàng")[3][1] = -9

    snoozed = run.sync(office.on(date(2026, 11, 25)))
    over = run.sync(office.on(date(2026, 12, 1)))

    assert snoozed.mails == []
    assert len(over.mails) == 1
    assert alerts[4][header.index("Hoãn đến")] == "30/11/2026"


def test_a_workbook_that_somebody_has_open_is_read_but_not_written(office):
    office.backend.opened_by["shop"] = Text(" bởi Lan", " by Lan")
    before = deepcopy(office.backend.workbooks)

    result = run.sync(office.session)

    assert result.status == "partial"
    assert result.workbooks[0].status == "locked"
    assert "Lan" in result.workbooks[0].problem.text(office.session.office.voice)
    assert office.backend.workbooks == before
    assert len(result.mails) == 1
    del office.backend.opened_by["shop"]
    assert run.sync(office.session).workbooks[0].status == "changed"


def test_a_workbook_changed_between_reading_and_writing_is_planned_anew(office):
    def edit(step, _location):
        if step == "prepare" and office.grid("shop", "Hàng")[3][1] == -2:
            office.grid("shop", "Hàng")[3][1] = 7

    office.backend.before_step = edit

    result = run.sync(office.session)

    assert result.status == "ok"
    assert result.findings == [] or all(finding.code != "SHP101" for finding in result.findings)
    assert office.grid("shop", "Hàng")[3][4] == "Hợp lệ"


def test_a_workbook_that_keeps_changing_is_left_for_the_next_run(office):
    counter = iter(range(100))

    def edit(step, _location):
        if step == "complete":
            office.grid("shop", "Hàng")[2][3] = f"note {next(counter)}"

    office.backend.before_step = edit

    result = run.sync(office.session)

    assert result.workbooks[0].status == "failed"
    assert result.workbooks[0].problem.code == "WBK107"
    assert len(office.grid("shop", "Hàng")[2]) == 4
    assert office.session.store.unfinished_writes() == []


def test_plan_says_what_a_run_would_do_and_changes_nothing(office):
    before = deepcopy(office.backend.workbooks)

    planned = run.plan(office.session)

    assert office.backend.workbooks == before
    assert office.session.store.runs() == []
    assert office.mail.sent == []
    done = run.sync(office.session)
    assert sum(one.cells for one in planned.workbooks) > 0
    assert planned.mails == done.mails
    document = planned.to_json(office.session.office.voice)
    assert {"cell": "F4", "before": None}.items() <= next(
        change for change in document["changes"] if change["column"] == "⚙ Lý do" and change["after"]
    ).items()


def test_an_amount_in_another_currency_is_told_and_not_taken_for_one_of_the_office(tmp_path):
    goods = deepcopy(GOODS)
    goods["shop"]["Hàng"][2][2] = "$500"
    goods["shop"]["Hàng"][3][2] = "500 đ"
    with office_in_memory(tmp_path, goods) as office:
        result = run.sync(office.session)

    assert [(one.code, one.place.row) for one in result.findings if one.place.column == 3] == [("DAT202", 3)]
