"""A small office of real files: a ledger as staff made it themselves, and a store's workbook from the template."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from rules.core.message import Voice
from rules.departments import all_departments
from sync.wiring import open_office
from templates.content import TabContent
from templates.workbooks import build_workbook
from tests.support.mail_server import PASSWORD, USER, MailServer, write_certificate

LEDGER = "so-ke-toan.xlsx"
STORE = "kho.xlsx"
AS_OF = date(2026, 11, 20)

SETTINGS = """\
[office]
name = "Công ty Thử nghiệm"
as_of = 2026-11-20

[workbooks.finance]
location = "so-ke-toan.xlsx"
departments = ["finance"]

[workbooks.inventory]
location = "kho.xlsx"
departments = ["inventory"]

[mail]
sender = "sheetkeeper@example.com"

[mail.recipients]
finance = ["ketoan@example.com"]
inventory = ["kho@example.com"]
owner = ["giamdoc@example.com"]
"""

BY_SMTP = """\
transport = "smtp"
host = "localhost"
port = {port}
security = "starttls"
user = "{user}"
password_env = "SMALL_OFFICE_PASSWORD"
"""

ACCOUNTS = [
    ["Số hiệu TK", "Tên tài khoản", "Dư Nợ đầu kỳ", "Dư Có đầu kỳ"],
    ["1111", "Tiền mặt", 50_000_000, None],
    ["131", "Phải thu khách hàng", 12_000_000, None],
    ["4111", "Vốn góp", None, 62_000_000],
    ["5111", "Doanh thu", None, None],
    ["6422", "Chi phí bán hàng", None, None],
]
JOURNAL = [
    ["Ngày", "Số chứng từ", "Dòng", "Diễn giải", "Tài khoản", "Nợ", "Có", "Đối tượng", "Bộ phận", "Trạng thái"],
    [date(2026, 11, 2), "PT0001", 1, "Thu tiền hàng", "1111", 5_000_000, None, None, None, "Đã ghi"],
    [date(2026, 11, 2), "PT0001", 2, "Thu tiền hàng", "131", None, 5_000_000, "Công ty An Bình", None, "Đã ghi"],
    [date(2026, 11, 3), "PC0001", 1, "Chi văn phòng phẩm", "6422", 900_000, None, None, "Kinh doanh", "Đã ghi"],
    [date(2026, 11, 3), "PC0001", 2, "Chi văn phòng phẩm", "1111", None, 800_000, None, None, "Đã ghi"],
    [date(2026, 11, 4), "BH0001", 1, "Bán hàng", "1311", 7_000_000, None, "Công ty Sao Mai", None, "Đã ghi"],
    [date(2026, 11, 4), "BH0001", 2, "Bán hàng", "5111", None, 7_000_000, None, None, "Đã ghi"],
    [date(2026, 11, 5), "PC0002", 1, "Tiền điện", "6422", "mười", None, None, "Kinh doanh", "Đã ghi"],
    [date(2026, 11, 5), "PC0002", 2, "Tiền điện", "1111", None, -250_000, None, None, "Đã ghi"],
]
BUDGET = [
    ["Bộ phận", "Tài khoản", "Năm", *(f"Tháng {month}" for month in range(1, 13))],
    ["Kinh doanh", "6422", 2026, *[1_000_000] * 12],
]
LEDGER_TABS: Mapping[str, Sequence[Sequence[Any]]] = {
    "Tài khoản": ACCOUNTS,
    "Nhật ký chung": JOURNAL,
    "Ngân sách": BUDGET,
}
STORE_TABS = (
    TabContent("warehouses", ({"code": "KHO1", "name": "Kho chính"},)),
    TabContent(
        "items",
        (
            {"code": "HH001", "name": "Giấy in A4", "unit": "ram", "lead_time": 7, "pack": 5, "unit_cost": 62_000},
            {"code": "HH002", "name": "Bút bi", "unit": "cái", "lead_time": 3, "pack": 10, "minimum": 500},
        ),
    ),
    TabContent("opening_stock", ({"item": "HH001", "warehouse": "KHO1", "quantity": 10},)),
    TabContent(
        "movements",
        (
            {
                "date": date(2026, 11, 2),
                "voucher": "PN0001",
                "line": 1,
                "type": "Nhập",
                "item": "HH001",
                "warehouse": "KHO1",
                "quantity": 20,
            },
            {
                "date": date(2026, 11, 3),
                "voucher": "PX0001",
                "line": 1,
                "type": "Xuất",
                "item": "HH001",
                "warehouse": "KHO1",
                "quantity": 45,
            },
            {
                "date": date(2026, 11, 3),
                "voucher": "PX0002",
                "line": 1,
                "type": "Xuất",
                "item": "HH999",
                "warehouse": "KHO1",
                "quantity": 1,
            },
        ),
    ),
)


def write_small_office(
    folder: Path, *, ledger: Mapping[str, Sequence[Sequence[Any]]] = LEDGER_TABS, mail: str = ""
) -> Path:
    """Write the office into a folder, which is made where it is missing, and return it.

    ``mail`` holds more lines of its settings of mail.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "office.toml").write_text(SETTINGS.replace("[mail]\n", f"[mail]\n{mail}"), encoding="utf-8")
    write_ledger(folder / LEDGER, ledger)
    write_store(folder / STORE)
    return folder


def write_store(path: Path) -> None:
    """Write the store's workbook from the template, with its owned columns and tabs ready."""
    inventory = next(one for one in all_departments() if one.name == "inventory")
    build_workbook(path, inventory, Voice(), STORE_TABS, office="Công ty Thử nghiệm", as_of=AS_OF)


def write_ledger(path: Path, tabs: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Write a ledger with what staff like to have: titles, formats, a chart, comments, filters, formulas, a picture."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime(2026, 11, 1)})
    bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    money = book.add_format({"num_format": "#,##0", "font_color": "#1F4E78"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for title, rows in tabs.items():
        sheet = book.add_worksheet(title)
        sheet.write_row(0, 0, rows[0], bold)
        for number, row in enumerate(rows[1:], start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value, money)
        if title == "Nhật ký chung":
            sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
            sheet.freeze_panes(1, 2)
            sheet.write_comment(2, 3, "Đã đối chiếu với sổ quỹ")
            sheet.data_validation(1, 9, 40, 9, {"validate": "list", "source": ["Đã ghi", "Nháp"]})
            sheet.conditional_format(1, 5, 40, 6, {"type": "data_bar"})
    overview = book.add_worksheet("Tổng quan")
    overview.write(0, 0, "Tổng quan", bold)
    overview.write(1, 0, "Tổng Nợ")
    overview.write_formula(1, 1, "=SUM('Nhật ký chung'!F2:F9)", money, 12_900_000)
    overview.write_formula(2, 1, "=B2*2", money, 25_800_000)
    overview.add_sparkline(3, 1, {"range": "'Ngân sách'!D2:O2"})
    if "Ngân sách" not in tabs:
        book.close()
        return
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Ngân sách'!$D$2:$O$2"})
    overview.insert_chart("D2", chart)
    overview.insert_textbox("D20", "Ghi chú của kế toán trưởng")
    overview.insert_image("A20", "logo.png", {"image_data": io.BytesIO(PICTURE)})
    book.define_name("TongNo", "='Tổng quan'!$B$2")
    book.close()


@contextmanager
def by_mail_server(folder: Path):
    """Give a mail server, over STARTTLS and with a sign-in, that the settings in ``settings`` lead to.

    Processes that are started meanwhile trust it and know the password.
    """
    certificate = write_certificate(folder / "mail-server.pem")
    known = {"SSL_CERT_FILE": str(certificate), "SMALL_OFFICE_PASSWORD": PASSWORD}
    before = {name: os.environ.get(name) for name in known}
    os.environ.update(known)
    try:
        with MailServer("starttls", certificate, sign_in=True) as server:
            server.settings = BY_SMTP.format(port=server.port, user=USER)
            yield server
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63304898000001e40121ca6cd232"
    "0000000049454e44ae426082"
)


@contextmanager
def opened(folder: Path, *, today: datetime | None = None, as_of: date | None = None):
    """Open an office as a command does; ``today`` is what its clock shows."""
    with open_office(folder, as_of=as_of) as session:
        yield session if today is None else replace(session, now=lambda: today)
