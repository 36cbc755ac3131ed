"""How the self-test reaches the live service: by the product's own client, with every answer as it came."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from requests import Response

from sync.backends.base import WorkbookError
from sync.backends.google import refusals
from sync.backends.google.selftest.base import Answer, Ask, Json
from sync.backends.google.selftest.running import NotBlankError, UnreadableError
from sync.backends.google.transport import SheetsClient, UncertainError
from sync.messages import NOT_BLANK, SERVICE_DOWN

NO_ANSWER = 0
"""Stands in place of the status where no answer came."""
TOO_MANY = 429
SERVER = 500


def asking(client: SheetsClient) -> tuple[Ask, Callable[[], int]]:
    """Return what asks by a client, and what tells how many requests it sent.

    A read is repeated where no answer tells anything; a write only where the quota refused it, so that nothing is
    ever done twice. What remains without an answer has the status :data:`NO_ANSWER`, or the one that came.

    Raises:
        WorkbookError: by the first of the two, where the account cannot sign in.
    """

    def ask(method: str, path: str, parameters: Mapping[str, str] | None = None, body: Json | None = None) -> Answer:
        try:
            for attempt in client.attempts():
                with attempt:
                    return _asked(client, method, path, parameters, body)
        except _AgainError as error:
            return error.answer
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    return ask, lambda: sum(client.spent.values())


def meaning(error: NotBlankError | UnreadableError, client: SheetsClient, location: str) -> WorkbookError:
    """Return what it means for people that a self-test could not be made.

    Args:
        error: why it was not made.
        client: what asked.
        location: the spreadsheet as people named it.
    """
    if isinstance(error, NotBlankError):
        return WorkbookError(NOT_BLANK.code, location=location, tab=f" ({error.title})" if error.title else "")
    answer = error.answer
    if answer.status == NO_ANSWER:
        found = refusals.out_of_reach(ConnectionError())
    else:
        told = refusals.read_answer(answer.status, json.dumps(answer.body))
        found = refusals.refusal(told, account=client.account().email, writing=error.writing)
    found.fields["location"] = location
    return found


class _AgainError(UncertainError):
    """An answer after which the same request may be sent once more."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(WorkbookError(SERVICE_DOWN.code))
        self.answer = answer


def _asked(
    client: SheetsClient, method: str, path: str, parameters: Mapping[str, str] | None, body: Json | None
) -> Answer:
    try:
        answer = _read(client.answer(method, f"/v4/spreadsheets/{path}", dict(parameters or {}), body))
    except UncertainError as error:
        answer = Answer(NO_ANSWER, {"error": {"message": str(error.__cause__)}})
    if answer.status == TOO_MANY or (method == "GET" and not NO_ANSWER < answer.status < SERVER):
        raise _AgainError(answer)
    return answer


def _read(response: Response) -> Answer:
    try:
        body = response.json()
    except ValueError:
        return Answer(NO_ANSWER if response.ok else response.status_code, {})
    return Answer(response.status_code, body if isinstance(body, Mapping) else {})
