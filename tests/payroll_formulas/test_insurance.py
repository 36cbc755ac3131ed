from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rules.payroll.insurance import (
    employee_insurance,
    employer_contributions,
    insurance_is_due,
    unemployment_cap,
    union_dues,
)
from tests.payroll_formulas.laws import LAW_2025, LAW_2026_H1, LAW_2026_H2

UNCAPPED = replace(LAW_2026_H1, social_cap=None, unemployment_caps=None, union_dues_cap=None)


def test_social_and_unemployment_insurance_have_caps_of_their_own():
    insurance = employee_insurance(Decimal(120_000_000), LAW_2026_H2, region=3)
    assert insurance.bases.social.amount == 50_600_000
    assert insurance.bases.unemployment.amount == 82_800_000
    assert insurance.total.amount == 4_048_000 + 759_000 + 828_000


@pytest.mark.parametrize(("unpaid", "due"), [("13", True), ("13.5", True), ("14", False), ("26", False)])
def test_fourteen_unpaid_days_end_insurance_for_the_month(unpaid, due):
    assert insurance_is_due(Decimal(unpaid), LAW_2026_H1) is due
    insurance = employee_insurance(Decimal(10_000_000), LAW_2026_H1, unpaid_working_days=Decimal(unpaid))
    assert (insurance.total.amount > 0) is due
    employer = employer_contributions(Decimal(10_000_000), LAW_2026_H1, unpaid_working_days=Decimal(unpaid))
    assert (employer.union_fee.amount > 0) is due


def test_without_caps_the_whole_base_counts():
    insurance = employee_insurance(Decimal(200_000_000), UNCAPPED, region=4)
    assert insurance.total.amount == 21_000_000
    assert unemployment_cap(4, UNCAPPED) is None
    assert union_dues(Decimal(200_000_000), UNCAPPED).amount == 1_000_000


def test_the_employer_pays_by_the_capped_base_the_union_fee_too():
    employer = employer_contributions(Decimal(60_000_000), LAW_2026_H1)
    assert employer.social.amount == 7_956_000
    assert employer.accident.amount == 234_000
    assert employer.social_and_accident.amount == 8_190_000
    assert employer.health.amount == 1_404_000
    assert employer.unemployment.amount == 600_000
    assert employer.union_fee.amount == 936_000


def test_union_dues_stop_at_a_tenth_of_the_base_salary():
    assert union_dues(Decimal(30_000_000), LAW_2025).amount == 150_000
    assert union_dues(Decimal(60_000_000), LAW_2025).amount == 234_000
    assert unemployment_cap(1, LAW_2025) == 99_200_000


def test_every_contribution_tells_rate_law_and_base():
    line = employee_insurance(Decimal(20_000_000), LAW_2026_H1).health
    assert line.rate == Decimal("0.015")
    assert "BHYT" in line.law
    assert line.children[0].name == "social_base"
