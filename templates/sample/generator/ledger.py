"""Eleven months of a trading company's journal without a mistake in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from templates.sample.generator import names
from templates.sample.generator.model import AS_OF, FIRST_DAY, SUNDAY, month_end, working_days
from templates.sample.generator.vouchers import DRAFT, Line, Voucher

YEAR: Final = FIRST_DAY.year
LAST_CLOSED_MONTH: Final = AS_OF.month - 1
MILLION: Final = 1_000_000

DEPARTMENT_WAGES: Final = (
    (names.MANAGEMENT, "6421", 96_000_000),
    (names.ACCOUNTING, "6421", 88_000_000),
    (names.OFFICE, "6421", 74_000_000),
    (names.SALES, "6411", 182_000_000),
    (names.STORE, "6411", 128_000_000),
    (names.GUARD, "6421", 66_000_000),
)
"""Department, account of its wages, and wages a month."""


@dataclass(frozen=True, slots=True)
class _Expense:
    """A cost that comes again every month: amounts in dong before VAT, the rate in per cent."""

    account: str
    department: str
    partner: str
    description: str
    least: int
    most: int
    vat: int
    day: int
    series: str = "BN"


_ACCRUAL_MONTH: Final = 5
"""Month of an accrual that is reversed in the next one, as it should be: with negative amounts and a reference."""

_TRAVEL: Final = "Công tác phí nhân viên kinh doanh"
_EXPENSES: Final = (
    _Expense("6427", names.OFFICE, names.LANDLORD, "Tiền thuê văn phòng", 45_000_000, 45_000_000, 10, 5),
    _Expense("6417", names.STORE, names.WAREHOUSE_LANDLORD, "Tiền thuê kho", 62_000_000, 62_000_000, 10, 6),
    _Expense("6427", names.OFFICE, names.POWER, "Tiền điện", 11_000_000, 15_500_000, 8, 12),
    _Expense("6427", names.OFFICE, names.WATER, "Tiền nước", 1_200_000, 1_900_000, 5, 13, "PC"),
    _Expense("6427", names.OFFICE, names.TELECOM, "Cước điện thoại, internet", 3_500_000, 4_500_000, 10, 15),
    _Expense("6417", names.STORE, names.FREIGHT[0], "Cước vận chuyển đợt 1", 8_000_000, 16_000_000, 8, 8),
    _Expense("6417", names.STORE, names.FREIGHT[1], "Cước vận chuyển đợt 2", 8_000_000, 16_000_000, 8, 17),
    _Expense("6417", names.STORE, names.FREIGHT[2], "Cước vận chuyển đợt 3", 8_000_000, 16_000_000, 8, 26),
    _Expense("6417", names.STORE, names.FUEL, "Xăng dầu xe giao hàng đợt 1", 3_000_000, 5_500_000, 10, 9, "PC"),
    _Expense("6417", names.STORE, names.FUEL, "Xăng dầu xe giao hàng đợt 2", 3_000_000, 5_500_000, 10, 22, "PC"),
    _Expense("6417", names.SALES, names.ADVERTISING[0], "Quảng cáo trực tuyến", 14_000_000, 22_000_000, 8, 10),
    _Expense("6417", names.SALES, names.ADVERTISING[1], "In ấn tờ rơi, bảng hiệu", 6_000_000, 11_000_000, 8, 19),
    _Expense("6418", names.SALES, "", f"{_TRAVEL} đợt 1", 3_000_000, 6_000_000, 0, 11, "PC"),
    _Expense("6418", names.SALES, "", f"{_TRAVEL} đợt 2", 3_000_000, 6_000_000, 0, 24, "PC"),
    _Expense("6423", names.OFFICE, names.STATIONER, "Văn phòng phẩm", 2_000_000, 3_800_000, 8, 7, "PC"),
    _Expense("6428", names.MANAGEMENT, names.RESTAURANT, "Tiếp khách đợt 1", 2_500_000, 4_800_000, 8, 14, "PC"),
    _Expense("6428", names.MANAGEMENT, names.RESTAURANT, "Tiếp khách đợt 2", 2_500_000, 4_800_000, 8, 25, "PC"),
    _Expense("6427", names.ACCOUNTING, names.SOFTWARE, "Phí phần mềm kế toán", 2_600_000, 2_600_000, 0, 4),
    _Expense("6427", names.ACCOUNTING, names.BANK, "Phí chuyển tiền nửa đầu tháng", 250_000, 480_000, 0, 16),
    _Expense("6427", names.ACCOUNTING, names.BANK, "Phí chuyển tiền nửa cuối tháng", 250_000, 480_000, 0, 28),
)


class Ledger:
    """Makes the vouchers month by month, and remembers what customers owe and what is owed to suppliers."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.vouchers: list[Voucher] = []
        self._invoice = 180
        self._due: dict[date, list[Voucher]] = defaultdict(list)

    def make(self) -> list[Voucher]:
        """Return the vouchers from January to the day for which the company is looked at."""
        for month in range(1, AS_OF.month + 1):
            days = working_days(date(YEAR, month, 1), min(month_end(YEAR, month), AS_OF))
            self._sell(days)
            self._buy(days)
            self._spend(month)
            self._cash_and_bank(month)
            self._pay_wages(month)
            if month <= LAST_CLOSED_MONTH:
                self._end_month(month)
        self.vouchers += [voucher for day, due in self._due.items() if day <= AS_OF for voucher in due]
        self.vouchers.sort(key=lambda voucher: voucher.date)
        for month in range(1, LAST_CLOSED_MONTH + 1):
            self.vouchers += self._vat_settlement(month)
            self.vouchers.append(self._closing(month))
        for voucher in [voucher for voucher in self.vouchers if voucher.series == "PC" and voucher.touches_budget()][
            -3:
        ]:
            voucher.status = DRAFT
        return self.vouchers

    def _add(self, series: str, day: date, description: str, *lines: Line) -> Voucher | None:
        """Add a voucher, unless its day has not come yet."""
        if day > AS_OF:
            return None
        voucher = Voucher(series, day, description, list(lines))
        self.vouchers.append(voucher)
        return voucher

    def _amount(self, least: int, most: int, step: int = 10_000) -> int:
        """Return an amount that leaves every usual VAT rate in whole dong."""
        return self.random.randrange(least, most + 1, step) if most > least else least

    def _later(self, day: date, least: int, most: int) -> date:
        later = day + timedelta(days=self.random.randint(least, most))
        return later + timedelta(days=1) if later.weekday() == SUNDAY else later

    def _sell(self, days: list[date]) -> None:
        # Invoices are numbered by date.
        for day in sorted(self.random.choice(days) for _ in days):
            customer = self.random.choice(names.CUSTOMERS)
            base = self._amount(40 * MILLION, 260 * MILLION)
            vat = base * (10 if self.random.random() < 0.15 else 8) // 100
            cost = base * self.random.randint(67, 72) // 100
            self._invoice += 1
            invoice = f"{self._invoice:08d}"
            self._add(
                "BH",
                day,
                f"Bán hàng theo hóa đơn {invoice}",
                Line("131", debit=base + vat, partner=customer, invoice=invoice),
                Line("5111", credit=base, partner=customer, invoice=invoice),
                Line("33311", credit=vat, partner=customer, invoice=invoice),
                Line("632", debit=cost),
                Line("1561", credit=cost),
            )
            in_cash = base < 60 * MILLION
            paid = self._later(day, 8, 40)
            money = Line("1111" if in_cash else "1121", debit=base + vat)
            owed = Line("131", credit=base + vat, partner=customer, invoice=invoice)
            self._due[paid].append(
                Voucher("PT" if in_cash else "BC", paid, f"Thu tiền hóa đơn {invoice}", [money, owed])
            )

    def _buy(self, days: list[date]) -> None:
        for _ in range(max(1, len(days) * 9 // 26)):
            day = self.random.choice(days)
            supplier = self.random.choice(names.SUPPLIERS)
            base = self._amount(170 * MILLION, 420 * MILLION)
            vat = base * 8 // 100
            invoice = f"{self.random.randint(1_000, 9_999_999):07d}"
            self._add(
                "MH",
                day,
                f"Mua hàng nhập kho theo hóa đơn {invoice}",
                Line("1561", debit=base, partner=supplier, invoice=invoice),
                Line("1331", debit=vat, partner=supplier, invoice=invoice),
                Line("331", credit=base + vat, partner=supplier, invoice=invoice),
            )
            paid = self._later(day, 15, 45)
            owed = Line("331", debit=base + vat, partner=supplier, invoice=invoice)
            description = f"Thanh toán tiền hàng hóa đơn {invoice}"
            self._due[paid].append(Voucher("BN", paid, description, [owed, Line("1121", credit=base + vat)]))

    def _spend(self, month: int) -> None:
        for expense in _EXPENSES:
            day = date(YEAR, month, expense.day)
            base = self._amount(expense.least, expense.most)
            vat = base * expense.vat // 100
            lines = [Line(expense.account, debit=base, partner=expense.partner, department=expense.department)]
            if vat:
                invoice = f"{self.random.randint(100, 999_999):07d}"
                lines.append(Line("1331", debit=vat, partner=expense.partner, invoice=invoice))
            lines.append(Line("1121" if expense.series == "BN" else "1111", credit=base + vat, partner=expense.partner))
            self._add(expense.series, day, f"{expense.description} tháng {month:02d}/{YEAR}", *lines)
        if month == 1:
            self._add(
                "BN",
                date(YEAR, 1, 20),
                f"Nộp lệ phí năm {YEAR}",
                Line("6425", debit=3 * MILLION, department=names.ACCOUNTING),
                Line("1121", credit=3 * MILLION),
            )

    def _cash_and_bank(self, month: int) -> None:
        label = f"tháng {month:02d}/{YEAR}"
        cash = self._amount(40 * MILLION, 60 * MILLION, MILLION)
        self._add(
            "PT",
            date(YEAR, month, 3),
            f"Rút tiền gửi nhập quỹ {label}",
            Line("1111", debit=cash),
            Line("1121", credit=cash),
        )
        deposit = self._amount(120 * MILLION, 160 * MILLION, MILLION)
        self._add(
            "PC",
            date(YEAR, month, 20),
            f"Nộp tiền mặt vào ngân hàng {label}",
            Line("1121", debit=deposit),
            Line("1111", credit=deposit),
        )
        interest = self._amount(13 * MILLION, 15 * MILLION)
        self._add(
            "BN",
            date(YEAR, month, 25),
            f"Trả lãi vay {label}",
            Line("635", debit=interest),
            Line("1121", credit=interest),
        )
        earned = self._amount(400_000, 900_000, 1_000)
        self._add(
            "BC", date(YEAR, month, 27), f"Lãi tiền gửi {label}", Line("1121", debit=earned), Line("515", credit=earned)
        )
        employee = f"{self.random.choice(names.FAMILY_NAMES)} Văn {self.random.choice(names.GIVEN_NAMES_MEN)}"
        advance = self._amount(3 * MILLION, 8 * MILLION, 100_000)
        self._add(
            "PC",
            date(YEAR, month, 10),
            f"Tạm ứng đi công tác {label}",
            Line("141", debit=advance, partner=employee),
            Line("1111", credit=advance, partner=employee),
        )
        self._add(
            "PK",
            date(YEAR, month, 18),
            f"Quyết toán tạm ứng {label}",
            Line("6418", debit=advance, department=names.SALES),
            Line("141", credit=advance, partner=employee),
        )

    def _pay_wages(self, month: int) -> None:
        """Wages of the month before are paid on the 5th, its insurance on the 20th."""
        if month == 1:
            return
        label = f"tháng {month - 1:02d}/{YEAR}"
        gross = sum(wages for _, _, wages in DEPARTMENT_WAGES)
        net = gross - _employee_insurance(gross) - _income_tax(gross)
        self._add("BN", date(YEAR, month, 5), f"Chi lương {label}", Line("3341", debit=net), Line("1121", credit=net))
        shares = _insurance_shares(gross)
        lines = [Line(account, debit=amount, partner=_fund(account)) for account, amount in shares.items()]
        total = sum(shares.values())
        self._add(
            "BN", date(YEAR, month, 20), f"Nộp bảo hiểm, kinh phí công đoàn {label}", *lines, Line("1121", credit=total)
        )

    def _end_month(self, month: int) -> None:
        day, label = month_end(YEAR, month), f"tháng {month:02d}/{YEAR}"
        gross = sum(wages for _, _, wages in DEPARTMENT_WAGES)
        wages = [Line(account, debit=amount, department=name) for name, account, amount in DEPARTMENT_WAGES]
        self._add("PK", day, f"Lương phải trả {label}", *wages, Line("3341", credit=gross))
        self._add("PK", day, f"Bảo hiểm, công đoàn doanh nghiệp chịu {label}", *_employer_lines())
        employee = _employee_shares(gross)
        self._add(
            "PK",
            day,
            f"Bảo hiểm trừ lương {label}",
            Line("3341", debit=sum(employee.values())),
            *(Line(account, credit=amount, partner=_fund(account)) for account, amount in employee.items()),
        )
        tax = _income_tax(gross)
        self._add("PK", day, f"Thuế TNCN khấu trừ {label}", Line("3341", debit=tax), Line("3335", credit=tax))
        self._add(
            "PK",
            day,
            f"Khấu hao TSCĐ {label}",
            Line("6414", debit=14_500_000, department=names.STORE),
            Line("6424", debit=9_800_000, department=names.OFFICE),
            Line("2141", credit=24_300_000),
        )
        self._add(
            "PK",
            day,
            f"Phân bổ chi phí chờ phân bổ {label}",
            Line("6423", debit=4 * MILLION, department=names.OFFICE),
            Line("242", credit=4 * MILLION),
        )
        if month % 3 == 0:
            tax = self._amount(40 * MILLION, 70 * MILLION, MILLION)
            quarter = f"quý {month // 3}/{YEAR}"
            self._add("PK", day, f"Thuế TNDN tạm tính {quarter}", Line("8211", debit=tax), Line("3334", credit=tax))
        if month == _ACCRUAL_MONTH:
            lines = (Line("6427", debit=5 * MILLION, department=names.OFFICE), Line("335", credit=5 * MILLION))
            accrual = self._add("PK", day, "Trích trước tiền sửa chữa văn phòng", *lines)
            back = [Line(line.account, -line.debit, -line.credit, department=line.department) for line in lines]
            reversal = self._add("PK", date(YEAR, 6, 2), "Đảo trích trước tiền sửa chữa văn phòng", *back)
            if reversal is not None:
                reversal.reverses = accrual

    def _vat_settlement(self, month: int) -> Iterator[Voucher]:
        """Yield the set-off of the month's input VAT against its output VAT, and the payment of what remains."""
        label = f"tháng {month:02d}/{YEAR}"
        lines = [line for voucher in self._of_month(month) for line in voucher.lines]
        paid = sum(line.debit - line.credit for line in lines if line.account == "1331")
        received = sum(line.credit for line in lines if line.account == "33311")
        amount = min(paid, received)
        setoff = [Line("33311", debit=amount), Line("1331", credit=amount)]
        yield Voucher("PK", month_end(YEAR, month), f"Khấu trừ thuế GTGT {label}", setoff)
        payment = date(YEAR, month + 1, 20)
        if received > paid and payment <= AS_OF:
            due = received - paid
            lines = [Line("33311", debit=due), Line("1121", credit=due)]
            yield Voucher("BN", payment, f"Nộp thuế GTGT {label}", lines)

    def _closing(self, month: int) -> Voucher:
        """Close the month's income and expenses against 911."""
        balances: dict[str, int] = defaultdict(int)
        for voucher in self._of_month(month):
            for line in voucher.lines:
                if line.account[0] in "5678":
                    balances[line.account] += line.debit - line.credit
        lines = list(_closing_lines(balances))
        profit = -sum(balances.values())
        lines.append(Line("911", debit=profit) if profit > 0 else Line("911", credit=-profit))
        lines.append(Line("4212", credit=profit) if profit > 0 else Line("4212", debit=-profit))
        return Voucher("PK", month_end(YEAR, month), f"Kết chuyển lãi lỗ tháng {month:02d}/{YEAR}", lines)

    def _of_month(self, month: int) -> Iterator[Voucher]:
        return (voucher for voucher in self.vouchers if voucher.date.month == month)


def _closing_lines(balances: dict[str, int]) -> Iterator[Line]:
    for account, balance in sorted(balances.items()):
        if balance < 0:
            yield Line(account, debit=-balance)
            yield Line("911", credit=-balance)
        elif balance > 0:
            yield Line("911", debit=balance)
            yield Line(account, credit=balance)


def _employee_shares(gross: int) -> dict[str, int]:
    return {"3383": gross * 8 // 100, "3384": gross * 15 // 1000, "3386": gross // 100}


def _employee_insurance(gross: int) -> int:
    return sum(_employee_shares(gross).values())


def _employer_shares(gross: int) -> dict[str, int]:
    return {
        "3382": gross * 2 // 100,
        "3383": gross * 175 // 1000,
        "3384": gross * 3 // 100,
        "3386": gross // 100,
    }


def _employer_lines() -> Iterator[Line]:
    """Yield each department's share and what is owed to the funds: 23.5 % of the wages."""
    owed: dict[str, int] = defaultdict(int)
    for name, account, wages in DEPARTMENT_WAGES:
        shares = _employer_shares(wages)
        yield Line(account, debit=sum(shares.values()), department=name)
        for fund, amount in shares.items():
            owed[fund] += amount
    for fund, amount in owed.items():
        yield Line(fund, credit=amount, partner=_fund(fund))


def _insurance_shares(gross: int) -> dict[str, int]:
    employee = _employee_shares(gross)
    return {fund: amount + employee.get(fund, 0) for fund, amount in _employer_shares(gross).items()}


def _income_tax(gross: int) -> int:
    return gross * 3 // 100


def _fund(account: str) -> str:
    return names.UNION if account == "3382" else names.SOCIAL_INSURANCE
