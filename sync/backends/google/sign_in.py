"""Signing in to Google by a service account's key, and refusing a key that others could take.

The key is looked for where the settings say, then where ``GOOGLE_APPLICATION_CREDENTIALS`` says, then among the
application default credentials of this computer. It is asked for one scope only. Nothing of a key is ever part of a
message, and nothing is repeated here: :mod:`sync.backends.google.transport` knows how often something may be tried.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import google.auth
from google.auth.credentials import Credentials
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError, TransportError
from google.auth.transport import Response as AuthResponse
from google.auth.transport.requests import AuthorizedSession
from google.auth.transport.requests import Request as AuthRequest
from google.oauth2 import service_account
from requests import Session

from rules.core.text import Text
from sync import messages
from sync.backends.base import WorkbookError
from sync.backends.google import refusals
from sync.backends.google.transport import TIMEOUT, Account
from sync.endpoints import is_safe_address

SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
"""The least that lets a shared spreadsheet be read and written; nothing else of Drive can be seen with it."""
VARIABLE: Final = "GOOGLE_APPLICATION_CREDENTIALS"

_LARGEST: Final = 100_000
_OTHERS: Final = 0o077
_NEEDED: Final = ("client_email", "private_key", "token_uri")
_TRANSIENT: Final = frozenset({408, 429})
_SERVER: Final = 500

NO_JSON: Final = Text(vi="không phải tệp JSON", en="it is not a JSON file")
OTHER_TYPE: Final = Text(
    vi="loại khóa khác, cần “type” là “service_account”",
    en="it is a key of another kind; “type” has to be “service_account”",
)
INCOMPLETE: Final = Text(
    vi="thiếu client_email, private_key hoặc token_uri", en="it lacks client_email, private_key or token_uri"
)
NO_PRIVATE_KEY: Final = Text(vi="private_key không dùng được", en="its private_key cannot be used")
UNSAFE_ADDRESS: Final = Text(vi="token_uri không phải địa chỉ https", en="its token_uri is no https address")
TOO_LARGE: Final = Text(vi="tệp quá lớn", en="it is too large")
NO_FILE: Final = Text(vi="không có tệp này", en="there is no such file")
NO_PERMISSION: Final = Text(vi="không có quyền đọc", en="there is no permission to read it")
NOT_A_FILE: Final = Text(vi="đây không phải là một tệp", en="it is not a file")

MakeSession = Callable[[], Session]


def sign_in(
    key_file: Path | None,
    environ: Mapping[str, str],
    *,
    clock: Callable[[], float] = time.time,
    make_session: MakeSession = Session,
) -> Account:
    """Return the account that the settings, the environment or this computer names. No request is made yet.

    Args:
        key_file: the key file that the settings name; None where they name none.
        environ: environment variables.
        clock: seconds since 1970.
        make_session: makes what the requests for tokens leave by.

    Raises:
        WorkbookError: where there is no key, or one that must not or cannot be used.
    """
    named = environ.get(VARIABLE)
    if key_file is not None:
        credentials: Credentials = from_key_file(key_file)
    elif named and _is_service_account(Path(named)):
        credentials = from_key_file(Path(named))
    else:
        credentials = _default_credentials()
    return account_of(credentials, clock=clock, make_session=make_session)


def account_of(
    credentials: Credentials,
    *,
    clock: Callable[[], float] = time.time,
    make_session: MakeSession = Session,
) -> Account:
    """Return an account that asks with these credentials."""
    asking = PlainRequest(make_session())
    session = AuthorizedSession(  # type: ignore[no-untyped-call]
        credentials, refresh_status_codes=(), max_refresh_attempts=0, auth_request=asking
    )
    email = str(getattr(credentials, "service_account_email", "") or "")

    def renew() -> None:
        credentials.refresh(partial(asking, timeout=TIMEOUT))  # type: ignore[no-untyped-call]

    def explain(error: GoogleAuthError) -> WorkbookError:
        said = " ".join(str(part) for part in error.args[:1])
        return refusals.sign_in_refusal(said, account=email, date=asking.date, now=clock())

    def close() -> None:
        session.close()  # type: ignore[no-untyped-call]
        asking.session.close()

    return Account(email, session, renew, explain, close)


class PlainRequest(AuthRequest):
    """Asks for tokens, once: an answer after which google-auth would try again by itself counts as none.

    Attributes:
        date: Date header of the last answer, which tells how far the clocks are apart.
    """

    date: str = ""

    def __call__(self, *words: Any, **more: Any) -> AuthResponse:
        """Send a request.

        Raises:
            TransportError: where no answer comes, or one that tells nothing.
        """
        answer: AuthResponse = super().__call__(*words, **more)  # type: ignore[no-untyped-call]
        self.date = str(answer.headers.get("Date", ""))
        if answer.status >= _SERVER or answer.status in _TRANSIENT or not _is_whole(answer.data):
            raise TransportError(f"status {answer.status}")  # type: ignore[no-untyped-call]
        return answer

    def __deepcopy__(self, memo: object) -> PlainRequest:
        """Refuse to be copied: google-auth would ask with a copy, in the background, where an account may be used from.

        Raises:
            TypeError: always; google-auth then leaves that question out.
        """
        raise TypeError(type(self).__name__)


def _is_whole(body: bytes) -> bool:
    """Return whether the body of an answer is JSON, all of it."""
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def from_key_file(path: Path) -> service_account.Credentials:
    """Return the credentials that a service account's key file holds.

    Raises:
        WorkbookError: where it is missing or unreadable, where others can read it, where it lies in a git work tree,
            or where it is no such key.
    """
    content = _read_safely(path)
    info = _parsed(path, content)
    if info.get("type") != "service_account":
        raise _invalid(path, OTHER_TYPE)
    if not all(isinstance(info.get(name), str) and info[name] for name in _NEEDED):
        raise _invalid(path, INCOMPLETE)
    if not is_safe_address(info["token_uri"]):
        raise _invalid(path, UNSAFE_ADDRESS)
    try:
        return service_account.Credentials.from_service_account_info(info, scopes=SCOPES)  # type: ignore[no-untyped-call, no-any-return]
    except (ValueError, TypeError, GoogleAuthError):
        # The library's own text may quote the key.
        raise _invalid(path, NO_PRIVATE_KEY) from None


def work_tree_of(path: Path) -> Path | None:
    """Return the git work tree in which a file lies, as written or where a link leads; None for none."""
    for place in (Path(os.path.abspath(path)), path.resolve()):  # noqa: PTH100  (resolve would follow links)
        for folder in place.parents:
            if (folder / ".git").exists():
                return folder
    return None


def _read_safely(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise WorkbookError(messages.KEY_UNREADABLE.code, path=str(path), detail=_why_unreadable(error)) from None
    if len(content) > _LARGEST:
        raise _invalid(path, TOO_LARGE)
    if os.name == "posix" and mode & _OTHERS:
        raise WorkbookError(messages.KEY_OPEN.code, path=str(path))
    if (folder := work_tree_of(path)) is not None:
        raise WorkbookError(messages.KEY_IN_GIT.code, path=str(path), folder=str(folder))
    return content


def _why_unreadable(error: OSError) -> Text:
    if isinstance(error, FileNotFoundError):
        return NO_FILE
    if isinstance(error, PermissionError):
        return NO_PERMISSION
    return NOT_A_FILE


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    try:
        info = json.loads(content)
    except (ValueError, RecursionError):
        raise _invalid(path, NO_JSON) from None
    if not isinstance(info, dict):
        raise _invalid(path, NO_JSON)
    return info


def _invalid(path: Path, why: Text) -> WorkbookError:
    return WorkbookError(messages.KEY_INVALID.code, path=str(path), detail=why)


def _is_service_account(path: Path) -> bool:
    """Return whether a file is to be judged as a service account's key: everything but a known key of another kind."""
    try:
        return str(json.loads(path.read_bytes()).get("type")) not in _OTHER_KINDS
    except (OSError, ValueError, AttributeError):
        return True


_OTHER_KINDS: Final = frozenset(
    {"authorized_user", "external_account", "external_account_authorized_user", "impersonated_service_account"}
)
"""Application default credentials that google-auth can read and that are no keys."""


def _default_credentials() -> Credentials:
    try:
        found, _ = google.auth.default(scopes=SCOPES)
    except DefaultCredentialsError:
        raise WorkbookError(messages.NO_CREDENTIALS.code) from None
    return found
