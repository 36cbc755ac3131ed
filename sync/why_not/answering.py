"""Answering: every reason that holds for what was asked, the widest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rules.core.finding import Finding
from rules.core.message import Message
from rules.core.rule import Department
from sync import messages as found_messages
from sync import steps
from sync.session import Session
from sync.sources import expected_departments
from sync.steps.base import Outlook
from sync.steps.desks import desks_of
from sync.why_not import messages as said
from sync.why_not.asking import Asked, Row, understand
from sync.why_not.base import Answer, Evidence, fix_of, text_of, title_of
from sync.why_not.matters import Matters
from sync.why_not.settings import kept_quiet

_OF_CELLS: Final = frozenset(message.code for message in found_messages.READING_MESSAGES)

PLACES: Final = 5
"""How many places an answer names."""


def why_not(session: Session, words: Sequence[str]) -> list[Answer]:
    """Return every reason why no alert came for an item, or came no more; nothing is changed.

    Args:
        session: the opened office.
        words: what people call it: a key (``SP001``), a department, table or code and a key, a cell (``Items!D17``)
            or an alert's id.
    """
    known = session.store.alerts()
    outlook = steps.consider(session, steps.read(session))
    departments = session.departments()
    asked = understand(words, outlook, departments, known)
    looking = _Looking(session, outlook, departments, asked)
    matters = Matters(session, outlook, desks_of(session, outlook.gathered), known)
    answers = [*looking.not_checked(), *looking.left_out(), *matters.answers(asked), *looking.silent(), *looking.held()]
    return answers or [looking.unknown()]


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks at what was read and decided for reasons that lie before any alert."""

    session: Session
    outlook: Outlook
    departments: Sequence[Department]
    asked: Asked

    def not_checked(self) -> Iterator[Answer]:
        """Yield why whole departments were not checked: those of the item, or all where it was not found."""
        concerned = self._concerned()
        expected = expected_departments(self.outlook.gathered.sources, self.departments)
        for name, problem in self.outlook.gathered.problems.items():
            # A workbook of which nobody said what it holds may hold anything.
            if concerned is None or name not in expected or concerned.intersection(expected[name]):
                yield self._of_problem(said.UNREAD, problem, workbook=name)
        for problem in self.outlook.findings:
            owner = self._department_of(problem.table)
            if owner is None:
                continue
            if problem.message in found_messages.STRUCTURE and (concerned is None or owner.name in concerned):
                yield self._of_problem(said.NO_TABLE, problem, department=owner.titles)
        for problem in self.outlook.findings:
            if problem.message is found_messages.RULE_FAILED:
                owner = next((one for one in self.departments if one.name == problem.key[0]), None)
                if owner is not None and concerned is not None and owner.name in concerned:
                    yield self._of_problem(said.RULE_FAILED, problem, department=owner.titles)

    def left_out(self) -> Iterator[Answer]:
        """Yield which cells keep rows of the item from being looked at."""
        for row in self.asked.rows:
            if row.number not in row.tab.good:
                here = (row.tab.workbook, row.tab.tab.title, row.number)
                for problem in self.outlook.findings:
                    place = problem.place
                    if (place.workbook, place.tab, place.row) == here and problem.code in _OF_CELLS:
                        yield self._of_problem(said.LEFT_OUT, problem)

    def silent(self) -> Iterator[Answer]:
        """Yield why rows of which nothing was found are quiet: a setting, or there is nothing to find."""
        if self.asked.found or self.asked.alerts:
            return
        quiet = [row for row in self.asked.rows if row.number in row.tab.good]
        for table, rows in groupby(quiet, key=lambda row: row.table):
            here = list(rows)
            owner = self._department_of(table)
            if owner is None or owner.name in self.outlook.paused:
                continue
            by_setting = list(kept_quiet(self.outlook, owner, here))
            yield from by_setting or [self._nothing_found(owner, here)]

    def held(self) -> Iterator[Answer]:
        """Yield the workbooks of the item that are on hold."""
        names = {row.tab.workbook for row in self.asked.rows}
        names |= {finding.place.workbook for finding in self.asked.found.values()}
        names |= {alert.workbook for alert in self.asked.alerts.values()}
        for name, run in self.session.store.held().items():
            if name in names:
                yield Answer(said.HELD, self.asked.item, {"workbook": name, "run": run})

    def unknown(self) -> Answer:
        """Return where else the words stand, or that they stand nowhere."""
        item = self.asked.item
        for place, is_table in self.asked.elsewhere:
            message = said.SKIPPED_ROW if is_table else said.NOT_A_TABLE
            return Answer(message, item, {"item": item, "place": str(place)}, self._tabs())
        return Answer(said.UNKNOWN, item, {"item": item}, self._tabs())

    def _tabs(self) -> tuple[Evidence, ...]:
        read = [tab.tab.title for book in self.outlook.reading.workbooks for tab in book.tabs]
        return (Evidence(said.TABS_READ, read, "list"),)

    def _nothing_found(self, owner: Department, rows: Sequence[Row]) -> Answer:
        fields = {
            "rules": len(owner.rules),
            "department": owner.titles,
            "rows": len(rows),
            "day": self.session.as_of,
        }
        places = [str(row.place) for row in rows[:PLACES]]
        looked_for = [message.code for message in owner.messages if message.alert]
        evidence = (Evidence(said.PLACE, places, "list"), Evidence(said.LOOKED_FOR, looked_for, "list"))
        return Answer(said.NOTHING_FOUND, self.asked.item, fields, evidence)

    def _of_problem(self, message: Message, problem: Finding, **fields: object) -> Answer:
        voice = self.session.office.voice
        words = {"problem": text_of(problem, voice), "fix": fix_of(problem, voice)}
        place = Evidence(said.PLACE, str(problem.place))
        return Answer(message, self.asked.item, {**fields, **words}, (place, Evidence(said.SAYS, title_of(problem))))

    def _concerned(self) -> frozenset[str] | None:
        """Return the departments that the item belongs to; None where it was not found, so that it may be any."""
        tables = {row.table for row in self.asked.rows}
        tables |= {finding.table for finding in self.asked.found.values()}
        tables |= {alert.table for alert in self.asked.alerts.values()}
        owners = {owner.name for owner in map(self._department_of, tables) if owner is not None}
        return frozenset(owners) if owners else None

    def _department_of(self, table: str) -> Department | None:
        return next(
            (one for one in self.departments if table in {record.table.name for record in one.all_layouts()}), None
        )
