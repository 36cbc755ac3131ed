"""The lifecycle of alerts: what became of each matter that somebody must act on, and whether people are told.

Pure: what was known, what was found and the day go in; one change with its reason per alert comes out. The reasons:

=================== ========================================================================= ======
Reason              When                                                                      Mailed
=================== ========================================================================= ======
NEW                 found, and nobody was told since it began (or began again)                yes
WORSE               severity or level is higher than when people were told last               yes
SNOOZE_OVER         the day until which staff had put it off has come, and it is still there  yes
RESOLVED            it was open and is no longer found                                        yes
BASELINE            found in the first run on old books: summed up, not told one by one       summed
STILL_OPEN          nothing happened, or nothing can be said because something was not read   no
SNOOZED             still there, and put off by staff                                         no
RESOLVED_QUIETLY    gone while put off: mentioned where a mail goes out anyway                no
REPLACED            gone because a graver matter of the same record took its place            no
WAITING             seen on too few days in a row for an alert                                no
PASSED              vanished before it became an alert                                        no
=================== ========================================================================= ======
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from rules.core.finding import Finding, Place
from rules.core.message import Severity
from rules.core.text import Text, fold
from sync.messages import STRUCTURE

Status = Literal["waiting", "open", "resolved"]

BASELINE_LIMIT: Final = 100
"""A first run that finds more matters than this sets a baseline instead of announcing each."""

_FAMILY: Final = 4
# Codes that agree in so many characters are steps of one matter: FIN701 is 80 % of a budget, FIN703 is all of it.

_STRUCTURE: Final = frozenset(message.code for message in STRUCTURE)
# What is wrong with a table's header is seen whether or not the table can be read.


class Reason(StrEnum):
    """Why an alert changed, or did not; the module's table says when and whether people are told."""

    NEW = "new"
    WORSE = "worse"
    SNOOZE_OVER = "snooze_over"
    RESOLVED = "resolved"
    BASELINE = "baseline"
    STILL_OPEN = "still_open"
    SNOOZED = "snoozed"
    RESOLVED_QUIETLY = "resolved_quietly"
    REPLACED = "replaced"
    WAITING = "waiting"
    PASSED = "passed"

    @property
    def told(self) -> bool:
        """Return whether the change by itself is a reason for a mail."""
        return self in _TOLD


_TOLD: Final = frozenset({Reason.NEW, Reason.WORSE, Reason.SNOOZE_OVER, Reason.RESOLVED, Reason.BASELINE})
_NOTICES: Final = frozenset({Reason.NEW, Reason.WORSE, Reason.SNOOZE_OVER})


@dataclass(frozen=True, slots=True)
class Alert:
    """One matter that somebody must act on, across runs.

    Attributes:
        id: short stable name, as ``"A-3F9C2B81D0"``.
        code: code of the message.
        workbook: name of the workbook in the configuration.
        table: name of the table; empty where it is about a tab or workbook.
        key: the record's key as text.
        column: name of the field it is about; empty for the whole record.
        title: the message's few words, kept because a resolved alert has no finding any more.
        personal: whether its fields stay out of mails.
        place: where it was seen last.
        severity: how grave it is now.
        level: grows when the matter gets worse.
        since: the day on which it began, or began again.
        status: ``"waiting"`` was never an alert so far; ``"open"``; ``"resolved"``.
        notices: how often people were told that it is new, worse or no longer put off.
        noticed_severity: severity when people were told last; None if nobody was told since it began.
        noticed_level: level when people were told last.
        last_notice_on: the day on which people were told last.
        snoozed_until: the day until which staff put it off; from that day on it counts again.
        resolved_on: the day on which it was no longer found.
        seen_runs: on how many days in a row it was seen before it became an alert.
        last_seen: the last of those days.
    """

    id: str
    code: str
    workbook: str
    table: str
    key: tuple[str, ...]
    column: str
    title: Text
    personal: bool
    place: Place
    severity: Severity
    level: Decimal | None
    since: date
    status: Status = "waiting"
    notices: int = 0
    noticed_severity: Severity | None = None
    noticed_level: Decimal | None = None
    last_notice_on: date | None = None
    snoozed_until: date | None = None
    resolved_on: date | None = None
    seen_runs: int = 0
    last_seen: date | None = None

    @property
    def listed(self) -> bool:
        """Return whether it has a row in the alerts tab: it is open, or was."""
        return self.status != "waiting"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one alert in one run: its new state, the reason, and the finding where it is still there."""

    alert: Alert
    reason: Reason
    finding: Finding | None = None


def alert_id(finding: Finding) -> str:
    """Return the id of the alert that a finding belongs to: a digest of its code, table and key.

    A finding that is not about a record is told apart by workbook and tab instead. Keys compare without regard to
    case, accents' form and spaces, as everywhere.
    """
    parts = [finding.code, finding.table, *(fold(part) for part in finding.key)]
    if not (finding.table and finding.key):
        parts += ["", finding.place.workbook, finding.place.tab]
    text = "\x1f".join(part.replace("\x1f", " ") for part in parts)
    return f"A-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:10].upper()}"


def needs_baseline(known: Mapping[str, Alert], findings: Iterable[Finding], limit: int = BASELINE_LIMIT) -> bool:
    """Return whether this is a first run on old books: nothing is known, and more than ``limit`` matters were found."""
    return not known and len({alert_id(finding) for finding in findings if finding.message.alert}) > limit


def decide(
    known: Mapping[str, Alert],
    findings: Sequence[Finding],
    *,
    as_of: date,
    snoozes: Mapping[str, date] = MappingProxyType({}),
    baseline: bool = False,
    unread_workbooks: Collection[str] = frozenset(),
    unread_tables: Collection[str] = frozenset(),
    unevaluated_codes: Collection[str] = frozenset(),
) -> tuple[Change, ...]:
    """Return what became of every alert that is known or found.

    Args:
        known: id -> alert, as the last run left them.
        findings: everything found in this run; those that nobody must act on are passed over.
        as_of: the day of the run.
        snoozes: id -> day until which staff put the alert off, as the alerts tabs say.
        baseline: whether this is a first run on old books, see :func:`needs_baseline`.
        unread_workbooks: workbooks that could not be read; their alerts stay as they are.
        unread_tables: names of tables that could not be read as a whole; the alerts about their rows stay as they are.
        unevaluated_codes: codes of rules that could not be evaluated, or whose inputs could not be read; their
            alerts stay as they are.

    Returns:
        Changes in the order of the findings, then those of alerts that are gone, by id. The alerts in them are the
        new state. Equal input with that state as ``known`` returns no change that people are told.
    """
    found = _by_alert(findings)
    changes = [
        _seen(
            known.get(identity),
            identity,
            finding,
            as_of=as_of,
            snooze=_snooze(known.get(identity), finding, snoozes.get(identity), unread_workbooks),
            baseline=baseline,
        )
        for identity, finding in found.items()
    ]
    graver = _new_severities(changes)
    for identity in sorted(known.keys() - found.keys()):
        alert = known[identity]
        certain = (
            alert.workbook not in unread_workbooks
            and (alert.table not in unread_tables or alert.code in _STRUCTURE)
            and alert.code not in unevaluated_codes
        )
        change = _gone(alert, as_of, graver.get(_matter(alert))) if certain else _unknown(alert)
        if change is not None:
            changes.append(change)
    return tuple(changes)


def state_after(known: Mapping[str, Alert], changes: Iterable[Change]) -> dict[str, Alert]:
    """Return all alerts by id after the changes."""
    return {**known, **{change.alert.id: change.alert for change in changes}}


def _by_alert(findings: Sequence[Finding]) -> dict[str, Finding]:
    """Return the gravest finding of each alert, in order of first appearance."""
    found: dict[str, Finding] = {}
    for finding in findings:
        if not finding.message.alert:
            continue
        identity = alert_id(finding)
        present = found.get(identity)
        if present is None or _gravity(finding) > _gravity(present):
            found[identity] = finding
    return found


def _gravity(finding: Finding) -> tuple[Severity, Decimal]:
    return finding.severity, Decimal("-Infinity") if finding.level is None else finding.level


def _snooze(
    before: Alert | None, finding: Finding, typed: date | None, unread_workbooks: Collection[str]
) -> date | None:
    """Return the day that staff put the alert off to; where their tab could not be read, the one known before."""
    if finding.place.workbook not in unread_workbooks:
        return typed
    return before.snoozed_until if before is not None else None


def _seen(
    before: Alert | None, identity: str, finding: Finding, *, as_of: date, snooze: date | None, baseline: bool
) -> Change:
    """Return the change of an alert whose finding is there."""
    is_open = before is not None and before.status == "open"
    alert = _current(before, identity, finding, as_of)
    if not is_open:
        alert = _count_day(alert, as_of)
        if alert.seen_runs < finding.message.wait_runs:
            return Change(alert, Reason.WAITING, finding)
        alert = replace(alert, status="open", since=as_of, resolved_on=None, noticed_severity=None, noticed_level=None)
    alert = replace(alert, snoozed_until=snooze if snooze is not None and snooze > as_of else None)
    reason = _reason(alert, before if is_open else None, as_of=as_of, baseline=baseline)
    return Change(_noted(alert, reason, as_of), reason, finding)


def _current(before: Alert | None, identity: str, finding: Finding, as_of: date) -> Alert:
    """Return the alert with what the finding says about it now."""
    if before is None:
        return Alert(
            id=identity,
            code=finding.code,
            workbook=finding.place.workbook,
            table=finding.table,
            key=finding.key,
            column=finding.column,
            title=finding.message.title,
            personal=finding.message.personal,
            place=finding.place,
            severity=finding.severity,
            level=finding.level,
            since=as_of,
        )
    return replace(
        before,
        workbook=finding.place.workbook,
        key=finding.key,
        column=finding.column,
        title=finding.message.title,
        personal=finding.message.personal,
        place=finding.place,
        severity=finding.severity,
        level=finding.level,
    )


def _count_day(alert: Alert, as_of: date) -> Alert:
    """Return the alert with this day counted. Runs of one day count once, or a run repeated would mail something."""
    return alert if alert.last_seen == as_of else replace(alert, seen_runs=alert.seen_runs + 1, last_seen=as_of)


def _reason(alert: Alert, before: Alert | None, *, as_of: date, baseline: bool) -> Reason:
    """Return why people are told about an open alert, or why not.

    Args:
        alert: its new state.
        before: its state when it was open already.
        as_of: the day of the run.
        baseline: whether this is a first run on old books.
    """
    if alert.snoozed_until is not None:
        return Reason.SNOOZED
    if alert.noticed_severity is None:
        return Reason.BASELINE if baseline else Reason.NEW
    if _is_worse(alert, alert.noticed_severity):
        return Reason.WORSE
    if before is not None and before.snoozed_until is not None and before.snoozed_until <= as_of:
        return Reason.SNOOZE_OVER
    return Reason.STILL_OPEN


def _is_worse(alert: Alert, noticed_severity: Severity) -> bool:
    if alert.severity != noticed_severity:
        return alert.severity > noticed_severity
    return alert.level is not None and alert.noticed_level is not None and alert.level > alert.noticed_level


def _noted(alert: Alert, reason: Reason, as_of: date) -> Alert:
    """Return the alert with what people now know of it."""
    if reason in _NOTICES:
        alert = replace(alert, notices=alert.notices + 1, last_notice_on=as_of)
    elif reason is Reason.STILL_OPEN and alert.noticed_level is None:
        return replace(alert, noticed_level=alert.level)  # a rule that has learnt to grade: compare from here on
    elif reason is not Reason.BASELINE:
        return alert
    return replace(alert, noticed_severity=alert.severity, noticed_level=alert.level)


def _matter(alert: Alert) -> tuple[str, str, tuple[str, ...]]:
    """Return what alerts of one matter have in common, whatever step it has reached."""
    return alert.code[:_FAMILY], alert.table, alert.key


def _new_severities(changes: Iterable[Change]) -> dict[tuple[str, str, tuple[str, ...]], Severity]:
    """Return the highest severity of each matter that people are told of as new."""
    severities: dict[tuple[str, str, tuple[str, ...]], Severity] = {}
    for change in changes:
        if change.reason is Reason.NEW and change.alert.key:
            matter = _matter(change.alert)
            severities[matter] = max(severities.get(matter, Severity.NOTICE), change.alert.severity)
    return severities


def _gone(alert: Alert, as_of: date, graver: Severity | None) -> Change | None:
    """Return the change of an alert whose finding is no longer there."""
    if alert.status != "open":
        passed = replace(alert, seen_runs=0, last_seen=None)
        return Change(passed, Reason.PASSED) if passed != alert else None
    closed = replace(
        alert,
        status="resolved",
        resolved_on=as_of,
        snoozed_until=None,
        noticed_severity=None,
        noticed_level=None,
        seen_runs=0,
        last_seen=None,
    )
    if graver is not None and graver > alert.severity:
        return Change(closed, Reason.REPLACED)
    snoozed = alert.snoozed_until is not None and alert.snoozed_until > as_of
    # What nobody was told of needs no good news either.
    quiet = snoozed or alert.noticed_severity is None
    return Change(closed, Reason.RESOLVED_QUIETLY if quiet else Reason.RESOLVED)


def _unknown(alert: Alert) -> Change | None:
    """Return the change of an alert of which this run can say nothing."""
    return Change(alert, Reason.STILL_OPEN) if alert.status == "open" else None
