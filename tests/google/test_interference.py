"""Staff edit between any two requests of a run: no flag beside a wrong row, and no cell of theirs changes."""

import pytest

from sync import run
from sync.backends.google import goal
from sync.backends.google.owned_cells import is_all_owned, owned_columns
from sync.backends.google.reading import staff_rows
from tests.support.google_office import office_on_google

TITLE = "Hàng"


@pytest.fixture
def office(tmp_path):
    with office_on_google(tmp_path, quick=True) as made:
        yield made


@pytest.fixture
def settled(office):
    """An office after its first run, with one flag that the next run has to change."""
    office.sync()
    office.person.type("'Hàng'!B3", [[-9]])
    office.emulator.journal.clear()
    return office


def sort(office):
    office.person.sort("'Hàng'!A3:I7", 1)


def sort_their_columns_only(office):
    office.person.sort("'Hàng'!A3:D7", 1)


def insert_row(office):
    office.person.insert_rows(TITLE, 2)


def delete_row(office):
    office.person.delete_rows(TITLE, 3)


def move_row(office):
    office.person.move_rows(TITLE, 2, 1, 7)


def duplicate_row(office):
    office.person.insert_rows(TITLE, 3)
    office.person.copy("'Hàng'!A3:H3", "'Hàng'!A4:H4")


def cut_and_paste(office):
    office.person.cut("'Hàng'!A3:D3", "'Hàng'!A9")


def edit_key(office):
    office.person.type("'Hàng'!A3", [["Z9"]])


def edit_input(office):
    office.person.type("'Hàng'!B4", [[77]])


def insert_column(office):
    office.person.insert_columns(TITLE, 1)
    office.person.type("'Hàng'!B2", [["Kệ"], ["k1"], ["k2"], [""], ["k3"], ["k4"]])


def insert_column_among_ours(office):
    office.person.insert_columns(TITLE, 5)
    office.person.type("'Hàng'!F2", [["Kệ"], ["k1"], ["k2"], [""], ["k3"], ["k4"]])


def insert_column_before_ours(office):
    office.person.insert_columns(TITLE, 4)
    office.person.type("'Hàng'!E2", [["Kệ"], ["k1"], ["k2"], [""], ["k3"], ["k4"]])


def swap_columns(office):
    office.person.move_columns(TITLE, 1, 1, 3)


def rename_column(office):
    office.person.type("'Hàng'!D2", [["Diễn giải"]])


def rename_tab(office):
    office.person.rename(TITLE, "Hàng hóa")


EDITS = [
    sort,
    sort_their_columns_only,
    insert_row,
    delete_row,
    move_row,
    duplicate_row,
    cut_and_paste,
    edit_key,
    edit_input,
    insert_column,
    insert_column_among_ours,
    insert_column_before_ours,
    swap_columns,
    rename_column,
]

LOW = {"A1": 5, "B2": -2, "C3": 1, "D4": -7}


def theirs(office):
    """Return what staff have typed, tab by tab: the rows without our columns, and without columns of nothing."""
    found = {}
    for tab in office.look().tabs:
        if not is_all_owned(tab.title):
            filled = {number for row in tab.rows for number, value in enumerate(row, 1) if value not in (None, "")}
            own = owned_columns(tab) | set(range(1, 50)) - filled
            rows = [[value for number, value in enumerate(row, 1) if number not in own] for row in tab.rows]
            found[tab.title] = staff_rows(rows, frozenset())
    return found


def assert_true_flags(office):
    """Every status stands beside the row that it is about."""
    tab = next(tab for tab in office.look().tabs if not tab.title.startswith("⚙"))
    header = next(row for row in tab.rows if "Mã" in row)
    key, stock, status = (header.index(title) for title in ("Mã", "Số lượng", "⚙ Trạng thái"))
    why = header.index("⚙ Lý do")
    seen = 0
    for cells in tab.rows[list(tab.rows).index(header) + 1 :]:
        row = [*cells, *[None] * len(header)]
        if row[key]:
            seen += 1
            low = isinstance(row[stock], float) and row[stock] < 0
            assert row[status] == ("Lỗi" if low else "Hợp lệ") or row[why], row
            assert low is ("SHP101" in (row[why] or "")), row
        else:
            assert row[status] in (None, ""), row
    assert seen


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize(
    ("kind", "number"),
    [pytest.param("get", 1, marks=pytest.mark.long), ("get", 2), ("values", 1), ("get", 3)],
)
def test_an_edit_between_any_two_requests_ends_with_true_flags(settled, edit, kind, number):
    cells = {}

    def act():
        edit(settled)
        cells.update(theirs(settled))

    settled.before(kind, number, act)
    result = settled.sync()

    assert result.status == "ok"
    assert cells
    assert theirs(settled)[TITLE] == cells[TITLE]
    assert_true_flags(settled)
    assert settled.sync().workbooks[0].cells == 0


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize(
    ("kind", "number"),
    [
        pytest.param("get", 2, marks=pytest.mark.long),
        ("structure", 1),
        pytest.param("get", 3, marks=pytest.mark.long),
        ("values", 1),
        pytest.param("get", 4, marks=pytest.mark.long),
    ],
)
def test_an_edit_on_first_contact_ends_with_true_flags(office, edit, kind, number):
    cells = {}

    def act():
        edit(office)
        cells.update(theirs(office))

    office.before(kind, number, act)
    result = office.sync()

    assert result.status == "ok"
    assert theirs(office)[TITLE] == cells[TITLE]
    assert_true_flags(office)
    assert office.sync().workbooks[0].cells == 0


def test_a_tab_that_is_renamed_meanwhile_is_flagged_under_its_new_name(settled):
    settled.before("values", 1, lambda: rename_tab(settled))

    result = settled.sync()

    assert result.status == "ok"
    assert_true_flags(settled)
    assert settled.sync().workbooks[0].cells == 0


@pytest.mark.parametrize(("kind", "number"), [("get", 2), ("values", 1)])
def test_a_tab_that_is_deleted_meanwhile_stops_nothing(settled, kind, number):
    settled.person.add_sheet("Khác")
    settled.before(kind, number, lambda: settled.person.delete_sheet(TITLE))

    result = settled.sync()

    assert result.status == "ok"
    assert [one.code for one in result.findings if one.code.startswith("SHP")] == []


@pytest.mark.parametrize("edit", [insert_column, insert_column_among_ours, insert_column_before_ours])
def test_a_column_inserted_between_guard_and_write_is_not_written_over(settled, edit):
    settled.before("values", 1, lambda: edit(settled))

    settled.sync()

    shelves = [row[list(settled.rows()[1]).index("Kệ")] for row in settled.rows()[1:]]
    assert shelves == ["Kệ", "k1", "k2", None, "k3", "k4"]


def keep_sorting(office):
    """Let somebody sort their own columns before each request, so that no write meets the rows it was made for."""
    turn = [0]

    def hook(request):
        if request.path.endswith("/token"):
            return
        turn[0] += 1
        office.person.sort("'Hàng'!A3:D7", 0, descending=bool(turn[0] % 2))

    office.emulator.before_request = hook


def sort_at_each_write(office):
    turn = [0]

    def hook(request):
        if request.path.endswith(":batchUpdateByDataFilter"):
            turn[0] += 1
            office.person.sort("'Hàng'!A3:D7", 0, descending=bool(turn[0] % 2))

    office.emulator.before_request = hook


def test_where_staff_never_rest_the_workbook_is_left_and_nothing_of_the_run_stands_beside_its_rows(settled):
    sort_at_each_write(settled)
    settled.person.type("'Hàng'!B3:B7", [[-9], [3], [""], [-1], [4]])

    result = settled.sync()

    assert [(one.status, one.problem.code) for one in result.workbooks] == [("failed", "WBK107")]
    assert result.status == "partial"
    assert [value for row in settled.rows() for value in row[4:6] if value] == []
    settled.emulator.before_request = None
    assert settled.sync().status == "ok"
    assert_true_flags(settled)
    assert [value for value in settled.rows()[1] if value].count("⚙ Trạng thái") == 1
    assert settled.sync().workbooks[0].cells == 0


def test_where_every_look_differs_nothing_is_written_at_all(settled):
    before = settled.look()
    keep_sorting(settled)

    result = settled.sync()

    assert result.workbooks[0].status == "failed"
    assert "values:batchUpdateByDataFilter" not in settled.requests()
    assert settled.look().tabs[1:] == before.tabs[1:]


def test_a_correction_takes_three_requests(settled):
    settled.before("values", 1, lambda: sort_their_columns_only(settled))

    result = settled.sync()

    assert result.workbooks[0].requests == 4 + 3
    assert result.workbooks[0].status == "changed"


def test_only_what_moved_is_read_again_after_the_guard_refused(settled):
    settled.before("get", 2, lambda: sort_their_columns_only(settled))

    assert settled.sync().workbooks[0].requests == 2 + 3


def test_an_edit_that_the_plan_does_not_rely_on_stops_nothing_and_is_looked_at_by_the_next_run(settled):
    settled.person.add_sheet("Nháp")
    settled.before("values", 1, lambda: settled.person.type("'Nháp'!A1", [["x"]]))

    assert settled.sync().workbooks[0].requests == 4
    assert run.sync(settled.session).workbooks[0].status == "unchanged"
    assert settled.session.store.last_run().run_id.endswith("3"), "it was a run of its own"


def test_an_undo_after_a_correction_brings_back_what_stood_there_first(settled):
    before = settled.flags()
    settled.person.type("'Hàng'!B3:B7", [[-9], [3], [""], [-1], [4]])
    settled.before("values", 1, lambda: sort_their_columns_only(settled))
    result = settled.sync()
    assert settled.flags() == {"A1": "Lỗi", "B2": "Hợp lệ", "C3": "Lỗi", "D4": "Hợp lệ"}

    undone = run.undo(settled.session, result.run)

    assert settled.flags() == before
    assert undone.conflicts == []


def test_an_undo_of_the_run_that_made_our_columns_and_tabs_empties_them(office):
    before = theirs(office)[TITLE]
    result = office.sync()

    undone = run.undo(office.session, result.run)

    assert (undone.conflicts, undone.problems) == ([], [])
    assert theirs(office)[TITLE] == before
    assert set(office.flags().values()) == {None}


def test_an_undo_that_meets_an_edit_begins_again(settled):
    before = settled.flags()
    result = settled.sync()
    settled.before("get", 2, lambda: insert_row(settled))

    undone = run.undo(settled.session, result.run)

    assert undone.problems == []
    assert settled.flags() == before


def test_an_undo_during_which_rows_move_leaves_no_flag_beside_them(settled):
    result = settled.sync()
    settled.before("values", 1, lambda: sort_their_columns_only(settled))

    undone = run.undo(settled.session, result.run)

    assert [problem.code for problem in undone.problems] == ["WBK107"]
    assert "⚙ Trạng thái" not in settled.rows()[1]


def wrong_flags(office):
    try:
        assert_true_flags(office)
    except AssertionError:
        return True
    return False


def test_the_guard_is_what_keeps_flags_from_rows_that_moved_before_the_write(settled, monkeypatch):
    monkeypatch.setattr(goal, "guard", lambda *_: True)
    monkeypatch.setattr(goal, "read_back", lambda *_: True)
    settled.before("get", 2, lambda: insert_row(settled))

    settled.sync()

    assert wrong_flags(settled)


def test_the_read_back_is_what_finds_rows_that_moved_in_the_moment_of_writing(settled, monkeypatch):
    monkeypatch.setattr(goal, "read_back", lambda *_: True)
    settled.before("values", 1, lambda: insert_row(settled))

    settled.sync()

    assert wrong_flags(settled)
