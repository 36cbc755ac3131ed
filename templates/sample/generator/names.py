"""Invented names of the sample company, its people and its partners."""

from __future__ import annotations

from typing import Final

COMPANY: Final = "Công ty TNHH Thương mại An Phú Gia"
SOCIAL_INSURANCE: Final = "BHXH TP. Thủ Đức"
UNION: Final = "Công đoàn cơ sở An Phú Gia"

MANAGEMENT: Final = "Ban giám đốc"
ACCOUNTING: Final = "Kế toán"
OFFICE: Final = "Hành chính"
SALES: Final = "Kinh doanh"
STORE: Final = "Kho vận"
GUARD: Final = "Bảo vệ"

CUSTOMERS: Final = (
    "Công ty TNHH Minh Khang",
    "Cửa hàng Bách hóa Hồng Phát",
    "Công ty CP Siêu thị Hòa Bình Xanh",
    "Nhà sách Tri Thức Trẻ",
    "Công ty TNHH Nội thất Đại Lộc",
    "Hộ kinh doanh Tạp hóa Cô Tư",
    "Công ty CP Giáo dục Ánh Dương",
    "Công ty TNHH Nhà hàng Sông Quê",
    "Khách sạn Biển Ngọc",
    "Công ty CP Xây lắp Trường Thịnh",
    "Công ty TNHH Dược phẩm Tâm Đức",
    "Cửa hàng Văn phòng phẩm Bút Việt",
    "Công ty TNHH May mặc Kim Cương",
    "Trường Mầm non Hoa Mai",
    "Công ty CP Logistics Nam Tiến",
    "Công ty TNHH Cơ khí Thành Công",
    "Siêu thị Mini Phúc Lợi",
    "Công ty CP Thực phẩm Đồng Xanh",
    "Công ty TNHH Quảng cáo Sắc Màu",
    "Phòng khám Đa khoa An Sinh",
    "Công ty TNHH Điện lạnh Bắc Cực",
    "Cửa hàng Gia dụng Ngọc Lan",
    "Công ty CP Du lịch Mây Trắng",
    "Công ty TNHH In ấn Phú Quý",
)

SUPPLIERS: Final = (
    "Công ty CP Giấy An Bình",
    "Công ty TNHH Nhựa Tân Tiến",
    "Công ty CP Điện máy Hưng Long",
    "Công ty TNHH Hóa mỹ phẩm Lan Chi",
    "Công ty CP Thiết bị Văn phòng Việt Nhật",
    "Công ty TNHH Gốm sứ Bát Trà",
    "Công ty CP Dệt Phong Nam",
    "Công ty TNHH Dụng cụ Cầm tay Thái Sơn",
    "Công ty CP Bao bì Sài Thành",
    "Công ty TNHH Đèn chiếu sáng Rạng Ngời",
    "Công ty CP Đồ chơi Tuổi Thơ",
    "Công ty TNHH Inox Đại Phát",
)

LANDLORD: Final = "Công ty CP Bất động sản Sao Mai"
WAREHOUSE_LANDLORD: Final = "Công ty TNHH Kho bãi Cát Lái"
POWER: Final = "Điện lực Thủ Đức"
WATER: Final = "Công ty CP Cấp nước Thủ Đức"
TELECOM: Final = "Công ty CP Viễn thông Kết Nối"
FREIGHT: Final = ("Công ty TNHH Vận tải Hai Tốt", "Hợp tác xã Vận tải Đoàn Kết", "Công ty CP Giao nhận Tốc Hành")
ADVERTISING: Final = ("Công ty TNHH Truyền thông Sáng Tạo", "Công ty CP Quảng cáo Trời Việt")
STATIONER: Final = "Cửa hàng Văn phòng phẩm Bút Việt"
FUEL: Final = "Cửa hàng Xăng dầu số 7"
RESTAURANT: Final = "Công ty TNHH Nhà hàng Sông Quê"
SOFTWARE: Final = "Công ty CP Phần mềm Sổ Sách"
BANK: Final = "Ngân hàng TMCP Phương Đông Việt"

FAMILY_NAMES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ")
MIDDLE_NAMES_WOMEN: Final = ("Thị", "Ngọc", "Thu", "Thanh", "Mỹ", "Kim")
MIDDLE_NAMES_MEN: Final = ("Văn", "Minh", "Quốc", "Đức", "Hữu", "Thành")
GIVEN_NAMES_WOMEN: Final = (
    "Hoa", "Lan", "Hương", "Mai", "Trang", "Linh", "Thảo", "Hạnh", "Yến", "Nhung", "Vân", "Dung", "Phượng", "Quyên",
)  # fmt: skip
GIVEN_NAMES_MEN: Final = (
    "Hùng", "Dũng", "Tuấn", "Nam", "Long", "Sơn", "Khánh", "Phúc", "Bình", "Tài", "Hải", "Cường", "Thắng", "Đạt",
)  # fmt: skip
