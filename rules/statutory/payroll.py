"""What payroll needs of the law on one day, gathered in one value, so that formulas take figures and no dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from rules.statutory.loading import law_tables
from rules.statutory.tables import Bracket, Figure, LawTables, UnknownPeriodError


class TaxScaleOption(StrEnum):
    """Which scale an employer withholds by.

    ``BRIDGE`` is the old scale with the new deductions, as withheld in the first half of 2026 and settled in the
    finalisation of the year.
    """

    LAW = "law"
    BRIDGE = "bridge"


class OvertimeTax(StrEnum):
    """Which part of overtime pay is not taxed: what exceeds the normal wage, or all of it within the legal hours."""

    EXCESS = "excess"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class OvertimeLaw:
    """Figures on working time, overtime and night work.

    Attributes:
        normal_hours: Hours of a ``day`` and a ``week``.
        night_hours: Hours of the clock ``from`` and ``until`` which work is night work.
        multipliers: Times the normal hourly wage in day hours, by ``weekday``, ``rest_day``, ``holiday``.
        night_premium: Fraction of the normal hourly wage added for work at night.
        night_addition: Fraction of the day's hourly wage added further for overtime at night.
        limits: Limits in hours: ``day_total``, ``month``, ``year``, ``year_extended``; ``day_share`` is a fraction.
    """

    normal_hours: Figure[Mapping[str, Decimal]]
    night_hours: Figure[Mapping[str, Decimal]]
    multipliers: Figure[Mapping[str, Decimal]]
    night_premium: Figure[Decimal]
    night_addition: Figure[Decimal]
    limits: Figure[Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class PayrollLaw:
    """The figures of one day. Amounts in VND a month and rates as fractions, unless said otherwise.

    Attributes:
        tax_scale: Progressive scale of the month.
        personal_deduction: Deduction for the taxpayer.
        dependant_deduction: Deduction for each dependant.
        employee_rates: ``social``, ``health``, ``unemployment``.
        employer_rates: ``social`` (without accident), ``accident``, ``health``, ``unemployment``.
        social_cap: Highest base of social and health insurance; None: no cap.
        unemployment_caps: Highest base of unemployment insurance by region ``"1"`` to ``"4"``; None: no cap.
        unpaid_days_limit: Unpaid working days in a month from which on no insurance is due.
        union_fee_rate: Employer's fee on the capped social insurance base.
        union_dues_rate: Member's dues on the insurance base.
        union_dues_cap: Highest dues; None: no cap.
        base_salary: Base salary of the public sector, the reference level of social insurance.
        minimum_wage_monthly: By region.
        minimum_wage_hourly: By region, VND an hour.
        meal_exemption: Cash meal allowance that is not taxed.
        overtime_tax: Which part of overtime pay is not taxed, as an `OvertimeTax`.
        leave_pay_exempt: Whether pay for unused leave is not taxed.
        flat_rate: Rate withheld from residents without a contract of ``flat_contract_months``.
        flat_threshold: Payment from which on it is withheld, VND a payment.
        flat_contract_months: Length of contract from which on the scale applies instead, months.
        non_resident_rate: Rate withheld from any payment to a non-resident.
        overtime: Figures on overtime and night work.
    """

    tax_scale: Figure[tuple[Bracket, ...]]
    personal_deduction: Figure[Decimal]
    dependant_deduction: Figure[Decimal]
    employee_rates: Figure[Mapping[str, Decimal]]
    employer_rates: Figure[Mapping[str, Decimal]]
    social_cap: Figure[Decimal] | None
    unemployment_caps: Figure[Mapping[str, Decimal]] | None
    unpaid_days_limit: Figure[Decimal]
    union_fee_rate: Figure[Decimal]
    union_dues_rate: Figure[Decimal]
    union_dues_cap: Figure[Decimal] | None
    base_salary: Figure[Decimal]
    minimum_wage_monthly: Figure[Mapping[str, Decimal]]
    minimum_wage_hourly: Figure[Mapping[str, Decimal]]
    meal_exemption: Figure[Decimal]
    overtime_tax: Figure[OvertimeTax]
    leave_pay_exempt: Figure[bool]
    flat_rate: Figure[Decimal]
    flat_threshold: Figure[Decimal]
    flat_contract_months: Figure[Decimal]
    non_resident_rate: Figure[Decimal]
    overtime: OvertimeLaw


@lru_cache(maxsize=512)
def payroll_law(
    day: date, country: str = "vn", tax_scale_option: TaxScaleOption = TaxScaleOption.LAW
) -> PayrollLaw | UnknownPeriodError:
    """Return the figures that hold on a day, or the error that says which table does not know it.

    Args:
        day: A day of the pay period.
        country: ISO 3166 code in lower case.
        tax_scale_option: The law's scale, or the bridge of the first half of 2026.

    Raises:
        UnknownCountryError: No tables ship for the country.
    """
    try:
        return _payroll_law(law_tables(country), day, tax_scale_option)
    except UnknownPeriodError as unknown:
        return unknown


@lru_cache(maxsize=512)
def overtime_law(day: date, country: str = "vn") -> OvertimeLaw | UnknownPeriodError:
    """Return the figures on overtime and night work of a day, or the error that says which table does not know it.

    Raises:
        UnknownCountryError: No tables ship for the country.
    """
    try:
        return _overtime_law(law_tables(country), day)
    except UnknownPeriodError as unknown:
        return unknown


def _payroll_law(tables: LawTables, day: date, tax_scale_option: TaxScaleOption) -> PayrollLaw:
    numbers, by_name = tables.numbers, tables.numbers_by_name
    scale = "income_tax_scale" if tax_scale_option is TaxScaleOption.LAW else "income_tax_scale_bridge"
    base_salary = numbers["base_salary"].on(day)
    minimum_wage = by_name["minimum_wage_monthly"].on(day)
    cap_multiple = numbers["insurance_cap_multiple"].on(day)
    dues_cap_share = numbers["union_dues_cap_share"].on(day)
    overtime_tax = tables.choices["overtime_tax"].on(day)
    leave_pay_tax = tables.choices["leave_pay_tax"].on(day)
    return PayrollLaw(
        tax_scale=tables.scales[scale].on(day),
        personal_deduction=numbers["personal_deduction"].on(day),
        dependant_deduction=numbers["dependant_deduction"].on(day),
        employee_rates=by_name["employee_insurance_rates"].on(day),
        employer_rates=by_name["employer_insurance_rates"].on(day),
        social_cap=_product(cap_multiple, base_salary),
        unemployment_caps=Figure(
            {region: wage * cap_multiple.value for region, wage in minimum_wage.value.items()},
            minimum_wage.unit,
            f"{cap_multiple.source}; {minimum_wage.source}",
            max(cap_multiple.effective_from, minimum_wage.effective_from),
        ),
        unpaid_days_limit=numbers["unpaid_days_without_insurance"].on(day),
        union_fee_rate=numbers["union_fee_rate"].on(day),
        union_dues_rate=numbers["union_dues_rate"].on(day),
        union_dues_cap=_product(dues_cap_share, base_salary),
        base_salary=base_salary,
        minimum_wage_monthly=minimum_wage,
        minimum_wage_hourly=by_name["minimum_wage_hourly"].on(day),
        meal_exemption=numbers["meal_exemption"].on(day),
        overtime_tax=Figure(
            OvertimeTax(overtime_tax.value), overtime_tax.unit, overtime_tax.source, overtime_tax.effective_from
        ),
        leave_pay_exempt=Figure(
            leave_pay_tax.value == "exempt", leave_pay_tax.unit, leave_pay_tax.source, leave_pay_tax.effective_from
        ),
        flat_rate=numbers["flat_withholding_rate"].on(day),
        flat_threshold=numbers["flat_withholding_threshold"].on(day),
        flat_contract_months=numbers["flat_withholding_contract_months"].on(day),
        non_resident_rate=numbers["non_resident_rate"].on(day),
        overtime=_overtime_law(tables, day),
    )


def _overtime_law(tables: LawTables, day: date) -> OvertimeLaw:
    numbers, by_name = tables.numbers, tables.numbers_by_name
    return OvertimeLaw(
        normal_hours=by_name["normal_hours"].on(day),
        night_hours=by_name["night_hours"].on(day),
        multipliers=by_name["overtime_multipliers"].on(day),
        night_premium=numbers["night_premium"].on(day),
        night_addition=numbers["night_overtime_addition"].on(day),
        limits=by_name["overtime_limits"].on(day),
    )


def _product(factor: Figure[Decimal], amount: Figure[Decimal]) -> Figure[Decimal]:
    """Return a figure that law defines as a multiple of another one, with both sources."""
    return Figure(
        factor.value * amount.value,
        amount.unit,
        f"{factor.source}; {amount.source}",
        max(factor.effective_from, amount.effective_from),
    )
