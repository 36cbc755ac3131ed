"""The same job as a script of openpyxl and pydantic: load, one model a row, status column, summary tab, save."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date
from decimal import Decimal

from openpyxl import load_workbook
from openpyxl.styles import Font
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

AS_OF = date(2026, 11, 20)
HEADER_ROW = 4
PARTNER_ACCOUNTS = ("131", "331", "141", "138", "338")


class Line(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    date: date
    voucher: str
    line: int
    description: str | None
    account: str
    debit: Decimal | None
    credit: Decimal | None
    partner: str | None
    invoice: str | None
    department: str | None
    status: str | None
    reverses: str | None

    @field_validator("date")
    @classmethod
    def not_in_the_future(cls, value: date) -> date:
        if value > AS_OF:
            raise ValueError(f"{value} is after {AS_OF}")
        return value

    @model_validator(mode="after")
    def one_side(self) -> Line:
        if bool(self.debit) == bool(self.credit):
            raise ValueError("one of debit and credit is needed")
        if (self.debit or self.credit or 0) < 0 and not self.reverses:
            raise ValueError("a negative amount needs the voucher that it reverses")
        return self


def problems_of(line: Line, accounts: set[str], parents: set[str]) -> list[str]:
    """What is wrong with a line that could be read."""
    found = []
    if line.account not in accounts:
        found.append(f"unknown account {line.account}")
    elif line.account in parents:
        found.append(f"{line.account} is a summary account")
    if line.account.startswith(PARTNER_ACCOUNTS) and not line.partner:
        found.append("no partner")
    tax_arises = (line.account.startswith("133") and line.debit) or (line.account.startswith("3331") and line.credit)
    if tax_arises and not line.invoice:
        found.append("no invoice")
    return found


def check_vouchers(vouchers: dict[str, list[tuple[int, Line | None]]], problems: dict[int, list[str]]) -> None:
    """Add what is wrong with vouchers as a whole; one of which a line could not be read is passed over."""
    for voucher, lines in vouchers.items():
        read = [line for _, line in lines if line is not None]
        if len(read) < len(lines):
            continue
        if sum(line.debit or 0 for line in read) != sum(line.credit or 0 for line in read):
            for number, _ in lines:
                problems[number].append(f"voucher {voucher} is not balanced")
        if len({line.date for line in read}) > 1:
            for number, _ in lines:
                problems[number].append(f"voucher {voucher} has several dates")


def main(path: str) -> None:
    workbook = load_workbook(path)
    accounts = {str(row[0]) for row in workbook["Tài khoản"].iter_rows(min_row=2, values_only=True) if row[0]}
    parents = {account for account in accounts for other in accounts if other != account and other.startswith(account)}

    sheet = workbook["Nhật ký chung"]
    problems: dict[int, list[str]] = {}
    vouchers: dict[str, list[tuple[int, Line | None]]] = defaultdict(list)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    rows = sheet.iter_rows(min_row=HEADER_ROW + 1, max_col=len(Line.model_fields), values_only=True)
    for number, row in enumerate(rows, HEADER_ROW + 1):
        try:
            line = Line(**dict(zip(Line.model_fields, row, strict=True)))
        except ValidationError as error:
            problems[number] = [detail["msg"] for detail in error.errors()]
            vouchers[str(row[1])].append((number, None))
            continue
        problems[number] = problems_of(line, accounts, parents)
        vouchers[line.voucher].append((number, line))
        sums[line.account][0] += line.debit or 0
        sums[line.account][1] += line.credit or 0

    check_vouchers(vouchers, problems)

    column = sheet.max_column + 1
    sheet.cell(HEADER_ROW, column, "Status").font = Font(bold=True)
    for number, found in problems.items():
        sheet.cell(number, column, "; ".join(found) or "OK")

    summary = workbook.create_sheet("Summary")
    summary.append(["Account", "Debit", "Credit"])
    for account in sorted(sums):
        summary.append([account, *sums[account]])
    workbook.save(path)


if __name__ == "__main__":
    main(sys.argv[1])
