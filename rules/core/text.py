"""Text in several languages, and how texts are compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LANGUAGES = ("vi", "en")

_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
"""Soft hyphen, zero-width space, word joiner, byte order mark: pasted along with a code, and seen by nobody."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text in every language that people read.

    Attributes:
        vi: the Vietnamese text.
        en: the English text.
    """

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in ``language`` (``"vi"`` or ``"en"``); English where the language is not known."""
        return self.vi if language == "vi" else self.en

    def all(self) -> tuple[str, ...]:
        """Return the text in every language."""
        return (self.vi, self.en)


def clean(text: str) -> str:
    """Return ``text`` in composed form (NFC), with spaces of every kind folded to one and none at the ends."""
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text.strip(" \u00a0")
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return the form in which keys are compared: composed, trimmed, without regard to case."""
    return clean(text).casefold()


@lru_cache(maxsize=65_536)
def fold_header(text: str) -> str:
    """Return the form in which headers and titles are compared: no case, accents, spaces or punctuation.

    ``"Số lượng "``, ``"SO LUONG"`` and ``"so_luong"`` are all ``"soluong"``.
    """
    # Decomposed first: letters of other widths and styles have a lower case only then.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().replace("đ", "d"))
    return "".join(sign for sign in decomposed if sign.isalnum())
