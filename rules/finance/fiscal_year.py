"""Fiscal years: twelve months from the month that the settings name."""

from __future__ import annotations

from rules.core.period import Month


def fiscal_year_of(month: Month, start: int) -> Month:
    """Return the first month of the fiscal year that ``month`` lies in.

    Args:
        month: a month.
        start: number of the month in which fiscal years begin, 1 to 12.
    """
    return Month(month.year if month.month >= start else month.year - 1, start)


def months_of_year(first: Month) -> tuple[Month, ...]:
    """Return the twelve months of the fiscal year that begins with ``first``."""
    return tuple(first.plus(offset) for offset in range(12))
