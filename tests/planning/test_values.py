"""Whether a cell holds a value already: a second run must not write what is there."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.message import Voice
from rules.core.period import Month
from rules.core.text import Text
from sync.planning.values import LONGEST_TEXT, cell_value, same

SAMPLE = settings(max_examples=60, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (5.0, Decimal(5)),
        (5, Decimal("5.00")),
        (0.30000000000000004, Decimal("0.3")),
        (123456789012345.0, Decimal(123456789012345)),
        (0.1 + 0.7, Decimal("0.8")),
        ("", None),
        (None, ""),
        (datetime(2026, 11, 20), date(2026, 11, 20)),
        ("a\r\nb", "a\nb"),
        (0.12, Decimal("0.12")),
        (True, True),
    ],
)
def test_a_cell_that_reads_back_as_what_was_written_is_the_same(read, written):
    assert same(read, written)


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ("5", Decimal(5)),
        (5.0, Decimal("5.01")),
        (1, True),
        (0, None),
        (float("nan"), Decimal(0)),
        (float("inf"), Decimal(0)),
        (datetime(2026, 11, 20, 8, 30), date(2026, 11, 20)),
        ("hợp lệ", "Hợp lệ"),
        (time(8, 0), "08:00"),
    ],
)
def test_a_cell_that_differs_is_written(read, written):
    assert not same(read, written)


@SAMPLE
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6))
def test_any_amount_is_the_same_once_a_spreadsheet_has_kept_it(amount):
    written = cell_value(amount, Voice())
    assert len(written.as_tuple().digits) <= 15
    assert same(float(written), written)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (Text("Kho", "Store"), "Kho", "Store"),
        (Month(2026, 11), "11/2026", "2026-11"),
        (True, "có", "yes"),
        (time(22, 0), "22:00", "22:00"),
        (date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 1)),
        ("a\x00b\x1fc", "a b c", "a b c"),
        (None, None, None),
    ],
)
def test_a_value_becomes_what_a_cell_can_hold(value, vietnamese, english):
    assert cell_value(value, Voice()) == vietnamese
    assert cell_value(value, Voice("en", "USD", "en_US")) == english


def test_a_long_text_is_cut():
    assert len(cell_value("x" * 40_000, Voice())) == LONGEST_TEXT
