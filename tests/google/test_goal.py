"""The next step of a write, from the spreadsheet as it is: pure, without a request."""

import json
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.backends.base import CellError, ColumnCells, Edits, NewColumn, NewTab, Snapshot, Tab, TabEdits
from sync.backends.google.columns import goal_of, wrong_anchors
from sync.backends.google.goal import (
    Done,
    MakeStructure,
    Moved,
    Refuse,
    Sent,
    Structure,
    Write,
    next_step,
)
from sync.backends.google.memo import Anchor, BookMemo, SheetMemo
from sync.backends.google.tokens import SAMPLE, token_of, was_made
from sync.backends.google.values import ColumnValues, Place, body_of, chunks_of, compact, comparable, sent

TITLE = "Hàng"
STATUS = "⚙ Trạng thái"
ROWS = [["Mã", "Số", STATUS], ["A1", 1.0, "Hợp lệ"], ["B2", 2.0, "Hợp lệ"]]
FLAG = Edits([TabEdits(TITLE, [ColumnCells(3, [2], ["Lỗi"])])])
ANCHOR = Anchor(7, STATUS, 3)


def book(rows=ROWS, anchors=(ANCHOR,), title=TITLE, sheet_id=1, formulas=None, computed=(), more=()):
    tabs = [Tab(title, [list(row) for row in rows], formulas=formulas or {}, tab_id=str(sheet_id)), *more]
    sheets = [
        SheetMemo(
            sheet_id + at, tab.title, at, 1000, 26, tuple(anchors) if at == 0 else (), computed=frozenset(computed)
        )
        for at, tab in enumerate(tabs)
    ]
    return Snapshot("kho", "Kho", "f", tabs, memo=BookMemo("id", "vi_VN", "Asia/Ho_Chi_Minh", tuple(sheets)))


def nothing_missing(_memo, _snapshot, _edits):
    return []


def step(now, done=None, edits=FLAG, before=None, structure=nothing_missing):
    return next_step(goal_of(before or book(), edits), now, done or Sent(), structure)


def changed(row, column, value, rows=ROWS):
    copy = [list(line) for line in rows]
    copy[row - 1][column - 1] = value
    return copy


WRITTEN = changed(2, 3, "Lỗi")
SENT = Sent(Structure.MADE, 1, anything=True)


def test_nothing_in_the_way_and_the_values_are_written_to_the_anchored_column():
    found = step(book())

    assert found == Write(0, [Place(1, 3, 7)])


def test_an_anchored_column_is_written_where_it_stands_now():
    moved = [["Mã", "Số", None, STATUS], ["A1", 1.0, None, "Hợp lệ"], ["B2", 2.0, None, "Hợp lệ"]]

    assert step(book(moved, [replace(ANCHOR, column=4)])) == Write(0, [Place(1, 4, 7)])


@pytest.mark.parametrize(
    "now",
    [
        book(changed(2, 1, "A2")),
        book(changed(2, 2, True)),
        book([*ROWS, ["C3", 1.0]]),
        book([ROWS[0], ROWS[2], ROWS[1]]),
        book(changed(2, 3, "của tôi")),
        book(changed(1, 3, "Của tôi")),
        book(anchors=()),
        book(title="Khác"),
        book(sheet_id=9),
        book(formulas={(2, 2): "=1"}),
    ],
    ids=[
        "key",
        "true is not 1",
        "row more",
        "rows swapped",
        "owned cell",
        "title",
        "anchor gone",
        "renamed",
        "another tab",
        "formula",
    ],
)
def test_the_guard_refuses_what_the_plan_was_not_made_for(now):
    assert step(now) == Refuse()


@pytest.mark.parametrize(
    "now",
    [book(changed(2, 3, "Lỗi")), book([*ROWS, [None, None, None]]), book(more=[Tab("Mới", [["x"]])])],
    ids=["written already", "blank row", "tab that nothing relies on"],
)
def test_the_guard_lets_pass_what_changes_nothing_for_the_plan(now):
    relying = replace(FLAG, relies_on=frozenset({TITLE}))

    assert not isinstance(step(now, edits=relying), Refuse)


def test_a_plan_that_relies_on_everything_is_refused_when_a_tab_appears():
    assert step(book(more=[Tab("Mới", [["x"]])])) == Refuse()


def test_results_of_formulas_are_not_compared_and_their_texts_are():
    before = book(formulas={(2, 2): "=NOW()"}, computed={(3, 2)})
    later = [ROWS[0], ["A1", 9.0, "Hợp lệ"], ["B2", 8.0, "Hợp lệ"]]

    assert isinstance(step(book(later, formulas={(2, 2): "=NOW()"}, computed={(3, 2)}), before=before), Write)
    assert step(book(later, formulas={(2, 2): "=NOW()+1"}, computed={(3, 2)}), before=before) == Refuse()


def test_the_write_is_done_when_the_read_back_holds_it():
    assert step(book(WRITTEN), SENT) == Done()


@pytest.mark.parametrize(
    "now",
    [
        book(),
        book(changed(3, 3, "Lỗi")),
        book([WRITTEN[0], WRITTEN[2], WRITTEN[1]]),
        book(changed(3, 1, "khác", WRITTEN)),
        book(changed(3, 3, "khác", WRITTEN)),
    ],
    ids=["not there", "beside another row", "rows swapped", "key changed", "another owned cell"],
)
def test_the_read_back_finds_what_does_not_stand_where_it_should(now):
    assert step(now, SENT) == Moved()


def test_after_a_lost_answer_the_same_step_is_taken_again_only_if_it_was_not_made():
    unsure = Sent(Structure.MADE, 0, anything=True)

    assert step(book(), unsure) == Write(0, [Place(1, 3, 7)])
    assert step(book(WRITTEN), unsure) == Done()


def test_structure_comes_first_and_is_not_asked_for_twice_once_it_was_made():
    def missing(_memo, _snapshot, _edits):
        return [{"x": {}}]

    assert step(book(), structure=missing) == MakeStructure([{"x": {}}])
    assert isinstance(step(book(), Sent(Structure.MADE, anything=True), structure=missing), Write)
    assert isinstance(step(book(), Sent(Structure.UNCERTAIN, anything=True), structure=missing), MakeStructure)


NEW = Edits([TabEdits(TITLE, [ColumnCells(4, [2, 3], ["x", None])], [NewColumn(4, "⚙ Lý do", 1)])])
MADE = Sent(Structure.MADE, anything=True)


def test_a_new_column_is_written_with_its_title_where_its_anchor_stands():
    fresh = book(anchors=[ANCHOR, Anchor(8, "⚙ Lý do", 4)])

    found = step(fresh, MADE, NEW)

    assert found == Write(0, [Place(1, 4, 8)])
    assert body_of(goal_of(book(), NEW).chunks[0], goal_of(book(), NEW).columns, found.places) == {
        "valueInputOption": "RAW",
        "data": [
            {
                "dataFilter": {"developerMetadataLookup": {"metadataId": 8}},
                "majorDimension": "COLUMNS",
                "values": [["⚙ Lý do", "x", ""]],
            }
        ],
    }


def test_a_new_column_is_not_written_without_its_anchor():
    assert step(book(), MADE, NEW) == Moved()


def test_a_new_column_takes_the_place_of_one_that_was_left_empty():
    rows = [["Mã", None, STATUS], ["A1", None, "Hợp lệ"], ["B2", None, "Hợp lệ"]]
    before = book(rows, [ANCHOR, Anchor(8, "⚙ Lý do", 2)])
    asked = []

    def missing(_memo, _snapshot, edits):
        asked.append(edits)
        return []

    assert step(before, edits=NEW, before=before, structure=missing) == Write(0, [Place(1, 2, 8)])
    assert [(block.column, one.new_columns) for one in asked[0].tabs for block in one.columns] == [(2, ())]


def test_an_anchor_on_a_column_of_staff_is_never_written_to():
    before = book(anchors=[ANCHOR])
    taken = [[*row, "của tôi"] for row in ROWS]
    now = book(taken, anchors=[ANCHOR, Anchor(8, "⚙ Lý do", 4)])

    assert step(now, MADE, NEW, before=before) == Moved()
    assert wrong_anchors(now) == [8]


def test_formulas_may_be_rewritten_by_the_columns_that_we_insert():
    before = book(formulas={(2, 2): "=SUM(A2:Z2)"})
    after = book(WRITTEN, formulas={(2, 2): "=SUM(A2:AC2)"})

    assert step(after, SENT, before=before) == Done()


def test_a_tab_that_is_ours_is_written_by_its_position_and_after_those_of_staff():
    edits = Edits(FLAG.tabs, [NewTab("⚙ Tồn", [ColumnCells(2, [3], [Decimal("0.1")])])])
    with_tab = book(more=[Tab("⚙ Tồn", [])])
    goal = goal_of(book(), edits)

    found = next_step(goal, with_tab, MADE, nothing_missing)

    assert found.places == [Place(1, 3, 7), Place(2, 2, None)]
    body = body_of(goal.chunks[0], goal.columns, found.places)
    area = {"sheetId": 2, "startRowIndex": 2, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 2}
    assert body["data"][1] == {"dataFilter": {"gridRange": area}, "majorDimension": "COLUMNS", "values": [[0.1]]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("=1+1", "=1+1"),
        ("007", "007"),
        (True, True),
        (Decimal(5), 5),
        (Decimal("0.1"), 0.1),
        (date(2020, 1, 1), 43831),
        (datetime(2020, 1, 1, 12), 43831.5),
        (time(6), 0.25),
        (CellError("#REF!"), "#REF!"),
    ],
)
def test_values_are_sent_typed(value, expected):
    assert sent(value) == expected
    assert type(sent(value)) is type(expected)


def test_values_that_a_cell_cannot_tell_apart_are_the_same():
    assert comparable(Decimal("0.3")) == comparable(0.1 + 0.2)
    assert comparable(date(2020, 1, 1)) == comparable(43831.0)
    assert comparable("a\r\nb") == comparable("a\nb")
    assert comparable(True) != comparable(1)
    assert comparable("1") != comparable(1)


def column(rows, text="x" * 20, tab=TITLE, number=3, anchored=True):
    values = [text] * len(rows)
    return ColumnValues(tab, number, STATUS, False, anchored, rows, [""] * len(rows), values, values)


rows_of = st.sets(st.integers(1, 3_000), min_size=1, max_size=30).map(sorted)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(rows_of, min_size=1, max_size=4), st.lists(rows_of, max_size=2), st.integers(2_000, 40_000))
def test_chunks_hold_every_cell_once_and_each_row_as_a_whole(staff, ours, limit):
    columns = [column(rows, number=3 + at) for at, rows in enumerate(staff)]
    columns += [column(rows, tab="⚙ Tồn", number=1 + at, anchored=False) for at, rows in enumerate(ours)]
    places = [Place(1, one.column, at if one.anchored else None) for at, one in enumerate(columns)]

    chunks = chunks_of(columns, limit)

    cells = [
        (piece.column, row)
        for chunk in chunks
        for piece in chunk
        for row in columns[piece.column].rows[piece.start : piece.end]
    ]
    assert sorted(cells) == [(at, row) for at, one in enumerate(columns) for row in one.rows]
    assert len(set(cells)) == len(cells)
    row_chunks = {}
    for number, chunk in enumerate(chunks):
        for piece in chunk:
            one = columns[piece.column]
            for row in one.rows[piece.start : piece.end]:
                row_chunks.setdefault((one.tab, row), set()).add(number)
    assert all(len(numbers) == 1 for numbers in row_chunks.values())
    for chunk in chunks:
        size = len(compact(body_of(chunk, columns, places)))
        above = max(columns[piece.column].rows[piece.start] for piece in chunk) * 5 * len(chunk)
        assert size <= max(limit, above + limit)


def test_chunks_stay_under_the_limit_where_no_rows_above_have_to_be_passed_over():
    columns = [column(list(range(2, 5_000)), number=at) for at in (3, 4)]

    chunks = chunks_of(columns, 100_000)

    sizes = [len(compact(body_of(chunk, columns, [Place(1, 3, 1), Place(1, 4, 2)]))) for chunk in chunks]
    assert len(chunks) < 8
    assert max(sizes) <= 100_000


def test_a_token_tells_whether_a_write_was_made_also_after_rows_moved():
    both = Edits([TabEdits(TITLE, [ColumnCells(3, [2, 3], ["Lỗi 1", "Lỗi 2"])])])
    written = changed(2, 3, "Lỗi 1", changed(3, 3, "Lỗi 2"))
    token = token_of(goal_of(book(), both).columns)

    assert not was_made(token, book())
    assert not was_made(token, book([ROWS[0], ["C3", 1.0, None], *ROWS[1:]]))
    assert was_made(token, book(written))
    assert was_made(token, book([written[0], ["C3", 1.0, None], *written[1:]]))
    assert not was_made(token, book(title="Khác"))
    assert not was_made("what another backend wrote", book())


def test_a_token_holds_a_sample():
    columns = [column(list(range(2, 30_000)), number=at) for at in (3, 4, 5)]

    token = json.loads(token_of(columns))

    assert SAMPLE / 2 < sum(len(cells) for *_, cells in token) <= SAMPLE
