"""Matters to alert about, and timelines written as tables."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules.core.finding import Finding, Place
from rules.core.message import Message, Severity, Voice
from rules.core.text import Text
from sync.alerts.digest import make_digests
from sync.alerts.lifecycle import alert_id, decide, state_after
from sync.alerts.readers import Desk
from sync.config import AlertPolicy
from sync.schedule import WorkCalendar, parse_reminder, parse_span, public_holiday

LOW = Message(
    "INV301",
    Severity.WARNING,
    Text(vi="Sắp hết hàng", en="Low stock"),
    Text(
        vi="Hàng {item} còn {stock:quantity}, điểm đặt hàng là {point:quantity}.",
        en="Item {item} is down to {stock:quantity}, its reorder point is {point:quantity}.",
    ),
    Text(vi="Đặt thêm {item}.", en="Order more of {item}."),
)
WAGE = Message(
    "PAY101",
    Severity.ERROR,
    Text(vi="Lương dưới mức tối thiểu", en="Wage below the minimum"),
    Text(vi="Lương của {name} là {wage:money}.", en="The wage of {name} is {wage:money}."),
    Text(vi="Sửa lương {wage:money}.", en="Correct the wage {wage:money}."),
    personal=True,
)


def _matter(message=LOW, key="SP1", *, workbook="kho", tab="Hàng hóa", table="items", row=5, level=None, **fields):
    return Finding(
        message,
        Place(workbook, tab, row, 3, "Số lượng"),
        table,
        (key,) if key else (),
        {"item": key, "stock": Decimal(2), "point": Decimal(10), "name": "Nguyễn Văn A", "wage": Decimal(3_777_000)}
        | fields,
        level=None if level is None else Decimal(level),
        column="quantity",
    )


@pytest.fixture(scope="session")
def matter():
    """Make a finding; the defaults describe an item that runs short."""
    return _matter


@pytest.fixture(scope="session")
def low():
    return LOW


@pytest.fixture(scope="session")
def wage():
    return WAGE


class Timeline:
    """Plays a table with one run a line and compares what became of each alert.

    ``sees`` names the matters found, as ``A`` with ``@2`` for level 2, ``!`` for an error, ``^`` for what is urgent,
    ``/budget`` for another code and ``~3`` for a rule that waits for three days. ``told`` and ``quiet`` hold the
    reasons that were mailed and those that were not, as ``new:A``; what is merely still open is left out. Days are
    those of 2026, or of the year that a day names. Above the table may stand what the settings say, as
    ``remind = every 7 days``.
    """

    def __init__(self, table):
        settings = dict(line.split(" = ") for line in map(str.strip, table.splitlines()) if " = " in line)
        self.policy = policy(**settings)
        lines = [line.strip() for line in table.splitlines() if "|" in line]
        names, *runs = [[cell.strip() for cell in line.split("|")] for line in lines]
        self.runs = [dict(zip(names, cells, strict=True)) for cells in runs]
        self.known = {}
        self.changes = ()

    def play(self):
        assert self.runs
        for number, run in enumerate(self.runs, 1):
            self._run(run)
            told = sorted(_named(change) for change in self.changes if change.reason.told)
            assert told == sorted(run["told"].split()), f"line {number}: {run}"
            if "quiet" in run:
                quiet = sorted(
                    _named(change)
                    for change in self.changes
                    if not change.reason.told and change.reason.value != "still_open"
                )
                assert quiet == sorted(run["quiet"].split()), f"line {number}: {run}"
        return self

    def alert(self, key):
        return next(alert for alert in self.known.values() if alert.key == (key,))

    def _run(self, run):
        snoozes = dict(word.split("=") for word in run.get("snoozed", "").split())
        findings = [_seen(word) for word in run["sees"].split()]
        self.changes = decide(
            self.known,
            findings,
            as_of=_day(run["day"]),
            snoozes={self.alert(key).id: _day(day) for key, day in snoozes.items()},
            old_matters={alert_id(one) for one in findings} if run.get("baseline") == "yes" else (),
            unread_workbooks=set(run.get("unread", "").split()),
            unevaluated_codes=set(run.get("failed", "").split()),
            policy_of=lambda _alert: self.policy,
            calendar=WorkCalendar(is_holiday=public_holiday("vn")),
        )
        self.known = state_after(self.known, self.changes)


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Post(Timeline):
    """Plays a table with one run a line and compares what each reader is mailed.

    A column headed ``kho`` or ``boss`` holds what that reader's mail says: ``-`` for no mail, else the sections with
    the matters in them, as ``new A B, resolved C``; what is merely still open is left out. Days have their weekday, and
    the last column says in words why it is so.
    """

    def play(self):
        readers = [name for name in self.runs[0] if name in ("kho", "boss")]
        assert readers
        for number, run in enumerate(self.runs, 1):
            weekday, run["day"] = run["day"].split()
            assert WEEKDAYS[_day(run["day"]).weekday()] == weekday, run["day"]
            self._run(run)
            mailed = {digest.reader.split("@")[0]: _sections(digest) for digest in self.digests(_day(run["day"]))}
            assert mailed.keys() <= set(readers)
            for reader in readers:
                assert mailed.get(reader, "-") == run[reader], f"line {number}, {reader}: {run}"
        return self

    def digests(self, day):
        second = tuple(f"{name}@example.com" for name in self.policy.escalate_to)
        desk = Desk("inventory", Text(vi="Kho", en="Inventory"), ("kho@example.com",), second=second)
        return make_digests(self.changes, desks=[desk], desk_of=lambda _alert: "inventory", voice=Voice(), as_of=day)


def _sections(digest):
    sections = [section for part in digest.parts for section in part.sections if section.name != "still_open"]
    return ", ".join(" ".join([section.name, *sorted(item.key for item in section.items)]) for section in sections)


def _seen(word):
    word, _, days = word.partition("~")
    word, _, code = word.partition("/")
    word, _, level = word.partition("@")
    key = word.rstrip("!^")
    message = replace(
        LOW,
        code=code or LOW.code,
        severity=Severity.ERROR if "!" in word else Severity.WARNING,
        urgent="^" in word,
        wait_runs=int(days or 1),
    )
    return _matter(message, key, level=level or None)


def _named(change):
    return f"{change.reason}:{change.alert.key[0]}"


def _day(text):
    day, month, *year = map(int, text.split("/"))
    return date(*(year or [2026]), month, day)


def policy(remind=None, escalate_after=None, escalate_to="", **waits):
    """Return the policy that the settings mean; a code says on how many days its rule waits."""
    return AlertPolicy(
        remind and parse_reminder(remind),
        escalate_after and parse_span(escalate_after),
        tuple(escalate_to.split()),
        {code: int(days) for code, days in waits.items()},
    )


@pytest.fixture
def post(request):
    """Play the table in the test's docstring, mail by mail."""
    return Post(request.function.__doc__).play


@pytest.fixture
def play(request):
    """Play the table in the test's docstring."""
    return Timeline(request.function.__doc__).play
