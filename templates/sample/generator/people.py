"""Forty employees and their timesheets of two months, without a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from templates.sample.generator import names
from templates.sample.generator.ledger import YEAR
from templates.sample.generator.model import AS_OF, SUNDAY, Row, month_end

MONTHS: Final = (10, 11)
"""Months with a timesheet; the second is under way."""

OCTOBER, NOVEMBER = MONTHS


@dataclass(frozen=True, slots=True)
class _Post:
    """Some people of one department: wages from and to, in dong a month."""

    department: str
    position: str
    people: int
    least: int
    most: int
    allowance: int = 0


_POSTS: Final = (
    _Post(names.MANAGEMENT, "Giám đốc", 1, 58_000_000, 62_000_000, 5_000_000),
    _Post(names.MANAGEMENT, "Phó giám đốc", 1, 38_000_000, 44_000_000, 3_000_000),
    _Post(names.ACCOUNTING, "Kế toán trưởng", 1, 26_000_000, 30_000_000, 2_000_000),
    _Post(names.ACCOUNTING, "Kế toán viên", 4, 12_000_000, 16_500_000, 500_000),
    _Post(names.OFFICE, "Trưởng phòng hành chính", 1, 20_000_000, 24_000_000, 1_500_000),
    _Post(names.OFFICE, "Nhân viên hành chính", 4, 9_500_000, 13_000_000),
    _Post(names.SALES, "Trưởng phòng kinh doanh", 1, 28_000_000, 34_000_000, 2_000_000),
    _Post(names.SALES, "Nhân viên kinh doanh", 11, 9_000_000, 17_000_000, 500_000),
    _Post(names.STORE, "Thủ kho", 2, 12_000_000, 14_500_000, 500_000),
    _Post(names.STORE, "Nhân viên kho", 7, 8_200_000, 10_500_000),
    _Post(names.GUARD, "Nhân viên bảo vệ", 7, 7_800_000, 9_200_000, 300_000),
)

LEFT: Final = date(YEAR, 10, 15)
"""Last day of the one employee who left."""

JOINED: Final = date(YEAR, 11, 2)
"""First day of the one employee who came."""


@dataclass(slots=True)
class Person:
    """One employee: the row of the list, and what the timesheets need of it."""

    row: Row
    department: str
    joined: date
    left: date | None = None

    @property
    def code(self) -> str:
        """Return the employee code."""
        return str(self.row["code"])

    def works_on(self, day: date) -> bool:
        """Return whether the person is employed on a day."""
        return self.joined <= day and (self.left is None or day <= self.left)


def make_people(random: Random) -> list[Person]:
    """Return the employees, NV001 to NV040."""
    people: list[Person] = []
    used: set[str] = set()
    for post in _POSTS:
        for _ in range(post.people):
            people.append(_person(random, post, len(people) + 1, used))
    store = [person for person in people if person.department == names.STORE]
    store[-1].left = LEFT
    store[-1].row["left"] = LEFT
    sales = [person for person in people if person.department == names.SALES]
    sales[-1].joined = JOINED
    sales[-1].row |= {"joined": JOINED, "insured": "không", "union_member": "không"}
    return people


def _person(random: Random, post: _Post, number: int, used: set[str]) -> Person:
    name = _name(random, man=post.department == names.GUARD or random.random() < 0.45)
    while name in used:
        name = _name(random, man=random.random() < 0.5)
    used.add(name)
    joined = date(random.randint(2017, 2025), random.randint(1, 12), random.choice((1, 2, 4, 5, 15)))
    row: Row = {
        "code": f"NV{number:03d}",
        "name": name,
        "department": post.department,
        "position": post.position,
        "joined": joined,
        "salary": random.randrange(post.least, post.most + 1, 100_000),
        "insured_allowance": post.allowance or None,
        "meal": 730_000,
        "other_allowance": 500_000 if post.department == names.SALES else None,
        "dependents": random.choice((0, 0, 1, 1, 2)) or None,
        "region": 1,
        "union_member": "có" if random.random() < 0.8 else "không",
        "insured": "có",
        "advance": 2_000_000 if random.random() < 0.15 else None,
        "email": f"nv{number:03d}@example.com",
    }
    return Person(row, post.department, joined)


def _name(random: Random, *, man: bool) -> str:
    middle = names.MIDDLE_NAMES_MEN if man else names.MIDDLE_NAMES_WOMEN
    given = names.GIVEN_NAMES_MEN if man else names.GIVEN_NAMES_WOMEN
    return " ".join(random.choice(part) for part in (names.FAMILY_NAMES, middle, given))


def make_timesheet(random: Random, people: list[Person], month: int, duty: dict[str, set[date]]) -> list[Row]:
    """Return a month's matrix: one row a person, a mark a day, the overtime of the month.

    Args:
        random: the source of leave, sickness and overtime.
        people: the employees.
        month: the month.
        duty: employee code -> days with a shift, of those who work by roster.
    """
    last = min(month_end(YEAR, month), AS_OF)
    rows = []
    for person in people:
        row: Row = {"employee": person.code, "name": person.row["name"]}
        for day in (date(YEAR, month, number) for number in range(1, last.day + 1)):
            if person.works_on(day):
                row[f"day_{day.day}"] = _mark(random, day, duty.get(person.code))
        if len(row) > 2:
            rows.append(row | _overtime(random, person, month))
    return rows


def _mark(random: Random, day: date, duty: set[date] | None) -> str:
    if duty is not None:
        return "X" if day in duty else "CN"
    if day.weekday() == SUNDAY:
        return "CN"
    draw = random.random()
    for limit, mark in ((0.945, "X"), (0.965, "P"), (0.975, "X/2"), (0.983, "Ô"), (0.99, "B"), (0.995, "P/2")):
        if draw < limit:
            return mark
    return "KL"


def _overtime(random: Random, person: Person, month: int) -> Row:
    """Return overtime well below four fifths of the monthly limit of 40 hours."""
    if person.department != names.STORE or (person.left is not None and month > person.left.month):
        return {}
    weekday = random.randint(2, 8) * 2
    return {"overtime_weekday": weekday, "overtime_rest_day": random.choice((None, None, 4, 8)), "overtime_night": None}
