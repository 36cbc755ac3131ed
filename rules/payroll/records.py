"""The payroll workbook's tables: employees, daily timesheet, shifts and roster."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from rules.core.record import Choice, Code, Integer, Money, Number, Record, TableInfo, column
from rules.core.text import Text

TIMESHEET_ALIASES = ("Chấm công *", "Bảng chấm công*", "BCC*", "Timesheet *")
"""Tab titles that staff give to a month's timesheet."""


class Mark(Choice):
    """What stands in a timesheet for one person and day; the letters are those of Vietnamese timesheets."""

    FULL_DAY = "X", "X", "X", "1"
    HALF_DAY = "X/2", "X/2", "X/2", "1/2X", "0.5"
    PAID_LEAVE = "P", "P", "P", "AL"
    HALF_LEAVE = "P/2", "P/2", "P/2", "1/2P", "X/P", "P/X"
    HOLIDAY = "L", "L", "L", "LT", "Lễ", "Tết"
    BUSINESS_TRIP = "B", "B", "B", "CT"
    TRAINING = "H", "H", "H", "HN"
    COMPENSATORY = "NB", "NB", "NB", "Nghỉ bù"
    SICK = "Ô", "Ô", "Ô", "Ốm"
    SICK_CHILD = "CÔ", "CÔ", "CÔ", "Con ốm"
    MATERNITY = "TS", "TS", "TS", "Thai sản"
    # A lone K is no alias: older forms have it for piece work, and many offices for leave without pay.
    UNPAID = "KL", "KL", "KL", "Ro"
    HALF_UNPAID = "KL/2", "KL/2", "KL/2", "1/2KL", "X/KL", "KL/X"
    OFF = "CN", "CN", "CN", "OFF", "NT", "Nghỉ"


MARKS_EXPLAINED = Text(
    vi="X đủ công · X/2 nửa công · P phép · P/2 nửa ngày phép, nửa ngày làm · L lễ · B công tác · H học, họp · "
    "NB nghỉ bù · Ô ốm · CÔ con ốm · TS thai sản · KL không lương · KL/2 nửa ngày không lương, nửa ngày làm · "
    "CN hoặc để trống: ngày nghỉ",
    en="X full day · X/2 half day · P paid leave · P/2 half leave, half worked · L public holiday · B business trip · "
    "H training · NB time off in lieu · Ô sick · CÔ child sick · TS maternity · KL unpaid · KL/2 half unpaid, half "
    "worked · CN or blank: day off",
)


class Employee(Record):
    """One person on the payroll."""

    table: ClassVar[TableInfo] = TableInfo(
        "employees",
        Text(vi="Nhân viên", en="Employees"),
        key=("code",),
        aliases=("Danh sách nhân viên", "DS nhân viên", "DSNV", "Nhân sự", "Hồ sơ nhân viên", "Staff"),
    )

    code: Code = column(
        vi="Mã NV",
        en="Employee code",
        aliases=("Mã nhân viên", "MNV", "Mã số NV", "Employee"),
        example="NV001",
        width=10,
    )
    name: str = column(
        vi="Họ và tên", en="Name", aliases=("Họ tên", "Tên nhân viên", "Full name"), example="Nguyễn Thị Hoa", width=24
    )
    department: str = column(
        "", vi="Bộ phận", en="Department", aliases=("Phòng ban", "Phòng", "BP"), example="Kế toán", width=16
    )
    position: str = column(
        "", vi="Chức vụ", en="Position", aliases=("Chức danh", "Vị trí"), example="Kế toán viên", width=18
    )
    joined: dt.date | None = column(
        None,
        vi="Ngày vào làm",
        en="Joined",
        aliases=("Ngày vào", "Ngày bắt đầu làm việc", "Start date"),
        example=dt.date(2024, 3, 1),
        width=12,
    )
    left: dt.date | None = column(
        None,
        vi="Ngày nghỉ việc",
        en="Left",
        aliases=("Ngày thôi việc", "Ngày nghỉ", "Leaving date"),
        note=Text(vi="Ngày làm việc cuối cùng; để trống nếu còn làm.", en="Last day of work; blank while employed."),
        width=12,
    )
    salary: Money = column(
        vi="Lương hợp đồng",
        en="Contract salary",
        aliases=("Lương HĐ", "Mức lương", "Lương cơ bản", "Lương CB", "Salary"),
        ge=0,
        example=12_000_000,
        note=Text(
            vi="Mức lương tháng ghi trong hợp đồng, chưa gồm phụ cấp; là căn cứ đóng bảo hiểm.",
            en="Monthly salary of the contract without allowances; insured.",
        ),
        width=16,
    )
    insured_allowance: Money = column(
        Decimal(0),
        vi="Phụ cấp đóng BH",
        en="Insured allowance",
        aliases=("Phụ cấp đóng bảo hiểm", "PC đóng BH", "Phụ cấp lương"),
        ge=0,
        example=1_000_000,
        note=Text(
            vi="Phụ cấp lương ghi trong hợp đồng: chịu thuế và đóng bảo hiểm.",
            en="Wage allowances of the contract: taxed and insured.",
        ),
        width=16,
    )
    meal: Money = column(
        Decimal(0),
        vi="Tiền ăn ca",
        en="Meal allowance",
        aliases=("Ăn ca", "Ăn trưa", "Tiền ăn", "Tiền cơm"),
        ge=0,
        example=730_000,
        note=Text(
            vi="Tiền ăn mỗi tháng chi bằng tiền: miễn thuế đến mức quy định, không đóng bảo hiểm.",
            en="Cash meals a month: tax-exempt up to the legal limit, not insured.",
        ),
        width=14,
    )
    other_allowance: Money = column(
        Decimal(0),
        vi="Phụ cấp khác",
        en="Other allowance",
        aliases=("PC khác", "Phụ cấp không đóng BH"),
        ge=0,
        note=Text(
            vi="Phụ cấp mỗi tháng chịu thuế nhưng không đóng bảo hiểm.", en="Monthly allowances, taxed but not insured."
        ),
        width=14,
    )
    dependents: Integer = column(
        0,
        vi="Người phụ thuộc",
        en="Dependants",
        aliases=("Số NPT", "NPT", "Số người phụ thuộc", "Dependents"),
        ge=0,
        le=20,
        example=1,
        note=Text(
            vi="Số người phụ thuộc đã đăng ký giảm trừ thuế thu nhập cá nhân.",
            en="Dependants registered for the income-tax deduction.",
        ),
        width=10,
    )
    region: Integer = column(
        1,
        vi="Vùng",
        en="Region",
        aliases=("Vùng lương", "Vùng LTT"),
        ge=1,
        le=4,
        example=1,
        note=Text(
            vi="Vùng lương tối thiểu của nơi làm việc: 1 đến 4.", en="Minimum-wage region of the workplace, 1 to 4."
        ),
        width=8,
    )
    union_member: bool = column(
        False, vi="Công đoàn viên", en="Union member", aliases=("Đoàn viên", "Công đoàn", "CĐ"), example=True, width=10
    )
    insured: bool = column(
        True,
        vi="Đóng bảo hiểm",
        en="Insured",
        aliases=("Đóng BH", "Tham gia BH", "Tham gia BHXH"),
        example=True,
        note=Text(
            vi="Không: chưa thuộc diện đóng bảo hiểm bắt buộc (ví dụ hợp đồng thử việc).",
            en="No: not under compulsory insurance (a probation contract, say).",
        ),
        width=10,
    )
    advance: Money = column(
        Decimal(0),
        vi="Tạm ứng",
        en="Advance",
        aliases=("Tạm ứng lương", "TU lương", "Đã ứng"),
        ge=0,
        note=Text(
            vi="Tiền lương đã ứng trong kỳ, trừ vào thực lĩnh của bảng lương hiện tại.",
            en="Wages already paid in the period; taken from the net pay of the current register.",
        ),
        width=14,
    )
    email: str = column(
        "", vi="Email", en="Email", aliases=("Thư điện tử", "E-mail"), example="hoa@example.com", width=24
    )


class TimesheetDay(Record):
    """One person on one day: attendance and overtime."""

    table: ClassVar[TableInfo] = TableInfo(
        "timesheet",
        Text(vi="Chấm công", en="Timesheet"),
        key=("employee", "date"),
        aliases=TIMESHEET_ALIASES,
        monthly=True,
    )

    date: dt.date = column(
        vi="Ngày", en="Date", aliases=("Ngày công", "Ngày chấm công"), example=dt.date(2026, 11, 2), width=12
    )
    employee: Code = column(
        vi="Mã NV",
        en="Employee code",
        aliases=("Mã nhân viên", "MNV", "Mã số NV", "Employee"),
        example="NV001",
        width=10,
    )
    mark: Mark | None = column(
        None,
        vi="Ký hiệu",
        en="Mark",
        aliases=("KH", "Công", "Ký hiệu công"),
        example=Mark.FULL_DAY,
        note=MARKS_EXPLAINED,
        width=9,
    )
    hours: Number | None = column(
        None,
        vi="Số giờ",
        en="Hours",
        aliases=("Giờ công", "Số giờ làm", "Giờ làm"),
        ge=0,
        le=24,
        note=Text(
            vi="Số giờ làm trong giờ bình thường; được tính công khi không có ký hiệu.",
            en="Normal hours worked; counted where there is no mark.",
        ),
        width=9,
    )
    overtime_weekday: Number = column(
        Decimal(0),
        vi="TC ngày thường",
        en="Overtime on weekdays",
        aliases=("Tăng ca ngày thường", "Làm thêm ngày thường", "OT ngày thường", "OT 150%", "TC 150%"),
        ge=0,
        example=2,
        width=10,
        note=Text(vi="Số giờ làm thêm vào ngày làm việc bình thường.", en="Hours of overtime on a normal working day."),
    )
    overtime_rest_day: Number = column(
        Decimal(0),
        vi="TC ngày nghỉ",
        en="Overtime on rest days",
        aliases=("Tăng ca ngày nghỉ", "Làm thêm ngày nghỉ", "Tăng ca chủ nhật", "OT ngày nghỉ", "OT 200%", "TC 200%"),
        ge=0,
        width=10,
        note=Text(vi="Số giờ làm thêm vào ngày nghỉ hằng tuần.", en="Hours of overtime on the weekly rest day."),
    )
    overtime_holiday: Number = column(
        Decimal(0),
        vi="TC ngày lễ",
        en="Overtime on holidays",
        aliases=("Tăng ca ngày lễ", "Làm thêm ngày lễ", "OT ngày lễ", "OT 300%", "TC 300%"),
        ge=0,
        width=10,
        note=Text(vi="Số giờ làm thêm vào ngày lễ, tết.", en="Hours of overtime on public holidays."),
    )
    overtime_night: Number = column(
        Decimal(0),
        vi="TC đêm",
        en="Overtime at night",
        aliases=("Tăng ca đêm", "Làm thêm ban đêm", "OT đêm", "Trong đó ban đêm"),
        ge=0,
        width=10,
        note=Text(
            vi="Trong số giờ làm thêm ở trên, có bao nhiêu giờ từ 22 giờ đến 6 giờ.",
            en="How many of the overtime hours above were between 22:00 and 06:00.",
        ),
    )
    night_hours: Number = column(
        Decimal(0),
        vi="Giờ làm đêm",
        en="Night hours",
        aliases=("Giờ đêm", "Số giờ làm đêm", "Số giờ đêm", "Làm đêm", "Normal hours at night"),
        ge=0,
        width=10,
        note=Text(
            vi="Số giờ làm bình thường (không phải làm thêm) từ 22 giờ đến 6 giờ; được trả thêm phụ cấp làm đêm.",
            en="Normal hours (no overtime) between 22:00 and 06:00; the night premium is paid for them.",
        ),
    )
    note: str = column("", vi="Ghi chú", en="Note", aliases=("Diễn giải",), width=24)


class Shift(Record):
    """One kind of shift and how many people it needs. One that ends at or before its start runs past midnight."""

    table: ClassVar[TableInfo] = TableInfo(
        "shifts",
        Text(vi="Ca làm việc", en="Shifts"),
        key=("code",),
        aliases=("Danh mục ca", "Ca trực", "Ca"),
        required=False,
    )

    code: Code = column(vi="Mã ca", en="Shift code", aliases=("Ca", "Shift"), example="DEM", width=10)
    name: str = column("", vi="Tên ca", en="Shift name", aliases=("Tên ca làm việc",), example="Ca đêm", width=18)
    start: dt.time = column(
        vi="Giờ bắt đầu",
        en="Start",
        aliases=("Bắt đầu", "Từ giờ", "Giờ vào", "Start time"),
        example=dt.time(22),
        width=11,
    )
    end: dt.time = column(
        vi="Giờ kết thúc",
        en="End",
        aliases=("Kết thúc", "Đến giờ", "Giờ ra", "End time"),
        example=dt.time(6),
        note=Text(
            vi="Sớm hơn hoặc bằng giờ bắt đầu: ca kéo sang ngày hôm sau.",
            en="At or before the start: the shift runs into the next day.",
        ),
        width=11,
    )
    required_weekday: Integer = column(
        0,
        vi="Cần (ngày thường)",
        en="Cover on weekdays",
        aliases=("Số người ngày thường", "Định biên ngày thường"),
        ge=0,
        example=1,
        note=Text(vi="Số người cần có từ thứ Hai đến thứ Sáu.", en="People needed from Monday to Friday."),
        width=11,
    )
    required_weekend: Integer = column(
        0,
        vi="Cần (cuối tuần)",
        en="Cover on weekends",
        aliases=("Số người cuối tuần", "Định biên cuối tuần"),
        ge=0,
        example=1,
        note=Text(vi="Số người cần có vào thứ Bảy và Chủ nhật.", en="People needed on Saturdays and Sundays."),
        width=11,
    )


class RosterEntry(Record):
    """One person planned for one shift on one day."""

    table: ClassVar[TableInfo] = TableInfo(
        "roster",
        Text(vi="Lịch trực", en="Roster"),
        key=("date", "shift", "employee"),
        aliases=("Lịch trực *", "Phân ca", "Phân ca *", "Lịch làm việc", "Lịch làm việc *", "Lịch ca", "Roster *"),
        required=False,
    )

    date: dt.date = column(
        vi="Ngày",
        en="Date",
        aliases=("Ngày trực",),
        example=dt.date(2026, 11, 2),
        note=Text(vi="Ngày bắt đầu ca.", en="The day on which the shift starts."),
        width=12,
    )
    shift: Code = column(vi="Mã ca", en="Shift code", aliases=("Ca", "Ca trực", "Shift"), example="DEM", width=10)
    employee: Code = column(
        vi="Mã NV",
        en="Employee code",
        aliases=("Mã nhân viên", "MNV", "Mã số NV", "Employee"),
        example="NV001",
        width=10,
    )
    note: str = column("", vi="Ghi chú", en="Note", width=24)
