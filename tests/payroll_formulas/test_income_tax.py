from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.payroll.income_tax import (
    annual_tax,
    exempt_meal,
    family_deductions,
    flat_withholding,
    income_tax,
    progressive_tax,
    taxable_income,
)
from tests.payroll_formulas.laws import LAW_2025, LAW_2026_H1, LAW_2026_H2

amounts = st.integers(0, 10**10).map(Decimal)


@pytest.mark.parametrize(
    ("law", "taxable", "quick"),
    [
        (LAW_2025, 4_000_000, ("0.05", 0)),
        (LAW_2025, 9_000_000, ("0.10", 250_000)),
        (LAW_2025, 15_000_000, ("0.15", 750_000)),
        (LAW_2025, 30_000_000, ("0.20", 1_650_000)),
        (LAW_2025, 50_000_000, ("0.25", 3_250_000)),
        (LAW_2025, 70_000_000, ("0.30", 5_850_000)),
        (LAW_2025, 90_000_000, ("0.35", 9_850_000)),
        (LAW_2026_H1, 9_000_000, ("0.05", 0)),
        (LAW_2026_H1, 29_000_000, ("0.10", 500_000)),
        (LAW_2026_H1, 59_000_000, ("0.20", 3_500_000)),
        (LAW_2026_H1, 99_000_000, ("0.30", 9_500_000)),
        (LAW_2026_H1, 199_000_000, ("0.35", 14_500_000)),
    ],
)
def test_the_scale_agrees_with_its_quick_deductions(law, taxable, quick):
    rate, deduction = quick
    assert progressive_tax(Decimal(taxable), law.tax_scale.value) == taxable * Decimal(rate) - deduction


@given(amounts, amounts)
def test_more_income_is_never_taxed_less_and_never_by_more_than_the_highest_rate(one, other):
    less, more = sorted((one, other))
    growth = income_tax(more, LAW_2026_H2).amount - income_tax(less, LAW_2026_H2).amount
    assert 0 <= growth <= (more - less) * Decimal("0.35") + 1


@given(amounts)
def test_the_tax_is_the_sum_of_its_brackets(taxable):
    tax = income_tax(taxable, LAW_2025)
    assert abs(sum(bracket.amount for bracket in tax.children) - tax.amount) <= Decimal("0.5")
    assert sum(dict(bracket.inputs)["income_in_bracket"] for bracket in tax.children) == taxable


@given(amounts)
def test_twelve_equal_months_are_taxed_as_the_year(taxable):
    scale = LAW_2026_H1.tax_scale.value
    assert progressive_tax(taxable * 12, scale, months=12) == 12 * progressive_tax(taxable, scale)


@pytest.mark.parametrize("taxable", [0, -1])
def test_no_income_is_not_taxed(taxable):
    assert income_tax(Decimal(taxable), LAW_2026_H1).amount == 0


def test_deductions_are_for_the_taxpayer_and_each_dependant():
    deductions = family_deductions(2, LAW_2026_H1)
    assert deductions.amount == 27_900_000
    assert [line.amount for line in deductions.children] == [15_500_000, 12_400_000]


def test_the_taxable_income_is_not_below_zero():
    assert taxable_income(Decimal(10), Decimal(3), Decimal(2)).amount == 5
    assert taxable_income(Decimal(10), Decimal(3), Decimal(20)).amount == 0


def test_a_meal_in_cash_is_exempt_up_to_the_limit_of_the_month():
    assert exempt_meal(Decimal(700_000), LAW_2026_H1).amount == 700_000
    assert exempt_meal(Decimal(900_000), LAW_2026_H1).amount == 730_000
    assert exempt_meal(Decimal(900_000), LAW_2026_H2).amount == 900_000


def test_the_year_has_twelve_deductions():
    year = annual_tax(Decimal(400_000_000), Decimal(20_000_000), 1, LAW_2026_H2)
    assert year.taxable.amount == 400_000_000 - 20_000_000 - 12 * 21_700_000
    assert year.tax.amount == 5_980_000


@pytest.mark.parametrize(
    ("facts", "tax"),
    [
        ({}, 500_000),
        ({"contract_months": 2}, 500_000),
        ({"contract_months": 3}, 0),
        ({"commitment": True}, 0),
        ({"resident": False}, 1_000_000),
        ({"resident": False, "commitment": True, "contract_months": 24}, 1_000_000),
    ],
)
def test_a_single_payment_is_taxed_by_who_receives_it(facts, tax):
    withheld = flat_withholding(Decimal(5_000_000), LAW_2026_H2, **facts)
    assert withheld.tax.amount == tax
    assert withheld.net.amount == 5_000_000 - tax


def test_a_single_payment_below_the_threshold_is_not_taxed():
    assert flat_withholding(Decimal(4_999_999), LAW_2026_H2).tax.amount == 0
    assert flat_withholding(Decimal(1_999_999), LAW_2025).tax.amount == 0
    assert flat_withholding(Decimal(2_000_000), LAW_2025).tax.amount == 200_000


def test_a_scale_of_one_bracket_has_no_upper_end():
    flat = replace(LAW_2026_H1.tax_scale, value=LAW_2026_H1.tax_scale.value[:1])
    assert income_tax(Decimal(10**9), replace(LAW_2026_H1, tax_scale=flat)).amount == 50_000_000
