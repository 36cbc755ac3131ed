"""Months, as offices count them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.period import Month

SAMPLE = settings(max_examples=60, deadline=None, derandomize=True)

months = st.builds(Month, st.integers(2000, 2099), st.integers(1, 12))


@pytest.mark.parametrize("text", ["2026-11", "Tháng 11/2026", "T11.2026", "11-2026", "Chấm công 2026_11", "202611"])
def test_a_month_is_read_as_people_write_it(text):
    assert Month.parse(text) == Month(2026, 11)


@pytest.mark.parametrize("text", ["", "Tháng 13/2026", "Bảng lương", "5/111/2026"])
def test_what_names_no_month_is_none(text):
    assert Month.parse(text) is None


def test_a_month_knows_its_days():
    february = Month(2028, 2)
    assert (february.first_day, february.last_day) == (date(2028, 2, 1), date(2028, 2, 29))
    assert len(february.days()) == 29
    assert date(2028, 2, 29) in february
    assert date(2028, 3, 1) not in february


@SAMPLE
@given(months, st.integers(-100, 100))
def test_going_forth_and_back_leads_to_the_same_month(month, count):
    assert month.plus(count).plus(-count) == month


@SAMPLE
@given(months)
def test_the_next_month_begins_after_the_last_day(month):
    assert (month.plus(1).first_day - month.last_day).days == 1
    assert Month.of(month.last_day) == month
    assert Month.parse(str(month)) == month
