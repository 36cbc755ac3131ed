from __future__ import annotations

from datetime import date

import pytest

from rules.payroll.working_days import WorkingWeek, days_in_lieu, standard_working_days
from rules.statutory import public_holidays

FIVE, SIX = WorkingWeek.parse("Mon-Fri"), WorkingWeek.parse("mon - sat")


@pytest.mark.parametrize(
    ("text", "weekdays"),
    [("Mon-Fri", {0, 1, 2, 3, 4}), ("Monday-Saturday", {0, 1, 2, 3, 4, 5}), ("Sat-Mon", {5, 6, 0}), ("Tue-Tue", {1})],
)
def test_a_week_is_named_by_its_first_and_last_day(text, weekdays):
    assert WorkingWeek.parse(text).weekdays == weekdays


@pytest.mark.parametrize("text", ["", "Mon", "Mon-Foo", "Mon-Tue-Wed"])
def test_another_text_is_no_week(text):
    with pytest.raises(ValueError, match="Mon-Fri"):
        WorkingWeek.parse(text)


def test_a_holiday_on_a_working_day_is_left_out_and_one_on_a_day_off_changes_nothing():
    assert standard_working_days(2026, 5, FIVE) == 21
    assert standard_working_days(2026, 5, FIVE, [date(2026, 5, 1)]) == 20
    assert standard_working_days(2026, 5, FIVE, [date(2026, 5, 2)]) == 21
    assert standard_working_days(2026, 5, SIX, [date(2026, 5, 2)]) == 25


def test_a_company_may_count_holidays_as_paid_days():
    assert standard_working_days(2026, 5, FIVE, [date(2026, 5, 1)], subtract_holidays=False) == 21


def test_a_holiday_on_a_rest_day_moves_to_the_next_working_day():
    assert days_in_lieu(public_holidays(2026), FIVE) == (date(2026, 4, 27),)
    assert days_in_lieu(public_holidays(2024), FIVE) == (date(2024, 2, 13), date(2024, 2, 14))
    assert days_in_lieu(public_holidays(2024), SIX) == (date(2024, 2, 13),)
