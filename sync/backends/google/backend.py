"""The Google backend: spreadsheets that staff share with the account of the service.

Reading takes one request. A write looks at the spreadsheet, sends what is missing, and looks again, until there is
nothing left to do or staff edited meanwhile; what comes next is decided by :mod:`sync.backends.google.goal`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from gspread.urls import SPREADSHEET_URL

from sync.backends.base import Edits, ExternallyChangedError, Prepared, Snapshot, WorkbookError, Written
from sync.backends.google import columns
from sync.backends.google import goal as goals
from sync.backends.google.address import spreadsheet_id
from sync.backends.google.changes import forget
from sync.backends.google.columns import Goal
from sync.backends.google.goal import Done, MakeStructure, Moved, Refuse, Sent, Structure, StructureFor
from sync.backends.google.reading import FIELDS, same_for_staff, snapshot_of
from sync.backends.google.structure import requests_for
from sync.backends.google.tokens import token_of, was_made
from sync.backends.google.transport import SheetsClient, UncertainError
from sync.backends.google.values import body_of, by_metadata
from sync.backends.ownership import check_ownership
from sync.messages import REQUEST_REFUSED

T = TypeVar("T")

UNSETTLED = "~"
"""Ends the fingerprint of a spreadsheet in which something else changed while a run was under way."""


_MARK: Final = 1_735_289_600
MARK_AND_UNMARK: Final[tuple[dict[str, Any], ...]] = (
    {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataId": _MARK,
                "metadataKey": "sheetkeeper-check",
                "location": {"spreadsheet": True},
                "visibility": "DOCUMENT",
            }
        }
    },
    {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": _MARK}}}},
)
"""Changes nothing, and needs the permission to edit."""


class GoogleBackend:
    """Spreadsheets on Google. There is one for each session, since it keeps what it read for the next to ask.

    Attributes:
        limit: bytes of one request of values.
    """

    def __init__(self, client: SheetsClient, *, structure_for: StructureFor = requests_for) -> None:
        """Make a backend that sends its requests by ``client``."""
        self.limit: int | None = None
        self._client = client
        self._structure_for = structure_for
        self._kept: dict[str, Snapshot] = {}
        self._goals: dict[str, tuple[str, Goal]] = {}
        self._refused: set[str] = set()
        self._scattered: dict[str, frozenset[int]] = {}
        self._told: Counter[str] = Counter()

    def find(self, location: str) -> Sequence[str]:
        """Return the location: an address means one spreadsheet."""
        return [location]

    def fingerprint(self, location: str) -> str:
        """Return a digest of everything in the spreadsheet, which is read for it; the next :meth:`read` takes that.

        Raises:
            WorkbookError: where it cannot be read.
        """
        self._kept[location] = self._look(location)
        return self._kept[location].fingerprint

    def read(self, workbook: str, location: str) -> Snapshot:
        """Return the spreadsheet as it is, or as it was just read for another reason.

        Raises:
            WorkbookError: where it cannot be read.
        """
        snapshot = self._kept.pop(location, None) or self._look(location)
        return replace(snapshot, workbook=workbook)

    def prepare(self, snapshot: Snapshot, location: str, edits: Edits) -> Prepared:
        """Work out what is to be written. No request is made: whether the spreadsheet changed is seen in completing."""
        check_ownership(snapshot, edits)
        goal = columns.goal_of(snapshot, edits, self.limit)
        token = token_of(goal.columns)
        self._goals[token] = (location, goal)
        return Prepared(snapshot.fingerprint, "", token, goal.cells)

    def complete(self, location: str, prepared: Prepared) -> Written:
        """Write what was prepared, each request in one atomic step, and read it back.

        Raises:
            ExternallyChangedError: where the spreadsheet is no longer what the plan was made for; nothing was written.
            WorkbookError: where it cannot be written.
        """
        if prepared.token not in self._goals:
            raise ExternallyChangedError("WBK107", location=location)
        goal = self._goals[prepared.token][1]
        now, step = self._pursue(location, goal)
        if isinstance(step, Refuse):
            self._refused.add(prepared.token)
            self._kept[location] = now
            raise ExternallyChangedError("WBK107", location=now.location)
        del self._goals[prepared.token]
        if isinstance(step, Moved):
            if wrong := columns.wrong_anchors(now):
                self._surely(lambda: self._client.change(spreadsheet_id(location), [*map(forget, wrong)]))
            self._kept[location] = now
            self._scattered[location] = self._scattered.get(location, frozenset()) | columns.row_columns(goal, now)
            return Written(now.fingerprint + UNSETTLED, prepared.cells, moved=True)
        self._kept.pop(location, None)
        self._scattered.pop(location, None)
        # What else changed meanwhile, in a tab that the plan did not rely on or by a formula, was not looked at.
        settled = same_for_staff(goal.snapshot.fingerprint, now.fingerprint)
        return Written(now.fingerprint + ("" if settled else UNSETTLED), prepared.cells)

    def withdraw(self, location: str, prepared: Prepared) -> None:
        """Empty the columns beside staff's rows that were written while rows moved, each as a whole with its title.

        The columns stay, and the next run fills them again: that they are ours is told by their metadata.

        Raises:
            WorkbookError: where they cannot be emptied.
        """
        self._goals.pop(prepared.token, None)
        scattered = sorted(self._scattered.pop(location, ()))
        self._kept.pop(location, None)
        if scattered:
            address = f"{SPREADSHEET_URL % spreadsheet_id(location)}/values:batchClearByDataFilter"
            body = {"dataFilters": [by_metadata(number) for number in scattered]}
            # Emptying twice empties once, so that it may be repeated without a look.
            self._surely(lambda: self._client.request("post", address, json=body))

    def probe(self, location: str) -> str:
        """Attach a mark that nobody sees and take it off again in one atomic request; return the account's address.

        Raises:
            WorkbookError: where the spreadsheet could not be written.
        """
        # A mark that was taken off leaves nothing, so that the request may be repeated without a look.
        self._surely(lambda: self._client.change(spreadsheet_id(location), list(MARK_AND_UNMARK)))
        return self._client.account().email

    def discard(self, location: str, prepared: Prepared) -> None:
        """Forget what was prepared."""
        del location
        self._goals.pop(prepared.token, None)
        self._refused.discard(prepared.token)

    def settle(self, location: str, prepared: Prepared) -> bool:
        """Return whether a write that failed or was interrupted has reached the spreadsheet.

        Raises:
            WorkbookError: where it cannot be read.
        """
        if prepared.token in self._refused:
            self.discard(location, prepared)
            return False
        made = was_made(prepared.token, self._look(location))
        self.discard(location, prepared)
        return made

    def tidy(self, location: str, keep: Collection[str]) -> None:
        """Forget what was prepared for the spreadsheet, but for the tokens to keep."""
        self._goals = {
            token: (place, goal) for token, (place, goal) in self._goals.items() if place != location or token in keep
        }

    def spent(self, location: str) -> int:
        """Return how many requests the spreadsheet took since this was last asked."""
        identity = spreadsheet_id(location)
        new = self._client.spent[identity] - self._told[identity]
        self._told[identity] += new
        return new

    # --- requests

    def _look(self, location: str) -> Snapshot:
        identity = spreadsheet_id(location)
        before = self._client.spent[identity]
        document = self._client.get(identity, FIELDS)
        return snapshot_of(document, location, self._client.spent[identity] - before)

    def _pursue(self, location: str, goal: Goal) -> tuple[Snapshot, Refuse | Moved | Done]:
        """Send one request after the other towards a goal, looking at the spreadsheet before each and after the last.

        An answer that was lost is no special case: the look that follows tells what became of the request.
        """
        identity = spreadsheet_id(location)
        sent = Sent()

        def on() -> tuple[Snapshot, Refuse | Moved | Done]:
            nonlocal sent
            while True:
                now = self._look(location)
                step = goals.next_step(goal, now, sent, self._structure_for)
                if isinstance(step, (Refuse, Moved, Done)):
                    return now, step
                before = sent
                sent = replace(sent, anything=True)
                try:
                    if isinstance(step, MakeStructure):
                        sent = replace(sent, structure=Structure.UNCERTAIN)
                        self._client.change(identity, step.requests)
                        sent = replace(sent, structure=Structure.MADE)
                    else:
                        chunk = goal.chunks[step.number]
                        self._client.write_values(identity, body_of(chunk, goal.columns, step.places))
                        sent = replace(sent, chunks=step.number + 1)
                except WorkbookError as error:
                    if error.code != REQUEST_REFUSED.code:
                        raise
                    # Nothing was written. Where that is so because staff deleted a tab meanwhile, it begins again.
                    now = self._look(location)
                    step = goals.next_step(goal, now, before, self._structure_for)
                    if isinstance(step, (Refuse, Moved)):
                        return now, step
                    raise

        return self._surely(on)

    def _surely(self, act: Callable[[], T]) -> T:
        """Do something that may be tried again after a request of which no answer tells whether it was made."""
        try:
            for attempt in self._client.attempts():
                with attempt:
                    return act()
        except UncertainError as error:
            raise error.meaning from error
        raise AssertionError  # pragma: no cover - the last attempt returns or raises
