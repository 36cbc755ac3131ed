"""Vouchers of the sample ledger: how they are made, numbered and turned into rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from templates.sample.generator.model import Row

POSTED, DRAFT = "Đã ghi", "Nháp"


@dataclass(slots=True)
class Line:
    """One line of a voucher; amounts in whole dong.

    Attributes:
        account: account posted to.
        debit: amount on the debit side.
        credit: amount on the credit side.
        partner: customer, supplier or employee.
        invoice: invoice number.
        department: department that the cost belongs to.
    """

    account: str
    debit: int = 0
    credit: int = 0
    partner: str = ""
    invoice: str = ""
    department: str = ""


@dataclass(slots=True)
class Voucher:
    """One voucher.

    Attributes:
        series: letters of its number, as ``"PC"``.
        date: its date.
        description: what happened.
        lines: its lines.
        status: posted or draft.
        reverses: the voucher that it reverses.
        number: its number, once all vouchers are there.
        rows: its rows in the journal, once they are made.
        lost_before: how many numbers before it were used for vouchers that nobody entered.
    """

    series: str
    date: date
    description: str
    lines: list[Line]
    status: str = POSTED
    reverses: Voucher | None = None
    number: str = ""
    rows: list[Row] = field(default_factory=list)
    lost_before: int = 0

    def touches_budget(self) -> bool:
        """Return whether any of its lines is a department's cost."""
        return any(line.department for line in self.lines)


def number_vouchers(vouchers: list[Voucher]) -> None:
    """Give every voucher its number: each series counts up by date without gaps, but for lost vouchers."""
    vouchers.sort(key=lambda voucher: voucher.date)
    counters: dict[str, int] = defaultdict(int)
    for voucher in vouchers:
        counters[voucher.series] += 1 + voucher.lost_before
        voucher.number = f"{voucher.series}{counters[voucher.series]:04d}"


def make_rows(vouchers: list[Voucher]) -> None:
    """Make the journal rows of every voucher."""
    for voucher in vouchers:
        reverses = voucher.reverses.number if voucher.reverses is not None else None
        voucher.rows = [
            {
                "date": voucher.date,
                "voucher": voucher.number,
                "line": number,
                "description": voucher.description,
                "account": line.account,
                "debit": line.debit or None,
                "credit": line.credit or None,
                "partner": line.partner or None,
                "invoice": line.invoice or None,
                "department": line.department or None,
                "status": voucher.status,
                "reverses": reverses,
            }
            for number, line in enumerate(voucher.lines, start=1)
        ]
