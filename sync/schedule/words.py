"""Jobs in plain words, English or Vietnamese, with or without accents.

A job is a row of clauses in any order: how often or at what times, on which days, between which times, whether public
holidays are passed over; and after a colon, for which workbooks or departments.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from sync.schedule.job import LAST, DayOfMonth, Days, EveryDay, Job, WeekDays, WorkingDayOfMonth

FORMS: Final = (
    "every 15 minutes from 07:30 to 18:00 on weekdays",
    "every 2 hours from 08:00 to 18:00 on monday and friday",
    "every hour",
    "daily at 07:30",
    "daily at 07:30 and 13:00 except holidays",
    "on weekdays at 07:30",
    "on monday at 08:00",
    "monday to saturday at 07:30",
    "on day 5 of the month at 08:00",
    "on the first day of the month at 08:00",
    "on the last day of the month at 22:00",
    "on the first working day of the month at 09:00",
    "on the last working day of the month at 16:00: payroll",
    "mỗi 15 phút từ 07:30 đến 18:00 các ngày làm việc",
    "mỗi 2 giờ từ 08:00 đến 18:00 thứ hai và thứ sáu",
    "mỗi giờ",
    "hằng ngày lúc 07:30",
    "hằng ngày lúc 07:30 và 13:00 trừ ngày lễ",
    "các ngày làm việc lúc 07:30",
    "thứ hai lúc 08:00",
    "thứ hai đến thứ bảy lúc 07:30",
    "ngày 5 hằng tháng lúc 08:00",
    "ngày đầu tháng lúc 08:00",
    "ngày cuối tháng lúc 22:00",
    "ngày làm việc đầu tháng lúc 09:00",
    "ngày làm việc cuối tháng lúc 16:00: payroll",
)
"""A job of each form, in both languages: what a job that is not understood is compared with."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Words that are no job.

    Attributes:
        words: the words.
        nearest: the form that is most like them.
    """

    words: str
    nearest: str


_VIETNAMESE: Final = re.compile(r"\b(?:luc|ngay|moi|thang|hang|thu|gio|phut|tru|tu|den|tuan|lan|sau)\b")
_ONLY: Final = re.compile(r"^(?P<when>.*?)\s*:(?:\s+(?P<only>\S.*))?$")
_AND: Final = re.compile(r"\s*,\s*(?:and\s+|và\s+)?|\s+and\s+|\s+và\s+", re.IGNORECASE)
_TIME: Final = r"(?:\d{1,2}:\d{2}|\d{1,2}h(?:\d{2})?|\d{1,2} gio(?: \d{1,2}(?: phut)?)?)"
_JOINT: Final = r"(?:, and |, va |, | and | va )"
_OF_MONTH: Final = r"(?: of)?(?: the| every| each)? month"
_MONTH_VI: Final = r"(?: cua)?(?: hang| moi)? thang"
_WEEKDAYS: Final[Mapping[str, int]] = {
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
    "thu hai": 0,
    "thu bay": 5,
    "thu ba": 1,
    "thu tu": 2,
    "thu nam": 3,
    "thu sau": 4,
    "chu nhat": 6,
    **{f"thu {number}": number - 2 for number in range(2, 8)},
}
# "thu bay" stands before "thu ba", with which it begins.
_WEEKDAY: Final = rf"(?:{'|'.join(map(re.escape, _WEEKDAYS))})s?"
_BEFORE_DAY: Final = r"(?:on |every |each |from |vao |cac |moi |tu |hang )*"

_Parts = dict[str, object]


def parse_job(words: str) -> Job | NotUnderstood:
    """Return the job that some words mean, or what they are most like where they mean none."""
    when, only = _split(words)
    parts = _clauses(fold(when))
    times = _times(parts) if parts is not None else ()
    if parts is None or not times or only is None:
        return NotUnderstood(words, nearest_form(words))
    days = parts.get("days", EveryDay())
    assert isinstance(days, EveryDay | WeekDays | DayOfMonth | WorkingDayOfMonth)  # noqa: S101  (made by _DAYS)
    return Job(words, fold(words), times, days, "except" in parts, only)


def parse_jobs(lines: Iterable[str]) -> tuple[Job, ...]:
    """Return the jobs of lines that were found right before, each job once."""
    found = (parse_job(line) for line in lines)
    return tuple({job.name: job for job in found if isinstance(job, Job)}.values())


def parse_days(words: str) -> Days | None:
    """Return the days that some words mean, as ``"on the last day of the month"``. None where they mean none."""
    folded = fold(words)
    for pattern, read in _DAYS:
        if (match := re.fullmatch(pattern, folded)) is not None:
            return read(match)
    return None


def parse_week(words: str) -> frozenset[int] | None:
    """Return the weekdays that some words mean, as ``"monday to saturday"``; Monday is 0. None where they mean none."""
    days = parse_days(words)
    return days.weekdays if isinstance(days, WeekDays) else None


def nearest_form(words: str, known: Sequence[str] = FORMS) -> str:
    """Return the form that is most like some words, in their language."""
    folded = fold(words)
    forms = {
        fold(form): form for form in known if bool(_VIETNAMESE.search(fold(form))) == bool(_VIETNAMESE.search(folded))
    }
    return forms[difflib.get_close_matches(folded, list(forms), n=1, cutoff=0)[0]]


def fold(words: str) -> str:
    """Return words without regard to case, accents and spacing."""
    decomposed = unicodedata.normalize("NFKD", words.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


def _split(words: str) -> tuple[str, tuple[str, ...] | None]:
    """Return when, and the names after the colon: none where there is no colon, None where nothing stands there."""
    match = _ONLY.match(" ".join(words.split()))
    if match is None:
        return words, ()
    if match["only"] is None:
        return match["when"], None
    names = tuple(name for name in _AND.split(match["only"]) if name)
    return match["when"], names or None


def _clauses(folded: str) -> _Parts | None:
    """Return the clauses of a job by their kind, None where a part of the words is none or one comes twice."""
    parts: _Parts = {}
    rest = folded
    while rest:
        for kind, pattern, read in _CLAUSES:
            match = re.match(rf"(?:{pattern})(?=$|[ ,])", rest)
            if match is None:
                continue
            value = read(match)
            if kind in parts or value is None:
                return None
            parts[kind] = value
            rest = rest[match.end() :].lstrip(" ,")
            break
        else:
            return None
    return parts


def _times(parts: _Parts) -> tuple[time, ...]:
    """Return the times of a day that the clauses mean; none where they do not belong together."""
    at, step, window = parts.get("at"), parts.get("step"), parts.get("window")
    if isinstance(at, tuple) and step is None and window is None:
        return at
    if isinstance(step, int) and at is None:
        first, last = window if isinstance(window, tuple) else (0, 24 * 60 - 1)
        return tuple(time(minute // 60, minute % 60) for minute in range(first, last + 1, step))
    return ()


def _minute(text: str) -> int | None:
    """Return a time of the day as minutes since midnight, None where no clock shows it."""
    hour, *rest = (int(part) for part in re.findall(r"\d+", text))
    minute = rest[0] if rest else 0
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _at(match: re.Match[str]) -> tuple[time, ...] | None:
    minutes = [_minute(text) for text in re.findall(_TIME, match[0])]
    known = sorted({minute for minute in minutes if minute is not None})
    return None if None in minutes else tuple(time(minute // 60, minute % 60) for minute in known)


def _window(match: re.Match[str]) -> tuple[int, int] | None:
    first, last = (_minute(text) for text in re.findall(_TIME, match[0]))
    return None if first is None or last is None or first >= last else (first, last)


def _step(minutes: int) -> Callable[[re.Match[str]], int | None]:
    def read(match: re.Match[str]) -> int | None:
        found = re.search(r"\d+", match[0])
        step = int(found[0]) * minutes if found else minutes
        return step if 0 < step < 24 * 60 else None

    return read


def _names_of_days(text: str) -> list[int]:
    return [_WEEKDAYS[name] for name in re.findall("|".join(map(re.escape, _WEEKDAYS)), text)]


def _some_days(match: re.Match[str]) -> Days | None:
    return WeekDays(frozenset(_names_of_days(match[0])))


def _days_to(match: re.Match[str]) -> Days | None:
    first, last = _names_of_days(match[0])
    return WeekDays(frozenset((first + step) % 7 for step in range((last - first) % 7 + 1)))


def _day_of_month(match: re.Match[str]) -> Days | None:
    number = _number(match[0])
    return DayOfMonth(number) if number == LAST or 1 <= number <= 31 else None


def _working_day_of_month(match: re.Match[str]) -> Days | None:
    number = _number(match[0])
    return WorkingDayOfMonth(number) if number == LAST or 1 <= number <= 23 else None


def _number(text: str) -> int:
    """Return which of its kind is meant: a number, the first or the last."""
    found = re.search(r"\d+", text)
    if found:
        return int(found[0])
    return LAST if re.search(r"\blast\b|\bcuoi\b", text) else 1


_NTH: Final = r"(?:last|first|\d{1,2}(?:st|nd|rd|th))"
_END_VI: Final = r"(?:cuoi|dau)(?: cung| tien)?"
_DAYS: Final[Sequence[tuple[str, Callable[[re.Match[str]], Days | None]]]] = (
    (r"daily|every ?day|each day|hang ngay|moi ngay", lambda _match: EveryDay()),
    (rf"(?:on )?(?:the )?{_NTH} working day(?:{_OF_MONTH})?", _working_day_of_month),
    (rf"(?:vao )?ngay lam viec (?:{_END_VI}|thu \d{{1,2}}){_MONTH_VI}", _working_day_of_month),
    (rf"(?:on )?(?:the )?{_NTH}(?: day)?{_OF_MONTH}|(?:on )?day \d{{1,2}}{_OF_MONTH}", _day_of_month),
    (rf"(?:vao )?ngay (?:{_END_VI}|\d{{1,2}}){_MONTH_VI}", _day_of_month),
    (rf"{_BEFORE_DAY}{_WEEKDAY} (?:to|den) {_WEEKDAY}(?: hang tuan)?", _days_to),
    (rf"{_BEFORE_DAY}{_WEEKDAY}(?:{_JOINT}{_WEEKDAY})*(?: hang tuan)?", _some_days),
    (rf"{_BEFORE_DAY}(?:weekdays?|work(?:ing )?days?|ngay lam viec|ngay trong tuan)", lambda _match: WeekDays()),
)

_CLAUSES: Final[Sequence[tuple[str, str, Callable[[re.Match[str]], object]]]] = (
    ("step", r"every (?:\d+ )?minutes?|moi (?:\d+ )?phut", _step(1)),
    ("step", r"every (?:\d+ )?hours?|hourly|moi (?:\d+ )?(?:gio|tieng)|hang gio", _step(60)),
    ("window", rf"from {_TIME} (?:to|until) {_TIME}|between {_TIME} and {_TIME}|tu {_TIME} den {_TIME}", _window),
    ("at", rf"(?:at|vao luc|luc) {_TIME}(?:{_JOINT}{_TIME})*", _at),
    (
        "except",
        r"(?:except|but not)(?: on)?(?: public)? holidays|tru(?: cac)?(?: ngay)?(?: nghi)? le",
        lambda _match: True,
    ),
    *(("days", pattern, read) for pattern, read in _DAYS),
)
