"""What HR may set for the payroll."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from rules.core.period import Month
from rules.core.record import Choice, Integer, Number, Percent
from rules.core.setting import Settings, setting
from rules.core.text import Text


class WorkingWeek(Choice):
    """The working days of a normal week."""

    MONDAY_TO_FRIDAY = "mon-fri", "Thứ 2 – Thứ 6", "Monday to Friday", "T2-T6", "Mon-Fri"
    MONDAY_TO_SATURDAY_NOON = "mon-sat-noon", "Thứ 2 – sáng thứ 7", "Monday to Saturday noon", "T2-sáng T7"
    MONDAY_TO_SATURDAY = "mon-sat", "Thứ 2 – Thứ 7", "Monday to Saturday", "T2-T7", "Mon-Sat"


class TaxScaleFirstHalf2026(Choice):
    """The scale by which tax was withheld from January to June 2026."""

    LAW = "law", "5 bậc (biểu mới)", "5 brackets (new scale)", "5"
    BRIDGE = "bridge", "7 bậc (biểu cũ)", "7 brackets (old scale)", "7"


class PayrollSettings(Settings):
    """The thresholds and switches of the payroll."""

    department: ClassVar[str] = "payroll"

    payroll_month: Month | None = setting(
        None,
        vi="Tháng tính lương",
        en="Payroll month",
        note=Text(
            vi="Tháng hiện trong bảng lương, ví dụ 10/2026. Để trống: tháng gần nhất đã kết thúc và có chấm công.",
            en="The month of the register, as 2026-10. Blank: the latest month with a timesheet that has ended.",
        ),
    )
    working_week: WorkingWeek = setting(
        WorkingWeek.MONDAY_TO_FRIDAY,
        vi="Tuần làm việc",
        en="Working week",
        note=Text(
            vi="Những ngày làm việc bình thường trong tuần, dùng để tính công chuẩn của tháng.",
            en="The normal working days of a week, from which the standard days of a month are counted.",
        ),
    )
    fixed_standard_days: Number | None = setting(
        None,
        vi="Công chuẩn cố định",
        en="Fixed standard days",
        gt=0,
        le=31,
        note=Text(
            vi="Ví dụ 26: mọi tháng đều chia cho 26 công. Để trống: đếm số ngày làm việc thực tế của từng tháng.",
            en="As 26: every month is divided by 26 days. Blank: the working days of each month are counted.",
        ),
    )
    hours_per_day: Number = setting(
        Decimal(8),
        vi="Số giờ một công",
        en="Hours a day",
        gt=0,
        le=12,
        note=Text(
            vi="Số giờ làm việc bình thường trong ngày, dùng để quy giờ ra công và tính tiền lương giờ.",
            en="Normal hours of a day: turns hours into days and the daily wage into an hourly one.",
        ),
    )
    meal_by_days_worked: bool = setting(
        True,
        vi="Ăn ca theo ngày làm",
        en="Meals by days worked",
        note=Text(
            vi="Có: tiền ăn ca tính theo số ngày đi làm. Không: trả đủ tiền ăn ca của tháng cho người có đi làm.",
            en="Yes: the meal allowance follows the days worked. No: whoever worked in the month gets all of it.",
        ),
    )
    first_half_2026_scale: TaxScaleFirstHalf2026 = setting(
        TaxScaleFirstHalf2026.LAW,
        vi="Biểu thuế 01–06/2026",
        en="Tax scale Jan–Jun 2026",
        note=Text(
            vi="Công ty đã khấu trừ thuế sáu tháng đầu năm 2026 theo biểu nào (Nghị định 253/2026/NĐ-CP, điều 70).",
            en="The scale by which the company withheld tax in the first half of 2026 (Decree 253/2026, article 70).",
        ),
    )
    overtime_month_limit: Number = setting(
        Decimal(40),
        vi="Tăng ca tối đa mỗi tháng (giờ)",
        en="Overtime limit a month (hours)",
        gt=0,
        le=60,
        note=Text(
            vi="Luật cho phép 40 giờ một tháng; đến 60 giờ nếu doanh nghiệp thuộc diện được làm thêm 300 giờ một năm.",
            en="The law allows 40 hours a month; up to 60 for employers who may go to 300 hours a year.",
        ),
    )
    overtime_year_limit: Integer = setting(
        200,
        vi="Tăng ca tối đa mỗi năm (giờ)",
        en="Overtime limit a year (hours)",
        gt=0,
        le=300,
        note=Text(
            vi="200 giờ một năm; 300 giờ với ngành nghề được phép và đã thông báo cho cơ quan lao động.",
            en="200 hours a year; 300 in the listed sectors with notice to the labour authority.",
        ),
    )
    overtime_warning: Percent = setting(
        Decimal("0.8"),
        vi="Cảnh báo tăng ca từ",
        en="Overtime warning from",
        gt=0,
        le=1,
        note=Text(
            vi="Cảnh báo khi giờ tăng ca trong tháng đạt tỷ lệ này so với mức tối đa.",
            en="Warn when the overtime of a month reaches this share of the limit.",
        ),
    )
    night_rest_hours: Number = setting(
        Decimal(12),
        vi="Nghỉ sau ca đêm (giờ)",
        en="Rest after a night shift (hours)",
        ge=0,
        le=48,
        note=Text(
            vi="Số giờ nghỉ tối thiểu giữa ca đêm và ca kế tiếp của một người.",
            en="The least hours of rest between a night shift and the person's next shift.",
        ),
    )
