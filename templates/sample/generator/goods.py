"""Three hundred goods of a trading company."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from templates.sample.generator import names
from templates.sample.generator.model import Row

MAIN, SECOND = "KHO1", "KHO2"
WAREHOUSES: Final[tuple[Row, ...]] = (
    {"code": MAIN, "name": "Kho Thủ Đức"},
    {"code": SECOND, "name": "Kho Bình Tân"},
)

ITEMS: Final = 300

_VARIANTS: Final = ("loại nhỏ", "loại vừa", "loại lớn", "loại đặc biệt")
_GROUPS: Final = (
    (
        "Giấy và in ấn", names.SUPPLIERS[0], "ram", 48_000, 95_000,
        ("Giấy in A4", "Giấy in A3", "Giấy photo màu", "Giấy bìa cứng", "Giấy than", "Giấy cuộn in hóa đơn",
         "Giấy ghi chú", "Tập học sinh", "Sổ lò xo", "Phong bì"),
    ),
    (
        "Nhựa gia dụng", names.SUPPLIERS[1], "cái", 18_000, 140_000,
        ("Thùng nhựa có nắp", "Rổ nhựa", "Kệ nhựa 3 tầng", "Ghế nhựa", "Bình nước", "Hộp đựng thực phẩm", "Xô nhựa",
         "Thau nhựa", "Ca nhựa", "Móc áo"),
    ),
    (
        "Điện gia dụng", names.SUPPLIERS[2], "cái", 190_000, 1_450_000,
        ("Quạt bàn", "Nồi cơm điện", "Ấm siêu tốc", "Bàn ủi", "Máy xay sinh tố", "Bếp điện", "Máy sấy tóc",
         "Quạt treo tường", "Đèn bàn", "Ổ cắm điện"),
    ),
    (
        "Hóa mỹ phẩm", names.SUPPLIERS[3], "chai", 22_000, 165_000,
        ("Nước rửa chén", "Nước lau sàn", "Nước giặt", "Nước xả vải", "Dầu gội", "Sữa tắm", "Nước rửa tay",
         "Nước tẩy rửa", "Xịt phòng", "Kem đánh răng"),
    ),
    (
        "Thiết bị văn phòng", names.SUPPLIERS[4], "cái", 12_000, 320_000,
        ("Bấm kim", "Bấm lỗ", "Kéo văn phòng", "Bìa còng", "Khay hồ sơ", "Máy tính cầm tay", "Bảng viết",
         "Hộp mực in", "Băng keo", "Dao rọc giấy"),
    ),
    (
        "Dụng cụ cầm tay", names.SUPPLIERS[7], "bộ", 35_000, 480_000,
        ("Bộ tua vít", "Kìm", "Búa", "Cờ lê", "Thước cuộn", "Cưa tay", "Bộ lục giác", "Mũi khoan", "Dũa",
         "Hộp đồ nghề"),
    ),
    (
        "Chiếu sáng", names.SUPPLIERS[9], "bóng", 25_000, 260_000,
        ("Bóng LED", "Đèn tuýp", "Đèn ốp trần", "Đèn pin", "Đèn sạc", "Đèn năng lượng", "Dây đèn trang trí",
         "Đui đèn", "Công tắc", "Máng đèn"),
    ),
    (
        "Inox nhà bếp", names.SUPPLIERS[11], "cái", 45_000, 690_000,
        ("Nồi inox", "Chảo inox", "Vá inox", "Thau inox", "Kệ chén inox", "Muỗng nĩa inox", "Ấm inox",
         "Hộp cơm inox", "Khay inox", "Bình giữ nhiệt"),
    ),
)  # fmt: skip
"""Group, supplier, unit, cost from and to in dong, products."""


@dataclass(slots=True)
class Good:
    """One kind of goods while its movements are made.

    Attributes:
        row: its row in the list of items.
        typical: how many leave at a time, about.
        home: warehouse that it is received in.
        supplier: its supplier.
        opening: stock before the first movement, in its home.
        issues: day -> quantity issued.
    """

    row: Row
    typical: int
    home: str
    supplier: str
    opening: int = 0
    issues: dict[date, int] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Return the item code."""
        return str(self.row["code"])

    @property
    def cost(self) -> int:
        """Return the cost of one unit in dong."""
        return int(str(self.row["unit_cost"]))

    @property
    def pack(self) -> int:
        """Return the pack size."""
        return int(str(self.row["pack"]))


def make_goods(random: Random) -> list[Good]:
    """Return the goods, HH001 to HH300."""
    goods: list[Good] = []
    variants = [(group, product, variant) for variant in _VARIANTS for group in _GROUPS for product in group[-1]]
    for number, ((name, supplier, unit, least, most, _), product, variant) in enumerate(variants[:ITEMS], start=1):
        typical = random.randint(8, 40)
        row: Row = {
            "code": f"HH{number:03d}",
            "name": f"{product} {variant}",
            "unit": unit,
            "group": name,
            "lead_time": random.randint(3, 12),
            "lead_time_sd": random.choice((None, None, 1, 2)),
            "pack": random.choice((1, 5, 6, 10, 12, 20, 24)),
            "minimum": typical if random.random() < 0.2 else None,
            "service_level": 0.98 if random.random() < 0.1 else None,
            "reserved": random.randint(1, 3) if random.random() < 0.1 else None,
            "supplier": supplier,
            "unit_cost": random.randrange(least, most, 500),
        }
        goods.append(Good(row, typical, random.choice((MAIN, MAIN, SECOND)), supplier))
    return goods
