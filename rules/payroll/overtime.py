"""Overtime and night work: rates, pay, and the part that is not taxed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.core.money import round_money
from rules.core.trace import Traced
from rules.statutory.payroll import OvertimeLaw, OvertimeTax

ZERO = Decimal(0)
ONE = Decimal(1)


class DayKind(StrEnum):
    """What kind of day overtime was worked on; a holiday on a rest day counts as a holiday."""

    WEEKDAY = "weekday"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Overtime:
    """Hours of overtime of one kind.

    Attributes:
        kind: The kind of day.
        hours: Hours worked.
        night: Whether they were worked in night hours.
        after_day_overtime: Whether overtime in day hours came first on the same day (matters on a weekday night).
        already_paid: Times the hourly wage that another line already pays for these hours: 1 where the day is among
            the paid days.
    """

    kind: DayKind
    hours: Decimal
    night: bool = False
    after_day_overtime: bool = False
    already_paid: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class OvertimePay:
    """A line of overtime pay and the part of it that is not taxed.

    Attributes:
        line: The pay.
        exempt: The part not taxed, VND.
        hours: The hours that count towards the limits.
    """

    line: Traced
    exempt: Decimal
    hours: Decimal


def overtime_multiplier(
    kind: DayKind, law: OvertimeLaw, *, night: bool = False, after_day_overtime: bool = False
) -> Decimal:
    """Return how many times the normal hourly wage an hour of overtime is paid.

    At night the premium is added, and a fifth of the day's own hourly wage: on a weekday the normal wage, or the
    overtime wage if overtime in day hours came first (Decree 145/2020 art. 57).
    """
    by_day = law.multipliers.value[kind]
    if not night:
        return by_day
    day_wage = ONE if kind is DayKind.WEEKDAY and not after_day_overtime else by_day
    return by_day + law.night_premium.value + law.night_addition.value * day_wage


def overtime_pay(name: str, hourly: Decimal, worked: Iterable[Overtime], law: OvertimeLaw) -> Traced:
    """Return a line of overtime pay, rounded once.

    Args:
        name: Name of the line.
        hourly: Unrounded normal hourly wage, VND.
        worked: The hours.
        law: Figures of the period.
    """
    worked = tuple(worked)
    amount = sum((hourly * _paid_multiple(entry, law) * entry.hours for entry in worked), ZERO)
    inputs: list[tuple[str, Decimal | str]] = [("hourly_wage", hourly)]
    for entry in worked:
        inputs += [
            (f"hours_{entry.kind}_{'night' if entry.night else 'day'}", entry.hours),
            ("multiplier", _paid_multiple(entry, law)),
        ]
    return Traced(
        name,
        round_money(amount),
        tuple(inputs),
        formula_vi="tiền lương giờ × hệ số × số giờ",
        formula_en="hourly wage × multiplier × hours",
        rate=_paid_multiple(worked[0], law) if len(worked) == 1 else None,
        law=law.multipliers.source,
        effective_from=law.multipliers.effective_from,
    )


def overtime_with_exemption(
    name: str,
    hourly: Decimal,
    worked: Iterable[Overtime],
    law: OvertimeLaw,
    taxed_as: OvertimeTax,
    hours_within_limit: Decimal,
) -> OvertimePay:
    """Return a line of overtime pay with the part of it that is not taxed.

    Hours over the legal limit are paid all the same, but taxed in full.

    Args:
        name: Name of the line.
        hourly: Unrounded normal hourly wage, VND.
        worked: The hours, in the order in which they use up the limit.
        law: Figures of the period.
        taxed_as: Which part of the pay for hours within the limit is not taxed.
        hours_within_limit: Hours that are still within the legal limits.
    """
    worked = tuple(worked)
    left = max(hours_within_limit, ZERO)
    exempt = ZERO
    for entry in worked:
        within = min(entry.hours, left)
        left -= within
        exempt += hourly * _exempt_multiple(entry, law, taxed_as) * within
    hours = sum((entry.hours for entry in worked), ZERO)
    return OvertimePay(overtime_pay(name, hourly, worked, law), round_money(exempt), hours)


def night_premium(hourly: Decimal, hours: Decimal, law: OvertimeLaw) -> Traced:
    """Return the premium alone for normal (not overtime) hours at night (Labour Code 2019 art. 98).

    Args:
        hourly: Unrounded normal hourly wage, VND.
        hours: Normal hours worked at night.
        law: Figures of the period.
    """
    return Traced(
        "night_premium",
        round_money(hourly * law.night_premium.value * hours),
        (("hourly_wage", hourly), ("hours", hours)),
        formula_vi="tiền lương giờ × phụ cấp đêm × số giờ",
        formula_en="hourly wage × night premium × hours",
        rate=law.night_premium.value,
        law=law.night_premium.source,
        effective_from=law.night_premium.effective_from,
    )


def exempt_overtime_wage(normal_hourly: Decimal, paid_hourly: Decimal, taxed_as: OvertimeTax) -> Decimal:
    """Return the part of one paid hour of overtime that is not taxed, unrounded, for an hour within the limits.

    Args:
        normal_hourly: Normal wage of an hour, VND.
        paid_hourly: What was paid for the hour, VND.
        taxed_as: Which part is not taxed.
    """
    return paid_hourly if taxed_as is OvertimeTax.WHOLE else max(paid_hourly - normal_hourly, ZERO)


def _paid_multiple(entry: Overtime, law: OvertimeLaw) -> Decimal:
    """Return the multiple of the hourly wage that this line pays, less what another line pays for the same hours."""
    multiplier = overtime_multiplier(entry.kind, law, night=entry.night, after_day_overtime=entry.after_day_overtime)
    return multiplier - entry.already_paid


def _exempt_multiple(entry: Overtime, law: OvertimeLaw, taxed_as: OvertimeTax) -> Decimal:
    """Return the untaxed multiple; of the normal wage only what no other line pays is still in this one."""
    normal_part = max(ONE - entry.already_paid, ZERO)
    return exempt_overtime_wage(normal_part, _paid_multiple(entry, law), taxed_as)
