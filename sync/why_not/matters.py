"""Matters: what became of each alert of an item, whom was told, and what was found that is no alert."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from rules.core.finding import Finding
from rules.core.message import Message
from rules.core.text import Text
from sync.alerts import wording
from sync.alerts.lifecycle import Alert, Change, Reason
from sync.session import Session
from sync.steps.base import Outlook
from sync.steps.desks import Desks
from sync.store.base import MailRecord
from sync.why_not import messages as said
from sync.why_not.asking import Asked
from sync.why_not.base import Answer, Evidence, text_of, title_of


@dataclass(frozen=True, slots=True)
class Matters:
    """Says of each matter why it is not told, or not told again.

    Attributes:
        session: the opened office.
        outlook: the office as a run would find it now.
        desks: knows whose business each alert is.
        known: id -> alert, as the last run left it.
    """

    session: Session
    outlook: Outlook
    desks: Desks
    known: Mapping[str, Alert]

    def answers(self, asked: Asked) -> Iterator[Answer]:
        """Yield the reasons of all matters that an item has: alerts first, then notes."""
        changes = {change.alert.id: change for change in self.outlook.changes}
        names = [name for name, finding in asked.found.items() if finding.message.alert]
        for name in dict.fromkeys((*names, *asked.alerts)):
            change = changes.get(name)
            if change is None:
                change = Change(self.known[name], Reason.RESOLVED) if name in self.known else None
            if change is not None:
                yield from self._of_change(change)
        for finding in asked.found.values():
            if not finding.message.alert:
                yield self._note(finding)

    def _of_change(self, change: Change) -> Iterator[Answer]:
        alert, readers = change.alert, self.desks.readers(change.alert)
        if change.reason is Reason.SNOOZED:
            yield self._answer(said.SNOOZED, change, until=alert.snoozed_until)
        elif change.reason is Reason.WAITING:
            by_itself = change.finding.message.wait_runs if change.finding is not None else 0
            needed = self.desks.policy(alert).wait_runs.get(alert.code, by_itself)
            yield self._answer(said.WAITING, change, seen=alert.seen_runs, needed=needed)
        elif change.reason is Reason.FLAPPING:
            yield self._answer(said.FLAPPING, change, times=alert.returns)
        elif change.reason is Reason.REPLACED:
            yield self._answer(said.REPLACED, change)
        elif change.finding is None and change.reason is not Reason.STILL_OPEN:
            yield self._answer(said.RESOLVED, change, day=alert.resolved_on or self.session.as_of)
        elif change.reason.told:
            if readers:
                yield self._answer(said.NEXT_RUN, change, readers=list(readers))
        else:
            yield from self._told_before(change)
        if not readers and alert.status != "resolved":
            yield self._answer(said.NOBODY, change, department=self._department(alert))

    def _told_before(self, change: Change) -> Iterator[Answer]:
        """Yield how people know of an alert that is still open: by a mail of its own, or by the first check."""
        alert = change.alert
        if alert.last_notice_on is None:
            yield self._answer(said.BASELINE, change, day=alert.since)
            return
        mails = [one for one in self.session.store.mails_for(alert.last_notice_on) if self._may_tell(one, alert)]
        naming = [one for one in mails if _names(one, alert)] or mails
        for one in naming:
            if one.state != "sent":
                fields = {"day": alert.last_notice_on, "reader": one.to, "tries": one.tries}
                fact = (Evidence(said.SERVER_SAID, one.error),) if one.error else ()
                yield self._answer(said.MAIL_WAITS, change, evidence=fact, **fields)
        told = [one.to for one in naming if one.state == "sent"]
        if told or not naming:
            readers = list(dict.fromkeys(told)) or list(self.desks.readers(alert))
            if readers:
                yield self._answer(said.TOLD, change, day=alert.last_notice_on, readers=readers)

    def _may_tell(self, mail: MailRecord, alert: Alert) -> bool:
        readers = {address.casefold() for address in self.desks.readers(alert)}
        return mail.to.casefold() in readers

    def _department(self, alert: Alert) -> Text:
        name = self.desks.of(alert)
        return next((one.titles for one in self.session.departments() if one.name == name), wording.GENERAL)

    def _note(self, finding: Finding) -> Answer:
        facts = (
            Evidence(said.SAYS, text_of(finding, self.session.office.voice)),
            Evidence(said.PLACE, str(finding.place)),
        )
        fields = {"code": finding.code, "title": finding.message.title}
        return Answer(said.NO_ALERT, _item(finding.key, title_of(finding)), fields, facts)

    def _answer(self, message: Message, change: Change, evidence: Sequence[Evidence] = (), **fields: object) -> Answer:
        alert = change.alert
        words = {"code": alert.code, "title": alert.title, **fields}
        facts = (*self._facts(change), *evidence)
        return Answer(message, alert.called or alert.id, words, facts, setting=alert.setting)

    def _facts(self, change: Change) -> Iterator[Evidence]:
        alert = change.alert
        if change.finding is not None:
            yield Evidence(said.SAYS, text_of(change.finding, self.session.office.voice))
        yield Evidence(said.PLACE, str(alert.place))
        if alert.listed:
            yield Evidence(said.SINCE, alert.since, "date")
            yield Evidence(said.NOTICES, alert.notices, "integer")
        yield Evidence(said.ALERT, alert.id)
        last = self.session.store.last_success()
        if last is not None:
            yield Evidence(said.LAST_RUN, last.run_id)


def _item(key: tuple[str, ...], instead: Text) -> str:
    return " · ".join(key) or instead.en


def _names(mail: MailRecord, alert: Alert) -> bool:
    """Return whether a mail names an alert; it might be counted in it only."""
    body = message_from_bytes(mail.mime, policy=default).get_body(("plain",))
    return body is not None and alert.id in body.get_content()
