"""Considering: parse, decide, and see what became of each alert. Pure, but for what the store remembers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from rules.core.finding import Finding, Place
from rules.core.record import Record
from rules.core.report import Report
from rules.core.rule import Context, Department
from sync import messages
from sync.alerts.baseline import old_matters
from sync.alerts.lifecycle import decide as decide_alerts
from sync.alerts.lifecycle import state_after
from sync.backends.base import Snapshot
from sync.closing import Frozen
from sync.deciding import decide
from sync.planning.alerts_tab import read_snoozes
from sync.reading import OfficeReading, read_office
from sync.reading.header import canonical
from sync.schedule import WorkCalendar, public_holiday
from sync.session import Session
from sync.sources import expected_departments, is_confidential
from sync.steps.base import Gathered, Outlook
from sync.steps.desks import desks_of
from sync.steps.discretion import discreet
from sync.store import EVERY_TABLE

OF_DEPARTMENTS = (messages.RULE_FAILED, messages.TOO_CONFIDENTIAL)
"""Messages that follow from evaluating a department, whichever it is."""


def consider(session: Session, gathered: Gathered) -> Outlook:
    """Parse, decide, and see what became of each alert.

    A department of which a table, or a workbook, could not be read as a whole is paused. Its books look as if rows
    were missing, so what would follow from them is wrong: stock that was never received, accounts that do not exist.
    """
    departments = session.departments()
    session.progress.step("parse", 0, 1)
    reading = read_office(
        list(gathered.snapshots.values()),
        departments,
        {source.name: source.config.tables for source in gathered.sources},
        expected_departments(gathered.sources, departments),
    )
    session.progress.step("parse", 1, 1)
    session.progress.step("decide", 0, 1)
    context = Context(session.as_of, session.office.country, session.office.voice, reading.settings)
    unread = unread_departments(gathered, departments)
    tables = table_names((record for one in departments if one.name in unread for record in one.records), departments)
    # A table that is not found may stand in the workbook that was not read.
    read = [one for one in reading.findings if one.message is not messages.TABLE_NOT_FOUND or one.table not in tables]
    broken = broken_tables(read, departments)
    paused = unread | {one.name for one in departments if broken.intersection(one.records)}
    decision = decide(reading.books, departments, context, _frozen(session, departments), paused)
    reports, withheld = place_reports(reading, decision.reports, gathered, departments)
    snoozes, wrong_snoozes = _snoozes(gathered.snapshots.values())
    secret = confidential_workbooks(gathered, departments)
    told = discreet([*read, *wrong_snoozes], secret)
    findings = [*gathered.problems.values(), *told, *decision.findings, *withheld]
    known = session.store.alerts()
    unseen = unseen_tables(session, departments)
    desks = desks_of(session, gathered)
    changes = decide_alerts(
        known,
        findings,
        as_of=session.as_of,
        snoozes=snoozes,
        old_matters=old_matters(known, findings, unseen),
        unread_workbooks=gathered.unread,
        unread_tables=table_names(broken, departments),
        unevaluated_codes=unevaluated_codes(departments, decision.unevaluated, paused, unread),
        policy_of=desks.policy,
        calendar=WorkCalendar(session.office.working_week, public_holiday(session.office.country)),
        is_read=lambda alert: bool(desks.readers(alert)),
    )
    session.progress.step("decide", 1, 1)
    return Outlook(
        gathered=gathered,
        reading=reading,
        context=context,
        decision=decision,
        findings=findings,
        changes=changes,
        alerts=state_after(known, changes),
        reports=reports,
        paused=paused,
        first_looks=unseen & readable_tables(reading, departments, paused),
    )


def unseen_tables(session: Session, departments: Sequence[Department]) -> frozenset[str]:
    """Return the tables, in each form, that no run was able to read and judge so far."""
    seen = session.store.first_looks()
    names = (layout.table.name for department in departments for layout in department.all_layouts())
    return frozenset() if EVERY_TABLE in seen else frozenset(names) - seen


def readable_tables(
    reading: OfficeReading, departments: Sequence[Department], paused: Collection[str]
) -> frozenset[str]:
    """Return the tables, in each form, that this run was able to read and judge."""
    judged = [one for one in departments if one.name not in paused]
    return table_names(
        (record for one in judged for record in one.records if reading.books.table(record).present), judged
    )


def broken_tables(findings: Iterable[Finding], departments: Sequence[Department]) -> frozenset[type[Record]]:
    """Return the tables that could not be read as a whole, by what reading found wrong with their tabs."""
    names = {finding.table for finding in findings if finding.message in messages.STRUCTURE}
    layouts = (layout for department in departments for layout in department.all_layouts())
    return frozenset(canonical(layout) for layout in layouts if layout.table.name in names)


def table_names(records: Iterable[type[Record]], departments: Sequence[Department]) -> frozenset[str]:
    """Return the names of some tables in each form in which staff may keep them."""
    kept = set(records)
    layouts = (layout for department in departments for layout in department.all_layouts())
    return frozenset(layout.table.name for layout in layouts if canonical(layout) in kept)


def unread_departments(gathered: Gathered, departments: Sequence[Department]) -> frozenset[str]:
    """Return the departments of which a workbook could not be read, or is not looked at in this run.

    A workbook of which the settings do not say what it holds stands in for every department that no other workbook
    is known to hold.
    """
    expected = expected_departments((*gathered.sources, *gathered.skipped), departments)
    certain = {name for names in expected.values() for name in names}
    uncertain = tuple(one.name for one in departments if one.name not in certain)
    return frozenset(name for workbook in gathered.unread for name in expected.get(workbook, uncertain))


def unevaluated_codes(
    departments: Sequence[Department], unevaluated: Collection[str], paused: Collection[str], unread: Collection[str]
) -> frozenset[str]:
    """Return the codes of which nothing can be said in this run; their alerts stay as they are.

    Args:
        departments: all departments.
        unevaluated: names of those of which at least one rule could not be evaluated.
        paused: names of those that were passed over altogether.
        unread: names of those of which a workbook was not read.
    """
    own = [message for one in departments if one.name in unevaluated for message in one.messages]
    not_looked_for = (*(OF_DEPARTMENTS if paused else ()), *((messages.TABLE_NOT_FOUND,) if unread else ()))
    return frozenset(message.code for message in (*own, *not_looked_for))


def confidential_workbooks(gathered: Gathered, departments: Sequence[Department]) -> frozenset[str]:
    """Return the names of the workbooks that may hold wages and personal data."""
    return frozenset(source.name for source in gathered.sources if is_confidential(source.config, departments))


def place_reports(
    reading: OfficeReading, reports: Sequence[Report], gathered: Gathered, departments: Sequence[Department]
) -> tuple[dict[str, list[Report]], list[Finding]]:
    """Return the reports by the workbook that they land in; one must not be less confidential than its inputs."""
    secret = confidential_workbooks(gathered, departments)
    placed: dict[str, list[Report]] = {}
    withheld = []
    for report in reports:
        home = reading.books.table(report.home)
        if not home.present:
            continue
        name = home.parts[0].workbook
        inputs = {part.workbook for record in report.inputs for part in reading.books.table(record).parts}
        if inputs & secret and name not in secret:
            fields = {"report": report.titles, "workbook": name}
            withheld.append(Finding(messages.TOO_CONFIDENTIAL, Place(name), "", (report.name,), fields))
        else:
            placed.setdefault(name, []).append(report)
    return placed, withheld


def _snoozes(snapshots: Iterable[Snapshot]) -> tuple[Mapping[str, date], list[Finding]]:
    """Return alert id -> the day until which staff put it off, and a finding for each entry that is no date."""
    read = [read_snoozes(snapshot) for snapshot in snapshots]
    snoozes = {name: day for found, _ in read for name, day in found.items()}
    return snoozes, [problem for _, problems in read for problem in problems]


def _frozen(session: Session, departments: Sequence[Department]) -> dict[str, tuple[Frozen, date]]:
    """Return department name -> the stored records of its closed periods, and the last day that they cover."""
    found: dict[str, tuple[Frozen, date]] = {}
    for department in departments:
        if department.closing is not None:
            table = department.closing.record.table.name
            records, through = session.store.frozen(table), session.store.frozen_through(table)
            if records is not None and through is not None:
                found[department.name] = (records, through)
    return found
