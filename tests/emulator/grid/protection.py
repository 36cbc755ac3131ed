"""Protected ranges: who may not write where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.emulator.errors import protected
from tests.emulator.grid.area import Box, area_of
from tests.emulator.grid.book import Book
from tests.emulator.grid.sheet import Sheet

EVERYBODY = ""


def may_edit(book: Book, protection: Mapping[str, Any], user: str) -> bool:
    """May this person edit what is protected? The owner always may; a warning stops nobody."""
    if protection.get("warningOnly") or user in {EVERYBODY, book.owner}:
        return True
    return user in (protection.get("editors") or {}).get("users", ())


def check_editable(book: Book, sheet: Sheet, box: Box, user: str) -> None:
    """Refuse a write that meets a protected range of others.

    Raises:
        ApiError: 400 with Google's text.
    """
    for protection in sheet.protected:
        if may_edit(book, protection, user):
            continue
        place = protected_box(book, sheet, protection)
        if place is not None and place.meets(box) and not _is_open(sheet, protection, box):
            raise protected()


def protected_box(book: Book, sheet: Sheet, protection: Mapping[str, Any]) -> Box | None:
    """The rectangle that a protection covers, by its range or by the named range it follows."""
    found = protection.get("range")
    for named in book.named_ranges:
        if named["namedRangeId"] == protection.get("namedRangeId"):
            found = named["range"]
    return area_of(found).bounded(*sheet.size) if found is not None else None


def _is_open(sheet: Sheet, protection: Mapping[str, Any], box: Box) -> bool:
    return any(area_of(opened).bounded(*sheet.size).holds(box) for opened in protection.get("unprotectedRanges") or ())
