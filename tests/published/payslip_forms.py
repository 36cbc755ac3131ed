"""The two forms of a published payslip, brought to the product's payslip."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rules.core.money import round_money
from rules.payroll.overtime import DayKind, Overtime
from rules.payroll.pay import UnusedLeave, WagePart, daily_rate, hourly_rate
from rules.payroll.payslip import (
    Allowance,
    AllowanceKind,
    OvertimeItem,
    Payslip,
    PayslipInputs,
    Taken,
    WageItem,
    payslip,
)
from tests.published.cases import Case, CaseFormatError
from tests.published.inputs import Inputs
from tests.published.regimes import law_of

ZERO, ONE, HOURS = Decimal(0), Decimal(1), Decimal(8)
DAY_KINDS = {"weekday": DayKind.WEEKDAY, "weekend": DayKind.REST_DAY, "holiday": DayKind.HOLIDAY}

BOTH_FORMS = {"standard_days", "paid_days", "dependents", "region"}
FORM_A = BOTH_FORMS | {
    "contract_salary", "insured_allowance", "uninsured_taxable_support", "adjustment", "segments", "ot_kind",
    "ot_hours", "unused_leave_days", "previous_month_standard_days",
}  # fmt: skip
FORM_B = BOTH_FORMS | {
    "base_salary", "worked_days", "paid_leave_days", "responsibility", "ot_weekday_hours", "ot_night_hours_within",
    "sunday_days", "attendance_bonus", "seniority", "phone_taxable", "quarter_bonus", "transport_exempt", "meal",
    "insurance_base", "union_member", "advance", "first_instalment", "late_penalty", "uniform_deduction",
}  # fmt: skip


def full_payslip(case: Case) -> dict:
    inputs = Inputs(case)
    if inputs.has("contract_salary") == inputs.has("base_salary"):
        raise CaseFormatError(f"{case.id}: either contract_salary or base_salary is needed")
    return _form_a(inputs) if inputs.has("contract_salary") else _form_b(inputs)


def _form_a(inputs: Inputs) -> dict:
    inputs.only(FORM_A, "form A")
    salary = inputs.number("contract_salary")
    insured = salary + inputs.number("insured_allowance", ZERO)
    monthly = insured + inputs.number("uninsured_taxable_support", ZERO)
    standard, paid = inputs.number("standard_days"), inputs.number("paid_days")
    segments = inputs.pairs("segments") or ((monthly, paid),)
    # The form exempts leave pay in every regime.
    law = law_of(inputs.case)
    law = replace(law, leave_pay_exempt=replace(law.leave_pay_exempt, value=True))
    slip = payslip(
        PayslipInputs(
            insurance_base=insured,
            standard_days=standard,
            wages=tuple(WageItem("earned", (WagePart(wage, days),)) for wage, days in segments),
            overtime_monthly=insured,
            overtime=_form_a_overtime(inputs),
            allowances=(Allowance("adjustment", inputs.number("adjustment", ZERO)),),
            unused_leave=_unused_leave(inputs, salary),
            unpaid_working_days=standard - paid,
            region=inputs.count("region", 1),
            dependants=inputs.count("dependents", 0),
        ),
        law,
    )
    return _common(slip) | {"earned": slip.earned("earned"), "overtime": slip.earned("overtime")}


def _form_a_overtime(inputs: Inputs) -> tuple[OvertimeItem, ...]:
    text, hours = inputs.text("ot_kind", None), inputs.number("ot_hours", ZERO)
    if text is None:
        if hours:
            raise CaseFormatError(f"{inputs.case.id}: ot_hours need an ot_kind")
        return ()
    day, _, time = text.partition("/")
    if day not in DAY_KINDS or time not in {"day", "night"}:
        raise CaseFormatError(f"{inputs.case.id}: unknown ot_kind {text}")
    return (OvertimeItem("overtime", (Overtime(DAY_KINDS[day], hours, night=time == "night"),)),)


def _unused_leave(inputs: Inputs, salary: Decimal) -> UnusedLeave | None:
    days = inputs.number("unused_leave_days", ZERO)
    return UnusedLeave(salary, days, inputs.number("previous_month_standard_days")) if days else None


def _form_b(inputs: Inputs) -> dict:
    inputs.only(FORM_B, "form B")
    base, standard = inputs.number("base_salary"), inputs.number("standard_days")
    leave = inputs.number("paid_leave_days", ZERO)
    paid = inputs.number("paid_days", inputs.number("worked_days", ZERO) + leave)
    worked = inputs.number("worked_days", paid)
    weekday, sundays = inputs.number("ot_weekday_hours", ZERO), inputs.number("sunday_days", ZERO)
    night = inputs.number("ot_night_hours_within", ZERO)
    slip = payslip(
        PayslipInputs(
            insurance_base=inputs.number("insurance_base", ZERO),
            standard_days=standard,
            wages=(
                WageItem(
                    "wage_by_days",
                    (WagePart(base, paid), WagePart(inputs.number("responsibility", ZERO), worked)),
                ),
            ),
            overtime_monthly=base,
            overtime=(
                OvertimeItem(
                    "ot",
                    (
                        Overtime(DayKind.WEEKDAY, weekday),
                        Overtime(DayKind.REST_DAY, sundays * HOURS, already_paid=ONE),
                    ),
                ),
                # The night hours are among the weekday hours: what is paid further is the difference of the rates.
                OvertimeItem(
                    "night_extra", (Overtime(DayKind.WEEKDAY, night, night=True, already_paid=Decimal("1.5")),)
                ),
            ),
            # The form exempts all its overtime; it has no limit of hours.
            hours_within_limit=weekday + sundays * HOURS + night,
            allowances=_form_b_allowances(inputs),
            region=inputs.count("region", 1),
            dependants=inputs.count("dependents", 0),
            union_member=inputs.flag("union_member", False),
            taken=tuple(
                Taken(name, inputs.number(name, ZERO))
                for name in ("advance", "first_instalment", "late_penalty", "uniform_deduction")
            ),
        ),
        law_of(inputs.case),
    )
    return _common(slip) | {
        "daily_rate": round_money(daily_rate(base, standard)),
        "hourly_rate": round_money(hourly_rate(base, standard, HOURS)),
        "wage_by_days": slip.earned("wage_by_days"),
        "ot": slip.earned("ot"),
        "night_extra": slip.earned("night_extra"),
        "net_second_instalment": slip.net.amount,
    }


def _form_b_allowances(inputs: Inputs) -> tuple[Allowance, ...]:
    kinds = dict.fromkeys(("attendance_bonus", "seniority", "phone_taxable", "quarter_bonus"), AllowanceKind.TAXED)
    kinds |= {"transport_exempt": AllowanceKind.EXEMPT, "meal": AllowanceKind.MEAL}
    return tuple(Allowance(name, inputs.number(name, ZERO), kind) for name, kind in kinds.items())


def _common(slip: Payslip) -> dict:
    return {
        "leave_pay": slip.earned("leave_pay"),
        "total_income": slip.total_income.amount,
        "exempt": slip.exempt.amount,
        "taxable_income": slip.taxable_income.amount,
        "insurance_base": slip.insurance_base.amount,
        "si": slip.insurance.social.amount,
        "hi": slip.insurance.health.amount,
        "ui": slip.insurance.unemployment.amount,
        "insurance": slip.insurance.total.amount,
        "deductions": slip.deductions.amount,
        "taxable": slip.taxable.amount,
        "pit": slip.income_tax.amount,
        "union_dues": slip.union_dues.amount,
        "total_deductions": slip.total_deductions.amount,
        "net": slip.net.amount,
        "employer_si": slip.employer.social_and_accident.amount,
        "employer_hi": slip.employer.health.amount,
        "employer_ui": slip.employer.unemployment.amount,
        "employer_union": slip.employer.union_fee.amount,
        "employer_cost": slip.employer_cost.amount,
    }
