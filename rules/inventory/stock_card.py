"""The stock card: movements as the card form has them, received and issued in two columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from rules.core.period import Month
from rules.core.record import Code, Integer, Layout, Money, Quantity, Record, TableInfo, Unfolded, column
from rules.core.text import Text
from rules.inventory.records import Movement, MovementType


class StockCard(Layout):
    """One row of a stock card. A row that names both a received and an issued quantity stands for two movements."""

    table: ClassVar[TableInfo] = TableInfo(
        "stock_card",
        Text(vi="Thẻ kho", en="Stock card"),
        key=("voucher", "line"),
        aliases=("Thẻ kho*", "NXT*", "Nhập xuất*", "Sổ kho*", "Sổ chi tiết vật tư*", "Stock card*"),
        required=False,
    )
    layout_of: ClassVar[type[Record]] = Movement
    origins: ClassVar[Mapping[str, str]] = {"quantity": "received"}

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
    )
    line: Integer | None = column(
        None,
        vi="Dòng",
        en="Line",
        aliases=("Số dòng", "Dòng số", "Line no"),
        header_required=False,
        example=1,
        width=7,
    )
    item: Code = column(
        vi="Mã hàng",
        en="Item code",
        aliases=("SKU", "Mã SKU", "Mã hàng hóa", "Mã vật tư", "Mã VT", "Mã sản phẩm", "Mã SP", "Item"),
        example="HH001",
        width=14,
    )
    warehouse: Code = column(vi="Kho", en="Warehouse", aliases=("Mã kho", "Warehouse code"), example="KHO1", width=11)
    received: Quantity | None = column(
        None,
        vi="Nhập",
        en="Received",
        aliases=("SL nhập", "Số lượng nhập", "Nhập kho", "In"),
        header_required=True,
        example=Decimal(50),
        width=12,
    )
    issued: Quantity | None = column(
        None,
        vi="Xuất",
        en="Issued",
        aliases=("SL xuất", "Số lượng xuất", "Xuất kho", "Out"),
        header_required=True,
        width=12,
    )
    unit_price: Money | None = column(None, vi="Đơn giá", en="Unit price", aliases=("Giá", "Price"), width=13)
    partner: str = column(
        "",
        vi="Đối tượng",
        en="Partner",
        aliases=("Khách hàng", "Nhà cung cấp", "NCC", "Khách hàng/NCC", "Customer", "Supplier"),
        width=26,
    )
    note: str = column("", vi="Ghi chú", en="Note", aliases=("Diễn giải", "Nội dung", "Description"), width=30)

    @classmethod
    def unfold(cls, row: Any, month: Month | None) -> Iterator[Unfolded]:  # noqa: ARG003  (a card is dated row by row)
        """Yield the movement of a row, or both.

        A row without a quantity becomes a receipt of nothing, which the rule on quantities then finds, so that no row
        of a card is passed over. Where a row stands for two movements, the issue bears the negative line number, so
        that each has a key of its own. A row without a line number leaves it away, and is told apart by its contents.
        """
        shared = {name: getattr(row, name) for name in _SHARED}
        line = row.line
        if not row.issued or row.received:
            number = {} if line is None else {"line": line}
            quantity = row.received or Decimal(0)
            yield Unfolded({**shared, **number, "type": MovementType.RECEIPT, "quantity": quantity})
        if row.issued:
            number = {} if line is None else {"line": -line if row.received else line}
            yield Unfolded({**shared, **number, "type": MovementType.ISSUE, "quantity": row.issued}, _ISSUED)


_SHARED = ("date", "voucher", "item", "warehouse", "unit_price", "partner", "note")
_ISSUED = {"quantity": "issued"}
