"""Checking an office before the first run: one line for each thing that has to be right, with its fix."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from rules.core.finding import Finding
from rules.core.message import Severity, render
from rules.core.text import Text
from sync import steps
from sync.messages import STRUCTURE
from sync.results import CheckLine
from sync.session import Session
from sync.steps.base import Gathered

LEAST_FREE = 200 * 1024 * 1024
"""Bytes of free disk space below which a check warns."""


def check(session: Session) -> list[CheckLine]:
    """Return one line for each thing that has to be right: settings, workbooks, headers, state, disk and mail."""
    gathered = steps.read(session)
    return [
        _settings(session),
        *_workbooks(session, gathered),
        *_headers(session, gathered),
        *_state(session),
        *_mail(session),
    ]


def _settings(session: Session) -> CheckLine:
    office = session.office
    said = f"{office.name} · {office.country.upper()} · {office.voice.currency} · {office.timezone}"
    return CheckLine("OK", "office.toml", Text(vi=said, en=said))


def _both(template: Text, finding: Finding, session: Session) -> Text:
    voice = session.office.voice
    said = render(template, finding.fields, voice)
    return Text(vi=said, en=said)


def _workbooks(session: Session, gathered: Gathered) -> Iterator[CheckLine]:
    for source in gathered.sources:
        snapshot = gathered.snapshots.get(source.name)
        if snapshot is None:
            problem = gathered.problems[source.name]
            yield CheckLine(
                "FAIL",
                source.name,
                _both(problem.message.text, problem, session),
                _both(problem.message.fix, problem, session),
            )
        elif snapshot.obstacle is not None:
            yield CheckLine(
                "WARN",
                source.name,
                Text(
                    vi=f"{snapshot.location} đang mở{snapshot.obstacle.vi}",
                    en=f"{snapshot.location} is open{snapshot.obstacle.en}",
                ),
                Text(vi="Đóng tệp để Sheetkeeper ghi được.", en="Close it, so that it can be written."),
            )
        elif source.config.backend == "excel" and not os.access(source.location, os.W_OK):
            yield CheckLine(
                "FAIL",
                source.name,
                Text(vi=f"{snapshot.location} chỉ đọc", en=f"{snapshot.location} is read-only"),
                Text(
                    vi="Cấp quyền ghi cho tài khoản chạy Sheetkeeper.",
                    en="Let the account that runs Sheetkeeper write it.",
                ),
            )
        else:
            count = len(snapshot.tabs)
            yield CheckLine(
                "OK",
                source.name,
                Text(vi=f"{snapshot.location}: {count} trang", en=f"{snapshot.location}: {count} tabs"),
            )


def _headers(session: Session, gathered: Gathered) -> Iterator[CheckLine]:
    outlook = steps.consider(session, gathered)
    problems = [finding for finding in outlook.reading.findings if finding.message in STRUCTURE]
    for problem in problems:
        yield CheckLine(
            "FAIL" if problem.severity is Severity.ERROR else "WARN",
            str(problem.place),
            _both(problem.message.text, problem, session),
            _both(problem.message.fix, problem, session),
        )
    for book in outlook.reading.workbooks:
        for tab in book.tabs:
            columns = len(tab.header.columns)
            said = Text(
                vi=f"dòng tiêu đề {tab.header.row}, nhận ra {columns} cột, {len(tab.rows)} dòng dữ liệu",
                en=f"header in row {tab.header.row}, {columns} columns recognised, {len(tab.rows)} data rows",
            )
            yield CheckLine("OK", f"{book.snapshot.workbook} · {tab.tab.title}", said)
        if not book.tabs and not any(problem.place.workbook == book.snapshot.workbook for problem in problems):
            yield CheckLine(
                "WARN",
                book.snapshot.workbook,
                Text(vi="không có bảng nào được nhận ra", en="no table was recognised"),
                Text(
                    vi="Khai báo tên trang trong [workbooks.….tables] của office.toml.",
                    en="Name its tabs under [workbooks.….tables] in office.toml.",
                ),
            )


def _state(session: Session) -> Iterator[CheckLine]:
    folder = session.office.state
    mode = folder.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        yield CheckLine(
            "WARN",
            "state",
            Text(vi=f"thư mục {folder.name} người khác đọc được", en=f"the folder {folder.name} can be read by others"),
            Text(vi=f"chmod 700 {folder}", en=f"chmod 700 {folder}"),
        )
    else:
        yield CheckLine("OK", "state", Text(vi=f"thư mục {folder.name}", en=f"folder {folder.name}"))
    for place in {session.office.folder, folder}:
        free = shutil.disk_usage(place).free
        if free < LEAST_FREE:
            yield CheckLine(
                "WARN",
                "disk",
                Text(vi=f"chỉ còn {free // 2**20} MB trống", en=f"only {free // 2**20} MB free"),
                Text(vi="Giải phóng dung lượng đĩa.", en="Free some disk space."),
            )
            return
    yield CheckLine("OK", "disk", Text(vi="đủ dung lượng", en="enough free space"))


def _mail(session: Session) -> Iterator[CheckLine]:
    mail = session.office.mail
    readers = {address for addresses in mail.recipients.values() for address in addresses}
    if not readers:
        yield CheckLine(
            "WARN",
            "mail",
            Text(vi="chưa có người nhận", en="nobody is to be mailed"),
            Text(vi="Thêm địa chỉ vào [mail.recipients] của office.toml.", en="Add addresses under [mail.recipients]."),
        )
    elif mail.transport == "outbox":
        said = Text(
            vi=f"{len(readers)} người nhận; thư được lưu trong {session.office.state.name}/outbox",
            en=f"{len(readers)} recipients; mail is kept in {session.office.state.name}/outbox",
        )
        yield CheckLine("OK", "mail", said)
    else:
        said = Text(
            vi=f"{len(readers)} người nhận qua {mail.host}:{mail.port}",
            en=f"{len(readers)} recipients by {mail.host}:{mail.port}",
        )
        yield CheckLine("OK", "mail", said)
    waiting = len(session.store.pending_mails())
    if waiting:
        yield CheckLine(
            "WARN",
            "outbox",
            Text(vi=f"{waiting} thư chưa gửi được", en=f"{waiting} mails could not be sent yet"),
            Text(
                vi="Kiểm tra máy chủ thư; lần chạy sau sẽ gửi lại.",
                en="Check the mail server; the next run tries again.",
            ),
        )
