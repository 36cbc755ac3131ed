"""What an answer of Google means: go on, look again, or a problem that a person can solve.

Pure: from the status, the text and the date of an answer, or from the error in place of one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from rules.core.message import Message
from rules.core.text import Text
from sync import messages
from sync.backends.base import WorkbookError

UNAUTHENTICATED: Final = 401
TOO_MANY: Final = 429
TRANSIENT: Final = frozenset({408, TOO_MANY})
"""Statuses below 500 after which the same request may succeed."""
_FORBIDDEN: Final = 403
_NOT_FOUND: Final = 404
_SERVER: Final = 500
_LONGEST_DETAIL: Final = 300

_SCOPE: Final = "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
_NEVER_USED: Final = "has not been used in project"
_RATE_REASONS: Final = frozenset({"RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded"})
_OFFICE_FILE: Final = "not supported for this document"
_TEN_MILLION: Final = "10000000 cells"
_PROTECTED: Final = "protected"
_CLOCK: Final = ("short-lived token", "reasonable timeframe")
_KEY_REFUSED: Final = ("invalid jwt signature", "account not found", "account has been deleted", "disabled")
_NOTICEABLE: Final = 2
"""Minutes from which on it is told how far the clock is off."""

_SILENCE: Final[Mapping[str, Text]] = {
    "ProxyError": Text(vi="proxy không cho qua", en="the proxy let nothing through"),
    "SSLError": Text(vi="kết nối không an toàn", en="the connection is not secure"),
    "Timeout": Text(vi="quá thời gian chờ", en="no answer in time"),
    "ChunkedEncodingError": Text(vi="kết nối đứt giữa chừng", en="the connection broke in between"),
    "ConnectionError": Text(vi="kết nối bị ngắt hoặc bị từ chối", en="the connection was closed or refused"),
    "TransportError": Text(vi="không tới được máy chủ đăng nhập", en="the sign-in server is out of reach"),
    "ValueError": Text(vi="trả lời không đầy đủ", en="the answer was not complete"),
}
"""Kind of error -> what it means; the particular kinds stand before those that they belong to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A refusal of Google, taken apart.

    Attributes:
        status: HTTP status.
        word: Google's word for it, as ``PERMISSION_DENIED``; empty where the answer has none.
        text: what it says to people.
        reasons: reasons that it gives for programs.
        links: addresses that it gives with its help.
    """

    status: int
    word: str = ""
    text: str = ""
    reasons: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()

    @property
    def is_quota(self) -> bool:
        """Whether it says that too much was asked."""
        return self.status == TOO_MANY or (self.status == _FORBIDDEN and bool(self.reasons & _RATE_REASONS))

    @property
    def is_transient(self) -> bool:
        """Whether the same request may succeed a little later."""
        return self.status >= _SERVER or self.status in TRANSIENT or self.is_quota


def read_answer(status: int, body: str) -> Answer:
    """Return a refusal taken apart; an HTML page or anything else that is no JSON has a status only."""
    try:
        error = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return Answer(status)
    if not isinstance(error, Mapping):
        return Answer(status, text=str(error))
    details = [one for one in _listed(error.get("details")) if isinstance(one, Mapping)]
    older = [one for one in _listed(error.get("errors")) if isinstance(one, Mapping)]
    reasons = frozenset(str(one["reason"]) for one in (*details, *older) if "reason" in one)
    links = tuple(
        str(link["url"])
        for detail in details
        for link in _listed(detail.get("links"))
        if isinstance(link, Mapping) and "url" in link
    )
    return Answer(status, str(error.get("status", "")), str(error.get("message", "")), reasons, links)


def refusal(answer: Answer, *, account: str, writing: bool) -> WorkbookError:
    """Return what a refused request means for the workbook.

    Args:
        answer: what Google answered.
        account: e-mail address of the account that asked, with which sheets are shared.
        writing: whether the request was to write.
    """
    return WorkbookError(
        _meaning(answer, writing=writing).code,
        account=account,
        status=answer.status,
        address=answer.links[0] if answer.links else "",
        detail=_shown(answer),
    )


def _meaning(answer: Answer, *, writing: bool) -> Message:
    """Return the first message that fits: the causes that are told for certain stand before the general ones."""
    causes = (
        (answer.is_quota, messages.QUOTA_EXHAUSTED),
        (answer.is_transient, messages.SERVICE_DOWN),
        ("SERVICE_DISABLED" in answer.reasons or _NEVER_USED in answer.text, messages.API_DISABLED),
        (answer.status == UNAUTHENTICATED or _SCOPE in answer.reasons, messages.SIGN_IN_REFUSED),
        (_OFFICE_FILE in answer.text, messages.OFFICE_FILE),
        (_TEN_MILLION in answer.text, messages.TEN_MILLION_CELLS),
        (writing and _PROTECTED in answer.text, messages.PROTECTED_RANGE),
        (writing and answer.status == _FORBIDDEN, messages.MAY_NOT_WRITE),
        (answer.status in {_FORBIDDEN, _NOT_FOUND}, messages.NOT_SHARED),
    )
    return next((message for fits, message in causes if fits), messages.REQUEST_REFUSED)


def out_of_reach(error: BaseException) -> WorkbookError:
    """Return what it means that no answer came, or half of one.

    Args:
        error: what the library raised; it is known by the names of its kinds.
    """
    names = [kind.__name__ for kind in type(error).__mro__]
    detail: Text | str = next((text for name, text in _SILENCE.items() if name in names), names[0])
    return WorkbookError(messages.OUT_OF_REACH.code, detail=detail)


def sign_in_refusal(text: str, *, account: str, date: str, now: float) -> WorkbookError:
    """Return what a refused sign-in means.

    Args:
        text: what the token service said, as ``invalid_grant: Invalid JWT Signature.``.
        account: e-mail address of the account.
        date: the Date header of its answer, by which clocks are compared; empty for none.
        now: this machine's clock, in seconds since 1970.
    """
    lowered = text.lower()
    minutes = minutes_apart(date, now)
    if any(words in lowered for words in _CLOCK) or (minutes >= _NOTICEABLE and "invalid_grant" in lowered):
        return WorkbookError(messages.CLOCK_OFF.code, off=_off_by(minutes))
    if any(words in lowered for words in _KEY_REFUSED):
        return WorkbookError(messages.KEY_REFUSED.code, account=account)
    return WorkbookError(messages.SIGN_IN_REFUSED.code, account=account, detail=text[:_LONGEST_DETAIL].rstrip("."))


def minutes_apart(date: str, now: float) -> int:
    """Return how many minutes this machine's clock differs from the date of an answer; 0 where it has none."""
    try:
        theirs = parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return 0
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    return round(abs((datetime.fromtimestamp(now, UTC) - theirs).total_seconds()) / 60)


def _off_by(minutes: int) -> Text:
    if minutes < _NOTICEABLE:
        return Text(vi="", en="")
    return Text(vi=f", lệch khoảng {minutes} phút", en=f", by about {minutes} minutes")


def _shown(answer: Answer) -> str:
    """Return what is told of an answer: its own first line, cut short."""
    said = (answer.text.splitlines() or [""])[0][:_LONGEST_DETAIL].rstrip(".")
    return f"{answer.status} {said}".strip()


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
