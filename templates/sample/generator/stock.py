"""Eleven months of stock movements without a mistake, and the reorder points that they lead to.

The reorder points are reckoned here a second time, in floating point and with a wide margin: an item is either far
above its own or far below it, so that no rounding can decide.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from templates.sample.generator import names
from templates.sample.generator.goods import MAIN, SECOND, Good
from templates.sample.generator.ledger import YEAR
from templates.sample.generator.model import AS_OF, Row, month_end, working_days

RECEIPT, ISSUE, TRANSFER, COUNT = "Nhập", "Xuất", "Chuyển kho", "Kiểm kê"
SERIES: Final = {RECEIPT: "PN", ISSUE: "PX", TRANSFER: "CK", COUNT: "KK"}

DEMAND_DAYS: Final = 90
LOW: Final = 5
"""How many items have come down to their reorder point."""
ON_ORDER: Final = 3
"""How many have too, but enough is on order."""
COUNTED: Final = 120
"""How many items are ever counted; mistakes stay away from them, or a count would show them a second time."""

_KEPT: Final = 8
"""Typical issues that are always left in stock."""
_REFILL: Final = 6
_Z_HIGH: Final = 2.06
"""Normal quantile of 98 %, the highest service level in use."""


@dataclass(slots=True)
class Move:
    """One line of a stock voucher."""

    good: Good
    warehouse: str
    quantity: int
    to_warehouse: str = ""


@dataclass(slots=True)
class Slip:
    """One stock voucher; its number is given when all are there."""

    kind: str
    date: date
    moves: list[Move]
    partner: str = ""
    note: str = ""
    number: str = ""
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Special:
    """Items whose final stock is planned.

    Attributes:
        low: at their reorder point or below.
        on_order: low as well, but with enough on order.
        out: nothing left.
        early_issue: issued before it was received.
    """

    low: list[Good]
    on_order: list[Good]
    out: Good
    early_issue: Good

    def all(self) -> list[Good]:
        """Return all of them."""
        return [*self.low, *self.on_order, self.out, self.early_issue]


class Store:
    """Makes the vouchers day by day, and never lets stock run down by itself."""

    def __init__(self, goods: list[Good], random: Random) -> None:
        self.random = random
        self.slips: list[Slip] = []
        chosen = random.sample(goods[COUNTED:], LOW + ON_ORDER + 2)
        self.special = Special(chosen[:LOW], chosen[LOW : LOW + ON_ORDER], chosen[-2], chosen[-1])
        kept_apart = {good.code for good in self.special.all()}
        self.regular = [good for good in goods if good.code not in kept_apart]
        self._counted = goods[:COUNTED]
        self._stock: dict[tuple[str, str], int] = defaultdict(int)
        self._seen: set[tuple[object, ...]] = set()

    def make(self) -> list[Slip]:
        """Return the vouchers from January to the day for which the company is looked at, in order."""
        for good in self.regular:
            good.opening = good.typical * self.random.randint(_KEPT + 2, _KEPT + 6)
            self._stock[good.code, good.home] = good.opening
        ends = {month_end(YEAR, month) for month in range(1, AS_OF.month)}
        for day in working_days(date(YEAR, 1, 5), AS_OF):
            if day not in ends:
                self._trade(day)
                if day.weekday() == 5:
                    self._move_between(day)
        for day in sorted(ends):
            self._count(day)
        self._issue_specials()
        self.slips.sort(key=lambda slip: slip.date)
        self._settle_specials()
        return self.slips

    def _trade(self, day: date) -> None:
        """Issue goods to customers, and receive what would fall short first."""
        issues = []
        receipts: dict[str, list[Move]] = defaultdict(list)
        for _ in range(self.random.randint(4, 5)):
            customer = self.random.choice(names.CUSTOMERS)
            goods = self.random.sample(self.regular, self.random.randint(3, 4))
            moves = [move for good in goods if (move := self._issue(day, good, customer, receipts)) is not None]
            if moves:
                issues.append(Slip(ISSUE, day, moves, customer))
        self.slips += [Slip(RECEIPT, day, moves, supplier) for supplier, moves in receipts.items()]
        self.slips += issues

    def _issue(self, day: date, good: Good, customer: str, receipts: dict[str, list[Move]]) -> Move | None:
        quantity = self.random.randint(max(1, good.typical // 2), good.typical * 3 // 2)
        other = SECOND if good.home == MAIN else MAIN
        warehouse = other if self._stock[good.code, other] >= quantity else good.home
        sign = (day, good.code, warehouse, quantity, customer)
        if sign in self._seen:
            return None
        self._seen.add(sign)
        if warehouse == good.home and self._stock[good.code, warehouse] - quantity < _KEPT * good.typical:
            received = -(-_REFILL * good.typical // good.pack) * good.pack
            receipts[good.supplier].append(Move(good, warehouse, received))
            self._stock[good.code, warehouse] += received
        self._stock[good.code, warehouse] -= quantity
        good.issues[day] = good.issues.get(day, 0) + quantity
        return Move(good, warehouse, quantity)

    def _move_between(self, day: date) -> None:
        moves = []
        for good in self.random.sample(self.regular, 5):
            other = SECOND if good.home == MAIN else MAIN
            if self._stock[good.code, good.home] - good.typical >= _KEPT * good.typical:
                self._stock[good.code, good.home] -= good.typical
                self._stock[good.code, other] += good.typical
                moves.append(Move(good, good.home, good.typical, other))
        if moves:
            self.slips.append(Slip(TRANSFER, day, moves, note="Điều chuyển giữa hai kho"))

    def _count(self, day: date) -> None:
        """Count some goods at the end of a month; what is counted is what the movements say."""
        for warehouse in (MAIN, SECOND):
            goods = [good for good in self._counted if good.home == warehouse]
            moves = [
                Move(good, warehouse, self._stock_on(good, warehouse, day)) for good in self.random.sample(goods, 8)
            ]
            self.slips.append(Slip(COUNT, day, moves, note=f"Kiểm kê cuối tháng {day.month:02d}"))

    def _stock_on(self, good: Good, warehouse: str, day: date) -> int:
        stock = good.opening if warehouse == good.home else 0
        for slip in self.slips:
            if slip.date <= day:
                stock += sum(_change(slip.kind, move, good, warehouse) for move in slip.moves)
        return stock

    def _issue_specials(self) -> None:
        """Issue the planned items a few times in the last two months, the one that ran out a last time yesterday."""
        for good in (*self.special.low, *self.special.on_order, self.special.out):
            for days_ago in (58, 37, 16, 1):
                day = AS_OF - timedelta(days=days_ago)
                quantity = self.random.randint(good.typical, good.typical * 2)
                good.issues[day] = quantity
                customer = self.random.choice(names.CUSTOMERS)
                self.slips.append(Slip(ISSUE, day, [Move(good, good.home, quantity)], customer))

    def _settle_specials(self) -> None:
        """Choose the opening stock so that exactly the planned stock is left."""
        for good in (*self.special.low, *self.special.on_order, self.special.out):
            left = 0 if good is self.special.out else max(1, int(lowest_reorder_point(good) * 0.5))
            good.row["reserved"] = None
            good.opening = sum(good.issues.values()) + left
        for good in self.special.on_order:
            good.row["on_order"] = int(highest_reorder_point(good) * 3) + 10

    def check(self) -> None:
        """Make sure that every other item is far above its reorder point.

        Raises:
            ValueError: one is not; the figures of this module must then be changed.
        """
        for good in self.regular:
            if sum(self._stock[good.code, at] for at in (MAIN, SECOND)) < 1.5 * highest_reorder_point(good) + 5:
                raise ValueError(f"{good.code} has too little stock left to be certain")


def _change(kind: str, move: Move, good: Good, warehouse: str) -> int:
    if move.good is not good:
        return 0
    if kind == TRANSFER:
        return move.quantity * ((move.to_warehouse == warehouse) - (move.warehouse == warehouse))
    if move.warehouse != warehouse or kind == COUNT:
        return 0
    return move.quantity if kind == RECEIPT else -move.quantity


def _demand(good: Good) -> tuple[float, float]:
    """Return mean and standard deviation of the demand per day over the last ninety days."""
    first = AS_OF - timedelta(days=DEMAND_DAYS - 1)
    daily = [good.issues.get(first + timedelta(days=number), 0) for number in range(DEMAND_DAYS)]
    mean = sum(daily) / DEMAND_DAYS
    return mean, math.sqrt(sum((quantity - mean) ** 2 for quantity in daily) / (DEMAND_DAYS - 1))


def lowest_reorder_point(good: Good) -> float:
    """Return what an item needs at least while it waits for a delivery."""
    mean, deviation = _demand(good)
    lead_time = int(str(good.row["lead_time"]))
    return mean * lead_time + 1.6 * deviation * math.sqrt(lead_time)


def highest_reorder_point(good: Good) -> float:
    """Return more than any service level in use asks for, or the minimum stock where that is higher."""
    mean, deviation = _demand(good)
    lead_time, lead_time_deviation = int(str(good.row["lead_time"] or 15)), int(str(good.row["lead_time_sd"] or 0))
    spread = math.sqrt(lead_time * deviation**2 + (mean * lead_time_deviation) ** 2)
    return max(mean * lead_time + _Z_HIGH * spread + 1, int(str(good.row["minimum"] or 0)))


def number_slips(slips: list[Slip]) -> None:
    """Give every voucher its number."""
    slips.sort(key=lambda slip: slip.date)
    counters: dict[str, int] = defaultdict(int)
    for slip in slips:
        series = SERIES[slip.kind]
        counters[series] += 1
        slip.number = f"{series}{counters[series]:04d}"
        slip.rows = list(_rows(slip))


def _rows(slip: Slip) -> Iterator[Row]:
    for number, move in enumerate(slip.moves, start=1):
        yield {
            "date": slip.date,
            "voucher": slip.number,
            "line": number,
            "type": slip.kind,
            "item": move.good.code,
            "warehouse": move.warehouse,
            "to_warehouse": move.to_warehouse or None,
            "quantity": move.quantity,
            "unit_price": move.good.cost if slip.kind == RECEIPT else None,
            "partner": slip.partner or None,
            "note": slip.note or None,
        }
