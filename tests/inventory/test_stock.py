"""Stock on hand: what the movements add up to, and what rows that were not counted may explain."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rules.core.rule import Context
from rules.core.table import Books, Coverage
from rules.inventory import DEPARTMENT
from rules.inventory.records import Item, Movement, MovementType, OpeningStock, Warehouse
from rules.inventory.stock import stock_of
from rules.inventory.stock_rules import negative_stock
from tests.inventory.looking import codes, seen, table, text
from tests.support.books import with_books

AS_OF = dt.date(2026, 11, 20)


@with_books(DEPARTMENT)
def test_every_type_of_movement_changes_the_stock(books, context):
    """
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 40
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-02 | PN001    | Nhập       | HH001   | KHO1 |          | 100
    2026-11-03 | PX001    | Xuất       | hh001   | KHO1 |          | 15
    2026-11-04 | CK001    | Chuyển kho | HH001   | kho1 | KHO2     | 25
    2026-11-05 | KK001    | Kiểm kê    | HH001   | KHO1 |          | 98
    2026-11-21 | PN002    | Nhập       | HH001   | KHO1 |          | 1000
    """
    stock = stock_of(books, context)
    main, small = stock.places["hh001", "kho1"], stock.places["hh001", "kho2"]

    assert (main.opening, main.received, main.issued, main.adjusted, main.on_hand) == (40, 100, 40, -2, 98)
    assert (small.opening, small.received, small.on_hand) == (0, 25, 25)
    assert stock.on_hand == {"hh001": 123}
    assert stock.issues == {"hh001": {dt.date(2026, 11, 3): 15}}
    assert stock.first_day == dt.date(2026, 11, 2)
    assert stock.coverage == Coverage(used=5, left_out=1)


@with_books(DEPARTMENT)
def test_stock_is_worked_out_once_for_a_day(books, context):
    """
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | PN001    | Nhập | HH001   | KHO1 | 100
    """
    assert stock_of(books, context) is stock_of(books, context)
    assert stock_of(books, Context(as_of=dt.date(2026, 11, 1))).places == {}


@with_books(DEPARTMENT)
def test_what_comes_in_may_go_out_on_the_same_day_whatever_the_order_of_the_rows(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày)
    HH001   | Giấy A4  | ram | 0
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-02 | KK001    | Kiểm kê    | HH001   | KHO2 |          | 30
    2026-11-02 | PX001    | Xuất       | HH001   | KHO2 |          | 70
    2026-11-02 | CK001    | Chuyển kho | HH001   | KHO1 | KHO2     | 100
    2026-11-02 | PN001    | Nhập       | HH001   | KHO1 |          | 200
    """
    assert seen(books, context) == []


@with_books(DEPARTMENT)
def test_the_movement_that_first_takes_stock_below_zero_is_found_once_for_item_and_warehouse(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày)
    HH001   | Giấy A4  | ram | 0
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    KHO2   | Kho lẻ
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 40
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-09 | PN001    | 1    | Nhập       | HH001   | KHO1 |          | 900
    2026-11-04 | PX002    | 1    | Xuất       | HH001   | KHO1 |          | 20
    2026-11-03 | PX001    | 1    | Xuất       | hh001   | kho1 |          | 45
    2026-11-04 | CK001    | 1    | Chuyển kho | HH001   | KHO2 | KHO1     | 1
    """
    assert seen(books, context) == [
        ("INV201", "Nhập xuất kho!H4", "quantity", ("HH001", "KHO1")),
        ("INV201", "Nhập xuất kho!H5", "quantity", ("HH001", "KHO2")),
    ]


@with_books(DEPARTMENT)
def test_the_message_about_negative_stock_shows_what_was_there_and_what_went_out(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày)
    HH001   | Giấy A4  | ram | 0
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 40
    HH001   | KHO2   | 90
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho  | Số lượng
    2026-11-03 | PX001    | Xuất | HH001   | KHO1 | 45.5
    """
    vietnamese, english = text(books, context, "INV201"), text(books, context, "INV201", "en")

    assert "HH001 (Giấy A4) ở kho KHO1 bị âm từ ngày 03/11/2026" in vietnamese
    assert "phiếu PX001 xuất 45,5 ram nhưng sổ chỉ còn 40, sau phiếu này còn -5,5" in vietnamese
    assert "voucher PX001 takes 45.5 ram while the books hold 40, which leaves -5.5" in english


@with_books(DEPARTMENT)
def test_negative_stock_is_found_where_the_office_keeps_no_list_of_items(books, context):
    """
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-03 | PX001    | 1    | Xuất | HH001   | KHO1 | 45
    """
    assert seen(books, context) == [("INV201", "Nhập xuất kho!G2", "quantity", ("HH001", "KHO1"))]


@with_books(DEPARTMENT)
def test_rows_that_cannot_be_counted_do_not_make_stock_negative_or_scarce(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày)
    HH001   | Số lượng không đọc được | ram | 5
    HH002   | Kho nhận không rõ | cái | 5
    HH003   | Kho không đọc được | cái | 5
    HH004   | Tồn đầu kỳ không đọc được | cái | 5
    HH005   | Kiểm kê không đọc được | cái | 5
    HH006   | Ngày gõ nhầm năm | cái | 5
    HH007   | Loại không đọc được | cái | 5
    HH008   | Số âm | cái | 5
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    KHO2   | Kho lẻ
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH002   | KHO1   | 900
    HH004   | KHO1   | bốn mươi
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-02 | PN001    | 1    | Nhập       | HH001   | KHO1 |          | trăm
    2026-11-02 | CK001    | 2    | Chuyển kho | HH002   | KHO1 |          | 60
    2026-11-02 | PN001    | 3    | Nhập       | HH003   |      |          | 100
    2026-11-02 | KK001    | 5    | Kiểm kê    | HH005   | KHO1 |          | nhiều
    2027-11-02 | PN006    | 6    | Nhập       | HH006   | KHO1 |          | 100
    2026-11-02 | PN001    | 7    | mua        | HH007   | KHO1 |          | 100
    2026-11-02 | PN001    | 8    | Nhập       | HH008   | KHO1 |          | -100
    2026-11-03 | PX001    | 1    | Xuất       | HH001   | KHO1 |          | 50
    2026-11-03 | PX001    | 2    | Xuất       | HH002   | KHO2 |          | 50
    2026-11-03 | PX001    | 3    | Xuất       | HH003   | KHO1 |          | 50
    2026-11-03 | PX001    | 4    | Xuất       | HH004   | KHO1 |          | 50
    2026-11-03 | PX001    | 5    | Xuất       | HH005   | KHO1 |          | 50
    2026-11-03 | PX001    | 6    | Xuất       | HH006   | KHO1 |          | 50
    2026-11-03 | PX001    | 7    | Xuất       | HH007   | KHO1 |          | 50
    2026-11-03 | PX001    | 8    | Xuất       | HH008   | KHO1 |          | 50
    """
    assert codes(books, context) == ["INV103", "INV202", "INV501"]


@with_books(DEPARTMENT)
def test_rows_left_out_excuse_only_as_much_as_they_may_have_brought(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày)
    HH001   | Giấy A4  | ram | 5
    HH002   | Bút bi   | cái | 5
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    ngày mai   | PN001    | 1    | Nhập | HH001   | KHO1 | 10
    2026-11-02 | PX009    | 1    | Xuất | HH002   | KHO1 | trăm
    2026-11-02 | PN001    | 3    | Nhập |         | KHO1 | 1000
    2026-11-03 | PX001    | 1    | Xuất | HH001   | KHO1 | 50
    2026-11-03 | PX001    | 2    | Xuất | HH002   | KHO1 | 50
    """
    assert codes(books, context) == ["INV201", "INV201", "INV302", "INV302"]


@with_books(DEPARTMENT)
def test_movements_in_an_unknown_warehouse_do_not_make_an_item_scarce(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày) | Tồn tối thiểu
    HH001   | Giấy A4  | ram | 5                     | 20
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại    | Mã hàng | Kho  | Số lượng
    2026-11-02 | PN001    | 1    | Nhập    | HH001   | KHO9 | 100
    2026-11-03 | KK001    | 1    | Kiểm kê | HH001   | KHO1 | 10
    2026-11-04 | KK002    | 1    | Kiểm kê | HH001   | KHO1 | 5
    """
    assert codes(books, context) == ["INV102"]


@with_books(DEPARTMENT)
def test_a_line_entered_twice_under_one_key_does_not_also_make_the_stock_negative(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày)
    HH001   | Giấy A4  | ram | 0
    HH002   | Bút bi   | cái | 0
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 50
    HH002   | KHO1   | 50
    HH002   | KHO1   | 50
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-02 | PX001    | 1    | Xuất       | HH001   | KHO1 |          | 30
    2026-11-02 | PX001    | 1    | Xuất       | HH001   | KHO1 |          | 30
    2026-11-02 | CK001    | 1    | Chuyển kho | HH002   | KHO1 | KHO2     | 60
    2026-11-02 | CK001    | 1    | Chuyển kho | HH002   | KHO1 | KHO2     | 60
    2026-11-03 | KK001    | 1    | Kiểm kê    | HH002   | KHO1 |          | 7
    2026-11-03 | KK001    | 1    | Kiểm kê    | HH009   | KHO1 |          | 7
    """
    assert codes(books, context) == ["INV101"]


@with_books(DEPARTMENT)
def test_a_transfer_that_was_not_counted_may_explain_a_count_in_either_warehouse(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 100
    HH001   | KHO2   | 100
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-02 | CK001    | 1    | Chuyển kho | HH001   | KHO1 | KHO2     | mười
    2026-11-03 | KK001    | 1    | Kiểm kê    | HH001   | KHO1 |          | 90
    2026-11-03 | KK001    | 2    | Kiểm kê    | HH001   | KHO2 |          | 110
    """
    assert seen(books, context) == []


@with_books(DEPARTMENT)
def test_a_transfer_back_to_its_own_warehouse_is_not_counted(books, context):
    """
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-02 | CK001    | 1    | Chuyển kho | HH001   | KHO1 | kho1     | 10
    """
    assert stock_of(books, context).places == {}
    assert stock_of(books, context).coverage == Coverage(used=0, left_out=1)


@with_books(DEPARTMENT)
def test_a_count_that_differs_by_more_than_the_tolerated_share_is_noted(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    HH002   | Bút bi   | cái
    HH003   | Ghim     | hộp
    HH004   | Kéo      | cái
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 1000
    HH002   | KHO1   | 1000
    HH004   | KHO1   | 0
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại    | Mã hàng | Kho  | Số lượng
    2026-11-02 | KK001    | 1    | Kiểm kê | HH001   | KHO1 | 990
    2026-11-02 | KK001    | 2    | Kiểm kê | HH002   | KHO1 | 989
    2026-11-02 | KK001    | 3    | Kiểm kê | HH003   | KHO1 | 12
    2026-11-02 | KK001    | 4    | Kiểm kê | HH004   | KHO1 | 1
    """
    assert seen(books, context) == [
        ("INV601", "Nhập xuất kho!G3", "quantity", ("KK001", "2")),
        ("INV601", "Nhập xuất kho!G5", "quantity", ("KK001", "4")),
    ]


@with_books(DEPARTMENT)
def test_the_message_about_a_count_shows_both_quantities_and_is_no_alert(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 1000
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại    | Mã hàng | Kho  | Số lượng
    2026-11-02 | KK001    | Kiểm kê | HH001   | KHO1 | 900
    """
    assert "Kiểm kê HH001 ở kho KHO1 ngày 02/11/2026: đếm được 900 ram, sổ sách 1.000, lệch -100" in text(
        books, context, "INV601"
    )
    assert "900 ram counted, 1,000 in the books, a difference of -100" in text(books, context, "INV601", "en")


quantities = st.decimals(min_value=Decimal("0.001"), max_value=1000, places=3)
movements = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.dates(dt.date(2026, 11, 1), dt.date(2026, 11, 25)),
            "voucher": st.integers(1, 4).map("P{}".format),
            "line": st.integers(1, 9),
            "type": st.sampled_from(MovementType),
            "item": st.sampled_from(["A", "a ", "B", "X"]),
            "warehouse": st.sampled_from(["K1", "K2", "K9"]),
            "to_warehouse": st.sampled_from(["", "K1", "k2", "K9"]),
            "quantity": quantities | st.sampled_from([Decimal(0), Decimal(-3)]),
        }
    ),
    max_size=25,
)
openings = st.lists(
    st.fixed_dictionaries(
        {
            "item": st.sampled_from(["A", "B", "X"]),
            "warehouse": st.sampled_from(["K1", "K2", "K9"]),
            "quantity": quantities,
        }
    ),
    max_size=4,
)


def _books(movement_rows, opening_rows):
    return Books(
        {
            Item: table(Item, [{"code": code, "name": code, "unit": "cái"} for code in "AB"]),
            Warehouse: table(Warehouse, [{"code": "K1"}, {"code": "K2"}]),
            OpeningStock: table(OpeningStock, opening_rows),
            Movement: table(Movement, movement_rows),
        }
    )


@given(movements, openings)
def test_stock_is_the_sum_of_what_went_in_and_out(movement_rows, opening_rows):
    stock = stock_of(_books(movement_rows, opening_rows), Context(as_of=AS_OF))

    for position in stock.places.values():
        assert position.on_hand == position.opening + position.received - position.issued + position.adjusted
    for item in ("a", "b"):
        places = [position.on_hand for (code, _), position in stock.places.items() if code == item]
        assert stock.on_hand.get(item, 0) == sum(places)
    assert stock.coverage.used + stock.coverage.left_out == len(movement_rows) + len(opening_rows)


@given(movements, openings)
def test_a_transfer_changes_no_total(movement_rows, opening_rows):
    context = Context(as_of=AS_OF)
    kept = [row for row in movement_rows if row["type"] is not MovementType.COUNT]
    without = [row for row in kept if row["type"] is not MovementType.TRANSFER]

    before, after = stock_of(_books(without, opening_rows), context), stock_of(_books(kept, opening_rows), context)

    assert all(before.on_hand.get(item, 0) == after.on_hand.get(item, 0) for item in ("a", "b"))


@given(movements, openings, st.randoms())
def test_the_order_of_rows_of_different_days_does_not_matter(movement_rows, opening_rows, random):
    rows = list({row["date"]: row for row in movement_rows}.values())
    shuffled = random.sample(rows, len(rows))
    context = Context(as_of=AS_OF)

    first, second = (stock_of(_books(order, opening_rows), context) for order in (rows, shuffled))

    assert {place: one.on_hand for place, one in first.places.items()} == {
        place: one.on_hand for place, one in second.places.items()
    }


@given(movements, openings)
def test_stock_below_zero_at_the_end_is_always_found_or_in_doubt(movement_rows, opening_rows):
    books, context = _books(movement_rows, opening_rows), Context(as_of=AS_OF)
    stock = stock_of(books, context)
    found = {finding.key for finding in negative_stock(books, context)}

    for (item, warehouse), position in stock.places.items():
        if position.on_hand + stock.doubt.missing_at(item, warehouse) < 0:
            assert (item.upper(), warehouse.upper()) in found
