"""The shape of a statutory table: rows that hold from a day on, each with its legal source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)

_STRICT = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class UnknownPeriodError(Exception):
    """No figure is known for this day.

    A value as much as an exception: rules turn it into a finding instead of using the last known figure.

    Attributes:
        table: Name of the table that ends before, or begins after, the day.
        day: The day asked for.
    """

    def __init__(self, table: str, day: date) -> None:
        super().__init__(f"{table}: no figure is known for {day.isoformat()}")
        self.table = table
        self.day = day


class Bracket(BaseModel):
    """One step of a progressive scale: ``rate`` applies to the part of a month's income above ``above`` VND."""

    model_config = _STRICT

    above: Annotated[Decimal, Field(ge=0)]
    rate: Annotated[Decimal, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Figure(Generic[V_co]):
    """A statutory figure as it holds on a day.

    Attributes:
        value: The figure.
        unit: Its unit, in words.
        source: Law text and article.
        effective_from: First day on which it holds.
    """

    value: V_co
    unit: str
    source: str
    effective_from: date


class Row(BaseModel, Generic[V]):
    """One period of a table; ``until`` is its last day, absent where the text sets no end."""

    model_config = _STRICT

    from_: date = Field(alias="from")
    until: date | None = None
    value: V
    source: Annotated[str, Field(min_length=10)]
    note: str = ""


class Table(BaseModel, Generic[V]):
    """An effective-dated table: rows in order of time, without overlap; gaps refuse."""

    model_config = _STRICT

    name: str
    title_vi: Annotated[str, Field(min_length=3)]
    title_en: Annotated[str, Field(min_length=3)]
    unit: Annotated[str, Field(min_length=1)]
    rows: Annotated[tuple[Row[V], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rows_follow_each_other(self) -> Self:
        for row in self.rows:
            if row.until is not None and row.until < row.from_:
                raise ValueError(f"{self.name}: the row from {row.from_} ends before it begins")
        for earlier, later in pairwise(self.rows):
            if earlier.until is None or earlier.until >= later.from_:
                raise ValueError(f"{self.name}: the row from {later.from_} overlaps the one before")
        return self

    def on(self, day: date) -> Figure[V]:
        """Return the figure that holds on a day.

        Raises:
            UnknownPeriodError: No row covers the day.
        """
        for row in self.rows:
            if row.from_ <= day and (row.until is None or day <= row.until):
                return Figure(row.value, self.unit, row.source, row.from_)
        raise UnknownPeriodError(self.name, day)


class NumberTable(Table[Decimal]):
    """A single number: an amount, a rate, a count."""

    kind: Literal["number"]


class NumbersTable(Table[Mapping[str, Decimal]]):
    """Several numbers by name: rates by insurance, minimum wages by region."""

    kind: Literal["numbers"]


class ScaleTable(Table[tuple[Bracket, ...]]):
    """A progressive scale, lowest bracket first."""

    kind: Literal["scale"]

    @model_validator(mode="after")
    def _brackets_rise_from_zero(self) -> Self:
        for row in self.rows:
            limits = [bracket.above for bracket in row.value]
            if not limits or limits[0] != 0 or any(low >= high for low, high in pairwise(limits)):
                raise ValueError(f"{self.name}: brackets must rise from zero")
        return self


class ChoiceTable(Table[str]):
    """A rule that law chose among several, by a code."""

    kind: Literal["choice"]


class DaysTable(Table[tuple[date, ...]]):
    """A list of calendar days."""

    kind: Literal["days"]


AnyTable = Annotated[
    NumberTable | NumbersTable | ScaleTable | ChoiceTable | DaysTable,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True)
class LawTables:
    """All tables of a country, by kind and name."""

    numbers: Mapping[str, NumberTable]
    numbers_by_name: Mapping[str, NumbersTable]
    scales: Mapping[str, ScaleTable]
    choices: Mapping[str, ChoiceTable]
    days: Mapping[str, DaysTable]
