"""Checking an office before the first run: one line for each thing that has to be right, with its fix."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Final

from rules.core.finding import Finding
from rules.core.message import Severity
from rules.core.text import Text
from sync import steps
from sync.backends.base import WorkbookError
from sync.lateness import timetable
from sync.messages import ALERTS_HEADER_GONE, CREDENTIALS, KEY_FILE, STRUCTURE
from sync.results import CheckLine
from sync.session import Session
from sync.sources import Source
from sync.steps.base import Gathered

LEAST_FREE: Final = 200 * 1024 * 1024
"""Bytes of free disk space below which a check warns."""
_MEGABYTE: Final = 1024 * 1024

AS_IT_IS: Final = Text(vi="{said}", en="{said}")
TABS: Final = Text(vi="{location}: {count:integer} trang", en="{location}: {count:integer} tabs")
OPEN: Final = Text(vi="{location} đang mở{who}", en="{location} is open{who}")
CLOSE_IT: Final = Text(vi="Đóng tệp để Sheetkeeper ghi được.", en="Close it, so that it can be written.")
SIGNED_IN: Final = Text(vi="đăng nhập bằng {account}", en="signed in as {account}")
KEY: Final = Text(vi="{path}: người khác không đọc được", en="{path}: nobody else can read it")
HEADER: Final = Text(
    vi="dòng tiêu đề {row:integer}, nhận ra {columns:integer} cột, {rows:integer} dòng dữ liệu",
    en="header in row {row:integer}, {columns:integer} columns recognised, {rows:integer} data rows",
)
NO_TABLE: Final = Text(vi="không có bảng nào được nhận ra", en="no table was recognised")
NAME_TABS: Final = Text(
    vi="Khai báo tên trang trong [workbooks.….tables] của office.toml.",
    en="Name its tabs under [workbooks.….tables] in office.toml.",
)
FOLDER: Final = Text(vi="thư mục {folder}", en="folder {folder}")
FOLDER_OPEN: Final = Text(vi="thư mục {folder} người khác đọc được", en="the folder {folder} can be read by others")
CLOSE_FOLDER: Final = Text(vi="chmod 700 {path}", en="chmod 700 {path}")
ENOUGH_SPACE: Final = Text(vi="đủ dung lượng", en="enough free space")
LITTLE_SPACE: Final = Text(vi="chỉ còn {free:integer} MB trống", en="only {free:integer} MB free")
FREE_SPACE: Final = Text(vi="Giải phóng dung lượng đĩa.", en="Free some disk space.")
NO_READERS: Final = Text(vi="chưa có người nhận", en="nobody is to be mailed")
ADD_READERS: Final = Text(
    vi="Thêm địa chỉ vào [mail.recipients] của office.toml.", en="Add addresses under [mail.recipients]."
)
MAIL_KEPT: Final = Text(
    vi="{count:integer} người nhận; thư được lưu trong {folder}",
    en="{count:integer} recipients; mail is kept in {folder}",
)
MAIL_SENT: Final = Text(vi="{count:integer} người nhận qua {server}", en="{count:integer} recipients by {server}")
MAIL_WAITS: Final = Text(vi="{count:integer} thư chưa gửi được", en="{count:integer} mails could not be sent yet")
CHECK_SERVER: Final = Text(
    vi="Kiểm tra máy chủ thư; lần chạy sau sẽ gửi lại.", en="Check the mail server; the next run tries again."
)

NEXT_RUN: Final = Text(
    vi="{count:integer} lịch, lần chạy tới {day:date} {time}", en="{count:integer} jobs, next run {day:date} {time}"
)
OVERDUE: Final = Text(
    vi="trễ lịch từ {day:date} {time}, lần chạy thành công gần nhất {last:date}",
    en="overdue since {day:date} {time}, last successful run {last:date}",
)
SEE_DAEMON: Final = Text(
    vi="Xem sheetkeeper daemon có đang chạy không, và nhật ký của nó.",
    en="See whether sheetkeeper daemon is running, and what its log says.",
)


def check(session: Session) -> list[CheckLine]:
    """Return one line for each thing that has to be right, from the settings to the schedule."""
    gathered = steps.read(session)
    return [
        _settings(session),
        *_workbooks(session, gathered),
        *_headers(session, gathered),
        *_state(session),
        *_mail(session),
        *_schedule(session),
    ]


def _settings(session: Session) -> CheckLine:
    office = session.office
    said = f"{office.name} · {office.country.upper()} · {office.voice.currency} · {office.timezone}"
    return CheckLine("OK", "office.toml", AS_IT_IS, fields={"said": said})


def _problem(name: str, finding: Finding) -> CheckLine:
    grave = finding.severity is Severity.ERROR
    return CheckLine("FAIL" if grave else "WARN", name, finding.message.text, finding.message.fix, finding.fields)


def _workbooks(session: Session, gathered: Gathered) -> Iterator[CheckLine]:
    read = [source for source in gathered.sources if source.name in gathered.snapshots]
    probes = {source.name: _probe(session, source) for source in read}
    unsigned = [problem for problem in gathered.problems.values() if problem.message in CREDENTIALS]
    yield from _account(session, {name for name in probes.values() if isinstance(name, str)} - {""}, unsigned[:1])
    for source in gathered.sources:
        # What keeps the account from signing in is one matter, however many workbooks wait for it.
        if gathered.problems.get(source.name) not in unsigned:
            yield _workbook(source, gathered, probes.get(source.name, ""))


def _account(session: Session, names: Collection[str], unsigned: Sequence[Finding]) -> Iterator[CheckLine]:
    """Yield a line for the key file and one for signing in, as far as anything is known of them."""
    key = session.office.google.credentials
    bad_key = any(problem.message in KEY_FILE for problem in unsigned)
    if key is not None and not bad_key and (names or unsigned):
        yield CheckLine("OK", "key", KEY, fields={"path": str(key)})
    for name in names:
        yield CheckLine("OK", "google", SIGNED_IN, fields={"account": name})
    for problem in unsigned:
        yield _problem("key" if bad_key else "google", problem)


def _probe(session: Session, source: Source) -> str | Finding:
    """Return in whose name a workbook could be written, or what keeps it from being written."""
    try:
        return session.backend(source.config).probe(source.location)
    except WorkbookError as error:
        return steps.workbook_finding(source.name, error)


def _workbook(source: Source, gathered: Gathered, probe: str | Finding) -> CheckLine:
    snapshot = gathered.snapshots.get(source.name)
    if snapshot is None:
        return _problem(source.name, gathered.problems[source.name])
    fields: dict[str, object] = {"location": snapshot.location, "count": len(snapshot.tabs)}
    if snapshot.obstacle is not None:
        return CheckLine("WARN", source.name, OPEN, CLOSE_IT, {**fields, "who": snapshot.obstacle})
    if isinstance(probe, Finding):
        return _problem(source.name, probe)
    return CheckLine("OK", source.name, TABS, fields=fields)


def _headers(session: Session, gathered: Gathered) -> Iterator[CheckLine]:
    outlook = steps.consider(session, gathered)
    problems = [finding for finding in outlook.findings if finding.message in (*STRUCTURE, ALERTS_HEADER_GONE)]
    for problem in problems:
        yield _problem(str(problem.place), problem)
    for book in outlook.reading.workbooks:
        name = book.snapshot.workbook
        for tab in book.tabs:
            fields = {"row": tab.header.row, "columns": len(tab.header.columns), "rows": len(tab.rows)}
            yield CheckLine("OK", f"{name} · {tab.tab.title}", HEADER, fields=fields)
        if not book.tabs and not any(problem.place.workbook == name for problem in problems):
            yield CheckLine("WARN", name, NO_TABLE, NAME_TABS)


def _state(session: Session) -> Iterator[CheckLine]:
    folder = session.office.state
    fields: dict[str, object] = {"folder": folder.name, "path": str(folder)}
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        yield CheckLine("WARN", "state", FOLDER_OPEN, CLOSE_FOLDER, fields)
    else:
        yield CheckLine("OK", "state", FOLDER, fields=fields)
    free = min(shutil.disk_usage(place).free for place in (session.office.folder, folder))
    if free < LEAST_FREE:
        yield CheckLine("WARN", "disk", LITTLE_SPACE, FREE_SPACE, {"free": free // _MEGABYTE})
    else:
        yield CheckLine("OK", "disk", ENOUGH_SPACE)


def _mail(session: Session) -> Iterator[CheckLine]:
    mail = session.office.mail
    count = len({address for addresses in mail.recipients.values() for address in addresses})
    if not count:
        yield CheckLine("WARN", "mail", NO_READERS, ADD_READERS)
    elif mail.transport == "outbox":
        folder = f"{session.office.state.name}/outbox"
        yield CheckLine("OK", "mail", MAIL_KEPT, fields={"count": count, "folder": folder})
    else:
        yield CheckLine("OK", "mail", MAIL_SENT, fields={"count": count, "server": f"{mail.host}:{mail.port}"})
    waiting = len(session.store.pending_mails())
    if waiting:
        yield CheckLine("WARN", "outbox", MAIL_WAITS, CHECK_SERVER, {"count": waiting})


def _schedule(session: Session) -> Iterator[CheckLine]:
    times = timetable(session)
    if times.late_since is not None and times.last_success is not None:
        fields = {**_when(times.late_since), "last": times.last_success.date()}
        yield CheckLine("WARN", "schedule", OVERDUE, SEE_DAEMON, fields)
        return
    coming = [one.moment for one in times.coming if one.moment is not None]
    if coming:
        fields = {"count": len(times.coming), **_when(min(coming))}
        yield CheckLine("OK", "schedule", NEXT_RUN, fields=fields)


def _when(moment: datetime) -> dict[str, object]:
    return {"day": moment.date(), "time": f"{moment:%H:%M}"}
