"""Titles of what Sheetkeeper owns in a workbook: columns, tabs, and the columns of the alerts tab.

Templates and the planner both take them from here. Owned titles are written in the office's language and recognised
in every language; everything whose title does not begin with the mark belongs to staff and is never written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rules.core.record import Kind
from rules.core.text import Text

OWNED_MARK: Final = "⚙ "
"""What the title of every owned column and owned tab begins with."""

STATUS: Final = Text(vi="Trạng thái", en="Status")
WHY: Final = Text(vi="Lý do", en="Why")
SINCE: Final = Text(vi="Từ ngày", en="Since")

ALERTS: Final = Text(vi="Cảnh báo", en="Alerts")
SETTINGS: Final = Text(vi="Cài đặt", en="Settings")
"""Title of the settings tab, which is the staff's own and so bears no mark."""

STATUS_OK: Final = Text(vi="Hợp lệ", en="OK")
"""What the status cell of a row without findings says."""


def owned(titles: Text, language: str) -> str:
    """Return the title of an owned column or tab as it stands in a workbook, as ``"⚙ Trạng thái"``."""
    return OWNED_MARK + titles.in_language(language)


def is_owned(title: str) -> bool:
    """Return whether a column or tab with this title is Sheetkeeper's own."""
    return title.lstrip().startswith(OWNED_MARK.strip())


@dataclass(frozen=True, slots=True)
class OwnedColumn:
    """One column that Sheetkeeper puts into a workbook whatever the department.

    Attributes:
        name: stable English name.
        titles: header titles, without the mark.
        kind: kind of its values.
        width: width in characters.
        staff: whether staff fill it, though it stands in an owned tab.
    """

    name: str
    titles: Text
    kind: Kind = "text"
    width: int = 14
    staff: bool = False

    def title(self, language: str) -> str:
        """Return the title without a mark, as in the alerts tab."""
        return self.titles.in_language(language)


ROW_COLUMNS: Final = (
    OwnedColumn("status", STATUS, width=14),
    OwnedColumn("why", WHY, width=60),
    OwnedColumn("since", SINCE, "date", width=12),
)
"""The owned columns beside every row of a staff tab, before the department's computed columns."""

ALERT_ID: Final = Text(vi="Mã cảnh báo", en="Alert")
ALERT_PLACE: Final = Text(vi="Vị trí", en="Place")
ALERT_SEVERITY: Final = Text(vi="Mức độ", en="Severity")
ALERT_CODE: Final = Text(vi="Mã", en="Code")
ALERT_WHAT: Final = Text(vi="Nội dung", en="What")
ALERT_FIX: Final = Text(vi="Việc cần làm", en="What to do")
ALERT_SINCE: Final = SINCE
ALERT_NOTICES: Final = Text(vi="Số lần báo", en="Notices")
ALERT_STATE: Final = Text(vi="Tình trạng", en="State")
ALERT_RESOLVED: Final = Text(vi="Ngày xử lý xong", en="Resolved on")
SNOOZE_UNTIL: Final = Text(vi="Hoãn đến", en="Snooze until")
NOTE: Final = Text(vi="Ghi chú", en="Note")

ALERT_COLUMNS: Final = (
    OwnedColumn("alert", ALERT_ID, "code", width=16),
    OwnedColumn("place", ALERT_PLACE, width=24),
    OwnedColumn("severity", ALERT_SEVERITY, width=12),
    OwnedColumn("code", ALERT_CODE, "code", width=10),
    OwnedColumn("what", ALERT_WHAT, width=96),
    OwnedColumn("fix", ALERT_FIX, width=66),
    OwnedColumn("since", ALERT_SINCE, "date", width=12),
    OwnedColumn("notices", ALERT_NOTICES, "integer", width=11),
    OwnedColumn("state", ALERT_STATE, width=14),
    OwnedColumn("resolved", ALERT_RESOLVED, "date", width=16),
    OwnedColumn("snooze", SNOOZE_UNTIL, "date", width=13, staff=True),
    OwnedColumn("note", NOTE, width=30, staff=True),
)
"""The columns of the alerts tab, in their order. The last two are filled by staff and only read."""

ALERT_STATES: Final = {
    "open": Text(vi="Đang mở", en="Open"),
    "snoozed": Text(vi="Đang hoãn", en="Snoozed"),
    "resolved": Text(vi="Đã xử lý", en="Resolved"),
}
"""What stands in the column of states, by the state's stable name."""

ALERTS_HEADER_ROW: Final = 4
"""Row of the alerts tab's header: title, explanation and a blank row stand above it."""

ALERTS_HINT: Final = Text(
    vi="Mỗi dòng là một việc cần xử lý. Bạn chỉ cần điền “Hoãn đến” và “Ghi chú”.",
    en="One row for each matter that needs somebody. Only “Snooze until” and “Note” are yours to fill in.",
)
"""The line below the title of the alerts tab."""

SETTING_NAME: Final = Text(vi="Mục cài đặt", en="Setting")
SETTING_VALUE: Final = Text(vi="Giá trị", en="Value")
SETTING_DEFAULT: Final = Text(vi="Mặc định", en="Default")
SETTING_NOTE: Final = Text(vi="Giải thích", en="Explanation")
SETTING_COLUMNS: Final = (SETTING_NAME, SETTING_VALUE, SETTING_DEFAULT, SETTING_NOTE)
"""The header of the settings tab; staff change the second column only."""

YES: Final = Text(vi="có", en="yes")
NO: Final = Text(vi="không", en="no")
"""How the drop-down list of a yes-or-no column is written."""
