"""What the bookkeeper may set for the ledger's checks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from rules.core.record import Choice, Integer, Money, Percent
from rules.core.setting import Settings, setting
from rules.core.text import Text


class AccountingRegime(Choice):
    """The chart of accounts that the enterprise follows."""

    TT99 = "TT99", "Thông tư 99/2025", "Circular 99/2025", "TT 99"
    TT133 = "TT133", "Thông tư 133/2016", "Circular 133/2016", "TT 133"


class FinanceSettings(Settings):
    """Thresholds and switches of the ledger's checks."""

    department: ClassVar[str] = "finance"

    closed_through: dt.date | None = setting(
        None,
        vi="Khóa sổ đến ngày",
        en="Books closed through",
        note=Text(
            vi="Các bút toán đến hết ngày này coi như đã khóa: sửa, thêm hay xóa đều bị báo. Để trống: chưa khóa.",
            en="Entries up to this day are closed: editing, adding or deleting one is reported. Blank: nothing closed.",
        ),
    )
    fiscal_year_start: Integer = setting(
        1,
        vi="Tháng bắt đầu năm tài chính",
        en="First month of the fiscal year",
        note=Text(vi="Từ 1 đến 12; thường là 1.", en="1 to 12; usually 1."),
        ge=1,
        le=12,
    )
    regime: AccountingRegime = setting(
        AccountingRegime.TT99,
        vi="Chế độ kế toán",
        en="Accounting regime",
        note=Text(
            vi="Quyết định tài khoản nào đã bỏ và cách lên báo cáo kết quả kinh doanh.",
            en="Decides which accounts are retired and how the profit and loss statement is drawn up.",
        ),
    )
    voucher_gaps: bool = setting(
        True,
        vi="Kiểm tra số chứng từ bị nhảy",
        en="Check for gaps in voucher numbers",
        note=Text(
            vi="Báo khi dãy số chứng từ thiếu số ở giữa (PT0012 rồi đến PT0014).",
            en="Reports a number missing within a series (PT0012, then PT0014).",
        ),
    )
    voucher_gap_limit: Integer = setting(
        50,
        vi="Số chứng từ nhảy tối đa",
        en="Largest gap in voucher numbers",
        note=Text(
            vi="Nhảy quá chừng này số thì coi là bắt đầu dãy mới, không báo thiếu.",
            en="A jump over more numbers than this begins a new series and is not reported.",
        ),
        ge=1,
    )
    partner_accounts: str = setting(
        "131, 331, 138, 141, 338",
        vi="Tài khoản bắt buộc có đối tượng",
        en="Accounts that need a partner",
        note=Text(
            vi="Số hiệu hoặc vài số đầu, cách nhau bằng dấu phẩy.",
            en="Accounts or their first digits, separated by commas.",
        ),
    )
    invoice_accounts: str = setting(
        "133, 3331",
        vi="Tài khoản bắt buộc có số hóa đơn",
        en="Accounts that need an invoice number",
        note=Text(
            vi="Kiểm tra bên Nợ của tài khoản loại 1, 2 và bên Có của tài khoản loại 3, 4 (nơi thuế phát sinh).",
            en="Checked on the debit side of classes 1 and 2 and the credit side of classes 3 and 4, where tax arises.",
        ),
    )
    budget_notice: Percent = setting(
        Decimal("0.8"),
        vi="Ngân sách: mức lưu ý",
        en="Budget: notice from",
        note=Text(vi="Phần ngân sách tháng đã dùng.", en="Share of the month's budget used."),
        gt=0,
    )
    budget_warning: Percent = setting(
        Decimal("0.9"),
        vi="Ngân sách: mức cảnh báo",
        en="Budget: warning from",
        note=Text(vi="Phần ngân sách tháng đã dùng.", en="Share of the month's budget used."),
        gt=0,
    )
    budget_error: Percent = setting(
        Decimal(1),
        vi="Ngân sách: mức hết ngân sách",
        en="Budget: used up from",
        note=Text(vi="Phần ngân sách tháng đã dùng.", en="Share of the month's budget used."),
        gt=0,
    )
    budget_past_months: bool = setting(
        True,
        vi="Ngân sách: báo cả tháng đã qua",
        en="Budget: report past months too",
        note=Text(
            vi="“không”: mức lưu ý và cảnh báo chỉ xét tháng hiện tại và tháng sau; hết ngân sách luôn được báo.",
            en="“no”: notice and warning look at this and later months only; a budget used up is always reported.",
        ),
    )
    unbudgeted_minimum: Money = setting(
        Decimal(0),
        vi="Chi ngoài ngân sách: bỏ qua đến",
        en="Spending without budget: ignore up to",
        note=Text(
            vi="Chi không có ngân sách trong một tháng không quá số này thì không báo.",
            en="Spending without a budget line of no more than this in a month is not reported.",
        ),
        ge=0,
    )
