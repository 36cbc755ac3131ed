"""Closed periods: what was frozen is compared ever after, and what staff open again is let go."""

from datetime import date

import pytest

from rules.core.message import Voice
from rules.core.rule import Context
from sync.closing import compare_closed, freeze
from tests.support.books import read_text
from tests.support.shop import SHOP, ShopSettings

HEADER = "[Hàng]\n| Mã | Số lượng | Đơn giá | Ngày bán |\n"
OCTOBER = "| A1 | 5 | 100 | 2026-10-05 |\n| B2 | 7 | | 2026-10-09 |\n"
NOVEMBER = "| C3 | 1 | 10 | 2026-11-03 |\n"
OPEN = "| D4 | 1 | 10 | |\n"
END_OF_OCTOBER, END_OF_NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)


def context(through):
    return Context(date(2026, 12, 5), settings_by_class={ShopSettings: ShopSettings(closed_through=through)})


def books(rows):
    return read_text(HEADER + rows, [SHOP]).books


def closed(rows, through=END_OF_OCTOBER):
    return freeze(SHOP.closing, books(rows), context(through), None, None)


def compared(frozen, rows, until=END_OF_OCTOBER, through=END_OF_OCTOBER):
    found = compare_closed(SHOP.closing, books(rows), context(until), frozen, through)
    return [(finding.code, finding.key[0], finding.text(Voice())) for finding in found]


def test_closing_keeps_the_records_of_the_period_and_no_others():
    assert set(closed(OCTOBER + NOVEMBER + OPEN)) == {("A1",), ("B2",)}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (OCTOBER, []),
        (OCTOBER.replace("5 | 100", "5 | 250"), [("SHP201", "A1", "Đơn giá: 100 -> 250")]),
        (OCTOBER.replace("7 | |", "7 | 30 |"), [("SHP201", "B2", "Đơn giá: 0 -> 30")]),
        (OCTOBER.replace("2026-10-09", "2026-11-09"), [("SHP201", "B2", "Ngày bán: 09/10/2026 -> 09/11/2026")]),
        (OCTOBER.replace("2026-10-09", ""), [("SHP201", "B2", "Ngày bán: 09/10/2026 -> –")]),
        (OCTOBER + "| E5 | 2 | 1 | 2026-10-31 |\n", [("SHP202", "E5", "added")]),
        (OCTOBER + NOVEMBER + OPEN, []),
        ("| A1 | 5 | 100 | 2026-10-05 |\n", [("SHP203", "B2", "removed B2 · 09/10/2026 · 7 · 0")]),
    ],
    ids=["same", "edited", "filled", "moved out", "date gone", "entered", "later rows", "deleted"],
)
def test_each_change_in_a_closed_period_is_one_finding(rows, found):
    assert compared(closed(OCTOBER), rows) == found


def test_a_field_that_was_empty_and_is_filled_is_an_edit():
    rows = "| A1 | 5 | 100 | 2026-10-05 |\n"
    frozen = {("A1",): {"code": "A1", "stock": "5", "sold": "2026-10-05"}}
    assert compared(frozen, rows) == [("SHP201", "A1", "Đơn giá: 0 -> 100")]
    assert compared(frozen, rows.replace("100", "")) == [], "a default is what an empty cell stands for"


def test_a_row_that_could_not_be_read_is_not_taken_for_deleted():
    frozen = closed(OCTOBER)
    assert compared(frozen, "| A1 | 5 | 100 | 2026-10-05 |\n| B2 | nhiều | | 2026-10-09 |\n") == []
    unreadable = "| A1 | 5 | 100 | 2026-10-05 |\n| | 7 | | 2026-10-09 |\n| E5 | 1 | 1 | |\n"
    assert compared(frozen, unreadable) == []


@pytest.mark.parametrize(
    "nameless",
    ["| | 7 | | 2026-11-09 |\n", "| | 7 | | 2026-10-09 |\n"],
    ids=["a later row", "fewer such rows than are gone"],
)
def test_a_row_without_a_key_hides_no_more_than_itself(nameless):
    rows = nameless if "2026-10" in nameless else "| A1 | 5 | 100 | 2026-10-05 |\n" + nameless
    assert {code for code, _, _ in compared(closed(OCTOBER), rows)} == {"SHP203"}


def test_numbers_are_said_as_the_office_writes_them():
    rows = OCTOBER.replace("5 | 100", "5 | 1234567")
    assert compared(closed(rows), OCTOBER) == [("SHP201", "A1", "Đơn giá: 1.234.567 -> 100")]


def test_a_value_that_a_former_version_remembered_in_another_form_is_said_as_it_is():
    frozen = {("A1",): {"code": "A1", "stock": "năm", "price": "100", "sold": "2026-10-05"}}
    assert compared(frozen, "| A1 | 5 | 100 | 2026-10-05 |\n") == [("SHP201", "A1", "Số lượng: năm -> 5")]


def test_a_row_beside_another_error_is_still_missed():
    rows = "| A1 | 5 | 100 | 2026-10-05 |\n| C3 | nhiều | | 2026-11-09 |\n"
    assert [code for code, _, _ in compared(closed(OCTOBER), rows)] == ["SHP203"]


def test_a_period_that_was_opened_again_is_let_go_in_the_same_run():
    frozen = closed(OCTOBER + NOVEMBER, END_OF_NOVEMBER)
    edited = (OCTOBER + NOVEMBER).replace("1 | 10", "1 | 99")
    assert compared(frozen, edited, END_OF_OCTOBER, END_OF_NOVEMBER) == []
    kept = freeze(SHOP.closing, books(edited), context(END_OF_OCTOBER), frozen, END_OF_NOVEMBER)
    assert set(kept) == {("A1",), ("B2",)}


def test_closing_further_adds_the_new_period_and_keeps_what_was_frozen_as_it_was():
    frozen = closed(OCTOBER)
    edited = OCTOBER.replace("5 | 100", "5 | 250") + NOVEMBER
    further = freeze(SHOP.closing, books(edited), context(END_OF_NOVEMBER), frozen, END_OF_OCTOBER)
    assert set(further) == {("A1",), ("B2",), ("C3",)}
    assert further["A1",]["price"] == "100", "the edit stays a finding"


def test_opening_everything_forgets_everything():
    assert freeze(SHOP.closing, books(OCTOBER), context(None), closed(OCTOBER), END_OF_OCTOBER) == {}
    assert compared(closed(OCTOBER), OCTOBER.replace("5", "9"), until=None) == []


def test_nothing_is_to_be_stored_where_the_closing_day_is_the_same():
    assert freeze(SHOP.closing, books(OCTOBER), context(END_OF_OCTOBER), closed(OCTOBER), END_OF_OCTOBER) is None
