"""The lifecycle of alerts: what became of each matter that somebody must act on, and whether people are told.

Pure: what was known, what was found and the day go in; one change with its reason per alert comes out. The reasons:

=================== ========================================================================= ======
Reason              When                                                                      Mailed
=================== ========================================================================= ======
NEW                 found, and nobody was told since it began (or began again)                yes
ESCALATED           not settled so long after people were told: others are told too, once     yes
WORSE               severity or level is higher than when people were told last               yes
SNOOZE_OVER         the day until which staff had put it off has come, and it is still there  yes
REMINDER            still there, and it is time to say so again                               yes
RESOLVED            it was open and is no longer found, or stayed away after RESOLVED_LATER   yes
BASELINE            found in the first look at old books: summed up, not told one by one      summed
STILL_OPEN          nothing happened, or nothing can be said because something was not read   no
FLAPPING            back right after it had gone: told if it is there on a later day          no
SNOOZED             still there, and put off by staff                                         no
RESOLVED_QUIETLY    gone while put off, or before people were told: mentioned in other mails  no
RESOLVED_LATER      urgent, and gone on the day on which it began: told if it stays away      no
REPLACED            gone because another step of the same matter took its place               no
WAITING             seen on too few days in a row for an alert                                no
PASSED              vanished before it became an alert                                        no
=================== ========================================================================= ======

The first of them that applies is the reason. Reminders, escalation and waiting are as the department's policy says;
what is urgent neither waits nor is held back. Instead its end is: while it comes and goes people think that it is
there, which is the safe side, and get one mail.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from rules.core.finding import Finding
from rules.core.message import Severity
from sync.alerts.alert import NOTICES, Alert, Change, Reason, Status, alert_id
from sync.config import AlertPolicy
from sync.messages import STRUCTURE

if TYPE_CHECKING:
    from sync.schedule import WorkCalendar

__all__ = ["Alert", "Change", "Reason", "Status", "alert_id", "decide", "state_after"]

_FAMILY: Final = 4
# Codes that agree in so many characters are steps of one matter: FIN701 is 80 % of a budget, FIN703 is all of it.

_STRUCTURE: Final = frozenset(message.code for message in STRUCTURE)
# What is wrong with a table's header is seen whether or not the table can be read.

_NO_POLICY: Final = AlertPolicy()


def decide(
    known: Mapping[str, Alert],
    findings: Sequence[Finding],
    *,
    as_of: date,
    snoozes: Mapping[str, date] = MappingProxyType({}),
    old_matters: Collection[str] = frozenset(),
    unread_workbooks: Collection[str] = frozenset(),
    unread_tables: Collection[str] = frozenset(),
    unevaluated_codes: Collection[str] = frozenset(),
    policy_of: Callable[[Alert], AlertPolicy] = lambda _alert: _NO_POLICY,
    calendar: WorkCalendar | None = None,
    is_read: Callable[[Alert], bool] = lambda _alert: True,
) -> tuple[Change, ...]:
    """Return what became of every alert that is known or found.

    Args:
        known: id -> alert, as the last run left them.
        findings: everything found in this run; those that nobody must act on are passed over.
        as_of: the day of the run.
        snoozes: id -> day until which staff put the alert off, as the alerts tabs say.
        old_matters: ids that a first look at old books sums up, see :func:`sync.alerts.baseline.old_matters`.
        unread_workbooks: workbooks that could not be read; their alerts stay as they are.
        unread_tables: names of tables that could not be read as a whole; the alerts about their rows stay as they are.
        unevaluated_codes: codes of rules that could not be evaluated, or whose inputs could not be read; their
            alerts stay as they are.
        policy_of: when people are reminded of an alert, who is told after them, and how long its rule waits.
        calendar: the office's working days; by default Monday to Friday.
        is_read: whether anybody is to be mailed about an alert. What nobody reads is told once somebody does.

    Returns:
        Changes in the order of the findings, then those of alerts that are gone, by id. The alerts in them are the
        new state. Equal input with that state as ``known`` returns no change that people are told, but for what
        nobody reads.
    """
    run = _Run(as_of, snoozes, old_matters, unread_workbooks, policy_of, calendar, is_read)
    found = _by_alert(findings)
    changes = [run.seen(known.get(identity), identity, finding) for identity, finding in found.items()]
    steps = _steps(changes)
    replaced: dict[Matter, Alert] = {}
    for identity in sorted(known.keys() - found.keys()):
        alert = known[identity]
        certain = (
            alert.workbook not in unread_workbooks
            and (alert.table not in unread_tables or alert.code in _STRUCTURE)
            and alert.code not in unevaluated_codes
        )
        change = _gone(alert, as_of, steps.get(_matter(alert))) if certain else _unknown(alert)
        if change is not None:
            changes.append(change)
        if change is not None and change.reason is Reason.REPLACED:
            replaced[_matter(alert)] = alert
    return tuple(_inheriting(change, replaced.get(_matter(change.alert))) for change in changes)


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


@dataclass(frozen=True, slots=True)
class _Run:
    """What alerts that are found are judged by; see :func:`decide`."""

    as_of: date
    snoozes: Mapping[str, date]
    old_matters: Collection[str]
    unread_workbooks: Collection[str]
    policy_of: Callable[[Alert], AlertPolicy]
    calendar: WorkCalendar | None
    is_read: Callable[[Alert], bool]

    def seen(self, before: Alert | None, identity: str, finding: Finding) -> Change:
        """Return the change of an alert whose finding is there."""
        alert = _current(before, identity, finding, self.as_of)
        policy = self.policy_of(alert)
        was_open = before is not None and before.status == "open"
        if not was_open:
            alert = replace(_count_day(alert, self.as_of), old_books=alert.old_books or identity in self.old_matters)
            wait = policy.wait_runs.get(alert.code, finding.message.wait_runs)
            if alert.seen_runs < wait and not finding.urgent:
                return Change(alert, Reason.WAITING, finding)
            alert = _begun(alert, self.as_of)
        alert = self._put_off(alert, finding)
        reason = self._reason(alert, before if was_open else None, policy, urgent=finding.urgent)
        noted = _noted(alert, reason, self.as_of)
        return Change(alert if reason in NOTICES and not self.is_read(noted) else noted, reason, finding)

    def _put_off(self, alert: Alert, finding: Finding) -> Alert:
        """Return the alert with the day until which staff put it off, if that is still to come.

        Where their tab could not be read, the day known before counts. While it is put off nobody is waited for.
        """
        typed = self.snoozes.get(alert.id)
        until = alert.snoozed_until if finding.place.workbook in self.unread_workbooks else typed
        until = until if until is not None and until > self.as_of else None
        if alert.snoozed_until is not None and until is None and alert.unanswered_since is not None:
            alert = replace(alert, unanswered_since=self.as_of)
        return replace(alert, snoozed_until=until)

    def _reason(self, alert: Alert, before: Alert | None, policy: AlertPolicy, *, urgent: bool) -> Reason:
        """Return why people are told about an open alert, or why not.

        Args:
            alert: its new state.
            before: its state when it was open already.
            policy: the policy of its department.
            urgent: whether it cannot wait.
        """
        if alert.snoozed_until is not None:
            return Reason.SNOOZED
        if alert.noticed_severity is None:
            if alert.old_books:
                return Reason.BASELINE
            held_back = alert.returns and self.as_of <= alert.since and not urgent
            return Reason.FLAPPING if held_back else Reason.NEW
        if self._is_late(alert, policy):
            return Reason.ESCALATED
        if _is_worse(alert, alert.noticed_severity):
            return Reason.WORSE
        if before is not None and before.snoozed_until is not None and before.snoozed_until <= self.as_of:
            return Reason.SNOOZE_OVER
        return Reason.REMINDER if self._reminds(alert, policy) else Reason.STILL_OPEN

    def _is_late(self, alert: Alert, policy: AlertPolicy) -> bool:
        """Return whether others are told because those who were told first did not settle it in time."""
        if policy.escalate_after is None or alert.unanswered_since is None or alert.escalated_on is not None:
            return False
        return policy.escalate_after.reached(alert.unanswered_since, self.as_of, self._working_days())

    def _reminds(self, alert: Alert, policy: AlertPolicy) -> bool:
        if policy.remind is None or alert.unanswered_since is None:
            return False
        from sync.schedule import is_due  # noqa: PLC0415  (heavy: only where somebody wants to be reminded)

        told = max(alert.unanswered_since, alert.last_notice_on or alert.unanswered_since)
        return is_due(policy.remind, told, self.as_of, self._working_days())

    def _working_days(self) -> WorkCalendar:
        from sync.schedule import WorkCalendar  # noqa: PLC0415  (heavy: only where a policy asks for it)

        return self.calendar or WorkCalendar()


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
            urgent=finding.urgent,
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
        urgent=finding.urgent,
    )


def _count_day(alert: Alert, as_of: date) -> Alert:
    """Return the alert with this day counted. Runs of one day count once, or a run repeated would mail something."""
    return alert if alert.last_seen == as_of else replace(alert, seen_runs=alert.seen_runs + 1, last_seen=as_of)


def _begun(alert: Alert, as_of: date) -> Alert:
    """Return an alert that begins, or begins again; what people know of it still counts if its end was not told."""
    returns = alert.returns + 1 if _is_back_soon(alert, as_of) else 0
    begun = replace(alert, status="open", since=as_of, resolved_on=None, returns=returns)
    return begun if alert.end_untold else replace(_done_with(begun), unanswered_since=None, escalated_on=None)


def _done_with(alert: Alert) -> Alert:
    """Return an alert of which people need to be told no more, or need to be told anew."""
    return replace(alert, noticed_severity=None, noticed_level=None)


def _is_back_soon(alert: Alert, as_of: date) -> bool:
    """Return whether an alert that begins again had only just gone: to tell each time would be a flood.

    That is on the day on which it went; or on the day after, where it had come and gone within one day, so that
    midnight makes no difference.
    """
    if alert.status != "resolved" or alert.resolved_on is None:
        return False
    gone, lasted = (as_of - alert.resolved_on).days, (alert.resolved_on - alert.since).days
    return gone <= 0 or (gone == 1 and lasted <= 0)


def _is_worse(alert: Alert, noticed_severity: Severity) -> bool:
    if alert.severity != noticed_severity:
        return alert.severity > noticed_severity
    return alert.level is not None and alert.noticed_level is not None and alert.level > alert.noticed_level


def _noted(alert: Alert, reason: Reason, as_of: date) -> Alert:
    """Return the alert with what people now know of it."""
    if reason in NOTICES:
        alert = replace(
            alert,
            notices=alert.notices + 1,
            last_notice_on=as_of,
            unanswered_since=alert.unanswered_since or as_of,
            escalated_on=as_of if reason is Reason.ESCALATED else alert.escalated_on,
        )
    elif reason is Reason.STILL_OPEN and alert.noticed_level is None:
        return replace(alert, noticed_level=alert.level)  # a rule that has learnt to grade: compare from here on
    elif reason is not Reason.BASELINE:
        return alert
    return replace(alert, noticed_severity=alert.severity, noticed_level=alert.level)


Matter = tuple[str, str, tuple[str, ...]]


def _matter(alert: Alert) -> Matter:
    """Return what alerts of one matter have in common, whatever step it has reached."""
    return alert.code[:_FAMILY], alert.table, alert.key


class _Step(NamedTuple):
    """The step that a matter has just reached: how grave it is, and whether it comes and goes."""

    severity: Severity
    flapping: bool


def _steps(changes: Iterable[Change]) -> dict[Matter, _Step]:
    """Return the gravest step that each matter has just reached."""
    steps: dict[Matter, _Step] = {}
    for change in changes:
        if change.reason in {Reason.NEW, Reason.FLAPPING} and change.alert.key:
            matter = _matter(change.alert)
            step = _Step(change.alert.severity, change.reason is Reason.FLAPPING)
            steps[matter] = max(steps.get(matter, step), step)
    return steps


def _gone(alert: Alert, as_of: date, step: _Step | None) -> Change | None:
    """Return the change of an alert whose finding is no longer there.

    Args:
        alert: the alert.
        as_of: the day of the run.
        step: the step that its matter has reached instead, if there is one.
    """
    if alert.status != "open":
        passed = replace(alert, seen_runs=0, last_seen=None, old_books=False)
        if alert.end_untold and alert.resolved_on is not None and alert.resolved_on < as_of:
            return Change(_done_with(passed), Reason.RESOLVED)
        return Change(passed, Reason.PASSED) if passed != alert else None
    closed = replace(
        alert,
        status="resolved",
        resolved_on=as_of,
        snoozed_until=None,
        old_books=False,
        seen_runs=0,
        last_seen=None,
    )
    if step is not None and (step.flapping or step.severity > alert.severity):
        return Change(_done_with(closed), Reason.REPLACED)
    snoozed = alert.snoozed_until is not None and alert.snoozed_until > as_of
    # What nobody was told of needs no good news either.
    quiet = snoozed or alert.noticed_severity is None
    if not quiet and alert.urgent and alert.since >= as_of:
        return Change(closed, Reason.RESOLVED_LATER)
    return Change(_done_with(closed), Reason.RESOLVED_QUIETLY if quiet else Reason.RESOLVED)


def _inheriting(change: Change, gone: Alert | None) -> Change:
    """Return the change of a step that comes and goes with what people know of the one that it replaced."""
    if gone is None or change.reason is not Reason.FLAPPING:
        return change
    heir = replace(
        change.alert,
        noticed_severity=gone.noticed_severity,
        noticed_level=None if gone.noticed_severity is None else change.alert.level,
        unanswered_since=gone.unanswered_since,
        escalated_on=gone.escalated_on,
    )
    return replace(change, alert=heir)


def _unknown(alert: Alert) -> Change | None:
    """Return the change of an alert of which this run can say nothing."""
    return Change(alert, Reason.STILL_OPEN) if alert.status == "open" else None
