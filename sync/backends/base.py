"""The port to spreadsheets: what every backend reads and writes, and the errors that it raises."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from rules.core.text import Text

if TYPE_CHECKING:
    from rules.core.report_layout import ReportLayout

Value = Any
"""A cell's value: None, str, int, float, Decimal, bool, date, datetime, time or :class:`CellError`."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error such as ``#REF!``."""

    text: str


@dataclass(frozen=True, slots=True)
class ClosedArea:
    """An area of a tab that others have protected against us. Rows and columns count from 1; None is open to that side.

    Attributes:
        name: what those who protected it wrote beside it; who they are is told to nobody whom they shut out.
        first_row: first row.
        first_column: first column.
        last_row: last row, or None.
        last_column: last column, or None.
        free: areas within it that stay open to everybody.
    """

    name: str = ""
    first_row: int = 1
    first_column: int = 1
    last_row: int | None = None
    last_column: int | None = None
    free: tuple[ClosedArea, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """The cells of one tab as they were read. Rows and columns count from 1.

    Attributes:
        title: title of the tab.
        rows: values, row by row from row 1; rows may differ in length; an empty cell is None or ``""``.
        hidden: whether the tab is hidden.
        formulas: (row, column) -> text of the formula, for cells that hold one.
        without_value: cells whose formula has no cached value, and which therefore cannot be read.
        errors: cells that show an error.
        padded: cells whose number format shows leading zeros or a prefix -> the text as shown.
        merged: merged ranges as (first row, first column, last row, last column).
        hidden_rows: rows that are hidden or filtered out.
        tab_id: the backend's own stable name of the tab, for links.
        closed: areas that others have protected against us.
    """

    title: str
    rows: Sequence[Sequence[Value]]
    hidden: bool = False
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    without_value: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    padded: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: frozenset[int] = frozenset()
    tab_id: str = ""
    closed: Sequence[ClosedArea] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A workbook as it was read.

    Attributes:
        workbook: name of the workbook in the configuration.
        location: path or address as people know it.
        fingerprint: changes whenever anything in the workbook changes.
        tabs: its tabs in order.
        locale: Babel locale in which its texts are typed.
        currency: ISO 4217 code of its amounts, so that those typed with another currency's sign are told; empty where
            any sign will do.
        requests: how many requests reading it took.
        date1904: whether its date serials count from 1904.
        link: address template of a cell with ``{tab_id}``, ``{tab}`` and ``{address}``.
        obstacle: who or what keeps it from being written, for people; None if nothing does.
        memo: what the backend learnt in reading and needs again in writing; nobody else's business.
    """

    workbook: str
    location: str
    fingerprint: str
    tabs: Sequence[Tab]
    locale: str = "vi_VN"
    requests: int = 0
    date1904: bool = False
    link: str = ""
    obstacle: Text | None = None
    memo: object = field(default=None, repr=False, compare=False)
    currency: str = ""

    def tab(self, title: str) -> Tab | None:
        """Return the tab of that title, or None."""
        return next((tab for tab in self.tabs if tab.title == title), None)


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """New values for cells of one column, in ascending order of rows.

    Attributes:
        column: column number from 1.
        rows: row numbers.
        values: one value per row; None empties the cell.
        style: a style name for all, or one per row, or None to keep what is there.
    """

    column: int
    rows: Sequence[int]
    values: Sequence[Value]
    style: str | Sequence[str | None] | None = None


@dataclass(frozen=True, slots=True)
class NewColumn:
    """An owned column that is to be appended: its place, header text and width in characters."""

    column: int
    title: str
    header_row: int
    width: float = 14


@dataclass(frozen=True, slots=True)
class TabEdits:
    """What is to be written in one existing tab.

    Attributes:
        title: title of the tab.
        columns: the cells.
        new_columns: owned columns that are to be appended.
        layout: the report that the whole tab shows, for backends that keep looks apart from values.
    """

    title: str
    columns: Sequence[ColumnCells] = ()
    new_columns: Sequence[NewColumn] = ()
    layout: ReportLayout | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class NewTab:
    """An owned tab that is to be appended with its cells.

    Attributes:
        title: title of the tab.
        columns: the cells.
        widths: column number -> width in characters.
        freeze: how many rows and columns stay in sight.
        layout: the report that the whole tab shows, for backends that draw its charts or keep looks apart from values.
    """

    title: str
    columns: Sequence[ColumnCells] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    freeze: tuple[int, int] | None = None
    layout: ReportLayout | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Edits:
    """Everything that is to be written in one workbook, in one atomic step.

    Attributes:
        tabs: what is to be written in tabs that are there.
        new_tabs: owned tabs that are to be appended.
        relies_on: titles of the tabs that must not have changed, for backends that can tell; None for all.
    """

    tabs: Sequence[TabEdits] = ()
    new_tabs: Sequence[NewTab] = ()
    relies_on: frozenset[str] | None = None

    def __bool__(self) -> bool:
        return bool(self.tabs or self.new_tabs)

    def blocks(self) -> Iterator[tuple[str, ColumnCells]]:
        """Return every block of cells with the title of its tab."""
        for tab in self.tabs:
            yield from ((tab.title, block) for block in tab.columns)
        for new_tab in self.new_tabs:
            yield from ((new_tab.title, block) for block in new_tab.columns)


@dataclass(frozen=True, slots=True)
class Written:
    """What a backend did.

    Attributes:
        fingerprint: the workbook's fingerprint afterwards.
        cells: how many cells it wrote.
        moved: whether staff moved or changed something in the very moment of writing, so that what was written may
            stand beside other rows by now: plan again from the workbook as it is.
    """

    fingerprint: str
    cells: int
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A write that is ready and can be completed in one atomic step.

    Attributes:
        before: fingerprint of the workbook that the write was made for.
        after: fingerprint that the workbook will have, ``""`` where the backend cannot tell before it writes.
        token: what the backend needs to complete or discard it, also after a restart.
        cells: number of cells that it writes, titles of new columns among them.
    """

    before: str
    after: str
    token: str
    cells: int


class WorkbookError(Exception):
    """A workbook could not be read or written; the others go on.

    Attributes:
        code: stable code of the matching message (``"WBK101"``).
        fields: values of the message's fields.
    """

    def __init__(self, code: str, **fields: object) -> None:
        """Say which message describes the situation."""
        super().__init__(code)
        self.code = code
        self.fields = fields


class ExternallyChangedError(WorkbookError):
    """Somebody changed the workbook between reading and writing."""


class Backend(Protocol):
    """A place where workbooks are kept."""

    def find(self, location: str) -> Sequence[str]:
        """Return the locations that a location means: itself, or those that a pattern matches, in order of names."""

    def fingerprint(self, location: str) -> str:
        """Return the workbook's present fingerprint, as cheaply as the backend can tell it.

        Raises:
            WorkbookError: where it cannot be reached.
        """

    def read(self, workbook: str, location: str) -> Snapshot:
        """Return the workbook as it is.

        Raises:
            WorkbookError: where it cannot be read safely.
        """

    def prepare(self, snapshot: Snapshot, location: str, edits: Edits) -> Prepared:
        """Make a write ready without changing the workbook.

        Raises:
            WorkbookError: where it cannot be written safely, or somebody has it open.
            ExternallyChangedError: where it is no longer what the snapshot shows. A backend for which a look costs a
                request may leave that to :meth:`complete`.
        """

    def complete(self, location: str, prepared: Prepared) -> Written:
        """Write in one atomic step what was prepared. After an error :meth:`settle` tells what became of it.

        Raises:
            WorkbookError: where it cannot be written.
            ExternallyChangedError: where somebody changed the workbook meanwhile.
        """

    def withdraw(self, location: str, prepared: Prepared) -> None:
        """Empty what was written beside rows that moved in that moment, where it is not going to be put right now.

        Does nothing in a backend whose writes cannot meet with an edit.

        Raises:
            WorkbookError: where it cannot be emptied.
        """

    def probe(self, location: str) -> str:
        """Find out whether the workbook could be written, change nothing, and return in whose name; empty for nobody's.

        Raises:
            WorkbookError: where it could not be written.
        """

    def discard(self, location: str, prepared: Prepared) -> None:
        """Remove what was prepared, and will not be completed; does nothing if there is nothing."""

    def settle(self, location: str, prepared: Prepared) -> bool:
        """Return whether a write that failed or was interrupted has reached the workbook, and clear away its rest.

        Raises:
            WorkbookError: where the workbook cannot be reached, so that this cannot be told yet.
        """

    def tidy(self, location: str, keep: Collection[str]) -> None:
        """Remove what interrupted writes left where the workbook is.

        Args:
            location: the workbook.
            keep: tokens of writes that are not settled yet, whose files stay.
        """

    def spent(self, location: str) -> int:
        """Return how many requests a workbook took since this was last asked; 0 where none are needed."""
