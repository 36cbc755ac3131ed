"""Demand per day: what was issued in the last days before the day of the run, days without an issue included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand for one item.

    Attributes:
        days: days that it was measured over.
        mean: units a day.
        deviation: standard deviation of a day's demand, units; of a sample, so divided by one day less.
    """

    days: int
    mean: Decimal
    deviation: Decimal


def days_measured(as_of: dt.date, first_day: dt.date | None, longest: int) -> int:
    """Return over how many days demand is measured.

    Args:
        as_of: the last day.
        first_day: first day of the books, before which nothing is known; None where there are no movements.
        longest: the number of days that staff have set.
    """
    return longest if first_day is None else max(1, min(longest, (as_of - first_day).days + 1))


def measure(issues: Mapping[dt.date, Decimal], as_of: dt.date, days: int) -> Demand:
    """Return the demand over so many days, the last of which is ``as_of``.

    Args:
        issues: day -> quantity issued, in units; days without an issue may be absent.
        as_of: the last day.
        days: how many days, at least one.
    """
    after = as_of - dt.timedelta(days=days)
    amounts = [quantity for day, quantity in issues.items() if after < day <= as_of]
    total = sum(amounts, ZERO)
    if days == 1:
        return Demand(days, total, ZERO)
    squares = sum((amount * amount for amount in amounts), ZERO)
    # Of very many digits a rest below zero can remain where all days are alike.
    variance = max(ZERO, squares - total * total / days) / (days - 1)
    return Demand(days, total / days, variance.sqrt())
