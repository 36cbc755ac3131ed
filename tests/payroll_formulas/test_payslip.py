from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.trace import walk
from rules.payroll.gross_net import contract_month, net_of, net_to_gross
from rules.payroll.income_tax import flat_withholding
from rules.payroll.line_titles import LINE_TITLES, line_title
from rules.payroll.overtime import DayKind, Overtime
from rules.payroll.pay import UnusedLeave, WagePart, daily_rate, hourly_rate
from rules.payroll.payslip import (
    Allowance,
    AllowanceKind,
    OvertimeItem,
    PayslipInputs,
    Taken,
    WageItem,
    payslip,
)
from tests.payroll_formulas.laws import LAW_2025, LAW_2026_H1, LAW_2026_H2

MILLION = Decimal(1_000_000)


def month(**more):
    wage = 22 * MILLION
    facts = {
        "insurance_base": wage,
        "standard_days": Decimal(22),
        "wages": (WageItem("wage", (WagePart(wage, Decimal(22)),)),),
        "overtime_monthly": wage,
    }
    return PayslipInputs(**(facts | more))


FULL = month(
    overtime=(
        OvertimeItem("overtime", (Overtime(DayKind.WEEKDAY, Decimal(30)), Overtime(DayKind.HOLIDAY, Decimal(8)))),
        OvertimeItem("night_overtime", (Overtime(DayKind.WEEKDAY, Decimal(6), night=True),)),
    ),
    night_hours=Decimal(16),
    allowances=(
        Allowance("phone", MILLION / 2),
        Allowance("transport", MILLION / 2, AllowanceKind.EXEMPT),
        Allowance("meal", MILLION, AllowanceKind.MEAL),
        Allowance("adjustment", Decimal(-300_000)),
    ),
    unused_leave=UnusedLeave(21 * MILLION, Decimal(2), Decimal(21)),
    dependants=1,
    union_member=True,
    taken=(Taken("advance", 5 * MILLION),),
)


def test_a_month_with_everything_adds_up():
    slip = payslip(FULL, LAW_2026_H2)
    # hour 125,000: 30 h x 1.5 + 8 h x 3; 6 h x 2.0; night 16 h x 0.3
    assert slip.earned("overtime") == 5_625_000 + 3_000_000
    assert slip.earned("night_overtime") == 1_500_000
    assert slip.earned("night_premium") == 600_000
    assert slip.earned("leave_pay") == 2_000_000
    assert slip.total_income.amount == 22_000_000 + 8_625_000 + 1_500_000 + 600_000 + 2_000_000 + 1_700_000
    # 38 h are within the 40 of the month, then 2 of the 6 night hours
    assert slip.exempt.amount == 8_625_000 + 500_000 + 600_000 + 2_000_000 + 500_000 + 1_000_000
    assert slip.taxable.amount == slip.taxable_income.amount - 2_310_000 - 21_700_000 + max(
        0, 24_010_000 - slip.taxable_income.amount
    )
    assert slip.union_dues.amount == 110_000
    assert slip.net.amount == slip.total_income.amount - slip.total_deductions.amount
    assert slip.total_deductions.amount == 2_310_000 + 110_000 + slip.income_tax.amount + 5_000_000


def test_until_2025_only_the_excess_of_overtime_is_exempt_and_leave_pay_is_taxed():
    slip = payslip(FULL, LAW_2025)
    exempt = {line.name: line.amount for line in slip.exempt.children}
    assert exempt == {
        "exempt:overtime": 30 * 62_500 + 8 * 250_000,
        "exempt:night_overtime": 2 * 125_000,
        "exempt:night_premium": 600_000,
        "exempt:transport": 500_000,
        "exempt:meal": 730_000,
    }


def test_hours_left_of_the_year_may_be_fewer_than_those_of_the_month():
    slip = payslip(month(overtime=FULL.overtime, hours_within_limit=Decimal(10)), LAW_2026_H2)
    assert slip.exempt.amount == 10 * 187_500


def test_fourteen_unpaid_days_leave_the_base_at_zero():
    slip = payslip(month(unpaid_working_days=Decimal(14)), LAW_2026_H1)
    assert slip.insurance_base.amount == 0
    assert slip.insurance.total.amount == 0
    assert slip.employer_cost.amount == slip.total_income.amount


def test_insurance_that_was_given_replaces_the_computed_total():
    slip = payslip(month(insurance_given=MILLION), LAW_2026_H1)
    assert slip.insurance.total.amount == MILLION
    assert slip.net.amount == 22 * MILLION - MILLION - slip.income_tax.amount


def test_net_pay_may_be_negative_and_is_not_hidden():
    assert payslip(month(taken=(Taken("advance", 30 * MILLION),)), LAW_2026_H1).net.amount < 0


wages = st.integers(3_000_000, 200_000_000).map(Decimal)


@given(wage=wages, paid=st.integers(0, 27), hours=st.integers(0, 60), dependants=st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_totals_are_sums_of_whole_lines(wage, paid, hours, dependants):
    slip = payslip(
        PayslipInputs(
            insurance_base=wage,
            standard_days=Decimal(26),
            wages=(WageItem("wage", (WagePart(wage, Decimal(paid)),)),),
            overtime_monthly=wage,
            overtime=(OvertimeItem("overtime", (Overtime(DayKind.WEEKDAY, Decimal(hours)),)),),
            dependants=dependants,
        ),
        LAW_2026_H2,
    )
    assert slip.total_income.amount == sum(earning.line.amount for earning in slip.earnings)
    assert slip.net.amount == (
        slip.total_income.amount - slip.insurance.total.amount - slip.income_tax.amount - slip.union_dues.amount
    )
    for line in (slip.net, slip.total_income, slip.income_tax, slip.insurance.total, slip.employer_cost, slip.exempt):
        assert line.amount == line.amount.to_integral_value()
    assert all(0 <= earning.exempt <= earning.line.amount for earning in slip.earnings)


def test_every_line_and_input_of_a_payslip_has_a_title():
    slip = payslip(FULL, LAW_2026_H2)
    extra = payslip(contract_month(MILLION), LAW_2026_H2)
    flat = flat_withholding(MILLION, LAW_2026_H2)
    tops = (slip.net, slip.taxable_income, slip.taxable, slip.employer_cost, slip.deductions, slip.insurance_base)
    tops += (extra.net, extra.income_tax, flat.net, slip.employer.social, slip.employer.accident)
    named_by_the_sheet = {"wage", "overtime", "night_overtime", "phone", "transport", "meal", "adjustment", "advance"}
    for top in tops:
        for line in walk(top):
            for name in (line.name.removeprefix("exempt:"), *(name for name, _ in line.inputs)):
                assert name in LINE_TITLES or name in named_by_the_sheet, name


def test_the_exempt_part_of_a_line_is_titled_after_it():
    assert line_title("net").vi == "Thực lĩnh"
    assert line_title("exempt:leave_pay").en == "Exempt: Unused leave"
    assert line_title("exempt:phone").vi == "Không chịu thuế: phone"


def test_an_amount_leads_down_to_rate_and_law():
    slip = payslip(FULL, LAW_2026_H2)
    found = {line.name: line for line in walk(slip.net)}
    assert found["social_insurance"].rate == Decimal("0.08")
    assert "41/2024" in found["social_insurance"].law
    assert found["night_overtime"].rate == 2
    assert dict(found["social_base"].inputs)["cap"] == 50_600_000


@given(gross=st.integers(0, 3_000).map(lambda count: Decimal(count) * 100_000), dependants=st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_the_gross_of_a_net_gives_that_net(gross, dependants):
    net = net_of(gross, LAW_2026_H2, region=2, dependants=dependants)
    found = net_to_gross(net, LAW_2026_H2, region=2, dependants=dependants)
    assert found == gross


def test_of_several_amounts_that_give_one_net_the_roundest_is_the_contract():
    both = [gross for gross in range(45_000_090, 45_000_110) if net_of(Decimal(gross), LAW_2026_H2) == 38_297_580]
    assert both == [45_000_099, 45_000_100]
    assert net_to_gross(Decimal(38_297_580), LAW_2026_H2) == 45_000_100


@pytest.mark.parametrize(("net", "gross"), [(0, 0), (-5, None), (Decimal("0.5"), None)])
def test_a_net_that_no_gross_gives_has_none(net, gross):
    assert net_to_gross(Decimal(net), LAW_2026_H1) == gross


def test_rates_of_a_day_and_an_hour_are_not_rounded():
    assert daily_rate(Decimal(10), Decimal(4)) == Decimal("2.5")
    assert hourly_rate(Decimal(10), Decimal(4), Decimal(8)) == Decimal("0.3125")
