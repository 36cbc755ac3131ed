"""A row is its key: flags stand beside the right rows after any sorting, inserting and deleting."""

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.planned import column, plan_tabs, write

SAMPLE = settings(max_examples=40, deadline=None, derandomize=True)

HEADER = ["Mã", "Số lượng", "Đơn giá"]
goods = st.lists(
    st.tuples(st.sampled_from([f"SP{number}" for number in range(9)]), st.integers(-3, 3), st.integers(1, 9)),
    max_size=7,
    unique_by=lambda good: good[0],
)


def flags(tabs):
    return column(tabs, "⚙ Trạng thái"), column(tabs, "⚙ Lý do"), column(tabs, "⚙ Giá trị")


def expected(rows):
    statuses = {code: "Lỗi" if stock < 0 else "Hợp lệ" for code, stock, _ in rows}
    whys = {code: f"SHP101 {stock} < 0 → Sửa" if stock < 0 else None for code, stock, _ in rows}
    return statuses, whys, {code: stock * price for code, stock, price in rows}


@SAMPLE
@given(goods, goods, st.randoms(use_true_random=False))
def test_flags_stand_beside_their_rows_after_any_shuffle(first, more, random):
    tabs = {"Hàng": [HEADER, *map(list, first)]}
    write(tabs, plan_tabs(tabs))
    grid = tabs["Hàng"]
    # People sort, delete and insert: whole rows move, owned cells with them.
    known = {code for code, _, _ in first}
    body = [row for row in grid[1:] if random.random() < 0.8]
    body += [list(good) for good in more if good[0] not in known]
    body += [[] for _ in range(random.randrange(3))]
    random.shuffle(body)
    tabs["Hàng"] = [grid[0], *body]

    write(tabs, plan_tabs(tabs))

    rows = [(row[0], row[1], row[2]) for row in body if row]
    assert flags(tabs) == expected(rows)
    assert plan_tabs(tabs).cells == 0


@SAMPLE
@given(goods, st.randoms(use_true_random=False))
def test_flags_are_put_right_where_staff_sorted_their_own_columns_alone(first, random):
    tabs = {"Hàng": [HEADER, *map(list, first)]}
    write(tabs, plan_tabs(tabs))
    grid = tabs["Hàng"]
    order = list(range(1, len(grid)))
    random.shuffle(order)
    sorted_cells = [grid[number][:3] for number in order]
    for row, cells in zip(grid[1:], sorted_cells, strict=True):
        row[:3] = cells

    write(tabs, plan_tabs(tabs))

    assert flags(tabs) == expected([tuple(cells) for cells in sorted_cells])


@SAMPLE
@given(goods)
def test_a_plan_made_again_holds_nothing(first):
    tabs = {"Hàng": [["CỬA HÀNG"], HEADER, *map(list, first), ["Tổng cộng", 1, None]]}
    before = deepcopy(tabs)
    write(tabs, plan_tabs(tabs))
    assert plan_tabs(tabs).cells == 0
    assert not plan_tabs(tabs)
    assert [row[:3] for row in tabs["Hàng"]] == before["Hàng"]
