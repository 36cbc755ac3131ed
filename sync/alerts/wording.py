"""The fixed words of mails, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rules.core.text import Text

HEADER: Final = Text(vi="{place} (cột “{header}”)", en="{place} (column “{header}”)")

GENERAL: Final = Text(vi="Chung", en="General")
"""Name of what belongs to no department, such as a workbook that cannot be read."""

SECTIONS: Final = MappingProxyType(
    {
        "baseline": Text(vi="Kiểm tra lần đầu", en="First check"),
        "new": Text(vi="Mới", en="New"),
        "escalated": Text(vi="Quá hạn chưa xử lý", en="Not settled in time"),
        "worse": Text(vi="Nặng hơn", en="Worse"),
        "snooze_over": Text(vi="Hết hạn hoãn", en="No longer put off"),
        "reminder": Text(vi="Nhắc lại", en="Reminder"),
        "still_open": Text(vi="Vẫn còn", en="Still open"),
        "resolved": Text(vi="Đã xử lý", en="Resolved"),
    }
)
"""Headings of the sections of a digest."""

COUNTS: Final = MappingProxyType(
    {
        "baseline": (
            Text(vi="kiểm tra lần đầu: {count} việc cần xem", en="first check: {count} matter to look at"),
            Text(vi="kiểm tra lần đầu: {count} việc cần xem", en="first check: {count} matters to look at"),
        ),
        "new": (Text(vi="{count} việc mới", en="{count} new"), Text(vi="{count} việc mới", en="{count} new")),
        "escalated": (
            Text(vi="{count} việc quá hạn chưa xử lý", en="{count} not settled in time"),
            Text(vi="{count} việc quá hạn chưa xử lý", en="{count} not settled in time"),
        ),
        "worse": (
            Text(vi="{count} việc nặng hơn", en="{count} worse"),
            Text(vi="{count} việc nặng hơn", en="{count} worse"),
        ),
        "snooze_over": (
            Text(vi="{count} việc hết hạn hoãn", en="{count} no longer put off"),
            Text(vi="{count} việc hết hạn hoãn", en="{count} no longer put off"),
        ),
        "reminder": (
            Text(vi="nhắc lại {count} việc", en="{count} to be reminded of"),
            Text(vi="nhắc lại {count} việc", en="{count} to be reminded of"),
        ),
        "still_open": (
            Text(vi="{count} việc vẫn còn", en="{count} still open"),
            Text(vi="{count} việc vẫn còn", en="{count} still open"),
        ),
        "resolved": (
            Text(vi="{count} việc đã xử lý", en="{count} resolved"),
            Text(vi="{count} việc đã xử lý", en="{count} resolved"),
        ),
    }
)
"""How many of a section there are, for one and for several."""

URGENT: Final = Text(vi="KHẨN", en="URGENT")

LABELS: Final = MappingProxyType(
    {
        "since": Text(vi="Từ ngày", en="Since"),
        "day": Text(vi="ngày", en="day"),
        "days": Text(vi="ngày", en="days"),
        "today": Text(vi="hôm nay", en="today"),
        "why": Text(vi="Vì sao", en="Why"),
        "fix": Text(vi="Cần làm", en="What to do"),
        "place": Text(vi="Vị trí", en="Place"),
        "key": Text(vi="Mã dòng", en="Row"),
        "alert": Text(vi="Mã cảnh báo", en="Alert"),
        "rest": Text(
            vi="… và {count} việc nữa, xem trang “{tab}” của sổ.", en="… and {count} more, see the tab “{tab}”."
        ),
        "oldest": Text(vi="lâu nhất {count} ngày", en="the oldest for {count} days"),
        "snoozed": Text(vi="{count} việc đang hoãn", en="{count} put off"),
        "greeting": Text(vi="Kết quả kiểm tra sổ ngày {date}", en="What the check of {date} found"),
        "baseline_note": Text(
            vi="Đây là lần kiểm tra đầu tiên trên sổ đã có sẵn, nên thư này chỉ tổng hợp. Toàn bộ danh sách nằm ở "
            "trang “{tab}” của từng sổ; từ lần sau, thư chỉ báo những gì thay đổi.",
            en="This was the first check of books that have been kept for a while, so this mail only sums up. The "
            "full list is in the tab “{tab}” of each workbook; from now on mails tell what changes.",
        ),
        "late": Text(
            vi="Các lần chạy theo lịch từ {since} đã không thực hiện được; lần chạy thành công trước đó: {before}.",
            en="Runs of the schedule were missed since {since}; the last successful run was on {before}.",
        ),
        "personal": Text(
            vi="Chi tiết không ghi trong thư vì có thể là dữ liệu cá nhân; xin mở sổ để xem.",
            en="Details are left out of mails since they may be personal data; please look at the workbook.",
        ),
        "footer_why": Text(
            vi="Bạn nhận thư này vì địa chỉ {reader} được ghi ở mục [mail.recipients] trong tệp office.toml của "
            "{office} cho: {desks}.",
            en="You get this mail because {reader} is listed under [mail.recipients] in the office.toml of {office} "
            "for: {desks}.",
        ),
        "footer_second": Text(
            vi="Bạn nhận thư này vì địa chỉ {reader} được ghi ở escalate_to, mục [alerts], trong tệp office.toml của "
            "{office}: bạn được báo những việc quá hạn mà chưa xử lý của {second}.",
            en="You get this mail because {reader} is listed under escalate_to in the [alerts] of the office.toml of "
            "{office}: you are told of what was not settled in time for {second}.",
        ),
        "footer_snooze": Text(
            vi="Muốn hoãn một việc: điền ngày vào cột “{snooze}” của trang “{tab}”. Việc xử lý xong được báo một lần.",
            en="To put a matter off, enter a date in the column “{snooze}” of the tab “{tab}”. What is resolved is "
            "told once.",
        ),
        "footer_run": Text(
            vi="Lần chạy {run}. Thư tự động, xin đừng trả lời.",
            en="Run {run}. This mail was sent automatically; please do not reply.",
        ),
        "footer_audit": Text(
            vi="Mốc nhật ký kiểm tra: {head}. Giữ thư này để sau này đối chiếu: sheetkeeper audit --head {head}",
            en="End of the audit chain: {head}. Keep this mail to compare later: sheetkeeper audit --head {head}",
        ),
    }
)
"""The fixed words that the mail templates use, by name."""

TRIAL_SUBJECT: Final = Text(vi="Thư thử của Sheetkeeper – {office}", en="Test mail of Sheetkeeper – {office}")
TRIAL_TEXT: Final = Text(
    vi="Thư này cho biết Sheetkeeper của {office} gửi được thư cho {reader} qua {server}.\n\n"
    "Không cần làm gì. Thư tự động, xin đừng trả lời.\n",
    en="This mail shows that the Sheetkeeper of {office} can send mail to {reader} by {server}.\n\n"
    "There is nothing to do. It was sent automatically; please do not reply.\n",
)
"""The mail that only tries whether mails arrive."""

WHY: Final = MappingProxyType(
    {
        "worse": Text(vi="quy tắc {code}: nặng hơn lần báo trước", en="rule {code}: worse than when it was last told"),
        "snooze_over": Text(
            vi="quy tắc {code}: đã đến ngày hoãn mà việc vẫn còn",
            en="rule {code}: put off until now, and it is still there",
        ),
        "escalated": Text(
            vi="quy tắc {code}: đã báo mà quá hạn vẫn chưa xử lý, nên báo thêm cho {people}",
            en="rule {code}: told, and not settled in time, so that {people} is told too",
        ),
        "reminder": Text(
            vi="quy tắc {code}: việc vẫn còn, đến hạn nhắc lại",
            en="rule {code}: still there, and time for a reminder",
        ),
        "still_open": Text(vi="quy tắc {code}: chưa xử lý", en="rule {code}: not dealt with yet"),
        "resolved": Text(vi="quy tắc {code} không còn thấy nữa", en="rule {code} no longer finds it"),
    }
)
"""Why an item stands in its section. What is new has none: its text says what was seen and what was expected."""

RETURNED: Final = Text(
    vi="quy tắc {code}: vừa hết lại có, lần thứ {times}", en="rule {code}: it comes and goes; back {times} times"
)
"""Why an item stands in its section although it had just gone."""


def filled(text: str, figures: Mapping[str, str]) -> str:
    """Return a text with its fields filled in, each once, so that no value is taken for a field."""
    parts = text.split("{")
    done = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        done.append(figures[name] + rest if name in figures else "{" + part)
    return "".join(done)
