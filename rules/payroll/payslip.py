"""One person's month from earnings to net pay; every amount keeps where it comes from. Amounts in VND."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.core.money import round_money
from rules.core.trace import Traced, total
from rules.payroll.income_tax import exempt_meal, family_deductions, income_tax, taxable_income
from rules.payroll.insurance import (
    EmployeeInsurance,
    EmployerContributions,
    employee_insurance,
    employer_contributions,
    insurance_is_due,
    union_dues,
)
from rules.payroll.line_titles import EXEMPT_PREFIX
from rules.payroll.overtime import Overtime, night_premium, overtime_with_exemption
from rules.payroll.pay import UnusedLeave, WagePart, hourly_rate, leave_pay, wage_line
from rules.statutory.payroll import PayrollLaw

ZERO = Decimal(0)
ONE = Decimal(1)


class AllowanceKind(StrEnum):
    """How an amount paid in full is taxed: in full, not at all, or as a cash meal up to the law's limit."""

    TAXED = "taxed"
    EXEMPT = "exempt"
    MEAL = "meal"


@dataclass(frozen=True, slots=True)
class WageItem:
    """A line of wages paid by days: its parts are summed and rounded once."""

    name: str
    parts: tuple[WagePart, ...]


@dataclass(frozen=True, slots=True)
class OvertimeItem:
    """A line of overtime pay: its hours are summed and rounded once."""

    name: str
    worked: tuple[Overtime, ...]


@dataclass(frozen=True, slots=True)
class Allowance:
    """An amount of the month that is paid in full, whatever the days; negative for a claw-back."""

    name: str
    amount: Decimal
    kind: AllowanceKind = AllowanceKind.TAXED


@dataclass(frozen=True, slots=True)
class Taken:
    """An amount taken from net pay after tax: an advance, a first instalment, a damage."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PayslipInputs:
    """What a payslip is computed from.

    Attributes:
        insurance_base: Contract wage and insured allowances of a full month, before caps.
        standard_days: Normal working days of the month.
        wages: Lines paid by days.
        overtime_monthly: Monthly wage that an hour of overtime is computed on: contract wage and wage-type allowances.
        hours_per_day: Normal hours of a day.
        overtime: Lines of overtime.
        hours_within_limit: Overtime hours that are still within the legal limits and so not taxed, where the law
            exempts them; None: the law's limit of a month.
        night_hours: Normal (not overtime) hours at night.
        allowances: Amounts paid in full.
        unused_leave: Leave paid out when the contract ends.
        unpaid_working_days: Working days of the month without pay; from the law's limit on no insurance is due.
        insurance_given: The employee's insurance as stated elsewhere, taken instead of computing it.
        region: Minimum-wage region of the workplace, 1 to 4.
        dependants: Number of registered dependants.
        union_member: Whether union dues are withheld.
        taken: Amounts taken from net pay.
    """

    insurance_base: Decimal
    standard_days: Decimal = ONE
    wages: tuple[WageItem, ...] = ()
    overtime_monthly: Decimal = ZERO
    hours_per_day: Decimal = Decimal(8)
    overtime: tuple[OvertimeItem, ...] = ()
    hours_within_limit: Decimal | None = None
    night_hours: Decimal = ZERO
    allowances: tuple[Allowance, ...] = ()
    unused_leave: UnusedLeave | None = None
    unpaid_working_days: Decimal = ZERO
    insurance_given: Decimal | None = None
    region: int = 1
    dependants: int = 0
    union_member: bool = False
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True, slots=True)
class Earning:
    """A line of the income and the part of it that is not taxed."""

    line: Traced
    exempt: Decimal


@dataclass(frozen=True, slots=True)
class Payslip:
    """One person's month, every amount with its origin.

    Attributes:
        earnings: The lines of the income.
        total_income: Their sum.
        exempt: The part of the income that is not taxed.
        taxable_income: Income less the exempt part.
        insurance_base: Base before caps; zero where no insurance is due.
        insurance: The employee's insurance.
        deductions: Family deductions.
        taxable: What the scale is applied to.
        income_tax: Tax of the month.
        union_dues: Dues of a member; zero for others.
        taken: Amounts taken from net pay.
        total_deductions: Insurance, union dues, tax and amounts taken.
        net: What is paid out.
        employer: The employer's contributions.
        employer_cost: Total income and the employer's contributions, union fee included.
    """

    earnings: tuple[Earning, ...]
    total_income: Traced
    exempt: Traced
    taxable_income: Traced
    insurance_base: Traced
    insurance: EmployeeInsurance
    deductions: Traced
    taxable: Traced
    income_tax: Traced
    union_dues: Traced
    taken: tuple[Traced, ...]
    total_deductions: Traced
    net: Traced
    employer: EmployerContributions
    employer_cost: Traced

    def earned(self, *names: str) -> Decimal:
        """Return what the income lines of these names sum to; zero where there is none."""
        return sum((earning.line.amount for earning in self.earnings if earning.line.name in names), ZERO)


def payslip(inputs: PayslipInputs, law: PayrollLaw) -> Payslip:
    """Compute a payslip: earnings, what of them is exempt, insurance, tax, net pay and the employer's cost."""
    earnings = tuple(_earnings(inputs, law))
    total_income = total(
        "total_income", (earning.line for earning in earnings), "tổng các khoản thu nhập", "sum of the income lines"
    )
    exempt = total(
        "exempt",
        (Traced(EXEMPT_PREFIX + earning.line.name, earning.exempt) for earning in earnings if earning.exempt),
        "tổng các khoản không chịu thuế",
        "sum of the exempt parts",
    )
    taxable_part = Traced(
        "taxable_income",
        total_income.amount - exempt.amount,
        ((total_income.name, total_income.amount), (exempt.name, exempt.amount)),
        "tổng thu nhập − phần không chịu thuế",
        "total income − exempt part",
        children=(total_income, exempt),
    )
    insurance = _insurance(inputs, law)
    deductions = family_deductions(inputs.dependants, law)
    taxable = taxable_income(taxable_part.amount, insurance.total.amount, deductions.amount)
    tax = income_tax(taxable.amount, law)
    dues = union_dues(inputs.insurance_base if inputs.union_member else ZERO, law)
    taken = tuple(Traced(item.name, item.amount) for item in inputs.taken)
    total_deductions = total(
        "total_deductions",
        (insurance.total, dues, tax, *taken),
        "bảo hiểm + đoàn phí + thuế + các khoản trừ sau thuế",
        "insurance + union dues + tax + amounts taken",
    )
    employer = employer_contributions(
        inputs.insurance_base, law, region=inputs.region, unpaid_working_days=inputs.unpaid_working_days
    )
    return Payslip(
        earnings=earnings,
        total_income=total_income,
        exempt=exempt,
        taxable_income=taxable_part,
        insurance_base=_insured(inputs, law),
        insurance=insurance,
        deductions=deductions,
        taxable=taxable,
        income_tax=tax,
        union_dues=dues,
        taken=taken,
        total_deductions=total_deductions,
        net=Traced(
            "net",
            total_income.amount - total_deductions.amount,
            ((total_income.name, total_income.amount), (total_deductions.name, total_deductions.amount)),
            "tổng thu nhập − tổng các khoản trừ",
            "total income − total deductions",
            children=(total_income, total_deductions),
        ),
        employer=employer,
        employer_cost=total(
            "employer_cost",
            (
                total_income,
                employer.social_and_accident,
                employer.health,
                employer.unemployment,
                employer.union_fee,
            ),
            "tổng thu nhập + bảo hiểm và kinh phí công đoàn phía công ty",
            "total income + the employer's insurance and union fee",
        ),
    )


def _earnings(inputs: PayslipInputs, law: PayrollLaw) -> Iterator[Earning]:
    for item in inputs.wages:
        yield Earning(wage_line(item.name, item.parts, inputs.standard_days), ZERO)
    yield from _overtime(inputs, law)
    if inputs.unused_leave is not None:
        line = leave_pay(inputs.unused_leave)
        yield Earning(line, line.amount if law.leave_pay_exempt.value else ZERO)
    for allowance in inputs.allowances:
        line = Traced(allowance.name, round_money(allowance.amount))
        yield Earning(line, _exempt_allowance(allowance, line.amount, law))


def _overtime(inputs: PayslipInputs, law: PayrollLaw) -> Iterator[Earning]:
    """Yield the lines of overtime and night work; the hours within the legal limit are used up in their order."""
    hourly = hourly_rate(inputs.overtime_monthly, inputs.standard_days, inputs.hours_per_day)
    left = law.overtime.limits.value["month"] if inputs.hours_within_limit is None else inputs.hours_within_limit
    for item in inputs.overtime:
        paid = overtime_with_exemption(item.name, hourly, item.worked, law.overtime, law.overtime_tax.value, left)
        left -= paid.hours
        yield Earning(paid.line, paid.exempt)
    if inputs.night_hours:
        premium = night_premium(hourly, inputs.night_hours, law.overtime)
        # The premium is all above the normal wage, so it is exempt under either rule.
        yield Earning(premium, premium.amount)


def _exempt_allowance(allowance: Allowance, amount: Decimal, law: PayrollLaw) -> Decimal:
    if allowance.kind is AllowanceKind.MEAL:
        return exempt_meal(amount, law).amount
    return amount if allowance.kind is AllowanceKind.EXEMPT else ZERO


def _insurance(inputs: PayslipInputs, law: PayrollLaw) -> EmployeeInsurance:
    computed = employee_insurance(
        inputs.insurance_base, law, region=inputs.region, unpaid_working_days=inputs.unpaid_working_days
    )
    if inputs.insurance_given is None:
        return computed
    given = Traced(
        "insurance", inputs.insurance_given, formula_vi="theo số liệu đã cho", formula_en="as given, not computed"
    )
    return EmployeeInsurance(computed.bases, computed.social, computed.health, computed.unemployment, given)


def _insured(inputs: PayslipInputs, law: PayrollLaw) -> Traced:
    due = insurance_is_due(inputs.unpaid_working_days, law)
    return Traced(
        "insurance_base",
        inputs.insurance_base if due else ZERO,
        (("contract_base", inputs.insurance_base), ("unpaid_days", inputs.unpaid_working_days)),
        "lương và phụ cấp đóng bảo hiểm theo hợp đồng; 0 nếu nghỉ không lương từ 14 ngày",
        "contract wage and insured allowances; 0 from 14 unpaid days on",
        law=law.unpaid_days_limit.source,
        effective_from=law.unpaid_days_limit.effective_from,
    )
