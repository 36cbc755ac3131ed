"""The workbook of the benchmark: a ledger as an office keeps it, with a dashboard of charts and formulas.

Six vouchers of 197 are wrong in a way that all contestants must flag: an account that the chart does not hold, an
amount that is no number, a date in the future, debits that differ from credits, a receivable without a partner, and
tax without an invoice.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

AS_OF = date(2026, 11, 20)
ACCOUNTS = [
    ("1111", "Tiền Việt Nam"),
    ("1121", "Tiền gửi ngân hàng"),
    ("131", "Phải thu của khách hàng"),
    ("1331", "Thuế GTGT được khấu trừ"),
    ("1561", "Giá mua hàng hóa"),
    ("2111", "Nhà cửa, vật kiến trúc"),
    ("2141", "Hao mòn tài sản cố định"),
    ("331", "Phải trả cho người bán"),
    ("33311", "Thuế GTGT đầu ra"),
    ("3341", "Phải trả công nhân viên"),
    ("4111", "Vốn góp của chủ sở hữu"),
    ("5111", "Doanh thu bán hàng hóa"),
    ("6321", "Giá vốn hàng bán"),
    ("6411", "Chi phí nhân viên bán hàng"),
    ("6421", "Chi phí nhân viên quản lý"),
    ("6422", "Chi phí vật liệu quản lý"),
    ("6427", "Chi phí dịch vụ mua ngoài"),
    ("711", "Thu nhập khác"),
    ("811", "Chi phí khác"),
]
HEADERS = [
    "Ngày",
    "Số chứng từ",
    "Dòng",
    "Diễn giải",
    "Tài khoản",
    "Phát sinh Nợ",
    "Phát sinh Có",
    "Đối tượng",
    "Số hóa đơn",
    "Bộ phận",
    "Trạng thái",
    "Đảo chứng từ",
]
HEADER_ROW = 4
PARTNER_ACCOUNTS = ("131", "331", "141", "138", "338")
INVOICE_ACCOUNTS = ("133", "3331")


def lines(rows: int, seed: int = 2026) -> list[list[object]]:
    """Return ``rows`` journal lines (an even number): vouchers of two lines, six of 197 with one mistake."""
    chance = random.Random(seed)
    codes = [code for code, _ in ACCOUNTS]
    made: list[list[object]] = []
    for number in range(1, rows // 2 + 1):
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(320))
        amount = chance.randrange(1, 2_000_000) * 50
        first, second = chance.sample(codes, 2)
        kind = number % 197
        if kind == 1:
            first = "9999"
        if kind == 3:
            day = date(2026, 12, 1) + timedelta(days=number % 28)
        if kind == 5:
            first, second = "131", "5111"
        if kind == 6:
            first, second = "1331", "1121"
        voucher = f"CT{number:07d}"
        text = f"Bút toán số {number}"
        owed = amount + 1000 if kind == 4 else amount
        given = "chưa rõ" if kind == 2 else amount
        for line, (account, debit, credit) in enumerate([(first, given, None), (second, None, owed)], 1):
            partner = account.startswith(PARTNER_ACCOUNTS) and kind != 5
            invoice = account.startswith(INVOICE_ACCOUNTS) and kind != 6
            made.append(
                [
                    day,
                    voucher,
                    line,
                    text,
                    account,
                    debit,
                    credit,
                    f"KH{chance.randrange(500):03d}" if partner else None,
                    f"HD{number:07d}" if invoice else None,
                    "Kinh doanh" if number % 3 else "Hành chính",
                    "Đã ghi",
                    None,
                ]
            )
    return made


def _sum_of_account(row: int, last: int) -> str:
    accounts, debits = (f"'Nhật ký chung'!{column}{HEADER_ROW + 1}:{column}{last}" for column in "EF")
    return f"=SUMIFS({debits},{accounts},A{row})"


def write_ledger(path: Path, rows: int) -> None:
    """Write the workbook: chart of accounts, journal of ``rows`` lines, dashboard."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": rows > 200_000}) as workbook:
        bold = workbook.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1})
        money = workbook.add_format({"num_format": "#,##0"})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        dashboard = workbook.add_worksheet("Tổng quan")
        accounts = workbook.add_worksheet("Tài khoản")
        journal = workbook.add_worksheet("Nhật ký chung")

        dashboard.write(0, 0, "Tổng quan sổ sách", bold)
        dashboard.set_column(0, 3, 22)
        last = HEADER_ROW + rows
        for index, (code, name) in enumerate(ACCOUNTS, 2):
            dashboard.write(index, 0, code)
            dashboard.write(index, 1, name)
            formula = _sum_of_account(index + 1, last)
            dashboard.write_formula(index, 2, formula, money, 1000 + index)
        for position, kind in ((2, "column"), (18, "pie"), (34, "line")):
            chart = workbook.add_chart({"type": kind})
            chart.add_series({"categories": ["Tổng quan", 2, 1, 20, 1], "values": ["Tổng quan", 2, 2, 20, 2]})
            dashboard.insert_chart(position, 5, chart)

        accounts.write_row(0, 0, ["Số hiệu TK", "Tên tài khoản", "Dư Nợ đầu kỳ", "Dư Có đầu kỳ"], bold)
        for index, (code, name) in enumerate(ACCOUNTS, 1):
            accounts.write_row(index, 0, [code, name, 0, 0])

        journal.write(0, 0, "SỔ NHẬT KÝ CHUNG", bold)
        journal.write(1, 0, "Năm 2026")
        journal.freeze_panes(HEADER_ROW, 0)
        journal.write_row(HEADER_ROW - 1, 0, HEADERS, bold)
        journal.autofilter(HEADER_ROW - 1, 0, last - 1, len(HEADERS) - 1)
        for row, line in enumerate(lines(rows), HEADER_ROW):
            for column, value in enumerate(line):
                if value is None:
                    continue
                if isinstance(value, date):
                    journal.write_datetime(row, column, value, day)  # type: ignore[arg-type]
                elif isinstance(value, str):
                    journal.write_string(row, column, value)
                else:
                    journal.write_number(row, column, value, money if column in (5, 6) else None)


if __name__ == "__main__":
    write_ledger(Path(sys.argv[1]), int(sys.argv[2]))
