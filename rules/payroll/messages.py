"""What the payroll rules have to say."""

from __future__ import annotations

from rules.core.message import Message, Severity
from rules.core.text import Text

ERROR, WARNING = Severity.ERROR, Severity.WARNING

BELOW_MINIMUM_WAGE = Message(
    "PAY101",
    ERROR,
    Text("Lương dưới mức tối thiểu", "Below minimum wage"),
    Text(
        "{employee} có lương hợp đồng {salary:money}, thấp hơn lương tối thiểu vùng {region} là {minimum:money} một "
        "tháng ({law}).",
        "{employee} has a contract salary of {salary:money}, below the minimum wage of region {region}: "
        "{minimum:money} a month ({law}).",
    ),
    Text(
        "Kiểm tra mức lương và vùng; nếu đúng như vậy thì phải nâng lương hợp đồng.",
        "Check the salary and the region; if both are right, the contract salary must be raised.",
    ),
    personal=True,
)
NO_TIMESHEET = Message(
    "PAY102",
    ERROR,
    Text("Thiếu chấm công", "Timesheet missing"),
    Text(
        "{employee} làm việc trong tháng {month:month} nhưng không có dòng chấm công nào, nên chưa tính được lương.",
        "{employee} was employed in {month:month}, but the timesheet has no row, so that no pay can be computed.",
    ),
    Text(
        "Bổ sung chấm công tháng {month:month}; nếu tháng đó người này không làm việc thì điền ngày vào làm hoặc ngày "
        "nghỉ việc.",
        "Add the timesheet of {month:month}, or enter the dates of joining or leaving if they did not work then.",
    ),
)
OVERTIME_OVER_MONTH_LIMIT = Message(
    "PAY103",
    ERROR,
    Text("Tăng ca quá mức tháng", "Overtime over monthly limit"),
    Text(
        "{employee} tăng ca {hours:number} giờ trong tháng {month:month}, vượt mức tối đa {limit:number} giờ một tháng "
        "({law}).",
        "{employee} has {hours:number} hours of overtime in {month:month}; the limit is {limit:number} hours a month "
        "({law}).",
    ),
    Text(
        "Kiểm tra số giờ đã chấm; phần vượt bị tính thuế, và không được xếp thêm tăng ca trong tháng.",
        "Check the hours entered; those over the limit are taxed, and no more overtime may be planned this month.",
    ),
)
OVERTIME_NEAR_MONTH_LIMIT = Message(
    "PAY104",
    WARNING,
    Text("Tăng ca gần mức tối đa", "Overtime near monthly limit"),
    Text(
        "{employee} đã tăng ca {hours:number} giờ trong tháng {month:month}, bằng {share:percent} mức tối đa "
        "{limit:number} giờ.",
        "{employee} has {hours:number} hours of overtime in {month:month}, {share:percent} of the limit of "
        "{limit:number} hours.",
    ),
    Text(
        "Còn được tăng ca {left:number} giờ trong tháng này; cân đối lại lịch làm việc.",
        "{left:number} hours are left this month; plan the work accordingly.",
    ),
)
OVERTIME_OVER_YEAR_LIMIT = Message(
    "PAY105",
    ERROR,
    Text("Tăng ca quá mức năm", "Overtime over yearly limit"),
    Text(
        "{employee} đã tăng ca {hours:number} giờ trong năm {year}, vượt mức tối đa {limit:number} giờ một năm "
        "({law}).",
        "{employee} has {hours:number} hours of overtime in {year}; the limit is {limit:number} hours a year ({law}).",
    ),
    Text(
        "Không xếp thêm tăng ca trong năm; nếu ngành nghề được phép 300 giờ, đổi mức này trong trang Cài đặt.",
        "Plan no more overtime this year; where the sector may go to 300 hours, change the limit in the settings tab.",
    ),
)
TOO_LONG_DAY = Message(
    "PAY106",
    ERROR,
    Text("Quá giờ trong ngày", "Day too long"),
    Text(
        "{employee} ngày {date:date}: {hours:number} giờ {what}, mức tối đa là {limit:number} giờ ({law}).",
        "{employee} on {date:date}: {hours:number} hours of {what}; the limit is {limit:number} hours ({law}).",
    ),
    Text("Kiểm tra lại số giờ đã chấm của ngày này.", "Check the hours entered for this day."),
)
NEGATIVE_NET_PAY = Message(
    "PAY107",
    ERROR,
    Text("Thực lĩnh âm", "Net pay below zero"),
    Text(
        "{employee} tháng {month:month}: thu nhập {income:money}, trừ tạm ứng {advance:money} và các khoản khác "
        "{other:money}, thực lĩnh còn {net:money}.",
        "{employee} in {month:month}: income {income:money}, less the advance of {advance:money} and other deductions "
        "of {other:money}, leaves net pay of {net:money}.",
    ),
    Text(
        "Kiểm tra số tạm ứng và chấm công; phần ứng thừa chuyển sang kỳ sau hoặc thu hồi.",
        "Check the advance and the timesheet; carry the excess over to the next month or recover it.",
    ),
    personal=True,
)
NO_STATUTORY_FIGURES = Message(
    "PAY108",
    ERROR,
    Text("Chưa có số liệu pháp luật", "No statutory figures"),
    Text(
        "Chưa có mức lương tối thiểu, thuế và bảo hiểm cho tháng {month:month}, nên chưa tính và chưa kiểm tra lương "
        "tháng này.",
        "No minimum wage, tax and insurance figures are known for {month:month}, so that the pay of this month is "
        "neither computed nor checked.",
    ),
    Text(
        "Cài bản Sheetkeeper có số liệu của kỳ này; không dùng tạm mức của kỳ trước.",
        "Install a version of Sheetkeeper that has this period's figures; last period's are not used in their place.",
    ),
)
UNKNOWN_EMPLOYEE = Message(
    "PAY109",
    ERROR,
    Text("Mã NV không có trong danh sách", "Unknown employee"),
    Text(
        "Chấm công tháng {month:month} có mã “{employee}”, không có trong danh sách nhân viên.",
        "The timesheet of {month:month} has “{employee}”, who is not in the list of employees.",
    ),
    Text(
        "Sửa lại mã, hoặc thêm người này vào trang nhân viên.",
        "Correct the code, or add this person to the employees' tab.",
    ),
)
OUTSIDE_EMPLOYMENT = Message(
    "PAY110",
    ERROR,
    Text("Chấm công ngoài thời gian làm việc", "Outside employment"),
    Text(
        "{employee} được chấm công {days:integer} ngày ngoài thời gian làm việc (vào làm {joined:date}, nghỉ việc "
        "{left:date}), từ ngày {date:date}; các ngày này vẫn đang được tính công.",
        "{employee} has {days:integer} timesheet days outside the employment (joined {joined:date}, left {left:date}), "
        "from {date:date} on; they are paid as they stand.",
    ),
    Text(
        "Sửa ngày chấm công, hoặc sửa ngày vào làm, ngày nghỉ việc trong trang nhân viên.",
        "Correct the timesheet, or the dates of joining and leaving in the employees' tab.",
    ),
)
MORE_THAN_STANDARD_DAYS = Message(
    "PAY111",
    WARNING,
    Text("Công nhiều hơn công chuẩn", "More than standard days"),
    Text(
        "{employee} tháng {month:month} có {paid:number} ngày hưởng lương, nhiều hơn công chuẩn là {standard:number} "
        "ngày.",
        "{employee} has {paid:number} paid days in {month:month}; the month has {standard:number} standard days.",
    ),
    Text(
        "Kiểm tra chấm công; việc làm ngày nghỉ nên ghi ở cột tăng ca ngày nghỉ để được trả đúng hệ số.",
        "Check the timesheet; work on rest days belongs in the overtime column, to be paid at its rate.",
    ),
)
UNKNOWN_MARK = Message(
    "PAY113",
    ERROR,
    Text("Ký hiệu chấm công lạ", "Unknown mark"),
    Text(
        "{employee} có {days:integer} ngày ghi “{mark}” (từ ngày {date:date}), không phải ký hiệu chấm công hay số "
        "giờ.",
        "{employee} has “{mark}” on {days:integer} days (from {date:date}), which is neither a timesheet mark nor "
        "hours.",
    ),
    Text("Dùng một trong các ký hiệu: {marks:list}.", "Use one of the marks: {marks:list}."),
)
DAY_NOT_IN_MONTH = Message(
    "PAY114",
    ERROR,
    Text("Tháng không có ngày này", "No such day"),
    Text(
        "{employee} được chấm công ở cột ngày {day:integer}, nhưng tháng {month:month} chỉ có {days:integer} ngày.",
        "{employee} has an entry under day {day:integer}, but {month:month} has {days:integer} days.",
    ),
    Text(
        "Xóa dữ liệu ở cột này, hoặc sửa tháng trong tên trang.",
        "Clear the cell, or correct the month in the tab's title.",
    ),
)
NIGHT_OVER_ALL_OVERTIME = Message(
    "PAY115",
    ERROR,
    Text("Giờ tăng ca đêm quá nhiều", "Too much night overtime"),
    Text(
        "{employee} ({date:date}): tăng ca đêm {night:number} giờ, nhiều hơn tổng số giờ tăng ca {hours:number} giờ.",
        "{employee} ({date:date}): {night:number} hours of overtime at night, more than the {hours:number} hours of "
        "overtime in all.",
    ),
    Text(
        "Giờ tăng ca đêm là một phần của giờ tăng ca: ghi cả vào cột tăng ca ngày thường, ngày nghỉ hoặc ngày lễ.",
        "Night hours are part of the overtime: enter them in the weekday, rest-day or holiday column too.",
    ),
)

DOUBLE_BOOKING = Message(
    "PAY201",
    ERROR,
    Text("Trùng ca", "Double booking"),
    Text(
        "{employee} bị xếp ca “{shift}” ngày {date:date} chồng giờ với ca “{other}” ngày {other_date:date}.",
        "{employee} is booked for shift “{shift}” on {date:date}, which overlaps with shift “{other}” on "
        "{other_date:date}.",
    ),
    Text("Bỏ một trong hai ca, hoặc xếp người khác.", "Drop one of the two shifts, or plan somebody else."),
    urgent=True,
)
UNCOVERED_SHIFT = Message(
    "PAY202",
    WARNING,
    Text("Ca thiếu người", "Shift not covered"),
    Text(
        "Ca “{shift}” ngày {date:date} có {planned:integer} người, cần {needed:integer} người.",
        "Shift “{shift}” on {date:date} has {planned:integer} people; it needs {needed:integer}.",
    ),
    Text("Xếp thêm {missing:integer} người cho ca này.", "Plan {missing:integer} more for this shift."),
)
SHORT_REST = Message(
    "PAY203",
    ERROR,
    Text("Nghỉ chưa đủ sau ca đêm", "Rest too short"),
    Text(
        "{employee} vào ca “{shift}” ngày {date:date} chỉ sau {rest:number} giờ nghỉ kể từ ca đêm “{other}” ngày "
        "{other_date:date}; phải được nghỉ ít nhất {needed:number} giờ.",
        "{employee} starts shift “{shift}” on {date:date} after {rest:number} hours of rest since the night shift "
        "“{other}” of {other_date:date}; at least {needed:number} hours are due.",
    ),
    Text("Lùi ca sau hoặc xếp người khác.", "Move the later shift, or plan somebody else."),
)
ROSTER_UNKNOWN_EMPLOYEE = Message(
    "PAY204",
    ERROR,
    Text("Lịch trực: mã NV lạ", "Roster: unknown employee"),
    Text(
        "Lịch trực ngày {date:date} có mã “{employee}”, không có trong danh sách nhân viên.",
        "The roster of {date:date} has “{employee}”, who is not in the list of employees.",
    ),
    Text("Sửa lại mã nhân viên.", "Correct the employee code."),
)
UNKNOWN_SHIFT = Message(
    "PAY205",
    ERROR,
    Text("Lịch trực: mã ca lạ", "Roster: unknown shift"),
    Text(
        "Lịch trực ngày {date:date} có ca “{shift}”, không có trong danh mục ca làm việc.",
        "The roster of {date:date} has shift “{shift}”, which is not in the list of shifts.",
    ),
    Text(
        "Sửa lại mã ca, hoặc thêm ca này vào trang ca làm việc.",
        "Correct the code, or add the shift to the shifts' tab.",
    ),
)

MESSAGES = (
    BELOW_MINIMUM_WAGE,
    NO_TIMESHEET,
    OVERTIME_OVER_MONTH_LIMIT,
    OVERTIME_NEAR_MONTH_LIMIT,
    OVERTIME_OVER_YEAR_LIMIT,
    TOO_LONG_DAY,
    NEGATIVE_NET_PAY,
    NO_STATUTORY_FIGURES,
    UNKNOWN_EMPLOYEE,
    OUTSIDE_EMPLOYMENT,
    MORE_THAN_STANDARD_DAYS,
    UNKNOWN_MARK,
    DAY_NOT_IN_MONTH,
    NIGHT_OVER_ALL_OVERTIME,
    DOUBLE_BOOKING,
    UNCOVERED_SHIFT,
    SHORT_REST,
    ROSTER_UNKNOWN_EMPLOYEE,
    UNKNOWN_SHIFT,
)
