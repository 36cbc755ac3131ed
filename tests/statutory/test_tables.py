from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from rules.statutory import (
    OvertimeLaw,
    OvertimeTax,
    PayrollLaw,
    TaxScaleOption,
    UnknownCountryError,
    UnknownPeriodError,
    law_digest,
    law_tables,
    overtime_law,
    payroll_law,
)
from rules.statutory.loading import parse_tables

NUMBER = """
[rate]
kind = "number"
title_vi = "Tỷ lệ"
title_en = "Rate"
unit = "fraction"
"""
ROW = """
[[rate.rows]]
from = {start}
source = "A law with its article"
value = {value}
"""


def rate_table(*rows):
    return parse_tables([NUMBER + "".join(ROW.format(start=start, value=value) for start, value in rows)])


@pytest.mark.parametrize(
    ("day", "base_salary", "personal", "meal"),
    [
        (date(2024, 7, 1), 2_340_000, 11_000_000, 730_000),
        (date(2025, 12, 31), 2_340_000, 11_000_000, 730_000),
        (date(2026, 1, 1), 2_340_000, 15_500_000, 730_000),
        (date(2026, 6, 30), 2_340_000, 15_500_000, 730_000),
        (date(2026, 7, 1), 2_530_000, 15_500_000, 1_200_000),
        (date(2026, 12, 31), 2_530_000, 15_500_000, 1_200_000),
    ],
)
def test_the_figures_change_on_the_day_the_law_says(day, base_salary, personal, meal):
    law = payroll_law(day)
    assert (law.base_salary.value, law.personal_deduction.value, law.meal_exemption.value) == (
        base_salary,
        personal,
        meal,
    )


@pytest.mark.parametrize("day", [date(2024, 6, 30), date(2027, 1, 1), date(2030, 5, 5)])
def test_a_day_without_known_figures_refuses_and_names_the_table(day):
    unknown = payroll_law(day)
    assert isinstance(unknown, UnknownPeriodError)
    assert (unknown.table, unknown.day) == ("base_salary", day)
    assert str(unknown) == f"base_salary: no figure is known for {day}"


def test_every_day_from_july_2024_to_december_2026_has_all_figures():
    day = date(2024, 7, 1)
    while day <= date(2026, 12, 31):
        assert isinstance(payroll_law(day), PayrollLaw), day
        day += timedelta(days=1)


def test_no_wage_figure_reaches_into_2027():
    for table in (
        *law_tables("vn").scales.values(),
        *law_tables("vn").choices.values(),
        *(law_tables("vn").numbers[name] for name in ("base_salary", "personal_deduction", "meal_exemption")),
        *(law_tables("vn").numbers_by_name[name] for name in ("minimum_wage_monthly", "employee_insurance_rates")),
    ):
        with pytest.raises(UnknownPeriodError):
            table.on(date(2027, 1, 1))


def test_the_bridge_has_the_old_scale_with_the_new_deductions_and_ends_in_june():
    bridge = payroll_law(date(2026, 6, 30), tax_scale_option=TaxScaleOption.BRIDGE)
    assert bridge.tax_scale.value == payroll_law(date(2025, 12, 31)).tax_scale.value
    assert bridge.personal_deduction.value == 15_500_000
    after = payroll_law(date(2026, 7, 1), tax_scale_option=TaxScaleOption.BRIDGE)
    assert isinstance(after, UnknownPeriodError)
    assert after.table == "income_tax_scale_bridge"


def test_caps_follow_the_base_salary_and_the_regional_minimum_wage():
    law = payroll_law(date(2026, 7, 1))
    assert law.social_cap.value == 50_600_000
    assert law.social_cap.effective_from == date(2026, 7, 1)
    assert law.unemployment_caps.value == {
        "1": 106_200_000,
        "2": 94_600_000,
        "3": 82_800_000,
        "4": 74_000_000,
    }
    assert "161/2026" in law.social_cap.source
    assert "293/2025" in law.unemployment_caps.source
    assert law.union_dues_cap.value == 253_000


def test_overtime_pay_and_leave_pay_are_exempt_by_another_rule_from_2026_on():
    before, after = payroll_law(date(2025, 12, 31)), payroll_law(date(2026, 1, 1))
    assert (before.overtime_tax.value, before.leave_pay_exempt.value) == (OvertimeTax.EXCESS, False)
    assert (after.overtime_tax.value, after.leave_pay_exempt.value) == (OvertimeTax.WHOLE, True)


def test_overtime_figures_hold_without_end_but_not_before_the_labour_code():
    assert isinstance(overtime_law(date(2030, 1, 1)), OvertimeLaw)
    assert isinstance(overtime_law(date(2020, 12, 31)), UnknownPeriodError)


def test_every_figure_names_its_unit_and_source():
    tables = law_tables("vn")
    for kind in (tables.numbers, tables.numbers_by_name, tables.scales, tables.choices, tables.days):
        for name, table in kind.items():
            for row in table.rows:
                figure = table.on(row.from_)
                assert figure.unit, name
                assert len(figure.source) >= 10, name
                assert figure.effective_from == row.from_


def test_a_rate_is_the_decimal_that_was_written():
    assert law_tables("vn").numbers["union_dues_rate"].on(date(2026, 1, 1)).value == Decimal("0.005")


def test_the_digest_is_stable_and_hexadecimal():
    assert law_digest() == law_digest("vn")
    assert len(law_digest()) == 64


def test_a_country_without_tables_is_an_error_that_names_those_with():
    with pytest.raises(UnknownCountryError) as caught:
        law_tables("xx")
    assert caught.value.country == "xx"
    assert caught.value.known == ("vn",)


def test_a_gap_between_rows_refuses():
    table = rate_table(("2026-01-01\nuntil = 2026-01-31", 1), ("2026-03-01", 2)).numbers["rate"]
    assert table.on(date(2026, 1, 31)).value == 1
    assert table.on(date(2026, 3, 1)).value == 2
    with pytest.raises(UnknownPeriodError):
        table.on(date(2026, 2, 1))


@pytest.mark.parametrize(
    "rows",
    [
        [("2026-01-01", 1), ("2026-03-01", 2)],
        [("2026-01-01\nuntil = 2026-03-01", 1), ("2026-03-01", 2)],
        [("2026-03-01\nuntil = 2026-03-31", 1), ("2026-01-01", 2)],
        [("2026-03-01\nuntil = 2026-02-28", 1)],
        [("2026-03-01\nwhat = 1", 1)],
        [("2026-03-01", '"much"')],
    ],
)
def test_rows_that_overlap_or_end_too_early_or_hold_something_else_are_refused(rows):
    with pytest.raises(ValidationError):
        rate_table(*rows)


@pytest.mark.parametrize(
    "brackets", ["", "{above = 1, rate = 0.1}", "{above = 0, rate = 0.1}, {above = 0, rate = 0.2}"]
)
def test_a_scale_that_does_not_rise_from_zero_is_refused(brackets):
    head = NUMBER.replace("[rate]", "[scale]").replace('"number"', '"scale"')
    text = head + ROW.replace("rate.rows", "scale.rows").format(start="2026-01-01", value=f"[{brackets}]")
    with pytest.raises(ValidationError, match="rise from zero"):
        parse_tables([text])


def test_two_tables_of_one_name_are_refused():
    text = NUMBER + ROW.format(start="2026-01-01", value=1)
    with pytest.raises(ValueError, match="two statutory tables"):
        parse_tables([text, text])
