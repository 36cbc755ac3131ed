"""Notifying: one digest for each reader who has news."""

from __future__ import annotations

from sync.alerts.digest import Digest, make_digests
from sync.alerts.lifecycle import Reason
from sync.alerts.places import Locator
from sync.config import OWNER
from sync.lateness import missed_runs
from sync.session import Session
from sync.steps.base import Outlook
from sync.steps.desks import desks_of


def digests(session: Session, outlook: Outlook) -> tuple[Digest, ...]:
    """Return one digest for each reader who has news."""
    desks = desks_of(session, outlook.gathered)
    return make_digests(
        outlook.changes,
        desks=desks.all(),
        desk_of=desks.of,
        voice=session.office.voice,
        as_of=session.as_of,
        owner=session.office.mail.recipients.get(OWNER, ()),
        locator=Locator.of(outlook.gathered.snapshots.values()),
        confidential_workbooks=desks.confidential_workbooks(),
    )


def notify(session: Session, run: str, outlook: Outlook) -> list[tuple[str, str]]:
    """Store what people are told together with the mails that tell it, then send them; return whom and about what."""
    from sync.alerts.mail import Letterhead, render_mail  # noqa: PLC0415  (templates: only where there is news)
    from sync.delivery import deliver_mail  # noqa: PLC0415

    letterhead = Letterhead(
        office_id=str(session.office.folder.name),
        office_name=session.office.name,
        sender=session.office.mail.sender,
        run_id=run,
        moment=session.now(),
        voice=session.office.voice,
        late=missed_runs(session),
        audit=str(session.store.audit_head() or ""),
    )
    session.progress.step("notify", 0, 1)
    mails = [render_mail(digest, letterhead) for digest in digests(session, outlook)]
    alerts = [change.alert for change in outlook.changes]
    accepted = sum(change.reason is Reason.BASELINE for change in outlook.changes)
    session.store.commit_notices(run, alerts, mails, first_looks=outlook.first_looks, accepted=accepted)
    deliver_mail(session)
    session.progress.step("notify", 1, 1)
    return [(mail.to, mail.subject) for mail in mails]
