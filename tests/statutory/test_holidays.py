from __future__ import annotations

from datetime import date

import holidays
import pytest

from rules.statutory import UnknownPeriodError, public_holidays


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_there_are_eleven_paid_holidays_and_another_calendar_knows_them_all(year):
    days = public_holidays(year)
    assert len(days) == 11
    assert set(days) <= set(holidays.country_holidays("VN", years=year))


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2024, date(2024, 2, 8), date(2024, 2, 12)),
        (2025, date(2025, 1, 27), date(2025, 1, 31)),
        (2026, date(2026, 2, 16), date(2026, 2, 20)),
    ],
)
def test_tet_has_five_days_in_a_row(year, first, last):
    days = [day for day in public_holidays(year) if first <= day <= last]
    assert len(days) == 5
    assert days == sorted(days)


def test_a_day_that_was_only_announced_counts_on_request():
    culture_day = date(2026, 11, 24)
    assert culture_day not in public_holidays(2026)
    assert culture_day in public_holidays(2026, with_announced=True)
    assert public_holidays(2025, with_announced=True) == public_holidays(2025)


def test_a_year_without_a_known_calendar_refuses():
    with pytest.raises(UnknownPeriodError, match="public_holidays"):
        public_holidays(2027)
