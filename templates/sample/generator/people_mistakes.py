"""Mistakes in the employee list, the timesheets and the roster, each with the finding that it must lead to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Final

from templates.sample.generator import names
from templates.sample.generator.ledger import YEAR
from templates.sample.generator.model import Answer, Row
from templates.sample.generator.people import LEFT, NOVEMBER, OCTOBER, Person
from templates.sample.generator.roster import MORNING, NIGHT, OFFICE_HOURS, shift_of

WORKBOOK: Final = "payroll"
EMPLOYEES_TAB: Final = "Nhân viên"
ROSTER_TAB: Final = "Lịch trực"
MONTH_TABS: Final = {OCTOBER: f"Chấm công {YEAR}-{OCTOBER}", NOVEMBER: f"Chấm công {YEAR}-{NOVEMBER}"}


class Seeder:
    """Seeds mistakes in lists that are clean otherwise; no person has two of them."""

    def __init__(self, people: list[Person], random: Random) -> None:
        self.answers: list[Answer] = []
        self._random = random
        self._free = {
            department: [person for person in people if person.department == department and person.left is None]
            for department in (names.SALES, names.OFFICE, names.STORE, names.ACCOUNTING)
        }
        # Who came in November is left alone: too much depends on the first day.
        self._free[names.SALES].pop()
        self._left = next(person for person in people if person.left == LEFT)

    def _take(self, department: str) -> Person:
        free = self._free[department]
        return free.pop(self._random.randrange(len(free)))

    def _note(self, code: str, tab: str, key: Iterable[str], column: str) -> None:
        self.answers.append(Answer(code, WORKBOOK, tab, tuple(key), column))

    def seed_employees(self) -> None:
        """Seed the list of employees."""
        person = self._take(names.OFFICE)
        person.row |= {"salary": 5_000_000, "insured_allowance": None}
        self._note("PAY101", EMPLOYEES_TAB, (person.code,), "salary")

        person = self._take(names.STORE)
        person.row["advance"] = 30_000_000
        self._note("PAY107", EMPLOYEES_TAB, (person.code, f"{YEAR}-{OCTOBER}"), "advance")

        person = self._take(names.SALES)
        person.row["region"] = 7
        self._note("DAT206", EMPLOYEES_TAB, (person.code,), "region")

        person = self._take(names.SALES)
        person.row["salary"] = "12,500"
        self._note("DAT203", EMPLOYEES_TAB, (person.code,), "salary")

        person = self._take(names.ACCOUNTING)
        person.row["dependents"] = 1.5
        self._note("DAT209", EMPLOYEES_TAB, (person.code,), "dependents")

    def seed_october(self, rows: list[Row]) -> None:
        """Seed the finished timesheet."""
        tab, month = MONTH_TABS[OCTOBER], f"{YEAR}-{OCTOBER}"
        by_code = {row["employee"]: row for row in rows}
        person = self._take(names.STORE)
        by_code[person.code] |= {"overtime_weekday": 38, "overtime_rest_day": 8}
        self._note("PAY103", EMPLOYEES_TAB, (person.code, month), "code")

        person = self._take(names.STORE)
        by_code[person.code] |= {"overtime_weekday": 34, "overtime_rest_day": None}
        self._note("PAY104", EMPLOYEES_TAB, (person.code, month), "code")

        person = self._take(names.SALES)
        by_code[person.code] |= {f"day_{day}": "X" for day in range(1, 32)}
        self._note("PAY111", EMPLOYEES_TAB, (person.code, month), "code")

        # The one who left on the 15th was marked on for the rest of the week.
        by_code[self._left.code] |= {f"day_{day}": "X" for day in (LEFT.day + 1, LEFT.day + 2)}
        self._note("PAY110", tab, (self._left.code, (LEFT + timedelta(days=1)).isoformat()), "date")

        stranger = by_code[self._take(names.SALES).code]
        rows.insert(rows.index(stranger) + 1, {**stranger, "employee": "NV041", "name": "Trần Văn Khôi"})
        self._note("PAY109", tab, ("NV041", month), "employee")

        person = self._take(names.STORE)
        by_code[person.code]["overtime_weekday"] = "12 giờ"
        self._note("DAT202", tab, (person.code,), "overtime_weekday")

    def seed_november(self, rows: list[Row]) -> None:
        """Seed the timesheet of the month under way."""
        tab = MONTH_TABS[NOVEMBER]
        by_code = {row["employee"]: row for row in rows}
        person = self._take(names.SALES)
        rows.remove(by_code[person.code])
        self._note("PAY102", EMPLOYEES_TAB, (person.code, f"{YEAR}-{NOVEMBER}"), "code")

        person = self._take(names.OFFICE)
        by_code[person.code]["day_12"] = "Z"
        self._note("PAY113", tab, (person.code, f"{YEAR}-11-12"), "mark")

        person = self._take(names.OFFICE)
        by_code[person.code]["day_31"] = "X"
        self._note("PAY114", tab, (person.code, f"{YEAR}-12-01"), "date")

        person = self._take(names.ACCOUNTING)
        by_code[person.code]["day_17"] = 14
        self._note("PAY106", tab, (person.code, f"{YEAR}-11-17"), "hours")

        person = self._take(names.STORE)
        by_code[person.code] |= {"overtime_weekday": 4, "overtime_rest_day": None, "overtime_night": 6}
        self._note("PAY115", tab, (person.code, f"{YEAR}-11-01"), "overtime_night")

    def seed_roster(self, rows: list[Row], guards: list[str]) -> None:
        """Seed the roster, each mistake in a week of its own."""
        guard, day = self._guard_on(guards, date(YEAR, 11, 2), MORNING)
        self._add(rows, day, OFFICE_HOURS, guard)
        self._note("PAY201", ROSTER_TAB, (day.isoformat(), OFFICE_HOURS, guard), "employee")

        gap = date(YEAR, 11, 9 + self._random.randrange(5))
        missing = next(row for row in rows if row["date"] == gap and row["shift"] == NIGHT)
        rows.remove(missing)
        self._note("PAY202", ROSTER_TAB, (gap.isoformat(), NIGHT), "shift")

        day = date(YEAR, 11, 16 + self._random.randrange(5))
        guard = next(
            code
            for number, code in enumerate(guards)
            if shift_of(number, day) == NIGHT and shift_of(number, day + timedelta(days=1)) is None
        )
        self._add(rows, day + timedelta(days=1), MORNING, guard)
        self._note("PAY203", ROSTER_TAB, ((day + timedelta(days=1)).isoformat(), MORNING, guard), "date")

        day = date(YEAR, 11, 23)
        self._add(rows, day, MORNING, "NV099")
        self._note("PAY204", ROSTER_TAB, (day.isoformat(), MORNING, "NV099"), "employee")

        day = date(YEAR, 11, 26)
        guard = next(code for number, code in enumerate(guards) if shift_of(number, day) is None)
        self._add(rows, day, "DEM2", guard)
        self._note("PAY205", ROSTER_TAB, (day.isoformat(), "DEM2", guard), "shift")

    def _guard_on(self, guards: list[str], first: date, shift: str) -> tuple[str, date]:
        day = first + timedelta(days=self._random.randrange(5))
        return next(code for number, code in enumerate(guards) if shift_of(number, day) == shift), day

    @staticmethod
    def _add(rows: list[Row], day: date, shift: str, employee: str) -> None:
        """Add a row behind the others of its day."""
        last = max(number for number, row in enumerate(rows) if row["date"] == day)
        rows.insert(last + 1, {"date": day, "shift": shift, "employee": employee})
