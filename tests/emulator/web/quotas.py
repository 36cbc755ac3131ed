"""Quotas: so many reads and writes a minute for each account, refilled as time goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.emulator.clock import Clock
from tests.emulator.errors import ERROR_INFO_DETAIL, HELP_DETAIL, ApiError

READ = "read"
WRITE = "write"
PROJECT = "123456789012"


@dataclass
class Bucket:
    """Tokens that come back evenly."""

    room: float
    left: float
    seen: float

    def take(self, now: float) -> bool:
        """Take one token, if there is one."""
        self.left = min(self.room, self.left + max(0.0, now - self.seen) * self.room / 60)
        self.seen = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass
class Quotas:
    """The quotas of one project.

    Attributes:
        clock: Its time refills the buckets.
        a_minute: Requests a minute and account, for reading and for writing alike.
        of_project: Requests a minute for all accounts together.
        refused: Requests that were refused so far.
    """

    clock: Clock
    a_minute: int = 60
    of_project: int = 300
    refused: int = 0
    buckets: dict[tuple[str, str], Bucket] = field(default_factory=dict)

    def take(self, user: str, kind: str) -> None:
        """Count a request.

        Raises:
            ApiError: 429 when the account or the project has used up its quota.
        """
        now = self.clock()
        for owner, room in ((user, self.a_minute), ("", self.of_project)):
            bucket = self.buckets.setdefault((owner, kind), Bucket(room, room, now))
            if not bucket.take(now):
                self.refused += 1
                raise exhausted(kind, room, per_user=bool(owner))


def exhausted(kind: str, room: int = 60, *, per_user: bool = True) -> ApiError:
    """429 as the Sheets service words it."""
    noun = "Read" if kind == READ else "Write"
    who = " per user" if per_user else ""
    message = (
        f"Quota exceeded for quota metric '{noun} requests' and limit '{noun} requests per minute{who}' of service "
        f"'sheets.googleapis.com' for consumer 'project_number:{PROJECT}'."
    )
    info: dict[str, Any] = {
        "@type": ERROR_INFO_DETAIL,
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": "sheets.googleapis.com",
            "consumer": f"projects/{PROJECT}",
            "quota_metric": f"sheets.googleapis.com/{kind}_requests",
            "quota_limit": f"{noun}RequestsPerMinute{'PerUser' if per_user else 'PerProject'}",
            "quota_limit_value": str(room),
            "quota_location": "global",
        },
    }
    address = "https://cloud.google.com/docs/quotas/help/request_increase"
    link = {"description": "Request a higher quota limit.", "url": address}
    return ApiError(429, message, "RESOURCE_EXHAUSTED", [info, {"@type": HELP_DETAIL, "links": [link]}])
