"""Clients whose requests to Google reach the emulator, and nothing else: real gspread and google-auth, unchanged.

An adapter is mounted on the https addresses of Google and on every other one, so nothing can leave this machine.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import gspread
import requests
from google.auth import crypt
from google.auth.transport.requests import AuthorizedSession
from google.auth.transport.requests import Request as AuthRequest
from google.oauth2.service_account import Credentials
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.response import HTTPResponse

from tests.emulator.emulator import ACCOUNT, Emulator
from tests.emulator.web.messages import Request

SCOPES = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive")
GOOGLE = frozenset({"sheets.googleapis.com", "www.googleapis.com", "oauth2.googleapis.com", "drive.googleapis.com"})


class RoutingAdapter(HTTPAdapter):
    """Sends what is meant for Google to the emulator over HTTP, and refuses any other host."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        """Send a request to the emulator in Google's place."""
        request.url = rerouted(self.emulator, request.url or "")
        return super().send(request, *args, **more)


class DirectAdapter(BaseAdapter):
    """Hands requests to the emulator's service without sockets; faults become the errors that sockets would give."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        super().__init__()

    def send(
        self, request: requests.PreparedRequest, *args: Any, timeout: Any = None, **more: Any
    ) -> requests.Response:
        """Answer a request from the service."""
        target = urlsplit(rerouted(self.emulator, request.url or ""))
        body = request.body or b""
        asked = Request.of_target(
            request.method or "GET",
            target.path + (f"?{target.query}" if target.query else ""),
            dict(request.headers),
            body.encode() if isinstance(body, str) else bytes(body),
        )
        broken = self.emulator.service.handle(asked)
        waited = timeout[1] if isinstance(timeout, tuple) else timeout
        if broken.seconds and waited is not None and broken.seconds > waited:
            raise requests.exceptions.ReadTimeout(f"no answer within {waited} s", request=request)
        if broken.dropped:
            raise requests.exceptions.ConnectionError("the connection was closed without an answer", request=request)
        if broken.cut:
            raise requests.exceptions.ChunkedEncodingError("the connection broke in the body", request=request)
        return _response(request, broken.response.status, broken.response.content_type, broken.response.body)

    def close(self) -> None:
        """Nothing to close."""


def rerouted(emulator: Emulator, url: str) -> str:
    """An address of Google, or the emulator's own, as one of the emulator.

    Raises:
        ConnectionError: Any other host.
    """
    parts = urlsplit(url)
    if parts.hostname not in GOOGLE and not url.startswith(emulator.url):
        raise requests.exceptions.ConnectionError(f"{url} is neither Google nor the emulator")
    query = f"?{parts.query}" if parts.query else ""
    return f"{emulator.url}{parts.path}{query}"


def _response(request: requests.PreparedRequest, status: int, kind: str, body: bytes) -> requests.Response:
    found = requests.Response()
    found.status_code = status
    found.headers = CaseInsensitiveDict({"Content-Type": kind, "Content-Length": str(len(body))})
    found.raw = HTTPResponse(io.BytesIO(body), status=status, preload_content=False)
    found.url = request.url or ""
    found.request = request
    found.encoding = requests.utils.get_encoding_from_headers(found.headers)
    found._content = body
    return found


def adapter_for(emulator: Emulator) -> BaseAdapter:
    """The adapter that fits how the emulator runs: over HTTP, or directly."""
    return RoutingAdapter(emulator) if emulator.port else DirectAdapter(emulator)


def routed(emulator: Emulator, session: requests.Session) -> requests.Session:
    """Let a session of requests reach the emulator only; it is closed together with the emulator."""
    session.trust_env = False
    adapter = adapter_for(emulator)
    for prefix in ("https://", "http://"):
        session.mount(prefix, adapter)
    emulator.sessions.append(session)
    return session


@cache
def signer_of(private_key: str) -> crypt.RSASigner:
    """What signs with a key; reading a key takes a tenth of a second, so each is read once."""
    return crypt.RSASigner.from_string(private_key)  # type: ignore[no-untyped-call, no-any-return]


def authorized_session(
    emulator: Emulator, user: str = ACCOUNT, key: Mapping[str, Any] | None = None, scopes: tuple[str, ...] = SCOPES
) -> AuthorizedSession:
    """A session that signs in with a service account's key, as google-auth does it."""
    info = dict(key or emulator.key_file(user))
    credentials = Credentials(  # type: ignore[no-untyped-call]
        signer_of(info["private_key"]), info["client_email"], info["token_uri"], scopes=list(scopes)
    )
    signing_in = routed(emulator, requests.Session())
    session = AuthorizedSession(credentials, auth_request=AuthRequest(signing_in))  # type: ignore[no-untyped-call]
    routed(emulator, session)
    return session


def gspread_client(emulator: Emulator, user: str = ACCOUNT) -> gspread.Client:
    """A gspread client signed in as a service account."""
    session = authorized_session(emulator, user)
    return gspread.Client(auth=session.credentials, session=session)


def token_session(emulator: Emulator, user: str = ACCOUNT) -> requests.Session:
    """A plain session with a token in its headers: no exchange, for load tests."""
    session = routed(emulator, requests.Session())
    session.headers["authorization"] = f"Bearer {emulator.token(user)}"
    return session
