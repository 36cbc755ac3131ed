"""The reports on stock and on what to order, and the explanation of one item."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rules.core.message import Voice
from rules.core.report_layout import layout
from rules.core.rule import Context
from rules.core.table import Books, Coverage, Table
from rules.core.trace import walk
from rules.inventory import DEPARTMENT
from rules.inventory.explain import explain_item
from rules.inventory.records import Item, Movement, MovementType, Warehouse
from rules.inventory.reorder_report import reorder_list
from rules.inventory.stock_report import MOST_URGENT, stock_status
from tests.inventory.looking import table
from tests.support.books import with_books

AS_OF = dt.date(2026, 11, 20)


def shown(block, *columns):
    """Return the rows of a block in short: their style and the values of some columns, texts in English."""
    chosen = [[one.titles.en for one in block.columns].index(column) for column in columns]
    cells = [[getattr(row.values[index], "en", row.values[index]) for index in chosen] for row in block.rows]
    return [(row.style, *values) for row, values in zip(block.rows, cells, strict=True)]


@with_books(DEPARTMENT)
def test_the_stock_status_shows_what_is_urgent_the_figures_and_every_place(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày) | Giá vốn | Tồn tối thiểu
    HH001   | Giấy A4  | ram | 5                     | 62000   |
    HH002   | Bút bi   | cái | 5                     | 3000    | 40
    HH003   | Ghim     | hộp | 5                     |         |
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    KHO2   | Kho lẻ
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 50
    HH002   | KHO1   | 30
    HH003   | KHO1   | 30
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-11 | PX001    | 1    | Xuất       | HH001   | KHO1 |          | 50
    2026-11-12 | CK001    | 1    | Chuyển kho | HH002   | KHO1 | KHO2     | 10
    2026-11-13 | KK001    | 1    | Kiểm kê    | HH002   | KHO1 |          | 19
    2026-11-14 | PX002    | 1    | Xuất       | HH003   | KHO2 |          | 10
    2026-11-21 | PN001    | 1    | Nhập       | HH003   | KHO1 |          | 10
    """
    report = stock_status(books, context)
    urgent, glance, places = report.blocks

    assert report.subtitle.all() == ("Tồn kho đến hết ngày 20/11/2026", "Stock at the end of 20/11/2026")
    assert report.coverage == Coverage(used=7, left_out=1)
    assert shown(urgent, "Item code", "State", "On hand", "Reorder point") == [
        ("error", "HH001", "Out of stock", 0, 84),
        ("notice", "HH002", "Order now", 29, 40),
    ]
    assert [row.values for row in glance.rows] == [(3, Decimal(87_000), 1, 2, 2, 1)]
    assert shown(places, "Item code", "Warehouse", "Opening", "In", "Out", "Counts ±", "Closing", "Value", "State") == [
        ("error", "HH001", "KHO1", 50, 0, 50, 0, 0, 0, "Out of stock"),
        ("notice", "HH002", "KHO1", 30, 0, 10, -1, 19, 57_000, "Order now"),
        ("notice", "HH002", "KHO2", 0, 10, 0, 0, 10, 30_000, "Order now"),
        ("plain", "HH003", "KHO1", 30, 0, 0, 0, 30, None, "Enough"),
        ("error", "HH003", "KHO2", 0, 0, 10, 0, -10, None, "Below zero"),
        ("total", "Total", None, None, None, None, None, None, 87_000, None),
    ]


@with_books(DEPARTMENT)
def test_the_reorder_list_goes_by_supplier_and_adds_up_its_cost(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Tồn tối thiểu | Giá vốn | Nhà cung cấp | Quy cách đóng gói
    HH001   | Giấy A4  | ram | 40            | 62000.5 |              | 3
    HH002   | Bút bi   | cái | 10            | 3000    | Thiên Long   | 1
    HH003   | Kéo      | cái | 50            | 9000    | An Bình      | 1
    HH004   | Dao      | cái | 90            |         | an bình      | 1
    HH005   | Thước    | cái | 5             | 9000    | An Bình      | 1
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-11 | PN001    | 1    | Nhập | HH001   | KHO1 | 39
    2026-11-11 | PN001    | 2    | Nhập | HH002   | KHO1 | 8
    2026-11-11 | PN001    | 3    | Nhập | HH003   | KHO1 | 40
    2026-11-11 | PN001    | 4    | Nhập | HH004   | KHO1 | 20
    2026-11-11 | PN001    | 5    | Nhập | HH005   | KHO1 | 20
    """
    report = reorder_list(books, context)
    (orders,) = report.blocks

    assert "nhu cầu tính theo 90 ngày gần nhất" in report.subtitle.vi
    assert shown(orders, "Supplier", "Item code", "Order", "Expected cost", "Projected", "Reorder point") == [
        ("notice", "an bình", "HH004", 70, None, 20, 90),
        ("notice", "An Bình", "HH003", 10, 90_000, 40, 50),
        ("notice", "Thiên Long", "HH002", 2, 6_000, 8, 10),
        ("notice", None, "HH001", 3, 186_002, 39, 40),
        ("total", "Total", None, None, 282_002, None, None),
    ]


@with_books(DEPARTMENT)
def test_a_reorder_list_with_nothing_on_it_says_so(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho  | Số lượng
    2026-11-11 | PN001    | Nhập | HH001   | KHO1 | 39
    """
    (orders,) = reorder_list(books, context).blocks

    assert shown(orders, "Supplier", "Expected cost") == [("plain", "There is nothing to be ordered.", None)]


@with_books(DEPARTMENT)
def test_the_reorder_list_shows_demand_lead_time_and_safety_stock(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày) | Độ lệch thời gian giao
    HH001   | Giấy A4  | ram | 4                     | 2
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 31
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-19 | PX001    | 1    | Xuất | HH001   | KHO1 | 10
    2026-11-20 | PX002    | 1    | Xuất | HH001   | KHO1 | 10
    """
    (orders,) = reorder_list(books, context).blocks

    columns = ("State", "Demand a day", "Lead time (days)", "Safety stock", "Reorder point", "Days of cover")
    assert shown(orders, *columns)[0] == ("warning", "Below safety stock", 10, 4, Decimal("32.90"), 73, Decimal("1.1"))


def test_reports_need_the_tables_they_stand_on():
    context = Context(as_of=AS_OF)
    items = Books({Item: table(Item, [])})

    assert [report(Books(), context) for report in DEPARTMENT.reports] == [None, None]
    assert [report(items, context) for report in DEPARTMENT.reports] == [None, None]


def test_reports_over_empty_books_show_where_blocks_and_charts_will_stand():
    tables = {one: Table(one, dict.fromkeys(one.model_fields, ()), (), ()) for one in DEPARTMENT.records}
    status, orders = (report(Books(tables), Context(as_of=AS_OF)) for report in DEPARTMENT.reports)

    assert [block.size for block in status.blocks] == [MOST_URGENT, 1, None]
    assert status.blocks[0].chart is not None
    assert [block.size for block in orders.blocks] == [None]
    assert layout(status, Voice()).blocks[0].block.chart.series == (5, 6)


amounts = st.dictionaries(st.sampled_from([f"H{n}" for n in range(15)]), st.integers(1, 100), max_size=15)


@given(amounts, st.booleans())
def test_blocks_keep_their_size_and_totals_are_the_sum_of_their_lines(received, has_costs):
    cost = Decimal("1234.5") if has_costs else None
    item_rows = [
        {"code": code, "name": code, "unit": "cái", "minimum": Decimal(60), "unit_cost": cost, "supplier": code[-1:]}
        for code in received
    ]
    movement_rows = [
        {
            "date": AS_OF,
            "voucher": code,
            "line": 1,
            "type": MovementType.RECEIPT,
            "item": code,
            "warehouse": "K1",
            "quantity": Decimal(quantity),
        }
        for code, quantity in received.items()
    ]
    tables = {
        Item: table(Item, item_rows),
        Warehouse: table(Warehouse, [{"code": "K1"}]),
        Movement: table(Movement, movement_rows),
    }
    books, context = Books(tables), Context(as_of=AS_OF)

    status, orders = stock_status(books, context), reorder_list(books, context)

    assert len(status.blocks[0].rows) == min(MOST_URGENT, sum(1 for one in received.values() if one <= 60))
    *lines, total = status.blocks[-1].rows
    assert total.values[10] == sum(row.values[10] or 0 for row in lines) == status.blocks[1].rows[0].values[1]
    *lines, total = orders.blocks[0].rows
    assert (total.values[7] or 0) == sum(row.values[7] or 0 for row in lines)


@with_books(DEPARTMENT)
def test_an_item_is_explained_from_its_movements_up(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày) | Tồn tối thiểu | Mức phục vụ | Đang đặt
    HH001   | Giấy A4  | ram | 5                     |               | 0.9         | 3
    HH002   | Bút bi   | cái |                       | 10            |             | 0
    HH003   | Ghim     | hộp |                       |               |             | 0
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 50
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-20 | PX001    | 1    | Xuất       | HH001   | KHO1 |          | 10
    2026-11-20 | CK001    | 1    | Chuyển kho | HH001   | KHO1 | KHO2     | 15
    """
    explanation = explain_item(books, context, ("item", "hh001"))
    on_hand, point, suggested = explanation.lines

    assert explanation.title.vi == "HH001 – Giấy A4 (ram)"
    assert [(line.name, line.amount) for line in walk(on_hand)] == [
        ("on_hand", 40),
        ("on_hand_in_warehouse", 25),
        ("on_hand_in_warehouse", 15),
    ]
    assert [dict(line.inputs)["warehouse"] for line in on_hand.children] == ["KHO1", "KHO2"]
    assert [(line.name, line.amount) for line in walk(point)] == [
        ("rounded_point", 50),
        ("demand_per_day", 10),
        ("reorder_point", 50),
        ("safety_stock", 0),
    ]
    assert dict(point.inputs)["service_level"] == Decimal("0.9")
    amounts = [amount for line in explanation.lines for amount in walk(line)]
    names = {amount.name for amount in amounts} | {name for amount in amounts for name, _ in amount.inputs}
    assert names <= set(explanation.titles)
    assert (suggested.amount, suggested.children[0].amount) == (77, 43)

    minimum = explain_item(books, context, ("HH002",))
    assert [(line.name, line.amount) for line in minimum.lines] == [
        ("on_hand", 0),
        ("rounded_point", 10),
        ("suggested_order", 10),
    ]
    assert [line.name for line in explain_item(books, context, ("HH003",)).lines] == ["on_hand", "suggested_order"]
    assert explain_item(books, context, ("HH009",)) is None
    assert explain_item(books, context, ()) is None


@with_books(DEPARTMENT)
def test_an_item_of_an_office_without_movements_is_not_explained(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    """
    assert explain_item(books, context, ("item", "HH001")) is None
