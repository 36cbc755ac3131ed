"""Tables: typed records, each with the place it came from."""

from datetime import date
from decimal import Decimal

from rules.core.finding import Place
from rules.core.table import Books, Coverage, Table
from tests.support.books import read_text, with_books
from tests.support.shop import SHOP, TOO_LOW, Good


@with_books(SHOP)
def test_a_table_hands_out_typed_records_with_their_position(books, context):
    """
    [Hàng]
    | Mã | Số lượng | Đơn giá |
    | A1 | 5        | 1000    |
    | B2 | -2       |         |
    """
    goods = books.table(Good)
    assert [(good.code, good.stock, good.price, good.row) for good in goods] == [
        ("A1", Decimal(5), Decimal(1000), 0),
        ("B2", Decimal(-2), Decimal(0), 1),
    ]
    assert goods[1].code == "B2"
    assert len(goods) == 2


@with_books(SHOP)
def test_a_record_knows_its_cell_as_people_see_it(books, context):
    """
    [Hàng]
    | Danh mục hàng |          |
    | Số lượng      | Mã hàng  | Mã |
    | 5             | của tôi  | A1 |
    """
    goods = books.table(Good)
    assert goods.place(0, "code") == Place("book", "Hàng", 3, 3, "Mã")
    assert goods.place(0) == Place("book", "Hàng", 3)
    assert goods.place(0, "price").address == "3:3", "a column that the tab does not have is the row"


def test_records_of_two_tabs_are_one_table_and_keep_their_places():
    table = read_text(
        """
        [Hàng]
        | Mã | Số lượng |
        | A1 | 1        |
        [Goods]
        | Code | Quantity | Price |
        | B2   | 2        | 9     |
        | C3   | 3        | 9     |
        """,
        [SHOP],
    ).books.table(Good)
    assert [table.place(row, "stock") for row in range(3)] == [
        Place("book", "Hàng", 2, 2, "Số lượng"),
        Place("book", "Goods", 2, 2, "Quantity"),
        Place("book", "Goods", 3, 2, "Quantity"),
    ]


@with_books(SHOP)
def test_records_are_grouped_by_the_values_of_some_fields(books, context):
    """
    [Hàng]
    | Mã | Số lượng | Ngày bán   |
    | A1 | 5        | 2026-11-01 |
    | B2 | 5        |            |
    | C3 | 5        | 2026-11-01 |
    """
    groups = books.table(Good).group("stock", "sold")
    assert groups == {(Decimal(5), date(2026, 11, 1)): [0, 2], (Decimal(5), None): [1]}


@with_books(SHOP)
def test_a_finding_carries_key_place_and_the_other_rows_it_is_about(books, context):
    """
    [Hàng]
    | Mã | Số lượng |
    | A1 | 5        |
    | B2 | 5        |
    """
    goods = books.table(Good)
    finding = goods.finding(TOO_LOW, 1, "stock", also=[0], stock=Decimal(5), least=Decimal(6))
    assert (finding.table, finding.key, finding.column) == ("goods", ("B2",), "stock")
    assert finding.place.address == "B3"
    assert [place.row for place in finding.also] == [2]
    assert goods.finding(TOO_LOW, 1, key=("matter",)).key == ("matter",)


def test_rows_with_errors_are_counted_and_not_used():
    table = read_text(
        """
        [Hàng]
        | Mã | Số lượng |
        | A1 | 5        |
        | B2 | nhiều    |
        """,
        [SHOP],
    ).books.table(Good)
    assert table.coverage == Coverage(used=1, left_out=1)
    assert table.left_out[0].values["code"] == "B2"
    assert table.coverage + Coverage(2, 3) == Coverage(3, 4)


def test_an_office_without_a_table_has_an_empty_one():
    table = Books().table(Good)
    assert (len(table), list(table), table.present) == (0, [], False)
    assert Table.empty(Good).coverage == Coverage(0, 0)


def test_what_several_rules_share_is_worked_out_once():
    books, calls = Books(), []

    def work_out():
        calls.append(1)
        return sum(calls)

    assert [books.once("sum", work_out), books.once("sum", work_out), books.once("other", work_out)] == [1, 1, 2]
