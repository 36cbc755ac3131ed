"""The steps of a run: each takes what the one before returned. ``sync/run.py`` puts them in their order."""

from sync.steps.applying import apply, plan
from sync.steps.concluding import begin, finish, preview, result
from sync.steps.considering import consider
from sync.steps.gathering import read, workbook_finding
from sync.steps.notifying import notify

__all__ = [
    "apply",
    "begin",
    "consider",
    "finish",
    "notify",
    "plan",
    "preview",
    "read",
    "result",
    "workbook_finding",
]
