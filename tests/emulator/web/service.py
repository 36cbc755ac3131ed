"""The services behind the server: who asks, may they, is it well formed, and then the endpoint.

Nothing here knows of sockets: a request goes in and an answer comes out, so tests may also call it directly.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from tests.emulator.clock import Clock, machine_clock
from tests.emulator.drive.endpoints import ENDPOINTS as DRIVE_ENDPOINTS
from tests.emulator.drive.endpoints import upload_csv
from tests.emulator.drive.files import Files
from tests.emulator.errors import ApiError, DriveReason, invalid, violations
from tests.emulator.fields import Mask, answer_mask, select, without_nulls
from tests.emulator.grid.book import Book
from tests.emulator.sheets.endpoints import ENDPOINTS as SPREADSHEET_ENDPOINTS
from tests.emulator.sheets.values_endpoints import ENDPOINTS as VALUES_ENDPOINTS
from tests.emulator.web.accounts import Accounts, refusal
from tests.emulator.web.calls import Call, Endpoint
from tests.emulator.web.discovery import DRIVE, SHEETS, Discovery, Method, discovery
from tests.emulator.web.faults import Broken, Faults
from tests.emulator.web.journal import Entry, Journal
from tests.emulator.web.lenient import as_meant
from tests.emulator.web.messages import Request, Response
from tests.emulator.web.quotas import READ, WRITE, Quotas

Json = dict[str, Any]
ENDPOINTS: dict[str, dict[str, Endpoint]] = {
    SHEETS: {**SPREADSHEET_ENDPOINTS, **VALUES_ENDPOINTS},
    DRIVE: DRIVE_ENDPOINTS,
}
TOKEN_PATHS = {"/token", "/oauth2/v4/token", "/o/oauth2/token"}
UPLOAD = re.compile(r"/upload/drive/v[23]/files/(?P<fileId>[^/:]+)")
READING_POSTS = {
    "spreadsheets.getByDataFilter",
    "spreadsheets.values.batchGetByDataFilter",
    "spreadsheets.developerMetadata.search",
}
DRIVE_SCOPES = frozenset({"https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/drive.file"})
SERVER_ERROR = ApiError(500, "Internal error encountered.", "INTERNAL")


class SchemaViolationError(AssertionError):
    """An answer of the emulator that does not follow Google's schema: a fault of the emulator itself."""


class Service:
    """Sheets, Drive and the token endpoint over one set of files.

    Attributes:
        before_request: Called with each request before it is looked at; a test edits the spreadsheets here.
        after_request: Called with each request and its answer.
        validate: Are bodies and answers checked against the discovery documents?
        problems: Answers that did not follow their schema, and errors of the emulator itself.
    """

    def __init__(
        self,
        *,
        clock: Clock = machine_clock,
        strict: bool = True,
        validate: bool = True,
        quotas: Quotas | None = None,
    ) -> None:
        self.clock = clock
        self.files = Files(clock, open=not strict)
        self.accounts = Accounts(clock, strict)
        self.quotas = quotas
        self.faults = Faults()
        self.journal = Journal()
        self.validate = validate
        self.before_request: Callable[[Request], None] | None = None
        self.after_request: Callable[[Request, Response], None] | None = None
        self.problems: list[str] = []
        self.lock = threading.RLock()

    def book(self, book_id: str, user: str, *, writing: bool) -> Book:
        """A spreadsheet that a person may read (or write)."""
        return self.files.book(book_id, user, writing=writing)

    def handle(self, request: Request) -> Broken:
        """Answer a request, with what happens to the answer on its way."""
        with self.lock:
            request.number = self.journal.next_number()
            if self.before_request is not None:
                self.before_request(request)
            fault = self.faults.next(request)
            response = None if fault is not None and not fault.applied else self.answer(request)
            broken = Broken(response) if fault is None and response else None
            if broken is None and fault is not None:
                broken = fault.spoiled(request, response)
            if broken is None:
                broken = Broken(refusal(SERVER_ERROR, of_drive=False))
            self.journal.add(Entry.of(request, broken, fault.name if fault else "", self.kind(request)))
            if self.after_request is not None:
                self.after_request(request, broken.response)
            return broken

    def answer(self, request: Request) -> Response:
        """The right answer, without faults."""
        if request.path in TOKEN_PATHS:
            return self.accounts.exchange(request)
        of_drive = "/drive/" in request.path
        try:
            return self._answer(request, of_drive=of_drive)
        except ApiError as problem:
            return refusal(problem, of_drive=of_drive)
        except Exception as problem:  # noqa: BLE001 - a fault of the emulator is told, not hidden in a broken connection
            self.problems.append(f"{request.method} {request.path}: {problem!r}")
            return refusal(SERVER_ERROR, of_drive=of_drive)

    def _answer(self, request: Request, *, of_drive: bool) -> Response:
        document = discovery(DRIVE if of_drive else SHEETS)
        upload = UPLOAD.fullmatch(request.path) if request.method in {"PUT", "PATCH"} else None
        method = None if upload else document.method(request.method, request.path)
        if method is None and upload is None:
            return Response(
                404,
                b"<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n",
                "text/html; charset=UTF-8",
            )
        scopes = DRIVE_SCOPES if method is None else method.scopes
        request.user = self.accounts.identify(request, scopes, _host(document))
        self._take_quota(request, method)
        if method is None:
            values = {"fileId": upload.group("fileId") if upload else "", "method": "upload"}
            return Response.of_json(upload_csv(Call(self, request, values, {}, request.user, None)))
        return self._call(request, document, method)

    def _call(self, request: Request, document: Discovery, method: Method) -> Response:
        endpoint = ENDPOINTS[document.name].get(method.name)
        if endpoint is None:
            raise ApiError(501, f"The emulator does not serve {method.name}.", "UNIMPLEMENTED")
        body = self._body(request, document, method)
        self._check_parameters(request, document, method)
        match = method.path.fullmatch(request.path.lstrip("/"))
        values = {name: unquote(value) for name, value in (match.groupdict() if match else {}).items()}
        values["method"] = method.name
        mask = self._mask(request, document, method)
        answer = endpoint(Call(self, request, values, body, request.user, mask))
        if isinstance(answer, Response):
            return answer
        if mask is not None and document.name == SHEETS:
            answer = select(answer, mask)
        if self.validate and method.response:
            wrong = document.violations(method.response, answer)
            if wrong:
                raise SchemaViolationError(f"{method.name}: {wrong}")
        if document.name == SHEETS and method.verb != "GET" and method.name not in READING_POSTS:
            self._note_edit(values.get("spreadsheetId", ""))
        return Response.of_json(answer, tidy=request.parameter("prettyPrint") != "false")

    def _note_edit(self, book_id: str) -> None:
        found = self.files.all.get(book_id)
        if found is not None and found.book is not None:
            self.files.edited(found.book)

    def _take_quota(self, request: Request, method: Method | None) -> None:
        if self.quotas is not None and method is not None and "/drive/" not in request.path:
            self.quotas.take(request.user, _kind(method))

    def kind(self, request: Request) -> str:
        """`read` or `write` for Sheets, `drive` and `token` for the others."""
        if request.path in TOKEN_PATHS:
            return "token"
        if "/drive/" in request.path:
            return "drive"
        method = discovery(SHEETS).method(request.method, request.path)
        return _kind(method) if method else READ

    def _body(self, request: Request, document: Discovery, method: Method) -> Json:
        if method.request is None or request.method == "GET":
            return {}
        body = as_meant(document, method.request, request.json())
        if self.validate:
            if body and method.name.endswith("values.clear"):
                body = {}
            wrong = document.violations(method.request, body, method.body_field)
            if document.name == DRIVE:
                wrong = [found for found in wrong if "Unknown name" not in found.text]
            if wrong:
                raise violations([(found.place, found.text) for found in wrong])
        return _cleaned(body)

    def _check_parameters(self, request: Request, document: Discovery, method: Method) -> None:
        if not self.validate or document.name == DRIVE:
            return
        for name, values in request.query.items():
            schema = method.parameters.get(name)
            if schema is None:
                if name in {"access_token", "key", "$.xgafv"}:
                    continue
                text = f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                raise violations([("", f"{text}Field '{name}' could not be found in request message.")])
            if "enum" in schema and values[-1] not in schema["enum"]:
                kind = f"type.googleapis.com/google.apps.sheets.v4.{name[0].upper()}{name[1:]}"
                place = _snake(name)
                raise violations([(place, f"Invalid value at '{place}' ({kind}), \"{values[-1]}\"")])
        required = method.parameters.get("ranges", {}).get("required")
        if required and not request.query.get("ranges"):
            raise invalid("At least one range must be specified.")

    def _mask(self, request: Request, document: Discovery, method: Method) -> Mask | None:
        text = request.parameter("fields")
        if not text or method.response is None:
            return None
        schema = method.response
        try:
            return answer_mask(text, lambda path: document.knows_path(schema, path))
        except ApiError as problem:
            if document.name != DRIVE:
                raise
            reason = DriveReason("invalidParameter", location="fields")
            raise ApiError(400, f"Invalid field selection {text}", problem.status, drive=reason) from None


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", lambda match: f"_{match.group(1).lower()}", name)


def _host(document: Discovery) -> str:
    return "drive.googleapis.com" if document.name == DRIVE else "sheets.googleapis.com"


def _kind(method: Method) -> str:
    return READ if method.verb == "GET" or method.name in READING_POSTS else WRITE


def _cleaned(body: Json) -> Json:
    """A body without nulls, except among values, where null means to skip a cell."""
    found: Json = {}
    for name, value in body.items():
        if value is None:
            continue
        if name == "values":
            found[name] = [row or [] for row in value]
        elif name == "data" and isinstance(value, list):
            found[name] = [_cleaned(item) for item in value if item is not None]
        else:
            found[name] = without_nulls(value)
    return found
