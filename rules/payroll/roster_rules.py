"""Rules on the roster: double bookings, shifts without enough people, rest after a night shift, unknown codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from rules.core.finding import Finding
from rules.core.period import Month
from rules.core.rule import Context
from rules.core.table import Books, Table
from rules.core.text import fold
from rules.payroll import messages
from rules.payroll.records import RosterEntry, Shift
from rules.payroll.settings import PayrollSettings
from rules.payroll.shift_times import PlannedShift, hours_between, planned
from rules.payroll.staff import staff_of

SATURDAY: Final = 5


def check_double_bookings(books: Books, context: Context) -> Iterator[Finding]:
    """PAY201: one person is booked for two shifts that overlap; found on the later of the two.

    It is urgent while something can still be done about it: until the later shift is over.
    """
    today = datetime.combine(context.as_of, time.min)
    roster = books.table(RosterEntry)
    for shifts in _shifts_by_person(books).values():
        for index, shift in enumerate(shifts):
            other = next((earlier for earlier in shifts[:index] if earlier.overlaps(shift)), None)
            if other is None:
                continue
            entry, booked = roster[shift.row], roster[other.row]
            if (entry.date, fold(entry.shift)) == (booked.date, fold(booked.shift)):
                continue  # The same row twice, which is found when the sheet is read.
            yield roster.finding(
                messages.DOUBLE_BOOKING,
                shift.row,
                "employee",
                also=[other.row],
                can_wait=shift.ends <= today,
                employee=entry.employee,
                shift=entry.shift,
                date=entry.date,
                other=booked.shift,
                other_date=booked.date,
            )


def check_cover(books: Books, context: Context) -> Iterator[Finding]:
    """PAY202: a shift has fewer people than it needs, on a day between the first and the last of the roster.

    Days before the month of the run are past mending. A row that was left out, or whose shift is unknown, may be the
    missing person: it is counted as one.
    """
    shifts, roster = books.table(Shift), books.table(RosterEntry)
    days = roster.columns["date"]
    if not len(shifts) or not days:
        return
    by_shift: dict[tuple[date, str], list[int]] = {}
    for row, (day, code) in enumerate(zip(days, roster.columns["shift"], strict=True)):
        by_shift.setdefault((day, fold(code)), []).append(row)
    doubtful = _doubtful_cover(shifts, roster)
    first_day = max(min(days), Month.of(context.as_of).first_day)
    for day in (first_day + timedelta(days=number) for number in range((max(days) - first_day).days + 1)):
        column = "required_weekend" if day.weekday() >= SATURDAY else "required_weekday"
        for shift in shifts:
            needed = getattr(shift, column)
            rows = by_shift.get((day, fold(shift.code)), [])
            people = {fold(roster.columns["employee"][row]) for row in rows}
            if len(people) + doubtful.get(day, 0) + doubtful.get(None, 0) >= needed:
                continue
            table, place = (roster, (rows[0], "shift")) if rows else (shifts, (shift.row, column))
            yield table.finding(
                messages.UNCOVERED_SHIFT,
                *place,
                key=(day.isoformat(), shift.code),
                shift=shift.code,
                date=day,
                planned=len(people),
                needed=needed,
                missing=needed - len(people),
            )


def check_rest(books: Books, context: Context) -> Iterator[Finding]:
    """PAY203: somebody has less than the due rest between a night shift and the next shift."""
    needed = context.settings(PayrollSettings).night_rest_hours
    roster = books.table(RosterEntry)
    for shifts in _shifts_by_person(books).values():
        night = shifts[0]  # of the shifts so far, the one that ends last
        for shift in shifts[1:]:
            rest = hours_between(night.ends, shift.begins)
            if night.is_night_shift and 0 <= rest < needed:
                entry, earlier = roster[shift.row], roster[night.row]
                yield roster.finding(
                    messages.SHORT_REST,
                    shift.row,
                    "date",
                    also=[night.row],
                    employee=entry.employee,
                    shift=entry.shift,
                    date=entry.date,
                    rest=rest,
                    other=earlier.shift,
                    other_date=earlier.date,
                    needed=needed,
                )
            night = max(night, shift, key=lambda one: one.ends)


def check_roster_employees(books: Books, context: Context) -> Iterator[Finding]:
    """PAY204: the roster has a code that no employee has."""
    del context
    staff, roster = staff_of(books), books.table(RosterEntry)
    for row, code in enumerate(roster.columns["employee"]):
        if staff.is_unknown(fold(code)):
            yield roster.finding(
                messages.ROSTER_UNKNOWN_EMPLOYEE, row, "employee", employee=code, date=roster.columns["date"][row]
            )


def check_roster_shifts(books: Books, context: Context) -> Iterator[Finding]:
    """PAY205: the roster has a shift that is not in the list of shifts."""
    del context
    shifts, roster = books.table(Shift), books.table(RosterEntry)
    known = _known_shifts(shifts)
    if not known:
        return
    for row, code in enumerate(roster.columns["shift"]):
        if fold(code) not in known:
            yield roster.finding(messages.UNKNOWN_SHIFT, row, "shift", shift=code, date=roster.columns["date"][row])


def _shifts_by_person(books: Books) -> Mapping[str, list[PlannedShift]]:
    """Return each person's shifts in order of time, without entries of an unknown shift, which have no time."""
    return books.once("payroll roster", lambda: _planned_shifts(books.table(Shift), books.table(RosterEntry)))


def _planned_shifts(shifts: Table[Shift], roster: Table[RosterEntry]) -> Mapping[str, list[PlannedShift]]:
    times = {fold(shift.code): (shift.start, shift.end) for shift in shifts}
    by_person: dict[str, list[PlannedShift]] = {}
    columns = roster.columns
    for row, (day, code, employee) in enumerate(
        zip(columns["date"], columns["shift"], columns["employee"], strict=True)
    ):
        if (found := times.get(fold(code))) is not None:
            by_person.setdefault(fold(employee), []).append(planned(day, *found, row))
    for shifts_of_person in by_person.values():
        shifts_of_person.sort()
    return by_person


def _known_shifts(shifts: Table[Shift]) -> frozenset[str]:
    """Return the folded codes of all shifts, of those with errors in their row too."""
    left_out = (entry.values.get("code") for entry in shifts.left_out)
    return frozenset(fold(code) for code in (*shifts.columns["code"], *left_out) if code)


def _doubtful_cover(shifts: Table[Shift], roster: Table[RosterEntry]) -> Mapping[date | None, int]:
    """Return how many roster rows a day may have for any shift: left out, or with a shift that is not known."""
    known = _known_shifts(shifts)
    columns = roster.columns
    days = [day for day, code in zip(columns["date"], columns["shift"], strict=True) if fold(code) not in known]
    days += [entry.values.get("date") for entry in roster.left_out]
    return {day: days.count(day) for day in set(days)}
