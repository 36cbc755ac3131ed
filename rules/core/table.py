"""Tables of typed records, each record with the place it came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar, cast

from rules.core.finding import Finding, Place
from rules.core.message import Message
from rules.core.period import Month
from rules.core.record import Record, view_of

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table that came from one tab.

    Attributes:
        workbook: name of the workbook in the configuration.
        tab: title of the tab.
        start: position of the part's first record in the table.
        columns: field name -> column number from 1, for the fields that the tab has.
        headers: field name -> the header's own text.
        month: the month that the tab belongs to, where its title, heading or file name states one.
        header_row: row number of the header.
        origins: field name -> layout field name, where the tab is kept in another layout.
    """

    workbook: str
    tab: str
    start: int
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    month: Month | None = None
    header_row: int = 1
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is not in the table because something in it is wrong.

    Attributes:
        place: the row.
        values: field name -> typed value, of those cells that could be read.
    """

    place: Place
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the data a report stands on: rows used, and rows left out because of errors."""

    used: int
    left_out: int

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(self.used + other.used, self.left_out + other.left_out)


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """All valid records of one class, kept in columns and handed out as typed records.

    Iterating gives records with the attributes of the record class and ``row``, their position in the table. A
    table may be spread over several tabs and files (:attr:`parts`).

    Attributes:
        record: the record class.
        columns: field name -> values, one per record.
        rows: row number in its tab, one per record.
        keys: the record's key as text, one per record.
        parts: the tabs that the records came from, in order.
        left_out: rows that are not in the table because of errors.
        cell_columns: per record, field name -> column number, for records unfolded from another layout.
        present: whether any tab of the table was found.
    """

    record: type[R]
    columns: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    keys: Sequence[tuple[str, ...]]
    parts: Sequence[Part] = ()
    left_out: Sequence[LeftOut] = ()
    cell_columns: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    present: bool = True

    @classmethod
    def empty(cls, record: type[R]) -> Table[R]:
        """Return a table without rows, for an office that does not keep it."""
        return cls(record, dict.fromkeys(record.model_fields, ()), (), (), present=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[R]:
        values = (self.columns[name] for name in self.record.model_fields)
        return cast("Iterator[R]", map(view_of(self.record)._make, zip(*values, range(len(self)), strict=True)))

    def __getitem__(self, row: int) -> R:
        values = (self.columns[name][row] for name in self.record.model_fields)
        return cast("R", view_of(self.record)(*values, row))

    @property
    def coverage(self) -> Coverage:
        """Return how many rows were used and how many were left out."""
        return Coverage(len(self), len(self.left_out))

    def part(self, row: int) -> Part:
        """Return the tab that the record at ``row`` came from."""
        return self.parts[bisect_right(self.parts, row, key=lambda part: part.start) - 1]

    def place(self, row: int, column: str = "") -> Place:
        """Return where the record at ``row`` stands, or where its field ``column`` does."""
        part = self.part(row)
        own = self.cell_columns.get(row, {}).get(column)
        layout_name = part.origins.get(column, column)
        number = own if own is not None else part.columns.get(layout_name)
        return Place(part.workbook, part.tab, self.rows[row], number, part.headers.get(layout_name, ""))

    def group(self, *columns: str) -> dict[tuple[Any, ...], list[int]]:
        """Return the positions of the records by the values of some fields, in order of first appearance."""
        groups: dict[tuple[Any, ...], list[int]] = {}
        for row, values in enumerate(zip(*(self.columns[name] for name in columns), strict=True)):
            if (rows := groups.get(values)) is None:
                groups[values] = [row]
            else:
                rows.append(row)
        return groups

    def finding(
        self,
        message: Message,
        row: int,
        column: str = "",
        *,
        also: Iterable[int] = (),
        key: tuple[str, ...] | None = None,
        level: Decimal | None = None,
        can_wait: bool = False,
        **fields: object,
    ) -> Finding:
        """Return a finding about the record at ``row``.

        Args:
            message: what is to be said.
            row: position of the record.
            column: the field it is about.
            also: positions of further records whose rows get the flag.
            key: what identifies the matter, where it is not the record (a voucher, an item and warehouse).
            level: grows when the matter gets worse.
            can_wait: whether it is not urgent although its message is.
            fields: values of the message's fields.
        """
        return Finding(
            message=message,
            place=self.place(row, column),
            table=self.record.table.name,
            key=self.keys[row] if key is None else key,
            fields=fields,
            also=tuple(self.place(other) for other in also),
            level=level,
            column=column,
            can_wait=can_wait,
        )


@dataclass(frozen=True, slots=True)
class Books:
    """Everything that was read from an office's workbooks, as tables of typed records."""

    tables: Mapping[type[Record], Table[Any]] = field(default_factory=dict)
    worked_out: MutableMapping[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """Results that several rules share, by what they depend on besides the books; see :meth:`once`."""

    def table(self, record: type[R]) -> Table[R]:
        """Return the table of a record class; without rows where the office does not keep it."""
        found = self.tables.get(record)
        return cast("Table[R]", found) if found is not None else Table.empty(record)

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """Return what ``work_out`` returns, working it out only the first time for these books.

        For results that several rules, columns and reports share, such as the stock after 100,000 movements.

        Args:
            key: what the result is and what it depends on besides the books: ``("stock", as_of)``.
            work_out: a pure function of the books and of what stands in ``key``.
        """
        if key not in self.worked_out:
            self.worked_out[key] = work_out()
        return cast("T", self.worked_out[key])
