"""A journalled cell is found by tab, column title and key, wherever staff moved it."""

import pytest

from rules.core.owned import ALERTS, owned
from sync.planning.whereabouts import value_at, whereabouts
from sync.reading import read_office
from tests.planning.planned import plan_tabs, snapshot_of, write
from tests.support.shop import SHOP

TAB = "Hàng"


@pytest.fixture
def tabs():
    return {TAB: [["Mã", "Số lượng", "Đơn giá"], ["SP1", -1, 5], ["SP2", 2, 5], ["SP3", 3, 5]]}


@pytest.fixture
def journal(tabs):
    """Return the blocks of a first run, by tab and title, and write them."""
    plan = plan_tabs(tabs)
    write(tabs, plan)
    return {(block.tab, block.title): block for block in plan.blocks}


def found(block, tabs):
    """Return key -> the value that stands where a cell was found now, for the cells that were found."""
    snapshot = snapshot_of(tabs)
    (workbook,) = read_office([snapshot], [SHOP]).workbooks
    reading = next((one for one in workbook.tabs if one.tab.title == block.tab), None)
    places = whereabouts(block, snapshot, reading)
    tab = snapshot.tab(block.tab)
    return {key: value_at(tab, *place) for key, place in zip(block.keys, places, strict=True) if place is not None}


def test_cells_are_found_in_rows_that_were_sorted_and_columns_that_were_moved(tabs, journal):
    block = journal[TAB, "⚙ Trạng thái"]
    before = found(block, tabs)
    tabs[TAB] = [[*row[3:], *row[:3]] for row in (tabs[TAB][0], *reversed(tabs[TAB][1:]))]
    assert found(block, tabs) == before == {"SP1": "Lỗi", "SP2": "Hợp lệ", "SP3": "Hợp lệ"}


def test_a_deleted_row_is_found_no_more_and_the_others_still_are(tabs, journal):
    del tabs[TAB][2]
    assert found(journal[TAB, "⚙ Trạng thái"], tabs) == {"SP1": "Lỗi", "SP3": "Hợp lệ"}


def test_a_column_under_another_title_is_not_taken_for_the_one_that_was_written(tabs, journal):
    header = tabs[TAB][0]
    header[header.index("⚙ Trạng thái")] = "Ghi chú"
    assert found(journal[TAB, "⚙ Trạng thái"], tabs) == {}


def test_a_tab_that_was_deleted_has_no_cells(tabs, journal):
    del tabs[TAB]
    assert found(journal[TAB, "⚙ Trạng thái"], tabs) == {}


def test_a_tab_that_is_a_table_no_more_has_no_cells(tabs, journal):
    tabs[TAB] = [["Mọi thứ đã chuyển sang sổ khác"]]
    assert found(journal[TAB, "⚙ Trạng thái"], tabs) == {}


def test_an_alert_is_found_by_its_number_in_whichever_row_of_the_list_it_stands(tabs, journal):
    title = owned(ALERTS, "vi")
    blocks = [block for (tab, _), block in journal.items() if tab == title]
    before = [found(block, tabs) for block in blocks]
    assert {"SHP101", "Lỗi"} <= {value for values in before for value in values.values()}
    rows = tabs[title]
    rows.insert(next(number for number, row in enumerate(rows) if "SHP101" in row), [])
    assert [found(block, tabs) for block in blocks] == before


def test_cells_of_an_owned_tab_without_a_key_stand_where_they_stood(tabs, journal):
    blocks = [block for (tab, _), block in journal.items() if tab == "⚙ Tồn kho"]
    assert blocks
    for block in blocks:
        assert list(found(block, tabs).values()) == list(block.after)


@pytest.mark.parametrize(("row", "column"), [(9, 1), (1, 99)])
def test_outside_of_a_tab_stands_nothing(tabs, row, column):
    assert value_at(snapshot_of(tabs).tab(TAB), row, column) is None
    assert value_at(None, row, column) is None
