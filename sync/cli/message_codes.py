"""Writes the page of all message codes, from the messages themselves.

Run as ``python -m sync.cli.message_codes docs/message-codes.md``; without a file the page goes to standard output.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rules.core.message import SEVERITY_TITLES, Message
from rules.core.text import Text
from rules.departments import all_departments
from sync.alerts.troubles import MESSAGES as MAIL_MESSAGES
from sync.auditing import AUDIT_MESSAGES
from sync.checking.messages import MESSAGES as CHECK_MESSAGES
from sync.cli.messages import MESSAGES as COMMAND_MESSAGES
from sync.config.problems import MESSAGES as CONFIGURATION_MESSAGES
from sync.messages import ALL_MESSAGES
from sync.why_not.messages import REASONS

_FORMAT = re.compile(r"\{(\w+):\w+\}")

Group = tuple[Text, Sequence[Message]]
"""Heading of a group of messages, and the messages."""

HEAD = """# Mã thông báo · Message codes

<!-- Made by `make docs` from the messages in the code; not to be edited by hand. -->

Mỗi thông báo có một mã không đổi. “Báo” cho biết thông báo có vào trang “⚙ Cảnh báo” và thư hay không.
Every message has a code that stays. “Alert” says whether it is listed in the tab “⚙ Alerts” and mailed.
"""


def groups() -> list[Group]:
    """Return every message of the product in groups: one a department, then reading, settings and commands."""
    departments: list[Group] = [(department.titles, department.messages) for department in all_departments()]
    return [
        *departments,
        (Text(vi="Đọc sổ và chạy", en="Reading workbooks and running"), ALL_MESSAGES),
        (Text(vi="Tệp cài đặt office.toml", en="The settings file office.toml"), CONFIGURATION_MESSAGES),
        (Text(vi="Gửi thư", en="Sending mail"), MAIL_MESSAGES),
        (Text(vi="Dòng lệnh", en="The command line"), COMMAND_MESSAGES),
        (Text(vi="Kiểm tra", en="Checks"), CHECK_MESSAGES),
        (Text(vi="Vì sao không có cảnh báo", en="Why no alert came"), REASONS),
        (Text(vi="Nhật ký kiểm tra", en="The audit chain"), AUDIT_MESSAGES),
    ]


def page(messages: Iterable[Group]) -> str:
    """Return the page as Markdown."""
    parts = [HEAD]
    for title, group in messages:
        parts.append(f"## {title.vi} · {title.en}\n")
        parts += [_entry(message) for message in sorted(group, key=lambda message: message.code)]
    return "\n".join(parts)


def _entry(message: Message) -> str:
    severity = SEVERITY_TITLES[message.severity]
    alert = Text(vi="Báo: có", en="Alert: yes") if message.alert else Text(vi="Báo: không", en="Alert: no")
    return "\n".join(
        [
            f"### {message.code}",
            "",
            f"**{_plain(message.title.vi)}** · {severity.vi} · {alert.vi}",
            "",
            f"- {_plain(message.text.vi)}",
            f"- → {_plain(message.fix.vi)}",
            "",
            f"**{_plain(message.title.en)}** · {severity.en} · {alert.en}",
            "",
            f"- {_plain(message.text.en)}",
            f"- → {_plain(message.fix.en)}",
            "",
        ]
    )


def _plain(text: str) -> str:
    """Return a template in one line, its fields in a form that Markdown leaves alone."""
    plain = _FORMAT.sub(r"{\1}", " ".join(text.split()))
    return plain.replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_")


def main(arguments: Sequence[str]) -> None:
    """Write the page to the file that is named, or to standard output."""
    text = page(groups())
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
