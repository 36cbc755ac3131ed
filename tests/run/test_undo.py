"""Undo: only cells that still hold what a run wrote are put back, wherever their rows are now."""

from copy import deepcopy
from datetime import date

import pytest

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
    assert held.workbooks[0].status == "held"
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
