"""Calls the product's payroll functions with the inputs of a published case."""

from __future__ import annotations

from decimal import Decimal

from rules.core.money import round_money
from rules.payroll.gross_net import contract_month, net_to_gross
from rules.payroll.income_tax import annual_tax, exempt_meal, flat_withholding, income_tax
from rules.payroll.insurance import employee_insurance, unemployment_cap, union_dues
from rules.payroll.overtime import (
    DayKind,
    Overtime,
    exempt_overtime_wage,
    night_premium,
    overtime_multiplier,
    overtime_pay,
)
from rules.payroll.pay import WagePart, daily_rate, hourly_rate, wage_line
from rules.payroll.payslip import payslip
from rules.payroll.working_days import WorkingWeek, standard_working_days
from tests.published.cases import Case, CaseFormatError
from tests.published.inputs import Inputs
from tests.published.payslip_forms import full_payslip
from tests.published.regimes import law_of, overtime_law_of

HOURS_OF_A_DAY = Decimal(8)
ONLY_PARAMETRIC = {"rates", "personal", "dependent", "brackets"}


def pit_on_taxable(case: Case) -> dict:
    return {"pit": income_tax(Inputs(case).number("taxable_income"), law_of(case)).amount}


def employee_insurance_of(case: Case) -> dict:
    inputs = Inputs(case)
    insurance = employee_insurance(
        inputs.number("insurance_base"),
        law_of(case),
        region=inputs.count("region", 1),
        unpaid_working_days=inputs.number("unpaid_working_days", Decimal(0)),
    )
    return {
        "base_si": insurance.bases.social.amount,
        "base_ui": insurance.bases.unemployment.amount,
        "si": insurance.social.amount,
        "hi": insurance.health.amount,
        "ui": insurance.unemployment.amount,
        "total": insurance.total.amount,
    }


def ui_cap(case: Case) -> dict:
    return {"ui_cap": unemployment_cap(Inputs(case).count("region", 1), law_of(case))}


def union_dues_employee(case: Case) -> dict:
    return {"union_dues": union_dues(Inputs(case).number("insurance_base"), law_of(case)).amount}


def min_wage(case: Case) -> dict:
    law, region = law_of(case), str(Inputs(case).count("region", 1))
    return {"monthly": law.minimum_wage_monthly.value[region], "hourly": law.minimum_wage_hourly.value[region]}


def meal_exemption(case: Case) -> dict:
    return {"exempt": exempt_meal(Inputs(case).number("meal_allowance_cash"), law_of(case)).amount}


def gross_to_net(case: Case) -> dict:
    inputs = Inputs(case)
    if case.regime != "PARAMETRIC":
        inputs.only(set(case.inputs) - ONLY_PARAMETRIC, f"regime {case.regime}")
    zero = Decimal(0)
    month = contract_month(
        inputs.number("gross"),
        insurance_base=inputs.number("insurance_base", None),
        region=inputs.count("region", 1),
        dependants=inputs.count("dependents", 0),
        union_member=inputs.flag("union_member", False),
        exempt_income=inputs.number("exempt_income", zero),
        taxable_allowance=inputs.number("taxable_allowance_not_insured", zero),
        exempt_overtime=inputs.number("exempt_overtime", zero),
        insurance_given=inputs.number("insurance_total_given", None),
    )
    slip = payslip(month, law_of(case))
    employer = slip.employer
    on_top = (employer.social, employer.accident, employer.health, employer.unemployment)
    return {
        "gross": slip.earned("gross_taxed", "gross_exempt"),
        "si": slip.insurance.social.amount,
        "hi": slip.insurance.health.amount,
        "ui": slip.insurance.unemployment.amount,
        "insurance": slip.insurance.total.amount,
        "assessable": slip.taxable_income.amount,
        "taxable": slip.taxable.amount,
        "pit": slip.income_tax.amount,
        "union_dues": slip.union_dues.amount,
        "net": slip.net.amount,
        "employer_si": employer.social.amount,
        "employer_accident": employer.accident.amount,
        "employer_hi": employer.health.amount,
        "employer_ui": employer.unemployment.amount,
        "employer_total_cost": slip.total_income.amount + sum(line.amount for line in on_top),
    }


def net_to_gross_of(case: Case) -> dict:
    inputs = Inputs(case)
    gross = net_to_gross(
        inputs.number("net"),
        law_of(case),
        region=inputs.count("region", 1),
        dependants=inputs.count("dependents", 0),
    )
    return {} if gross is None else {"gross": gross}


def annual_finalisation(case: Case) -> dict:
    inputs = Inputs(case)
    tax = annual_tax(
        inputs.number("annual_income"),
        inputs.number("annual_insurance"),
        inputs.count("dependents", 0),
        law_of(case),
    )
    return {"taxable": tax.taxable.amount, "pit": tax.tax.amount}


def withholding_flat(case: Case) -> dict:
    inputs = Inputs(case)
    resident = inputs.flag("resident", True)
    withheld = flat_withholding(
        inputs.number("payment"),
        law_of(case),
        contract_months=inputs.count("contract_months", 0),
        resident=resident,
        commitment=inputs.flag("commitment", False),
    )
    return {"pit": withheld.tax.amount, "net": withheld.net.amount}


def prorate(case: Case) -> dict:
    inputs = Inputs(case)
    part = WagePart(inputs.number("monthly"), inputs.number("paid_days"))
    return {"amount": wage_line("wage", [part], inputs.number("standard_days")).amount}


def hourly_rate_of(case: Case) -> dict:
    inputs = Inputs(case)
    monthly, days = inputs.number("monthly"), inputs.number("standard_days")
    hourly = hourly_rate(monthly, days, inputs.number("hours_per_day", HOURS_OF_A_DAY))
    return {"daily": round_money(daily_rate(monthly, days)), "hourly": round_money(hourly)}


def standard_working_days_of(case: Case) -> dict:
    inputs = Inputs(case)
    days = standard_working_days(
        inputs.count("year"),
        inputs.count("month"),
        WorkingWeek.parse(inputs.text("week", "Mon-Fri")),
        inputs.days("holidays"),
    )
    return {"days": days}


def overtime_pay_of(case: Case) -> dict:
    inputs = Inputs(case)
    worked = Overtime(_day_kind(inputs), inputs.number("hours"), night=inputs.flag("night", False))
    return {"amount": overtime_pay("overtime", inputs.number("hourly"), [worked], overtime_law_of(case)).amount}


def overtime_night_multiplier(case: Case) -> dict:
    inputs = Inputs(case)
    multiplier = overtime_multiplier(
        _day_kind(inputs),
        overtime_law_of(case),
        night=True,
        after_day_overtime=inputs.flag("worked_day_overtime_before", False),
    )
    return {"multiplier": multiplier}


def night_premium_of(case: Case) -> dict:
    inputs = Inputs(case)
    return {"extra": night_premium(inputs.number("hourly"), inputs.number("hours"), overtime_law_of(case)).amount}


def overtime_exempt_part(case: Case) -> dict:
    inputs = Inputs(case)
    if inputs.text("kind", "weekday") not in {"weekday", "rest_or_holiday"}:
        raise CaseFormatError(f"{case.id}: kind is weekday or rest_or_holiday")
    paid = inputs.number("paid_hourly")
    exempt = exempt_overtime_wage(inputs.number("normal_hourly"), paid, law_of(case).overtime_tax.value)
    return {"exempt_per_hour": round_money(exempt), "taxable_per_hour": round_money(paid - exempt)}


def _day_kind(inputs: Inputs) -> DayKind:
    kind = inputs.text("kind")
    if kind not in set(DayKind):
        raise CaseFormatError(f"{inputs.case.id}: kind is weekday, rest_day or holiday, not {kind}")
    return DayKind(kind)


COVERED = {
    "pit_on_taxable": pit_on_taxable,
    "employee_insurance": employee_insurance_of,
    "ui_cap": ui_cap,
    "union_dues_employee": union_dues_employee,
    "min_wage": min_wage,
    "meal_exemption": meal_exemption,
    "gross_to_net": gross_to_net,
    "net_to_gross": net_to_gross_of,
    "annual_finalisation": annual_finalisation,
    "withholding_flat": withholding_flat,
    "prorate": prorate,
    "hourly_rate": hourly_rate_of,
    "standard_working_days": standard_working_days_of,
    "overtime_pay": overtime_pay_of,
    "overtime_night_multiplier": overtime_night_multiplier,
    "night_premium": night_premium_of,
    "overtime_exempt_part": overtime_exempt_part,
    "full_payslip": full_payslip,
}
