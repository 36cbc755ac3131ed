"""Spans of time in plain words, English or Vietnamese: how long to wait for somebody, and when to remind (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sync.schedule.job import Days, WorkCalendar
from sync.schedule.words import NotUnderstood, fold, nearest_form, parse_days

SPAN_FORMS: Final = (
    "3 working days",
    "5 days",
    "2 weeks",
    "3 ngày làm việc",
    "5 ngày",
    "2 tuần",
)
"""A span of each form, in both languages."""

REMINDER_FORMS: Final = (
    "every 7 days",
    "every 3 working days",
    "every 2 weeks",
    "daily",
    "on monday",
    "on monday and thursday",
    "on the first working day of the month",
    "mỗi 7 ngày",
    "7 ngày một lần",
    "mỗi 3 ngày làm việc",
    "mỗi 2 tuần",
    "hằng ngày",
    "thứ hai hằng tuần",
    "thứ hai và thứ năm hằng tuần",
    "ngày làm việc đầu tháng",
)
"""A reminder of each form, in both languages."""

_LONGEST: Final = 366
_WEEK: Final = 7
_DAY: Final = timedelta(days=1)
_LOOK_BACK: Final = 400
# Days over which a reminder's last day is looked for: each of them comes at least once a month.

_UNIT: Final = r"(?P<unit>working days?|business days?|ngay lam viec|days?|ngay|weeks?|tuan)"
_SPAN: Final = re.compile(rf"(?:after |sau )?(?P<count>\d{{1,3}}) {_UNIT}")
_REMINDER: Final = re.compile(rf"(?:every|each|moi|cu|cu moi)? ?(?P<count>\d{{1,3}}) {_UNIT}(?: (?:mot|1) lan)?")
_WEEKLY: Final = re.compile(r"weekly|(?:every|each) week|(?:hang|moi) tuan")


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days.

    Attributes:
        days: how many, from 1.
        working: whether only days on which the office works count.
    """

    days: int
    working: bool = False

    def reached(self, since: date, day: date, calendar: WorkCalendar) -> bool:
        """Return whether so many days have passed; the day ``since`` is not one of them, ``day`` is."""
        if not self.working:
            return (day - since).days >= self.days
        left, current = self.days, since
        while left and current < day:
            current += _DAY
            left -= calendar.is_working_day(current)
        return not left


Rhythm = Span | Days
"""When people are reminded: so long after they were last told, or on certain days."""


def is_due(rhythm: Rhythm, since: date, day: date, calendar: WorkCalendar) -> bool:
    """Return whether a reminder is due.

    Args:
        rhythm: when people are reminded.
        since: the day on which they were told last.
        day: the day of the run. Where no run was made on the day of a reminder, the next run makes up for it.
        calendar: the office's working days.
    """
    if isinstance(rhythm, Span):
        return rhythm.reached(since, day, calendar)
    passed = min((day - since).days, _LOOK_BACK)
    return any(rhythm.includes(day - _DAY * back, calendar) for back in range(passed))


def parse_span(words: str) -> Span | NotUnderstood:
    """Return the span that some words mean, as ``"3 working days"``, or the nearest form where they mean none."""
    span = _span(_SPAN.fullmatch(fold(words)))
    return span or NotUnderstood(words, nearest_form(words, SPAN_FORMS))


def parse_reminder(words: str) -> Rhythm | NotUnderstood:
    """Return when to remind, as ``"every 7 days"`` means, or the nearest form."""
    folded = fold(words)
    if _WEEKLY.fullmatch(folded):
        return Span(_WEEK)
    found = _span(_REMINDER.fullmatch(folded)) or parse_days(words)
    return found or NotUnderstood(words, nearest_form(words, REMINDER_FORMS))


def _span(match: re.Match[str] | None) -> Span | None:
    if match is None or not 0 < int(match["count"]) <= _LONGEST:
        return None
    count, unit = int(match["count"]), match["unit"]
    if unit.startswith("week") or unit == "tuan":
        return Span(count * _WEEK)
    return Span(count, working=unit.startswith(("working", "business", "ngay lam")))
