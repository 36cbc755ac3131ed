"""Explain: what is known about a cell, and a department in its own words."""

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import pytest

from rules.core.message import Voice
from rules.core.rule import Explanation
from rules.core.text import Text
from rules.core.trace import Traced
from sync import run
from tests.support.offices import office_in_memory
from tests.support.shop import SHOP, Good


def explain_good(books, _context, words):
    found = next((good for good in books.table(Good) if good.code == words[-1]), None)
    if found is None:
        return None
    return Explanation(Text(f"Hàng {found.code}", f"Good {found.code}"), (Traced("stock", found.stock),))


SHOP_THAT_EXPLAINS = replace(SHOP, explain=explain_good)
BOOKS = {"Hàng": [["Mã", "Số lượng", "Đơn giá"], ["A1", 5, 1000], ["B2", -2, 500]]}


@pytest.fixture
def office(tmp_path):
    with office_in_memory(
        tmp_path, {"shop": {tab: [list(row) for row in grid] for tab, grid in BOOKS.items()}}
    ) as made:
        yield made


def said(explanation):
    return [(line.name, line.formula_vi) for line in explanation.lines]


def test_a_cell_of_a_row_with_a_finding_tells_it_with_its_fix_and_since_when(office):
    run.sync(office.session)
    (explanation,) = run.explain(office.session, ("Hàng!B3",))
    assert explanation.title.vi == "Hàng!B3 · Số lượng (B2)"
    assert said(explanation)[0] == ("SHP101 · Lỗi", "-2 < 0 → Sửa (từ ngày 20/11/2026)")


def test_a_cell_of_a_good_row_says_so(office):
    (explanation,) = run.explain(office.session, ("hang!$C$2",))
    assert explanation.lines[0].name == "OK"
    assert explanation.title.en == "Hàng!C2 · Đơn giá (A1)"


def test_an_owned_cell_shows_the_amount_computed_for_it(office):
    run.sync(office.session)
    (explanation,) = run.explain(office.session, ("G2",))
    assert (explanation.lines[-1].name, explanation.lines[-1].amount) == ("Giá trị", Decimal(5000))
    (status,) = run.explain(office.session, ("D2",))
    assert [line.name for line in status.lines] == ["OK"], "the status cell is no amount"
    (beside,) = run.explain(office.session, ("A2",))
    assert beside.lines[-1].amount == 5000


@pytest.mark.parametrize("words", [("Khác!B3",), ("B99",), ("không", "có"), ("A1",), ("shop", "A1")])
def test_what_is_not_there_is_not_explained(office, words):
    assert run.explain(office.session, words) == []


@pytest.mark.parametrize("words", [("A1",), ("shop", "A1"), ("Cửa hàng", "A1"), ("SHOP", "A1")])
def test_a_department_answers_in_its_own_words_with_or_without_its_name(tmp_path, words):
    with office_in_memory(tmp_path, deepcopy({"shop": BOOKS}), (SHOP_THAT_EXPLAINS,)) as office:
        (explanation,) = run.explain(office.session, words)
        assert explanation.title.vi == "Hàng A1"


def test_a_cell_is_explained_with_what_its_department_knows_of_the_row(tmp_path):
    with office_in_memory(tmp_path, deepcopy({"shop": BOOKS}), (SHOP_THAT_EXPLAINS,)) as office:
        (explanation,) = run.explain(office.session, ("Hàng!B3",))
        assert [line.name for line in explanation.lines] == ["SHP101 · Lỗi", "Giá trị", "stock"]


def test_a_computed_value_that_the_department_explains_is_not_told_twice(tmp_path):
    def explain_worth(books, context, words):
        if (explained := explain_good(books, context, words)) is None:
            return None
        worth = replace(explained.lines[0], name="worth")
        return replace(explained, lines=(worth,), titles={"worth": Text("Giá trị", "Worth")})

    shop = replace(SHOP, explain=explain_worth)
    with office_in_memory(tmp_path, deepcopy({"shop": BOOKS}), (shop,)) as office:
        (explanation,) = run.explain(office.session, ("Hàng!B3",))
        assert [line.name for line in explanation.lines] == ["SHP101 · Lỗi", "worth"]


def test_half_read_books_explain_nothing(tmp_path):
    books = {"shop": {**deepcopy(BOOKS), "Goods": [["Mã", "Số lượng", "Mã"], ["C3", 1, "C3"]]}}
    with office_in_memory(tmp_path, books, (SHOP_THAT_EXPLAINS,)) as office:
        assert run.explain(office.session, ("shop", "A1")) == []
        (cell,) = run.explain(office.session, ("Hàng!B2",))
        assert [line.name for line in cell.lines] == ["OK"]


def test_an_explanation_is_in_the_language_of_the_office(tmp_path):
    with office_in_memory(tmp_path, deepcopy({"shop": BOOKS}), voice=Voice("en", "USD", "en_US")) as office:
        (explanation,) = run.explain(office.session, ("Hàng!B3",))
        assert [line.name for line in explanation.lines] == ["SHP101 · Error", "Worth"]
