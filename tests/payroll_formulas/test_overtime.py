from __future__ import annotations

from decimal import Decimal

import pytest

from rules.payroll.overtime import (
    DayKind,
    Overtime,
    exempt_overtime_wage,
    night_premium,
    overtime_multiplier,
    overtime_pay,
    overtime_with_exemption,
)
from rules.statutory import OvertimeTax
from tests.payroll_formulas.laws import LAW_2026_H1

LAW = LAW_2026_H1.overtime
HOUR = Decimal(100_000)


@pytest.mark.parametrize(
    ("kind", "night", "after", "multiplier"),
    [
        ("weekday", False, False, "1.5"),
        ("weekday", True, False, "2.0"),
        ("weekday", True, True, "2.1"),
        ("rest_day", False, False, "2"),
        ("rest_day", True, False, "2.7"),
        ("rest_day", True, True, "2.7"),
        ("holiday", False, False, "3"),
        ("holiday", True, False, "3.9"),
    ],
)
def test_each_kind_of_overtime_has_its_rate(kind, night, after, multiplier):
    assert overtime_multiplier(DayKind(kind), LAW, night=night, after_day_overtime=after) == Decimal(multiplier)


def test_a_line_of_several_kinds_is_rounded_once():
    worked = [Overtime(DayKind.WEEKDAY, Decimal("0.5")), Overtime(DayKind.HOLIDAY, Decimal("0.5"), night=True)]
    line = overtime_pay("overtime", Decimal("1.1"), worked, LAW)
    assert line.amount == 3  # 0.825 + 2.145
    assert line.rate is None


def test_a_day_that_is_already_paid_adds_only_the_rest():
    sunday = Overtime(DayKind.REST_DAY, Decimal(8), already_paid=Decimal(1))
    assert overtime_pay("sunday", HOUR, [sunday], LAW).amount == 800_000


@pytest.mark.parametrize(
    ("taxed_as", "within", "exempt"),
    [
        (OvertimeTax.WHOLE, 40, 1_500_000),
        (OvertimeTax.WHOLE, 4, 600_000),
        (OvertimeTax.WHOLE, -3, 0),
        (OvertimeTax.EXCESS, 40, 500_000),
        (OvertimeTax.EXCESS, 4, 200_000),
    ],
)
def test_hours_over_the_limit_are_paid_but_taxed(taxed_as, within, exempt):
    paid = overtime_with_exemption(
        "overtime", HOUR, [Overtime(DayKind.WEEKDAY, Decimal(10))], LAW, taxed_as, Decimal(within)
    )
    assert paid.line.amount == 1_500_000
    assert paid.exempt == exempt
    assert paid.hours == 10


def test_where_the_normal_wage_is_paid_elsewhere_the_rest_is_all_excess():
    sunday = Overtime(DayKind.REST_DAY, Decimal(8), already_paid=Decimal(1))
    paid = overtime_with_exemption("sunday", HOUR, [sunday], LAW, OvertimeTax.EXCESS, Decimal(40))
    assert paid.exempt == paid.line.amount == 800_000


def test_the_exempt_part_of_an_hour_is_the_excess_or_all_of_it():
    assert exempt_overtime_wage(Decimal(40), Decimal(60), OvertimeTax.EXCESS) == 20
    assert exempt_overtime_wage(Decimal(40), Decimal(30), OvertimeTax.EXCESS) == 0
    assert exempt_overtime_wage(Decimal(40), Decimal(60), OvertimeTax.WHOLE) == 60


def test_the_night_premium_is_three_tenths_of_the_hour():
    assert night_premium(Decimal(33_333), Decimal(1), LAW).amount == 10_000
