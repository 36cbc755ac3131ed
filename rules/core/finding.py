"""Findings: what a rule or the reader has to say about a place in a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from rules.core.message import Message, Severity, Voice, render


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: 1 is ``"A"``, 28 is ``"AB"``."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


class Place(NamedTuple):
    """Where something stands, as people see it.

    Attributes:
        workbook: name of the workbook in the configuration.
        tab: title of the tab; empty for the whole workbook.
        row: row number as shown in the spreadsheet, from 1; None for the whole tab.
        column: column number from 1; None for the whole row.
        header: the header's own text over the column.
    """

    workbook: str
    tab: str = ""
    row: int | None = None
    column: int | None = None
    header: str = ""

    @property
    def address(self) -> str:
        """Return the cell address, such as ``"D17"``; ``"17:17"`` for a row, empty for a tab."""
        if self.row is None:
            return ""
        return f"{self.row}:{self.row}" if self.column is None else f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        if not self.tab:
            return self.workbook
        return f"{self.tab}!{self.address}" if self.row is not None else self.tab


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, with all that is needed to say it in any language.

    Attributes:
        message: the template with its code and severity.
        place: the cell, row, tab or workbook that it is about.
        table: name of the table (``"journal"``); empty where it is about a tab or workbook.
        key: the record's key as text; with the code it identifies the alert across runs.
        fields: values of the template's fields.
        also: further places whose rows get the flag.
        level: grows when the matter gets worse; an alert is mailed again on a higher level only.
        column: name of the field it is about; empty for the whole record.
        can_wait: whether it need not be mailed at once although its message is urgent, as what is past mending.
    """

    message: Message
    place: Place
    table: str = ""
    key: tuple[str, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)
    also: tuple[Place, ...] = ()
    level: Decimal | None = None
    column: str = ""
    can_wait: bool = False

    @property
    def urgent(self) -> bool:
        """Return whether it is mailed at once instead of in the digest."""
        return self.message.urgent and not self.can_wait

    @property
    def code(self) -> str:
        """Return the message's code."""
        return self.message.code

    @property
    def severity(self) -> Severity:
        """Return the message's severity."""
        return self.message.severity

    def text(self, voice: Voice) -> str:
        """Return what is wrong, as one sentence in the voice's language."""
        return render(self.message.text, self.fields, voice)

    def fix(self, voice: Voice) -> str:
        """Return what to do about it."""
        return render(self.message.fix, self.fields, voice)
