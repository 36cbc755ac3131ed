"""First looks at old books: what they find is summed up in one mail instead of being told one by one (pure)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from rules.core.finding import Finding
from sync.alerts.alert import Alert, alert_id
from sync.messages import STRUCTURE

BASELINE_LIMIT: Final = 100
"""A first look that finds more matters than this sums them up instead of announcing each."""


def old_matters(
    known: Mapping[str, Alert], findings: Sequence[Finding], unseen: Collection[str], limit: int = BASELINE_LIMIT
) -> frozenset[str]:
    """Return the ids of the matters that a first look sums up; none where they are few enough to be told.

    A table has its first look in the first run in which it, and the department that judges it, can be read. Until
    then what is found in it is no less old. What is urgent, or says why a table cannot be read, is told by itself.

    Args:
        known: id -> alert, as the last run left them. What is open already is not found for the first time.
        findings: everything found in this run.
        unseen: the tables that had no first look before.
        limit: so many are told one by one.
    """
    told = {alert_id(finding) for finding in findings if finding.urgent}
    told |= {name for name, alert in known.items() if alert.status == "open"}
    old = (one for one in findings if one.message.alert and one.table in unseen and one.message not in STRUCTURE)
    unheard = frozenset(map(alert_id, old)) - told
    return unheard if len(unheard) > limit else frozenset()
