"""Mistakes in the store's workbook, each with the finding that it must lead to.

They concern items that are never counted, so that no count shows them a second time, and each item only once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import Final

from templates.content import ErrorCell
from templates.sample.generator import names
from templates.sample.generator.goods import MAIN, Good
from templates.sample.generator.ledger import YEAR
from templates.sample.generator.model import AS_OF, Answer, Row
from templates.sample.generator.stock import COUNT, ISSUE, RECEIPT, TRANSFER, Move, Slip, Store

WORKBOOK: Final = "inventory"
ITEMS_TAB: Final = "Hàng hóa"
OPENING_TAB: Final = "Tồn đầu kỳ"
MOVEMENTS_TAB: Final = "Nhập xuất kho"
SETTINGS_TAB: Final = "Cài đặt"


class Seeder:
    """Seeds mistakes in two passes: vouchers before they are numbered, rows afterwards."""

    def __init__(self, store: Store, random: Random) -> None:
        self.answers: list[Answer] = []
        self._store = store
        self._random = random
        counted = {move.good.code for slip in store.slips if slip.kind == COUNT for move in slip.moves}
        self._free = {good.code for good in store.regular if good.code not in counted}
        self._later: list[Callable[[], None]] = []
        self._used: set[int] = set()

    def seed_slips(self) -> None:
        """Seed what concerns whole vouchers and items, and note what the planned items must lead to."""
        special = self._store.special
        for good in special.low:
            self._note("INV301", ITEMS_TAB, (good.code,), "code")
        self._note("INV302", ITEMS_TAB, (special.out.code,), "code")
        self._issued_before_received(special.early_issue)
        self._received_in_future()
        self._entered_twice()
        self._items()

    def seed_rows(self) -> list[Row]:
        """Seed what concerns single rows, now that vouchers have numbers; return all rows."""
        for note in self._later:
            note()
        self._wrong_codes()
        self._wrong_quantities()
        self._wrong_count()
        self._wrong_date()
        self._unreadable_cells()
        return [row for slip in self._store.slips for row in slip.rows]

    def seed_opening(self, rows: list[Row]) -> None:
        """Seed the opening stock: an item long gone, and the sum that somebody put below."""
        rows.insert(len(rows) // 2, {"item": "HH999", "warehouse": MAIN, "quantity": 12})
        self._note("INV101", OPENING_TAB, ("HH999", MAIN), "item")
        total = sum(int(str(row["quantity"])) for row in rows)
        rows.append({"item": "Tổng cộng", "quantity": total})
        self._note("DAT501", OPENING_TAB, (OPENING_TAB,), "")

    def seed_settings(self) -> dict[str, object]:
        """Return the settings as staff entered them: one of them in words."""
        self._note("DAT601", SETTINGS_TAB, ("service_level",), "service_level")
        return {"service_level": "chín mươi lăm"}

    def _note(self, code: str, tab: str, key: Iterable[str], column: str) -> None:
        self.answers.append(Answer(code, WORKBOOK, tab, tuple(key), column))

    def _note_row(self, code: str, row: Row, column: str) -> None:
        self._note(code, MOVEMENTS_TAB, (str(row["voucher"]), str(row["line"])), column)

    def _pick(self, kind: str, months: tuple[int, int], moves: int = 1) -> tuple[Slip, int]:
        """Return a voucher of a kind without a mistake yet, and the index of a line on an item that is free."""
        candidates = [
            (slip, index)
            for slip in self._store.slips
            if slip.kind == kind and id(slip) not in self._used and len(slip.moves) >= moves
            if months[0] <= slip.date.month <= months[1]
            for index, move in enumerate(slip.moves)
            # Elsewhere than in its home an item may be down to its last piece.
            if move.good.code in self._free and move.warehouse == move.good.home
        ]
        slip, index = self._random.choice(candidates)
        self._used.add(id(slip))
        self._free.discard(slip.moves[index].good.code)
        return slip, index

    def _take(self) -> Good:
        good = self._random.choice([good for good in self._store.regular if good.code in self._free])
        self._free.discard(good.code)
        return good

    def _add(self, slip: Slip, before: Slip | None = None) -> Slip:
        place = len(self._store.slips) if before is None else self._store.slips.index(before) + 1
        self._store.slips.insert(place, slip)
        self._used.add(id(slip))
        return slip

    def _issued_before_received(self, good: Good) -> None:
        """The issue bears a date before that of the receipt it was taken from."""
        good.opening = 15
        self._add(Slip(ISSUE, date(YEAR, 3, 10), [Move(good, good.home, 60)], names.CUSTOMERS[2]))
        self._add(Slip(RECEIPT, date(YEAR, 3, 12), [Move(good, good.home, 120)], good.supplier))
        self._later.append(lambda: self._note("INV201", MOVEMENTS_TAB, (good.code, good.home), "quantity"))

    def _received_in_future(self) -> None:
        good = self._take()
        slip = self._add(Slip(RECEIPT, date(YEAR, 12, 2), [Move(good, good.home, 40)], good.supplier))
        self._later.append(lambda: self._note_row("INV202", slip.rows[0], "date"))

    def _entered_twice(self) -> None:
        slip, index = self._pick(ISSUE, (7, 9))
        again = self._add(Slip(ISSUE, slip.date, [slip.moves[index]], slip.partner), before=slip)
        self._later.append(lambda: self._note_row("INV402", again.rows[0], "voucher"))

    def _items(self) -> None:
        first = AS_OF - timedelta(days=60)
        needed = [good for good in self._store.regular if good.code in self._free and max(good.issues) >= first]
        good = self._random.choice(needed)
        self._free.discard(good.code)
        good.row |= {"lead_time": None, "minimum": None}
        self._note("INV502", ITEMS_TAB, (good.code,), "lead_time")
        good = self._take()
        good.row["pack"] = 0
        self._note("DAT206", ITEMS_TAB, (good.code,), "pack")

    def _wrong_codes(self) -> None:
        slip, index = self._pick(ISSUE, (2, 10))
        row = slip.rows[index]
        # The letter O for the zero.
        row["item"] = str(row["item"]).replace("HH", "HHO")
        self._note_row("INV101", row, "item")

        slip, index = self._pick(RECEIPT, (4, 9))
        row = {**slip.rows[index], "line": len(slip.rows) + 1, "warehouse": "KHO3", "quantity": 10}
        slip.rows.append(row)
        self._note_row("INV102", row, "warehouse")

        slip, index = self._pick(TRANSFER, (3, 10))
        row = {**slip.rows[index], "line": len(slip.rows) + 1, "quantity": 2}
        row["to_warehouse"] = row["warehouse"]
        slip.rows.append(row)
        self._note_row("INV103", row, "to_warehouse")

    def _wrong_quantities(self) -> None:
        slip, index = self._pick(ISSUE, (5, 10))
        row = {**slip.rows[index], "line": len(slip.rows) + 1, "quantity": 0}
        slip.rows.append(row)
        self._note_row("INV501", row, "quantity")

    def _wrong_count(self) -> None:
        """The last count of an item finds an eighth less than the books say."""
        counts = [slip for slip in self._store.slips if slip.kind == COUNT]
        last = {(move.good.code, move.warehouse): slip for slip in counts for move in slip.moves}
        slip, move = next(
            (slip, move)
            for slip in counts[len(counts) // 2 :]
            for move in slip.moves
            if last[move.good.code, move.warehouse] is slip and move.quantity >= 40
        )
        row = slip.rows[slip.moves.index(move)]
        row["quantity"] = move.quantity - move.quantity // 8
        self._note_row("INV601", row, "quantity")

    def _wrong_date(self) -> None:
        slip, _ = self._pick(ISSUE, (6, 9), moves=3)
        slip.rows[-1]["date"] = slip.date + timedelta(days=1)
        self._note("INV401", MOVEMENTS_TAB, (slip.number,), "voucher")

    def _unreadable_cells(self) -> None:
        for code, kind, column, value in (
            ("DAT202", ISSUE, "quantity", "24 thùng"),
            ("DAT203", RECEIPT, "unit_price", "62,500"),
            ("DAT204", ISSUE, "date", "30/02/2026"),
            ("DAT205", ISSUE, "type", "Xuất bán lẻ"),
            ("DAT207", ISSUE, "quantity", ErrorCell("#N/A")),
        ):
            slip, index = self._pick(kind, (2, 10))
            row = slip.rows[index]
            row[column] = value
            self._note_row(code, row, column)
