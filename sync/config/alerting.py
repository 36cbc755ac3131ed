"""Reading ``[alerts.NAME]``: when a department is reminded, who is told after it, and which rules wait."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rules.core.text import Text
from sync import messages
from sync.config.office import AlertPolicy
from sync.config.problems import MISSING_KEY, UNKNOWN_NAME, UNKNOWN_SPAN, WRONG_VALUE, Problem
from sync.config.sections import AlertsSection, read_section, unknown_key

if TYPE_CHECKING:
    from sync.schedule import Rhythm, Span

Path = tuple[str, ...]

_A_RECIPIENT: Final = Text(
    vi="địa chỉ e-mail hay tên nào ở [mail.recipients]", en="e-mail address or name under [mail.recipients]"
)
_A_CODE: Final = Text(vi="mã cảnh báo của bộ phận này", en="code of an alert of this department")
_A_SECTION: Final = Text(
    vi="một mục cho mỗi bộ phận, như [alerts.finance]", en="one section for each department, as [alerts.finance]"
)


def read_policies(
    raw: object,
    names: Sequence[str],
    recipients: Mapping[str, Sequence[str]],
    check_address: Callable[[str, Path], None],
) -> tuple[dict[str, AlertPolicy], list[Problem]]:
    """Return the policy of each department that has one, and everything that is wrong with them.

    Args:
        raw: what the file holds under ``alerts``.
        names: names that may stand there: the departments, and ``"owner"`` for what belongs to none.
        recipients: department name or ``"owner"`` -> addresses, as ``[mail.recipients]`` has them.
        check_address: notes what is wrong with an address that stands in a place of the file.
    """
    if not isinstance(raw, dict):
        fields = {"key": "alerts", "value": str(raw), "expected": _A_SECTION}
        return {}, [Problem(WRONG_VALUE, fields, ("alerts",))]
    policies: dict[str, AlertPolicy] = {}
    problems: list[Problem] = []
    for name, values in raw.items():
        path = ("alerts", name)
        if name not in names:
            problems.append(unknown_key(path, names))
            continue
        section, found = read_section(AlertsSection, values, path)
        problems += found
        if section is None:
            continue
        remind, escalate_after, found = _spans(section, path)
        people, unknown = _people(section.escalate_to, (*path, "escalate_to"), recipients, check_address)
        problems += [*found, *unknown, *_halves(section, path)]
        if section.wait_runs:
            problems += _codes(section.wait_runs, name, (*path, "wait_runs"))
        policies[name] = AlertPolicy(remind, escalate_after, people, dict(section.wait_runs))
    return policies, problems


def _spans(section: AlertsSection, path: Path) -> tuple[Rhythm | None, Span | None, list[Problem]]:
    """Return when to remind and when to escalate, and what is not understood of it."""
    from sync.schedule import NotUnderstood, parse_reminder, parse_span  # noqa: PLC0415  (only where they are set)

    problems = []
    remind = None if section.remind is None else parse_reminder(section.remind)
    after = None if section.escalate_after is None else parse_span(section.escalate_after)
    if isinstance(remind, NotUnderstood):
        problems.append(_not_understood(remind.words, remind.nearest, (*path, "remind")))
        remind = None
    if isinstance(after, NotUnderstood):
        problems.append(_not_understood(after.words, after.nearest, (*path, "escalate_after")))
        after = None
    return remind, after, problems


def _not_understood(words: str, nearest: str, path: Path) -> Problem:
    return Problem(UNKNOWN_SPAN, {"value": words, "key": ".".join(path), "nearest": nearest}, path)


def _halves(section: AlertsSection, path: Path) -> list[Problem]:
    """Return the problem that one of the two settings of an escalation stands there without the other."""
    if (section.escalate_after is None) == (not section.escalate_to):
        return []
    missing = (*path, "escalate_to" if section.escalate_after is not None else "escalate_after")
    return [Problem(MISSING_KEY, {"key": ".".join(missing)}, missing)]


def _people(
    entries: Sequence[str],
    path: Path,
    recipients: Mapping[str, Sequence[str]],
    check_address: Callable[[str, Path], None],
) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the addresses that addresses and names of recipients stand for, each once, and the names not known."""
    addresses: list[str] = []
    problems = []
    for entry in entries:
        if entry in recipients:
            addresses += recipients[entry]
        elif "@" in entry:
            check_address(entry, path)
            addresses.append(entry)
        else:
            fields = {"value": entry, "key": ".".join(path), "what": _A_RECIPIENT, "known": list(recipients)}
            problems.append(Problem(UNKNOWN_NAME, fields, path))
    return tuple({address.casefold(): address for address in addresses}.values()), problems


def _codes(wait_runs: Collection[str], name: str, path: Path) -> list[Problem]:
    """Return a problem for each code that is none of a department's alerts."""
    from rules.departments import all_departments  # noqa: PLC0415  (heavy: only where the file names rules)

    own = [message for one in all_departments() if one.name == name for message in one.messages]
    known = [message.code for message in (*own, *messages.ALL_MESSAGES) if message.alert]
    fields = {"key": ".".join(path), "what": _A_CODE, "known": known}
    return [Problem(UNKNOWN_NAME, {**fields, "value": code}, (*path, code)) for code in wait_runs if code not in known]
