"""What a run tells of itself when it ends, for those who ask later: which workbooks, settings, findings, how long."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rules.core.finding import Finding
from rules.core.message import Voice
from rules.core.rule import Department
from rules.core.setting import Settings
from sync.backends.base import Snapshot
from sync.results import RunResult, WorkbookResult, finding_to_document
from sync.session import Session
from sync.steps.base import Outlook
from sync.store.base import RunAccount

KEPT_FINDINGS: Final = 500
"""Findings of a run that are kept as they were said, the gravest first; the rest are counted."""


def account_of(session: Session, outlook: Outlook, result: RunResult, durations: Mapping[str, float]) -> RunAccount:
    """Return what a run tells of itself.

    Args:
        session: the opened office.
        outlook: what the run was made from.
        result: its outcome.
        durations: step -> seconds.
    """
    voice = session.office.voice
    listed = sorted(result.findings, key=lambda finding: (not finding.message.alert, -finding.severity))
    details = {
        "seconds": round(result.seconds, 3),
        "durations": dict(durations),
        "workbooks": [_workbook(one, outlook.gathered.snapshots.get(one.name), voice) for one in result.workbooks],
        "findings": [finding_to_document(finding, voice) for finding in listed[:KEPT_FINDINGS]],
        "counts": _counts(result.findings),
        "paused": [list(title.all()) for title in result.paused],
    }
    return RunAccount(
        workbooks={one.name: one.status for one in result.workbooks},
        settings=staff_settings(outlook, session.departments()),
        details=details,
    )


def staff_settings(outlook: Outlook, departments: Sequence[Department]) -> dict[str, str]:
    """Return department -> digest of the settings that staff changed; empty where all are as they come.

    Of a department that was not looked at nothing is said.
    """
    return {
        one.name: _digest(outlook.reading.settings.get(one.settings))
        for one in departments
        if one.settings is not None and one.name not in outlook.paused
    }


def _digest(settings: Settings | None) -> str:
    fields = {} if settings is None else type(settings).model_fields
    values = {name: getattr(settings, name) for name in fields}
    made = {name: str(value) for name, value in values.items() if value != fields[name].default}
    return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest() if made else ""


def _workbook(one: WorkbookResult, snapshot: Snapshot | None, voice: Voice) -> dict[str, Any]:
    return {
        "name": one.name,
        "location": one.location,
        # Its file or the title of its spreadsheet: people go by it when they ask for its runs.
        "called": one.location if snapshot is None else snapshot.location,
        "status": one.status,
        "rows": one.rows,
        "cells": one.cells,
        "requests": one.requests,
        "problem": None if one.problem is None else finding_to_document(one.problem, voice),
    }


def _counts(findings: Sequence[Finding]) -> list[list[Any]]:
    """Return code, severity and number of the findings of each kind, the gravest first."""
    counts = Counter((-finding.severity, finding.code) for finding in findings)
    return [[code, -severity, count] for (severity, code), count in sorted(counts.items())]
