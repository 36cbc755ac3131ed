"""The audit: whether what Sheetkeeper remembers of its doings is as it was written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from rules.core.finding import Finding, Place
from rules.core.message import Message, Severity, Voice, render
from rules.core.text import Text
from sync.session import Session
from sync.store import Entry, Fault, Head

_COMPARE: Final = Text(
    vi="Giữ nguyên thư mục trạng thái, đừng chạy thêm; so với bản sao lưu gần nhất và hỏi xem ai vào được thư mục đó.",
    en="Leave the state folder as it is and make no run; compare it with the latest backup, and see who can enter it.",
)


def _message(code: str, title: Text, text: Text, fix: Text = _COMPARE) -> Message:
    return Message(code, Severity.ERROR, title, text, fix, alert=False)


CHANGED = _message(
    "AUD101",
    Text(vi="Mục nhật ký bị sửa", en="Entry changed"),
    Text(
        vi="Mục số {number:integer}{about} của nhật ký kiểm tra đã bị sửa.",
        en="Entry {number:integer}{about} of the audit chain was changed.",
    ),
)
REMOVED = _message(
    "AUD102",
    Text(vi="Mục nhật ký bị xóa", en="Entry removed"),
    Text(
        vi="Mục số {number:integer} của nhật ký kiểm tra đã bị xóa, có thể cả các mục sau đó.",
        en="Entry {number:integer} of the audit chain was removed, and perhaps others after it.",
    ),
)
INSERTED = _message(
    "AUD103",
    Text(vi="Mục nhật ký bị chèn thêm", en="Entry inserted"),
    Text(
        vi="Mục số {number:integer}{about} của nhật ký kiểm tra do người khác chèn vào.",
        en="Entry {number:integer}{about} of the audit chain was put in by somebody.",
    ),
)
MOVED = _message(
    "AUD104",
    Text(vi="Mục nhật ký bị đổi chỗ", en="Entry moved"),
    Text(
        vi="Mục số {number:integer}{about} của nhật ký kiểm tra không còn ở đúng chỗ.",
        en="Entry {number:integer}{about} of the audit chain is not in its place any more.",
    ),
)
REWRITTEN = _message(
    "AUD105",
    Text(vi="Nhật ký bị viết lại", en="Chain made anew"),
    Text(
        vi="Nhật ký kiểm tra khớp với chính nó nhưng không khớp với mốc đã cho: đã bị viết lại ở mục số "
        "{number:integer} hoặc trước đó.",
        en="The audit chain fits together but not the head that was given: it was made anew at entry {number:integer} "
        "or before.",
    ),
)
RECORDS = _message(
    "AUD106",
    Text(vi="Bản ghi không khớp nhật ký", en="Records do not fit the chain"),
    Text(
        vi="Nhật ký kiểm tra nguyên vẹn, nhưng bản ghi mà mục số {number:integer}{about} xác nhận đã bị sửa.",
        en="The audit chain is whole, but the records that entry {number:integer}{about} vouches for were changed.",
    ),
)
RESTORED = _message(
    "AUD107",
    Text(vi="Bị cắt do khôi phục", en="Cut off by a restore"),
    Text(
        vi="Nhật ký kiểm tra nguyên vẹn nhưng không có mốc đã cho: mục số {number:integer}{about} ghi rằng trạng thái "
        "đã được khôi phục từ bản sao lưu, nên những gì ghi sau bản sao lưu đó không còn.",
        en="The audit chain is whole but does not hold the head that was given: entry {number:integer}{about} tells "
        "that the state was restored from a backup, so what was entered after that backup is gone.",
    ),
    Text(
        vi="Thư gửi trước lúc khôi phục thì không sao: từ nay hãy so với mốc trong các thư sau đó. Thư gửi sau thì "
        "nhật ký đã bị sửa.",
        en="If the mail is older than the restore, all is well: compare with heads of later mails from now on. If it "
        "is younger, the chain was tampered with.",
    ),
)
AUDIT_MESSAGES: Final = (CHANGED, REMOVED, INSERTED, MOVED, REWRITTEN, RECORDS, RESTORED)

_ABOUT: Final[Mapping[str, Text]] = {
    "run": Text(vi=" (lần chạy {run}, sổ “{subject}”, {at})", en=" (run {run}, workbook “{subject}”, {at})"),
    "mail": Text(vi=" (thư của lần chạy {run}, {at})", en=" (a mail of run {run}, {at})"),
    "approval": Text(vi=" (phê duyệt, {at})", en=" (an approval, {at})"),
    "restore": Text(
        vi=" ({at}, bản sao lưu lúc {made_at}, đến lần chạy {run})", en=" ({at}, backup of {made_at}, up to run {run})"
    ),
    "settings": Text(vi=" (thiết lập “{subject}”, {at})", en=" (settings “{subject}”, {at})"),
}
_MESSAGES: Final[Mapping[str, Message]] = {
    "changed": CHANGED,
    "removed": REMOVED,
    "inserted": INSERTED,
    "moved": MOVED,
    "rewritten": REWRITTEN,
    "restored": RESTORED,
    "records": RECORDS,
}


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit found.

    Attributes:
        entries: entries that are right, from the first on.
        head: the end of the chain; empty where there is none, or it is not right.
        fault: the first entry that is not right; None where all are.
        compared: whether it was compared with a head that a mail told.
    """

    entries: int
    head: str = ""
    fault: Fault | None = None
    compared: bool = False

    def to_json(self, voice: Voice) -> dict[str, Any]:
        """Return the audit as JSON data."""
        return {
            "status": "OK" if self.fault is None else "FAIL",
            "entries": self.entries,
            "head": self.head or None,
            "compared": self.compared,
            "fault": None if self.fault is None else _fault_to_json(self.fault, voice),
        }


def audit(session: Session, mailed: Head | None = None) -> AuditResult:
    """Return whether the audit chain, and what it vouches for, is as it was written.

    Args:
        session: the opened office.
        mailed: a former end of the chain, as a mail told it.
    """
    verdict = session.store.audit(mailed)
    return AuditResult(verdict.entries, str(verdict.head or ""), verdict.fault, mailed is not None)


def told(fault: Fault, voice: Voice) -> Finding:
    """Return what is wrong with the chain, in words."""
    fields = {"number": fault.number, "about": _about(fault.entry, voice)}
    return Finding(_MESSAGES[fault.kind], Place(""), "", (str(fault.number),), fields)


def _about(entry: Entry | None, voice: Voice) -> str:
    """Return what an entry tells of; nothing where it cannot be read."""
    if entry is None or entry.kind not in _ABOUT:
        return ""
    facts = {"made_at": entry.facts.get("made_at"), "run": entry.facts.get("run") or "–"}
    fields = {**facts, "subject": entry.subject or "–", "at": entry.at}
    return render(_ABOUT[entry.kind], fields, voice)


def _fault_to_json(fault: Fault, voice: Voice) -> dict[str, Any]:
    said, entry = told(fault, voice), fault.entry
    return {
        "code": said.code,
        "kind": fault.kind,
        "number": fault.number,
        "message": said.text(voice),
        "fix": said.fix(voice),
        "entry": None if entry is None else asdict(entry),
    }
