"""Writes the sample company as an office: three workbooks and the settings file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rules.core.message import Voice
from rules.departments import all_departments
from templates.sample.generator import Answer, SampleCompany, generate_company
from templates.workbooks import build_workbook

SETTINGS_FILE: Final = "office.toml"

_SETTINGS: Final = """\
# Văn phòng mẫu của Sheetkeeper. Dòng bắt đầu bằng # là ghi chú.
# The sample office. Lines that begin with # are notes.

[office]
name = "{name}"
country = "vn"
currency = "VND"
language = "vi"
timezone = "Asia/Ho_Chi_Minh"
# Văn phòng thật không có dòng này: mỗi lần chạy lấy ngày hôm đó.
# A real office has no such line: each run takes the day on which it is made.
as_of = {as_of}

# Các sổ làm việc, đường dẫn tính từ thư mục này.
# confidential: sổ có tiền lương, chỉ người nhận thư của "payroll" được báo về nó.
# The workbooks, paths from this folder.
# confidential: it holds wages, and only the readers of "payroll" are told about it.
{workbooks}
# "outbox": thư được ghi thành tệp .eml trong state/outbox, không gửi đi đâu. "smtp": gửi qua máy chủ thư.
# "outbox": mails become .eml files in state/outbox and go nowhere. "smtp": they leave through a mail server.
[mail]
transport = "outbox"
sender = "sheetkeeper@example.com"

[mail.recipients]
finance = ["ketoan@example.com"]
payroll = ["nhansu@example.com"]
inventory = ["kho@example.com"]
owner = ["giamdoc@example.com"]

# Việc chưa xử lý: báo khi bắt đầu, khi nặng thêm và khi xong. Bỏ dấu # để nhắc lại, để báo thêm người khác khi quá hạn.
# What is not settled: told when it begins, gets worse and ends. Take the # off to be reminded, and to tell others.
{alerts}
# Giờ chạy tự động. When it runs by itself.
[schedule]
jobs = ["every weekday at 07:30", "every weekday at 16:30"]
"""

_WORKBOOK: Final = """\
[workbooks.{name}]
location = "{file}"
departments = ["{name}"]
"""

_ALERTS: Final = """\
[alerts.{name}]
# remind = "mỗi 7 ngày"
# escalate_after = "3 ngày làm việc"
# escalate_to = ["owner"]
wait_runs = {{}}
"""


def write_office(folder: Path, seed: int) -> list[Answer]:
    """Write the sample company into ``folder`` and return its answer key."""
    company = generate_company(seed)
    voice = Voice()
    departments = {department.name: department for department in all_departments()}
    for workbook in company.workbooks:
        build_workbook(
            folder / workbook.file,
            departments[workbook.name],
            voice,
            workbook.tabs,
            settings=workbook.settings,
            office=company.name,
            as_of=company.as_of,
        )
    (folder / SETTINGS_FILE).write_text(settings_text(company), encoding="utf-8")
    return list(company.answers)


def settings_text(company: SampleCompany) -> str:
    """Return the settings file of the sample office."""
    sections = []
    for workbook in company.workbooks:
        section = _WORKBOOK.format(name=workbook.name, file=workbook.file)
        sections.append(f"{section}confidential = true\n" if workbook.confidential else section)
    return _SETTINGS.format(
        name=company.name,
        as_of=company.as_of.isoformat(),
        workbooks="\n".join(sections),
        alerts="\n".join(_ALERTS.format(name=workbook.name) for workbook in company.workbooks),
    )
