"""Which law a payroll case is about: by its regime, or by its period where the regime does not matter."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from rules.statutory import (
    Figure,
    OvertimeLaw,
    PayrollLaw,
    TaxScaleOption,
    UnknownPeriodError,
    law_tables,
    overtime_law,
    payroll_law,
)
from tests.published.cases import Case, CaseFormatError
from tests.published.inputs import Inputs

T = TypeVar("T")

REGIMES = {
    "2024H2_2025": (date(2024, 7, 1), TaxScaleOption.LAW),
    "2026_BRIDGE": (date(2026, 1, 1), TaxScaleOption.BRIDGE),
    "2026H1": (date(2026, 1, 1), TaxScaleOption.LAW),
    "2026H2": (date(2026, 7, 1), TaxScaleOption.LAW),
}
BRACKETS = {"VN7": date(2025, 1, 1), "VN5": date(2026, 1, 1)}
RATES = {"si": "social", "hi": "health", "ui": "unemployment"}


def law_of(case: Case) -> PayrollLaw:
    if case.regime == "PARAMETRIC":
        return parametric_law(case)
    if case.regime == "-":
        return _at_period(case, payroll_law)
    return _at_regime(case)


def overtime_law_of(case: Case) -> OvertimeLaw:
    return _at_period(case, overtime_law) if case.regime == "-" else _at_regime(case).overtime


def parametric_law(case: Case) -> PayrollLaw:
    """Build a law from the inputs of a case: its own rates and deductions, no caps."""
    inputs = Inputs(case)
    rates = inputs.fractions("rates")
    if set(rates) != set(RATES):
        raise CaseFormatError(f"{case.id}: rates are si, hi, ui, not {', '.join(rates)}")
    brackets = inputs.text("brackets")
    if brackets not in BRACKETS:
        raise CaseFormatError(f"{case.id}: brackets are VN5 or VN7, not {brackets}")
    day = BRACKETS[brackets]
    law = payroll_law(day)
    return replace(
        law,
        tax_scale=law_tables("vn").scales["income_tax_scale"].on(day),
        personal_deduction=Figure(inputs.number("personal"), "VND a month", case.id, day),
        dependant_deduction=Figure(inputs.number("dependent", Decimal(0)), "VND a month", case.id, day),
        employee_rates=Figure({RATES[name]: rate for name, rate in rates.items()}, "fraction", case.id, day),
        social_cap=None,
        unemployment_caps=None,
        union_dues_cap=None,
    )


def _at_regime(case: Case) -> PayrollLaw:
    if case.regime not in REGIMES:
        raise CaseFormatError(f"{case.id}: unknown regime {case.regime}")
    day, option = REGIMES[case.regime]
    return payroll_law(day, tax_scale_option=option)


def _at_period(case: Case, law_on: Callable[[date], T | UnknownPeriodError]) -> T:
    found = [law_on(day) for day in days_of(case.period)]
    known = [law for law in found if not isinstance(law, UnknownPeriodError)]
    if not known:
        raise found[0]
    return known[0]


def days_of(period: str) -> tuple[date, ...]:
    """Return days in which the figure of a period holds: the ends that are known of a day, month, year or range."""
    if period == "all":
        return (date(2026, 1, 1),)
    ends = [end.strip() for end in re.sub(r"\(.*\)", "", period).split("..")]  # a remark may follow in brackets
    if len(ends) > 2 or not any(ends):
        raise CaseFormatError(f"a day, month, year or range was expected as the period, not {period!r}")
    days = []
    if ends[0]:
        days.append(_day(ends[0], last=False))
    if ends[-1]:
        days.append(_day(ends[-1], last=True))
    return tuple(days)


def _day(text: str, *, last: bool) -> date:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if match is None:
        raise CaseFormatError(f"a day, month or year was expected, not {text!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    month = month or (12 if last else 1)
    return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))
