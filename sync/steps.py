"""The steps of a run: each takes what the one before returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rules.core.finding import Finding, Place
from rules.core.report import Report
from rules.core.rule import Context, Department
from sync import messages
from sync.alerts.digest import Desk, Digest, make_digests
from sync.alerts.lifecycle import Alert, Reason, needs_baseline, state_after
from sync.alerts.lifecycle import decide as decide_alerts
from sync.alerts.places import Locator
from sync.backends.base import ExternallyChangedError, Snapshot, WorkbookError
from sync.closing import Frozen, freeze
from sync.config import WorkbookConfig
from sync.deciding import decide
from sync.planning.owned_tabs import read_snoozes
from sync.planning.plan import WorkbookPlan
from sync.planning.planner import plan_office
from sync.reading import OfficeReading, read_office
from sync.results import RunResult, WorkbookResult
from sync.steps_base import Gathered, Outlook, Receipts, Source
from sync.wiring import Session
from sync.writing import write_workbook


def begin(session: Session) -> str:
    """Note that a run begins, and return its name."""
    run = session.store.next_run_id(session.as_of)
    session.store.begin_run(run, "sync", session.as_of, session.now())
    return run


def read(session: Session) -> Gathered:
    """Read every workbook; one that cannot be read never stops the others."""
    sources = find_sources(session)
    snapshots: dict[str, Snapshot] = {}
    problems: dict[str, Finding] = {}
    for number, source in enumerate(sources):
        session.progress.step("read", number, len(sources))
        try:
            snapshots[source.name] = session.backend(source.config).read(source.name, source.location)
        except WorkbookError as error:
            problems[source.name] = workbook_finding(source.name, error)
    session.progress.step("read", len(sources), len(sources))
    return Gathered(sources, snapshots, problems)


def find_sources(session: Session) -> list[Source]:
    """Return every workbook file of the office; a pattern that fits several gives each a name of its own."""
    sources = []
    for workbook in session.office.workbooks:
        locations = session.backend(workbook).find(workbook.location) or [workbook.location]
        for location in locations:
            short = location.replace("\\", "/").rsplit("/", 1)[-1]
            name = workbook.name if len(locations) == 1 else f"{workbook.name}/{short}"
            sources.append(Source(workbook, name, location))
    return sources


def workbook_finding(workbook: str, error: WorkbookError) -> Finding:
    """Return what an error about a workbook means for people."""
    message = messages.BY_CODE.get(error.code, messages.UNREADABLE)
    fields = {"detail": "", "who": "", "location": workbook, **error.fields}
    return Finding(message, Place(workbook), "", (workbook,), fields)


def consider(session: Session, gathered: Gathered) -> Outlook:
    """Parse, decide, and see what became of each alert. Pure, but for what the store remembers."""
    store, voice = session.store, session.office.voice
    departments = session.departments()
    configs = {source.name: source.config for source in gathered.sources}
    session.progress.step("parse", 0, 1)
    reading = read_office(
        list(gathered.snapshots.values()),
        departments,
        {name: config.tables for name, config in configs.items()},
        {
            name: departments_of(config, departments)
            for name, config in configs.items()
            if _is_certain(config, departments)
        },
    )
    session.progress.step("parse", 1, 1)
    context = Context(session.as_of, session.office.country, voice, reading.settings)
    unread = {name for source in gathered.problems for name in departments_of(configs[source], departments)}
    frozen = _frozen(session, departments)
    session.progress.step("decide", 0, 1)
    decision = decide(reading.books, departments, context, frozen, unread)
    reports, withheld = place_reports(reading, decision.reports, configs, departments)
    snoozes: dict[str, date] = {}
    snooze_findings: list[Finding] = []
    for snapshot in gathered.snapshots.values():
        found, problems = read_snoozes(snapshot)
        snoozes |= found
        snooze_findings += problems
    findings = [*gathered.problems.values(), *reading.findings, *snooze_findings, *decision.findings, *withheld]
    known = store.alerts()
    changes = decide_alerts(
        known,
        findings,
        as_of=session.as_of,
        snoozes=snoozes,
        baseline=needs_baseline(known, findings),
        unread_workbooks=frozenset(gathered.problems),
        unevaluated_codes=unevaluated_codes(departments, decision.unevaluated),
    )
    session.progress.step("decide", 1, 1)
    blocked = {
        name for name, config in configs.items() if unread.intersection(departments_of(config, departments))
    } - set(gathered.problems)
    return Outlook(
        gathered=gathered,
        reading=reading,
        context=context,
        decision=decision,
        findings=findings,
        changes=changes,
        alerts=state_after(known, changes),
        reports=reports,
        blocked=frozenset(blocked),
        frozen=frozen,
    )


def departments_of(config: WorkbookConfig, departments: Sequence[Department]) -> tuple[str, ...]:
    """Return the departments whose tables a workbook holds, as its settings or its name say."""
    if config.departments:
        return config.departments
    return tuple(department.name for department in departments if department.name == config.name)


def _is_certain(config: WorkbookConfig, departments: Sequence[Department]) -> bool:
    """Return whether it is known which departments a workbook holds; else whatever is recognised counts."""
    return bool(departments_of(config, departments))


def is_confidential(config: WorkbookConfig, departments: Sequence[Department]) -> bool:
    """Return whether a workbook may hold wages and personal data."""
    if config.confidential is not None:
        return config.confidential
    held = departments_of(config, departments)
    return any(department.confidential and department.name in held for department in departments)


def _frozen(session: Session, departments: Sequence[Department]) -> dict[str, tuple[Frozen, object]]:
    found: dict[str, tuple[Frozen, object]] = {}
    for department in departments:
        if department.closing is not None:
            table = department.closing.record.table.name
            records = session.store.frozen(table)
            if records is not None:
                found[department.name] = (records, session.store.frozen_through(table))
    return found


def unevaluated_codes(departments: Sequence[Department], names: set[str]) -> frozenset[str]:
    """Return the codes of departments whose rules could not all be evaluated; their alerts stay as they are."""
    return frozenset(
        message.code for department in departments if department.name in names for message in department.messages
    )


def place_reports(
    reading: OfficeReading,
    reports: Sequence[Report],
    configs: dict[str, WorkbookConfig],
    departments: Sequence[Department],
) -> tuple[dict[str, list[Report]], list[Finding]]:
    """Return the reports by the workbook that they land in; one must not be less confidential than its inputs."""
    placed: dict[str, list[Report]] = {}
    withheld = []
    for report in reports:
        home = reading.books.table(report.home)
        if not home.present:
            continue
        name = home.parts[0].workbook
        sources = {part.workbook for record in report.inputs for part in reading.books.table(record).parts}
        secret = any(is_confidential(configs[source], departments) for source in sources)
        if secret and not is_confidential(configs[name], departments):
            fields = {"report": report.titles, "workbook": name}
            withheld.append(Finding(messages.TOO_CONFIDENTIAL, Place(name), "", (report.name,), fields))
        else:
            placed.setdefault(name, []).append(report)
    return placed, withheld


def plan(session: Session, outlook: Outlook) -> list[WorkbookPlan]:
    """Return the cells of each workbook that differ from what they should hold."""
    session.progress.step("plan", 0, 1)
    plans = plan_office(
        outlook.reading,
        outlook.findings,
        outlook.decision.computed,
        outlook.reports,
        list(outlook.alerts.values()),
        session.as_of,
        session.office.voice,
    )
    session.progress.step("plan", 1, 1)
    return [one for one in plans if one.workbook not in outlook.blocked]


def apply(session: Session, run: str, outlook: Outlook, plans: Sequence[WorkbookPlan], *, last_try: bool) -> Receipts:
    """Write what the plans say, each workbook in one atomic step that is journalled first."""
    receipts = Receipts()
    gathered = outlook.gathered
    by_name = {one.workbook: one for one in plans}
    held = session.store.held()
    already = {write.workbook: write.cells for write in session.store.writes(run) if write.state == "complete"}
    for number, source in enumerate(gathered.sources):
        session.progress.step("apply", number, len(gathered.sources))
        snapshot = gathered.snapshots.get(source.name)
        if snapshot is None:
            receipts.statuses[source.name] = "failed"
            receipts.problems[source.name] = gathered.problems[source.name]
            continue
        receipts.fingerprints[source.location] = snapshot.fingerprint
        receipts.requests[source.name] = snapshot.requests
        receipts.cells[source.name] = already.get(source.name, 0)
        receipts.statuses[source.name] = "changed" if source.name in already else "unchanged"
        wanted = by_name.get(source.name)
        if wanted is None:
            receipts.statuses[source.name] = "failed"
            receipts.problems[source.name] = next(iter(gathered.problems.values()))
        elif wanted:
            _apply_one(session, run, source, snapshot, wanted, held, receipts, last_try=last_try)
    session.progress.step("apply", len(gathered.sources), len(gathered.sources))
    return receipts


def _apply_one(
    session: Session,
    run: str,
    source: Source,
    snapshot: Snapshot,
    wanted: WorkbookPlan,
    held: dict[str, str],
    receipts: Receipts,
    *,
    last_try: bool,
) -> None:
    name = source.name
    if name in held:
        receipts.statuses[name] = "held"
        fields = {"location": snapshot.location, "run": held[name]}
        receipts.problems[name] = Finding(messages.HELD, Place(name), "", (name,), fields)
        return
    try:
        written = write_workbook(session, run, source, snapshot, wanted)
    except ExternallyChangedError as error:
        receipts.moved = receipts.moved or not last_try
        receipts.statuses[name] = "failed"
        receipts.problems[name] = workbook_finding(name, error)
    except WorkbookError as error:
        receipts.statuses[name] = "locked" if error.code == messages.LOCKED.code else "failed"
        receipts.problems[name] = workbook_finding(name, error)
    else:
        receipts.statuses[name] = "changed"
        receipts.cells[name] += written.cells
        receipts.requests[name] += written.requests
        receipts.fingerprints[source.location] = written.fingerprint


def digests(session: Session, outlook: Outlook) -> tuple[Digest, ...]:
    """Return one digest for each reader who has news."""
    departments = session.departments()
    recipients = session.office.mail.recipients
    configs = {source.name: source.config for source in outlook.gathered.sources}
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
    from sync.alerts.outbox import deliver  # noqa: PLC0415

    letterhead = Letterhead(
        office_id=str(session.office.folder.name),
        office_name=session.office.name,
        sender=session.office.mail.sender,
        run_id=run,
        moment=session.now(),
        voice=session.office.voice,
    )
    session.progress.step("notify", 0, 1)
    mails = [render_mail(digest, letterhead) for digest in digests(session, outlook)]
    session.store.commit_notices(run, [change.alert for change in outlook.changes], mails)
    deliver(session.store, session.transport(), session.now())
    session.progress.step("notify", 1, 1)
    return [(mail.to, mail.subject) for mail in mails]


def finish(session: Session, run: str, outlook: Outlook, result: RunResult) -> None:
    """Remember closed periods and how the run ended, and forget what is too old to be asked for."""
    for department in session.departments():
        if department.closing is None or department.name in outlook.decision.unevaluated:
            continue
        table = department.closing.record.table.name
        stored, through = session.store.frozen(table), session.store.frozen_through(table)
        records = freeze(department.closing, outlook.reading.books, outlook.context, stored, through)
        until = department.closing.through(outlook.context)
        if records is not None and until is None:
            session.store.unfreeze(table)
        elif records is not None and until is not None:
            session.store.freeze(table, until, records)
    session.store.finish_run(run, result.status, session.now(), summary(outlook, result))
    session.store.prune(session.as_of)


def summary(outlook: Outlook, result: RunResult) -> dict[str, object]:
    """Return a run in figures; no cell's content is among them."""
    told = sum(change.reason is not Reason.STILL_OPEN for change in outlook.changes)
    return {
        "rows": sum(one.rows for one in result.workbooks),
        "findings": len(result.findings),
        "cells_written": sum(one.cells for one in result.workbooks),
        "mails": len(result.mails),
        "alerts_changed": told,
        "workbooks_left_out": [one.name for one in result.workbooks if one.problem is not None],
    }


def result(
    session: Session,
    run: str,
    outlook: Outlook,
    receipts: Receipts,
    mails: Sequence[tuple[str, str]],
    seconds: float,
) -> RunResult:
    """Return the outcome of a run."""
    rows = {book.snapshot.workbook: sum(len(tab.rows) for tab in book.tabs) for book in outlook.reading.workbooks}
    workbooks = [
        WorkbookResult(
            name=source.name,
            location=source.config.written if source.name == source.config.name else source.name,
            status=receipts.statuses[source.name],
            rows=rows.get(source.name, 0),
            cells=receipts.cells.get(source.name, 0),
            requests=receipts.requests.get(source.name, 0),
            problem=receipts.problems.get(source.name),
        )
        for source in outlook.gathered.sources
    ]
    left_out = sum(one.problem is not None for one in workbooks)
    return RunResult(
        run=run,
        status="ok" if not left_out else "failed" if left_out == len(workbooks) else "partial",
        as_of=session.as_of,
        seconds=seconds,
        workbooks=workbooks,
        findings=outlook.findings,
        mails=mails,
    )


def preview(session: Session, outlook: Outlook, plans: Sequence[WorkbookPlan], seconds: float) -> RunResult:
    """Return what a run would do, as the outcome of a dry run."""
    receipts = Receipts()
    held = session.store.held()
    cells = {one.workbook: one.cells for one in plans}
    for source in outlook.gathered.sources:
        snapshot = outlook.gathered.snapshots.get(source.name)
        receipts.cells[source.name] = cells.get(source.name, 0)
        if snapshot is None:
            receipts.statuses[source.name] = "failed"
            receipts.problems[source.name] = outlook.gathered.problems[source.name]
        elif source.name in held:
            receipts.statuses[source.name] = "held"
            fields: dict[str, object] = {"location": snapshot.location, "run": held[source.name]}
            receipts.problems[source.name] = Finding(messages.HELD, Place(source.name), "", (source.name,), fields)
        elif snapshot.obstacle is not None:
            receipts.statuses[source.name] = "locked"
            who = WorkbookError(messages.LOCKED.code, location=snapshot.location, who=snapshot.obstacle)
            receipts.problems[source.name] = workbook_finding(source.name, who)
        else:
            receipts.statuses[source.name] = "changed" if cells.get(source.name) else "unchanged"
    mails = [(digest.reader, digest.subject) for digest in digests(session, outlook)]
    return replace(result(session, "", outlook, receipts, mails, seconds), plans=plans, planned=True)
