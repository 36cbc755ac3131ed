"""Rules on the rows of vouchers."""

from dataclasses import replace

from rules.core.message import Voice
from rules.core.rule import Context
from rules.inventory import DEPARTMENT
from rules.inventory.settings import InventorySettings
from tests.inventory.looking import codes, findings, seen, text
from tests.support.books import with_books


@with_books(DEPARTMENT)
def test_movements_without_mistakes_give_no_findings(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày)
    HH001   | Giấy A4  | ram | 5
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    KHO2   | Kho lẻ
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 40
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng | Đối tượng
    2026-11-02 | PN001    | 1    | Nhập       | HH001   | KHO1 |          | 500      | An Bình
    2026-11-03 | PX001    | 1    | Xuất       | HH001   | KHO1 |          | 5        | Hoa Sen
    2026-11-04 | CK001    | 1    | Chuyển kho | hh001   | kho1 | KHO2     | 30       |
    2026-11-05 | KK001    | 1    | Kiểm kê    | HH001   | KHO2 |          | 30       |
    """
    assert seen(books, context) == []


@with_books(DEPARTMENT)
def test_an_item_that_is_not_on_the_list_is_found_in_movements_and_opening_stock(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH009   | KHO1   | 40
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | PX001    | 1    | Xuất | HH0O1   | KHO1 | 500
    """
    assert seen(books, context) == [
        ("INV101", "Nhập xuất kho!E2", "item", ("PX001", "1")),
        ("INV101", "Tồn đầu kỳ!A2", "item", ("HH009", "KHO1")),
    ]


@with_books(DEPARTMENT)
def test_the_message_about_an_unknown_item_names_its_code(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | PN001    | Nhập | HH0O1   | KHO1 | 500
    """
    assert "“HH0O1” không có trong danh mục Hàng hóa" in text(books, context, "INV101")
    assert "“HH0O1” is not in the list of items" in text(books, context, "INV101", "en")


@with_books(DEPARTMENT)
def test_an_item_whose_row_was_left_out_is_not_unknown(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Quy cách đóng gói
    HH001   | Giấy A4  | ram | năm
    HH002   | Bút bi   | cái | 1
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | PX001    | Xuất | HH001   | KHO1 | 500
    """
    assert seen(books, context) == []


@with_books(DEPARTMENT)
def test_an_item_row_without_a_readable_code_may_bear_the_missing_code(books, context):
    """
    [Hàng hóa]
    Tên hàng | Mã hàng | ĐVT
    Giấy A4  |         | ram
    Bút bi   | HH002   | cái
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | PX001    | Nhập | HH001   | KHO1 | 500
    2026-11-02 | PX001    | Nhập | hh001   | KHO1 | 500
    """
    assert seen(books, context) == []


@with_books(DEPARTMENT)
def test_one_unreadable_item_row_does_not_excuse_two_missing_codes(books, context):
    """
    [Hàng hóa]
    Tên hàng | Mã hàng | ĐVT
    Giấy A4  |         | ram
    Bút bi   | HH002   | cái
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | PX001    | Nhập | HH001   | KHO1 | 500
    2026-11-02 | PX001    | Nhập | HH003   | KHO1 | 500
    """
    assert codes(books, context) == ["INV101", "INV101"]


@with_books(DEPARTMENT)
def test_a_warehouse_that_is_not_on_the_list_is_found_wherever_it_is_named(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO9   | 40
    HH001   | KHO1   | 40
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-02 | PN001    | 1    | Nhập       | HH001   | KHO7 |          | 500
    2026-11-03 | CK001    | 1    | Chuyển kho | HH001   | KHO1 | KHO8     | 5
    2026-11-03 | PN002    | 1    | Nhập       | HH001   | KHO1 | KHO8     | 5
    """
    assert seen(books, context) == [
        ("INV102", "Nhập xuất kho!F2", "warehouse", ("PN001", "1")),
        ("INV102", "Nhập xuất kho!G3", "to_warehouse", ("CK001", "1")),
        ("INV102", "Tồn đầu kỳ!B2", "warehouse", ("HH001", "KHO9")),
    ]


@with_books(DEPARTMENT)
def test_the_message_about_an_unknown_warehouse_names_those_there_are(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    KHO2   | Kho lẻ
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho | Số lượng
    2026-11-02 | PN001    | Nhập | HH001   | K1  | 500
    """
    assert "các kho đang có: KHO1, KHO2" in text(books, context, "INV102")
    assert "the warehouses there are: KHO1, KHO2" in text(books, context, "INV102", "en")


@with_books(DEPARTMENT)
def test_an_office_without_lists_may_use_any_code(books, context):
    """
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | PN001    | Nhập | HH001   | KHO1 | 500
    """
    assert seen(books, context) == []


@with_books(DEPARTMENT)
def test_a_transfer_needs_another_warehouse_as_its_destination(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Kho]
    Mã kho | Tên kho
    KHO1   | Kho chính
    KHO2   | Kho lẻ
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-02 | CK001    | 1    | Chuyển kho | HH001   | KHO1 |          | 5
    2026-11-03 | CK002    | 1    | Chuyển kho | HH001   | KHO1 | kho1     | 5
    """
    assert seen(books, context) == [
        ("INV103", "Nhập xuất kho!G2", "to_warehouse", ("CK001", "1")),
        ("INV103", "Nhập xuất kho!G3", "to_warehouse", ("CK002", "1")),
    ]


@with_books(DEPARTMENT)
def test_the_message_about_a_transfer_names_both_warehouses(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại       | Mã hàng | Kho  | Kho nhận | Số lượng
    2026-11-03 | CK002    | Chuyển kho | HH001   | KHO1 | kho1     | 5
    """
    assert "từ kho KHO1 nhưng kho nhận là “kho1”" in text(books, context, "INV103")
    assert "out of KHO1, but its destination is “kho1”" in text(books, context, "INV103", "en")


@with_books(DEPARTMENT)
def test_a_date_after_the_day_of_the_run_is_found_and_not_the_day_itself(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-20 | PN001    | 1    | Nhập | HH001   | KHO1 | 5
    2026-11-21 | PN002    | 1    | Nhập | HH001   | KHO1 | 5
    """
    assert seen(books, context) == [("INV202", "Nhập xuất kho!A3", "date", ("PN002", "1"))]
    assert "ghi ngày 21/11/2026, sau ngày kiểm tra 20/11/2026" in text(books, context, "INV202")
    assert "is dated 21 Nov 2026, after 20 Nov 2026" in text(books, context, "INV202", "en")


@with_books(DEPARTMENT)
def test_a_line_dated_in_the_future_is_not_also_a_doubled_voucher(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    HH002   | Bút bi   | cái
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-19 | PN001    | 1    | Nhập | HH001   | KHO1 | 5
    2027-11-19 | PN001    | 2    | Nhập | HH002   | KHO1 | 5
    """
    assert codes(books, context) == ["INV202"]


@with_books(DEPARTMENT)
def test_quantities_must_be_above_zero_but_a_count_may_find_nothing(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại    | Mã hàng | Kho  | Số lượng
    2026-11-02 | PN001    | 1    | Nhập    | HH001   | KHO1 | 0
    2026-11-03 | PX001    | 1    | Xuất    | HH001   | KHO1 | -5
    2026-11-04 | KK001    | 1    | Kiểm kê | HH001   | KHO2 | -1
    2026-11-05 | KK002    | 1    | Kiểm kê | HH001   | KHO3 | 0
    """
    assert seen(books, context) == [
        ("INV501", "Nhập xuất kho!G2", "quantity", ("PN001", "1")),
        ("INV501", "Nhập xuất kho!G3", "quantity", ("PX001", "1")),
        ("INV501", "Nhập xuất kho!G4", "quantity", ("KK001", "1")),
    ]


@with_books(DEPARTMENT)
def test_the_message_about_a_quantity_shows_it(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Nhập xuất kho]
    Ngày       | Số phiếu | Loại | Mã hàng | Kho  | Số lượng
    2026-11-03 | PX001    | Xuất | HH001   | KHO1 | -5.5
    """
    assert "Phiếu PX001 (Xuất) ghi số lượng -5,5" in text(books, context, "INV501")
    assert "Voucher PX001 (Issue) has the quantity -5.5" in text(books, context, "INV501", "en")


@with_books(DEPARTMENT)
def test_a_voucher_number_used_for_another_date_or_type_is_found_once(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    HH002   | Bút bi   | cái
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | PN001    | 1    | Nhập | HH001   | KHO1 | 100
    2026-11-02 | PN001    | 2    | Nhập | HH002   | KHO1 | 100
    2026-11-05 | pn001    | 3    | Nhập | HH001   | KHO1 | 7
    2026-11-05 | PN001    | 4    | Nhập | HH002   | KHO1 | 7
    2026-11-06 | PN002    | 1    | Nhập | HH001   | KHO1 | 8
    2026-11-06 | PN002    | 2    | Xuất | HH002   | KHO1 | 9
    """
    duplicates = [one for one in findings(books, context) if one.code == "INV401"]

    assert [(str(one.place), one.column, one.key) for one in duplicates] == [
        ("Nhập xuất kho!B4", "voucher", ("PN001",)),
        ("Nhập xuất kho!B7", "voucher", ("PN002",)),
    ]
    assert [str(place) for place in duplicates[0].also] == ["Nhập xuất kho!5:5"]


@with_books(DEPARTMENT)
def test_the_message_about_a_voucher_number_shows_both_uses(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | PN001    | 1    | Nhập | HH001   | KHO1 | 100
    2026-11-05 | PN001    | 2    | Xuất | HH001   | KHO1 | 7
    """
    vietnamese, english = text(books, context, "INV401"), text(books, context, "INV401", "en")

    assert "Nhập ngày 02/11/2026 (dòng 2) và Xuất ngày 05/11/2026" in vietnamese
    assert "Receipt of 2 Nov 2026 (row 2) and Issue of 5 Nov 2026" in english
    (finding,) = (one for one in findings(books, context) if one.code == "INV401")
    in_a_long_tab = replace(finding, fields={**finding.fields, "first_row": finding.fields["first_row"] + "463"})
    assert "(dòng 2463)" in in_a_long_tab.text(Voice())


@with_books(DEPARTMENT)
def test_an_issue_and_a_receipt_of_one_voucher_may_be_the_two_legs_of_a_transfer(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 40
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | CK001    | 1    | Xuất | HH001   | KHO1 | 10
    2026-11-02 | CK001    | 2    | Nhập | HH001   | KHO2 | 10
    """
    assert seen(books, context) == []  # neither a doubled voucher nor a demand without a lead time


@with_books(DEPARTMENT)
def test_legs_that_do_not_match_are_a_doubled_voucher(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT | Thời gian giao (ngày)
    HH001   | Giấy A4  | ram | 0
    [Tồn đầu kỳ]
    Mã hàng | Mã kho | Số lượng
    HH001   | KHO1   | 400
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng
    2026-11-02 | CK001    | 1    | Xuất | HH001   | KHO1 | 10
    2026-11-02 | CK001    | 2    | Nhập | HH001   | KHO1 | 10
    2026-11-03 | CK002    | 1    | Xuất | HH001   | KHO1 | 10
    2026-11-03 | CK002    | 2    | Nhập | HH001   | KHO2 | 9
    2026-11-04 | CK003    | 1    | Xuất | HH001   | KHO1 | 10
    2026-11-04 | CK003    | 2    | Nhập | HH001   | KHO2 | 10
    2026-11-04 | CK003    | 3    | Nhập | HH001   | KHO2 | 10
    """
    assert [key for _, _, _, key in seen(books, context)] == [("CK001",), ("CK002",), ("CK003",)]
    assert set(codes(books, context)) == {"INV401"}


@with_books(DEPARTMENT)
def test_the_same_goods_under_another_voucher_number_are_found_where_a_partner_is_named(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng | Đối tượng
    2026-11-02 | PN001    | 1    | Nhập | HH001   | KHO1 | 100      | An Bình
    2026-11-02 | PN002    | 1    | Nhập | HH001   | KHO1 | 100      | An Bình
    2026-11-02 | PN001    | 2    | Nhập | HH001   | KHO1 | 100      | An Bình
    2026-11-02 | PN003    | 1    | Nhập | HH001   | KHO1 | 100      | Bình An
    2026-11-02 | PN004    | 1    | Nhập | HH001   | KHO1 | 100      |
    2026-11-02 | PN005    | 1    | Nhập | HH001   | KHO1 | 100      |
    2026-11-03 | PN006    | 1    | Nhập | HH001   | KHO1 | 100      | An Bình
    """
    assert seen(books, context) == [("INV402", "Nhập xuất kho!B3", "voucher", ("PN002", "1"))]
    assert "Phiếu PN002 giống phiếu PN001 (dòng 2): cùng ngày 02/11/2026, loại Nhập" in text(books, context, "INV402")
    assert "Voucher PN002 is like voucher PN001 (row 2)" in text(books, context, "INV402", "en")


@with_books(DEPARTMENT)
def test_staff_can_turn_off_the_search_for_doubled_lines(books, context):
    """
    [Hàng hóa]
    Mã hàng | Tên hàng | ĐVT
    HH001   | Giấy A4  | ram
    [Nhập xuất kho]
    Ngày       | Số phiếu | Dòng | Loại | Mã hàng | Kho  | Số lượng | Đối tượng
    2026-11-02 | PN001    | 1    | Nhập | HH001   | KHO1 | 100      | An Bình
    2026-11-02 | PN002    | 1    | Nhập | HH001   | KHO1 | 100      | An Bình
    [Cài đặt]
    Mục cài đặt | Giá trị
    Tìm dòng có thể nhập hai lần | không
    """
    defaults: Context = replace(context, settings_by_class={})

    assert context.settings(InventorySettings).find_duplicates is False
    assert codes(books, context) == []
    assert codes(books, defaults) == ["INV402"]
