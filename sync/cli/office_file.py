"""The text of a new ``office.toml``, with an explanation above every section (pure)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rules.core.text import Text


@dataclass(frozen=True, slots=True)
class WorkbookEntry:
    """One ``[workbooks.NAME]`` section: the department's name, the file, and whether it holds wages."""

    department: str
    location: str
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """What a new settings file says.

    Attributes:
        name: the office's name.
        country: country code.
        currency: currency code.
        language: language of workbooks and mails.
        timezone: IANA name.
        workbooks: its workbooks.
        recipients: department or ``"owner"`` -> addresses.
        google: what ``[google]`` says; None for an office without spreadsheets on Google.
    """

    name: str
    country: str
    currency: str
    language: str
    timezone: str
    workbooks: Sequence[WorkbookEntry]
    recipients: Mapping[str, Sequence[str]] = field(default_factory=dict)
    google: Mapping[str, str] | None = None


_HEAD = Text(
    vi="# Cài đặt của văn phòng. Dòng bắt đầu bằng # là ghi chú. Sửa xong, chạy: sheetkeeper check",
    en="# Settings of the office. Lines that begin with # are notes. After a change, run: sheetkeeper check",
)
_WORKBOOKS = Text(
    vi="# Các sổ làm việc: tệp .xlsx hay .xlsm, đường dẫn tính từ thư mục này.\n"
    '# Nhiều tệp cùng dạng: location = "cham-cong/2026-*.xlsx".\n'
    "# confidential = true: sổ có lương hay dữ liệu cá nhân; báo cáo từ đó không ghi sang sổ khác.",
    en="# The workbooks: .xlsx or .xlsm files, paths from this folder.\n"
    '# Several files of one shape: location = "timesheets/2026-*.xlsx".\n'
    "# confidential = true: holds wages or personal data; no report made from it lands in another workbook.",
)
_GOOGLE_WORKBOOKS = Text(
    vi="# Các sổ làm việc: địa chỉ bảng tính Google (hoặc tệp .xlsx hay .xlsm, đường dẫn tính từ thư mục này).\n"
    "# Mỗi bảng tính phải được chia sẻ với tài khoản dịch vụ, quyền Người chỉnh sửa.\n"
    "# confidential = true: sổ có lương hay dữ liệu cá nhân; báo cáo từ đó không ghi sang sổ khác.",
    en="# The workbooks: addresses of Google spreadsheets (or .xlsx or .xlsm files, paths from this folder).\n"
    "# Each spreadsheet has to be shared with the service account, as Editor.\n"
    "# confidential = true: holds wages or personal data; no report made from it lands in another workbook.",
)
_GOOGLE = Text(
    vi="# Khóa của tài khoản dịch vụ Google: chỉ mình tài khoản chạy máy đọc được (chmod 600), không để trong kho git.",
    en="# The key of the Google service account: readable by nobody else (chmod 600), and in no git repository.",
)
_TABLES = Text(
    vi="# Nếu trang hay cột của bạn có tên riêng mà Sheetkeeper không nhận ra:",
    en="# If a tab or column of yours has a name that is not recognised:",
)
_MAIL = Text(
    vi='# Thư: "outbox" ghi thư thành tệp .eml trong state/outbox; "smtp" gửi qua máy chủ thư.\n'
    "# Mật khẩu không ghi ở đây: dùng password_env (tên biến môi trường) hoặc password_file.",
    en='# Mail: "outbox" writes .eml files into state/outbox; "smtp" sends through a mail server.\n'
    "# The password does not stand here: use password_env (name of a variable) or password_file.",
)
_RECIPIENTS = Text(
    vi="# Ai nhận thư của bộ phận nào; owner nhận tổng hợp của mọi bộ phận không mật.",
    en="# Who gets the mail of which department; owner gets that of all that are not confidential.",
)
_ALERTS = Text(
    vi="# Việc chưa xử lý: báo khi bắt đầu, khi nặng thêm và khi xong. Bỏ dấu # ở dòng nào thì dùng dòng đó:\n"
    "# remind nhắc lại; escalate_after và escalate_to báo thêm cho người khác khi quá hạn; wait_runs = { MÃ = 2 } đợi\n"
    "# đến khi thấy hai ngày liền.",
    en="# What is not settled: told when it begins, when it gets worse and when it is settled. Take the # off a line\n"
    "# to use it: remind tells it again; escalate_after and escalate_to tell others too when it is overdue;\n"
    "# wait_runs = { CODE = 2 } waits until it was seen on two days in a row.",
)
_ALERT_LINES = Text(
    vi='# remind = "mỗi 7 ngày"\n# escalate_after = "3 ngày làm việc"\n# escalate_to = ["owner"]\nwait_runs = {}',
    en='# remind = "every 7 days"\n# escalate_after = "3 working days"\n# escalate_to = ["owner"]\nwait_runs = {}',
)
_SCHEDULE = Text(
    vi="# Khi nào tự chạy (sheetkeeper daemon), viết bằng lời. Sau dấu hai chấm: chỉ cho một bộ phận hay một sổ.\n"
    '# Ví dụ: "hằng ngày lúc 07:30 trừ ngày lễ", "ngày làm việc cuối tháng lúc 16:00: payroll".',
    en="# When it runs by itself (sheetkeeper daemon), in plain words. After a colon: for one department or workbook.\n"
    '# As: "daily at 07:30 except holidays", "on the last working day of the month at 16:00: payroll".',
)
_JOBS = Text(
    vi="mỗi 30 phút từ 07:30 đến 18:00 các ngày làm việc", en="every 30 minutes from 07:30 to 18:00 on weekdays"
)
_HEARTBEAT = Text(
    vi="# Địa chỉ được báo mỗi lần chạy, để có người biết khi máy này im lặng:",
    en="# An address that is told of every run, so that somebody notices when this computer falls silent:",
)
_STATE = Text(
    vi="# Nhật ký và hộp thư đi của Sheetkeeper. Đặt trên ổ của máy này, đừng đặt trong thư mục chia sẻ.",
    en="# Sheetkeeper's own records and outbox. Keep it on a disk of this computer, not in the shared folder.",
)
_BACKUP = Text(
    vi="# Số bản cũ được giữ của mỗi sổ trước khi ghi.", en="# How many former versions of each workbook are kept."
)


def office_toml(office: OfficeFile) -> str:
    """Return the settings file as text."""

    def note(text: Text) -> str:
        return text.in_language(office.language)

    parts = [
        note(_HEAD),
        _section(
            "office",
            name=office.name,
            country=office.country,
            currency=office.currency,
            language=office.language,
            timezone=office.timezone,
        ),
        note(_WORKBOOKS if office.google is None else _GOOGLE_WORKBOOKS)
        + "\n"
        + "\n\n".join(_workbook(entry) for entry in office.workbooks),
        *([] if office.google is None else [note(_GOOGLE) + "\n" + _google(office.google)]),
        note(_TABLES)
        + '\n# [workbooks.NAME.tables.TABLE]\n# tab = "…"\n# header_row = 4\n# columns = { voucher = "…" }',
        note(_MAIL)
        + "\n"
        + _section("mail", transport="outbox", sender="sheetkeeper@localhost")
        + '\n# host = "smtp.example.com"\n# security = "starttls"\n# user = "…"'
        + '\n# password_env = "SHEETKEEPER_MAIL_PASSWORD"',
        note(_RECIPIENTS) + "\n" + _section("mail.recipients", **_lists(office.recipients)),
        note(_ALERTS)
        + "\n"
        + "\n\n".join(f"[alerts.{one.department}]\n{note(_ALERT_LINES)}" for one in office.workbooks),
        note(_SCHEDULE) + "\n" + _section("schedule", jobs=[note(_JOBS)]),
        note(_HEARTBEAT) + '\n# [heartbeat]\n# url = "https://hc-ping.com/…"',
        note(_STATE) + "\n" + _section("state", folder="state"),
        note(_BACKUP) + "\n" + _section("backup", keep=5),
    ]
    return "\n\n".join(parts) + "\n"


def _workbook(entry: WorkbookEntry) -> str:
    values: dict[str, object] = {"location": entry.location, "departments": [entry.department]}
    if entry.confidential:
        values["confidential"] = True
    return _section(f"workbooks.{entry.department}", **values)


def _google(google: Mapping[str, str]) -> str:
    # Without a key file the environment or the computer names one; the line shows where to name it instead.
    named = _section("google", **google)
    return named if "credentials" in google else f'{named}\n# credentials = "~/.config/sheetkeeper/key.json"'


def _lists(recipients: Mapping[str, Sequence[str]]) -> dict[str, object]:
    return {name: list(addresses) for name, addresses in recipients.items()}


def _section(heading: str, **values: object) -> str:
    return "\n".join([f"[{heading}]", *(f"{key} = {_value(value)}" for key, value in values.items())])


def _value(value: object) -> str:
    # JSON's strings, whole numbers, truth values and lists are written the same way in TOML.
    return json.dumps(value, ensure_ascii=False)
