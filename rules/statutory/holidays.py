"""Public holidays of a year, from the statutory tables."""

from __future__ import annotations

from datetime import date

from rules.statutory.loading import law_tables


def public_holidays(year: int, country: str = "vn", *, with_announced: bool = False) -> tuple[date, ...]:
    """Return the paid public holidays of a year, in order.

    Days off in lieu of a holiday that falls on a weekly rest day depend on a company's week; they are not among these.

    Args:
        year: The calendar year.
        country: ISO 3166 code in lower case.
        with_announced: Whether days count that were announced, but whose law was not seen.

    Raises:
        UnknownPeriodError: The year's holidays are not known.
        UnknownCountryError: No tables ship for the country.
    """
    tables = law_tables(country).days
    first_day = date(year, 1, 1)
    days = tables["public_holidays"].on(first_day).value
    announced = tables["public_holidays_announced"].on(first_day).value if with_announced else ()
    return tuple(sorted({*days, *announced}))
