"""The month matrix: one row a person, columns 1 to 31 holding marks or hours, overtime as totals of the month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Final

from rules.core.period import Month
from rules.core.record import Code, Layout, Number, Record, TableInfo, Unfolded, column
from rules.core.table import Part
from rules.core.text import Text, fold, fold_header
from rules.payroll.records import MARKS_EXPLAINED, TIMESHEET_ALIASES, Mark, TimesheetDay

DAYS: Final = tuple(f"day_{day}" for day in range(1, 32))
OVERTIME_COLUMNS: Final = ("overtime_weekday", "overtime_rest_day", "overtime_holiday", "overtime_night")
MONTH_TOTALS: Final = (*OVERTIME_COLUMNS, "night_hours")
"""Columns that hold one total for the whole month."""
HOURS_OF_A_DAY: Final = 24

_BLANKS: Final = frozenset({"", "-", "–"})
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
_SIGNS: Final = {"+": Mark.FULL_DAY, "✓": Mark.FULL_DAY, "√": Mark.FULL_DAY}
"""Marks without letters, as on the printed form 01a-LĐTL; compared as they are, since folding would drop them."""

_PARTS_OF_A_DAY: Final = {Decimal(1): Mark.FULL_DAY, Decimal("0.5"): Mark.HALF_DAY}


def _day(day: int) -> Any:
    return column(
        None,
        vi=str(day),
        en=str(day),
        aliases=(f"{day:02d}", f"Ngày {day}", f"N{day}", f"Day {day}"),
        example=Mark.FULL_DAY.value,
        note=MARKS_EXPLAINED if day == 1 else None,
        width=5,
    )


def _total(vi: str, en: str, *aliases: str) -> Any:
    return column(
        Decimal(0),
        vi=vi,
        en=en,
        aliases=aliases,
        ge=0,
        width=9,
        note=Text(vi="Tổng số giờ của cả tháng.", en="Total hours of the month."),
    )


class TimesheetMonth(Layout):
    """One person's month in one row."""

    table: ClassVar[TableInfo] = TableInfo(
        "timesheet_month",
        Text(vi="Bảng chấm công", en="Monthly timesheet"),
        key=("employee",),
        aliases=("Chấm công", *TIMESHEET_ALIASES),
        required=False,
        monthly=True,
    )
    layout_of: ClassVar[type[Record]] = TimesheetDay

    employee: Code = column(
        vi="Mã NV",
        en="Employee code",
        aliases=("Mã nhân viên", "MNV", "Mã số NV", "Employee"),
        example="NV001",
        width=10,
    )
    name: str = column(
        "",
        vi="Họ và tên",
        en="Name",
        aliases=("Họ tên", "Tên nhân viên", "Full name"),
        example="Nguyễn Thị Hoa",
        width=24,
    )
    day_1: str | None = _day(1)
    day_2: str | None = _day(2)
    day_3: str | None = _day(3)
    day_4: str | None = _day(4)
    day_5: str | None = _day(5)
    day_6: str | None = _day(6)
    day_7: str | None = _day(7)
    day_8: str | None = _day(8)
    day_9: str | None = _day(9)
    day_10: str | None = _day(10)
    day_11: str | None = _day(11)
    day_12: str | None = _day(12)
    day_13: str | None = _day(13)
    day_14: str | None = _day(14)
    day_15: str | None = _day(15)
    day_16: str | None = _day(16)
    day_17: str | None = _day(17)
    day_18: str | None = _day(18)
    day_19: str | None = _day(19)
    day_20: str | None = _day(20)
    day_21: str | None = _day(21)
    day_22: str | None = _day(22)
    day_23: str | None = _day(23)
    day_24: str | None = _day(24)
    day_25: str | None = _day(25)
    day_26: str | None = _day(26)
    day_27: str | None = _day(27)
    day_28: str | None = _day(28)
    day_29: str | None = _day(29)
    day_30: str | None = _day(30)
    day_31: str | None = _day(31)
    overtime_weekday: Number = _total(
        "TC ngày thường", "Overtime on weekdays", "Tăng ca ngày thường", "Làm thêm ngày thường", "TC 150%", "OT 150%"
    )
    overtime_rest_day: Number = _total(
        "TC ngày nghỉ", "Overtime on rest days", "Tăng ca ngày nghỉ", "Làm thêm ngày nghỉ", "TC 200%", "OT 200%"
    )
    overtime_holiday: Number = _total(
        "TC ngày lễ", "Overtime on holidays", "Tăng ca ngày lễ", "Làm thêm ngày lễ", "TC 300%", "OT 300%"
    )
    overtime_night: Number = _total(
        "TC đêm", "Overtime at night", "Tăng ca đêm", "Làm thêm ban đêm", "Trong đó ban đêm"
    )
    night_hours: Number = _total(
        "Giờ làm đêm", "Night hours", "Giờ đêm", "Số giờ làm đêm", "Số giờ đêm", "Làm đêm", "Normal hours at night"
    )

    @classmethod
    def unfold(cls, row: Any, month: Month | None) -> Iterator[Unfolded]:
        """Yield one record a day that has a mark or hours; the month's totals stand with the first of them.

        A day that the month does not have (a mark under 31 in November) is dated on into the next month, where the
        rule on such days finds it. Without a month nothing can be dated, which is a finding about the tab.
        """
        if month is None:
            return
        totals: dict[str, object] = {name: getattr(row, name) for name in MONTH_TOTALS if getattr(row, name)}
        for number, name in enumerate(DAYS):
            entry = getattr(row, name)
            if entry is None or entry.strip() in _BLANKS:
                continue
            values = {"employee": row.employee, "date": month.first_day + timedelta(days=number)}
            yield Unfolded({**values, **read_entry(entry), **totals}, dict.fromkeys(("date", "mark", "hours"), name))
            totals = {}
        if totals:
            yield Unfolded({"employee": row.employee, "date": month.first_day, **totals})


def is_matrix(part: Part) -> bool:
    """Tell whether a tab is kept as a month matrix."""
    return any(name in part.columns for name in DAYS)


@cache
def read_entry(entry: str) -> Mapping[str, object]:
    """Return what a cell of the matrix means: ``{"mark": ...}`` or ``{"hours": ...}``.

    Numbers from 2 on are hours; 1 and 0.5 are a whole and half a day, as many offices write. An entry that is none of
    these stays as the text that it is, in the place of the mark, for the rule on unknown marks.

    Args:
        entry: the cell's text, as ``"X/2"`` or ``"7,5"``.
    """
    if not _NUMBER.fullmatch(entry.strip()):
        written = entry.strip()
        return {"mark": _SIGNS.get(written) or _marks().get(_letters(written), written)}
    number = Decimal(entry.strip().replace(",", "."))
    if number in _PARTS_OF_A_DAY:
        return {"mark": _PARTS_OF_A_DAY[number]}
    return {"hours": number} if number == 0 or 2 <= number <= HOURS_OF_A_DAY else {"mark": entry.strip()}


@cache
def _marks() -> Mapping[str, Mark]:
    """Return the marks by everything that staff write for them, with its accents or without any.

    ``CO`` may mean ``CÔ``; ``Có``, which has an accent of its own, may not.
    """
    texts = [(text, mark) for mark in Mark for text in (mark.value, *mark.titles.all(), *mark.aliases)]
    return {form: mark for text, mark in texts for form in (fold_header(text), _letters(text))}


def _letters(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())
