"""Further forms in which staff keep the journal and the budget, and how their rows unfold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from rules.core.period import Month
from rules.core.record import Code, Integer, Layout, Money, Record, TableInfo, Unfolded, column
from rules.core.text import Text
from rules.finance.records import (
    BUDGET_ALIASES,
    JOURNAL_ALIASES,
    BudgetLine,
    EntryStatus,
    JournalLine,
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class JournalEntry(Layout):
    """One row an entry: a debit account, a credit account and one amount."""

    table: ClassVar[TableInfo] = TableInfo(
        "journal_entries",
        Text(vi="Nhật ký chung", en="Journal"),
        key=("voucher", "line"),
        aliases=JOURNAL_ALIASES,
    )
    layout_of: ClassVar[type[Record]] = JournalLine
    origins: ClassVar[Mapping[str, str]] = {"account": "debit_account", "debit": "amount", "credit": "amount"}

    date: dt.date = column(
        vi="Ngày",
        en="Date",
        aliases=("Ngày ghi sổ", "Ngày hạch toán", "Ngày CT", "Ngày chứng từ", "Ngày tháng", "Posting date"),
        example=dt.date(2026, 11, 2),
        width=12,
    )
    voucher: Code = column(
        vi="Số chứng từ",
        en="Voucher",
        aliases=("Số CT", "Chứng từ", "Số phiếu", "Số hiệu chứng từ", "Voucher no.", "Voucher number"),
        example="PC0001",
        width=14,
    )
    line: Integer | None = column(
        None, vi="Dòng", en="Line", aliases=("Dòng số", "Số dòng", "STT dòng", "Line no."), example=1, width=8
    )
    description: str = column(
        "", vi="Diễn giải", en="Description", aliases=("Nội dung", "Mô tả"), example="Chi tiền điện tháng 10", width=40
    )
    debit_account: Code = column(
        vi="TK Nợ", en="Debit account", aliases=("Tài khoản Nợ", "Nợ", "Ghi Nợ", "TK ghi Nợ"), example="6427", width=12
    )
    credit_account: Code = column(
        vi="TK Có", en="Credit account", aliases=("Tài khoản Có", "Có", "Ghi Có", "TK ghi Có"), example="1111", width=12
    )
    amount: Money = column(
        Decimal(0),
        vi="Số tiền",
        en="Amount",
        aliases=("Số phát sinh", "Thành tiền", "Tiền"),
        header_required=True,
        example=Decimal(3_200_000),
        width=18,
    )
    partner: str = column(
        "",
        vi="Đối tượng",
        en="Partner",
        aliases=("Mã đối tượng", "Đối tác", "Khách hàng / NCC", "KH/NCC", "Customer / supplier"),
        example="Điện lực TP.HCM",
        width=24,
    )
    invoice: str = column(
        "", vi="Số hóa đơn", en="Invoice", aliases=("Số HĐ", "Hóa đơn", "Invoice no.", "Invoice number"), width=14
    )
    department: str = column(
        "", vi="Bộ phận", en="Department", aliases=("Phòng ban", "Phòng", "BP"), example="Hành chính", width=16
    )
    status: EntryStatus = column(
        EntryStatus.POSTED,
        vi="Trạng thái",
        en="Status",
        aliases=("Tình trạng",),
        example=EntryStatus.POSTED,
        width=12,
    )
    reverses: str = column(
        "",
        vi="Đảo chứng từ",
        en="Reverses voucher",
        aliases=("Chứng từ đảo", "Đảo bút toán", "Điều chỉnh chứng từ", "Reverses"),
        width=14,
    )

    @classmethod
    def unfold(cls, row: Any, month: Month | None) -> Iterator[Unfolded]:  # noqa: ARG003  (the entry has a date)
        """Yield the debit line and the credit line of one entry.

        Entry number n of a voucher becomes its lines 2n - 1 and 2n, so that each line has a key of its own.
        """
        shared: dict[str, object] = {
            "date": row.date,
            "voucher": row.voucher,
            "description": row.description,
            "partner": row.partner,
            "invoice": row.invoice,
            "department": row.department,
            "status": row.status,
            "reverses": row.reverses,
        }
        debit_line = {} if row.line is None else {"line": 2 * row.line - 1}
        credit_line = {} if row.line is None else {"line": 2 * row.line}
        yield Unfolded(shared | debit_line | {"account": row.debit_account, "debit": row.amount})
        yield Unfolded(
            shared | credit_line | {"account": row.credit_account, "credit": row.amount}, {"account": "credit_account"}
        )


def _month_column(month: int) -> Any:
    name = _MONTHS[month - 1]
    return column(
        None,
        vi=f"T{month}",
        en=name,
        aliases=(f"Tháng {month}", f"Th{month}", str(month), f"{month:02d}"),
        width=14,
        ge=0,
    )


class BudgetYear(Layout):
    """One row a year: twelve months of budget side by side. A blank month has no budget line."""

    table: ClassVar[TableInfo] = TableInfo(
        "budget_year",
        Text(vi="Ngân sách", en="Budget"),
        key=("department", "account", "year"),
        aliases=BUDGET_ALIASES,
        required=False,
    )
    layout_of: ClassVar[type[Record]] = BudgetLine

    department: str = column(
        vi="Bộ phận", en="Department", aliases=("Phòng ban", "Phòng", "BP"), example="Hành chính", width=18
    )
    account: Code = column(
        vi="Tài khoản", en="Account", aliases=("TK", "Mã TK", "Số hiệu TK", "Khoản mục"), example="642", width=12
    )
    year: Integer = column(vi="Năm", en="Year", example=2026, width=8, ge=2000, le=2099)
    month_1: Money | None = _month_column(1)
    month_2: Money | None = _month_column(2)
    month_3: Money | None = _month_column(3)
    month_4: Money | None = _month_column(4)
    month_5: Money | None = _month_column(5)
    month_6: Money | None = _month_column(6)
    month_7: Money | None = _month_column(7)
    month_8: Money | None = _month_column(8)
    month_9: Money | None = _month_column(9)
    month_10: Money | None = _month_column(10)
    month_11: Money | None = _month_column(11)
    month_12: Money | None = _month_column(12)

    @classmethod
    def unfold(cls, row: Any, month: Month | None) -> Iterator[Unfolded]:  # noqa: ARG003  (the row names its year)
        """Yield one budget line for each month that has an amount."""
        for number in range(1, 13):
            amount = getattr(row, f"month_{number}")
            if amount is not None:
                yield Unfolded(
                    {
                        "department": row.department,
                        "account": row.account,
                        "month": Month(row.year, number),
                        "amount": amount,
                    },
                    {"amount": f"month_{number}", "month": f"month_{number}"},
                )
