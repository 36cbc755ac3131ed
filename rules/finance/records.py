"""The ledger's tables: chart of accounts, journal and budget, in the canonical form that the rules see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from rules.core.period import Month
from rules.core.record import Choice, Code, Integer, Money, Record, TableInfo, column
from rules.core.text import Text

JOURNAL_ALIASES = ("NKC*", "Sổ nhật ký*", "Nhật ký*", "Journal*", "General journal*")
"""Tab titles that staff give to the journal, or to one month of it."""

BUDGET_ALIASES = ("Dự toán*", "Kế hoạch chi*", "Kế hoạch ngân sách*", "Ngân sách*", "Budget*")
"""Tab titles that staff give to the budget."""

ZERO = Decimal(0)


class EntryStatus(Choice):
    """Whether a journal line counts already, or is still being prepared."""

    POSTED = "posted", "Đã ghi", "Posted", "Đã ghi sổ", "Ghi sổ", "Đã hạch toán", "Đã duyệt"
    DRAFT = "draft", "Nháp", "Draft", "Chưa ghi", "Chưa ghi sổ", "Chờ duyệt", "Dự kiến", "Tạm"


class Account(Record):
    """One account of the chart of accounts, with its balance when the journal begins."""

    table: ClassVar[TableInfo] = TableInfo(
        "accounts",
        Text(vi="Tài khoản", en="Accounts"),
        key=("code",),
        aliases=("Hệ thống tài khoản*", "Danh mục tài khoản*", "Danh mục TK", "HTTK", "Chart of accounts*"),
    )
    further_examples: ClassVar[tuple[Mapping[str, object], ...]] = (
        {
            "code": "4111",
            "name": "Vốn góp của chủ sở hữu",
            "opening_debit": None,
            "opening_credit": Decimal(150_000_000),
        },
        {"code": "6427", "name": "Chi phí dịch vụ mua ngoài", "opening_debit": None},
    )

    code: Code = column(
        vi="Số hiệu TK",
        en="Account code",
        aliases=(
            "Số hiệu tài khoản",
            "Số hiệu",
            "Mã TK",
            "Mã tài khoản",
            "TK",
            "Tài khoản",
            "Số TK",
            "Account",
            "Code",
        ),
        example="1111",
        width=12,
    )
    name: str = column(
        vi="Tên tài khoản", en="Account name", aliases=("Tên TK", "Tên", "Name"), example="Tiền mặt VND", width=36
    )
    opening_debit: Money = column(
        ZERO,
        vi="Dư Nợ đầu kỳ",
        en="Opening debit",
        aliases=("Dư Nợ đầu năm", "Nợ đầu kỳ", "SD Nợ đầu kỳ", "Số dư Nợ đầu kỳ", "Dư Nợ"),
        example=Decimal(150_000_000),
        note=Text(
            vi="Số dư bên Nợ ngày bắt đầu ghi sổ; không có thì để trống.",
            en="Balance on the debit side when the journal begins; blank if none.",
        ),
        width=18,
    )
    opening_credit: Money = column(
        ZERO,
        vi="Dư Có đầu kỳ",
        en="Opening credit",
        aliases=("Dư Có đầu năm", "Có đầu kỳ", "SD Có đầu kỳ", "Số dư Có đầu kỳ", "Dư Có"),
        note=Text(
            vi="Số dư bên Có ngày bắt đầu ghi sổ; không có thì để trống.",
            en="Balance on the credit side when the journal begins; blank if none.",
        ),
        width=18,
    )
    active: bool = column(
        True,
        vi="Đang dùng",
        en="Active",
        aliases=("Còn dùng", "Sử dụng", "In use"),
        note=Text(
            vi="“không” nếu tài khoản đã ngừng dùng; để trống là đang dùng.",
            en="“no” for an account no longer in use; blank means in use.",
        ),
        width=12,
    )


class JournalLine(Record):
    """One line of a voucher: an account with an amount on its debit or its credit side."""

    table: ClassVar[TableInfo] = TableInfo(
        "journal",
        Text(vi="Nhật ký chung", en="Journal"),
        key=("voucher", "line"),
        aliases=JOURNAL_ALIASES,
    )
    further_examples: ClassVar[tuple[Mapping[str, object], ...]] = (
        {"line": 2, "account": "1111", "debit": None, "credit": Decimal(3_200_000)},
    )

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
        note=Text(
            vi="Mọi dòng của một chứng từ mang cùng một số.",
            en="Every line of a voucher bears the same number.",
        ),
        width=14,
    )
    line: Integer | None = column(
        None,
        vi="Dòng",
        en="Line",
        aliases=("Dòng số", "Số dòng", "STT dòng", "Line no."),
        example=1,
        note=Text(vi="Thứ tự của dòng trong chứng từ.", en="The line's number within its voucher."),
        width=8,
    )
    description: str = column(
        "", vi="Diễn giải", en="Description", aliases=("Nội dung", "Mô tả"), example="Chi tiền điện tháng 10", width=40
    )
    account: Code = column(
        vi="Tài khoản", en="Account", aliases=("TK", "Mã TK", "Số hiệu TK", "Số TK"), example="6427", width=12
    )
    debit: Money = column(
        ZERO,
        vi="Phát sinh Nợ",
        en="Debit",
        aliases=("PS Nợ", "Số PS Nợ", "Số phát sinh Nợ", "Nợ", "Tiền Nợ", "Số tiền Nợ"),
        header_required=True,
        example=Decimal(3_200_000),
        width=18,
    )
    credit: Money = column(
        ZERO,
        vi="Phát sinh Có",
        en="Credit",
        aliases=("PS Có", "Số PS Có", "Số phát sinh Có", "Có", "Tiền Có", "Số tiền Có"),
        header_required=True,
        width=18,
    )
    partner: str = column(
        "",
        vi="Đối tượng",
        en="Partner",
        aliases=("Mã đối tượng", "Đối tác", "Khách hàng / NCC", "KH/NCC", "Customer / supplier"),
        example="Điện lực TP.HCM",
        note=Text(
            vi="Khách hàng, nhà cung cấp, nhân viên… của các tài khoản công nợ.",
            en="The customer, supplier or employee of a receivable or payable.",
        ),
        width=24,
    )
    invoice: str = column(
        "",
        vi="Số hóa đơn",
        en="Invoice",
        aliases=("Số HĐ", "Hóa đơn", "Invoice no.", "Invoice number"),
        example="0001234",
        width=14,
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
        note=Text(
            vi="“Nháp”: chưa vào bảng cân đối, nhưng đã tính trước vào ngân sách.",
            en="“Draft”: not in the trial balance yet, but counted in advance against the budget.",
        ),
        width=12,
    )
    reverses: str = column(
        "",
        vi="Đảo chứng từ",
        en="Reverses voucher",
        aliases=("Chứng từ đảo", "Đảo bút toán", "Điều chỉnh chứng từ", "Reverses"),
        note=Text(
            vi="Số chứng từ bị ghi đảo (ghi âm) bởi dòng này.",
            en="The voucher that this line reverses with a negative amount.",
        ),
        width=14,
    )


class BudgetLine(Record):
    """What one department may spend (or should earn) on one group of accounts in one month."""

    table: ClassVar[TableInfo] = TableInfo(
        "budget",
        Text(vi="Ngân sách", en="Budget"),
        key=("department", "account", "month"),
        aliases=BUDGET_ALIASES,
        required=False,
    )

    department: str = column(
        vi="Bộ phận", en="Department", aliases=("Phòng ban", "Phòng", "BP"), example="Hành chính", width=18
    )
    account: Code = column(
        vi="Tài khoản",
        en="Account",
        aliases=("TK", "Mã TK", "Số hiệu TK", "Khoản mục"),
        example="642",
        note=Text(
            vi="Số hiệu hoặc vài số đầu: 642 gồm mọi tài khoản bắt đầu bằng 642.",
            en="An account or its first digits: 642 takes in every account that begins with 642.",
        ),
        width=12,
    )
    month: Month = column(vi="Tháng", en="Month", aliases=("Kỳ", "Period"), example=Month(2026, 11), width=12)
    amount: Money = column(
        vi="Ngân sách",
        en="Budget amount",
        aliases=("Số tiền", "Dự toán", "Kế hoạch", "Budget", "Amount"),
        example=Decimal(45_000_000),
        width=18,
        ge=0,
    )
