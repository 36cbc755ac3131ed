"""The steps of a run: each takes what the one before returned. ``sync/run.py`` puts them in their order."""

from sync.steps.applying import apply, plan
from sync.steps.concluding import begin, finish, preview, result
from sync.steps.considering import consider
from sync.steps.gathering import read, workbook_finding
from sync.steps.notifying import notify
from sync.steps.retrying import as_first_seen, untouched

__all__ = [
    "apply",
    "as_first_seen",
    "begin",
    "consider",
    "finish",
    "notify",
    "plan",
    "preview",
    "read",
    "result",
    "untouched",
    "workbook_finding",
]
