"""The files of Drive: spreadsheets and others, who may see them, and when they changed."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.emulator.clock import Clock
from tests.emulator.errors import ApiError, DriveReason, file_not_found, no_access, not_found, office_file
from tests.emulator.errors import invalid as refused
from tests.emulator.grid.book import Book

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
DOCUMENT = "application/vnd.google-apps.document"
FOLDER = "application/vnd.google-apps.folder"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROLES = ("reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")
EVERYBODY = ""
Json = dict[str, Any]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass
class DriveFile:
    """A file.

    Attributes:
        file_id: Its identifier, also of the spreadsheet.
        book: The spreadsheet, when it is one.
        created, modified: Seconds since 1970.
        edited: Last change of the content, which `modified` follows only after a while.
        open: May anybody do anything with it, without being named in the permissions?
        pending: Is there a change of the content that does not show yet?
        permissions: Each with id, type, role and what its type needs.
    """

    file_id: str
    name: str
    mime: str
    created: float
    modified: float
    book: Book | None = None
    content: bytes = b""
    parents: tuple[str, ...] = ()
    trashed: bool = False
    version: int = 1
    edited: float = 0.0
    open: bool = False
    pending: bool = False
    permissions: list[Json] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)
    properties: Json = field(default_factory=dict)

    def role_of(self, user: str) -> str | None:
        """The strongest role of a person, None when it is not shared with them."""
        if user == EVERYBODY or self.open:
            return "owner"
        roles = [
            permission["role"]
            for permission in self.permissions
            if permission["type"] == "anyone"
            or permission.get("emailAddress", "").casefold() == user.casefold()
            or (permission["type"] == "domain" and user.endswith("@" + permission.get("domain", "")))
        ]
        return max(roles, key=ROLES.index, default=None)

    @property
    def owner(self) -> str:
        """Address of the owner."""
        return next((found["emailAddress"] for found in self.permissions if found["role"] == "owner"), "")


@dataclass
class Files:
    """All files.

    Attributes:
        clock: Stamps changes.
        lag: Seconds until an edit of cells shows in `modifiedTime` and `version`.
        open: Are new files open to anybody?
        storage: May service accounts own files? Where not, creating one is refused for want of storage.
    """

    clock: Clock
    lag: float = 60.0
    open: bool = False
    storage: bool = True
    all: dict[str, DriveFile] = field(default_factory=dict)
    changes: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)

    def new_id(self) -> str:
        """An identifier like Google's: 44 letters that begin with 1."""
        digest = hashlib.sha256(f"file {next(self._numbers)}".encode()).digest() * 2
        return "1" + "".join(ALPHABET[byte % 64] for byte in digest[:43])

    def permission(self, kind: str, role: str, **more: str) -> Json:
        """A permission with its number."""
        number = int.from_bytes(hashlib.sha256(f"{kind}{sorted(more.items())}".encode()).digest()[:8], "big")
        found: Json = {"kind": "drive#permission", "id": f"{number:020d}", "type": kind}
        if kind == "anyone":
            found["id"] = "anyoneWithLink"
        found |= more | {"role": role}
        return found | ({"deleted": False, "pendingOwner": False} if kind == "user" else {})

    def new_file(
        self, name: str, owner: str, mime: str, *, parents: tuple[str, ...] = (), file_id: str | None = None
    ) -> DriveFile:
        """A new file of an owner."""
        now = self.clock()
        file_id = file_id or self.new_id()
        permissions = [self.permission("user", "owner", emailAddress=owner, displayName=owner)] if owner else []
        found = DriveFile(file_id, name, mime, now, now, parents=parents, permissions=permissions, edited=now)
        found.open = self.open
        self.all[file_id] = found
        self.changes.append((file_id, False))
        return found

    def new_book(
        self,
        title: str,
        owner: str,
        *,
        locale: str = "en_US",
        time_zone: str = "Etc/GMT",
        parents: tuple[str, ...] = (),
        file_id: str | None = None,
    ) -> Book:
        """A new spreadsheet of an owner.

        Raises:
            ApiError: 403 for a service account where such own no storage.
        """
        self.check_storage(owner)
        found = self.new_file(title, owner, SPREADSHEET, parents=parents, file_id=file_id)
        found.book = Book(found.file_id, title, locale=locale, time_zone=time_zone)
        found.book.owner = owner
        found.book.clock = self.clock
        return found.book

    def check_storage(self, owner: str) -> None:
        """Refuse a service account that would own a file, where such own no storage.

        Raises:
            ApiError: 403 storageQuotaExceeded.
        """
        if not self.storage and owner.endswith(".gserviceaccount.com"):
            reason = DriveReason("storageQuotaExceeded", "usageLimits")
            text = (
                "Service Accounts do not have storage quota. Leverage shared drives, or use OAuth delegation instead."
            )
            raise ApiError(403, text, "PERMISSION_DENIED", drive=reason)

    def get(self, file_id: str, user: str, *, writing: bool = False) -> DriveFile:
        """A file that a person may see (or change), by Drive's rules.

        Raises:
            ApiError: 404 for a missing or unshared file, 403 where they may only read.
        """
        found = self.all.get(file_id)
        role = found.role_of(user) if found else None
        if found is None or role is None:
            raise file_not_found(file_id)
        if writing and ROLES.index(role) < ROLES.index("writer"):
            text = "The user does not have sufficient permissions for this file."
            raise ApiError(403, text, "", drive=DriveReason("insufficientFilePermissions"))
        return found

    def book(self, file_id: str, user: str, *, writing: bool) -> Book:
        """A spreadsheet that a person may read (or write), by the rules of Sheets.

        Raises:
            ApiError: 404 for none, 403 when it is not shared so, 400 for a file that is no spreadsheet.
        """
        found = self.all.get(file_id)
        if found is None or found.mime in {DOCUMENT, FOLDER}:
            raise not_found()
        role = found.role_of(user)
        if role is None or (writing and ROLES.index(role) < ROLES.index("writer")):
            raise no_access()
        if found.book is None:
            if found.mime == XLSX:
                raise office_file()
            raise refused("Request contains an invalid argument.")
        return found.book

    def edited(self, book: Book, *, renamed: bool = False) -> None:
        """Note that the content of a spreadsheet changed; a new title shows at once."""
        found = self.all.get(book.book_id)
        if found is None:
            return
        found.edited = self.clock()
        found.pending = True
        if renamed:
            found.name = book.title
            self.stamp(found)

    def stamp(self, found: DriveFile) -> None:
        """Note a change of Drive's own metadata."""
        found.modified = self.clock()
        found.version += 1
        self.changes.append((found.file_id, False))

    def settle(self, found: DriveFile) -> None:
        """Let an edit show once enough time has gone by."""
        if found.pending and self.clock() >= found.edited + self.lag:
            found.pending = False
            found.modified = max(found.modified, found.edited)
            found.version += 1
            self.changes.append((found.file_id, False))


def iso(moment: float) -> str:
    """A moment as Drive writes it."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
