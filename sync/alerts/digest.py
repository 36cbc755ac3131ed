"""Digests: what one reader is told after one run. Pure.

A digest is made for an address, not for a department: who works for two departments gets one mail. It goes out only if
something in it is news. What is merely still open is counted and the gravest few are named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final, Literal

from rules.core.message import SEVERITY_TITLES, Severity, Voice, format_value
from sync.alerts import wording
from sync.alerts.alert import NOTICES, Alert, Change, Reason
from sync.alerts.places import Locator
from sync.alerts.readers import Desk, Entry, Rights, readers_of

SectionName = Literal["baseline", "new", "escalated", "worse", "snooze_over", "reminder", "still_open", "resolved"]

LIST_LIMIT: Final = 20
"""Items that a section lists; the rest are counted."""

OPEN_LIMIT: Final = 3
"""Items still open that a section names."""

_SECTIONS: Final[Mapping[SectionName, frozenset[Reason]]] = {
    "baseline": frozenset({Reason.BASELINE}),
    "new": frozenset({Reason.NEW}),
    "escalated": frozenset({Reason.ESCALATED}),
    "worse": frozenset({Reason.WORSE}),
    "snooze_over": frozenset({Reason.SNOOZE_OVER}),
    "reminder": frozenset({Reason.REMINDER}),
    "still_open": frozenset({Reason.STILL_OPEN, Reason.FLAPPING}),
    "resolved": frozenset({Reason.RESOLVED, Reason.RESOLVED_QUIETLY}),
}
_NEWS: Final[tuple[SectionName, ...]] = (
    "baseline",
    "new",
    "escalated",
    "worse",
    "snooze_over",
    "reminder",
    "resolved",
)
_ALARMS: Final = NOTICES | {Reason.BASELINE}


@dataclass(frozen=True, slots=True)
class Item:
    """One matter in a digest, in the reader's language.

    Attributes:
        alert: the alert's id.
        code: the message's code.
        severity: how grave it is.
        title: the matter in a few words.
        what: what is wrong, with the value seen and what was expected; empty where it may be personal.
        why: why it stands in this section; empty for what is new, of which the text says why.
        fix: what to do; empty for what is resolved.
        place: where it stands, in words.
        link: the address that leads there, or nothing.
        key: the record's key, or a setting's title; empty where it may be personal, and where there is no row.
        since: the day since when.
        days: days from then to the run, or to the end of what is resolved.
        urgent: whether it cannot wait.
        personal: whether details are left out.
    """

    alert: str
    code: str
    severity: Severity
    title: str
    what: str
    why: str
    fix: str
    place: str
    link: str
    key: str
    since: date
    days: int
    urgent: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many matters of one kind a first run found."""

    code: str
    severity: Severity
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Section:
    """The matters of one desk of which the same is to be said.

    Attributes:
        name: what is to be said of them.
        count: how many there are.
        items: those that are listed, the gravest first.
        tallies: of a baseline, how many of each kind instead.
        oldest: days of the one that is open longest.
    """

    name: SectionName
    count: int
    items: tuple[Item, ...] = ()
    tallies: tuple[Tally, ...] = ()
    oldest: int = 0

    @property
    def rest(self) -> int:
        """Return how many are counted and not shown."""
        return self.count - len(self.items) - sum(tally.count for tally in self.tallies)


@dataclass(frozen=True, slots=True)
class DeskPart:
    """What a digest says of one department; ``snoozed`` is how many matters staff have put off."""

    title: str
    sections: tuple[Section, ...]
    snoozed: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """One mail's worth of news for one reader.

    Attributes:
        reader: the address.
        subject: the subject; holds counts and fixed titles only, never anything from a cell.
        summary: the whole news in one sentence of counts.
        parts: one per department.
        desks: the stable names of all departments that this reader reads of, which name the mail's thread.
        desk_titles: their titles.
        as_of: the day of the run.
        second: titles of the departments of which this reader reads only what was not settled in time.
    """

    reader: str
    subject: str
    summary: str
    parts: tuple[DeskPart, ...]
    desks: tuple[str, ...]
    desk_titles: tuple[str, ...]
    as_of: date
    second: tuple[str, ...] = ()


def make_digests(
    changes: Iterable[Change],
    *,
    desks: Sequence[Desk],
    desk_of: Callable[[Alert], str],
    voice: Voice,
    as_of: date,
    owner: Sequence[str] = (),
    locator: Locator | None = None,
    confidential_workbooks: Collection[str] = frozenset(),
) -> tuple[Digest, ...]:
    """Return one digest for each reader who has news, by address.

    Args:
        changes: what became of the alerts in this run.
        desks: the departments, in the order in which they are shown.
        desk_of: the name of the desk that an alert belongs to; a name that is none of theirs (as ``""``) goes to the
            owner, without details.
        voice: the office's language.
        as_of: the day of the run.
        owner: addresses that read of all departments that are not confidential.
        locator: shows places as people see them.
        confidential_workbooks: workbooks of which only the department's own recipients may read.
    """
    known = {desk.name: desk for desk in desks}
    general = Desk("", wording.GENERAL)
    entries = []
    for change in changes:
        desk = known.get(desk_of(change.alert), general)
        entries.append(Entry(change, desk, desk.confidential or change.alert.workbook in confidential_workbooks))
    order = (*desks, general) if "" not in known else tuple(desks)
    writer = _Writer(voice, as_of, locator or Locator())
    digests = (_digest(reader, own, entries, order, writer) for reader, own in readers_of(desks, owner).items())
    return tuple(digest for digest in digests if digest is not None)


def _digest(
    reader: str, rights: Rights, entries: Sequence[Entry], order: Sequence[Desk], writer: _Writer
) -> Digest | None:
    """Return what one reader is told, or None where nothing is news."""
    readable = [entry for entry in entries if rights.may_read(entry)]
    if not any(entry.change.reason.told for entry in readable):
        return None
    parts = []
    for desk in order:
        part = writer.part(desk, [entry.change for entry in readable if entry.desk.name == desk.name])
        if part is not None:
            parts.append(part)
    listed = [desk for desk in order if desk.name and rights.listed(desk)]
    summary = writer.summary(parts)
    return Digest(
        reader=reader,
        subject=writer.subject(summary, parts, [entry.change for entry in readable]),
        summary=summary,
        parts=tuple(parts),
        desks=tuple(desk.name for desk in listed),
        desk_titles=tuple(desk.titles.in_language(writer.voice.language) for desk in listed),
        as_of=writer.as_of,
        second=tuple(desk.titles.in_language(writer.voice.language) for desk in order if rights.only_second(desk)),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts changes into the words of one office."""

    voice: Voice
    as_of: date
    locator: Locator

    def part(self, desk: Desk, changes: Sequence[Change]) -> DeskPart | None:
        """Return what is said of one desk, or None where there is nothing to say."""
        sections = tuple(
            self.section(name, desk, [change for change in changes if change.reason in reasons])
            for name, reasons in _SECTIONS.items()
        )
        told = tuple(section for section in sections if section.count)
        snoozed = sum(change.reason is Reason.SNOOZED for change in changes)
        title = desk.titles.in_language(self.voice.language)
        return DeskPart(title, told, snoozed) if told or snoozed else None

    def section(self, name: SectionName, desk: Desk, changes: Sequence[Change]) -> Section:
        """Return one section with the gravest matters first."""
        ranked = sorted(changes, key=_rank)
        oldest = max(((self.as_of - change.alert.since).days for change in ranked), default=0)
        if name == "baseline":
            return Section(name, len(ranked), tallies=self.tallies(ranked), oldest=oldest)
        limit = OPEN_LIMIT if name == "still_open" else LIST_LIMIT
        items = tuple(self.item(name, desk, change) for change in ranked[:limit])
        return Section(name, len(ranked), items, oldest=oldest)

    def tallies(self, changes: Sequence[Change]) -> tuple[Tally, ...]:
        """Return how many matters of each kind there are, the gravest and most frequent first."""
        by_code = groupby(sorted(changes, key=lambda change: change.alert.code), key=lambda change: change.alert.code)
        tallies = []
        for code, group in by_code:
            alerts = [change.alert for change in group]
            severity = max(alert.severity for alert in alerts)
            tallies.append(Tally(code, severity, alerts[0].title.in_language(self.voice.language), len(alerts)))
        return tuple(sorted(tallies, key=lambda tally: (-tally.severity, -tally.count, tally.code))[:LIST_LIMIT])

    def item(self, name: SectionName, desk: Desk, change: Change) -> Item:
        """Return one matter in words; of what may be personal nothing but title, place and code."""
        alert, finding = change.alert, change.finding
        hidden = not desk.name or alert.personal
        place = self.locator.show(alert.place, self.voice.language)
        ended = alert.resolved_on or self.as_of
        item = Item(
            alert=alert.id,
            code=alert.code,
            severity=alert.severity,
            title=alert.title.in_language(self.voice.language),
            what="",
            why=self.why(name, desk, change),
            fix="",
            place=place.text,
            link=place.link,
            key="",
            since=alert.since,
            days=(ended - alert.since).days,
            urgent=finding is not None and finding.urgent and name != "resolved",
            personal=hidden,
        )
        if hidden:
            return item
        item = replace(item, key=_shown_key(alert))
        if finding is None or name == "resolved":
            return item
        try:
            return replace(item, what=finding.text(self.voice), fix=finding.fix(self.voice))
        except KeyError:
            # A rule that forgot a field of its message must not keep everybody else's mail from going out.
            return item

    def why(self, name: SectionName, desk: Desk, change: Change) -> str:
        """Return why a matter stands in its section; nothing where that goes without saying."""
        alert = change.alert
        returned = name == "new" and alert.returns
        words = wording.RETURNED if change.reason is Reason.FLAPPING or returned else wording.WHY.get(name)
        if words is None:
            return ""
        figures = {"code": alert.code, "times": str(alert.returns), "people": ", ".join(desk.second)}
        return wording.filled(words.in_language(self.voice.language), figures)

    def summary(self, parts: Sequence[DeskPart]) -> str:
        """Return how many matters of each section are news, as ``3 việc mới, 1 việc đã xử lý``."""
        sections = [section for part in parts for section in part.sections]
        counts = {name: sum(section.count for section in sections if section.name == name) for name in _NEWS}
        return ", ".join(self.count(name, count) for name, count in counts.items() if count)

    def subject(self, summary: str, parts: Sequence[DeskPart], changes: Sequence[Change]) -> str:
        """Return a subject of departments, counts and the worst matter's fixed title."""
        titles = ", ".join(part.title for part in parts if any(section.name in _NEWS for section in part.sections))
        subject = f"[{titles}] {summary}"
        alarms = sorted((change for change in changes if change.reason in _ALARMS), key=_rank)
        if not alarms:
            return subject
        worst = alarms[0]
        if _is_urgent(worst):
            subject = f"{wording.URGENT.in_language(self.voice.language)} {subject}"
        severity = SEVERITY_TITLES[worst.alert.severity].in_language(self.voice.language)
        return f"{subject} — {severity}: {worst.alert.title.in_language(self.voice.language)}"

    def count(self, name: SectionName, count: int) -> str:
        """Return how many of a section there are, in words."""
        one, several = wording.COUNTS[name]
        words = (one if count == 1 else several).in_language(self.voice.language)
        return words.replace("{count}", format_value(count, "integer", self.voice))


def _shown_key(alert: Alert) -> str:
    """Return a row's key as people know it.

    What is about a whole tab or workbook has no row, so its key would tell people nothing.
    """
    return "" if alert.place.row is None else alert.called


def _is_urgent(change: Change) -> bool:
    return change.finding is not None and change.finding.urgent


def _rank(change: Change) -> tuple[bool, int, date, str, str, int, int, str]:
    """Return what orders matters: urgent and grave ones first, then the oldest, then as they stand in the books."""
    alert = change.alert
    place = alert.place
    return (
        not _is_urgent(change),
        -alert.severity,
        alert.since,
        place.workbook,
        place.tab,
        place.row or 0,
        place.column or 0,
        alert.id,
    )
