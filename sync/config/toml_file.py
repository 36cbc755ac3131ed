"""The settings file as a file: its bytes, its TOML, and the language in which to speak about what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rules.core.message import Voice
from rules.core.text import Text
from sync.config import problems as said
from sync.config.problems import ConfigurationError, Problem

LOCALES: Final = {"vi": "vi_VN", "en": "en_US"}
"""Language -> the Babel locale in which it is usually written."""


def read_bytes(path: Path) -> bytes:
    """Return what the settings file holds.

    Raises:
        ConfigurationError: where it is not there or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError:
        raise ConfigurationError([Problem(said.NO_FILE, {"folder": str(path.parent)})]) from None


def parse(content: bytes) -> dict[str, Any]:
    """Return the sections of a settings file.

    Raises:
        ConfigurationError: where it is no UTF-8 or no TOML, with the line.
    """
    try:
        # Notepad puts a byte order mark in front, which the parser would not take.
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        why = Text(vi="tệp không ở dạng UTF-8", en="the file is not saved as UTF-8")
        raise ConfigurationError([Problem(said.BAD_TOML, {"why": why}, line=line)]) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        parser_says = re.sub(r"\s*\(at .*\)$", "", str(error))
        line = int(found[1]) if found else content.count(b"\n") + 1
        raise ConfigurationError([Problem(said.BAD_TOML, {"why": parser_says}, line=line)]) from None


def voice_of(raw: Mapping[str, Any]) -> Voice | None:
    """Return the voice for messages about a file that is wrong: its language, if it says one."""
    office = raw.get("office")
    language = office.get("language") if isinstance(office, dict) else None
    return Voice(language, locale=LOCALES[language]) if language in ("vi", "en") else None
