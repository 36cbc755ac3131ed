"""Mistakes in the journal as bookkeepers make them, each with the finding that it must lead to.

A mistake is put where it cannot bring about a second one: never into a cost of a department, which would move the
budget, and never twice into one voucher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import date
from random import Random
from typing import Final

from templates.content import ErrorCell, FormulaCell
from templates.sample.generator import names
from templates.sample.generator.ledger import YEAR
from templates.sample.generator.model import Answer, Row
from templates.sample.generator.vouchers import Line, Voucher

WORKBOOK: Final = "finance"
TAB: Final = "Nhật ký chung"


def answer(code: str, key: Iterable[str], column: str) -> Answer:
    """Return the finding of a mistake in the journal."""
    return Answer(code, WORKBOOK, TAB, tuple(key), column)


class Seeder:
    """Seeds mistakes in two passes: vouchers before they are numbered, rows afterwards."""

    def __init__(self, vouchers: list[Voucher], random: Random) -> None:
        self.vouchers = vouchers
        self.answers: list[Answer] = []
        self._random = random
        self._touched: set[int] = set()
        self._later: list[Callable[[], None]] = []

    def pick(self, series: str, month: int) -> Voucher:
        """Return a voucher of a series and month, without a department's cost, that has no mistake yet."""
        candidates = [
            voucher
            for voucher in self.vouchers
            if voucher.series == series
            and voucher.date.month == month
            and id(voucher) not in self._touched
            and not voucher.touches_budget()
            and any(line.account in {"131", "331"} for line in voucher.lines)
        ]
        chosen = self._random.choice(candidates)
        self._touched.add(id(chosen))
        return chosen

    def add(self, series: str, day: date, description: str, *lines: Line) -> Voucher:
        """Add a voucher of its own."""
        voucher = Voucher(series, day, description, list(lines))
        self._touched.add(id(voucher))
        self.vouchers.append(voucher)
        return voucher

    def seed_vouchers(self) -> None:
        """Seed what concerns whole vouchers: lost, doubled, unbudgeted, negative ones."""
        self._lost_voucher(self.pick("BN", 7))
        self._entered_twice(self.pick("BN", 6))
        self._negative()
        self._unbudgeted()

    def seed_rows(self) -> list[Row]:
        """Seed what concerns single rows, now that vouchers have numbers; return all rows of the journal."""
        for note in self._later:
            note()
        self._wrong_amounts()
        self._wrong_accounts()
        self._wrong_dates()
        self._missing_values()
        self._unreadable_cells()
        rows = [row for voucher in self.vouchers for row in voucher.rows]
        return self._row_without_voucher(rows)

    def _note(self, code: str, row: Row, column: str) -> None:
        self.answers.append(answer(code, (str(row["voucher"]), str(row["line"])), column))

    def _lost_voucher(self, voucher: Voucher) -> None:
        voucher.lost_before = 1

        def note() -> None:
            letters, number = voucher.number[:2], int(voucher.number[2:])
            self.answers.append(answer("FIN402", (letters, f"{number - 1:04d}"), "voucher"))

        self._later.append(note)

    def _entered_twice(self, voucher: Voucher) -> None:
        again = deepcopy(voucher)
        self._touched.add(id(again))
        # Right behind the first, as by somebody who did not see that the voucher had been entered already.
        self.vouchers.insert(self.vouchers.index(voucher) + 1, again)
        self._later.append(lambda: self.answers.append(answer("FIN404", (again.number,), "voucher")))

    def _negative(self) -> None:
        amount = self._random.randrange(2_000_000, 9_000_000, 10_000)
        lines = (Line("632", debit=-amount), Line("1561", credit=-amount))
        voucher = self.add("PK", date(YEAR, 8, 12), "Điều chỉnh giảm giá vốn hàng bán tháng 07", *lines)
        self._later.append(lambda: self._note("FIN502", voucher.rows[0], "debit"))
        self._later.append(lambda: self._note("FIN502", voucher.rows[1], "credit"))

    def _unbudgeted(self) -> None:
        amount = self._random.randrange(6_000_000, 12_000_000, 10_000)
        partner = names.ADVERTISING[0]
        cost = Line("6417", debit=amount, partner=partner, department="Marketing")
        lines = (cost, Line("1121", credit=amount, partner=partner))
        self.add("BN", date(YEAR, 9, 22), "Chi phí hội chợ triển lãm tháng 09", *lines)
        # The bookkeeper's own word for the department, which the budget does not know.
        self._later.append(
            lambda: self.answers.append(answer("FIN704", ("Marketing", "6417", f"{YEAR}-09"), "account"))
        )

    def _wrong_amounts(self) -> None:
        voucher = self.pick("BC", 3)
        row = voucher.rows[1]
        row["credit"] = _digits_swapped(_whole(row["credit"]))
        self.answers.append(answer("FIN101", (voucher.number,), "debit"))

        voucher = self.pick("BH", 4)
        row = {**voucher.rows[-1], "line": len(voucher.rows) + 1, "account": "1561", "debit": None, "credit": None}
        voucher.rows.append(row)
        self._note("FIN501", row, "debit")

        voucher = self.pick("BC", 5)
        row = {**voucher.rows[0], "line": 3, "account": "1121", "debit": 22_000, "credit": 22_000}
        voucher.rows.append(row)
        self._note("FIN503", row, "debit")

    def _wrong_accounts(self) -> None:
        for code, series, month, right, wrong in (
            ("FIN201", "BC", 2, "131", "1312"),
            ("FIN202", "BN", 4, "1121", "112"),
            ("FIN203", "BC", 8, "1121", "1122"),
            ("FIN204", "MH", 1, "1561", "611"),
        ):
            voucher = self.pick(series, month)
            row = next(row for row in voucher.rows if row["account"] == right)
            row["account"] = wrong
            self._note(code, row, "account")

    def _wrong_dates(self) -> None:
        # The month typed as 12 instead of 11.
        voucher = self.pick("BC", 11)
        for row in voucher.rows:
            row["date"] = date(YEAR, 12, voucher.date.day)
            self._note("FIN301", row, "date")

        voucher = self.pick("BH", 9)
        voucher.rows[3]["date"] = date(YEAR, 8, voucher.date.day)
        self.answers.append(answer("FIN403", (voucher.number,), "date"))

    def _missing_values(self) -> None:
        row = self.pick("BH", 5).rows[0]
        row["partner"] = None
        self._note("FIN601", row, "partner")
        row = self.pick("MH", 6).rows[1]
        row["invoice"] = None
        self._note("FIN602", row, "invoice")
        row = self.pick("MH", 2).rows[0]
        row["account"] = None
        self._note("DAT201", row, "account")

    def _unreadable_cells(self) -> None:
        row = self.pick("BC", 10).rows[0]
        row["debit"] = f"{_whole(row['debit']):,}".replace(",", ".") + ",89x"
        self._note("DAT202", row, "debit")
        row = self.pick("BN", 8).rows[0]
        row["date"] = "31/09/2026"
        self._note("DAT204", row, "date")
        row = self.pick("BC", 9).rows[1]
        row["status"] = "Đã gi"
        self._note("DAT205", row, "status")
        row = self.pick("BN", 10).rows[1]
        row["credit"] = ErrorCell("#REF!")
        self._note("DAT207", row, "credit")
        row = self.pick("BC", 6).rows[0]
        row["debit"] = FormulaCell("=ROUND(1250000*1.08,0)")
        self._note("DAT208", row, "debit")
        row = self.pick("BC", 7).rows[1]
        row["line"] = 1
        self._note("DAT301", row, "voucher")

    def _row_without_voucher(self, rows: list[Row]) -> list[Row]:
        """Put a row between two vouchers that somebody began and never finished."""
        index = next(
            number for number, row in enumerate(rows) if row["date"] == date(YEAR, 10, 31) and row["line"] == 1
        )
        begun: Row = {
            "date": date(YEAR, 10, 31),
            "line": 1,
            "description": "Chờ hóa đơn của nhà cung cấp",
            "account": "1561",
            "debit": 18_500_000,
        }
        self.answers.append(answer("DAT302", ("1", "#"), "voucher"))
        return [*rows[:index], begun, *rows[index:]]


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _digits_swapped(amount: int) -> int:
    """Return an amount with two unlike neighbouring digits swapped, the commonest slip of the keyboard."""
    digits = list(str(amount))
    place = next(index for index in range(len(digits) - 1) if digits[index] != digits[index + 1])
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    return int("".join(digits))
