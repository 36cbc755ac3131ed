"""An alert as a value, what may become of it, and what identifies it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

from rules.core.finding import Finding, Place
from rules.core.message import Severity
from rules.core.text import Text, fold

Status = Literal["waiting", "open", "resolved"]


_SETTINGS: Final = "settings"
"""Name under which settings are found, as records are under the name of their table."""


class Reason(StrEnum):
    """Why an alert changed, or did not; :mod:`sync.alerts.lifecycle` says when, and whether people are told."""

    NEW = "new"
    WORSE = "worse"
    ESCALATED = "escalated"
    REMINDER = "reminder"
    SNOOZE_OVER = "snooze_over"
    RESOLVED = "resolved"
    BASELINE = "baseline"
    STILL_OPEN = "still_open"
    FLAPPING = "flapping"
    SNOOZED = "snoozed"
    RESOLVED_QUIETLY = "resolved_quietly"
    RESOLVED_LATER = "resolved_later"
    REPLACED = "replaced"
    WAITING = "waiting"
    PASSED = "passed"

    @property
    def told(self) -> bool:
        """Return whether the change by itself is a reason for a mail."""
        return self in _TOLD


NOTICES: Final = frozenset({Reason.NEW, Reason.WORSE, Reason.ESCALATED, Reason.REMINDER, Reason.SNOOZE_OVER})
"""The reasons for which people are told of one matter by itself while it is open."""

_TOLD: Final = NOTICES | {Reason.RESOLVED, Reason.BASELINE}


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
        urgent: whether it could not wait when it was seen last.
        since: the day on which it began, or began again.
        status: ``"waiting"`` was never an alert so far; ``"open"``; ``"resolved"``.
        notices: how often people were told of it by itself.
        noticed_severity: severity when people were told last; None if nobody was told since it began, or they were told
            that it is gone.
        noticed_level: level when people were told last.
        last_notice_on: the day on which people were told last.
        snoozed_until: the day until which staff put it off; from that day on it counts again.
        resolved_on: the day on which it was no longer found.
        unanswered_since: the day from which its answer is waited for: people were told of it by itself, or it was put
            off and no longer is; None while nobody was told of it by itself since it began.
        escalated_on: the day on which others were told because it was not settled in time.
        returns: how often in a row it came back right after it had gone.
        old_books: whether the first look at its table found it, so that it is summed up with others.
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
    unanswered_since: date | None = None
    escalated_on: date | None = None
    returns: int = 0
    old_books: bool = False
    seen_runs: int = 0
    last_seen: date | None = None
    urgent: bool = False

    @property
    def setting(self) -> str:
        """Return the internal name of the setting that it is about; empty where it is about something else."""
        return self.key[0] if self.table == _SETTINGS and self.key else ""

    @property
    def called(self) -> str:
        """Return what people know its record by: a setting by its title in the tab, all else by its key."""
        return self.place.header if self.setting else " · ".join(self.key)

    @property
    def listed(self) -> bool:
        """Return whether it has a row in the alerts tab: it is open, or was."""
        return self.status != "waiting"

    @property
    def end_untold(self) -> bool:
        """Return whether it is gone, and those who were told of it were not told so."""
        return self.status == "resolved" and self.noticed_severity is not None


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
