"""Notifying: one digest for each reader who has news."""

from __future__ import annotations

from sync.alerts.digest import Desk, Digest, make_digests
from sync.alerts.lifecycle import Alert
from sync.alerts.places import Locator
from sync.lateness import missed_runs
from sync.session import Session
from sync.sources import departments_of, is_confidential
from sync.steps.base import Outlook


def digests(session: Session, outlook: Outlook) -> tuple[Digest, ...]:
    """Return one digest for each reader who has news."""
    departments = session.departments()
    recipients = session.office.mail.recipients
    gathered = outlook.gathered
    configs = {source.name: source.config for source in (*gathered.sources, *gathered.skipped)}
    desks = [Desk(one.name, one.titles, tuple(recipients.get(one.name, ())), one.confidential) for one in departments]
    tables = {record.table.name: one.name for one in departments for record in one.all_layouts()}
    codes = {message.code: one.name for one in departments for message in one.messages}

    def desk_of(alert: Alert) -> str:
        config = configs.get(alert.workbook)
        own = departments_of(config, departments) if config else ()
        return codes.get(alert.code) or tables.get(alert.table) or (own[0] if own else "")

    return make_digests(
        outlook.changes,
        desks=desks,
        desk_of=desk_of,
        voice=session.office.voice,
        as_of=session.as_of,
        owner=recipients.get("owner", ()),
        locator=Locator.of(outlook.gathered.snapshots.values()),
        confidential_workbooks=frozenset(
            name for name, config in configs.items() if is_confidential(config, departments)
        ),
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
    )
    session.progress.step("notify", 0, 1)
    mails = [render_mail(digest, letterhead) for digest in digests(session, outlook)]
    session.store.commit_notices(run, [change.alert for change in outlook.changes], mails)
    deliver_mail(session)
    session.progress.step("notify", 1, 1)
    return [(mail.to, mail.subject) for mail in mails]
