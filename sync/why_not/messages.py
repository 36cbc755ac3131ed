"""The reasons for which no alert comes, and the names of the facts that show them."""

from __future__ import annotations

from rules.core.message import Message, Severity
from rules.core.text import Text


def _reason(code: str, title: Text, text: Text, fix: Text) -> Message:
    return Message(code, Severity.NOTICE, title, text, fix, alert=False)


UNREAD = _reason(
    "WHY101",
    Text(vi="Sổ không đọc được", en="Workbook not read"),
    Text(
        vi="Sổ “{workbook}” không đọc được, nên bộ phận dùng sổ này chưa được kiểm tra: {problem}",
        en="The workbook “{workbook}” could not be read, so the department that keeps it is not checked: {problem}",
    ),
    Text(vi="{fix}", en="{fix}"),
)
NO_TABLE = _reason(
    "WHY102",
    Text(vi="Thiếu bảng hoặc cột", en="Table or column not found"),
    Text(
        vi="Bộ phận “{department}” chưa được kiểm tra vì có bảng không đọc được trọn vẹn: {problem}",
        en="The department “{department}” is not checked, since a table could not be read as a whole: {problem}",
    ),
    Text(vi="{fix}", en="{fix}"),
)
LEFT_OUT = _reason(
    "WHY103",
    Text(vi="Dòng bị bỏ qua vì có ô sai", en="Row left out for a bad cell"),
    Text(
        vi="Dòng này có ô không đọc được nên không quy tắc nào xét đến nó: {problem}",
        en="The row holds a cell that cannot be read, so no rule looked at it: {problem}",
    ),
    Text(vi="{fix}", en="{fix}"),
)
RULE_FAILED = _reason(
    "WHY104",
    Text(vi="Quy tắc không tính được", en="Rule could not be evaluated"),
    Text(
        vi="Ở bộ phận “{department}”, {problem} Cảnh báo của bộ phận này được giữ nguyên như trước.",
        en="In the department “{department}”: {problem} Its alerts stay as they were.",
    ),
    Text(vi="{fix}", en="{fix}"),
)
SETTING = _reason(
    "WHY105",
    Text(vi="Do thiết lập", en="Kept quiet by a setting"),
    Text(
        vi="Thiết lập “{setting}” đang là {value}. Nếu là {other} thì sẽ báo: {code} “{title}”.",
        en="The setting “{setting}” is {value}. If it were {other}, this would be reported: {code} “{title}”.",
    ),
    Text(
        vi="Nếu muốn được báo, sửa thiết lập này ở trang Cài đặt của sổ.",
        en="To be told of it, change the setting in the settings tab of the workbook.",
    ),
)
SNOOZED = _reason(
    "WHY106",
    Text(vi="Đang hoãn", en="Put off"),
    Text(
        vi="{code} “{title}” được hoãn đến {until:date}; từ ngày đó mới báo lại.",
        en="{code} “{title}” is put off until {until:date}; it is told again from that day on.",
    ),
    Text(
        vi="Muốn được báo sớm hơn, xóa ngày hoãn ở trang cảnh báo.",
        en="To be told earlier, clear the date in the alerts tab.",
    ),
)
TOLD = _reason(
    "WHY107",
    Text(vi="Đã báo rồi", en="Told already"),
    Text(
        vi="{code} “{title}” đã báo ngày {day:date} cho {readers:list}; chưa có gì mới nên không báo thêm.",
        en="{code} “{title}” was told on {day:date} to {readers:list}; nothing is new since, so it is not told again.",
    ),
    Text(
        vi="Tìm thư ngày đó, hoặc xem trang cảnh báo của sổ. Thư kê 20 việc mỗi loại, phần còn lại chỉ đếm.",
        en="Look for the mail of that day, or at the alerts tab. A mail lists 20 items of a kind and counts the rest.",
    ),
)
RESOLVED = _reason(
    "WHY108",
    Text(vi="Đã xử lý", en="Resolved"),
    Text(
        vi="{code} “{title}” không còn nữa từ {day:date}.",
        en="{code} “{title}” is no longer found since {day:date}.",
    ),
    Text(
        vi="Không cần làm gì; nếu tái diễn sẽ báo như việc mới.",
        en="Nothing to do; if it comes back it is told as new.",
    ),
)
WAITING = _reason(
    "WHY109",
    Text(vi="Chờ thêm vài ngày chạy", en="Waiting for more runs"),
    Text(
        vi="{code} “{title}” phải thấy {needed:integer} ngày liền mới báo; đến nay thấy {seen:integer}.",
        en="{code} “{title}” is told once it was seen on {needed:integer} days in a row; so far on {seen:integer}.",
    ),
    Text(vi="Không cần làm gì.", en="Nothing to do."),
)
BASELINE = _reason(
    "WHY110",
    Text(vi="Có từ lần kiểm tra đầu tiên", en="There since the first check"),
    Text(
        vi="{code} “{title}” có từ lần kiểm tra đầu tiên ngày {day:date}; thư hôm đó chỉ tổng hợp, không kê từng việc.",
        en="{code} “{title}” was there at the first check on {day:date}, which one mail summed up without a list.",
    ),
    Text(
        vi="Xem toàn bộ danh sách ở trang cảnh báo của sổ.",
        en="The full list is in the alerts tab of the workbook.",
    ),
)
NO_ALERT = _reason(
    "WHY111",
    Text(vi="Chỉ là ghi chú", en="A note, not an alert"),
    Text(
        vi="{code} “{title}” chỉ được ghi trong sổ; loại này không gửi thư vì không ai phải xử lý.",
        en="{code} “{title}” is flagged in the workbook only; it is not mailed, since nobody has to act on it.",
    ),
    Text(vi="Không cần làm gì.", en="Nothing to do."),
)
NEXT_RUN = _reason(
    "WHY112",
    Text(vi="Lần chạy sau sẽ báo", en="The next run tells it"),
    Text(
        vi="{code} “{title}” vừa được thấy; chưa có lần chạy nào thấy nó, lần sau sẽ báo cho {readers:list}.",
        en="{code} “{title}” is seen now; no run has seen it yet, and the next one tells {readers:list}.",
    ),
    Text(vi="Chạy ngay nếu cần: sheetkeeper sync", en="Run now if you like: sheetkeeper sync"),
)
NOBODY = _reason(
    "WHY113",
    Text(vi="Chưa khai báo người nhận", en="Nobody is to be mailed"),
    Text(
        vi="{code} “{title}” thuộc “{department}”, nhưng chưa có địa chỉ nào nhận thư của bộ phận này.",
        en="{code} “{title}” belongs to “{department}”, of which no address gets mail.",
    ),
    Text(
        vi="Thêm địa chỉ vào [mail.recipients] của office.toml.",
        en="Add addresses under [mail.recipients] in office.toml.",
    ),
)
MAIL_WAITS = _reason(
    "WHY114",
    Text(vi="Thư chưa gửi được", en="The mail could not be sent"),
    Text(
        vi="Thư ngày {day:date} cho {reader} có việc này nhưng chưa gửi được sau {tries:integer} lần thử.",
        en="The mail of {day:date} to {reader} tells of it, but could not be sent in {tries:integer} tries.",
    ),
    Text(
        vi="Kiểm tra máy chủ thư: sheetkeeper check",
        en="See what is wrong with the mail server: sheetkeeper check",
    ),
)
NOTHING_FOUND = _reason(
    "WHY115",
    Text(vi="Không quy tắc nào thấy gì", en="No rule found anything"),
    Text(
        vi="{rules:integer} quy tắc của “{department}” đã xét {rows:integer} dòng này, ngày {day:date}: không có gì.",
        en="Nothing was found on {day:date}: rules of “{department}” that looked {rules:integer}, rows {rows:integer}.",
    ),
    Text(
        vi="Xem sổ có đúng dữ liệu chưa; sheetkeeper explain cho biết các số được tính thế nào.",
        en="See whether the data are right; sheetkeeper explain shows how the figures are computed.",
    ),
)
NOT_A_TABLE = _reason(
    "WHY116",
    Text(vi="Trang không phải bảng nào", en="The tab is no table"),
    Text(
        vi="“{item}” nằm ở {place}, nhưng trang này không được nhận ra là bảng nào, nên không được kiểm tra.",
        en="“{item}” stands in {place}, but the tab is not recognised as any table, so it is not checked.",
    ),
    Text(
        vi="Đặt tên trang và tiêu đề cột như mẫu, hoặc khai báo ở [workbooks.….tables] của office.toml.",
        en="Name the tab and its columns as the template does, or map them under [workbooks.….tables] in office.toml.",
    ),
)
SKIPPED_ROW = _reason(
    "WHY117",
    Text(vi="Dòng không phải dữ liệu", en="Row not taken for data"),
    Text(
        vi="“{item}” nằm ở {place}, một dòng được xem là tiêu đề, dòng tổng hoặc chú thích, nên không được kiểm tra.",
        en="“{item}” stands in {place}, a row taken for a heading, total or note, so it is not checked.",
    ),
    Text(
        vi="Nếu là dữ liệu: nhập đủ các cột khóa của dòng và bỏ chữ “Tổng”, “Cộng” ở đầu.",
        en="If it is data: fill in the columns of its key, and take away “Total” at its beginning.",
    ),
)
HELD = _reason(
    "WHY118",
    Text(vi="Sổ đang tạm giữ", en="Workbook on hold"),
    Text(
        vi="Sổ “{workbook}” đang tạm giữ vì đã hoàn tác lần chạy {run}: vẫn kiểm tra và gửi thư, nhưng không ghi.",
        en="The workbook “{workbook}” is on hold since run {run} was undone: it is checked, but not written.",
    ),
    Text(vi="Cho ghi lại bằng: sheetkeeper resume", en="Let it be written again with: sheetkeeper resume"),
)
UNKNOWN = _reason(
    "WHY119",
    Text(vi="Không thấy trong sổ nào", en="Not in any workbook"),
    Text(
        vi="Không dòng nào và không cảnh báo nào có “{item}”.",
        en="No row and no alert goes by “{item}”.",
    ),
    Text(
        vi='Kiểm tra cách viết mã, hoặc chỉ rõ ô, như: sheetkeeper why-not "Hàng hóa!D17"',
        en='Check the spelling, or name the cell, as: sheetkeeper why-not "Items!D17"',
    ),
)
REPLACED = _reason(
    "WHY120",
    Text(vi="Đã có việc nặng hơn thay thế", en="A graver matter took its place"),
    Text(
        vi="{code} “{title}” không còn vì cùng dòng này đã có việc nặng hơn, được báo riêng.",
        en="{code} “{title}” is gone since a graver matter of the same record took its place, which is told instead.",
    ),
    Text(vi="Xem việc nặng hơn ở trang cảnh báo.", en="Look at the graver one in the alerts tab."),
)
FLAPPING = _reason(
    "WHY121",
    Text(vi="Vừa hết lại có", en="It comes and goes"),
    Text(
        vi="{code} “{title}” vừa xử lý xong lại có, lần thứ {times:integer}; để khỏi gửi thư dồn dập, chỉ báo nếu sang "
        "ngày khác vẫn còn.",
        en="{code} “{title}” came back right after it had gone, {times:integer} times; to flood nobody it is "
        "told only if it is there on a later day.",
    ),
    Text(
        vi="Xem trong ngày có ai sửa đi sửa lại dòng này không.",
        en="See whether somebody edits this row back and forth.",
    ),
)

REASONS = (
    UNREAD,
    NO_TABLE,
    LEFT_OUT,
    RULE_FAILED,
    SETTING,
    SNOOZED,
    TOLD,
    RESOLVED,
    WAITING,
    BASELINE,
    NO_ALERT,
    NEXT_RUN,
    NOBODY,
    MAIL_WAITS,
    NOTHING_FOUND,
    NOT_A_TABLE,
    SKIPPED_ROW,
    HELD,
    UNKNOWN,
    REPLACED,
    FLAPPING,
)
"""Every reason."""

SAYS = Text(vi="Nội dung", en="It says")
PLACE = Text(vi="Vị trí", en="Place")
SINCE = Text(vi="Từ ngày", en="Since")
ALERT = Text(vi="Mã cảnh báo", en="Alert")
NOTICES = Text(vi="Số lần đã báo", en="Times told")
LAST_RUN = Text(vi="Lần chạy gần nhất", en="Last run")
LOOKED_FOR = Text(vi="Đã tìm", en="Looked for")
TABS_READ = Text(vi="Các trang đã đọc", en="Tabs that were read")
SERVER_SAID = Text(vi="Máy chủ trả lời", en="The server said")
"""Names of facts."""
