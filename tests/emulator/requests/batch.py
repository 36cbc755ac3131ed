"""spreadsheets.batchUpdate: requests applied one by one, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.emulator.errors import ApiError, invalid
from tests.emulator.grid.book import Book
from tests.emulator.requests import (
    cell_requests,
    dimension_requests,
    format_requests,
    metadata_requests,
    object_requests,
    paste_requests,
    range_requests,
    search_requests,
    sheet_requests,
)
from tests.emulator.requests.handling import Context, Handler

Json = dict[str, Any]
HANDLERS: dict[str, Handler] = {
    **sheet_requests.HANDLERS,
    **dimension_requests.HANDLERS,
    **cell_requests.HANDLERS,
    **format_requests.HANDLERS,
    **paste_requests.HANDLERS,
    **search_requests.HANDLERS,
    **range_requests.HANDLERS,
    **object_requests.HANDLERS,
    **metadata_requests.HANDLERS,
}


def apply_batch(book: Book, requests: Sequence[Mapping[str, Any]], user: str, today: date) -> list[Json]:
    """Apply requests and answer a reply for each; `{}` where there is nothing to say.

    Raises:
        ApiError: 400 for the first request that is refused; the spreadsheet is then as before.
    """
    if not requests:
        raise invalid("Must specify at least one request.")
    before = book.snapshot()
    context = Context(book, user, today)
    replies = []
    try:
        for index, request in enumerate(requests):
            replies.append(_applied(context, request, index))
    except ApiError:
        book.restore(before)
        raise
    book.touch()
    return replies


def _applied(context: Context, request: Mapping[str, Any], index: int) -> Json:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{index}]: Request must contain exactly one kind of request.")
    ((kind, body),) = request.items()
    handler = HANDLERS.get(kind)
    if handler is None:
        raise invalid(f"Invalid requests[{index}].{kind}: This kind of request is not supported by the emulator.")
    try:
        reply = handler(context, body)
    except ApiError as problem:
        raise problem.prefixed(f"Invalid requests[{index}].{kind}: ") from None
    return {} if reply is None else {kind: reply}
