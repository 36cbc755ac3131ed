"""Personal income tax on employment income. Amounts in VND."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from rules.core.money import round_money
from rules.core.trace import Traced
from rules.statutory.payroll import PayrollLaw
from rules.statutory.tables import Bracket

ZERO = Decimal(0)
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class AnnualTax:
    """The tax of a year.

    Attributes:
        taxable: Taxable income of the year.
        tax: Tax of the year.
    """

    taxable: Traced
    tax: Traced


@dataclass(frozen=True, slots=True)
class Withholding:
    """What is withheld from one payment.

    Attributes:
        tax: Tax withheld.
        net: What is paid out.
    """

    tax: Traced
    net: Traced


def progressive_tax(taxable: Decimal, scale: Sequence[Bracket], months: int = 1) -> Decimal:
    """Return the unrounded tax by a progressive scale; zero or negative income gives none.

    Args:
        taxable: Taxable income of the months together, after all deductions.
        scale: The scale of a month.
        months: Months that the income is of; the scale widens with them.
    """
    return sum((part * bracket.rate for bracket, part in _parts(taxable, scale, months)), ZERO)


def income_tax(taxable: Decimal, law: PayrollLaw, months: int = 1) -> Traced:
    """Return the tax with the part that each bracket takes, rounded once; arguments as in `progressive_tax`."""
    scale = law.tax_scale
    brackets = tuple(
        Traced(
            "income_tax_bracket",
            part * bracket.rate,
            (("income_in_bracket", part), ("above", bracket.above * months)),
            formula_vi="phần thu nhập trong bậc × thuế suất",
            formula_en="income within the bracket × rate",
            rate=bracket.rate,
            law=scale.source,
            effective_from=scale.effective_from,
        )
        for bracket, part in _parts(taxable, scale.value, months)
    )
    return Traced(
        "income_tax",
        round_money(progressive_tax(taxable, scale.value, months)),
        (("taxable", taxable), ("months", months)),
        formula_vi="tổng thuế từng bậc của biểu lũy tiến",
        formula_en="sum of the tax of each bracket",
        law=scale.source,
        effective_from=scale.effective_from,
        children=brackets,
    )


def family_deductions(dependants: int, law: PayrollLaw, months: int = 1) -> Traced:
    """Return the deductions for the taxpayer and for dependants.

    Args:
        dependants: Number of registered dependants.
        law: Figures of the period.
        months: Months that they are deducted for.
    """
    personal = Traced(
        "personal_deduction",
        law.personal_deduction.value * months,
        (("months", months),),
        formula_vi="giảm trừ bản thân mỗi tháng × số tháng",
        formula_en="personal deduction a month × months",
        law=law.personal_deduction.source,
        effective_from=law.personal_deduction.effective_from,
    )
    family = Traced(
        "dependant_deduction",
        law.dependant_deduction.value * dependants * months,
        (("dependants", dependants), ("months", months), ("each", law.dependant_deduction.value)),
        formula_vi="giảm trừ mỗi người phụ thuộc × số người × số tháng",
        formula_en="deduction for each dependant × dependants × months",
        law=law.dependant_deduction.source,
        effective_from=law.dependant_deduction.effective_from,
    )
    return Traced(
        "deductions",
        round_money(personal.amount + family.amount),
        formula_vi="bản thân + người phụ thuộc",
        formula_en="personal + dependants",
        children=(personal, family),
    )


def taxable_income(assessable: Decimal, insurance: Decimal, deductions: Decimal) -> Traced:
    """Return the income that is taxed, not below zero.

    Args:
        assessable: Income less what is exempt.
        insurance: The employee's compulsory insurance.
        deductions: Family deductions.
    """
    return Traced(
        "taxable",
        max(assessable - insurance - deductions, ZERO),
        (("taxable_income", assessable), ("insurance", insurance), ("deductions", deductions)),
        formula_vi="thu nhập chịu thuế − bảo hiểm − giảm trừ, không dưới 0",
        formula_en="taxable income − insurance − deductions, not below 0",
    )


def exempt_meal(cash_allowance: Decimal, law: PayrollLaw) -> Traced:
    """Return the part of a cash meal allowance of a month that is not taxed."""
    limit = law.meal_exemption
    return Traced(
        "exempt_meal",
        round_money(min(cash_allowance, limit.value)),
        (("meal", cash_allowance), ("limit", limit.value)),
        formula_vi="tiền ăn, không quá mức không chịu thuế",
        formula_en="meal allowance, up to the exempt limit",
        law=limit.source,
        effective_from=limit.effective_from,
    )


def annual_tax(income: Decimal, insurance: Decimal, dependants: int, law: PayrollLaw) -> AnnualTax:
    """Return the tax of a whole year: scale and deductions are twelve times those of a month.

    Args:
        income: Taxable pay of the year before deductions.
        insurance: The employee's insurance of the year.
        dependants: Dependants in all twelve months.
        law: Figures of the tax year.
    """
    deductions = family_deductions(dependants, law, MONTHS_OF_A_YEAR)
    taxable = taxable_income(income, insurance, deductions.amount)
    return AnnualTax(taxable, income_tax(taxable.amount, law, MONTHS_OF_A_YEAR))


def flat_withholding(
    payment: Decimal, law: PayrollLaw, *, contract_months: int = 0, resident: bool = True, commitment: bool = False
) -> Withholding:
    """Return the tax withheld from one payment without the progressive scale.

    Args:
        payment: The payment.
        law: Figures of the day of payment.
        contract_months: Length of the contract; 0: none. From the law's limit on the progressive scale applies, and
            nothing is withheld here.
        resident: Whether the payee is a tax resident; from others a rate without threshold is withheld.
        commitment: Whether a resident filed the form that their yearly income stays below the deductions.
    """
    rate = law.flat_rate if resident else law.non_resident_rate
    is_due = not resident or (
        not commitment and contract_months < law.flat_contract_months.value and payment >= law.flat_threshold.value
    )
    tax = Traced(
        "flat_tax",
        round_money(payment * rate.value) if is_due else ZERO,
        (
            ("payment", payment),
            ("contract_months", contract_months),
            ("resident", resident),
            ("commitment", commitment),
            ("threshold", law.flat_threshold.value),
        ),
        formula_vi="khoản chi trả × thuế suất, từ mức khấu trừ trở lên",
        formula_en="payment × rate, from the threshold on",
        rate=rate.value,
        law=rate.source,
        effective_from=rate.effective_from,
    )
    net = Traced(
        "net",
        payment - tax.amount,
        (("payment", payment), ("flat_tax", tax.amount)),
        formula_vi="khoản chi trả − thuế",
        formula_en="payment − tax",
        children=(tax,),
    )
    return Withholding(tax, net)


def _parts(taxable: Decimal, scale: Sequence[Bracket], months: int) -> Iterator[tuple[Bracket, Decimal]]:
    """Yield the brackets that the income reaches, each with the part of the income within it."""
    for bracket, following in zip_longest(scale, scale[1:]):
        above = bracket.above * months
        if taxable <= above:
            return
        top = taxable if following is None else min(taxable, following.above * months)
        yield bracket, top - above
