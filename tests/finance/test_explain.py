from decimal import Decimal

import pytest

from rules.core.trace import walk
from rules.finance import DEPARTMENT
from tests.support.books import with_books

explain = DEPARTMENT.explain


@with_books(DEPARTMENT)
def test_a_balance_is_explained_by_its_opening_and_its_turnover(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản | Dư Nợ đầu kỳ |
    | 111        | Tiền          |              |
    | 1111       | Tiền mặt      | 500          |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có |
    | 2026-11-02 | PT01        | 1    | 1111      | 100          |              |
    | 2026-11-02 | PC01        | 1    | 1111      |              | 30           |
    """
    explanation = explain(books, context, ("Tài khoản", "1111"))
    assert explanation.title.vi == "1111 Tiền mặt"
    amounts = {line.name: line.amount for line in walk(explanation.lines[0])}
    assert amounts == {"closing": 570, "opening": 500, "turnover": 70}
    assert explain(books, context, ("account", "111")).lines[0].amount == 570


@with_books(DEPARTMENT)
def test_what_a_budget_line_has_left_is_explained_down_to_the_journal_lines(books, context):
    """
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 11/2026 | 1000      |
    | Kinh doanh | 511       | 11/2026 | 1000      |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    | Trạng thái |
    | 2026-11-02 | PC01        | 1    | 6427      | 100          |              | Hành chính |            |
    | 2026-11-03 | PC02        | 1    | 6421      | 250          |              | Hành chính | Nháp       |
    | 2026-11-03 | PT01        | 1    | 5111      |              | 400          | Kinh doanh |            |
    """
    (left,) = explain(books, context, ("budget", "hành chính", "642", "2026-11")).lines
    (used,) = left.children
    assert (left.amount, used.amount) == (650, 350)
    assert [(line.name, line.amount, dict(line.inputs)["status"]) for line in used.children] == [
        ("PC01", 100, "Đã ghi"),
        ("PC02", 250, "Nháp"),
    ]
    assert dict(used.children[1].inputs)["place"] == "Nhật ký chung!D3"
    (target,) = explain(books, context, ("ngân sách", "Kinh doanh", "511", "11/2026")).lines
    assert target.children[0].children[0].amount == Decimal(400)


@with_books(DEPARTMENT)
def test_everything_in_an_explanation_has_a_title_but_the_vouchers_that_staff_numbered(books, context):
    """
    [Tài khoản]
    | Số hiệu TK | Tên tài khoản | Dư Nợ đầu kỳ |
    | 1111       | Tiền mặt      | 500          |
    [Ngân sách]
    | Bộ phận    | Tài khoản | Tháng   | Ngân sách |
    | Hành chính | 642       | 11/2026 | 1000      |
    [Nhật ký chung]
    | Ngày       | Số chứng từ | Dòng | Tài khoản | Phát sinh Nợ | Phát sinh Có | Bộ phận    | Trạng thái |
    | 2026-11-02 | PC01        | 1    | 6427      | 100          |              | Hành chính |            |
    """
    for words in (("account", "1111"), ("budget", "Hành chính", "642", "2026-11")):
        explanation = explain(books, context, words)
        shown = [line for top in explanation.lines for line in walk(top)]
        names = {line.name for line in shown} | {name for line in shown for name, _ in line.inputs}
        assert names - {"PC01"} <= set(explanation.titles)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("account",),
        ("account", "9999"),
        ("item", "1111"),
        ("budget", "Kho", "642"),
        ("budget", "Kho", "642", "tháng nào"),
        ("budget", "Kho", "642", "2026-11"),
    ],
)
def test_words_that_name_nothing_of_the_ledger_are_left_to_others(words):
    from datetime import date

    from rules.core.rule import Context
    from rules.core.table import Books

    assert explain(Books(), Context(date(2026, 11, 20)), words) is None
