"""Words that the pages of the command line are made of, in every language."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

WORKBOOK_STATUS: Mapping[str, Text] = {
    "ok": Text(vi="xong", en="done"),
    "changed": Text(vi="có thay đổi", en="changed"),
    "unchanged": Text(vi="không đổi", en="unchanged"),
    "locked": Text(vi="đang mở, chưa ghi", en="open, not written"),
    "held": Text(vi="tạm giữ, chưa ghi", en="on hold, not written"),
    "failed": Text(vi="lỗi, bỏ qua", en="failed, left out"),
}
RUN_STATUS: Mapping[str, Text] = {
    "ok": Text(vi="xong", en="done"),
    "partial": Text(vi="còn thiếu vài sổ", en="some workbooks left out"),
    "failed": Text(vi="không thành công", en="failed"),
    "running": Text(vi="dở dang", en="unfinished"),
}
"""Status of a run -> how it is said."""

RUN = Text(vi="Lần chạy", en="Run")
AS_OF = Text(vi="ngày {day}", en="as of {day}")
FINDINGS = Text(vi="Đã tìm thấy", en="What was found")
NO_FINDINGS = Text(vi="Không có lỗi hay cảnh báo nào.", en="No errors, warnings or notices.")
DEPARTMENT = Text(vi="Bộ phận", en="Department")
TOTAL = Text(vi="Tổng", en="Total")
OTHER = Text(vi="Sổ làm việc", en="Workbooks")
PAUSED = Text(
    vi="Chưa kiểm tra trong lần chạy này: {departments}. Có bảng hoặc sổ của bộ phận không đọc được trọn vẹn.",
    en="Not checked in this run: {departments}. A table or workbook of theirs could not be read as a whole.",
)
WORST = Text(vi="Cần xem trước", en="Look at these first")
MORE = Text(
    vi="… và {count} mục nữa, trong trang “{tab}” của từng sổ.", en="… and {count} more, in “{tab}” of each workbook."
)
WORKBOOK = Text(vi="Sổ", en="Workbook")
STATUS = Text(vi="Tình trạng", en="Status")
ROWS = Text(vi="Dòng", en="Rows")
CELLS_WRITTEN = Text(vi="Ô đã ghi", en="Cells written")
CELLS_TO_WRITE = Text(vi="Ô sẽ ghi", en="Cells to write")
MAILS = Text(vi="Thư", en="Mail")
MAILS_TO_SEND = Text(vi="Thư sẽ gửi", en="Mail that would go out")
NO_MAILS = Text(vi="Không có thư nào.", en="No mail.")
IN_OUTBOX = Text(vi="Các thư nằm trong {folder}", en="The mails are in {folder}")
FINISHED = Text(vi="Xong trong {seconds} giây.", en="Done in {seconds} seconds.")
LEFT_OUT = Text(
    vi="Một số sổ chưa được ghi; lần chạy sau sẽ làm tiếp.", en="Some workbooks were left out; the next run takes them."
)

CELL = Text(vi="Ô", en="Cell")
KEY = Text(vi="Khóa", en="Key")
COLUMN = Text(vi="Cột", en="Column")
BEFORE = Text(vi="Trước", en="Before")
AFTER = Text(vi="Sau", en="After")
REASON = Text(vi="Lý do", en="Why")
NO_CHANGES = Text(vi="Không có ô nào cần ghi.", en="There is no cell to write.")
MORE_CELLS = Text(vi="… và {count} ô nữa (--limit 0 để xem hết)", en="… and {count} more cells (--limit 0 shows all)")
HIDDEN_VALUE = "•••"
"""Stands for a value of a confidential workbook."""

CHECK_RESULT: Mapping[str, str] = {"OK": "green", "WARN": "yellow", "FAIL": "bold red"}
"""Result of a check -> colour."""

ALL_GOOD = Text(vi="Mọi thứ đều ổn.", en="Everything is fine.")
SOME_WARNINGS = Text(vi="Chạy được; còn {count} mục nên xem lại.", en="Ready to run; worth a look: {count}.")
SOME_BAD = Text(vi="{count} mục cần sửa.", en="To be put right: {count}.")

LAST_RUNS = Text(vi="Các lần chạy gần đây", en="Last runs")
NO_RUNS = Text(vi="Chưa có lần chạy nào.", en="There has been no run yet.")
STARTED = Text(vi="Bắt đầu", en="Started")
COMMAND = Text(vi="Lệnh", en="Command")
OPEN_ALERTS = Text(vi="Cảnh báo đang mở", en="Open alerts")
NO_ALERTS = Text(vi="Không có cảnh báo nào đang mở.", en="No alert is open.")
ON_HOLD = Text(vi="Đang tạm giữ", en="On hold")
JOBS = Text(vi="Lịch chạy", en="Schedule")
JOB = Text(vi="Khi nào", en="When")
NEXT_RUN = Text(vi="Lần tới", en="Next run")
NEVER = Text(vi="không có", en="never")
LAST_SUCCESS = Text(vi="Lần chạy thành công gần nhất: {at}", en="Last successful run: {at}")
LATE = Text(
    vi="Trễ lịch từ {at}. Kiểm tra xem sheetkeeper daemon có đang chạy không.",
    en="Overdue since {at}. See whether sheetkeeper daemon is running.",
)
DAY = Text(vi="Cho ngày", en="For")
IN_TAB = Text(vi="Chi tiết ở trang “{tab}” của từng sổ.", en="Details are in the tab “{tab}” of each workbook.")
PENDING_MAILS = Text(vi="Thư chờ gửi: {count}", en="Mails waiting to be sent: {count}")
NEXT_MAIL = Text(vi="Lần gửi tới: {at}", en="Next try: {at}")
DEAD_MAILS = Text(
    vi="Thư không gửi được, đã thôi thử: {count}", en="Mails given up, since they could not be sent: {count}"
)
SEND_AGAIN = Text(
    vi="Sửa xong thì gửi lại: sheetkeeper mail retry; không cần nữa: sheetkeeper mail discard",
    en="When that is put right, send them again: sheetkeeper mail retry; or forget them: sheetkeeper mail discard",
)
NO_MAIL_WAITS = Text(vi="Không có thư nào đang chờ.", en="No mail waits.")
MAILS_WAITING = Text(vi="Thư chờ gửi", en="Mails that wait")
MAILS_GIVEN_UP = Text(vi="Thư đã thôi thử", en="Mails that were given up")
MAIL_SENT = Text(vi="Đã gửi thư {number} cho {address}.", en="Mail {number} was sent to {address}.")
MAILS_DISCARDED = Text(vi="Đã bỏ {count} thư.", en="{count} mails were forgotten.")
MORE_MAILS = Text(vi="… và {count} thư nữa.", en="… and {count} more.")
NUMBER = Text(vi="Số", en="Number")
READER = Text(vi="Người nhận", en="Reader")
TRIES = Text(vi="Đã thử", en="Tries")
NEXT_TRY = Text(vi="Thử lại", en="Next try")

PUT_BACK = Text(vi="Đã trả lại {cells} ô của lần chạy {run}.", en="{cells} cells of run {run} were put back.")
KEPT = Text(
    vi="{count} ô đã có người sửa sau đó nên được giữ nguyên:",
    en="{count} cells were edited since and stay as they are:",
)
HELD_NOW = Text(
    vi="Tạm giữ: {workbooks}. Cho ghi lại bằng: sheetkeeper resume",
    en="On hold: {workbooks}. Let them be written again with: sheetkeeper resume",
)
RESUMED = Text(vi="Được ghi lại: {workbooks}", en="May be written again: {workbooks}")
NOTHING_HELD = Text(vi="Không có sổ nào đang tạm giữ.", en="No workbook is on hold.")

BACKED_UP = Text(
    vi="Đã sao lưu vào {path}: {size} MB, lần chạy cuối {run}.", en="Saved in {path}: {size} MB, last run {run}."
)
HOLDS_WAGES = Text(
    vi="Tệp có cả tiền lương và thư đã gửi: cất ở nơi chỉ người được phép mới mở được.",
    en="It holds wages and mails too: keep it where only those entitled can open it.",
)
RESTORED = Text(
    vi="Đã khôi phục bản sao lưu ngày {day}, lần chạy cuối {run}.",
    en="The backup of {day} was restored, last run {run}.",
)
KEPT_BESIDE = Text(vi="Dữ liệu cũ được giữ ở {path}", en="The former records are kept in {path}")
PLAN_FIRST = Text(
    vi="Xem lần chạy tới sẽ làm gì: sheetkeeper plan", en="See what the next run would do: sheetkeeper plan"
)

NO_SUCH_RUNS = Text(vi="Không có lần chạy nào như vậy.", en="There is no such run.")
WAS_INTERRUPTED = Text(
    vi="Lần chạy này bị ngắt giữa chừng; lần chạy sau đó đã làm nốt hoặc bỏ những gì dở dang.",
    en="This run was interrupted; the one after it finished or undid what was left.",
)
CODE = Text(vi="Mã", en="Code")
SEVERITY = Text(vi="Mức", en="Severity")
TITLE = Text(vi="Nội dung", en="What")
COUNT = Text(vi="Số lượng", en="Number")
MORE_FINDINGS = Text(vi="… và {count} mục nữa (xem với --json)", en="… and {count} more (--json lists them)")
NOT_SENT = Text(vi="chưa gửi", en="not sent")
DURATION = Text(vi="Thời gian", en="Time")
SECONDS = Text(vi="{seconds} giây", en="{seconds} s")
REQUESTS = Text(vi="{count} yêu cầu tới dịch vụ", en="{count} requests to the service")

AUDIT_RIGHT = Text(
    vi="Nhật ký kiểm tra nguyên vẹn: {entries} mục.", en="The audit chain is as it was made: {entries} entries."
)
AUDIT_COMPARED = Text(vi="Khớp với mốc đã cho.", en="It continues the head that was given.")
AUDIT_HEAD = Text(vi="Mốc hiện tại: {head}", en="Its end now: {head}")

FORMULA = Text(vi="cách tính", en="formula")
RATE = Text(vi="tỷ lệ", en="rate")
LAW = Text(vi="căn cứ", en="source")
VALID_FROM = Text(vi="từ {day}", en="from {day}")
