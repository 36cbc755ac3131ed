"""What is put into a workbook made from a template: tabs of raw values, as staff would type them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error, such as ``#REF!``.

    Attributes:
        text: the error as Excel shows it.
    """

    text: str


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula whose value was never computed, as some exporting programs leave it.

    Attributes:
        text: the formula, with its equals sign.
    """

    text: str


@dataclass(frozen=True, slots=True)
class TabContent:
    """One tab to be made.

    Attributes:
        table: name of the table or of the layout that the tab is kept in (``"journal"``, ``"timesheet_month"``).
        rows: field name -> raw value, one mapping a row; absent fields stay blank. Text stays text, even ``"=1+1"``.
        title: title of the tab; empty for the record's own.
        heading: the large line above the header; empty for the tab's title.
        blank_rows: prepared rows left blank below.
    """

    table: str
    rows: Sequence[Mapping[str, object]] = ()
    title: str = ""
    heading: str = ""
    blank_rows: int = 0
