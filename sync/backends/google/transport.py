"""Requests to Google Sheets: within the quota, within time, repeated only where that is safe.

=================  ==========================================  =======================================
Call               May be repeated                             After an answer that tells nothing
=================  ==========================================  =======================================
``get``            yes, it changes nothing                     asks again: up to 5 tries in 120 seconds
``write_values``   only after looking whether it was made      :class:`UncertainError`, at the first try
``change``         only after looking whether it was made      :class:`UncertainError`, at the first try
=================  ==========================================  =======================================

An answer that tells nothing is 408, 429, any 5xx, a page in HTML, a broken connection, silence, or half a body. A 401
says that nothing was done, so after signing in anew the same request goes out once more, whatever it is. Where reading
failed at every try, :mod:`sync.backends.google.outage` says who is tried less often, and who is not asked at all.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import stamina
from google.auth.exceptions import GoogleAuthError, TransportError
from gspread.http_client import FileType, HTTPClient, ParamsType
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL
from requests import RequestException, Response, Session

from sync.backends.base import WorkbookError
from sync.backends.google import refusals
from sync.backends.google.budget import Budget, Kind, Pace
from sync.backends.google.outage import Outage
from sync.backends.google.refusals import UNAUTHENTICATED, Answer
from sync.backends.google.values import compact

GOOGLE: Final = "https://sheets.googleapis.com"
TIMEOUT: Final = (10.0, 180.0)
"""Seconds to connect, and to wait for an answer; Google itself gives up after 180."""
TRIES: Final = 5
TIME: Final = 120.0
"""Seconds after the first try within which the last one begins."""
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 16.0

_READING_POSTS: Final = (":getByDataFilter", ":batchGetByDataFilter", ":search")
_REDIRECTED: Final = 300
_PLAIN: Final[Mapping[str, str]] = {"prettyPrint": "false"}
_HEADERS: Final[Mapping[str, str]] = {"User-Agent": "sheetkeeper (gzip)", "Accept-Encoding": "gzip"}


class UncertainError(Exception):
    """No answer tells whether a request took effect: look, and then perhaps try again.

    Attributes:
        meaning: what it means for the workbook if no further try is made.
    """

    def __init__(self, meaning: WorkbookError) -> None:
        """Say what it means in the end."""
        super().__init__(meaning.code)
        self.meaning = meaning


@dataclass(frozen=True, slots=True)
class Account:
    """An account that is signed in.

    Attributes:
        email: its address, with which sheets are shared.
        session: sends requests in its name; it does not repeat any by itself.
        renew: signs in anew.
        explain: what an error of signing in means.
        close: lets go of its connections.
    """

    email: str
    session: Session
    renew: Callable[[], None]
    explain: Callable[[GoogleAuthError], WorkbookError]
    close: Callable[[], None] = lambda: None


@dataclass(slots=True)
class _Tries:
    """Decides whether a request is tried again, and waits in between."""

    pace: Pace
    began: float
    most: int = TRIES
    count: int = field(default=0)

    def again(self, error: Exception) -> bool | float:
        """Wait before the next try and return 0 more seconds to wait; False where there is no next one."""
        if not isinstance(error, UncertainError):
            return False
        self.count += 1
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self.count - 1)) * (0.5 + self.pace.chance())
        if self.count >= self.most or self.pace.clock() + wait - self.began > TIME:
            return False
        self.pace.sleep(wait)
        return 0.0


class SheetsClient(HTTPClient):
    """Sends requests to Google Sheets for one account; may be used by several threads.

    Args:
        sign_in: signs the account in; called with the first request, and once only.
        budget: the requests that the account may send; None for one of its own.
        pace: the time it goes by.
        endpoint: where the service is, without a slash at the end.

    Attributes:
        spent: spreadsheet id -> requests sent, repeated ones too.
    """

    def __init__(
        self,
        sign_in: Callable[[], Account],
        *,
        budget: Budget | None = None,
        pace: Pace | None = None,
        endpoint: str = GOOGLE,
    ) -> None:
        super().__init__(None, session=Session())  # type: ignore[arg-type]  # requests leave by the account's session
        self.timeout = TIMEOUT
        self.spent: Counter[str] = Counter()
        self._sign_in = sign_in
        self._pace = pace or Pace()
        self._budget = budget or Budget(pace=self._pace)
        self._endpoint = endpoint
        self._account: Account | None = None
        self._refused: WorkbookError | None = None
        self._outage = Outage(self._pace.clock, TRIES)
        self._guard = threading.RLock()
        # Retries are told by what becomes of the workbook; nothing of them belongs on standard output.
        stamina.instrumentation.set_on_retry_hooks([])

    # --- the calls

    def get(self, spreadsheet_id: str, fields: str) -> dict[str, Any]:
        """Return the parts of a spreadsheet that a field mask names.

        Raises:
            WorkbookError: where it may not be read, or Google cannot be reached.
        """
        return self._json("get", SPREADSHEET_URL % spreadsheet_id, params={"fields": fields})

    def write_values(self, spreadsheet_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Write values where data filters point to, in one atomic step; one try.

        Args:
            spreadsheet_id: the spreadsheet.
            body: as ``values:batchUpdateByDataFilter`` takes it.

        Raises:
            UncertainError: where no answer tells whether it was made.
            WorkbookError: where it was refused; nothing was written.
        """
        address = f"{SPREADSHEET_URL % spreadsheet_id}/values:batchUpdateByDataFilter"
        return self._json("post", address, json=body)

    def change(self, spreadsheet_id: str, requests: list[dict[str, Any]]) -> dict[str, Any]:
        """Change the structure of a spreadsheet in one atomic step; one try.

        Raises:
            UncertainError: where no answer tells whether it was made.
            WorkbookError: where it was refused; nothing was changed.
        """
        return self._json("post", SPREADSHEET_BATCH_UPDATE_URL % spreadsheet_id, json={"requests": requests})

    def answer(
        self, method: str, path: str, params: ParamsType | None = None, json: Mapping[str, Any] | None = None
    ) -> Response:
        """Send a request once and return the answer whatever it is, refusals too.

        Args:
            method: the method of HTTP.
            path: what follows the address of the service, as ``/v4/spreadsheets/ID``.
            params: the query.
            json: the body.

        Raises:
            UncertainError: where no answer came.
            WorkbookError: where the account cannot sign in.
        """
        kind = _kind(method, path)
        response = self._transmitted(self.account(), kind, method, f"{GOOGLE}{path}", params=params, json=json)
        if not response.ok and refusals.read_answer(response.status_code, response.text).is_quota:
            self._budget.close(kind)
        return response

    def attempts(self, most: int = TRIES) -> Iterator[AbstractContextManager[None]]:
        """Yield the tries of something whose outcome may be uncertain; each begins by looking how things are.

        ``for attempt in client.attempts(): with attempt: ...`` tries again after an :class:`UncertainError`, with a
        wait in between, and lets the last one through.

        Args:
            most: how many tries there are at most.
        """
        tries = _Tries(self._pace, self._pace.clock(), most)
        # The waiting is done by the pace, whose time tests bring: stamina counts, and waits no longer.
        return iter(stamina.retry_context(on=tries.again, attempts=TRIES, timeout=None))

    def account(self) -> Account:
        """Return the account, signed in.

        Raises:
            WorkbookError: where its key cannot be used; the same for every workbook, without asking again.
        """
        with self._guard:
            if self._refused is not None:
                raise self._refused
            if self._account is None:
                try:
                    self._account = self._sign_in()
                except WorkbookError as error:
                    self._refused = error
                    raise
            return self._account

    def close(self) -> None:
        """Let go of all connections."""
        if self._account is not None:
            self._account.close()

    # --- how a request goes

    def request(
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: Any = None,
    ) -> Response:
        """Send a request; one that only reads is repeated where no answer tells anything.

        Every call of gspread comes through here.

        Raises:
            UncertainError: where no answer tells whether a request that writes was made.
            WorkbookError: where it was refused, or Google cannot be reached.
        """
        response, _ = self._asked(method, endpoint, params=params, data=data, json=json, files=files, headers=headers)
        return response

    def _json(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        _, content = self._asked(method, address, **more)
        return content

    def _asked(self, method: str, address: str, **more: Any) -> tuple[Response, dict[str, Any]]:
        kind = _kind(method, address)
        if kind == "write":
            return self._sent(kind, method, address, **more)
        spreadsheet = _spreadsheet_of(urlsplit(address).path)
        try:
            for attempt in self.attempts(self._outage.tries(spreadsheet)):
                with attempt:
                    return self._sent(kind, method, address, **more)
        except UncertainError as error:
            self._outage.gave_up(spreadsheet, error.meaning)
            raise error.meaning from error
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    def _sent(self, kind: Kind, method: str, address: str, **more: Any) -> tuple[Response, dict[str, Any]]:
        """Send a request once, and once more after signing in anew where Google no longer knew the account."""
        account = self.account()
        response = self._transmitted(account, kind, method, address, **more)
        if response.status_code == UNAUTHENTICATED:
            self._renew(account)
            response = self._transmitted(account, kind, method, address, **more)
        if response.ok and response.status_code < _REDIRECTED:
            content = _content(response)
            self._outage.answered(_spreadsheet_of(urlsplit(address).path))
            return response, content
        answer = refusals.read_answer(response.status_code, response.text)
        if not answer.is_transient:
            self._outage.answered(_spreadsheet_of(urlsplit(address).path))
        raise self._refusal(answer, account, kind)

    def _transmitted(self, account: Account, kind: Kind, method: str, address: str, **more: Any) -> Response:
        path = urlsplit(address).path
        where = address if self._endpoint == GOOGLE else f"{self._endpoint}{path}"
        more["params"] = {**_PLAIN, **(more.get("params") or {})}
        more["headers"] = {**_HEADERS, **(more.get("headers") or {})}
        if (document := more.pop("json", None)) is not None:
            more["data"] = compact(document)
            more["headers"]["Content-Type"] = "application/json"
        self._budget.take(kind)
        with self._guard:
            self.spent[_spreadsheet_of(path)] += 1
        try:
            return account.session.request(method.upper(), where, timeout=self.timeout, allow_redirects=False, **more)
        except GoogleAuthError as error:
            raise self._unsigned(account, error) from error
        except RequestException as error:
            raise UncertainError(refusals.out_of_reach(error)) from error

    def _renew(self, account: Account) -> None:
        try:
            account.renew()
        except GoogleAuthError as error:
            raise self._unsigned(account, error) from error

    def _unsigned(self, account: Account, error: GoogleAuthError) -> Exception:
        """Return what a failed sign-in means: no request was sent. A key that was refused is not tried again."""
        if isinstance(error, TransportError) or error.retryable:
            return UncertainError(refusals.out_of_reach(error))
        meaning = account.explain(error)
        with self._guard:
            self._refused = meaning
        return meaning

    def _refusal(self, answer: Answer, account: Account, kind: Kind) -> Exception:
        if answer.is_quota:
            self._budget.close(kind)
        meaning = refusals.refusal(answer, account=account.email, writing=kind == "write")
        return UncertainError(meaning) if answer.is_transient else meaning


def _kind(method: str, address: str) -> Kind:
    """Return which quota a request counts against."""
    return "read" if method.lower() == "get" or address.endswith(_READING_POSTS) else "write"


def _content(response: Response) -> dict[str, Any]:
    """Return what an answer holds; one without a body, as after deleting, holds nothing.

    Raises:
        UncertainError: where it is no JSON, or only half of it.
    """
    if not response.content:
        return {}
    try:
        content = response.json()
    except ValueError as error:
        raise UncertainError(refusals.out_of_reach(error)) from error
    if not isinstance(content, dict):
        raise UncertainError(refusals.out_of_reach(ValueError("no JSON object")))
    return content


def _spreadsheet_of(path: str) -> str:
    """Return the spreadsheet's id in a path such as ``/v4/spreadsheets/ID/values:batchGet``."""
    parts = path.split("/spreadsheets/", 1)
    return parts[1].split("/", 1)[0].split(":", 1)[0] if len(parts) > 1 else ""
