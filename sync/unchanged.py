"""Skipping an office in which nothing changed: with equal inputs a run would find and write the same again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from rules.core.text import Text
from sync.backends.base import WorkbookError
from sync.results import LEFT_OUT, RunResult, WorkbookResult, finding_from_document, finding_to_document
from sync.session import Session


def product_version() -> str:
    """Return the version of Sheetkeeper."""
    try:
        return version("sheetkeeper")
    except PackageNotFoundError:  # pragma: no cover - only in a source tree that was never installed
        return "source"


def office_digest(session: Session, written: Mapping[str, str] | None = None) -> str | None:
    """Return a digest of everything that a run depends on; None where a workbook cannot be reached.

    That is: the workbooks, the settings, the day, the product's version and the statutory tables. Alerts, holds and
    frozen periods follow from these and from the runs before.

    Args:
        session: the opened office.
        written: location -> fingerprint, of workbooks whose fingerprint is known already.
    """
    from rules.statutory.loading import law_digest  # noqa: PLC0415  (only where an office is looked at)

    parts: list[list[str]] = []
    for workbook in session.office.workbooks:
        backend = session.backend(workbook)
        for location in backend.find(workbook.location):
            known = (written or {}).get(location)
            try:
                parts.append([workbook.name, location, known or backend.fingerprint(location)])
            except WorkbookError:
                return None
    held = sorted(session.store.held().items())
    document = [parts, held, session.office.digest, session.as_of.isoformat(), product_version(), law_digest()]
    return hashlib.sha256(json.dumps(document).encode()).hexdigest()


def remembered(session: Session, digest: str | None, started: float) -> RunResult | None:
    """Return what the last run found, where nothing has changed since; None where there is something to do."""
    saved = session.store.digest()
    if digest is None or saved is None or saved[0] != digest:
        return None
    outcome = saved[1]
    spent = {one.name: session.backend(one).spent(one.location) for one in session.office.workbooks}
    return RunResult(
        run=outcome["run"],
        status="ok",
        as_of=session.as_of,
        seconds=session.timer() - started,
        workbooks=[
            WorkbookResult(one["name"], one["location"], "unchanged", one["rows"], 0, spent.get(one["name"], 0))
            for one in outcome["workbooks"]
        ],
        findings=[finding_from_document(document) for document in outcome["findings"]],
        mails=[],
        paused=[Text(*titles) for titles in outcome.get("paused", ())],
    )


def remember(session: Session, result: RunResult, fingerprints: Mapping[str, str]) -> None:
    """Remember what everything looks like after a run of the whole office in which no workbook was left out.

    Args:
        session: the opened office.
        result: the run's outcome.
        fingerprints: location -> fingerprint of the workbooks after the run.
    """
    if session.only or any(one.status in LEFT_OUT for one in result.workbooks):
        session.store.forget_digest()
        return
    digest = office_digest(session, fingerprints)
    if digest is not None:
        outcome = {
            "run": result.run,
            "workbooks": [{"name": one.name, "location": one.location, "rows": one.rows} for one in result.workbooks],
            "paused": [title.all() for title in result.paused],
            "findings": [finding_to_document(finding, session.office.voice) for finding in result.findings],
        }
        session.store.save_digest(digest, outcome)
