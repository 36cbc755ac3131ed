"""Service accounts and their tokens: the OAuth exchange of a signed assertion for an access token."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import crypt

from tests.emulator.clock import Clock, machine_clock
from tests.emulator.errors import ApiError, insufficient_scope, unauthenticated, unregistered
from tests.emulator.web.messages import Request, Response

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIFETIME = 3599
CLOCK_SKEW_TEXT = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and "
    "exp values in the JWT claim."
)
EVERY_SCOPE = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive")
TOLERANCE = 300
Json = dict[str, Any]


@cache
def key_pair(number: int) -> tuple[str, str]:
    """A private and a public key in PEM; made once a process, since that is slow."""
    del number
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private_text = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public_text = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private_text.decode(), public_text.decode()


@dataclass
class Token:
    """An access token: whose, for what, and until when."""

    user: str
    scopes: frozenset[str]
    expires: float


@dataclass
class Accounts:
    """Who may ask, and with which tokens.

    Attributes:
        clock: Tells whether a token is still good.
        signing_clock: Tells whether an assertion is timely. Clients sign by the machine's clock, so this one does not
            follow a clock that a test moves; a test of clocks that differ sets it.
        strict: Are unknown callers refused? Otherwise a missing or unknown token counts as `default_user`.
        default_user: Who asks without a known token, where that is allowed.
        keys: Public keys of the known accounts, by their e-mail address.
    """

    clock: Clock
    strict: bool = True
    default_user: str = "emulator@sheets-emulator.iam.gserviceaccount.com"
    signing_clock: Clock = machine_clock
    keys: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)

    def key_file(self, user: str, token_uri: str) -> Json:
        """Make an account known and give its key file, as downloaded from the console."""
        private, public = key_pair(0)
        self.keys[user] = public
        return {
            "type": "service_account",
            "project_id": "sheets-emulator",
            "private_key_id": "0123456789abcdef0123456789abcdef01234567",
            "private_key": private,
            "client_email": user,
            "client_id": "100000000000000000001",
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": token_uri,
            "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
            "universe_domain": "googleapis.com",
        }

    def revoke(self, user: str) -> None:
        """Delete an account's key and end its tokens."""
        self.keys[user] = ""
        self.end_tokens(user)

    def end_tokens(self, user: str) -> None:
        """End the tokens of an account, whose key stays good."""
        self.tokens = {text: token for text, token in self.tokens.items() if token.user != user}

    def issue(self, user: str, scopes: tuple[str, ...] = EVERY_SCOPE) -> str:
        """A new token."""
        text = f"ya29.{secrets.token_urlsafe(32)}"
        self.tokens[text] = Token(user, frozenset(scopes), self.clock() + LIFETIME)
        return text

    def identify(self, request: Request, scopes: frozenset[str], service: str) -> str:
        """Who asks.

        Raises:
            ApiError: 401 or 403 for a missing, unknown or ended token, or one for other purposes.
        """
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        if not text or kind.lower() != "bearer":
            if self.strict:
                raise unregistered()
            return self.default_user
        token = self.tokens.get(text.strip())
        if token is None or token.expires < self.clock():
            if self.strict or token is not None:
                raise unauthenticated()
            return self.default_user
        if scopes and not scopes & token.scopes:
            raise insufficient_scope(service)
        return token.user

    def exchange(self, request: Request) -> Response:
        """The answer of the token endpoint."""
        form = parse_qs(request.body.decode("utf-8", "replace"))
        if form.get("grant_type", [""])[0] != GRANT:
            return _refused("unsupported_grant_type", "Invalid grant_type: " + form.get("grant_type", [""])[0])
        problem, claims = self._claims(form.get("assertion", [""])[0])
        if problem:
            return _refused("invalid_grant", problem)
        scopes = tuple(str(claims.get("scope") or "").split())
        token = self.issue(str(claims.get("iss")), scopes)
        return Response.of_json({"access_token": token, "expires_in": LIFETIME, "token_type": "Bearer"})

    def _claims(self, assertion: str) -> tuple[str, Json]:
        parts = assertion.split(".")
        try:
            claims = json.loads(_decoded(parts[1]))
            signature = _decoded(parts[2])
        except (IndexError, ValueError):
            return "Bad Request", {}
        key = self.keys.get(str(claims.get("iss")))
        if key is None:
            return ("Invalid grant: account not found", {}) if self.strict else ("", claims)
        if not key or not _verifier(key).verify(".".join(parts[:2]).encode(), signature):
            return "Invalid JWT Signature.", {}
        return ("" if self._is_timely(claims) else CLOCK_SKEW_TEXT), claims

    def _is_timely(self, claims: Mapping[str, Any]) -> bool:
        issued, ends, now = float(claims.get("iat", 0)), float(claims.get("exp", 0)), self.signing_clock()
        return issued <= now + TOLERANCE and ends >= now - TOLERANCE and ends - issued <= 3600 + TOLERANCE


@cache
def _verifier(public_key: str) -> Any:
    return crypt.RSAVerifier.from_string(public_key)  # type: ignore[no-untyped-call]


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _refused(error: str, description: str) -> Response:
    return Response.of_json({"error": error, "error_description": description}, 400)


def refusal(problem: ApiError, *, of_drive: bool) -> Response:
    """A refusal as an answer."""
    return Response.of_json(problem.body(of_drive=of_drive), problem.code)
