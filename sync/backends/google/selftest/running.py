"""One self-test: a blank spreadsheet, a tab for each check, the checks, and a blank spreadsheet again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sync.backends.google.selftest import entering, filtering, following, refusing, seeing, shaping
from sync.backends.google.selftest.base import (
    COLUMNS,
    CONTENT,
    MARKED,
    OWN,
    ROWS,
    TITLE,
    Answer,
    Ask,
    Bench,
    Check,
    Json,
    Seen,
    UnexpectedAnswerError,
)

CHECKS: tuple[Check, ...] = (
    *following.CHECKS,
    *filtering.CHECKS,
    *entering.CHECKS,
    *seeing.CHECKS,
    *shaping.CHECKS,
    *refusing.CHECKS,
)
"""All checks, in the order in which they are made."""

TRIES = 4
"""How often the spreadsheet is looked at, at most, until it is blank again."""
FIRST_SPARE = 1_700_000_000
"""First of the numbers that checks may use as identifiers of their own; Google gives out others at random."""
BOOK = (
    "properties(locale),namedRanges,developerMetadata(metadataId),sheets(properties(sheetId,title,sheetType),"
    "data(rowData(values(userEnteredValue,note)),columnMetadata(developerMetadata(metadataId)),"
    "rowMetadata(developerMetadata(metadataId))),"
    "developerMetadata(metadataId),protectedRanges(protectedRangeId),charts(chartId),merges)"
)
"""What is looked at to know whether a spreadsheet is blank."""


class NotBlankError(Exception):
    """The spreadsheet holds something, so nothing was done with it.

    Attributes:
        title: title of the tab that holds something; empty where it is the spreadsheet itself.
    """

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


class UnreadableError(Exception):
    """The spreadsheet could not be read, or no tabs could be made in it, so that no check was made.

    Attributes:
        answer: what the service answered.
        writing: whether it was when tabs were to be made.
    """

    def __init__(self, answer: Answer, *, writing: bool) -> None:
        super().__init__(str(answer.refusal()))
        self.answer = answer
        self.writing = writing


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one check.

    Attributes:
        check: the check.
        passed: whether the product may rely on it.
        expected: what it relies on.
        came: what came; the text of an error where the check could not be ended.
    """

    check: Check
    passed: bool
    expected: Any
    came: Any

    def to_json(self, language: str) -> Json:
        """Return it as JSON data."""
        return {
            "name": self.check.name,
            "status": "PASS" if self.passed else "FAIL",
            "about": self.check.about.in_language(language),
            "expected": self.expected,
            "came": self.came,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a self-test.

    Attributes:
        results: one for each check.
        left_blank: whether the spreadsheet was seen blank afterwards, in its own locale.
        requests: requests that were sent.
        seconds: how long it took.
    """

    results: Sequence[Result]
    left_blank: bool
    requests: int
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether everything is as the product relies on, and the spreadsheet is blank again."""
        return self.left_blank and all(result.passed for result in self.results)

    def to_json(self, language: str) -> Json:
        """Return it as JSON data."""
        return {
            "status": "PASS" if self.passed else "FAIL",
            "left_blank": self.left_blank,
            "requests": self.requests,
            "seconds": round(self.seconds, 1),
            "checks": [result.to_json(language) for result in self.results],
        }


def selftest(
    ask: Ask,
    spreadsheet_id: str,
    *,
    spent: Callable[[], int],
    checks: Sequence[Check] = CHECKS,
    tell: Callable[[Result], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Report:
    """Make the checks on a blank spreadsheet and leave it blank.

    Tabs that an interrupted self-test left are taken away first.

    Args:
        ask: reaches the service, within its quota.
        spreadsheet_id: the spreadsheet, which must be blank.
        spent: how many requests were sent so far.
        checks: which checks.
        tell: is told each result as it comes.
        clock: seconds.

    Raises:
        NotBlankError: the spreadsheet holds something; it was left as it is.
        UnreadableError: it cannot be read, or no tabs can be made in it.
    """
    began, before = clock(), spent()
    book = _blank_book(ask, spreadsheet_id)
    results = []
    left_blank = False
    try:
        with _explained(writing=True):
            benches = _benches(ask, spreadsheet_id, checks, spent)
        for check, bench in zip(checks, benches, strict=True):
            result = _result(check, bench)
            results.append(result)
            if tell is not None:
                tell(result)
    finally:
        left_blank = _tidy(ask, spreadsheet_id, book["properties"]["locale"])
    return Report(results, left_blank, spent() - before, clock() - began)


def _result(check: Check, bench: Bench) -> Result:
    """Make one check; whatever goes wrong in it is its result and keeps no other from being made."""
    try:
        seen: Seen = check.look(bench)
    except UnexpectedAnswerError as error:
        return Result(check, passed=False, expected={"code": 200}, came=error.answer.refusal())
    except (LookupError, TypeError, ValueError) as error:
        return Result(check, passed=False, expected="an answer of the known shape", came=repr(error))
    return Result(check, seen.holds, seen.expected, seen.came)


# --- before and after


@contextmanager
def _explained(*, writing: bool) -> Iterator[None]:
    try:
        yield
    except UnexpectedAnswerError as error:
        raise UnreadableError(error.answer, writing=writing) from error


def _blank_book(ask: Ask, spreadsheet_id: str) -> Mapping[str, Any]:
    """Return the spreadsheet, after tabs of an earlier self-test are gone.

    Raises:
        NotBlankError: it holds something else.
        UnreadableError: it cannot be read.
    """
    desk = Bench(ask, spreadsheet_id, "", 0)
    with _explained(writing=False):
        book = desk.get(BOOK)
    _check_blank(book)
    left = _own_tabs(book)
    with _explained(writing=True):
        if left:
            desk.change(*_deletions(left))
    return book


def _check_blank(book: Mapping[str, Any]) -> None:
    if book.get("namedRanges") or book.get("developerMetadata"):
        raise NotBlankError("")
    own = _own_tabs(book)
    for sheet in book["sheets"]:
        properties = sheet["properties"]
        if properties["sheetId"] not in own and not _is_blank(sheet):
            raise NotBlankError(properties["title"])
    if len(own) == len(book["sheets"]):
        raise NotBlankError(book["sheets"][0]["properties"]["title"])


def _is_blank(sheet: Mapping[str, Any]) -> bool:
    laid = ("developerMetadata", "protectedRanges", "charts", "merges")
    if sheet["properties"].get("sheetType", "GRID") != "GRID" or any(sheet.get(name) for name in laid):
        return False
    for data in sheet.get("data", ()):
        if any(cell for row in data.get("rowData", ()) for cell in row.get("values", ())):
            return False
        if any(line for name in ("rowMetadata", "columnMetadata") for line in data.get(name, ())):
            return False
    return True


def _own_tabs(book: Mapping[str, Any]) -> list[int]:
    """Return the identifiers of tabs that a self-test made: they carry the name of a check."""
    made = tuple(f"{TITLE}{check.name}" for check in CHECKS)
    return [
        sheet["properties"]["sheetId"] for sheet in book["sheets"] if str(sheet["properties"]["title"]).startswith(made)
    ]


def _deletions(sheet_ids: Sequence[int]) -> list[Json]:
    return [{"deleteSheet": {"sheetId": number}} for number in sheet_ids]


def _tidy(ask: Ask, spreadsheet_id: str, locale: str) -> bool:
    """Take away the tabs of the self-test, put the locale back, and say whether the spreadsheet is blank.

    It looks before each try, so that an answer that was lost does no harm.
    """
    desk = Bench(ask, spreadsheet_id, "", 0)
    for _ in range(TRIES):
        with suppress(UnexpectedAnswerError):
            book = desk.get(BOOK)
            requests = _deletions(_own_tabs(book))
            if book["properties"]["locale"] != locale:
                back = {"properties": {"locale": locale}, "fields": "locale"}
                requests.append({"updateSpreadsheetProperties": back})
            if not requests:
                return _is_blank_book(book)
            desk.change(*requests)
    return False


def _is_blank_book(book: Mapping[str, Any]) -> bool:
    try:
        _check_blank(book)
    except NotBlankError:
        return False
    return True


def _benches(ask: Ask, spreadsheet_id: str, checks: Sequence[Check], spent: Callable[[], int]) -> list[Bench]:
    """Make a tab for each check, with its content, one anchored column and one anchored row: three requests."""
    desk = Bench(ask, spreadsheet_id, "", 0)
    grid = {"rowCount": ROWS, "columnCount": COLUMNS}
    titles = [f"{TITLE}{check.name}" for check in checks]
    replies = desk.change(*({"addSheet": {"properties": {"title": title, "gridProperties": grid}}} for title in titles))
    benches = [
        Bench(
            ask,
            spreadsheet_id,
            title,
            reply["addSheet"]["properties"]["sheetId"],
            spare=FIRST_SPARE + index,
            spent=spent,
        )
        for index, (title, reply) in enumerate(zip(titles, replies, strict=True))
    ]
    _anchor(desk, benches)
    rows = [[None if value == "" else value for value in row] for row in CONTENT]
    desk.values(*({"range": bench.address("A1"), "values": rows} for bench in benches), by_filter=False)
    return benches


def _anchor(desk: Bench, benches: Sequence[Bench]) -> None:
    requests = [bench.anchor(*place) for bench in benches for place in (("COLUMNS", OWN), ("ROWS", MARKED))]
    numbers = [reply["createDeveloperMetadata"]["developerMetadata"]["metadataId"] for reply in desk.change(*requests)]
    for bench, column, row in zip(benches, numbers[::2], numbers[1::2], strict=True):
        bench.column_anchor, bench.row_anchor = column, row
