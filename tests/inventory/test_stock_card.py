"""The stock card: movements kept in two columns, received and issued."""

import datetime as dt
from decimal import Decimal

from rules.inventory import DEPARTMENT
from rules.inventory.records import Movement, MovementType
from rules.inventory.stock import stock_of
from tests.inventory.looking import seen
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_each_row_of_a_stock_card_becomes_a_receipt_or_an_issue(books, context):
    """
    [Thẻ kho]
    Ngày       | Số CT | Dòng | Mã hàng | Kho  | Nhập | Xuất | Tồn | Diễn giải
    2026-11-02 | PN001 | 1    | HH001   | KHO1 | 100  |      | 100 | Mua
    2026-11-03 | PX001 | 1    | HH001   | KHO1 | 0    | 30   | 70  | Bán
    """
    receipt, issue = books.table(Movement)

    assert (receipt.type, receipt.quantity, receipt.note) == (MovementType.RECEIPT, 100, "Mua")
    assert (issue.type, issue.quantity, issue.to_warehouse) == (MovementType.ISSUE, 30, "")
    assert stock_of(books, context).on_hand == {"hh001": Decimal(70)}
    assert books.table(Movement).place(0, "quantity").address == "F2"
    assert books.table(Movement).place(1, "quantity").address == "G3"
    assert list(books.table(Movement).keys) == [("PN001", "1"), ("PX001", "1")]


@with_books(DEPARTMENT)
def test_a_row_with_both_quantities_is_two_movements_with_keys_of_their_own(books, context):
    """
    [Thẻ kho]
    Ngày       | Số CT | Dòng | Mã hàng | Kho  | Nhập | Xuất
    2026-11-02 | PN001 | 1    | HH001   | KHO1 | 100  | 30
    """
    assert list(books.table(Movement).keys) == [("PN001", "1"), ("PN001", "-1")]
    assert seen(books, context) == [("INV401", "Thẻ kho!B2", "voucher", ("PN001",))]


@with_books(DEPARTMENT)
def test_a_stock_card_without_line_numbers_tells_its_rows_apart(books, context):
    """
    [Thẻ kho]
    Ngày       | Số CT | Mã hàng | Kho  | Nhập | Xuất
    2026-11-02 | PN001 | HH001   | KHO1 | 100  |
    2026-11-02 | PN001 | HH002   | KHO1 | 100  |
    2026-11-03 | PX001 | HH001   | KHO1 |      | 30
    """
    keys = list(books.table(Movement).keys)

    assert [key[0] for key in keys] == ["PN001", "PN001", "PX001"]
    assert len(set(keys)) == 3
    assert seen(books, context) == []


@with_books(DEPARTMENT)
def test_a_row_of_a_stock_card_without_a_quantity_is_found(books, context):
    """
    [Thẻ kho]
    Ngày       | Số CT | Dòng | Mã hàng | Kho  | Nhập | Xuất
    2026-11-02 | PN001 | 1    | HH001   | KHO1 |      |
    2026-11-03 | PX001 | 1    | HH001   | KHO1 |      | -3
    """
    assert seen(books, context) == [
        ("INV501", "Thẻ kho!F2", "quantity", ("PN001", "1")),
        ("INV501", "Thẻ kho!G3", "quantity", ("PX001", "1")),
    ]


@with_books(DEPARTMENT)
def test_an_unreadable_receipt_on_a_stock_card_may_explain_negative_stock_and_an_issue_may_not(books, context):
    """
    [Thẻ kho]
    Ngày       | Số CT | Dòng | Mã hàng | Kho  | Nhập | Xuất
    2026-11-02 | PN001 | 1    | HH001   | KHO1 | trăm |
    2026-11-02 | PX001 | 1    | HH002   | KHO1 |      | trăm
    hôm qua    | PN002 | 1    | HH003   | KHO1 | 20   |
    2026-11-03 | PX002 | 1    | HH001   | KHO1 |      | 30
    2026-11-03 | PX002 | 2    | HH002   | KHO1 |      | 30
    2026-11-03 | PX002 | 3    | HH003   | KHO1 |      | 30
    """
    assert [key for _, _, _, key in seen(books, context)] == [("HH002", "KHO1"), ("HH003", "KHO1")]


@with_books(DEPARTMENT)
def test_a_transfer_on_a_stock_card_is_an_issue_and_a_receipt_and_no_demand(books, context):
    """
    [Thẻ kho]
    Ngày       | Số CT | Dòng | Mã hàng | Kho  | Nhập | Xuất
    2026-11-02 | PN001 | 1    | HH001   | KHO1 | 100  |
    2026-11-03 | CK001 | 1    | HH001   | KHO1 |      | 30
    2026-11-03 | CK001 | 2    | HH001   | KHO2 | 30   |
    2026-11-04 | PX001 | 1    | HH001   | KHO2 |      | 10
    """
    assert seen(books, context) == []
    assert stock_of(books, context).issues == {"hh001": {dt.date(2026, 11, 4): Decimal(10)}}
