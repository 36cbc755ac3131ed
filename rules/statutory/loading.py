"""Reads the tables that ship with the package. The only place in the rules that reads a file, and only its own data."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import TypeAdapter

from rules.statutory.tables import (
    AnyTable,
    ChoiceTable,
    DaysTable,
    LawTables,
    NumbersTable,
    NumberTable,
    ScaleTable,
)

T = TypeVar("T", NumberTable, NumbersTable, ScaleTable, ChoiceTable, DaysTable)

_TABLE: TypeAdapter[AnyTable] = TypeAdapter(AnyTable)


class UnknownCountryError(Exception):
    """No statutory tables ship for this country.

    Attributes:
        country: The code asked for.
        known: The codes for which tables ship.
    """

    def __init__(self, country: str, known: Iterable[str]) -> None:
        self.country = country
        self.known = tuple(known)
        super().__init__(f"no statutory tables for country {country!r}; known: {', '.join(self.known)}")


@cache
def law_tables(country: str) -> LawTables:
    """Return the tables of a country, validated.

    Args:
        country: ISO 3166 code in lower case, such as ``"vn"``.

    Raises:
        UnknownCountryError: No tables ship for the country.
    """
    return parse_tables(_texts(country).values())


@cache
def law_digest(country: str = "vn") -> str:
    """Return a digest of all tables of a country: it changes when any figure does.

    Raises:
        UnknownCountryError: No tables ship for the country.
    """
    digest = hashlib.sha256()
    for name, text in _texts(country).items():
        digest.update(f"{name}\n{text}\n".encode())
    return digest.hexdigest()


def parse_tables(texts: Iterable[str]) -> LawTables:
    """Build tables from TOML texts, one TOML table a statutory table; its key is the table's name.

    Raises:
        pydantic.ValidationError: A table does not have the documented shape.
        ValueError: Two tables have one name.
    """
    tables: dict[str, AnyTable] = {}
    for text in texts:
        for name, content in tomllib.loads(text, parse_float=Decimal).items():
            if name in tables:
                raise ValueError(f"two statutory tables are named {name}")
            tables[name] = _TABLE.validate_python({"name": name, **content})
    return LawTables(
        numbers=_of_kind(tables, NumberTable),
        numbers_by_name=_of_kind(tables, NumbersTable),
        scales=_of_kind(tables, ScaleTable),
        choices=_of_kind(tables, ChoiceTable),
        days=_of_kind(tables, DaysTable),
    )


def _of_kind(tables: dict[str, AnyTable], kind: type[T]) -> dict[str, T]:
    return {name: table for name, table in tables.items() if isinstance(table, kind)}


@cache
def _texts(country: str) -> dict[str, str]:
    """Read the data files of a country, by file name in order."""
    folders = {entry.name: entry for entry in files("rules.statutory").iterdir() if _holds_tables(entry.name)}
    if country not in folders:
        raise UnknownCountryError(country, sorted(folders))
    entries = sorted(folders[country].iterdir(), key=lambda entry: entry.name)
    return {entry.name: entry.read_text(encoding="utf-8") for entry in entries if entry.name.endswith(".toml")}


def _holds_tables(name: str) -> bool:
    """Tell whether an entry of this package is a country's folder: its name is a two-letter code."""
    return len(name) == 2 and name.isalpha()
