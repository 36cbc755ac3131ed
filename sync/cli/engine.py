"""How the commands reach the pipeline. It is imported when a command needs it, and replaced by a fake in tests."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from sync.cli.progress import Progress

if TYPE_CHECKING:
    from rules.core.rule import Explanation
    from sync.auditing import AuditResult
    from sync.history import RunList, RunStory
    from sync.mailbox import Mailbox, MailOutcome
    from sync.results import CheckLine, RunResult, StatusResult, UndoResult
    from sync.session import Session
    from sync.store import Head
    from sync.store.base import RunStatus
    from sync.why_not import Answer


class Engine(Protocol):
    """What the commands ask of the pipeline."""

    def open_office(self, folder: Path, *, as_of: date | None, progress: Progress) -> AbstractContextManager[Session]:
        """Return the opened office as a session."""

    def plan(self, session: Session) -> RunResult:
        """Return what a sync would write and mail."""

    def sync(self, session: Session) -> RunResult:
        """Make one run."""

    def undo(self, session: Session, run_id: str) -> UndoResult:
        """Put back what a run wrote."""

    def resume(self, session: Session, workbooks: tuple[str, ...]) -> list[str]:
        """Let held workbooks be written again."""

    def status(self, session: Session) -> StatusResult:
        """Return the last runs and the open alerts."""

    def list_runs(
        self, session: Session, limit: int | None, status: RunStatus | None = None, workbook: str = ""
    ) -> RunList:
        """Return the last runs."""

    def show_run(self, session: Session, run_id: str) -> RunStory:
        """Return what a run did."""

    def audit(self, session: Session, mailed: Head | None = None) -> AuditResult:
        """Return whether the audit chain is as it was written."""

    def mailbox(self, session: Session) -> Mailbox:
        """Return the mails that wait and those that were given up."""

    def send_mail(self, session: Session) -> MailOutcome:
        """Send the mails whose time has come."""

    def retry_mail(self, session: Session, numbers: Collection[int]) -> MailOutcome:
        """Send mails again at once."""

    def discard_mail(self, session: Session, numbers: Collection[int]) -> MailOutcome:
        """Forget mails that were given up."""

    def send_trial(self, session: Session, address: str | None = None) -> CheckLine:
        """Send a mail that tries whether mails arrive."""

    def explain(self, session: Session, words: tuple[str, ...]) -> list[Explanation]:
        """Return where a number or flag comes from."""

    def why_not(self, session: Session, words: tuple[str, ...]) -> list[Answer]:
        """Return why no alert came for an item."""

    def check(self, session: Session) -> list[CheckLine]:
        """Return one line for each thing that has to be right."""


class _Pipeline:
    """The pipeline itself."""

    def __getattr__(self, name: str) -> Any:
        from sync import run, wiring  # noqa: PLC0415  (heavy: only where a command opens an office)

        return getattr(wiring if name == "open_office" else run, name)


def load_engine() -> Engine:
    """Return the pipeline."""
    return cast("Engine", _Pipeline())
