"""What the product relies on in every backend: the same tests over memory, files and Google."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rules.core.message import Voice
from sync.backends.base import (
    ColumnCells,
    Edits,
    ExternallyChangedError,
    NewColumn,
    NewTab,
    TabEdits,
    WorkbookError,
)
from sync.backends.ownership import NotOwnedError
from sync.planning.values import same
from tests.backends.kits import GOODS

TITLE = "⚙ Lý do"
FLAG = Edits([TabEdits("Hàng", [ColumnCells(4, [2], ["Lỗi"])])])
STAFF_CELL = Edits([TabEdits("Hàng", [ColumnCells(2, [2], [99])])])
NOTE = Edits(
    [TabEdits("Hàng", [ColumnCells(5, [1, 2, 3], [TITLE, "thiếu", None])], [NewColumn(5, TITLE, 1)])],
    [NewTab("⚙ Báo cáo", [ColumnCells(1, [1, 3], ["Tổng", 7]), ColumnCells(2, [3], [Decimal("0.1")])])],
)


@pytest.fixture
def location(kit):
    return kit.make("kho", {"Hàng": GOODS, "Ghi chú": [["của", "tôi"]]})


def cell(snapshot, row, column, tab="Hàng"):
    rows = snapshot.tab(tab).rows
    line = rows[row - 1] if row <= len(rows) else ()
    return line[column - 1] if column <= len(line) else None


def write(kit, location, edits):
    prepared = kit.backend.prepare(kit.backend.read("kho", location), location, edits)
    return kit.backend.complete(location, prepared)


def test_a_workbook_is_read_as_it_is(kit, location):
    snapshot = kit.backend.read("kho", location)

    assert snapshot.workbook == "kho"
    assert [tab.title for tab in snapshot.tabs] == ["Hàng", "Ghi chú"]
    for row, line in enumerate(GOODS, start=1):
        for column, value in enumerate(line, start=1):
            assert same(cell(snapshot, row, column), value)
    assert snapshot.obstacle is None


def test_a_workbook_that_is_not_there_is_a_clear_error(kit, location):
    kit.remove(location)

    for look in (lambda: kit.backend.read("kho", location), lambda: kit.backend.fingerprint(location)):
        with pytest.raises(WorkbookError) as caught:
            look()
        assert caught.value.code == kit.missing


def test_a_plain_location_means_itself(kit, location):
    assert list(kit.backend.find(location)) == [location]


def test_a_pattern_means_what_it_matches(kit_with_patterns):
    kit = kit_with_patterns
    location, other = kit.make("kho", {"Hàng": GOODS}), kit.make("kho-2", {"Hàng": GOODS})
    pattern = location.replace("kho", "kho*", 1) if location == "kho" else location.replace("kho.", "kho*.")

    assert sorted(kit.backend.find(pattern)) == sorted([location, other])


def test_a_fingerprint_stays_while_nothing_changes_and_changes_with_any_cell(kit, location):
    first = kit.backend.fingerprint(location)

    assert kit.backend.fingerprint(location) == kit.backend.read("kho", location).fingerprint == first
    kit.edit(location, "Ghi chú", 1, 1, "khác")
    assert kit.backend.fingerprint(location) != first


def test_preparing_changes_nothing_and_completing_writes_everything_at_once(kit, location):
    before = kit.backend.fingerprint(location)
    prepared = kit.backend.prepare(kit.backend.read("kho", location), location, NOTE)
    assert kit.backend.fingerprint(location) == before == prepared.before

    written = kit.backend.complete(location, prepared)

    assert written.fingerprint == kit.backend.fingerprint(location)
    assert prepared.after in ("", written.fingerprint)
    assert not written.moved
    assert written.cells == prepared.cells > 0
    snapshot = kit.backend.read("kho", location)
    assert [cell(snapshot, row, 5) or None for row in (1, 2, 3)] == [TITLE, "thiếu", None]
    assert [tab.title for tab in snapshot.tabs] == ["Hàng", "Ghi chú", "⚙ Báo cáo"]
    assert cell(snapshot, 1, 1, "⚙ Báo cáo") == "Tổng"
    assert same(cell(snapshot, 3, 2, "⚙ Báo cáo"), Decimal("0.1"))
    assert kit.traces() == 0


def test_writing_leaves_the_cells_of_staff_as_they_were(kit, location):
    write(kit, location, NOTE)

    snapshot = kit.backend.read("kho", location)
    for row, line in enumerate(GOODS, start=1):
        for column, value in enumerate(line, start=1):
            assert same(cell(snapshot, row, column), value)
    assert list(snapshot.tab("Ghi chú").rows[0]) == ["của", "tôi"]


VALUES = [
    "chữ có dấu: Nguyễn Đức Ánh",
    "hai\ndòng",
    "  khoảng trắng  ",
    "00123",
    "=1+1",
    "<b>&amp;\"'",
    "😀",
    "x" * 2_000,
    0,
    -7,
    1_234_567_890,
    Decimal("1234567.89"),
    Decimal("0.1"),
    Decimal("-0.005"),
    True,
    False,
    date(2026, 11, 20),
    None,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{type(value).__name__} {str(value)[:12]!r}")
def test_a_value_of_every_type_is_read_as_it_was_written(kit, location, value):
    style = "date" if isinstance(value, date) else None
    column = NewColumn(5, TITLE, 1)
    write(kit, location, Edits([TabEdits("Hàng", [ColumnCells(5, [2, 3], [value, value], style)], [column])]))

    snapshot = kit.backend.read("kho", location)
    assert same(cell(snapshot, 2, 5), value)
    assert same(cell(snapshot, 3, 5), value)


@pytest.mark.parametrize(
    "edits",
    [
        STAFF_CELL,
        Edits([TabEdits("Hàng", [], [NewColumn(2, TITLE, 1)])]),
        Edits([TabEdits("Hàng", [], [NewColumn(5, "Của ai đó", 1)])]),
        Edits([TabEdits("Ghi chú", [ColumnCells(1, [1], ["x"])])]),
        Edits([TabEdits("Không có", [ColumnCells(1, [1], ["x"])])]),
        Edits([], [NewTab("Báo cáo")]),
        Edits([], [NewTab("Hàng")]),
    ],
    ids=["cell", "column over staff's", "column without mark", "tab", "no tab", "new tab without mark", "their tab"],
)
def test_what_is_not_ours_is_refused(kit, location, edits):
    snapshot = kit.backend.read("kho", location)

    with pytest.raises(NotOwnedError):
        kit.backend.prepare(snapshot, location, edits)

    assert kit.backend.fingerprint(location) == snapshot.fingerprint
    assert kit.traces() == 0


def test_a_change_before_preparing_is_noticed_and_stays(kit, location):
    snapshot = kit.backend.read("kho", location)
    kit.edit(location, "Hàng", 2, 2, 6)
    theirs = kit.backend.fingerprint(location)

    with pytest.raises(ExternallyChangedError) as caught:
        kit.write(snapshot, location, FLAG)

    assert caught.value.code == "WBK107"
    assert kit.backend.fingerprint(location) == theirs
    assert kit.traces() == 0


def test_a_change_between_preparing_and_completing_is_noticed_and_stays(kit, location):
    prepared = kit.backend.prepare(kit.backend.read("kho", location), location, FLAG)
    kit.edit(location, "Hàng", 2, 2, 6)
    theirs = kit.backend.fingerprint(location)

    with pytest.raises(ExternallyChangedError):
        kit.backend.complete(location, prepared)

    assert kit.backend.settle(location, prepared) is False
    assert kit.backend.fingerprint(location) == theirs
    assert kit.traces() == 0


def test_a_discarded_write_leaves_nothing_behind_and_may_be_discarded_again(kit, location):
    prepared = kit.backend.prepare(kit.backend.read("kho", location), location, FLAG)
    kit.backend.discard(location, prepared)
    kit.backend.discard(location, prepared)

    assert kit.backend.fingerprint(location) == prepared.before
    assert kit.traces() == 0


def test_a_prepared_write_that_was_never_completed_settles_as_not_made(kit, location):
    prepared = kit.backend.prepare(kit.backend.read("kho", location), location, FLAG)

    assert kit.backend.settle(location, prepared) is False
    assert kit.backend.fingerprint(location) == prepared.before
    assert kit.traces() == 0


def test_a_completed_write_settles_as_made_also_after_staff_went_on(kit, location):
    prepared = kit.backend.prepare(kit.backend.read("kho", location), location, FLAG)
    kit.backend.complete(location, prepared)

    assert kit.backend.settle(location, prepared) is True
    kit.edit(location, "Hàng", 2, 2, 6)
    theirs = kit.backend.fingerprint(location)
    assert kit.backend.settle(location, prepared) is True
    assert kit.backend.fingerprint(location) == theirs


def test_nothing_can_be_settled_while_the_workbook_is_out_of_reach(kit, location):
    prepared = kit.backend.prepare(kit.backend.read("kho", location), location, FLAG)
    kit.remove(location)

    with pytest.raises(WorkbookError):
        kit.backend.settle(location, prepared)


def test_tidying_removes_what_was_left_but_not_what_is_to_be_kept(kit, location):
    snapshot = kit.backend.read("kho", location)
    kept = kit.backend.prepare(snapshot, location, FLAG)
    kit.backend.prepare(snapshot, location, NOTE)

    kit.backend.tidy(location, {kept.token})
    assert kit.traces() == 1
    kit.backend.tidy(location, ())
    assert kit.traces() == 0


def test_a_workbook_that_somebody_has_open_is_read_but_not_written(kit_that_opens):
    kit = kit_that_opens
    location = kit.make("kho", {"Hàng": GOODS})
    kit.open_by(location, "Lan")

    snapshot = kit.backend.read("kho", location)
    with pytest.raises(WorkbookError) as caught:
        kit.backend.prepare(snapshot, location, FLAG)

    assert "Lan" in snapshot.obstacle.in_language("vi")
    assert caught.value.code == "WBK106"
    assert kit.backend.fingerprint(location) == snapshot.fingerprint
    kit.close(location)
    assert write(kit, location, FLAG).cells == 1


def test_the_same_cells_written_twice_leave_the_same_values(kit, location):
    write(kit, location, FLAG)
    first = kit.backend.read("kho", location)
    write(kit, location, FLAG)

    second = kit.backend.read("kho", location)
    assert [list(map(list, tab.rows)) for tab in second.tabs] == [list(map(list, tab.rows)) for tab in first.tabs]


def test_messages_of_errors_have_all_their_fields(kit, location):
    from sync.steps.gathering import workbook_finding

    kit.remove(location)
    with pytest.raises(WorkbookError) as caught:
        kit.backend.read("kho", location)

    assert "kho" in workbook_finding("kho", caught.value).text(Voice())


def test_withdrawing_after_a_write_that_met_nobody_changes_nothing(kit, location):
    prepared = kit.backend.prepare(kit.backend.read("kho", location), location, FLAG)
    kit.backend.complete(location, prepared)
    written = kit.backend.fingerprint(location)

    kit.backend.withdraw(location, prepared)

    assert kit.backend.fingerprint(location) == written


def test_requests_are_told_once(kit, location):
    kit.backend.read("kho", location)

    assert kit.backend.spent(location) >= 0
    assert kit.backend.spent(location) == 0
