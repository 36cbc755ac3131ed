"""Public holidays of the office's country: from the statutory tables, else from the ``holidays`` library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from rules.statutory.holidays import public_holidays
from rules.statutory.loading import UnknownCountryError
from rules.statutory.tables import UnknownPeriodError


def public_holiday(country: str) -> Callable[[date], bool]:
    """Return a function that tells whether a day is a public holiday; it loads a year when it is first asked for it.

    Args:
        country: ISO 3166 code in lower case.
    """
    return lambda day: day in _holidays(country, day.year)


def holidays_known(country: str) -> bool:
    """Return whether public holidays of a country are known."""
    from holidays import list_supported_countries  # noqa: PLC0415  (heavy: only where a job asks for holidays)

    return country.upper() in list_supported_countries()


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a year: of the law's tables where they reach, else as the library reckons them."""
    try:
        return frozenset(public_holidays(year, country, with_announced=True))
    except (UnknownCountryError, UnknownPeriodError):
        from holidays import country_holidays  # noqa: PLC0415  (heavy: only beyond the tables that ship)

    try:
        return frozenset(country_holidays(country.upper(), years=year))
    except NotImplementedError:
        return frozenset()
