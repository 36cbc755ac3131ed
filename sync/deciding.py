"""Deciding: the departments' rules, computed columns and reports over the books.

A rule that raises, or gives a number that is none, is a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from types import TracebackType
from typing import TypeVar

from rules.core.finding import Finding, Place
from rules.core.report import Report
from rules.core.rule import ComputedColumn, Context, Department, RuleFunction
from rules.core.table import Books
from rules.core.text import Text
from sync import messages
from sync.closing import Frozen, compare_closed
from sync.finite import NotFiniteError, finite_column, finite_findings, finite_report

T = TypeVar("T")
U = TypeVar("U")


@dataclass(slots=True)
class Decision:
    """What the rules say.

    Attributes:
        findings: the findings of the rules.
        computed: computed columns, each with its values by position of the record.
        reports: the reports.
        unevaluated: names of departments of which a rule could not be evaluated.
    """

    findings: list[Finding] = field(default_factory=list)
    computed: list[tuple[ComputedColumn, Mapping[int, object]]] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    unevaluated: set[str] = field(default_factory=set)


def decide(
    books: Books,
    departments: Sequence[Department],
    context: Context,
    closed: Mapping[str, tuple[Frozen, date]] | None = None,
    paused: Collection[str] = (),
) -> Decision:
    """Return what the departments' rules find, compute and report.

    Args:
        books: the typed tables.
        departments: the departments.
        context: the day, the settings and the voice.
        closed: department name -> its frozen records and the day through which they are frozen.
        paused: departments that are passed over because their tables could not be read as a whole.
    """
    decision = Decision()
    for department in departments:
        if department.name in paused:
            decision.unevaluated.add(department.name)
            continue
        if not any(books.table(record).present for record in department.records):
            continue
        attempt = _Attempt(decision, department, books)
        for rule in department.rules:
            decision.findings += attempt(_name(rule), partial(_evaluate, rule, books, context), [])
        frozen = (closed or {}).get(department.name)
        if department.closing is not None and frozen is not None:
            closing, (records, through) = department.closing, frozen
            decision.findings += attempt(
                "closed_periods", partial(compare_closed, closing, books, context, records, through), []
            )
        for column in _beside_rows(department, books):
            values = attempt(column.name, partial(_compute, column, books, context), None)
            if values is not None:
                decision.computed.append((column, values))
        for make in department.reports:
            report = attempt(_name(make), partial(_report, make, books, context), None)
            if report is not None:
                decision.reports.append(report)
    return decision


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Runs one function of a department; what it raises becomes a finding against it, and the run goes on."""

    decision: Decision
    department: Department
    books: Books

    def __call__(self, name: str, function: Callable[[], T], instead: U) -> T | U:
        try:
            return function()
        except Exception as error:  # noqa: BLE001  (whatever a rule raises must not stop the others)
            self.decision.unevaluated.add(self.department.name)
            self.decision.findings.append(self._finding(name, error))
            return instead

    def _finding(self, name: str, error: Exception) -> Finding:
        known = error.place if isinstance(error, NotFiniteError) else None
        place = known or self._place_in_flight(error.__traceback__)
        where = Text(vi=f" tại {place}", en=f" at {place}") if place.row else Text(vi="", en="")
        # The exception's own text may hold a wage or a name; its type is enough to find the place in the code.
        fields = {"rule": name, "error": type(error).__name__, "where": where}
        return Finding(messages.RULE_FAILED, place, "", (self.department.name, name), fields)

    def _place_in_flight(self, traceback: TracebackType | None) -> Place:
        """Return the place of the record that was being looked at when a rule raised, as far as it can be told."""
        home = next((one for one in self.department.records if self.books.table(one).present), None)
        parts = self.books.table(home).parts if home else ()
        found = Place(parts[0].workbook if parts else self.department.name)
        while traceback is not None:
            for value in _locals(traceback):
                record = next((one for one in self.department.records if one.__name__ == type(value).__name__), None)
                row = getattr(value, "row", None)
                if record is not None and isinstance(row, int) and row < len(self.books.table(record)):
                    found = self.books.table(record).place(row)
            traceback = traceback.tb_next
        return found


def _beside_rows(department: Department, books: Books) -> Iterable[ComputedColumn]:
    """Return the computed columns that have a table to stand beside."""
    return (column for column in department.computed if books.table(column.record).present)


def _name(function: Callable[..., object]) -> str:
    return str(getattr(function, "__name__", "rule"))


def _evaluate(rule: RuleFunction, books: Books, context: Context) -> list[Finding]:
    """Return all that a rule finds; rules may be generators, which raise only when they are asked."""
    return finite_findings(rule(books, context))


def _compute(column: ComputedColumn, books: Books, context: Context) -> Mapping[int, object]:
    return finite_column(column, column.compute(books, context), books)


def _report(make: Callable[[Books, Context], Report | None], books: Books, context: Context) -> Report | None:
    report = make(books, context)
    return None if report is None else finite_report(report)


def _locals(traceback: TracebackType) -> Iterable[object]:
    return list(traceback.tb_frame.f_locals.values())
