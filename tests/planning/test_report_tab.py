"""Report tabs: the summary is replaced cell by cell, and what it no longer says is emptied."""

from rules.core.message import Voice
from tests.planning.planned import plan_tabs, write


def shop(count):
    return [["Mã", "Số lượng"], *([f"SP{number}", number] for number in range(count))]


def texts(grid):
    return [cell for row in grid for cell in row if isinstance(cell, str)]


def test_a_report_states_what_it_is_based_on():
    tabs = {"Hàng": [*shop(2), ["SP9", "nhiều"]]}
    write(tabs, plan_tabs(tabs))
    assert "Dữ liệu dùng: 2 dòng; bỏ qua vì lỗi: 1" in texts(tabs["⚙ Tồn kho"])


def test_a_report_that_shrinks_leaves_nothing_behind():
    tabs = {"Hàng": shop(9)}
    write(tabs, plan_tabs(tabs))
    fresh = {"Hàng": shop(4)}
    write(fresh, plan_tabs(fresh))

    tabs["Hàng"] = shop(4)
    write(tabs, plan_tabs(tabs))

    def filled(grid):
        return {
            (row, column): value
            for row, cells in enumerate(grid)
            for column, value in enumerate(cells)
            if value not in (None, "")
        }

    assert filled(tabs["⚙ Tồn kho"]) == filled(fresh["⚙ Tồn kho"])
    assert plan_tabs(tabs).cells == 0


def test_a_report_is_found_in_every_language_and_not_made_twice():
    tabs = {"Hàng": shop(2)}
    write(tabs, plan_tabs(tabs))
    english = Voice("en", "USD", "en_US")
    write(tabs, plan_tabs(tabs, voice=english))
    assert "⚙ Stock" not in tabs
    assert "Total" in texts(tabs["⚙ Tồn kho"])


def test_a_cell_of_a_report_is_addressed_by_its_place():
    keys = {change.key: change.reason for change in plan_tabs({"Hàng": shop(1)}) if change.tab == "⚙ Tồn kho"}
    assert keys["A1"] == "Tồn kho", "and its reason is what people call the report"
    english = plan_tabs({"Hàng": shop(1)}, voice=Voice("en", "USD", "en_US"))
    assert {change.reason for change in english if change.tab == "⚙ Stock"} == {"Stock"}


def test_the_layout_goes_along_with_a_new_tab_and_with_one_that_changes():
    tabs = {"Hàng": shop(2)}
    first = plan_tabs(tabs)
    assert first.edits.new_tabs[0].layout is not None
    write(tabs, first)
    assert "⚙ Tồn kho" not in {tab.title for tab in plan_tabs(tabs).edits.tabs}

    tabs["Hàng"] = shop(3)
    changed = next(tab for tab in plan_tabs(tabs).edits.tabs if tab.title == "⚙ Tồn kho")
    assert changed.layout is not None
    assert changed.layout.cells[0].value == "Tồn kho"
