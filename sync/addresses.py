"""One address of a mail: parsed strictly, so that no text can smuggle in a header or a second recipient."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from email.headerregistry import Address
from typing import Final

_ADDRESS: Final = re.compile(
    r"(?P<local>[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)"
    r"@(?P<domain>[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)"
)
# The lengths that RFC 5321, section 4.5.3.1, allows.
_LOCAL_LENGTH: Final = 64
_ADDRESS_LENGTH: Final = 254
_NAME_LENGTH: Final = 100

_OUTSIDE_QUOTES: Final = re.compile(r'"[^"]*"')
_SEPARATORS: Final = frozenset(",;<>@")


class InvalidAddressError(ValueError):
    """The text is not exactly one mail address."""


def parse_address(text: str) -> Address:
    """Return the one address that a text holds, as ``"kho@example.com"`` or ``"Kho <kho@example.com>"``.

    Raises:
        InvalidAddressError: where it holds none, several, or control characters.
    """
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in text):
        raise InvalidAddressError("a mail address holds no line breaks or control characters")
    name, address = "", text.strip()
    if address.endswith(">") and "<" in address:
        name, _, address = address[:-1].rpartition("<")
    match = _ADDRESS.fullmatch(address)
    # A mail program would decode an encoded word in an address into another one.
    if match is None or "=?" in address or len(address) > _ADDRESS_LENGTH or len(match["local"]) > _LOCAL_LENGTH:
        raise InvalidAddressError(f"{_shortened(text)} is not one mail address")
    if _SEPARATORS & set(_OUTSIDE_QUOTES.sub("", name)):
        raise InvalidAddressError(f"{_shortened(text)} holds more than one mail address")
    display = header_text(name.replace('"', " ").replace("\\", " "), _NAME_LENGTH)
    return Address(display_name=display, username=match["local"], domain=match["domain"])


def same_reader(text: str) -> str:
    """Return what is equal for all spellings of one address: with a name beside it or without, in capitals or not.

    Raises:
        InvalidAddressError: where the text is not exactly one mail address.
    """
    return parse_address(text).addr_spec.casefold()


def each_once(written: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses that texts hold, each once, without the names beside them, as they are spelled first.

    Raises:
        InvalidAddressError: where a text is not exactly one mail address.
    """
    found: dict[str, str] = {}
    for text in written:
        found.setdefault(same_reader(text), parse_address(text).addr_spec)
    return tuple(found.values())


def _shortened(text: str) -> str:
    return repr(tidy(text, _NAME_LENGTH))


def header_text(text: str, limit: int) -> str:
    """Return a text as :func:`tidy` does, and without what a mail program would take for an encoded word.

    Such a word (RFC 2047) may decode to anything, a line break and a header among it; the standard library decodes it
    too when a header is set.
    """
    return tidy(tidy(text, limit).replace("=?", "= ?"), limit)


def tidy(text: str, limit: int) -> str:
    """Return a text on one line, without control characters or marks that turn the reading direction around.

    Args:
        text: anything, such as the content of a cell.
        limit: the longest result; what is cut off shows as an ellipsis.
    """
    # A cell may hold a megabyte; nothing beyond a few times the limit can show in the result.
    visible = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
        for sign in text[: 4 * limit + 1]
        if unicodedata.category(sign) not in {"Cf", "Cs", "Co"}
    )
    one_line = " ".join(visible.split())
    return one_line if len(one_line) <= limit else f"{one_line[: limit - 1].rstrip()}…"
