"""When an item is to be ordered, how much, and what people are told about it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.core.rule import Context
from rules.inventory import DEPARTMENT
from rules.inventory.columns import COMPUTED
from rules.inventory.demand import days_measured, measure
from rules.inventory.reorder import Basis, Need, plans_of
from rules.inventory.settings import InventorySettings
from tests.inventory.looking import codes, findings, seen, text
from tests.support.books import read_text, with_books

AS_OF = dt.date(2026, 11, 20)


def test_demand_counts_the_days_without_an_issue():
    issues = {dt.date(2026, 11, 20): Decimal(12), dt.date(2026, 11, 17): Decimal(8)}

    demand = measure(issues, AS_OF, 4)

    assert (demand.days, demand.mean) == (4, 5)
    assert demand.deviation == Decimal(36).sqrt()  # (7² + 5² + 5² + 3²) / 3


def test_demand_leaves_out_what_was_issued_before_or_after_its_days():
    issues = {dt.date(2026, 11, 16): Decimal(100), dt.date(2026, 11, 21): Decimal(100)}

    assert measure(issues, AS_OF, 4).mean == 0


def test_the_demand_of_one_day_has_no_deviation():
    assert measure({AS_OF: Decimal(3)}, AS_OF, 1).deviation == 0


def test_demand_is_not_measured_over_days_before_the_books_begin():
    assert days_measured(AS_OF, dt.date(2026, 11, 11), 90) == 10
    assert days_measured(AS_OF, dt.date(2025, 1, 1), 90) == 90
    assert days_measured(AS_OF, AS_OF, 90) == 1
    assert days_measured(AS_OF, None, 90) == 90


@given(st.decimals(min_value=Decimal("0.001"), max_value=1000, places=3), st.integers(2, 120))
def test_an_even_demand_has_no_deviation(quantity, days):
    issues = {AS_OF - dt.timedelta(days=day): quantity for day in range(days)}

    demand = measure(issues, AS_OF, days)

    assert demand.mean == quantity
    assert demand.deviation < Decimal("1e-9")


@with_books(DEPARTMENT)
def test_an_item_at_its_reorder_point_is_to_be_ordered_and_one_above_it_is_not(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày) | Quy cách đóng gói | Đang đặt | Giữ chỗ
    HH001   | Giấy A4  | ram | 5                     | 12                | 0        | 0
    HH002   | Bút bi   | cái | 5                     | 12                | 1        | 0
    HH003   | Ghim     | hộp | 5                     | 12                | 1        | 1
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 50
    HH002   | KHO1   | 50
    HH003   | KHO1   | 50
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-19 | PX001    | 1    | Xuất | HH001   | KHO1 | 10
    2026-11-19 | PX001    | 2    | Xuất | HH002   | KHO1 | 10
    2026-11-19 | PX001    | 3    | Xuất | HH003   | KHO1 | 10
    2026-11-20 | PX002    | 1    | Xuất | HH001   | KHO1 | 10
    2026-11-20 | PX002    | 2    | Xuất | HH002   | KHO1 | 10
    2026-11-20 | PX002    | 3    | Xuất | HH003   | KHO1 | 10
    [Cài đặt]
    Mục cài đặt | Giá trị
    Mức phục vụ | 50%
    """
    # Two days of ten: 10 a day, no deviation. The reorder point is 5 × 10 = 50; 30 are left.
    stock = plans_of(books, context)
    assert [(plan.on_hand, plan.policy.point) for plan in stock.values()] == [(30, 50)] * 3
    assert codes(books, context) == ["INV301"] * 3


def _office(stock, **item):
    """Return books with one item, 10 of which leave every day, and so much of it in stock now."""
    columns = {"Mã hàng": "HH001", "Tên hàng": "Giấy A4", "ĐVT": "ram", "Thời gian giao (ngày)": 5, **item}
    days = [AS_OF - dt.timedelta(days=day) for day in range(10)]
    lines = [
        "[Hàng hóa]",
        " | ".join(columns),
        " | ".join(str(value) for value in columns.values()),
        "[Tồn đầu kỳ]",
        "Mã hàng | Mã kho | Số lượng",
        f"HH001 | KHO1 | {stock + 100}",
        "[Nhập xuất kho]",
        "Ngày | Số phiếu | Loại | Mã hàng | Kho | Số lượng",
        *(f"{day} | PX{day:%d} | Xuất | HH001 | KHO1 | 10" for day in days),
    ]
    return read_text("\n".join(lines), [DEPARTMENT]).books


CONTEXT = Context(as_of=AS_OF)


@pytest.mark.parametrize(
    ("stock", "item", "need"),
    [
        (51, {}, Need.ENOUGH),
        (50, {}, Need.ORDER),
        (40, {"Đang đặt": 11}, Need.ENOUGH),
        (60, {"Giữ chỗ": 10}, Need.ORDER),
        (0, {}, Need.OUT_OF_STOCK),
        (0, {"Đang đặt": 500}, Need.OUT_OF_STOCK),
        (10, {"Giữ chỗ": 10}, Need.ORDER_SOON),
        (70, {"Tồn tối thiểu": 70}, Need.ORDER),
        (71, {"Tồn tối thiểu": 70}, Need.ENOUGH),
        (71, {"Tồn tối thiểu": 30}, Need.ENOUGH),
        (30, {"Thời gian giao (ngày)": ""}, Need.NOT_PLANNED),
        (30, {"Thời gian giao (ngày)": "", "Tồn tối thiểu": 30}, Need.ORDER),
        (100, {"Độ lệch thời gian giao": 6, "Mức phục vụ": 0.9}, Need.ORDER),
        (130, {"Độ lệch thời gian giao": 6, "Mức phục vụ": 0.9}, Need.ENOUGH),
        (75, {"Độ lệch thời gian giao": 6, "Mức phục vụ": 0.9}, Need.ORDER_SOON),
    ],
)
def test_how_badly_an_item_is_needed(stock, item, need):
    (plan,) = plans_of(_office(stock, **item), CONTEXT).values()

    assert plan.need is need


def test_an_item_that_leaves_evenly_needs_no_safety_stock():
    (plan,) = plans_of(_office(30), CONTEXT).values()

    assert (plan.demand.mean, plan.demand.deviation) == (10, 0)
    assert (plan.policy.point, plan.policy.target, plan.policy.basis) == (50, 120, Basis.DEMAND)
    assert plan.days_of_cover == 3


@pytest.mark.parametrize(
    ("stock", "item", "suggested"),
    [
        (51, {}, 0),
        (50, {}, 70),
        (30, {}, 90),
        (30, {"Quy cách đóng gói": 12}, 96),
        (-40, {"Đang đặt": 30}, 90),
        (30, {"Quy cách đóng gói": 200}, 200),
        (0, {"Đang đặt": 500}, 0),
        (20, {"Thời gian giao (ngày)": "", "Tồn tối thiểu": 30, "Quy cách đóng gói": 4}, 12),
        (30, {"Thời gian giao (ngày)": "", "Tồn tối thiểu": 30, "Quy cách đóng gói": 4}, 4),
        (0, {"Thời gian giao (ngày)": ""}, 0),
        (200, {"Tồn tối thiểu": 250}, 50),
        (60, {"Độ lệch thời gian giao": 20, "Mức phục vụ": 0.9}, 317),
    ],
)
def test_the_suggested_order_fills_up_for_the_next_days_in_whole_packs(stock, item, suggested):
    (plan,) = plans_of(_office(stock, **item), CONTEXT).values()

    assert plan.suggested == suggested


def test_an_order_never_aims_below_the_reorder_point():
    (plan,) = plans_of(_office(60, **{"Tồn tối thiểu": 250}), CONTEXT).values()

    assert plan.policy.target == plan.policy.point == 250


def test_an_order_covers_deliveries_of_uncertain_date_too():
    (sure,) = plans_of(_office(60), CONTEXT).values()
    (unsure,) = plans_of(_office(60, **{"Độ lệch thời gian giao": 2}), CONTEXT).values()

    # Constant demand of 10 a day, a lead time that varies by 2 days: the safety stock is z × 10 × 2 in both.
    spread = unsure.policy.computed.safety_stock.amount
    assert spread == 20 * unsure.policy.z
    assert unsure.policy.target - sure.policy.target == spread


def test_the_default_lead_time_counts_where_an_item_has_none():
    books = _office(30, **{"Thời gian giao (ngày)": ""})
    settings = InventorySettings(default_lead_time=Decimal(2))
    context = replace(CONTEXT, settings_by_class={InventorySettings: settings})

    assert codes(books, CONTEXT) == ["INV502"]
    assert codes(books, context) == []
    assert [plan.policy.point for plan in plans_of(books, context).values()] == [20]


def test_the_settings_say_how_many_days_count_and_how_long_an_order_lasts():
    settings = InventorySettings(demand_days=7, review_days=0)
    context = replace(CONTEXT, settings_by_class={InventorySettings: settings})

    (plan,) = plans_of(_office(30), context).values()

    assert (plan.demand.days, plan.policy.target) == (7, 50)


def test_an_item_to_order_is_found_on_its_own_row():
    assert seen(_office(30), CONTEXT) == [("INV301", "Hàng hóa!A2", "code", ("HH001",))]
    assert seen(_office(51), CONTEXT) == []


def test_an_item_that_has_run_out_is_found_as_that_and_not_as_one_to_order():
    assert seen(_office(0), CONTEXT) == [("INV302", "Hàng hóa!A2", "code", ("HH001",))]


def test_an_alert_grows_worse_as_the_stock_shrinks():
    safety = {"Độ lệch thời gian giao": 6, "Mức phục vụ": 0.9}
    levels = [findings(_office(stock, **safety), CONTEXT)[0].level for stock in (100, 75, 0)]

    assert levels == [1, 2, 3]


def test_the_message_shows_all_that_the_reorder_point_stands_on():
    books = _office(30, **{"Quy cách đóng gói": 12, "Giữ chỗ": 5, "Đang đặt": 10})
    vietnamese, english = text(books, CONTEXT, "INV301"), text(books, CONTEXT, "INV301", "en")

    assert "tồn 30 − giữ chỗ 5 + đang đặt 10 = 35 ram, không cao hơn điểm đặt hàng 50" in vietnamese
    assert "nhu cầu 10/ngày, giao hàng 5 ngày, tồn an toàn 0, tồn tối thiểu –" in vietnamese
    assert "Đặt 96 ram (bội số của quy cách 12)" in vietnamese
    assert "on hand 30 − reserved 5 + on order 10 = 35 ram, not above the reorder point 50" in english
    assert "follows demand and lead time: demand 10 a day, lead time 5 days" in english


def test_the_message_about_a_minimum_says_that_it_is_one():
    books = _office(30, **{"Tồn tối thiểu": 70})

    assert "Điểm đặt hàng theo mức tồn tối thiểu" in text(books, CONTEXT, "INV301")


def test_the_message_about_an_item_that_has_run_out_tells_what_to_do():
    books = _office(0, **{"Đang đặt": 40})

    assert "HH001 (Giấy A4) đã hết: tồn 0 ram" in text(books, CONTEXT, "INV302")
    assert "Đặt thêm 80 ram và giục phần đang đặt" in text(books, CONTEXT, "INV302")
    assert "Order 80 ram more and press for what is on order" in text(books, CONTEXT, "INV302", "en")


def test_an_item_in_demand_without_a_lead_time_is_found():
    books = _office(30, **{"Thời gian giao (ngày)": ""})

    assert seen(books, CONTEXT) == [("INV502", "Hàng hóa!D2", "lead_time", ("HH001",))]
    assert "có xuất 10 ram/ngày nhưng chưa có thời gian giao hàng" in text(books, CONTEXT, "INV502")
    assert "has a demand of 10 ram a day but no lead time" in text(books, CONTEXT, "INV502", "en")


@with_books(DEPARTMENT)
def test_items_that_nobody_asks_for_are_left_in_peace(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Tồn tối thiểu
    HH001   | Không lần nào xuất | ram | 0
    HH002   | Xuất đã quá lâu    | cái |
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH002   | KHO1   | 5
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-01-19 | PX001    | 1    | Xuất | HH002   | KHO1 | 5
    """
    assert seen(books, context) == []
    assert {plan.need for plan in plans_of(books, context).values()} == {Need.NOT_PLANNED}
    assert {plan.days_of_cover for plan in plans_of(books, context).values()} == {None}


@with_books(DEPARTMENT)
def test_an_office_without_movements_has_nothing_planned(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Tồn tối thiểu
    HH001   | Giấy A4  | ram | 20
    """
    assert plans_of(books, context) == {}
    assert seen(books, context) == []


@with_books(DEPARTMENT)
def test_an_item_entered_twice_is_planned_once(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Tồn tối thiểu
    HH001   | Giấy A4  | ram | 20
    hh001   | Giấy A4  | ram | 20
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-19 | PN001    | 1    | Nhập | HH001   | KHO1 | 5
    """
    assert seen(books, context) == [("INV301", "Hàng hóa!A2", "code", ("HH001",))]


def test_the_computed_columns_show_stock_reorder_point_and_order():
    books = _office(30)

    assert {column.name: column.compute(books, CONTEXT) for column in COMPUTED} == {
        "on_hand": {0: 30},
        "reorder_point": {0: 50},
        "suggested_order": {0: 90},
    }


def test_computed_columns_stay_empty_where_there_is_nothing_to_say():
    books = _office(30, **{"Thời gian giao (ngày)": ""})

    assert [column.compute(books, CONTEXT) for column in COMPUTED] == [{0: 30}, {}, {}]


@given(
    stock=st.integers(0, 200),
    pack=st.integers(1, 50),
    lead_time=st.integers(0, 30),
    deviation=st.integers(0, 10),
    minimum=st.integers(0, 100),
)
def test_an_order_lifts_the_item_above_its_reorder_point_in_whole_packs(stock, pack, lead_time, deviation, minimum):
    item = {
        "Thời gian giao (ngày)": lead_time,
        "Độ lệch thời gian giao": deviation,
        "Tồn tối thiểu": minimum,
        "Quy cách đóng gói": pack,
    }
    (plan,) = plans_of(_office(stock, **item), CONTEXT).values()

    assert plan.suggested % pack == 0
    assert plan.policy.point >= minimum
    assert plan.projected + plan.suggested >= plan.policy.point
    assert (plan.suggested > 0) == (plan.projected <= plan.policy.point)
