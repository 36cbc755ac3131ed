"""Compulsory insurance and union contributions of a month. Amounts in VND."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rules.core.money import round_money
from rules.core.trace import Traced, total
from rules.statutory.payroll import PayrollLaw
from rules.statutory.tables import Figure

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class InsuranceBases:
    """The bases after caps; both zero where no insurance is due for the month.

    Attributes:
        social: Base of social and health insurance, of accident insurance and the union fee.
        unemployment: Base of unemployment insurance.
    """

    social: Traced
    unemployment: Traced


@dataclass(frozen=True, slots=True)
class EmployeeInsurance:
    """The employee's part.

    Attributes:
        bases: What it is computed on.
        social: Social insurance.
        health: Health insurance.
        unemployment: Unemployment insurance.
        total: Their sum, or the total that was given instead.
    """

    bases: InsuranceBases
    social: Traced
    health: Traced
    unemployment: Traced
    total: Traced


@dataclass(frozen=True, slots=True)
class EmployerContributions:
    """The employer's part.

    Attributes:
        social: Sickness, maternity and pension.
        accident: Accident insurance.
        social_and_accident: Both in one item, as it is paid and booked.
        health: Health insurance.
        unemployment: Unemployment insurance.
        union_fee: Trade union fee.
    """

    social: Traced
    accident: Traced
    social_and_accident: Traced
    health: Traced
    unemployment: Traced
    union_fee: Traced


def insurance_is_due(unpaid_working_days: Decimal, law: PayrollLaw) -> bool:
    """Tell whether insurance is due for a month with so many unpaid working days (the 14-day rule)."""
    return unpaid_working_days < law.unpaid_days_limit.value


def unemployment_cap(region: int, law: PayrollLaw) -> Decimal | None:
    """Return the highest base of unemployment insurance in a region (1 to 4), VND a month; None without a cap."""
    return None if law.unemployment_caps is None else law.unemployment_caps.value[str(region)]


def insurance_bases(
    insurance_base: Decimal, law: PayrollLaw, *, region: int = 1, unpaid_working_days: Decimal = ZERO
) -> InsuranceBases:
    """Return the bases after caps.

    Args:
        insurance_base: Contract wage and insured allowances of a month, before caps.
        law: Figures of the period.
        region: Minimum-wage region of the workplace, 1 to 4.
        unpaid_working_days: Working days of the month without pay.
    """
    due = insurance_is_due(unpaid_working_days, law)
    base = insurance_base if due else ZERO
    inputs = (("insurance_base", insurance_base), ("unpaid_days", unpaid_working_days))
    caps = law.unemployment_caps
    regional = None if caps is None else Figure(caps.value[str(region)], caps.unit, caps.source, caps.effective_from)
    return InsuranceBases(
        _capped("social_base", base, law.social_cap, inputs),
        _capped("unemployment_base", base, regional, (*inputs, ("region", Decimal(region)))),
    )


def employee_insurance(
    insurance_base: Decimal, law: PayrollLaw, *, region: int = 1, unpaid_working_days: Decimal = ZERO
) -> EmployeeInsurance:
    """Return the employee's insurance of a month; arguments as in `insurance_bases`."""
    bases = insurance_bases(insurance_base, law, region=region, unpaid_working_days=unpaid_working_days)
    rates = law.employee_rates
    social = _share("social_insurance", bases.social, rates, rates.value["social"])
    health = _share("health_insurance", bases.social, rates, rates.value["health"])
    unemployment = _share("unemployment_insurance", bases.unemployment, rates, rates.value["unemployment"])
    return EmployeeInsurance(
        bases,
        social,
        health,
        unemployment,
        total("insurance", (social, health, unemployment), "tổng các khoản bảo hiểm", "sum of the insurances"),
    )


def employer_contributions(
    insurance_base: Decimal, law: PayrollLaw, *, region: int = 1, unpaid_working_days: Decimal = ZERO
) -> EmployerContributions:
    """Return the employer's contributions of a month; arguments as in `insurance_bases`."""
    bases = insurance_bases(insurance_base, law, region=region, unpaid_working_days=unpaid_working_days)
    rates = law.employer_rates
    both = rates.value["social"] + rates.value["accident"]
    return EmployerContributions(
        social=_share("employer_social", bases.social, rates, rates.value["social"]),
        accident=_share("employer_accident", bases.social, rates, rates.value["accident"]),
        social_and_accident=_share("employer_social_and_accident", bases.social, rates, both),
        health=_share("employer_health", bases.social, rates, rates.value["health"]),
        unemployment=_share("employer_unemployment", bases.unemployment, rates, rates.value["unemployment"]),
        union_fee=_share("employer_union_fee", bases.social, law.union_fee_rate, law.union_fee_rate.value),
    )


def union_dues(insurance_base: Decimal, law: PayrollLaw) -> Traced:
    """Return a union member's dues of a month; they are not deducted before tax.

    Args:
        insurance_base: Contract wage and insured allowances of a month, before caps.
        law: Figures of the period.
    """
    rate, cap = law.union_dues_rate, law.union_dues_cap
    uncapped = insurance_base * rate.value
    amount = uncapped if cap is None else min(uncapped, cap.value)
    inputs = [("insurance_base", insurance_base)]
    if cap is not None:
        inputs.append(("cap", cap.value))
    return Traced(
        "union_dues",
        round_money(amount),
        tuple(inputs),
        formula_vi="lương đóng bảo hiểm × tỷ lệ đoàn phí, không quá mức tối đa",
        formula_en="insurance base × rate of dues, up to the maximum",
        rate=rate.value,
        law=rate.source,
        effective_from=rate.effective_from,
    )


def _capped(name: str, base: Decimal, cap: Figure[Decimal] | None, inputs: tuple[tuple[str, Decimal], ...]) -> Traced:
    if cap is None:
        return Traced(name, base, inputs, formula_vi="lương đóng bảo hiểm", formula_en="insurance base")
    return Traced(
        name,
        min(base, cap.value),
        (*inputs, ("cap", cap.value)),
        formula_vi="lương đóng bảo hiểm, không quá mức trần; 0 nếu nghỉ không lương từ 14 ngày",
        formula_en="insurance base, up to the cap; 0 from 14 unpaid days on",
        law=cap.source,
        effective_from=cap.effective_from,
    )


def _share(name: str, base: Traced, rates: Figure[object], rate: Decimal) -> Traced:
    return Traced(
        name,
        round_money(base.amount * rate),
        ((base.name, base.amount),),
        formula_vi="mức lương đóng × tỷ lệ",
        formula_en="capped base × rate",
        rate=rate,
        law=rates.source,
        effective_from=rates.effective_from,
        children=(base,),
    )
