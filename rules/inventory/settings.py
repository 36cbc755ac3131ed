"""What the storekeeper may change without anybody's help: one row each in the settings tab."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from rules.core.record import Integer, Number, Percent
from rules.core.setting import Settings, setting
from rules.core.text import Text


class InventorySettings(Settings):
    """Settings of the inventory department."""

    department: ClassVar[str] = "inventory"

    demand_days: Integer = setting(
        90,
        vi="Số ngày tính nhu cầu",
        en="Days of demand",
        note=Text(
            vi="Nhu cầu mỗi ngày là bình quân lượng xuất của bấy nhiêu ngày gần nhất, kể cả ngày không xuất.",
            en="Demand per day is the mean of the issues of so many last days, days without issues included.",
        ),
        ge=7,
        le=730,
    )
    service_level: Percent = setting(
        Decimal("0.95"),
        vi="Mức phục vụ",
        en="Service level",
        note=Text(
            vi="Khả năng không hết hàng trong lúc chờ giao, từ 50% đến dưới 100%. Mức càng cao, tồn an toàn càng lớn.",
            en="Chance of not running out while waiting for a delivery, 50% to below 100%. Higher means more safety "
            "stock.",
        ),
        ge=Decimal("0.5"),
        lt=1,
    )
    default_lead_time: Number | None = setting(
        None,
        vi="Thời gian giao mặc định (ngày)",
        en="Default lead time (days)",
        note=Text(
            vi="Dùng cho mặt hàng chưa điền thời gian giao. Để trống thì mặt hàng đó được báo thiếu thời gian giao.",
            en="For items without a lead time of their own. Blank: such items are reported.",
        ),
        ge=0,
        le=1000,
    )
    review_days: Integer = setting(
        7,
        vi="Chu kỳ đặt hàng (ngày)",
        en="Days between orders",
        note=Text(
            vi="Mỗi lần đặt đủ dùng cho thời gian giao cộng thêm bấy nhiêu ngày.",
            en="Each order covers the lead time and so many days more.",
        ),
        ge=0,
        le=365,
    )
    count_tolerance: Percent = setting(
        Decimal("0.01"),
        vi="Chênh lệch kiểm kê cho phép",
        en="Tolerated count difference",
        note=Text(
            vi="Số đếm lệch sổ sách quá tỷ lệ này thì được ghi chú. 0% là báo mọi chênh lệch.",
            en="A count that differs from the books by more than this share is marked. 0% marks every difference.",
        ),
        ge=0,
        le=1,
    )
    find_duplicates: bool = setting(
        True,
        vi="Tìm dòng có thể nhập hai lần",
        en="Look for lines entered twice",
        note=Text(
            vi="Cảnh báo khi cùng ngày, loại, mã hàng, kho, số lượng và đối tượng nằm ở hai số phiếu khác nhau.",
            en="Warns where date, type, item, warehouse, quantity and partner are equal under two voucher numbers.",
        ),
    )
