"""The tables of a store: warehouses, items, opening stock and movements."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from rules.core.record import Choice, Code, Integer, Money, Number, Percent, Quantity, Record, TableInfo, column
from rules.core.text import Text


class MovementType(Choice):
    """What a movement does to the stock."""

    RECEIPT = "receipt", "Nhập", "Receipt", "Nhập kho", "NK", "PN", "N", "In", "Received"
    ISSUE = "issue", "Xuất", "Issue", "Xuất kho", "XK", "PX", "X", "Out", "Issued"
    TRANSFER = "transfer", "Chuyển kho", "Transfer", "Chuyển", "Điều chuyển", "CK", "PCK"
    COUNT = "count", "Kiểm kê", "Count", "Kiểm kho", "KK", "Stocktake"


class Warehouse(Record):
    """A place where stock lies."""

    table: ClassVar[TableInfo] = TableInfo(
        "warehouses",
        Text(vi="Kho", en="Warehouses"),
        key=("code",),
        aliases=("Danh mục kho", "DM kho", "Danh sách kho", "Warehouse list"),
        # A small company with a stock card keeps no list of its one or two warehouses; then any code is taken as it is.
        required=False,
    )

    code: Code = column(
        vi="Mã kho",
        en="Warehouse code",
        aliases=("Kho", "Warehouse", "Code"),
        example="KHO1",
        width=14,
        note=Text(vi="Mã ngắn, không trùng nhau", en="A short code, each one only once"),
    )
    name: str = column(
        "",
        vi="Tên kho",
        en="Warehouse name",
        aliases=("Tên", "Diễn giải", "Name"),
        example="Kho chính",
        width=30,
    )


class Item(Record):
    """One kind of goods, with what is needed to decide when to order it again."""

    table: ClassVar[TableInfo] = TableInfo(
        "items",
        Text(vi="Hàng hóa", en="Items"),
        key=("code",),
        aliases=("Danh mục hàng*", "Danh mục vật tư*", "Danh mục sản phẩm", "DM hàng*", "Vật tư", "Sản phẩm"),
    )

    code: Code = column(
        vi="Mã hàng",
        en="Item code",
        aliases=("SKU", "Mã SKU", "Mã hàng hóa", "Mã vật tư", "Mã VT", "Mã sản phẩm", "Mã SP", "Item", "Code"),
        example="HH001",
        width=14,
        note=Text(vi="Mã không trùng nhau, giữ nguyên số 0 ở đầu", en="Each code only once; leading zeros are kept"),
    )
    name: str = column(
        vi="Tên hàng",
        en="Item name",
        aliases=("Tên hàng hóa", "Tên vật tư", "Tên sản phẩm", "Tên SP", "Name", "Description"),
        example="Giấy in A4 70 gsm",
        width=34,
    )
    unit: str = column(
        vi="ĐVT",
        en="Unit",
        aliases=("Đơn vị tính", "Đơn vị", "UoM", "UOM"),
        example="ram",
        width=9,
        note=Text(vi="Đơn vị đếm tồn kho", en="The unit in which stock is counted"),
    )
    group: str = column(
        "",
        vi="Nhóm hàng",
        en="Group",
        aliases=("Nhóm", "Loại hàng", "Item group", "Category"),
        example="Văn phòng phẩm",
        width=20,
    )
    lead_time: Number | None = column(
        None,
        vi="Thời gian giao (ngày)",
        en="Lead time (days)",
        aliases=("Thời gian giao hàng (ngày)", "Thời gian giao hàng", "Thời gian giao", "Số ngày giao", "Lead time"),
        example=Decimal(7),
        width=13,
        note=Text(vi="Số ngày từ lúc đặt đến lúc hàng về kho", en="Days from ordering until the goods are in"),
        ge=0,
        le=1000,
    )
    lead_time_sd: Number = column(
        Decimal(0),
        vi="Độ lệch thời gian giao",
        en="Lead time deviation (days)",
        aliases=("Độ lệch giao hàng", "Lead time deviation", "Lead time SD"),
        example=Decimal(2),
        width=13,
        note=Text(vi="Hàng thường về lệch bao nhiêu ngày (độ lệch chuẩn)", en="Standard deviation, in days"),
        ge=0,
    )
    pack: Quantity = column(
        Decimal(1),
        vi="Quy cách đóng gói",
        en="Pack size",
        aliases=("Quy cách", "SL/thùng", "Số lượng/thùng", "Pack"),
        example=Decimal(5),
        width=12,
        note=Text(vi="Đặt hàng theo bội số của số này", en="Orders are multiples of this"),
        gt=0,
    )
    minimum: Quantity | None = column(
        None,
        vi="Tồn tối thiểu",
        en="Minimum stock",
        aliases=("Tồn min", "Định mức tồn tối thiểu", "Minimum", "Min"),
        example=Decimal(20),
        width=12,
        note=Text(vi="Điểm đặt hàng không bao giờ thấp hơn số này", en="The reorder point is never below this"),
        ge=0,
    )
    service_level: Percent | None = column(
        None,
        vi="Mức phục vụ",
        en="Service level",
        aliases=("Mức độ phục vụ", "Tỷ lệ phục vụ"),
        example=Decimal("0.95"),
        width=11,
        note=Text(
            vi="Khả năng không hết hàng trong lúc chờ giao, từ 50% đến dưới 100%; để trống thì lấy ở tab Cài đặt",
            en="Chance of not running out while waiting, 50% to below 100%; blank: as in the settings",
        ),
        ge=Decimal("0.5"),
        lt=1,
    )
    on_order: Quantity = column(
        Decimal(0),
        vi="Đang đặt",
        en="On order",
        aliases=("Đã đặt", "Hàng đang về", "SL đang đặt", "Ordered"),
        example=Decimal(0),
        width=11,
        note=Text(vi="Đã đặt nhà cung cấp, chưa về kho", en="Ordered and not yet received"),
        ge=0,
    )
    reserved: Quantity = column(
        Decimal(0),
        vi="Giữ chỗ",
        en="Reserved",
        aliases=("Đã giữ", "Hàng giữ", "SL giữ chỗ", "Allocated"),
        example=Decimal(0),
        width=11,
        note=Text(vi="Đã hứa giao cho khách, chưa xuất kho", en="Promised to customers and not yet issued"),
        ge=0,
    )
    supplier: str = column(
        "",
        vi="Nhà cung cấp",
        en="Supplier",
        aliases=("NCC", "Tên NCC", "Vendor"),
        example="Công ty Giấy An Bình",
        width=26,
    )
    unit_cost: Money | None = column(
        None,
        vi="Giá vốn",
        en="Unit cost",
        aliases=("Đơn giá vốn", "Giá nhập", "Giá mua", "Đơn giá", "Cost"),
        example=Decimal(62_000),
        width=13,
        note=Text(vi="Giá vốn của một đơn vị, để tính giá trị tồn kho", en="Cost of a unit, for the stock's value"),
        ge=0,
    )


class OpeningStock(Record):
    """What lay in a warehouse before the first movement."""

    table: ClassVar[TableInfo] = TableInfo(
        "opening_stock",
        Text(vi="Tồn đầu kỳ", en="Opening stock"),
        key=("item", "warehouse"),
        aliases=("Tồn đầu", "Tồn kho đầu kỳ", "Số dư đầu kỳ*", "Opening balance*"),
        required=False,
    )

    item: Code = column(
        vi="Mã hàng",
        en="Item code",
        aliases=("SKU", "Mã SKU", "Mã hàng hóa", "Mã vật tư", "Mã VT", "Mã sản phẩm", "Mã SP", "Item"),
        example="HH001",
        width=14,
    )
    warehouse: Code = column(vi="Mã kho", en="Warehouse", aliases=("Kho", "Warehouse code"), example="KHO1", width=12)
    quantity: Quantity = column(
        vi="Số lượng",
        en="Quantity",
        aliases=("SL", "Tồn đầu", "SL tồn", "Số lượng tồn", "Qty"),
        example=Decimal(40),
        width=13,
        ge=0,
    )


class Movement(Record):
    """One line of a stock voucher: goods in, out, from one warehouse to another, or counted."""

    table: ClassVar[TableInfo] = TableInfo(
        "movements",
        Text(vi="Nhập xuất kho", en="Stock movements"),
        key=("voucher", "line"),
        aliases=("NXT*", "Nhập xuất*", "Nhập - xuất*", "Xuất nhập*", "Sổ kho*", "Movements*"),
    )

    date: dt.date = column(
        vi="Ngày",
        en="Date",
        aliases=("Ngày CT", "Ngày chứng từ", "Ngày phiếu", "Ngày tháng", "Ngày nhập xuất"),
        example=dt.date(2026, 11, 2),
        width=12,
    )
    voucher: Code = column(
        vi="Số phiếu",
        en="Voucher",
        aliases=("Số CT", "Số chứng từ", "Mã phiếu", "Phiếu", "Chứng từ", "Voucher no", "Voucher number"),
        example="PN0001",
        width=13,
        note=Text(vi="Mỗi phiếu một số, một ngày, một loại", en="Each voucher has one number, one date and one type"),
    )
    line: Integer | None = column(
        None,
        vi="Dòng",
        en="Line",
        aliases=("Số dòng", "Dòng số", "Line no"),
        header_required=False,
        example=1,
        width=7,
        note=Text(vi="Thứ tự dòng trong phiếu: 1, 2, 3…", en="Number of the line in its voucher: 1, 2, 3…"),
    )
    type: MovementType = column(
        vi="Loại",
        en="Type",
        aliases=("Loại phiếu", "Nghiệp vụ", "Nhập/Xuất", "Movement type"),
        example=MovementType.RECEIPT,
        width=12,
    )
    item: Code = column(
        vi="Mã hàng",
        en="Item code",
        aliases=("SKU", "Mã SKU", "Mã hàng hóa", "Mã vật tư", "Mã VT", "Mã sản phẩm", "Mã SP", "Item"),
        example="HH001",
        width=14,
    )
    warehouse: Code = column(
        vi="Kho",
        en="Warehouse",
        aliases=("Mã kho", "Kho xuất", "Từ kho", "Warehouse code", "From warehouse"),
        example="KHO1",
        width=11,
    )
    to_warehouse: Code = column(
        "",
        vi="Kho nhận",
        en="To warehouse",
        aliases=("Kho đến", "Đến kho", "Kho nhập", "Sang kho", "Destination"),
        width=11,
        note=Text(vi="Chỉ điền khi chuyển kho", en="Only for a transfer"),
    )
    quantity: Quantity = column(
        vi="Số lượng",
        en="Quantity",
        aliases=("SL", "Số lượng thực tế", "SL thực", "Qty"),
        example=Decimal(50),
        width=12,
        note=Text(
            vi="Luôn là số dương; khi kiểm kê thì điền số đếm được",
            en="Always positive; for a count, the quantity that was counted",
        ),
    )
    unit_price: Money | None = column(
        None, vi="Đơn giá", en="Unit price", aliases=("Giá", "Price"), example=Decimal(62_000), width=13
    )
    partner: str = column(
        "",
        vi="Đối tượng",
        en="Partner",
        aliases=("Khách hàng", "Nhà cung cấp", "NCC", "Khách hàng/NCC", "Customer", "Supplier"),
        example="Công ty Giấy An Bình",
        width=26,
    )
    note: str = column("", vi="Ghi chú", en="Note", aliases=("Diễn giải", "Nội dung", "Description"), width=30)
