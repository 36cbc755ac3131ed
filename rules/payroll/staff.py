"""Who works here and when: employees by code, and what is not known because rows were left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rules.core.period import Month
from rules.core.table import Books, Table
from rules.core.text import fold
from rules.payroll.records import Employee, TimesheetDay


@dataclass(frozen=True, slots=True)
class Staff:
    """The employees.

    Attributes:
        table: their table.
        rows: folded employee code -> position; a code entered twice counts with its first row.
        left_out: folded codes of employees whose row has errors.
        anyone: whether an employee's row has errors and its code could not be read, so that no code can be called
            unknown.
    """

    table: Table[Employee]
    rows: Mapping[str, int]
    left_out: frozenset[str]
    anyone: bool

    def is_unknown(self, code: str) -> bool:
        """Tell whether a folded code is certainly not an employee's."""
        return bool(self.rows) and not self.anyone and code not in self.rows and code not in self.left_out


@dataclass(frozen=True, slots=True)
class Gaps:
    """Timesheet rows that were left out because of errors, so that nothing may be concluded from their absence.

    Attributes:
        people: folded codes with the month, or None where the day could not be read.
        months: months in which a row's employee could not be read; None: not even its month.
    """

    people: frozenset[tuple[str, Month | None]]
    months: frozenset[Month | None]

    def concern(self, code: str, month: Month) -> bool:
        """Tell whether rows of this person and month were, or may have been, left out."""
        return self.name(code, month) or month in self.months or None in self.months

    def name(self, code: str, month: Month) -> bool:
        """Tell whether rows that name this person were left out in the month."""
        return (code, month) in self.people or (code, None) in self.people


def staff_of(books: Books) -> Staff:
    """Return the employees of the books."""
    return books.once("payroll staff", lambda: _staff_of(books.table(Employee)))


def timesheet_gaps(books: Books) -> Gaps:
    """Return which timesheet rows were left out."""
    return books.once("payroll gaps", lambda: _timesheet_gaps(books.table(TimesheetDay)))


def days_employed(joined: date | None, left: date | None, first: date, last: date) -> tuple[date, ...]:
    """Return the days of a period on which somebody is employed for certain.

    The day of leaving itself is not among them: some offices enter the last day of work, others the day after.

    Args:
        joined: first day of work; None: before the period.
        left: day of leaving; None: after the period.
        first: first day of the period.
        last: last day of the period.
    """
    start = first if joined is None else max(first, joined)
    end = last if left is None else min(last, left - timedelta(days=1))
    return tuple(start + timedelta(days=number) for number in range((end - start).days + 1))


def _staff_of(table: Table[Employee]) -> Staff:
    rows: dict[str, int] = {}
    for row, code in enumerate(table.columns["code"]):
        rows.setdefault(fold(code), row)
    unread = [entry.values for entry in table.left_out]
    return Staff(
        table,
        rows,
        frozenset(fold(values["code"]) for values in unread if values.get("code")),
        # A remark below the table is left out too; only a row with a salary is a person.
        any(not values.get("code") and values.get("salary") for values in unread),
    )


def _timesheet_gaps(table: Table[TimesheetDay]) -> Gaps:
    months_of_tabs = {(part.workbook, part.tab): part.month for part in table.parts}
    people: set[tuple[str, Month | None]] = set()
    months: set[Month | None] = set()
    for entry in table.left_out:
        day = entry.values.get("date")
        month = Month.of(day) if isinstance(day, date) else months_of_tabs.get((entry.place.workbook, entry.place.tab))
        employee = entry.values.get("employee")
        if employee:
            people.add((fold(employee), month))
        else:
            months.add(month)
    return Gaps(frozenset(people), frozenset(months))
