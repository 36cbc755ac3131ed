"""Refusals, in the two envelopes that Google uses: one of Sheets (and of every newer service), one of Drive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

BAD_REQUEST_DETAIL = "type.googleapis.com/google.rpc.BadRequest"
ERROR_INFO_DETAIL = "type.googleapis.com/google.rpc.ErrorInfo"
HELP_DETAIL = "type.googleapis.com/google.rpc.Help"

UNAUTHENTICATED_TEXT = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
UNREGISTERED_TEXT = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other "
    "form of API consumer identity to call this API."
)
PROTECTED_TEXT = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if "
    "you need to edit."
)
OFFICE_FILE_TEXT = "This operation is not supported for this document. The document must not be an Office file."


@dataclass(frozen=True)
class DriveReason:
    """What Drive adds to an error: its older envelope names a reason, and sometimes the place."""

    reason: str
    domain: str = "global"
    location: str = ""
    location_type: str = ""


@dataclass
class ApiError(Exception):
    """A refusal that the service answers.

    Attributes:
        code: HTTP status.
        message: Text for people, exactly as Google words it where that is known.
        status: Google's canonical code, such as INVALID_ARGUMENT.
        details: Google's typed details, if any.
        drive: Reason for Drive's envelope; Sheets' envelope has none.
    """

    code: int
    message: str
    status: str
    details: Sequence[Mapping[str, Any]] = field(default=())
    drive: DriveReason | None = None

    def prefixed(self, prefix: str) -> ApiError:
        """Say where in a batch it happened; only refused arguments are told so."""
        if self.status != "INVALID_ARGUMENT":
            return self
        return ApiError(self.code, prefix + self.message, self.status, self.details, self.drive)

    def body(self, *, of_drive: bool = False) -> dict[str, Any]:
        """The JSON of the answer, in the envelope of the service that was asked."""
        if of_drive:
            return {"error": self._drive_envelope()}
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = [dict(detail) for detail in self.details]
        return {"error": error}

    def _drive_envelope(self) -> dict[str, Any]:
        reason = self.drive or DriveReason(DEFAULT_REASONS.get(self.code, "badRequest"))
        item = {"message": self.message, "domain": reason.domain, "reason": reason.reason}
        if reason.location:
            item |= {"location": reason.location, "locationType": reason.location_type or "parameter"}
        error: dict[str, Any] = {"code": self.code, "message": self.message, "errors": [item]}
        if self.code in {401, 403} and self.status:
            error["status"] = self.status
        return error


DEFAULT_REASONS = {
    400: "badRequest",
    401: "authError",
    403: "insufficientFilePermissions",
    404: "notFound",
    429: "rateLimitExceeded",
    500: "internalError",
    503: "backendError",
}


def invalid(message: str, details: Sequence[Mapping[str, Any]] = ()) -> ApiError:
    """400 INVALID_ARGUMENT."""
    return ApiError(400, message, "INVALID_ARGUMENT", details)


def violations(texts: Sequence[tuple[str, str]], message: str = "") -> ApiError:
    """400 with a violation for each (field, description)."""
    listed = [({"field": place} if place else {}) | {"description": text} for place, text in texts]
    detail = {"@type": BAD_REQUEST_DETAIL, "fieldViolations": listed}
    return invalid(message or "\n".join(text for _, text in texts), [detail])


def not_found() -> ApiError:
    """404 of Sheets: no such spreadsheet, sheet of a path or metadata."""
    return ApiError(404, "Requested entity was not found.", "NOT_FOUND")


def no_access() -> ApiError:
    """403 of Sheets: the spreadsheet is not shared with the caller, or only for reading."""
    return ApiError(403, "The caller does not have permission", "PERMISSION_DENIED")


def protected() -> ApiError:
    """400: a cell in a protected range that the caller may not edit."""
    return invalid(PROTECTED_TEXT)


def office_file() -> ApiError:
    """400: an .xlsx kept in Drive, which the Sheets service does not serve."""
    return ApiError(400, OFFICE_FILE_TEXT, "FAILED_PRECONDITION")


def unauthenticated() -> ApiError:
    """401: a token that is unknown, expired or revoked."""
    return ApiError(401, UNAUTHENTICATED_TEXT, "UNAUTHENTICATED")


def unregistered() -> ApiError:
    """403: no token at all."""
    return ApiError(403, UNREGISTERED_TEXT, "PERMISSION_DENIED", drive=DriveReason("forbidden"))


def insufficient_scope(service: str) -> ApiError:
    """403: the token was not issued for this kind of request."""
    info = {
        "@type": ERROR_INFO_DETAIL,
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": service},
    }
    text = "Request had insufficient authentication scopes."
    return ApiError(403, text, "PERMISSION_DENIED", [info], DriveReason("insufficientPermissions"))


def api_disabled(project: str = "123456789012") -> ApiError:
    """403: the Sheets service was not switched on in the project of the account."""
    address = f"https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project={project}"
    text = (
        f"Google Sheets API has not been used in project {project} before or it is disabled. Enable it by visiting "
        f"{address} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to "
        "our systems and retry."
    )
    info = {
        "@type": ERROR_INFO_DETAIL,
        "reason": "SERVICE_DISABLED",
        "domain": "googleapis.com",
        "metadata": {"service": "sheets.googleapis.com", "consumer": f"projects/{project}"},
    }
    links = [{"description": "Google developers console API activation", "url": address}]
    return ApiError(403, text, "PERMISSION_DENIED", [{"@type": HELP_DETAIL, "links": links}, info])


def drive_rate_limit() -> ApiError:
    """403 of Drive: too many requests of one account."""
    return ApiError(403, "User Rate Limit Exceeded", "", drive=DriveReason("userRateLimitExceeded", "usageLimits"))


def file_not_found(file_id: str) -> ApiError:
    """404 of Drive; also for a file that is not shared with the caller."""
    place = DriveReason("notFound", location="fileId")
    return ApiError(404, f"File not found: {file_id}.", "NOT_FOUND", drive=place)


def exceeds_grid(name: str, rows: int, columns: int) -> ApiError:
    """400: a range that begins, or a value that would land, outside the grid."""
    return invalid(f"Range ({name}) exceeds grid limits. Max rows: {rows}, max columns: {columns}")


def unparseable(text: str) -> ApiError:
    """400: an address that names nothing."""
    return invalid(f"Unable to parse range: {text}")


def too_many_cells() -> ApiError:
    """400: the limit of ten million cells a spreadsheet."""
    return invalid("This action would increase the number of cells in the workbook above the limit of 10000000 cells.")
