"""Undo: only cells that still hold what a run wrote are put back, wherever their rows are now."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from rules.core.text import Text
from sync import run
from sync.undoing import UnknownRunError
from tests.run.test_a_run import GOODS
from tests.support.offices import office_in_memory


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        yield made


def owned_cells(office):
    return [cell for row in office.grid("shop", "Hàng")[2:] for cell in row[4:] if cell not in (None, "")]


def test_undo_empties_what_the_run_wrote_and_leaves_staff_cells(office):
    first = run.sync(office.session)

    undone = run.undo(office.session, first.run)

    assert undone.conflicts == []
    assert owned_cells(office) == []
    assert [row[:4] for row in office.grid("shop", "Hàng")] == GOODS["shop"]["Hàng"]
    assert not any(cell for row in office.grid("shop", "⚙ Tồn kho") for cell in row)


def test_undo_mails_nothing_and_holds_the_workbook_until_resume(office):
    first = run.sync(office.session)
    mails = len(office.mail.sent)
    undone = run.undo(office.session, first.run)

    held = run.sync(office.session)

    assert undone.held == ["shop"]
    assert (held.status, held.workbooks[0].status) == ("partial", "held")
    assert owned_cells(office) == []
    assert len(office.mail.sent) == mails
    assert run.resume(office.session) == ["shop"]
    assert run.sync(office.session).workbooks[0].status == "changed"
    assert owned_cells(office)


def test_undo_finds_rows_by_key_after_staff_sorted(office):
    first = run.sync(office.session)
    grid = office.grid("shop", "Hàng")
    grid[2], grid[3] = grid[3], grid[2]

    undone = run.undo(office.session, first.run)

    assert undone.conflicts == []
    assert owned_cells(office) == []


def test_undo_leaves_a_cell_that_no_longer_holds_what_was_written(office):
    first = run.sync(office.session)
    office.grid("shop", "Hàng")[3][5] = "viết tay"

    undone = run.undo(office.session, first.run)

    assert [change.after for change in undone.conflicts] == ["SHP101 -2 < 0 → Sửa"]
    assert owned_cells(office) == ["viết tay"]


def test_undo_of_the_second_run_brings_back_what_the_first_wrote(office):
    run.sync(office.session)
    before = deepcopy(office.grid("shop", "Hàng"))
    office.grid("shop", "Hàng")[2][1] = -1
    second = run.sync(office.on(date(2026, 11, 21)))

    run.undo(office.session, second.run)

    after = office.grid("shop", "Hàng")
    assert [row[4:7] for row in after[2:]] == [row[4:7] for row in before[2:]]


def test_a_run_that_does_not_exist_is_refused(office):
    with pytest.raises(UnknownRunError):
        run.undo(office.session, "20200101-0001")


def test_undo_after_a_run_that_had_to_write_a_workbook_twice_goes_back_to_the_beginning(tmp_path):
    books = {"one": {"Hàng": [["Mã", "Số lượng"], ["A1", -1]]}, "two": {"Hàng": [["Mã", "Số lượng"], ["B2", -2]]}}

    def settings(workbook):
        return replace(workbook, departments=("shop",))

    with office_in_memory(tmp_path, deepcopy(books), settings=settings) as office:
        touched = iter([True])

        def edit(step, location):
            # Staff save the second workbook after the first was written: the run starts again.
            if step == "prepare" and location == "two" and next(touched, False):
                office.grid("two", "Hàng")[1][1] = -3
                office.grid("one", "Hàng")[1][1] = -9

        office.backend.before_step = edit
        done = run.sync(office.session)
        assert done.status == "ok"
        assert len([write for write in office.session.store.writes(done.run) if write.workbook == "one"]) == 2
        assert office.grid("one", "Hàng")[1][3] == "SHP101 -9 < 0 → Sửa"

        undone = run.undo(office.session, done.run)

        assert undone.conflicts == []
        for workbook in ("one", "two"):
            for tab, grid in office.backend.workbooks[workbook].items():
                ours = [row[2:] for row in grid[1:]] if tab == "Hàng" else grid
                assert not any(map(any, ours)), (workbook, tab)


def test_undo_finds_an_alert_wherever_staff_sorted_it(office):
    office.grid("shop", "Hàng")[2][1] = -1
    run.sync(office.session)
    alerts = office.grid("shop", "⚙ Cảnh báo")
    states = alerts[3].index("Tình trạng")
    before = {row[0]: row[states] for row in alerts[4:]}
    office.grid("shop", "Hàng")[2][1] = 1
    second = run.sync(office.on(date(2026, 11, 21)))
    alerts = office.grid("shop", "⚙ Cảnh báo")
    assert {row[0]: row[states] for row in alerts[4:]} != before
    alerts[4], alerts[5] = alerts[5], alerts[4]

    undone = run.undo(office.session, second.run)

    assert undone.conflicts == []
    assert {row[0]: row[states] for row in office.grid("shop", "⚙ Cảnh báo")[4:]} == before


def test_an_undo_emptied_tab_gets_its_titles_again_after_resume(office):
    first = run.sync(office.session)
    written = deepcopy(office.backend.workbooks)
    run.undo(office.session, first.run)
    run.resume(office.session)
    run.sync(office.session)

    def filled(workbooks):
        return {
            (tab, row, column): cell
            for tab, grid in workbooks["shop"].items()
            for row, cells in enumerate(grid)
            for column, cell in enumerate(cells)
            if cell not in (None, "")
        }

    assert filled(office.backend.workbooks) == filled(written)


def test_a_flag_that_was_emptied_comes_back_only_where_no_other_row_stands_now(office):
    run.sync(office.session)
    grid = office.grid("shop", "Hàng")
    grid[2][:4], grid[3][:4] = [None] * 4, [None] * 4
    second = run.sync(office.on(date(2026, 11, 21)))
    office.grid("shop", "Hàng")[3][:2] = ["Z9", 1]

    undone = run.undo(office.session, second.run)

    after = office.grid("shop", "Hàng")
    assert after[2][4] == "Hợp lệ"
    assert not any(after[3][4:]), "the old flag of B2 is not put beside Z9"
    assert {change.address for change in undone.conflicts if change.tab == "Hàng"} == {"E4", "F4", "G4", "H4"}


def test_what_stood_in_a_row_that_is_gone_is_a_conflict_and_a_tab_that_is_gone_is_as_before(office):
    first = run.sync(office.session)
    del office.grid("shop", "Hàng")[3]
    del office.backend.workbooks["shop"]["⚙ Tồn kho"]

    undone = run.undo(office.session, first.run)

    assert {change.key for change in undone.conflicts if change.tab == "Hàng"} == {"B2"}
    assert {change.tab for change in undone.conflicts} == {"Hàng"}
    assert owned_cells(office) == []


def test_a_column_whose_table_is_not_recognised_any_more_is_left_as_it_is(office):
    first = run.sync(office.session)
    office.grid("shop", "Hàng")[1][0] = "Ký hiệu"
    before = deepcopy(office.grid("shop", "Hàng"))

    undone = run.undo(office.session, first.run)

    assert office.grid("shop", "Hàng") == before
    assert {change.tab for change in undone.conflicts} == {"Hàng"}


def test_an_owned_column_that_staff_deleted_is_a_conflict(office):
    first = run.sync(office.session)
    for row in office.grid("shop", "Hàng"):
        del row[4:5]
    undone = run.undo(office.session, first.run)
    assert {change.title for change in undone.conflicts} == {"⚙ Trạng thái"}


def test_a_workbook_that_is_gone_or_open_is_a_problem_and_on_hold_all_the_same(office):
    first = run.sync(office.session)
    office.backend.opened_by["shop"] = Text(" bởi Lan", " by Lan")
    undone = run.undo(office.session, first.run)
    assert [problem.code for problem in undone.problems] == ["WBK106"]
    assert undone.held == ["shop"]
    office.backend.opened_by.clear()
    assert run.undo(office.session, first.run).problems == []

    no_workbooks = replace(office.session, office=replace(office.session.office, workbooks=()))
    assert [problem.code for problem in run.undo(no_workbooks, first.run).problems] == ["WBK101"]


def test_resume_of_one_workbook_leaves_the_others_on_hold(office):
    first = run.sync(office.session)
    run.undo(office.session, first.run)
    assert run.resume(office.session, ("other",)) == []
    assert run.status(office.session).held == {"shop": first.run}
    assert run.plan(office.session).workbooks[0].status == "held"
    assert run.resume(office.session, ("shop",)) == ["shop"]
    assert run.status(office.session).held == {}


def test_an_undo_says_what_it_did_as_data(office):
    first = run.sync(office.session)
    office.grid("shop", "Hàng")[3][5] = "viết tay"
    document = run.undo(office.session, first.run).to_json(office.session.office.voice)
    assert document["run"] == first.run
    assert document["held"] == ["shop"]
    assert [(one["cell"], one["column"]) for one in document["conflicts"]] == [("F4", "⚙ Lý do")]
    assert document["problems"] == []


def test_undo_finds_the_columns_after_the_language_of_the_office_changed(office):
    run.sync(office.session)
    before = deepcopy(office.backend.workbooks)
    settings = office.session.office
    speaking = replace(settings.voice, language="en")
    in_english = replace(office.session, office=replace(settings, voice=speaking, digest="changed"))
    second = run.sync(in_english)
    assert "OK" in owned_cells(office)

    undone = run.undo(in_english, second.run)

    assert undone.conflicts == []
    assert office.backend.workbooks == before
