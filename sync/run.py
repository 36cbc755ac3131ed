"""The run: read, parse, decide, plan, apply, notify. Everything else serves this file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from sync.results import RunResult, StatusResult
from sync.session import Session
from sync.timing import Stopwatch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.core.rule import Explanation
    from sync.auditing import AuditResult
    from sync.backends.base import Snapshot
    from sync.history import RunList, RunStory
    from sync.mailbox import Mailbox, MailOutcome
    from sync.reading import OfficeReading
    from sync.results import CheckLine, UndoResult
    from sync.store import Head
    from sync.store.base import RunStatus
    from sync.why_not import Answer

TRIES = 4
"""How often a run tries to write: again, where staff edited between reading and writing, or in that very moment."""


def sync(session: Session) -> RunResult:
    """Make one run: check every workbook, write what differs, and mail what is new.

    1. Finish or undo what a crash left behind, and deliver mail that is still waiting.
    2. Where nothing changed since the last run, say again what it found.
    3. Read, parse, decide and plan; apply. Where staff edited a workbook meanwhile, try again from what is there.
    4. Store what was told, together with the mails that tell it, and deliver them.
    """
    from sync.unchanged import office_digest, remember, remembered  # noqa: PLC0415

    started = session.timer()
    recover(session)
    if (before := remembered(session, office_digest(session), started)) is not None:
        return before
    from sync import steps  # noqa: PLC0415  (loads the libraries of reading and writing)

    watch = Stopwatch(session.progress, session.timer)
    session = replace(session, progress=watch)
    run = steps.begin(session)
    known: Mapping[str, Snapshot] = {}
    first: OfficeReading | None = None
    for attempt in range(1, TRIES + 1):  # pragma: no branch - the last try always ends it
        office = steps.read(session, known)
        outlook = steps.consider(session, office)
        first = first or outlook.reading
        plans = steps.as_first_seen(steps.plan(session, outlook), first, outlook.reading)
        receipts = steps.apply(session, run, outlook, plans, last_try=attempt == TRIES)
        if not receipts.moved:
            break
        known = steps.untouched(office, receipts)
    mails = steps.notify(session, run, outlook)
    result = steps.result(session, run, outlook, receipts, mails, session.timer() - started)
    steps.finish(session, run, outlook, result, watch.seconds)
    remember(session, result, receipts.fingerprints)
    return result


def plan(session: Session) -> RunResult:
    """Return what a run would write and mail, and change nothing."""
    from sync import steps  # noqa: PLC0415  (loads the libraries of reading)

    started = session.timer()
    outlook = steps.consider(session, steps.read(session))
    plans = steps.plan(session, outlook)
    return steps.preview(session, outlook, plans, session.timer() - started)


def recover(session: Session) -> None:
    """Finish or undo what an interrupted run left: prepared writes, unfinished runs, mail that waits."""
    from sync.recovery import recover as recover_office  # noqa: PLC0415  (only where a run begins)

    recover_office(session)


def undo(session: Session, run_id: str) -> UndoResult:
    """Put back every cell that still holds what a run wrote, and keep its workbooks from being written.

    Raises:
        UnknownRunError: where there is no such run.
    """
    from sync.undoing import undo as undo_run  # noqa: PLC0415  (loads the libraries of reading and writing)

    recover(session)
    return undo_run(session, run_id)


def resume(session: Session, workbooks: tuple[str, ...] = ()) -> list[str]:
    """Let held workbooks be written again, all of them where none is named; return those that were on hold."""
    released = [name for one in workbooks for name in session.store.release(one)] if workbooks else []
    if not workbooks:
        released = session.store.release()
    if released:
        session.store.forget_digest()
    return released


def status(session: Session) -> StatusResult:
    """Return the last runs, the open alerts, the workbooks on hold, the mail that waits, and the next runs."""
    from sync.lateness import timetable  # noqa: PLC0415  (only where somebody asks)

    times = timetable(session)
    alerts = [alert for alert in session.store.alerts().values() if alert.status == "open"]
    severities = sorted({alert.severity for alert in alerts}, reverse=True)
    return StatusResult(
        runs=session.store.runs(10),
        open_alerts={severity: sum(alert.severity is severity for alert in alerts) for severity in severities},
        held=session.store.held(),
        mailbox=mailbox(session),
        jobs=session.office.jobs,
        coming=[(one.job.words, one.moment) for one in times.coming],
        last_success=times.last_success,
        late_since=times.late_since,
    )


def list_runs(session: Session, limit: int | None, status: RunStatus | None = None, workbook: str = "") -> RunList:
    """Return the last runs, the latest first; those that ended so, or wrote this workbook."""
    from sync.history import list_runs as list_them  # noqa: PLC0415  (only where somebody asks)

    return list_them(session, limit, status, workbook)


def show_run(session: Session, run_id: str) -> RunStory:
    """Return what a run did.

    Raises:
        UnknownRunError: where there is no such run.
    """
    from sync.history import show_run as show_it  # noqa: PLC0415  (only where somebody asks)

    return show_it(session, run_id)


def audit(session: Session, mailed: Head | None = None) -> AuditResult:
    """Return whether the audit chain is as it was written, and continues the head that a mail told."""
    from sync.auditing import audit as audit_chain  # noqa: PLC0415  (only where somebody asks)

    return audit_chain(session, mailed)


def mailbox(session: Session) -> Mailbox:
    """Return the mails that wait and those that were given up."""
    from sync import delivery  # noqa: PLC0415  (only where somebody asks)

    return delivery.mailbox(session)


def send_mail(session: Session) -> MailOutcome:
    """Send the mails whose time has come."""
    from sync import delivery  # noqa: PLC0415  (only where somebody asks)

    return delivery.send_waiting(session)


def retry_mail(session: Session, numbers: Collection[int] = ()) -> MailOutcome:
    """Send the mails of these numbers again at once, all where none is named, also those that were given up."""
    from sync import delivery  # noqa: PLC0415  (only where somebody asks)

    return delivery.retry(session, numbers)


def discard_mail(session: Session, numbers: Collection[int] = ()) -> MailOutcome:
    """Forget the mails of these numbers that were given up, all of them where none is named."""
    from sync import delivery  # noqa: PLC0415  (only where somebody asks)

    return delivery.discard(session, numbers)


def send_trial(session: Session, address: str | None = None) -> CheckLine:
    """Send a mail that tries whether mails arrive, to one of the recipients of the settings."""
    from sync import delivery  # noqa: PLC0415  (only where somebody asks)

    return delivery.send_trial(session, address)


def explain(session: Session, words: tuple[str, ...]) -> list[Explanation]:
    """Return where a number or a flag comes from, for a cell (``"Items!D17"``) or in a department's own words."""
    from sync.explaining import explain as explain_words  # noqa: PLC0415  (loads the libraries of reading)

    return explain_words(session, words)


def why_not(session: Session, words: tuple[str, ...]) -> list[Answer]:
    """Return every reason why no alert came for an item, or came no more."""
    from sync.why_not import why_not as answer  # noqa: PLC0415  (loads the libraries of reading)

    return answer(session, words)


def check(session: Session) -> list[CheckLine]:
    """Return one line for each thing that has to be right, with what to do where it is not."""
    from sync.checking import check as check_office  # noqa: PLC0415  (loads the libraries of reading)

    return check_office(session)
