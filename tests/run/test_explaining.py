"""Explain: what is known about a cell, and a department in its own words."""

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

import pytest

from rules.core.message import Voice
from rules.core.record import Code, Record, TableInfo, column
from rules.core.rule import Explanation
from rules.core.text import Text
from rules.core.trace import Traced
from sync import run
from tests.support.offices import office_in_memory
from tests.support.shop import SHOP, Good, stock_report


def explain_good(books, _context, words):
    found = next((good for good in books.table(Good) if good.code == words[-1]), None)
    if found is None:
        return None
    return Explanation(Text(f"Hàng {found.code}", f"Good {found.code}"), (Traced("stock", found.stock),))


class Unkept(Record):
    table: ClassVar[TableInfo] = TableInfo("unkept", Text("Không có", "Not kept"), key=("code",), required=False)

    code: Code = column(vi="Mã", en="Code")


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


@pytest.mark.parametrize("place", ["⚙ Tồn kho!B25", "tồn kho!$B$25", "⚙ Stock!B25"])
def test_a_cell_of_a_report_tells_which_report_it_is_and_from_which_rows_it_is_computed(office, place):
    office.grid("shop", "Hàng").append(["C3", "nhiều", 1])
    (explanation,) = run.explain(office.session, (place,))
    assert explanation.title.vi == "⚙ Tồn kho!B25 · Tồn"
    assert said(explanation) == [
        ("Dòng", "B2"),
        ("Tồn", ""),
        ("Báo cáo", "Tồn kho – Kho"),
        ("Số liệu", "Dữ liệu dùng: 2 dòng; bỏ qua vì lỗi: 1"),
        ("Phần", "Tất cả"),
        ("Tính từ “Hàng”", "Dữ liệu dùng: 2 dòng; bỏ qua vì lỗi: 1 (trang Hàng)"),
    ]
    assert [line.amount for line in explanation.lines if not line.is_statement] == [Decimal(-2)]


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("Tồn kho!A1", ["Báo cáo", "Số liệu", "Tính từ “Hàng”"]),
        ("Tồn kho!Z22", ["Báo cáo", "Số liệu", "Phần", "Tính từ “Hàng”"]),
        ("Tồn kho!Z24", ["Dòng", "Báo cáo", "Số liệu", "Phần", "Tính từ “Hàng”"]),
        ("Tồn kho!B999", ["Báo cáo", "Số liệu", "Tính từ “Hàng”"]),
    ],
)
def test_beside_the_figures_a_report_says_only_what_it_is(office, place, names):
    (explanation,) = run.explain(office.session, (place,))
    assert [line.name for line in explanation.lines] == names


def test_a_report_on_a_table_with_a_note_says_what_the_note_says(tmp_path):
    def noted(books, context):
        report = stock_report(books, context)
        blocks = (replace(report.blocks[0], note=Text("Ghi chú", "Note")), report.blocks[1])
        return replace(report, blocks=blocks, inputs=(Good, Unkept))

    with office_in_memory(tmp_path, deepcopy({"shop": BOOKS}), (replace(SHOP, reports=(noted,)),)) as office:
        (explanation,) = run.explain(office.session, ("Tồn kho!B8",))
        assert ("Phần", "Đầu bảng – Ghi chú") in said(explanation)
        assert said(explanation)[-1] == ("Tính từ “Không có”", "Dữ liệu dùng: 0 dòng; bỏ qua vì lỗi: 0")


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


def test_a_finding_is_explained_in_the_language_of_whoever_asks(office):
    run.sync(office.session)
    (explanation,) = run.explain(office.session, ("Hàng!B3",))
    assert explanation.lines[0].formula_en == "-2 < 0 → Mend it (since 20/11/2026)"
