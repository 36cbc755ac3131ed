"""A history: one run, during which a person acts between any two of its requests; what it left, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sync import run
from sync.backends.base import Prepared
from sync.results import RunResult
from tests.google.histories.acts import ACTS, ALERTS, MARK, Act, act, edit_input, edit_key, rename_column, rename_tab
from tests.google.histories.offices import BEGINNINGS, office_of_history
from tests.google.histories.oracles import Beside, beside_keys, misplaced_notes, own_columns, staff_cells, wrong_flags
from tests.support.google_office import OfficeOnGoogle, is_kind

BEFORE_WRITES, BEFORE_LOOKS = 0.7, 0.2
"""How likely a person who has something left to do acts before a request that writes, and before one that looks."""

REQUESTS = 4 + 3 * 3
"""What a run takes at most, beside two requests for each change of the structure and one that empties."""


@dataclass
class History:
    """What happened, request by request.

    Attributes:
        seed: what it is made from.
        story: the requests of the run and the acts between them, in order.
        acts: (act, moment) -> how often.
        wrong: promises that were broken.
        outcome: ``"ok"``, or ``"left"`` where the workbook was left for the next run.
        corrections: how often the run began again.
    """

    seed: int
    story: list[str] = field(default_factory=list)
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    outcome: str = ""
    corrections: int = 0

    def __str__(self) -> str:
        return f"history {self.seed} ({self.outcome}): {'; '.join(self.wrong)}\n    {' > '.join(self.story)}"


KEYS_KEPT = {one: weight for one, weight in ACTS.items() if one not in {edit_key, rename_column, rename_tab}}
"""Acts after which a key still means the row that it meant before, in a table that an undo finds and can read."""


def play(seed: int, *, http: bool = False) -> History:
    """Play a history, and look for broken promises."""
    rng = Random(f"history {seed}")
    beginning = rng.randrange(BEGINNINGS)
    history = History(seed)
    with office_of_history(beginning, http=http) as office:
        _prepare(rng, office)
        watch = _Watch(history, rng, office)
        result = _disturbed_run(history, office, watch)
        if result is not None:
            _look(history, office, watch, result)
    return history


def play_and_undo(seed: int) -> History:
    """Play a history whose run is undone, and look whether beside each key stands what stood there before."""
    rng = Random(f"undone {seed}")
    history = History(seed)
    with office_of_history(rng.randrange(BEGINNINGS)) as office:
        _prepare(rng, office)
        watch = _Watch(history, rng, office, KEYS_KEPT)
        result = _disturbed_run(history, office, watch)
        if result is not None:
            history.outcome = _outcome(result)
            cells = staff_cells(office.person.book, formulas=False, alerts=False)
            beside = beside_keys(office.person)
            undone = run.undo(office.session, result.run)
            history.wrong += [f"the undo says {one.code}" for one in undone.problems]
            if staff_cells(office.person.book, formulas=False, alerts=False) != cells:
                history.wrong.append("the undo changed cells of staff")
            if history.outcome == "ok":
                written = {
                    (change.key, change.title)
                    for block in office.session.store.journal(result.run, "shop")
                    for change in block
                }
                now = beside_keys(office.person)
                history.wrong += _not_brought_back(watch.beside_keys, beside, now, written)
    return history


def _not_brought_back(first: Beside, last: Beside, now: Beside, written: Collection[tuple[str, str]]) -> list[str]:
    """Return the cells beside keys that an undo has put wrong.

    Args:
        first: what stood there when the run began.
        last: what stood there when it ended.
        now: what stands there.
        written: (key, title) of the cells that the run wrote. Where staff sorted their columns only, others differ too.
    """
    return [
        f"{key}: {title} {value!r}, not {expected!r}"
        for key, cells in now.items()
        if key in first
        for title, value in cells.items()
        if (value or "") != (expected := (first if (key, title) in written else last)[key].get(title) or "")
    ]


def _prepare(rng: Random, office: OfficeOnGoogle) -> None:
    """Let the run have something to write: quantities that were typed since the last one."""
    for _ in range(rng.randint(1, 4)):
        edit_input(rng, office.person)
    if rng.random() < 0.3:
        act(rng, office.person)


class _Watch:
    """Lets a person act before requests, and looks at what each request changes."""

    def __init__(self, history: History, rng: Random, office: OfficeOnGoogle, acts: Mapping[Act, int] = ACTS) -> None:
        self.rng, self.office, self.history, self.acts = rng, office, history, acts
        self.left = rng.randint(1, 6)
        self.written: set[str] = set()
        self.kinds: Counter[str] = Counter()
        self.beside_keys: Beside = {}
        self.tries = 0
        self._undisturbed = False
        self._ours: set[int] = set()

    def before(self, request: Any) -> None:
        kind = kind_of(request)
        if not kind:
            return
        self._act(kind)
        self.history.story.append(kind)
        self.kinds[kind] += 1
        book = self.office.person.book
        self._cells = staff_cells(book, formulas=kind != "structure")
        self._own = own_columns(book)

    def _act(self, kind: str) -> None:
        writes = kind in {"values", "structure"}
        while self.left and self.rng.random() < (BEFORE_WRITES if writes else BEFORE_LOOKS):
            name = act(self.rng, self.office.person, self.acts)
            self.left -= 1
            self._undisturbed = False
            self.history.story.append(name)
            self.history.acts[name, self._moment(kind)] += 1

    def _moment(self, kind: str) -> str:
        if kind in {"values", "structure"}:
            return f"between the look and the write of {kind}"
        return "before the first look" if not self.kinds["get"] else "before another look"

    def after(self, request: Any, _response: Any) -> None:
        kind = kind_of(request)
        book = self.office.person.book
        if not kind:
            return
        cells = staff_cells(book, formulas=kind != "structure")
        alerts = {sheet.sheet_id for sheet in book.sheets if sheet.title == ALERTS}
        if any(cells.get(one) != columns for one, columns in self._cells.items() if one not in self._ours - alerts):
            self.history.wrong.append(f"a write of {kind} changed cells of staff")
        now = own_columns(book)
        self.written |= {title for (sheet, title), cells in now.items() if self._own.get((sheet, title), ()) != cells}
        if kind == "get":
            self._undisturbed = True
            self.beside_keys = self.beside_keys or beside_keys(self.office.person)
            # A tab that loses its mark in the moment of writing is still ours: nobody has typed into it.
            self._ours = {sheet.sheet_id for sheet in book.sheets if sheet.title.startswith(MARK)}
        elif kind == "values" and self._undisturbed:
            # Nobody acted since the look before it, so that this write must not have met other rows. What staff left
            # beside rows without data may be cleared by the next one.
            wrong = wrong_flags(self.office.person, blank=False)
            self.history.wrong += [f"written though rows had moved: {one}" for one in wrong]


def kind_of(request: Any) -> str:
    """Return ``"get"``, ``"values"``, ``"structure"`` or ``"clear"``; nothing for signing in."""
    if request.path.endswith(":batchClearByDataFilter"):
        return "clear"
    return next((kind for kind in ("get", "values", "structure") if is_kind(request, kind)), "")


def _disturbed_run(history: History, office: OfficeOnGoogle, watch: _Watch) -> RunResult | None:
    office.emulator.before_request, office.emulator.after_request = watch.before, watch.after
    prepare = office.backend.prepare

    def counted(*planned: Any) -> Prepared:
        watch.tries += 1
        return prepare(*planned)

    office.backend.prepare = counted
    try:
        result = office.sync()
    except Exception as error:  # noqa: BLE001  (whatever it is, a run must not end so)
        history.wrong.append(f"the run ended by {error!r}")
        return None
    finally:
        office.emulator.before_request = office.emulator.after_request = None
    return result


def _look(history: History, office: OfficeOnGoogle, watch: _Watch, result: RunResult) -> None:
    one = result.workbooks[0]
    history.outcome = _outcome(result)
    if history.outcome not in {"ok", "left"}:
        history.wrong.append(f"the run says {one.problem}")
    asked = sum(watch.kinds.values())
    history.corrections = max(0, watch.tries - 1)
    if one.requests != asked:
        history.wrong.append(f"{one.requests} requests are told, {asked} were made")
    if asked > REQUESTS + 2 * watch.kinds["structure"] + watch.kinds["clear"]:
        history.wrong.append(f"{asked} requests")
    if history.outcome == "left":
        wrong = wrong_flags(office.person, frozenset(watch.written), whole=False)
    else:
        wrong = wrong_flags(office.person)
    history.wrong += [f"after the run: {one}" for one in wrong]
    history.wrong += misplaced_notes(office.person)
    _rest(history, office)


def _outcome(result: RunResult) -> str:
    problem = result.workbooks[0].problem
    return "ok" if problem is None else "left" if problem.code == "WBK107" else problem.code


def _rest(history: History, office: OfficeOnGoogle) -> None:
    """Make quiet runs: the next changes nothing, or puts right what the last one left."""
    cells = staff_cells(office.person.book, formulas=False)
    if history.outcome == "left":
        office.sync()
        history.wrong += [f"after a quiet run: {one}" for one in wrong_flags(office.person)]
    quiet = office.sync()
    if quiet.status != "ok" or quiet.workbooks[0].cells:
        history.wrong.append(f"a quiet run changed {quiet.workbooks[0].cells} cells: {quiet.workbooks[0].problem}")
    if staff_cells(office.person.book, formulas=False) != cells:
        history.wrong.append("a quiet run changed cells of staff")
