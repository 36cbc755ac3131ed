"""Pay for days and hours: proration, daily and hourly rates, unused leave. Amounts in VND unless said otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rules.core.money import round_money
from rules.core.trace import Traced


@dataclass(frozen=True, slots=True)
class WagePart:
    """A monthly wage that is paid for some days of the month.

    Attributes:
        monthly: The wage of a full month, VND.
        days: Days paid at this wage; more than the standard days pays more than a month.
        name: Name of the wage among the inputs of its line.
    """

    monthly: Decimal
    days: Decimal
    name: str = "monthly_wage"


def prorated(monthly: Decimal, paid_days: Decimal, standard_days: Decimal) -> Decimal:
    """Return the unrounded pay for ``paid_days`` of a month with ``standard_days`` normal working days.

    More paid than standard days pays more; there is no cap.
    """
    return monthly * paid_days / standard_days


def wage_line(name: str, parts: Iterable[WagePart], standard_days: Decimal) -> Traced:
    """Return one line of wages: the sum of its parts by days, rounded once."""
    parts = tuple(parts)
    amount = sum((prorated(part.monthly, part.days, standard_days) for part in parts), Decimal(0))
    inputs: list[tuple[str, Decimal]] = [("standard_days", standard_days)]
    if len({part.days for part in parts}) == 1:
        inputs += [("paid_days", parts[0].days), *((part.name, part.monthly) for part in parts)]
    else:
        for part in parts:
            inputs += [(part.name, part.monthly), ("paid_days", part.days)]
    return Traced(
        name,
        round_money(amount),
        tuple(inputs),
        formula_vi="lương tháng × ngày hưởng lương ÷ ngày công chuẩn",
        formula_en="monthly wage × paid days ÷ standard days",
    )


def daily_rate(monthly: Decimal, standard_days: Decimal) -> Decimal:
    """Return the unrounded wage of a day: monthly wage ÷ normal working days (Decree 145/2020 art. 54)."""
    return monthly / standard_days


def hourly_rate(monthly: Decimal, standard_days: Decimal, hours_per_day: Decimal) -> Decimal:
    """Return the unrounded wage of an hour, from the unrounded daily rate."""
    return monthly / (standard_days * hours_per_day)


@dataclass(frozen=True, slots=True)
class UnusedLeave:
    """Leave paid out when the contract ends.

    Attributes:
        monthly: Contract wage of the month before, VND.
        days: Days of leave not taken.
        standard_days: Normal working days of the month before.
    """

    monthly: Decimal
    days: Decimal
    standard_days: Decimal


def leave_pay(leave: UnusedLeave) -> Traced:
    """Return the pay for unused leave: wage of the month before ÷ its normal days × days (Decree 145/2020 art. 67)."""
    return Traced(
        "leave_pay",
        round_money(prorated(leave.monthly, leave.days, leave.standard_days)),
        (("monthly_wage", leave.monthly), ("leave_days", leave.days), ("standard_days", leave.standard_days)),
        formula_vi="lương tháng trước ÷ ngày công chuẩn tháng trước × ngày phép chưa nghỉ",
        formula_en="last month's wage ÷ its standard days × unused leave days",
        law="Nghị định 145/2020/NĐ-CP, điều 67",
    )
