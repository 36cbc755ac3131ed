"""One call of a method: what the endpoint functions are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.emulator.fields import Mask
from tests.emulator.grid.book import Book
from tests.emulator.web.messages import Request, Response

if TYPE_CHECKING:
    from tests.emulator.web.service import Service

Json = dict[str, Any]


class Call(NamedTuple):
    """A call whose sender is known and whose body follows its schema.

    Attributes:
        service: The emulated services with all their files.
        request: The request as sent.
        values: Parameters of the path, percent-decoded.
        body: The JSON body, nulls taken out except within values.
        user: Who asks.
        mask: Fields that are wanted, None for the default.
    """

    service: Service
    request: Request
    values: Mapping[str, str]
    body: Json
    user: str
    mask: Mask | None

    def book(self, *, writing: bool) -> Book:
        """The spreadsheet of the path, if the sender may read (or write) it."""
        return self.service.book(self.values["spreadsheetId"], self.user, writing=writing)

    def today(self, book: Book) -> date:
        """The day in the spreadsheet's time zone."""
        moment = datetime.fromtimestamp(self.service.clock(), UTC)
        try:
            return moment.astimezone(ZoneInfo(book.properties["timeZone"])).date()
        except (ZoneInfoNotFoundError, ValueError):
            return moment.date()


Endpoint = Callable[[Call], Json | Response]
