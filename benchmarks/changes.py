"""What staff do between two runs: ten amounts of the journal are typed anew, everything else stays as it is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from benchmarks.ledger import HEADER_ROW, HEADERS

ROWS_CHANGED = 10
_DEBIT = HEADERS.index("Phát sinh Nợ") + 1
_RIGHT = 100
"""A voucher whose number leaves this remainder divided by 197 has no mistake, see :mod:`benchmarks.ledger`."""


def change_ten_rows(workbook: Path, turn: int) -> None:
    """Type ten debits anew, so that ten vouchers no longer balance.

    Args:
        workbook: the workbook, changed in place.
        turn: how often it was changed before; each turn takes other rows.
    """
    from sync.backends.excel.package import ColumnEdits, PackageEdits, TabEdits, rewrite

    vouchers = [_RIGHT + 197 * (turn * ROWS_CHANGED + number) for number in range(ROWS_CHANGED)]
    rows = [HEADER_ROW + 1 + 2 * (voucher - 1) for voucher in vouchers]
    amounts = [Decimal(1000 + row) for row in rows]
    tab = TabEdits("Nhật ký chung", [ColumnEdits(_DEBIT, rows, amounts, None)])
    changed = workbook.with_name("changed.xlsx")
    rewrite(workbook, changed, PackageEdits([tab], []))
    changed.replace(workbook)
