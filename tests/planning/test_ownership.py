"""Nothing is planned that Sheetkeeper does not own, whatever asks for it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.owned import ALERT_COLUMNS, is_owned
from sync.backends.base import ColumnCells, Edits, NewColumn, NewTab, TabEdits
from sync.backends.ownership import NotOwnedError, check_ownership
from sync.planning.draft import Draft
from sync.planning.plan import Block
from tests.planning.planned import plan_tabs, snapshot_of

SAMPLE = settings(max_examples=60, deadline=None, derandomize=True)

ALERTS = [[], [], [], [column.titles.vi for column in ALERT_COLUMNS], ["A-1"]]
OFFICE = snapshot_of(
    {
        "Hàng": [["Mã", "Số lượng", "⚙ Trạng thái", "ghi chú"], ["A1", 1, "Hợp lệ", "của tôi"]],
        "Nháp": [["⚙ không phải tiêu đề của ai"]],
        "⚙ Tồn kho": [["cũ"]],
        "⚙ Cảnh báo": ALERTS,
    }
)

columns = st.integers(1, len(ALERT_COLUMNS))
rows = st.lists(st.integers(2, 12), min_size=1, max_size=4, unique=True).map(sorted)
cells = st.builds(lambda column, numbers: ColumnCells(column, numbers, ["x"] * len(numbers)), columns, rows)
new_columns = st.builds(
    NewColumn, columns, st.sampled_from(["⚙ Lý do", "Lý do", " ⚙ Why", "Mã"]), header_row=st.just(1)
)
tab_edits = st.builds(
    TabEdits,
    st.sampled_from(["Hàng", "⚙ Tồn kho", "⚙ Cảnh báo", "Không có"]),
    st.lists(cells, max_size=3),
    st.lists(new_columns, max_size=2),
)
new_tabs = st.builds(NewTab, st.sampled_from(["⚙ Mới", "Mới", "⚙ Tồn kho", "Hàng"]))


def is_ours(title, block, appended):
    """Say by the letter of the promise whether a column of a tab may be written."""
    if title == "⚙ Tồn kho":
        return True
    if title == "⚙ Cảnh báo":
        below_header = max(block.rows) > len(ALERTS) - 1
        return not (below_header and ALERT_COLUMNS[block.column - 1].staff)
    return title == "Hàng" and (block.column == 3 or block.column in appended)


@SAMPLE
@given(st.lists(tab_edits, max_size=3), st.lists(new_tabs, max_size=2))
def test_whatever_is_to_be_written_is_refused_unless_it_is_ours(edits, tabs):
    owned = all(tab.title == "⚙ Mới" for tab in tabs)
    for edit in edits:
        appended = {new.column for new in edit.new_columns}
        if edit.title == "Hàng":
            owned &= all(new.column > 4 and is_owned(new.title) for new in edit.new_columns)
        owned &= all(is_ours(edit.title, block, appended) for block in edit.columns)
        owned &= edit.title != "Không có"

    if owned:
        check_ownership(OFFICE, Edits(edits, tabs))
    else:
        with pytest.raises(NotOwnedError):
            check_ownership(OFFICE, Edits(edits, tabs))


@pytest.mark.parametrize("column", [1, 2, 4])
def test_a_draft_refuses_a_cell_of_the_staff(column):
    draft = Draft(OFFICE)
    draft.add(Block("Hàng", column, "⚙ Lý do", [2], ["A1"], [None], ["x"], ["why"]), [None])
    with pytest.raises(NotOwnedError):
        draft.plan()


def test_a_draft_takes_a_column_of_ours_and_leaves_out_what_is_there_already():
    draft = Draft(OFFICE)
    draft.add(
        Block("Hàng", 3, "⚙ Trạng thái", [2, 3], ["A1", "B2"], ["Hợp lệ", None], ["Hợp lệ", "Lỗi"], ["", ""]),
        ["a", "b"],
    )
    plan = draft.plan()
    assert [(change.address, change.before, change.after) for change in plan] == [("C3", None, "Lỗi")]
    assert plan.edits.tabs[0].columns[0].style == ["b"]


@SAMPLE
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A1", "B2", "C3", "", None]),
            st.one_of(st.none(), st.integers(-5, 5), st.sampled_from(["nhiều", "⚙ x", "5", "Tổng cộng"])),
            st.one_of(st.none(), st.text(max_size=4)),
        ),
        max_size=6,
    )
)
def test_a_plan_touches_owned_columns_and_owned_tabs_only(goods):
    tabs = {"Hàng": [["Mã", "Số lượng", "Ghi chú"], *map(list, goods)], "Riêng": [["Mã", "Số lượng?"]]}
    plan = plan_tabs(tabs)
    for change in plan:
        assert change.tab.startswith("⚙ ") or (change.tab == "Hàng" and change.column > 3)
    assert {tab.title for tab in plan.edits.new_tabs} <= {"⚙ Tồn kho", "⚙ Cảnh báo"}


def test_a_block_of_the_alerts_tab_that_begins_above_the_header_must_not_reach_down_to_the_staffs_notes():
    note = len(ALERT_COLUMNS)
    check_ownership(OFFICE, Edits([TabEdits("⚙ Cảnh báo", [ColumnCells(note, [1, 4], ["x", "y"])])]))
    with pytest.raises(NotOwnedError):
        check_ownership(OFFICE, Edits([TabEdits("⚙ Cảnh báo", [ColumnCells(note, [1, 5], ["x", "y"])])]))
