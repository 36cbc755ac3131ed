"""From gross to net for a contract month, and back. Amounts in VND."""

from __future__ import annotations

from decimal import Decimal

from rules.core.money import round_money
from rules.payroll.payslip import Allowance, AllowanceKind, PayslipInputs, payslip
from rules.statutory.payroll import PayrollLaw

ZERO = Decimal(0)
ONE = Decimal(1)

# Rounding of four items moves net pay by at most two dong; where it keeps least of a further dong of gross, this many
# dong of gross are needed to make up for it.
_NEIGHBOURHOOD = 12


def contract_month(
    gross: Decimal,
    *,
    insurance_base: Decimal | None = None,
    region: int = 1,
    dependants: int = 0,
    union_member: bool = False,
    exempt_income: Decimal = ZERO,
    taxable_allowance: Decimal = ZERO,
    exempt_overtime: Decimal = ZERO,
    insurance_given: Decimal | None = None,
) -> PayslipInputs:
    """Return the payslip inputs of one full month of a resident with a contract.

    Args:
        gross: Contract pay of the month.
        insurance_base: Base of insurance before caps; None: the gross.
        region: Minimum-wage region of the workplace, 1 to 4.
        dependants: Number of registered dependants.
        union_member: Whether union dues are withheld.
        exempt_income: Part of the gross that is not taxed, as stated; no limit is applied.
        taxable_allowance: Paid on top of the gross, taxed, not insured.
        exempt_overtime: Paid on top of the gross, neither taxed nor insured.
        insurance_given: The employee's insurance, taken instead of computing it.
    """
    return PayslipInputs(
        insurance_base=gross if insurance_base is None else insurance_base,
        allowances=(
            Allowance("gross_taxed", gross - exempt_income),
            Allowance("gross_exempt", exempt_income, AllowanceKind.EXEMPT),
            Allowance("taxable_allowance", taxable_allowance),
            Allowance("exempt_overtime", exempt_overtime, AllowanceKind.EXEMPT),
        ),
        insurance_given=insurance_given,
        region=region,
        dependants=dependants,
        union_member=union_member,
    )


def net_of(gross: Decimal, law: PayrollLaw, *, region: int = 1, dependants: int = 0) -> Decimal:
    """Return the net pay of a full month that is insured on the whole gross."""
    return payslip(contract_month(gross, region=region, dependants=dependants), law).net.amount


def net_to_gross(net: Decimal, law: PayrollLaw, *, region: int = 1, dependants: int = 0) -> Decimal | None:
    """Return the gross, in whole dong, that gives exactly this net pay when insured on the whole of it.

    Rounding lets several neighbouring amounts give one net; the roundest of them is returned, as contracts are written
    in round amounts. A few nets are skipped by rounding: for those None is returned.

    Args:
        net: The net pay that was agreed.
        law: Figures of the period.
        region: Minimum-wage region of the workplace, 1 to 4.
        dependants: Number of registered dependants.
    """
    if net <= 0:
        return ZERO if net == 0 else None
    low, high = ZERO, round_money(net * 2)  # insurance and the highest tax rate leave more than half of the gross
    while high - low > 1:
        middle = (low + high) // 2
        if net_of(middle, law, region=region, dependants=dependants) < net:
            low = middle
        else:
            high = middle
    first = max(low - _NEIGHBOURHOOD, ZERO)
    candidates = (first + step for step in range(2 * _NEIGHBOURHOOD + 1))
    exact = [gross for gross in candidates if net_of(gross, law, region=region, dependants=dependants) == net]
    return max(exact, key=lambda gross: (_trailing_zeros(gross), -gross), default=None)


def _trailing_zeros(amount: Decimal) -> int:
    digits = f"{amount:f}"
    return len(digits) - len(digits.rstrip("0"))
